"""What stands out on a person's record as of a date, in a few words each.

The one place that says it: the check keeps the labels for the list, the person's header shows
the flags. A fact that the record leaves open is told as such, never as absent.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.model.record import RowRef
from app.model.standing import is_granted_by
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth
from app.rules.history import History, Listed
from app.rules.lists.offense_lists import Listing, load_offense_list
from app.rules.vocabulary import dated

SUPER_STRIKES = "us-ca/super-strikes"
SUPER_STRIKE = "super strike"
REGISTRATION = "registration"
DECEASED = "deceased"
SENTENCE = "sentence running"
RELIEF = "relief on record"
FLAGS = (SUPER_STRIKE, REGISTRATION, DECEASED, SENTENCE, RELIEF)

_PERHAPS = "perhaps "


@dataclass(frozen=True, slots=True)
class Evidence:
    """What says a flag, and the row and column it stands in."""

    what: str
    at: RowRef
    column: str


@dataclass(frozen=True, slots=True)
class Flag:
    """``truth`` unknown: the record leaves it open. ``evidence`` is everything that says so, in
    the order of the record: of a flag that holds only what is sure."""

    name: str  # one of FLAGS
    truth: Truth
    evidence: tuple[Evidence, ...] = ()

    @property
    def what(self) -> str:
        """What says it first; "" when nothing on the record does."""
        return self.evidence[0].what if self.evidence else ""

    @property
    def at(self) -> RowRef | None:
        return self.evidence[0].at if self.evidence else None

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


_Found = list[tuple[Truth, Evidence]]


def _flag(name: str, found: _Found) -> Flag:
    """Sure where one piece of evidence is."""
    if not found:
        return Flag(name, NOT_MET)
    truth = MET if any(one is MET for one, _ in found) else UNKNOWN
    return Flag(name, truth, tuple(told for one, told in found if one is truth))


def _super_strike(history: History) -> Flag:
    found: _Found = []
    for one in history.listed(load_offense_list(SUPER_STRIKES)):
        counted, charge = one.counted, one.counted.charge
        words = f"{counted.printed}, {dated(counted.on)}"
        found.append(
            (
                MET if _is_sure(one) else UNKNOWN,
                Evidence(words, charge.at, charge.section_column),
            )
        )
    return _flag(SUPER_STRIKE, found)


def _is_sure(one: Listed) -> bool:
    return one.listing is Listing.SURE and one.counted.stands is MET


def _registration(history: History) -> Flag:
    truth, event = history.registration
    if event is None:
        return Flag(REGISTRATION, truth)
    sections = [one.section_text or one.offense for one in event.charges]
    named = ", ".join(dict.fromkeys(one for one in sections if one)) or "law not named"
    evidence = Evidence(f"{named}, {dated(event.on)}", event.at, "STP_TYPE_DESCR")
    return Flag(REGISTRATION, truth, (evidence,))


def _deceased(history: History) -> Flag:
    event = history.deceased_event
    if event is None:
        return Flag(DECEASED, NOT_MET)
    return Flag(DECEASED, MET, (Evidence(dated(event.on), event.at, "STP_TYPE_DESCR"),))


def _sentence(history: History) -> Flag:
    found: _Found = []
    for counted in history.counts:
        ended = counted.has_ended(history.as_of)
        if ended is MET:
            continue
        words = f"{counted.printed}: when the sentence ended is not known"
        if ended is NOT_MET:
            words = f"{counted.printed}, until {counted.sentence_ends_on()}"
        found.append((~ended, Evidence(words, counted.charge.at, "SENT_LENGTH")))
    return _flag(SENTENCE, found)


def _relief(history: History) -> Flag:
    found: _Found = []
    for counted in history.counts:
        for one in counted.charge.relief:
            granted = is_granted_by(one, history.as_of)
            if granted is not NOT_MET:
                words = f"{counted.printed} {one.kind.value}, {dated(one.on)}"
                found.append((granted, Evidence(words, one.at, "DISP_DESCR")))
    return _flag(RELIEF, found)
