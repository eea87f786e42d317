"""Cases out to Excel, reviewed there, and back."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.errors import InputError
from app.jobs.decide import undo
from app.jobs.export_results import export_results
from app.jobs.packages.conflicts import list_conflicts
from app.jobs.packages.cut import Chosen, Shares, plan_cut
from app.jobs.packages.workbook_in import (
    ReviewPlan,
    apply_workbook,
    plan_workbook,
    problem_text,
)
from app.jobs.packages.workbook_out import send_workbook
from app.jobs.progress import Silent
from app.model.relief import Outcome
from app.model.review_sheet import COLUMNS, SHEET, SHOWN
from app.store import audit, packages, steps
from app.store import office as office_store
from app.store.case_states import get_states
from app.store.determinations import get_determinations
from app.store.office import CLERK as CLERK_ROLE
from app.store.office import User
from app.store.questions import list_notes
from app.store.workspace import Workspace
from tests.jobs.packages.desks import CLERK, REVIEWER, accept, cases, override, park, recheck

AT = {title: index + 1 for index, title in enumerate(COLUMNS)}
Cells = dict[str, Any]


@pytest.fixture
def book(office: Workspace, tmp_path: Path) -> Path:
    """All open cases of everybody."""
    path = tmp_path / "Cases for review.xlsx"
    send_workbook(office, plan_cut(office, Shares(1)), path, Silent(), who=CLERK)
    return path


def row_of(path: Path, number: int) -> int:
    """Where a case stands in the sheet."""
    sheet = load_workbook(path)[SHEET]
    for row in sheet.iter_rows(min_row=2):
        if row[AT["Identity"] - 1].value.split("/")[1] == str(number):
            return int(row[0].row)
    raise LookupError(number)


def fill(path: Path, filled: dict[int, Cells], change: Callable[[Any], None] | None = None) -> Path:
    """As a reviewer: open, type, save. By the rows of the sheet."""
    book = load_workbook(path)
    sheet = book[SHEET]
    for row, cells in filled.items():
        for title, value in cells.items():
            sheet.cell(row, AT[title]).value = value
    if change is not None:
        change(sheet)
    book.save(path)
    return path


def put(cell: Any, value: Any) -> None:
    """As text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def plan_of(office: Workspace, path: Path, reviewer: str = REVIEWER) -> ReviewPlan:
    return plan_workbook(office, path, Silent(), reviewer=reviewer)


def test_the_sheet_holds_what_a_reader_needs_and_no_formula(
    office: Workspace, book: Path, tmp_path: Path
) -> None:
    """Every open case a row; drop-downs; hidden columns; equal content gives equal bytes."""
    made = load_workbook(book)
    sheet = made[SHEET]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet.max_row - 1 == len(cases(office, answered=False))
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert any(str(row[AT["Name"] - 1].value).startswith("=") for row in sheet.iter_rows())
    hidden = {title for title in COLUMNS if sheet.column_dimensions[letter(sheet, title)].hidden}
    assert hidden == {"Identity", "Seen"}
    assert len(sheet.data_validations.dataValidation) == 3
    assert made.sheetnames == ["Cases", "How to fill it in", "Reasons and answers"]
    codes = [row[0].value for row in made["Reasons and answers"].iter_rows(min_row=2)]
    assert codes == [one.code for one in office_store.list_reasons(office)]
    number = cases(office)[0]
    row = sheet[row_of(book, number)]
    shown = {title: row[AT[title] - 1].value or "" for title in (*SHOWN, "Rule", "File")}
    answer = get_determinations(office, [number])[number]
    assert (shown["Answer"], shown["Reason"], shown["Rule"]) == (
        answer.outcome.value, answer.reason, answer.rule_id,
    )  # fmt: skip
    assert shown["Name"]
    (listed,) = packages.list_packages(office)
    assert (listed.package.kind, listed.package.is_out) == ("workbook", True)
    with pytest.raises(InputError, match="in another package that is still out"):
        plan_cut(office, Shares(1))


def letter(sheet: Any, title: str) -> str:
    return str(sheet.cell(1, AT[title]).column_letter)


