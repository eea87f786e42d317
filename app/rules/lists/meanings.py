"""What the subdivisions of a section forbid, by the date of the offense.

HS 11357's letters were given new meanings on 2016-11-09. The tables are data in
``resources/meanings``, every line with its citation and how sure it is.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from app.errors import UserError
from app.model.dates import PartialDate
from app.model.statute import read_section
from app.paths import resources
from app.rules.policy import SourceMark

POSSESSION = "us-ca/possession"


class MeaningsError(UserError):
    """A table in ``resources/meanings`` cannot be used."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One subdivision's letter between two days, both included (None: no bound)."""

    letter: str
    conduct: str
    in_words: str
    cite: str
    mark: SourceMark
    from_on: date | None
    until_on: date | None

    def may_hold(self, on: PartialDate) -> bool:
        """Whether it may be the meaning on a day known perhaps only in part."""
        starts_late = self.from_on and on.latest and on.latest < self.from_on
        ends_early = self.until_on and on.earliest and on.earliest > self.until_on
        return not (starts_late or ends_early)


@dataclass(frozen=True, slots=True)
class Meanings:
    id: str
    title: str
    section: str  # the number, "11357"
    meanings: tuple[Meaning, ...]

    def of(self, letter: str, on: PartialDate) -> tuple[Meaning, ...]:
        """What a letter may mean for an offense of that date; none when it is no letter of it."""
        return tuple(one for one in self.meanings if one.letter == letter and one.may_hold(on))

    @property
    def conducts(self) -> tuple[str, ...]:
        """Every word for a conduct, each once."""
        return tuple(dict.fromkeys(one.conduct for one in self.meanings))


@lru_cache(maxsize=16)
def load_meanings(table_id: str = POSSESSION) -> Meanings:
    """The shipped table of that id. Raises MeaningsError."""
    return read_meanings(resources() / "meanings" / f"{table_id}.toml")


def read_meanings(path: Path) -> Meanings:
    """Read one table. Raises MeaningsError saying what is wrong with it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        sections = read_section(data["section"]).sections
        if len(sections) != 1:
            raise ValueError(f"'{data['section']}' is not one section")
        meanings = tuple(_meaning(entry) for entry in data["meaning"])
        return Meanings(data["id"], data["title"], sections[0].section, meanings)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise MeaningsError(f"The table {path.name} cannot be read: {error}.") from error
    except KeyError as error:
        raise MeaningsError(f"The table {path.name} lacks {error}.") from error
    except ValueError as error:
        raise MeaningsError(f"The table {path.name}: {error}.") from error


def _meaning(entry: dict[str, object]) -> Meaning:
    bounds = []
    for key in ("from", "until"):
        day = entry.get(key)
        if day is not None and not isinstance(day, date):
            raise ValueError(f"'{key}' must be a date without quotes")
        bounds.append(day)
    mark = str(entry["mark"])
    if mark not in SourceMark.__members__:
        raise ValueError(f"'{mark}' is not a mark: give {', '.join(SourceMark.__members__)}")
    return Meaning(
        str(entry["letter"]),
        str(entry["conduct"]),
        str(entry["in_words"]),
        str(entry["cite"]),
        SourceMark[mark],
        bounds[0],
        bounds[1],
    )
