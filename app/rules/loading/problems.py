"""Reading a TOML table key by key while collecting every problem on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.rules.loading.lines import Lines, Place
from app.rules.policy import near_miss

MAX_SHOWN = 60
"""Characters of a value that a problem quotes."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong at one place of a policy file, and how to mend it.

    ``line`` counts from 1; 0 when the file could not be read at all. ``where`` names the
    table: ``rule 'age'``. ``str()`` is the whole sentence for a reader.
    """

    line: int
    where: str
    text: str

    def __str__(self) -> str:
        parts = [f"line {self.line}"] if self.line else []
        parts += [self.where] if self.where else []
        return f"{', '.join(parts)}: {self.text}" if parts else self.text


@dataclass(slots=True)
class Problems:
    """What is wrong with a file, and at which place of it."""

    found: dict[tuple[str, str], Place] = field(default_factory=dict)

    def add(self, where: str, text: str, place: Place) -> None:
        self.found.setdefault((where, text), place)

    def listed(self, text: str) -> tuple[Problem, ...]:
        """Every problem with its line in the file's text, from the top down."""
        lines = Lines.read(text)
        listed = [
            Problem(lines.at(place), where, words) for (where, words), place in self.found.items()
        ]
        return tuple(sorted(listed, key=lambda problem: problem.line))


def shown(value: object) -> str:
    """A value of the file as a problem quotes it: short, and never too long to be written."""
    try:
        text = repr(value) if not isinstance(value, date) else value.isoformat()
    except ValueError:  # a whole number of thousands of digits
        return "a number too long to show"
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "..."


@dataclass(slots=True)
class Table:
    """A table of the file; ``where`` names it in problems, ``place`` is the way to it.

    Every reader gives a harmless empty value when the key is missing or wrong and
    notes the problem, so that the rest of the file is still checked.
    """

    where: str
    content: Mapping[str, object]
    problems: Problems
    place: Place = ()

    def add(self, problem: str, *below: str | int) -> None:
        """Note a problem; ``below`` is the way from this table to what is wrong."""
        self.problems.add(self.where, problem, (*self.place, *below))

    def check_keys(self, known: Sequence[str]) -> None:
        for key in self.content:
            if key not in known:
                close = near_miss(key, list(known))
                self.add(
                    f"'{key}' is not a key here{close}: correct it or take it out. Keys here: "
                    f"{', '.join(known)}",
                    key,
                )

    def text(self, key: str, *, required: bool = True) -> str:
        value = self.content.get(key)
        if value is None:
            if required:
                self.add(f"'{key}' is missing: add {key} = \"...\"")
            return ""
        if not isinstance(value, str):
            self.add(f"'{key}' must be text in quotes", key)
            return ""
        if required and not value.strip():
            self.add(f"'{key}' is empty: write something between the quotes", key)
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that is not empty."""
        value = self.content.get(key)
        if value is None:
            self.add(f"'{key}' is missing: add {key} = [\"...\"]")
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.add(f'\'{key}\' must be a list of texts in quotes, ["...", "..."]', key)
            return ()
        kept = tuple(str(one).strip() for one in value if str(one).strip())
        if not kept:
            self.add(f"'{key}' is empty: it needs at least one text in quotes", key)
        return kept

    def choice(self, key: str, known: Iterable[str]) -> str:
        """One of a few words; "" with a problem when it is another."""
        value, words = self.text(key), list(known)
        if value and value not in words:
            close = near_miss(value, words)
            self.add(f"'{key}' is '{value}'{close}: give one of {', '.join(words)}", key)
            return ""
        return value

    def number(self, key: str) -> int:
        value = self.content.get(key)
        if value is None:
            self.add(f"'{key}' is missing: add {key} = and a whole number")
            return 0
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(f"'{key}' must be a whole number, without quotes", key)
            return 0
        if abs(value) > 10**9:
            self.add(f"'{key}' must be a whole number of at most nine digits", key)
            return 0
        return value

    def day(self, key: str) -> date | None:
        value = self.content.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.add(f"'{key}' must be a date without quotes, like 2016-11-09", key)
        return None

    def bounds(self, first: str = "from", last: str = "until") -> tuple[date | None, date | None]:
        """The days under two keys, both included; None for a missing one."""
        begin = self.day(first) if first in self.content else None
        end = self.day(last) if last in self.content else None
        if begin is not None and end is not None and begin > end:
            self.add(f"'{first}' {begin} is later than '{last}' {end}: mend one of them", last)
        return begin, end

    def table(self, key: str) -> Table | None:
        value = self.content.get(key)
        if isinstance(value, dict):
            return Table(f"[{key}]", value, self.problems, (*self.place, key))
        if value is None:
            self.add(f"'[{key}]' is missing: add the table [{key}]")
        else:
            self.add(f"'{key}' must be a table, written as [{key}]", key)
        return None

    def tables(self, key: str, named_by: str = "") -> list[Table]:
        """The tables of ``[[key]]``, each named by its position and by one of its keys."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.add(f"'{key}' must be written as [[{key}]]", key)
            return []
        tables = []
        for position, content in enumerate(value):
            name = content.get(named_by)
            where = f"{key} '{name}'" if isinstance(name, str) else f"{key} {position + 1}"
            tables.append(Table(where, content, self.problems, (*self.place, key, position)))
        return tables
