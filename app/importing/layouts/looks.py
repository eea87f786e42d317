"""What the cells of a column look like: dates, numbers of the state, sections, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.importing.layouts.date_evidence import looks_like_date
from app.importing.layouts.layout import same_word
from app.importing.layouts.synonyms import plain_value, value_words
from app.importing.values import clean, read_county
from app.model.statute import read_section
from app.paths import resources

EMPTY_TEXTS = ("#N/A", "N/A", "NULL", "NONE", "(BLANK)", "UNKNOWN", "UNK", "#VALUE!", "#REF!")
_CII = re.compile(r"[A-Z][0-9]{8}")
_NAME = re.compile(r"[A-Za-zÀ-ÿ'. -]+,\s*[A-Za-zÀ-ÿ'. -]+")
_WORDS = re.compile(r"[A-Za-zÀ-ÿ'.-]+(?: [A-Za-zÀ-ÿ'.-]+){1,3}")
MOST_DISTINCT = 40


@dataclass(frozen=True, slots=True)
class Looks:
    """Shares of the filled cells that look like something, from 0 to 1."""

    n_filled: int
    distinct: tuple[tuple[str, int], ...]  # the most frequent values with their counts
    n_distinct: int
    date: float
    cii: float
    section: float
    county: float
    level: float
    disposition: float
    name: float  # with a comma
    bare_name: float  # two to four words without one
    values: tuple[str, ...]  # the filled cells themselves


def look_at_cells(cells: Sequence[str]) -> Looks:
    """The looks of one column's cells; cells that say they are empty do not count."""
    values = tuple(value for cell in cells if (value := clean(cell)) and not _is_empty(value))
    n = max(len(values), 1)
    counts = Counter(values)

    def share(test: object) -> float:
        assert callable(test)
        return sum(count for value, count in counts.items() if test(value)) / n

    return Looks(
        len(values), tuple(counts.most_common(MOST_DISTINCT)), len(counts),
        date=share(looks_like_date),
        cii=share(lambda value: _CII.fullmatch(value.upper())),
        section=share(looks_like_section),
        county=share(lambda value: read_county(value) in county_names()),
        level=share(lambda value: plain_value(value) in value_words()["level"]),
        disposition=share(lambda value: plain_value(value) in value_words()["disposition"]),
        name=share(_NAME.fullmatch),
        bare_name=share(_WORDS.fullmatch),
        values=values,
    )  # fmt: skip


def _is_empty(value: str) -> bool:
    return same_word(value) in EMPTY_TEXTS


@lru_cache(maxsize=16384)
def looks_like_section(text: str) -> bool:
    """A code section with letters or a subdivision, or one of cannabis; no bare number."""
    sections = read_section(text).sections
    return any(one.code or one.is_cannabis or one.subdivisions for one in sections)


@lru_cache(maxsize=1)
def county_names() -> frozenset[str]:
    """The counties of California as they are compared."""
    text = (resources() / "counties" / "us-ca.toml").read_text("utf-8")
    return frozenset(read_county(name) for name in re.findall(r'"([^"]+)"', text))
