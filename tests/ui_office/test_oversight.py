"""Approvals, overrides and the sign-off on screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.jobs.decide import Accept, Override, decide, undo
from app.jobs.office import set_second_reviewer
from app.jobs.sign_off import sign_off
from app.model.relief import Outcome
from app.store import reviews, signing
from app.store.workspace import Workspace
from tests.ui_office.conftest import ADMIN, ATTORNEY, CLERK
from ui.desk import Desk
from ui.oversight.pane import OversightPane
from ui.words_dialog import WordsDialog

Settle = Callable[[], None]
Do = Callable[[Callable[[Workspace], object]], None]


@pytest.fixture
def do(office_desk: Desk, settle: Settle) -> Do:
    """Does something with the workspace as another desk would."""

    def run(job: Callable[[Workspace], object]) -> None:
        office_desk.run_job("Working", lambda store, _: job(store), lambda _: None, {"review"})
        settle()

    return run


@pytest.fixture
def pane(office_desk: Desk, qtbot: QtBot, settle: Settle) -> OversightPane:
    """In sight, and told of changes as its page would be."""
    made = OversightPane(office_desk)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    qtbot.waitExposed(made)
    office_desk.data_changed.connect(made.refresh)
    made.refresh({"review"})
    settle()
    return made


def overriding(number: int, who: str = CLERK, why: str = "") -> Callable[[Workspace], object]:
    decision = Override(Outcome.NOT_ELIGIBLE, "RECORD", "The level is wrong")
    return lambda store: decide(store, decision, [number], who=who, why_late=why)


def answer_words(pane: OversightPane, words: str) -> None:
    asked = pane.findChildren(WordsDialog)[-1]
    asked.words.setPlainText(words)
    asked.yes.click()


def test_a_second_person_approves_what_waits(
    pane: OversightPane, office_desk: Desk, do: Do, dismissals: list[int], settle: Settle,
    qtbot: QtBot,
) -> None:  # fmt: skip
    """One, several, all of a reviewer; one's own and a clerk's try are refused in a sentence."""
    ids = dismissals[:5]
    do(lambda store: decide(store, Accept(), ids[:4], who=CLERK))
    do(overriding(ids[4], who=ATTORNEY))
    do(lambda store: set_second_reviewer(store, "all", who=ADMIN))
    assert pane.choices["approvals"].text() == "Second person (5)"
    pane.show_part("approvals")
    settle()
    view = pane.approvals
    assert view.rule.text() == "A second person approves every decision."
    assert [view.reviewer.itemText(n) for n in range(view.reviewer.count())] == [
        "Everybody (5)", "B. Attorney (1)", "C. Clerk (4)",
    ]  # fmt: skip
    view.approve_button.click()
    settle()
    assert "C. Clerk is a clerk here and may not approve" in view.told.text
    office_desk.set_worker(ATTORNEY)
    settle()
    view.table.selectRow(4)
    view.approve_button.click()
    settle()
    assert f"Conviction {ids[4]} was decided by B. Attorney" in view.told.text
    view.table.selectRow(0)
    with qtbot.waitSignal(pane.case_wanted) as asked:
        view.show_button.click()
    assert asked.args == [ids[0]]
    assert view.detail.text().startswith("The program answers Eligible for Dismissal (")
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.approve_button.text() == "Approve 2"
    view.approve_button.click()
    settle()
    assert view.told.text == "2 decisions were approved."
    view.reviewer.setCurrentIndex(view.reviewer.findData(CLERK))
    view.reviewer.activated.emit(view.reviewer.currentIndex())
    settle()
    assert view.all_button.text() == "Approve all 2 of C. Clerk"
    view.all_button.click()
    settle()
    assert pane.choices["approvals"].text() == "Second person (1)"
    assert view.reviewer.currentText() == "Everybody (1)"
    assert office_desk.reader is not None
    approved = reviews.get_reviews(office_desk.reader, ids)
    assert [approved[number].approver for number in ids] == [ATTORNEY] * 4 + [""]


def test_the_register_is_searched_filtered_and_exported(
    pane: OversightPane, do: Do, dismissals: list[int], settle: Settle, qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    """Undone ones stay listed; the chosen one is told in full; the case can be opened."""
    first, second = dismissals[:2]
    pane.show_part("overrides")
    settle()
    view = pane.overrides
    assert view._all == []
    do(overriding(first))
    do(lambda store: undo(store, who=CLERK))
    do(overriding(second))
    assert view.count.text() == "2 overrides"
    assert [view.model.data(view.model.index(row, 8)) for row in range(2)] == ["Stands", "Undone"]
    assert "Eligible for Dismissal (" in view.detail.text()
    assert "The record is wrong or incomplete: The level is wrong" in view.detail.text()
    view.state.setCurrentIndex(view.state.findData("undone"))
    view.state.activated.emit(view.state.currentIndex())
    assert view.count.text() == "1 of 2 overrides"
    with qtbot.waitSignal(pane.case_wanted) as asked:
        view.show_button.click()
    assert asked.args == [first]
    view.search.setText("nobody is called this")
    assert view.model.rowCount() == 0
    assert not view.show_button.isEnabled()
    view.choose_folder = lambda: tmp_path / "register"
    view.export_button.click()
    settle()
    assert view.told.text == "Written to register: Overrides.csv, Overrides.xlsx."
    assert (tmp_path / "register" / "Overrides.csv").read_text(encoding="utf-8-sig").count(
        "\n"
    ) == 3


def test_results_are_signed_off_and_lifted(
    pane: OversightPane, office_desk: Desk, do: Do, dismissals: list[int], settle: Settle
) -> None:
    """What is open needs words; then the changes since are listed with their reasons."""
    pane.show_part("sign-off")
    settle()
    view = pane.sign_off
    assert view.heading.text() == "Not signed off"
    assert "Still open:\n•  " in view.open.text()
    assert "convictions are not reviewed" in view.open.text()
    view.sign_button.click()
    answer_words(pane, "The rest comes later")
    settle()
    assert "C. Clerk is a clerk here and may not sign results off" in view.told.text
    office_desk.set_worker(ATTORNEY)
    view.sign_button.click()
    answer_words(pane, "")
    assert pane.findChildren(WordsDialog)[-1].problem.text == "Say it in words."
    answer_words(pane, "The rest comes later")
    settle()
    assert view.heading.text() == "Signed off"
    assert view.says.text().endswith("Words: The rest comes later")
    assert view.changes_title.text() == "No change since"
    do(overriding(dismissals[0], why="The court wrote to us"))
    assert view.changes_title.text() == "1 change since"
    cells = [view.model.data(view.model.index(0, place)) for place in range(1, 6)]
    assert cells == [
        CLERK, f"{dismissals[0]:,}", "open",
        "overridden to NOT ELIGIBLE (RECORD: The level is wrong)", "The court wrote to us",
    ]  # fmt: skip
    view.verify_button.click()
    settle()
    assert "but for 1 change that stands with its reason" in view.verified.text()
    assert view.broken.isHidden()
    view.lift_button.click()
    answer_words(pane, "A case was forgotten")
    settle()
    assert view.heading.text() == "Not signed off"
    assert "Lifted by B. Attorney" in view.past.text()
    assert office_desk.reader is not None
    assert signing.find_sign_off(office_desk.reader) is None


def test_an_approval_after_the_sign_off_asks_why(
    pane: OversightPane, office_desk: Desk, do: Do, dismissals: list[int], settle: Settle
) -> None:
    """And stands in the list of changes."""
    do(lambda store: decide(store, Accept(), dismissals[:1], who=CLERK))
    do(lambda store: set_second_reviewer(store, "all", who=ADMIN))
    do(lambda store: sign_off(store, ATTORNEY, "The rest comes later"))
    office_desk.set_worker(ATTORNEY)
    pane.show_part("approvals")
    settle()
    pane.approvals.approve_button.click()
    answer_words(pane, "It was forgotten")
    settle()
    assert pane.approvals.told.text == "1 decision was approved."
    assert office_desk.reader is not None
    signed = signing.find_sign_off(office_desk.reader)
    assert signed is not None
    (change,) = signing.list_late_changes(office_desk.reader, signed.id)
    assert change.why == "It was forgotten"


def test_what_is_out_of_sight_is_read_when_it_is_shown(
    office_desk: Desk, qtbot: QtBot, do: Do, dismissals: list[int], settle: Settle
) -> None:
    """A decision does not wait for lists that nobody looks at."""
    pane = OversightPane(office_desk)
    qtbot.addWidget(pane)
    office_desk.data_changed.connect(pane.refresh)
    do(overriding(dismissals[0]))
    assert pane.approvals.found is None
    pane.show_part("overrides")
    pane.show()
    qtbot.waitExposed(pane)
    settle()
    assert pane.overrides.count.text() == "1 override"
    assert pane.approvals.found is not None
