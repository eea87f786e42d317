"""Words of the reports: dates, names of counties, the definition of each figure."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache

from app.paths import resources

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def in_words(day: date | str) -> str:
    """``July 1, 2020``; also of an ISO date."""
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def county_name(county: str) -> str:
    """``LOS ANGELES`` -> ``Los Angeles County``."""
    name = " ".join(county.split())
    name = name.title() if name.isupper() or name.islower() else name
    return name if name.lower().endswith("county") or not name else f"{name} County"


_SEXES = {"M": "Male", "F": "Female"}


def group_name(group: str) -> str:
    """A group of people as printed: ``AMERICAN INDIAN`` -> ``American Indian``."""
    if group in _SEXES:
        return _SEXES[group]
    return group.title() if group.isupper() and len(group) > 1 else sentence_case(group)


def sentence_case(text: str) -> str:
    """The first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=1)
def definitions() -> dict[str, tuple[str, str]]:
    """Label and sentence of each defined figure, in the order of the resource file."""
    with (resources() / "reports" / "definitions.toml").open("rb") as file:
        table = tomllib.load(file)
    return {key: (entry["label"], entry["says"]) for key, entry in table.items()}


def definition(key: str) -> tuple[str, str]:
    """Label and sentence of one figure; KeyError when it has none."""
    return definitions()[key]
