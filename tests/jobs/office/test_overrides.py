"""The register of overrides: all that were ever made, and what became of each."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.decide import OpenAgain, Override, approve, decide, redo, undo
from app.jobs.export_results import export_results
from app.jobs.formats import WORKBOOK
from app.jobs.overrides import (
    REGISTER_BOOK,
    REGISTER_FILE,
    REPLACED,
    STALE,
    STANDS,
    UNDONE,
    list_overrides,
    write_register,
)
from app.jobs.progress import Silent
from app.jobs.sign_off import sign_off
from app.jobs.workers import Workers
from app.model.relief import Outcome, Procedure, Remedy
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store.workspace import Workspace
from tests.jobs.made_check import AS_OF
from tests.jobs.office.deciding import ATTORNEY, CLERK, accept, dismissals, override


def states(store: Workspace) -> list[tuple[int, str]]:
    return [(one.review.conviction_id, one.state) for one in list_overrides(store)]


def test_an_override_with_everything_about_it(store: Workspace) -> None:
    """Both answers, the reason in words, who, who approved, and whose case it is."""
    (first, *_) = dismissals(store)
    assert list_overrides(store) == []
    override(store, first)
    approve(store, [first], who=ATTORNEY)
    (one,) = list_overrides(store)
    assert (one.old_answer, one.new_answer) == ("Eligible for Dismissal", "Not eligible")
    assert one.reason_words == "The record is wrong or incomplete"
    assert (one.review.words, one.review.reviewer) == ("The level is wrong", CLERK)
    assert (one.review.approver, one.state, one.late) == (ATTORNEY, STANDS, ())
    assert one.facts is not None
    assert one.facts.name


def test_what_is_undone_stays_in_the_register(store: Workspace) -> None:
    """Undone, done again, taken back, replaced by another: each is told."""
    first, second, third, *_ = dismissals(store)
    override(store, first)
    undo(store, who=CLERK)
    assert states(store) == [(first, UNDONE)]
    redo(store, who=CLERK)
    assert states(store) == [(first, STANDS)]
    undo(store, who=CLERK)
    override(store, second)
    assert states(store) == [(second, STANDS), (first, UNDONE)]
    decide(store, OpenAgain(), [second], who=CLERK)
    override(store, third)
    override(store, third)
    assert states(store) == [
        (third, STANDS), (third, REPLACED), (second, REPLACED), (first, UNDONE)
    ]  # fmt: skip


def test_an_override_whose_case_changed(store: Workspace, workers: Workers) -> None:
    """After a check with another answer it is told with what changed."""
    override(store, dismissals(store)[0])
    policy = load_by_id("us-ca/county-review")
    request = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", AS_OF)
    check_eligibility(store, request, Silent(), who=CLERK, workers=workers)
    (one,) = list_overrides(store)
    assert one.state == STALE
    assert one.review.stale


def test_a_late_override_is_told_with_why(store: Workspace) -> None:
    """Made, and one taken back, after the results were signed off."""
    first, second, *_ = dismissals(store)
    override(store, first)
    sign_off(store, ATTORNEY, "For the court's date")
    override(store, second, why="The court wrote to us")
    accept(store, [first], who=ATTORNEY, why="It was right")
    found = {one.review.conviction_id: one for one in list_overrides(store)}
    assert [late.partition(" (")[0] for late in found[second].late] == ["The court wrote to us"]
    assert found[first].late[0].startswith(f"It was right ({ATTORNEY}, 20")
    assert (found[first].state, found[second].state) == (REPLACED, STANDS)


def test_the_register_as_files(store: Workspace, tmp_path: Path) -> None:
    """CSV and workbook say the same; words that look like a formula are text."""
    first, *_ = dismissals(store)
    decide(
        store,
        Override(
            Outcome.REDUCTION, "OTHER", "=HYPERLINK(1)", Remedy.REDESIGNATION_MISDEMEANOR,
            Procedure.PETITION,
        ),
        [first], who=CLERK,
    )  # fmt: skip
    files = write_register(store, tmp_path / "out", who="ZOË")
    assert [path.name for path in files] == [REGISTER_FILE, REGISTER_BOOK]
    with files[0].open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["Conviction"] == str(first)
    assert line["Program's answer"] == "Eligible for Dismissal"
    assert line["Answer given"] == (
        "Eligible for Reduction, redesignation as a misdemeanor, petition"
    )
    assert line["Words"] == "'=HYPERLINK(1)"
    assert (line["Decided by"], line["State"]) == (CLERK, "stands")
    sheet = openpyxl.load_workbook(files[1]).active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    words = sheet.cell(2, titles.index("Words") + 1)
    assert (words.value, words.data_type) == ("=HYPERLINK(1)", "s")


def test_exported_results_bring_the_register(
    store: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """When there is an override, and else not."""
    formats = frozenset({WORKBOOK})
    before = export_results(store, tmp_path / "a", formats, Silent(), workers=workers, who="ZOË")
    assert REGISTER_FILE not in {path.name for path in before}
    override(store, dismissals(store)[0])
    undo(store, who=CLERK)
    after = export_results(store, tmp_path / "b", formats, Silent(), workers=workers, who="ZOË")
    assert REGISTER_FILE in {path.name for path in after}
    assert "undone" in (tmp_path / "b" / REGISTER_FILE).read_text(encoding="utf-8-sig")
