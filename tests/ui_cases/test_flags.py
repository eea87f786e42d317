"""Flags of a person, each with the rows it rests on; nothing unknown is told as absent."""

from __future__ import annotations

from app.model.dates import UNKNOWN_DATE
from app.model.record import EventKind, Level, Relief, ReliefKind, SentencePart
from app.model.truth import MET, UNKNOWN
from tests.ui_cases.test_history import AS_OF, RECORD, at, charge, day, event, sheet
from ui.cases.flags import ABSENT, Flag, list_absent, list_flags


def of(flags: tuple[Flag, ...]) -> dict[str, Flag]:
    return {flag.title: flag for flag in flags}


def test_a_plain_record_has_none_and_says_so() -> None:
    """Every flag is known not to be on the record."""
    assert list_flags(RECORD, AS_OF) == ()
    assert list_absent((), AS_OF) == tuple(ABSENT.values())


def test_a_super_strike_names_its_conviction() -> None:
    """The evidence is the row of the conviction, wherever it stands."""
    murder = charge(2, convicted=True)._replace(section_text="187 PC")
    record = sheet(event(2, EventKind.COURT, day("1991-05-06"), murder))
    flag = of(list_flags(record, AS_OF))["Super strike"]
    assert (flag.label, flag.truth) == ("Super strike", MET)
    assert flag.evidence[0].at == at(2)
    assert flag.evidence[0].words == "Convicted of 187 PC, 1991-05-06"


def test_an_offense_that_may_be_a_super_strike_is_unclear_and_not_absent() -> None:
    """The level is not on record, without which nobody can tell."""
    maybe = charge(2, convicted=True)._replace(section_text="187 PC", level=Level.UNKNOWN)
    flags = list_flags(sheet(event(2, EventKind.COURT, day("1991-05-06"), maybe)), AS_OF)
    assert of(flags)["Super strike"].label == "Super strike: unclear"
    assert "super strike" not in list_absent(flags, AS_OF)


def test_a_registration_only_under_the_law_that_counts() -> None:
    """PC 290 is a flag, HS 11590 is none, and one that names no law is unclear."""

    def registered(section: str) -> tuple[Flag, ...]:
        named = charge(2, convicted=False)._replace(section_text=section)
        return list_flags(sheet(event(2, EventKind.REGISTRATION, day("2000-01-01"), named)), AS_OF)

    assert of(registered("290 PC"))["PC 290 registration"].truth is MET
    assert registered("11590 HS") == ()
    unclear = of(registered(""))["PC 290 registration"]
    assert unclear.truth is UNKNOWN
    assert "does not say under which law" in unclear.evidence[0].words


def test_a_death_with_and_without_its_date() -> None:
    """The event is the evidence."""
    flag = of(list_flags(sheet(event(3, EventKind.DECEASED, day("2010-02-03"))), AS_OF))["Deceased"]
    assert (flag.evidence[0].words, flag.evidence[0].at) == ("Reported deceased, 2010-02-03", at(3))
    undated = of(list_flags(sheet(event(3, EventKind.DECEASED, UNKNOWN_DATE)), AS_OF))["Deceased"]
    assert undated.evidence[0].words == "Reported deceased, date not on record"


def test_a_sentence_runs_until_its_last_day_and_an_open_one_is_unclear() -> None:
    """A term that ends after the as-of date runs; one without length nobody can tell."""

    def sentenced(part: SentencePart) -> tuple[Flag, ...]:
        one = charge(2, convicted=True, sentence=(part,))
        return list_flags(sheet(event(2, EventKind.COURT, day("2020-01-01"), one)), AS_OF)

    running = of(sentenced(SentencePart("PRISON", 10, "Y", at(2))))["Sentence running"]
    assert running.truth is MET
    assert "it ends 2030-01-01" in running.evidence[0].words
    assert sentenced(SentencePart("PRISON", 1, "Y", at(2))) == ()
    unclear = of(sentenced(SentencePart("PRISON", None, "", at(2))))["Sentence running"]
    assert unclear.label == "Sentence running: unclear"
    assert "its end is not on record" in unclear.evidence[0].words


def test_without_a_check_nothing_is_said_of_running_sentences() -> None:
    """There is no as-of date to ask about."""
    assert "running sentence" not in list_absent(list_flags(RECORD, None), None)


def test_relief_names_its_row_and_what_it_is_for() -> None:
    """The row that grants it, not the row of the conviction."""
    granted = Relief(ReliefKind.DISMISSED_1203_4, "1203.4 PC", day("2005-06-07"), at(9))
    one = charge(2, convicted=True)._replace(relief=(granted,))
    flag = of(list_flags(sheet(event(2, EventKind.COURT, day("1999-03-01"), one)), AS_OF))[
        "Relief on record"
    ]
    assert flag.evidence[0].at == at(9)
    assert flag.evidence[0].words == (
        "Dismissed under PC 1203.4 (2005-06-07): 11359 HS of 1999-03-01"
    )
