"""From the text of a map file to a field map, or every problem with its line."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TypeVar

from app.documents.draft import ReliefAsked
from app.documents.forms.blank import Box
from app.documents.forms.field_map import (
    DEFAULT_SIZE,
    LEAST,
    MOST,
    UNDATED,
    Entry,
    FieldMap,
    FiledBy,
    Never,
    Overflow,
)
from app.documents.forms.sources import SOURCES, SourceKind
from app.errors import InputError
from app.limits import check_toml
from app.model.record import Level

OTHER_RELIEF = "OTHER"  # in ``relief``: what this program gives no answer about
_FORM_KEYS = (
    "form", "edition", "printed", "title", "pages", "sha256", "filed_by", "relief", "levels",
    "county", "superseded_on", "superseded_by", "notes",
)  # fmt: skip
_PLACE_KEYS = ("page", "x", "y", "width", "height")
_ENTRY_KEYS = (
    "label", "field", *_PLACE_KEYS, "source", "never", "by_hand", "row", "size", "align",
    "overflow", "frame",
)  # fmt: skip
_ALIGN = ("left", "center", "right")
_E = TypeVar("_E", bound=Enum)


class MapError(InputError):
    """A map cannot be used; the message lists every problem with its line."""


def read_map(text: str, name: str) -> FieldMap:
    """Read and check a map. Raises `MapError` with all its problems."""
    try:
        data = tomllib.loads(check_toml(text))
    except tomllib.TOMLDecodeError as error:
        raise MapError(f"The map {name} is not readable TOML: {error}; mend that line.") from error
    except (RecursionError, ValueError) as error:  # brackets without end, endless numbers
        raise MapError(
            f"The map {name} holds brackets in brackets too deeply, or a number that is too long."
        ) from error
    reader = _Reader(text)
    found = reader.field_map(data)
    if reader.problems:
        lines = "\n".join(
            f"{name}, line {line}: {words}" for line, words in sorted(set(reader.problems))
        )
        raise MapError(f"The map {name} cannot be used; mend these lines:\n{lines}")
    return found


@dataclass(slots=True)
class _Table:
    """A table of the file, the line it begins on and the line after it."""

    content: Mapping[str, object]
    start: int
    end: int


@dataclass(slots=True)
class _Reader:
    text: str
    problems: list[tuple[int, str]] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)

    def field_map(self, data: Mapping[str, object]) -> FieldMap:
        self._lines = self.text.splitlines()
        head, tables = self._tables(data)
        self._known(head, _FORM_KEYS)
        relief = self._list(head, "relief")
        named = [one for one in relief if one != OTHER_RELIEF]
        return FieldMap(
            form=self._text(head, "form", needed=True),
            edition=self._edition(head),
            title=self._text(head, "title", needed=True),
            n_pages=int(self._number(head, "pages", 1, 60)),
            entries=tuple(self._entry(table) for table in tables),
            printed=self._text(head, "printed"),
            sha256=tuple(self._hash(head, one) for one in self._list(head, "sha256")),
            filed_by=self._one_of(head, "filed_by", FiledBy, FiledBy.EITHER),
            relief=tuple(
                ReliefAsked[one]
                for one in named
                if self._is_in(head, "relief", one, (*ReliefAsked.__members__, OTHER_RELIEF))
            ),
            is_for_other_relief=OTHER_RELIEF in relief,
            levels=tuple(
                Level(one)
                for one in self._list(head, "levels")
                if self._is_in(head, "levels", one, [level.value for level in Level])
            ),
            county=self._text(head, "county"),
            superseded_on=self._day(head, "superseded_on"),
            superseded_by=self._text(head, "superseded_by"),
            notes=tuple(self._list(head, "notes")),
        )

    def _tables(self, data: Mapping[str, object]) -> tuple[_Table, list[_Table]]:
        plain = [line.replace(" ", "").split("#")[0] for line in self._lines]
        starts = [n for n, line in enumerate(plain, 1) if line == "[[entry]]"]
        ends = [*starts[1:], len(plain) + 1][: len(starts)]
        head_at = next((n for n, line in enumerate(plain, 1) if line == "[form]"), 1)
        head, entries = data.get("form"), data.get("entry", [])
        first = starts[0] if starts else len(plain) + 1
        self._known(_Table(data, 1, len(plain) + 1), ("form", "entry"))
        if not isinstance(head, dict):
            self.problems.append((1, "the table [form] is missing"))
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            self.problems.append((1, "the places of the form must be written as [[entry]]"))
            entries = []
        if not entries:
            self.problems.append((1, "the map has no [[entry]]"))
        if len(starts) != len(entries):  # an entry written in another way: lines are not known
            starts, ends = [1] * len(entries), [len(plain) + 1] * len(entries)
        tables = [_Table(*one) for one in zip(entries, starts, ends, strict=True)]
        return _Table(head if isinstance(head, dict) else {}, head_at, first), tables

    def _entry(self, table: _Table) -> Entry:
        self._known(table, _ENTRY_KEYS)
        name = self._text(table, "field")
        page, box = self._place(table) if not name else (0, None)
        if name and any(key in table.content for key in _PLACE_KEYS):
            self._add(table, "field", "an entry has a field or a place on a page, not both")
        source = self._text(table, "source")
        never = self._never(table)
        by_hand = self._text(table, "by_hand")
        if sum(map(bool, (source, never, by_hand))) != 1:
            self._add(table, "source", "an entry needs one of source, never and by_hand")
        if source and not self._is_in(table, "source", source, SOURCES):
            source = ""
        return Entry(
            label=self._text(table, "label", needed=True), field=name, page=page, box=box,
            source=source, never=never, by_hand=by_hand, row=self._row(table, source),
            size=self._size(table), align=self._align(table), frame=self._flag(table, "frame"),
            overflow=self._one_of(table, "overflow", Overflow, Overflow.ATTACH),
        )  # fmt: skip

    def _place(self, table: _Table) -> tuple[int, Box | None]:
        if not any(key in table.content for key in _PLACE_KEYS):
            self._add(table, "", "an entry needs a field, or page, x, y, width and height")
            return 0, None
        page = int(self._number(table, "page", 1, 60))
        x, y = (self._number(table, key, 0, 5000) for key in ("x", "y"))
        wide, tall = (self._number(table, key, 2, 5000) for key in ("width", "height"))
        return page, Box(x, y, wide, tall)

    def _never(self, table: _Table) -> Never | None:
        if "never" not in table.content:
            return None
        return self._one_of(table, "never", Never, Never.OATH)

    def _row(self, table: _Table, source: str) -> int:
        is_row = bool(source) and SOURCES[source].kind is SourceKind.ROW
        if is_row:
            return int(self._number(table, "row", 1, 500))
        if "row" in table.content:
            self._add(table, "row", "row belongs to the sources conviction.… of a table only")
        return 0

    def _size(self, table: _Table) -> tuple[float, float]:
        value = table.content.get("size")
        if value is None:
            return DEFAULT_SIZE
        numbers = [one for one in value if _is_number(one)] if isinstance(value, list) else []
        if len(numbers) != 2 or not LEAST <= numbers[0] <= numbers[1] <= MOST:
            self._add(
                table, "size", f"size must be [least, most], from {LEAST:g} to {MOST:g} points"
            )
            return DEFAULT_SIZE
        return float(numbers[0]), float(numbers[1])

    def _align(self, table: _Table) -> str:
        align = self._text(table, "align") or "left"
        return align if self._is_in(table, "align", align, _ALIGN) else "left"

    def _edition(self, head: _Table) -> str:
        edition = self._text(head, "edition", needed=True)
        if edition and edition != UNDATED:
            try:
                date.fromisoformat(edition)
            except ValueError:
                self._add(head, "edition", f"edition must be a date like 2019-01-01, or {UNDATED}")
        return edition

    def _hash(self, head: _Table, value: str) -> str:
        if len(value) != 64 or set(value) - set("0123456789abcdef"):
            self._add(head, "sha256", f"“{value[:70]}” is not a SHA-256 of 64 hexadecimal digits")
        return value

    # What every key shares

    def _text(self, table: _Table, key: str, *, needed: bool = False) -> str:
        value = table.content.get(key, "")
        if not isinstance(value, str):
            self._add(table, key, f"{key} must be text in quotes")
            return ""
        if needed and not value.strip():
            self._add(table, key, f"{key} is missing")
        return value.strip()

    def _flag(self, table: _Table, key: str) -> bool:
        value = table.content.get(key, False)
        if not isinstance(value, bool):
            self._add(table, key, f"{key} must be true or false, without quotes")
        return value is True

    def _list(self, table: _Table, key: str) -> list[str]:
        value = table.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._add(table, key, f"{key} must be a list of texts in quotes")
            return []
        return value

    def _number(self, table: _Table, key: str, least: float, most: float) -> float:
        value = table.content.get(key)
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            self._add(table, key, f"{key} must be a number")
            return least
        if not least <= value <= most:
            self._add(table, key, f"{key} must be from {least:g} to {most:g}")
            return least
        return float(value)

    def _day(self, table: _Table, key: str) -> date | None:
        value = table.content.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._add(table, key, f"{key} must be a date without quotes, like 2024-01-01")
        return None

    def _one_of(self, table: _Table, key: str, known: type[_E], default: _E) -> _E:
        value = self._text(table, key)
        if not value and key not in table.content:
            return default
        words = [one.value for one in known]
        return known(value) if self._is_in(table, key, value, words) else default

    def _is_in(self, table: _Table, key: str, value: str, known: Iterable[str]) -> bool:
        words = list(known)
        if value in words:
            return True
        near = difflib.get_close_matches(value, words, 1)
        hint = f"; did you mean “{near[0]}”?" if near else f"; known are {', '.join(words[:12])}"
        self._add(table, key, f"there is no {key} “{value}”{hint}", value)
        return False

    def _known(self, table: _Table, known: Iterable[str]) -> None:
        for key in table.content:
            if key not in known:
                self._is_in(table, "key", key, known)

    def _add(self, table: _Table, key: str, words: str, value: str = "") -> None:
        """The line of the value or the key in its table, else where the table begins."""
        for needle in (f'"{value}"', value, key):
            if not needle.strip('"'):
                continue
            for number in range(table.start, min(table.end, len(self._lines) + 1)):
                line = self._lines[number - 1].split("#")[0]
                if needle in line if needle != key else line.split("=")[0].strip() == key:
                    self.problems.append((number, words))
                    return
        self.problems.append((table.start, words))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
