"""Issues out to Excel, and what was filled in there back: checked whole, then kept whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import durable
from app.errors import InputError
from app.importing.issue_workbook import FilledRow, read_issue_workbook
from app.jobs.given_out import GivenOut, on_record
from app.jobs.mend_issues import MendSummary, keep_confirmations, keep_mends
from app.jobs.mend_requests import CellMend, Resolved, Resolver, RowMend
from app.jobs.progress import Progress
from app.jobs.source_rows import PlaceNames, get_source_rows
from app.jobs.unlocked import check_can_change
from app.jobs.workers import Workers
from app.model.consequences import consequence_of, matters
from app.model.issue_sheet import CONFIRM, CORRECTION, DECISION, identity_of
from app.model.record import RowRef
from app.scratch import scratch_folder
from app.store import issue_lists, records
from app.store.issue_lists import MENDED, IssueFilter, ListedIssue
from app.store.records import RowIssue, Source
from app.store.workspace import Workspace

if TYPE_CHECKING:
    from app.exporting.issue_workbook import IssueRow

MOST_ISSUES = 1_000_000  # what a sheet of Excel can hold
MOST_PROBLEMS = 20  # that are told at once
_AT_ONCE = 1000


def export_issues(
    workspace: Workspace, path: Path, wanted: IssueFilter, progress: Progress, *, who: str
) -> int:
    """Write the issues of a filter as a workbook, whole or not at all; returns how many.

    It is on record before the workbook appears.

    ``progress`` counts issues. Raises InputError when there are none or too many.
    """
    # Loaded when asked for: it takes long, and most commands do without.
    from app.exporting.issue_workbook import write_issue_workbook  # noqa: PLC0415

    total = issue_lists.count_facets(workspace, wanted).n
    if not total:
        raise InputError("There is no such issue. Nothing was written.")
    if total > MOST_ISSUES:
        raise InputError(
            f"There are {total:,} issues, more than a sheet can hold. Narrow them, by kind or file."
        )
    with scratch_folder(path.parent) as folder:
        made = folder / "issues.xlsx"
        n = write_issue_workbook(made, _rows(workspace, wanted, total, progress))
        found = {one.issue.person_id for one in issue_lists.iter_issues(workspace, wanted)}
        people = [number for number in found if number is not None]
        with on_record(workspace, GivenOut("workbook of issues", path, people), who=who):
            durable.replace(made, path)
    return n


def _rows(
    workspace: Workspace, wanted: IssueFilter, total: int, progress: Progress
) -> Iterator[IssueRow]:
    from app.exporting.issue_workbook import IssueRow  # noqa: PLC0415

    names = PlaceNames(workspace)
    hashes = {source.id: source.sha256 for source in records.list_sources(workspace)}
    for start in range(0, total, _AT_ONCE):
        progress.step(start, total, "Writing the issues")
        page = issue_lists.page_issues(workspace, wanted, offset=start, limit=_AT_ONCE)
        lines = _lines_set_aside(workspace, page)
        for listed in page:
            one = listed.issue
            file_name, row = names.name(one.at)
            is_aside = one.is_quarantined
            yield IssueRow(
                listed.number, file_name, row, one.column, lines.get(one.at, one.text), one.kind,
                one.reason, one.done, one.advice,
                "of consequence" if matters(one.kind, is_quarantined=is_aside) else "information",
                consequence_of(one.kind, is_quarantined=is_aside), listed.state,
                _identity(hashes[one.at.source], one),
            )  # fmt: skip
    progress.step(total, total, "Writing the issues")


def _lines_set_aside(workspace: Workspace, page: list[ListedIssue]) -> dict[RowRef, str]:
    """The whole lines of rows that were set aside, to be corrected."""
    asides = [one.issue.at for one in page if one.issue.is_quarantined]
    return {at: row.text for at, row in get_source_rows(workspace, asides).items()}


def _identity(sha256: str, issue: RowIssue) -> str:
    return identity_of(sha256, issue.at.row, issue.column, issue.kind, issue.text)


@dataclass(frozen=True, slots=True)
class WorkbookPlan:
    """What a workbook that was filled in would do. ``remarks`` are told and change nothing."""

    mends: tuple[Resolved, ...]
    confirmations: tuple[tuple[ListedIssue, str], ...]
    remarks: tuple[str, ...]


def plan_issue_workbook(workspace: Workspace, path: Path) -> WorkbookPlan:
    """Look at every row; nothing is changed. Raises InputError with all problems, by row."""
    planner = _Planner(workspace)
    for filled in read_issue_workbook(path):
        planner.add(filled)
    if planner.problems:
        told = planner.problems[:MOST_PROBLEMS]
        if len(planner.problems) > len(told):
            told.append(f"And {len(planner.problems) - len(told):,} more.")
        raise InputError(f"{path.name}: nothing was changed.\n" + "\n".join(told))
    if not planner.mends and not planner.confirmations:
        raise InputError(
            f"{path.name}: nothing is filled in under {CORRECTION} or {DECISION}. Nothing was "
            "changed."
        )
    return WorkbookPlan(tuple(planner.mends), tuple(planner.confirmations), tuple(planner.remarks))


@dataclass(slots=True)
class _Planner:
    workspace: Workspace
    mends: list[Resolved] = field(default_factory=list)
    confirmations: list[tuple[ListedIssue, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _corrected: dict[tuple[RowRef, str], tuple[int, str]] = field(default_factory=dict)
    _resolver: Resolver = field(init=False)
    _sources: dict[str, Source] = field(init=False)

    def __post_init__(self) -> None:
        self._resolver = Resolver(self.workspace)
        self._sources = {one.sha256[:12]: one for one in self._resolver.sources.values()}

    def add(self, filled: FilledRow) -> None:
        try:
            self._add(filled)
        except InputError as error:
            self.problems.append(f"Row {filled.row}: {error.message}")

    def _add(self, filled: FilledRow) -> None:
        if filled.formula:
            raise InputError(
                f"There is a formula under {filled.formula}. Type the text itself instead."
            )
        listed = self._listed(filled)
        if not filled.correction and not filled.decision:
            self.remarks.append(
                f"Row {filled.row} has a note and neither a correction nor {CONFIRM}: nothing was "
                "done with it."
            )
            return
        if listed.state == MENDED:
            raise InputError("The issue is mended already. Undo that mend first.")
        if filled.correction and filled.decision:
            raise InputError(f"There are both a correction and {filled.decision!r}. Keep one.")
        if filled.correction:
            self._correct(filled, listed)
        elif filled.decision.lower() == CONFIRM:
            self.confirmations.append((listed, filled.note))
        else:
            raise InputError(
                f"{filled.decision!r} is no decision. Write {CONFIRM}, or leave it empty."
            )

    def _listed(self, filled: FilledRow) -> ListedIssue:
        """The issue that the row is about, which must be the one that it shows."""
        sha, _, rest = filled.identity.partition("/")
        row = rest.partition("/")[0]
        source = self._sources.get(sha)
        if len(sha) == 12 and row.isdigit() and source is None:
            raise InputError(
                "It is about a file that is not in this workspace. Was the workbook written from "
                "another one?"
            )
        found = None
        if source is not None and row.isdigit():
            found = next(
                (
                    one
                    for one in issue_lists.issues_at(self.workspace, RowRef(source.id, int(row)))
                    if _identity(source.sha256, one.issue) == filled.identity
                ),
                None,
            )
        if found is None:
            raise InputError(
                "Its identity in the hidden column is changed, or there is no such issue any "
                "more. Export the issues again."
            )
        issue = found.issue
        name, number = self._resolver.names.name(issue.at)
        shown = (filled.file_name, filled.file_row, filled.column, filled.kind)
        if shown != (name, str(number), issue.column, issue.kind):
            raise InputError(
                "What it shows is not the issue of its hidden column: only some columns were "
                "sorted or changed. Export the issues again."
            )
        return found

    def _correct(self, filled: FilledRow, listed: ListedIssue) -> None:
        issue = listed.issue
        key = (issue.at, "" if issue.is_quarantined else issue.column)
        other = self._corrected.setdefault(key, (filled.row, filled.correction))
        if other[0] != filled.row:
            if other[1] != filled.correction:
                raise InputError(
                    f"It corrects the same cell as row {other[0]}, otherwise. Keep one of them."
                )
            return
        request: CellMend | RowMend = CellMend(issue.at, issue.column, filled.correction)
        if issue.is_quarantined and not self._is_cell(issue):
            cells = self._resolver.cells_of_line(issue.at, filled.correction)
            request = RowMend(issue.at, cells)
        found = self._resolver.resolve(request)
        self.mends.append(replace(found, mend=replace(found.mend, note=filled.note)))

    def _is_cell(self, issue: RowIssue) -> bool:
        """A row that was set aside for one of its cells, which has a place in the record."""
        return bool(issue.column) and not self._resolver.is_nobodys(issue.at)


@dataclass(frozen=True, slots=True)
class WorkbookSummary:
    mended: MendSummary
    n_confirmed: int


def apply_issue_workbook(
    workspace: Workspace,
    plan: WorkbookPlan,
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
) -> WorkbookSummary:
    """Do what a plan says, in one transaction. ``progress`` counts people."""
    check_can_change(workspace, who, "Mending issues")
    with workspace.transaction():
        mended = keep_mends(workspace, plan.mends, progress, who=who, workers=workers)
        keep_confirmations(workspace, plan.confirmations, who=who)
    return WorkbookSummary(mended, len(plan.confirmations))
