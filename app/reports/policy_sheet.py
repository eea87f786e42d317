"""The sign-off sheet of a policy: what is signed, what it does, and lines to sign on.

Letter pages: what the policy is and its SHA-256, the options chosen, the decision table, what
it produces on the office's data, limits, sources, and last the lines for a signature, all
blank. Equal readings and figures give equal bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from app.model.policy_reading import (
    ANSWERS,
    LACKING,
    LIMITS,
    LISTS,
    NOT_TRIED,
    OPTIONS,
    PROCEDURES,
    PRODUCED,
    REMEDIES,
    ROWS,
    SIGN_OFF,
    SOURCES,
    UNKNOWN,
    VALUES,
    WAYS,
    Asked,
    OptionReading,
    PolicyFigures,
    PolicyReading,
    RowReading,
    count,
)
from app.model.relief import Outcome
from app.reports.blocks import share
from app.reports.paged import Bit, Column, Pages, lay_out
from app.reports.sheet import (
    CAUTION_WASH,
    CONTENT_WIDTH,
    INK,
    MARGIN,
    PRIMARY,
    RIGHT,
    RULES,
    SECONDARY,
    WASH,
    Face,
    Sheet,
)
from app.reports.summary_report import OUTCOME_COLORS
from app.reports.wording import county_name, in_words, sentence_case
from app.version import PROGRAM, VERSION

_NO_DATE = date(2000, 1, 1)  # of the file, when no as-of date is given: no clock is looked at
_SMALL = 7.4
_MOST_FILES = 6
_SHORT = 40  # characters of a range that stay on one line
_BLANKS = (("Name", "Signature"), ("Title", "Date"), ("Office", ""))
_MEANS = (
    "Whoever signs approves this version and this text of the policy, with the options chosen "
    "above, for the office's use. It is no statement under oath."
)


def render_policy_sheet(reading: PolicyReading, figures: PolicyFigures | None = None) -> bytes:
    """The sheet as PDF. The document's date is the as-of date, when there is one."""
    sheet = Sheet(
        f"Sign-off sheet: {reading.title}",
        f"{reading.id}, version {reading.version}, SHA-256 {reading.sha256}",
        reading.as_of or _NO_DATE,
    )

    def furniture(sheet: Sheet, number: int, n_pages: int) -> None:
        _furniture(sheet, reading, figures, number, n_pages)

    def draw(pages: Pages) -> None:
        _draw(pages, reading, figures)

    lay_out(sheet, furniture, draw)
    return sheet.finish()


def _furniture(
    sheet: Sheet, reading: PolicyReading, figures: PolicyFigures | None, number: int, n_pages: int
) -> None:
    sheet.bar(0, 0, 612, 6, PRIMARY)
    head = f"{PROGRAM}" if number == 1 else f"Sign-off sheet: {reading.title}"
    sheet.text(MARGIN, 30, head, width=330, size=9, face=Face.BOLD, color=PRIMARY)
    if figures is not None and figures.is_practice:
        text = "PRACTICE: made-up people"
        width = sheet.text_width(text, 9, Face.BOLD) + 16
        sheet.bar(RIGHT - width, 27, width, 17, CAUTION_WASH)
        sheet.text(
            RIGHT - width + 8, 30, text, width=width - 8, size=9, face=Face.BOLD,
            color=(0x5C, 0x43, 0x10),
        )  # fmt: skip
    sheet.rule(756)
    as_of = f" · as of {reading.as_of.isoformat()}" if reading.as_of else ""
    says = f"{reading.id}, version {reading.version} · {reading.sha256[:16]}{as_of}"
    sheet.text(MARGIN, 761, f"{says} · {PROGRAM} {VERSION}", width=430, size=7.5, color=SECONDARY)
    sheet.text(
        RIGHT - 80, 761, f"Page {number} of {n_pages}", width=80, size=7.5, color=SECONDARY,
        align="R",
    )  # fmt: skip


