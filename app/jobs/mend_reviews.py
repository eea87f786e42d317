"""Reviews and mends: a decision stands as long as the facts stand on which it was taken.

When a mend changes the conviction, or what its answer rests on, the review is stale and comes
back into the queue; when that mend is undone, it counts again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.errors import InputError, UsageError
from app.jobs.trace import latest_evaluator
from app.model.record import Conviction, RapSheet, RowRef
from app.rules.evaluate import Evaluator
from app.store import audit, past_convictions, records, reviews
from app.store.past_convictions import PastConviction
from app.store.reviews import BY_MEND, Review, read_review, review_json
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Before:
    """A person before they are made again."""

    numbers: Mapping[RowRef, int]
    reviews: Mapping[RowRef, tuple[Review, str]]  # with what the answer rests on
    facts: Mapping[RowRef, dict[str, str]]  # of the same, as they are printed


class ReviewKeeper:
    """Goes with a person from before to after, inside the caller's transaction."""

    def __init__(self, workspace: Workspace, *, who: str, at: str) -> None:
        self.n_opened = self.n_restored = 0
        self._workspace = workspace
        self._who, self._at = who, at
        self._past = past_convictions.all_past(workspace)

    @property
    def past_numbers(self) -> dict[RowRef, int]:
        return {at: one.conviction_id for at, one in self._past.items()}

    def before(self, person_id: int) -> Before:
        numbers = past_convictions.numbers_of(self._workspace, person_id)
        found = {
            at: review
            for at, number in numbers.items()
            if (review := reviews.find_review(self._workspace, number)) is not None
            and review.stale_by != BY_MEND
        }
        if not found:
            return Before(numbers, {}, {})
        sheet = records.get_rap_sheet(self._workspace, person_id)
        rests = self._rests_on(sheet)
        own = {at: (review, rests[at]) for at, review in found.items()}
        return Before(numbers, own, _facts(sheet))

    def after(self, person_id: int, before: Before) -> None:
        """Open reviews that no longer hold, bring back those that hold again."""
        numbers = past_convictions.numbers_of(self._workspace, person_id)
        for at, number in before.numbers.items():
            if at not in numbers:
                self._keep(at, PastConviction(number, "", ""))
        back = {at: self._past[at] for at in numbers if at in self._past}
        if not before.reviews and not back:
            return
        rests: dict[RowRef, str] = {}
        facts: dict[RowRef, dict[str, str]] = {}
        if numbers:
            sheet = records.get_rap_sheet(self._workspace, person_id)
            rests, facts = self._rests_on(sheet), _facts(sheet)
        for at, (review, rested_on) in before.reviews.items():
            if rests.get(at) != rested_on:
                self._keep(at, PastConviction(review.conviction_id, rested_on, review_json(review)))
                self._open(review, _what_changed(before.facts[at], facts.get(at)))
        for at, past in back.items():
            self._bring_back(at, past, rests[at])

    def _open(self, review: Review, why: str) -> None:
        """Stale from now on; of a conviction that is gone, only the record of the work tells."""
        if past_convictions.is_there(self._workspace, review.conviction_id):
            reviews.put_review(self._workspace, replace(review, stale=why, stale_by=BY_MEND))
        self._tell("review opened by a mend", review, why)
        self.n_opened += 1

    def _tell(self, action: str, review: Review, why: str) -> None:
        audit.append(
            self._workspace, at=self._at, who=self._who, action=action,
            subject=f"conviction {review.conviction_id}",
            old=f"{review.decision}: {review.words}", new=why,
        )  # fmt: skip

    def _bring_back(self, at: RowRef, past: PastConviction, rests_on: str) -> None:
        """A review counts again when it is as if the mend had never been."""
        standing = reviews.find_review(self._workspace, past.conviction_id)
        review = read_review(past.review)
        if review is None:
            self._forget(at)
        elif standing == review:  # a conviction that came back brought it along
            self.n_restored += 1
            self._forget(at)
        elif standing is not None and standing.decided_at != review.decided_at:
            self._forget(at)  # it was decided anew
        elif past.rests_on == rests_on:
            reviews.put_review(self._workspace, review)
            self._tell("review brought back", review, "")
            self.n_restored += 1
            self._forget(at)

    def _keep(self, at: RowRef, past: PastConviction) -> None:
        self._past.setdefault(at, past)
        if past.review:
            self._past[at] = past
        past_convictions.keep(self._workspace, at, self._past[at])

    def _forget(self, at: RowRef) -> None:
        self._past.pop(at, None)
        past_convictions.forget(self._workspace, at)

    def _rests_on(self, sheet: RapSheet) -> dict[RowRef, str]:
        return {
            one.charge.at: _rests_on(self._evaluator, sheet, one) for one in sheet.convictions()
        }

    @cached_property
    def _evaluator(self) -> Evaluator | None:
        """None when the policy of the latest check can no longer be asked."""
        try:
            return latest_evaluator(self._workspace)
        except (LookupError, InputError, UsageError):
            return None


def _rests_on(evaluator: Evaluator | None, sheet: RapSheet, conviction: Conviction) -> str:
    """A mark of the facts of a conviction and of those its answer rests on; without the policy,
    of the whole record."""
    own = (conviction.charge, conviction.event._replace(charges=()), conviction.case_numbers)
    told: object = sheet
    if evaluator is not None:
        explained = evaluator.explain(sheet, conviction.charge.at)
        told = (
            explained.determination,
            [one.facts for one in explained.findings if one.is_deciding],
        )
    return hashlib.sha256(repr((own, told)).encode()).hexdigest()


def _facts(sheet: RapSheet) -> dict[RowRef, dict[str, str]]:
    """What a reader sees of each conviction."""
    return {
        one.charge.at: {
            "section": one.charge.section_text,
            "level": one.charge.level.value,
            "date": str(one.convicted_on),
            "county": one.event.county,
            "case number": "; ".join(one.case_numbers),
        }
        for one in sheet.convictions()
    }


def _what_changed(before: dict[str, str], after: dict[str, str] | None) -> str:
    if after is None:
        return "A mend took the conviction away."
    told = [
        f"{name}: {before[name] or 'none'} → {after[name] or 'none'}"
        for name in before
        if before[name] != after[name]
    ]
    return "; ".join(told) or "A mend changed what the answer rests on."
