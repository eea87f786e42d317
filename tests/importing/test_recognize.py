"""What a file is, by its content: the state's file, a table, a workbook or a rap sheet."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from app.errors import InputError
from app.importing.encodings import CP1252, UTF8, UTF16_LE
from app.importing.reading import Kind
from app.importing.recognize import Recognized, looks_like_rap_sheet, recognize
from app.model.doj_columns import DOJ_COLUMNS
from app.sampling.rows import csv_line
from tests.importing.made_rows import HEADER, file_of, line_of, row_of
from tests.importing.tables.made_books import (
    ods_parts,
    ods_row,
    ods_table,
    ods_text,
    ole_file,
    sheet_of,
    text,
    write_zip,
    xls_stream,
    xlsb_parts,
    xlsx_parts,
)
from tests.importing.tables.made_books import (
    row_of as sheet_row,
)

GOOD = file_of(line_of(), line_of(CNT_ORDER="001001002000"))
RAP_SHEET = """\
                        CII/A90000001
ARR/DET/CITE:         NAM:01  DOB:19700615
19990301  CAPD LOS ANGELES
CNT:01     #700001
  11359 HS-POSSESS MARIJUANA FOR SALE
COURT:
19990401  CASC LOS ANGELES
CNT:01     #CR700001
DISPO:CONVICTED
CONV STATUS:FELONY
SEN: 003 YEARS PROBATION, 045 DAYS JAIL
"""


def shuffled(columns: list[str], delimiter: str = ",") -> bytes:
    """The state's rows under a header with these columns."""
    rows = [dict(zip(DOJ_COLUMNS, row_of(), strict=True)) for _ in range(3)]
    lines = [columns, *([row.get(name, "x") for name in columns] for row in rows)]
    return "".join(
        delimiter.join(f'"{c}"' if delimiter in c else c for c in line) + "\n" for line in lines
    ).encode()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("delivery.dat", GOOD)
    return out.getvalue()


def renamed(n: int) -> list[str]:
    return [f"MY_{name}" if i < n else name for i, name in enumerate(DOJ_COLUMNS)]


