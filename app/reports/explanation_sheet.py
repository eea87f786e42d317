"""The explanation of one person's answers on Letter pages.

For every conviction asked about: the answer, the deciding rule, the facts it rests on with
the cell where each stands, what is not known and what it would change, and the next date on
which the answer changes; then the policy with its hash and options. The words are those of
the statements; nothing is worded here but headings and labels. Equal input gives equal
bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.model.explained import ExplainedConviction, ExplainedPerson
from app.model.statements import Kind, Statement
from app.reports.furniture import page_furniture
from app.reports.paged import Bit, Column, Pages, lay_out
from app.reports.sheet import (
    CAUTION,
    CONTENT_WIDTH,
    INK,
    MARGIN,
    SECONDARY,
    Face,
    Sheet,
)
from app.reports.summary_report import OUTCOME_COLORS
from app.reports.wording import county_name, in_words
from app.version import PROGRAM

TITLE = "Why this answer"
_SMALL = 7.4
_LABEL = 92.0
_COLUMNS = (Column("", _LABEL), Column("", CONTENT_WIDTH - _LABEL))
SCOPE = "scope"  # the first row of every explanation: why a conviction is asked about
_MOST_IN_FULL = 2  # convictions; with more of them the rules not met are only counted
_MOST_TOGETHER = 8  # paragraphs that stay on one page
_WAYS = (Kind.UNKNOWN, Kind.WHAT_IF, Kind.SETTLED)


def render_explanation_sheet(person: ExplainedPerson) -> bytes:
    """The sheet as PDF. The document's date is the as-of date."""
    sheet = Sheet(
        f"{TITLE}: {person.name}",
        f"{person.policy_title}, as of {person.as_of.isoformat()}",
        person.as_of,
    )

    def draw(pages: Pages) -> None:
        _draw(pages, person)

    foot = (
        f"{person.policy_id}, version {person.policy_version} · {person.policy_sha256[:16]} · "
        f"as of {person.as_of.isoformat()} · {PROGRAM} {person.program_version}"
    )
    lay_out(
        sheet, page_furniture(f"{TITLE}: {person.name}", foot, is_practice=person.is_practice), draw
    )
    return sheet.finish()


def _draw(pages: Pages, person: ExplainedPerson) -> None:
    pages.turn(TITLE)
    _masthead(pages, person)
    n_asked = len(person.convictions)
    for number, one in enumerate(person.convictions, start=1):
        lead = f"{number}. " if n_asked > 1 else ""
        _conviction(pages, one, lead, is_brief=n_asked > _MOST_IN_FULL)
    _sources(pages, person)
    _policy(pages, person)


def _masthead(pages: Pages, person: ExplainedPerson) -> None:
    sheet = pages.sheet
    sheet.text(MARGIN, 45, person.name, width=CONTENT_WIDTH, size=19, face=Face.BOLD)
    cii = f", CII {person.cii}" if person.cii else ""
    says = f"Born {person.born}{cii}"
    sheet.text(MARGIN, 71, says, width=CONTENT_WIDTH, size=10, color=SECONDARY)
    asked = (
        f"{TITLE}, by {person.policy_title} for {county_name(person.county)}, "
        f"as of {in_words(person.as_of)}"
    )
    pages.y = 87
    pages.paragraph(asked, size=10, color=SECONDARY)
    if person.n_not_asked:
        one = "1 other conviction" if person.n_not_asked == 1 else None
        text = one or f"{person.n_not_asked} other convictions"
        verb = "is" if one else "are"
        pages.paragraph(
            f"{text} on record {verb} outside what the policy asks about.", color=SECONDARY
        )


def _conviction(pages: Pages, one: ExplainedConviction, lead: str, *, is_brief: bool) -> None:
    pages.heading(f"{lead}{one.title}", room=90)
    pages.paragraph(one.details, color=SECONDARY)
    _answer(pages, one.statements)
    table: list[tuple[list[Bit], list[Bit]]] = []
    for label, bits in _parts(one.statements, is_brief=is_brief):
        for start in range(0, len(bits), _MOST_TOGETHER):
            shown = label if start == 0 else ""
            together = bits[start : start + _MOST_TOGETHER]
            table.append(([Bit(shown, Face.MEDIUM, SECONDARY)], together))
    pages.table(_COLUMNS, table)


