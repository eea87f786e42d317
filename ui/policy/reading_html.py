"""A policy, its words and its problems as pages of text. The words are those of the reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from app.model.policy_reading import (
    LIMITS,
    LISTS,
    OPTIONS,
    PROCEDURES,
    ROWS,
    SIGN_OFF,
    SOURCES,
    UNKNOWN,
    VALUES,
    Asked,
    OptionReading,
    PolicyReading,
    RowReading,
)
from app.model.relief import Outcome
from app.rules.loading.problems import Problem
from app.rules.predicates import PREDICATES
from app.rules.presenting.dictionary import takes
from ui.policy.case_run import CaseRun
from ui.rich_text import page_of
from ui.theme import Colors, px

_OUTCOMES = {outcome.value: outcome.name for outcome in Outcome}


def reading_page(reading: PolicyReading, colors: Colors) -> str:
    """The policy as an attorney reads it, in the order of the terminal and of Markdown."""
    parts = [_facts(reading), _p(reading.provenance)]
    if reading.options:
        parts += [_head(OPTIONS), _options(reading.options)]
    parts += [_head(ROWS), _rows(reading.rows)]
    if reading.procedures:
        parts += [_head(PROCEDURES), _rows(reading.procedures)]
    if reading.values:
        parts += [_head(VALUES), *_values(reading)]
    if reading.lists:
        says = [f"{one.title} ({one.cite}), {one.id}: {one.holds}" for one in reading.lists]
        parts += [_head(LISTS), _bullets(says), _p(reading.lists_note, "second")]
    parts += [_head(UNKNOWN), _bullets(reading.unknown)]
    parts += [_head(LIMITS), _bullets(reading.limits), _head(SOURCES), _sources(reading)]
    parts += [_head(SIGN_OFF), _bullets(reading.sign_off)]
    return page_of("".join(parts), colors)


def _p(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if text else ""


def _head(text: str) -> str:
    return f'<p class="head">{escape(text)}</p>'


def _bullets(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[str]) -> str:
    """Cells are rich text already; ``widths`` in pixels or percent."""
    line = "".join(
        f'<th width="{width}" align="left">{escape(head)}</th>'
        for head, width in zip(heads, widths, strict=True)
    )
    lines = [f"<tr>{line}</tr>"] if any(heads) else []
    for row in rows:
        cells = zip(row, widths, strict=True)
        lines.append(
            "<tr>" + "".join(f'<td width="{w}" valign="top">{c}</td>' for c, w in cells) + "</tr>"
        )
    return f'<table width="100%" cellspacing="0">{"".join(lines)}</table>'


def _second(text: str) -> str:
    return f'<span class="second">{escape(text)}</span>'


def _facts(reading: PolicyReading) -> str:
    rows = [(_second(name), escape(value)) for name, value in reading.facts]
    asked = _asked(reading.scope_asked)
    rows[-1] = (rows[-1][0], f"{rows[-1][1]}{asked}")
    rows.append((_second("SHA-256"), f'<span class="small">{reading.sha256_in_groups}</span>'))
    return _table(("", ""), rows, (str(px(110)), ""))


def _asked(asked: Iterable[Asked]) -> str:
    """The sentences of a condition, deeper ones further in."""
    return "".join(
        f'<p class="second" style="margin-left: {px(16) * (one.depth + 1)}px; margin-top: 0; '
        f'margin-bottom: 0;">{escape(one.says)}</p>'
        for one in asked
    )


def _options(options: Iterable[OptionReading]) -> str:
    rows = []
    for one in options:
        unused = f"<br>{_second(one.why_unused)}" if one.why_unused else ""
        preset = "the preset" if one.is_preset else f"the preset is {one.preset}"
        rows.append(
            (
                escape(one.sentence),
                f'<span class="strong">{escape(one.in_words)}</span>{unused}',
                _second(f"{one.may_be}; {preset}"),
            )
        )
    return _table(("The office decides", "Chosen", "May be"), rows, ("42%", "24%", "34%"))


def _rows(rows: Iterable[RowReading]) -> str:
    return _table(("", ""), [(f"{one.place}.", _row(one)) for one in rows], (str(px(36)), ""))


def _row(one: RowReading) -> str:
    """What is asked in an office's words, the answer, and what is really asked."""
    off = f" {_second(f'({one.why_off})')}" if one.why_off else ""
    remedy = f" ({one.remedy})" if one.remedy else ""
    name = _OUTCOMES.get(one.answer)
    shape = f'<img src="outcome:{name}"> ' if name else ""
    lines = [
        f'<span class="strong">{escape(one.asks)}</span>{off}',
        f"<br>{shape}{escape(f'{one.answer}: {one.reason}{remedy}')}",
        _asked(one.asked),
    ]
    lines += [_p(condition[:1].upper() + condition[1:], "second") for condition in one.conditions]
    lines.append(f'<p class="small">{escape("; ".join(one.cite))} · {escape(one.id)}</p>')
    return "".join(lines)


def _values(reading: PolicyReading) -> Iterable[str]:
    for value in reading.values:
        yield _p(f"{value.sentence} ({value.chosen_by}; {value.name})")
        rows = [
            (escape(one.days[:1].upper() + one.days[1:]), escape(one.value), _second(one.cite))
            for one in value.entries
        ]
        yield _table(("Days", "Value", "Citation"), rows, ("34%", "22%", "44%"))


def _sources(reading: PolicyReading) -> str:
    rows = [
        (escape(one.cite), f"{escape(one.says)}<br>{_second(f'{one.mark}: {one.mark_in_words}')}")
        for one in reading.sources
    ]
    return _table(("Citation", "What it says, and how sure that is"), rows, ("32%", "68%"))


def words_page(colors: Colors) -> str:
    """The vocabulary: every word a condition may use, what it asks and what it takes."""
    parts = []
    for _, one in sorted(PREDICATES.items()):
        taken = [
            f"{argument.name}: {takes(argument)}"
            + ("" if argument.is_required else " (may be left out)")
            for argument in one.arguments
        ]
        about = "about the person" if one.about_person else "about the conviction"
        parts.append(
            f'<p style="margin-top: {px(14)}px; margin-bottom: 0">'
            f'<span class="strong">{escape(one.name)}</span> {_second(about)}<br>'
            f"{escape(one.meaning)}</p>"
        )
        parts.append(_bullets(taken) if taken else "")
    return page_of("".join(parts), colors)


def problems_page(problems: Iterable[Problem], colors: Colors) -> str:
    """Where each stands, what it is and how to mend it."""
    rows = [
        (
            _second(f"line {one.line}" if one.line else ""),
            (f'<span class="strong">{escape(one.where)}</span><br>' if one.where else "")
            + escape(one.text[:1].upper() + one.text[1:]),
        )
        for one in problems
    ]
    return page_of(_table(("", ""), rows, (str(px(70)), "")), colors)


def cases_page(run: CaseRun, colors: Colors) -> str:
    """The cases that answer otherwise than they should; else what the table holds."""
    if not run.failed:
        rows = [(f"{n}.", escape(one.name)) for n, one in enumerate(run.results, start=1)]
        return page_of(_table(("", ""), rows, (str(px(40)), "")), colors)
    parts = [
        f'<p><span class="strong">{escape(one.name)}</span><br>'
        f"Expected: {escape(one.expected)}<br>Answered: {escape(one.got)}<br>"
        f"{_second(one.case.why)}</p>"
        for one in run.failed
    ]
    return page_of("".join(parts), colors)
