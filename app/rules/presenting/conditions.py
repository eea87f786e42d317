"""Conditions in plain words: what a row really asks, with its arguments filled in.

The sentence is the predicate's own meaning (`app.rules.vocabulary.Predicate`): the places
where it speaks of "that level" or "so many" are filled with the argument. An argument whose
place is not found in the meaning is named after it, so nothing asked is ever left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.model.policy_reading import Asked
from app.model.record import ReliefKind
from app.rules.lists.meanings import load_meanings
from app.rules.lists.offense_lists import load_offense_list
from app.rules.policy import (
    AllOf,
    AnyOf,
    ArgumentValue,
    Ask,
    Condition,
    FromOption,
    FromValue,
    Not,
    Settings,
)
from app.rules.predicates import PREDICATES
from app.rules.predicates.charge import RELIEF_WORDS

Says = Callable[[ArgumentValue], str]
_LABELS = {"within_years": "years before the arrest, for an offense without a date"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a meaning speaks of an argument, and what stands there instead.

    ``absent`` replaces the phrase when the argument is not given.
    """

    argument: str
    phrase: str
    says: Says
    absent: str = ""


def condition_in_words(condition: Condition, settings: Settings) -> tuple[Asked, ...]:
    """The sentences of a condition, those of a part one step deeper."""
    return tuple(_words_of(condition, settings, 0))


def _words_of(condition: Condition, settings: Settings, depth: int) -> list[Asked]:
    if isinstance(condition, Ask):
        return [Asked(depth, ask_in_words(condition, settings))]
    if isinstance(condition, Not):
        inner = condition.condition
        if isinstance(inner, Ask):
            return [Asked(depth, f"Not: {ask_in_words(inner, settings)}")]
        if isinstance(inner, Not):  # said twice
            return _words_of(inner.condition, settings, depth)
        head = "Not all of these:" if isinstance(inner, AllOf) else "None of these:"
        return _with_parts(head, inner, settings, depth)
    head = "All of these:" if isinstance(condition, AllOf) else "At least one of these:"
    return _with_parts(head, condition, settings, depth)


def _with_parts(head: str, whole: AllOf | AnyOf, settings: Settings, depth: int) -> list[Asked]:
    parts = [one for part in whole.conditions for one in _words_of(part, settings, depth + 1)]
    return [Asked(depth, head), *parts]


def ask_in_words(ask: Ask, settings: Settings) -> str:
    """A predicate's meaning with its arguments."""
    predicate = PREDICATES[ask.predicate]
    given = dict(ask.arguments)
    places = {place.argument: place for place in _PLACES.get(ask.predicate, ())}
    text, notes = predicate.meaning, []
    for argument in predicate.arguments:
        value, place = given.get(argument.name), places.get(argument.name)
        is_placed = place is not None and place.phrase in text
        notes.append(_note(argument.name, value, settings, is_placed=is_placed))
        if place is not None and is_placed and not isinstance(value, FromValue):
            shown = settings[value.name] if isinstance(value, FromOption) else value
            says = place.absent if shown is None else place.says(shown)
            text = text.replace(place.phrase, says, 1)
    named = "; ".join(filter(None, notes))
    return f"{text} ({named})" if named else text


def _note(
    name: str,
    value: ArgumentValue | FromOption | FromValue | None,
    settings: Settings,
    *,
    is_placed: bool,
) -> str:
    """What must be said of an argument after the sentence; "" when its place says it."""
    label = _LABELS.get(name, name.replace("_", " "))
    if isinstance(value, FromValue):
        return f"{label}: the value {value.name}, which changes by date"
    if isinstance(value, FromOption):
        chosen = plain(settings[value.name])
        shown = chosen if is_placed else f"{label}: {chosen}"
        return f"{shown}, by the option {value.name}"
    return "" if value is None or is_placed else f"{label}: {plain(value)}"


