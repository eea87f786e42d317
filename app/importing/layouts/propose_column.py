"""One column of a proposal: its field, and how its cells would be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.importing.layouts.date_evidence import weigh_dates
from app.importing.layouts.fields import FIELD
from app.importing.layouts.guess_columns import Guess
from app.importing.layouts.layout import FIRST_LAST, LAST_FIRST, NAME_FORMS, Column
from app.importing.layouts.looks import Looks
from app.importing.layouts.synonyms import plain_value
from app.importing.layouts.value_maps import propose_values
from app.model.statute import read_section

_MOST = 0.7
_UNIT = re.compile(r"\b(days?|months?|mos|years?|yrs)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(probation|jail|prison)\b", re.IGNORECASE)
_UNITS = {"d": "days", "m": "months", "y": "years"}
_SEPARATORS = (";", "\n", "|", ",")


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """``field`` is "" for a column that is not read. ``questions`` are open."""

    sheet: str
    position: int  # from 1
    header: str
    field: str
    confidence: float  # 0 to 1
    why: str
    others: tuple[str, ...]  # fields it could be instead
    samples: tuple[str, ...]
    questions: tuple[str, ...]
    column: Column | None

    @property
    def title(self) -> str:
        """The header, else the position."""
        return f"'{self.header}'" if self.header else f"Column {self.position}"


def propose_column(
    sheet: str, at: int, header: str, is_unique: bool, guess: Guess, looks: Looks
) -> ColumnProposal:
    """``is_unique``: the header stands once, so that it alone finds the column."""
    samples = tuple(value for value, _ in looks.distinct[:8])
    column: Column | None = None
    why, questions = guess.why, list[str]()
    if guess.field:
        column, more, questions = _column(at, header, is_unique, guess, looks)
        why = "; ".join(part for part in (why, more) if part)
    elif looks.date >= _MOST:
        questions = ["It holds dates: which? Nothing was taken from it."]
    return ColumnProposal(
        sheet, at + 1, header, guess.field, round(guess.confidence, 2), why, guess.others, samples,
        tuple(questions), column,
    )  # fmt: skip


def _column(
    at: int, header: str, is_unique: bool, guess: Guess, looks: Looks
) -> tuple[Column, str, list[str]]:
    column = Column(
        field=guess.field,
        header=(header,) if header else (),
        position=0 if is_unique else at + 1,
        section=guess.section,
    )
    if FIELD[guess.field].is_date:
        return _with_dates(column, looks)
    if guess.field == "name":
        return _with_name_form(column, looks)
    if guess.field in {"section", "convicted_section"}:
        return _with_separators(column, looks)
    if guess.field == "sentence_length":
        return _with_unit(column, header)
    pairs, questions = propose_values(guess.field, looks.distinct)
    return _replaced(column, values=pairs), "", questions


def _replaced(column: Column, **changes: object) -> Column:
    values = {name: getattr(column, name) for name in Column.__slots__}
    return Column(**{**values, **changes})


def _with_dates(column: Column, looks: Looks) -> tuple[Column, str, list[str]]:
    if not looks.values:
        return column, "", ["It is empty here: how are its dates written?"]
    evidence = weigh_dates(looks.values)
    questions = [evidence.question] if evidence.question else []
    if evidence.needs_pivot:
        questions.append(
            "Its years have two digits: up to which number are they 20xx? (pivot = ...)"
        )
    return _replaced(column, dates=evidence.formats), evidence.why, questions


def _with_name_form(column: Column, looks: Looks) -> tuple[Column, str, list[str]]:
    if looks.name >= _MOST:
        why = "most of its names have a comma after the last name"
        return _replaced(column, name_form=LAST_FIRST), why, []
    if looks.n_filled and plain_value(column.header[0] if column.header else "").endswith(
        "FIRST LAST"
    ):
        return _replaced(column, name_form=FIRST_LAST), "", []
    forms = " or ".join(NAME_FORMS[1:])
    return column, "", [f"Its names have no comma: are they written {forms}?"]


def _with_separators(column: Column, looks: Looks) -> tuple[Column, str, list[str]]:
    """What stands between the sections of a cell, where every piece reads as one."""
    if column.field != "section":
        return column, "", []
    found = tuple(one for one in _SEPARATORS if any(_splits(value, one) for value in looks.values))
    if not found:
        return column, "", []
    shown = " or ".join("a line break" if one == "\n" else f"'{one}'" for one in found)
    return _replaced(column, several=found), f"cells name several sections with {shown} between", []


def _splits(value: str, separator: str) -> bool:
    pieces = [piece.strip() for piece in value.split(separator) if piece.strip()]
    return len(pieces) > 1 and all(
        len(reading.sections) == 1 and not reading.unread and reading.text == piece
        for piece in pieces
        if (reading := read_section(piece))
    )


def _with_unit(column: Column, header: str) -> tuple[Column, str, list[str]]:
    unit, place = _UNIT.search(header), _PLACE.search(header)
    return (
        _replaced(
            column,
            unit=_UNITS[unit[1][0].lower()] if unit else "",
            place=place[1].upper() if place else "",
        ),
        "",
        [],
    )
