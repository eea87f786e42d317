"""The summary report: two Letter pages with the figures of a run.

The first page says what was found and what would change, the second who is concerned,
what needs a person's eye, what was run, and how each figure is counted. It is drawn from
the same summary that becomes ``summary.json``; equal facts give equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.model.relief import Outcome, Procedure
from app.reports.blocks import (
    FULL,
    LEFT,
    RIGHT,
    ROW_HEIGHT,
    BarRow,
    bars,
    fold,
    heading,
    number,
    remark,
    table,
    tiles,
)
from app.reports.facts import RunFacts
from app.reports.provenance import draw_second_page
from app.reports.sheet import (
    BOTTOM,
    CAUTION,
    CAUTION_WASH,
    CONTENT_WIDTH,
    GOOD,
    MARGIN,
    PRIMARY,
    PRIMARY_PALE,
    SECONDARY,
    Color,
    Face,
    Sheet,
)
from app.reports.sheet import RIGHT as RIGHT_EDGE
from app.reports.summary import EFFECT_KEYS
from app.reports.wording import county_name, definition, in_words, sentence_case
from app.version import PROGRAM

N_PAGES = 2
OUTCOME_COLORS: dict[str, Color] = {
    Outcome.DISMISSAL.value: GOOD,
    Outcome.REDUCTION.value: PRIMARY,
    Outcome.NOT_ELIGIBLE.value: (0x71, 0x76, 0x7A),
    Outcome.MAYBE.value: (0xC2, 0x85, 0x0C),
    Outcome.HAND_REVIEW.value: CAUTION,
    Outcome.CITY_ATTORNEYS.value: PRIMARY_PALE,
    Outcome.NO_ANSWER.value: (0xA9, 0xAE, 0xB1),
}
_SHORT_OUTCOMES = {
    Outcome.DISMISSAL.value: "Dismissal",
    Outcome.REDUCTION.value: "Reduction",
    Outcome.NOT_ELIGIBLE.value: "Not eligible",
    Outcome.MAYBE.value: "Maybe eligible",
    Outcome.HAND_REVIEW.value: "Hand review",
    Outcome.CITY_ATTORNEYS.value: "City Attorneys",
    Outcome.NO_ANSWER.value: "No answer",
}
_HOW = {
    Procedure.PETITION.value: "by petition",
    Procedure.APPLICATION.value: "by application",
    Procedure.BY_HAND.value: "by no paper of their own",
    Procedure.UNKNOWN.value: "where petition or application is not known",
}
_MOST_REASONS = 16
_MOST_SECTIONS = 6


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the report says: the run, and its summary (`Figures.as_summary`), fresh or as it
    was kept with the run."""

    run: RunFacts
    summary: Mapping[str, Any]


def render_summary_report(facts: ReportFacts) -> bytes:
    """The report as a PDF of two pages. The document's date is the as-of date."""
    run, summary = facts.run, facts.summary
    title = f"Summary report: {county_name(run.county)}"
    sheet = Sheet(title, f"{run.policy_title}, as of {run.as_of.isoformat()}", run.as_of)
    sheet.add_page("What was found")
    _masthead(sheet, run, title)
    _first_page(sheet, summary)
    _footer(sheet, run, 1)
    sheet.add_page("People, open points, provenance")
    _running_head(sheet, run, title)
    draw_second_page(sheet, 62, run, summary)
    _footer(sheet, run, 2)
    return sheet.finish()


def _practice_mark(sheet: Sheet, run: RunFacts, y: float) -> None:
    if run.is_practice:
        text = "PRACTICE: made-up people"
        width = sheet.text_width(text, 9, Face.BOLD) + 16
        sheet.bar(RIGHT_EDGE - width, y - 3, width, 17, CAUTION_WASH)
        sheet.text(
            RIGHT_EDGE - width + 8, y, text, width=width - 8, size=9, face=Face.BOLD,
            color=(0x5C, 0x43, 0x10),
        )  # fmt: skip


def _masthead(sheet: Sheet, run: RunFacts, title: str) -> None:
    sheet.bar(0, 0, 612, 6, PRIMARY)
    sheet.text(MARGIN, 30, PROGRAM, width=200, size=9, face=Face.BOLD, color=PRIMARY)
    _practice_mark(sheet, run, 30)
    sheet.text(MARGIN, 45, title, width=CONTENT_WIDTH, size=21, face=Face.BOLD)
    says = f"{run.policy_title}, as of {in_words(run.as_of)}"
    sheet.text(MARGIN, 73, says, width=CONTENT_WIDTH, size=11, color=SECONDARY)
    if run.final:
        sheet.paragraph(
            MARGIN, 88, run.final, width=CONTENT_WIDTH, size=8, leading=1.2, max_lines=1,
            color=SECONDARY,
        )  # fmt: skip


