"""Files and pasted text: encodings, PDFs, what is refused and with which sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fpdf import FPDF

from app.errors import InputError
from app.importing.issues import Issue
from app.importing.rap_sheet import (
    RapSheetReader,
    looks_like_rap_sheet,
    open_rap_sheet,
    pdf_text,
    read_rap_text,
    reader,
)
from app.importing.reading import ReadRow
from app.model.reading_columns import READING_INDEX
from app.sampling.rap_pdf import write_rap_pdf

SHEET = """CII/A91234501
DOB/19700615 SEX/F RAC/WHITE
NAM/01 MUÑOZRIVO,RENÉE
* * * *
COURT: NAM:01
19990301  CASC OAKLAND
CNT:01 #CR1
  11359 HS-POSSESS MARIJUANA FOR SALE
*DISPO:CONVICTED
   CONV STATUS:FELONY
* * * END OF MESSAGE * * *
"""


def counts_of(rap_sheet: RapSheetReader) -> list[tuple[int, str, str]]:
    """Row, name and charge of each count."""
    return [
        (item.row, *(item.cells[READING_INDEX[name]] for name in ("PRI_NAME", "OFFENSE_DESCR")))
        for item in rap_sheet.rows()
        if isinstance(item, ReadRow) and item.cells is not None
    ]  # type: ignore[misc]


READ = [(70, "MUÑOZRIVO,RENÉE", "11359 HS-POSSESS MARIJUANA FOR SALE")]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SHEET.encode(), "UTF-8"),
        (SHEET.encode("utf-8-sig"), "UTF-8"),
        (SHEET.encode("cp1252"), "Windows-1252"),
        (SHEET.encode("utf-16"), "UTF-16 LE"),
        (b"\xfe\xff" + SHEET.encode("utf-16-be"), "UTF-16 BE"),
        (SHEET.replace("\n", "\r").encode(), "UTF-8"),
        (SHEET.replace("\n", "\r\n").encode(), "UTF-8"),
        (SHEET.rstrip("\n").encode(), "UTF-8"),
    ],
)
def test_text_files_of_any_encoding_and_line_end(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    """The same rows with the same line numbers, names letter by letter."""
    path = tmp_path / "müller, o'neil.txt"
    path.write_bytes(data)
    rap_sheet = open_rap_sheet(path)
    assert (rap_sheet.origin.encoding, rap_sheet.origin.words) == (encoding, "Rap sheet (text)")
    assert counts_of(rap_sheet) == READ


def test_pasted_text_is_read_and_recognized() -> None:
    """Text from the clipboard; read twice, it gives the same."""
    rap_sheet = read_rap_text(SHEET)
    assert looks_like_rap_sheet(SHEET)
    assert counts_of(rap_sheet) == counts_of(rap_sheet) == READ
    assert rap_sheet.origin.words == "Rap sheet (pasted text)"


@pytest.mark.parametrize("text", ["", "  \n\f", "hello", "DOB/19700615"])
def test_text_without_a_rap_sheet_is_refused(text: str) -> None:
    """A sentence that says what to do."""
    with pytest.raises(InputError, match=r"Paste the whole|Check that it is the state's"):
        list(read_rap_text(text).rows())


@pytest.mark.parametrize(
    "text",
    [
        "RECORD_ID,SUBJECT_ID,OFFENSE,COMMENT\n1,2,CNT:01 #1,DISPO:CONVICTED\n",
        'CII/,COURT:,CNT:01,DISPO:\n"CII/A91234501\nCOURT:\nCNT:01 #1\nDISPO:CONVICTED",1,2,3\n',
        "Name;Case;Date;Text\nA;1;2;CII/A91234501\n",
        "CII/A91234501\tCOURT:\tCNT:01\tDISPO:CONVICTED\n",
        "CNT:01 #1\n11358 HS-X\n",
        "Dear court:\nplease find enclosed\n- - - -\nyours\n",
        '{"CII/": "COURT:"}',
        "",
    ],
)
def test_no_table_or_letter_is_taken_for_a_rap_sheet(text: str) -> None:
    """Whatever stands in the cells of a table."""
    assert not looks_like_rap_sheet(text)


def test_control_characters_are_left_out_and_told() -> None:
    """NUL bytes and marks that turn the writing direction never reach a paper."""
    text = SHEET.replace("RENÉE", "REN\u202eÉE\x00").replace("CNT:01 #CR1", "CNT:01\xa0#CR1")
    rap_sheet = read_rap_text(text)
    assert counts_of(rap_sheet)[0][1] == "MUÑOZRIVO,REN ÉE"
    told = [item for item in rap_sheet.rows() if isinstance(item, Issue)]
    assert [(issue.row, "writing direction" in issue.reason) for issue in told] == [(30, True)]


def test_too_much_text_is_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit stands in the sentence."""
    monkeypatch.setattr(reader, "MOST_BYTES", 3_000_000)
    path = tmp_path / "big.txt"
    path.write_bytes(b"A\n" * 1_600_000)
    with pytest.raises(InputError, match="larger than 3 MB"):
        open_rap_sheet(path)
    with pytest.raises(InputError, match="more than 3 million characters"):
        read_rap_text("A\n" * 1_600_000)
    with pytest.raises(InputError, match=r"Line 2 of the pasted text has 30,000 characters"):
        read_rap_text("A\n" + "B" * 30_000)


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        list(open_rap_sheet(path).rows())
    return caught.value.message


