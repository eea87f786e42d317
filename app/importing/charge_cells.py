"""The cells of a row that say which section, which level, which result a count has.

Every function is cached: the same few hundred texts fill a whole file.
"""

from __future__ import annotations

from functools import lru_cache

from app.importing.values import clean, is_conviction, read_level, read_type_of_charge
from app.model.record import Level
from app.model.statute import is_see_comment, read_section


@lru_cache(maxsize=65536)
def sees_comment(offense: str) -> bool:
    return is_see_comment(clean(offense))


@lru_cache(maxsize=65536)
def sections(offense: str, comment: str, convicted: str, disposed: str) -> tuple[str, str, str]:
    """(controlling section as printed, its column, section charged as printed).

    The section charged is the comment's when the offense says so or is empty;
    the section convicted of, where the row names one, controls.
    """
    if sees_comment(offense):
        charged, column = read_section(clean(comment)).text, "COMMENT_TEXT"
    else:
        charged, column = read_section(clean(offense)).text, "OFFENSE_DESCR"
    for text, name in ((convicted, "CONV_OFFENSE_DESCR"), (disposed, "DISP_OFFENSE_DESCR")):
        if not sees_comment(text):
            return read_section(clean(text)).text, name, charged
    return charged, column, charged


@lru_cache(maxsize=4096)
def read_disposition(text: str) -> tuple[str, bool]:
    return clean(text), is_conviction(text)


@lru_cache(maxsize=4096)
def read_level_cells(
    status: str, convicted_type: str, charge_type: str, is_padded: bool
) -> tuple[Level, str, str]:
    """(level, column it came from, `Charge.level_text`).

    The status gives the level, else the type convicted of, else the type charged. In a row
    padded to fixed widths the blanks at the end of a cell are layout and not text.
    """
    if is_padded:
        status, charge_type = status.rstrip(" "), charge_type.rstrip(" ")
    if clean(status):
        level = read_level(status)
        return level, "CONV_STAT_DESCR", "" if status == level.name else status
    level, column = read_type_of_charge(convicted_type), "CONV_OFFENSE_TOC"
    if level is Level.UNKNOWN:
        level, column = read_type_of_charge(charge_type), "OFFENSE_TOC"
    printed = charge_type if clean(charge_type) else ""
    return level, column, "" if printed == level.name[:1] else printed or " "
