"""The answer as a page of text: outcome, deciding reason, every rule with its facts and where
each fact stands. Pure text; the view puts pictures for the shapes and opens the links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from app.jobs.trace import SourceRow
from app.model.record import Charge, Level, RowRef
from app.model.relief import Determination, Explanation, Fact, Finding, Outcome
from app.model.truth import Truth
from app.store.reviews import ACCEPTED
from ui.cases.case_view import CaseView
from ui.cases.history import describe_sentence
from ui.marks import as_outcome, outcome_word
from ui.tables.audit import local_time
from ui.theme import Colors

TRUTH_WORDS = {Truth.MET: "Met", Truth.NOT_MET: "Not met", Truth.UNKNOWN: "Unknown"}
_LONGEST_CELL = 80


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


def answer_page(view: CaseView, colors: Colors, caption_px: int) -> str:
    """The whole page as the rich text that Qt understands."""
    style = (
        f"a {{ color: {colors.primary}; }} .second {{ color: {colors.secondary}; }}"
        f".small {{ font-size: {caption_px}px; color: {colors.secondary}; }}"
        f"td {{ padding: 3px 8px 3px 0; }}"
    )
    body = _conviction(view) + _decision(view) + _answer(view)
    if view.traced is not None:
        body += _findings(
            view.traced.explanation, view.traced.places, 8 * caption_px, view.policy_title
        )
    return f"<html><head><style>{style}</style></head><body>{body}</body></html>"


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
        f"{level.capitalize()}, convicted {escape(str(event.on))}, {escape(where)}, "
        + escape(numbers),
    ]
    if charge.sentence:
        parts = ", ".join(describe_sentence(part) for part in charge.sentence)
        lines.append(f"Sentence: {escape(parts)}")
    lines += [
        f"Already on record: {escape(relief.kind.value)}, {escape(str(relief.on))}"
        for relief in charge.relief
    ]
    lines.append(f'<a href="{escape(Link(view.at, "").href)}">Open the source row</a>')
    return f"<p>{'<br>'.join(lines)}</p>"


def _offense_words(charge: Charge) -> str:
    """The offense as printed, which mostly begins with the section; else both."""
    section, offense = charge.section_text or "No section printed", charge.offense
    if offense.startswith(section):
        return f"<b>{escape(offense)}</b>"
    return f"<b>{escape(section)}</b> {escape(offense)}"


def _decision(view: CaseView) -> str:
    review = view.review
    if review is None:
        return ""
    word = "Accepted" if review.decision == ACCEPTED else "Held back"
    text = f"{word} by {review.reviewer} on {local_time(review.decided_at)[:10]}."
    if review.reason:
        text += f" {review.reason}"
    text = f'<img src="decision:{escape(review.decision)}"> <b>{escape(text)}</b>'
    if review.outcome and review.outcome != view.row.outcome:
        before = outcome_word(as_outcome(review.outcome))
        text += (
            f"<br>The answer has changed since: it was {escape(before)} "
            f"({escape(review.outcome_reason)}). Look at it again."
        )
    return f"<p>{text}</p>"


def _answer(view: CaseView) -> str:
    if view.problem:
        return f"<p><b>The rules cannot be shown.</b> {escape(view.problem)}</p>"
    if view.traced is None:
        return (
            "<p>This conviction has no answer: it is outside what the policy asks about, "
            "or the record has not been checked since it came in.</p>"
        )
    determination = view.traced.explanation.determination
    text = (
        f'<img src="outcome:{determination.outcome.name}"> '
        f'<b style="font-size: large">{escape(determination.outcome.value)}</b>'
        f"<br>{escape(determination.reason)}"
    )
    if determination.missing:
        text += f"<br><b>Not known:</b> {escape(', '.join(determination.missing))}"
    deciding = _deciding(view.traced.explanation.findings, determination)
    if deciding is not None and deciding.citations:
        text += f'<br><span class="second">{escape("; ".join(deciding.citations))}</span>'
    return f"<p>{text}</p>"


def _deciding(findings: tuple[Finding, ...], determination: Determination) -> Finding | None:
    for finding in findings:
        if finding.is_deciding or finding.rule_id == determination.rule_id:
            return finding
    return None


def _findings(
    explanation: Explanation,
    places: Mapping[RowRef, SourceRow],
    width_px: int,
    policy_title: str,
) -> str:
    head = (
        f"<p><b>Every rule of {escape(policy_title or explanation.policy_id)}</b> "
        f'<span class="second">version {escape(explanation.policy_version)}, '
        f"as of {explanation.as_of}</span></p>"
    )
    rows = "".join(_finding(finding, places, width_px) for finding in explanation.findings)
    return f'{head}<table width="100%" cellspacing="0">{rows}</table>'


def _finding(finding: Finding, places: Mapping[RowRef, SourceRow], width_px: int) -> str:
    word = TRUTH_WORDS[finding.truth]
    asks = escape(finding.asks or finding.rule_id)
    if finding.is_deciding:
        asks = f"<b>{asks}</b> (decides)"
    would = "" if finding.outcome is Outcome.NO_ANSWER else outcome_word(finding.outcome)
    would += f": {finding.reason}" if would and finding.reason else ""
    cited = "; ".join(finding.citations)
    second = f"{would} ({cited})" if would and cited else would or cited
    lines = [asks, f'<span class="small">{escape(second)}</span>']
    lines += [_fact(fact, places) for fact in finding.facts]
    return (
        f'<tr><td valign="top" width="{width_px}">'
        f'<img src="truth:{finding.truth.name}">&nbsp;{word.replace(" ", "&nbsp;")}</td>'
        f'<td valign="top">{"<br>".join(lines)}</td></tr>'
    )


def _fact(fact: Fact, places: Mapping[RowRef, SourceRow]) -> str:
    value = fact.value if fact.is_known else f"unknown, {fact.value}" if fact.value else "unknown"
    text = f"{escape(fact.name)}: {escape(value)}"
    if fact.at is None:
        return text
    trail = trail_words(fact, places.get(fact.at))
    href = escape(Link(fact.at, fact.column).href)
    return f'{text} <a class="small" href="{href}">{escape(trail)}</a>'


def trail_words(fact: Fact, place: SourceRow | None) -> str:
    """``from LA.dat row 48,212, column STP_EVENT_DATE: '19990301'``."""
    if fact.at is None:
        return ""
    if place is None:
        return f"from row {fact.at.row:,}" + (f", column {fact.column}" if fact.column else "")
    text = f"from {place.file_name} row {place.row:,}"
    if not fact.column:
        return text
    text += f", column {fact.column}"
    if fact.column in place.columns:
        cell = place.cell(fact.column).strip()
        cut = cell if len(cell) <= _LONGEST_CELL else cell[:_LONGEST_CELL] + "…"
        text += f": '{cut}'" if cell else ": empty"
    return text
