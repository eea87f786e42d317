"""Made-up people with one conviction to ask about, made from a policy: always the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.model.dates import anniversary
from app.model.record import RapSheet
from app.rules.checking.case_people import make_person
from app.rules.checking.trial_traits import (
    CANNABIS,
    OTHER,
    UNREADABLE,
    Asked,
    Trait,
    around,
    births_of,
    dates_of,
    fixed,
    listed,
    sections_of,
)
from app.rules.lists.offense_lists import Listing
from app.rules.policy import Policy

_LEVELS = ("felony", "misdemeanor", "infraction", "unknown")
_PLAIN_SHARE = 5  # of eight
_MOST_CONVICTIONS = 12
_MOST_MATES = 40  # tried with every section that is not of cannabis
Recipe = Mapping[str, int]
"""Which trait of every kind, by its position; 0 is the plain one."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up person; the conviction asked about stands at row 1."""

    recipe: Recipe
    sheet: RapSheet
    says: str

    @property
    def size(self) -> int:
        """How far from plain it is."""
        return sum(1 for chosen in self.recipe.values() if chosen)


class Workshop:
    """Makes people for one policy and one as-of date."""

    def __init__(self, policy: Policy, as_of: date) -> None:
        asked = Asked.by(policy)
        self._county = policy.county or "LOS ANGELES"
        self._as_of = as_of
        self._sections = sections_of(asked)
        self._dates = dates_of(asked, as_of)
        self._traits: dict[str, list[Trait]] = {
            "born": births_of(asked, as_of),
            "others": list(_others(asked, as_of)),
            "sentence": list(_sentences(asked, as_of)),
            "relief": list(_relief()),
            "event": list(_events(as_of)),
            "mate": list(_mates(asked)),
            "place": [*_places(asked, as_of), *(_counties(asked) if not policy.county else ())],
        }
        self._kinds = ("section", "level", "date", *self._traits)

    def make(self, recipe: Recipe) -> MadeUp:
        on, traits = self._dates[recipe["date"]], self._chosen(recipe)
        section, level = self._sections[recipe["section"]], _LEVELS[recipe["level"]]
        fields = [text for kind in ("sentence", "relief", "place") for text in traits[kind].of(on)]
        own = "; ".join([on.isoformat(), section, level, *fields])
        sheet = make_person(
            traits["born"].of(on)[0],
            [own, *traits["others"].of(on)],
            [*traits["event"].of(on), *traits["mate"].of(on)],
            self._county,
        )
        named = "a section that cannot be read" if section == UNREADABLE else section
        of_level = "conviction of unknown level" if level == "unknown" else f"{level} conviction"
        article = "an" if level == "infraction" else "a"
        says = [f"{article} {of_level} for {named} of {on}"]
        says += [words for trait in traits.values() if (words := trait.says(on))]
        return MadeUp(recipe, sheet, ", ".join(says))

    def _chosen(self, recipe: Recipe) -> dict[str, Trait]:
        return {kind: traits[recipe[kind]] for kind, traits in self._traits.items()}

    def people(self, count: int) -> Iterator[MadeUp]:
        """Every section at every level and every single trait, then mixtures up to a count."""
        seen: set[tuple[int, ...]] = set()
        for recipe in self._recipes(count):
            key = tuple(recipe.values())
            if key not in seen:
                seen.add(key)
                yield self.make(recipe)
            if len(seen) >= count:
                return

    def _recipes(self, count: int) -> Iterator[Recipe]:
        plain = dict.fromkeys(self._kinds, 0)
        sizes = self._sizes()
        for section in range(sizes["section"]):
            for level in range(sizes["level"]):
                yield {**plain, "section": section, "level": level}
        for section in range(len(CANNABIS)):
            for kind in self._kinds[2:]:
                for chosen in range(1, sizes[kind]):
                    yield {**plain, "section": section, kind: chosen}
        for section in range(len(CANNABIS), sizes["section"]):
            for mate in range(1, min(sizes["mate"], _MOST_MATES)):
                yield {**plain, "section": section, "mate": mate}
        picker = _Picker()
        for _ in range(4 * count):
            yield {kind: picker.pick(kind, size) for kind, size in sizes.items()}

    def _sizes(self) -> dict[str, int]:
        sizes = {kind: len(traits) for kind, traits in self._traits.items()}
        return {
            "section": len(self._sections),
            "level": len(_LEVELS),
            "date": len(self._dates),
            **sizes,
        }

    def relatives(self, recipe: Recipe) -> Iterator[Recipe]:
        """The same with one trait made another, every one in turn."""
        for kind, size in self._sizes().items():
            for chosen in range(size):
                if chosen != recipe[kind]:
                    yield {**recipe, kind: chosen}

    def plainer(self, recipe: Recipe) -> Iterator[Recipe]:
        """The same with one trait made plain."""
        for kind, chosen in recipe.items():
            if chosen and kind not in ("section", "level"):
                yield {**recipe, kind: 0}


