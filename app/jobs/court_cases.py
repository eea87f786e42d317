"""The cases of a court's list, out of any file that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.importing.court_list import CourtCase
from app.importing.detect import look_at_start
from app.importing.encodings import to_text
from app.importing.issues import Issue
from app.importing.pieces import map_file, read_piece
from app.importing.reading import LINE_STEP, Kind, Origin
from app.importing.rows import BadRow, split_rows
from app.importing.values import clean, read_event_kind
from app.jobs.readers import FilePlan, open_reader
from app.jobs.source_rows import part_of
from app.model.dates import UNKNOWN_DATE, read_compact_date
from app.model.doj_columns import DOJ_COLUMN_INDEX, N_DOJ_COLUMNS
from app.model.record import EventKind

_AT = DOJ_COLUMN_INDEX
Step = Callable[[int, int], None]


def read_court_cases(plan: FilePlan, step: Step) -> Iterator[CourtCase | None]:
    """Each row as a case, None for one that cannot be read. ``step(done, total)`` as it goes.

    Of the state's file the court actions. Raises InputError when the file cannot be used.
    """
    if plan.kind is Kind.DOJ_BULK:
        yield from _of_state_file(plan, step)
        return
    reader = open_reader(plan)
    for number, found in enumerate(reader.rows()):
        if isinstance(found, Issue):
            if found.is_quarantined:
                yield None
        elif found.cells is not None:
            yield case_of(_row_of(reader.origin, found.row), found.cells)
        if number % 500 == 0:
            step(int(reader.share * 1000), 1000)


def _row_of(origin: Origin, row: int) -> int:
    """The row (of its sheet) or line as a person finds it."""
    if origin.is_text:
        return row // LINE_STEP
    return (row - part_of(origin, row).first_row) // LINE_STEP + 1


def _of_state_file(plan: FilePlan, step: Step) -> Iterator[CourtCase | None]:
    has_header = look_at_start(plan.path).has_header
    mapped = map_file(plan.path, lambda *_: None)
    mark = mapped.line_mark.decode("ascii")
    done = 0
    for piece in mapped.pieces:
        skip = mapped.mark_bytes if piece.number == 0 else 0
        text = to_text(read_piece(plan.path, piece)[skip:], mapped.encoding)
        rows = split_rows(text, piece.first_row, mark)
        if has_header and piece.number == 0:
            next(rows, None)
        for found in rows:
            if isinstance(found, BadRow) or len(found[1]) != N_DOJ_COLUMNS:
                yield None
            elif read_event_kind(found[1][_AT["STP_TYPE_DESCR"]]) is EventKind.COURT:
                yield case_of(found[0], found[1])
        done += piece.length
        step(done, mapped.n_bytes)


def case_of(row: int, cells: Sequence[str]) -> CourtCase:
    """A row of the state's form as a case of a list: OFN, name, birth date, offense, status.

    The status is what the disposition and the comment say.
    """
    status = (clean(cells[_AT[name]]) for name in ("DISP_DESCR", "COMMENT_TEXT"))
    return CourtCase(
        row,
        clean(cells[_AT["OFN"]]),
        clean(cells[_AT["PRI_NAME"]]),
        read_compact_date(clean(cells[_AT["PRI_DOB"]])) or UNKNOWN_DATE,
        clean(cells[_AT["OFFENSE_DESCR"]]),
        "; ".join(part for part in status if part),
    )
