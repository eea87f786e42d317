"""When one condition is at least as true as another, whatever the record says.

Truth is ordered: not met, unknown, met. ``implies(one, other)`` is said only when the
answer of ``one`` can never stand above that of ``other``; so whenever ``one`` is met,
``other`` is. Where this module knows nothing it says no: a row is called unreachable only
for certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from app.model.statute import read_section
from app.rules.conditions import predicates_in
from app.rules.policy import (
    AllOf,
    AnyOf,
    ArgumentValue,
    Ask,
    Condition,
    FromOption,
    FromValue,
    Not,
    Option,
    OptionKind,
    Policy,
)

Argument = ArgumentValue | FromOption | FromValue | None
_Range = tuple[ArgumentValue, ArgumentValue]
_Narrower = Callable[["Implication", Argument, Argument], bool]


class Implication:
    """Compares the conditions of one policy; what was compared is remembered."""

    def __init__(self, policy: Policy) -> None:
        self._options: Mapping[str, Option] = {one.name: one for one in policy.options}
        self._values = {one.name: one for one in policy.values}
        self._known: dict[tuple[Condition, Condition], bool] = {}

    def implies(self, one: Condition, other: Condition) -> bool:
        """Whether ``other`` is at least as true as ``one`` for every conviction."""
        pair = (one, other)
        if pair not in self._known:
            self._known[pair] = self._implies(_plain(one), _plain(other))
        return self._known[pair]

    def excludes(self, conditions: Iterable[Condition]) -> bool:
        """Whether the conditions can never be met together."""
        parts = [part for condition in conditions for part in _parts(condition)]
        return any(
            self.implies(one, Not(other))
            for n, one in enumerate(parts)
            for other in (*parts[:n], *parts[n + 1 :])
        )

    def _implies(self, one: Condition, other: Condition) -> bool:
        if one == other:
            return is_readable(one)
        if isinstance(one, AnyOf):
            return all(self.implies(part, other) for part in one.conditions)
        if isinstance(other, AllOf):
            return all(self.implies(one, part) for part in other.conditions)
        if isinstance(one, AllOf) and any(self.implies(part, other) for part in one.conditions):
            return True
        if isinstance(other, AnyOf):
            return any(self.implies(one, part) for part in other.conditions)
        return self._implies_single(one, other)

    def _implies_single(self, one: Condition, other: Condition) -> bool:
        if _is_always(other) or (isinstance(one, Not) and _is_always(one.condition)):
            return True
        if isinstance(one, Not):
            return isinstance(other, Not) and self.implies(other.condition, one.condition)
        if isinstance(other, Not):
            return isinstance(one, Ask) and isinstance(other.condition, Ask) and _exclude(
                one, other.condition
            )  # fmt: skip
        return isinstance(one, Ask) and isinstance(other, Ask) and self._is_narrower(one, other)

    def _is_narrower(self, one: Ask, other: Ask) -> bool:
        if other.predicate == "is_cannabis":
            return one.predicate == "section_is"
        if (one.predicate, other.predicate) == ("section_exactly", "section_among"):
            return set(_words(one, "sections")) <= set(_words(other, "sections"))
        if one.predicate != other.predicate:
            return False
        how, own, others = _NARROWER.get(one.predicate, {}), dict(one.arguments), dict(
            other.arguments
        )  # fmt: skip
        return all(
            own.get(name) == others.get(name)
            or (name in how and how[name](self, own.get(name), others.get(name)))
            for name in own.keys() | others.keys()
        )

    def range_of(self, value: Argument) -> _Range | None:
        """The least and the greatest that an argument may be; None when it has no order."""
        if isinstance(value, FromOption):
            option = self._options.get(value.name)
            is_number = option is not None and option.kind is OptionKind.NUMBER
            return (option.minimum, option.maximum) if option and is_number else None
        if isinstance(value, FromValue):
            dated = self._values.get(value.name)
            found = [self.range_of(entry.value) for entry in dated.entries] if dated else []
            known = [one for one in found if one is not None]
            if not known or len(known) < len(found) or len({type(one[0]) for one in known}) > 1:
                return None
            return min(known, key=_low)[0], max(known, key=_high)[1]
        return (value, value) if type(value) in (int, date) else None  # type: ignore[return-value]


def _low(one: _Range) -> tuple[int, ...]:
    return _sortable(one[0])


def _high(one: _Range) -> tuple[int, ...]:
    return _sortable(one[1])


def _sortable(value: ArgumentValue) -> tuple[int, ...]:
    if isinstance(value, date):
        return (value.toordinal(),)
    return (value,) if isinstance(value, int) else ()


def _is_more(ours: Implication, own: Argument, other: Argument) -> bool:
    """The own number or day is never the smaller one."""
    one, two = ours.range_of(own), ours.range_of(other)
    return one is not None and two is not None and _low(one) >= _high(two)


def _is_less(ours: Implication, own: Argument, other: Argument) -> bool:
    return _is_more(ours, other, own)


def _is_fewer(ours: Implication, own: Argument, other: Argument) -> bool:  # noqa: ARG001
    """The own words are among the others."""
    return isinstance(own, tuple) and isinstance(other, tuple) and set(own) <= set(other)


def _is_fewer_or_any(ours: Implication, own: Argument, other: Argument) -> bool:
    """The same where no words at all means any."""
    return other is None or _is_fewer(ours, own, other)


def _is_part(ours: Implication, own: Argument, other: Argument) -> bool:  # noqa: ARG001
    """Every own section is one of the others or a part of one."""
    if not (isinstance(own, tuple) and isinstance(other, tuple)):
        return False
    return all(any(_is_part_of(one, wanted) for wanted in other) for one in own)


def _is_part_of(one: str, wanted: str) -> bool:
    own, whole = read_section(one).sections, read_section(wanted).sections
    if len(own) != 1 or len(whole) != 1:
        return False
    n_parts = len(whole[0].subdivisions)
    return (own[0].code, own[0].section, own[0].subdivisions[:n_parts]) == (
        whole[0].code,
        whole[0].section,
        whole[0].subdivisions,
    )


def _is_word(narrow: str, wide: str) -> _Narrower:
    def compare(ours: Implication, own: Argument, other: Argument) -> bool:  # noqa: ARG001
        return own == narrow and other == wide

    return compare


_NARROWER: Mapping[str, Mapping[str, _Narrower]] = {
    "section_is": {"subdivisions": _is_fewer_or_any},
    "section_among": {"sections": _is_part},
    "section_exactly": {"sections": _is_fewer},
    "charged_among": {"sections": _is_part},
    "conduct_is": {"conduct": _is_fewer},
    "county_is": {"counties": _is_fewer},
    "court_begins": {"names": _is_fewer},
    "relief_on_record": {"kinds": _is_fewer},
    "convicted_on_or_after": {"day": _is_more},
    "offense_on_or_after": {"day": _is_more},
    "years_since_conviction": {"at_least": _is_more},
    "under_age_at_conviction": {"years": _is_less},
    "under_age_at_offense": {"years": _is_less},
    "age_reached": {"years": _is_more},
    "mean_age_at_most": {"years": _is_less},
    "no_conviction_later_than": {"years": _is_more},
    "latest_conviction_more_than": {"years": _is_more},
    "latest_conviction_more_than_mean_years": {"years": _is_more},
    "more_convictions_than": {"than": _is_more},
    "same_section_on_record": {"at_least": _is_more},
    "earlier_same_section": {"at_least": _is_more},
    "same_section_before_offense": {"at_least": _is_more},
    "own_sentence_ended": {"day": _is_word("before-as-of", "by-as-of")},
    "cannabis_charge_in_cycle": {"counts": _is_word("not-rejected", "all")},
    "listed_charge_in_cycle": {"counts": _is_word("not-rejected", "all")},
    "cycle_holds_only": {
        "sections": _is_part,
        "counts": _is_word("all", "not-rejected"),
    },
}
"""Which change of an argument makes a predicate narrower; all others must be the same."""


def _plain(condition: Condition) -> Condition:
    """Without double denials, with denials inward, and level_is_not as a denied level_is."""
    if isinstance(condition, Ask) and condition.predicate == "level_is_not":
        return Not(Ask("level_is", condition.arguments))
    if not isinstance(condition, Not):
        return condition
    inner = _plain(condition.condition)
    if isinstance(inner, Not):
        return inner.condition
    if isinstance(inner, AllOf):
        return AnyOf(tuple(Not(part) for part in inner.conditions))
    if isinstance(inner, AnyOf):
        return AllOf(tuple(Not(part) for part in inner.conditions))
    return Not(inner)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    """What must be met for the condition to be."""
    plain = _plain(condition)
    if isinstance(plain, AllOf):
        return tuple(part for one in plain.conditions for part in _parts(one))
    return (plain,)


def _exclude(one: Ask, other: Ask) -> bool:
    """Whether the two are never met together, and unknown only together."""
    if one.predicate != other.predicate:
        return False
    own, others = dict(one.arguments), dict(other.arguments)
    if one.predicate == "level_is":
        level, its = own.get("level"), others.get("level")
        return isinstance(level, str) and isinstance(its, str) and level != its
    if one.predicate != "section_is":
        return False
    if own.get("section") != others.get("section"):
        return isinstance(own.get("section"), str) and isinstance(others.get("section"), str)
    subdivisions, its = own.get("subdivisions"), others.get("subdivisions")
    if not (isinstance(subdivisions, tuple) and isinstance(its, tuple)):
        return False
    return not set(subdivisions) & set(its)


def _is_always(condition: Condition) -> bool:
    return isinstance(condition, Ask) and condition.predicate == "otherwise"


def is_readable(condition: Condition) -> bool:
    """Whether every part of it was read from the file: of another nothing is said."""
    return all(
        ask.predicate and all(value != "" for _, value in ask.arguments)
        for ask in predicates_in(condition)
    )


def _words(ask: Ask, name: str) -> tuple[str, ...]:
    value = dict(ask.arguments).get(name)
    return value if isinstance(value, tuple) else ()