class _Picker:
    """The same picks every time: a linear congruential generator, no chance in it."""

    def __init__(self) -> None:
        self._state = 20161109

    def _next(self, below: int) -> int:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % below

    def pick(self, kind: str, size: int) -> int:
        """The plain trait more often than the others, but any section, date and birth date."""
        if kind not in ("section", "date", "born") and self._next(8) < _PLAIN_SHARE:
            return 0
        return self._next(size)


def _line(on: date, section: str, level: str, *fields: str) -> str:
    return "; ".join([on.isoformat(), section, level, *fields])


def _earlier(on: date) -> date:
    return on - timedelta(days=1000)


def _others(asked: Asked, as_of: date) -> Iterator[Trait]:
    """Other convictions: none; alike and listed, before and after; old and recent ones."""
    yield fixed("")
    for count in _counts(asked):
        for section in CANNABIS:
            yield _alike(section, count)
    lists = dict.fromkeys(asked.words("list"))
    for list_id in lists:
        for wanted in (Listing.SURE, Listing.MAYBE):
            for section in listed(list_id, wanted)[:1]:
                yield _another(section, -1000)
                yield _another(section, 1)
    years = asked.numbers("years", "no_conviction_later_than", "latest_conviction_more_than")
    years += asked.numbers("years", "latest_conviction_more_than_mean_years")
    days = set(around(anniversary(as_of, -n) for n in years))
    days |= {as_of - timedelta(days=100), anniversary(as_of, -2), anniversary(as_of, -30)}
    for day in sorted(days):
        for level in ("felony", "misdemeanor"):
            line = _line(day, OTHER, level)
            yield fixed(line, f"another {level} conviction for {OTHER} of {day}")
    yield Trait(
        lambda on: (_line(on, OTHER, "felony", "same event"),),
        lambda _: f"convicted of {OTHER} together with it",
    )
    running = _line(as_of - timedelta(days=200), OTHER, "felony", "5 years prison")
    yield fixed(running, f"another conviction for {OTHER} with a sentence that has not ended")


def _counts(asked: Asked) -> list[int]:
    """How many earlier convictions: up to three, and around every number compared with."""
    numbers = asked.numbers("than", "more_convictions_than") + asked.numbers(
        "at_least", "earlier_same_section", "same_section_on_record", "same_section_before_offense"
    )
    wanted = {1, 2, 3} | {number + shift for number in numbers for shift in (-1, 0, 1)}
    return sorted(count for count in wanted if 1 <= count <= _MOST_CONVICTIONS)


def _alike(section: str, count: int) -> Trait:
    def lines(on: date) -> tuple[str, ...]:
        return tuple(_line(on - timedelta(days=1000 + n), section, "felony") for n in range(count))

    times = "an earlier conviction" if count == 1 else f"{count} earlier convictions"
    return Trait(lines, lambda _: f"{times} for {section}")


def _another(section: str, days: int) -> Trait:
    when = "an earlier" if days < 0 else "a later"
    return Trait(
        lambda on: (_line(on + timedelta(days=days), section, "felony"),),
        lambda _: f"{when} conviction for {section}",
    )


def _sentences(asked: Asked, as_of: date) -> Iterator[Trait]:
    yield fixed("1 year jail")
    yield fixed("", "no term of a sentence on record")
    yield fixed("60 years prison", "a sentence of 60 years")
    yield fixed("unstated term prison", "a sentence whose length is not on record")
    if asked.any_of("own_sentence_ended", "every_sentence_ended"):
        for shift, words in ((-1, "the day before"), (0, "on"), (1, "the day after")):
            yield _ending(as_of, shift, f"a sentence that ends {words} the as-of date")


