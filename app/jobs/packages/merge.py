"""Taking a package back: what was decided there is kept here, and nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.packages.compare import (
    Comparison,
    compare_cases,
    hold_against,
    keep_cases,
    look_at_people,
)
from app.jobs.packages.guard import check_not_package
from app.jobs.packages.opened import Returned, check_recorded, open_returned
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.store import audit, package_copy, packages, questions, runs, signing
from app.store.case_states import CaseState, get_states, read_state
from app.store.key import Key
from app.store.packages import Package
from app.store.questions import Note
from app.store.runs import CheckRun
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Return:
    """What taking a package back does, or did. ``remarks`` are sentences."""

    package: Package
    n_taken: int  # changed there alone
    n_conflicts: int  # changed here and there, otherwise
    n_alike: int  # changed here and there, alike
    n_kept: int  # changed here alone
    n_notes: int
    n_stale: int  # of those taken: the answer or the record is another now
    remarks: tuple[str, ...]

    @property
    def has_any(self) -> bool:
        return bool(self.n_taken or self.n_conflicts or self.n_alike or self.n_notes)

    @property
    def words(self) -> str:
        """``312 cases decided there, 3 conflicts, 12 notes``."""
        counts = (
            (self.n_taken, "case decided there", "cases decided there"),
            (self.n_conflicts, "conflict", "conflicts"),
            (self.n_alike, "decided alike", "decided alike"),
            (self.n_kept, "changed here only", "changed here only"),
            (self.n_notes, "note", "notes"),
        )
        told = [f"{n:,} {one if n == 1 else many}" for n, one, many in counts if n]
        return ", ".join(told) or "nothing new"


def look_at_package(
    workspace: Workspace, path: Path, passphrase: str | Key, progress: Progress
) -> Return:
    """What taking a package back would do; nothing is written. Raises InputError."""
    check_not_package(workspace, "Taking packages back")
    progress.step(0, 0, f"Reading {path.name}")
    with open_returned(workspace, path, passphrase) as returned:
        return _Merger(workspace, returned).told()


def merge_package(
    workspace: Workspace,
    path: Path,
    passphrase: str | Key,
    progress: Progress,
    *,
    who: str,
    why_late: str = "",
) -> Return:
    """Take everything that is new in a package, in one transaction.

    What was changed there alone is taken, with the reviewer's own name and time, as one step to
    undo; what was changed here alone stays; what was changed on both sides, and not alike, is a
    conflict that a person decides. Doing it again changes nothing. ``why_late`` is needed once
    results are signed off. Raises InputError, WorkspaceError.
    """
    check_not_package(workspace, "Taking packages back")
    check_may(workspace, who, Right.PACKAGE)
    progress.step(0, 0, f"Reading {path.name}")
    with open_returned(workspace, path, passphrase) as returned:
        merger = _Merger(workspace, returned)
        progress.step(0, 0, f"Taking {returned.package.name} back")
        with workspace.transaction():
            return merger.keep(who=who, why_late=why_late)


class _Merger:
    def __init__(self, home: Workspace, returned: Returned) -> None:
        self.home, self.returned = home, returned
        self.package, there = returned.package, returned.store
        self.bases = packages.get_bases(home, self.package.id)
        numbers = packages.convictions_of(there, package_copy.list_people(there))
        found = get_states(there, numbers)
        check_recorded(returned, self.bases, found)
        self.result = compare_cases(home, self.bases, found)
        hold_against(home, self.result, self._changed_records())
        look_at_people(home, self.result)
        known = int(there.get_setting(packages.LAST_NOTE, "0"))
        self.notes = _new_notes(home, there, known)

    def told(self) -> Return:
        result = self.result
        remarks = [*run_remarks(self.home, self.returned.store), *people_remarks(result)]
        if result.gone:
            remarks.append(
                f"{_cases(len(result.gone))} no longer on the list here: what was decided of them "
                "is kept in the record of the work alone."
            )
        if result.n_stale:
            remarks.append(
                f"Of {_cases(result.n_stale, verb=False)} taken the answer or the record is "
                "another now; they come back into the list to be looked at again."
            )
        return Return(
            self.package, len(result.take), len(result.conflicts), len(result.alike),
            len(result.kept), len(self.notes), result.n_stale, tuple(remarks),
        )  # fmt: skip

    def keep(self, *, who: str, why_late: str) -> Return:
        told, at, home = self.told(), now(), self.home
        if not told.has_any and not self.package.is_out:
            return told  # it came back before, and nothing was done there since
        check_late(home, self.result, why_late)
        self._carry_samples()
        keep_cases(home, self.package, self.result, who=who, at=at, why_late=why_late.strip())
        keep_notes(home, self.package, self.notes, who=who, at=at)
        number, digest = self.returned.last
        packages.mark_returned(home, self.package.id, at=at, who=who, words=told.words)
        packages.set_known_until(home, self.package.uid, number, digest)
        audit.append(
            home, at=at, who=who, action="take package back",
            subject=f"package {self.package.id} {self.package.name}",
            new=f"{told.words}; its record ends with entry {number}, {digest}",
        )  # fmt: skip
        return told

    def _changed_records(self) -> set[int]:
        """Convictions of people whose record is not what left."""
        there = self.returned.store
        wanted = packages.people_of(there, self.result.theirs)
        left = package_copy.records_of(there, wanted)
        stand = package_copy.records_of(self.home, wanted)
        changed = [one for one in wanted if left[one] != stand.get(one)]
        return set(packages.convictions_of(there, changed)) if changed else set()

    def _carry_samples(self) -> None:
        """Sets that were accepted together there are known here under numbers of their own."""
        drawn_there = {
            number: state.review.sample_id
            for number, state in self.result.take.items()
            if state.review is not None and state.review.sample_id
            and not self._is_of_base(number, state)
        }  # fmt: skip
        carried = packages.carry_samples(self.home, self.returned.store, set(drawn_there.values()))
        for number, sample in drawn_there.items():
            state = self.result.take[number]
            if state.review is not None:
                review = replace(state.review, sample_id=carried.get(sample, 0))
                self.result.take[number] = replace(state, review=review)

    def _is_of_base(self, number: int, state: CaseState) -> bool:
        """A decision that left with the package: only a second person's word came to it."""
        before = read_state(self.bases.get(number, "")).review
        return (
            before is not None and state.review is not None
            and before.decided_at == state.review.decided_at
        )  # fmt: skip


