"""What made-up convictions may be like, so that a policy meets all that it asks about.

The traits come from the policy itself: every section it names and those near it, every
day and age it compares with, the day before and the day after, earlier and later
convictions, relief, registration, parts of the sentence, mates in the cycle. The first
trait of a kind is the plain one, which is not mentioned in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.model.dates import anniversary
from app.model.statute import read_section
from app.rules.conditions import predicates_in
from app.rules.lists.offense_lists import Listing, load_offense_list
from app.rules.policy import ArgumentValue, FromOption, FromValue, Option, OptionKind, Policy

_DAY = timedelta(days=1)
CANNABIS = ("HS 11357", "HS 11358", "HS 11359", "HS 11360")
OTHER = "HS 11350(a)"
UNREADABLE = "POSS MARIJ"
_KNOWN_OFFENSES = (
    "PC 187(a)", "PC 211", "PC 288(a)", "PC 261(a)(2)", "PC 245(a)(1)", "PC 459", "PC 647.6",
    "PC 314", "PC 32", "HS 11364", "HS 11366", "BP 4060", "HS 11377(a)", "HS 11550(a)",
    "PC 664/PC 187(a)", "PC 186.22",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing about a made-up person, in the notation of case tables.

    ``of`` gives the text for a conviction date: a field, or lines of convictions or
    events. ``says`` is the same for a reader, "" for the plain trait.
    """

    of: Callable[[date], tuple[str, ...]]
    says: Callable[[date], str]


def fixed(text: str, says: str = "") -> Trait:
    return Trait(lambda _: (text,) if text else (), lambda _: says)


@dataclass(frozen=True, slots=True)
class Asked:
    """The values that a policy's conditions give to arguments, by predicate and argument."""

    of: Mapping[tuple[str, str], tuple[ArgumentValue, ...]]

    @staticmethod
    def by(policy: Policy) -> Asked:
        found: dict[tuple[str, str], dict[ArgumentValue, None]] = {}
        conditions = [
            policy.scope,
            *(rule.when for rule in policy.rules),
            *(row.when for row in policy.procedures),
        ]
        for ask in (ask for condition in conditions for ask in predicates_in(condition)):
            found.setdefault((ask.predicate, ""), {})
            for name, value in ask.arguments:
                values = _possible(policy, value)
                found.setdefault((ask.predicate, name), {}).update(dict.fromkeys(values))
        return Asked({key: tuple(values) for key, values in found.items()})

    def any_of(self, *predicates: str) -> bool:
        return any((name, "") in self.of for name in predicates)

    def days(self, *predicates: str) -> list[date]:
        wanted = [self.of.get((name, "day"), ()) for name in predicates]
        return sorted({day for days in wanted for day in days if isinstance(day, date)})

    def numbers(self, argument: str, *predicates: str) -> list[int]:
        wanted = [self.of.get((name, argument), ()) for name in predicates]
        return sorted({one for some in wanted for one in some if isinstance(one, int)})

    def words(self, argument: str, *predicates: str) -> list[str]:
        """Every word given to an argument, of these predicates or of any."""
        found: dict[str, None] = {}
        for (name, own), values in self.of.items():
            if own == argument and (not predicates or name in predicates):
                for value in values:
                    found.update(
                        dict.fromkeys(value if isinstance(value, tuple) else (str(value),))
                    )
        return list(found)


def _possible(
    policy: Policy, value: ArgumentValue | FromOption | FromValue
) -> tuple[ArgumentValue, ...]:
    if isinstance(value, FromOption):
        return tuple(option_values(policy.option(value.name)))
    if isinstance(value, FromValue):
        return tuple(entry.value for entry in policy.value(value.name).entries)
    return (value,)


def option_values(option: Option) -> list[str | int | bool]:
    """The default first, then what else an option may be: of numbers the least and the greatest."""
    if option.kind is OptionKind.YES_NO:
        return [bool(option.default), not option.default]
    if option.kind is OptionKind.NUMBER:
        return list(dict.fromkeys([option.default, option.minimum, option.maximum]))
    return list(dict.fromkeys([option.default, *(word for word, _ in option.choices)]))


def around(days: Iterable[date]) -> Iterator[date]:
    """Every day, the day before it and the day after."""
    for day in days:
        yield from (day - _DAY, day, day + _DAY)


def sections_of(asked: Asked) -> list[str]:
    """The four cannabis sections, those that the policy names, their neighbors, and others."""
    found = list(CANNABIS)
    letters = [one for one in asked.words("subdivisions", "section_is") if one != "none"]
    if asked.any_of("conduct_is"):
        letters += ["a", "b", "c", "d", "e"]
    for number in asked.words("section", "section_is"):
        found += [f"HS {number}({letter})" for letter in [*letters, "z"]] if letters else []
    found += [f"HS 11357({letter})" for letter in letters]
    for text in asked.words("sections"):
        section = read_section(text).sections[0]
        found.append(text)
        if section.subdivisions:
            found.append(f"{section.code} {section.section}")
        else:
            found.append(f"{text}(a)")
    for list_id in asked.words("list", "section_on_list"):
        found += listed(list_id, Listing.SURE)[:3] + listed(list_id, Listing.MAYBE)[:1]
    if asked.any_of("inchoate_is"):
        found += ["PC 664/HS 11359", "PC 182/HS 11359", "PC 182/HS 11357"]
    return list(dict.fromkeys([*found, OTHER, UNREADABLE]))


def listed(list_id: str, wanted: Listing) -> list[str]:
    """Some offenses of that class of a list."""
    offenses = load_offense_list(list_id)
    return [text for text in _KNOWN_OFFENSES if offenses.listing_of_text(text) is wanted]


def dates_of(asked: Asked, as_of: date) -> list[date]:
    """Conviction dates: twelve years back, every day compared with, and a few plain ones."""
    days = set(around(asked.days("convicted_on_or_after", "offense_on_or_after")))
    years = asked.numbers("at_least", "years_since_conviction")
    years += asked.numbers("years", "no_conviction_later_than", "latest_conviction_more_than")
    years += asked.numbers("years", "latest_conviction_more_than_mean_years")
    days |= set(around(anniversary(as_of, -n) for n in years))
    days |= {anniversary(as_of, -n) for n in (1, 4, 8, 25, 38)} | {as_of - _DAY}
    plain = anniversary(as_of, -12)
    return [plain, *sorted(day for day in days if day <= as_of and day != plain)]


def births_of(asked: Asked, as_of: date) -> list[Trait]:
    """Birth dates: 45 years before the as-of date, and every age compared with, to the day."""
    found = [fixed(anniversary(as_of, -45).isoformat())]
    reached = asked.numbers("years", "age_reached")
    mean = asked.numbers("years", "mean_age_at_most")
    days = set(around(anniversary(as_of, -n) for n in reached))
    days |= set(around(as_of - timedelta(days=n * 1461 // 4) for n in mean))
    days |= {anniversary(as_of, -n) for n in (20, 24, 33, 70)}
    found += [fixed(day.isoformat(), f"born {day}") for day in sorted(days)]
    for years in asked.numbers("years", "under_age_at_conviction", "under_age_at_offense"):
        found += [_born_before(years, shift) for shift in (-400, -1, 0, 1, 700)]
    return [*found, fixed("unknown", "born on a day not on record")]


def _born_before(years: int, shift: int) -> Trait:
    """That many years before the conviction, some days earlier or later."""

    def born(on: date) -> date:
        return anniversary(on, -years) + timedelta(days=shift)

    return Trait(lambda on: (born(on).isoformat(),), lambda on: f"born {born(on)}")
