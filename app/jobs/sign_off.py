"""Signing results off: the end of the work on a check, and what may happen afterwards.

There is one road. First the facts: a check is called *final* (`app.jobs.final`) when no issue of
consequence is open, or somebody says why it may be final all the same. Then the decisions: an
attorney signs off what was decided on the answers of that check. Signing off includes the call: a
check that nobody called final yet is called final by whoever signs, with the same words. Results
that came after files or mends cannot be signed; they are checked again first.

While a sign-off is in force nothing changes facts, people or answers (`app.jobs.unlocked`). A
decision can be changed, with a reason, and stands in the list of changes. An attorney can lift the
sign-off with a reason; it stays on record, and so does the call.

What is hashed (SHA-256, lower case hexadecimal), as UTF-8, each line ended by one line feed:

    relief-desk sign-off 1
    result HASH             the check's own hash over its answers
    REVIEW                  each decision in ascending order of conviction number, as a JSON list
                            of the values named in `HASHED`, without blanks, letters as they are
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.errors import InputError
from app.jobs import final
from app.jobs.clock import now
from app.jobs.rights import Right, check_may
from app.store import audit, reviews, runs, signing, waiting
from app.store.case_states import read_state, state_words
from app.store.reviews import Review
from app.store.signing import LateChange, SignOff
from app.store.waiting import StillOpen
from app.store.workspace import Workspace

LONGEST = 4000
_FORM = "relief-desk sign-off 1"
HASHED = (
    "conviction_id", "decision", "outcome", "outcome_reason", "seen", "new_outcome", "new_remedy",
    "new_procedure", "reason_code", "words", "remind_on", "reviewer", "decided_at", "stale",
    "stale_by", "approver", "approved_at", "sample_id",
)  # fmt: skip
"""Fields of `Review`, of this form for good: what is kept later belongs to another form."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether results can be signed off now.

    ``why_not`` is a sentence when they cannot; ``open_words`` what is not done, for which words
    are needed; both empty when nothing stands in the way.
    """

    why_not: str
    open_words: tuple[str, ...]
    counts: StillOpen

    @property
    def can_sign(self) -> bool:
        return not self.why_not

    @property
    def needs_words(self) -> bool:
        return bool(self.open_words)


@dataclass(frozen=True, slots=True)
class Verified:
    """``is_same``: but for the changes on record, everything is as it was signed."""

    is_same: bool
    n_changes: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change after the sign-off, in words."""

    change: LateChange
    before: str
    after: str


def can_sign_off(workspace: Workspace) -> Readiness:
    """How it stands with the results of the latest check."""
    counts = waiting.count_open(workspace, reviews.second_reviewer(workspace))
    found = final.finality(workspace)
    signed = signing.find_sign_off(workspace)
    why_not = ""
    if signed is not None:
        why_not = f"The results are signed off already, by {signed.who} on {signed.at[:10]}."
    elif runs.find_latest_run(workspace) is None:
        why_not = "Nothing was checked yet. Choose a policy and check first."
    elif runs.is_stale(workspace):
        why_not = "Files or mends came after the latest check. Check again, then sign off."
    elif not counts.n_cases:
        why_not = "The latest check answers for no conviction. There is nothing to sign off."
    return Readiness(why_not, _open_words(counts, found), counts)


def _open_words(counts: StillOpen, found: final.Finality) -> tuple[str, ...]:
    lines = (
        (counts.n_unreviewed, "conviction is not reviewed", "convictions are not reviewed"),
        (counts.n_stale, "decision no longer fits", "decisions no longer fit"),
        (counts.n_parked, "case is parked", "cases are parked"),
        (counts.n_questions, "question waits for an attorney", "questions wait for an attorney"),
        (
            counts.n_unapproved, "decision waits for a second person",
            "decisions wait for a second person",
        ),
        (counts.n_samples, "sample is not finished", "samples are not finished"),
        (counts.n_packages, "package is at another desk", "packages are at other desks"),
        (0 if found.is_final else found.n_set_aside, "row is set aside", "rows are set aside"),
        (
            0 if found.is_final else found.n_open, "issue of consequence is open",
            "issues of consequence are open",
        ),
    )  # fmt: skip
    return tuple(f"{n:,} {one if n == 1 else many}" for n, one, many in lines if n)


