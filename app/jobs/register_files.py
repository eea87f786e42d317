"""Files of the register: scanned orders attached and given back, lists for other programs."""

from __future__ import annotations

import errno
import hashlib
import re
from datetime import date
from itertools import chain, count
from pathlib import Path

from app import durable
from app.documents.scans import ENDINGS, MOST_BYTES, check_scan
from app.errors import InputError
from app.exporting.tables import Table, write_tables
from app.jobs.clock import now
from app.jobs.given_out import GivenOut, on_record
from app.jobs.register import ageing, get_paper, paper_words
from app.jobs.rights import Right, check_may
from app.limits import read_limited
from app.store import attachments, audit, register
from app.store.attachments import Attachment
from app.store.person_papers import people_of_papers
from app.store.register import RegisterFilter
from app.store.workspace import Workspace

REGISTER_CSV, AGEING_CSV, HISTORY_CSV, BOOK = (
    "Register.csv", "Ageing.csv", "History.csv", "Register.xlsx",
)  # fmt: skip
_COLUMNS = (
    "Paper", "Kind", "Case number", "Name", "Court", "State", "Since", "Due", "What is due",
    "Convictions", "Pages", "Attached", "Made at", "File", "SHA-256",
)  # fmt: skip
_AGED = ("Paper", "Kind", "Case number", "Name", "Court", "State", "Days", "Due", "Days overdue")
_EVENTS = ("Paper", "State", "Day", "Words", "Who", "Entered at")
_LONGEST_NAME = 120
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"
}


def attach(workspace: Workspace, paper_id: int, path: Path, *, who: str) -> Attachment:
    """Keep a scanned file with a paper, checked and byte for byte.

    Raises InputError for a file that cannot be read or is none to attach, and for one that is
    attached to this paper already.
    """
    check_may(workspace, who, Right.REGISTER)
    row = get_paper(workspace, paper_id)
    try:
        data = read_limited(path, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise InputError(
                f"{path.name} is too large; at most {MOST_BYTES >> 20} MB are kept. Scan it in "
                "gray or with fewer dots an inch."
            ) from error
        raise InputError(f"{path} cannot be read ({error.strerror}). Check the file.") from error
    kind = check_scan(path.name, data)
    digest = hashlib.sha256(data).hexdigest()
    there = attachments.list_attachments(workspace, paper_id)
    if any(one.sha256 == digest for one in there):
        raise InputError(f"{path.name} is attached to {paper_words(row)} already.")
    name, at = _kept_name(path.name, kind), now()
    with workspace.transaction():
        number = attachments.insert_attachment(workspace, paper_id, name, data, who=who, at=at)
        words = f"Attached: {name}"
        register.insert_events(
            workspace, [(row.id, row.state, row.state_on, words)], who=who, at=at
        )
        audit.append(workspace, at=at, who=who, action="attachment", subject=f"paper {row.id}",
                     new=f"{name}, SHA-256 {digest}")  # fmt: skip
    return Attachment(number, paper_id, name, digest, len(data), who, at)


def _kept_name(name: str, kind: str) -> str:
    """The file's own name, fit for every system, with the ending of what it is."""
    stem, end = Path(name).stem, Path(name).suffix
    kept = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069]+', "-",
                  stem).strip(" .-")  # fmt: skip
    if end.lower() not in ENDINGS[kind]:
        end = ENDINGS[kind][0]
    if kept.partition(".")[0].strip().upper() in _DEVICES:  # Windows opens the device instead
        kept = f"Scan {kept}"
    return f"{kept[:_LONGEST_NAME].rstrip(' .') or 'Scan'}{end}"


def get_attachment(workspace: Workspace, attachment_id: int) -> Attachment:
    """Raises InputError when there is none of this number."""
    found = attachments.find_attachment(workspace, attachment_id)
    if found is None:
        raise InputError(f"There is no attachment {attachment_id}.")
    return found


def export_attachment(workspace: Workspace, attachment_id: int, folder: Path, *, who: str) -> Path:
    """Write an attached file as it came, under a name that nothing has there; on record first."""
    found = get_attachment(workspace, attachment_id)
    data = attachments.get_data(workspace, found)
    wanted = folder / found.name
    marks = chain([""], (f" ({n})" for n in count(2)))
    names = (wanted.with_name(f"{wanted.stem}{mark}{wanted.suffix}") for mark in marks)
    given = GivenOut(
        "copy of an attachment", folder, people_of_papers(workspace, [found.paper_id]),
        subject=f"paper {found.paper_id}",
    )  # fmt: skip
    with on_record(workspace, given, who=who):
        try:
            durable.make_folder(folder)
            target = next(path for path in names if not path.exists())
            durable.put(target, data)
        except OSError as error:
            raise InputError(
                f"The file could not be written to {folder} ({error.strerror}). Choose another "
                "folder."
            ) from error
    return target


def export_register(
    workspace: Workspace, folder: Path, today: date, wanted: RegisterFilter | None = None, *,
    who: str,
) -> tuple[Path, ...]:  # fmt: skip
    """The papers that are wanted, how long each waits, and their history: CSV and a workbook."""
    wanted = wanted or RegisterFilter(with_replaced=True)
    ids = register.find_ids(workspace, wanted)
    rows = register.get_rows(workspace, ids)
    papers = [
        (
            row.id, row.kind, row.case_number, row.name, row.court, row.state, row.state_on,
            row.due_on, row.due_what, row.n_cases, row.n_pages, row.n_attachments, row.made_at,
            row.file_name, row.sha256,
        )
        for row in rows
    ]  # fmt: skip
    aged = [
        (
            one.row.id, one.row.kind, one.row.case_number, one.row.name, one.row.court,
            one.row.state, one.days, one.row.due_on, one.n_overdue,
        )
        for one in ageing(workspace, today, wanted).papers
    ]  # fmt: skip
    events = [
        (event.paper_id, event.state, event.on_day, event.words, event.who, event.at)
        for number in ids
        for event in register.list_events(workspace, number)
    ]
    tables = {
        REGISTER_CSV: Table("Register", _COLUMNS, papers),
        AGEING_CSV: Table("Ageing", _AGED, aged),
        HISTORY_CSV: Table("History", _EVENTS, events),
    }
    given = GivenOut("register of papers", folder, people_of_papers(workspace, ids))
    with on_record(workspace, given, who=who):
        return write_tables(folder, tables, BOOK)