def _running_head(sheet: Sheet, run: RunFacts, title: str) -> None:
    sheet.bar(0, 0, 612, 6, PRIMARY)
    sheet.text(MARGIN, 30, title, width=320, size=9, face=Face.BOLD, color=PRIMARY)
    _practice_mark(sheet, run, 30)


def _footer(sheet: Sheet, run: RunFacts, page: int) -> None:
    sheet.rule(756)
    left = f"As of {run.as_of.isoformat()} · {PROGRAM} {run.program_version}"
    sheet.text(MARGIN, 761, left, width=400, size=7.5, color=SECONDARY)
    sheet.text(
        RIGHT_EDGE - 100, 761, f"Page {page} of {N_PAGES}", width=100, size=7.5, color=SECONDARY,
        align="R",
    )  # fmt: skip


def _first_page(sheet: Sheet, summary: Mapping[str, Any]) -> None:
    """As roomy as what there is to say allows."""
    for gap in (26.0, 22.0, 18.0, 14.0):
        with sheet.measuring():
            if _draw_first_page(sheet, summary, gap) <= BOTTOM:
                break
    else:
        gap = 10.0
    _draw_first_page(sheet, summary, gap)


def _draw_first_page(sheet: Sheet, summary: Mapping[str, Any], gap: float) -> float:
    outcomes = summary["convictionsByOutcome"]
    y = tiles(
        sheet,
        100,
        (
            (number(summary["peopleInScope"]), "people in scope", PRIMARY),
            (number(summary["convictionsInScope"]), "convictions in scope", PRIMARY),
            (number(outcomes[Outcome.DISMISSAL.value]), "eligible for dismissal", GOOD),
            (number(outcomes[Outcome.REDUCTION.value]), "eligible for reduction", PRIMARY),
            (number(summary["subjectsWithSomeReliefCount"]), "people with some relief", GOOD),
        ),
    )
    y = _sentence(sheet, y + 10, summary)
    y = _effects(sheet, y + gap * 0.6, summary)
    below_left = _outcomes(sheet, y + gap * 0.6, summary)
    below_right = _sections(sheet, y + gap * 0.6, summary)
    return _reasons(sheet, max(below_left, below_right) + gap, summary)


def _sentence(sheet: Sheet, y: float, summary: Mapping[str, Any]) -> float:
    since = summary["earliestConviction"]
    says = (
        f"{number(summary['lineCount'])} rows were read, the records of"
        f" {number(summary['peopleInFiles'])} people with"
        f" {number(summary['convictionsInFiles'])} convictions in all."
    )
    if since:
        says += f" The earliest conviction in scope is of {in_words(since)}."
    return remark(sheet, FULL, y, says, max_lines=2)


def _effects(sheet: Sheet, y: float, summary: Mapping[str, Any]) -> float:
    """The three questions, with this policy and if every cannabis conviction went."""
    heads = ((90, ("with these", "choices")), (0, ("if every cannabis", "conviction went")))
    for right, words in heads:
        for place, line in enumerate(words):
            sheet.text(
                RIGHT_EDGE - 90 - right, y - 4 + 8.5 * place, line, width=90, size=7.2,
                color=SECONDARY, align="R",
            )  # fmt: skip
    y = heading(sheet, FULL, y, "What would change for people")
    chosen, everything = (
        summary["reliefWithCurrentEligibilityChoices"],
        summary["reliefWithDismissAllProp64"],
    )
    for key in EFFECT_KEYS:
        label, says = definition(key)
        width = CONTENT_WIDTH - 190
        sheet.text(MARGIN, y, label, width=width, size=10, face=Face.MEDIUM)
        below = sheet.paragraph(
            MARGIN, y + 13.5, says, width=width, size=7.6, leading=1.25, max_lines=3,
            color=SECONDARY,
        )  # fmt: skip
        top = y + 8
        sheet.text(
            RIGHT_EDGE - 180, top, number(chosen[key]), width=90, size=15, face=Face.BOLD,
            color=PRIMARY, align="R",
        )  # fmt: skip
        sheet.text(
            RIGHT_EDGE - 90, top, number(everything[key]), width=90, size=15, color=SECONDARY,
            align="R",
        )  # fmt: skip
        y = max(below, top + 18) + 6
    return y


def _outcomes(sheet: Sheet, y: float, summary: Mapping[str, Any]) -> float:
    y = heading(sheet, LEFT, y, "Answers")
    found = summary["convictionsByOutcome"]
    rows = [
        BarRow(outcome, found[outcome], color)
        for outcome, color in OUTCOME_COLORS.items()
        if found[outcome]
    ]
    if not rows:
        return remark(sheet, LEFT, y, "No conviction is in scope.")
    y = bars(sheet, LEFT, y, rows, total=summary["convictionsInScope"], label_share=0.45)
    says = _asked(summary)
    return remark(sheet, LEFT, y + 2, says, max_lines=4) if says else y