def plain(value: ArgumentValue) -> str:
    """An argument or a value of the law as printed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def ordinal(n: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{n}{'th' if n % 100 in (11, 12, 13) else ends.get(n % 10, 'th')}"


def _number(value: ArgumentValue) -> int:
    return value if isinstance(value, int) else int(str(value))


def _birthday(value: ArgumentValue) -> str:
    return f"The {ordinal(_number(value))} birthday"


def _counted(one: str, many: str = "") -> Says:
    def says(value: ArgumentValue) -> str:
        n = _number(value)
        return f"{n} {one if n == 1 else many or one + 's'}"

    return says


def _either(value: ArgumentValue) -> str:
    """``HS 11357(a), HS 11357(b) or HS 11358``."""
    words = list(value) if isinstance(value, tuple) else [plain(value)]
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _level(value: ArgumentValue) -> str:
    return "conviction of any level" if value == "any" else f"{plain(value)} conviction"


def _a_level(value: ArgumentValue) -> str:
    return f"{'an' if value == 'infraction' else 'a'} {plain(value)}"


def _relief(value: ArgumentValue) -> str:
    kinds = value if isinstance(value, tuple) else (plain(value),)
    shown = tuple(RELIEF_WORDS[kind].value for kind in kinds if kind in RELIEF_WORDS)
    granted = {ReliefKind.CANNABIS_RELIEF.value, ReliefKind.OTHER.value}
    if set(shown) <= granted:
        return f"{_either(shown)} was granted"
    return f"relief was granted ({'; '.join(shown)})"


def _subdivisions(value: ArgumentValue) -> str:
    words = value if isinstance(value, tuple) else (plain(value),)
    named = tuple(f"({word})" for word in words if word != "none")
    ways = [f"names subdivision {_either(named)} first"] if named else []
    ways += ["is printed without a subdivision"] if "none" in words else []
    return " and " + " or ".join(ways)


def _list(value: ArgumentValue) -> str:
    found = load_offense_list(plain(value))
    return f'the list "{found.title}" ({found.citation})'


def _conduct(value: ArgumentValue) -> str:
    words = value if isinstance(value, tuple) else (plain(value),)
    meant = [one for one in load_meanings().meanings if one.conduct in words]
    return "; or ".join(dict.fromkeys(one.in_words for one in meant))


def _left_out(value: ArgumentValue) -> str:
    return f", other than {_either(value)}"


def _rejected(value: ArgumentValue) -> str:
    counted = "count too" if value == "all" else "are left out"
    return f"; counts that the prosecutor rejected {counted}"


def _inchoate(value: ArgumentValue) -> str:
    return {"attempt": "an attempt (PC 664)"}.get(plain(value), "a conspiracy (PC 182)")


def _own_end(value: ArgumentValue) -> str:
    return (
        "ended on the as-of date or before it"
        if value == "by-as-of"
        else ("ended before the as-of date")
    )


def _without_terms(value: ArgumentValue) -> str:
    if value == "ended":
        return "it counts as ended on the conviction date"
    return "whether it ended is not known"


def _names(value: ArgumentValue) -> str:
    return _either(value)


def _years_up_to(value: ArgumentValue) -> str:
    n = _number(value)
    if n == 0:
        return "on the day of the arrest"
    return f"in the {'year' if n == 1 else f'{n} years'} up to the arrest"


_ON_LIST = (_Place("list", "that list", _list),)
_YEARS_BACK = _Place("years", "so many calendar years", _counted("calendar year"))
_OF_LEVEL = _Place("level", "conviction of that level", _level)
_OTHER_LEVEL = _Place("level", "of another level", lambda v: f"of a level other than {plain(v)}")
_BIRTHDAY = _Place("years", "The birthday of that age", _birthday)
_WITHIN = _Place("within_years", "in the years up to the arrest", _years_up_to)
_REJECTED = _Place("counts", "; counts that the prosecutor rejected may be left out too", _rejected)
_LEFT_OUT = _Place("not_sections", ", other than the sections left out", _left_out)

_PLACES: Mapping[str, tuple[_Place, ...]] = {
    "level_is": (_Place("level", "of that level", _a_level),),
    "level_is_not": (_OTHER_LEVEL,),
    "convicted_level_is_not": (_OTHER_LEVEL,),
    "relief_on_record": (_Place("kinds", "such relief was granted", _relief),),
    "section_is": (
        _Place("section", "that number", lambda v: f"the number {plain(v)}"),
        _Place(
            "subdivisions",
            " and, where subdivisions are given, one of them first "
            "(none: it is printed without one)",
            _subdivisions,
            " (any subdivision)",
        ),
    ),
    "convicted_on_or_after": (_Place("day", "that day", plain),),
    "years_since_conviction": (
        _Place("at_least", "that many calendar years", _counted("calendar year")),
    ),
    "under_age_at_conviction": (_BIRTHDAY,),
    "section_among": (_Place("sections", "one of those sections", _either),),
    "section_exactly": (
        _Place(
            "sections",
            "one of those sections with just those subdivisions",
            lambda v: f"{_either(v)}, with just those subdivisions",
        ),
    ),
    "section_on_list": _ON_LIST,
    "section_says": (_Place("sections", "one of those sections", _either),),
    "inchoate_is": (_Place("kind", "an attempt (PC 664) or a conspiracy (PC 182)", _inchoate),),
    "charged_among": (_Place("sections", "one of those", _either),),
    "court_begins": (_Place("names", "one of those", _names),),
    "county_is": (_Place("counties", "one of those counties, in capitals", _either),),
    "conduct_is": (_Place("conduct", "one of those conducts", _conduct),),
    "offense_on_or_after": (_Place("day", "that day", plain), _WITHIN),
    "under_age_at_offense": (_BIRTHDAY, _WITHIN),
    "own_sentence_ended": (
        _Place("day", "ended before the as-of date, or by it", _own_end),
        _Place(
            "without_terms",
            "it ended on the conviction date, or is not known, as the policy says",
            _without_terms,
        ),
    ),
    "cannabis_charge_in_cycle": (_REJECTED, _LEFT_OUT),
    "listed_charge_in_cycle": (*_ON_LIST, _REJECTED),
    "cycle_holds_only": (
        _REJECTED,
        _LEFT_OUT,
        _Place("sections", "one of the sections given", _either),
    ),
    "age_reached": (_BIRTHDAY,),
    "mean_age_at_most": (_Place("years", "at most that", lambda v: f"at most {plain(v)}"),),
    "no_conviction_later_than": (_YEARS_BACK, _OF_LEVEL),
    "latest_conviction_more_than": (_YEARS_BACK, _OF_LEVEL),
    "latest_conviction_more_than_mean_years": (
        _Place("years", "so many years", _counted("year")),
        _OF_LEVEL,
    ),
    "earlier_listed_conviction": _ON_LIST,
    "registrable_before": _ON_LIST,
    "listed_conviction_before_offense": _ON_LIST,
    "same_section_before_offense": (
        _Place("at_least", "so many convictions", _counted("conviction")),
    ),
    "earlier_same_section": (_Place("at_least", "so many convictions", _counted("conviction")),),
    "more_convictions_than": (
        _Place(
            "than",
            "more convictions than that",
            lambda v: f"more than {_counted('conviction')(v)}",
        ),
    ),
    "same_section_on_record": (_Place("at_least", "so many convictions", _counted("conviction")),),
    "listed_conviction_on_record": _ON_LIST,
}
"""Where the meaning of each predicate speaks of its arguments."""
