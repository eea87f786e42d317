"""A field map as the text of its file: what the window and the terminal save."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.documents.forms.field_map import DEFAULT_SIZE, Entry, FieldMap, FiledBy, Overflow
from app.documents.forms.loading import OTHER_RELIEF


def map_text(found: FieldMap) -> str:
    """The map in the form that `read_map` reads; reading it again gives an equal map."""
    blocks = ["[form]\n" + _table(_head(found))]
    blocks += ["[[entry]]\n" + _table(_entry(entry)) for entry in found.entries]
    return "\n\n".join(blocks) + "\n"


def _head(found: FieldMap) -> Iterator[tuple[str, Any]]:
    yield "form", found.form
    yield "edition", found.edition
    yield "printed", found.printed
    yield "title", found.title
    yield "pages", found.n_pages
    yield "sha256", list(found.sha256)
    yield "filed_by", found.filed_by.value if found.filed_by is not FiledBy.EITHER else ""
    other = [OTHER_RELIEF] if found.is_for_other_relief else []
    yield "relief", [relief.name for relief in found.relief] + other
    yield "levels", [level.value for level in found.levels]
    yield "county", found.county
    yield "superseded_on", found.superseded_on or ""
    yield "superseded_by", found.superseded_by
    yield "notes", list(found.notes)


def _entry(entry: Entry) -> Iterator[tuple[str, Any]]:
    yield "label", entry.label
    yield "field", entry.field
    if entry.box is not None:
        yield "page", entry.page
        for key in ("x", "y", "width", "height"):
            yield key, round(getattr(entry.box, key), 2)
    yield "source", entry.source
    yield "never", entry.never.value if entry.never else ""
    yield "by_hand", entry.by_hand
    if entry.row:
        yield "row", entry.row
    if entry.size != DEFAULT_SIZE:
        yield "size", [round(size, 2) for size in entry.size]
    yield "align", entry.align if entry.align != "left" else ""
    if entry.frame:
        yield "frame", entry.frame
    yield "overflow", entry.overflow.value if entry.overflow is not Overflow.ATTACH else ""


def _table(pairs: Iterator[tuple[str, Any]]) -> str:
    return "\n".join(f"{key} = {_value(value)}" for key, value in pairs if value not in ("", []))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list) and any(isinstance(one, str) for one in value):
        inside = ",\n".join(f"    {_quoted(one)}" for one in value)
        return f"[\n{inside},\n]"
    return str(value)  # numbers, lists of numbers and dates are written as Python writes them


def _quoted(text: str) -> str:
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    inside = "".join(
        signs.get(ch, ch if ord(ch) >= 0x20 and ord(ch) != 0x7F else f"\\u{ord(ch):04x}")
        for ch in text
    )
    return f'"{inside}"'
