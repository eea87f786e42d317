"""The personal numbers that a person's rows hold: what kinds there are, and masked.

The whole numbers are given by `app.jobs.reveal` alone, which records who asked for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.importing.values import clean
from app.jobs.kept_rows import KeptRows
from app.jobs.reassemble import rows_of_person
from app.jobs.source_rows import SourceRow
from app.model.reading_columns import READING_INDEX
from app.store import people, records
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NumberKind:
    """A kind of personal number: its name in commands and in the log, its words, its columns."""

    name: str
    words: str
    columns: tuple[str, ...]


KINDS = (
    NumberKind("cii", "CII", ("CII_NUMBER", "REQ_CII_NUMBER")),
    NumberKind("fbi", "FBI", ("FBI_NUMBER",)),
    NumberKind("ssn", "Social Security", ("PRI_SSN", "REQ_SSN")),
    NumberKind("license", "Driver's license", ("PRI_CDL", "REQ_CDL")),
    NumberKind("id-card", "Identification card", ("PRI_IDN",)),
    NumberKind("immigration", "Immigration (INN)", ("PRI_INN",)),
)
NAMES = tuple(kind.name for kind in KINDS)
COLUMNS = frozenset(column for kind in KINDS for column in kind.columns)
_IN_A_LINE = re.compile(r"[A-Z]?\d{5,}|\d{3}-\d\d-\d{4}")


@dataclass(frozen=True, slots=True)
class MaskedNumber:
    """Numbers of one kind with their middles hidden, the one that counts first."""

    kind: NumberKind
    masked: tuple[str, ...]


def kind_of(name: str) -> NumberKind:
    """Raises LookupError when there is no such kind."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise LookupError(f"no kind of number {name!r}")


def mask_number(number: str) -> str:
    """A personal number with its middle hidden: ``A12345678`` becomes ``A1*****78``."""
    if len(number) <= 4:
        return "*" * len(number)
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def mask_row(row: SourceRow) -> SourceRow:
    """A source row with its personal numbers masked, in its cells and in its line; the row itself
    when it holds none.

    Of running text all long numbers are masked in the lines that a number was read from.
    """
    holding = {row.taken_from.get(column, column) for column in COLUMNS}
    text, cells, lines = row.text, list(row.cells), row.text.split("\n")
    for place, (name, cell) in enumerate(zip(row.columns, row.cells, strict=False)):
        number = clean(cell)
        if name not in holding or not number:
            continue
        if row.is_text:
            cells[place] = _IN_A_LINE.sub(lambda found: mask_number(found[0]), cell)
            lines[place] = cells[place]
            text = "\n".join(lines)
        else:
            cells[place] = cell.replace(number, mask_number(number))
            text = text.replace(number, mask_number(number))
    return row if cells == list(row.cells) else replace(row, cells=tuple(cells), text=text)


def list_masked(workspace: Workspace, person_id: int) -> tuple[MaskedNumber, ...]:
    """The kinds of numbers on record, masked. Raises LookupError when there is no such person."""
    return tuple(
        MaskedNumber(kind, tuple(dict.fromkeys(map(mask_number, numbers))))
        for kind, numbers in read_numbers(workspace, person_id)
    )


def read_numbers(
    workspace: Workspace, person_id: int
) -> Iterator[tuple[NumberKind, tuple[str, ...]]]:
    """Every kind on record with its different numbers, from the rows as they count."""
    counting = people.get_person(workspace, person_id).cii
    kept = KeptRows(workspace, {one.id: one for one in records.list_sources(workspace)})
    found: dict[str, dict[str, None]] = {kind.name: {} for kind in KINDS}
    if counting:
        found["cii"][counting] = None
    for _, _, cells in rows_of_person(workspace, kept, person_id):
        for kind in KINDS:
            for column in kind.columns:
                number = clean(cells[READING_INDEX[column]])
                if number:
                    found[kind.name].setdefault(number)
    yield from ((kind, tuple(found[kind.name])) for kind in KINDS if found[kind.name])
