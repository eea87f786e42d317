"""The register: moves, corrections, what is due, attachments, lists of the court."""

from __future__ import annotations

import csv
import io
import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from openpyxl import Workbook, load_workbook
from PIL import Image

from app.errors import InputError, WorkspaceError
from app.jobs.draft_papers import draft_papers
from app.jobs.formats import BULK
from app.jobs.progress import Silent
from app.jobs.register import (
    WaitingDays,
    ageing,
    carry_out,
    correct_paper,
    find_waiting_days,
    get_paper,
    plan_move,
    save_waiting_days,
    set_due,
)
from app.jobs.register_files import attach, export_attachment, export_register
from app.jobs.register_update import UpdateDefaults, UpdatePlan, plan_update
from app.jobs.workers import Workers
from app.model.paper_state import MOVES, STATES, Standing, reason_against
from app.store import attachments, audit, papers, register
from app.store.papers import Paper
from app.store.register import RegisterFilter
from app.store.workspace import Workspace
from tests.papers.conftest import Asked

TODAY = date(2026, 12, 1)
NOV_3, NOV_9, NOV_20 = date(2026, 11, 3), date(2026, 11, 9), date(2026, 11, 20)


@pytest.fixture
def made(store: Workspace) -> Workspace:
    """Five papers of one day: four motions, two of them under one number, and a bulk motion."""
    numbers = ("BA111111", "BA222222", "CR333333; CR333334", "BA222222")
    courts = ("Central", "Central", "North", "North")
    rows = papers.list_relief(store)
    people = [row.person_id for row in rows]
    ids = [row.conviction_id for row in rows]
    found = [
        Paper(1, "motion", number, people[n], f"motions/{n + 1:05d}.pdf", f"{n:064x}", 4,
              "2026-11-02T08:00:00+00:00", 1, courts[n], "motion 0", "2026-11-02", (ids[n],))
        for n, number in enumerate(numbers)
    ]  # fmt: skip
    bulk = Paper(
        1, "bulk motion", "", None, "Bulk motion.pdf", "b" * 64, 9, "2026-11-02T08:00:00+00:00", 1,
        "", "bulk 0", "2026-11-02", tuple(ids[4:8]),
    )  # fmt: skip
    with store.transaction():
        papers.insert_papers(store, [*found, bulk])
    return store


def move(store: Workspace, number: int, state: str, day: date, due: date | None = None) -> None:
    plan = plan_move(store, [number], state, day, TODAY, due_on=due)
    assert plan.refused == ()
    assert carry_out(store, plan.moves, who="A. Clerk") == 1


def refusal(store: Workspace, number: int, state: str, day: date) -> str:
    plan = plan_move(store, [number], state, day, TODAY)
    assert plan.moves == ()
    return plan.refused[0]


def test_a_paper_goes_its_way_with_a_date_each(made: Workspace) -> None:
    """From the printer to the agencies; the history and the log say who and when."""
    for state, day in (
        ("printed", NOV_3), ("signed", NOV_3), ("filed", NOV_9), ("served", NOV_3),
        ("granted", NOV_20), ("order received", NOV_20), ("agencies told", TODAY),
    ):  # fmt: skip
        move(made, 1, state, day)
    row = get_paper(made, 1)
    assert (row.state, row.state_on, row.due_on) == ("agencies told", "2026-12-01", "")
    events = register.list_events(made, 1)
    assert [event.state for event in events][:3] == ["printed", "signed", "filed"]
    assert events[3].on_day == "2026-11-03"
    assert {event.who for event in events} == {"A. Clerk"}
    last = next(audit.entries(made, newest_first=True))
    assert (last.action, last.subject, last.new) == (
        "register", "papers 1", "agencies told on 2026-12-01",
    )  # fmt: skip
    assert audit.find_break(made) is None


@pytest.mark.parametrize(
    ("way", "state", "day", "words"),
    [
        ((), "granted", NOV_3, "from drafted it can become printed, signed, filed, withdrawn"),
        (("filed",), "printed", NOV_9, "it is filed already; going back is a correction"),
        (("filed",), "filed", NOV_9, "it is filed already; another date is a correction"),
        (("filed",), "granted", date(2026, 10, 1), "and 2026-10-01 is before that"),
        ((), "filed", date(2026, 12, 2), "still to come; enter it when it has happened"),
        (("withdrawn",), "filed", NOV_9, "which is the end of its way"),
        (("filed", "denied", "order received"), "agencies told", NOV_20, "did not grant it"),
        ((), "lost", NOV_9, "there is no state “lost”"),
    ],
)
def test_other_ways_are_told_in_a_sentence(
    made: Workspace, way: tuple[str, ...], state: str, day: date, words: str
) -> None:
    """What a paper cannot become is refused, and it stays as it is."""
    for step in way:
        move(made, 1, step, NOV_9)
    before = get_paper(made, 1)
    said = refusal(made, 1, state, day)
    assert said.startswith("Paper 1 (motion, BA111111): ")
    assert words in said
    assert get_paper(made, 1) == before


