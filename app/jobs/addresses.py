"""The addresses of people, which a record does not hold: from a file of the office's own.

A letter to the wrong house does harm. An address is used only when its row names one person
beyond doubt; every row that is not used is told with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.documents.letter_draft import LANGUAGES, MOST_ADDRESS_LINES
from app.documents.mail_layout import window_lines
from app.errors import UserError
from app.jobs.motion_cases import caption_name
from app.jobs.small_csv import BadRow, read_table
from app.store import people, records
from app.store.workspace import Workspace

_LANGUAGE_WORDS = {
    "english": "en", "inglés": "en", "ingles": "en", "spanish": "es", "español": "es",
    "espanol": "es", **{name: name for name in LANGUAGES},
}  # fmt: skip
_KNOWN = {
    "cii number": "cii", "cii": "cii", "name": "name", "address": "address",
    "address 1": "address", "address 2": "address 2", "address 3": "address 3", "city": "city",
    "state": "state", "zip": "zip", "zip code": "zip", "language": "language",
}  # fmt: skip
_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")


@dataclass(frozen=True, slots=True)
class Address:
    """Lines below the name; ``language`` is "" where the file names none."""

    lines: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """By person number; ``bad`` are the rows that were not used."""

    found: Mapping[int, Address]
    bad: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """The people letters go to, by what a row may name them by."""

    workspace: Workspace
    by_cii: Mapping[str, int]
    by_name: Mapping[str, list[int]]

    @staticmethod
    def of(workspace: Workspace, ids: Iterable[int]) -> _Known:
        by_cii: dict[str, int] = {}
        by_name: dict[str, list[int]] = {}
        for number in ids:
            person = people.get_person(workspace, number)
            if person.cii:
                by_cii[_plain(person.cii)] = number
            for name in {_plain(person.name), _plain(caption_name(person.name))}:
                by_name.setdefault(name, []).append(number)
        return _Known(workspace, by_cii, by_name)

    def find(self, cells: Mapping[str, str]) -> tuple[int, str]:
        """The person a row names, or 0 and why not."""
        cii, name = _plain(cells.get("cii", "")), _plain(cells.get("name", ""))
        if cii:
            number = self.by_cii.get(cii, 0)
            if not number:
                return 0, f"nobody a letter goes to has the CII number {cells['cii']}"
            if name and not self._is_named(number, name):
                return 0, (
                    f"the person with CII number {cells['cii']} has another name than "
                    f"“{cells['name']}”; look which of the two is right"
                )
            return number, ""
        numbers = self.by_name.get(name, []) if name else []
        if len(numbers) == 1:
            return numbers[0], ""
        if not name:
            return 0, "it names nobody; give the CII number or the name"
        if numbers:
            return 0, f"{len(numbers)} people are named “{cells['name']}”; give the CII number"
        return 0, f"nobody a letter goes to is named “{cells['name']}”"

    def _is_named(self, number: int, name: str) -> bool:
        if number in self.by_name.get(name, []):
            return True
        person = records.get_rap_sheet(self.workspace, number).person
        return any(name in (_plain(a), _plain(caption_name(a))) for a in person.aliases)


def read_addresses(workspace: Workspace, path: Path, ids: Iterable[int]) -> Addresses:
    """The addresses of these people. Raises InputError when the file cannot be read."""
    known = _Known.of(workspace, ids)
    given: dict[int, list[tuple[int, Address]]] = {}
    bad: list[BadRow] = []
    for row, cells in read_table(path, _KNOWN):
        number, reason = known.find(cells)
        address, problem = _address(cells)
        if reason or problem:
            bad.append(BadRow(row, reason or problem))
        else:
            given.setdefault(number, []).append((row, address))
    found: dict[int, Address] = {}
    for number, rows in given.items():
        if len({address for _, address in rows}) == 1:
            found[number] = rows[0][1]
            continue
        others = " and ".join(f"{row:,}" for row, _ in rows)
        bad += [
            BadRow(row, f"rows {others} give the same person different addresses; none is used")
            for row, _ in rows
        ]
    return Addresses(found, tuple(sorted(bad, key=lambda one: one.row)))


def _address(cells: Mapping[str, str]) -> tuple[Address, str]:
    """An address in its form, and what is wrong with it."""
    given = "\n".join(cells.get(name, "") for name in ("address", "address 2", "address 3"))
    lines = [" ".join(line.split()) for line in given.replace("|", "\n").splitlines()]
    place = ", ".join(part for part in (cells.get("city", ""), cells.get("state", "")) if part)
    lines.append(f"{place} {cells.get('zip', '')}".strip())
    kept = tuple(line for line in lines if line)
    language = _LANGUAGE_WORDS.get(cells.get("language", "").casefold(), "")
    return Address(kept, language), _problem(cells, kept, language)


def _problem(cells: Mapping[str, str], lines: tuple[str, ...], language: str) -> str:
    if not lines:
        return "it has no address"
    if len(lines) > MOST_ADDRESS_LINES:
        return f"the address has {len(lines)} lines; a window shows {MOST_ADDRESS_LINES}"
    if cells.get("zip") and not _ZIP.fullmatch(cells["zip"]):
        return f"“{cells['zip']}” is no ZIP code (a spreadsheet may have dropped a leading zero)"
    if cells.get("language") and not language:
        return f"the language “{cells['language']}” is not known; write en, es or both"
    try:
        window_lines(("X", *lines), f"the address {lines[0]}")
    except UserError as error:
        return error.message
    return ""


def _plain(text: str) -> str:
    return " ".join(text.replace(",", ", ").upper().split())
