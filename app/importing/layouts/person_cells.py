"""Whose row it is: the person's cells, and the key that is the same for all their rows."""

from __future__ import annotations

from app.importing.layouts.given import Cell, Given
from app.importing.layouts.names import join_name, read_name
from app.importing.values import clean
from app.model.reading_columns import AND_MORE, READING_INDEX

_SUBJECT, _CII = READING_INDEX["SUBJECT_ID"], READING_INDEX["CII_NUMBER"]
_NAME, _ALIASES = READING_INDEX["PRI_NAME"], READING_INDEX["ALIASES"]
_BORN, _SEX, _RACE = READING_INDEX["PRI_DOB"], READING_INDEX["GENDER"], READING_INDEX["RACE_DESCR"]


def fill_person(given: Given, cells: list[str]) -> str:
    """Fill the person's cells; returns the person's key, "" when nothing names the person.

    The key is the person number, else the CII number, else name and birth date. A name alone
    is not enough: it would make one person of two, or two of one.
    """
    cells[_CII] = cells[_CII] or "".join(given.text("cii").split()).upper()
    cells[_NAME] = cells[_NAME] or _name(given)
    cells[_BORN] = cells[_BORN] or given.date("birth_date")
    cells[_SEX] = cells[_SEX] or given.text("sex")
    cells[_RACE] = cells[_RACE] or given.text("race")
    cells[_ALIASES] = cells[_ALIASES] or _aliases(given)
    number, cii = clean(cells[_SUBJECT]) or given.text("person_number"), clean(cells[_CII])
    name, born = clean(cells[_NAME]), clean(cells[_BORN])
    subject = number or (f"CII {cii}" if cii else f"{name} {born}" if name and born else "")
    cells[_SUBJECT] = subject
    return subject


def _name(given: Given) -> str:
    whole = given.one("name")
    if whole is not None:
        name = read_name(whole.text, given.name_form(whole))
        suffix = given.text("suffix").upper().strip(".")
        return f"{name} {suffix}" if suffix and not name.endswith(f" {suffix}") else name
    parts = ("last_name", "first_name", "middle_name", "suffix")
    return join_name(*(given.text(part) for part in parts))


def _aliases(given: Given) -> str:
    names: dict[str, None] = {}
    for cell in given.all("other_names"):
        for text in _split(cell):
            name = read_name(text, given.name_form(cell))
            if name:
                names.setdefault(name.replace("|", "/"))
    return AND_MORE.join(names)


def _split(cell: Cell) -> list[str]:
    pieces = [cell.raw]
    for separator in cell.column.several:
        pieces = [part for piece in pieces for part in piece.split(separator)]
    return pieces
