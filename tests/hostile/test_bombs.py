"""Small files that would become gigabytes or years: refused at once, with little memory."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from app import pdf_guard
from app.documents.forms.blank import read_blank
from app.documents.logo import check_logo
from app.documents.scans import check_scan
from app.errors import InputError, UserError
from app.importing.issue_workbook import read_issue_workbook
from app.importing.rap_sheet.pdf_text import read_pdf_text
from app.importing.review_workbook import read_review_workbook
from app.jobs.look import look_at_file
from app.pdf_guard import pdf_problem
from app.rules.loading.loader import load_policy
from tests.hostile.readers import READERS

SECONDS = 30.0  # of the processor, with making the bomb
NAME = pikepdf.Name


@pytest.fixture(autouse=True)
def _quickly() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def packed(n_mb: int, what: bytes = b"q Q ") -> bytes:
    """So many megabytes of the same, as a few kilobytes."""
    packer = zlib.compressobj(9)
    block = what * ((1 << 20) // len(what))
    return b"".join([*(packer.compress(block) for _ in range(n_mb)), packer.flush()])


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def page_of(stream: bytes, **entries: Any) -> bytes:
    """A PDF of one page with this packed content."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    content = pikepdf.Stream(pdf, b"")
    content.write(stream, filter=NAME.FlateDecode)
    for name, value in entries.items():
        content[f"/{name}"] = value
    pdf.pages[0].obj.Contents = pdf.make_indirect(content)
    return saved(pdf)


def drawings_in_drawings(deep: int, each: int) -> bytes:
    """A drawing that draws another ``each`` times, which draws another, ..."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    inner: Any = None
    for _ in range(deep):
        orders = b"/X Do " * each if inner is not None else b"BT (x) Tj ET " * 10
        form = pikepdf.Stream(pdf, orders)
        form.Type, form.Subtype, form.BBox = NAME.XObject, NAME.Form, [0, 0, 9, 9]
        form.Resources = _resources(inner)
        inner = pdf.make_indirect(form)
    pdf.pages[0].obj.Contents = pdf.make_indirect(pikepdf.Stream(pdf, b"/#58 Do"))  # /X
    pdf.pages[0].obj.Resources = _resources(inner)
    return saved(pdf)


def _resources(inner: Any) -> pikepdf.Dictionary:
    if inner is None:
        return pikepdf.Dictionary()
    return pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))


def locked(data: bytes) -> bytes:
    """The same under an empty password, so that the bytes say nothing."""
    pdf = pikepdf.open(io.BytesIO(data))
    return saved(pdf, encryption=pikepdf.Encryption(owner="x", user=""))


def twice_packed() -> bytes:
    """Packed, and packed again: a kilobyte of a gigabyte."""
    return page_of(zlib.compress(packed(400), 9), Filter=pikepdf.Array([NAME.FlateDecode] * 2))


def in_an_old_way() -> bytes:
    pdf = pikepdf.open(io.BytesIO(page_of(packed(1))))
    raw = pikepdf.Stream(pdf, b"")
    raw.write(bytes(pdf_guard.MOST_LZW + 1), filter=NAME.LZWDecode)
    pdf.pages[0].obj.Contents = pdf.make_indirect(raw)
    return saved(pdf)


def huge_picture() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    image = pikepdf.Stream(pdf, b"")
    image.write(packed(1, b"\0"), filter=NAME.FlateDecode)
    image.Type, image.Subtype = NAME.XObject, NAME.Image
    image.Width, image.Height = 60_000, 60_000
    image.ColorSpace, image.BitsPerComponent = NAME.DeviceGray, 8
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    return saved(pdf)


PDFS: dict[str, Callable[[], bytes]] = {
    "half a gigabyte of drawing": lambda: page_of(packed(512)),
    "the same, called a picture": lambda: page_of(packed(512), Subtype=NAME.Image),
    "the same, locked without a password": lambda: locked(page_of(packed(160))),
    "packed twice": twice_packed,
    "packed in an old way": in_an_old_way,
    "ten drawings in ten drawings in ...": lambda: drawings_in_drawings(12, 10),
    "drawings thirty deep": lambda: drawings_in_drawings(30, 1),
    "a picture of 3.6 billion dots": huge_picture,
}


@pytest.mark.parametrize("what", list(PDFS))
def test_a_pdf_bomb_is_not_opened(what: str, tmp_path: Path) -> None:
    """As a rap sheet, as a blank form and as a scanned order; the sentence names the file."""
    data = PDFS[what]()
    assert len(data) < 2_000_000
    assert pdf_problem(data)
    with pytest.raises(InputError, match=r"sheet\.pdf"):
        read_pdf_text(tmp_path / "sheet.pdf", data)
    with pytest.raises(InputError, match=r"blank\.pdf"):
        read_blank(data, "blank.pdf")
    with pytest.raises(InputError, match=r"order\.pdf"):
        check_scan("order.pdf", data)


def test_a_drawing_that_draws_itself_is_no_bomb() -> None:
    """A circle is left by every program that draws; it is not followed here either."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    form = pdf.make_indirect(pikepdf.Stream(pdf, b"/X Do"))
    form.Type, form.Subtype, form.BBox = NAME.XObject, NAME.Form, [0, 0, 9, 9]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    pdf.pages[0].obj.Contents = pdf.make_indirect(pikepdf.Stream(pdf, b"/X Do"))
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    assert pdf_problem(saved(pdf)) == ""


