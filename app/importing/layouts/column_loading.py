"""The ``[[sheet.column]]`` tables of a layout file."""

from __future__ import annotations

from collections.abc import Callable

from app.importing.layouts.fields import FIELDS, UNITS, Field, find_field, is_state_column
from app.importing.layouts.layout import NAME_FORMS, Column, Pairs, same_word
from app.importing.layouts.problems import Table, near_miss, shown
from app.model.reading_columns import READING_COLUMNS
from app.model.statute import read_section

_KEYS = (
    "field", "header", "position", "optional", "dates", "pivot", "name_form", "empty", "values",
    "several", "section", "unit", "place",
)  # fmt: skip
# Keys that only some fields know.
_KEYS_OF = {
    "name_form": ("name", "other_names"),
    "several": ("section", "other_names"),
    "section": ("section_mark",),
    "unit": ("sentence_length",),
    "place": ("sentence_length",),
}
_NO_VALUES = (
    "person_number", "name", "last_name", "first_name", "middle_name", "other_names",
    "section_mark", "sentence_length", "comment", "count",
)  # fmt: skip


def read_columns(
    sheet: Table, read_dates: Callable[[Table], tuple[str, ...]]
) -> tuple[Column, ...]:
    """All columns of a sheet, with their problems noted."""
    columns = []
    for one in sheet.tables("column", "column"):
        one.check_keys(_KEYS)
        field = _field(one)
        column = _column(one, field, read_dates)
        if field is not None:
            _check_column(one, field, column)
            columns.append(column)
    return tuple(columns)


def _field(table: Table) -> Field | None:
    name = table.text("field", required=True)
    found = find_field(name) if name else None
    if name and found is None:
        known = [one.name for one in FIELDS]
        close = near_miss(name, known) or near_miss(name.upper(), READING_COLUMNS)
        table.add(
            f"{shown(name)} is not a field{close}: give one of {', '.join(known)}, or a column of "
            "the state's file",
            "field",
        )
    return found


def _column(
    table: Table, field: Field | None, read_dates: Callable[[Table], tuple[str, ...]]
) -> Column:
    return Column(
        field=field.name if field else "",
        header=table.texts("header"),
        position=table.number("position", 1, 16384) or 0,
        is_optional=table.flag("optional"),
        dates=read_dates(table),
        pivot=table.number("pivot", 0, 99),
        name_form=table.choice("name_form", NAME_FORMS),
        empty=table.texts("empty"),
        values=_values(table, field),
        several=table.texts("several", keeps_blanks=True),
        section=table.text("section"),
        unit=table.choice("unit", tuple(UNITS)),
        place=table.text("place"),
    )


def _values(table: Table, field: Field | None) -> Pairs:
    pairs = table.pairs("values")
    meanings = field.meanings if field else ()
    seen: dict[str, str] = {}
    for word, meaning in pairs:
        if meanings and meaning not in meanings:
            table.add(
                f"'values' says that {shown(word)} means {shown(meaning)}"
                f"{near_miss(meaning, meanings)}: give one of {', '.join(meanings)}",
                "values",
            )
        if not same_word(word):
            table.add(f"'values' gives a meaning to an empty text, {shown(word)}", "values")
        elif same_word(word) in seen:
            table.add(
                f"'values' names {shown(word)} twice ({shown(seen[same_word(word)])}): capitals "
                "and blanks make no difference",
                "values",
            )
        seen[same_word(word)] = word
    return pairs


def _check_column(table: Table, field: Field, column: Column) -> None:
    if not column.header and not column.position:
        table.add("neither 'header' nor 'position' says which column this is: add one of them")
    for key, names in _KEYS_OF.items():
        if key in table.content and field.name not in names:
            table.add(f"'{key}' is for {' and '.join(names)} only: take it out", key)
    if ("dates" in table.content or "pivot" in table.content) and not field.is_date:
        table.add("'dates' and 'pivot' are for dates only: take them out", "dates")
    if column.values and (field.is_date or field.name in _NO_VALUES or is_state_column(field.name)):
        table.add(f"the field {field.name} has no value map: take 'values' out", "values")
    if field.name == "section_mark":
        _check_mark(table, column)


def _check_mark(table: Table, column: Column) -> None:
    if not column.section:
        table.add("'section' is missing: which section does the column mark? \"11357(A) HS\"")
        return
    reading = read_section(column.section)
    if not reading.is_read or len(reading.sections) != 1 or not reading.sections[0].code:
        table.add(
            f"'section' is {shown(column.section)}: write one section with its code letters, "
            "11357(A) HS",
            "section",
        )
