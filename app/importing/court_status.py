"""What the status words of a court's list mean. The words are data, read when asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from app.paths import resources

_SIGNS = re.compile(r"[^A-Z0-9.]+")


@cache
def _words() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    path = resources() / "court-lists" / "status.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    meanings = tuple((one["means"], _any_of(one["words"])) for one in found["status"])
    return _any_of(found["not_done"]), meanings


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(re.escape(word) for word in words)}) ")


@lru_cache(maxsize=4096)
def read_status(text: str) -> str:
    """ "dismissed", "sealed" or "destroyed"; "" for every other status, unknown words included."""
    plain = f" {' '.join(_SIGNS.sub(' ', text.upper()).split())} "
    not_done, meanings = _words()
    if not_done.search(plain):
        return ""
    return next((means for means, pattern in meanings if pattern.search(plain)), "")
