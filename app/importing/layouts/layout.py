"""A layout: how the columns of one kind of list are to be read. Plain frozen data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from app.importing.values import clean

ROWS, PEOPLE, CHARGES = "rows", "people", "charges"
ROLES = (ROWS, PEOPLE, CHARGES)

LAST_FIRST, FIRST_LAST, LAST_FIRST_BARE = (
    "LAST, FIRST MIDDLE", "FIRST MIDDLE LAST", "LAST FIRST MIDDLE",
)  # fmt: skip
NAME_FORMS = (LAST_FIRST, FIRST_LAST, LAST_FIRST_BARE)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it stands, which field it is, how its cells are read.

    It is found by any of its ``header`` words; ``position``, counted from 1, decides where
    that word stands twice, and alone where the list has no header.
    """

    field: str
    header: tuple[str, ...] = ()
    position: int = 0
    is_optional: bool = False
    dates: tuple[str, ...] = ()  # how its dates are written; else the layout's
    pivot: int | None = None  # two-digit years up to it are 20xx, the others 19xx
    name_form: str = ""
    empty: tuple[str, ...] = ()  # texts that mean an empty cell, here
    values: Pairs = ()  # words of the list and what they mean
    several: tuple[str, ...] = ()  # what stands between the counts of one cell
    section: str = ""  # of a section mark
    unit: str = ""  # of a sentence length: days, months, years
    place: str = ""  # of a sentence length

    @property
    def title(self) -> str:
        """What a message calls the column."""
        return f"'{self.header[0]}'" if self.header else f"column {self.position}"


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet, or the whole of a file without sheets.

    ``header_row`` counts as the file does; 0: there is none; None: it is looked for. Rows of a
    sheet with the role *charges* are completed from the row of *people* with the same ``key``.
    """

    columns: tuple[Column, ...]
    role: str = ROWS
    names: tuple[str, ...] = ()
    header_row: int | None = None
    key: tuple[str, ...] = ()  # header words of the column that joins


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read one kind of list."""

    id: str
    title: str
    sheets: tuple[SheetLayout, ...]
    notes: str = ""
    header: tuple[str, ...] = ()  # all header words of the list, to know it again by
    n_columns: int = 0  # the number of columns, where the list is known by it
    delimiter: str = ""  # where it has to be forced
    dates: tuple[str, ...] = ()
    pivot: int | None = None
    name_form: str = ""
    empty: tuple[str, ...] = ()
    constants: Pairs = field(default=())

    def constant(self, name: str) -> str:
        """What holds for the whole list; "" when nothing does."""
        return dict(self.constants).get(name, "")


_NOT_A_SIGN = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def plain(header: str) -> str:
    """A header word as it is compared: small letters and digits, ``#`` as ``number``."""
    words = header.replace("#", " number ").casefold()
    return " ".join(_NOT_A_SIGN.sub(" ", words).split())


@lru_cache(maxsize=8192)
def same_word(text: str) -> str:
    """A value as value maps compare it: trimmed, folded, in capitals."""
    return clean(text).upper()
