"""Where everything of a time line is drawn: lanes, clusters of marks, spans, windows.

The height depends on the record alone, never on the width or the zoom, so that a page keeps
its shape while somebody zooms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF

from app.model.record import EventKind
from ui.cases.time_data import Birthday, TimeCycle, TimeLine, TimeMark, TimePart, TimeSpan
from ui.theme import px

PROP_64_ON = date(2016, 11, 9)  # the day HSC 11361.8 and the new grades took effect

CYCLES, ARRESTS, COURT, CUSTODY, OTHER, SENTENCES, WINDOWS, AGES = range(8)
LANES = ("Cycles", "Arrests", "Court", "Custody", "Other", "Sentences", "Looked back", "Ages")
_MARKS = (
    "Filled: a conviction. With a core: under review. In a ring: the one in sight. A number: so "
    "many events close together; a click parts them. Dotted: the date is not known exactly."
)
SIGNS = {  # what is told where the pointer is on a lane's name
    CYCLES: "An arrest and what followed from it",
    ARRESTS: _MARKS,
    COURT: _MARKS,
    CUSTODY: _MARKS,
    OTHER: _MARKS,
    SENTENCES: (
        "Solid: jail. Crossed: prison. Empty: probation. Striped: another place. The parts stand "
        "one after another. An arrow: the end is not on record. Underlined: the one in sight."
    ),
    WINDOWS: "The time before the as-of date that the policy looked at, and how its rule came out",
    AGES: "Birthdays that the policy asks about",
}
_LANE_OF = {
    EventKind.ARREST: ARRESTS,
    EventKind.SUPPLEMENTAL_ARREST: ARRESTS,
    EventKind.COURT: COURT,
    EventKind.JAIL: CUSTODY,
    EventKind.PRISON: CUSTODY,
    EventKind.PROBATION: CUSTODY,
}
_MOST_ROWS = {CYCLES: 2, SENTENCES: 4, WINDOWS: 3, AGES: 1}
_ROW_PX = {CYCLES: 10, SENTENCES: 15, WINDOWS: 17}
_LANE_PX = 18
_WIDEST_CLUSTER_PX = 40
_TOP_PX = 20  # the words of the two lines
SHORTEST = timedelta(days=90)  # no zoom shows less

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels; ``first`` and ``last`` are the edges of the picture."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days)
        return self.left + (day - self.first).days / whole * (self.right - self.left)

    def day(self, x: float) -> date:
        share = (x - self.left) / max(1.0, self.right - self.left)
        return self.first + (self.last - self.first) * min(1.0, max(0.0, share))

    def holds(self, x: float) -> bool:
        return self.left - 1 <= x <= self.right + 1

    def clipped(self, first: date, last: date | None) -> tuple[float, float] | None:
        """The part of a stretch that is in sight; an open end reaches the right edge."""
        left = self.x(first)
        right = self.right if last is None else self.x(last)
        if right < self.left or left > self.right:
            return None
        return max(left, self.left), min(max(right, left), self.right)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Marks of a lane that would cover each other; one alone is a cluster of one."""

    rect: QRectF
    places: tuple[int, ...]  # of the marks, in the order of time


