"""Looking at what a crash left: whole, nothing lost that was said to be done, nothing half."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from app.errors import InputError, WorkspaceError
from app.jobs.draft_papers import draft_papers, resume_papers
from app.jobs.papers.print_files import make_print_files
from app.jobs.progress import Silent
from app.store import backups, batches, check, papers
from app.store.batches import DONE
from app.store.key import Key, key_of
from app.store.schema import SCHEMA
from app.store.workspace import Workspace, find_form_backups, open_workspace
from tests.durability.works import (
    BACKUPS,
    NAME,
    NEW,
    OLD,
    PAPERS,
    RESTORED,
    WHO,
    InTurn,
    papers_request,
)

# What differs from run to run: instants, durations, and what is computed from them.
VOLATILE = frozenset(
    ("at", "made_at", "started_at", "finished_at", "decided_at", "approved_at", "created_at",
     "applied_at", "seconds", "previous", "hash", "salt", "summary", "state_on", "entered_at",
     "uid", "folder", "request", "before", "after")
)  # fmt: skip


def content(workspace: Workspace) -> dict[str, str]:
    """Every table's rows as a hash, without what differs from run to run."""
    found = {}
    for (table,) in workspace.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        columns = [
            row[1]
            for row in workspace.connection.execute(f"PRAGMA table_info({table})")
            if row[1] not in VOLATILE
        ]
        rows = workspace.connection.execute(
            f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(columns)}"
        )
        digest = hashlib.sha256()
        for row in rows:
            digest.update(repr(row).encode())
        found[table] = digest.hexdigest()[:16]
    return found


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


class Reference:
    """What an undisturbed work leaves: the content at the beginning and at the end, and files."""

    def __init__(self, folder: Path, key: Key, before: dict[str, str]) -> None:
        self.before = before
        with open_workspace(folder / NAME, key) as workspace:
            self.after = content(workspace)
        self.papers = files_in(folder / PAPERS)


