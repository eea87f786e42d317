"""The figures of a run, gathered person by person.

`Figures.add` is called once for every person; figures of worker processes are added
together. Nothing depends on the order of people, on the clock or on the machine.

`Figures.as_summary` gives the content of ``summary.json``. Keys known from the earlier
tool keep their names:

- ``county`` text; ``earliestConviction`` ISO date of the earliest exactly dated
  conviction in scope, or null; ``lineCount`` rows read; ``processingTimeInSeconds``
- ``reliefWithCurrentEligibilityChoices``, ``reliefWithDismissAllProp64``:
  ``CountSubjectsNoFelony``, ``CountSubjectsNoConvictionLast7Years``,
  ``CountSubjectsNoConviction``
- ``prop64ConvictionsCountInCountyByCodeSection`` {"11357": n, ...};
  ``subjectsWithProp64ConvictionCountInCounty``;
  ``prop64FelonyConvictionsCountInCounty``, ``prop64NonFelonyConvictionsCountInCounty``
- ``subjectsWithSomeReliefCount``; ``convictionDismissalCountByCodeSection``,
  ``convictionReductionCountByCodeSection``;
  ``convictionDismissalCountByAdditionalRelief`` {reason: n}

Ours:

- ``prop64UnknownLevelConvictionsCountInCounty``; ``convictionsInScope``,
  ``peopleInScope``, ``peopleInFiles``, ``convictionsInFiles``
- ``convictionsBySection`` (related charges as well, ``PC 647``), ``convictionsByLevel``,
  ``convictionsByOutcome``; ``convictionsByReason``: list of ``outcome``, ``reason``,
  ``rule``, ``count``
- ``convictionsByRemedy``, ``convictionsByProcedure`` {words: convictions eligible for
  relief}, empty when the policy names none; ``convictionsWithRelatedSections``: in scope,
  of other sections than HS 11357 to 11360
- ``handReviewByMissingFact`` {fact: convictions}; a conviction that lacks two facts
  stands in both; ``handReviewWithNoFactMissing``
- ``criteria`` {rule: {``decided``, ``alsoApplied``, ``decidedAlone``}} for the rules of
  additional relief: how many convictions the rule decided, how many more it would have,
  and how many would lose the dismissal without it
- ``peopleByRace``, ``peopleBySex``, ``peopleByAge`` {group: {``people``,
  ``withSomeRelief``}}
- ``issues`` {kind: rows}, ``quarantinedRows``, ``inputs``, ``policy``, ``asOf``,
  ``programVersion``, ``isPractice``
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from app.model.dates import age_on
from app.model.record import Conviction, RapSheet, RowRef
from app.model.relief import Determination, Outcome, Procedure, Remedy
from app.model.standing import level_as_of
from app.model.statute import read_section
from app.reports.effects import (
    Effect,
    dismissing_all,
    effect_of,
    is_deceased,
    standing_convictions,
)
from app.reports.facts import RunFacts
from app.reports.summary import AGE_GROUPS, UNREAD, summary_of

UNKNOWN = "unknown"


@dataclass(slots=True)
class Figures:
    """Counts so far. ``additional_relief`` are ids of the rules that turn a reduction
    into a dismissal: the dismissal rows of the policy but those that dismiss every
    misdemeanor and every conviction of a section.
    """

    as_of: date
    additional_relief: frozenset[str] = frozenset()
    people: Counter[str] = field(default_factory=Counter)
    effects: Counter[str] = field(default_factory=Counter)
    effects_of_all: Counter[str] = field(default_factory=Counter)
    sections: Counter[tuple[str, bool]] = field(default_factory=Counter)
    levels: Counter[tuple[str, bool]] = field(default_factory=Counter)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    outcome_sections: Counter[tuple[Outcome, str]] = field(default_factory=Counter)
    reasons: Counter[tuple[Outcome, str, str]] = field(default_factory=Counter)
    remedies: Counter[Remedy] = field(default_factory=Counter)
    procedures: Counter[Procedure] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    criteria: Counter[tuple[str, str]] = field(default_factory=Counter)
    groups: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    earliest: date | None = None

    def add(self, sheet: RapSheet, determinations: Sequence[Determination]) -> None:
        """One person with every determination made for that person.

        Raises ValueError when a determination stands at no conviction of the record, or
        two stand at the same.
        """
        convictions = sheet.convictions()
        self.people["in files"] += 1
        self.people["convictions in files"] += len(convictions)
        if not determinations:
            return
        at = {conviction.charge.at: conviction for conviction in convictions}
        outcomes = {one.at: one.outcome for one in determinations}
        if len(outcomes) != len(determinations) or not outcomes.keys() <= at.keys():
            raise ValueError("the determinations do not belong to this record")
        cannabis = [self._count(at[one.at], one) for one in determinations]
        has_relief = any(outcome.is_relief for outcome in outcomes.values())
        self.people["in scope"] += 1
        self.people["with cannabis"] += any(is_cannabis for _, is_cannabis in cannabis)
        self.people["with relief"] += has_relief
        standing = standing_convictions(convictions, self.as_of)
        _count_effect(self.effects, effect_of(standing, outcomes, self.as_of))
        every = dismissing_all([ref for ref, is_cannabis in cannabis if is_cannabis])
        _count_effect(self.effects_of_all, effect_of(standing, every, self.as_of))
        self._count_group(sheet, has_relief)

    def _count(self, conviction: Conviction, answer: Determination) -> tuple[RowRef, bool]:
        section, is_cannabis = _section_of(conviction)
        level = level_as_of(conviction.charge, self.as_of).value
        self.sections[section, is_cannabis] += 1
        self.levels[level, is_cannabis] += 1
        self.outcomes[answer.outcome] += 1
        self.outcome_sections[answer.outcome, section] += 1
        self.reasons[answer.outcome, answer.reason, answer.rule_id] += 1
        if answer.outcome.is_relief:
            if answer.remedy is not None:
                self.remedies[answer.remedy] += 1
            if answer.procedure is not None:
                self.procedures[answer.procedure] += 1
        if answer.outcome is Outcome.HAND_REVIEW:
            self.missing.update({_kind_of_fact(fact) for fact in answer.missing} or {""})
        self._count_criteria(answer)
        day = conviction.convicted_on.day
        if day is not None and (self.earliest is None or day < self.earliest):
            self.earliest = day
        return answer.at, is_cannabis

    def _count_criteria(self, answer: Determination) -> None:
        others = self.additional_relief.intersection(answer.also_applies)
        for rule in others:
            self.criteria[rule, "alsoApplied"] += 1
        if answer.rule_id in self.additional_relief:
            self.criteria[answer.rule_id, "decided"] += 1
            self.criteria[answer.rule_id, "decidedAlone"] += not others

    def _count_group(self, sheet: RapSheet, has_relief: bool) -> None:
        person = sheet.person
        named = (
            ("race", person.race.strip().upper() or UNKNOWN.upper()),
            ("sex", person.sex.strip().upper() or UNKNOWN.upper()),
            ("age", self._age_group(sheet)),
        )
        for kind, group in named:
            self.groups[kind, group, "people"] += 1
            self.groups[kind, group, "withSomeRelief"] += has_relief

    def _age_group(self, sheet: RapSheet) -> str:
        """By completed years on the as-of date; unknown unless every birth date agrees."""
        if is_deceased(sheet):
            return "deceased"
        born = sheet.person.born
        if born.earliest is None or born.latest is None or born.latest > self.as_of:
            return UNKNOWN
        groups = {_group_of(age_on(day, self.as_of)) for day in (born.earliest, born.latest)}
        return groups.pop() if len(groups) == 1 else UNKNOWN

    def __iadd__(self, other: Figures) -> Figures:
        """Figures of other people of the same run; ValueError when the run is another."""
        if (self.as_of, self.additional_relief) != (other.as_of, other.additional_relief):
            raise ValueError("figures of two runs cannot be added")
        for one in fields(self):
            mine = getattr(self, one.name)
            if isinstance(mine, Counter):
                mine.update(getattr(other, one.name))
        days = [day for day in (self.earliest, other.earliest) if day is not None]
        self.earliest = min(days, default=None)
        return self

    def __add__(self, other: Figures) -> Figures:
        total = Figures(self.as_of, self.additional_relief)
        total += self
        total += other
        return total

    @staticmethod
    def merged(parts: Iterable[Figures], as_of: date, additional: frozenset[str]) -> Figures:
        """The sum of any number of parts, none included."""
        total = Figures(as_of, additional)
        for part in parts:
            total += part
        return total

    def as_summary(self, run: RunFacts) -> dict[str, Any]:
        """The content of ``summary.json`` (keys: see the module's docstring)."""
        if run.as_of != self.as_of:
            raise ValueError("the figures were counted as of another date")
        return summary_of(self, run)


def _section_of(conviction: Conviction) -> tuple[str, bool]:
    """``11357`` for a cannabis conviction, ``PC 647`` for another one."""
    reading = read_section(conviction.charge.section_text)
    if reading.cannabis is not None:
        return reading.cannabis.section, True
    if not reading.is_read:
        return UNREAD, False
    first = reading.sections[0]
    return f"{first.code} {first.section}".strip(), False


def _kind_of_fact(fact: str) -> str:
    """Facts about single convictions of the record are of one kind: ``date of the conviction
    for 459 PC`` and for any other section.
    """
    kind, about, _ = fact.partition(" of the conviction for ")
    return f"{kind} of a conviction on record" if about else fact


def _count_effect(counts: Counter[str], effect: Effect) -> None:
    counts["CountSubjectsNoFelony"] += effect.no_felony
    counts["CountSubjectsNoConvictionLast7Years"] += effect.no_recent_conviction
    counts["CountSubjectsNoConviction"] += effect.no_conviction


def _group_of(age: int) -> str:
    for limit, group in ((21, 0), (30, 1), (40, 2), (50, 3), (65, 4)):
        if age < limit:
            return AGE_GROUPS[group]
    return AGE_GROUPS[5]
