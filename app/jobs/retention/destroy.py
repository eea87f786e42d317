"""A whole workspace destroyed: its file, what lies beside it, and what can be said of it then.

In two steps, for the file has to be closed between them: `plan_destruction` looks whether it may
be, with the workspace open; `erase` overwrites and removes the files. The certificate never says
more than was done.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.policy_sheet import write_whole
from app.jobs.progress import Progress
from app.jobs.retention.plan import find_refusals
from app.jobs.retention.without_stop import WithoutStop
from app.jobs.retention.words import check_reason
from app.jobs.rights import Right, check_may
from app.model.certificate import Certificate, Part
from app.store import audit, purges, records
from app.store.lock import WorkspaceLock
from app.store.workspace import Workspace
from app.version import PROGRAM, VERSION

WORD = "DESTROY"
CERTIFICATE_FILE = "Certificate of destruction.pdf"
_BLOCK = 1 << 20
_BESIDE = ("", "-wal", "-shm", "-journal", ".keys")


@dataclass(frozen=True, slots=True)
class Destruction:
    """A workspace that may be destroyed. ``copies`` are backups that stay where they are."""

    path: Path
    name: str
    county: str
    who: str
    why: str
    n_people: int
    n_convictions: int
    n_files: int
    last_entry: tuple[int, str]
    copies: tuple[tuple[str, str, str], ...]
    is_practice: bool


def plan_destruction(workspace: Workspace, why: str, word: str, *, who: str) -> Destruction:
    """Look whether the whole workspace may be destroyed; nothing is changed.

    ``word`` is what the person typed: `WORD` and the name of the workspace. Raises InputError as
    a purge does.
    """
    check_may(workspace, who, Right.PURGE)
    refused = find_refusals(workspace, None)
    if refused:
        raise InputError(" ".join(("Nothing was destroyed.", *refused)))
    info = workspace.info
    wanted = f"{WORD} {info.name}"
    if word.strip() != wanted:
        raise InputError(f"Type “{wanted}” to destroy the whole workspace. Nothing was destroyed.")
    reason = check_reason(why, "Say by which order or rule the workspace is destroyed.")
    return Destruction(
        workspace.path, info.name, info.county, who, reason, records.count_people(workspace),
        records.count_convictions(workspace), len(records.list_sources(workspace)),
        audit.last_entry(workspace), tuple(purges.list_copies(workspace)),
        info.is_practice,
    )  # fmt: skip


def erase(destruction: Destruction, folder: Path, progress: Progress) -> Path:
    """Overwrite and remove the closed workspace; returns the certificate, written into a folder.

    The first block goes first: it holds the salt without which not even the passphrase opens the
    rest. From there on it cannot be stopped. The certificate is written beforehand, under a name
    that says that it is not finished, and gets its own when everything is gone. Raises InputError
    when the folder is not there or not writable, or a file cannot be overwritten, and
    WorkspaceError while another program has the workspace open.
    """
    lock = WorkspaceLock(destruction.path)
    try:
        return _erase(destruction, folder, WithoutStop(progress))
    finally:
        lock.release()
        if not destruction.path.exists():
            destruction.path.with_name(destruction.path.name + ".lock").unlink(missing_ok=True)


def _erase(destruction: Destruction, folder: Path, progress: Progress) -> Path:
    if not destruction.path.exists():
        raise InputError(f"There is no workspace at {destruction.path}. Nothing was destroyed.")
    beside = (destruction.path.with_name(destruction.path.name + end) for end in _BESIDE)
    files = {path: path.stat().st_size for path in beside if path.exists()}
    paper = _free_name(folder)
    unfinished = paper.with_name(paper.name + ".not finished")
    lines = [(path.name, f"{n:,} bytes, SHA-256 {_hash_of(path)}") for path, n in files.items()]
    _write_certificate(destruction, lines, unfinished)
    done = 0
    for path in files:
        try:
            for written in _overwrite(path):
                done += written
                progress.step(done, sum(files.values()), "Overwriting the workspace")
            path.unlink()
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise InputError(
                f"{path} cannot be overwritten: {error.strerror}. "
                + (
                    "What was overwritten before cannot be opened any more; remove the rest by "
                    "hand."
                    if done
                    else "Nothing was destroyed. Close what else uses it and try again."
                )
            ) from error
    unfinished.rename(paper)
    return paper


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _overwrite(path: Path) -> Iterable[int]:
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            n = min(_BLOCK, left)
            file.write(os.urandom(n))
            if file.tell() == n:  # the salt is gone before anything else
                file.flush()
                os.fsync(file.fileno())
            left -= n
            yield n
        file.flush()
        os.fsync(file.fileno())


def _free_name(folder: Path) -> Path:
    """Raises InputError when the folder is not there."""
    if not folder.is_dir():
        raise InputError(
            f"The folder {folder} does not exist. Make it or choose another. Nothing was destroyed."
        )
    path, number = folder / CERTIFICATE_FILE, 2
    while path.exists():
        path = folder / f"Certificate of destruction ({number}).pdf"
        number += 1
    return path


def _write_certificate(destruction: Destruction, lines: list[tuple[str, str]], path: Path) -> None:
    from app.reports.certificate import render_certificate  # noqa: PLC0415 - fonts, when asked for

    write_whole(path, render_certificate(_certificate(destruction, lines)))


def _certificate(one: Destruction, lines: list[tuple[str, str]]) -> Certificate:
    at = now()
    number, digest = one.last_entry
    copies = ", ".join(name for _, name, _ in one.copies) or "none that the workspace knew of"
    return Certificate(
        "Certificate of destruction",
        f"{one.name}, {one.county.title() or 'no county'}: the whole workspace was destroyed on "
        f"{at[:10]} by {one.who}.",
        date.fromisoformat(at[:10]),
        (
            Part("What was destroyed", (
                ("Why", one.why),
                ("People", f"{one.n_people:,}, with {one.n_convictions:,} convictions listed"),
                ("Files imported", f"{one.n_files:,}"),
                ("Record of the work", f"{number:,} entries; the last one's hash was {digest}"),
                *lines,
            )),
            Part("How", (
                ("Overwritten", ("Every file was overwritten with random bytes, brought to the "
                 "disk and removed. The first block, without which not even the passphrase opens "
                 "the rest, went first.")),
            )),
            Part("What this does not say", (
                ("Copies elsewhere", (f"Backups: {copies}. Papers, exports, packages and prints "
                 "that left the workspace are not in it.")),
                ("The disk", ("A disk may keep old contents of a file where no program reaches "
                 "them. There they are encrypted as the workspace was.")),
            )),
        ),
        is_proven=False,
        foot=f"{PROGRAM} {VERSION}",
        is_practice=one.is_practice,
        headline="The workspace is gone; its files were overwritten and removed.",
    )  # fmt: skip
