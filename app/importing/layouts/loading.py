"""Read a layout file (TOML) into a `Layout`, or say everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from app.errors import InputError
from app.importing.layouts.checks import check_layout
from app.importing.layouts.column_loading import read_columns
from app.importing.layouts.date_formats import KNOWN, clash, find_format
from app.importing.layouts.fields import CONSTANTS, FIELD
from app.importing.layouts.layout import NAME_FORMS, ROLES, ROWS, Layout, Pairs, SheetLayout
from app.importing.layouts.problems import Problem, Problems, Table, near_miss, shown
from app.limits import check_toml

FORM = 1
"""The form of layout file that this program reads (key ``form``)."""

_KEYS = (
    "form", "id", "title", "notes", "recognize", "delimiter", "dates", "pivot", "name_form",
    "empty", "constants", "sheet",
)  # fmt: skip
_SHEET_KEYS = ("role", "names", "header_row", "key", "column")
_DELIMITERS = (",", ";", "\t", "|", ":", "^", "~")
_MOST_BYTES = 1 << 20
_ID = re.compile(r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*")


class LayoutError(InputError):
    """A layout file cannot be used; ``problems`` lists all that is wrong with it, by line."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        self.source = source
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        listed = "".join(f"\n- {problem}" for problem in problems)
        super().__init__(f"The layout {source} cannot be used: {count} to mend.{listed}")

    def __reduce__(self) -> tuple[type[LayoutError], tuple[str, tuple[Problem, ...]]]:
        return LayoutError, (self.source, self.problems)


def load_layout(path: Path) -> Layout:
    """Read a layout file. Raises LayoutError with all its problems."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = f"the file cannot be read: {error.strerror or 'unknown reason'}"
        raise LayoutError(path.name, (Problem(0, "", reason),)) from error
    return read_layout(data, path.name)


def read_layout(data: bytes, source: str) -> Layout:
    """Read a layout from a file's bytes; ``source`` names it in messages."""
    text, content = _read_toml(data, source)
    problems = Problems()
    table = Table("", content, problems)
    _check_form(table, text, source)
    layout = _layout_of(table)
    check_layout(layout, table)
    if problems.found:
        raise LayoutError(source, problems.listed(text))
    return layout


def _read_toml(data: bytes, source: str) -> tuple[str, dict[str, object]]:
    """The text and its tables; a file that is no TOML has this one problem."""
    if len(data) > _MOST_BYTES:
        words = "it is larger than a layout can be (1 MB): choose the .toml file of a layout"
        raise LayoutError(source, (Problem(0, "", words),))
    try:
        text = data.decode("utf-8-sig")
        return text, tomllib.loads(check_toml(text))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(line, "", "it is not UTF-8 text: save it as UTF-8 in your editor")
    except tomllib.TOMLDecodeError as error:
        problem = Problem(0, "", f"it is not a TOML file: {error}; texts stand in quotes")
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        problem = Problem(0, "", "it is not a TOML file that can be read: mend it there")
    raise LayoutError(source, (problem,))


def _check_form(table: Table, text: str, source: str) -> None:
    """A newer form is said first and alone: what else is wrong cannot be known."""
    form = table.content.get("form")
    if type(form) is not int or form < FORM:
        table.add(f"'form' must be {FORM}: write form = {FORM}", "form")
    elif form > FORM:
        newer = (
            f"it is written in form {shown(form)} of layout files and this program reads form "
            f"{FORM}: install a newer Relief Desk"
        )
        problems = Problems({("", newer): ("form",)})
        raise LayoutError(source, problems.listed(text))


def _layout_of(table: Table) -> Layout:
    table.check_keys(_KEYS)
    known_by = table.table("recognize")
    known_by.check_keys(("header", "n_columns"))
    return Layout(
        id=_id(table),
        title=table.text("title", required=True),
        notes=table.text("notes"),
        header=known_by.texts("header"),
        n_columns=known_by.number("n_columns", 1, 16384) or 0,
        delimiter=_delimiter(table),
        dates=read_dates(table),
        pivot=table.number("pivot", 0, 99),
        name_form=table.choice("name_form", NAME_FORMS),
        empty=table.texts("empty"),
        constants=_constants(table),
        sheets=_sheets(table),
    )


def _id(table: Table) -> str:
    found = table.text("id", required=True)
    if found and not _ID.fullmatch(found):
        table.add(
            "'id' may hold only small letters, digits, . and -, with / between its parts: "
            "office/court-list",
            "id",
        )
    return found


def _delimiter(table: Table) -> str:
    found = table.content.get("delimiter", "")
    if found != "" and found not in _DELIMITERS:
        table.add("'delimiter' must be one of , ; | : ^ ~ or a tab, written \"\\t\"", "delimiter")
        return ""
    return str(found)


def read_dates(table: Table) -> tuple[str, ...]:
    """The date patterns under ``dates``, with a problem for each that is none or clashes."""
    patterns = table.texts("dates")
    for one in patterns:
        if find_format(one) is None:
            close = near_miss(one.upper(), KNOWN)
            table.add(
                f"{shown(one)} is not a way to write dates{close}: put it together from YYYY or "
                "YY, M, MM, MON or MONTH, D or DD, and the signs between them: M/D/YYYY",
                "dates",
            )
    pair = clash(patterns)
    if pair is not None:
        table.add(
            f"'{pair[0]}' and '{pair[1]}' read the same text as different days: keep the one "
            "that the list uses",
            "dates",
        )
    return tuple(form.text for form in map(find_format, patterns) if form is not None)


def _constants(table: Table) -> Pairs:
    given = table.table("constants")
    given.check_keys(CONSTANTS)
    constants = []
    for name in CONSTANTS:
        value = given.text(name)
        meanings = FIELD[name].meanings
        if value and meanings and value not in meanings:
            given.add(
                f"'{name}' is {shown(value)}{near_miss(value, meanings)}: give one of "
                f"{', '.join(meanings)}",
                name,
            )
        elif value:
            constants.append((name, value.upper() if name in ("county", "code") else value))
    return tuple(constants)


def _sheets(table: Table) -> tuple[SheetLayout, ...]:
    sheets = []
    for one in table.tables("sheet", "sheet"):
        one.check_keys(_SHEET_KEYS)
        sheets.append(
            SheetLayout(
                columns=read_columns(one, read_dates),
                role=one.choice("role", ROLES) or ROWS,
                names=one.texts("names"),
                header_row=one.number("header_row", 0, 1_048_576),
                key=one.texts("key"),
            )
        )
    if not sheets:
        table.add("no sheet is described: add [[sheet]] with its [[sheet.column]] tables")
    return tuple(sheets)