def _draw(pages: Pages, reading: PolicyReading, figures: PolicyFigures | None) -> None:
    pages.turn(SIGN_OFF)
    _masthead(pages, reading)
    _options(pages, reading.options)
    pages.heading(ROWS)
    _rows(pages, reading.rows, figures)
    if reading.procedures:
        pages.heading(PROCEDURES)
        _rows(pages, reading.procedures, None)
    _values(pages, reading)
    _lists(pages, reading)
    pages.heading(UNKNOWN)
    pages.bullets(reading.unknown)
    _produced(pages, figures)
    pages.heading(LIMITS)
    pages.bullets(reading.limits)
    _sources(pages, reading)
    _signing(pages, reading)


def _masthead(pages: Pages, reading: PolicyReading) -> None:
    sheet = pages.sheet
    pages.y = 45
    title = [Bit(f"Sign-off sheet: {reading.title}", Face.BOLD, size=19)]
    for line in sheet.lines(title[0].text, CONTENT_WIDTH, 19, Face.BOLD):
        sheet.text(MARGIN, pages.y, line, width=CONTENT_WIDTH, size=19, face=Face.BOLD)
        pages.y += 24
    county = _county(reading.county)
    says = f"{county} · version {reading.version}"
    if reading.as_of:
        says += f" · as of {in_words(reading.as_of)}"
    sheet.text(MARGIN, pages.y, says, width=CONTENT_WIDTH, size=11, color=SECONDARY)
    pages.y += 22
    _hash(pages, reading)
    pages.paragraph(reading.provenance)
    pages.y += 3
    rows: list[tuple[list[Bit], list[Bit]]] = [
        ([Bit(name, color=SECONDARY)], [Bit(value)])
        for name, value in reading.facts
        if name != "County"
    ]
    asked = _asked(reading.scope_asked)
    rows[-1] = (rows[-1][0], [*rows[-1][1], *asked])
    pages.table((Column("", 78), Column("", CONTENT_WIDTH - 78)), rows, padding=2.0)


def _county(county: str) -> str:
    return county_name(county) if county.isupper() else f"County: {county}"


def _hash(pages: Pages, reading: PolicyReading) -> None:
    """The SHA-256 of the text, in groups to compare by eye."""
    sheet, y = pages.sheet, pages.y
    sheet.bar(MARGIN, y, CONTENT_WIDTH, 24, WASH)
    label = "SHA-256"
    sheet.text(MARGIN + 8, y + 7, label, width=60, size=8, face=Face.MEDIUM)
    groups = reading.sha256_in_groups
    sheet.text(MARGIN + 56, y + 7.5, groups, width=CONTENT_WIDTH - 62, size=8, face=Face.MONO)
    pages.y = y + 32


def _options(pages: Pages, options: Sequence[OptionReading]) -> None:
    if not options:
        return
    pages.heading(OPTIONS)
    columns = (Column("Option", 232), Column("Chosen", 132), Column("May be", 152))
    pages.table(columns, [_option(option) for option in options])


def _option(option: OptionReading) -> Sequence[Sequence[Bit]]:
    name = Bit(option.name, color=SECONDARY, size=_SMALL)
    color = SECONDARY if option.why_unused else PRIMARY
    chosen = [Bit(sentence_case(option.in_words), Face.MEDIUM, color)]
    if option.in_words.casefold() != option.value:
        chosen.append(Bit(option.value, color=SECONDARY, size=_SMALL))
    if option.why_unused:
        chosen.append(Bit(sentence_case(option.why_unused), color=SECONDARY, size=_SMALL))
    if not option.is_preset:
        chosen.append(Bit(f"Preset: {option.preset}", color=SECONDARY, size=_SMALL))
    parts = option.may_be.split("; ") if len(option.may_be) > _SHORT else [option.may_be]
    may_be = [Bit(part, color=SECONDARY, size=_SMALL) for part in parts]
    return [Bit(option.sentence), name], chosen, may_be


