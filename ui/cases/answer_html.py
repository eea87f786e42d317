"""The answer as a page of text: outcome, what is open, what would change it, every rule with
its facts and where each fact stands. The words are those of
`app.rules.explaining.statements`; the view puts pictures for the shapes and opens the links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from app.model.dates import PartialDate
from app.model.record import Charge, Level, RowRef
from app.model.statements import Kind, Statement
from app.rules.explaining.statements import place_in_words
from ui.cases.case_view import CaseView
from ui.cases.decided_html import decided_html
from ui.cases.history import describe_sentence
from ui.rich_text import page_of
from ui.theme import Colors, px

_TRUTHS = {
    "met": "MET",
    "decides": "MET",
    "not met": "NOT_MET",
    "not met, decides": "NOT_MET",
    "unknown": "UNKNOWN",
    "unknown, decides": "UNKNOWN",
}
_QUIET = ("switched off", "not in force", "not reached")
_MARK_PX = 104


@dataclass(frozen=True, slots=True)
class Link:
    """What an anchor of the page points at."""

    at: RowRef
    column: str

    @property
    def href(self) -> str:
        return f"row:{self.at.source}:{self.at.row}:{self.column}"

    @staticmethod
    def read(href: str) -> Link | None:
        """The link behind an anchor of this page, None for any other text."""
        kind, _, rest = href.partition(":")
        parts = rest.split(":", 2)
        if kind != "row" or len(parts) != 3 or not (parts[0].isdigit() and parts[1].isdigit()):
            return None
        return Link(RowRef(int(parts[0]), int(parts[1])), parts[2])


def answer_page(view: CaseView, colors: Colors) -> str:
    """The whole page as the rich text that Qt understands."""
    body = _conviction(view) + decided_html(view, colors) + _answer(view)
    return page_of(body, colors)


def _conviction(view: CaseView) -> str:
    found = [c for c in view.sheet.convictions() if c.charge.at == view.at]
    if not found:
        return ""
    charge, event = found[0].charge, found[0].event
    level = "level unknown" if charge.level is Level.UNKNOWN else charge.level.value
    numbers = ", ".join(found[0].case_numbers) or charge.case_number or "no case number"
    where = event.agency or event.county or "court unknown"
    lines = [
        _offense_words(charge),
        f"{level.capitalize()}, convicted {_day(event.on)}, {escape(where)}, " + escape(numbers),
    ]
    if charge.sentence:
        parts = ", ".join(describe_sentence(part) for part in charge.sentence)
        lines.append(f"Sentence: {escape(parts)}")
    lines += [
        f"Already on record: {escape(relief.kind.value)}, {_day(relief.on)}"
        for relief in charge.relief
    ]
    lines.append(f'<a href="{escape(Link(view.at, "").href)}">Open the source row</a>')
    return f"<p>{'<br>'.join(lines)}</p>"


def _day(on: PartialDate) -> str:
    return "date not on record" if on.is_unknown else escape(str(on))


def _offense_words(charge: Charge) -> str:
    """The offense as printed, which mostly begins with the section; else both."""
    section, offense = charge.section_text or "No section printed", charge.offense
    if offense.startswith(section):
        return f"<b>{escape(offense)}</b>"
    return f"<b>{escape(section)}</b> {escape(offense)}"


def _answer(view: CaseView) -> str:
    if view.problem:
        return f"<p><b>The rules cannot be shown.</b> {escape(view.problem)}</p>"
    if view.traced is None:
        return (
            "<p>This conviction has no answer: it is outside what the policy asks about, "
            "or the record has not been checked since it came in.</p>"
        )
    return statements_html(view.traced.statements)


def statements_html(statements: Sequence[Statement]) -> str:
    """Statements as rich text; the trail of a fact is a `Link`."""
    return "".join(_parts(statements))


def _parts(statements: Sequence[Statement]) -> Iterator[str]:
    """The statements in their order; a rule with what belongs to it is a row of a table."""
    rules: list[str] = []
    place = 0
    while place < len(statements):
        one = statements[place]
        if one.kind is Kind.RULE:
            end = place + 1
            while end < len(statements) and statements[end].depth:
                end += 1
            rules.append(_rule(one, statements[place + 1 : end]))
            place = end
            continue
        if rules:
            yield _table(rules)
            rules = []
        yield _line(one)
        place += 1
    if rules:
        yield _table(rules)


def _table(rows: list[str]) -> str:
    return f'<table width="100%" cellspacing="0">{"".join(rows)}</table>'


def _line(one: Statement) -> str:
    """A statement that is not of a rule, as a paragraph."""
    text = escape(one.text)
    if one.kind is Kind.ANSWER and one.outcome is not None:
        return f'<p class="large"><img src="outcome:{one.outcome.name}"> {text}</p>'
    if one.kind is Kind.HEADING:
        return f'<p class="head">{text}</p>'
    if one.kind is Kind.UNKNOWN:
        return f'<p><img src="truth:UNKNOWN"> <b>{escape(one.bare)}</b>{_trail(one)}</p>'
    if one.kind is Kind.WHAT_IF:
        return _with_shape(one, px(22))
    if one.kind is Kind.CHANGE:
        return _with_shape(one, 0)
    if one.kind is Kind.SETTLED:
        return f"<p><b>{text}</b></p>"
    kind = "second" if one.kind in (Kind.POLICY, Kind.SOURCE) else ""
    return f'<p class="{kind}">{text}</p>'


def _with_shape(one: Statement, indent: int) -> str:
    """The shape of the answer that a statement is about, before its words."""
    shape = f'<img src="outcome:{one.outcome.name}"> ' if one.outcome is not None else ""
    return f'<p style="margin-left: {indent}px">{shape}{escape(one.text)}</p>'


def _rule(one: Statement, below: Sequence[Statement]) -> str:
    """A rule with how it came out; one that was not asked stays quiet."""
    if one.mark in _QUIET:
        return (
            f'<tr><td valign="top" width="{px(_MARK_PX)}" class="small">{one.mark.capitalize()}'
            f'</td><td valign="top" class="small">{escape(one.text)}</td></tr>'
        )
    word = one.mark.capitalize().replace(", ", ",<br>").replace(" ", "&nbsp;")
    asks = f"<b>{escape(one.text)}</b>" if one.mark.endswith("decides") else escape(one.text)
    lines = [asks, *(_below(statement) for statement in below)]
    truth = _TRUTHS.get(one.mark, "UNKNOWN")
    return (
        f'<tr><td valign="top" width="{px(_MARK_PX)}"><img src="truth:{truth}">&nbsp;{word}</td>'
        f'<td valign="top">{"<br>".join(lines)}</td></tr>'
    )


def _below(one: Statement) -> str:
    """A fact with the way to its cell, what the rule would answer, what it cites."""
    if one.kind is Kind.FACT:
        return f"{escape(one.bare)}{_trail(one)}"
    return f'<span class="small">{escape(one.text)}</span>'


def _trail(one: Statement) -> str:
    """Where a fact stands, as a link to the row."""
    fact = one.fact
    if fact is None or fact.at is None:
        return ""
    told = escape(place_in_words(fact, one.place))
    href = escape(Link(fact.at, fact.column).href)
    return f' <a class="small" href="{href}">{told}</a>'
