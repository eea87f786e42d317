"""The second page of the summary report: people, open points, what was run, definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.reports.blocks import (
    FULL,
    LEFT,
    RIGHT,
    BarRow,
    Column,
    bars,
    fold,
    heading,
    number,
    remark,
    table,
    without_small_cells,
)
from app.reports.facts import RunFacts
from app.reports.sheet import BOTTOM, CAUTION, PRIMARY, SECONDARY, Face, Sheet
from app.reports.summary import AGE_GROUPS
from app.reports.wording import definition, definitions, group_name, sentence_case

_ON_FIRST_PAGE = frozenset(
    {"CountSubjectsNoFelony", "CountSubjectsNoConvictionLast7Years", "CountSubjectsNoConviction"}
)
_TIGHT = 12.0
_AGES = [group_name(group) for group in AGE_GROUPS]
_MOST_FILES = 4
_MOST_OPTIONS = 16


@dataclass(frozen=True, slots=True)
class Density:
    """How closely the page is set: points between sections, size of the definitions,
    rows a list may have."""

    gap: float
    size: float
    n_rows: int


DENSITIES = (
    Density(24, 7.6, 8),
    Density(18, 7.6, 8),
    Density(14, 7.2, 8),
    Density(12, 7.0, 7),
    Density(10, 6.8, 6),
    Density(8, 6.6, 6),
    Density(8, 6.6, 5),
    Density(8, 6.2, 4),
    Density(6, 6.0, 3),
)


def draw_second_page(sheet: Sheet, y: float, run: RunFacts, summary: Mapping[str, Any]) -> None:
    """As roomy as what there is to say allows."""
    for density in DENSITIES[:-1]:
        with sheet.measuring():
            if _draw(sheet, y, run, summary, density) <= BOTTOM:
                break
    else:
        density = DENSITIES[-1]
    _draw(sheet, y, run, summary, density)


def _draw(
    sheet: Sheet, y: float, run: RunFacts, summary: Mapping[str, Any], density: Density
) -> float:
    people_end = _people(sheet, RIGHT, y, summary)
    left_end = _missing(sheet, LEFT, y, summary, density.n_rows)
    left_end = _criteria(sheet, left_end + density.gap, run, summary, density.n_rows)
    y = max(people_end, left_end) + density.gap
    issues_end = _issues(sheet, LEFT, y, summary, density.n_rows)
    rows_end = _quarantine(sheet, RIGHT, y, run, density.n_rows)
    y = _run(sheet, max(issues_end, rows_end) + density.gap, run, density.n_rows)
    return _definitions(sheet, y + density.gap, density.size)


def _people(sheet: Sheet, column: Column, y: float, summary: Mapping[str, Any]) -> float:
    y = heading(sheet, column, y, "People with some relief")
    total = summary["subjectsWithSomeReliefCount"]
    parts = (("Race", "peopleByRace", 6), ("Sex", "peopleBySex", 3), ("Age", "peopleByAge", 8))
    for name, key, limit in parts:
        rows = [
            BarRow(group_name(group), counts["withSomeRelief"])
            for group, counts in summary[key].items()
        ]
        if key == "peopleByAge":
            rows.sort(key=lambda row: _AGES.index(row.label))
        else:
            rows.sort(key=lambda row: (-row.n, row.label))
        shown = fold(without_small_cells(rows), limit, "groups")
        y = _group(sheet, column, y, name, shown, total)
    return y - 4


def _group(
    sheet: Sheet, column: Column, y: float, name: str, rows: list[BarRow], total: int
) -> float:
    sheet.text(column.x, y, name, width=column.width, size=8, face=Face.MEDIUM, color=SECONDARY)
    y += _TIGHT
    if not rows:
        return remark(sheet, column, y, "Too few people to tell them apart.") + 4
    return bars(sheet, column, y, rows, total=total, label_share=0.42, row_height=_TIGHT) + 4


def _missing(
    sheet: Sheet, column: Column, y: float, summary: Mapping[str, Any], n_rows: int
) -> float:
    y = heading(sheet, column, y, "What hand review lacks")
    n_in_review = summary["convictionsByOutcome"]["Hand Review"]
    rows = [
        BarRow(sentence_case(fact), n, CAUTION)
        for fact, n in _by_size(summary["handReviewByMissingFact"])
    ]
    if n := summary["handReviewWithNoFactMissing"]:
        rows.append(BarRow("Nothing: the policy asks for a person", n, SECONDARY))
        rows.sort(key=lambda row: -row.n)
    if not rows:
        return remark(sheet, column, y, "No conviction needs hand review.")
    rows = fold(rows, n_rows, "facts")
    return bars(sheet, column, y, rows, total=n_in_review, row_height=_TIGHT)


def _criteria(
    sheet: Sheet, y: float, run: RunFacts, summary: Mapping[str, Any], n_rows: int
) -> float:
    y = heading(sheet, LEFT, y, "Each criterion by itself")
    found = summary["criteria"]
    if not found:
        return remark(sheet, LEFT, y, "The policy has no criteria of additional relief.")
    words = dict(run.criteria)
    rows = [
        (
            sentence_case(words.get(rule, rule.replace("-", " "))),
            (n["decided"], n["alsoApplied"], n["decidedAlone"]),
        )
        for rule, n in found.items()
    ]
    rows.sort(key=lambda row: (-sum(row[1][:2]), row[0]))
    heads = ("Criterion", "decided", "also met", "only this")
    end = table(sheet, LEFT, y, heads, rows[:n_rows], number_width=40)
    return _and_more(sheet, LEFT, end, len(rows) - n_rows, "criterion criteria")


def _by_size(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _issues(
    sheet: Sheet, column: Column, y: float, summary: Mapping[str, Any], n_rows: int
) -> float:
    y = heading(sheet, column, y, "Doubts and repairs in the files")
    rows = [BarRow(kind, n, CAUTION) for kind, n in _by_size(summary["issues"])]
    if not rows:
        return remark(sheet, column, y, "None.")
    rows = fold(rows, n_rows, "kinds")
    return bars(
        sheet, column, y, rows, total=summary["lineCount"], row_height=_TIGHT, label_share=0.55
    )


def _quarantine(sheet: Sheet, column: Column, y: float, run: RunFacts, n_rows: int) -> float:
    y = heading(sheet, column, y, f"Quarantined rows: {number(run.n_quarantined)}")
    if not run.n_quarantined:
        return remark(sheet, column, y, "Every row could be read.")
    for one in run.quarantined[:n_rows]:
        place = f"row {number(one.row)}"
        width = sheet.text_width(place, 8, Face.MEDIUM)
        sheet.text(column.x, y, place, width=width + 1, size=8, face=Face.MEDIUM)
        says = f"{one.reason} ({one.file})" if len(run.inputs) > 1 else one.reason
        sheet.text(column.x + width + 6, y, says, width=column.width - width - 6, size=8)
        y += _TIGHT
    shown = min(len(run.quarantined), n_rows)
    return _and_more(sheet, column, y, run.n_quarantined - shown, "row rows")


def _and_more(sheet: Sheet, column: Column, y: float, n: int, words: str) -> float:
    """``words``: what there is more of, for one and for many ("row rows")."""
    if n <= 0:
        return y
    one, many = words.split()
    says = f"and {number(n)} more {one if n == 1 else many}"
    return remark(sheet, column, y, says, max_lines=1) + 2


def _run(sheet: Sheet, y: float, run: RunFacts, n_rows: int) -> float:
    y = heading(sheet, FULL, y, "What was run")
    policy = f"{run.policy_title} ({run.policy_id}, version {run.policy_version})"
    y = _hashed(sheet, y, policy, run.policy_sha256)
    y = _options(sheet, y + 2, run, 2 * n_rows)
    n_files = min(max(n_rows - 2, 2), _MOST_FILES)
    for file in run.inputs[:n_files]:
        y = _hashed(sheet, y, f"{file.name}, {number(file.n_rows)} rows", file.sha256)
    return _and_more(sheet, FULL, y, len(run.inputs) - n_files, "file files")


def _hashed(sheet: Sheet, y: float, text: str, sha256: str) -> float:
    """A name with the first digits of its SHA-256 beside it and all of them below."""
    short = 70.0
    sheet.text(FULL.x, y, text, width=FULL.width - short - 8, size=8.5, face=Face.MEDIUM)
    sheet.text(FULL.right - short, y, sha256[:12], width=short, size=8, face=Face.MONO, align="R")
    full = f"SHA-256 {sha256}"
    sheet.text(FULL.x, y + 12, full, width=FULL.width, size=6.5, face=Face.MONO, color=SECONDARY)
    return y + 23


def _options(sheet: Sheet, y: float, run: RunFacts, n_shown: int) -> float:
    """Options in two columns, read down the left one first."""
    shown = run.options[: min(n_shown, _MOST_OPTIONS)]
    half = (len(shown) + 1) // 2
    for place, (name, value) in enumerate(shown):
        column = LEFT if place < half else RIGHT
        at = y + (place if place < half else place - half) * 11
        sheet.text(column.x, at, name, width=column.width - 64, size=8, color=SECONDARY)
        sheet.text(
            column.right - 60, at, value, width=60, size=8, face=Face.MEDIUM, color=PRIMARY,
            align="R",
        )  # fmt: skip
    end = y + half * 11 + (4 if shown else 0)
    return _and_more(sheet, FULL, end, len(run.options) - len(shown), "option options")


def _definitions(sheet: Sheet, y: float, size: float) -> float:
    """How the figures are counted, small, in two columns of about equal length."""
    y = heading(sheet, FULL, y, "How the figures are counted")
    keys = [key for key in definitions() if key not in _ON_FIRST_PAGE]
    heights = [_definition(sheet, LEFT, 0, key, size, is_drawn=False) for key in keys]
    column, at, placed, end = LEFT, y, 0.0, y
    for key, height in zip(keys, heights, strict=True):
        if column is LEFT and placed + height / 2 > sum(heights) / 2:
            column, at = RIGHT, y
        at = _definition(sheet, column, at, key, size)
        placed += height
        end = max(end, at)
    return end


def _definition(
    sheet: Sheet, column: Column, y: float, key: str, size: float, *, is_drawn: bool = True
) -> float:
    """Its label and its sentence; returns where the next may begin."""
    label, says = definition(key)
    if not is_drawn:
        n_lines = 1 + len(sheet.lines(says, column.width, size))
        return y + n_lines * size * 1.3 + size * 0.5
    sheet.text(column.x, y, label, width=column.width, size=size, face=Face.MEDIUM)
    y = sheet.paragraph(
        column.x, y + size * 1.3, says, width=column.width, size=size, leading=1.3,
        color=SECONDARY,
    )  # fmt: skip
    return y + size * 0.5
