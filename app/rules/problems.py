"""Reading a TOML table key by key while collecting every problem on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.rules.policy import near_miss


@dataclass(slots=True)
class Problems:
    """What is wrong with a file, in the order found."""

    found: list[str] = field(default_factory=list)

    def add(self, problem: str) -> None:
        if problem not in self.found:
            self.found.append(problem)


@dataclass(slots=True)
class Table:
    """A table of the file; ``where`` names it in problems.

    Every reader gives a harmless empty value when the key is missing or wrong and
    notes the problem, so that the rest of the file is still checked.
    """

    where: str
    content: Mapping[str, object]
    problems: Problems

    def add(self, problem: str) -> None:
        self.problems.add(f"{self.where}: {problem}")

    def check_keys(self, known: Sequence[str]) -> None:
        for key in self.content:
            if key not in known:
                self.add(f"'{key}' is not a key here{near_miss(key, list(known))}")

    def text(self, key: str, *, required: bool = True) -> str:
        value = self.content.get(key)
        if value is None:
            if required:
                self.add(f"'{key}' is missing")
            return ""
        if not isinstance(value, str):
            self.add(f"'{key}' must be text in quotes")
            return ""
        if required and not value.strip():
            self.add(f"'{key}' is empty")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that is not empty."""
        value = self.content.get(key)
        if value is None:
            self.add(f"'{key}' is missing")
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.add(f"'{key}' must be a list of texts in quotes")
            return ()
        kept = tuple(str(one).strip() for one in value if str(one).strip())
        if not kept:
            self.add(f"'{key}' is empty")
        return kept

    def choice(self, key: str, known: Iterable[str]) -> str:
        """One of a few words; "" with a problem when it is another."""
        value, words = self.text(key), list(known)
        if value and value not in words:
            close = near_miss(value, words)
            self.add(f"'{key}' is '{value}'{close}: give one of {', '.join(words)}")
            return ""
        return value

    def number(self, key: str) -> int:
        value = self.content.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(
                f"'{key}' must be a whole number" if key in self.content else f"'{key}' is missing"
            )
            return 0
        return value

    def day(self, key: str) -> date | None:
        value = self.content.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.add(f"'{key}' must be a date without quotes, like 2016-11-09")
        return None

    def bounds(self) -> tuple[date | None, date | None]:
        """The days under ``from`` and ``until``, both included; None for a missing one."""
        first = self.day("from") if "from" in self.content else None
        last = self.day("until") if "until" in self.content else None
        if first is not None and last is not None and first > last:
            self.add(f"'from' {first} is later than 'until' {last}")
        return first, last

    def table(self, key: str) -> Table | None:
        value = self.content.get(key)
        if isinstance(value, dict):
            return Table(f"[{key}]", value, self.problems)
        self.add(f"'[{key}]' is missing" if value is None else f"'{key}' must be a table")
        return None

    def tables(self, key: str) -> list[Mapping[str, object]]:
        """The tables of ``[[key]]``; none when there is none."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.add(f"'{key}' must be written as [[{key}]]")
            return []
        return [one for one in value if isinstance(one, dict)]
