"""What a policy produces on the data at hand, and the sheet on which it is signed off.

Everyone is asked in memory; the answers of the latest check stay as they are. When the
latest check asked just this, its answers are counted instead.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app import durable
from app.errors import InputError, UsageError
from app.jobs.check_eligibility import CheckRequest, check_county
from app.jobs.given_out import GivenOut, on_record
from app.jobs.progress import Progress
from app.jobs.workers import Workers
from app.model.policy_reading import DataFile, PolicyFigures, PolicyReading, RowCount
from app.model.record import RowRef
from app.model.relief import Determination, Outcome, Procedure, Remedy
from app.reports.figures import Figures
from app.rules.evaluate import Evaluator, check_as_of, settle_county
from app.rules.policy import Policy, Settings
from app.rules.presenting.markdown import markdown_text
from app.rules.presenting.present import read_out
from app.store import determinations as answers
from app.store import records, runs
from app.store.codec import decode_sheet
from app.store.determinations import unpack_list
from app.store.runs import CheckRun
from app.store.workspace import Workspace
from app.version import VERSION

PEOPLE_A_TASK = 200


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """What the sheet is about. Without an as-of date the policy is not tried on data."""

    policy: Policy
    settings: Settings
    county: str = ""
    as_of: date | None = None

    @staticmethod
    def of(request: CheckRequest) -> SheetRequest:
        return SheetRequest(request.policy, request.settings, request.county, request.as_of)

    def check(self) -> None:
        """Raises UsageError when the policy is not for the county or the date, as far as given."""
        if self.county:
            settle_county(self.policy, self.county)
        if self.as_of is not None:
            check_as_of(self.policy, self.as_of)

    def reading(self) -> PolicyReading:
        """The policy as an attorney reads it, with these options."""
        return read_out(self.policy, self.settings, county=self.county, as_of=self.as_of)


def try_policy(
    workspace: Workspace,
    request: CheckRequest,
    progress: Progress,
    *,
    workers: Workers | None = None,
) -> PolicyFigures:
    """What the policy with its options answers on the data; nothing is written.

    ``progress`` counts people. Raises InputError when nothing was imported, or the county
    does not occur, naming those that do; UsageError when the policy cannot be asked so.
    """
    evaluator = request.evaluator()
    total = records.count_people(workspace)
    if not total:
        raise InputError("Nothing was imported yet. Import a file first.")
    check_county(workspace, evaluator.county)
    run = _same_run(workspace, request, evaluator.county)
    if run is not None:
        return _figures(workspace, request, evaluator.county, _tally_of_run(workspace, run))
    if workers is None:
        with Workers() as own:
            tally = _ask_everyone(workspace, evaluator, total, progress, own)
    else:
        tally = _ask_everyone(workspace, evaluator, total, progress, workers)
    return _figures(workspace, request, evaluator.county, tally)


def figures_for(
    workspace: Workspace | None,
    request: SheetRequest,
    progress: Progress,
    workers: Workers | None = None,
) -> PolicyFigures | None:
    """The figures of a sheet; None without a workspace.

    Raises UsageError when there is a workspace and no as-of date.
    """
    if workspace is None:
        return None
    if request.as_of is None:
        raise UsageError("To try a policy on data, give the as-of date.")
    check = CheckRequest(request.policy, request.settings, request.county, request.as_of)
    return try_policy(workspace, check, progress, workers=workers)


def policy_markdown(
    workspace: Workspace | None,
    request: SheetRequest,
    progress: Progress,
    *,
    workers: Workers | None = None,
) -> str:
    """The policy as Markdown, with what it produces when there is a workspace."""
    figures = figures_for(workspace, request, progress, workers)
    return markdown_text(request.reading(), figures)


def save_sign_off_sheet(
    workspace: Workspace | None,
    request: SheetRequest,
    path: Path,
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
) -> Path:
    """Write the sign-off sheet as PDF, whole or not at all; a file of that name is replaced.

    That the policy was put before somebody to be signed is on record in the workspace.
    """
    figures = figures_for(workspace, request, progress, workers)
    data = sheet_bytes(request.reading(), figures)
    if workspace is None:
        return write_whole(path, data)
    given = GivenOut("sign-off sheet", path, subject=f"policy {request.policy.id}")
    with on_record(workspace, given, who=who):
        return write_whole(path, data)


def sheet_bytes(reading: PolicyReading, figures: PolicyFigures | None) -> bytes:
    """The sign-off sheet as PDF; equal readings and figures give equal bytes."""
    # Loaded when asked for: it brings fonts and pages that most commands do not need.
    from app.reports.policy_sheet import render_policy_sheet  # noqa: PLC0415

    return render_policy_sheet(reading, figures)


def write_whole(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all. Raises InputError when it cannot be."""
    try:
        durable.put(path, data)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise InputError(f"{path} cannot be written ({reason}). Check the folder.") from error
    return path


# counting


