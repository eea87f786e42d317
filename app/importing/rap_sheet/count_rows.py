"""Rows of a sheet: one for each count, further ones for what was decided later.

``CNT_ORDER`` is cycle, step, count and part. What was decided later about a count is a step
of its own with the same count number, from which `app.importing.join.place_relief` gives the
count its relief. Where that would not be sure, because another conviction of the cycle has
the same number, the row has the order of its count itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from app.importing.issues import Issue
from app.importing.rap_sheet.cells import (
    Cells,
    is_convicted,
    is_in_doubt,
    put_charge,
    put_event,
    put_result,
    put_subject,
)
from app.importing.rap_sheet.notes import set_aside
from app.importing.rap_sheet.syntax import (
    MOST_LINES,
    MOST_NUMBER,
    Count,
    Cycle,
    Disposition,
    Event,
    Print,
    Sheet,
)
from app.importing.reading import LINE_STEP, ReadRow
from app.importing.values import read_relief


class _Place(NamedTuple):
    """Where a row stands in the record."""

    cycle: int
    step: int
    number: int
    part: int = 0

    @property
    def order(self) -> str:
        return f"{self.cycle:03d}{self.step:03d}{self.number:03d}{self.part:03d}"


class SheetRows:
    """Makes the rows of one sheet. ``lines`` are all lines of the file, verbatim."""

    def __init__(self, sheet: Sheet, subject_id: str, lines: list[str]) -> None:
        self._sheet = sheet
        self._subject_id = subject_id
        self._lines = lines
        self._last_row = 0

    def rows(self) -> Iterator[ReadRow | Issue]:
        for number, cycle in enumerate(self._sheet.cycles, start=1):
            if number > MOST_NUMBER:
                yield from self._cut_off(cycle)
            else:
                yield from self._cycle(number, cycle)

    def _cycle(self, number: int, cycle: Cycle) -> Iterator[ReadRow | Issue]:
        steps = _Steps(number, cycle)
        for event in cycle.events:
            step = steps.next_step()
            if step > MOST_NUMBER:
                yield from self._cut_off(Cycle([event]))
            elif event.counts:
                yield from self._event(steps, event, step)
            else:
                cells = self._cells(event, event.on, _Place(number, step, 0), cycle)
                yield self._row(cells, event.first_line, event.last_line)

    def _event(self, steps: _Steps, event: Event, step: int) -> Iterator[ReadRow | Issue]:
        last_numbers: list[Print] = []
        seen: Counter[int] = Counter()
        first_count = event.counts[0].first_line
        if first_count > event.first_line:
            yield self._row(None, event.first_line, first_count - 1)
        for count in event.counts:
            last_numbers = count.case_numbers or last_numbers
            if not self._has_room(count):
                yield self._row(None, count.first_line, count.last_line)
                yield _too_many(count, self._lines[count.first_line - 1])
                continue
            for now in count.dispositions:
                step_now = step if now is count.first else steps.step_of(event, now, count)
                for number in count.numbers:
                    part = seen[number] if now is count.first else 0
                    place = steps.place(step, step_now, number, part, count, now)
                    yield from self._count(steps, event, count, now, place, last_numbers)
            seen.update(count.numbers)

    def _count(
        self, steps: _Steps, event: Event, count: Count, now: Disposition, place: _Place,
        case_numbers: list[Print],
    ) -> Iterator[ReadRow | Issue]:  # fmt: skip
        line, last_line = _lines_of(count, now)
        if place.step > MOST_NUMBER:
            yield self._row(None, line, last_line)
            yield _beyond(line, self._lines[line - 1])
            return
        on = event.on if now is count.first else now.on
        cells = self._cells(event, on, place, steps.cycle)
        put_charge(cells, count, event)
        put_result(cells, count, place.number, now)
        if case_numbers:
            cells.put_print("OFN", case_numbers[0])
        yield self._row(cells, line, last_line, is_first=place.number == count.numbers[0])
        if now is count.first:
            yield from self._more_numbers(event, place, steps.cycle, count)

    def _more_numbers(
        self, event: Event, place: _Place, cycle: Cycle, count: Count
    ) -> Iterator[ReadRow]:
        """A row without a disposition for each further case number, joined to the count."""
        for number in count.case_numbers[1:]:
            cells = self._cells(event, event.on, place, cycle)
            put_charge(cells, count, event)
            cells.put_print("OFN", number)
            yield self._row(cells, count.first_line, count.last_line, is_first=False)

    def _cells(self, event: Event, on: Print, place: _Place, cycle: Cycle) -> Cells:
        cells = Cells()
        put_subject(cells, self._subject_id, self._sheet.subject, event)
        cells.put("CYC_ORDER", f"{place.cycle:03d}")
        cells.put_print("CYC_DATE", cycle.events[0].on)
        cells.put("STP_ORDER", f"{place.step:03d}")
        put_event(cells, event, on)
        cells.put("CNT_ORDER", place.order)
        return cells

    def _row(
        self, cells: Cells | None, line: int, last_line: int, *, is_first: bool = True
    ) -> ReadRow:
        """A row numbered by its line; further rows of a line take the numbers that follow."""
        self._last_row = max(line * LINE_STEP, self._last_row + 1)
        original = tuple(self._lines[line - 1 : last_line]) if is_first else ()
        return ReadRow(self._last_row, None if cells is None else cells.row(), original)

    def _has_room(self, count: Count) -> bool:
        """Whether the numbers of the count's own lines suffice for its rows."""
        if count.is_too_large:
            return False
        first = max(count.first_line * LINE_STEP, self._last_row + 1)
        n_rows = len(count.numbers) * max(len(count.case_numbers), 1)
        for update in count.updates:
            if first + n_rows > update.on.line * LINE_STEP:
                return False
            first, n_rows = update.on.line * LINE_STEP, len(count.numbers)
        return first + n_rows <= (count.last_line + 1) * LINE_STEP

    def _cut_off(self, cycle: Cycle) -> Iterator[ReadRow | Issue]:
        for event in cycle.events:
            yield self._row(None, event.first_line, event.last_line)
            yield _beyond(event.first_line, self._lines[event.first_line - 1])


