"""A policy's reading as lines of text for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

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
    RowCount,
    RowReading,
    count,
)


def text_lines(
    reading: PolicyReading, figures: PolicyFigures | None = None, width: int = 100
) -> list[str]:
    """Plain lines no wider than ``width``, but for a word that is longer."""
    return list(_lines(reading, figures, width))


def _lines(reading: PolicyReading, figures: PolicyFigures | None, width: int) -> Iterator[str]:
    yield from _wrapped("", reading.title, width)
    name_width = max(len(name) for name, _ in reading.facts)
    for name, value in (*reading.facts, ("SHA-256", reading.sha256)):
        yield from _wrapped(f"  {name:<{name_width}}  ", value, width)
    yield from _asked(reading.scope_asked, " " * (name_width + 4), width)
    yield ""
    yield from _wrapped("", reading.provenance, width)
    if reading.options:
        yield from _heading(OPTIONS)
        for option in reading.options:
            yield from _option(option, width)
    yield from _heading(ROWS)
    for row in reading.rows:
        yield from _row(row, figures.of_row(row.id) if figures else None, width)
    if reading.procedures:
        yield from _heading(PROCEDURES)
        for row in reading.procedures:
            yield from _row(row, None, width)
    yield from _values(reading, width)
    yield from _lists(reading, width)
    yield from _bulleted(UNKNOWN, reading.unknown, width)
    yield from _produced(figures, width)
    yield from _bulleted(LIMITS, reading.limits, width)
    yield from _heading(SOURCES)
    for source in reading.sources:
        yield from _wrapped("  - ", f"{source.cite}: {source.says}", width)
        yield from _wrapped("      ", f"[{source.mark}] {source.mark_in_words}", width)
    yield from _bulleted(SIGN_OFF, reading.sign_off, width)


def _wrapped(indent: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [indent.rstrip()]


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text


def _bulleted(heading: str, texts: Iterable[str], width: int) -> Iterator[str]:
    yield from _heading(heading)
    for text in texts:
        yield from _wrapped("  - ", text, width)


def _option(option: OptionReading, width: int) -> Iterator[str]:
    words = "" if option.in_words == option.value else f" ({option.in_words})"
    unused = f" ({option.why_unused})" if option.why_unused else ""
    yield from _wrapped("  ", f"{option.name} = {option.value}{words}{unused}", width)
    preset = "the preset" if option.is_preset else f"the preset is {option.preset}"
    yield from _wrapped("      ", f"{option.sentence}.", width)
    yield from _wrapped("      ", f"May be {option.may_be}; {preset}.", width)


def _row(row: RowReading, counted: RowCount | None, width: int) -> Iterator[str]:
    off = " (switched off)" if row.why_off.startswith("switched off") else ""
    yield from _wrapped(f"{row.place:3}. ", f"[{row.id}] {row.asks}{off}", width)
    if row.why_off and not off:
        yield from _wrapped("     ", f"({row.why_off})", width)
    answer = f"{row.answer}: {row.reason}" + (f" ({row.remedy})" if row.remedy else "")
    yield from _wrapped("     -> ", answer, width)
    yield from _asked(row.asked, "        ", width)
    for condition in row.conditions:
        yield from _wrapped("        ", condition, width)
    yield from _wrapped("        ", "; ".join(row.cite), width)
    if counted is not None:
        yield f"        decides {count(counted.decided)}, applies as well to {count(counted.also)}"


def _asked(asked: tuple[Asked, ...], indent: str, width: int) -> Iterator[str]:
    for one in asked:
        yield from _wrapped(f"{indent}{'  ' * one.depth}", one.says, width)


def _values(reading: PolicyReading, width: int) -> Iterator[str]:
    if not reading.values:
        return
    yield from _heading(VALUES)
    for value in reading.values:
        yield from _wrapped("  ", f"{value.name}: {value.sentence} ({value.chosen_by})", width)
        days = max(len(entry.days) for entry in value.entries)
        for entry in value.entries:
            yield from _wrapped(
                f"      {entry.days:<{days}}  ", f"{entry.value} ({entry.cite})", width
            )


def _lists(reading: PolicyReading, width: int) -> Iterator[str]:
    if not reading.lists:
        return
    yield from _heading(LISTS)
    for one in reading.lists:
        yield from _wrapped("  - ", f"{one.title} ({one.cite}), {one.id}: {one.holds}", width)
    yield from _wrapped("  ", reading.lists_note, width)


def _produced(figures: PolicyFigures | None, width: int) -> Iterator[str]:
    yield from _heading(PRODUCED)
    if figures is None:
        yield from _wrapped("  ", NOT_TRIED, width)
        return
    yield from _wrapped("  ", figures.in_short, width)
    for file in figures.files:
        says = f"{file.name}, {count(file.n_rows)} rows, SHA-256 {file.sha256}"
        yield from _wrapped("  ", says, width)
    yield from _counts(ANSWERS, figures.outcomes)
    yield from _counts(REMEDIES, figures.remedies)
    yield from _counts(WAYS, figures.procedures)
    yield from _counts(LACKING, figures.lacking)
    for sentence in figures.sentences:
        yield from _wrapped("  ", sentence, width)


def _counts(head: str, rows: Iterable[tuple[str, int]]) -> Iterator[str]:
    shown = [(name, count(n)) for name, n in rows]
    if not shown:
        return
    yield f"  {head}"
    names, numbers = (max(len(row[place]) for row in shown) for place in (0, 1))
    for name, n in shown:
        yield f"      {name:<{names}}  {n:>{numbers}}"
