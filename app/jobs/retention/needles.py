"""What is looked for: names, numbers and case numbers of somebody, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SHORTEST = 5  # letters: shorter words stand by chance in any text
SHORTEST_IN_PAGES = 8  # bytes: packed pages hold shorter ones by chance
_STRUCK_OUT = "[purged]"
_END = ""


def spellings_of(name: str) -> Iterator[str]:
    """``LAST,FIRST MIDDLE`` as files and people write it."""
    last, comma, rest = (part.strip() for part in name.partition(","))
    yield name.strip()
    if not comma or not last or not rest:
        return
    first = rest.split()[0]
    for given in dict.fromkeys((rest, first)):
        yield from (f"{last},{given}", f"{last}, {given}", f"{given} {last}", f"{last} {given}")


def case_numbers_in(text: str) -> list[str]:
    """The numbers of a conviction's listed text."""
    return [part.strip() for part in text.split(";") if part.strip()]


@dataclass(frozen=True, slots=True)
class Needles:
    """Words to be found, and the patterns that find any of them in one pass."""

    words: frozenset[str]

    @staticmethod
    def of(words: Iterable[str]) -> Needles:
        """Blanks are one blank, letters capital; too short ones are left out."""
        whole = (" ".join(word.upper().split()) for word in words)
        return Needles(frozenset(word for word in whole if len(word) >= SHORTEST))

    def without(self, words: Iterable[str]) -> Needles:
        return Needles(self.words - set(words))

    def text_pattern(self) -> re.Pattern[str] | None:
        """Finds whole words in text, in any case; None when there is nothing to be found."""
        if not self.words:
            return None
        return re.compile(rf"(?<!\w)(?:{_any_of(self.words)})(?!\w)", re.IGNORECASE)

    def loose_pattern(self) -> re.Pattern[str] | None:
        """Finds them in text as `byte_pattern` finds them in pages: also within longer words."""
        return re.compile(_any_of(self.words), re.IGNORECASE) if self.words else None

    def byte_pattern(self) -> re.Pattern[bytes] | None:
        """Finds them anywhere in pages, as UTF-8, in any case of plain letters; None for none.

        Short words stand in packed bytes by chance, and digits where two columns meet without
        anything between them: those are looked for in texts only.
        """
        coded = (word.encode() for word in self.words if not word.isdigit())
        signs = [one.decode("latin-1") for one in coded if len(one) >= SHORTEST_IN_PAGES]
        if not signs:
            return None
        return re.compile(_any_of(signs).encode("latin-1"), re.IGNORECASE)


def any_of_bytes(parts: Iterable[bytes]) -> bytes:
    """An expression for any of many pieces, byte for byte."""
    return _any_of((part.decode("latin-1") for part in parts), blank=" ").encode("latin-1")


def _any_of(words: Iterable[str], blank: str = r"\s+") -> str:
    """An expression for any of many words that looks at each letter once.

    Words that begin alike share their beginning; a plain list of thousands would be tried one by
    one at every place.
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    return _expression(tree, blank)


def _expression(tree: dict[str, dict], blank: str) -> str:  # type: ignore[type-arg]
    ends_here = _END in tree
    parts = [
        (blank if letter == " " else re.escape(letter)) + _expression(branch, blank)
        for letter, branch in sorted(tree.items())
        if letter != _END
    ]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and not ends_here else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if ends_here else joined


def strike_out(pattern: re.Pattern[str], text: str) -> str:
    """The text with ``[purged]`` for every word that is found."""
    return pattern.sub(_STRUCK_OUT, text)


def found_words(pattern: re.Pattern[str], text: str) -> set[str]:
    """The words that stand in a text, as `Needles` holds them."""
    return {" ".join(match.group().upper().split()) for match in pattern.finditer(text)}
