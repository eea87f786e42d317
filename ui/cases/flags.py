"""The flags of a person in the window's words; what they are, `app.rules.flags` says."""

from __future__ import annotations

from datetime import date

from app.model.record import RapSheet
from app.model.truth import MET, NOT_MET
from app.rules import flags
from app.rules.flags import Flag
from app.rules.history import History

_TITLES = {
    flags.SUPER_STRIKE: "super strike",
    flags.REGISTRATION: "PC 290 registration",
    flags.DECEASED: "deceased",
    flags.SENTENCE: "sentence running",
    flags.RELIEF: "relief on record",
}
_ABSENT = {  # what is said not to be on the record
    **_TITLES,
    flags.DECEASED: "report of death",
    flags.SENTENCE: "running sentence",
    flags.RELIEF: "later relief",
}


def history_of(sheet: RapSheet, as_of: date | None) -> History:
    """Before any check there is no as-of date: then the record counts as it stands."""
    return History(sheet, as_of or date.max)


def find_flags(history: History, as_of: date | None) -> tuple[Flag, ...]:
    """Every flag, those that do not hold too; without an as-of date nothing is said of
    sentences."""
    found = flags.list_flags(history)
    return tuple(one for one in found if as_of is not None or one.name != flags.SENTENCE)


def shown_flags(found: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """Those that hold, or may."""
    return tuple(one for one in found if one.truth is not NOT_MET)


def absent_words(found: tuple[Flag, ...]) -> str:
    """What is known not to be on the record; what is not known is never among it."""
    return ", ".join(_ABSENT[one.name] for one in found if one.truth is NOT_MET)


def flag_words(flag: Flag) -> str:
    """``Super strike``, ``Perhaps super strike``."""
    title = _TITLES[flag.name]
    return title[:1].upper() + title[1:] if flag.truth is MET else f"Perhaps {title}"