def _ending(as_of: date, shift: int, words: str) -> Trait:
    def length(on: date) -> tuple[str, ...]:
        n_days = max(1, (as_of - on).days + shift)
        return (f"{n_days} day{'' if n_days == 1 else 's'} jail",)

    return Trait(length, lambda _: words)


def _relief() -> Iterator[Trait]:
    yield fixed("")
    for text in ("reduced", "dismissed under 1203.4", "cannabis relief", "reversed"):
        yield Trait(_dated(text), _told(text))
        yield fixed(text, f"{text} on a day not on record")


def _dated(text: str) -> Callable[[date], tuple[str, ...]]:
    return lambda on: (f"{text} {on + timedelta(days=400)}",)


def _told(text: str) -> Callable[[date], str]:
    return lambda on: f"{text} on {on + timedelta(days=400)}"


def _events(as_of: date) -> Iterator[Trait]:
    yield fixed("")
    yield fixed(f"{as_of - timedelta(days=50)} deceased", "of a person who died")
    yield Trait(
        lambda on: (f"{_earlier(on)} registration; 290 PC",), lambda _: "registered under PC 290"
    )
    yield Trait(
        lambda on: (f"{_earlier(on)} registration; ",),
        lambda _: "registered under a law not on record",
    )


def _mates(asked: Asked) -> Iterator[Trait]:
    """Other counts of the cycle, where the policy asks about it."""
    yield fixed("")
    if not asked.any_of("cannabis_charge_in_cycle", "listed_charge_in_cycle", "cycle_holds_only"):
        return
    sections = ["HS 11359", OTHER, *asked.words("sections"), *asked.words("not_sections")]
    for list_id in asked.words("list", "listed_charge_in_cycle", "section_on_list"):
        sections += listed(list_id, Listing.SURE)[:2]
    for section in dict.fromkeys(sections):
        yield _charged_with_it([section], "", "")
        yield _charged_with_it([section], "; PROS REJ", " that the prosecutor rejected")
        if section != sections[0]:
            yield _charged_with_it([sections[0], section], "", "")


def _charged_with_it(sections: list[str], end: str, words: str) -> Trait:
    named = " and ".join(sections)
    return Trait(
        lambda on: tuple(f"{on} arrest; {section}{end}; in cycle of 1" for section in sections),
        lambda _: f"a charge of {named} in the cycle{words}",
    )


def _places(asked: Asked, as_of: date) -> Iterator[Trait]:
    """Dates of offense and arrest, the section charged, the court."""
    yield fixed("")
    if asked.any_of("charged_among", "convicted_as_charged"):
        for section in dict.fromkeys(["HS 11359", "HS 11358", OTHER, *asked.words("sections")]):
            yield fixed(f"charged {section}", f"charged with {section}")
    for name in asked.words("names", "court_begins"):
        yield fixed(f"court {name}", f"of the court {name}")
    if asked.any_of("court_begins"):
        yield fixed("court unknown", "of a court not on record")
    if not asked.any_of("offense_on_or_after", "under_age_at_offense", "conduct_is"):
        return
    days = [*around(asked.days("offense_on_or_after")), *around([date(2016, 11, 9)])]
    for day in dict.fromkeys(day for day in days if day <= as_of):
        yield fixed(f"offense {day}", f"an offense of {day}")
    for shift in (1, 200, 800):
        yield _offense_before(shift)
    yield Trait(
        lambda on: (f"arrested {on - timedelta(days=90)}",),
        lambda on: f"arrested on {on - timedelta(days=90)}",
    )


def _counties(asked: Asked) -> Iterator[Trait]:
    for name in asked.words("counties", "county_is"):
        yield fixed(f"in {name}", f"in the county {name}")


def _offense_before(shift: int) -> Trait:
    return Trait(
        lambda on: (f"offense {on - timedelta(days=shift)}",),
        lambda on: f"an offense of {on - timedelta(days=shift)}",
    )