def _rows(pages: Pages, rows: Sequence[RowReading], figures: PolicyFigures | None) -> None:
    columns = [Column("", 20), Column("Question, and what is really asked", 304)]
    columns.append(Column("Answer, reason and citations", CONTENT_WIDTH - 324))
    if figures is not None:
        columns[1:] = [
            Column("Question, and what is really asked", 262),
            Column("Answer, reason and citations", CONTENT_WIDTH - 282 - 80),
            Column("decides", 36, "R"),
            Column("also met", 44, "R"),
        ]
    pages.table(columns, [_row(row, figures) for row in rows])


def _row(row: RowReading, figures: PolicyFigures | None) -> Sequence[Sequence[Bit]]:
    is_off = bool(row.why_off)
    ink = SECONDARY if is_off else INK
    question = [Bit(row.asks, Face.MEDIUM, ink), *_asked(row.asked)]
    mark = RULES if is_off else OUTCOME_COLORS.get(row.answer)
    answer = [
        Bit(sentence_case(row.answer), Face.MEDIUM, ink, mark=mark),
        Bit(row.reason, color=ink),
    ]
    when = "; ".join(row.conditions)
    if row.why_off:
        when = f"{row.why_off.partition(':')[0]}: {when}"
    notes = [row.remedy, when, f"{'; '.join(row.cite)} [{row.id}]"]
    answer += [Bit(sentence_case(note), color=SECONDARY, size=_SMALL) for note in notes if note]
    cells = [[Bit(str(row.place), color=SECONDARY)], question, answer]
    if figures is not None:
        counted = figures.of_row(row.id)
        for n in (counted.decided, counted.also):
            shown = "" if is_off else count(n)
            cells.append([Bit(shown, Face.MEDIUM if n else Face.REGULAR)])
    return cells


def _asked(asked: Sequence[Asked]) -> list[Bit]:
    return [Bit(one.says, color=SECONDARY, size=_SMALL, indent=8.0 * one.depth) for one in asked]


def _values(pages: Pages, reading: PolicyReading) -> None:
    if not reading.values:
        return
    pages.heading(VALUES)
    columns = (Column("", 200), Column("Days", 120), Column("Value", 76), Column("Citation", 120))
    rows = []
    for value in reading.values:
        named = [Bit(value.sentence), Bit(f"{value.name}; {value.chosen_by}", size=_SMALL)]
        for place, entry in enumerate(value.entries):
            cells = (entry.days, entry.value, entry.cite)
            rows.append([[] if place else named, *([Bit(text)] for text in cells)])
    pages.table(columns, rows)


def _lists(pages: Pages, reading: PolicyReading) -> None:
    if not reading.lists:
        return
    pages.heading(LISTS)
    pages.bullets(f"{one.title} ({one.cite}), {one.id}: {one.holds}." for one in reading.lists)
    pages.paragraph(reading.lists_note, size=_SMALL, color=SECONDARY)


def _produced(pages: Pages, figures: PolicyFigures | None) -> None:
    pages.heading(PRODUCED)
    if figures is None:
        pages.paragraph(NOT_TRIED)
        return
    pages.paragraph(figures.in_short)
    for file in figures.files[:_MOST_FILES]:
        says = f"{file.name}, {count(file.n_rows)} rows, SHA-256 {file.sha256}"
        pages.paragraph(says, size=6.8, color=SECONDARY)
    if len(figures.files) > _MOST_FILES:
        pages.paragraph(f"and {len(figures.files) - _MOST_FILES} more files", size=6.8)
    n_relief = sum(n for _, n in figures.remedies)
    n_in_review = dict(figures.outcomes).get(Outcome.HAND_REVIEW.value, 0)
    for head, rows, total, of in (
        (ANSWERS, figures.outcomes, figures.convictions, "of all"),
        (REMEDIES, figures.remedies, n_relief, "of these"),
        (WAYS, figures.procedures, sum(n for _, n in figures.procedures), "of these"),
        (LACKING, figures.lacking, n_in_review, "of hand review"),
    ):
        if rows:
            _counts(pages, (head, "convictions", of), rows, total)
    for sentence in figures.sentences:
        pages.paragraph(sentence)


