"""Two people side by side: what agrees, what contradicts, their convictions."""

from __future__ import annotations

from html import escape

from app.jobs.pair_view import PairView, Side
from app.model.truth import Truth
from app.store import matches
from app.store.matches import Match
from ui.people.questions import ShownMatch
from ui.people.words import (
    by_words,
    reasons_against,
    reasons_for,
    sentence_of,
    strength_words,
)
from ui.rich_text import page_of
from ui.tables.words import format_name
from ui.theme import Colors, px

_AGREES = {Truth.MET: "agree", Truth.NOT_MET: "differ", Truth.UNKNOWN: "nobody can tell"}
_NOTHING = '<span class="second">–</span>'
SEPARATE = "separate:"


def pair_page(shown: ShownMatch, colors: Colors) -> str:
    """The whole page; links are SEPARATE with a person's number."""
    match, view = shown.listed.match, shown.view
    parts = [
        f'<p class="large">{escape(strength_words(match.strength))}</p>', _reasons(match),
    ]  # fmt: skip
    if view is None:
        parts.append("<p>One of the two is no longer on record.</p>")
    else:
        parts += [_table(view, colors), _convictions(view, colors)]
    return page_of("".join(parts), colors)


def _reasons(match: Match) -> str:
    agreeing = sentence_of(reasons_for(match))
    contradicting = sentence_of(reasons_against(match))
    lines = [f"<p>{escape(agreeing)}</p>"] if agreeing else []
    if contradicting:
        lines.append(f'<p><span class="strong">But:</span> {escape(contradicting)}</p>')
    if match.state == matches.DIFFERENT:
        lines.append(f"<p>Different people, says {escape(by_words(match.who, match.at))}.</p>")
    return "".join(lines)


def _table(view: PairView, colors: Colors) -> str:
    rows = [
        "<tr><th></th><th></th>"
        + "".join(f"<th>{_heading(side)}</th>" for side in view.sides)
        + "</tr>"
    ]
    for fact in view.facts:
        if not any(fact.values):
            continue
        is_contradiction = fact.agrees is Truth.NOT_MET
        style = f' style="background-color:{colors.caution_wash}"' if is_contradiction else ""
        values = "".join(f"<td>{_value(fact.name, value)}</td>" for value in fact.values)
        rows.append(
            f'<tr{style}><td><img src="truth:{fact.agrees.name}"></td>'
            f'<td class="second" style="white-space:nowrap">{escape(fact.name)}, '
            f"{_AGREES[fact.agrees]}</td>{values}</tr>"
        )
    return (
        f'<table cellspacing="0" width="98%" style="margin-top:{px(8)}px">{"".join(rows)}</table>'
    )


def _heading(side: Side) -> str:
    return (
        f'<span class="strong">Person {side.person_id:,}</span>'
        f'<br><span class="small">{escape("; ".join(side.files))}</span>'
    )


def _value(name: str, value: str) -> str:
    if not value:
        return _NOTHING
    return escape(format_name(value) if name == "Name" else value)


def _convictions(view: PairView, colors: Colors) -> str:
    cells = "".join(
        f'<td width="50%" valign="top">{_list(side, colors)}</td>' for side in view.sides
    )
    table = f'<table cellspacing="0" width="98%"><tr>{cells}</tr></table>'
    return f'<p class="head">Convictions</p>{table}'


def _list(side: Side, colors: Colors) -> str:
    if not side.convictions:
        return '<span class="second">None on record</span>'
    lines = []
    for one in side.convictions:
        mark = '<br><span class="small">the other one has it too</span>' if one.is_shared else ""
        style = f' style="background-color:{colors.good_wash}"' if one.is_shared else ""
        place = " · ".join(part for part in ("; ".join(one.case_numbers), one.court) if part)
        what = f"{one.section or 'No section'}, {one.level}"
        lines.append(
            f"<p{style}><b>{escape(one.on or 'No date')}</b> &nbsp;{escape(what)}"
            f"<br>{escape(place)}{mark}</p>"
        )
    return "".join(lines)
