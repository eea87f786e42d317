"""What relief on record does to a conviction, as of a date."""

from __future__ import annotations

from datetime import date

from app.model.record import Charge, Level, Relief, ReliefKind
from app.model.truth import Truth, any_of


def is_granted_by(relief: Relief, as_of: date) -> Truth:
    """Whether relief had been granted on the as-of date.

    Relief without any date stands on the record in hand and counts.
    """
    if relief.on.is_unknown:
        return Truth.MET
    return relief.on.is_on_or_before(as_of)


def relief_granted(charge: Charge, kinds: tuple[ReliefKind, ...], as_of: date) -> Truth:
    """Whether relief of one of the kinds stands on record as of a date."""
    return any_of(is_granted_by(one, as_of) for one in charge.relief if one.kind in kinds)


def level_as_of(charge: Charge, as_of: date) -> Level:
    """The level; a felony reduced under PC 17(b) or 1170.18 is a misdemeanor from then on."""
    if not charge.relief or charge.level in (Level.MISDEMEANOR, Level.INFRACTION):
        return charge.level
    reduced = relief_granted(charge, (ReliefKind.REDUCED,), as_of)
    if reduced is Truth.MET:
        return Level.MISDEMEANOR
    return charge.level if reduced is Truth.NOT_MET else Level.UNKNOWN
