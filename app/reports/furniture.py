"""Head and foot of the sheets that an office prints: program, practice mark, what it is, pages."""

from __future__ import annotations

from app.reports.paged import Furniture
from app.reports.sheet import CAUTION_WASH, MARGIN, PRIMARY, RIGHT, SECONDARY, Face, Sheet
from app.version import PROGRAM

_PRACTICE = "PRACTICE: made-up people"
_PRACTICE_INK = (0x5C, 0x43, 0x10)


def page_furniture(head: str, foot: str, *, is_practice: bool) -> Furniture:
    """``head`` stands above every page but the first, which names the program; ``foot`` below all.

    A sheet about made-up people says so on each page.
    """

    def draw(sheet: Sheet, number: int, n_pages: int) -> None:
        sheet.bar(0, 0, 612, 6, PRIMARY)
        title = PROGRAM if number == 1 else head
        sheet.text(MARGIN, 30, title, width=330, size=9, face=Face.BOLD, color=PRIMARY)
        if is_practice:
            _mark_practice(sheet)
        sheet.rule(756)
        sheet.text(MARGIN, 761, foot, width=430, size=7.5, color=SECONDARY)
        sheet.text(
            RIGHT - 80, 761, f"Page {number} of {n_pages}", width=80, size=7.5, color=SECONDARY,
            align="R",
        )  # fmt: skip

    return draw


def _mark_practice(sheet: Sheet) -> None:
    width = sheet.text_width(_PRACTICE, 9, Face.BOLD) + 16
    sheet.bar(RIGHT - width, 27, width, 17, CAUTION_WASH)
    sheet.text(
        RIGHT - width + 8, 30, _PRACTICE, width=width - 8, size=9, face=Face.BOLD,
        color=_PRACTICE_INK,
    )  # fmt: skip
