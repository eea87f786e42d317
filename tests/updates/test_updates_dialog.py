"""Help, Updates: a bundle is chosen, proven, used and rolled back in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.rules.catalog import load_by_id
from tests.ui.conftest import program  # noqa: F401 - fixture
from tests.updates.conftest import POLICY, Signer
from tests.window import LONG
from ui.application import ReliefDesk
from ui.messages import Message
from ui.updates.dialog import UpdatesDialog


def _said(dialog: QDialog) -> str:
    return "\n".join(part.text() for part in dialog.findChildren(QLabel))


def _press(dialog: QDialog, text: str) -> None:
    next(one for one in dialog.findChildren(QPushButton) if one.text() == text).click()


def _question(dialog: QDialog) -> Message:
    return dialog.findChildren(Message)[-1]


def test_a_bundle_is_taken_and_rolled_back(
    program: ReliefDesk,  # noqa: F811
    qtbot: QtBot,
    signer: Signer,
    new_policies: Callable[[str], Path],
) -> None:
    """Who signed it is asked about first; what happened stands above the list."""
    path = signer.bundle(new_policies("2027.1"))
    dialog = UpdatesDialog(program.desk, program.window)
    dialog.open()
    qtbot.waitUntil(lambda: "No bundle is in use" in _said(dialog), timeout=LONG)
    dialog.choose_file = lambda: path
    dialog.look()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(Message)), timeout=LONG)
    asked = _said(_question(dialog))
    for words in ("2027.1", "signed by Relief Desk releases", "The law of 2027."):
        assert words in asked
    _press(_question(dialog), "Use it")
    qtbot.waitUntil(
        lambda: "2027.1, signed by Relief Desk releases: whole" in _said(dialog), timeout=LONG
    )
    assert load_by_id(POLICY).version == "2027.1"
    _press(dialog, "Roll back…")
    _press(_question(dialog), "Roll back")
    qtbot.waitUntil(lambda: "No bundle is in use" in _said(dialog), timeout=LONG)
    assert load_by_id(POLICY).version != "2027.1"
    dialog.close()


def test_a_strangers_bundle_is_refused_in_the_dialog(
    program: ReliefDesk,  # noqa: F811
    qtbot: QtBot,
    signer: Signer,
    stranger: Signer,
    new_policies: Callable[[str], Path],
) -> None:
    """The sentence stands there; no question is asked."""
    path = stranger.bundle(new_policies("2027.1"))
    dialog = UpdatesDialog(program.desk, program.window)
    dialog.open()
    dialog.choose_file = lambda: path
    dialog.look()
    qtbot.waitUntil(
        lambda: "not signed by anybody this program trusts" in _said(dialog), timeout=LONG
    )
    assert not dialog.findChildren(Message)
    dialog.close()


def test_a_dialog_that_is_closed_meanwhile(
    program: ReliefDesk,  # noqa: F811
    qtbot: QtBot,
    signer: Signer,
    new_policies: Callable[[str], Path],
) -> None:
    """The bundle is taken all the same, which is told above the page."""
    dialog = UpdatesDialog(program.desk, program.window)
    dialog.open()
    dialog._install(signer.bundle(new_policies("2027.1")))
    dialog.close()
    qtbot.waitUntil(lambda: not program.desk.tasks.is_busy, timeout=LONG)
    assert "2027.1 is here" in program.window.banner.text
    assert load_by_id(POLICY).version == "2027.1"