@dataclass(frozen=True, slots=True)
class Lane:
    title: str
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing with a place and words."""

    rect: QRectF
    words: str


@dataclass(slots=True)
class Plan:
    """The picture worked out for a width."""

    scale: Scale
    lanes: dict[int, Lane]
    axis_y: float
    clusters: list[Cluster] = field(default_factory=list)
    cycles: list[tuple[QRectF, TimeCycle]] = field(default_factory=list)
    spans: list[tuple[TimeSpan, list[tuple[QRectF, TimePart]]]] = field(default_factory=list)
    windows: list[tuple[QRectF, int]] = field(default_factory=list)
    birthdays: list[tuple[QRectF, Birthday]] = field(default_factory=list)

    def cluster_of(self, place: int) -> Cluster | None:
        """The cluster that a mark is in, None while it is out of sight."""
        return next((one for one in self.clusters if place in one.places), None)

    def cluster_at(self, point: QPointF) -> Cluster | None:
        reach = px(3)
        near = (
            one
            for one in self.clusters
            if one.rect.adjusted(-reach, -reach, reach, reach).contains(point)
        )
        return min(near, key=lambda one: abs(one.rect.center().x() - point.x()), default=None)

    def words_at(self, point: QPointF, line: TimeLine) -> list[str]:
        """What lies under a point."""
        cluster = self.cluster_at(point)
        found = [line.marks[place].words for place in cluster.places] if cluster else []
        found += [
            f"{part.words}\n{span.words}"
            for span, parts in self.spans
            for rect, part in parts
            if rect.contains(point)
        ]
        tall = px(3)
        found += [one.words for rect, one in self.cycles if _near(rect, tall).contains(point)]
        found += [line.windows[n].words for rect, n in self.windows if rect.contains(point)]
        found += [one.words for rect, one in self.birthdays if _near(rect, tall).contains(point)]
        return found


def _near(rect: QRectF, by: float) -> QRectF:
    return rect.adjusted(-by, -by, by, by)


def whole_of(line: TimeLine) -> tuple[date, date]:
    """The years that hold everything, from 1 January to 1 January."""
    days = [mark.day for mark in line.marks] + [PROP_64_ON]
    days += [span.last for span in line.spans if span.last is not None]
    days += [one.first for one in line.windows]
    if line.as_of is not None:
        days.append(line.as_of)
        days += [one.day for one in line.birthdays if one.day <= line.as_of]
    return date(min(days).year, 1, 1), date(min(max(days).year, 9998) + 1, 1, 1)


def lanes_of(line: TimeLine) -> dict[int, Lane]:
    """The lanes that hold something, from top to bottom."""
    rows = {
        CYCLES: _n_rows([(one.first, one.last) for one in line.cycles]),
        SENTENCES: _n_rows([(one.first, one.last) for one in line.spans]),
        WINDOWS: len(line.windows),
        AGES: 1 if line.birthdays else 0,
    }
    used = {lane_of(mark) for mark in line.marks} | {COURT}
    lanes: dict[int, Lane] = {}
    top = float(px(_TOP_PX))
    for lane, title in enumerate(LANES):
        n_rows = min(rows.get(lane, int(lane in used)), _MOST_ROWS.get(lane, 1))
        if not n_rows:
            continue
        height = float(px(max(_LANE_PX, n_rows * _ROW_PX.get(lane, _LANE_PX) + 5)))
        lanes[lane] = Lane(title, top, height)
        top += height
    return lanes


def lane_of(mark: TimeMark) -> int:
    return _LANE_OF.get(mark.kind, OTHER)


def axis_of(lanes: dict[int, Lane]) -> float:
    return max(lane.top + lane.height for lane in lanes.values()) + px(2)


def make_plan(line: TimeLine, scale: Scale, width_of: Callable[[str], float]) -> Plan:
    """``width_of`` measures words in the picture's font."""
    lanes = lanes_of(line)
    plan = Plan(scale, lanes, axis_of(lanes))
    for lane in (ARRESTS, COURT, CUSTODY, OTHER):
        if lane in lanes:
            plan.clusters += _clusters(line, lane, lanes[lane], scale, width_of)
    plan.cycles = _place_cycles(line, plan)
    plan.spans = _place_spans(line, plan)
    plan.windows = _place_windows(line, plan)
    plan.birthdays = _place_birthdays(line, plan)
    return plan


def _clusters(
    line: TimeLine, lane: int, drawn: Lane, scale: Scale, width_of: Callable[[str], float]
) -> list[Cluster]:
    """Marks that would cover each other in groups; a long row of them in several groups."""
    groups: list[list[tuple[int, float]]] = []
    for place, mark in enumerate(line.marks):
        x = scale.x(mark.day)
        if lane_of(mark) != lane or not scale.holds(x):
            continue
        is_near = bool(groups) and x - groups[-1][-1][1] < px(14)
        if is_near and x - groups[-1][0][1] < px(_WIDEST_CLUSTER_PX):
            groups[-1].append((place, x))
        else:
            groups.append([(place, x)])
    found: list[Cluster] = []
    for group in groups:
        rect = _rect_of(group, line, drawn, width_of)
        if found and rect.left() < found[-1].rect.right() + px(2):
            rect.moveLeft(found[-1].rect.right() + px(2))
        found.append(Cluster(rect, tuple(place for place, _ in group)))
    return found