def test_ordinary_pdfs_are_not_taken_for_bombs(tmp_path: Path) -> None:
    """Forms, rap sheets and a page of a scan at 600 dots an inch pass."""
    for reader in READERS:
        if reader.file_name.endswith(".pdf"):
            assert pdf_problem(reader.make(tmp_path)) == ""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    image = pikepdf.Stream(pdf, b"")
    image.write(packed(100, b"\0"), filter=NAME.FlateDecode)
    image.Type, image.Subtype, image.Width, image.Height = NAME.XObject, NAME.Image, 5100, 6600
    image.ColorSpace, image.BitsPerComponent = NAME.DeviceRGB, 8
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    assert pdf_problem(saved(pdf)) == ""


def books(content: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(name: str, tmp_path: Path) -> dict[str, bytes]:
    reader = next(one for one in READERS if one.name == name)
    with zipfile.ZipFile(io.BytesIO(reader.make(tmp_path))) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
READS_A_FILE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, READS_A_FILE], ids=["a billion laughs", "a file"])
@pytest.mark.parametrize("which", ["workbooks", "workbooks of issues"])
def test_no_part_of_a_workbook_may_define_entities(
    which: str, doctype: bytes, tmp_path: Path
) -> None:
    """Lists, workbooks of issues and of cases: none expands what it defines, or reads a file."""
    parts = parts_of(which, tmp_path)
    sheet = next(name for name in parts if "worksheets/sheet" in name and name.endswith(".xml"))
    body = parts[sheet]
    head, mark, rest = body.partition(b"?>")
    parts[sheet] = (head + mark if mark else b"") + doctype + (rest if mark else body)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(books(parts))
    assert "document type" in look_at_file(path).problem
    with pytest.raises(InputError):
        list(read_issue_workbook(path))
    with pytest.raises(InputError):
        list(read_review_workbook(path))


@pytest.mark.parametrize("which", ["workbooks", "workbooks of issues"])
def test_a_workbook_that_unpacks_to_far_too_much(which: str, tmp_path: Path) -> None:
    """A sheet of half a gigabyte of blanks in half a megabyte."""
    parts = parts_of(which, tmp_path)
    sheet = next(name for name in parts if "worksheets/sheet" in name and name.endswith(".xml"))
    parts[sheet] = parts[sheet].replace(b"<sheetData", b" " * (300 << 20) + b"<sheetData", 1)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(books(parts))
    assert path.stat().st_size < 2_000_000
    for read in (lambda: list(read_issue_workbook(path)), lambda: list(read_review_workbook(path))):
        with pytest.raises(InputError):
            read()


DEEP = {
    "a.json": b"[" * 200_000,
    "b.json": b'{"a":' * 100_000,
    "a.toml": b"a = " + b"[" * 100_000,
    "b.toml": b"a = " + b"{a=" * 50_000,
    "c.toml": b"[" + b"a." * 100_000 + b"a]",
    "d.toml": b"a = " + b"9" * 100_000,
    "e.toml": b"a = 0x" + b"f" * 100_000,
    "f.toml": b"a" + b".a" * 50_000 + b" = 1",
}


@pytest.mark.parametrize("name", list(DEEP))
def test_brackets_without_end(name: str, tmp_path: Path) -> None:
    """Policies, layouts, case tables, options, words of papers, maps: a sentence, no crash."""
    path = tmp_path / name
    path.write_bytes(DEEP[name])
    tried = 0
    for reader in READERS:
        if Path(reader.file_name).suffix == path.suffix and reader.name != "preferences":
            with pytest.raises(UserError):
                reader.read(path)
            tried += 1
    assert tried >= 2


def test_a_letterhead_of_a_billion_dots() -> None:
    """Its size is read before it is unpacked."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head
    data += struct.pack(">I", zlib.crc32(b"IHDR" + head))
    with pytest.raises(InputError, match="pixels"):
        check_logo(data, "logo.png")


def test_an_endless_file_is_no_file(tmp_path: Path) -> None:
    """A device that never ends is not read; the sentence says what it is."""
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("no such device on this system")
    with pytest.raises(UserError, match="no ordinary file"):
        load_policy(endless)


def test_options_are_values_and_nothing_else(tmp_path: Path) -> None:
    """Lists and objects where a value belongs are refused, however deep."""
    reader = next(one for one in READERS if one.name == "options")
    path = tmp_path / "a.json"
    for value in ([], {}, [[[]]], {"a": {"b": 1}}, None, 1.5):
        path.write_text(json.dumps({"use_age": value}), encoding="utf-8")
        with pytest.raises(UserError):
            reader.read(path)
