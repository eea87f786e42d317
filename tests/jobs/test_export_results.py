"""The result files that offices know, as the spec has them, and the workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.errors import Cancelled, InputError, UsageError
from app.exporting.clear_my_record import CONDENSED_COLUMNS, RESULT_COLUMNS
from app.exporting.safe_cells import safe_cell
from app.jobs.export_results import export_results
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.model.doj_columns import DOJ_COLUMNS
from app.sampling.rows import FILLER, RawCell, csv_line
from app.sampling.writer import write_sample
from app.store.runs import find_latest_run
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of, row_of
from tests.jobs.made_check import import_and_check

CMR = frozenset({"clear-my-record"})
Export = Callable[..., dict[str, list[list[str]]]]


@pytest.fixture
def export(workspace: Workspace, workers: Workers, tmp_path: Path) -> Export:
    """Imports, checks and exports files of bytes; gives the rows of each result file."""

    def run(
        *files: bytes, encoding: str = "utf-8", piece_bytes: int = 3000
    ) -> dict[str, list[list[str]]]:
        paths = []
        for number, data in enumerate(files, 1):
            paths.append(tmp_path / f"delivery {number}.dat")
            paths[-1].write_bytes(data)
        import_and_check(workspace, paths, workers, piece_bytes=piece_bytes)
        made = export_results(
            workspace, tmp_path / "out", CMR, Silent(), workers=workers, who="ZOË"
        )
        return {path.name: read(path, encoding) for path in made}

    return run


def read(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, strict=True))


def result(row: list[str]) -> dict[str, str]:
    """The 18 result cells of a row by their headers."""
    return dict(zip(RESULT_COLUMNS, row[-18:], strict=True))


TROUBLED = [
    row_of(COMMENT_TEXT='SAID "MINE, ALL OF IT", 28.5 GRAMS', PRI_NAME="PEÑA,ZOË   "),
    row_of(CNT_ORDER="001001002000", OFN="", COMMENT_TEXT="ONE\nTWO", RACE_DESCR=FILLER),
    row_of(SUBJECT_ID="5002", CII_NUMBER="A2", DISP_DESCR="DISMISSED", PRI_NAME="=SUM(A1),AMY"),
    row_of(CNT_ORDER="002001001000", OFFENSE_DESCR="459 PC-BURGLARY", COMMENT_TEXT=" 'x' "),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_original_cells_are_copied_unchanged(encoding: str, end: str, export: Export) -> None:
    """Padding, quotes, line breaks and filler included, in the order of the file; what a
    spreadsheet would take for a formula has an apostrophe before it."""
    rows = [[cell.replace("\n", end) for cell in row] for row in TROUBLED] * 6
    lines = [csv_line(row) for row in rows]
    rows = [[safe_cell(cell) for cell in row] for row in rows]
    data = "".join(line + end for line in [",".join(DOJ_COLUMNS), *lines]).encode(encoding)
    written = "cp1252" if encoding == "cp1252" else "utf-8"
    files = export(data, encoding=written)
    assert set(files) == {
        "All_Results.csv", "All_Results_Condensed.csv", "Prop64_Results.csv", "Differences.csv",
    }  # fmt: skip
    head, *everything = files["All_Results.csv"]
    assert head == [*DOJ_COLUMNS, *RESULT_COLUMNS]
    assert [row[:95] for row in everything] == rows
    head, *condensed = files["All_Results_Condensed.csv"]
    assert head == [*CONDENSED_COLUMNS, *RESULT_COLUMNS]
    assert [row[:20] for row in condensed] == [
        [row[AT[name]] for name in CONDENSED_COLUMNS] for row in rows
    ]
    assert [row[-18:] for row in condensed] == [row[-18:] for row in everything]
    head, *prop64 = files["Prop64_Results.csv"]
    assert prop64 == [row for row in everything if result(row)["Eligibility Determination"]]
    assert len(prop64) == 2


def test_lines_end_with_lf_and_bytes_are_kept(
    export: Export, workspace: Workspace, tmp_path: Path
) -> None:
    """Bytes that Windows leaves undefined come out as they went in."""
    line = line_of(PRI_NAME="MU\x81LLER,A").encode("latin-1").replace(b"\x81", b"\x81\xfc")
    export(line + b"\r\n", encoding="latin-1")
    data = (tmp_path / "out" / "All_Results.csv").read_bytes()
    assert b"\r" not in data
    assert b"MU\x81\xfcLLER,A" in data
    assert data.endswith(b"\n")


def test_several_files_are_numbered_and_a_repeat_has_its_result_in_both(export: Export) -> None:
    """_1, _2 in the order of the delivery; the person is one over both files."""
    first = file_of(line_of()).encode()
    more = line_of(CNT_ORDER="002001001000", STP_EVENT_DATE="20010505", OFN="CR2")
    second = file_of(line_of(RECORD_ID="9"), more).encode()
    files = export(first, second)
    assert set(files) == {
        f"{name}_{n}.csv"
        for name in ("All_Results", "All_Results_Condensed", "Prop64_Results")
        for n in (1, 2)
    } | {"Differences.csv"}
    (one,) = files["Prop64_Results_1.csv"][1:]
    again, fresh = files["Prop64_Results_2.csv"][1:]
    assert one[-18:] == again[-18:]
    assert again[0] == "9"
    assert result(fresh)["# of convictions on record"] == "2"


def test_rows_set_aside_are_in_a_file_of_their_own_whole(export: Export) -> None:
    """File, row, reason and the whole line; rows of 95 cells are in the results too."""
    short = ",".join(row_of(PRI_NAME="EXAMPLE")[:94])
    stray = line_of(OFFENSE_DESCR=RawCell('11359" HS'))
    unreadable = line_of(CNT_ORDER="001", COMMENT_TEXT="A" * 400)
    files = export(file_of(line_of(), short, stray, unreadable).encode())
    head, *rows = files["Quarantined_Rows.csv"]
    assert head == ["File", "Row", "Column", "Reason", "Text"]
    assert [row[:3] for row in rows] == [
        ["delivery 1.dat", "3", ""], ["delivery 1.dat", "4", ""],
        ["delivery 1.dat", "5", "CNT_ORDER"],
    ]  # fmt: skip
    assert [row[4] for row in rows] == [short, stray, unreadable]
    assert "94 cells" in rows[0][3]
    assert len(files["All_Results.csv"]) == 3


def cells_of(export: Export, *rows: list[str]) -> list[dict[str, str]]:
    files = export(file_of(*map(csv_line, rows)).encode())
    return [result(row) for row in files["All_Results.csv"][1:]]


def test_the_result_columns_of_one_conviction(export: Export) -> None:
    """Every column as the spec has it, for a plain felony of 1999 as of 1 July 2020."""
    (cells,) = cells_of(export, row_of())
    assert cells == {
        "Case Number": "CR700001",
        "# of convictions on record": "1",
        "Possible Other P64 Charges": "",
        "Occurred after 11/9/2016": "N",
        "Superstrike Code Section(s)": "-",
        "PC290 Code Section(s)": "-",
        "PC290 Registration": "-",
        "Date of Conviction": "03/01/1999",
        "Years Since This Conviction": "21.3",
        "Years Since Any Conviction": "21.3",
        "# of Prop 64 convictions": "1",
        "# of HS 11357 convictions": "0",
        "# of HS 11358 convictions": "0",
        "# of HS 11359 convictions": "1",
        "# of HS 11360 convictions": "0",
        "Deceased": "-",
        "Eligibility Determination": "Eligible for Dismissal",
        "Eligibility Reason": "Dismiss all HS 11359 convictions",
    }


def test_the_result_columns_of_a_long_record(export: Export) -> None:
    """Counts of every county, strike and registrable sections, registration, death."""
    cells = cells_of(
        export,
        row_of(CNT_ORDER="001001001000", OFN="CR1"),
        row_of(CNT_ORDER="001001002000", OFN="CR2", OFFENSE_DESCR="11357(A) HS-POSSESS"),
        row_of(CNT_ORDER="002001001000", OFFENSE_DESCR="245(D)(3) PC-ADW PEACE OFFICER",
               STP_EVENT_DATE="20050101", STP_ORI_CNTY_NAME="YOLO"),
        row_of(CNT_ORDER="003001001000", OFFENSE_DESCR="288(A) PC-LEWD ACT",
               STP_EVENT_DATE="20100101"),
        row_of(CNT_ORDER="004001001000", STP_TYPE_DESCR="REGISTRATION", DISP_DESCR="",
               OFFENSE_DESCR="290 PC-REGISTRATION OF SEX OFFENDER"),
        row_of(CNT_ORDER="005001001000", STP_TYPE_DESCR="DECEASED", DISP_DESCR=""),
    )  # fmt: skip
    first = cells[0]
    assert first["Case Number"] == "CR1; CR2"
    assert first["# of convictions on record"] == "4"
    assert first["# of Prop 64 convictions"] == "2"
    assert first["# of HS 11357 convictions"] == first["# of HS 11359 convictions"] == "1"
    assert first["Superstrike Code Section(s)"] == "245(D)(3) PC;288(A) PC"
    assert first["PC290 Code Section(s)"] == "288(A) PC"
    assert first["PC290 Registration"] == "Yes"
    assert first["Deceased"] == "Deceased"
    assert first["Years Since Any Conviction"] == "10.5"
    assert cells[1]["Case Number"] == "CR1; CR2"
    for other in cells[2:]:
        assert set(other.values()) == {""}


@pytest.mark.parametrize(
    ("on", "after", "printed", "years"),
    [
        ("20161108", "N", "11/08/2016", "3.6"), ("20161109", "N", "11/09/2016", "3.6"),
        ("20161110", "Y", "11/10/2016", "3.6"), ("", "N", "01/01/0001", "-1.0"),
        ("20190000", "N", "01/01/0001", "-1.0"), ("20200701", "Y", "07/01/2020", "0.0"),
    ],
)  # fmt: skip
def test_dates_and_years_as_the_spec_writes_them(
    on: str, after: str, printed: str, years: str, export: Export
) -> None:
    """The day of the Act itself is not after it; a missing date is 01/01/0001 and -1.0 years."""
    (cells,) = cells_of(export, row_of(STP_EVENT_DATE=on))
    assert cells["Occurred after 11/9/2016"] == after
    assert cells["Date of Conviction"] == printed
    assert cells["Years Since This Conviction"] == years


def test_further_sentence_parts_have_no_determination(export: Export) -> None:
    """It stands on the first row of the conviction."""
    first, second = cells_of(export, row_of(SENT_LENGTH="001"), row_of(SENT_LENGTH="002"))
    assert first["Eligibility Determination"]
    assert set(second.values()) == {""}


@pytest.mark.parametrize(
    ("offense", "comment", "is_filled"),
    [
        ("459 PC-BURGLARY", "ALSO 11357(B) HS", True),
        ("11359 HS-SALE", " CNT 01 CHRG-11360(A) HS ", True),
        ("11359 HS-SALE", "11359 HS", False),
        ("11357 HS-POSSESS", "11357(A) HS-CONC CANNABIS", True),
        ("11357(A) HS-POSSESS", "11357(C) HS", True),
        ("11357(C) HS-POSSESS", "11357(B) HS", True),
        ("11357(A) HS-POSSESS", "11357(B) HS", False),
        ("11357(C) HS-POSSESS", "11357(D) HS", False),
        ("SEE COMMENT FOR CHARGE", "11358 HS-CULTIVATE", False),
        ("459 PC-BURGLARY", "11357.5 HS, 111359 HS", False),
        ("459 PC-BURGLARY", "NOTHING", False),
    ],
)
def test_possible_other_charges(
    offense: str, comment: str, is_filled: bool, export: Export
) -> None:
    """The whole comment, on every row where it applies, convicted or not."""
    rows = [row_of(OFFENSE_DESCR=offense, COMMENT_TEXT=comment, DISP_DESCR=disposition,
                   CNT_ORDER=f"001001{n:03d}000")
            for n, disposition in enumerate(("CONVICTED", "DISMISSED"), 1)]  # fmt: skip
    anchor = row_of(CNT_ORDER="009001001000")
    for cells in cells_of(export, *rows, anchor)[:2]:
        assert cells["Possible Other P64 Charges"] == (comment if is_filled else "")


def test_the_workbook_opens_and_holds_text(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Identifiers and names are text, whatever they begin with; no cell is a formula."""
    path = tmp_path / "a.dat"
    names = ["=SUM(A1),AMY", "+PLUS,PAT", "@AT,ASA", "-MINUS,MO", "O'NEIL,ÜLI", "BELL\x07,BO"]
    path.write_text(
        file_of(
            *(
                line_of(PRI_NAME=name, SUBJECT_ID=str(n), CII_NUMBER=f"{n:08d}", OFN="0012E5")
                for n, name in enumerate(names, 1)
            )
        )
    )
    import_and_check(workspace, [path], workers)
    (made,) = export_results(
        workspace, tmp_path, frozenset({"workbook"}), Silent(), workers=workers, who="ZOË"
    )
    book = load_workbook(made)
    assert book.sheetnames == ["Convictions", "Reasons", "Columns", "About"]
    sheet = book["Convictions"]
    heads = [cell.value for cell in sheet[1]]
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [*names[:5], "BELL ,BO"]
    for row in rows:
        assert row[2].data_type == row[3].data_type == "s"
        assert row[3].value == "0012E5"
        assert row[heads.index("Answer")].value == "Eligible for Dismissal"
        assert row[heads.index("Row")].data_type == "n"
    assert rows[0][2].value == "00000001"
    assert all(cell.data_type != "f" for one in book for line in one.iter_rows() for cell in line)
    assert list(book["Reasons"].values)[1] == (
        "Eligible for Dismissal", "Dismiss all HS 11359 convictions", 6,
    )  # fmt: skip
    about = dict(book["About"].values)
    assert about["As of"] == "2020-07-01"
    assert about["County"] == "LOS ANGELES"


