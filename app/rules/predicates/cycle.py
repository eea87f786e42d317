"""Predicates about the cycle: what else stands with the arrest that led to a conviction."""

from __future__ import annotations

from collections.abc import Iterator

from app.model.record import Charge, EventKind
from app.model.relief import Fact
from app.model.statute import read_section
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth, all_of, any_of
from app.rules.lists.offense_lists import Listing, load_offense_list
from app.rules.lists.sections import names_one_of, prints_one_of
from app.rules.vocabulary import (
    Argument,
    ArgumentKind,
    Arguments,
    Case,
    Predicate,
    word,
    words,
)

_REJECTED = ("PROS REJ", "PROSECUTOR REJ")
_MAY_HIDE_A_CHARGE = frozenset(
    {EventKind.ARREST, EventKind.SUPPLEMENTAL_ARREST, EventKind.COURT, EventKind.OTHER}
)
_COUNTS = Argument("counts", ArgumentKind.WORD, ("all", "not-rejected"))
_EXCEPT = Argument("not_sections", ArgumentKind.CITED_SECTIONS, is_required=False)


def _charges(case: Case, args: Arguments) -> Iterator[Charge]:
    """Every count of the cycle, convicted or not.

    A row of a custody or the like that names no offense is not a count; an arrest or a
    court action without one may hide any charge.
    """
    only_kept = word(args, "counts") == "not-rejected"
    for event in case.counted.cycle.events:
        for charge in event.charges:
            if only_kept and charge.disposition.upper().startswith(_REJECTED):
                continue
            if charge.section_text.strip() or event.kind in _MAY_HIDE_A_CHARGE:
                yield charge


def _is_cannabis(text: str, excepted: tuple[str, ...]) -> Truth:
    reading = read_section(text)
    if not reading.is_read:
        return UNKNOWN
    if reading.cannabis is None:
        return NOT_MET
    return ~prints_one_of(text, excepted) if excepted else MET


def _charge_is_cannabis(charge: Charge, args: Arguments) -> Truth:
    """As charged or as convicted."""
    excepted = words(args, "not_sections")
    own = _is_cannabis(charge.section_text, excepted)
    if own is MET or charge.charged_text in ("", charge.section_text):
        return own
    return any_of((own, _is_cannabis(charge.charged_text, excepted)))


def _cannabis_in_cycle(case: Case, args: Arguments) -> Truth:
    return any_of(_charge_is_cannabis(charge, args) for charge in _charges(case, args))


def _cannabis_in_cycle_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth, name = _cannabis_in_cycle(case, args), "cannabis charge in the cycle"
    if truth is NOT_MET:
        return (Fact(name, "none", "OFFENSE_DESCR", case.counted.charge.at),)
    return tuple(
        _charge_fact(name, charge, truth, case)
        for charge in _charges(case, args)
        if _charge_is_cannabis(charge, args) is truth
    )


def _charge_fact(name: str, charge: Charge, truth: Truth, case: Case) -> Fact:
    if truth is UNKNOWN:
        printed = charge.section_text.strip()
        value = f"cannot be told: {printed}" if printed else "cannot be told: no section on record"
        is_own = charge.at == case.counted.charge.at
        name = "code section" if is_own else "code section of a charge in the cycle"
        return Fact(name, value, charge.section_column, charge.at, is_known=False)
    value = read_section(charge.section_text).text or charge.section_text
    return Fact(name, value, charge.section_column, charge.at)


def _listing(charge: Charge, args: Arguments) -> Truth:
    listing = load_offense_list(word(args, "list")).listing_of_text(charge.section_text)
    if listing is Listing.MAYBE:
        return UNKNOWN
    return Truth.of(listing is Listing.SURE)


def _listed_in_cycle(case: Case, args: Arguments) -> Truth:
    return any_of(_listing(charge, args) for charge in _charges(case, args))


def _listed_in_cycle_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth, title = _listed_in_cycle(case, args), load_offense_list(word(args, "list")).title
    name = f"charge in the cycle on the list {title}"
    if truth is NOT_MET:
        return (Fact(name, "none", "OFFENSE_DESCR", case.counted.charge.at),)
    return tuple(
        _charge_fact(name, charge, truth, case)
        for charge in _charges(case, args)
        if _listing(charge, args) is truth
    )


def _fits(charge: Charge, args: Arguments) -> Truth:
    """A cannabis count, or one of the sections that may stand beside it."""
    beside = names_one_of(charge.section_text, words(args, "sections"))
    if charge.is_conviction:  # what it was charged as no longer counts
        excepted = words(args, "not_sections")
        return any_of((_is_cannabis(charge.section_text, excepted), beside))
    return any_of((_charge_is_cannabis(charge, args), beside))


def _holds_only(case: Case, args: Arguments) -> Truth:
    return all_of(_fits(charge, args) for charge in _charges(case, args))


def _holds_only_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth = _holds_only(case, args)
    if truth is MET:
        n_counts = sum(1 for _ in _charges(case, args))
        return (Fact("counts of the cycle", f"{n_counts}, each one of these"),)
    return tuple(
        _charge_fact("another charge in the cycle", charge, truth, case)
        for charge in _charges(case, args)
        if _fits(charge, args) is truth
    )


CYCLE_PREDICATES = (
    Predicate(
        "cannabis_charge_in_cycle",
        "Some count of the same cycle, convicted or not, is for HS 11357 to 11360, other than "
        "the sections left out; counts that the prosecutor rejected may be left out too.",
        (_COUNTS, _EXCEPT),
        False,
        _cannabis_in_cycle,
        _cannabis_in_cycle_facts,
    ),
    Predicate(
        "listed_charge_in_cycle",
        "Some count of the same cycle, convicted or not, is on that list; counts that "
        "the prosecutor rejected may be left out too.",
        (Argument("list", ArgumentKind.OFFENSE_LIST), _COUNTS),
        False,
        _listed_in_cycle,
        _listed_in_cycle_facts,
    ),
    Predicate(
        "cycle_holds_only",
        "Every count of the same cycle is for HS 11357 to 11360, other than the sections left "
        "out, or for one of the sections given; counts that the prosecutor rejected may be left "
        "out too.",
        (Argument("sections", ArgumentKind.CITED_SECTIONS), _COUNTS, _EXCEPT),
        False,
        _holds_only,
        _holds_only_facts,
    ),
)
