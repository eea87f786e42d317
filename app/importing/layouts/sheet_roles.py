"""Which sheet holds people, which their charges, and by which columns they are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from app.importing.layouts.guess_columns import Guess
from app.importing.layouts.layout import CHARGES, PEOPLE, same_word
from app.importing.layouts.looks import Looks

_ENOUGH = 0.5
_NAMES = {"name", "last_name"}
_SECTIONS = {"section", "section_mark", "convicted_section"}


class SheetCells(NamedTuple):
    """The beginning of a sheet: its header, its rows, and how each column looks."""

    at: int
    name: str
    header_row: int
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    looks: tuple[Looks, ...]

    def column(self, at: int) -> list[str]:
        """The filled cells of a column."""
        cells = (same_word(row[at]) for row in self.rows if at < len(row))
        return [cell for cell in cells if cell]


@dataclass(slots=True)
class Roles:
    """``read`` are the sheets a layout would describe; roles and keys by the sheet's index."""

    read: set[int] = field(default_factory=set)
    role: dict[int, str] = field(default_factory=dict)
    key: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


class _Join(NamedTuple):
    share: float
    people_at: int
    charges_at: int


def propose_roles(sheets: Sequence[SheetCells], guesses: Mapping[int, Sequence[Guess]]) -> Roles:
    """People and charges when one sheet names people and others hold sections without names."""
    has = {one.at: {guess.field for guess in guesses[one.at]} for one in sheets}
    whole = [one for one in sheets if has[one.at] & _NAMES and has[one.at] & _SECTIONS]
    people = [one for one in sheets if has[one.at] & _NAMES and one not in whole]
    charges = [one for one in sheets if has[one.at] & _SECTIONS and one not in whole]
    if len(people) == 1 and charges and not whole:
        return _joined(people[0], charges)
    chosen = whole[:1] or sheets[:1]
    roles = Roles(read={one.at for one in chosen})
    left = [one.name for one in sheets if one not in chosen]
    if left:
        roles.sentences = (f"Sheets that are not read: {', '.join(left)}.",)
    return roles


def _joined(people: SheetCells, charges: Sequence[SheetCells]) -> Roles:
    roles = Roles(read={people.at}, role={people.at: PEOPLE})
    sentences, questions = [], []
    for sheet in charges:
        roles.read.add(sheet.at)
        roles.role[sheet.at] = CHARGES
        join = _best_join(people, sheet)
        if join is None:
            questions.append(
                f"By which column is sheet '{sheet.name}' joined to sheet '{people.name}'? No two "
                "columns have the same cells."
            )
            continue
        own, other = sheet.header[join.charges_at], people.header[join.people_at]
        before = roles.key.setdefault(people.at, (other,))
        if before != (other,):
            questions.append(
                f"Sheet '{sheet.name}' would be joined by '{other}', another sheet by "
                f"'{before[0]}': one column of '{people.name}' has to serve for all."
            )
            continue
        roles.key[sheet.at] = (own,)
        sentences.append(
            f"Sheet '{people.name}' holds people, sheet '{sheet.name}' their charges: "
            f"{join.share:.0%} of the cells of '{own}' are found in '{other}'."
        )
    roles.sentences, roles.questions = tuple(sentences), tuple(questions)
    return roles


def _best_join(people: SheetCells, charges: SheetCells) -> _Join | None:
    """The two columns with the same cells, where those of people stand once each."""
    best: _Join | None = None
    columns = {at: set(charges.column(at)) for at in range(len(charges.header))}
    for at, other in product(range(len(people.header)), columns):
        cells = people.column(at)
        known, asked = set(cells), columns[other]
        if len(known) < len(cells) or not asked or not people.header[at]:
            continue
        if not charges.header[other]:
            continue
        bonus = 0.01 if same_word(people.header[at]) == same_word(charges.header[other]) else 0
        share = len(known & asked) / len(asked)
        if share >= _ENOUGH and (best is None or share + bonus > best.share):
            best = _Join(share + bonus, at, other)
    return None if best is None else best._replace(share=min(best.share, 1.0))
