"""The case on the review page: numbers, flags, convictions, decisions, source rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.jobs.decide import Accept, Override, Park, answer_question, ask_attorney, decide
from app.jobs.decide import add_note as write_note
from app.model.relief import Outcome
from app.store import audit
from app.store.queue import get_rows, list_person_convictions
from app.store.reviews import SECOND_REVIEWER
from app.store.workspace import Workspace, open_workspace
from tests.ui_cases.conftest import PASSPHRASE, settle
from ui.cases import number_line
from ui.cases.answer_html import Link
from ui.cases.case_view import CaseView
from ui.cases.page import CasesPage
from ui.cases.person_pane import LOG
from ui.cases.source_row import SourceRowDialog
from ui.desk import Desk


def view_of(page: CasesPage) -> CaseView:
    view = page._current_view()
    assert view is not None
    return view


def write(qtbot: QtBot, page: CasesPage, desk: Desk, job: Callable[[Workspace], object]) -> None:
    """Something is decided elsewhere, and the page sees it."""
    desk.run_job("Deciding", lambda workspace, _: job(workspace), lambda _: None, {"review"})
    settle(qtbot, page, desk)


def open_case(qtbot: QtBot, page: CasesPage, desk: Desk, conviction_id: int) -> None:
    page.open_with(conviction_id=conviction_id)
    settle(qtbot, page, desk)
    assert view_of(page).row.conviction_id == conviction_id


def find_ids_of(desk: Desk, outcome: str) -> list[int]:
    """Convictions that are answered so, by their numbers."""
    assert desk.reader is not None
    rows = desk.reader.connection.execute(
        "SELECT conviction_id FROM determination WHERE outcome = ? ORDER BY 1", (outcome,)
    )
    return [row[0] for row in rows]


def answered(desk: Desk, outcome: str) -> int:
    return find_ids_of(desk, outcome)[0]


def of_several(desk: Desk) -> list[int]:
    """The convictions under review of somebody who has more than one, the first ones relief."""
    assert desk.reader is not None
    for number in find_ids_of(desk, "DISMISSAL"):
        (row,) = get_rows(desk.reader, [number])
        own = list_person_convictions(desk.reader, row.person_id)
        found = [one.conviction_id for one in get_rows(desk.reader, own) if one.outcome]
        if len(found) > 1:
            return found
    raise AssertionError("nobody has several")


def logged(path: Path) -> list[tuple[str, str, str]]:
    with open_workspace(path, PASSPHRASE) as store:
        found = audit.entries(store)
        return [(e.who, e.subject, e.new) for e in found if e.action == "number shown"]


# Numbers


def test_a_number_is_masked_until_its_record_is_written(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """Show writes the record and then shows; Copy copies; Hide hides; another person is masked."""
    view, line = view_of(page), page.person.header.lines[0]
    number = view.sheet.person.cii
    assert number
    assert number not in line.text.text()
    assert not line.copy_button.isVisible()
    qtbot.mouseClick(line.show_button, Qt.MouseButton.LeftButton)
    settle(qtbot, page, desk)
    assert line.text.text() == f"CII {number}"
    assert line.show_button.accessibleName() == "Hide the CII number"
    qtbot.mouseClick(line.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == number
    qtbot.mouseClick(line.show_button, Qt.MouseButton.LeftButton)
    assert number not in line.text.text()
    qtbot.mouseClick(line.show_button, Qt.MouseButton.LeftButton)
    settle(qtbot, page, desk)
    page.queue.step(1)
    settle(qtbot, page, desk)
    assert all("*" in one.text.text() for one in page.person.header.lines)
    desk.close_reader()
    desk.tasks.join()
    assert logged(own_file) == [("A. Clerk", f"person {view.row.person_id}", "cii")] * 2


def test_a_number_goes_after_a_minute(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Nobody has to remember to hide it."""
    assert number_line.SHOWN_MS == 60_000
    line = page.person.header.lines[0]
    line.show_button.click()
    settle(qtbot, page, desk)
    assert line.is_whole
    line._timer.start(1)
    qtbot.waitUntil(lambda: not line.is_whole)
    assert "*" in line.text.text()


