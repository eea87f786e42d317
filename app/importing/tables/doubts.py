"""What tables of every kind are in doubt about, worded once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from app.importing.issues import Issue
from app.importing.tables.table import column_letters
from app.importing.values import clean, has_unseen

COMPARE = "Compare with the original file."
_LAYOUT = str.maketrans("", "", "\t\n\r")  # line breaks and tabs in a cell mislead nobody
_MOST_RUNS = 10
_DAMAGED = "\ufffd"


def is_plain(text: str) -> bool:
    """Quick: nothing in the text can mislead whoever reads it."""
    return text.isprintable() and _DAMAGED not in text


def find_unseen(row: int, cells: Sequence[str]) -> Iterator[Issue]:
    """An issue for each cell with control characters, direction marks or damaged letters."""
    for index, cell in enumerate(cells):
        if has_unseen(cell.translate(_LAYOUT)):
            yield Issue(
                row, column_letters(index), clean(cell)[:200], "Unseen characters",
                "The cell holds control characters or marks that turn the writing direction.",
                "The cell was kept; they count as blanks.", COMPARE,
            )  # fmt: skip
        if _DAMAGED in cell:
            yield Issue(
                row, column_letters(index), cell[:200], "Damaged letters",
                "Some bytes of the cell are no letters in the encoding of the file.",
                f"A {_DAMAGED} stands where they were.", COMPARE,
            )  # fmt: skip


def duplicated_names(row: int, cells: Sequence[str]) -> Issue | None:
    """An issue when the row looks like a header and a name stands in it twice."""
    if not is_header_like(cells):
        return None
    names = Counter(clean(cell).casefold() for cell in cells)
    twice = sorted(name for name, n in names.items() if n > 1 and name)
    if not twice:
        return None
    return Issue(
        row, "", ", ".join(twice)[:200], "Column names that occur twice",
        "Several columns have the same name.",
        "They were told apart by their place.", "Check which of them the layout uses.",
    )  # fmt: skip


def is_header_like(cells: Sequence[str]) -> bool:
    """Whether most cells are filled and each filled one has a letter and is short."""
    filled = [cell for cell in map(clean, cells) if cell]
    return len(filled) * 2 > len(cells) and all(
        len(cell) <= 80 and any(map(str.isalpha, cell)) for cell in filled
    )


def macros_issue(file_name: str) -> Issue:
    return Issue(
        1, "", file_name, "Macros", "The workbook holds macros.",
        "They were neither run nor read.", "Nothing needs to be done.",
    )  # fmt: skip


class Runs:
    """Ascending numbers, counted, and in words as "3-5, 9"; holds only the first few runs."""

    def __init__(self) -> None:
        self.n = 0
        self._runs: list[list[int]] = []
        self._is_cut = False

    def add(self, number: int) -> None:
        self.n += 1
        if self._runs and not self._is_cut and number == self._runs[-1][1] + 1:
            self._runs[-1][1] = number
        elif len(self._runs) < _MOST_RUNS:
            self._runs.append([number, number])
        else:
            self._is_cut = True

    @property
    def first(self) -> int:
        return self._runs[0][0]

    def words(self, name: Callable[[int], str] = str) -> str:
        words = [name(a) if a == b else f"{name(a)}-{name(b)}" for a, b in self._runs]
        return ", ".join(words) + (" and more" if self._is_cut else "")
