"""Flowing text down numbered pages: units of rows, kept together where they must be.

Positions are counted in *steps* of half a numbered line (12 points): step 0 is
the baseline of line 1, step 2 that of line 2. Double-spaced text uses even
steps; single-spaced tables use every step but begin on an even one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.documents.fonts import Face

LAST_STEP = 54  # the baseline of line 28


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text at an absolute x (points)."""

    x: float
    text: str
    face: Face = Face.REGULAR
    size: float = 12


@dataclass(frozen=True, slots=True)
class Row:
    """Runs on one baseline, ``step`` steps below the unit's first."""

    step: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line from ``x0`` to ``x1``; its ends ``drop`` points below their steps' baselines."""

    step: int
    x0: float
    x1: float
    drop: float
    end_step: int | None = None  # for a vertical rule
    end_drop: float = 0
    width: float = 0.6


@dataclass(frozen=True, slots=True)
class Unit:
    """Rows that never part. ``steps`` is what it takes, the gap after it included."""

    rows: tuple[Row, ...]
    steps: int
    rules: tuple[Rule, ...] = ()
    holds_next: bool = False  # stays on one page with the unit after it
    bookmark: str = ""
    header: Unit | None = None  # repeated when the unit opens a page

    @property
    def last(self) -> int:
        """The lowest step it writes on."""
        return max((row.step for row in self.rows), default=0)


@dataclass(slots=True)
class Page:
    """What stands on a page: units with their first steps."""

    placed: list[tuple[int, Unit]] = field(default_factory=list)
    next_step: int = 0

    def put(self, unit: Unit) -> None:
        self.placed.append((self.next_step, unit))
        self.next_step += unit.steps

    def has_room(self, chain: Sequence[Unit]) -> bool:
        before = sum(unit.steps for unit in chain[:-1])
        return self.next_step + before + chain[-1].last <= LAST_STEP


def hold(units: list[Unit], n_rows: int = 1) -> list[Unit]:
    """The same list, its last units, ``n_rows`` rows at least, tied to whatever follows."""
    for index in range(len(units) - 1, -1, -1):
        units[index] = replace(units[index], holds_next=True)
        n_rows -= len(units[index].rows)
        if n_rows <= 0:
            break
    return units


def paragraph_units(rows: Sequence[tuple[Run, ...]]) -> list[Unit]:
    """Double-spaced rows as units that leave no widow and no orphan.

    At least two lines stand together at the foot and at the head of a page; a
    paragraph of up to three lines is never divided.
    """
    groups = [rows]
    if len(rows) > 3:
        groups = [rows[:2], *([row] for row in rows[2:-2]), rows[-2:]]
    return [
        Unit(tuple(Row(2 * n, runs) for n, runs in enumerate(group)), 2 * len(group))
        for group in groups
        if group
    ]


def paginate(units: Iterable[Unit], opening: Page | None = None) -> list[Page]:
    """Distribute units over pages, the first of which may already be begun."""
    pages = [opening or Page()]
    for chain in _chains(units):
        if not pages[-1].has_room(chain):
            pages.append(Page())
        _put_chain(chain, pages)
    return pages


def _chains(units: Iterable[Unit]) -> Iterable[list[Unit]]:
    chain: list[Unit] = []
    for unit in units:
        chain.append(unit)
        if not unit.holds_next:
            yield chain
            chain = []
    if chain:
        yield chain


def _put_chain(chain: Sequence[Unit], pages: list[Page]) -> None:
    """Place a chain; one longer than a page is divided between its units after all."""
    for unit in chain:
        if not pages[-1].has_room([unit]) and pages[-1].placed:
            pages.append(Page())
        page = pages[-1]
        if unit.header is not None and not page.placed:
            page.put(unit.header)
        page.put(unit)
