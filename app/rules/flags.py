"""What stands out on a person's record as of a date, in a few words each.

The one place that says it: the check keeps the labels for the list, the person's header shows
the flags. A fact that the record leaves open is told as such, never as absent.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.model.record import RowRef
from app.model.standing import is_granted_by
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth
from app.rules.history import Counted, History, Listed
from app.rules.lists.offense_lists import Listing, load_offense_list

SUPER_STRIKES = "us-ca/super-strikes"
SUPER_STRIKE = "super strike"
REGISTRATION = "registration"
DECEASED = "deceased"
SENTENCE = "sentence running"
RELIEF = "relief on record"
FLAGS = (SUPER_STRIKE, REGISTRATION, DECEASED, SENTENCE, RELIEF)

_PERHAPS = "perhaps "


@dataclass(frozen=True, slots=True)
class Flag:
    """``truth`` unknown: the record leaves it open. ``what`` is what says it and where, ""
    and None when nothing on the record does."""

    name: str  # one of FLAGS
    truth: Truth
    what: str = ""
    at: RowRef | None = None

    @property
    def label(self) -> str:
        """As it is filtered by; "" when it does not hold."""
        if self.truth is NOT_MET:
            return ""
        return self.name if self.truth is MET else _PERHAPS + self.name


def list_flags(history: History) -> tuple[Flag, ...]:
    """Every flag in the order of FLAGS, those that do not hold too."""
    return (
        _super_strike(history), _registration(history), _deceased(history), _sentence(history),
        _relief(history),
    )  # fmt: skip


def flag_labels(history: History) -> tuple[str, ...]:
    """The labels of the flags that hold, or may. Asked of everybody at each check, so a record
    of which nothing stands out costs no more than a look."""
    found = []
    if history.listed(load_offense_list(SUPER_STRIKES)):
        found.append(_super_strike(history))
    if history.registrations:
        found.append(_registration(history))
    if history.deceased_event is not None:
        found.append(_deceased(history))
    as_of, counts = history.as_of, history.counts
    if any(counted.has_ended(as_of) is not MET for counted in counts):
        found.append(_sentence(history))
    if any(counted.charge.relief for counted in counts):
        found.append(_relief(history))
    return tuple(flag.label for flag in found if flag.truth is not NOT_MET)


def _super_strike(history: History) -> Flag:
    listed = history.listed(load_offense_list(SUPER_STRIKES))
    if not listed:
        return Flag(SUPER_STRIKE, NOT_MET)
    one = next((one for one in listed if _is_sure(one)), listed[0])
    truth = MET if _is_sure(one) else UNKNOWN
    return Flag(SUPER_STRIKE, truth, _conviction(one.counted), one.counted.charge.at)


def _is_sure(one: Listed) -> bool:
    return one.listing is Listing.SURE and one.counted.stands is MET


def _conviction(counted: Counted) -> str:
    return f"{counted.printed}{_dated(str(counted.on), is_known=not counted.on.is_unknown)}"


def _dated(on: str, *, is_known: bool) -> str:
    return f", {on}" if is_known else ", date not on record"


def _registration(history: History) -> Flag:
    truth, event = history.registration
    if event is None:
        return Flag(REGISTRATION, truth)
    sections = [one.section_text or one.offense for one in event.charges]
    named = ", ".join(dict.fromkeys(one for one in sections if one)) or "law not named"
    words = f"{named}{_dated(str(event.on), is_known=not event.on.is_unknown)}"
    return Flag(REGISTRATION, truth, words, event.at)


def _deceased(history: History) -> Flag:
    event = history.deceased_event
    if event is None:
        return Flag(DECEASED, NOT_MET)
    on = "date not on record" if event.on.is_unknown else str(event.on)
    return Flag(DECEASED, MET, on, event.at)


def _sentence(history: History) -> Flag:
    doubtful: Counted | None = None
    for counted in history.counts:
        ended = counted.has_ended(history.as_of)
        if ended is NOT_MET:
            words = f"{counted.printed}, until {counted.sentence_ends_on()}"
            return Flag(SENTENCE, MET, words, counted.charge.at)
        if ended is UNKNOWN:
            doubtful = doubtful or counted
    if doubtful is None:
        return Flag(SENTENCE, NOT_MET)
    words = f"{doubtful.printed}: when the sentence ended is not known"
    return Flag(SENTENCE, UNKNOWN, words, doubtful.charge.at)


def _relief(history: History) -> Flag:
    doubtful: Flag | None = None
    for counted in history.counts:
        for one in counted.charge.relief:
            granted = is_granted_by(one, history.as_of)
            if granted is NOT_MET:
                continue
            when = _dated(str(one.on), is_known=not one.on.is_unknown)
            flag = Flag(RELIEF, granted, f"{counted.printed} {one.kind.value}{when}", one.at)
            if granted is MET:
                return flag
            doubtful = doubtful or flag
    return doubtful or Flag(RELIEF, NOT_MET)