def _rect_of(
    group: list[tuple[int, float]],
    line: TimeLine,
    lane: Lane,
    width_of: Callable[[str], float],
) -> QRectF:
    first, last = group[0][1], group[-1][1]
    if len(group) == 1:
        side = px(12 if line.marks[group[0][0]].is_conviction else 10)
        return QRectF(first - side / 2, lane.middle - side / 2, side, side)
    wide = max(last - first + px(10), width_of(f"{len(group)}\u00b7") + px(8))
    return QRectF((first + last - wide) / 2, lane.middle - px(8), wide, px(16))


def _place_cycles(line: TimeLine, plan: Plan) -> list[tuple[QRectF, TimeCycle]]:
    if CYCLES not in plan.lanes:
        return []
    lane, found = plan.lanes[CYCLES], []
    rows = _rows_of([(one.first, one.last) for one in line.cycles], _MOST_ROWS[CYCLES])
    for one, row in zip(line.cycles, rows, strict=True):
        cut = plan.scale.clipped(one.first, one.last)
        if cut is not None:
            left, right = cut[0] - px(5), max(cut[1], cut[0]) + px(5)
            top = lane.top + px(4) + row * px(_ROW_PX[CYCLES])
            found.append((QRectF(left, top, right - left, px(6)), one))
    return found


def _place_spans(
    line: TimeLine, plan: Plan
) -> list[tuple[TimeSpan, list[tuple[QRectF, TimePart]]]]:
    if SENTENCES not in plan.lanes:
        return []
    lane, found = plan.lanes[SENTENCES], []
    rows = _rows_of([(one.first, one.last) for one in line.spans], _MOST_ROWS[SENTENCES])
    for span, row in zip(line.spans, rows, strict=True):
        top = lane.top + px(3) + row * px(_ROW_PX[SENTENCES])
        parts = []
        for part in span.parts:
            cut = plan.scale.clipped(part.first, part.last)
            if cut is not None:
                wide = max(float(px(3)), cut[1] - cut[0])
                parts.append((QRectF(cut[0], top, wide, px(11)), part))
        if parts:
            found.append((span, parts))
    return found


def _place_windows(line: TimeLine, plan: Plan) -> list[tuple[QRectF, int]]:
    if WINDOWS not in plan.lanes:
        return []
    lane, found = plan.lanes[WINDOWS], []
    for place, one in enumerate(line.windows[: _MOST_ROWS[WINDOWS]]):
        cut = plan.scale.clipped(one.first, one.last)
        if cut is not None:
            top = lane.top + px(3) + place * px(_ROW_PX[WINDOWS])
            found.append((QRectF(cut[0], top, max(1.0, cut[1] - cut[0]), px(14)), place))
    return found


def _place_birthdays(line: TimeLine, plan: Plan) -> list[tuple[QRectF, Birthday]]:
    if AGES not in plan.lanes:
        return []
    side, middle = float(px(9)), plan.lanes[AGES].middle
    placed = ((plan.scale.x(one.day), one) for one in line.birthdays)
    return [
        (QRectF(x - side / 2, middle - side / 2, side, side), one)
        for x, one in placed
        if plan.scale.holds(x)
    ]


def _n_rows(stretches: Sequence[tuple[date, date | None]]) -> int:
    return max(_rows_of(stretches, len(stretches) or 1), default=-1) + 1


def _rows_of(stretches: Sequence[tuple[date, date | None]], most: int) -> list[int]:
    """A row for each stretch so that no two of a row overlap, while there are rows."""
    ends: list[date] = []
    rows: list[int] = [0] * len(stretches)
    for place in sorted(range(len(stretches)), key=lambda n: stretches[n][0]):
        first, last = stretches[place]
        row = next((n for n, end in enumerate(ends) if end < first), None)
        if row is None and len(ends) < most:
            ends.append(date.min)
            row = len(ends) - 1
        if row is None:
            row = most - 1  # no room: on top of another; the zoom and the table tell them apart
        ends[row] = max(ends[row], last or date.max)
        rows[place] = row
    return rows
