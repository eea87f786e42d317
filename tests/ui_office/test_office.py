"""The office on screen: users, reasons, the second person, and who is at this desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.jobs.decide import Override, decide
from app.model.relief import Outcome
from app.store import office, reviews
from tests.ui_office.conftest import ADMIN, ATTORNEY, CLERK
from ui.application import ReliefDesk
from ui.desk import Desk
from ui.messages import Message
from ui.office.dialog import OfficeDialog
from ui.office.reasons_pane import _CODE, _USED, _WORDS
from ui.office.who_dialog import WhoDialog

Settle = Callable[[], None]


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot, settle: Settle) -> OfficeDialog:
    made = OfficeDialog(desk, None)
    qtbot.addWidget(made)
    made.open()
    settle()
    return made


def users(desk: Desk) -> list[tuple[str, str, bool]]:
    assert desk.reader is not None
    return [(one.name, one.role, one.is_active) for one in office.list_users(desk.reader)]


def test_an_office_begins_with_its_administrator(
    dialog: OfficeDialog, desk: Desk, qtbot: QtBot, settle: Settle
) -> None:
    """The first is offered as administrator under the own name, and works here from then on."""
    pane = dialog.users
    assert "whoever opens this workspace may do everything" in pane.about.text()
    assert (pane.name.text(), pane.new_role.currentText()) == ("A. Clerk", "Administrator")
    assert not pane.new_role.isEnabled()
    pane.name.setText(ADMIN)
    qtbot.keyClick(pane.name, Qt.Key.Key_Return)
    settle()
    assert users(desk) == [(ADMIN, "administrator", True)]
    assert desk.user == ADMIN
    assert desk.last_worker == ADMIN
    assert pane.new_role.isEnabled()
    pane.name.setText(CLERK)
    qtbot.mouseClick(pane.add_button, Qt.MouseButton.LeftButton)
    settle()
    assert users(desk)[1] == (CLERK, "clerk", True)


def test_roles_change_and_users_leave(office_desk: Desk, qtbot: QtBot, settle: Settle) -> None:
    """What an administrator does with the user chosen in the table; refusals are sentences."""
    office_desk.set_worker(ADMIN)
    dialog = OfficeDialog(office_desk, None)
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    pane = dialog.users
    pane.leave_button.click()
    settle()
    assert dialog.told.text.startswith("A. Head is the only administrator")
    pane.table.selectRow(2)
    pane.role.setCurrentIndex(pane.role.findData("attorney"))
    pane.role_button.click()
    settle()
    assert users(office_desk)[2] == (CLERK, "attorney", True)
    pane.leave_button.click()
    settle()
    assert users(office_desk)[2] == (CLERK, "attorney", False)
    assert pane.leave_button.text() == "Comes back"
    pane.leave_button.click()
    settle()
    assert users(office_desk)[2] == (CLERK, "attorney", True)


def test_a_clerk_is_told_whom_to_ask(office_desk: Desk, qtbot: QtBot, settle: Settle) -> None:
    """Nothing changes, the sentence stands in the dialog, a refused choice is taken back."""
    dialog = OfficeDialog(office_desk, None)
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    dialog.users.name.setText("D. Clerk")
    dialog.users.add_button.click()
    settle()
    assert "C. Clerk is a clerk here and may not change users" in dialog.told.text
    assert len(users(office_desk)) == 3
    dialog.tabs.setCurrentWidget(dialog.second)
    dialog.second.choices["all"].click()
    settle()
    assert dialog.second.choices["none"].isChecked()


def test_the_second_person_is_chosen_by_a_sentence(
    dialog: OfficeDialog, desk: Desk, settle: Settle
) -> None:
    """Saved at once, told back as the sentence, read by a screen reader with its sentence."""
    pane = dialog.second
    assert [choice.text() for choice in pane.findChildren(QRadioButton)] == [
        "Nothing", "Overrides", "Relief", "Every decision",
    ]  # fmt: skip
    pane.choices["relief"].click()
    settle()
    assert (
        dialog.told.text == "A second person approves every decision that asks a court for relief."
    )
    assert pane.choices["relief"].accessibleDescription() == dialog.told.text
    assert desk.reader is not None
    assert reviews.second_reviewer(desk.reader) == "relief"


def test_reasons_are_typed_ordered_and_retired(
    dialog: OfficeDialog, desk: Desk, dismissals: list[int], settle: Settle
) -> None:
    """One on record keeps its code and cannot be deleted; a double code is refused."""
    number = dismissals[0]
    desk.run_job(
        "Saving",
        lambda store, _: decide(
            store, Override(Outcome.NOT_ELIGIBLE, "LAW", "A prior"), [number], who="A. Clerk"
        ),
        lambda _: None,
        {"review"},
    )
    settle()
    pane = dialog.reasons
    pane.refresh()
    settle()
    place = [one.code for one in pane.wanted].index("LAW")
    pane.table.setCurrentCell(place, _WORDS)
    assert not pane.delete_button.isEnabled()
    pane._item(place, _USED).setCheckState(Qt.CheckState.Unchecked)
    pane.table.setCurrentCell(0, _WORDS)
    pane.delete_button.click()
    pane.down_button.click()
    pane.add()
    last = pane.table.rowCount() - 1
    pane._item(last, _CODE).setText("outside")
    pane._item(last, _WORDS).setText("As the court told us")
    pane.save_button.click()
    settle()
    assert dialog.told.text == "The code OUTSIDE stands twice in the list. Give each its own."
    pane._item(last, _CODE).setText("told")
    pane.save_button.click()
    settle()
    assert dialog.told.text == "The list is saved."
    assert desk.reader is not None
    found = [(one.code, one.is_used) for one in office.list_reasons(desk.reader)]
    assert found == [
        ("SECTION", True), ("OUTSIDE", True), ("SENTENCE", True), ("LAW", False),
        ("POLICY", True), ("DONE", True), ("OTHER", True), ("TOLD", True),
    ]  # fmt: skip


def test_who_is_here_is_asked_once_after_opening(
    open_in: Callable[[Path], ReliefDesk], office_file: Path, qtbot: QtBot
) -> None:
    """The active users, by keyboard; the choice is recorded, shown and offered the next time."""
    program = open_in(office_file)
    qtbot.waitUntil(lambda: program.window.findChild(WhoDialog) is not None)
    asked = program.window.findChild(WhoDialog)
    assert asked is not None
    assert [asked.users.item(place).text() for place in range(asked.users.count())] == [
        "A. Head, administrator", "B. Attorney, attorney", "C. Clerk, clerk",
    ]  # fmt: skip
    assert program.window.header._user.text() == "Say who you are"
    qtbot.keyClick(asked.users, Qt.Key.Key_Down)
    qtbot.keyClick(asked.users, Qt.Key.Key_Down)
    qtbot.keyClick(asked.users, Qt.Key.Key_Return)
    assert program.desk.user == CLERK
    assert program.window.header._user.text() == "C. Clerk, clerk"
    qtbot.waitUntil(lambda: program.window.findChild(WhoDialog) is None)
    with qtbot.waitSignal(program.desk.workspace_closed):
        program.window.close_workspace()
    assert program.desk.user != CLERK
    open_in(office_file)
    qtbot.waitUntil(lambda: program.window.findChild(WhoDialog) is not None)
    again = program.window.findChild(WhoDialog)
    assert again is not None
    assert again.users.currentItem().text() == "C. Clerk, clerk"


def test_who_only_looks_changes_nothing(
    open_in: Callable[[Path], ReliefDesk],
    office_file: Path,
    qtbot: QtBot,
    settled: Callable[[Desk], None],
) -> None:
    """The refusal is the sentence with the users; from the header another can come."""
    program = open_in(office_file)
    program.desk.set_user("Z. Nobody")
    qtbot.waitUntil(lambda: program.window.findChild(WhoDialog) is not None)
    asked = program.window.findChild(WhoDialog)
    assert asked is not None
    asked.reject()
    assert program.desk.user == "Z. Nobody"
    actions = [one for one in program.window.findChildren(QAction) if "ffice" in one.text()]
    actions[0].trigger()
    dialog = program.window.findChild(OfficeDialog)
    assert dialog is not None
    settled(program.desk)
    dialog.users.name.setText("D. Clerk")
    dialog.users.add_button.click()
    settled(program.desk)
    assert dialog.told.text.startswith("Z. Nobody is not a user of this workspace.")
    dialog.reject()
    program.window.header._user.click()
    found = program.window.findChildren(WhoDialog)
    found[-1].users.setCurrentRow(1)
    found[-1].yes.click()
    assert program.desk.user == ATTORNEY


def test_a_typed_list_is_not_lost_silently(desk: Desk, qtbot: QtBot, settle: Settle) -> None:
    """Closing asks once while the list of reasons is changed and not saved."""
    window = QWidget()
    qtbot.addWidget(window)
    dialog = OfficeDialog(desk, window)
    dialog.open()
    settle()
    assert not dialog.reasons.is_changed
    dialog.reasons._item(0, _WORDS).setText("Something else")
    dialog.reject()
    assert dialog.isVisible()
    question = dialog.findChild(Message)
    assert question is not None
    assert "What was typed is lost" in " ".join(one.text() for one in question.findChildren(QLabel))
    question.accept()
    qtbot.waitUntil(lambda: window.findChild(OfficeDialog) is None)
