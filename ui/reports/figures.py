"""The figures of a run as tiles and bars: words and definitions, no arithmetic of its own.

``summary`` is the content of ``summary.json`` (keys: `app.reports.figures`); a key that an
older run does not have shows as a dash, never as zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.relief import Outcome
from ui.marks import Segment, outcome_word
from ui.reports.bars import Bar

Summary = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with what exactly it counts."""

    what: str
    number: int | None
    about: str
    leads: bool = False  # to the review of exactly these convictions


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    about: str
    bars: tuple[Bar, ...]


def list_tiles(summary: Summary) -> list[Tile]:
    """The figures that an office is asked for first."""
    effects = summary.get("reliefWithCurrentEligibilityChoices", {})
    return [
        Tile(
            "People with an answer",
            summary.get("peopleInScope"),
            "with a conviction that the policy asks about",
        ),
        Tile(
            "Convictions with an answer",
            summary.get("convictionsInScope"),
            "each counted once, however many rows it takes",
            leads=True,
        ),
        Tile(
            "People with some relief",
            summary.get("subjectsWithSomeReliefCount"),
            "at least one conviction dismissed or reduced",
        ),
        Tile(
            "Lose their last felony",
            effects.get("CountSubjectsNoFelony"),
            "had a felony before, none anywhere after",
        ),
        Tile(
            "No conviction in 7 years",
            effects.get("CountSubjectsNoConvictionLast7Years"),
            "had one in the 7 years to the as-of date, none after",
        ),
        Tile(
            "No conviction at all",
            effects.get("CountSubjectsNoConviction"),
            "every conviction on the record is dismissed",
        ),
    ]


def list_segments(summary: Summary) -> list[Segment]:
    """Convictions by answer."""
    counts = summary.get("convictionsByOutcome", {})
    order = (
        Outcome.DISMISSAL, Outcome.REDUCTION, Outcome.HAND_REVIEW, Outcome.MAYBE,
        Outcome.CITY_ATTORNEYS, Outcome.NOT_ELIGIBLE, Outcome.NO_ANSWER,
    )  # fmt: skip
    return [Segment(outcome, int(counts.get(outcome.value, 0))) for outcome in order]


def list_charts(summary: Summary) -> list[Chart]:
    """The bars below the tiles, in their order."""
    return [
        Chart(
            "By reason",
            "Convictions by answer and the reason that decided. A bar leads to its convictions.",
            _reasons(summary),
        ),
        Chart(
            "By what the court is asked",
            "Convictions eligible for relief, where the policy says what is asked.",
            _counts(summary.get("convictionsByRemedy", {})),
        ),
        Chart(
            "By how it is asked for",
            "Convictions eligible for relief, where the policy tells petition from application.",
            _counts(summary.get("convictionsByProcedure", {})),
        ),
        Chart(
            "By code section",
            "Convictions by the section convicted of.",
            _counts(summary.get("convictionsBySection", {})),
        ),
        Chart(
            "By level",
            "Convictions by their level on the as-of date.",
            _counts(summary.get("convictionsByLevel", {})),
        ),
        Chart(
            "By missing fact",
            "Convictions sent to hand review because this fact is not known.",
            _counts(summary.get("handReviewByMissingFact", {})),
        ),
        Chart("By race", _PEOPLE, _groups(summary.get("peopleByRace", {}))),
        Chart("By sex", _PEOPLE, _groups(summary.get("peopleBySex", {}))),
        Chart("By age", _PEOPLE, _groups(summary.get("peopleByAge", {}))),
    ]


_PEOPLE = "People with some relief, of all with an answer; as the files name the group."


def _reasons(summary: Summary) -> tuple[Bar, ...]:
    return tuple(
        _reason(one["outcome"], one["reason"], int(one["count"]))
        for one in summary.get("convictionsByReason", [])
    )


def _reason(answer: str, reason: str, number: int) -> Bar:
    outcome = next((outcome for outcome in Outcome if outcome.value == answer), None)
    if outcome is None:
        return Bar(f"{answer}: {reason}", number)
    target = (("outcome", outcome.name), ("reason", reason))
    return Bar(f"{outcome_word(outcome)}: {reason}", number, target=target)


def _counts(counts: Mapping[str, int]) -> tuple[Bar, ...]:
    return tuple(Bar(_capital(word), int(n)) for word, n in counts.items() if n)


def _groups(groups: Mapping[str, Mapping[str, int]]) -> tuple[Bar, ...]:
    return tuple(
        Bar(_capital(word), int(group["people"]), int(group["withSomeRelief"]))
        for word, group in groups.items()
        if group["people"]
    )


def _capital(word: str) -> str:
    return word[:1].upper() + (word[1:].lower() if word.isupper() and len(word) > 3 else word[1:])
