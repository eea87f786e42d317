"""Hand out everything of a workspace in plain open formats: into a folder, or an encrypted zip."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app import durable
from app.errors import InputError
from app.jobs.backup.make import telling
from app.jobs.backup.place import PART, beside, check_folder
from app.jobs.clock import now
from app.jobs.open_export.again import read_again
from app.jobs.open_export.describe import (
    DESCRIPTION,
    README,
    SCHEMA_FILE,
    SUMS,
    description_text,
    readme_text,
    sums_text,
)
from app.jobs.open_export.files import list_files, paths_of_rows, write_file
from app.jobs.open_export.sinks import FolderSink, Sink, Written, ZipSink
from app.jobs.open_export.tables import TableWriter, WrittenTable
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.store import audit, backups, dump
from app.store.backup import form_of, one_moment
from app.store.dump import TableShape
from app.store.key import key_of
from app.store.workspace import Workspace

SHORTEST = 14  # letters of a passphrase: a zip makes a key of it in few rounds
TABLES, FILES = "Writing tables", "Writing files"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """``sha256`` is of the list of all hashes: it stands for everything in there."""

    path: Path
    n_tables: int
    n_rows: int
    n_files: int
    n_bytes: int
    sha256: str
    seconds: float


def hand_out(
    workspace: Workspace, folder: Path, *, who: str, progress: Progress, passphrase: str = ""
) -> HandedOut:
    """Write everything that is committed into a new folder in ``folder``; with a passphrase into
    an encrypted zip instead, of which nothing stands on the disk in clear.

    It is read again, counted and compared before it has its name, and is on record then. Raises
    InputError, WorkspaceError, Cancelled; then nothing of it is left.
    """
    check_may(workspace, who, Right.EXPORT)
    check_folder(folder)
    if passphrase:
        _check_passphrase(workspace, passphrase)
    began, made = time.monotonic(), now()
    path = _free_path(folder.absolute(), workspace.path.stem, made, bool(passphrase))
    part = beside(path, PART)
    if part.exists():
        raise InputError(f"{part} is left of an earlier try. Remove it, then start again.")
    with telling(folder, 0), one_moment(workspace) as moment:
        sink: Sink = ZipSink(part, passphrase) if passphrase else FolderSink(part)
        try:
            writer = _Writer(moment, sink, progress, who, made)
            writer.write()
            sink.seal()
            n_rows = read_again(sink, writer.tables, progress)
            done = HandedOut(
                path, len(writer.tables), n_rows, len(sink.files),
                sum(one.n_bytes for one in sink.files), _of_all(sink.files),
                time.monotonic() - began,
            )  # fmt: skip
            with workspace.transaction():
                _record(workspace, done, who=who, made=made, is_encrypted=bool(passphrase))
                part.rename(path)
                durable.sync_folder(folder)
        except BaseException:
            sink.clear()
            raise
    return done


def _check_passphrase(workspace: Workspace, passphrase: str) -> None:
    if len(passphrase) < SHORTEST:
        raise InputError(
            f"The passphrase of the zip is too short. Take at least {SHORTEST} letters, such as "
            "five words that do not belong together: a zip can be tried out fast."
        )
    if key_of(workspace.path, passphrase) == workspace.key:
        raise InputError(
            "That is the passphrase of this workspace. Whoever gets the zip would know it: give "
            "the zip another one."
        )


def _free_path(folder: Path, stem: str, made: str, is_zip: bool) -> Path:
    moment = datetime.fromisoformat(made).astimezone()
    path = folder / f"{stem} everything {moment:%Y-%m-%d %H%M%S}{'.zip' if is_zip else ''}"
    if path.exists():
        raise InputError(f"{path} exists already. Wait a second, or choose another folder.")
    return path


class _Writer:
    """Writes one after the other: tables, files, and the words about them."""

    def __init__(
        self, moment: Workspace, sink: Sink, progress: Progress, who: str, made: str
    ) -> None:
        self._moment, self._sink, self._progress = moment, sink, progress
        self._who, self._made = who, made
        self.tables: list[WrittenTable] = []

    def write(self) -> None:
        shapes = dump.list_shapes(self._moment)
        self._write_text(README, self._readme(shapes))
        self._write_text(SCHEMA_FILE, dump.schema_text(self._moment))
        self._write_tables(shapes)
        jobs = list_files(self._moment)
        total = len(jobs)
        for n, job in enumerate(jobs):
            self._progress.step(n, total, FILES)
            write_file(self._sink, job, lambda _, n=n: self._progress.step(n, total, FILES))  # type: ignore[misc]
        form = form_of(self._moment.connection)
        self._write_text(
            DESCRIPTION,
            description_text(
                self._moment.info, self.tables, jobs, self._sink.files, form=form,
                made=self._made, who=self._who,
            ),
        )  # fmt: skip
        self._write_text(SUMS, sums_text(self._sink.files))

    def _readme(self, shapes: Sequence[TableShape]) -> str:
        return readme_text(self._moment.info, shapes, made=self._made, who=self._who)

    def _write_tables(self, shapes: Sequence[TableShape]) -> None:
        total, done = 2 * sum(shape.n_rows for shape in shapes), 0  # as CSV and as JSON lines

        def step(n: int) -> None:
            self._progress.step(min(done + n, total), total, TABLES)

        writer = TableWriter(self._moment, self._sink, paths_of_rows(self._moment), step)
        for shape in shapes:
            writer.write(shape)
            done += 2 * shape.n_rows
        self.tables = writer.written

    def _write_text(self, name: str, text: str) -> None:
        with self._sink.writing(name) as pen:
            pen.write(text.encode())


def _of_all(files: Sequence[Written]) -> str:
    return hashlib.sha256(sums_text(files[:-1]).encode()).hexdigest()


def _record(
    workspace: Workspace, done: HandedOut, *, who: str, made: str, is_encrypted: bool
) -> None:
    how = "encrypted zip" if is_encrypted else "plain files"
    audit.append(
        workspace, at=made, who=who, action=backups.HANDED_OUT, subject=done.path.name,
        new=f"{done.path}; {how}, {done.n_tables} tables, {done.n_rows:,} rows, "
        f"{done.n_files:,} files; SHA-256 of {SUMS} {done.sha256}",
    )  # fmt: skip