def test_every_state_can_be_reached_and_left_only_forwards() -> None:
    """The table of moves names states alone; each but the first is somebody's next."""
    assert set(MOVES) == set(STATES)
    reached = {state for ways in MOVES.values() for state in ways}
    assert reached == set(STATES) - {"drafted"}
    standing = Standing("drafted", None)
    assert reason_against(standing, "filed", NOV_3, TODAY) == ""
    assert "newer paper" in reason_against(
        Standing("drafted", None, is_replaced=True), "filed", NOV_3, TODAY
    )


def test_a_paper_that_moved_meanwhile_is_not_moved(made: Workspace) -> None:
    """A plan rests on what was seen; all of it is refused when that changed."""
    plan = plan_move(made, [1, 2], "printed", NOV_3, TODAY)
    move(made, 2, "signed", NOV_3)
    with pytest.raises(InputError, match="changed meanwhile"):
        carry_out(made, plan.moves, who="A. Clerk")
    assert get_paper(made, 1).state == "drafted"


def test_a_correction_needs_a_reason_and_keeps_what_was(made: Workspace) -> None:
    """Going back is possible with a reason; the history shows the mistake."""
    move(made, 1, "filed", NOV_9)
    with pytest.raises(InputError, match="needs a reason"):
        correct_paper(made, 1, "printed", NOV_3, " ", who="A. Clerk", today=TODAY)
    with pytest.raises(InputError, match="still to come"):
        correct_paper(made, 1, "printed", date(2027, 1, 1), "x", who="A. Clerk", today=TODAY)
    correct_paper(made, 1, "printed", NOV_3, "wrong stack", who="A. Clerk", today=TODAY)
    assert (get_paper(made, 1).state, get_paper(made, 1).state_on) == ("printed", "2026-11-03")
    assert register.list_events(made, 1)[-1].words == (
        "Correction: wrong stack (before: filed, 2026-11-09)"
    )
    move(made, 1, "filed", NOV_20)


def test_an_older_draft_that_was_filed_after_all_stands_again(made: Workspace) -> None:
    """Replaced papers are out of the list, until a correction says that one of them was filed."""
    first = papers.list_papers(made)[-1]
    again = Paper(1, "motion", first.case_number, first.person_id, "motions/1.pdf", "c" * 64, 4,
                  "2026-11-05T08:00:00+00:00", 2, "Central", "", "2026-11-05",
                  (papers.list_relief(made)[0].conviction_id,))  # fmt: skip
    with made.transaction():
        papers.insert_papers(made, [again])
    assert get_paper(made, 1).replaced_by == 6
    assert 1 not in register.find_ids(made, RegisterFilter())
    assert 1 in register.find_ids(made, RegisterFilter(with_replaced=True))
    assert "newer paper took its place" in refusal(made, 1, "filed", NOV_9)
    correct_paper(made, 1, "filed", NOV_9, "the first one was filed", who="x", today=TODAY)
    assert 1 in register.find_ids(made, RegisterFilter())


def test_what_is_due_and_how_long_papers_wait(made: Workspace) -> None:
    """The office's own days, a hearing, overdue first; what ended waits no more."""
    save_waiting_days(made, {"filed": WaitingDays(7, "ask the clerk")}, who="A. Clerk")
    assert find_waiting_days(made) == {"filed": WaitingDays(7, "ask the clerk")}
    move(made, 1, "filed", NOV_9)
    move(made, 2, "filed", NOV_20)
    move(made, 2, "set", NOV_20, due=date(2026, 12, 15))
    move(made, 3, "withdrawn", NOV_9)
    assert (get_paper(made, 1).due_on, get_paper(made, 1).due_what) == (
        "2026-11-16", "ask the clerk",
    )  # fmt: skip
    assert (get_paper(made, 2).due_on, get_paper(made, 2).due_what) == ("2026-12-15", "hearing")
    found = ageing(made, TODAY)
    assert [one.row.id for one in found.papers] == [1, 4, 5, 2]
    assert (found.papers[0].days, found.papers[0].n_overdue) == (22, 15)
    assert [(one.state, one.n, one.n_overdue, one.longest) for one in found.states] == [
        ("drafted", 2, 0, 29), ("filed", 1, 1, 22), ("set", 1, 0, 11),
    ]  # fmt: skip
    overdue = RegisterFilter(overdue_on=TODAY.isoformat())
    assert register.find_ids(made, overdue) == [1]
    set_due(made, [1], None, "", who="A. Clerk")
    assert register.find_ids(made, overdue) == []
    with pytest.raises(InputError, match="1 to 3,650 days"):
        save_waiting_days(made, {"filed": WaitingDays(0, "x")}, who="x")
    with pytest.raises(InputError, match="Nothing is waited for"):
        save_waiting_days(made, {"withdrawn": WaitingDays(5, "x")}, who="x")


