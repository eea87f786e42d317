"""Reading the TOML tables of a layout while collecting every problem, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

Place = tuple[str | int, ...]
_HEAD = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a layout, and how to mend it; line 0 is the whole file."""

    line: int
    where: str
    text: str

    def __str__(self) -> str:
        parts = [f"line {self.line}"] if self.line else []
        parts += [self.where] if self.where else []
        return f"{', '.join(parts)}: {self.text}" if parts else self.text


@dataclass(slots=True)
class Problems:
    """What was found so far, in the order of finding."""

    found: dict[tuple[str, str], Place] = field(default_factory=dict)

    def listed(self, text: str) -> tuple[Problem, ...]:
        """Every problem with its line, from the top down."""
        lines = _lines_of(text)
        listed = [
            Problem(_line_at(lines, place), where, words)
            for (where, words), place in self.found.items()
        ]
        return tuple(sorted(listed, key=lambda problem: problem.line))


def _lines_of(text: str) -> dict[Place, int]:
    """The lines of tables and of keys that begin a line; the rest counts to its table."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        head = _HEAD.match(line)
        if head is not None:
            table = ()
            names = head[2].split(".")
            for depth, name in enumerate(names, 1):
                table = (*table, name)
                if depth == len(names) and head[1] == "[[":
                    counts[table] = counts.get(table, 0) + 1
                if table in counts:
                    table = (*table, counts[table] - 1)
            lines.setdefault(table, number)
        elif (key := _KEY.match(line)) is not None:
            lines.setdefault((*table, key[1]), number)
    return lines


def _line_at(lines: Mapping[Place, int], place: Place) -> int:
    for n_parts in range(len(place), 0, -1):
        if place[:n_parts] in lines:
            return lines[place[:n_parts]]
    return 1


def near_miss(word: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)``, or "" when nothing is close."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean '{close[0]}'?)" if close else ""


def shown(value: object) -> str:
    """A value as a problem quotes it, never too long."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of thousands of digits
        return "a number too long to show"
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "..."


@dataclass(slots=True)
class Table:
    """A table of the file. Each reader gives a harmless empty value when the key is wrong."""

    where: str
    content: Mapping[str, object]
    problems: Problems
    place: Place = ()

    def add(self, problem: str, *below: str | int) -> None:
        self.problems.found.setdefault((self.where, problem), (*self.place, *below))

    def check_keys(self, known: Sequence[str]) -> None:
        for key in self.content:
            if key not in known:
                self.add(
                    f"'{key}' is not a key here{near_miss(key, known)}: correct it or take it out. "
                    f"Keys here: {', '.join(known)}",
                    key,
                )

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.content.get(key)
        if value is None:
            if required:
                self.add(f"'{key}' is missing: add {key} = \"...\"")
            return ""
        if not isinstance(value, str):
            self.add(f"'{key}' must be text in quotes", key)
            return ""
        if not value.strip():
            self.add(f"'{key}' is empty: write something between the quotes", key)
        return value.strip()

    def texts(self, key: str, *, keeps_blanks: bool = False) -> tuple[str, ...]:
        """One text or a list of texts; () when the key is missing."""
        value = self.content.get(key)
        if value is None:
            return ()
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            self.add(f'\'{key}\' must be text in quotes, or a list of them: ["...", "..."]', key)
            return ()
        texts = tuple(one if keeps_blanks else one.strip() for one in given)
        if not all(texts) or not texts:
            self.add(f"'{key}' holds an empty text: write something between the quotes", key)
        return tuple(one for one in texts if one)

    def choice(self, key: str, known: Sequence[str]) -> str:
        """One of a few words; "" when the key is missing or holds another."""
        value = self.text(key)
        if value and value not in known:
            self.add(
                f"'{key}' is {shown(value)}{near_miss(value, known)}: give one of "
                f"{', '.join(known)}",
                key,
            )
            return ""
        return value

    def number(self, key: str, least: int, most: int) -> int | None:
        value = self.content.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.add(f"'{key}' must be a whole number from {least} to {most}", key)
            return None
        return value

    def flag(self, key: str) -> bool:
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            self.add(f"'{key}' must be true or false, without quotes", key)
            return False
        return value

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of texts, in the order of the file."""
        value = self.content.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self.add(f'\'{key}\' must be a table of texts: {{ "F" = "felony" }}', key)
            return ()
        return tuple((str(word), str(meaning).strip()) for word, meaning in value.items())

    def table(self, key: str) -> Table:
        """The table ``[key]``; an empty one when it is missing."""
        value = self.content.get(key, {})
        if not isinstance(value, dict):
            self.add(f"'{key}' must be a table, written as [{key}]", key)
            value = {}
        return Table(f"[{key}]", value, self.problems, (*self.place, key))

    def tables(self, key: str, what: str) -> list[Table]:
        """The tables of ``[[key]]``, each called by its number."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.add(f"'{key}' must be written as [[{key}]]", key)
            return []
        above = f"{self.where}, " if self.place else ""
        return [
            Table(f"{above}{what} {number}", one, self.problems, (*self.place, key, number - 1))
            for number, one in enumerate(value, 1)
        ]
