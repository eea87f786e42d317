"""Which errors this person met lately: numbers and days, never a sentence.

A small text file in the data folder, one line each: day, number, and for a bug the place in the
program. It goes into the support bundle; nothing else reads it.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.paths import data_folder

FILE_NAME = "errors-met.txt"
MOST_LINES = 200
_MOST_BYTES = 64 * MOST_LINES
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}) ([ED]-\d{4})(?: ((?:app|ui)[\w.]*:\d+))?")


@dataclass(frozen=True, slots=True)
class Met:
    """An error met on a day; ``place`` is a module and line of the program, for a bug."""

    day: str
    number: str
    place: str
    n_times: int


def note_met(number: str, place: str = "") -> None:
    """Keep that an error was met. Where the file cannot be written, nothing is kept."""
    line = f"{datetime.now(UTC).date().isoformat()} {number} {place}".strip()
    if _LINE.fullmatch(line) is None:
        return
    path = data_folder() / FILE_NAME
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.write(line + "\n")
            is_long = file.tell() > _MOST_BYTES
        if is_long:
            _shorten(path)


def _shorten(path: Path) -> None:
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()[-MOST_LINES:]
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    fresh.replace(path)


def list_met() -> list[Met]:
    """What was met, newest day first. A line of any other form is left out."""
    try:
        text = (data_folder() / FILE_NAME).read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    found = (_LINE.fullmatch(line) for line in text.splitlines()[-MOST_LINES:])
    return _counted((match[1], match[2], match[3] or "") for match in found if match is not None)


def _counted(met: Iterable[tuple[str, str, str]]) -> list[Met]:
    counts = Counter(met)
    return [Met(*one, n) for one, n in sorted(counts.items(), reverse=True)]
