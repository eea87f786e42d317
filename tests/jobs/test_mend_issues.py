"""Mending as a clerk does: a cell, all alike, a row that was set aside; and undoing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.importing.reading import Kind
from app.importing.rows import split_rows
from app.jobs import reassemble
from app.jobs.export_results import export_results
from app.jobs.formats import CLEAR_MY_RECORD
from app.jobs.import_files import import_files
from app.jobs.mend_issues import (
    confirm_issues,
    mend_issues,
    undo_mends,
    withdraw_confirmations,
)
from app.jobs.mend_requests import AlikeMend, CellMend, Resolver, RowMend
from app.jobs.progress import Silent
from app.jobs.readers import FilePlan
from app.jobs.source_rows import get_source_row
from app.jobs.trace import explain_conviction
from app.jobs.workers import Workers
from app.model.record import Level, RowRef
from app.sampling.rows import csv_line
from app.store import audit, check, issue_lists, mends, queue, records, reviews, runs
from app.store.issue_lists import IssueFilter
from app.store.workspace import Workspace
from tests.cli.terminal_user import read_csv
from tests.importing.made_rows import HEADER, line_of, row_of
from tests.jobs.made_check import import_and_check
from tests.jobs.mending import COUNTY, WHO, all_of, import_messy, issues
from tests.store.made_reviews import reviewed


def deliver(workspace: Workspace, workers: Workers, folder: Path, *lines: str) -> None:
    path = folder / f"delivery {len(list(folder.glob('*.dat')))}.dat"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    import_files(workspace, [path], Silent(), who=WHO, workers=workers)


def whole(workspace: Workspace) -> bool:
    problems = check.find_problems(workspace)
    assert problems == []
    return True


def level_of(workspace: Workspace, person: int, count: int = 0) -> Level:
    return records.get_rap_sheet(workspace, person).convictions()[count].charge.level


@pytest.mark.parametrize("piece_bytes", [20_000, 1 << 21])
def test_a_clerk_mends_and_undoes(
    workspace: Workspace, workers: Workers, tmp_path: Path, piece_bytes: int
) -> None:
    """List, a level for all alike, a row of 94 cells, both undone: all is as it was."""
    import_messy(workspace, tmp_path, workers, piece_bytes=piece_bytes)
    before = all_of(workspace)
    n_people, n_convictions = records.count_people(workspace), records.count_convictions(workspace)
    (level,) = [one for one in issues(workspace, kind="Level unknown") if one.issue.text]
    mended = mend_issues(
        workspace, [AlikeMend(level.issue.column, level.issue.text, "Felony")], Silent(), who=WHO
    )
    assert (mended.n_rows, mended.n_people, mended.unhelped) == (1, 1, ())
    assert issue_lists.get_issues(workspace, [level.number])[0].state == "mended"
    aside = issues(workspace, kind="Wrong number of cells")[0]
    line = get_source_row(workspace, aside.issue.at).text
    assert len(next(split_rows(line, 1))[1]) == 94  # type: ignore[union-attr]
    at = line.index(",A8") + 1  # a cell is missing before; put one in at the end of the numbers
    corrected = row_of(
        SUBJECT_ID="9000081", CII_NUMBER=line[at : at + 9], PRI_NAME="EXAMPLE-CASE,NUMBER LXXXI",
        PRI_DOB="19700615", STP_ORI_CNTY_NAME=COUNTY,
    )  # fmt: skip
    second = mend_issues(workspace, [RowMend(aside.issue.at, tuple(corrected))], Silent(), who=WHO)
    assert (second.n_rows, second.unhelped) == (1, ())
    assert records.count_people(workspace) == n_people + 1
    assert records.count_convictions(workspace) == n_convictions + 1
    (source,) = records.list_sources(workspace)
    assert source.n_quarantined == before[5][0][2] - 1
    assert whole(workspace)
    undo_mends(workspace, [mended.mends[0].id, second.mends[0].id], Silent(), who=WHO)
    assert all_of(workspace) == before
    assert whole(workspace)
    assert [one.undone_by for one in mends.list_mends(workspace)] == [WHO, WHO]
    actions = [entry.action for entry in audit.entries(workspace)]
    assert actions == ["import", "mend", "mend", "mend undone", "mend undone"]


def test_a_row_joins_the_person_whose_it_is(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """By the person number of the file; without one known, by the CII number."""
    short = csv_line(row_of(CNT_ORDER="001002001000", STP_EVENT_DATE="20050101")[:94])
    lines = [line_of(), short, line_of(SUBJECT_ID="2", CII_NUMBER="A2")]
    deliver(workspace, workers, tmp_path, *lines)
    before = all_of(workspace)
    at = RowRef(1, 3)
    line = line_of(CNT_ORDER="001002001000", STP_EVENT_DATE="20050101")
    first = mend_issues(
        workspace, [RowMend(at, Resolver(workspace).cells_of_line(at, line))], Silent(), who=WHO
    )
    assert len(records.get_rap_sheet(workspace, 1).convictions()) == 2
    other = line_of(SUBJECT_ID="77", CII_NUMBER="A2", CNT_ORDER="001002001000")
    second = mend_issues(
        workspace, [RowMend(at, Resolver(workspace).cells_of_line(at, other))], Silent(), who=WHO
    )
    assert len(records.get_rap_sheet(workspace, 1).convictions()) == 1
    assert len(records.get_rap_sheet(workspace, 2).convictions()) == 2
    assert whole(workspace)
    undo_mends(workspace, [first.mends[0].id], Silent(), who=WHO)
    assert len(records.get_rap_sheet(workspace, 2).convictions()) == 2, "the last counts"
    undo_mends(workspace, [second.mends[0].id], Silent(), who=WHO)
    assert all_of(workspace) == before


def test_what_does_not_help_is_kept_and_told(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """The issue is open still, now with the text that was typed."""
    deliver(workspace, workers, tmp_path, line_of(CONV_STAT_DESCR="FELNY"))
    before = all_of(workspace)
    (one,) = issues(workspace, kind="Level unknown")
    assert (one.issue.column, one.issue.text) == ("CONV_STAT_DESCR", "FELNY")
    done = mend_issues(
        workspace, [CellMend(one.issue.at, one.issue.column, "FLNY")], Silent(), who=WHO
    )
    (still,) = done.unhelped
    assert (still.issue.text, still.state) == ("FLNY", "open")
    better = mend_issues(
        workspace, [CellMend(one.issue.at, one.issue.column, "FELONY")], Silent(), who=WHO
    )
    assert better.unhelped == ()
    assert level_of(workspace, 1) is Level.FELONY
    assert [found.issue.text for found in issues(workspace, state="open")] == []
    undo_mends(workspace, [better.mends[0].id], Silent(), who=WHO)
    assert level_of(workspace, 1) is Level.UNKNOWN
    assert [found.issue.text for found in issues(workspace, state="open")] == ["FLNY"]
    undo_mends(workspace, [done.mends[0].id], Silent(), who=WHO)
    assert all_of(workspace) == before


def test_all_alike_in_one_file_or_in_all(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """What was confirmed stays as it is."""
    for file in range(2):
        people = [{"SUBJECT_ID": f"{file}{n}", "CII_NUMBER": f"A{file}{n}"} for n in range(3)]
        lines = [line_of(**one, CONV_STAT_DESCR="FELNY") for one in people]
        deliver(workspace, workers, tmp_path, *lines, line_of(SUBJECT_ID=f"{file}9", CII_NUMBER=""))
    assert issue_lists.count_texts(workspace, IssueFilter(kind="Level unknown")) == [
        ("CONV_STAT_DESCR", "FELNY", 6)
    ]
    seen = issues(workspace, kind="Level unknown", source_id=2)[0]
    confirm_issues(workspace, [seen.number], who=WHO, note="so on the docket")
    wanted = AlikeMend("CONV_STAT_DESCR", "FELNY", "FELONY", 1)
    assert mend_issues(workspace, [wanted], Silent(), who=WHO).n_people == 3
    wanted = AlikeMend("CONV_STAT_DESCR", "FELNY", "MISDEMEANOR")
    assert mend_issues(workspace, [wanted], Silent(), who=WHO).n_people == 5
    states = dict(issue_lists.count_facets(workspace, IssueFilter(kind="Level unknown")).states)
    assert states == {"mended": 5, "confirmed": 1}
    withdraw_confirmations(workspace, [seen.number], who=WHO)
    assert issue_lists.get_issues(workspace, [seen.number])[0].state == "open"


def test_dates_and_levels_may_be_typed_plainly(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """1999-03-01 is 19990301, and Felony in a column of letters is F; a dash empties a cell."""
    row = {"CONV_STAT_DESCR": "", "OFFENSE_TOC": "", "STP_EVENT_DATE": "19991301"}
    deliver(workspace, workers, tmp_path, line_of(**row))
    at = RowRef(1, 2)
    mend_issues(
        workspace,
        [
            CellMend(at, "STP_EVENT_DATE", "1999-03-01"), CellMend(at, "OFFENSE_TOC", "Felony"),
            CellMend(at, "OFN", "-"),
        ],
        Silent(), who=WHO,
    )  # fmt: skip
    (conviction,) = records.get_rap_sheet(workspace, 1).convictions()
    assert str(conviction.convicted_on) == "1999-03-01"
    assert (conviction.charge.level, conviction.case_numbers) == (Level.FELONY, ())
    assert issues(workspace, state="open") == []


def test_an_answer_is_stale_and_explained_with_the_mend(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """The person's determinations go; the next explanation names both texts and who mended."""
    path = tmp_path / "delivery.dat"
    path.write_text(HEADER + "\n" + line_of(CONV_STAT_DESCR="FELNY") + "\n")
    import_and_check(workspace, [path], workers)
    assert not runs.is_stale(workspace)
    mend_issues(workspace, [CellMend(RowRef(1, 2), "CONV_STAT_DESCR", "FELONY")], Silent(), who=WHO)
    assert runs.is_stale(workspace)
    n = "SELECT count(*) FROM determination"
    assert workspace.connection.execute(n).fetchone() == (0,)
    traced = explain_conviction(workspace, 1)
    told = [one.text for one in traced.statements if "CONV_STAT_DESCR" in one.text]
    assert told
    for text in told:
        assert "'FELNY', mended to 'FELONY' by A. Clerk on 20" in text
    place = traced.place_of(RowRef(1, 2), "CONV_STAT_DESCR")
    assert place is not None
    assert (place.text, place.mended, place.counting) == ("FELNY", "FELONY", "FELONY")
    assert explain_conviction(workspace, 1).place_of(RowRef(1, 2), "OFFENSE_DESCR").mended is None  # type: ignore[union-attr]


