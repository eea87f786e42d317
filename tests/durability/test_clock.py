"""The clock is set back: the order of the work stays certain, and what is doubtful is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.cli.main import main
from app.jobs import decide
from app.store import audit, check, queue, reviews
from app.store.clock_steps import find_clock_steps
from app.store.key import Key
from app.store.workspace import create_workspace, open_workspace
from tests.durability.works import NAME, WHO

NOON, DAY_BEFORE = "2026-11-02T12:00:00.000000+00:00", "2026-11-01T09:30:00.000000+00:00"


def test_the_latest_decision_counts_whatever_the_clock_says(
    checked: tuple[Path, Key], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parked after it was accepted, though dated before: it is parked, and undo takes that back."""
    path = tmp_path / NAME
    shutil.copy(checked[0] / NAME, path)
    with open_workspace(path, checked[1]) as workspace:
        rows = queue.get_rows(workspace, queue.list_by_date(workspace, in_scope_only=True))
        case = next(row.conviction_id for row in rows if row.outcome == "DISMISSAL")
        monkeypatch.setattr(decide, "now", lambda: NOON)
        decide.decide(workspace, decide.Accept(), [case], who=WHO)
        monkeypatch.setattr(decide, "now", lambda: DAY_BEFORE)
        decide.decide(workspace, decide.Park("see the file"), [case], who=WHO)
        review = reviews.find_review(workspace, case)
        assert review is not None
        assert review.decision == "parked"
        assert check.find_problems(workspace) == []
        decide.undo(workspace, who=WHO)
        review = reviews.find_review(workspace, case)
        assert review is not None
        assert review.decision == "accepted"
        assert audit.find_break(workspace) is None
        steps = find_clock_steps(workspace)
        assert [(one.at, one.before) for one in steps][-1] == (DAY_BEFORE, NOON)


def test_verify_says_that_a_clock_was_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The workspace is whole all the same; the entry is named with both times."""
    monkeypatch.setenv("RELIEF_DESK_PASSPHRASE", "made-up words")
    path = tmp_path / NAME
    with create_workspace(path, "made-up words", name="O", county="", created_at=NOON) as workspace:
        for at in (NOON, DAY_BEFORE, NOON):
            with workspace.transaction():
                number = audit.append(workspace, at=at, who=WHO, action="setting")
    assert main(["verify", str(path)]) == 0
    said = capsys.readouterr().err
    assert (
        f"Entry {number - 1} of the record is dated 2026-11-01T09:30:00, before the entry it "
        "follows (2026-11-02T12:00:00): a clock was set back."
    ) in said
    assert "Office.relief is whole." in said
