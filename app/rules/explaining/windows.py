"""The stretches of time and the birthdays that rules looked at, for a picture of them.

They are read off the facts that the rules in force give ("10 years before it", "age 50
reached on"): what the picture shows is what the rules compared, options and dated values
filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.model.relief import Fact, Finding
from app.model.truth import Truth

_YEARS = re.compile(r"(\d+) years before (?:it|the as-of date)")
_AGE = re.compile(r"age (\d+) reached on")


@dataclass(frozen=True, slots=True)
class Window:
    """From ``first`` up to the as-of date, with how the rule that looks at it came out."""

    years: int
    first: date
    asks: str  # the rule in words
    truth: Truth


def list_windows(findings: Iterable[Finding]) -> tuple[Window, ...]:
    """The look-back windows of the rules in force, the shortest first, for each rule its own."""
    found = {
        (one.years, one.first, one.asks): one
        for finding, fact in _facts(findings)
        if (one := _window(finding, fact)) is not None
    }
    return tuple(sorted(found.values(), key=lambda one: (one.years, one.first)))


def list_ages(findings: Iterable[Finding]) -> tuple[int, ...]:
    """The ages that the rules in force ask about, each once, the youngest first."""
    matches = (_AGE.fullmatch(fact.name) for _, fact in _facts(findings))
    return tuple(sorted({int(match[1]) for match in matches if match}))


def _facts(findings: Iterable[Finding]) -> Iterator[tuple[Finding, Fact]]:
    return ((one, fact) for one in findings if one.is_on for fact in one.facts)


def _window(finding: Finding, fact: Fact) -> Window | None:
    match = _YEARS.fullmatch(fact.name)
    if match is None:
        return None
    return Window(int(match[1]), date.fromisoformat(fact.value), finding.asks, finding.truth)
