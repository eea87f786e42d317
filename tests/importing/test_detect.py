"""What a file is: recognized, or one sentence that says why it cannot be used."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from app.errors import InputError
from app.importing.detect import look_at_start
from app.jobs.look import look_at_file
from app.model.doj_columns import DOJ_COLUMNS
from app.sampling.rows import RawCell, csv_line
from tests.importing.made_rows import HEADER, file_of, line_of, row_of

GOOD = file_of(line_of(), line_of(CNT_ORDER="001001002000"))


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("delivery.dat", GOOD)
    return out.getvalue()


OTHER = [f"column {n}" for n in range(95)]
UNUSABLE = {
    "empty": (b"", "is empty"),
    "blank lines": (b" \n\r\n\t\n", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "holds no row that can be read"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "is a picture"),
    "photograph": (b"\xff\xd8\xff\xe0" + bytes(500), "is a picture"),
    "zip named .dat": (zipped(), "is a ZIP archive or an Office document"),
    "gzip": (gzip.compress(GOOD.encode()), "is a compressed file"),
    "PDF": (b"%PDF-1.7\n%...", "is a PDF document"),
    "binary": (bytes(5) + b"\x01\x02\n" * 40 + bytes(90), "is not a text file"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "is not a text file"),
    "95 columns of another layout": (
        (csv_line(OTHER) + "\n" + csv_line(["x"] * 95) + "\n").encode(),
        "has 95 columns, but they do not hold what a California DOJ bulk file holds",
    ),
    "columns in another order": (
        (csv_line([DOJ_COLUMNS[0], *reversed(DOJ_COLUMNS[1:])]) + "\n" + line_of() + "\n").encode(),
        "in another order or under other names",
    ),
    "eleven columns": (b"a,b,c,d,e,f,g,h,i,j,k\n" * 9, "has 11 columns"),
    "one column": (b"Dear office,\nplease find\nattached\n", "has one column"),
    "94 columns throughout": (
        (",".join(row_of(PRI_NAME="EXAMPLE")[:94]) + "\n").encode() * 5, "has 94 columns; a Cal"
    ),
    "header only": (HEADER.encode() + b"\n", "holds a header line and no rows"),
    "header without line end": (HEADER.encode(), "holds a header line and no rows"),
    "first 100 bytes of a header": (GOOD.encode()[:100], "holds a header line and no rows"),
    "first 100 bytes of a row": (line_of().encode()[:100], "columns; a California DOJ bulk file"),
    "only stray quotes": (b'"\n"\n"\n', "holds no row that can be read"),
}  # fmt: skip


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        look_at_start(path)
    return caught.value.message


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_cannot_be_used_is_told_in_a_sentence(case: str, tmp_path: Path) -> None:
    """The sentence names the file, says what it is, and what to do."""
    data, says = UNUSABLE[case]
    path = tmp_path / "Müller, O'Neil.dat"
    path.write_bytes(data)
    problem = refused(path)
    assert problem.startswith("Müller, O'Neil.dat ")
    assert says in problem
    assert problem.endswith(".")
    assert "\n" not in problem
    assert look_at_file(path).n_bytes == len(data)


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    """Neither raises; both say what to do."""
    assert "is a folder. Choose the file inside it." in refused(tmp_path)
    assert "cannot be read" in refused(tmp_path / "gone.dat")


FORMS = {
    "LF": GOOD.encode(),
    "CRLF": GOOD.replace("\n", "\r\n").encode(),
    "CR": GOOD.replace("\n", "\r").encode(),
    "mark": GOOD.encode("utf-8-sig"),
    "lower case header": GOOD.replace(HEADER, HEADER.lower()).encode(),
    "no header": GOOD.removeprefix(HEADER + "\n").encode(),
    "no line end at the end": GOOD.rstrip("\n").encode(),
    "blank lines before": b"\n\n" + GOOD.encode(),
    "UTF-16 LE": GOOD.encode("utf-16"),
    "UTF-16 BE": b"\xfe\xff" + GOOD.encode("utf-16-be"),
    "one row": (line_of() + "\n").encode(),
    "quoted throughout": ("\n".join(
        ",".join(f'"{cell}"' for cell in row) for row in (DOJ_COLUMNS, row_of())
    )).encode(),
    "a carriage return in a row": (
        line_of(COMMENT_TEXT=RawCell("A\rB")) + "\n" + line_of() + "\n"
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_states_file_is_recognized_in_every_form(form: str, tmp_path: Path) -> None:
    """Header or none, any line end and encoding; the first rows are shown as they are."""
    path = tmp_path / "delivery.csv"
    path.write_bytes(FORMS[form])
    look = look_at_start(path)
    assert look.layout == "California DOJ bulk file"
    assert look.columns == DOJ_COLUMNS
    assert look.has_header == (form not in ("no header", "one row", "a carriage return in a row"))
    assert look.first_rows[0] == tuple(row_of())


def test_names_are_shown_in_the_files_own_encoding(tmp_path: Path) -> None:
    """A file of Windows letters is said to be one, and its names are shown right."""
    path = tmp_path / "delivery.dat"
    path.write_bytes(file_of(line_of(PRI_NAME="PEÑA,ZOË")).encode("cp1252"))
    look = look_at_start(path)
    assert look.encoding == "Windows-1252"
    assert "PEÑA,ZOË" in look.first_rows[0]


def test_a_broken_line_before_the_header_is_not_taken_for_it(tmp_path: Path) -> None:
    """A header is the first record or none; a later one is a row that is set aside."""
    path = tmp_path / "delivery.dat"
    path.write_text('"\n' + GOOD)
    assert not look_at_start(path).has_header


def test_some_rows_of_another_width_do_not_refuse_the_file(tmp_path: Path) -> None:
    """One short row at the start is quarantined later; the file is recognized."""
    path = tmp_path / "delivery.dat"
    path.write_text("1,2,3\n" + file_of(line_of(), header=False))
    assert look_at_start(path).first_rows
