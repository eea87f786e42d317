"""Two people who may be one, side by side: what agrees, what contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.importing.identity import cii_digits
from app.importing.person_names import NameTie, read_name, tie_names
from app.importing.same_conviction import Tie, Verdict, judge, tie_dates
from app.model.case_number import strict_number
from app.model.dates import PartialDate
from app.model.record import Conviction, RapSheet
from app.model.truth import Truth
from app.store import records
from app.store.merges import list_merges, person_after_merges
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SideConviction:
    """A conviction in a line; ``is_shared``: the other one surely has it too."""

    on: str
    section: str
    level: str
    case_numbers: tuple[str, ...]
    court: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as the files state them."""

    person_id: int
    name: str
    files: tuple[str, ...]
    convictions: tuple[SideConviction, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of both. MET: they agree, NOT_MET: they contradict, UNKNOWN: nobody can tell."""

    name: str
    values: tuple[str, str]
    agrees: Truth


@dataclass(frozen=True, slots=True)
class PairView:
    sides: tuple[Side, Side]
    facts: tuple[Fact, ...]


def find_pair_view(workspace: Workspace, low: int, high: int) -> PairView | None:
    """None when one of the two is no longer on record."""
    try:
        one, other = (records.get_rap_sheet(workspace, number) for number in (low, high))
    except LookupError:
        return None
    return PairView(
        (_side(workspace, low, one, other), _side(workspace, high, other, one)),
        _facts(one, other),
    )


def _facts(one: RapSheet, other: RapSheet) -> tuple[Fact, ...]:
    a, b = one.person, other.person
    names, other_names = (a.name, *a.aliases), (b.name, *b.aliases)
    return (
        Fact("Name", (a.name, b.name), _names([a.name], [b.name])),
        Fact("Other names", (_joined(a.aliases), _joined(b.aliases)),
             _names(names, other_names) if a.aliases or b.aliases else Truth.UNKNOWN),
        Fact("Birth date", (_day(a.born), _day(b.born)), _TIES[tie_dates(a.born, b.born)]),
        Fact("CII number", (a.cii, b.cii), _same(cii_digits(a.cii), cii_digits(b.cii))),
        Fact("Sex", (a.sex, b.sex), _same(a.sex[:1].upper(), b.sex[:1].upper())),
        Fact("Courts", *_sets(_courts(one), _courts(other))),
        Fact("Case numbers", *_sets(_cases(one), _cases(other), strict=True)),
    )  # fmt: skip


_TIES = {
    Tie.EQUAL: Truth.MET,
    Tie.NEAR: Truth.MET,
    Tie.UNKNOWN: Truth.UNKNOWN,
    Tie.DIFFERENT: Truth.NOT_MET,
}


def _names(one: Iterable[str], other: Iterable[str]) -> Truth:
    ties = [tie_names(read_name(a), read_name(b)) for a in one if a for b in other if b]
    if not ties:
        return Truth.UNKNOWN
    return Truth.MET if max(ties) > NameTie.CONTRADICTS else Truth.NOT_MET


def _same(one: str, other: str) -> Truth:
    if not one or not other:
        return Truth.UNKNOWN
    return Truth.MET if one == other else Truth.NOT_MET


def _sets(
    one: Sequence[str], other: Sequence[str], *, strict: bool = False
) -> tuple[tuple[str, str], Truth]:
    """Something in common speaks for one person; nothing in common says nothing."""
    key = strict_number if strict else str.upper
    shared = {key(text) for text in one} & {key(text) for text in other} - {""}
    return (_joined(one), _joined(other)), Truth.MET if shared else Truth.UNKNOWN


def _courts(sheet: RapSheet) -> list[str]:
    return _distinct(one.event.agency or one.event.county for one in sheet.convictions())


def _cases(sheet: RapSheet) -> list[str]:
    return _distinct(number for one in sheet.convictions() for number in _numbers(one))


def _numbers(conviction: Conviction) -> tuple[str, ...]:
    own = (conviction.charge.case_number, *conviction.charge.more_case_numbers)
    return tuple(number for number in own if number) or conviction.case_numbers


def _distinct(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _day(born: PartialDate) -> str:
    return "" if born.is_unknown else str(born)


def _side(workspace: Workspace, person_id: int, own: RapSheet, other: RapSheet) -> Side:
    sources = {source.id: source.name for source in records.list_sources(workspace)}
    files = [sources[source] for source, _ in records.list_subjects(workspace, person_id)]
    others = other.convictions()
    return Side(
        person_id, own.person.name, tuple(dict.fromkeys(files)),
        tuple(_conviction(one, others) for one in own.convictions()),
    )  # fmt: skip


def _conviction(one: Conviction, others: Sequence[Conviction]) -> SideConviction:
    return SideConviction(
        _day(one.convicted_on), one.charge.section_text, one.charge.level.value, _numbers(one),
        one.event.agency or one.event.county,
        any(judge(one, two)[0] is Verdict.CERTAIN for two in others),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecidedSame:
    """A merge that stands: who is part of whom, and who said so."""

    gone_id: int
    gone_name: str
    person_id: int
    name: str
    who: str
    at: str


def list_same(workspace: Workspace) -> list[DecidedSame]:
    """The newest first."""
    found = list_merges(workspace)
    made = []
    for one in reversed(found):
        person_id = person_after_merges(found, one.gone_id)
        name = records.get_rap_sheet(workspace, person_id).person.name
        made.append(DecidedSame(one.gone_id, one.name, person_id, name, one.who, one.at))
    return made