def draw_box(pdf: FPDF) -> None:
    pdf.add_page()
    pdf.rect(10, 10, 50, 50)


def test_a_scanned_pdf_says_that_it_is_a_picture(tmp_path: Path) -> None:
    """Whole or one page of it: typing or pasting is offered, nothing is read in part."""
    path = tmp_path / "scan.pdf"
    pdf = FPDF()
    draw_box(pdf)
    pdf.output(str(path))
    message = refused(path)
    assert message.startswith("scan.pdf is a picture of a record.")
    assert message.endswith("Type the record in by hand, or paste its text.")

    pdf = FPDF()
    pdf.set_font("Courier", size=9)
    pdf.add_page()
    for place, line in enumerate(SHEET.split("\n")):
        if line:
            pdf.text(10, 10 + place * 5, line)
    draw_box(pdf)
    pdf.output(str(path))
    assert "Page 2 has no text" in refused(path)


def test_a_blank_page_of_a_pdf_is_passed_over(tmp_path: Path) -> None:
    """The back of a sheet is no scan."""
    path = tmp_path / "back.pdf"
    write_rap_pdf(path, [SHEET, "", SHEET.replace("A91234501", "A91234502")])
    assert [name for _, name, _ in counts_of(open_rap_sheet(path))] == ["MUÑOZRIVO,RENÉE"] * 2


def test_a_hyphen_at_the_end_of_a_line_stays_in_a_pdf(tmp_path: Path) -> None:
    """Lines are those of the page, and a charge that breaks at its hyphen is read whole."""
    path = tmp_path / "hyphen.pdf"
    write_rap_pdf(path, [SHEET.replace("HS-POSSESS", "HS-\nPOSSESS")])
    rap_sheet = open_rap_sheet(path)
    assert counts_of(rap_sheet)[0][2] == "11359 HS- POSSESS MARIJUANA FOR SALE"
    original = next(item for item in rap_sheet.rows() if isinstance(item, ReadRow) and item.cells)
    assert len(original.original) == 5


def test_a_row_of_a_pdf_is_found_on_its_page(tmp_path: Path) -> None:
    """Each page is a part, from whose first row the lines of the page are counted."""
    path = tmp_path / "two.pdf"
    write_rap_pdf(path, [SHEET, SHEET.replace("A91234501", "A91234502")])
    rap_sheet = open_rap_sheet(path)
    second = rap_sheet.origin.parts[1]
    last_row = counts_of(rap_sheet)[1][0]
    assert (second.name, (last_row - second.first_row) // 10 + 1) == ("Page 2", 7)


def with_password(path: Path) -> None:
    write_rap_pdf(path, [SHEET])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


def cut_off(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def binary(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(2000))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (with_password, "is protected by a password"),
        (cut_off, "is a damaged PDF"),
        (empty, "is empty"),
        (binary, "is not a text file"),
        (Path.mkdir, "is a folder"),
        (lambda path: None, "cannot be read (no such file or directory)"),
    ],
)
def test_what_cannot_be_used_has_its_own_sentence(
    tmp_path: Path, make: Callable[[Path], object], says: str
) -> None:
    """What happened, to which file, and what to do."""
    path = tmp_path / "sheet.pdf"
    make(path)
    message = refused(path)
    assert message.startswith("sheet.pdf ")
    assert says in message
    assert message.count(".") >= 2


def test_a_hostile_pdf_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Very many pages, or very much text: the sentence says the limit."""
    path = tmp_path / "pages.pdf"
    write_rap_pdf(path, [SHEET] * 3)
    monkeypatch.setattr(pdf_text, "MOST_PAGES", 2)
    assert "has 3 pages; rap sheets are read up to 2 pages" in refused(path)
    monkeypatch.setattr(pdf_text, "MOST_PAGES", 10)
    monkeypatch.setattr(pdf_text, "MOST_CHARACTERS", 500)
    assert "million characters" in refused(path)


@pytest.mark.parametrize(
    "lines", [["CNT:001-022", "11358 HS-X"], ["CNT:1000"], ["CNT:01", *["COM: X"] * 2_000]]
)
def test_a_count_too_large_for_its_lines_is_set_aside_whole(lines: list[str]) -> None:
    """Never cut: the row has no cells, its text is kept, the next count is read."""
    text = "\n".join(["COURT:", "19990301  CASC OAKLAND", *lines, "CNT:02", "11359 HS-X"])
    items = list(read_rap_text(text).rows())
    told = [item for item in items if isinstance(item, Issue) and item.is_quarantined]
    assert [(issue.row, issue.kind) for issue in told] == [(30, "Too many counts in one line")]
    rows = [item for item in items if isinstance(item, ReadRow)]
    assert [row.cells is None for row in rows] == [True, True, False]
    assert rows[1].original == tuple(lines)


def test_a_range_goes_on_in_the_numbers_of_the_next_lines_of_its_count() -> None:
    """Twelve counts on two lines: rows of the first line, then of the second."""
    text = "COURT:\n19990301  CASC OAKLAND\nCNT:01-12 #A\n11358 HS-X\n"
    rows = [item.row for item in read_rap_text(text).rows() if isinstance(item, ReadRow)]
    assert rows == [10, *range(30, 42)]