def test_reviews_stay_where_nothing_changed_for_them(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """A mended level makes the review of its conviction stale and says what changed, not that of
    the other; undone, it holds again."""
    path = tmp_path / "delivery.dat"
    other = {"CNT_ORDER": "002001001000", "STP_EVENT_DATE": "20010101", "OFN": "CR2"}
    lines = [line_of(CONV_STAT_DESCR="FELNY"), line_of(**other), line_of(SUBJECT_ID="2")]
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    import_and_check(workspace, [path], workers)
    numbers = queue.list_person_convictions(workspace, 1)
    for number in numbers:
        reviewed(workspace, number, "accepted", who="B. Attorney")
    before = all_of(workspace)
    done = mend_issues(
        workspace, [CellMend(RowRef(1, 2), "CONV_STAT_DESCR", "FELONY")], Silent(), who=WHO
    )
    assert done.n_reviews_opened >= 1
    stale = reviews.find_review(workspace, numbers[0])
    assert stale is not None
    assert (stale.decision, stale.stale) == ("accepted", "level: unknown → felony")
    mend_issues(workspace, [CellMend(RowRef(1, 2), "EYE_COLOR_DESCR", "BROWN")], Silent(), who=WHO)
    opened = [one for one in audit.entries(workspace) if one.action == "review opened by a mend"]
    assert len(opened) == done.n_reviews_opened
    assert opened[0].who == WHO
    undone = undo_mends(workspace, [1, 2], Silent(), who=WHO)
    assert undone.n_reviews_restored == done.n_reviews_opened
    assert all_of(workspace) == before


def test_a_conviction_that_goes_comes_back_with_number_and_review(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Nobody else gets the number meanwhile."""
    path = tmp_path / "delivery.dat"
    path.write_text("\n".join([HEADER, line_of(), line_of(SUBJECT_ID="2", CII_NUMBER="A2")]))
    import_and_check(workspace, [path], workers)
    (number,) = queue.list_person_convictions(workspace, 2)
    review = reviewed(workspace, number, "parked", "ask", who="B. Attorney")
    before = all_of(workspace)
    mend_issues(workspace, [CellMend(RowRef(1, 3), "DISP_DESCR", "DISMISSED")], Silent(), who=WHO)
    assert queue.list_person_convictions(workspace, 2) == []
    deliver(workspace, workers, tmp_path, line_of(SUBJECT_ID="3", CII_NUMBER="A3"))
    assert queue.list_person_convictions(workspace, 3) == [number + 1]
    undo_mends(workspace, [1], Silent(), who=WHO)
    assert reviews.find_review(workspace, number) == review
    assert all_of(workspace)[0][:2] == before[0]
    assert whole(workspace)


def test_a_later_file_of_the_person_keeps_the_mend(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Further rows are joined to the mended record; undone then, the whole is as without it."""
    first, second = (
        line_of(CONV_STAT_DESCR="FELNY", PRI_DOB=""),
        line_of(
            SUBJECT_ID="8", CNT_ORDER="002001001000", STP_EVENT_DATE="20010101", PRI_DOB="19700615"
        ),
    )
    deliver(workspace, workers, tmp_path, first)
    done = mend_issues(
        workspace,
        [CellMend(RowRef(1, 2), "CONV_STAT_DESCR", "FELONY"),
         CellMend(RowRef(1, 2), "PRI_DOB", "1971-06-15")],
        Silent(), who=WHO,
    )  # fmt: skip
    deliver(workspace, workers, tmp_path, second)
    assert level_of(workspace, 1) is Level.FELONY
    assert len(records.get_rap_sheet(workspace, 1).convictions()) == 2
    assert [one.issue.kind for one in issues(workspace, state="open")] == ["Two birth dates"]
    undo_mends(workspace, [one.id for one in done.mends], Silent(), who=WHO)
    sheet = records.get_rap_sheet(workspace, 1)
    assert str(sheet.person.born) == "1970-06-15"
    assert [one.issue.kind for one in issues(workspace)] == ["Level unknown"]
    assert whole(workspace)


def test_many_people_are_made_in_worker_processes(
    workspace: Workspace, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as in this process; from several pieces, and undone by processes too."""
    import_messy(workspace, tmp_path, workers, piece_bytes=20_000)
    before = all_of(workspace)
    wanted = [
        CellMend(one.issue.at, "CONV_STAT_DESCR", "MISDEMEANOR")
        for one in issues(workspace, kind="Level unknown")
    ]
    wanted += [
        CellMend(one.issue.at, "SENT_LENGTH", "3")
        for one in issues(workspace, kind="Sentence length unclear")
    ]
    here = mend_issues(workspace, wanted, Silent(), who=WHO)
    mended = all_of(workspace)
    undo_mends(workspace, [one.id for one in here.mends], Silent(), who=WHO)
    assert all_of(workspace) == before
    monkeypatch.setattr(reassemble, "INLINE_PEOPLE", 0)
    monkeypatch.setattr(reassemble, "PEOPLE_A_TASK", 2)
    there = mend_issues(workspace, wanted, Silent(), who=WHO, workers=workers)
    assert there.n_people == here.n_people > 5
    now = all_of(workspace)
    assert now[:4] == mended[:4]
    undo_mends(workspace, [one.id for one in there.mends], Silent(), who=WHO, workers=workers)
    assert all_of(workspace) == before


class Stopping:
    """Asks to stop after some steps."""

    def __init__(self, n: int) -> None:
        self._n = n

    def step(self, done: int, total: int, label: str) -> None:
        del done, total, label
        self._n -= 1
        if self._n < 0:
            raise Cancelled


def test_stopped_it_leaves_nothing(workspace: Workspace, workers: Workers, tmp_path: Path) -> None:
    import_messy(workspace, tmp_path, workers)
    before = all_of(workspace)
    wanted = [
        CellMend(one.issue.at, "CONV_STAT_DESCR", "FELONY")
        for one in issues(workspace, kind="Level unknown")
    ]
    with pytest.raises(Cancelled):
        mend_issues(workspace, wanted, Stopping(2), who=WHO)
    assert all_of(workspace) == before
    assert mends.list_mends(workspace) == []
    assert [one.action for one in audit.entries(workspace)] == ["import"]


def test_bad_input_is_told(workspace: Workspace, workers: Workers, tmp_path: Path) -> None:
    """Each a sentence with the place; nothing is kept, not even of the good ones beside it."""
    short = csv_line(row_of()[:94])
    deliver(workspace, workers, tmp_path, line_of(CONV_STAT_DESCR="FELNY"), short)
    at, aside = RowRef(1, 2), RowRef(1, 3)
    good = CellMend(at, "CONV_STAT_DESCR", "FELONY")
    nobody = tuple(row_of(SUBJECT_ID="", CII_NUMBER=""))
    for request, words in (
        (CellMend(at, "CONV_STAT_DESCR", "  "), "is empty"),
        (CellMend(at, "CONV_STAT_DESCR", "FELNY"), "counts there already"),
        (CellMend(RowRef(1, 99), "OFN", "x"), "row 99 is no row that was read"),
        (CellMend(RowRef(7, 2), "OFN", "x"), "no file number 7"),
        (CellMend(aside, "OFN", "x"), "set aside whole"),
        (CellMend(at, "COLOUR", "x"), "no column of the state's form"),
        (CellMend(at, "", "x"), "names no column"),
        (CellMend(at, "SUBJECT_ID", "5"), "to another person"),
        (AlikeMend("CONV_STAT_DESCR", "FELONIA", "FELONY"), "FELONIA"),
        (AlikeMend("CONV_STAT_DESCR", "FELNY", ""), "is empty"),
        (RowMend(at, tuple(row_of())), "was not set aside"),
        (RowMend(aside, tuple(row_of()[:94])), "has 94 cells"),
        (RowMend(aside, nobody), "whose it is"),
        (RowMend(RowRef(1, 50), tuple(row_of())), "was not set aside"),
    ):
        with pytest.raises(InputError, match=words):
            mend_issues(workspace, [good, request], Silent(), who=WHO)
    assert mends.list_mends(workspace) == []
    for line, words in (("", "is empty"), ('a"b,c', "cannot be split"), ("a\nb", "one line")):
        with pytest.raises(InputError, match=words):
            Resolver(workspace).cells_of_line(aside, line)
    for number, words in ((5, "no mend number 5"),):
        with pytest.raises(InputError, match=words):
            undo_mends(workspace, [number], Silent(), who=WHO)
    mend_issues(workspace, [good], Silent(), who=WHO)
    (mended,) = issues(workspace, state="mended")
    with pytest.raises(InputError, match="is mended"):
        confirm_issues(workspace, [mended.number], who=WHO, note="")
    with pytest.raises(InputError, match="no issue number 999"):
        confirm_issues(workspace, [mended.number, 999], who=WHO, note="")
    with pytest.raises(InputError, match="was not confirmed"):
        withdraw_confirmations(workspace, [mended.number], who=WHO)
    undo_mends(workspace, [1], Silent(), who=WHO)
    with pytest.raises(InputError, match=r"was undone already, by A\. Clerk"):
        undo_mends(workspace, [1], Silent(), who=WHO)
    with pytest.raises(InputError, match="Nobody's name"):
        mend_issues(workspace, [good], Silent(), who=" ")
    with workspace.reader() as reader, pytest.raises(InputError, match="reading only"):
        mend_issues(reader, [good], Silent(), who=WHO)


RAP_SHEET = """CII/A01234557
DOB/19681122  SEX/M  RAC/WHITE
NAM/01 EXAMPLE,AVERY JAMES
* * * *
ARR/DET/CITE:         NAM:01
19990215  CAPD LOS ANGELES

CNT:01     #123456
  11359 HS-POSSESS MARIJUANA FOR SALE
- - - -
COURT:                NAM:01
19990301  CASC LOS ANGELES

CNT:01-02     #BA700001
  11359 HS-POSSESS MARIJUANA FOR SALE    TOC:F
*DISPO:CONVLCTED MAYBE
   CONV STATUS:FELONY
* * * END OF MESSAGE * * *
"""


def test_a_line_of_a_rap_sheet_is_mended_for_its_counts(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """The issue names the line; both counts that it disposes of are convictions afterwards."""
    path = tmp_path / "Sheet.txt"
    path.write_text(RAP_SHEET)
    plan = FilePlan(path, Kind.RAP_SHEET)
    import_files(workspace, [plan], Silent(), who=WHO, workers=workers)
    before = all_of(workspace)
    doubted = [one for one in issues(workspace) if one.issue.kind == "Disposition unknown"]
    (issue,) = {one.issue.at: one for one in doubted}.values()
    done = mend_issues(
        workspace, [CellMend(issue.issue.at, issue.issue.column, "CONVICTED")], Silent(), who=WHO
    )
    assert done.n_rows == 2
    charges = [one.charge for one in records.get_rap_sheet(workspace, 1).convictions()]
    assert [one.is_doubtful for one in charges] == [False, False]
    states = {one.issue.kind: one.state for one in issues(workspace)}
    assert states["Disposition unknown"] == states["Disposition unclear"] == "mended"
    place = get_source_row(workspace, charges[0].at).place_of("DISP_DESCR")
    assert (place.text, place.mended) == ("*DISPO:CONVLCTED MAYBE", "CONVICTED")
    undo_mends(workspace, [1], Silent(), who=WHO)
    assert all_of(workspace) == before


def test_a_mended_row_stands_in_the_result_files(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """With its answer, where its line stands; it is no longer among those set aside."""
    short = csv_line(row_of(SUBJECT_ID="2", CII_NUMBER="A2")[:94])
    path = tmp_path / "delivery.dat"
    path.write_text(
        "\n".join([HEADER, line_of(), short, line_of(SUBJECT_ID="3")]), encoding="utf-8"
    )
    import_files(workspace, [path], Silent(), who=WHO, workers=workers)
    name = "PEÑA,ZOË"
    cells = tuple(row_of(SUBJECT_ID="2", CII_NUMBER="A2", PRI_NAME=name))
    mend_issues(workspace, [RowMend(RowRef(1, 3), cells)], Silent(), who=WHO)
    other = tmp_path / "other.dat"
    other.write_text("\n".join([HEADER, line_of(SUBJECT_ID="9", CII_NUMBER="A9")]))
    import_and_check(workspace, [other], workers)
    out = tmp_path / "out"
    export_results(
        workspace, out, frozenset({CLEAR_MY_RECORD}), Silent(), workers=workers, who="ZOË"
    )
    rows = read_csv(next(out.glob("Prop64*1*")))
    assert [row["SUBJECT_ID"] for row in rows] == [row_of()[2], "2", "3"]
    assert rows[1]["PRI_NAME"] == name
    assert not list(out.glob("Quarantined*"))
