"""Everything that reads a file from outside: a good file of each, and how it is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.cli.forms_commands import _map_of
from app.cli.policy_arguments import read_options
from app.documents.forms.writing import map_text
from app.documents.scans import check_scan
from app.documents.texts import read_paper
from app.exporting.issue_workbook import IssueRow, write_issue_workbook
from app.importing.issue_workbook import read_issue_workbook
from app.importing.layouts.loading import load_layout
from app.importing.rap_sheet.pdf_text import read_pdf_text
from app.importing.review_workbook import read_review_workbook
from app.jobs.contacts import _KNOWN as CONTACT_COLUMNS
from app.jobs.forms import read_form
from app.jobs.letterhead import read_logo
from app.jobs.look import look_at_file
from app.jobs.papers.folder import COLUMNS, MANIFEST, PaperFolder
from app.jobs.small_csv import read_table
from app.paths import case_tables, resources
from app.rules.catalog import load_by_id
from app.rules.checking.case_tables import read_table as read_case_table
from app.rules.loading.earlier_options import read_earlier_options
from app.rules.loading.loader import load_policy
from app.sampling.rap_pdf import write_rap_pdf
from app.sampling.rap_text import make_rap_samples
from app.sampling.writer import write_sample
from app.scratch import clean_up
from app.store.key import Key
from app.store.workspace import create_workspace, open_workspace
from tests.documents.forms.made import blank, form_pdf, made_map
from tests.importing.tables.made_books import (
    number,
    row_of,
    sheet_of,
    text,
    xlsx_parts,
)
from ui.preferences import Preferences

KEY = Key("ab" * 48)
OPTIONS = b"""{"baselineEligibility": {"baselineEligibility": {"dismiss": ["11357(a)"]}},
 "additionalRelief": {"subjectUnder21AtConviction": true, "yearsSinceConvictionThreshold": 5}}"""


@dataclass(frozen=True, slots=True)
class Reader:
    """``name`` of the kind, the name a file of it has, a good one, and the reading."""

    name: str
    file_name: str
    make: Callable[[Path], bytes]
    read: Callable[[Path], object]
    n: int = 150
    is_good: bool = True  # else what is made is only near to a good one


def _sample(folder: Path) -> bytes:
    write_sample(folder / "made", n_people=2, county="Los Angeles", seed=3, is_messy=True)
    return (folder / "made").read_bytes()


def _rap_text(_: Path) -> bytes:
    return next(iter(make_rap_samples(n_people=1, county="Los Angeles", seed=4))).text.encode()


def _rap_pdf(folder: Path) -> bytes:
    write_rap_pdf(folder / "made.pdf", [_rap_text(folder).decode()[:1500]])
    return (folder / "made.pdf").read_bytes()


def _zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # so that damage meets XML
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _workbook(_: Path) -> bytes:
    return _zipped(
        xlsx_parts(
            sheet_of(
                row_of(1, text("A1", "Name"), text("B1", "Case Number")),
                row_of(2, text("A2", "DOE, JANE"), number("B2", "7")),
            )
        )
    )


def _issues(folder: Path) -> bytes:
    row = IssueRow(
        1, "a.dat", "2", "PRI_DOB", "x", "Dates", "why", "done", "mend", "of consequence", "c",
        "open", "id",
    )  # fmt: skip
    write_issue_workbook(folder / "made.xlsx", [row])
    with zipfile.ZipFile(folder / "made.xlsx") as archive:
        return _zipped({name: archive.read(name).decode() for name in archive.namelist()})


def _png(_: Path) -> bytes:
    def piece(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = b"".join(b"\0" + bytes(30) for _ in range(10))
    head = struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(rows))
        + piece(b"IEND", b"")
    )  # fmt: skip


def _workspace(folder: Path) -> bytes:
    path = folder / "made.relief"
    create_workspace(path, KEY, name="x", county="YOLO", created_at="2026-01-01").close()
    return path.read_bytes()


def _open(path: Path) -> None:
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    open_workspace(path, KEY).close()


def _clean(path: Path) -> None:
    note = path.parent / "scratch" / "abcdef"
    note.parent.mkdir(exist_ok=True)
    note.write_bytes(path.read_bytes())
    clean_up()


def _of(path: Path) -> Callable[[Path], bytes]:
    return lambda _: path.read_bytes()


def _all(read: Callable[[Path], object]) -> Callable[[Path], object]:
    """Read to the end what comes a piece at a time."""
    return lambda path: list(read(path))  # type: ignore[call-overload]


def _policy() -> Path:
    return min((resources() / "policies" / "us-ca").glob("county-review*.toml"))


READERS = (
    Reader("state files", "a.dat", _sample, look_at_file),
    Reader("lists", "a.csv", lambda _: b"Case Number,Name,DOB\nCR1,DOE; J,1970-01-01\n",
           look_at_file),
    Reader("workbooks", "a.xlsx", _workbook, look_at_file),
    Reader("rap sheets as text", "a.txt", _rap_text, look_at_file),
    Reader("rap sheets as PDF", "a.pdf", _rap_pdf,
           lambda path: read_pdf_text(path, path.read_bytes()), 80),
    Reader("layouts", "a.toml",
           _of(min((resources() / "layouts" / "us-ca").rglob("*.toml"))), load_layout),
    Reader("policies", "a.toml", _of(_policy()), load_policy, 60),
    Reader("case tables", "a.toml",
           _of(min(case_tables().rglob("*.toml"))), read_case_table, 60),
    Reader("options of the earlier tool", "a.json", lambda _: OPTIONS, read_earlier_options,
           is_good=False),
    Reader("options", "a.json", lambda _: b'{"use_age": true, "age": 50}',
           lambda path: read_options(path, load_by_id("us-ca/los-angeles")), is_good=False),
    Reader("words of papers", "a.toml", _of(resources() / "papers" / "motion.toml"), read_paper),
    Reader("maps of forms", "a.toml", lambda _: map_text(made_map(blank())).encode(),
           _map_of),
    Reader("blank forms", "a.pdf", lambda _: form_pdf(), read_form, 80),
    Reader("contacts", "a.csv", lambda _: b"role,name,county\ncourt,Superior Court,Kern\n",
           _all(lambda path: read_table(path, CONTACT_COLUMNS))),  # type: ignore[arg-type]
    Reader("workbooks of issues", "a.xlsx", _issues, _all(read_issue_workbook)),
    Reader("workbooks of cases", "a.xlsx", _workbook, _all(read_review_workbook), is_good=False),
    Reader("scanned orders, PDF", "a.pdf", lambda _: form_pdf(),
           lambda path: check_scan(path.name, path.read_bytes()), 80),
    Reader("scanned orders, PNG", "a.png", _png,
           lambda path: check_scan(path.name, path.read_bytes())),
    Reader("letterheads", "a.png", _png, read_logo),
    Reader("workspaces and packages", "a.relief", _workspace, _open, 60),
    Reader("lists of papers", MANIFEST,
           lambda _: (",".join(COLUMNS) + "\nmotions/00001 X.pdf,motion,1,D,2,ab\n").encode(),
           lambda path: PaperFolder(path.parent).listed()),
    Reader("preferences", "preferences.json",
           lambda _: b'{"user": "A", "scale": 1.5, "recent": [], "workers": {}}',
           lambda path: Preferences(path.parent).recent()),
    Reader("notes of scratch folders", "note", lambda _: b"/somewhere/else", _clean),
)  # fmt: skip
