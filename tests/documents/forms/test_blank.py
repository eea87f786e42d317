"""Reading blank forms, and refusing what cannot serve as one."""

from __future__ import annotations

import contextlib
import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.forms.blank import BUTTON, read_blank
from app.documents.forms.edition import find_printed
from app.documents.forms.proposing import propose_map
from app.documents.forms.trying import try_out
from app.errors import InputError, UserError
from tests.documents.forms.made import FIELDS, REAL, blank, form_pdf, real_blank, scanned_pdf


def test_fields_have_name_kind_and_place() -> None:
    """Every field is told with its place from the upper left corner of its page."""
    found = blank()
    assert [one.name for one in found.fields] == [name for name, _, _ in FIELDS]
    box = next(one for one in found.fields if one.name == "Box 11357")
    assert (box.kind, box.page) == (BUTTON, 1)
    assert (box.box.x, box.box.y, box.box.width, box.box.height) == (60, 220, 12, 12)


def test_number_and_edition_are_read_from_the_page() -> None:
    """``XX-900 [Rev. January 1, 2024]`` names the form and its edition."""
    printed = blank().printed
    assert (printed.form, printed.edition) == ("XX-900", "2024-01-01")
    assert printed.words == "Rev. January 1, 2024"


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("CR-400 [New July 1, 2017]", "2017-07-01"),
        ("Revised March 2, 2018, Mandatory Form", "2018-03-02"),
        ("CR-180 [Rev. January 1, 2019] and [Rev. July 1, 2020]", ""),  # which one?
        ("no date at all", ""),
    ],
)
def test_editions_as_forms_print_them(text: str, edition: str) -> None:
    """An edition is taken only when there is exactly one."""
    assert find_printed([text]).edition == edition


def encrypted(**options: object) -> bytes:
    return form_pdf(encryption=pikepdf.Encryption(owner="o", **options))


BAD = {
    "encrypted": (lambda: encrypted(user="secret"), "encrypted and asks for a password"),
    "locked": (
        lambda: encrypted(
            user="", allow=pikepdf.Permissions(modify_form=False, modify_other=False)
        ),
        "nothing may be filled in",
    ),
    "xfa": (lambda: form_pdf((), xfa=True), "XFA form"),
    "scan": (scanned_pdf, "is a scan"),
    "damaged": (lambda: b"%PDF-1.7\n" + b"\x00nonsense" * 40, "is damaged"),
    "cut off": (lambda: form_pdf()[:300], "is damaged"),
    "no pdf": (lambda: b"PK\x03\x04 a document", "is not a PDF"),
    "empty": (lambda: b"", "is not a PDF"),
    "huge": (lambda: b"%PDF-1.7" + b" " * 26_000_000, "26 MB"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_serve_is_refused_with_its_own_sentence(kind: str) -> None:
    """Each kind of useless file says what it is and what to do."""
    make, says = BAD[kind]
    with pytest.raises(InputError) as refused:
        read_blank(make(), "form.pdf")
    assert says in refused.value.message
    assert refused.value.message.startswith("form.pdf")


def test_a_page_turned_sideways_is_refused() -> None:
    """What is drawn upright would lie across a turned page."""
    with pikepdf.open(io.BytesIO(form_pdf())) as pdf:
        pdf.pages[0].obj.Rotate = 90
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(InputError, match="turned sideways"):
        read_blank(out.getvalue(), "form.pdf")


@given(st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=4)), min_size=1, max_size=20))
def test_a_broken_file_is_a_form_or_a_sentence(changes: list[tuple[int, bytes]]) -> None:
    """Whatever is overwritten in a blank, it is read and tried out, or refused in a sentence."""
    data = bytearray(form_pdf(quirks=True))
    for at, new in changes:
        data[at : at + len(new)] = new
    with contextlib.suppress(UserError):
        found = read_blank(bytes(data), "form.pdf")
        try_out(found, propose_map(found))


def test_an_owner_password_alone_is_no_hindrance() -> None:
    """A blank that opens without a password and may be filled is taken, as courts publish them."""
    data = encrypted(user="", allow=pikepdf.Permissions(modify_form=True, modify_other=False))
    assert len(read_blank(data).fields) == len(FIELDS)


def test_hybrid_xfa_is_taken() -> None:
    """A form with fields beside its XFA packet can be filled; the packet is noted."""
    assert blank(xfa=True).has_xfa


def test_flat_form_without_fields_is_taken() -> None:
    """A form with text and no fields can be mapped by drawing places."""
    assert read_blank(form_pdf(())).fields == ()


@pytest.mark.parametrize("path", sorted(REAL.glob("*.pdf")), ids=lambda path: path.name)
def test_real_blanks_are_read(path: object) -> None:
    """Every real blank gives its fields, inside its pages."""
    found = real_blank(path.name)
    assert found.fields
    for one in found.fields:
        wide, tall = found.sizes[one.page - 1]
        assert -1 < one.box.x < one.box.right <= wide + 1
        assert -1 < one.box.y < one.box.bottom <= tall + 1


def test_fields_lost_by_the_forms_own_list_are_found() -> None:
    """The real CR-400 has lost four fields from its list; they are read from the page."""
    names = {one.name.rpartition(".")[2] for one in real_blank("cr-400.pdf").fields}
    assert {"AttyBarNo_dc[0]", "AttyFirm_ft[0]", "Fax_ft[0]", "AttyFor_ft[0]"} <= names