def test_papers_are_found_by_state_court_kind_and_words(made: Workspace) -> None:
    """Filters narrow the list; signs of a search are taken as they are."""
    find = register.find_ids
    assert find(made, RegisterFilter(kind="bulk motion")) == [5]
    assert find(made, RegisterFilter(court="North")) == [4, 3]
    assert find(made, RegisterFilter(text="ba222")) == [2, 4]
    assert find(made, RegisterFilter(text="%")) == []
    assert register.count_by(made, "court", RegisterFilter(kind="motion")) == [
        ("Central", 2), ("North", 2),
    ]  # fmt: skip
    assert len(find(made, RegisterFilter(state="drafted", batch_id=1))) == 5


def test_the_funnel_counts_convictions(made: Workspace) -> None:
    """Filed and granted by conviction: a bulk motion has many."""
    move(made, 1, "filed", NOV_9)
    move(made, 5, "filed", NOV_9)
    move(made, 5, "granted", NOV_20)
    move(made, 5, "order received", NOV_20)
    assert register.count_convictions(made) == {"drafted": 3, "filed": 1, "order received": 4}
    assert register.count_reached(made, ("filed", "order received")) == 5
    assert register.count_reached(made, ("granted", "order received"), granted=True) == 4


# Attachments


def a_pdf() -> bytes:
    book = FPDF()
    book.add_page()
    return bytes(book.output())


def a_picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("L", (60, 80), 200).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("order.pdf", a_pdf()), ("order.PNG", a_picture("PNG")), ("order.jpg", a_picture("JPEG")),
        ("order.tif", a_picture("TIFF")),
    ],
)  # fmt: skip
def test_a_scan_comes_back_byte_for_byte(
    made: Workspace, tmp_path: Path, name: str, data: bytes
) -> None:
    """Kept with its hash, listed with the paper, written out again under a free name."""
    path = tmp_path / name
    path.write_bytes(data)
    kept = attach(made, 1, path, who="A. Clerk")
    assert (kept.name, kept.n_bytes) == (name, len(data))
    assert get_paper(made, 1).n_attachments == 1
    assert register.list_events(made, 1)[-1].words == f"Attached: {name}"
    out = tmp_path / "out"
    first, second = (export_attachment(made, kept.id, out, who="ZOË") for _ in range(2))
    assert first.read_bytes() == second.read_bytes() == data
    assert first != second
    with pytest.raises(InputError, match="attached to Paper 1"):
        attach(made, 1, path, who="A. Clerk")


def locked_pdf() -> bytes:
    book = FPDF()
    book.set_encryption("owner", "user")
    book.add_page()
    return bytes(book.output())


def png_with_a_wrong_sum() -> bytes:
    data = bytearray(a_picture("PNG"))
    data[20] ^= 0xFF
    return bytes(data)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "is empty"),
    "cut.pdf": (lambda: a_pdf()[:60], "is a PDF file that is damaged"),
    "locked.pdf": (locked_pdf, "is locked by a password"),
    "letter.pdf": (lambda: b"PK\x03\x04 a word document", "is not a PDF, PNG, JPEG or TIFF"),
    "cut.png": (lambda: a_picture("PNG")[:-12], "is cut short"),
    "sum.png": (png_with_a_wrong_sum, "is damaged"),
    "cut.jpg": (lambda: a_picture("JPEG")[:-30], "is cut short"),
    "cut.tif": (lambda: struct.pack("<2sHI", b"II", 42, 9_999), "is cut short"),
    "no list.tif": (lambda: struct.pack("<2sHIHI", b"II", 42, 8, 0, 0), "is damaged"),
    "huge.pdf": (lambda: b"%PDF-1.4" + bytes(65 << 20), "at most 64 MB are kept"),
    "program.exe": (lambda: b"MZ" + bytes(100), "is not a PDF"),
}