def test_leaving_the_page_masks(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Coming back to the same person, the number is asked for again."""
    line = page.person.header.lines[0]
    line.show_button.click()
    settle(qtbot, page, desk)
    assert line.is_whole
    page.hide()
    page.show()
    assert not line.is_whole


def test_a_number_is_not_shown_while_a_long_job_has_the_store(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """It could not be recorded at once; the sentence stands where the number would."""
    gate, line = Event(), page.person.header.lines[0]
    with qtbot.waitSignal(desk.tasks.started):
        desk.run_job("Importing", lambda *_: gate.wait(20), lambda _: None, set())
    line.show_button.click()
    assert not line.is_whole
    trouble = page.person.header.trouble
    assert trouble.isVisible()
    assert "“Importing” comes first" in trouble.text()
    gate.set()
    settle(qtbot, page, desk)
    assert not line.is_whole
    line.show_button.click()
    assert not trouble.isVisible()
    settle(qtbot, page, desk)
    assert line.is_whole


def test_a_refusal_of_the_store_is_told(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """Who is no user of the office sees no number."""
    desk.preferences.user = " "
    page.person.header.number_wanted.emit(view_of(page).row.person_id, "ssn")
    settle(qtbot, page, desk)
    assert page.person.header.trouble.isVisible()
    assert not any(line.is_whole for line in page.person.header.lines)


def test_a_source_row_shows_its_numbers_after_the_same_record(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """Masked in the table and in the line; the button shows them and goes."""
    view = view_of(page)
    page.person.place_wanted.emit(Link(view.at, "OFFENSE_DESCR"))
    settle(qtbot, page, desk)
    dialog = page._dialogs[0]
    assert isinstance(dialog, SourceRowDialog)
    number = view.sheet.person.cii

    def said() -> str:
        rows = (dialog.model.get_row(n)[2] for n in range(dialog.model.rowCount()))
        return dialog.raw.toPlainText() + "\n".join(rows)

    assert number not in said()
    qtbot.mouseClick(dialog.numbers, Qt.MouseButton.LeftButton)
    settle(qtbot, page, desk)
    assert said().count(number) >= 2
    assert not dialog.numbers.isVisible()
    dialog.close()
    desk.close_reader()
    desk.tasks.join()
    row = f"person {view.row.person_id}, LA.dat, row {view.at.row}"
    assert logged(own_file) == [("A. Clerk", row, "source row")]


# Flags


def test_a_flag_opens_the_row_it_rests_on(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """By mouse and by keyboard; hovering and a screen reader tell the same words."""
    for _ in range(page.queue.model.rowCount()):
        tags = [tag for tag in page.person.header.tags if len(tag.flag.evidence) == 1]
        if tags:
            break
        page.queue.step(1)
        settle(qtbot, page, desk)
    tag = tags[0]
    evidence = tag.flag.evidence[0]
    assert evidence.what in tag.toolTip()
    assert evidence.what in tag.accessibleDescription()
    tag.setFocus()
    with qtbot.waitSignal(page.person.place_wanted) as asked:
        qtbot.keyClick(tag, Qt.Key.Key_Space)
    assert asked.args == [Link(evidence.at, evidence.column)]
    settle(qtbot, page, desk)
    assert isinstance(page._dialogs[0], SourceRowDialog)
    page._dialogs[0].close()


# Convictions


def test_the_convictions_of_the_person_are_listed_and_a_click_shows_one(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Answer, state and why of each; the one in sight is chosen."""
    numbers = of_several(desk)
    open_case(qtbot, page, desk, numbers[0])
    listing = page.person.convictions
    assert [one.row.conviction_id for one in listing.model.convictions] == numbers
    assert page.person.selected_convictions == [numbers[0]]
    row = listing.model.get_row(0)
    assert row[3] == "Open"
    assert row[4] == view_of(page).row.reason
    below = listing.table.visualRect(listing.model.index(1, 0)).center()
    viewport = listing.table.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=below)
    settle(qtbot, page, desk)
    assert view_of(page).row.conviction_id == numbers[1]
    assert page.person.selected_convictions == [numbers[1]]