def files_in(folder: Path) -> dict[str, str]:
    """Hashes of files by name, but of passing ones; nothing where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): _hash(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def look_all_or_nothing(folder: Path, key: Key, said: Sequence[str], wanted: Reference) -> bool:
    """Import, check, migration: all of it, or nothing; all of it once it was said."""
    with open_workspace(folder / NAME, key) as workspace:
        assert check.find_problems(workspace) == []
        found = content(workspace)
    if found == wanted.after:
        return True
    assert found == wanted.before, differing(found, wanted.before)
    assert not said, "it was said to be done, and is gone"
    return False


def look_step_by_step(
    steps: Sequence[dict[str, str]],
) -> Callable[[Path, Key, Sequence[str], Reference], bool]:
    """Review: the content after the last step that was said, or after the one that was begun."""

    def look(folder: Path, key: Key, said: Sequence[str], _wanted: Reference) -> bool:
        with open_workspace(folder / NAME, key) as workspace:
            assert check.find_problems(workspace) == []
            found = content(workspace)
        n = len(said)
        possible = steps[n : n + 2]
        assert found in possible, f"after step {n}: {differing(found, steps[n])}"
        return n == len(steps) - 1

    return look


def look_papers(folder: Path, key: Key, said: Sequence[str], wanted: Reference) -> bool:
    """Each paper of the register has its file; what was stopped is gone on with to the same end."""
    place = folder / PAPERS
    with open_workspace(folder / NAME, key) as workspace:
        assert check.find_problems(workspace) == []
        made = list(batches.list_batches(workspace))
        for batch in made:
            for paper in papers.list_made(workspace, batch.id).values():
                assert _hash(place / paper.file_name) == paper.sha256, paper.file_name
        if "drafted" in said:
            assert [batch.state for batch in made] == [DONE]
        is_done = files_in(place) == wanted.papers
        assert is_done or "put together" not in said
        try:
            resume_papers(workspace, Silent(), who=WHO, workers=InTurn(), folder=place)
        except InputError:
            assert not made
            draft_papers(workspace, papers_request(folder), Silent(), who=WHO, workers=InTurn())
        make_print_files(workspace, Silent(), who=WHO, folder=place)
        assert check.find_problems(workspace) == []
    assert files_in(place) == wanted.papers
    return is_done


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"


def look_letters(folder: Path, key: Key, said: Sequence[str], wanted: Reference) -> bool:
    """What the register has is there with its content; what was said to be written is there."""
    with open_workspace(folder / NAME, key) as workspace:
        assert check.find_problems(workspace) == []
        found = content(workspace)
        listed = workspace.connection.execute(
            "SELECT file_name, sha256 FROM paper WHERE kind LIKE '%letter%'"
        ).fetchall()
    for name, digest in listed:
        there = {_hash(path) for path in (folder / "letters").rglob(Path(name).name)}
        assert digest in there, name
    found.pop("audit")  # what is given out is on record for itself
    before, after = (
        {name: one for name, one in table.items() if name != "audit"}
        for table in (wanted.before, wanted.after)
    )
    assert found in (before, after), differing(found, after)
    if said:
        assert found == after
        assert listed
    if "exported" in said:
        assert len(files_in(folder / "register")) == 4
    if "reported" in said:
        assert len(files_in(folder / "report")) == 2
    return "reported" in said


def look_new(folder: Path, key: Key, said: Sequence[str], _wanted: Reference) -> bool:
    """A new workspace is whole, or not there and can be made."""
    path = folder / "New.relief"
    if not path.exists():
        assert not said
        from tests.durability.works import do_create

        do_create(folder, key, lambda _: None)
        assert [one.name for one in folder.glob(".New*")] == []
        return False
    with open_workspace(path, key) as workspace:
        assert check.find_problems(workspace) == []
        assert workspace.info.name == "New"
    return True


def look_backups(folder: Path, key: Key, said: Sequence[str], _wanted: Reference) -> bool:
    """A backup on record is there with its hash and opens; what was restored is whole."""
    with open_workspace(folder / NAME, key) as workspace:
        assert check.find_problems(workspace) == []
        listed = backups.list_backups(workspace)
    for one in listed:
        path = folder / BACKUPS / one.file_name
        assert _hash(path) == one.sha256
        with Workspace(path, key, None, read_only=True) as copy:
            assert check.find_problems(copy) == []
    assert listed or not said
    restored = folder / RESTORED
    assert restored.exists() or "restored" not in said
    if restored.exists():
        with open_workspace(restored, key) as workspace:
            assert check.find_problems(workspace) == []
    return restored.exists()


def look_rekeyed(folder: Path, _key: Key, said: Sequence[str], _wanted: Reference) -> bool:
    """One of the two passphrases opens it, whole; the new one once it was said."""
    path = folder / NAME
    opened = []
    for passphrase in (OLD, NEW):
        try:
            with open_workspace(path, key_of(path, passphrase)) as workspace:
                assert check.find_problems(workspace) == []
                opened.append(passphrase)
        except WorkspaceError:  # the passphrase is wrong
            continue
    assert opened in ([OLD], [NEW])
    assert opened == [NEW] or not said
    return opened == [NEW]


def look_migrated(folder: Path, key: Key, said: Sequence[str], wanted: Reference) -> bool:
    """Of the old form wholly, or of the new one with a whole backup of the old beside it."""
    path = folder / NAME
    with Workspace(path, key, None, read_only=True) as raw:
        form = raw.connection.execute("PRAGMA user_version").fetchone()[0]
        found = content(raw)
    is_new = form == SCHEMA
    if is_new:
        assert found == wanted.after, differing(found, wanted.after)
        backups = find_form_backups(path)
        assert backups, "brought up to date without a backup"
        for backup in backups:
            with Workspace(backup, key, None, read_only=True) as copy:
                assert content(copy) == wanted.before
    else:
        assert not said
        assert found == wanted.before, differing(found, wanted.before)
    with open_workspace(path, key) as workspace:
        assert check.find_problems(workspace) == []
        assert content(workspace) == wanted.after
    return is_new
