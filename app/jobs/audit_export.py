"""The record of the work for an auditor: every entry, and the means to check it without us.

A folder (or the same as a zip): a table for people, the very text that was sealed line by line,
its hashes, a program of a page in plain Python, and how to do without even that.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from app.errors import InputError
from app.exporting.clear_my_record import csv_text
from app.exporting.safe_cells import safe_cell
from app.jobs.clock import now
from app.jobs.given_out import GivenOut, on_record
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.paths import resources
from app.scratch import scratch_folder
from app.store import audit
from app.store.anchors import Anchor, current_anchor
from app.store.audit import AuditEntry
from app.store.workspace import Workspace

RECORD, HASHES, TABLE = "record.jsonl", "hashes.txt", "record.csv"
CHECKER, README = "check_record.py", "README.txt"
COLUMNS = (
    "Number", "At (UTC)", "Who", "Action", "Subject", "Before", "After", "SHA-256", "Emptied by",
)  # fmt: skip
_STEP = 1000  # entries between two words about progress
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class RecordExport:
    """``anchor`` is the last entry in it: to be written down and compared with later."""

    path: Path
    n_entries: int
    anchor: Anchor


def export_record(
    workspace: Workspace, folder: Path, progress: Progress, *, who: str, as_zip: bool = False
) -> RecordExport:
    """Write the whole record into a new folder (or zip) inside ``folder``; on record itself first.

    Whole or not at all. ``progress`` counts entries. Raises InputError when somebody may not, or
    it cannot be written.
    """
    check_may(workspace, who, Right.AUDIT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free(folder, f"Record of the work {now()[:10]}", ".zip" if as_zip else "")
        given = GivenOut("record of the work", target, people=None)
        with (
            on_record(workspace, given, who=who),
            scratch_folder(folder) as temporary,
        ):
            stage = temporary / target.stem
            stage.mkdir()
            anchor = current_anchor(workspace)
            _write_entries(workspace, stage, anchor.number, progress)
            _write_about(workspace, stage, anchor, who)
            made = _zipped(stage) if as_zip else stage
            shutil.move(made, target)
    except OSError as error:
        raise InputError(
            f"The record could not be written to {folder} ({error.strerror}). Make room or choose "
            "another folder."
        ) from error
    return RecordExport(target, anchor.number, anchor)


def _free(folder: Path, name: str, end: str) -> Path:
    marks = chain([""], (f" ({n})" for n in count(2)))
    names = (folder / f"{name}{mark}{end}" for mark in marks)
    return next(path for path in names if not path.exists())


def _write_entries(workspace: Workspace, stage: Path, n_entries: int, progress: Progress) -> None:
    """In a stream: a record of a million entries does not fit into memory twice."""
    emptied = audit.emptied_by(workspace)
    with ExitStack() as stack:
        record, hashes, table = (
            stack.enter_context((stage / name).open("w", encoding=encoding, newline=""))
            for name, encoding in ((RECORD, "utf-8"), (HASHES, "ascii"), (TABLE, "utf-8-sig"))
        )
        table.write(csv_text(COLUMNS) + "\n")
        for entry in audit.entries(workspace, limit=n_entries):
            by = emptied.get(entry.number)
            record.write((_left_of(entry, by) if by else audit.content_text(entry)) + "\n")
            hashes.write(entry.hash + "\n")
            table.write(csv_text([safe_cell(cell) for cell in _cells(entry, by)]) + "\n")
            if entry.number % _STEP == 0 or entry.number == n_entries:
                progress.step(entry.number, n_entries, "Writing the record of the work")


def _left_of(entry: AuditEntry, by_entry: int) -> str:
    """Of an entry that a purge emptied."""
    left = {
        "number": entry.number, "at": entry.at, "who": entry.who, "action": entry.action,
        "subject": entry.subject, "previous": entry.previous, "hash": entry.hash,
        "emptied_by": by_entry,
    }  # fmt: skip
    return json.dumps(left, ensure_ascii=False, separators=(",", ":"))


def _cells(entry: AuditEntry, by_entry: int | None) -> tuple[str, ...]:
    return (
        str(entry.number), entry.at, entry.who, entry.action, entry.subject, entry.old, entry.new,
        entry.hash, str(by_entry or ""),
    )  # fmt: skip


def _write_about(workspace: Workspace, stage: Path, anchor: Anchor, who: str) -> None:
    about = resources() / "record"
    text = (about / README).read_text(encoding="utf-8")
    for name, value in (
        ("name", workspace.info.name), ("at", now()[:16].replace("T", " ")), ("who", who),
        ("n", f"{anchor.number:,}"), ("anchor", f"{anchor.number}:{anchor.digest}"),
    ):  # fmt: skip
        text = text.replace(f"{{{name}}}", value)
    (stage / README).write_text(text, encoding="utf-8", newline="")
    shutil.copyfile(about / CHECKER, stage / CHECKER)


def _zipped(stage: Path) -> Path:
    """One folder in a zip; entries have no dates of their own."""
    made = stage.with_name(stage.name + ".zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(stage.iterdir()):
            about = zipfile.ZipInfo(f"{stage.name}/{path.name}", _ZIP_TIME)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(about, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
    return made
