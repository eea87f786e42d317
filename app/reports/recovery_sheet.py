"""The recovery sheet: one page to print and lock away, from which a workspace can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.reports.sheet import (
    CAUTION,
    CAUTION_WASH,
    CONTENT_WIDTH,
    MARGIN,
    SECONDARY,
    WASH,
    Face,
    Sheet,
)
from app.version import PROGRAM

_CODE_SIZE, _CODE_STEP = 21.0, 38.0
_STEPS = (
    "Start {program} and choose “Open a workspace”. Choose the file {file}.",
    (
        "Choose “Use the recovery sheet” and type the four lines above. Hyphens, blanks, small "
        "and capital letters make no difference. A line that is mistyped is named."
    ),
    (
        "Where users sign in with passphrases of their own, put an administrator in. Where they "
        "do not, everything is open to you at once."
    ),
    (
        "Give the office a new passphrase (File, Passphrases), print a new recovery sheet and "
        "destroy this one."
    ),
)
_WARNING = (
    "Whoever holds this sheet and the file reads everything in it. Keep the sheet in a safe or a "
    "sealed envelope, away from the computer and from the backups. If it is lost, change the "
    "office passphrase: from then on this sheet opens nothing but older backups."
)
_TERMINAL = (
    "From a terminal: write the four lines into a file and give it with --passphrase-file. In "
    "other programs: the file is an SQLCipher 4 database; the four lines are its raw key "
    "(Crockford's base32, thirteen signs of each line), the file's first sixteen bytes its salt."
)


@dataclass(frozen=True, slots=True)
class RecoveryFacts:
    """What stands on the sheet. ``lines`` open the workspace."""

    name: str
    file_name: str
    made_on: date
    made_by: str
    lines: Sequence[str]

    def __repr__(self) -> str:
        return "RecoveryFacts()"


def render_recovery_sheet(facts: RecoveryFacts) -> bytes:
    """The PDF."""
    sheet = Sheet(f"Recovery sheet: {facts.name}", "Opens a workspace", facts.made_on)
    sheet.add_page("Recovery sheet")
    y = _head(sheet, facts)
    y = _code(sheet, facts.lines, y)
    y = _warning(sheet, y)
    y = _steps(sheet, facts, y)
    sheet.paragraph(
        MARGIN, y + 6, _TERMINAL, width=CONTENT_WIDTH, size=8, color=SECONDARY, leading=1.4
    )
    return sheet.finish()


def _head(sheet: Sheet, facts: RecoveryFacts) -> float:
    sheet.text(MARGIN, 48, "Recovery sheet", width=CONTENT_WIDTH, size=22, face=Face.BOLD)
    y = sheet.paragraph(
        MARGIN, 82, facts.name, width=CONTENT_WIDTH, size=14, face=Face.MEDIUM, max_lines=2
    )
    told = f"File {facts.file_name}. Made on {facts.made_on} by {facts.made_by}."
    y = sheet.paragraph(
        MARGIN, y + 2, told, width=CONTENT_WIDTH, size=9.5, color=SECONDARY, max_lines=3
    )
    sheet.rule(y + 8)
    return y + 22


def _code(sheet: Sheet, lines: Sequence[str], y: float) -> float:
    sheet.bar(MARGIN, y, CONTENT_WIDTH, len(lines) * _CODE_STEP + 18, WASH)
    y += 14
    for number, line in enumerate(lines, start=1):
        sheet.text(
            MARGIN + 40, y + 5, f"{number}", width=24, size=14, face=Face.MONO, color=SECONDARY
        )
        sheet.text(MARGIN + 84, y, line, width=400, size=_CODE_SIZE, face=Face.MONO)
        y += _CODE_STEP
    return y + 18


def _warning(sheet: Sheet, y: float) -> float:
    with sheet.measuring():
        lines = sheet.lines(_WARNING, CONTENT_WIDTH - 28, 10)
    height = len(lines) * 14 + 18
    sheet.bar(MARGIN, y, CONTENT_WIDTH, height, CAUTION_WASH)
    sheet.bar(MARGIN, y, 4, height, CAUTION)
    sheet.paragraph(MARGIN + 16, y + 9, _WARNING, width=CONTENT_WIDTH - 28, size=10, leading=1.4)
    return y + height + 20


def _steps(sheet: Sheet, facts: RecoveryFacts, y: float) -> float:
    sheet.text(
        MARGIN, y, "To open the workspace with it", width=CONTENT_WIDTH, size=12, face=Face.BOLD
    )
    y += 22
    for number, step in enumerate(_STEPS, start=1):
        words = step.format(program=PROGRAM, file=facts.file_name)
        sheet.text(MARGIN, y, f"{number}.", width=18, size=10)
        y = sheet.paragraph(
            MARGIN + 20, y, words, width=CONTENT_WIDTH - 20, size=10, leading=1.4, max_lines=4
        )
        y += 6
    return y
