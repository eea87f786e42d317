"""The worker's part of an import: pieces of files to coded people, and joining portions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from app.importing.doj_bulk import Portion, read_piece_content
from app.importing.issues import Issue, births_differ
from app.importing.join import births_that_differ, join_sheets
from app.importing.pieces import FileMap, Piece, read_piece
from app.model.dates import PartialDate
from app.model.record import RapSheet
from app.model.statute import read_section
from app.store.codec import decode_sheet, encode_sheet

# source, row, section, level, convicted on, county, court, case number, is cannabis
CodedConviction = tuple[int, int, str, str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class PieceTask:
    path: Path
    piece: Piece
    encoding: str
    mark_bytes: int
    line_mark: str
    has_header: bool
    source: int


@dataclass(frozen=True, slots=True)
class CodedPerson:
    """A person as the workspace keeps one, without numbers yet."""

    subject: str
    cii: str
    name: str
    sex: str
    race: str
    born: str
    record: bytes
    convictions: tuple[CodedConviction, ...]
    lines: tuple[tuple[int, int], ...]
    n_rows: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class PieceResult:
    piece: Piece
    data: bytes  # the bytes of the file, compressed
    people: tuple[CodedPerson, ...]
    issues: tuple[Issue, ...]
    n_rows: int


@dataclass(frozen=True, slots=True)
class JoinTask:
    """Coded portions of one person, the earliest first."""

    person_id: int
    records: tuple[bytes, ...]


def piece_tasks(file: FileMap, source: int, *, has_header: bool) -> Iterator[PieceTask]:
    """A task for each piece of a file; mark and header belong to the first one."""
    for piece in file.pieces:
        is_first = piece.number == 0
        yield PieceTask(
            file.path,
            piece,
            file.encoding,
            file.mark_bytes if is_first else 0,
            file.line_mark.decode("ascii"),
            has_header and is_first,
            source,
        )


def read_piece_task(task: PieceTask) -> PieceResult:
    """Runs in a worker."""
    data = read_piece(task.path, task.piece)
    content = read_piece_content(
        data,
        encoding=task.encoding,
        mark_bytes=task.mark_bytes,
        line_mark=task.line_mark,
        first_row=task.piece.first_row,
        has_header=task.has_header,
        source=task.source,
    )
    people = tuple(code_portion(portion) for portion in content.portions)
    return PieceResult(
        task.piece, zstandard.compress(data, 1), people, content.issues, content.n_rows
    )


@dataclass(frozen=True, slots=True)
class JoinedPerson:
    """A person with all portions; ``doubts`` are (source, issue) that only the whole shows."""

    person_id: int
    coded: CodedPerson
    doubts: tuple[tuple[int, Issue], ...]


def join_task(tasks: list[JoinTask]) -> list[JoinedPerson]:
    """Runs in a worker."""
    joined = []
    for task in tasks:
        sheets = [decode_sheet(record) for record in task.records]
        sheet = join_sheets(sheets)
        doubts = tuple(
            (
                person.at.source,
                births_differ(person.at.row, str(person.born), str(sheet.person.born)),
            )
            for person in births_that_differ(sheets)
        )
        joined.append(JoinedPerson(task.person_id, code_sheet(sheet), doubts))
    return joined


def code_portion(portion: Portion) -> CodedPerson:
    return _code(portion.subject, portion.sheet, portion.lines, portion.n_rows, portion.issues)


def code_sheet(sheet: RapSheet) -> CodedPerson:
    """A whole record without the lines it stands on."""
    return _code("", sheet, (), 0, ())


def _code(
    subject: str,
    sheet: RapSheet,
    lines: tuple[tuple[int, int], ...],
    n_rows: int,
    issues: tuple[Issue, ...],
) -> CodedPerson:
    person = sheet.person
    return CodedPerson(
        subject, person.cii, person.name, person.sex, person.race, sortable(person.born),
        encode_sheet(sheet), tuple(_code_convictions(sheet)), lines, n_rows, issues,
    )  # fmt: skip


def _code_convictions(sheet: RapSheet) -> Iterator[CodedConviction]:
    for conviction in sheet.convictions():
        charge, event = conviction.charge, conviction.event
        yield (
            charge.at.source, charge.at.row, charge.section_text, charge.level.value,
            sortable(event.on), event.county, event.agency, "; ".join(conviction.case_numbers),
            int(read_section(charge.section_text).cannabis is not None),
        )  # fmt: skip


def sortable(date: PartialDate) -> str:
    """A date as text for a list; "" when unknown, so that it sorts first."""
    return "" if date.is_unknown else str(date)
