"""How a list writes its dates: patterns such as M/D/YYYY, and reading a cell by one.

A date is read by the patterns that the layout states and by no other; only ISO dates, which
nothing else looks like, are always read. A day and a month are never guessed apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.model.dates import read_compact_date

_TOKENS = re.compile(r"YYYY|YY|MONTH|MON|MM|M|DD|D", re.IGNORECASE)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?Z?)?"
_ISO = re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_TIME}", re.ASCII)
KNOWN = (
    "M/D/YYYY", "D/M/YYYY", "M-D-YYYY", "D.M.YYYY", "M/D/YY", "D.M.YY", "YYYYMMDD", "MMDDYYYY",
    "YYYY-MM-DD", "YYYY/M/D", "D-MON-YYYY", "D-MON-YY", "MONTH D, YYYY", "M/YYYY", "YYYY",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateFormat:
    """One pattern, ready to read with."""

    text: str
    expression: re.Pattern[str]
    has_short_year: bool

    @property
    def meaning(self) -> str:
        """Equal for patterns that read every text alike: MM is M, MONTH is MON."""
        text = self.text.replace("MONTH", "MON")
        if not _TOKENS.sub("", text):
            return text  # without signs between, parts have their full width
        return re.sub(r"M{2}(?!M)", "M", text).replace("DD", "D")

    @property
    def shape(self) -> str:
        """What it looks like with day and month alike: equal shapes cannot be told apart."""
        return re.sub(r"[MD]+(?![a-z])", "n", re.sub(r"MONTH|MON", "w", self.text.upper()))


@lru_cache(maxsize=256)
def find_format(text: str) -> DateFormat | None:
    """A pattern made of YYYY or YY, M or MM or MON or MONTH, D or DD and signs between them.

    None when it is no such pattern. Without signs between, parts have their full width.
    """
    upper = " ".join(text.upper().split())
    kinds = [token[0][0] for token in _TOKENS.finditer(upper)]
    if "Y" not in kinds or len(kinds) != len(set(kinds)) or ("D" in kinds and "M" not in kinds):
        return None
    signs = _TOKENS.sub("", upper)
    if re.search(r"[A-Z0-9]", signs):
        return None
    return DateFormat(upper, _expression(upper, is_fixed=not signs), "YYYY" not in upper)


def _expression(text: str, *, is_fixed: bool) -> re.Pattern[str]:
    parts, at = [], 0
    for token in _TOKENS.finditer(text):
        parts.append(_signs(text[at : token.start()]))
        parts.append(_part(token[0], is_fixed=is_fixed))
        at = token.end()
    parts.append(_signs(text[at:]))
    return re.compile("".join(parts) + _TIME, re.IGNORECASE | re.ASCII)


def _signs(text: str) -> str:
    return "".join(r"\s*" if sign == " " else rf"\s*{re.escape(sign)}\s*" for sign in text)


def _part(word: str, *, is_fixed: bool) -> str:
    if word == "YYYY":
        return r"(?P<y>\d{4})"
    if word == "YY":
        return r"(?P<yy>\d{2})"
    if word in ("MON", "MONTH"):
        return r"(?P<mon>[A-Z]{3,9})\.?"
    return rf"(?P<{word[0].lower()}>\d{{{'2' if is_fixed else '1,2'}}})"


@lru_cache(maxsize=32768)
def read_cell_date(text: str, formats: tuple[str, ...], pivot: int | None) -> str | None:
    """The date as YYYYMMDD, YYYYMM00 or YYYY0000; None when no pattern reads the cell.

    The first pattern that gives a day of the calendar counts; the loader sees to it that
    no two patterns read the same text as different days.
    """
    iso = _ISO.fullmatch(text)
    if iso is not None:
        return _compact(iso, pivot)
    for one in formats:
        form = find_format(one)
        found = form.expression.fullmatch(text) if form is not None else None
        compact = _compact(found, pivot) if found is not None else None
        if compact is not None:
            return compact
    return None


def _compact(found: re.Match[str], pivot: int | None) -> str | None:
    parts = found.groupdict()
    year = parts.get("y") or _long_year(parts.get("yy") or "", pivot)
    month = _month_of(parts.get("mon") or "") if parts.get("mon") else parts.get("m") or "0"
    day = parts.get("d") or "0"
    if not year or not month:
        return None
    compact = f"{year}{int(month):02d}{int(day):02d}"
    return compact if read_compact_date(compact) is not None else None


def _long_year(short: str, pivot: int | None) -> str:
    if not short or pivot is None:
        return ""
    return f"{'20' if int(short) <= pivot else '19'}{short}"


def _month_of(word: str) -> str:
    for number, name in enumerate(_MONTHS, 1):
        small = word.casefold()
        if small in (name, name[:3]) or (small == "sept" and number == 9):
            return str(number)
    return ""


def clash(formats: tuple[str, ...]) -> tuple[str, str] | None:
    """Two patterns that read one text as different days; None when there are none."""
    forms = [form for form in map(find_format, formats) if form is not None]
    for place, one in enumerate(forms):
        for other in forms[place + 1 :]:
            if one.meaning != other.meaning and one.shape == other.shape:
                return one.text, other.text
    return None