class _Steps:
    """Numbers the steps of one cycle."""

    def __init__(self, number: int, cycle: Cycle) -> None:
        self.cycle = cycle
        self._number = number
        self._n_steps = 0
        self._by_date: dict[tuple[int, str], int] = {}
        self._taken: set[tuple[int, int]] = set()
        self._n_convicted = Counter(
            n
            for event in cycle.events
            for count in event.counts
            if not count.is_too_large
            and any(is_convicted(now) or is_in_doubt(count, now) for now in count.dispositions)
            for n in count.numbers
        )

    def next_step(self) -> int:
        self._n_steps += 1
        return self._n_steps

    def step_of(self, event: Event, now: Disposition, count: Count) -> int:
        """The step of an update: one for each date of an event, and a count only once in it."""
        key = (id(event), now.on.text)
        step = self._by_date.get(key)
        if step is None or any((step, number) in self._taken for number in count.numbers):
            step = self._by_date[key] = self.next_step()
        self._taken.update((step, number) for number in count.numbers)
        return step

    def place(
        self, own: int, step: int, number: int, part: int, count: Count, now: Disposition
    ) -> _Place:
        """``own``: the step of the count itself, where an update must stay with it."""
        if now is not count.first and self._must_stay(number, count, now):
            return _Place(self._number, own, number, part)
        return _Place(self._number, step, number, part if now is count.first else 0)

    def _must_stay(self, number: int, count: Count, now: Disposition) -> bool:
        if is_convicted(now):  # convicted again: more of the same conviction
            return is_convicted(count.first)
        states_relief = now.result is not None and read_relief(now.result.text) is not None
        return states_relief and self._n_convicted[number] > 1


def _lines_of(count: Count, now: Disposition) -> tuple[int, int]:
    """First and last line of what is stated under one date."""
    starts = [count.first_line, *(update.on.line for update in count.updates), count.last_line + 1]
    at = next(index for index, one in enumerate(count.dispositions) if one is now)
    return starts[at], max(starts[at + 1] - 1, starts[at])


def _beyond(line: int, text: str) -> Issue:
    return set_aside(
        line, "CNT_ORDER", text, "Too many cycles or events",
        f"A sheet is read up to {MOST_NUMBER} cycles, a cycle up to {MOST_NUMBER} events.",
    )  # fmt: skip


def _too_many(count: Count, text: str) -> Issue:
    return set_aside(
        count.first_line, "CNT_ORDER", text, "Too many counts in one line",
        f"The line stands for more counts than its lines ({count.n_lines:,}) have row numbers for, "
        f"for a count above {MOST_NUMBER}, or for one of more than {MOST_LINES:,} lines.",
    )  # fmt: skip