def test_decisions_come_back_with_the_reviewers_name(office: Workspace, book: Path) -> None:
    """Accepted, overridden, parked with a reminder, noted; one step to undo; again: nothing."""
    one, two, three, four = cases(office)[:4]
    fill(book, {
        row_of(book, one): {"Decision": "accept", "Reviewer": "P. Defender"},
        row_of(book, two): {
            "Decision": "Override", "New answer": Outcome.CITY_ATTORNEYS.value,
            "Reason code": "law", "Words": "The city's", "Note": "See the file.",
        },
        row_of(book, three): {
            "Decision": "park", "Words": "Waiting.", "Remind on": date(2027, 1, 31),
        },
        row_of(book, four): {"Note": "Looks odd."},
    })  # fmt: skip
    plan = plan_of(office, book)
    assert plan.problems == ()
    assert plan.words == "1 accepted, 1 overridden, 1 parked, 2 notes"
    assert {line.said.partition(":")[0] for line in plan.lines} == {
        "accept", "override", "park until 2027-01-31",
    }  # fmt: skip
    assert get_states(office, [one])[one].review is None
    apply_workbook(office, plan, who=CLERK)
    found = [state.review for state in get_states(office, [one, two, three]).values()]
    assert [(r.decision, r.reviewer, r.remind_on) for r in found if r] == [
        ("accepted", "P. Defender", ""), ("overridden", REVIEWER, ""),
        ("parked", REVIEWER, "2027-01-31"),
    ]  # fmt: skip
    assert found[1] is not None
    assert (found[1].new_outcome, found[1].reason_code) == ("CITY_ATTORNEYS", "LAW")
    assert {note.words for note in list_notes(office, [two, four])} == {
        "See the file.", "Looks odd.",
    }  # fmt: skip
    assert steps.count_steps(office, CLERK) == (1, 0)
    assert not packages.list_packages(office)[0].package.is_out
    before = list(audit.entries(office))
    again = plan_of(office, book)
    assert (again.has_any, again.n_before, again.words) == (False, 3, "nothing new")
    assert "3 cases are as they were taken in before." in again.remarks
    apply_workbook(office, again, who=CLERK)
    assert list(audit.entries(office)) == before
    undo(office, who=CLERK)
    assert get_states(office, [one])[one].review is None


def test_what_was_decided_here_meanwhile_is_a_conflict(office: Workspace, book: Path) -> None:
    """As with packages: side by side, nothing overwritten; alike is alike."""
    one, two, three = cases(office)[:3]
    accept(office, [one, two], CLERK)
    fill(book, {
        row_of(book, one): {"Decision": "park", "Words": "Not yet."},
        row_of(book, two): {"Decision": "accept"},
        row_of(book, three): {"Decision": "accept"},
    })  # fmt: skip
    plan = plan_of(office, book)
    assert sorted(line.result for line in plan.lines) == ["conflict", "decided alike", "taken"]
    assert any("decided here meanwhile, otherwise" in remark for remark in plan.remarks)
    apply_workbook(office, plan, who=CLERK)
    (shown,) = list_conflicts(office)
    assert shown.conflict.conviction_id == one
    standing = get_states(office, [one, two, three]).values()
    assert [one.review.reviewer for one in standing if one.review] == [CLERK, CLERK, REVIEWER]


def test_a_new_check_makes_what_comes_back_stale(office: Workspace, book: Path) -> None:
    """It was decided on the answer that the sheet shows."""
    ids = cases(office)
    fill(book, {row_of(book, number): {"Decision": "accept"} for number in ids})
    recheck(office, years_since_conviction=15)
    plan = plan_of(office, book)
    assert plan.problems == ()
    apply_workbook(office, plan, who=CLERK)
    stale = [s.review.stale for s in get_states(office, ids).values() if s.review]
    assert len(stale) == len(ids)
    assert any("also applies: " in one for one in stale)
    assert plan.comparison.n_stale == sum(1 for one in stale if one)


def test_sorted_filtered_deleted_rows_and_further_columns_do_no_harm(
    office: Workspace, book: Path
) -> None:
    """A case is known by its hidden column, wherever its row stands."""
    ids = cases(office)[:3]
    fill(book, {row_of(book, number): {"Decision": "accept"} for number in ids})

    def shuffle(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, len(rows))
        sheet.cell(1, len(COLUMNS) + 1).value = "My own"
        for place, row in enumerate(reversed(rows[:-1]), start=2):
            for index, value in enumerate((*row, "seen")):
                put(sheet.cell(place, index + 1), value)
            sheet.row_dimensions[place].hidden = place % 2 == 0

    plan = plan_of(office, fill(book, {}, shuffle))
    assert plan.problems == ()
    apply_workbook(office, plan, who=CLERK)
    states = get_states(office, cases(office))
    assert {number for number, state in states.items() if state.review} == set(ids)


