"""Words that must not be found: names and numbers of a delivery, as they may stand in a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SHORTEST = 7


def needles_of(delivery: Path) -> list[bytes]:
    """Names both ways round, CII, FBI and case numbers, in the encodings files have."""
    words: set[str] = set()
    with delivery.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, restval=""):
            name = row["PRI_NAME"].strip()
            last, _, first = name.partition(",")
            words |= {name, f"{first} {last}", f"{last}, {first}", row["CII_NUMBER"].strip()}
            words |= {row["FBI_NUMBER"].strip(), row["OFN"].strip()}
    plain = sorted(word for word in words if len(word) >= _SHORTEST)
    assert len(plain) > 50
    return list(_encoded(plain))


def _encoded(words: Iterable[str]) -> Iterator[bytes]:
    for word in words:
        for form in dict.fromkeys((word, word.title(), word.lower())):
            yield form.encode()
            yield form.encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Searched:
    n_files: int
    n_bytes: int
    found: tuple[str, ...]  # a sentence each


def search(folders: Iterable[Path], needles: list[bytes]) -> Searched:
    """Look for every word in every file below the folders, and in the files' names."""
    n_files = n_bytes = 0
    found: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            data = str(path).encode() + b"\n"
            if path.is_file():
                data += path.read_bytes()
                n_files += 1
            n_bytes += len(data)
            found += [f"{path.name} holds {word!r}" for word in needles if word in data]
    return Searched(n_files, n_bytes, tuple(found))
