"""What printing, scanning and copying do to the text of a rap sheet."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from app.sampling.draw import Draw

_PAGE_LINES = 38
_WIDTH = 42
_BANNER = (
    "* * * * * * * * * * * * * * * * * *",
    "** POTENTIAL FELONY STRIKE ENTRY **",
    "* * * * * * * * * * * * * * * * * *",
)
_SCANNED = (
    ("CNT:", "CHT:"), ("CNT:", "CNÍ:"), ("INFRACTION", "TNFRACTION"), ("CONVICTED", "COMVICTED"),
    ("CONV STATUS:", "CONV STATIS."), ("ARR/DET/CITE", "▯RR/PET/CITE"), ("COURT:", "▯OURI:"),
    ("-POSSESS", "–POSSÉSS"), ("CONV STATUS", "CÓNV STATUS"), ("PC-", "PÇ-"),
    ("SEN: ", "SEN:\u00a0"),
)  # fmt: skip
_SPACED = (
    ("DISPO:CONVICTED", "DISPO:CO  N VI CTE D"), ("DISPO:", "DI SP O:"), ("DISPO:", "DISPO;"),
    ("REGISTRATION:", "REGISTRATI ON:"), ("CNT:", "CNT : "), ("COURT:", "COURT :"),
)  # fmt: skip


class Damage(Enum):
    """Kinds of damage that leave no doubt about what was meant."""

    BANNERS = "banners anywhere"
    PAGES = "page breaks that repeat the heading"
    SCANNING = "letters misread"
    WRAPPING = "long lines wrapped"
    SPACING = "spaced letters, columns lost"


def damaged(lines: list[str], kinds: frozenset[Damage], draw: Draw) -> list[str]:
    """The lines with damage of the kinds given, by chance."""
    for kind, change in _DAMAGES.items():
        if kind in kinds:
            lines = change(lines, draw)
    return lines


def _banners(lines: list[str], draw: Draw) -> list[str]:
    head, body = lines[:4], lines[4:]
    made = list(head)
    for line in body:
        made.append(line)
        if draw.is_hit(0.05):
            made += _BANNER
    return made


def _pages(lines: list[str], draw: Draw) -> list[str]:
    n_pages = len(lines) // _PAGE_LINES + 1
    made = []
    for place, line in enumerate(lines):
        page = place // _PAGE_LINES + 1
        if place and place % _PAGE_LINES == 0:
            made.append(f"\fPAGE {page} OF {n_pages}")
            made += lines[: draw.between(0, 2)]
        made.append(line)
    return made


def _replace(
    pairs: tuple[tuple[str, str], ...], share: float
) -> Callable[[list[str], Draw], list[str]]:
    def change(lines: list[str], draw: Draw) -> list[str]:
        made = lines[:4]
        for line in lines[4:]:
            meant, printed = draw.pick(pairs)
            made.append(line.replace(meant, printed) if draw.is_hit(share) else line)
        return made

    return change


def _wrap(lines: list[str], draw: Draw) -> list[str]:
    made = []
    for place, line in enumerate(lines):
        at = line.rfind(" ", 12, _WIDTH)
        is_long = len(line) > _WIDTH and at > 0 and line[:at].strip()
        if place > 3 and is_long and line.startswith("  ") and draw.is_hit(0.7):
            made += [line[:at], f"        {line[at + 1 :].strip()}"]
        else:
            made.append(line)
    return made


def _collapse(lines: list[str], draw: Draw) -> list[str]:
    spaced = _replace(_SPACED, 0.6)(lines, draw)
    return [" ".join(line.split(" ")) if draw.is_hit(0.5) else line.strip(" ") for line in spaced]


_DAMAGES: dict[Damage, Callable[[list[str], Draw], list[str]]] = {
    Damage.WRAPPING: _wrap,
    Damage.SCANNING: _replace(_SCANNED, 0.5),
    Damage.SPACING: _collapse,
    Damage.BANNERS: _banners,
    Damage.PAGES: _pages,
}