def test_several_are_chosen_and_decided_together(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """Ctrl and a click add one without leaving the one in sight; a note goes to all chosen."""
    numbers = of_several(desk)
    open_case(qtbot, page, desk, numbers[0])
    listing = page.person.convictions
    point = listing.table.visualRect(listing.model.index(1, 0)).center()
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(page.person.selection_changed) as changed:
        qtbot.mouseClick(listing.table.viewport(), Qt.MouseButton.LeftButton, control, point)
    settle(qtbot, page, desk)
    assert changed.args == [numbers[:2]]
    assert page.person.selected_convictions == numbers[:2]
    assert view_of(page).row.conviction_id == numbers[0]
    assert "2 chosen" in listing.hint.text()
    chosen = page._find_chosen()
    assert chosen is not None
    assert sorted(chosen.ids) == sorted(numbers[:2])
    page.queue.step(1)
    settle(qtbot, page, desk)
    assert page.person.selected_convictions == [view_of(page).row.conviction_id]


# What was decided


def test_an_override_stands_beside_the_struck_answer(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Reason, words, who, that a second person is awaited; the list has the person's answer."""
    number = answered(desk, "DISMISSAL")
    override = Override(Outcome.NOT_ELIGIBLE, "OUTSIDE", "A conviction <b>elsewhere</b>.")

    def job(store: Workspace) -> None:
        store.save_setting(SECOND_REVIEWER, "overrides")
        decide(store, override, [number], who="A. Clerk")

    write(qtbot, page, desk, job)
    open_case(qtbot, page, desk, number)
    html, text = page.person.answer.toHtml(), page.person.answer.toPlainText()
    assert page.person.answer_line.text.startswith("Not eligible, overridden. The program: Dism")
    assert "Overridden by A. Clerk" in text
    assert "The program: Dismissal. The reviewer: \N{OBJECT REPLACEMENT CHARACTER} Not" in text
    assert "line-through" in html
    assert "Reason: Another record, not in the files, says otherwise (OUTSIDE)" in text
    assert "A conviction <b>elsewhere</b>." in text
    assert "Awaits the approval of a second person." in text
    assert text.index("What the program answers") < text.index("Eligible for Dismissal")
    row = page.person.convictions.model.get_row(page.person.convictions.table.currentIndex().row())
    assert row[2:4] == ("Not eligible", "Overridden, to approve")


def test_parked_asked_and_noted(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """The reminder, the question with its answer, and the notes, oldest first."""
    number = answered(desk, "DISMISSAL")

    def job(store: Workspace) -> None:
        decide(store, Park("Waiting for the file"), [number], who="A. Clerk")
        write_note(store, [number], "Box 12", who="A. Clerk")
        write_note(store, [number], "Box 13", who="A. Clerk")
        ask_attorney(store, [number], "Same section?", who="A. Clerk")

    write(qtbot, page, desk, job)
    open_case(qtbot, page, desk, number)
    text = page.person.answer.toPlainText()
    assert "Parked by A. Clerk" in text
    assert "Waiting for the file" in text
    assert text.index("Box 12") < text.index("Box 13")
    assert "No answer yet; no paper is made until there is one." in text
    write(
        qtbot, page, desk,
        lambda store: answer_question(store, number, "It is.", who="B. Attorney"),
    )  # fmt: skip
    text = page.person.answer.toPlainText()
    assert "Answered by B. Attorney" in text
    assert "No answer yet" not in text


def test_a_stale_decision_says_what_changed(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """In words a person knows, above everything that was decided."""
    number = answered(desk, "DISMISSAL")

    def job(store: Workspace) -> None:
        decide(store, Accept(), [number], who="A. Clerk")
        with store.transaction() as connection:
            connection.execute(
                "UPDATE review SET stale = 'answer: HAND REVIEW → DISMISSAL; reason: a → b', "
                "stale_by = 'check' WHERE conviction_id = ?",
                (number,),
            )

    write(qtbot, page, desk, job)
    open_case(qtbot, page, desk, number)
    text = page.person.answer.toPlainText()
    assert "Changed since it was decided. Look at it again." in text
    assert "Answer: Hand review → Dismissal" in text
    assert "Reason: a → b" in text
    assert text.index("Changed since") < text.index("Accepted by A. Clerk")


def test_every_decision_is_listed_with_before_and_after(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """The newest first, from the record of the work."""
    number, other = list(find_ids_of(desk, "DISMISSAL"))[:2]

    def job(store: Workspace) -> None:
        decide(store, Accept(), [number], who="A. Clerk")
        decide(store, Park("Wait"), [number, other], who="B. Clerk")

    write(qtbot, page, desk, job)
    open_case(qtbot, page, desk, number)
    rows = [page.person.log_model.get_row(n) for n in range(page.person.log_model.rowCount())]
    assert [row[1:] for row in rows] == [
        ("B. Clerk", "Parked: Wait; before: accepted"),
        ("A. Clerk", "Accepted"),
    ]
    assert page.person.tabs.tabText(LOG) == "Decisions (2)"


# The pane


def test_a_row_of_the_history_opens_by_keyboard(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Enter on a line of the history, and on an event of the time line."""
    page.person.tabs.setCurrentIndex(1)
    table = page.person.history
    table.setFocus()
    table.setCurrentIndex(page.person.history_model.index(0, 0))
    with qtbot.waitSignal(page.person.place_wanted):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    page._dialogs[0].close()
    picture = page.person.time_line.picture
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    with qtbot.waitSignal(page.person.place_wanted) as asked:
        qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert asked.args == [Link(view_of(page).at, "")]
    settle(qtbot, page, desk)
    page._dialogs[0].close()


def test_a_fact_opens_by_keyboard_and_comes_into_sight(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Tab walks from link to link; the pane follows; Enter opens the row."""
    answer = page.person.answer
    answer.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(12):
        qtbot.keyClick(answer, Qt.Key.Key_Tab)
    assert answer.hasFocus()
    rect = answer.cursorRect()
    at = answer.viewport().mapTo(page.person.viewport(), rect.center())
    assert page.person.viewport().rect().contains(QPoint(5, at.y()))
    with qtbot.waitSignal(page.person.place_wanted):
        qtbot.keyClick(answer, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    page._dialogs[0].close()


def test_the_case_keeps_its_place_when_it_is_shown_again(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """After a note, or on coming back to the page: the same part of it is in sight."""
    number = view_of(page).row.conviction_id
    bar = page.person.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    assert place > 0
    write(qtbot, page, desk, lambda store: write_note(store, [number], "Box 12", who="A. Clerk"))
    qtbot.wait(20)
    assert view_of(page).row.conviction_id == number
    assert "Box 12" in page.person.answer.toPlainText()
    assert bar.value() == place


def test_only_the_pane_scrolls(page: CasesPage) -> None:
    """The answer is as high as its text: no bar inside a bar."""
    answer = page.person.answer
    assert answer.verticalScrollBar().maximum() == 0
    assert answer.height() >= answer.document().size().height()
    assert page.person.verticalScrollBar().maximum() > 0
    assert page.person.horizontalScrollBar().maximum() == 0
