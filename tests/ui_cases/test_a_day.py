"""A whole day at the desk: fifty decisions by keyboard, undo, a killed process, and on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.store import audit, check
from app.store.questions import get_questions
from app.store.reviews import ACCEPTED, PARKED, count_reviews, find_review
from app.store.workspace import Workspace, open_workspace
from tests.ui_cases.conftest import PASSPHRASE
from ui.cases.page import CasesPage
from ui.desk import Desk

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGKILL"), reason="this system has no signal that kills at once"
)


@pytest.fixture
def morning(own_file: Path) -> dict[str, object]:
    """What was on the screen when the process was killed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui_cases.day_child", str(own_file), PASSPHRASE],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_what_was_on_the_screen_is_on_disk_after_a_kill(
    morning: dict[str, object],
    own_file: Path,
    open_desk: Callable[[Callable[[], Workspace]], Desk],
    qtbot: QtBot,
) -> None:
    """Every decision, the undone ones undone; the afternoon undoes and goes on where it was."""
    accepted, undone = morning["accepted"], morning["undone"]
    assert isinstance(accepted, list)
    assert isinstance(undone, list)
    assert len(accepted) == 47
    with open_workspace(own_file, PASSPHRASE) as workspace:
        assert count_reviews(workspace)[ACCEPTED] == 47
        for number in accepted:
            review = find_review(workspace, number)
            assert review is not None
            assert (review.decision, review.reviewer) == (ACCEPTED, "A. Clerk")
        parked = find_review(workspace, int(str(morning["parked"])))
        assert parked is not None
        assert (parked.decision, parked.words) == (PARKED, "Ask the court for the docket")
        asked = int(str(morning["asked"]))
        assert get_questions(workspace, [asked])[asked].words == "Does the prior count?"
        assert audit.find_break(workspace) is None
        assert check.find_problems(workspace) == []
    desk = open_desk(lambda: open_workspace(own_file, PASSPHRASE))
    page = CasesPage(desk)
    qtbot.addWidget(page)
    desk.data_changed.connect(page.refresh)
    page.resize(1280, 760)
    page.show()
    page.refresh({"import", "check"})

    def settle() -> None:
        qtbot.waitUntil(lambda: page.is_settled and not desk.tasks.is_busy, timeout=20_000)

    settle()
    assert page.reviewed.text() == morning["reviewed"]
    for _ in range(2):  # the question, then the parking: undo reaches into the morning
        qtbot.keyClick(page.queue.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        settle()
    assert desk.reader is not None
    assert get_questions(desk.reader, [asked]) == {}
    assert count_reviews(desk.reader) == {ACCEPTED: 47}
    page.open_with(outcome="DISMISSAL", decision="open")
    settle()
    assert page.queue.current_id not in accepted
    qtbot.keyClick(page.queue.table, Qt.Key.Key_A)
    settle()
    assert count_reviews(desk.reader) == {ACCEPTED: 48}
