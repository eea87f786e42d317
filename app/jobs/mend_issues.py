"""Mending: what a clerk says of doubtful cells and rows counts, and only the people concerned
are made anew. One transaction with its audit entries; nothing of it can be lost, all be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.errors import InputError
from app.importing.assemble import CII
from app.importing.doj_bulk import subject_of
from app.importing.values import clean
from app.jobs.clock import now
from app.jobs.mend_requests import Request, Resolved, Resolver
from app.jobs.mend_reviews import ReviewKeeper
from app.jobs.progress import Progress
from app.jobs.reassemble import keep_person, remake_people
from app.jobs.unlocked import check_can_change
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.store import audit, issue_lists, mends, records, row_owners
from app.store.issue_lists import MENDED, OPEN, ListedIssue
from app.store.mends import ROW, Confirmation, Mend, MendRow
from app.store.workspace import Workspace

MOST_UNHELPED = 200  # issues that stay open are listed so far


@dataclass(frozen=True, slots=True)
class MendSummary:
    """What mends, or undoing them, did."""

    mends: tuple[Mend, ...]
    n_rows: int
    n_people: int
    n_reviews_opened: int
    n_reviews_restored: int
    unhelped: tuple[ListedIssue, ...]  # still open at the same cells: the first ones


def mend_issues(
    workspace: Workspace,
    wanted: Sequence[Request],
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
) -> MendSummary:
    """Keep mends and make the people concerned anew. ``progress`` counts people.

    Raises InputError, a sentence, when one of them cannot be kept: then none is.
    """
    check_can_change(workspace, who, "Mending issues")
    resolver = Resolver(workspace)
    resolved = [resolver.resolve(request) for request in wanted]
    with workspace.transaction():
        return keep_mends(workspace, resolved, progress, who=who, workers=workers)


def keep_mends(
    workspace: Workspace,
    resolved: Sequence[Resolved],
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
) -> MendSummary:
    """The same of mends whose rows were found, inside the caller's transaction."""
    at = now()
    kept = []
    for one in resolved:
        mend = replace(one.mend, who=who, made_at=at)
        kept.append(replace(mend, id=mends.insert_mend(workspace, mend, one.rows)))
    rows = [row for one in resolved for row in one.rows]
    work = _Settling(workspace, who=who, at=at)
    work.settle(rows, progress, workers)
    for mend in kept:
        audit.append(
            workspace, at=at, who=who, action="mend", subject=subject_of_mend(mend),
            old=mend.old, new=mend.new,
        )  # fmt: skip
    columns = {row: mend for mend, one in zip(kept, resolved, strict=True) for row in one.rows}
    return work.summary(tuple(kept), _unhelped(workspace, columns.items()))


def undo_mends(
    workspace: Workspace,
    numbers: Sequence[int],
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
) -> MendSummary:
    """Bring back what stood before mends, the latest or not; they stay on record as undone."""
    check_can_change(workspace, who, "Mending issues")
    at = now()
    undone = [_standing_mend(workspace, number) for number in dict.fromkeys(numbers)]
    with workspace.transaction():
        rows: list[MendRow] = []
        for mend in undone:
            rows += mends.rows_of_mend(workspace, mend.id)
            mends.undo(workspace, mend.id, who=who, at=at)
        work = _Settling(workspace, who=who, at=at)
        work.settle(rows, progress, workers)
        for mend in undone:
            audit.append(
                workspace, at=at, who=who, action="mend undone", subject=subject_of_mend(mend),
                old=mend.new, new=mend.old,
            )  # fmt: skip
        marked = tuple(replace(mend, undone_by=who, undone_at=at) for mend in undone)
        return work.summary(marked, ())


def _standing_mend(workspace: Workspace, number: int) -> Mend:
    mend = mends.find_mend(workspace, number)
    if mend is None:
        raise InputError(f"There is no mend number {number}. Look at the list of mends.")
    if mend.is_undone:
        raise InputError(
            f"Mend {number} was undone already, by {mend.undone_by} on {mend.undone_at[:10]}."
        )
    return mend


def subject_of_mend(mend: Mend) -> str:
    """``mend 3: CONV_STAT_DESCR, 12 rows``."""
    rows = "1 row" if mend.n_rows == 1 else f"{mend.n_rows:,} rows"
    return f"mend {mend.id}: {mend.column or 'the whole line'}, {rows}"