OTHER = [f"column {n}" for n in range(95)]
DOJ, TABLE, RAP = Kind.DOJ_BULK, Kind.DELIMITED, Kind.RAP_SHEET
LAYOUT = "California DOJ bulk file"
FILES = {
    "the state's file": (GOOD.encode(), DOJ, LAYOUT, UTF8),
    "without a header": (GOOD.removeprefix(HEADER + "\n").encode(), DOJ, LAYOUT, UTF8),
    "one row of it": ((line_of() + "\n").encode(), DOJ, LAYOUT, UTF8),
    "of Windows letters": (
        file_of(line_of(PRI_NAME="PEÑA")).encode("cp1252"), DOJ, LAYOUT, CP1252,
    ),
    "of UTF-16": (GOOD.encode("utf-16"), DOJ, LAYOUT, UTF16_LE),
    "of UTF-16 without a mark": (
        GOOD.encode("utf-16-le"), TABLE, "California DOJ columns (commas)", UTF16_LE,
    ),
    "columns in another order": (
        shuffled([*reversed(DOJ_COLUMNS)]), TABLE,
        "California DOJ columns in another order (commas)", UTF8,
    ),
    "the first column where it was": (
        shuffled([DOJ_COLUMNS[0], *reversed(DOJ_COLUMNS[1:])]), TABLE,
        "California DOJ columns in another order (commas)", UTF8,
    ),
    "columns under other names": (
        shuffled(renamed(30)), TABLE,
        "California DOJ columns, some missing or under other names (commas)", UTF8,
    ),
    "columns left out": (
        shuffled(list(DOJ_COLUMNS[10:80])), TABLE,
        "California DOJ columns, some missing or under other names (commas)", UTF8,
    ),
    "divided by tabs": (
        shuffled(list(DOJ_COLUMNS), "\t"), TABLE, "California DOJ columns (tabs)", UTF8,
    ),
    "94 columns throughout": (
        (csv_line(row_of()[:94]) + "\n").encode() * 5, TABLE, "Delimited text (commas)", UTF8,
    ),
    "95 columns of another layout": (
        "".join(csv_line(row) + "\n" for row in (OTHER, ["x"] * 95)).encode(),
        TABLE, "Delimited text (commas)", UTF8,
    ),
    "a court list": (
        b"Name;Case No\nEX, A;1\nEX, B;2\n", TABLE, "Delimited text (semicolons)", UTF8,
    ),
    "a rap sheet": (RAP_SHEET.encode(), RAP, "Rap sheet (text)", UTF8),
    "a rap sheet of UTF-16": (RAP_SHEET.encode("utf-16"), RAP, "Rap sheet (text)", UTF16_LE),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", RAP, "PDF document", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_text_and_pdf_are_recognized_by_their_content(case: str, tmp_path: Path) -> None:
    """Whatever the file is called."""
    data, kind, words, encoding = FILES[case]
    path = tmp_path / "file.xlsx"
    path.write_bytes(data)
    assert recognize(path) == Recognized(kind, words, encoding)


def test_workbooks_are_recognized_by_their_content(tmp_path: Path) -> None:
    """Of every form, and under the name of a text."""
    sheet = sheet_of(sheet_row(1, text("A1", "A")))
    name = tmp_path / "file.csv"
    for parts, words in (
        (xlsx_parts(sheet), "Excel workbook"),
        (xlsb_parts(b""), "Excel workbook (.xlsb)"),
        (ods_parts(ods_table(ods_row(ods_text("A")))), "OpenDocument spreadsheet"),
    ):
        assert recognize(write_zip(name, parts)) == Recognized(Kind.WORKBOOK, words, "")
    name.write_bytes(ole_file({"Workbook": xls_stream(b"")}))
    assert recognize(name) == Recognized(Kind.WORKBOOK, "Excel workbook (.xls)", "")


UNUSABLE = {
    "empty": (b"", "is empty"),
    "blank lines": (b" \n\r\n\t\n", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "holds no row that can be read"),
    "only stray quotes": (b'"\n"\n"\n', "holds no row that can be read"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "is a picture (PNG)"),
    "photograph": (b"\xff\xd8\xff\xe0" + bytes(500), "is a picture (JPEG)"),
    "gzip": (gzip.compress(GOOD.encode()), "is a compressed file (gzip)"),
    "zip of a delivery": (zipped(), "is a ZIP archive"),
    "binary": (bytes(5) + b"\x01\x02\n" * 40 + bytes(90), "is not a text file"),
    "web page": (b"<html><body><table><tr><td>A</td></tr></table>", "is a web page or an XML"),
    "XML spreadsheet": (b'<?xml version="1.0"?>\n<Workbook/>', "is a web page or an XML"),
    "letter": (b"Dear office,\nplease find\nattached\n", "is text, but no table"),
    "one column": (b"Names\nA\nB\nC\n", "is text, but no table"),
    "header only": (HEADER.encode() + b"\n", "holds a header line and no rows"),
    "first 100 bytes of a header": (GOOD.encode()[:100], "holds a header line and no rows"),
    "first 100 bytes of a row": (line_of().encode()[:100], "holds a single row"),
    "another office document": (ole_file({"WordDocument": b"x"}), "is an old Office document"),
    "a protected workbook": (ole_file({"EncryptedPackage": b"x"}), "protected with a password"),
    "a damaged workbook": (b"PK\x03\x04" + bytes(500), "is damaged"),
    "a damaged old workbook": (b"\xd0\xcf\x11\xe0" + bytes(500), "is an old Office document"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_cannot_be_used_is_told_in_a_sentence(case: str, tmp_path: Path) -> None:
    """The sentence names the file, says what it is, and what to do."""
    data, says = UNUSABLE[case]
    path = tmp_path / "Müller, O'Neil.dat"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        recognize(path)
    message = caught.value.message
    assert message.startswith("Müller, O'Neil.dat ")
    assert says in message
    assert message.endswith(".")
    assert "\n" not in message


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    """Both say what to do."""
    with pytest.raises(InputError, match=r"is a folder\. Choose the file inside it\."):
        recognize(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        recognize(tmp_path / "gone.dat")


def test_the_words_of_a_rap_sheet_in_a_list_make_none_of_it(tmp_path: Path) -> None:
    """Its own lines decide: the same words in the cells of a table are cells."""
    path = tmp_path / "file.txt"
    path.write_text(
        "CNT:01,DISPO:CONVICTED,CII/A01,COURT:\nCNT:02,DISPO:DISMISSED,CII/A02,COURT:\n"
    )
    assert recognize(path).kind is Kind.DELIMITED
    path.write_text(
        "CII/A01234557\n* * * *\nCOURT: NAM:01\n19990301  CASC OAKLAND\n"
        "CNT:01 #1\n11359 HS-X\n*DISPO:CONVICTED\n"
    )
    assert recognize(path).kind is Kind.RAP_SHEET


def test_a_table_whose_comments_quote_a_rap_sheet_is_a_table() -> None:
    """The signs of a rap sheet begin lines."""
    assert looks_like_rap_sheet(RAP_SHEET)
    assert not looks_like_rap_sheet("Name,Comment\nEX,CNT:01 DISPO:CONVICTED\n")
