"""An office of three that signs in, made cheaply; each test has its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.jobs.keys import change_own, give_passphrase
from app.jobs.office import add_user
from app.jobs.sign_in import sign_in
from app.store import key, sealing
from app.store.workspace import create_workspace

OFFICE = "four words of the office"
ADMIN, ATTORNEY, CLERK = "A. Head", "B. Attorney", "C. Clerk"
OWN = {ADMIN: "the head's own words", ATTORNEY: "the lawyer's own words", CLERK: "a clerk's words"}
FIRST = "to be changed at once"


def no_wait(_seconds: float) -> None:
    """Wrong passphrases cost a wait, which nobody has to sit out here."""


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slot says its costs itself: a test takes less memory and opens it all the same."""
    monkeypatch.setattr(key, "ROUNDS", 1_000)
    monkeypatch.setattr(sealing, "COST", {"n": 1 << 10, "r": 8, "p": 1})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace under the office's passphrase, without users."""
    found = tmp_path / "Office, Müller's.relief"
    create_workspace(
        found, OFFICE, name="Office", county="YOLO", created_at="2026-11-01T00:00:00+00:00"
    ).close()
    return found


@pytest.fixture
def office(path: Path) -> Path:
    """An administrator, an attorney and a clerk who sign in with passphrases of their own."""
    with sign_in(path, OFFICE, ADMIN) as workspace:
        add_user(workspace, ADMIN, "administrator", who=ADMIN)
        add_user(workspace, ATTORNEY, "attorney", who=ADMIN)
        add_user(workspace, CLERK, "clerk", who=ADMIN)
        give_passphrase(workspace, ADMIN, OWN[ADMIN], who=ADMIN)
        for name in (ATTORNEY, CLERK):
            give_passphrase(workspace, name, FIRST, who=ADMIN)
    for name in (ATTORNEY, CLERK):
        with sign_in(path, FIRST, name) as workspace:
            change_own(workspace, FIRST, OWN[name], who=name)
    return path
