"""How packages, their states and what was decided in them are said on screen."""

from __future__ import annotations

from datetime import datetime
from html import escape

from app.model.relief import Outcome, Procedure, Remedy
from app.store.case_states import CaseState
from app.store.packages import FILE, ListedPackage
from app.store.questions import Question
from app.store.reviews import OVERRIDDEN, PARKED, Review
from ui.widgets import plural

KINDS = {FILE: "Encrypted file", "workbook": "Excel workbook"}
_DECIDED = {"accepted": "Accepted", OVERRIDDEN: "Overridden", PARKED: "Parked"}


def instant_words(instant: str) -> str:
    """``2026-11-28 11:32`` here of an ISO instant."""
    try:
        return f"{datetime.fromisoformat(instant).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return instant


def state_of_package(one: ListedPackage) -> str:
    """``Out``, ``Back, 3 conflicts to decide``, ``Given up: lost``."""
    package = one.package
    if package.is_out:
        return "Out"
    if one.n_conflicts:
        return f"Back, {plural(one.n_conflicts, 'conflict')} to decide"
    words = package.returned_words
    return words if words.startswith("Given up") else f"Back: {words}"


def decided_words(one: ListedPackage) -> str:
    """``12 of 40``"""
    return f"{one.n_decided:,} of {one.package.n_convictions:,}"


def state_html(state: CaseState) -> str:
    """A side of a conflict: what was decided and asked, by whom, when; as paragraphs."""
    parts: list[str] = []
    if state.review is not None:
        parts += _review(state.review)
    if state.question is not None:
        parts += _question(state.question)
    return "".join(parts) or '<p class="large">Open</p><p>Nothing is decided.</p>'


def _review(review: Review) -> list[str]:
    parts = [f'<p class="large">{escape(_DECIDED[review.decision])}</p>']
    if review.decision == OVERRIDDEN:
        new = [Outcome[review.new_outcome].value]
        new += [Remedy[review.new_remedy].value] if review.new_remedy else []
        new += [Procedure[review.new_procedure].value] if review.new_procedure else []
        parts.append(f'<p class="strong">{escape("; ".join(new))}</p>')
        parts.append(f"<p>{escape(review.reason_code)}: {escape(review.words)}</p>")
    elif review.decision == PARKED:
        until = f"Until {escape(review.remind_on)}: " if review.remind_on else ""
        parts.append(f"<p>{until}{escape(review.words)}</p>")
    else:
        parts.append(f"<p>{escape(Outcome[review.outcome].value)}</p>")
    parts.append(_by(review.reviewer, review.decided_at))
    if review.approver:
        parts.append(f"<p>Approved</p>{_by(review.approver, review.approved_at)}")
    if review.stale:
        parts.append(f"<p>To be looked at again: {escape(review.stale)}</p>")
    return parts


def _question(asked: Question) -> list[str]:
    parts = [f'<p class="strong">Asked an attorney</p><p>{escape(asked.words)}</p>']
    parts.append(_by(asked.who, asked.at))
    if asked.answered_at:
        parts.append(f"<p>Answer: {escape(asked.answer)}</p>")
        parts.append(_by(asked.answered_by, asked.answered_at))
    return parts


def _by(who: str, at: str) -> str:
    return f'<p class="second">{escape(who)}, {escape(instant_words(at))}</p>'
