"""Flags in the window's words; nothing that is not known is told as absent."""

from __future__ import annotations

from app.model.record import EventKind, Level, RapSheet
from app.rules.flags import Flag
from tests.ui_cases.test_history import AS_OF, RECORD, at, charge, day, event, sheet
from ui.cases.flags import absent_words, find_flags, flag_words, history_of, shown_flags


def flags_of(record: RapSheet) -> tuple[Flag, ...]:
    return find_flags(history_of(record, AS_OF), AS_OF)


def test_a_plain_record_has_none_and_says_so() -> None:
    """Every flag is known not to be on the record."""
    found = flags_of(RECORD)
    assert shown_flags(found) == ()
    assert absent_words(found) == (
        "super strike, PC 290 registration, report of death, running sentence, later relief"
    )


def test_what_may_be_is_told_so_and_not_as_absent() -> None:
    """The level is not on record, without which nobody can tell."""
    maybe = charge(2, convicted=True)._replace(section_text="187 PC", level=Level.UNKNOWN)
    found = flags_of(sheet(event(2, EventKind.COURT, day("1991-05-06"), maybe)))
    assert [flag_words(one) for one in shown_flags(found)] == ["Perhaps super strike"]
    assert "super strike" not in absent_words(found)


def test_each_piece_of_evidence_is_kept() -> None:
    """Two super strikes are two rows to open; one that is only maybe one is left out then."""
    murder, arson = (
        charge(n, convicted=True)._replace(section_text=section)
        for n, section in ((2, "187 PC"), (3, "451.5 PC"))
    )
    maybe = charge(4, convicted=True)._replace(section_text="187 PC", level=Level.UNKNOWN)
    record = sheet(event(2, EventKind.COURT, day("1991-05-06"), murder, arson, maybe))
    (flag,) = shown_flags(flags_of(record))
    assert flag_words(flag) == "Super strike"
    assert [one.at for one in flag.evidence] == [at(2), at(3)]
    assert flag.evidence[0].what == "187 PC, 1991-05-06"


def test_registration_and_death_in_words() -> None:
    """The law that counts is named."""
    named = charge(2, convicted=False)._replace(section_text="290 PC")
    record = sheet(
        event(2, EventKind.REGISTRATION, day("2000-01-01"), named),
        event(3, EventKind.DECEASED, day("2010-02-03")),
    )
    found = shown_flags(flags_of(record))
    assert [flag_words(one) for one in found] == ["PC 290 registration", "Deceased"]
    assert [one.evidence[0].at for one in found] == [at(2), at(3)]


def test_without_a_check_nothing_is_said_of_running_sentences() -> None:
    """There is no as-of date to ask about."""
    assert "running sentence" not in absent_words(find_flags(history_of(RECORD, None), None))
