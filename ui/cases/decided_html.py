"""What was decided of a conviction so far, as rich text: before the program's own answer."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from app.jobs.record_words import local_time
from app.store.questions import Note, Question
from app.store.reviews import OVERRIDDEN, PARKED, Review
from ui.cases.case_view import CaseView
from ui.cases.log_words import outcome_names_in_words
from ui.marks import as_outcome, outcome_word
from ui.tables.words import STATE_WORDS
from ui.theme import Colors, px


def decided_html(view: CaseView, colors: Colors) -> str:
    """The decision, what changed since, the question to an attorney, the notes; "" for none."""
    review = view.review
    parts: list[str] = []
    if review is not None and review.stale:
        parts.append(_stale(review, colors))
    if review is not None:
        parts.append(_decision(review, view))
    if view.question is not None:
        parts.append(_question(view.question))
    if view.package:
        parts.append(_at_another_desk(view.package))
    parts += [_note(note) for note in view.notes]
    if parts:
        parts.append('<p class="head">What the program answers</p>')
    return "".join(parts)


def day_of(instant: str) -> str:
    return local_time(instant)[:10]


def _stale(review: Review, colors: Colors) -> str:
    """A banner that says what is no longer as it was looked at."""
    changes = "<br>".join(escape(_in_words(part)) for part in review.stale.split("; "))
    return (
        f'<table width="100%" cellspacing="0" bgcolor="{colors.caution_wash}"><tr>'
        f'<td style="padding: {px(8)}px; border-left: {px(6)}px solid {colors.caution}">'
        '<img src="decision:stale"> <b>Changed since it was decided. Look at it again.</b><br>'
        f"{changes}</td></tr></table>"
    )


def _in_words(change: str) -> str:
    """``Answer: Hand review → Dismissal`` of the names that the store keeps."""
    if change.startswith("answer: "):
        change = outcome_names_in_words(change)
    return change[:1].upper() + change[1:]


def _at_another_desk(package: str) -> str:
    return (
        f"<p><b>At another desk: {escape(package)}.</b> What is decided here and there is held "
        "against each other when the package comes back.</p>"
    )


def _decision(review: Review, view: CaseView) -> str:
    lines = [f'<img src="decision:{escape(review.decision)}"> {_decision_words(review)}']
    if review.decision == OVERRIDDEN:
        lines.append(_other_answer(review))
        reason = f"{view.reason_words} ({review.reason_code})".strip()
        lines.append(f"Reason: {escape(reason)}")
    if review.words:
        lines.append(escape(review.words))
    lines += _approval(review, is_needed=view.needs_approval)
    return f"<p>{'<br>'.join(lines)}</p>"


def _decision_words(review: Review) -> str:
    words = f"{STATE_WORDS[review.decision]} by {review.reviewer} on {day_of(review.decided_at)}"
    if review.decision == PARKED and review.remind_on:
        words += f", until {review.remind_on}"
    text = f"<b>{escape(words)}.</b>"
    if review.sample_id:
        text += f" Together with a set whose sample {review.sample_id} was found right."
    return text


def _other_answer(review: Review) -> str:
    """The program's answer struck out beside the person's."""
    before = outcome_word(as_outcome(review.outcome))
    after = as_outcome(review.new_outcome)
    told = [
        part.replace("_", " ").lower() for part in (review.new_remedy, review.new_procedure) if part
    ]
    more = f" ({escape(', '.join(told))})" if told else ""
    return (
        f'The program: <s>{escape(before)}</s>. The reviewer: <img src="outcome:{after.name}"> '
        f"<b>{escape(outcome_word(after))}</b>{more}"
    )


def _approval(review: Review, *, is_needed: bool) -> Iterator[str]:
    if review.approved_at:
        yield f"Approved by {escape(review.approver)} on {day_of(review.approved_at)}."
    elif is_needed:
        yield "<b>Awaits the approval of a second person.</b>"


def _question(question: Question) -> str:
    asked = f"Asked an attorney by {question.who} on {day_of(question.at)}."
    lines = [f"<b>{escape(asked)}</b> {escape(question.words)}"]
    if question.is_open:
        lines.append("No answer yet; no paper is made until there is one.")
    else:
        by = f"Answered by {question.answered_by} on {day_of(question.answered_at)}."
        lines.append(f"<b>{escape(by)}</b> {escape(question.answer)}")
    return f"<p>{'<br>'.join(lines)}</p>"


def _note(note: Note) -> str:
    by = f"Note of {note.who}, {day_of(note.at)}:"
    return f"<p><b>{escape(by)}</b> {escape(note.words)}</p>"
