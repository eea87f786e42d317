"""What a draft of a layout lacks, in sentences, and what will be unknown for every row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import InputError
from app.importing.layouts.checks import cautions, missing_fields
from app.importing.layouts.date_formats import find_format
from app.importing.layouts.dispositions import read_disposition
from app.importing.layouts.fields import FIELD
from app.importing.layouts.layout import CHARGES, PEOPLE, ROWS, same_word
from app.importing.layouts.loading import LayoutError, read_layout
from app.importing.layouts.writing import layout_text
from app.importing.values import read_level
from app.jobs.layout_draft import DraftColumn, DraftSheet, LayoutDraft
from app.model.record import Level
from app.model.statute import read_section

_IN_A_FILE = re.compile(r" \(\w+ = \"[^\"]*\"\)")
_WITH_MEANINGS = ("level", "disposition", "event")


@dataclass(frozen=True, slots=True)
class Question:
    """``is_open``: the list cannot be read before it is answered. ``sheet`` and ``at`` say which
    column it is about; ``at`` -1 is the whole."""

    text: str
    is_open: bool = True
    sheet: str = ""
    at: int = -1


def questions_about(draft: LayoutDraft) -> list[Question]:
    """What is open comes first."""
    found = [*_about_whole(draft), *_about_sheets(draft)]
    for sheet in draft.read_sheets:
        for one in sheet.columns:
            found += [
                Question(text, sheet=sheet.name, at=one.at) for text in _about_column(draft, one)
            ]
    if not any(one.is_open for one in found):
        found += [Question(text) for text in _left(draft)]
    found += _words_without_meaning(draft)
    told = cautions(draft.fields, draft.constants)
    found += [Question(_IN_A_FILE.sub("", text), is_open=False) for text in told]
    return found


def _about_whole(draft: LayoutDraft) -> Iterator[Question]:
    if not draft.title.strip():
        yield Question("Give it a name: it is offered under that name next time.")
    if not draft.read_sheets:
        yield Question("No sheet is read. Choose what a sheet holds.")
        return
    for text in missing_fields(draft.fields):
        yield Question(f"{text[0].upper()}{text[1:]}.")


def _about_sheets(draft: LayoutDraft) -> Iterator[Question]:
    roles = [sheet.role for sheet in draft.read_sheets]
    if roles.count(PEOPLE) > 1:
        yield Question("Two sheets hold the people. One of them can.")
    if (PEOPLE in roles) != (CHARGES in roles):
        has, lacks = ("people", "charges") if PEOPLE in roles else ("charges", "people")
        yield Question(f"One sheet holds the {has} and none the {lacks}. Choose that sheet too.")
    for sheet in draft.read_sheets:
        if sheet.role != ROWS and not sheet.key:
            yield Question(f"Say by which column the sheet {sheet.name} is joined.")
        yield from _twice(sheet)


def _twice(sheet: DraftSheet) -> Iterator[Question]:
    taken: dict[str, DraftColumn] = {}
    for one in sheet.columns:
        before = taken.setdefault(one.field, one) if one.field else one
        if before is not one and one.field in FIELD and not FIELD[one.field].is_many:
            yield Question(
                f"{FIELD[one.field].title} is taken from {before.title} and from {one.title}. "
                "Choose one.", sheet=sheet.name, at=one.at,
            )  # fmt: skip


def _about_column(draft: LayoutDraft, one: DraftColumn) -> Iterator[str]:
    column = one.column
    if column is None:
        return
    field = FIELD.get(column.field)
    if field is not None and field.is_date:
        patterns = column.dates or draft.base.dates
        if not patterns:
            yield f"{one.title}: say how its dates are written."
        forms = [find_format(text) for text in patterns]
        pivot = column.pivot if column.pivot is not None else draft.base.pivot
        if any(form is not None and form.has_short_year for form in forms) and pivot is None:
            yield f"{one.title}: its years have two digits. Say up to which one they are 20xx."
    if column.field == "name" and not (column.name_form or draft.base.name_form):
        yield f"{one.title}: say how names are written."
    if column.field == "section_mark" and not _is_one_section(column.section):
        yield f"{one.title}: name the section that it marks, with its code letters: 11357(a) HS."


def _is_one_section(text: str) -> bool:
    reading = read_section(text)
    return reading.is_read and len(reading.sections) == 1 and bool(reading.sections[0].code)


def _left(draft: LayoutDraft) -> Iterator[str]:
    """What the layout's own check finds beyond that."""
    try:
        read_layout(layout_text(draft.layout()).encode(), "layout")
    except LayoutError as error:
        yield from (problem.text for problem in error.problems)
    except InputError as error:
        yield error.message


def _words_without_meaning(draft: LayoutDraft) -> Iterator[Question]:
    for sheet in draft.read_sheets:
        for one in sheet.columns:
            words = unread_words(draft, sheet, one)
            if words:
                n = sum(count for _, count in words)
                listed = ", ".join(f"“{word}”" for word, _ in words[:4])
                more = f" and {len(words) - 4} more" if len(words) > 4 else ""
                yield Question(
                    f"{one.title}: no meaning is given for {listed}{more} ({n:,} of the first "
                    "rows). That stays unknown.", False, sheet.name, one.at,
                )  # fmt: skip


def unread_words(draft: LayoutDraft, sheet: DraftSheet, one: DraftColumn) -> list[tuple[str, int]]:
    """Words of a column of levels, dispositions or events that nothing is known of."""
    column = one.column
    if column is None or column.field not in _WITH_MEANINGS:
        return []
    mapped = {same_word(word) for word, _ in column.values}
    for_all = draft.constants.get(column.field, "")
    return [
        (word, count)
        for word, count in sheet.cells.looks[one.at].distinct
        if same_word(word) not in mapped and not _is_understood(column.field, word, for_all)
    ]


def _is_understood(field: str, word: str, for_all: str) -> bool:
    if field == "level":
        return read_level(word) is not Level.UNKNOWN
    if field == "disposition":
        return not read_disposition(word, "", for_all).is_doubtful
    return False
