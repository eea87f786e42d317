"""Which of the layouts at hand fits a file, by its header; the order of columns is no matter."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from app.importing.layouts.checks import cautions, missing_fields
from app.importing.layouts.columns import FittedSheet, find_fit, find_header
from app.importing.layouts.date_evidence import weigh_dates
from app.importing.layouts.fields import FIELD
from app.importing.layouts.given import Picker, date_of
from app.importing.layouts.layout import Layout, plain
from app.importing.layouts.table import HEADER_WITHIN, FirstRow, Step, Table, first_rows
from app.importing.values import clean
from app.model.dates import read_compact_date

_NEAR = 0.75
_FEW_FIELDS = 5
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Match:
    """``is_exact``: the header is the layout's own, word for word, in any order.

    ``problems`` keep the file from being read by it; ``differences`` are for the eye.
    """

    layout: Layout
    is_exact: bool
    differences: tuple[str, ...]
    problems: tuple[str, ...]
    likeness: float

    @property
    def is_usable(self) -> bool:
        return not self.problems


def find_layout(table: Table, known: Iterable[Layout]) -> Match | None:
    """The best match, one that can be used before one that cannot; None when none is near."""
    head = _Head(table)
    matches = [found for layout in known if (found := match_layout(head, layout)) is not None]
    return max(matches, key=_rank, default=None)


class _Head:
    """The beginning of a table, read once for all layouts."""

    def __init__(self, table: Table) -> None:
        self.kind, self.words, self.encoding = table.kind, table.words, table.encoding
        self.sheets, self.issues = table.sheets, table.issues
        self._rows = [
            first_rows(table, index, HEADER_WITHIN + _SAMPLE) for index in range(len(self.sheets))
        ]

    def rows(self, sheet_index: int, _step: Step) -> Generator[FirstRow]:
        yield from self._rows[sheet_index]


def _rank(match: Match) -> tuple[bool, bool, float]:
    return match.is_usable, match.is_exact, match.likeness


def match_layout(table: Table, layout: Layout) -> Match | None:
    """How far the layout fits; None when it is another kind of list altogether."""
    sheets, problems = find_fit(table, layout)
    if not problems:
        problems = [text for sheet in sheets for text in _unread_dates(table, sheet, layout)]
    if layout.header:
        return _by_header(table, layout, problems)
    fields = {one.column.field for sheet in sheets for one in sheet.columns}
    if missing_fields(fields) or len(fields) < _FEW_FIELDS:
        return None
    n_columns = max(sum(len(sheet.header) for sheet in sheets), 1)
    told = tuple(cautions(fields, dict(layout.constants)))
    likeness = 0.5 * min(len(fields) / n_columns, 1.0)
    return Match(layout, False, told, tuple(problems), likeness)


def _unread_dates(table: Table, sheet: FittedSheet, layout: Layout) -> Iterator[str]:
    """Columns whose dates, in the first rows, are not written as the layout says.

    A layout that was not made for this header says it of any list: there the cells have to
    prove the order of day and month, or a person has to choose the layout.
    """
    dated = [
        one for one in sheet.columns if (field := FIELD.get(one.column.field)) and field.is_date
    ]
    rows = first_rows(table, sheet.sheet_index, _SAMPLE) if dated else []
    for one in dated:
        cells = Picker((one,), layout)
        picked = [
            cell for row in rows if row.row > sheet.header_row for cell in cells.pick(row.cells)
        ]
        formats = " or ".join(one.column.dates or layout.dates)
        n_unread = sum(read_compact_date(date_of(cell, layout)) is None for cell in picked)
        if n_unread * 2 > len(picked):
            yield (
                f"Most dates of '{clean(one.header)}' are not written as the layout says, "
                f"{formats}: {picked[0].text}."
            )
        elif not layout.header and picked:
            evidence = weigh_dates([cell.text for cell in picked])
            if evidence.question:
                yield (
                    f"'{clean(one.header)}': {evidence.question} Name the layout yourself if it is "
                    f"{formats}."
                )


def _by_header(table: Table, layout: Layout, problems: list[str]) -> Match | None:
    header = _header_of(table, layout)
    wanted = {plain(word): word for word in layout.header}
    found = {plain(cell): clean(cell) for cell in header if plain(cell)}
    common = len(wanted.keys() & found.keys())
    likeness = common / max(len(wanted.keys() | found.keys()), 1)
    missing = [wanted[word] for word in wanted if word not in found]
    more = [found[word] for word in found if word not in wanted]
    if likeness < _NEAR and (problems or common < _NEAR * len(wanted)):
        return None
    differences = []
    if missing:
        differences.append(f"Columns of the layout that the file lacks: {', '.join(missing)}.")
    if more:
        differences.append(f"Columns of the file that are new: {', '.join(more)}.")
    return Match(
        layout, not missing and not more and not problems, tuple(differences), tuple(problems),
        likeness,
    )  # fmt: skip


def _header_of(table: Table, layout: Layout) -> tuple[str, ...]:
    """The header of the layout's first sheet, in whichever sheet of the file it stands."""
    best: tuple[str, ...] = ()
    most = 0
    words = {plain(word) for word in layout.header}
    for index in range(len(table.sheets)):
        rows = first_rows(table, index, HEADER_WITHIN)
        cells = find_header(rows, layout.sheets[0], layout.header).cells
        count = len(words & {plain(cell) for cell in cells})
        if count > most:
            best, most = cells, count
    return best
