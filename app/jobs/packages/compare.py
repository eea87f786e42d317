"""Cases that come back held against those here: what is new, what stays, what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.jobs.packages.three_way import meet
from app.store import audit, office, packages, reviews, steps
from app.store.case_states import (
    CaseState,
    get_states,
    is_same,
    read_state,
    state_json,
    state_words,
    write_states,
)
from app.store.office import ADMINISTRATOR, ATTORNEY
from app.store.packages import Package
from app.store.reviews import BY_CHECK, BY_MEND, Review
from app.store.steps import Change
from app.store.workspace import Workspace

NO_LONGER_ASKED = "The latest check no longer answers for this conviction."
RECORD_CHANGED = "The person's record was changed at the office while the case was away."


@dataclass(slots=True)
class Comparison:
    """``take`` are states to write, ``conflicts`` (here, there) of cases that differ,
    ``theirs`` every case that was changed there."""

    theirs: dict[int, CaseState] = field(default_factory=dict)
    take: dict[int, CaseState] = field(default_factory=dict)
    conflicts: dict[int, tuple[CaseState, CaseState]] = field(default_factory=dict)
    alike: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)  # changed here alone
    gone: dict[int, CaseState] = field(default_factory=dict)  # no longer on the list here
    n_stale: int = 0
    strangers: set[str] = field(default_factory=set)
    unapproved: dict[str, int] = field(default_factory=dict)  # approver -> approvals not taken


def compare_cases(
    home: Workspace, bases: Mapping[int, str], found: Mapping[int, CaseState]
) -> Comparison:
    """``found`` are the states of the cases there; nothing is written."""
    result = Comparison()
    known = reviews.known_convictions(home, found)
    standing = get_states(home, found)
    for number, there in found.items():
        base = read_state(bases.get(number, ""))
        is_changed_here = not is_same(base, standing[number])
        if is_same(base, there):
            if is_changed_here:
                result.kept.append(number)
            continue
        result.theirs[number] = there
        if number not in known:
            result.gone[number] = there
            continue
        met = meet(base, standing[number], there)
        if met.is_alike:
            result.alike.append(number)
        if met.is_conflict:
            result.conflicts[number] = (met.here, met.there)
        if not is_same(met.here, standing[number]):
            result.take[number] = met.here
    return result


def hold_against(home: Workspace, result: Comparison, changed_records: set[int]) -> None:
    """Mark what was decided of an answer or a record that is another now."""
    wanted = {*result.take, *result.conflicts}
    answers = reviews.fingerprints(home, wanted)
    for number, state in result.take.items():
        held = _held(state, answers.get(number), is_changed=number in changed_records)
        result.take[number] = held
        result.n_stale += bool(held.review and held.review.stale)
    for number, (here, there) in result.conflicts.items():
        held = _held(there, answers.get(number), is_changed=number in changed_records)
        result.conflicts[number] = (here, held)


def _held(state: CaseState, answer: str | None, *, is_changed: bool) -> CaseState:
    review = state.review
    if review is None:
        return state
    if is_changed:
        review = replace(review, stale=RECORD_CHANGED, stale_by=BY_MEND)
    elif answer is None:
        review = replace(review, stale=NO_LONGER_ASKED, stale_by=BY_CHECK)
    else:
        review = reviews.held_against(review, answer)
    return replace(state, review=review)


def look_at_people(home: Workspace, result: Comparison) -> None:
    """Who decided and is no user here; approvals by people who may not approve here go."""
    users = {one.name: one.role for one in office.list_users(home) if one.is_active}
    if not users:
        return
    standing = get_states(home, (*result.take, *result.conflicts))

    def settled(number: int, state: CaseState) -> CaseState:
        review, before = state.review, standing[number].review
        if review is None or (before is not None and review == before):
            return state
        if review.reviewer not in users:
            result.strangers.add(review.reviewer)
        if review.approver and users.get(review.approver) not in (ATTORNEY, ADMINISTRATOR):
            n = result.unapproved.get(review.approver, 0)
            result.unapproved[review.approver] = n + 1
            return replace(state, review=replace(review, approver="", approved_at=""))
        return state

    for number, state in result.take.items():
        result.take[number] = settled(number, state)
    for number, (here, there) in result.conflicts.items():
        result.conflicts[number] = (here, settled(number, there))


def keep_cases(
    home: Workspace, package: Package, result: Comparison, *, who: str, at: str, why_late: str
) -> None:
    """Write what is taken, as one step to undo, and the conflicts; in the caller's transaction."""
    by_author: dict[str, dict[int, CaseState]] = {}
    for number, state in result.take.items():
        by_author.setdefault(author(state), {})[number] = state
    changes: list[Change] = []
    for name, states in sorted(by_author.items()):
        what = f"from “{package.name}”" + (f": {name}" if name else ": opened again")
        changes += write_states(home, states, what=what, who=who, at=at, why_late=why_late)
    if changes:
        steps.insert_step(home, who=who, at=at, what=f"take back “{package.name}”", changes=changes)
    bases = read_bases(home, package, result.conflicts)
    for number, (here, there) in result.conflicts.items():
        packages.put_conflict(
            home, package.id, number, base=bases[number], here=state_json(here),
            there=state_json(there),
        )  # fmt: skip
        _note(home, number, "conflict", here, there, package, who=who, at=at)
    standing = get_states(home, result.alike)
    for number in result.alike:
        if number not in result.take:
            _note(home, number, "decided alike", standing[number], result.theirs[number], package,
                  who=who, at=at)  # fmt: skip
    for number, state in result.gone.items():
        _note(home, number, "not taken", CaseState(), state, package, who=who, at=at)
    packages.set_bases(
        home, package.id,
        {number: state_json(state) for number, state in result.theirs.items()
         if number not in result.gone},
    )  # fmt: skip


def read_bases(home: Workspace, package: Package, numbers: Mapping[int, object]) -> dict[int, str]:
    bases = packages.get_bases(home, package.id) if numbers else {}
    return {number: bases.get(number, "") for number in numbers}


def _note(
    home: Workspace, number: int, what: str, here: CaseState, there: CaseState, package: Package,
    *, who: str, at: str,
) -> None:  # fmt: skip
    """An entry in the record of the work about a case that is left as it is here."""
    by = author(there)
    audit.append(
        home, at=at, who=who, action=f"from “{package.name}”: {what}",
        subject=f"conviction {number}", old=state_words(here),
        new=state_words(there) + (f" ({by})" if by else ""),
    )  # fmt: skip


def author(state: CaseState) -> str:
    """Whose state it is, for the record: the last one who decided, asked or answered."""
    said: list[tuple[str, str]] = []
    if state.review is not None:
        review: Review = state.review
        said += [(review.decided_at, review.reviewer), (review.approved_at, review.approver)]
    if state.question is not None:
        asked = state.question
        said += [(asked.at, asked.who), (asked.answered_at, asked.answered_by)]
    return max(said, default=("", ""))[1]
