"""Turns gathered figures into ``summary.json``: names, order, no arithmetic of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from app.model.record import Level
from app.model.relief import Outcome, Procedure, Remedy
from app.reports.facts import RunFacts

UNREAD = "section not readable"
AGE_GROUPS = (
    "under 21", "21 to 29", "30 to 39", "40 to 49", "50 to 64", "65 and over",
    "deceased", "unknown",
)  # fmt: skip

if TYPE_CHECKING:
    from app.reports.figures import Figures

EFFECT_KEYS = (
    "CountSubjectsNoFelony",
    "CountSubjectsNoConvictionLast7Years",
    "CountSubjectsNoConviction",
)


def summary_of(figures: Figures, run: RunFacts) -> dict[str, Any]:
    """Keys: see `app.reports.figures`. Counts of zero are left out of the inner tables
    that are keyed by what was found.
    """
    return {
        **_known_keys(figures, run),
        **_scope(figures),
        **_answers(figures),
        "peopleByRace": _groups(figures, "race"),
        "peopleBySex": _groups(figures, "sex"),
        "peopleByAge": _groups(figures, "age"),
        **_run(run),
    }


def summary_json(summary: dict[str, Any]) -> str:
    """The text of ``summary.json``: UTF-8, two blanks, keys in our order, line end at the end."""
    return json.dumps(summary, ensure_ascii=False, indent=2) + "\n"


def _known_keys(figures: Figures, run: RunFacts) -> dict[str, Any]:
    cannabis = {section: n for (section, is_cannabis), n in figures.sections.items() if is_cannabis}
    levels = {level: n for (level, is_cannabis), n in figures.levels.items() if is_cannabis}
    dismissals = _sections_of(figures, Outcome.DISMISSAL)
    return {
        "county": run.county,
        "earliestConviction": figures.earliest.isoformat() if figures.earliest else None,
        "lineCount": run.n_rows,
        "processingTimeInSeconds": round(run.seconds, 1),
        "reliefWithCurrentEligibilityChoices": _effects(figures.effects),
        "reliefWithDismissAllProp64": _effects(figures.effects_of_all),
        "prop64ConvictionsCountInCountyByCodeSection": _sorted(cannabis.items()),
        "subjectsWithProp64ConvictionCountInCounty": figures.people["with cannabis"],
        "prop64FelonyConvictionsCountInCounty": levels.get("felony", 0),
        "prop64NonFelonyConvictionsCountInCounty": levels.get("misdemeanor", 0)
        + levels.get("infraction", 0),
        "prop64UnknownLevelConvictionsCountInCounty": levels.get("unknown", 0),
        "subjectsWithSomeReliefCount": figures.people["with relief"],
        "convictionDismissalCountByCodeSection": dismissals,
        "convictionReductionCountByCodeSection": _sections_of(figures, Outcome.REDUCTION),
        "convictionDismissalCountByAdditionalRelief": _additional(figures),
    }


def _scope(figures: Figures) -> dict[str, Any]:
    sections: Counter[str] = Counter()
    for (section, _), n in figures.sections.items():
        sections[section] += n
    levels: Counter[str] = Counter()
    for (level, _), n in figures.levels.items():
        levels[level] += n
    return {
        "peopleInFiles": figures.people["in files"],
        "convictionsInFiles": figures.people["convictions in files"],
        "peopleInScope": figures.people["in scope"],
        "convictionsInScope": sections.total(),
        "convictionsBySection": _sorted(sections.items()),
        "convictionsByLevel": {level.value: levels[level.value] for level in Level},
    }


def _answers(figures: Figures) -> dict[str, Any]:
    return {
        "convictionsByOutcome": {outcome.value: figures.outcomes[outcome] for outcome in Outcome},
        "convictionsByReason": [
            {"outcome": outcome.value, "reason": reason, "rule": rule, "count": n}
            for (outcome, reason, rule), n in sorted(figures.reasons.items(), key=_reason_order)
        ],
        "convictionsByRemedy": {
            remedy.value: figures.remedies[remedy] for remedy in Remedy if figures.remedies[remedy]
        },
        "convictionsByProcedure": {
            procedure.value: figures.procedures[procedure]
            for procedure in Procedure
            if figures.procedures[procedure]
        },
        "convictionsWithRelatedSections": sum(
            n
            for (section, is_cannabis), n in figures.sections.items()
            if not is_cannabis and section != UNREAD
        ),
        "handReviewByMissingFact": _by_size(
            (fact, n) for fact, n in figures.missing.items() if fact
        ),
        "handReviewWithNoFactMissing": figures.missing[""],
        "criteria": {
            rule: {
                what: figures.criteria[rule, what]
                for what in ("decided", "alsoApplied", "decidedAlone")
            }
            for rule in sorted(figures.additional_relief)
        },
    }


def _run(run: RunFacts) -> dict[str, Any]:
    return {
        "issues": _by_size((issue.kind, issue.n_rows) for issue in run.issues),
        "quarantinedRows": run.n_quarantined,
        "inputs": [
            {"name": file.name, "sha256": file.sha256, "rows": file.n_rows, "bytes": file.n_bytes}
            for file in run.inputs
        ],
        "policy": {
            "id": run.policy_id,
            "title": run.policy_title,
            "version": run.policy_version,
            "sha256": run.policy_sha256,
            "options": dict(run.options),
        },
        "asOf": run.as_of.isoformat(),
        "programVersion": run.program_version,
        "isPractice": run.is_practice,
    }


def _reason_order(item: tuple[tuple[Outcome, str, str], int]) -> tuple[int, int, str, str]:
    (outcome, reason, rule), n = item
    return list(Outcome).index(outcome), -n, reason, rule


def _effects(counts: Counter[str]) -> dict[str, int]:
    return {key: counts[key] for key in EFFECT_KEYS}


def _sections_of(figures: Figures, outcome: Outcome) -> dict[str, int]:
    return _sorted(
        (section, n) for (found, section), n in figures.outcome_sections.items() if found is outcome
    )


def _additional(figures: Figures) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for (outcome, reason, rule), n in figures.reasons.items():
        if outcome is Outcome.DISMISSAL and rule in figures.additional_relief:
            counts[reason] += n
    return _by_size(counts.items())


def _groups(figures: Figures, kind: str) -> dict[str, dict[str, int]]:
    found = {group for own, group, _ in figures.groups if own == kind}
    rows = {
        group: {what: figures.groups[kind, group, what] for what in ("people", "withSomeRelief")}
        for group in found
    }
    if kind == "age":
        return {group: rows[group] for group in AGE_GROUPS if group in found}
    return dict(sorted(rows.items(), key=lambda item: (-item[1]["people"], item[0])))


def _sorted(items: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {key: n for key, n in sorted(items) if n}


def _by_size(items: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {key: n for key, n in sorted(items, key=lambda item: (-item[1], item[0])) if n}
