"""Make up a layout for a list nobody knows, with the reasons and what is left to ask.

A proposal is never used by itself: a person looks at it, answers its questions and saves it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.importing.layouts.checks import cautions, fields_of, missing_fields
from app.importing.layouts.guess_columns import Guess, assign
from app.importing.layouts.layout import ROWS, Column, Layout, SheetLayout, plain
from app.importing.layouts.looks import EMPTY_TEXTS, look_at_cells
from app.importing.layouts.propose_column import ColumnProposal, propose_column
from app.importing.layouts.sheet_roles import Roles, SheetCells, propose_roles
from app.importing.layouts.synonyms import EXACT, guess_field
from app.importing.layouts.table import HEADER_WITHIN, FirstRow, Table, first_rows

SAMPLE_ROWS = 2000
_SHOWN_SHEETS = 20
_MOST_CELLS, _FEWEST_ROWS = 120_000, 50


@dataclass(frozen=True, slots=True)
class Proposal:
    """``layout`` as far as it can be told; ``questions`` have to be answered by a person.

    ``missing`` are facts without which the list cannot be read at all, ``cautions`` what will
    be unknown for every row.
    """

    layout: Layout
    columns: tuple[ColumnProposal, ...]
    questions: tuple[str, ...]
    missing: tuple[str, ...]
    cautions: tuple[str, ...]
    roles: tuple[str, ...]  # sentences about sheets and how they are joined


def propose_layout(table: Table, title: str, n_rows: int = SAMPLE_ROWS) -> Proposal:
    """Looks at the first ``n_rows`` rows of every sheet; ``title`` names the layout."""
    sheets = [
        sheet_cells(table, index, n_rows)
        for index, sheet in enumerate(table.sheets[:_SHOWN_SHEETS])
        if not sheet.is_hidden
    ]
    sheets = [sheet for sheet in sheets if sheet.rows]
    guesses = {sheet.at: assign(sheet.header, sheet.looks) for sheet in sheets}
    roles = propose_roles(sheets, guesses)
    columns: list[ColumnProposal] = []
    layouts = []
    for sheet in sheets:
        if sheet.at in roles.read:
            proposed = _columns(sheet, guesses[sheet.at])
            columns += proposed
            layouts.append(_sheet_layout(sheet, proposed, roles, n_sheets=len(table.sheets)))
    return _proposal(title, sheets, layouts, columns, roles)


def _proposal(
    title: str,
    sheets: Sequence[SheetCells],
    layouts: Sequence[SheetLayout],
    columns: Sequence[ColumnProposal],
    roles: Roles,
) -> Proposal:
    first = next((sheet for sheet in sheets if sheet.at in roles.read), None)
    layout = Layout(
        id=f"office/{_id_of(title)}",
        title=title,
        sheets=tuple(layouts),
        header=tuple(word for word in first.header if word) if first and first.header_row else (),
        empty=_empties(sheets),
    )
    layout = replace(layout, header=tuple(dict.fromkeys(layout.header)))
    fields = fields_of(layout)
    return Proposal(
        layout,
        tuple(columns),
        tuple(f"{one.title}: {question}" for one in columns for question in one.questions)
        + roles.questions,
        tuple(f"{text[0].upper()}{text[1:]}." for text in missing_fields(fields)),
        tuple(cautions(fields, {})),
        roles.sentences,
    )


def sheet_cells(table: Table, index: int, n_rows: int) -> SheetCells:
    """The beginning of a sheet, its header found, and how each column looks."""
    rows = first_rows(table, index, n_rows + HEADER_WITHIN)
    header = _find_header(rows)
    cells = [one.cells for one in rows if one.row > header.row]
    width = max([len(header.cells), *map(len, cells)], default=0)
    cells = cells[: max(_FEWEST_ROWS, _MOST_CELLS // max(width, 1))]
    words = tuple(cell.strip() for cell in header.cells) if header.row else ()
    columns = [[row[at] if at < len(row) else "" for row in cells] for at in range(width)]
    return SheetCells(
        index, table.sheets[index].name, header.row, words + ("",) * (width - len(words)),
        cells, tuple(look_at_cells(column) for column in columns),
    )  # fmt: skip


def _find_header(rows: Sequence[FirstRow]) -> FirstRow:
    """The row of the beginning with the most known header words; row 0 when there is none.

    Without any known word, a first row of words without digits, each once, is one.
    """
    best, most = FirstRow(0, ()), 0
    for one in rows[:HEADER_WITHIN]:
        sure = sum(guess_field(cell)[1] == EXACT for cell in one.cells if len(cell) < 60)
        if sure > most:
            best, most = one, sure
    if most >= 2 or (most and len(best.cells) <= 3):
        return best
    if rows and len(rows) > 1:
        filled = [cell.strip() for cell in rows[0].cells if cell.strip()]
        has_digits = sum(any(sign.isdigit() for sign in cell) for cell in filled)
        if len(filled) > 1 and not has_digits and len(set(map(plain, filled))) == len(filled):
            return rows[0]
    return FirstRow(0, ())


def _columns(sheet: SheetCells, guesses: Sequence[Guess]) -> list[ColumnProposal]:
    words = [plain(word) for word in sheet.header]
    proposed = []
    for at, (guess, looks) in enumerate(zip(guesses, sheet.looks, strict=True)):
        header = sheet.header[at] if at < len(sheet.header) else ""
        is_unique = bool(plain(header)) and words.count(plain(header)) == 1
        proposed.append(propose_column(sheet.name, at, header, is_unique, guess, looks))
    return proposed


def _sheet_layout(
    sheet: SheetCells, proposed: Sequence[ColumnProposal], roles: Roles, n_sheets: int
) -> SheetLayout:
    columns: tuple[Column, ...] = tuple(one.column for one in proposed if one.column is not None)
    return SheetLayout(
        columns=columns,
        role=roles.role.get(sheet.at, ROWS),
        names=(sheet.name,) if n_sheets > 1 else (),
        header_row=None if sheet.header_row else 0,  # titles above it may come and go
        key=roles.key.get(sheet.at, ()),
    )


def _empties(sheets: Sequence[SheetCells]) -> tuple[str, ...]:
    """Texts that mean an empty cell and do occur; words such as UNKNOWN are left as they are."""
    seen = {cell.strip().upper() for sheet in sheets for row in sheet.rows for cell in row}
    return tuple(text for text in EMPTY_TEXTS if text in seen)


def _id_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-") or "list"
