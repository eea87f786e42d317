"""A conflict of two files: both values, both places, which one counts and why."""

from __future__ import annotations

from html import escape

from app.jobs.choose import SECOND
from app.model.conflict import PERHAPS_SAME
from ui.people.questions import ShownConflict
from ui.people.words import by_words, decision_words, fact_words
from ui.rich_text import page_of
from ui.tables.words import format_name
from ui.theme import Colors, px

FIRST_ROW, SECOND_ROW = "row:first", "row:second"


def conflict_page(shown: ShownConflict, colors: Colors) -> str:
    """The whole page; the links lead to the rows."""
    one = shown.listed
    name = escape(format_name(one.name) or "No name")
    parts = [
        f'<p class="large">{escape(fact_words(one))}</p>',
        f'<p class="second">{name}, person {one.person_id:,}</p>',
        f"<p>{escape(_told(shown))}</p>",
        _table(shown, colors),
    ]
    if not one.is_open:
        parts.append(
            f"<p>{escape(decision_words(one))}, says {escape(by_words(one.who, one.decided_at))}."
            "</p>"
        )
    return page_of("".join(parts), colors)


def _told(shown: ShownConflict) -> str:
    one = shown.listed
    why = f"{one.why[:1].upper()}{one.why[1:]}." if one.why else ""
    if one.fact == PERHAPS_SAME:
        return f"{why} Both count until you say that they are one.".strip()
    return f"Two files state one conviction otherwise. {why}".strip()


def _table(shown: ShownConflict, colors: Colors) -> str:
    one = shown.listed
    both = one.fact == PERHAPS_SAME
    second_counts = one.decided == SECOND
    sides = (
        (one.value, shown.place, FIRST_ROW, both or not second_counts),
        (one.other_value, shown.other_place, SECOND_ROW, both or second_counts),
    )
    cells = []
    for value, place, link, counts in sides:
        wash = colors.good_wash if counts else colors.page
        mark = '<img src="truth:MET"> counts' if counts else "does not count"
        cells.append(
            f'<td width="50%" valign="top" style="background-color:{wash}">'
            f'<p class="large">{escape(value) or "(empty)"}</p><p>{mark}</p>'
            f'<p class="second">{escape(place)}<br><a href="{link}">See the row</a></p></td>'
        )
    return (
        f'<table cellspacing="{px(8)}" cellpadding="{px(8)}" width="98%"><tr>{"".join(cells)}</tr>'
        "</table>"
    )
