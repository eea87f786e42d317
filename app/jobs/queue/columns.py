"""Columns of a million values: a small number for each row, and what the numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.store.queue_columns import SEP

Codes = npt.NDArray[np.unsignedinteger[Any]]
Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


class _Codes(dict[str, int]):
    """Gives each value a number when it is first seen."""

    def __missing__(self, value: str) -> int:
        number = self[value] = len(self)
        return number


class Column:
    """``codes`` has a number for each row, ``values`` what each number stands for.

    The numbers take one byte while there are no more than 256 values, else two or four.
    """

    def __init__(self, codes: npt.NDArray[Any], values: Sequence[str]) -> None:
        self.values = list(values)
        self.codes: Codes = codes.astype(np.min_scalar_type(max(len(self.values) - 1, 0)))

    def mapped(self, label: Callable[[str], str]) -> Column:
        """The column of what ``label`` makes of each value; asked once a value, not once a row."""
        numbers = _Codes()
        table = np.array([numbers[label(value)] for value in self.values] or [0])
        small = table.astype(np.min_scalar_type(max(len(numbers) - 1, 0)))
        return Column(small[self.codes], list(numbers))

    def spread(self, rows: Numbers) -> Column:
        """The column of other rows, each of which is one of these."""
        return Column(self.codes[rows], self.values)

    def numbers(self, of: Callable[[str], int]) -> Numbers:
        """What ``of`` makes of each value, for each row."""
        return self.table(of)[self.codes]

    def table(self, of: Callable[[str], int]) -> Numbers:
        """What ``of`` makes of each value."""
        return np.array([of(value) for value in self.values] or [0], np.int64)

    def ranks(self, key: Callable[[str], object] = lambda value: value) -> Numbers:
        """For each row the place of its value when the values are sorted."""
        order = sorted(range(len(self.values)), key=lambda code: key(self.values[code]))  # type: ignore[arg-type, return-value]
        places = np.empty(max(1, len(order)), np.int64)
        places[order] = np.arange(len(order))
        return places[self.codes]

    def where(self, holds: Callable[[str], bool]) -> Mask:
        """The rows whose value is such a one."""
        return np.array([holds(value) for value in self.values] or [False], np.bool_)[self.codes]

    def code_of(self, value: str) -> int:
        """The number of a value, which the column may not have had yet."""
        if value not in self.values:
            self.values.append(value)
            self.codes = self.codes.astype(np.min_scalar_type(len(self.values) - 1))
        return self.values.index(value)


class Facet:
    """A column that is filtered by and counted. A value may stand for several labels, joined by
    line ends; "" of such a column is none of them."""

    def __init__(self, column: Column, *, is_many: bool = False) -> None:
        self.column = column
        self._is_many = is_many

    def labels(self, value: str) -> tuple[str, ...]:
        if not self._is_many:
            return (value,)
        return tuple(value.split("\n")) if value else ()

    def passes(self, chosen: Sequence[str]) -> Mask:
        """The rows that have any of the chosen labels."""
        wanted = frozenset(chosen)
        return self.column.where(lambda value: not wanted.isdisjoint(self.labels(value)))

    def count(self, rows: Rows | None) -> dict[str, int]:
        """How many rows have each label; of all rows, or of some."""
        codes = self.column.codes if rows is None else self.column.codes[rows]
        counted = np.bincount(codes, minlength=len(self.column.values)).tolist()
        counts: dict[str, int] = {}
        for value, n in zip(self.column.values, counted, strict=False):
            for label in self.labels(value) if n else ():
                counts[label] = counts.get(label, 0) + n
        return counts


class ColumnMaker:
    """Makes a column of texts that come by the thousand."""

    def __init__(self) -> None:
        self._numbers = _Codes()
        self._parts: list[Rows] = []

    def add(self, texts: str, n: int) -> None:
        """``n`` values joined by `SEP`."""
        self.add_values(texts.split(SEP), n)

    def add_values(self, values: Iterable[str], n: int) -> None:
        codes = map(self._numbers.__getitem__, values)
        self._parts.append(np.fromiter(codes, np.int32, n))

    def make(self) -> Column:
        return Column(joined(self._parts, np.int32), list(self._numbers))


class NumberMaker:
    """Makes a column of numbers that come by the thousand."""

    def __init__(self) -> None:
        self._parts: list[Numbers] = []

    def add(self, numbers: str) -> None:
        """Numbers joined by commas."""
        self._parts.append(read_numbers(numbers))

    def make(self) -> Numbers:
        return joined(self._parts, np.int64)


def read_numbers(text: str) -> Numbers:
    """Numbers joined by commas."""
    return np.fromstring(text, np.int64, sep=",")


def joined(parts: Sequence[npt.NDArray[np.generic]], kind: type[np.generic]) -> npt.NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts) if parts else np.empty(0, kind)


def find_rows(ids: Numbers, wanted: Numbers) -> tuple[Numbers, Mask]:
    """The row of each wanted id among sorted ids, and whether it is there at all."""
    if not len(ids):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    rows = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return rows, ids[rows] == wanted
