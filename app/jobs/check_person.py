"""One person across the table: a rap sheet read, asked, explained, and its papers drafted.

The same road as for many: a workspace of its own, under a key that nobody knows, which goes
when the answer is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.errors import InputError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.clock import now
from app.jobs.draft_papers import PapersRequest, draft_papers, find_office
from app.jobs.explain_sheet import explain_person_sheet, explanation_bytes
from app.jobs.formats import MOTIONS
from app.jobs.import_files import import_files
from app.jobs.progress import Progress
from app.jobs.readers import FilePlan
from app.jobs.trace import TracedExplanation, explain_conviction
from app.jobs.workers import Workers
from app.model.county import normalize_county
from app.rules.policy import Policy, Settings
from app.scratch import scratch_folder
from app.store import queue, records
from app.store.key import random_key
from app.store.queue import QueueRow
from app.store.records import RowIssue
from app.store.workspace import SUFFIX, Workspace, create_workspace

MOST_CONVICTIONS = 10_000  # of one file: a rap sheet holds some dozens


@dataclass(frozen=True, slots=True)
class PersonRequest:
    """``county`` "" asks a policy that is for any county about every county of the record."""

    plan: FilePlan
    policy: Policy
    settings: Settings
    county: str
    as_of: date
    folder: Path | None = None  # where papers go
    prints: bool = False  # whether the sheets that explain are wanted for a printer


@dataclass(frozen=True, slots=True)
class ConvictionAnswer:
    row: QueueRow
    traced: TracedExplanation


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """Everyone in the file: usually one person."""

    people: tuple[str, ...]
    n_convictions: int
    answers: tuple[ConvictionAnswer, ...]  # of every conviction in scope
    not_asked: tuple[QueueRow, ...]  # convictions out of the policy's scope
    issues: tuple[RowIssue, ...]  # what was doubtful in the reading
    files: tuple[Path, ...]
    left_out: tuple[str, ...]  # papers that could not be made, a sentence each
    sheets: tuple[bytes, ...] = ()  # the explanation of each person as PDF


def check_person(request: PersonRequest, progress: Progress, *, who: str) -> PersonAnswer:
    """Read, check, explain, draft. Raises InputError when there is nothing to be asked."""
    with scratch_folder() as folder:
        path = folder / f"person{SUFFIX}"
        county = request.county or request.policy.county
        with (
            create_workspace(
                path, random_key(), name=request.plan.path.name, county=county, created_at=now()
            ) as workspace,
            Workers(1) as workers,
        ):
            import_files(workspace, [request.plan], progress, who=who, workers=workers)
            return _answer(workspace, request, progress, who, workers)


def _answer(
    workspace: Workspace, request: PersonRequest, progress: Progress, who: str, workers: Workers
) -> PersonAnswer:
    convictions = _all_convictions(workspace)
    answers: list[ConvictionAnswer] = []
    files: list[Path] = []
    left_out: list[str] = []
    sheets: list[bytes] = []
    counties = _counties(workspace, request)
    for county in counties:
        check = CheckRequest(request.policy, request.settings, county, request.as_of)
        check_eligibility(workspace, check, progress, who=who, workers=workers)
        found = _answered(workspace)
        answers += [ConvictionAnswer(row, explain_conviction(workspace, row.conviction_id))
                    for row in found]  # fmt: skip
        if request.folder is not None and found:
            folder = request.folder / _folder_name(county) if len(counties) > 1 else request.folder
            made, aside = _papers(workspace, request, folder, progress, who, workers)
            files += made
            left_out += aside
        if request.prints:
            sheets += [explanation_bytes(workspace, one) for one in _asked_people(found)]
    asked = {one.row.conviction_id for one in answers}
    return PersonAnswer(
        people=tuple(_people(workspace)),
        n_convictions=len(convictions),
        answers=tuple(answers),
        not_asked=tuple(row for row in convictions if row.conviction_id not in asked),
        issues=tuple(records.list_issues(workspace, limit=MOST_CONVICTIONS)),
        files=tuple(files),
        left_out=tuple(left_out),
        sheets=tuple(sheets),
    )


def _counties(workspace: Workspace, request: PersonRequest) -> list[str]:
    """The county asked about, or every one in which the record has a conviction."""
    county = normalize_county(request.county or request.policy.county)
    found = [name for name, _ in records.list_counties(workspace) if name]
    if county:
        return [county] if county in found else []
    if not found and records.count_convictions(workspace):
        raise InputError(
            "The record does not say in which county its convictions are. Name the county."
        )
    return sorted(found)


def _all_convictions(workspace: Workspace) -> list[QueueRow]:
    ids = queue.list_by_date(workspace, in_scope_only=False)
    return queue.get_rows(workspace, ids[:MOST_CONVICTIONS])


def _answered(workspace: Workspace) -> list[QueueRow]:
    ids = queue.list_by_date(workspace, in_scope_only=True)
    return queue.get_rows(workspace, ids[:MOST_CONVICTIONS])


def _asked_people(rows: list[QueueRow]) -> list[int]:
    return sorted({row.person_id for row in rows})


def _people(workspace: Workspace) -> Iterator[str]:
    for batch in records.iter_coded_people(workspace):
        for number, _ in batch:
            person = records.get_rap_sheet(workspace, number).person
            yield f"{person.name or 'no name'}, born {person.born}"


def _papers(
    workspace: Workspace, request: PersonRequest, folder: Path, progress: Progress, who: str,
    workers: Workers,
) -> tuple[list[Path], list[str]]:  # fmt: skip
    """Motions for what has relief, and a sheet that explains every answer of each person."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    left_out: list[str] = []
    wanted = PapersRequest(
        folder, frozenset({MOTIONS}), find_office(workspace), False, None, request.as_of
    )
    try:
        made = draft_papers(workspace, wanted, progress, who=who, workers=workers)
        files += made.files
        left_out += made.left_out
    except InputError as error:
        left_out.append(error.message)
    for number, person_id in enumerate(_asked_people(_answered(workspace)), 1):
        path = folder / (f"Explanation {number}.pdf")
        explain_person_sheet(workspace, person_id, path, who=who)
        files.append(path)
    return files, left_out


def _folder_name(county: str) -> str:
    return county.title()


def with_text(request: PersonRequest, text: str) -> PersonRequest:
    """The same asked of another text: a rap sheet that was mended by hand."""
    return replace(request, plan=replace(request.plan, text=text))