OVERRIDDEN = {
    "Decision": "override", "New answer": Outcome.CITY_ATTORNEYS.value, "Reason code": "LAW",
    "Words": "So.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Decision": "maybe"}, "column O (Decision): “maybe” is no decision"),
        ({"Words": "Why."}, "column O (Decision): nothing is chosen, though Words is filled in"),
        ({**OVERRIDDEN, "Reason code": ""}, "column Q (Reason code): the reason is missing"),
        ({**OVERRIDDEN, "Reason code": "XX"}, "“XX” is not on the office's list"),
        ({**OVERRIDDEN, "New answer": ""}, "column P (New answer): the new answer is missing"),
        ({**OVERRIDDEN, "New answer": "Yes"}, "“Yes” is no answer. Choose Eligible for Dismissal"),
        ({**OVERRIDDEN, "Words": ""}, "column R (Words): override needs a reason in words"),
        ({"Decision": "park"}, "column R (Words): park needs a reason in words"),
        ({"Decision": "park", "Words": "x", "Remind on": "soon"}, "“soon” cannot be read as a day"),
        ({"Decision": "park", "Words": "x", "Remind on": "13/13/2027"}, "cannot be read as a day"),
        ({"Decision": "accept", "New answer": "Not eligible"}, "does not go with accept"),
        ({"Decision": "accept", "Identity": ""}, "has lost its hidden column Identity"),
        ({"Decision": "accept", "Identity": "x/1/y"}, "hidden column Identity is changed"),
        ({"Decision": "accept", "Name": "SOMEBODY,ELSE"}, "what it shows is not the case"),
        ({"Decision": "accept", "Case number": "1"}, "what it shows is not the case"),
        ({"Decision": "accept", "Seen": "[]"}, "what it shows is not the case"),
        ({"Decision": "=1+1"}, "formulas without a value"),
        ({"Note": "x" * 5000}, "column T (Note): 5,000 letters; 4,000 are kept"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_row_and_column(
    office: Workspace, book: Path, cells: Cells, words: str
) -> None:
    """Nothing is taken while anything is wrong, not even the rows that are right."""
    one, two = cases(office)[:2]
    good, bad = row_of(book, one), row_of(book, two)
    plan = plan_of(office, fill(book, {good: {"Decision": "accept"}, bad: cells}))
    (problem,) = plan.problems
    assert words in problem
    assert f"ow {bad}" in problem
    with pytest.raises(InputError, match="nothing was changed") as refusal:
        apply_workbook(office, plan, who=CLERK)
    assert refusal.value.message == problem_text(plan)
    assert get_states(office, [one])[one].review is None


def test_a_reduction_says_to_what(office: Workspace, book: Path) -> None:
    """As in the window: what the court is asked goes with the answer."""
    dismissed = next(
        number
        for number, one in get_determinations(office, cases(office)).items()
        if one.outcome is Outcome.DISMISSAL
    )
    chosen = "Eligible for Reduction: redesignation as an infraction"
    fill(book, {row_of(book, dismissed): {**OVERRIDDEN, "New answer": chosen}})
    apply_workbook(office, plan_of(office, book), who=CLERK)
    review = get_states(office, [dismissed])[dismissed].review
    assert review is not None
    assert (review.new_outcome, review.new_remedy) == ("REDUCTION", "REDESIGNATION_INFRACTION")
    fill(book, {row_of(book, dismissed): {"New answer": "Eligible for Dismissal"}})
    (problem,) = plan_of(office, book).problems
    assert "is what the program answers" in problem


def test_accepting_hand_review_duplicates_and_nobodys_decision(
    office: Workspace, book: Path
) -> None:
    """Each in a sentence with its row."""
    numbers = cases(office, answered=False)
    hand = next(one for one in numbers if one not in cases(office))
    one, two = cases(office)[:2]
    rows = {number: row_of(book, number) for number in (hand, one, two)}

    def twice(sheet: Any) -> None:
        end = sheet.max_row + 1
        for index in range(1, len(COLUMNS) + 1):
            sheet.cell(end, index).value = sheet.cell(rows[one], index).value

    fill(book, {row: {"Decision": "accept"} for row in rows.values()}, twice)
    plan = plan_of(office, book)
    assert len(plan.problems) == 2
    assert any("no answer here to accept" in text and f"Row {rows[hand]}," in text
               for text in plan.problems)  # fmt: skip
    assert any(f"is about the same case as row {rows[one]}" in text for text in plan.problems)
    nobody = plan_of(office, book, reviewer="")
    assert any("(Reviewer): nobody is named" in text for text in nobody.problems)
    at = "2026-11-01T00:00:00"
    with office.transaction():
        office_store.put_user(office, User(CLERK, CLERK_ROLE, True, "setup", at))
    stranger = plan_of(office, book)
    assert any(f"(Reviewer): {REVIEWER} is not a user" in text for text in stranger.problems)


def test_files_that_are_no_workbook_of_ours(
    office: Workspace, book: Path, tmp_path: Path, office_file: Any
) -> None:
    """Another workbook, another office's, a text, nothing filled in: a sentence each."""
    other = tmp_path / "other.xlsx"
    made = Workbook()
    made.active.append(["a", "b"])
    made.save(other)
    text = tmp_path / "list.csv"
    text.write_text("a,b\n1,2\n")
    gone = tmp_path / "gone.xlsx"
    shutil.copy(book, gone)
    fill(gone, {}, lambda sheet: sheet.delete_cols(AT["Words"]))
    for path, words in (
        (tmp_path / "none.xlsx", "There is no file"),
        (other, "has no sheet Cases"),
        (text, "has no column Name"),
        (gone, "has no column Words"),
        (book, "Nothing is filled in"),
    ):
        with pytest.raises(InputError, match=words):
            plan_of(office, path)
    with office.transaction() as connection:
        connection.execute("DELETE FROM package_case")
        connection.execute("DELETE FROM package")
    fill(book, {2: {"Decision": "accept"}})
    with pytest.raises(InputError, match="names no case that went out from this workspace"):
        plan_of(office, book)


def test_a_workbook_saved_as_text_comes_back_too(
    office: Workspace, book: Path, tmp_path: Path
) -> None:
    """Whoever has no Excel may save it as CSV, as long as nothing is lost in it."""
    number = cases(office)[0]
    fill(book, {row_of(book, number): {"Decision": "accept"}})
    sheet = load_workbook(book)[SHEET]
    path = tmp_path / "cases.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in sheet.iter_rows(values_only=True):
            writer.writerow(["" if cell is None else cell for cell in row])
    plan = plan_of(office, path)
    assert (plan.problems, plan.n_accepted) == ((), 1)


def test_chosen_cases_go_alone(office: Workspace, tmp_path: Path) -> None:
    """Of people of whom one case was chosen, all open ones; nobody else's."""
    number = cases(office)[0]
    plan = plan_cut(office, Chosen((number,)))
    sent = send_workbook(office, plan, tmp_path / "one.xlsx", Silent(), who=CLERK)
    (person,) = plan.parts[0].people
    answered = packages.convictions_of(office, [person])
    assert sent.n_convictions == sum(answered.values())
    assert sent.n_people == 1


def test_results_say_what_was_decided(office: Workspace, tmp_path: Path) -> None:
    """The workbook of results has the review: decision, final answer, why, who, when."""
    one, two, three = cases(office)[:3]
    accept(office, [one])
    override(office, two, "The city's.")
    park(office, [three], "Later.")
    out = tmp_path / "out"
    export_results(office, out, frozenset({"workbook"}), Silent(), who="ZOË")
    sheet = load_workbook(out / "Results.xlsx")["Convictions"]
    titles = [cell.value for cell in sheet[1]]
    rows = [dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
    found = {row["Review"]: row for row in rows if row["Review"]}
    assert set(found) == {"accepted", "overridden", "parked"}
    assert found["accepted"]["Final answer"] == found["accepted"]["Answer"]
    assert found["overridden"]["Final answer"] == Outcome.CITY_ATTORNEYS.value
    assert found["overridden"]["Reason code"] == "LAW"
    assert found["overridden"]["Words"] == "The city's."
    assert (found["parked"]["Final answer"] or "") == ""
    assert found["accepted"]["Reviewer"] == REVIEWER
    assert date.fromisoformat(found["accepted"]["Decided on"])
