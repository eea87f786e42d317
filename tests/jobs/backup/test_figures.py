"""Rounds of work, backup, drill, restore and damage, told in figures."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.errors import InputError, WorkspaceError
from app.jobs.backup.place import receipt_of
from app.jobs.backup.restore import drill, restore_backup
from app.jobs.progress import Silent
from app.store import audit
from app.store.backup import Contents, open_still, read_contents
from app.store.key import Key
from app.store.workspace import Workspace
from tests.jobs.backup.conftest import WHO, backed_up

ROUNDS, DAMAGES = 30, 8


def contents(path: Path, key: Key) -> Contents:
    with open_still(path, key) as connection:
        return read_contents(connection, lambda *_: None)


def work(workspace: Workspace, n: int) -> None:
    """Something is changed: a setting, a name, a file piece that grows."""
    with workspace.transaction():
        workspace.save_setting(f"awkward {n % 7}", f"={n}\n“Ünicode” {'x' * 997 * n}")
        workspace.connection.execute(
            "UPDATE conviction SET case_number = ? WHERE id = 1", (f"C{n}",)
        )
        audit.append(workspace, at="2026-11-02T00:00:00+00:00", who=WHO, action="setting")


def spoil(data: bytes, n: int) -> bytes:
    """A bit turned over, a piece cut off, two pages exchanged, or a stretch of zeros; ``n`` says
    which and where."""
    digest = hashlib.sha256(b"%d" % n).digest()
    at, kind, bit = int.from_bytes(digest[:8]) % len(data), digest[8] % 4, digest[9] % 8
    page = max(at // 4096 * 4096, 4096)
    if kind == 0:
        return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]
    if kind == 1:
        return data[:at]
    if kind == 2:
        first, other = data[:4096], data[page : page + 4096]
        return other + data[4096:page] + first + data[page + 4096 :]
    return data[:at] + bytes(min(64, len(data) - at)) + data[at + 64 :]


@pytest.mark.slow
def test_what_is_backed_up_comes_back(
    workspace: Workspace, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each backup is proved, restored and compared row by row. Each damaged one is refused by its
    receipt; without it by its pages, unless what was damaged held nothing (a page that is free)."""
    n_rows = n_bytes = n_spoiled = n_refused = 0
    key, damaged, target = workspace.key, tmp_path / "d.relief-backup", tmp_path / "Back.relief"
    for n in range(ROUNDS):
        work(workspace, n)
        backup = backed_up(workspace, folder).backup
        drilled = drill(workspace, backup.path, who=WHO, progress=Silent())
        restore_backup(backup.path, target, key, who=WHO, progress=Silent())
        counts = contents(target, key).counts
        assert counts == {**backup.counts, "audit": backup.counts["audit"] + 1}
        assert contents(backup.path, key).sha256 == backup.content
        target.unlink()
        n_rows, n_bytes = n_rows + drilled.n_rows, n_bytes + backup.n_bytes
        data = backup.path.read_bytes()
        for spoiled in (spoil(data, DAMAGES * n + m) for m in range(DAMAGES)):
            damaged.write_bytes(spoiled)
            receipt_of(backup.path).rename(receipt_of(damaged))
            with pytest.raises((InputError, WorkspaceError)):
                restore_backup(damaged, target, key, who=WHO, progress=Silent())
            receipt_of(damaged).rename(receipt_of(backup.path))
            n_spoiled += 1
            try:
                restore_backup(damaged, target, key, who=WHO, progress=Silent())
            except (InputError, WorkspaceError):
                n_refused += 1
            else:
                assert contents(damaged, key).sha256 == backup.content
                target.unlink()
            assert {path.name for path in tmp_path.glob("*Back*")} == set()
        backup.path.unlink()
    with capsys.disabled():
        print(
            f"\nbackups made, proved and restored: {ROUNDS}; rows compared: {n_rows:,}; bytes "
            f"hashed: {n_bytes:,}; damaged ones refused by their receipt: {n_spoiled}, without it: "
            f"{n_refused}, the others had lost nothing that is kept"
        )
