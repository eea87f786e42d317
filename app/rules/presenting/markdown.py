"""A policy's reading as Markdown, for a memorandum or an office's own files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def markdown_text(reading: PolicyReading, figures: PolicyFigures | None = None) -> str:
    """The whole reading, headings and tables in Markdown; ends in one line end."""
    return "\n".join(_parts(reading, figures)).rstrip() + "\n"


def plain_markdown(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _parts(reading: PolicyReading, figures: PolicyFigures | None) -> Iterator[str]:
    yield from (f"# {plain_markdown(reading.title)}", "")
    for name, value in reading.facts:
        yield f"- **{name}:** {plain_markdown(value)}"
        if name == "Answers for":
            yield from _asked(reading.scope_asked, "  ")
    yield from (f"- **SHA-256:** `{reading.sha256}`", "", plain_markdown(reading.provenance))
    if reading.options:
        yield from _heading(OPTIONS)
        heads = ("Option", "Chosen", "May be", "Preset")
        yield from _table(heads, [_option(option) for option in reading.options])
    yield from _heading(ROWS)
    yield from _rows(reading.rows, figures)
    if reading.procedures:
        yield from _heading(PROCEDURES)
        yield from _rows(reading.procedures, None)
    yield from _values(reading)
    if reading.lists:
        yield from _heading(LISTS)
        for one in reading.lists:
            says = f"{one.title} ({one.cite}), {one.id}: {one.holds}"
            yield f"- {plain_markdown(says)}"
        yield from ("", plain_markdown(reading.lists_note))
    yield from _bulleted(UNKNOWN, reading.unknown)
    yield from _produced(figures)
    yield from _bulleted(LIMITS, reading.limits)
    yield from _heading(SOURCES)
    sources = ((one.cite, f"{one.mark}: {one.mark_in_words}", one.says) for one in reading.sources)
    yield from _table(
        ("Citation", "Mark", "Says"), [tuple(map(plain_markdown, row)) for row in sources]
    )
    yield from _bulleted(SIGN_OFF, reading.sign_off)


def _heading(text: str) -> Iterator[str]:
    yield from ("", f"## {text}", "")


def _bulleted(heading: str, texts: Iterable[str]) -> Iterator[str]:
    yield from _heading(heading)
    for text in texts:
        yield f"- {plain_markdown(text)}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Cells are Markdown already."""
    yield "| " + " | ".join(heads) + " |"
    yield "| " + " | ".join("---" for _ in heads) + " |"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _option(option: OptionReading) -> tuple[str, str, str, str]:
    words = "" if option.in_words == option.value else f" ({plain_markdown(option.in_words)})"
    unused = f" ({plain_markdown(option.why_unused)})" if option.why_unused else ""
    return (
        f"{plain_markdown(option.sentence)} (`{option.name}`)",
        f"**{plain_markdown(option.value)}**{words}{unused}",
        plain_markdown(option.may_be),
        plain_markdown(option.preset),
    )


def _rows(rows: Iterable[RowReading], figures: PolicyFigures | None) -> Iterator[str]:
    for row in rows:
        off = f" ({plain_markdown(row.why_off)})" if row.why_off else ""
        yield f"{row.place}. **{plain_markdown(row.asks)}** (`{row.id}`){off}"
        remedy = f" ({plain_markdown(row.remedy)})" if row.remedy else ""
        answer = f"{plain_markdown(row.answer)}: {plain_markdown(row.reason)}{remedy}"
        yield f"    - Answer: {answer}"
        yield "    - Asked:"
        yield from _asked(row.asked, "        ")
        for condition in row.conditions:
            yield f"    - {plain_markdown(condition[:1].upper() + condition[1:])}"
        yield f"    - {plain_markdown('; '.join(row.cite))}"
        if figures is not None:
            counted = figures.of_row(row.id)
            also = f"applies as well to {count(counted.also)}"
            yield f"    - Decides {count(counted.decided)}, {also}"


def _asked(asked: Iterable[Asked], indent: str) -> Iterator[str]:
    for one in asked:
        yield f"{indent}{'    ' * one.depth}- {plain_markdown(one.says)}"


def _values(reading: PolicyReading) -> Iterator[str]:
    if not reading.values:
        return
    yield from _heading(VALUES)
    for value in reading.values:
        says = f"{value.sentence} ({value.chosen_by})"
        yield from (f"`{value.name}`: {plain_markdown(says)}", "")
        rows = ((one.days, one.value, one.cite) for one in value.entries)
        yield from _table(
            ("Days", "Value", "Citation"), [tuple(map(plain_markdown, row)) for row in rows]
        )
        yield ""


def _produced(figures: PolicyFigures | None) -> Iterator[str]:
    yield from _heading(PRODUCED)
    if figures is None:
        yield NOT_TRIED
        return
    yield from (plain_markdown(figures.in_short), "")
    for file in figures.files:
        yield f"- {plain_markdown(file.name)}, {count(file.n_rows)} rows, SHA-256 `{file.sha256}`"
    for head, rows in (
        (ANSWERS, figures.outcomes),
        (REMEDIES, figures.remedies),
        (WAYS, figures.procedures),
        (LACKING, figures.lacking),
    ):
        if rows:
            yield ""
            yield from _table(
                (head, "Convictions"), [(plain_markdown(name), count(n)) for name, n in rows]
            )
    for sentence in figures.sentences:
        yield from ("", plain_markdown(sentence))
