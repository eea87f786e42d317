"""The lines of Differences.csv: cells that differ, and rows that stopped an earlier tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.exporting.clear_my_record import RESULT_COLUMNS
from app.rules.earlier.marks import Mark
from app.rules.earlier.points import Difference
from app.store import records
from app.store.records import RowIssue, Source
from app.store.workspace import Workspace

_COLUMN_PLACES = {name: place for place, name in enumerate(RESULT_COLUMNS)}
_REFUSED = ("Wrong number of cells", "Stray quote")
_FEWEST_DIGITS = 6  # of CNT_ORDER: the earlier tool cut cycle and step out of it


def difference_lines(
    workspace: Workspace,
    sources: Sequence[Source],
    differences: Sequence[Difference],
    *,
    read_files: bool,
) -> Iterator[tuple[str, ...]]:
    """In the order of the files, rows and columns.

    With ``read_files`` the earlier tool read these very files: a row that stopped it is
    told, and what it would have said of the others is compared all the same.
    """
    names = {source.id: source.name for source in sources}
    lines = [
        ((one.at.source, one.at.row, _COLUMN_PLACES[one.column]), _line(one)) for one in differences
    ]
    if read_files and any(source.n_quarantined for source in sources):
        for issue in records.iter_quarantined(workspace):
            stopped = _stopped(issue)
            if stopped:
                lines.append(((issue.at.source, issue.at.row, -1), stopped))
    for (source, row, _), line in sorted(lines):
        yield (names[source], str(row), *line)


def _line(one: Difference) -> tuple[str, ...]:
    return one.column, one.earlier, one.ours, one.point, one.why


def _stopped(issue: RowIssue) -> tuple[str, ...] | None:
    """What a row did to the earlier tool that we set aside."""
    if issue.kind in _REFUSED:
        earlier, why = "(file refused)", "the earlier tool refused a file with such a row"
    elif issue.column == "CNT_ORDER" and len(issue.text) < _FEWEST_DIGITS:
        earlier, why = "(run ended)", "the earlier tool ended at a count order so short"
    else:
        return None
    mark = Mark.ONE_PERSON.value
    return "", earlier, "(row set aside)", mark, f"Point {mark}, rows that cannot be read: {why}."
