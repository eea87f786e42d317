"""What the columns and codes of the state's file mean, and the words of law and program.

Names of columns, answers, lists and tables are read from the program; their meaning stands in
``resources/help/glossary.toml``. What a code counts as is asked of the reader of the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.help.words import has_all, words_of
from app.importing.values import is_conviction, read_event_kind, read_level, read_type_of_charge
from app.model.reading_columns import READING_COLUMNS
from app.model.relief import Outcome
from app.paths import resources

FILE_NAME = "glossary.toml"
COLUMN, CODE, TERM, ANSWER = "Column", "Code", "Word", "Answer"


@dataclass(frozen=True, slots=True)
class Entry:
    """A column, a code, an answer or a word with its meaning; ``see`` is a link of the help."""

    kind: str
    name: str
    means: str
    see: str = ""
    column: str = ""  # of a code: the column it occurs in


@dataclass(frozen=True, slots=True)
class Segment:
    """Columns that belong together."""

    title: str
    means: str
    columns: tuple[Entry, ...]


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    path = resources() / "help" / FILE_NAME
    return tomllib.loads(path.read_text(encoding="utf-8"))


def list_segments() -> list[Segment]:
    """The columns of the state's file and those of a reading, in their order and parts."""
    data = _data()
    starts = {one["from"]: one for one in data["segment"]}
    segments: list[tuple[dict[str, str], list[Entry]]] = []
    for name in READING_COLUMNS:
        if name in starts:
            segments.append((starts[name], []))
        segments[-1][1].append(Entry(COLUMN, name, data["columns"][name]))
    return [Segment(one["title"], one["means"], tuple(own)) for one, own in segments]


def list_codes() -> list[Entry]:
    """Codes that occur in the state's file, with what the program takes them for."""
    data = _data()
    found = [
        Entry(CODE, code, _counts_as(column, code), column=column)
        for column, codes in data["codes"].items()
        for code in codes
    ]
    for column, table in (("SENT_TIME_CODE", "units"), ("OFFENSE_DESCR", "letters")):
        found += [Entry(CODE, name, says, column=column) for name, says in data[table].items()]
    return found


def _counts_as(column: str, code: str) -> str:
    if column == "STP_TYPE_DESCR":
        return f"Counts as: {read_event_kind(code).value}."
    if column == "DISP_DESCR":
        return "Counts as a conviction." if is_conviction(code) else "Counts as no conviction."
    level = read_level(code) if column == "CONV_STAT_DESCR" else read_type_of_charge(code)
    return f"Counts as: {level.value}."


def list_answers() -> list[Entry]:
    """Every answer a policy can give, in its words."""
    means = _data()["outcomes"]
    return [Entry(ANSWER, one.value, means[one.name]) for one in Outcome]


def list_terms() -> list[Entry]:
    """Words of the law and of the program, by name."""
    found = [Entry(TERM, one["name"], one["means"], one.get("see", "")) for one in _data()["term"]]
    return sorted(found, key=lambda entry: entry.name.casefold())


def all_entries() -> Iterator[Entry]:
    """Columns, codes, answers and words, one after the other."""
    for segment in list_segments():
        yield from segment.columns
    yield from list_codes()
    yield from list_answers()
    yield from list_terms()


def find_entries(text: str) -> list[Entry]:
    """Entries that have every word as the beginning of a word: first those named so."""
    asked = words_of(text)
    if not asked:
        return []
    named, said = [], []
    for entry in all_entries():
        name = words_of(entry.name.replace("_", " ")) + words_of(entry.name)
        if has_all(name, asked):
            named.append(entry)
        elif has_all(name + words_of(entry.means), asked):
            said.append(entry)
    whole = " ".join(asked)
    named.sort(key=lambda entry: entry.name.lower().replace("_", " ") != whole.replace("_", " "))
    return [*named, *said]
