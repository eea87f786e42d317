"""Differences.csv: what an office that compares with the earlier tool needs to know."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from app.exporting.differences import DIFFERENCES_COLUMNS, differences_text
from app.jobs.export_results import export_results
from app.jobs.progress import Silent
from app.jobs.result_cells import Results
from app.jobs.workers import Workers
from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.sampling.rows import RawCell, csv_line
from app.sampling.writer import write_sample
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of, row_of
from tests.jobs.made_check import import_and_check

CMR = frozenset({"clear-my-record"})
NEAR_THE_END = {"STP_EVENT_DATE": "20150701", "SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "005",
                "SENT_TIME_CODE": "Y", "PRI_DOB": "19800615"}  # fmt: skip


def read(folder: Path) -> list[list[str]]:
    with (folder / "Differences.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


Differ = Callable[..., list[list[str]]]


@pytest.fixture
def differ(workspace: Workspace, workers: Workers, tmp_path: Path) -> Differ:
    """Imports files of text, checks by a policy, exports; the rows below the header."""

    def run(*files: str, policy: str = "us-ca/los-angeles") -> list[list[str]]:
        paths = [tmp_path / f"delivery {number}.dat" for number in range(1, len(files) + 1)]
        for path, text in zip(paths, files, strict=True):
            path.write_text(text, encoding="utf-8")
        import_and_check(workspace, paths, workers, policy_id=policy)
        export_results(workspace, tmp_path / "out", CMR, Silent(), workers=workers, who="ZOË")
        head, *rows = read(tmp_path / "out")
        assert tuple(head) == DIFFERENCES_COLUMNS
        return rows

    return run


def test_a_plain_file_has_a_header_only(differ: Differ) -> None:
    """The file is always written, so that its absence never means agreement."""
    assert differ(file_of(line_of(), line_of(CNT_ORDER="002001001000", OFN="CR2"))) == []


def test_every_line_says_where_what_and_why(differ: Differ) -> None:
    """File, row and column; both answers; the point and one plain sentence."""
    rows = differ(
        file_of(line_of(), line_of(SUBJECT_ID="2", CII_NUMBER="A2", CONV_STAT_DESCR="Felony")),
        file_of(line_of(SUBJECT_ID="3", CII_NUMBER="A3", **NEAR_THE_END)),
    )
    level = "Point 1, an unknown fact: the level of 11359 HS of 1999-03-01 is written “Felony”; "
    level += "the earlier tool took it for no felony."
    end = "Point 3, the end of a sentence: the earlier tool ended the sentence of 11359 HS of "
    end += "2015-07-01 on 2020-07-04; by the calendar and with its own parts only it ends on "
    end += "2020-07-01."
    served = "Only has 11357-60 charges and completed sentence"
    assert rows == [
        ["delivery 1.dat", "3", "Eligibility Determination", "To be reviewed by City Attorneys",
         "Eligible for Dismissal", "1", level],
        ["delivery 1.dat", "3", "Eligibility Reason", "Misdemeanor or Infraction",
         "50 years or older", "1", level],
        ["delivery 2.dat", "2", "Eligibility Determination", "Hand Review",
         "Eligible for Dismissal", "3", end],
        ["delivery 2.dat", "2", "Eligibility Reason", "Currently serving sentence", served, "3",
         end],
    ]  # fmt: skip


def test_rows_that_only_one_of_both_answers(differ: Differ) -> None:
    """11357.5 is not cannabis, an attempt is; nobody else of the file is listed."""
    rows = differ(
        file_of(
            line_of(OFFENSE_DESCR="11357.5 HS-SYNTHETIC"),
            line_of(SUBJECT_ID="2", CII_NUMBER="A2", OFFENSE_DESCR="664-11359 HS-ATT"),
            line_of(SUBJECT_ID="3", CII_NUMBER="A3", STP_ORI_CNTY_NAME="Kern"),
        )
    )
    answers = [row[1:6] for row in rows if row[2] == "Eligibility Determination"]
    assert answers == [
        ["2", "Eligibility Determination", "Hand Review", "(no determination)", "2"],
        ["3", "Eligibility Determination", "(no determination)", "Eligible for Dismissal", "2"],
    ]


def test_rows_that_stopped_the_earlier_tool_are_listed(differ: Differ) -> None:
    """A short row and a stray quote refused the whole file, a short count order ended the run."""
    short = ",".join(row_of(PRI_NAME="EXAMPLE")[:94])
    stray = line_of(OFFENSE_DESCR=RawCell('11359" HS'))
    rows = differ(file_of(line_of(), short, stray, line_of(CNT_ORDER="001")))
    assert [row[1:6] for row in rows] == [
        ["3", "", "(file refused)", "(row set aside)", "6"],
        ["4", "", "(file refused)", "(row set aside)", "6"],
        ["5", "", "(run ended)", "(row set aside)", "6"],
    ]


def test_values_padded_to_a_fixed_width_are_no_difference(differ: Differ) -> None:
    """Where a whole row is padded, the blanks are layout; a single odd cell is not."""
    padded = [cell + "   " if cell else cell for cell in row_of(SUBJECT_ID="2", CII_NUMBER="A2")]
    padded[AT["CNT_ORDER"]] = padded[AT["CNT_ORDER"]].strip()
    odd = line_of(STP_ORI_CNTY_NAME="LOS ANGELES ")
    rows = differ(file_of(odd, csv_line(padded)))
    assert {(row[1], row[5]) for row in rows} == {("2", "5")}


@pytest.mark.parametrize("policy", ["us-ca/los-angeles", "us-ca/county-review"])
def test_a_messy_county_is_explained_line_by_line(
    policy: str, workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """No line without a point; the same lines gathered by the check or found by the export."""
    path = tmp_path / "a.dat"
    write_sample(path, n_people=150, county="Los Angeles", seed=5, is_messy=True)
    gathered = Results()
    import_and_check(workspace, [path], workers, policy_id=policy, results=gathered)
    export_results(
        workspace, tmp_path / "1", CMR, Silent(), workers=workers, results=gathered, who="ZOË"
    )
    export_results(workspace, tmp_path / "2", CMR, Silent(), workers=workers, who="ZOË")
    rows = read(tmp_path / "1")
    assert rows == read(tmp_path / "2")
    assert len(rows) > 30
    assert {row[5] for row in rows[1:]} >= {"1", "2", "6"}
    assert all(row[5] != "none" and row[6].endswith(".") for row in rows[1:])
    places = [(row[0], int(row[1])) for row in rows[1:]]
    assert places == sorted(places)


def test_a_policy_without_an_earlier_tool_has_no_such_file(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """The statute's own table was never run by one."""
    path = tmp_path / "a.dat"
    path.write_text(file_of(line_of()))
    import_and_check(workspace, [path], workers, policy_id="us-ca/statute-11361.8")
    made = export_results(workspace, tmp_path / "out", CMR, Silent(), workers=workers, who="ZOË")
    assert "Differences.csv" not in {one.name for one in made}


def test_no_cell_is_a_formula() -> None:
    """What begins like one is marked as text; a dash and a number stay as they are."""
    line = ("=a.dat", "2", "+A1", "-1.0", "-", "@x", '-x, "y"')
    assert differences_text([line]).splitlines()[1] == (
        '\'=a.dat,2,\'+A1,-1.0,-,\'@x,"\'-x, ""y"""'
    )
