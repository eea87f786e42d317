"""CNT_ORDER for rows that have none: a cycle for each case, a step for each day in it.

Cycles, steps and counts are numbered as they appear, so that a file gives the same numbers
every time. What is remembered of a case are whole numbers of sixty bits, keyed by a hash:
a list of a million cases needs some two hundred megabytes and not a gigabyte.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

MOST = 999
_TEN = 1023  # ten bits
_DAY = (1 << 28) - 1
_FREE = 500
"""Counts without a number of their own come after this, where the list numbers counts."""


def short_hash(*parts: str) -> int:
    """Sixty bits that stand for the texts, the same in every run."""
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 4


class TooMany(Exception):  # noqa: N818 - the reader turns it into an issue
    """More than twelve digits can number; the text says of what."""


class CountOrders:
    """Gives each count of a list its twelve digits."""

    def __init__(self, *, has_numbers: bool) -> None:
        self._first_count = _FREE if has_numbers else 0
        self._cycles: dict[int, int] = {}  # person -> cycles so far
        self._cases: dict[int, int] = {}  # person and case -> `_Case`, packed
        self._steps: dict[int, int] = {}  # a case's second and further days -> step and counts
        self._numbered: dict[int, int] = {}  # a numbered count -> hash of what it is

    def next(self, person: str, case: str, day: str, number: int = 0, what: str = "") -> str:
        """The order of the next count of a case on a day.

        ``number`` is the count's own, 0 for none. The same number again is a further line of
        the same count when ``what`` is the same, and else another count. Raises TooMany.
        """
        key, bits = short_hash(person, case), short_hash(day) & _DAY
        packed = self._cases.get(key)
        if packed is None:
            found = _Case(self._next_cycle(person), 1, 0, bits)
            self._cases[key] = found.packed()
        else:
            found = _Case(packed >> 20 & _TEN, packed >> 10 & _TEN, packed & _TEN, packed >> 30)
        step_key = short_hash(str(key), day) if number or found.day != bits else 0
        step, count = (1, found.n_counts) if found.day == bits else self._step(key, step_key, found)
        if 0 < number < _FREE and self._is_new_or_same(step_key, number, what):
            return _order(found.cycle, step, number)
        count = max(count, self._first_count) + 1
        if found.day == bits:
            self._cases[key] = found._replace(n_counts=min(count, _TEN)).packed()
        else:
            self._steps[step_key] = step << 10 | min(count, _TEN)
        return _order(found.cycle, step, count)

    def _step(self, key: int, step_key: int, found: _Case) -> tuple[int, int]:
        """A further day of a case: its step, a new one at first, and its counts so far."""
        packed = self._steps.get(step_key)
        if packed is None:
            n_steps = min(found.n_steps + 1, _TEN)
            self._cases[key] = found._replace(n_steps=n_steps).packed()
            packed = self._steps[step_key] = n_steps << 10
        return packed >> 10, packed & _TEN

    def _next_cycle(self, person: str) -> int:
        key = short_hash(person)
        cycle = self._cycles.get(key, 0) + 1
        if cycle > MOST:
            raise TooMany("cases of one person")
        self._cycles[key] = cycle
        return cycle

    def _is_new_or_same(self, step_key: int, number: int, what: str) -> bool:
        now = short_hash(what)
        return self._numbered.setdefault(short_hash(str(step_key), str(number)), now) == now


class _Case(NamedTuple):
    """What is known of a case; ``day`` and ``count`` are of its first step."""

    cycle: int
    n_steps: int
    n_counts: int
    day: int

    def packed(self) -> int:
        return ((self.day << 10 | self.cycle) << 10 | self.n_steps) << 10 | self.n_counts


def _order(cycle: int, step: int, count: int) -> str:
    if step > MOST:
        raise TooMany("days in one case")
    if count > MOST:
        raise TooMany("counts on one day of a case")
    return f"{cycle:03d}{step:03d}{count:03d}000"