@pytest.mark.parametrize("name", BAD)
def test_files_that_are_no_scans_are_refused(made: Workspace, tmp_path: Path, name: str) -> None:
    """Empty, cut short, locked, of another kind, too large: a sentence with the name."""
    make, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(InputError) as refused:
        attach(made, 1, path, who="A. Clerk")
    assert name in refused.value.message
    assert words in refused.value.message
    assert attachments.list_attachments(made, 1) == []


def test_an_attachment_that_is_not_what_was_kept_is_told(made: Workspace, tmp_path: Path) -> None:
    """A damaged workspace gives no wrong order back."""
    path = tmp_path / "order.pdf"
    path.write_bytes(a_pdf())
    kept = attach(made, 1, path, who="x")
    made.connection.execute("UPDATE attachment SET data = ?", (zlib.compress(b"other"),))
    with pytest.raises(WorkspaceError, match="is not what was kept"):
        export_attachment(made, kept.id, tmp_path, who="ZOË")


def test_a_name_from_outside_stays_in_its_folder(made: Workspace, tmp_path: Path) -> None:
    """Signs that systems refuse, and those that turn the writing, are taken out of the name."""
    path = tmp_path / "or\u202eder: 1?.pdf"
    path.write_bytes(a_pdf())
    kept = attach(made, 1, path, who="x")
    assert kept.name == "or-der- 1.pdf"


# Lists of the court


def court_list(folder: Path, *lines: str) -> Path:
    path = folder / "court.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def planned(store: Workspace, path: Path, **defaults: object) -> UpdatePlan:
    return plan_update(store, path, TODAY, UpdateDefaults(**defaults))  # type: ignore[arg-type]


def test_a_list_of_the_court_is_planned_then_entered(made: Workspace, tmp_path: Path) -> None:
    """Numbers however they are spelled, days in both forms, one number of several; nothing is
    entered by planning."""
    path = court_list(
        tmp_path, "Case No.,Court,Result,Date,Remarks", "ba-111111,,Filed,11/9/2026,window 3",
        "CR333334,North,filed,2026-11-10,", '"BA222222",Central,filed,11/09/2026,',
    )  # fmt: skip
    plan = planned(made, path)
    assert plan.problems == []
    assert plan.counts() == {"drafted -> filed": 3}
    assert get_paper(made, 1).state == "drafted"
    assert carry_out(made, plan.moves, who="A. Clerk") == 3
    assert (get_paper(made, 1).state, get_paper(made, 1).state_on) == ("filed", "2026-11-09")
    assert register.list_events(made, 1)[-1].words == "window 3 (from court.csv, row 2)"
    assert get_paper(made, 3).state_on == "2026-11-10"
    again = planned(made, path)
    assert (again.n_same, again.moves, again.problems) == (3, [], [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("BA222222,,filed,11/9/2026", "names 2 papers: 2 (motion, Central), 4 (motion, North)"),
        ("BA999999,,filed,11/9/2026", "no paper has the number BA999999"),
        ("BA0111111,,filed,11/9/2026", "perhaps BA111111 is meant"),
        ("BA111111,South,filed,11/9/2026", "is on record of Central, not of South"),
        (",,filed,11/9/2026", "there is no case number in this row"),
        ("BA111111,,filed,13/9/2026", "“13/9/2026” is no day of the calendar"),
        ("BA111111,,filed,2/30/2026", "is no day of the calendar"),
        ("BA111111,,filed,", "it says no day"),
        ("BA111111,,won,11/9/2026", "“won” is no state; the states are drafted"),
        ("BA111111,,set,11/9/2026", "no day of the hearing is given"),
        ("BA111111,,granted,11/9/2026", "from drafted it can become"),
        ("BA111111,,filed,12/24/2026", "is still to come"),
    ],
)
def test_rows_that_name_no_paper_for_certain_are_told(
    made: Workspace, tmp_path: Path, line: str, words: str
) -> None:
    """Unknown, ambiguous, unreadable or impossible: the row, what it says and why; the others
    go on."""
    path = court_list(
        tmp_path, "Case number,Court,State,Date", line, "CR333333,,filed,11/9/2026",
    )  # fmt: skip
    plan = planned(made, path)
    assert [one.row.id for one in plan.moves] == [3]
    (problem,) = plan.problems
    assert problem.row == 2
    assert words in problem.sentence


