"""The worker's part of looking before an import: what stands in a piece of a file, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from app.importing.assemble import SUBJECT
from app.importing.doj_bulk import PieceContent, is_header, read_piece_content, subject_of
from app.importing.encodings import decode_signs, to_signs
from app.importing.layouts.reader import LayoutReader
from app.importing.pieces import read_piece
from app.importing.reading import Origin
from app.importing.rows import BadRow, split_bulk_rows
from app.importing.values import clean
from app.jobs.read_pieces import PieceTask
from app.jobs.readers import open_reader
from app.jobs.reading_pieces import ReadingTask, drafts_of
from app.model.doj_columns import FILLER_MARK, N_DOJ_COLUMNS
from app.model.reading_columns import N_READING_COLUMNS, READING_COLUMNS, READING_INDEX

DATE_COLUMNS = ("PRI_DOB", "CYC_DATE", "STP_EVENT_DATE", "OFFENSE_DATE")
COUNTY, DISPOSITION = "STP_ORI_CNTY_NAME", "DISP_DESCR"
_COUNTED = (*DATE_COLUMNS, COUNTY, DISPOSITION)


@dataclass(slots=True)
class Seen:
    """Counts of what stands in some rows. Adds up.

    ``texts`` are the distinct texts of the counted columns with the rows they stand in;
    ``sections`` and ``levels`` those of convictions: the section as printed, and how the level
    reads with the text it was read from. ``filled`` are the rows in which a column holds
    something.
    """

    n_rows: int = 0
    n_set_aside: int = 0
    n_convictions: int = 0
    subjects: set[int] = field(default_factory=set)
    filled: Counter[str] = field(default_factory=Counter)
    texts: dict[str, Counter[str]] = field(default_factory=dict)
    sections: Counter[str] = field(default_factory=Counter)
    levels: Counter[tuple[str, str]] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)  # dispositions
    issues: Counter[tuple[str, bool]] = field(default_factory=Counter)  # kind, is quarantined

    def add(self, other: Seen) -> None:
        self.n_rows += other.n_rows
        self.n_set_aside += other.n_set_aside
        self.n_convictions += other.n_convictions
        self.subjects |= other.subjects
        self.filled += other.filled
        self.sections += other.sections
        self.levels += other.levels
        self.doubtful += other.doubtful
        self.issues += other.issues
        for column, counted in other.texts.items():
            self.texts.setdefault(column, Counter()).update(counted)


@dataclass(frozen=True, slots=True)
class SeenPiece:
    seen: Seen
    n_bytes: int = 0
    share: float = 0.0
    origin: Origin | None = None
    cautions: tuple[str, ...] = ()  # what no column of a list says
    unread_columns: tuple[str, ...] = ()


def look_at_piece(task: PieceTask) -> SeenPiece:
    """Runs in a worker: a piece of a DOJ bulk file."""
    data = read_piece(task.path, task.piece)
    content = read_piece_content(
        data, encoding=task.encoding, mark_bytes=task.mark_bytes, line_mark=task.line_mark,
        first_row=task.piece.first_row, has_header=task.has_header, source=task.source,
    )  # fmt: skip
    text = to_signs(data[task.mark_bytes :], task.encoding)
    seen = _count_rows(text, task.encoding, task.line_mark, N_DOJ_COLUMNS)
    _count_people(seen, content)
    return SeenPiece(seen, n_bytes=task.piece.length)


def look_in_pieces(task: ReadingTask) -> Iterator[SeenPiece]:
    """Runs in a worker: any other file, piece by piece."""
    reader = open_reader(task.plan)
    for number, draft in enumerate(drafts_of(reader.rows())):
        content = draft.read(task.source)
        seen = _count_rows(draft.text, "UTF-8", "\n", N_READING_COLUMNS, is_decoded=True)
        _count_people(seen, content)
        for issue in draft.issues:
            seen.issues[issue.kind, issue.is_quarantined] += 1
            seen.n_set_aside += issue.is_quarantined
            seen.n_rows += issue.is_quarantined
        if number == 0 and isinstance(reader, LayoutReader):
            yield SeenPiece(
                seen, 0, reader.share, reader.origin, reader.cautions, reader.unread_columns
            )
        else:
            yield SeenPiece(seen, 0, reader.share, reader.origin if number == 0 else None)


def _count_rows(
    text: str, encoding: str, line_mark: str, n_columns: int, *, is_decoded: bool = False
) -> Seen:
    seen = Seen()
    columns = READING_COLUMNS[:n_columns]
    counted = [(name, READING_INDEX[name]) for name in _COUNTED if READING_INDEX[name] < n_columns]
    texts: dict[str, Counter[str]] = {name: Counter() for name, _ in counted}
    filled = [0] * n_columns
    last_subject = None
    for found in split_bulk_rows(text, 1, line_mark):
        if isinstance(found, BadRow) or len(found[1]) != n_columns or is_header(found[1]):
            continue
        cells = found[1]
        if not is_decoded and not found[2].isascii():
            cells = [cell if cell.isascii() else decode_signs(cell, encoding) for cell in cells]
        if cells[SUBJECT] != last_subject or not last_subject:
            last_subject = cells[SUBJECT]
            seen.subjects.add(_mark_of(subject_of(cells)))
        for index, cell in enumerate(cells):
            if cell and cell != FILLER_MARK and clean(cell):
                filled[index] += 1
        for name, index in counted:
            texts[name][clean(cells[index])] += 1
    seen.texts = texts
    seen.filled = Counter({name: n for name, n in zip(columns, filled, strict=True) if n})
    return seen


def _mark_of(subject: str) -> int:
    """A short mark of a person number, the same in every process."""
    return int.from_bytes(blake2b(subject.encode(), digest_size=8).digest(), "big")


def _count_people(seen: Seen, content: PieceContent) -> None:
    seen.n_rows += content.n_rows
    for issue in content.issues:
        seen.issues[issue.kind, issue.is_quarantined] += 1
        seen.n_set_aside += issue.is_quarantined
    for portion in content.portions:
        for issue in portion.issues:
            seen.issues[issue.kind, issue.is_quarantined] += 1
            seen.n_set_aside += issue.is_quarantined
        for conviction in portion.sheet.convictions():
            charge = conviction.charge
            seen.n_convictions += 1
            seen.sections[charge.section_text] += 1
            seen.levels[charge.level.value, charge.level_text.strip()] += 1
            if charge.is_doubtful:
                seen.doubtful[charge.disposition] += 1
