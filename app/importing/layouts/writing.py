"""Write a layout as a file that reads back equal."""

from __future__ import annotations

from collections.abc import Iterable

from app.importing.layouts.layout import Column, Layout, Pairs, SheetLayout
from app.importing.layouts.loading import FORM


def layout_text(layout: Layout, remarks: Iterable[str] = ()) -> str:
    """TOML; ``remarks`` stand as comments above it."""
    lines = [f"# {line}" for remark in remarks for line in _lines(remark)]
    lines += [f"form = {FORM}", f"id = {_text(layout.id)}", f"title = {_text(layout.title)}"]
    lines += _given("notes", layout.notes) + _given("delimiter", layout.delimiter)
    lines += _dates(layout.dates, layout.pivot) + _given("name_form", layout.name_form)
    lines += _list("empty", layout.empty)
    if layout.header or layout.n_columns:
        lines += ["", "[recognize]", *_list("header", layout.header)]
        lines += [f"n_columns = {layout.n_columns}"] if layout.n_columns else []
    if layout.constants:
        lines += ["", "[constants]"]
        lines += [f"{name} = {_text(value)}" for name, value in layout.constants]
    for sheet in layout.sheets:
        lines += _sheet(sheet)
    return "\n".join(lines) + "\n"


def _sheet(sheet: SheetLayout) -> list[str]:
    lines = ["", "[[sheet]]", f"role = {_text(sheet.role)}", *_list("names", sheet.names)]
    lines += [] if sheet.header_row is None else [f"header_row = {sheet.header_row}"]
    lines += _list("key", sheet.key)
    for column in sheet.columns:
        lines += ["", "[[sheet.column]]", f"field = {_text(column.field)}", *_column(column)]
    return lines


def _column(column: Column) -> list[str]:
    lines = _list("header", column.header)
    lines += [f"position = {column.position}"] if column.position else []
    lines += ["optional = true"] if column.is_optional else []
    lines += _dates(column.dates, column.pivot) + _given("name_form", column.name_form)
    lines += _list("empty", column.empty) + _list("several", column.several)
    for key, value in (("section", column.section), ("unit", column.unit), ("place", column.place)):
        lines += _given(key, value)
    return lines + ([f"values = {_table(column.values)}"] if column.values else [])


def _dates(dates: tuple[str, ...], pivot: int | None) -> list[str]:
    return _list("dates", dates) + ([] if pivot is None else [f"pivot = {pivot}"])


def _given(key: str, value: str) -> list[str]:
    return [f"{key} = {_text(value)}"] if value else []


def _list(key: str, texts: tuple[str, ...]) -> list[str]:
    if not texts:
        return []
    return [f"{key} = {_text(texts[0])}"] if len(texts) == 1 else [f"{key} = {_texts(texts)}"]


def _texts(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _table(pairs: Pairs) -> str:
    return "{ " + ", ".join(f"{_text(word)} = {_text(meaning)}" for word, meaning in pairs) + " }"


_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _text(text: str) -> str:
    """A basic string of TOML."""
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    return f"\\u{ord(sign):04X}" if ord(sign) < 32 or ord(sign) == 127 else sign


def _lines(remark: str) -> list[str]:
    return ["".join(one for one in line if one.isprintable()) for line in remark.splitlines()]
