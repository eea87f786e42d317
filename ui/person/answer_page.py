"""The answer for one person on one page: who, every conviction, why, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from PySide6.QtCore import QUrl, Signal

from app.jobs.check_person import ConvictionAnswer, PersonAnswer
from app.model.record import RowRef
from app.model.statements import Kind, Statement
from app.rules.explaining.statements import (
    PROCEDURE_HEADING,
    RULES_HEADING,
    SOURCES_HEADING,
)
from app.store.queue import QueueRow
from ui.cases.answer_html import Link, statements_html
from ui.rich_text import RichText, page_of
from ui.theme import Colors
from ui.widgets import plural

_FOLDED = (RULES_HEADING, PROCEDURE_HEADING, SOURCES_HEADING)
_RULES = "rules"


class PersonAnswerView(RichText):
    """Shows the answer. ``line_wanted`` is a line of the record that a fact was read from."""

    line_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__("The answer and its reasons")
        self._answer: PersonAnswer | None = None
        self._opened: set[int] = set()  # answers whose rules are shown
        self._lines: dict[tuple[RowRef, str], int] = {}
        self.anchorClicked.connect(self._follow)

    def show_answer(self, answer: PersonAnswer | None) -> None:
        self._answer = answer
        self._opened = set()
        self._lines = dict(_lines_of(answer.answers)) if answer is not None else {}
        self.show_page()

    def make_page(self, colors: Colors) -> str:
        if self._answer is None:
            return ""
        page = answer_html(self._answer, self._opened)
        return page_of(
            page.replace("<hr>", f'<hr style="background-color: {colors.rule}">'), colors
        )

    def _follow(self, url: QUrl) -> None:
        kind, _, number = url.toString().partition(":")
        if kind == _RULES and number.isdigit():
            self._turn(int(number))
            return
        link = Link.read(url.toString())
        line = self._lines.get((link.at, link.column)) if link is not None else None
        if line is not None:
            self.line_wanted.emit(line)

    def _turn(self, number: int) -> None:
        """Open or close the rules of one answer; the page stays where it is."""
        self._opened ^= {number}
        at = self.verticalScrollBar().value()
        self.show_page()
        self.verticalScrollBar().setValue(at)


def answer_html(found: PersonAnswer, opened: set[int]) -> str:
    """The whole page; the rules of the answers in ``opened`` are spread out."""
    parts = ["".join(f'<p class="large">{escape(one)}</p>' for one in found.people)]
    parts.append(f"<p>{escape(count_in_words(found))}</p>")
    policy = next(
        (one for one in found.answers[0].traced.statements if one.kind is Kind.POLICY), None
    ) if found.answers else None  # fmt: skip
    if policy is not None:
        parts.append(f'<p class="second">{escape(policy.text)}</p>')
    for number, one in enumerate(found.answers):
        parts.append("<hr>" + _one(one, number, names=len(found.people) > 1,
                                   is_open=number in opened))  # fmt: skip
    if found.not_asked:
        parts.append('<hr><p class="head">Convictions that the policy does not ask about</p>')
        parts += [f"<p>{_conviction_words(row)}</p>" for row in found.not_asked]
    return "".join(parts)


def count_in_words(found: PersonAnswer) -> str:
    """How many convictions there are and how many the policy asks about, in a sentence."""
    if not found.n_convictions:
        return (
            "No conviction was found in the record. Look at the marked lines: what could not be "
            "read may be one."
        )
    convictions = plural(found.n_convictions, "conviction")
    n_asked = len(found.answers)
    if not n_asked:
        return f"{convictions} on record. The policy asks about none of them."
    if n_asked == found.n_convictions:
        about = "it" if n_asked == 1 else "all of them"
    else:
        about = f"{n_asked:,} of them"
    return f"{convictions} on record; the policy asks about {about}."


def _one(one: ConvictionAnswer, number: int, *, names: bool, is_open: bool) -> str:
    statements = [s for s in one.traced.statements if s.kind is not Kind.POLICY]
    shown, folded = _folded_apart(statements)
    name = f'<p class="second">{escape(one.row.name)}</p>' if names else ""
    n_rules = sum(1 for s in folded if s.kind is Kind.RULE)
    word = "Hide" if is_open else "Show"
    rules = (
        f'<p><a href="{_RULES}:{number}">{word} every rule ({n_rules:,}) and its sources</a></p>'
    )
    body = f"{name}<p>{_conviction_words(one.row)}</p>{statements_html(shown)}{rules}"
    return body + (statements_html(folded) if is_open else "")


def _folded_apart(statements: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """What is read at once, and what waits: every rule, how it is asked for, the sources."""
    shown: list[Statement] = []
    folded: list[Statement] = []
    here = shown
    for one in statements:
        if one.kind is Kind.HEADING:
            here = folded if one.text in _FOLDED else shown
        here.append(one)
    return shown, folded


def _conviction_words(row: QueueRow) -> str:
    level = "level unknown" if row.level == "unknown" else row.level
    parts = (
        level.capitalize() if level else "",
        f"convicted {row.convicted_on}" if row.convicted_on else "no conviction date",
        row.court or row.county or "court unknown",
        row.case_number or "no case number",
    )
    rest = ", ".join(escape(part) for part in parts if part)
    return f"<b>{escape(row.section or 'No section printed')}</b><br>{rest}"


def _lines_of(answers: Sequence[ConvictionAnswer]) -> Iterator[tuple[tuple[RowRef, str], int]]:
    """Where facts of a text stand: the line by the place that their links name."""
    for one in answers:
        for statement in one.traced.statements:
            fact, place = statement.fact, statement.place
            if fact is not None and fact.at is not None and place is not None and place.is_line:
                yield (fact.at, fact.column), place.row