def _asked(summary: Mapping[str, Any]) -> str:
    """What the court is asked and how, where the policy says so; checks of before have neither."""
    sentences = (
        ("Asked of the court", summary.get("convictionsByRemedy", {})),
        ("How", summary.get("convictionsByProcedure", {})),
    )
    said = (
        (lead, [f"{number(n)} {_HOW.get(words, words)}" for words, n in found.items()])
        for lead, found in sentences
    )
    return " ".join(f"{lead}: {', '.join(parts)}." for lead, parts in said if parts)


def _sections(sheet: Sheet, y: float, summary: Mapping[str, Any]) -> float:
    y = heading(sheet, RIGHT, y, "Sections and levels")
    dismissed = summary["convictionDismissalCountByCodeSection"]
    reduced = summary["convictionReductionCountByCodeSection"]
    rows: list[tuple[str, tuple[int, ...]]] = [
        (
            f"HS {section}" if section[:1].isdigit() else sentence_case(section),
            (n, dismissed.get(section, 0), reduced.get(section, 0)),
        )
        for section, n in summary["convictionsBySection"].items()
    ]
    if rows:
        rows = _fold_table(sorted(rows), _MOST_SECTIONS)
        rows.append(("All", _added(rows)))
    y = table(
        sheet, RIGHT, y, ("Section", "convictions", "dismissal", "reduction"), rows,
        number_width=50, has_total=bool(rows),
    )  # fmt: skip
    levels = summary["convictionsByLevel"]
    says = ", ".join(
        f"{number(n)} {level if level != 'unknown' else 'of unknown level'}"
        for level, n in levels.items()
        if n or level != "infraction"
    )
    return remark(sheet, RIGHT, y + 2, f"By level: {says}.", max_lines=2)


def _fold_table(
    rows: Sequence[tuple[str, tuple[int, ...]]], limit: int
) -> list[tuple[str, tuple[int, ...]]]:
    """The cannabis sections stay; of the others the most frequent, the rest together."""
    if len(rows) <= limit:
        return list(rows)
    kept = [row for row in rows if row[0].startswith("HS 113")]
    others = sorted((row for row in rows if row not in kept), key=lambda row: -row[1][0])
    n_shown = max(limit - len(kept) - 1, 0)
    rest = others[n_shown:]
    return [*kept, *others[:n_shown], (f"{len(rest)} other sections", _added(rest))]


def _added(rows: Sequence[tuple[str, tuple[int, ...]]]) -> tuple[int, ...]:
    return tuple(sum(values) for values in zip(*(row[1] for row in rows), strict=True))


def _reasons(sheet: Sheet, y: float, summary: Mapping[str, Any]) -> float:
    """Reasons with the answer they give; what there is no room for together.

    What is unknown stands on the second page, fact by fact.
    """
    y = heading(sheet, FULL, y, "Reasons")
    rows = []
    n_unknown = 0
    for entry in summary["convictionsByReason"]:
        outcome = entry["outcome"]
        if outcome == Outcome.HAND_REVIEW.value and not entry["rule"]:
            n_unknown += entry["count"]
            continue
        reason = entry["reason"] or "No rule of the policy applies"
        color, note = OUTCOME_COLORS[outcome], _SHORT_OUTCOMES[outcome]
        rows.append(BarRow(reason, entry["count"], color, note))
    if n_unknown:
        outcome = Outcome.HAND_REVIEW.value
        reason = "A fact is unknown that could change the answer"
        rows.append(BarRow(reason, n_unknown, OUTCOME_COLORS[outcome], _SHORT_OUTCOMES[outcome]))
    room = max(int((BOTTOM - y) // ROW_HEIGHT), 1)
    shown = _most_frequent(rows, min(room, _MOST_REASONS))
    return bars(
        sheet, FULL, y, shown, total=summary["convictionsInScope"], label_share=0.62,
        note_width=84,
    )  # fmt: skip


def _most_frequent(rows: list[BarRow], limit: int) -> list[BarRow]:
    """The largest rows in the order given, the others together at the end."""
    if len(rows) <= limit:
        return rows
    kept = set(sorted(range(len(rows)), key=lambda place: -rows[place].n)[: limit - 1])
    first = [row for place, row in enumerate(rows) if place in kept]
    rest = [row for place, row in enumerate(rows) if place not in kept]
    return fold([*first, *rest], limit, "reasons")
