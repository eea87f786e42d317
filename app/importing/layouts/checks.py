"""What can be told only of a whole layout: what it lacks, and what it will leave unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.importing.layouts.date_formats import find_format
from app.importing.layouts.fields import FIELD, find_field
from app.importing.layouts.layout import (
    CHARGES,
    NAME_FORMS,
    PEOPLE,
    ROWS,
    Column,
    Layout,
    SheetLayout,
    plain,
)
from app.importing.layouts.problems import Table

NEEDS_PERSON = (
    "nothing names the person: map a person number, a CII number, or a name with a birth date"
)
NEEDS_SECTION = "no column holds a code section: map the section of the count, or columns of marks"
_NAMES = {"name", "last_name", "PRI_NAME"}
_NUMBERS = {"person_number", "cii", "SUBJECT_ID", "CII_NUMBER"}
_SECTIONS = {
    "section", "section_mark", "convicted_section", "OFFENSE_DESCR", "CONV_OFFENSE_DESCR",
    "DISP_OFFENSE_DESCR",
}  # fmt: skip


def check_layout(layout: Layout, table: Table) -> None:
    """Note every problem that shows only in the whole."""
    sheets = Table("", {}, table.problems)
    for number, sheet in enumerate(layout.sheets):
        place = Table(f"sheet {number + 1}", {}, table.problems, ("sheet", number))
        _check_sheet(layout, sheet, place)
    _check_roles(layout, sheets)
    fields = fields_of(layout)
    if layout.sheets and any(sheet.columns for sheet in layout.sheets):
        for missing in missing_fields(fields):
            sheets.add(missing)


def missing_fields(fields: set[str]) -> list[str]:
    """What a list cannot do without, as sentences; empty when all is there."""
    missing = []
    has_person = bool(fields & _NUMBERS) or (
        bool(fields & _NAMES) and bool(fields & {"birth_date", "PRI_DOB"})
    )
    if not has_person:
        missing.append(NEEDS_PERSON)
    if not fields & _SECTIONS:
        missing.append(NEEDS_SECTION)
    return missing


def fields_of(layout: Layout) -> set[str]:
    """Every field that some column of the layout holds."""
    return {column.field for sheet in layout.sheets for column in sheet.columns}


def cautions(fields: set[str], constants: dict[str, str]) -> Iterator[str]:
    """What will be unknown for every row because no column says it; allowed, but told."""
    for names, constant, words in _CAUTIONS:
        if not fields & names and not constants.get(constant):
            yield words


_CAUTIONS = (
    (
        {"conviction_date", "STP_EVENT_DATE"}, "",
        "No column holds the conviction date: every rule about time will be unknown.",
    ),
    (
        {"disposition", "DISP_DESCR"}, "disposition",
        ("No column holds the disposition: nobody knows which rows are convictions. When the list "
        "holds convictions only, say so for the whole list (disposition = \"convicted\")."),
    ),
    (
        {"level", "CONV_STAT_DESCR", "OFFENSE_TOC", "CONV_OFFENSE_TOC"}, "level",
        "No column says felony or misdemeanor: the level will be unknown.",
    ),
    (
        {"county", "STP_ORI_CNTY_NAME"}, "county",
        ("No column holds the county: name it for the whole list (county = \"...\"), or every row "
        "goes to hand review."),
    ),
    (
        {"birth_date", "PRI_DOB"}, "",
        ("No column holds the birth date: rules about age will be unknown, and people can be "
        "compared with other files by number only."),
    ),
    (
        {"case_number", "OFN"}, "",
        "No column holds the case number: rows of one court and day count as one case.",
    ),
    (
        {"sentence", "sentence_length", "SENTENCE", "SENT_LENGTH"}, "",
        "No column holds the sentence: it cannot be told here whether it has been served.",
    ),
)  # fmt: skip


def _check_sheet(layout: Layout, sheet: SheetLayout, place: Table) -> None:
    if not sheet.columns:
        place.add("it has no column: add [[sheet.column]] with 'field' and 'header'")
    if sheet.role != ROWS and not sheet.key:
        place.add("'key' is missing: the header of the column that joins people and charges")
    if sheet.role == ROWS and sheet.key:
        place.add(
            "'key' is for sheets of people and charges only: take it out or add 'role'", "key"
        )
    if sheet.key and sheet.header_row == 0:
        place.add("'key' needs a header row to be found by: take 'header_row' out", "key")
    _check_twice(sheet, place)
    for number, column in enumerate(sheet.columns):
        where = Table(
            f"{place.where}, column {number + 1}", {}, place.problems,
            (*place.place, "column", number),
        )  # fmt: skip
        _check_dates(layout, column, where)
        _check_name_form(layout, column, where)
        if sheet.header_row == 0 and not column.position:
            where.add("the list has no header row: say by 'position' which column this is")


def _check_twice(sheet: SheetLayout, place: Table) -> None:
    for name, count in Counter(column.field for column in sheet.columns).items():
        field = find_field(name)
        if count > 1 and field is not None and not field.is_many:
            place.add(f"the field {name} is given to {count} columns: choose one")
    words = Counter(
        word
        for column in sheet.columns
        if not column.position
        for word in {plain(one) for one in column.header}
    )
    for word, count in words.items():
        if count > 1:
            place.add(f"the header '{word}' is given to {count} columns: add their 'position'")
    for position, count in Counter(one.position for one in sheet.columns).items():
        if position and count > 1:
            place.add(f"position {position} is given to {count} columns: choose one")


def _check_dates(layout: Layout, column: Column, where: Table) -> None:
    field = FIELD.get(column.field)
    if field is None or not field.is_date:
        return
    patterns = column.dates or layout.dates
    if not patterns:
        where.add(
            'it is not said how its dates are written: add dates = "M/D/YYYY", or whatever '
            "the list uses, here or for the whole layout",
            "dates",
        )
    forms = [form for form in map(find_format, patterns) if form is not None]
    has_pivot = column.pivot is not None or layout.pivot is not None
    if any(form.has_short_year for form in forms) and not has_pivot:
        where.add(
            "its years have two digits: add pivot = 26 for years up to 26 to be 20xx and the "
            "others 19xx (or another number)",
            "dates",
        )


def _check_name_form(layout: Layout, column: Column, where: Table) -> None:
    if column.field == "name" and not (column.name_form or layout.name_form):
        forms = ", ".join(f'"{one}"' for one in NAME_FORMS)
        where.add(f"it is not said how names are written: add name_form, one of {forms}")


def _check_roles(layout: Layout, table: Table) -> None:
    roles = Counter(sheet.role for sheet in layout.sheets)
    if roles[PEOPLE] > 1:
        table.add("two sheets have the role people: one sheet holds the people")
    if bool(roles[PEOPLE]) != bool(roles[CHARGES]):
        has, lacks = (PEOPLE, CHARGES) if roles[PEOPLE] else (CHARGES, PEOPLE)
        table.add(f"a sheet has the role {has} and none the role {lacks}: describe both")
    if len(layout.sheets) > 1 and not all(sheet.names for sheet in layout.sheets):
        table.add("several sheets are described: give each its 'names'")