def _answer(pages: Pages, statements: Sequence[Statement]) -> None:
    """The outcome large, with its color beside it, and the details of it."""
    answer = statements[0]
    color = OUTCOME_COLORS[answer.text]
    details = [one for one in statements if one.kind is Kind.DETAIL]
    pages.need(24 + 12 * len(details))
    pages.sheet.bar(MARGIN, pages.y + 1, 4, 15, color)
    pages.sheet.text(
        MARGIN + 11, pages.y, answer.text, width=CONTENT_WIDTH - 11, size=13, face=Face.BOLD
    )
    pages.y += 20
    for one in details:
        pages.paragraph(one.text, size=9, indent=11)
    pages.y += 2


def _parts(statements: Sequence[Statement], *, is_brief: bool) -> list[tuple[str, list[Bit]]]:
    """Label and paragraphs of every part of the table under an answer."""
    not_met = _compared(statements, "not met")
    if is_brief and not_met:
        says = f"{len(not_met)} rules; on the screen each stands with the value compared."
        not_met = [Bit(says, color=SECONDARY, size=_SMALL)]
    return [
        ("Rests on", _facts_of(statements)),
        ("Not known", [_way_bit(one) for one in statements if one.kind in _WAYS]),
        ("What would change it", [Bit(one.text) for one in statements if one.kind is Kind.CHANGE]),
        ("Open rules", _compared(statements, "unknown")),
        ("Asked, not met", not_met),
        ("Not asked", [] if is_brief else _off(statements)),
    ]


def _way_bit(one: Statement) -> Bit:
    if one.kind is Kind.UNKNOWN:
        return Bit(one.text, Face.MEDIUM, INK, mark=CAUTION)
    if one.kind is Kind.SETTLED:
        return Bit(one.text, Face.MEDIUM)
    return Bit(one.text, indent=8, mark=OUTCOME_COLORS[one.outcome.value] if one.outcome else None)


def _facts_of(statements: Sequence[Statement]) -> list[Bit]:
    """The facts of scope, deciding rule and procedure, each once, and what these cite."""
    rules = {SCOPE} | {one.rule_id for one in statements if one.mark.endswith("decides")}
    mine = [one for one in statements if one.rule_id in rules]
    facts = dict.fromkeys(one.text for one in mine if one.kind is Kind.FACT)
    cited = dict.fromkeys(cite for one in mine if one.kind is Kind.CITED for cite in one.citations)
    bits = [Bit(text) for text in facts]
    return [*bits, Bit("; ".join(cited), color=SECONDARY, size=_SMALL)] if cited else bits


def _compared(statements: Sequence[Statement], mark: str) -> list[Bit]:
    """Rules that came out so, each in one paragraph with the values that were compared."""
    bits = []
    for place, one in enumerate(statements):
        if one.kind is not Kind.RULE or one.mark != mark or one.rule_id == SCOPE:
            continue
        facts = []
        for below in statements[place + 1 :]:
            if below.kind is not Kind.FACT:
                break
            facts.append(below.bare)
        text = f"{one.text} {'; '.join(facts)}" if facts else one.text
        bits.append(Bit(text, color=SECONDARY, size=_SMALL))
    return bits


def _off(statements: Sequence[Statement]) -> list[Bit]:
    """Rows switched off, not in force or not reached, in one line each."""
    marks = ("switched off", "not in force", "not reached")
    off = [one for one in statements if one.mark in marks]
    return [Bit(f"{one.text} ({one.mark})", color=SECONDARY, size=_SMALL) for one in off]


def _sources(pages: Pages, person: ExplainedPerson) -> None:
    """What the citations are worth, once for all convictions."""
    texts = dict.fromkeys(
        one.text
        for conviction in person.convictions
        for one in conviction.statements
        if one.kind is Kind.SOURCE
    )
    if texts:
        pages.heading("Sources", room=40)
        for text in texts:
            pages.paragraph(text, size=_SMALL + 0.4, color=SECONDARY)


def _policy(pages: Pages, person: ExplainedPerson) -> None:
    pages.heading("What was asked", room=60)
    pages.paragraph(
        f"{person.policy_title} ({person.policy_id}, version {person.policy_version}), "
        f"SHA-256 {person.policy_sha256}; as of {person.as_of.isoformat()}; "
        f"{PROGRAM} {person.program_version}."
    )
    if person.options:
        said = "; ".join(f"{sentence}: {value}" for sentence, value in person.options)
        pages.paragraph(f"Options: {said}.", size=_SMALL + 0.4, color=SECONDARY)
    pages.paragraph(
        "Computed from the records in hand. What stands in no record is not known here.",
        size=_SMALL + 0.4, color=SECONDARY,
    )  # fmt: skip