def _counts(
    pages: Pages, heads: tuple[str, str, str], rows: Sequence[tuple[str, int]], total: int
) -> None:
    pages.y += 5
    pages.need(44)
    columns = tuple(
        Column(head, width, align)
        for head, width, align in zip(heads, (300, 70, 70), "LRR", strict=True)
    )
    pages.table(
        columns,
        [
            (
                [Bit(sentence_case(name), mark=OUTCOME_COLORS.get(name))],
                [Bit(count(n), Face.MEDIUM)],
                [Bit(share(n, total), color=SECONDARY)],
            )
            for name, n in rows
        ],
        padding=1.2,
    )


def _sources(pages: Pages, reading: PolicyReading) -> None:
    if not reading.sources:
        return
    pages.heading(SOURCES)
    words = {one.mark: one.mark_in_words for one in reading.sources}
    legend = "; ".join(f"{mark}: {words[mark]}" for mark in "VSCG" if mark in words)
    pages.paragraph(f"{legend}.", size=_SMALL, color=SECONDARY)
    columns = (Column("", 18), Column("Citation", 122), Column("Says", CONTENT_WIDTH - 140))
    pages.table(
        columns,
        [
            ([Bit(one.mark, Face.BOLD)], [Bit(one.cite, Face.MEDIUM)], [Bit(one.says)])
            for one in reading.sources
        ],
        padding=1.6,
    )


def _signing(pages: Pages, reading: PolicyReading) -> None:
    """Blank lines to sign on, then the table that records the signature in the file."""
    height = 40 + 36 * len(_BLANKS) + 9 * (7 + (len(reading.options) + 1) // 2) + 56
    pages.heading(SIGN_OFF, room=height)
    for sentence in reading.sign_off:
        pages.paragraph(sentence)
    pages.paragraph(_MEANS)
    for row in _BLANKS:
        pages.y += 24
        for place, name in enumerate(row):
            if name:
                _blank(pages, name, place)
        pages.y += 12
    pages.y += 8
    pages.paragraph(
        "Recorded at the end of the policy file, by the command below, as this table:",
        size=_SMALL, color=SECONDARY,
    )  # fmt: skip
    _record(pages, reading.record)
    pages.table((Column("", CONTENT_WIDTH),), [[[Bit(reading.record_with, Face.MONO, size=6.8)]]])


def _blank(pages: Pages, name: str, place: int) -> None:
    width = (CONTENT_WIDTH - 24) / 2
    x = MARGIN + place * (width + 24)
    pages.sheet.rule(pages.y, x, x + width, color=SECONDARY)
    pages.sheet.text(x, pages.y + 2.5, name, width=width, size=7.5, color=SECONDARY)


def _record(pages: Pages, lines: Sequence[str]) -> None:
    """The lines of the table in monospaced type, the options in two columns."""
    start = next((n for n, line in enumerate(lines) if line == "[sign_off.options]"), len(lines))
    for line in lines[: start + 1]:
        pages.need(9.0)
        pages.sheet.text(MARGIN, pages.y, line, width=CONTENT_WIDTH, size=6.8, face=Face.MONO)
        pages.y += 9.0
    options = lines[start + 1 :]
    half, width = (len(options) + 1) // 2, CONTENT_WIDTH / 2
    for left, right in zip_longest(options[:half], options[half:], fillvalue=""):
        pages.need(9.0)
        for x, line in ((MARGIN, left), (MARGIN + width, right)):
            pages.sheet.text(x, pages.y, line, width=width, size=6.8, face=Face.MONO)
        pages.y += 9.0
    pages.y += 4
