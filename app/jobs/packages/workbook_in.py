"""A workbook of cases that came back: checked whole and shown, then kept whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.errors import InputError
from app.importing.review_workbook import ReviewedRow, read_review_workbook
from app.jobs.clock import now
from app.jobs.decide import LONGEST, Decision, state_maker
from app.jobs.packages.compare import (
    Comparison,
    compare_cases,
    hold_against,
    keep_cases,
)
from app.jobs.packages.guard import check_not_package
from app.jobs.packages.merge import check_late, keep_notes
from app.jobs.packages.three_way import content
from app.jobs.packages.workbook_rows import answer_that_left, read_decision, said_in
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.model.review_sheet import (
    DECISION,
    IDENTITY,
    NOTE,
    REVIEWER,
    identity_of,
)
from app.store import audit, office, packages, questions
from app.store.case_states import CaseState, read_state
from app.store.packages import Package
from app.store.questions import Note
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED, Review
from app.store.workspace import Workspace

MOST_PROBLEMS = 20  # that are told at once


_CONFLICTS = (
    "decided here meanwhile, otherwise: nothing is overwritten, both stand side by side to be "
    "chosen from."
)
_ALIKE = "decided here meanwhile as well, and alike."
_STALE = (
    "decided on an answer that is another now, and come back into the list to be looked at again."
)
_GONE = "no longer on the list here: what was decided is kept in the record of the work alone."
_BEFORE = "as they were taken in before."


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One row of the workbook as it will be kept: for the plan on screen."""

    row: int
    name: str
    case_number: str
    said: str
    reviewer: str
    result: str  # "taken", "conflict", "decided alike", "taken before"


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What a workbook would do. With ``problems`` it is not applied; they name row and column."""

    package: Package
    n_accepted: int
    n_overridden: int
    n_parked: int
    n_before: int  # rows that say what was taken in before
    notes: tuple[Note, ...]
    comparison: Comparison
    lines: tuple[ReadLine, ...]
    problems: tuple[str, ...]

    @property
    def words(self) -> str:
        """``12 accepted, 3 overridden, 1 parked, 2 notes; 1 conflict``."""
        counts = (
            (self.n_accepted, "accepted", "accepted"),
            (self.n_overridden, "overridden", "overridden"),
            (self.n_parked, "parked", "parked"),
            (len(self.notes), "note", "notes"),
        )
        told = ", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in counts if n)
        n = len(self.comparison.conflicts)
        conflicts = f"; {n:,} {'conflict' if n == 1 else 'conflicts'}" if n else ""
        return (told or "nothing new") + conflicts

    @property
    def has_any(self) -> bool:
        return bool(self.comparison.theirs or self.notes)

    @property
    def remarks(self) -> list[str]:
        """What is worth knowing before it is applied."""
        result, told = self.comparison, []
        counts = (
            (len(result.conflicts), _CONFLICTS), (len(result.alike), _ALIKE),
            (result.n_stale, _STALE), (len(result.gone), _GONE), (self.n_before, _BEFORE),
        )  # fmt: skip
        for n, words in counts:
            if n:
                told.append(f"{'1 case is' if n == 1 else f'{n:,} cases are'} {words}")
        return told


def plan_workbook(
    workspace: Workspace, path: Path, progress: Progress, *, reviewer: str = ""
) -> ReviewPlan:
    """Look at every row; nothing is written.

    ``reviewer`` decided where a row names nobody. Raises InputError for a file that is no
    workbook of this workspace; what is wrong in single rows stands in ``problems``.
    """
    check_not_package(workspace, "Reading workbooks")
    planner: _Planner | None = None
    loose: list[str] = []
    for one in read_review_workbook(path):
        if isinstance(one, str):
            loose.append(one)
            continue
        if planner is None:
            planner = _Planner(workspace, _package_of(workspace, path, one), reviewer.strip())
        planner.add(one)
        progress.step(one.row, 0, f"Reading {path.name}")
    if planner is None:
        what = " ".join(loose) or "Nothing is filled in under Decision or Note."
        raise InputError(f"{path.name}: {what} Nothing was changed.")
    return planner.plan(loose)


def _package_of(workspace: Workspace, path: Path, row: ReviewedRow) -> Package:
    """By the first row that is filled in and whose identity is known."""
    uid = row.identity.partition("/")[0]
    found = packages.find_package(workspace, uid) if uid else None
    if found is None:
        raise InputError(
            f"{path.name}: row {row.row:,} names no case that went out from this workspace (hidden "
            f"column {IDENTITY}). Was it written from another one, or was the hidden column "
            "changed? Nothing was changed."
        )
    return found


@dataclass(slots=True)
class _Planner:
    workspace: Workspace
    package: Package
    reviewer: str
    found: dict[int, CaseState] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    lines: list[tuple[int, ReviewedRow, str, str]] = field(default_factory=list)
    n_before: int = 0
    _at: str = field(default_factory=now)
    _rows: dict[int, int] = field(default_factory=dict)  # conviction -> row
    _bases: dict[int, str] = field(init=False)
    _codes: dict[str, str] = field(init=False)
    _may: dict[str, str] = field(default_factory=dict)  # reviewer -> why they may not

    def __post_init__(self) -> None:
        self._bases = packages.get_bases(self.workspace, self.package.id)
        reasons = office.list_reasons(self.workspace, only_used=True)
        self._codes = {one.code.casefold(): one.code for one in reasons}

    def add(self, row: ReviewedRow) -> None:
        """Take a row into the plan, or its problem."""
        try:
            self._add(row)
        except InputError as error:
            self.problems.append(error.message)

    def _add(self, row: ReviewedRow) -> None:
        number = self._conviction(row)
        other = self._rows.setdefault(number, row.row)
        if other != row.row:
            raise InputError(
                f"Row {row.row:,} is about the same case as row {other:,}. Keep one of them."
            )
        decision = read_decision(row, self._codes)
        who = self._reviewer(row)
        if decision is not None:
            self._decide(row, number, decision, who)
        if row.filled[NOTE]:
            self._note(row, number, who)

    def _conviction(self, row: ReviewedRow) -> int:
        uid, _, rest = row.identity.partition("/")
        number = rest.partition("/")[0]
        if not row.identity:
            raise InputError(
                f"Row {row.row:,} has lost its hidden column {IDENTITY}: which case it is about is "
                "not known. Copy the decision to the row that was sent out."
            )
        is_ours = uid == self.package.uid and number.isdecimal()
        if not is_ours or int(number) not in self._bases:
            raise InputError(
                f"Row {row.row:,}: the hidden column {IDENTITY} is changed, or the row is of "
                "another workbook. Copy the decision to the row that was sent out."
            )
        if identity_of(uid, int(number), row.seen, row.shown) != row.identity:
            raise InputError(
                f"Row {row.row:,}: what it shows is not the case of its hidden column {IDENTITY}. "
                "Only some columns were sorted, or a cell was changed. Sort whole rows, and leave "
                "the columns that are not to be filled in as they are."
            )
        return int(number)

    def _reviewer(self, row: ReviewedRow) -> str:
        who = row.filled[REVIEWER] or self.reviewer
        if not who:
            raise InputError(f"{row.place(REVIEWER)}: nobody is named. Write who decided.")
        if who not in self._may:
            try:
                check_may(self.workspace, who, Right.REVIEW)
                self._may[who] = ""
            except InputError as error:
                self._may[who] = error.message
        if self._may[who]:
            raise InputError(f"{row.place(REVIEWER)}: {self._may[who]}")
        return who

    def _decide(self, row: ReviewedRow, number: int, decision: Decision, who: str) -> None:
        answer = answer_that_left(row)
        try:
            make = state_maker(
                self.workspace, decision, {number: answer}, {number: row.seen}, who=who,
                at=self._at,
            )  # fmt: skip
        except InputError as error:
            raise InputError(f"{row.place(DECISION)}: {error.message}") from error
        base = read_state(self._bases[number])
        state = make(number, base)
        review = state.review
        if _is_same_decision(base.review, review):
            self.n_before += 1
            return
        self.found[number] = state
        self.lines.append((number, row, said_in(row), who))

    def _note(self, row: ReviewedRow, number: int, who: str) -> None:
        words = row.filled[NOTE]
        if len(words) > LONGEST:
            raise InputError(f"{row.place(NOTE)}: {len(words):,} letters; {LONGEST:,} are kept.")
        said = "\x00".join((self.package.uid, str(number), who, words))
        uid = hashlib.sha256(said.encode()).hexdigest()[:16]
        self.notes.append(Note(uid, number, words, who, self._at))

    def plan(self, loose: list[str]) -> ReviewPlan:
        result = compare_cases(self.workspace, self._bases, self.found)
        hold_against(self.workspace, result, set())
        numbers = [one.conviction_id for one in self.notes]
        have = {one.uid for one in questions.list_notes(self.workspace, numbers)}
        decisions = [one.review.decision for one in self.found.values() if one.review]
        return ReviewPlan(
            self.package, decisions.count(ACCEPTED), decisions.count(OVERRIDDEN),
            decisions.count(PARKED), self.n_before,
            tuple(one for one in self.notes if one.uid not in have), result,
            tuple(self._lines(result)), (*loose, *self.problems),
        )  # fmt: skip

    def _lines(self, result: Comparison) -> Iterator[ReadLine]:
        for number, row, said, who in self.lines:
            outcome = "taken"
            if number in result.conflicts:
                outcome = "conflict"
            elif number in result.gone:
                outcome = "no longer on the list"
            elif number in result.alike:
                outcome = "decided alike"
            yield ReadLine(row.row, row.shown[0], row.shown[6], said, who, outcome)


def _is_same_decision(one: Review | None, other: Review | None) -> bool:
    """The same person has decided the same of the same answer: it was read before."""
    if one is None or other is None:
        return False
    return content(one) == content(other) and one.reviewer == other.reviewer


def apply_workbook(
    workspace: Workspace, plan: ReviewPlan, *, who: str, why_late: str = ""
) -> ReviewPlan:
    """Keep what a plan says, in one transaction and as one step to undo.

    Cases that were changed here since the workbook went out, and not alike, become conflicts
    (`app.jobs.packages.conflicts`). Raises InputError while there are problems, or when the cases
    were changed since the plan was made.
    """
    check_not_package(workspace, "Reading workbooks")
    check_may(workspace, who, Right.PACKAGE)
    if plan.problems:
        raise InputError(problem_text(plan))
    if not plan.has_any:
        return plan
    at, package, result = now(), plan.package, plan.comparison
    with workspace.transaction():
        bases = packages.get_bases(workspace, package.id)
        again = compare_cases(workspace, bases, result.theirs)
        hold_against(workspace, again, set())
        check_late(workspace, again, why_late)
        keep_cases(workspace, package, again, who=who, at=at, why_late=why_late.strip())
        keep_notes(workspace, package, list(plan.notes), who=who, at=at)
        done = replace(plan, comparison=again)
        packages.mark_returned(workspace, package.id, at=at, who=who, words=done.words)
        audit.append(
            workspace, at=at, who=who, action="read workbook back",
            subject=f"package {package.id} {package.name}", new=done.words,
        )  # fmt: skip
    return done


def problem_text(plan: ReviewPlan) -> str:
    """All problems as text, the first line on its own."""
    told = list(plan.problems[:MOST_PROBLEMS])
    if len(plan.problems) > len(told):
        told.append(f"And {len(plan.problems) - len(told):,} more.")
    return "\n".join([f"{plan.package.file_name}: nothing was changed.", *told])
