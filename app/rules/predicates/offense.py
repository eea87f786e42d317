"""Predicates about the date of the offense, the age then, and this conviction's own sentence."""

from __future__ import annotations

from app.model.dates import PartialDate
from app.model.relief import Fact
from app.model.truth import MET, UNKNOWN, Truth
from app.rules.predicates.section import within_years
from app.rules.vocabulary import (
    Argument,
    ArgumentKind,
    Arguments,
    Case,
    Predicate,
    as_of_fact,
    birth_date_fact,
    conviction_date_fact,
    day,
    number,
    offense_date_fact,
    word,
)


def _offense_on(case: Case, args: Arguments) -> PartialDate:
    return case.counted.offense_on(number(args, "within_years"))


def _offense_on_or_after(case: Case, args: Arguments) -> Truth:
    return _offense_on(case, args).is_on_or_after(day(args, "day"))


def _offense_on_or_after_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth = _offense_on_or_after(case, args)
    return (
        offense_date_fact(case.counted, _offense_on(case, args), truth),
        conviction_date_fact(case.counted, MET),
        Fact("date to compare with", day(args, "day").isoformat()),
    )


def _under_age_at_offense(case: Case, args: Arguments) -> Truth:
    """The birthday of that age lies after the date of the offense."""
    if case.history.birth_contradiction:
        return UNKNOWN
    birthday = case.history.born.shifted(years=number(args, "years"))
    return _offense_on(case, args).is_before_date(birthday)


def _under_age_at_offense_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    years, born = number(args, "years"), case.history.born
    truth, on = _under_age_at_offense(case, args), _offense_on(case, args)
    birth = birth_date_fact(case, truth)
    is_by_birth = not birth.is_known and not on.is_unknown
    facts = [birth, offense_date_fact(case.counted, on, MET if is_by_birth else truth)]
    if not born.is_unknown:
        facts.append(Fact(f"age {years} reached on", str(born.shifted(years=years))))
    return tuple(facts)


def _own_sentence_ended(case: Case, args: Arguments) -> Truth:
    counted = case.counted
    if not counted.charge.sentence and word(args, "without_terms") == "unknown":
        return UNKNOWN
    ends_on = counted.sentence_ends_on()
    if word(args, "day") == "before-as-of":
        return ends_on.is_before(case.as_of)
    return ends_on.is_on_or_before(case.as_of)


def _own_sentence_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    counted, truth = case.counted, _own_sentence_ended(case, args)
    at, name = counted.charge.at, "end of the sentence"
    if truth is UNKNOWN and not counted.charge.sentence and counted.on.is_exact:
        fact = Fact(name, "no term of a sentence on record", "SENT_LENGTH", at, is_known=False)
        return fact, as_of_fact(case)
    unstated = next((part for part in counted.charge.sentence if part.length is None), None)
    if truth is UNKNOWN and unstated is not None:
        value = f"length of the term not on record ({unstated.place or 'place not on record'})"
        fact = Fact(name, value, "SENT_LENGTH", unstated.at, is_known=False)
        return fact, as_of_fact(case)
    if truth is UNKNOWN:
        return conviction_date_fact(counted, truth), as_of_fact(case)
    value = str(counted.sentence_ends_on())
    if not counted.charge.sentence:
        value += ", no term on record"
    return Fact(name, value, "SENT_LENGTH", at), as_of_fact(case)


_YEARS = Argument("years", ArgumentKind.WHOLE_NUMBER, minimum=1)

OFFENSE_PREDICATES = (
    Predicate(
        "offense_on_or_after",
        "The offense is of that day or later. Where its date is not on record it lies in the "
        "years up to the arrest, or to the conviction where the arrest is not on record.",
        (Argument("day", ArgumentKind.DAY), within_years()),
        False,
        _offense_on_or_after,
        _offense_on_or_after_facts,
    ),
    Predicate(
        "under_age_at_offense",
        "The birthday of that age lies after the date of the offense, which where it is not on "
        "record lies in the years up to the arrest.",
        (_YEARS, within_years()),
        False,
        _under_age_at_offense,
        _under_age_at_offense_facts,
    ),
    Predicate(
        "own_sentence_ended",
        "This conviction's own sentence, its parts added up by the calendar, ended before the "
        "as-of date, or by it. Without a term on record it ended on the conviction date, or is "
        "not known, as the policy says.",
        (
            Argument("day", ArgumentKind.WORD, ("before-as-of", "by-as-of")),
            Argument("without_terms", ArgumentKind.WORD, ("ended", "unknown")),
        ),
        False,
        _own_sentence_ended,
        _own_sentence_facts,
    ),
)
