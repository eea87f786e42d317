"""Which line of a TOML text a key stands on: tomllib itself keeps no positions.

A place is the way to it from the root, keys and positions in lists: ``("rule", 2, "when",
"any", 0, "predicate")`` is the first part of the condition of the third ``[[rule]]``. The
scanner is for text that tomllib has read; of other text it finds the lines up to where it
cannot go on.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_INDENT = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]*")
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text's keys and list entries, counted from 1."""

    of: Mapping[Place, int]

    @staticmethod
    def read(text: str) -> Lines:
        scanner = _Scanner(text.replace("\r\n", "\n"))
        try:
            scanner.read_document()
        except (_Lost, RecursionError):
            pass  # what was found up to there stands
        return Lines(scanner.found)

    def at(self, place: Place) -> int:
        """The line of a place, else that of the nearest table or list around it, else 1."""
        for n_parts in range(len(place), 0, -1):
            line = self.of.get(place[:n_parts])
            if line is not None:
                return line
        return 1


def error_line(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Where tomllib stopped, and its words without the place."""
    words = str(error)
    found = _AT.search(words)
    if found is None:
        return 1, words
    last = text.rstrip("\n").count("\n") + 1
    return min(int(found[1]), last) if found[1] else last, words[: found.start()]


class _Lost(Exception):  # noqa: N818 - no error of the user's
    """The text is not what the scanner knows."""


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    found: dict[Place, int] = field(default_factory=dict)
    n_entries: dict[Place, int] = field(default_factory=dict)  # of every [[table]]
    _starts: list[int] = field(default_factory=list)

    def read_document(self) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        table: Place = ()
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                table = self._read_header()
            else:
                self._read_pair(table)

    def _read_header(self) -> Place:
        begin = self.at
        is_list = self.text.startswith("[[", begin)
        self.at += 2 if is_list else 1
        parts = self._read_key()
        self._expect("]]" if is_list else "]")
        table: Place = ()
        for part in parts[:-1]:
            table = self._latest((*table, part))
        table = (*table, parts[-1])
        if is_list:
            self._note(table, begin)
            position = self.n_entries.get(table, 0)
            self.n_entries[table] = position + 1
            table = (*table, position)
        else:
            table = self._latest(table)
        self._note(table, begin)
        return table

    def _latest(self, table: Place) -> Place:
        """A table, or the last entry so far where it is a ``[[table]]``."""
        count = self.n_entries.get(table)
        return table if count is None else (*table, count - 1)

    def _read_pair(self, table: Place) -> None:
        begin = self.at
        place = table
        for part in self._read_key():
            place = (*place, part)
            self._note(place, begin)
        self._expect("=")
        self._read_value(place)

    def _read_key(self) -> list[str]:
        """``a."b.c".d`` as its parts."""
        parts = []
        while True:
            self._skip(_INDENT)
            found = _KEY.match(self.text, self.at)
            if found is None:
                raise _Lost
            self.at = found.end()
            parts.append(_plain_key(found[0]))
            self._skip(_INDENT)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _read_value(self, place: Place) -> None:
        self._skip(_INDENT)
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self._read_list(place)
        elif first == "{":
            self._read_inline(place)
        elif first in ('"', "'"):
            self._skip(_TEXT, is_needed=True)
        else:
            self._skip(_PLAIN)

    def _read_list(self, place: Place) -> None:
        self.at += 1
        position = 0
        while not self._ends_with("]"):
            self._note((*place, position), self.at)
            self._read_value((*place, position))
            position += 1
            self._skip(_BLANK)
            if not self.text.startswith("]", self.at):
                self._expect(",")

    def _read_inline(self, place: Place) -> None:
        self.at += 1
        while not self._ends_with("}"):
            self._read_pair(place)
            self._skip(_BLANK)
            if not self.text.startswith("}", self.at):
                self._expect(",")

    def _ends_with(self, bracket: str) -> bool:
        self._skip(_BLANK)
        if self.text.startswith(bracket, self.at):
            self.at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        self._skip(_INDENT)
        if not self.text.startswith(sign, self.at):
            raise _Lost
        self.at += len(sign)

    def _skip(self, pattern: re.Pattern[str], *, is_needed: bool = False) -> None:
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        elif is_needed:
            raise _Lost

    def _note(self, place: Place, at: int) -> None:
        self.found.setdefault(place, bisect_right(self._starts, at))


def _plain_key(key: str) -> str:
    if key[0] == "'":
        return key[1:-1]
    if key[0] != '"':
        return key
    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except tomllib.TOMLDecodeError:
        raise _Lost from None
