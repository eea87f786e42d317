"""What relief changes for a person as a whole.

Three questions are asked of a person's record before and after: does it hold a felony,
a conviction, a conviction of the last seven years. A person counts only when the answer
before is a certain yes and the answer after a certain no: a level or a date that is
unknown, and a conviction that may have been reversed, keep the person out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.model.dates import PartialDate, add_calendar
from app.model.record import (
    Conviction,
    EventKind,
    Level,
    RapSheet,
    ReliefKind,
    RowRef,
)
from app.model.relief import Outcome
from app.model.standing import level_as_of, relief_granted
from app.model.truth import Truth

RECENT_YEARS = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """One conviction of a person as it stands on the as-of date."""

    at: RowRef
    level: Level
    on: PartialDate
    is_certain: bool  # False when it may have been reversed or vacated


@dataclass(frozen=True, slots=True)
class Effect:
    """Whether the person lost the last felony, recent conviction, conviction."""

    no_felony: bool
    no_recent_conviction: bool
    no_conviction: bool


def standing_convictions(convictions: Sequence[Conviction], as_of: date) -> tuple[Standing, ...]:
    """Every conviction, any county, with the level it has as of a date."""
    return tuple(
        Standing(
            at=conviction.charge.at,
            level=level_as_of(conviction.charge, as_of),
            on=conviction.convicted_on,
            is_certain=relief_granted(conviction.charge, (ReliefKind.REVERSED,), as_of)
            is Truth.NOT_MET,
        )
        for conviction in convictions
    )


def effect_of(
    standing: Sequence[Standing], outcomes: Mapping[RowRef, Outcome], as_of: date
) -> Effect:
    """What the outcomes would change. Convictions without an outcome stay as they are."""
    left = [
        (one, _level_after(one, outcomes))
        for one in standing
        if outcomes.get(one.at) is not Outcome.DISMISSAL
    ]
    had_felony = any(one.is_certain and one.level is Level.FELONY for one in standing)
    keeps_felony = any(level in (Level.FELONY, Level.UNKNOWN) for _, level in left)
    since = add_calendar(as_of, years=-RECENT_YEARS)
    had_recent = any(one.is_certain and one.on.is_after(since) is Truth.MET for one in standing)
    keeps_recent = any(one.on.is_after(since) is not Truth.NOT_MET for one, _ in left)
    return Effect(
        no_felony=had_felony and not keeps_felony,
        no_recent_conviction=had_recent and not keeps_recent,
        no_conviction=any(one.is_certain for one in standing) and not left,
    )


def _level_after(one: Standing, outcomes: Mapping[RowRef, Outcome]) -> Level:
    if outcomes.get(one.at) is Outcome.REDUCTION and one.level is not Level.INFRACTION:
        return Level.MISDEMEANOR
    return one.level


def dismissing_all(at: Sequence[RowRef]) -> dict[RowRef, Outcome]:
    return dict.fromkeys(at, Outcome.DISMISSAL)


def is_deceased(sheet: RapSheet) -> bool:
    """Whether the record holds a DECEASED event."""
    return any(event.kind is EventKind.DECEASED for event in sheet.events())