def sign_off(workspace: Workspace, who: str, words: str = "") -> SignOff:
    """Sign the results of the latest check off; ``words`` are needed while something is open.

    Raises InputError when somebody may not, or it cannot be.
    """
    check_may(workspace, who, Right.SIGN_OFF)
    ready = can_sign_off(workspace)
    if not ready.can_sign:
        raise InputError(ready.why_not)
    words = _words(words)
    if ready.needs_words and not words:
        raise InputError(
            f"Not everything is done: {', '.join(ready.open_words)}. Say in words why the results "
            "are signed off all the same."
        )
    run = runs.find_latest_run(workspace)
    assert run is not None  # else it could not be signed
    counts, at = ready.counts, now()
    sha256 = results_hash(run.result_sha256, waiting.iter_reviews(workspace))
    signed = SignOff(
        0, run.id, who, at, words, counts.n_cases, counts.n_reviewed, sha256, "", "", ""
    )
    with workspace.transaction():
        if not final.finality(workspace).is_final:
            final.keep_call(workspace, who, words)
        signing.insert_sign_off(workspace, signed)
        audit.append(
            workspace, at=at, who=who, action="sign off", subject=f"run {run.id}",
            old=", ".join(ready.open_words), new=f"{words} sha256 {sha256}".strip(),
        )  # fmt: skip
    return _in_force(workspace)


def lift(workspace: Workspace, who: str, why: str) -> SignOff:
    """Take the sign-off back, with a reason; gives it as it is on record."""
    check_may(workspace, who, Right.SIGN_OFF)
    signed, why = _in_force(workspace), _words(why)
    if not why:
        raise InputError("Say why the sign-off is lifted; it stays on record.")
    at = now()
    with workspace.transaction():
        signing.lift_sign_off(workspace, signed.id, who=who, at=at, why=why)
        audit.append(
            workspace, at=at, who=who, action="sign-off lifted", subject=f"run {signed.run_id}",
            old=f"signed off by {signed.who} on {signed.at[:10]}", new=why,
        )  # fmt: skip
    return next(one for one in signing.list_sign_offs(workspace) if one.id == signed.id)


def verify_sign_off(workspace: Workspace) -> Verified:
    """Whether the decisions are those that were signed, but for the changes on record.

    Each changed decision is put back to what it was before its first change, and everything
    hashed again. Raises InputError when no sign-off is in force.
    """
    signed = _in_force(workspace)
    changes = signing.list_late_changes(workspace, signed.id)
    run = next(one for one in runs.list_runs(workspace) if one.id == signed.run_id)
    found = results_hash(run.result_sha256, _as_signed(workspace, changes))
    n = len(changes)
    if found != signed.sha256:
        return Verified(
            False, n,
            f"The decisions are not those that {signed.who} signed off on {signed.at[:10]}, and "
            "the record does not say what changed. Restore a backup of the workspace.",
        )  # fmt: skip
    but = "" if not n else ", but for 1 change" if n == 1 else f", but for {n:,} changes"
    told = (
        " that stands with its reason" if n == 1 else " that stand with their reasons" if n else ""
    )
    return Verified(
        True, n,
        f"The decisions are those that {signed.who} signed off on {signed.at[:10]}{but}{told}.",
    )  # fmt: skip


def _as_signed(workspace: Workspace, changes: Iterable[LateChange]) -> list[Review]:
    """The decisions as they were before the changes."""
    found = {review.conviction_id: review for review in waiting.iter_reviews(workspace)}
    first: dict[int, Review | None] = {}
    for change in changes:
        first.setdefault(change.conviction_id, read_state(change.before).review)
    for number, before in first.items():
        if before is None:
            found.pop(number, None)
        else:
            found[number] = before
    return [found[number] for number in sorted(found)]


def results_hash(result_sha256: str, decided: Iterable[Review]) -> str:
    """Over a check's hash and decisions in order of conviction number, as the module says."""
    digest = hashlib.sha256(f"{_FORM}\nresult {result_sha256}\n".encode())
    for review in decided:
        values = [getattr(review, name) for name in HASHED]
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def list_changes(workspace: Workspace) -> list[ShownChange]:
    """What was changed since the sign-off in force, in order; none without one."""
    signed = signing.find_sign_off(workspace)
    if signed is None:
        return []
    return [
        ShownChange(one, state_words(read_state(one.before)), state_words(read_state(one.after)))
        for one in signing.list_late_changes(workspace, signed.id)
    ]


def signed_words(signed: SignOff) -> str:
    """A sign-off as a sentence for a screen."""
    why = f" Words: {signed.words}" if signed.words else ""
    says = (
        f"Signed off by {signed.who} on {signed.at[:10]}: {signed.n_reviewed:,} of "
        f"{signed.n_cases:,} convictions reviewed.{why}"
    )
    if signed.lifted_at:
        says += f" Lifted by {signed.lifted_by} on {signed.lifted_at[:10]}: {signed.lifted_why}"
    return says


def _in_force(workspace: Workspace) -> SignOff:
    signed = signing.find_sign_off(workspace)
    if signed is None:
        raise InputError("No sign-off is in force.")
    return signed


def _words(text: str) -> str:
    kept = text.strip()
    if len(kept) > LONGEST:
        raise InputError(f"That is {len(kept):,} letters; {LONGEST:,} are kept. Say it shorter.")
    return kept