class _Settling:
    """Everything that follows from a change of what counts in some rows."""

    def __init__(self, workspace: Workspace, *, who: str, at: str) -> None:
        self._workspace = workspace
        self._resolver = Resolver(workspace)  # with the mends as they are now
        self._reviews = ReviewKeeper(workspace, who=who, at=at)
        self._n_rows = self._n_people = 0

    def settle(self, rows: Sequence[MendRow], progress: Progress, workers: Workers | None) -> None:
        places = {row.at for row in rows}
        people, more, placed = self._people_of(sorted(places))
        past = self._reviews.past_numbers
        for remade in remake_people(self._workspace, people, more, progress, workers):
            before = self._reviews.before(remade.person_id)
            keep_person(self._workspace, remade, past)
            self._reviews.after(remade.person_id, before)
        mends.settle_reader_issues(self._workspace, {(row.at.source, row.seen_row) for row in rows})
        mends.settle_set_aside(self._workspace, placed.items())
        mends.count_set_aside_again(self._workspace)
        self._n_rows, self._n_people = len(places), len(people)

    def _people_of(
        self, places: Iterable[RowRef]
    ) -> tuple[set[int], dict[int, list[RowRef]], dict[RowRef, bool]]:
        """Whose the rows are or become, what rows people get, and of the rows that were set
        aside, whether they have somebody now."""
        people: set[int] = set()
        more: dict[int, list[RowRef]] = {}
        placed: dict[RowRef, bool] = {}
        for at in places:
            owner = row_owners.find_person_of_row(self._workspace, at)
            if owner is not None:
                people.add(owner)
            if not self._resolver.is_nobodys(at):
                continue
            row_owners.release_row(self._workspace, at)
            cells = self._resolver.find_cells(at)
            placed[at] = cells is not None
            if cells is not None:
                person = self._person_for(at, cells)
                people.add(person)
                more.setdefault(person, []).append(at)
        return people, more, placed

    def _person_for(self, at: RowRef, cells: list[str]) -> int:
        """Who gets a row that was set aside: by its person number, then by its CII number."""
        subject = subject_of(cells)
        person = row_owners.find_subject(self._workspace, at.source, subject)
        if person is not None:
            return person
        person = row_owners.find_person_by_cii(self._workspace, clean(cells[CII]))
        if person is None:
            person = row_owners.insert_empty_person(self._workspace, clean(cells[CII]))
        records.insert_subjects(self._workspace, [(at.source, subject, person)])
        return person

    def summary(self, done: tuple[Mend, ...], unhelped: tuple[ListedIssue, ...]) -> MendSummary:
        return MendSummary(
            done, self._n_rows, self._n_people, self._reviews.n_opened, self._reviews.n_restored,
            unhelped,
        )  # fmt: skip


def _unhelped(
    workspace: Workspace, mended: Iterable[tuple[MendRow, Mend]]
) -> tuple[ListedIssue, ...]:
    """Issues that are open still at what was mended."""
    found: dict[int, ListedIssue] = {}
    for row, mend in mended:
        for place in {row.at, RowRef(row.at.source, row.seen_row)}:
            for one in issue_lists.issues_at(workspace, place):
                is_same = one.issue.column in (mend.column, mend.seen_column)
                if mend.kind == ROW:
                    is_same = one.issue.is_quarantined
                if one.state == OPEN and is_same:
                    found[one.number] = one
        if len(found) >= MOST_UNHELPED:
            break
    return tuple(found[number] for number in sorted(found)[:MOST_UNHELPED])


def confirm_issues(workspace: Workspace, numbers: Sequence[int], *, who: str, note: str) -> int:
    """Seen, they stay as they are; returns how many. Raises InputError, then none is confirmed."""
    check_can_change(workspace, who, "Mending issues")
    listed = known_issues(workspace, numbers)
    for one in listed:
        if one.state == MENDED:
            raise InputError(
                f"Issue {one.number} is mended. Undo the mend to confirm what stands in the file."
            )
    with workspace.transaction():
        keep_confirmations(workspace, [(one, note) for one in listed], who=who)
    return len(listed)


def keep_confirmations(
    workspace: Workspace, confirmed: Sequence[tuple[ListedIssue, str]], *, who: str
) -> None:
    """Issues with the note on each, inside the caller's transaction."""
    at = now()
    for listed, note in confirmed:
        mends.confirm(workspace, listed.issue, Confirmation(who, at, note.strip()))
        audit.append(
            workspace, at=at, who=who, action="issue confirmed", subject=_named(listed),
            old=listed.issue.text, new=note.strip(),
        )  # fmt: skip


def withdraw_confirmations(workspace: Workspace, numbers: Sequence[int], *, who: str) -> int:
    """The issues are open again; returns how many."""
    check_can_change(workspace, who, "Mending issues")
    listed = known_issues(workspace, numbers)
    for one in listed:
        if mends.find_confirmation(workspace, one.issue) is None:
            raise InputError(f"Issue {one.number} was not confirmed.")
    with workspace.transaction():
        for one in listed:
            mends.withdraw(workspace, one.issue)
            audit.append(
                workspace, at=now(), who=who, action="confirmation withdrawn", subject=_named(one),
                old=one.issue.text,
            )  # fmt: skip
    return len(listed)


def known_issues(workspace: Workspace, numbers: Sequence[int]) -> list[ListedIssue]:
    """Raises InputError when one of them does not exist."""
    wanted = list(dict.fromkeys(numbers))
    found = issue_lists.get_issues(workspace, wanted)
    missing = sorted(set(wanted) - {one.number for one in found})
    if missing:
        raise InputError(f"There is no issue number {missing[0]}. Look at the list of issues.")
    return found


def _named(listed: ListedIssue) -> str:
    at = listed.issue.at
    return f"issue {listed.number}: {listed.issue.kind}, file {at.source}, row {at.row}"
