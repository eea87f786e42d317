"""The worker's part of a check: a policy's answers for some people, and their figures.

Loads nothing of the workspace but the coding of a record: a worker process never opens one.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.jobs.result_cells import FoundResults, tool_for
from app.model.relief import Determination, Outcome
from app.reports.figures import Figures
from app.rules.conditions import predicates_in
from app.rules.earlier.points import find_earlier_tool
from app.rules.evaluate import Evaluator
from app.rules.flags import flag_labels
from app.rules.history import History
from app.rules.policy import Policy, Settings
from app.store.codec import decode_sheet

# Rows that ask one of these dismiss what the law or a table names, and are no criterion that
# an office adds: their convictions are not counted as additional relief.
_BY_ITSELF = frozenset(
    {
        "conduct_is",
        "is_cannabis",
        "level_is_not",
        "otherwise",
        "section_among",
        "section_exactly",
        "section_is",
        "section_on_list",
    }
)


@dataclass(frozen=True, slots=True)
class PeopleTask:
    """Coded people with their numbers in the workspace, and what to ask of them."""

    evaluator: Evaluator
    people: list[tuple[int, bytes]]
    wants_results: bool
    other_sources: frozenset[int] = frozenset()  # files that are not the state's


PersonMarks = tuple[int, tuple[str, ...], tuple[str, ...]]
"""A person's number, what the record says of them (`app.rules.flags`), their other names."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Of the same people; those with no conviction in scope are left out of ``of_people``.

    ``marks`` are of those of them that have any.
    """

    of_people: list[tuple[int, list[Determination]]]
    figures: Figures
    results: FoundResults
    marks: list[PersonMarks]


def answer_people(task: PeopleTask) -> Answers:
    """Runs in a worker."""
    evaluator = task.evaluator
    policy, settings = evaluator.policy, evaluator.settings
    figures = Figures(evaluator.as_of, additional_relief(policy, settings))
    answers: list[tuple[int, list[Determination]]] = []
    results = FoundResults()
    marks: list[PersonMarks] = []
    tool = find_earlier_tool(policy.id, settings.as_dict(), evaluator.county, evaluator.as_of)
    for number, record in task.people:
        sheet = decode_sheet(record)
        history = History(sheet, evaluator.as_of)
        determinations = evaluator.determine_in(history)
        figures.add(sheet, determinations)
        if determinations:
            answers.append((number, determinations))
            labels, aliases = flag_labels(history), sheet.person.aliases
            if labels or aliases:
                marks.append((number, labels, aliases))
        if task.wants_results:
            results.add_person(history, determinations, tool_for(sheet, tool, task.other_sources))
    return Answers(answers, figures, results, marks)


def additional_relief(policy: Policy, settings: Settings) -> frozenset[str]:
    """The rules, of those switched on, that turn a reduction into a dismissal.

    Not among them are the rows that dismiss by level, section or conduct.
    """
    return frozenset(
        rule.id
        for rule in policy.rules
        if rule.then is Outcome.DISMISSAL
        and rule.is_switched_on(settings)
        and not any(ask.predicate in _BY_ITSELF for ask in predicates_in(rule.when))
    )
