"""What stands out on a record, and what the record leaves open."""

from __future__ import annotations

from datetime import date

import pytest

from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import (
    Charge,
    Cycle,
    Event,
    EventKind,
    Level,
    Person,
    RapSheet,
    Relief,
    ReliefKind,
    RowRef,
    SentencePart,
)
from app.model.truth import MET, NOT_MET, UNKNOWN
from app.rules.flags import FLAGS, Flag, flag_labels, list_flags
from app.rules.history import History

AS_OF = date(2026, 7, 1)
AT = RowRef(1, 2)


def charge(section: str, **values: object) -> Charge:
    base = Charge(
        "001001001000", section, "OFFENSE_DESCR", section, section, "", Level.FELONY,
        "CONV_STAT_DESCR", "CONVICTED", True, "BA1", (), (), AT,
    )  # fmt: skip
    return base._replace(**values)  # type: ignore[arg-type]


def event(*charges: Charge, on: str = "1999-03-01", kind: EventKind = EventKind.COURT) -> Event:
    day = PartialDate.exactly(date.fromisoformat(on)) if on else UNKNOWN_DATE
    return Event("001001", kind, kind.value, day, "COURT", "LOS ANGELES", charges, AT)


def flags_of(*events: Event) -> dict[str, Flag]:
    person = Person("A1", "EXAMPLE,A", (), "", "", UNKNOWN_DATE, AT)
    history = History(RapSheet(person, (Cycle("001", UNKNOWN_DATE, events),)), AS_OF)
    found = list_flags(history)
    assert tuple(flag.name for flag in found) == FLAGS
    assert flag_labels(history) == tuple(flag.label for flag in found if flag.truth is not NOT_MET)
    return {flag.name: flag for flag in found}


def test_a_plain_record_has_none() -> None:
    """Each flag is there and says no."""
    found = flags_of(event(charge("11359 HS")))
    assert {flag.truth for flag in found.values()} == {NOT_MET}
    assert {flag.label for flag in found.values()} == {""}


@pytest.mark.parametrize(
    ("one", "truth", "words"),
    [
        (charge("187 PC"), MET, "187 PC, 1999-03-01"),
        # Whether it is one depends on what the record does not say; its level is not on record.
        (charge("187 PC", level=Level.UNKNOWN), UNKNOWN, "187 PC, 1999-03-01"),
        (charge("187 PC", is_conviction=False), NOT_MET, ""),
        (charge("scrawl"), UNKNOWN, "scrawl, 1999-03-01"),
    ],
)
def test_a_super_strike(one: Charge, truth: object, words: str) -> None:
    """Sure, open or absent, with the conviction that says so."""
    flag = flags_of(event(one))["super strike"]
    assert (flag.truth, flag.what) == (truth, words)
    assert flag.at == (AT if words else None)
    assert flag.label == {MET: "super strike", UNKNOWN: "perhaps super strike"}.get(truth, "")  # type: ignore[call-overload]


def test_a_reversed_super_strike_is_open() -> None:
    """Whether it counts is for a person to say."""
    reversed_one = charge("187 PC", relief=(Relief(ReliefKind.REVERSED, "x", UNKNOWN_DATE, AT),))
    assert flags_of(event(reversed_one))["super strike"].truth is UNKNOWN


def test_registration_names_its_law() -> None:
    """Under PC 290 it is one; an event that does not say which law leaves it open."""
    named = event(charge("290 PC", is_conviction=False), kind=EventKind.REGISTRATION)
    flag = flags_of(named)["registration"]
    assert (flag.truth, flag.what) == (MET, "290 PC, 1999-03-01")
    other = event(charge("11590 HS", is_conviction=False), kind=EventKind.REGISTRATION)
    assert flags_of(other)["registration"].truth is NOT_MET
    unnamed = flags_of(event(on="", kind=EventKind.REGISTRATION))["registration"]
    assert (unnamed.truth, unnamed.what) == (UNKNOWN, "law not named, date not on record")


def test_death_with_its_date() -> None:
    """Or that none is on record."""
    assert (
        flags_of(event(on="2010-02-03", kind=EventKind.DECEASED))["deceased"].what == "2010-02-03"
    )
    undated = flags_of(event(on="", kind=EventKind.DECEASED))["deceased"]
    assert (undated.label, undated.what) == ("deceased", "date not on record")


@pytest.mark.parametrize(
    ("length", "on", "truth"),
    [
        (10, "2016-06-30", NOT_MET), (10, "2016-07-01", NOT_MET), (10, "2016-07-02", MET),
        (None, "1999-03-01", UNKNOWN), (10, "", UNKNOWN),
    ],
)  # fmt: skip
def test_a_sentence_that_runs(length: int | None, on: str, truth: object) -> None:
    """Ten years to the day before, on and after the as-of date; without length or date open."""
    served = charge("11359 HS", sentence=(SentencePart("PRISON", length, "Y", AT),))
    assert flags_of(event(served, on=on))["sentence running"].truth is truth


@pytest.mark.parametrize(("on", "truth"), [("2026-07-01", MET), ("2026-07-02", NOT_MET), ("", MET)])
def test_relief_on_record_by_the_as_of_date(on: str, truth: object) -> None:
    """Relief dated later is not there yet; relief without a date stands on the record."""
    day = PartialDate.exactly(date.fromisoformat(on)) if on else UNKNOWN_DATE
    granted = charge("11359 HS", relief=(Relief(ReliefKind.DISMISSED_1203_4, "x", day, AT),))
    flag = flags_of(event(granted))["relief on record"]
    assert flag.truth is truth
    if truth is MET:
        assert flag.what.startswith("11359 HS dismissed under PC 1203.4")
