"""Check: a policy's answer for every conviction in scope, stored in place of the one before.

Worker processes evaluate; the calling thread writes. One transaction: either
all determinations are replaced, or none.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.errors import InputError
from app.jobs.answer_people import PeopleTask, additional_relief, answer_people
from app.jobs.clock import now
from app.jobs.progress import Progress
from app.jobs.result_cells import Results
from app.jobs.source_rows import PlaceNames
from app.jobs.unlocked import check_can_change
from app.jobs.workers import Workers
from app.model.relief import Determination
from app.reports.facts import InputFile, IssueKind, QuarantinedRow, RunFacts
from app.reports.figures import Figures
from app.rules.evaluate import Evaluator
from app.rules.policy import Policy, Settings, fill, settle_options
from app.store import audit, person_flags, records, reviews, runs, sealed
from app.store.determinations import pack_list
from app.store.runs import CheckRun
from app.store.workspace import Workspace
from app.version import VERSION

PEOPLE_A_TASK = 100
NAMED_QUARANTINE = 200  # rows named in a report; the rest is counted


@dataclass(frozen=True, slots=True)
class CheckRequest:
    policy: Policy
    settings: Settings
    county: str
    as_of: date

    def evaluator(self) -> Evaluator:
        return Evaluator(self.policy, self.settings, self.as_of, self.county)


def check_eligibility(
    workspace: Workspace,
    request: CheckRequest,
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
    results: Results | None = None,
) -> CheckRun:
    """Check everyone. ``progress`` counts people.

    ``results``, when given, receives what the result files need as it is found, for an
    export that follows at once.

    Raises InputError when nothing was imported or the county does not occur;
    Cancelled leaves the determinations of the run before.
    """
    if workers is None:
        with Workers() as own:
            return check_eligibility(
                workspace, request, progress, who=who, workers=own, results=results
            )
    check_can_change(workspace, who, "Checking")
    began, started_at = time.perf_counter(), now()
    evaluator = request.evaluator()
    total = records.count_people(workspace)
    if not total:
        raise InputError("Nothing was imported yet. Import a file first.")
    check_county(workspace, evaluator.county)
    progress.step(0, total, "Checking people")
    before = runs.find_latest_run(workspace)
    with workspace.transaction():
        run = _begin(workspace, request, evaluator.county, started_at)
        runs.insert_run(workspace, run)
        runs.clear_determinations(workspace)
        sealed.clear_answers(workspace)
        person_flags.clear_flags(workspace)
        keeper = _Keeper(workspace, run.id, request)
        done = 0
        tasks = _tasks(workspace, evaluator, wants_results=results is not None)
        for answers in workers.in_order(answer_people, tasks):
            keeper.take(answers.of_people, answers.figures)
            person_flags.insert_flags(workspace, answers.marks)
            if results is not None:
                results.add(answers.results)
            done = min(done + PEOPLE_A_TASK, total)
            progress.step(done, total, "Checking people")
        run = keeper.finish(run, round(time.perf_counter() - began, 3))
        runs.finish_run(workspace, run)
        reviews.mark_stale(workspace)
        audit.append(
            workspace,
            at=now(),
            who=who,
            action="check",
            subject=f"run {run.id}",
            old=_asked_words(before) if before else "",
            new=f"{_asked_words(run)}, result {run.result_sha256}",
        )
    return run


def _asked_words(run: CheckRun) -> str:
    """What was asked: the policy, its file, the day and each option, for the log."""
    options = ", ".join(f"{name} = {value}" for name, value in run.options.items()) or "no options"
    return (
        f"{run.policy_id} {run.policy_version} as of {run.as_of} ({options}; file "
        f"{run.policy_sha256[:16]}; county {run.county})"
    )


def check_county(workspace: Workspace, county: str) -> None:
    """Raise InputError, naming the counties that occur, when this one does not."""
    found = records.list_counties(workspace)
    if any(name == county for name, _ in found):
        return
    names = [f"{name} ({n:,})" for name, n in found if name]
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    raise InputError(
        f"No conviction in the imported files is from the county {county}. "
        f"Counties found, with their convictions: {shown or 'none'}."
    )


def _tasks(
    workspace: Workspace, evaluator: Evaluator, *, wants_results: bool
) -> Iterator[PeopleTask]:
    others = records.other_sources(workspace)
    for people in records.iter_coded_people(workspace, PEOPLE_A_TASK):
        yield PeopleTask(evaluator, people, wants_results, others)


class _Keeper:
    """Writes answers as they come, in order, and adds the figures."""

    def __init__(self, workspace: Workspace, run_id: int, request: CheckRequest) -> None:
        self._workspace = workspace
        self._run_id = run_id
        self._request = request
        self._conviction_ids = records.conviction_ids(workspace)
        self._sealed = sealed.all_places(workspace)
        self._figures = Figures(request.as_of, additional_relief(request.policy, request.settings))
        self._hash = hashlib.sha256()
        self._n_people = self._n_determinations = 0

    def take(self, answers: list[tuple[int, list[Determination]]], figures: Figures) -> None:
        """What is sealed is answered and counted like the others, and listed nowhere."""
        rows, hidden = [], []
        for _, determinations in answers:
            for one in determinations:
                row = (
                    one.outcome.name, one.reason, one.rule_id, pack_list(one.also_applies),
                    pack_list(one.missing), one.remedy.name if one.remedy else "",
                    one.procedure.name if one.procedure else "",
                )  # fmt: skip
                place = (one.at.source, one.at.row)
                if one.at in self._sealed:
                    hidden.append((one.at, (self._run_id, *row)))
                    continue
                self._hash.update(repr((place, row)).encode())
                rows.append((self._conviction_ids[place], self._run_id, *row))
        runs.insert_determinations(self._workspace, rows)
        sealed.keep_answers(self._workspace, hidden)
        self._figures += figures
        self._n_people += len(answers)
        self._n_determinations += len(rows)

    def finish(self, run: CheckRun, seconds: float) -> CheckRun:
        facts = run_facts(self._workspace, run, self._request.policy, seconds=seconds)
        return replace(
            run,
            seconds=seconds,
            n_people=self._n_people,
            n_determinations=self._n_determinations,
            summary=self._figures.as_summary(facts),
            result_sha256=self._hash.hexdigest(),
        )


def run_facts(workspace: Workspace, run: CheckRun, policy: Policy, *, seconds: float) -> RunFacts:
    """What stands with every figure of a run."""
    sources = records.list_counting_sources(workspace)
    names = PlaceNames(workspace)
    settings = settle_options(policy, run.options)
    issues: dict[str, int] = {}
    for kind, _, n in records.count_issues(workspace):
        issues[kind] = issues.get(kind, 0) + n
    return RunFacts(
        county=run.county,
        policy_id=run.policy_id,
        policy_title=run.policy_title,
        policy_version=run.policy_version,
        policy_sha256=run.policy_sha256,
        options=tuple(option_words(policy, run.options)),
        as_of=run.as_of,
        program_version=run.program_version,
        inputs=tuple(
            InputFile(source.name, source.sha256, source.n_rows, source.n_bytes)
            for source in sources
        ),
        issues=tuple(IssueKind(kind, n) for kind, n in issues.items()),
        quarantined=tuple(
            QuarantinedRow(*names.name(issue.at), issue.reason)
            for issue in records.list_issues(
                workspace, only_quarantined=True, limit=NAMED_QUARANTINE
            )
        ),
        n_quarantined=sum(source.n_quarantined for source in sources),
        seconds=seconds,
        is_practice=workspace.info.is_practice,
        criteria=tuple(
            (rule.id, fill(rule.reason, settings))
            for rule in policy.rules
            if rule.id in additional_relief(policy, settings)
        ),
    )


def option_words(policy: Policy, options: dict[str, object]) -> Iterable[tuple[str, str]]:
    """(name, value in words), in the policy's order."""
    for option in policy.options:
        value = options.get(option.name, option.default)
        words = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        yield option.name, words


def _begin(workspace: Workspace, request: CheckRequest, county: str, started_at: str) -> CheckRun:
    policy = request.policy
    return CheckRun(
        runs.next_run_id(workspace), policy.id, policy.title, policy.version, policy.sha256,
        policy.text, json.loads(json.dumps(request.settings.as_dict())), county, request.as_of,
        VERSION, started_at, 0.0, 0, 0, {}, "",
    )  # fmt: skip
