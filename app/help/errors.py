"""The number of every sentence with which the program refuses something.

The catalogue is ``resources/help/errors.toml``: a number, the sentence with ``{}`` for each of
its places, the area it belongs to and, where the sentence itself does not say it, what to do.
``packaging/number_errors.py`` keeps it in step with the source. A number once given never
means another sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.paths import resources

BUG = "E-0001"
USAGE = "E-0002"
FILE_TROUBLE = "E-0003"
FILE_NAME = "errors.toml"

_NUMBER = re.compile(r"\s*([ED])\W*(\d{1,4})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence, or a kind of data issue, with its number and what to do about it."""

    number: str
    says: str  # with {} for each place
    area: str
    do: str = ""
    is_retired: bool = False

    @property
    def in_words(self) -> str:
        """The sentence as a person reads it, each place an ellipsis."""
        words = self.says.replace("{}", "…").replace("{{", "{").replace("}}", "}")
        return words.replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Area:
    """What errors have in common, and what helps with any of them."""

    name: str
    title: str
    do: str
    topic: str


class Catalogue:
    """Every numbered sentence; finds the one that a sentence was made of."""

    def __init__(self, entries: Iterable[Numbered], areas: Iterable[Area]) -> None:
        self.entries = tuple(entries)
        self.areas = {area.name: area for area in areas}
        self._by_number = {one.number: one for one in self.entries}
        sentences = [
            _Template(one) for one in self.entries if not one.is_retired and _is_error(one)
        ]
        # What says most itself is asked first: it knows more of the sentence.
        self._templates = sorted(sentences, key=lambda one: (-one.weight, one.entry.number))

    def entry(self, number: str) -> Numbered | None:
        return self._by_number.get(number)

    def find(self, sentence: str) -> Numbered | None:
        """The entry of a sentence as it was said; None when it is none of the program's."""
        return next((one.entry for one in self._templates if one.fits(sentence)), None)

    def kind(self, kind: str) -> Numbered | None:
        """The entry of a kind of data issue."""
        for one in self.entries:
            if not _is_error(one) and not one.is_retired and _Template(one).fits(kind):
                return one
        return None

    def advice(self, entry: Numbered) -> str:
        """What to do: the entry's own words, else those of its area."""
        area = self.areas.get(entry.area)
        return entry.do or (area.do if area is not None else "")


class _Template:
    """The pieces of a sentence between its places; each must stand in the text, in order."""

    __slots__ = ("entry", "first", "inner", "last", "weight")

    def __init__(self, entry: Numbered) -> None:
        pieces = pieces_of(entry.says)
        self.entry = entry
        self.first, self.last = pieces[0], pieces[-1] if len(pieces) > 1 else None
        self.inner = [piece for piece in pieces[1:-1] if piece]
        self.weight = sum(map(len, pieces))

    def fits(self, text: str) -> bool:
        if self.last is None:
            return text == self.first
        if not text.startswith(self.first) or not text.endswith(self.last):
            return False
        at, end = len(self.first), len(text) - len(self.last)
        for piece in self.inner:
            found = text.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return at <= end


def pieces_of(template: str) -> list[str]:
    """What stands between the places of a template, ``{{`` and ``}}`` as the braces they are."""
    pieces = re.split(r"(?<!\{)\{\}(?!\})", template)
    return [piece.replace("{{", "{").replace("}}", "}") for piece in pieces]


def _is_error(entry: Numbered) -> bool:
    return entry.number.startswith("E")


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The shipped catalogue, read when it is first asked for."""
    path = resources() / "help" / FILE_NAME
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Catalogue(map(_entry, data["error"]), map(_area, data["area"].items()))


def number_of(sentence: str) -> str:
    """``E-0412``, the number of a sentence of the program; "" for any other text."""
    found = load_catalogue().find(sentence.strip())
    return found.number if found is not None else ""


@lru_cache(maxsize=256)
def kind_number(kind: str) -> str:
    """``D-0104``, the number of a kind of data issue; "" for any other text."""
    found = load_catalogue().kind(kind)
    return found.number if found is not None else ""


def read_number(text: str) -> str:
    """``e412`` and ``E 0412`` as ``E-0412``; "" for what is no number of an error."""
    match = _NUMBER.fullmatch(text)
    return f"{match[1].upper()}-{int(match[2]):04}" if match is not None else ""


def _entry(data: dict[str, Any]) -> Numbered:
    return Numbered(
        data["number"], data["says"], data["area"], data.get("do", ""), data.get("retired", False)
    )


def _area(item: tuple[str, dict[str, str]]) -> Area:
    name, data = item
    return Area(name, data["title"], data["do"], data["topic"])
