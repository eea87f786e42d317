"""How a delimited file is written: what divides its cells, and how they are quoted.

Found by evidence: of everything that could divide the first rows into cells, what gives the most
rows of the same width.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.importing.tables.doubts import is_header_like
from app.importing.tables.records import Record, Syntax, read_records

# In the order in which they are preferred where the evidence is the same.
_DELIMITERS = {
    ",": "commas",
    "\t": "tabs",
    ";": "semicolons",
    "|": "pipes",
    "^": "carets",
    "~": "tildes",
    "\x1f": "unit separators",
    "\x01": "control characters",
}
_SAMPLE_RECORDS = 300
_STATED = re.compile(r'\A"?sep=(.)"?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """``width`` is the number of cells most rows have; ``n_skipped`` lines stand before them."""

    syntax: Syntax
    width: int
    n_records: int  # of the sample
    n_usual: int  # of them with the usual width
    n_clean: int  # of those without a quotation mark inside a cell
    first: tuple[str, ...]  # the first of those
    n_skipped: int = 0

    @property
    def words(self) -> str:
        return _DELIMITERS.get(self.syntax.delimiter, f"{self.syntax.delimiter!r}")

    @property
    def has_header(self) -> bool:
        return is_header_like(self.first)

    @property
    def is_table(self) -> bool:
        """At least two columns and two rows, and half of the rows agree."""
        return self.width > 1 and self.n_usual > 1 and self.n_usual * 2 >= self.n_records


def find_dialect(text: str) -> Dialect | None:
    """The dialect of a text that ends with whole lines, each with LF; None when none divides it.

    What comes back need not be a table: see `Dialect.is_table`.
    """
    stated = _STATED.match(text)
    if stated:  # Excel's own way of saying it
        rest = text[stated.end() :]
        found = _best_quoting(rest, stated[1])
        return found and replace(found, n_skipped=1)
    tried = [_best_quoting(text, one) for one in _DELIMITERS if one in text]
    found_all = [one for one in tried if one is not None and one.width > 1]
    return max(found_all, key=_evidence, default=None)  # the first of equals


def _evidence(found: Dialect) -> tuple[int, bool, int]:
    """Agreement of the rows in steps of a twentieth, a header, the number of columns."""
    return found.n_usual * 20 // found.n_records, found.has_header, found.width


def _best_quoting(text: str, delimiter: str) -> Dialect | None:
    """RFC 4180 unless another way of quoting explains more rows, and not by one stray mark."""
    tried = [one for syntax in _syntaxes(text, delimiter) if (one := _try(text, syntax))]
    if not tried:
        return None
    best = tried[0]
    for one in tried[1:]:
        margin = 0 if one.syntax.quote else max(3, one.n_records // 20)
        if one.n_clean > best.n_clean + margin:
            best = one
    return best


def _syntaxes(text: str, delimiter: str) -> Iterator[Syntax]:
    d = re.escape(delimiter)
    if '"' not in text and _are_wrapped(text, "'"):
        yield Syntax(delimiter, "'", is_backslash=False)
    yield Syntax(delimiter, '"', is_backslash=False)
    if '\\"' in text:
        yield Syntax(delimiter, '"', is_backslash=True)
    if '"' in text and not re.search(rf'(?:^|{d})"[^"\n]*"(?:{d}|$)', text, re.MULTILINE):
        yield Syntax(delimiter, "", is_backslash=False)


def _are_wrapped(text: str, quote: str) -> bool:
    """Whether every line begins and ends with the mark."""
    lines = [line for line in text.split("\n", _SAMPLE_RECORDS)[:_SAMPLE_RECORDS] if line.strip()]
    return all(line[0] == line[-1] == quote for line in lines)


def _try(text: str, syntax: Syntax) -> Dialect | None:
    good: list[Record] = []
    n_records = 0
    for found in read_records(iter(text.split("\n")), syntax, width=0):
        n_records += 1
        if isinstance(found, Record):
            good.append(found)
        if n_records >= _SAMPLE_RECORDS:
            break
    widths: Counter[int] = Counter()
    for record in good:
        widths[len(record.cells)] += 1 if record.has_stray else 2
    if not widths:
        return None
    width, _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    usual = [record for record in good if len(record.cells) == width]
    n_clean = sum(1 for record in usual if not record.has_stray)
    return Dialect(syntax, width, n_records, len(usual), n_clean, tuple(usual[0].cells))