def test_a_messy_file_comes_out_whole(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Every row of a made-up delivery is in All_Results or among the quarantined, or both."""
    path = tmp_path / "a.dat"
    write_sample(path, n_people=40, county="Los Angeles", seed=4, is_messy=True)
    import_and_check(workspace, [path], workers, piece_bytes=30_000)
    export_results(workspace, tmp_path, CMR, Silent(), workers=workers, who="ZOË")
    numbers = {row[0] for row in read(tmp_path / "All_Results.csv")[1:]}
    aside = {row[4].split(",", 1)[0] for row in read(tmp_path / "Quarantined_Rows.csv")[1:]}
    n_rows = path.read_text(encoding="utf-8").count("\n") - 1
    assert numbers | aside == {str(number) for number in range(1, n_rows + 1)}


def test_equal_input_gives_equal_files_and_hashes(
    new_workspace: Callable[[], Workspace], workers: Workers, tmp_path: Path
) -> None:
    """Two installations, whatever the size of the pieces: byte for byte."""
    path = tmp_path / "a.dat"
    write_sample(path, n_people=40, county="Los Angeles", seed=6, is_messy=True)
    written, hashes = [], set()
    for piece_bytes in (1 << 22, 30_000):
        made = new_workspace()
        import_and_check(made, [path], workers, piece_bytes=piece_bytes)
        out = tmp_path / str(piece_bytes)
        files = export_results(made, out, CMR, Silent(), workers=workers, who="ZOË")
        written.append({file.name: file.read_bytes() for file in files})
        run = find_latest_run(made)
        assert run is not None
        hashes.add(run.result_sha256)
    assert written[0] == written[1]
    assert len(written[0]) == 5
    assert len(hashes) == 1


class StopAt:
    def __init__(self, n: int) -> None:
        self.n = n

    def step(self, done: int, total: int, label: str) -> None:
        self.n -= 1
        if self.n == 0:
            raise Cancelled


def test_a_stopped_export_leaves_the_folder_as_it_was(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """No part of a file, no temporary folder."""
    path = tmp_path / "a.dat"
    path.write_text(file_of(*[line_of(CNT_ORDER=f"001001{n:03d}000") for n in range(1, 60)]))
    import_and_check(workspace, [path], workers, piece_bytes=3000)
    out = tmp_path / "out"
    out.mkdir()
    (out / "All_Results.csv").write_text("before")
    for n in (1, 3):
        with pytest.raises(Cancelled):
            export_results(workspace, out, CMR, StopAt(n), workers=workers, who="ZOË")
        assert [one.name for one in out.iterdir()] == ["All_Results.csv"]
        assert (out / "All_Results.csv").read_text() == "before"


def test_what_cannot_be_exported_is_told(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Before a check there are no results; an unknown format is named."""
    with pytest.raises(InputError, match="Nothing was checked yet"):
        export_results(workspace, tmp_path, CMR, Silent(), workers=workers, who="ZOË")
    with pytest.raises(UsageError, match="'parchment'"):
        export_results(
            workspace, tmp_path, frozenset({"parchment"}), Silent(), workers=workers, who="ZOË"
        )
