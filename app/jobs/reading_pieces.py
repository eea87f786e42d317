"""The worker's part of importing a file that is not the state's: a reader's rows to people.

The rows go to pieces of about a megabyte, one line a row: what stood in the file, as a JSON array
of the row's number and its texts, and the reading, whose RECORD_ID is the number. Both are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import zstandard

from app.importing.assemble import SUBJECT
from app.importing.doj_bulk import PieceContent, read_piece_content
from app.importing.encodings import UTF8
from app.importing.issues import Issue
from app.importing.reading import Origin, ReadRow
from app.jobs.read_pieces import CodedPerson, code_portion
from app.jobs.readers import FilePlan, open_reader
from app.model.reading_columns import N_READING_COLUMNS

READING_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ReadingTask:
    plan: FilePlan
    source: int


@dataclass(frozen=True, slots=True)
class ReadingPiece:
    """A piece of a reading, with its people. The first one of a file also tells its origin."""

    number: int
    first_row: int
    n_rows_wide: int  # from the first row's number to the last one's
    reading: bytes  # compressed
    n_reading_bytes: int
    original: bytes  # compressed
    n_original_bytes: int
    people: tuple[CodedPerson, ...]
    issues: tuple[Issue, ...]  # of rows that belong to nobody
    n_rows: int  # rows that were read, quarantined ones included
    share: float  # of the file, from 0 to 1
    origin: Origin | None


def read_in_pieces(task: ReadingTask) -> Iterator[ReadingPiece]:
    """Runs in a worker. Raises InputError when the file cannot be used after all."""
    reader = open_reader(task.plan)
    for number, draft in enumerate(drafts_of(reader.rows())):
        origin = reader.origin if number == 0 else None
        yield draft.finish(task.source, number, reader.share, origin)


def drafts_of(found: Iterable[ReadRow | Issue]) -> Iterator[Draft]:
    """A reader's rows gathered into pieces."""
    draft: Draft | None = None
    for one in found:
        if draft is None:
            draft = Draft(one.row)
        if isinstance(one, Issue):
            draft.issues.append(one)
            continue
        if draft.n_bytes > READING_PIECE_BYTES and one.row > draft.last_row:
            yield draft
            draft = Draft(one.row)
        draft.add(one)
    if draft is not None:
        yield draft


@dataclass(slots=True)
class Draft:
    """Lines and issues of a piece that is being filled."""

    first_row: int
    last_row: int = 0
    reading: list[str] = field(default_factory=list)
    original: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    subjects: dict[int, str] = field(default_factory=dict)  # row -> whose it is
    n_bytes: int = 0

    def add(self, one: ReadRow) -> None:
        if not self.original:
            self.first_row = one.row
        self.last_row = one.row
        kept = [one.row, *one.original]
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        self.original.append(text)
        self.n_bytes += len(text)
        if one.cells is None:
            return
        line = reading_line((str(one.row), *one.cells[1:]))
        self.reading.append(line)
        self.n_bytes += len(line)
        self.subjects[one.row] = one.cells[SUBJECT]

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.reading)

    def read(self, source: int) -> PieceContent:
        """The people of the piece."""
        return read_piece_content(
            self.text.encode(), encoding=UTF8, mark_bytes=0, line_mark="\n",
            first_row=self.first_row, has_header=False, source=source, n_columns=N_READING_COLUMNS,
        )  # fmt: skip

    def finish(self, source: int, number: int, share: float, origin: Origin | None) -> ReadingPiece:
        reading = self.text.encode()
        original = "".join(f"{line}\n" for line in self.original).encode()
        content = self.read(source)
        of_subject: dict[str, list[Issue]] = {}
        of_nobody = list(content.issues)
        for found in self.issues:
            issue = replace(found, by_reader=True)
            subject = self.subjects.get(issue.row)
            (of_nobody if subject is None else of_subject.setdefault(subject, [])).append(issue)
        people = tuple(
            replace(person, issues=(*of_subject.get(person.subject, ()), *person.issues))
            for person in map(code_portion, content.portions)
        )
        n_set_aside = sum(1 for issue in self.issues if issue.is_quarantined)
        width = self.last_row - self.first_row + 1
        return ReadingPiece(
            number, self.first_row, width, zstandard.compress(reading, 1), len(reading),
            zstandard.compress(original, 1), len(original), people, tuple(of_nobody),
            content.n_rows + n_set_aside, share, origin,
        )  # fmt: skip


def reading_line(cells: Iterable[str]) -> str:
    """A row of a reading as a line: cells quoted where needed, line breaks as blanks."""
    return ",".join(_quoted(cell) for cell in cells)


def _quoted(cell: str) -> str:
    if "\n" in cell or "\r" in cell:
        cell = " ".join(cell.split())
    if '"' in cell or "," in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