def test_a_case_of_a_bulk_motion_is_not_taken_for_its_own_paper(
    store: Workspace, asked: Asked, workers: Workers, tmp_path: Path
) -> None:
    """The bulk motion has one state; the row says which paper it is."""
    draft_papers(store, asked(kinds=frozenset({BULK})), Silent(), who="x", workers=workers)
    number = next(row.case_number for row in papers.list_relief(store) if row.case_number)
    path = court_list(tmp_path, "Case number,State,Date", f"{number},filed,11/9/2026")
    (problem,) = planned(store, path).problems
    assert "is one of the cases of paper 1" in problem.sentence


def test_the_same_case_twice_in_a_list(made: Workspace, tmp_path: Path) -> None:
    """Said alike it counts once; said otherwise the later row is told."""
    head = "Case number,State,Date"
    twice = court_list(tmp_path, head, "BA111111,filed,11/9/2026", "BA111111,filed,2026-11-09")
    plan = planned(made, twice)
    assert (len(plan.moves), plan.n_same, plan.problems) == (1, 1, [])
    other = court_list(tmp_path, head, "BA111111,filed,11/9/2026", "BA111111,withdrawn,11/9/2026")
    plan = planned(made, other)
    assert len(plan.moves) == 1
    assert "row 2 says of the same paper filed" in plan.problems[0].sentence


def test_what_a_list_does_not_say_is_given_for_all(made: Workspace, tmp_path: Path) -> None:
    """Only numbers: the state and the day come from the command; without them it is refused."""
    path = court_list(tmp_path, "Case,Name", "BA111111,X", "CR333333,Y")
    plan = planned(made, path, state="filed", on_day=NOV_9, kind="motion")
    assert len(plan.moves) == 2
    with pytest.raises(InputError, match="no column “Date”"):
        planned(made, path, state="filed")
    with pytest.raises(InputError, match="no column “State”"):
        planned(made, path, on_day=NOV_9)
    with pytest.raises(InputError, match="no column “Case number”"):
        planned(made, court_list(tmp_path, "Name,Date", "X,11/9/2026"), state="filed")


def test_a_workbook_of_the_court_is_read_too(made: Workspace, tmp_path: Path) -> None:
    """Dates of Excel are days."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Case number", "State", "Date", "Hearing"])
    sheet.append(["BA111111", "filed", NOV_9, None])
    path = tmp_path / "court.xlsx"
    book.save(path)
    (step,) = planned(made, path).moves
    assert (step.row.id, step.on_day) == (1, NOV_9)


def test_a_file_that_is_no_list_is_refused(made: Workspace, tmp_path: Path) -> None:
    """A PDF, an empty file: a sentence."""
    path = tmp_path / "court.csv"
    path.write_bytes(a_pdf())
    with pytest.raises(InputError):
        planned(made, path, state="filed", on_day=NOV_9)
    path.write_bytes(b"")
    with pytest.raises(InputError):
        planned(made, path, state="filed", on_day=NOV_9)


def test_the_register_goes_out_as_csv_and_workbook(made: Workspace, tmp_path: Path) -> None:
    """Every paper with its state, how long each waits, the history; nothing is a formula."""
    plan = plan_move(made, [1], "filed", NOV_9, TODAY, words="=1+1")
    carry_out(made, plan.moves, who="A. Clerk")
    files = export_register(made, tmp_path / "out", TODAY, who="ZOË")
    with files[0].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Paper"], row["State"]) for row in rows if row["Paper"] == "1"] == [("1", "filed")]
    with files[2].open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["Words"] == "'=1+1"
    book = load_workbook(files[3])
    assert book.sheetnames == ["Register", "Ageing", "History"]
    assert book["Register"].max_row == 6


def test_a_stranger_to_the_office_changes_nothing(
    made: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once an office has users, only they keep the register."""
    made.connection.execute("INSERT INTO office_user VALUES ('A. Clerk', 'clerk', 1, 'x', 'x')")
    plan = plan_move(made, [1], "printed", NOV_3, TODAY)
    with pytest.raises(InputError, match="not a user of this workspace"):
        carry_out(made, plan.moves, who="Somebody")
    assert carry_out(made, plan.moves, who="A. Clerk") == 1


def test_numbers_that_are_none_are_told(made: Workspace) -> None:
    """Instead of nothing happening."""
    assert plan_move(made, [99], "printed", NOV_3, TODAY).refused == (
        "There is no paper 99 in the register.",
    )
    with pytest.raises(InputError, match="no paper 99"):
        get_paper(made, 99)
