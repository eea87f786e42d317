"""What stands out on a person's record, each with the rows it rests on.

A flag that is not given is known not to be on the record: what cannot be told is given too, as
unclear, with what leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.model.dates import PartialDate
from app.model.record import EventKind, RapSheet, RowRef
from app.model.standing import is_granted_by
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth
from app.rules.history import Counted, History
from app.rules.lists.offense_lists import Listing, load_offense_list

_SUPER_STRIKES = "us-ca/super-strikes"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that a flag rests on, and what it says."""

    words: str
    at: RowRef
    column: str


@dataclass(frozen=True, slots=True)
class Flag:
    """``truth`` is met, or unknown where the record does not tell."""

    title: str
    truth: Truth
    evidence: tuple[Evidence, ...]

    @property
    def label(self) -> str:
        return self.title if self.truth is MET else f"{self.title}: unclear"


RUNNING = "Sentence running"
ABSENT = {  # title of a flag -> what is said not to be on the record
    "Super strike": "super strike",
    "PC 290 registration": "PC 290 registration",
    "Deceased": "report of death",
    RUNNING: "running sentence",
    "Relief on record": "later relief",
}


def list_flags(sheet: RapSheet, as_of: date | None) -> tuple[Flag, ...]:
    """The flags of a record, in the order of ABSENT; without a date what depends on one counts as
    it stands on the record in hand."""
    history = History(sheet, as_of or date.max)
    found = (
        _strikes(history),
        _registration(history),
        _deceased(sheet),
        _running(history) if as_of is not None else [],
        _relief(history),
    )
    return tuple(
        flag
        for title, evidence in zip(ABSENT, found, strict=True)
        if (flag := _flag(title, evidence)) is not None
    )


def list_absent(flags: tuple[Flag, ...], as_of: date | None) -> tuple[str, ...]:
    """What is known not to be on the record."""
    told = {flag.title for flag in flags} | ({RUNNING} if as_of is None else set())
    return tuple(words for title, words in ABSENT.items() if title not in told)


_Found = list[tuple[Truth, Evidence]]


def _flag(title: str, found: _Found) -> Flag | None:
    """Sure where one piece of evidence is; then only the sure ones are told."""
    truth = MET if any(one is MET for one, _ in found) else UNKNOWN
    evidence = tuple(told for one, told in found if one is truth)
    return Flag(title, truth, evidence) if evidence else None


def _conviction_words(counted: Counted) -> str:
    return f"Convicted of {counted.printed}, {_day(counted)}"


def _day(counted: Counted) -> str:
    return _on(counted.on)


def _on(on: PartialDate) -> str:
    return "date not on record" if on.is_unknown else str(on)


def _strikes(history: History) -> _Found:
    found: _Found = []
    for one in history.listed(load_offense_list(_SUPER_STRIKES)):
        counted, why = one.counted, ""
        if one.listing is Listing.MAYBE:
            why = "; the record does not tell whether it is one"
        elif counted.stands is not MET:
            why = "; it may not stand"
        words = _conviction_words(counted) + why
        evidence = Evidence(words, counted.charge.at, counted.charge.section_column)
        found.append((UNKNOWN if why else MET, evidence))
    return found


def _registration(history: History) -> _Found:
    truth, event = history.registration
    if event is None or truth is NOT_MET:
        return []
    sections = ", ".join(c.section_text for c in event.charges if c.section_text)
    words = f"Registration, {_on(event.on)}" + (f", {sections}" if sections else "")
    if truth is UNKNOWN:
        words += "; it does not say under which law"
    return [(truth, Evidence(words, event.at, "STP_TYPE_DESCR"))]


def _deceased(sheet: RapSheet) -> _Found:
    return [
        (MET, Evidence(f"Reported deceased, {_on(event.on)}", event.at, "STP_TYPE_DESCR"))
        for event in sheet.events()
        if event.kind is EventKind.DECEASED
    ]


def _running(history: History) -> _Found:
    found: _Found = []
    for counted in history.counts:
        ended = counted.sentence_ends_on().is_on_or_before(history.as_of)
        if ended is MET:
            continue
        ends = counted.sentence_ends_on()
        until = "its end is not on record" if ends.latest is None else f"it ends {ends}"
        words = f"Sentence for {counted.printed} of {_day(counted)}: {until}"
        is_sure = ended is NOT_MET and counted.stands is MET
        found.append(
            (MET if is_sure else UNKNOWN, Evidence(words, counted.charge.at, "SENT_LENGTH"))
        )
    return found


def _relief(history: History) -> _Found:
    return list(_each_relief(history))


def _each_relief(history: History) -> Iterator[tuple[Truth, Evidence]]:
    for counted in history.counts:
        for one in counted.charge.relief:
            granted = is_granted_by(one, history.as_of)
            if granted is NOT_MET:
                continue
            told = f"{one.kind.value[:1].upper()}{one.kind.value[1:]} ({_on(one.on)})"
            words = f"{told}: {counted.printed} of {_day(counted)}"
            yield granted, Evidence(words, one.at, "DISP_DESCR")
