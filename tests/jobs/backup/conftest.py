"""A checked workspace of five people, a folder for backups, and somebody who watches progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Cancelled
from app.jobs.backup.make import MadeBackup, make_backup
from app.jobs.progress import Silent
from app.store.backups import BUTTON
from app.store.workspace import Workspace
from tests.store.conftest import filled, workspace  # noqa: F401 - fixtures

WHO = "A. Clerk"


class StopsAt:
    """A progress that asks to stop at one label, and remembers what it was told."""

    def __init__(self, label: str = "", how: type[BaseException] = Cancelled) -> None:
        self.label, self.how = label, how
        self.told: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, label: str) -> None:
        self.told.append((done, total, label))
        if self.label and label == self.label:
            raise self.how


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Stick, März's"
    made.mkdir()
    return made


def backed_up(workspace: Workspace, folder: Path, cause: str = BUTTON) -> MadeBackup:  # noqa: F811
    return make_backup(workspace, folder, who=WHO, cause=cause, progress=Silent())