def check_late(home: Workspace, result: Comparison, why_late: str) -> None:
    """Raises InputError when results are signed off and no reason is given for a change."""
    signed = signing.find_sign_off(home)
    if signed is not None and result.take and not why_late.strip():
        raise InputError(
            f"The results were signed off by {signed.who} on {signed.at[:10]}. Say why "
            f"{_cases(len(result.take), verb=False)} are changed all the same; they will show as "
            "changes."
        )


def _new_notes(home: Workspace, there: Workspace, known: int) -> list[Note]:
    """Those that were written there, on cases that are here, and are not here yet."""
    numbers = packages.convictions_of(there, package_copy.list_people(there))
    written = package_copy.notes_after(there, known)
    have = {one.uid for one in questions.list_notes(home, numbers)}
    return [one for one in written if one.uid not in have]


def keep_notes(home: Workspace, package: Package, notes: list[Note], *, who: str, at: str) -> None:
    """Notes are added to those here, whoever wrote them; they decide nothing."""
    for note in notes:
        questions.insert_note(home, note)
        audit.append(
            home, at=at, who=who, action=f"from “{package.name}”: note by {note.who}",
            subject=f"conviction {note.conviction_id}", new=note.words,
        )  # fmt: skip


def run_remarks(home: Workspace, there: Workspace) -> list[str]:
    """What was changed since in what is checked."""
    left, now_here = runs.find_latest_run(there), runs.find_latest_run(home)
    if left is None or now_here is None or left.result_sha256 == now_here.result_sha256:
        return []
    differences = [
        f"{name}: {before} → {after}" for name, before, after in _parts(left, now_here)
        if before != after
    ]  # fmt: skip
    told = "; ".join(differences) or "the records are others"
    when = now_here.started_at[:10]
    sentence = (
        f"The cases were checked anew on {when}, after the package was made ({told}). Each "
        "decision is held against the new answer."
    )
    return [sentence]


def _parts(left: CheckRun, here: CheckRun) -> list[tuple[str, object, object]]:
    def options(run: CheckRun) -> str:
        return ", ".join(f"{name} = {value}" for name, value in sorted(run.options.items()))

    return [
        ("policy", f"{left.policy_title} {left.policy_version}",
         f"{here.policy_title} {here.policy_version}"),
        ("options", options(left), options(here)),
        ("county", left.county, here.county),
        ("as of", left.as_of, here.as_of),
        ("program", left.program_version, here.program_version),
    ]  # fmt: skip


def people_remarks(result: Comparison) -> list[str]:
    """Who decided without being a user here, and whose approvals do not count."""
    told = []
    if result.strangers:
        names = ", ".join(sorted(result.strangers))
        told.append(
            f"Not users of this workspace: {names}. Their decisions are taken under their names; "
            "look at them, or let an administrator add them."
        )
    for name, n in sorted(result.unapproved.items()):
        told.append(
            f"{name} may not approve here: {n:,} {'approval' if n == 1 else 'approvals'} of theirs "
            "are not taken; the decisions are."
        )
    return told


def _cases(n: int, *, verb: bool = True) -> str:
    noun = "1 case" if n == 1 else f"{n:,} cases"
    return noun + ((" is" if n == 1 else " are") if verb else "")
