"""The address book on screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.store.contacts import list_contacts
from ui.contacts.dialog import ContactsDialog
from ui.desk import Desk
from ui.messages import Message


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> ContactsDialog:
    made = ContactsDialog(desk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.count.text() != "", timeout=20_000)
    return made


def add(qtbot: QtBot, dialog: ContactsDialog, name: str, county: str = "Los Angeles") -> None:
    n = dialog.entries.rowCount()
    dialog.new_button.click()
    dialog.form.name.setText(name)
    dialog.form.county.choose(county)
    dialog.form.address.setPlainText("1 Example Street\nLos Angeles, CA 90000")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == n + 1, timeout=20_000)


def test_an_entry_is_added_checked_and_removed(
    qtbot: QtBot, desk: Desk, dialog: ContactsDialog
) -> None:
    """What is old says so in words; the entry in hand stays in hand."""
    assert not dialog.remove_button.isEnabled()
    add(qtbot, dialog, "Superior Court")
    assert desk.reader is not None
    (kept,) = list_contacts(desk.reader)
    assert (kept.role, kept.county) == ("court", "LOS ANGELES")
    assert kept.address == ("1 Example Street", "Los Angeles, CA 90000")
    assert dialog.entries.index(0, 3).data() == "never"
    assert dialog.count.text() == "1 entry, 1 old"
    dialog.checked_button.click()
    qtbot.waitUntil(lambda: dialog.count.text() == "1 entry", timeout=20_000)
    assert dialog.form.contact.checked_on == dialog._day.isoformat()
    dialog.remove_button.click()
    dialog.findChildren(Message)[-1].accept()
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == 0, timeout=20_000)


def test_what_cannot_be_kept_is_said_where_the_eye_is(qtbot: QtBot, dialog: ContactsDialog) -> None:
    """The sentence stands above the list, and the fields keep what was typed."""
    dialog.new_button.click()
    dialog.form.county.setEditText("Los Angles")
    dialog.form.name.setText("Court")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "no county" in dialog.said.text, timeout=20_000)
    assert dialog.form.name.text() == "Court"


def test_a_file_is_taken_in_and_given_out(
    qtbot: QtBot, dialog: ContactsDialog, tmp_path: Path
) -> None:
    """Bad rows are told with their number."""
    path = tmp_path / "book.csv"
    path.write_text("Role,Name\ncourt,One\njudge,Two\n", "utf-8")
    dialog.choose_file = lambda: path
    dialog.take_in()
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == 1, timeout=20_000)
    assert "1 new" in dialog.said.text
    assert "Row 3: There is no role “judge”" in dialog.said.text
    target = tmp_path / "out.csv"
    dialog.choose_target = lambda: target
    dialog.give_out()
    qtbot.waitUntil(lambda: "out.csv" in dialog.said.text, timeout=20_000)
    assert "One" in target.read_text("utf-8-sig")
    dialog.choose_file = lambda: tmp_path / "none.csv"
    dialog.take_in()
    qtbot.waitUntil(lambda: "cannot be read" in dialog.said.text, timeout=20_000)


def test_the_list_is_narrowed_by_role(qtbot: QtBot, dialog: ContactsDialog) -> None:
    """One role at a time, or all; a new entry begins with the role looked at."""
    add(qtbot, dialog, "Superior Court")
    dialog.role.setCurrentIndex(dialog.role.findData("agency"))
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == 0, timeout=20_000)
    assert dialog.form.contact.role == "agency"
    dialog.role.setCurrentIndex(0)
    qtbot.waitUntil(lambda: dialog.entries.rowCount() == 1, timeout=20_000)
