"""The register of overrides: every answer of the program that a person replaced, now or once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.exporting.tables import Table, table_text, write_tables
from app.jobs.given_out import GivenOut, on_record
from app.model.relief import Outcome, Procedure, Remedy
from app.store import case_facts, office, override_history, reviews, signing
from app.store.case_facts import CaseFacts
from app.store.case_states import read_state
from app.store.person_papers import people_of_convictions
from app.store.reviews import OVERRIDDEN, Review
from app.store.workspace import Workspace

REGISTER_FILE, REGISTER_BOOK = "Overrides.csv", "Overrides.xlsx"

STANDS, STALE, REPLACED, UNDONE, GONE = "stands", "changed since", "replaced", "undone", "gone"
STATES = (STANDS, STALE, REPLACED, UNDONE, GONE)

_Key = tuple[int, str, str]  # conviction, reviewer, instant: one override


@dataclass(frozen=True, slots=True)
class ListedOverride:
    """``facts`` is None when its conviction is no longer in the files; ``late`` is why it was
    made or taken back after a sign-off."""

    review: Review
    state: str
    facts: CaseFacts | None
    reason_words: str
    late: tuple[str, ...]

    @property
    def old_answer(self) -> str:
        return Outcome[self.review.outcome].value

    @property
    def new_answer(self) -> str:
        """With remedy and procedure where the override says them."""
        review, parts = self.review, [Outcome[self.review.new_outcome].value]
        if review.new_remedy:
            parts.append(Remedy[review.new_remedy].value)
        if review.new_procedure:
            parts.append(Procedure[review.new_procedure].value)
        return ", ".join(parts)


def list_overrides(workspace: Workspace) -> list[ListedOverride]:
    """All of them, the latest first."""
    made, undone = _made(workspace)
    numbers = sorted({number for number, _, _ in made})
    facts = case_facts.get_facts(workspace, numbers)
    current = reviews.get_reviews(workspace, numbers)
    words = {one.code: one.words for one in office.list_reasons(workspace)}
    late = _late_reasons(workspace)
    listed = [
        ListedOverride(
            review, _state(review, current.get(review.conviction_id), facts, key in undone),
            facts.get(review.conviction_id), words.get(review.reason_code, ""),
            tuple(late.get(key, ())),
        )
        for key, review in made.items()
    ]  # fmt: skip
    return sorted(
        listed, key=lambda one: (one.review.decided_at, one.review.conviction_id), reverse=True
    )


def _key(review: Review) -> _Key:
    return review.conviction_id, review.reviewer, review.decided_at


def _made(workspace: Workspace) -> tuple[dict[_Key, Review], set[_Key]]:
    """(each override as it is known last, those whose step was undone)."""
    made: dict[_Key, Review] = {}
    undone: set[_Key] = set()
    for one in override_history.iter_journaled(workspace):
        key = _key(one.review)
        if key not in made:  # the step that made it; an approval or a note comes later
            made[key] = one.review
            if not one.is_done:
                undone.add(key)
        elif one.is_done and one.review.approver:
            made[key] = replace(
                made[key], approver=one.review.approver, approved_at=one.review.approved_at
            )
    for review in override_history.iter_standing(workspace):
        made[_key(review)] = review
        undone.discard(_key(review))
    return made, undone


def _state(
    review: Review, current: Review | None, facts: dict[int, CaseFacts], was_undone: bool
) -> str:
    if current is not None and current.decision == OVERRIDDEN and _key(current) == _key(review):
        return STALE if current.stale else STANDS
    if review.conviction_id not in facts:
        return GONE
    return UNDONE if was_undone else REPLACED


def _late_reasons(workspace: Workspace) -> dict[_Key, list[str]]:
    """Why overrides were made, changed or taken back after a sign-off."""
    found: dict[_Key, list[str]] = {}
    for signed in signing.list_sign_offs(workspace):
        for change in signing.list_late_changes(workspace, signed.id):
            before, after = read_state(change.before).review, read_state(change.after).review
            for review in {_key(one): one for one in (before, after) if one is not None}.values():
                if review.decision == OVERRIDDEN:
                    says = f"{change.why} ({change.who}, {change.at[:10]})"
                    found.setdefault(_key(review), []).append(says)
    return found


_COLUMNS = (
    "Conviction", "Name", "Born", "Case number", "Court", "Section", "Level", "Convicted on",
    "Program's answer", "Program's reason", "Answer given", "Reason code", "Reason", "Words",
    "Decided by", "Decided at", "Approved by", "Approved at", "State", "What changed since",
    "Reason after sign-off",
)  # fmt: skip


_NO_FACTS = CaseFacts("", "", "", "", "", "", "", "", "")


def register_table(listed: list[ListedOverride]) -> Table:
    """The register as a table for people."""
    return Table("Overrides", _COLUMNS, [_cells(one) for one in listed])


def _cells(one: ListedOverride) -> tuple[object, ...]:
    review, facts = one.review, one.facts or _NO_FACTS
    return (
        review.conviction_id, facts.name, facts.born, facts.case_number, facts.court,
        facts.section, facts.level, facts.convicted_on, one.old_answer, review.outcome_reason,
        one.new_answer, review.reason_code, one.reason_words, review.words, review.reviewer,
        review.decided_at, review.approver, review.approved_at, one.state,
        review.stale if one.state == STALE else "", "; ".join(one.late),
    )  # fmt: skip


def write_register(workspace: Workspace, folder: Path, *, who: str) -> tuple[Path, ...]:
    """Write the register as CSV and as a workbook; on record first.

    Raises InputError when it cannot be written.
    """
    listed = list_overrides(workspace)
    people = people_of_convictions(workspace, [one.review.conviction_id for one in listed])
    with on_record(workspace, GivenOut("register of overrides", folder, people), who=who):
        return write_tables(folder, {REGISTER_FILE: register_table(listed)}, REGISTER_BOOK)


def add_register(workspace: Workspace, folder: Path) -> None:
    """The register as CSV beside exported results, when there is any override."""
    listed = list_overrides(workspace)
    if listed:
        text = table_text(register_table(listed))
        (folder / REGISTER_FILE).write_text(text, encoding="utf-8-sig", newline="")
