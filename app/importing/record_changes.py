"""What a newer delivery says of a person otherwise than the one before: conviction by conviction.

Convictions of the two are the same when every fact is; else by case number, section and day, then
by two of these, each used once, in the order of the record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass

from app.importing.combine_facts import sentence_words
from app.importing.same_conviction import numbers_of
from app.model.case_number import strict_number
from app.model.record import Charge, Conviction, Event, Person, RapSheet, RowRef
from app.model.statute import read_section


@dataclass(frozen=True, slots=True)
class Carried:
    """A conviction that stands in both, at its old and its new place; what is said otherwise."""

    before: RowRef
    after: RowRef
    changes: tuple[str, ...]  # ("level: felony, now misdemeanor",)

    @property
    def is_same(self) -> bool:
        return not self.changes


@dataclass(frozen=True, slots=True)
class RecordChanges:
    carried: tuple[Carried, ...]
    added: tuple[str, ...]  # convictions in words
    removed: tuple[str, ...]
    others: tuple[str, ...]  # what else changed, in words

    @property
    def is_none(self) -> bool:
        is_same = all(one.is_same for one in self.carried)
        return is_same and not (self.added or self.removed or self.others)

    def in_words(self) -> tuple[str, ...]:
        """Each change as a sentence's part."""
        return (
            *(f"conviction added: {one}" for one in self.added),
            *(f"conviction no longer there: {one}" for one in self.removed),
            *(change for one in self.carried for change in one.changes),
            *self.others,
        )


def compare_records(
    before: RapSheet, after: RapSheet, replaced: Collection[int], *, is_whole: bool
) -> RecordChanges:
    """``before`` may hold rows of other files too: only those of the ``replaced`` ones count.

    ``is_whole``: all of ``before`` comes from the replaced files, so that all the rest of the
    two records can be compared as well.
    """
    old = {one: _place_in(one.charge, replaced) for one in before.convictions()}
    ours = [one for one, place in old.items() if place is not None]
    theirs = list(after.convictions())
    carried = []
    for one, other in _pairs(ours, theirs):
        place = old[one]
        if place is not None:
            carried.append(Carried(place, other.charge.at, tuple(_changes(one, other))))
        ours.remove(one)
        theirs.remove(other)
    others = tuple(_other_changes(before, after)) if is_whole else ()
    return RecordChanges(
        tuple(carried), tuple(map(_in_words, theirs)), tuple(map(_in_words, ours)), others
    )


def _place_in(charge: Charge, sources: Collection[int]) -> RowRef | None:
    return next((at for at in (charge.at, *charge.also_at) if at.source in sources), None)


def _facts(one: Conviction) -> tuple[tuple[str, Hashable, str], ...]:
    """(name, as compared, as told) of each fact of a conviction that an answer may rest on."""
    charge, event = one.charge, one.event
    numbers = numbers_of(one)
    relief = tuple(sorted(f"{item.kind.value}: {item.text}" for item in charge.relief))
    return (
        ("case number", frozenset(map(strict_number, numbers)), ", ".join(numbers)),
        ("section", read_section(charge.section_text).sections or charge.section_text,
         charge.section_text),
        ("date", event.on, str(event.on)),
        ("level", charge.level, charge.level.value),
        ("disposition", charge.disposition, charge.disposition),
        ("relief", relief, "; ".join(relief) or "none"),
        ("sentence", sentence_words(charge.sentence), sentence_words(charge.sentence) or "none"),
        ("county", event.county, event.county),
        ("court", event.agency, event.agency),
        ("offense", (charge.charged_text, charge.offense, charge.comment), charge.offense),
        ("date of the offense", charge.offense_on, str(charge.offense_on)),
    )  # fmt: skip


_KEYS: tuple[tuple[int, ...], ...] = (tuple(range(11)), (0, 1, 2), (0, 1), (0, 2), (1, 2))


def _pairs(
    ours: list[Conviction], theirs: list[Conviction]
) -> Iterator[tuple[Conviction, Conviction]]:
    left, right = list(ours), list(theirs)
    facts = {one: _facts(one) for one in (*left, *right)}

    def key(one: Conviction, wanted: tuple[int, ...]) -> Hashable:
        return tuple(facts[one][index][1] for index in wanted)

    for wanted in _KEYS:
        waiting: dict[Hashable, list[Conviction]] = {}
        for other in right:
            waiting.setdefault(key(other, wanted), []).append(other)
        for one in list(left):
            found = waiting.get(key(one, wanted))
            if found:
                other = found.pop(0)
                left.remove(one)
                right.remove(other)
                yield one, other


def _changes(one: Conviction, other: Conviction) -> Iterator[str]:
    about = _in_words(other)
    for (name, before, told), (_, after, now) in zip(_facts(one), _facts(other), strict=True):
        if before != after:
            yield f"{about}: {name} was {told or 'empty'}, now {now or 'empty'}"


def _in_words(one: Conviction) -> str:
    number = ", ".join(numbers_of(one)) or "no case number"
    return f"{number} {one.charge.section_text or 'no section'} of {one.convicted_on}"


def _other_changes(before: RapSheet, after: RapSheet) -> Iterator[str]:
    one, other = before.person, after.person
    for name, told, now in (
        ("name", _names(one), _names(other)),
        ("CII number", one.cii, other.cii),
        ("sex", one.sex, other.sex),
        ("birth date", one.born, other.born),
    ):
        if told != now:
            yield f"{name} was {told or 'empty'}, now {now or 'empty'}"
    if _entries(before) != _entries(after):
        yield "entries that are no convictions changed"


def _names(person: Person) -> str:
    """All of them: which stands first follows the order of rows, and says nothing."""
    return "; ".join(sorted({person.name, *person.aliases}))


def _entries(sheet: RapSheet) -> Counter[Hashable]:
    """Everything that is no conviction, wherever it stands."""
    return Counter(
        _entry(event, charge)
        for event in sheet.events()
        for charge in event.charges
        if not charge.is_conviction
    )


def _entry(event: Event, charge: Charge) -> Hashable:
    relief = tuple(item.text for item in charge.relief)
    return (
        event.kind, event.on, event.agency, event.county, charge.section_text, charge.disposition,
        charge.level, charge.case_number, charge.comment, relief,
    )  # fmt: skip