@dataclass(slots=True)
class _Tally:
    """Counts of answers, added up over people. Outcomes and the like by their member."""

    people: int = 0
    people_in_files: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    also: Counter[str] = field(default_factory=Counter)
    remedies: Counter[Remedy] = field(default_factory=Counter)
    procedures: Counter[Procedure] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)  # "" where no fact is missing

    def add(self, answer: Determination, n: int = 1) -> None:
        """An answer that ``n`` convictions have; what is missing is counted elsewhere."""
        self.outcomes[answer.outcome] += n
        self.decided[answer.rule_id] += n
        for rule in answer.also_applies:
            self.also[rule] += n
        if answer.remedy is not None:
            self.remedies[answer.remedy] += n
        if answer.procedure is not None:
            self.procedures[answer.procedure] += n

    def __iadd__(self, other: _Tally) -> _Tally:
        self.people += other.people
        self.people_in_files += other.people_in_files
        self.outcomes += other.outcomes
        self.decided += other.decided
        self.also += other.also
        self.remedies += other.remedies
        self.procedures += other.procedures
        self.missing += other.missing
        return self


@dataclass(frozen=True, slots=True)
class _Task:
    evaluator: Evaluator
    people: list[tuple[int, bytes]]


def _ask_everyone(
    workspace: Workspace, evaluator: Evaluator, total: int, progress: Progress, workers: Workers
) -> _Tally:
    tally, done = _Tally(), 0
    for part in workers.in_order(_ask, _tasks(workspace, evaluator)):
        tally += part
        done = min(done + PEOPLE_A_TASK, total)
        progress.step(done, total, "Trying the policy")
    return tally


def _tasks(workspace: Workspace, evaluator: Evaluator) -> Iterator[_Task]:
    for people in records.iter_coded_people(workspace, PEOPLE_A_TASK):
        yield _Task(evaluator, people)


def _ask(task: _Task) -> _Tally:
    """Runs in a worker. What is missing is counted as in every other report."""
    tally, figures = _Tally(), Figures(task.evaluator.as_of)
    for _, record in task.people:
        sheet = decode_sheet(record)
        found = task.evaluator.determine(sheet)
        figures.add(sheet, found)
        for answer in found:
            tally.add(answer)
    tally.people = figures.people["in scope"]
    tally.people_in_files = figures.people["in files"]
    tally.missing = figures.missing
    return tally


def _same_run(workspace: Workspace, request: CheckRequest, county: str) -> CheckRun | None:
    """The latest check, when it asked just this of what is in the workspace now."""
    run = runs.find_latest_run(workspace)
    if run is None or runs.is_stale(workspace):
        return None
    options = json.loads(json.dumps(request.settings.as_dict()))
    asked = (request.policy.id, request.policy.sha256, options, county, request.as_of, VERSION)
    stored = (
        run.policy_id, run.policy_sha256, run.options, run.county, run.as_of, run.program_version
    )  # fmt: skip
    return run if asked == stored else None


def _tally_of_run(workspace: Workspace, run: CheckRun) -> _Tally:
    """The stored answers of the latest check, and of its figures what they do not hold."""
    summary = run.summary
    tally = _Tally(summary["peopleInScope"], summary["peopleInFiles"])
    nowhere = RowRef(0, 0)
    for outcome, rule, also, remedy, procedure, n in answers.count_answers(workspace):
        answer = Determination(
            nowhere, Outcome[outcome], "", rule, unpack_list(also), (),
            Remedy[remedy] if remedy else None, Procedure[procedure] if procedure else None,
        )  # fmt: skip
        tally.add(answer, n)
    tally.missing.update(summary["handReviewByMissingFact"])
    tally.missing[""] += summary["handReviewWithNoFactMissing"]
    return tally


def _figures(
    workspace: Workspace, request: CheckRequest, county: str, tally: _Tally
) -> PolicyFigures:
    policy, settings = request.policy, request.settings
    asked = [
        rule.id
        for rule in policy.rules
        if rule.is_switched_on(settings) and rule.is_in_force(request.as_of)
    ]
    missing = sorted(tally.missing.items(), key=lambda item: (-item[1], item[0]))
    without_rule = tally.decided[""]
    return PolicyFigures(
        county=county,
        as_of=request.as_of,
        files=tuple(
            DataFile(source.name, source.n_rows, source.sha256)
            for source in records.list_counting_sources(workspace)
        ),
        people_in_files=tally.people_in_files,
        people=tally.people,
        convictions=tally.outcomes.total(),
        outcomes=tuple((outcome.value, n) for outcome in Outcome if (n := tally.outcomes[outcome])),
        rows=tuple(
            RowCount(rule.id, tally.decided[rule.id], tally.also[rule.id]) for rule in policy.rules
        ),
        missing=tuple((fact, n) for fact, n in missing if fact and n),
        no_fact_missing=tally.missing[""],
        open_answers=without_rule - tally.outcomes[Outcome.NO_ANSWER],
        never_decide=tuple(rule_id for rule_id in asked if not tally.decided[rule_id]),
        remedies=tuple((one.value, n) for one in Remedy if (n := tally.remedies[one])),
        procedures=tuple((one.value, n) for one in Procedure if (n := tally.procedures[one])),
        is_practice=workspace.info.is_practice,
    )
