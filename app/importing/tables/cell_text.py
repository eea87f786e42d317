"""Values of workbooks as text: numbers as written by hand, dates as 1999-03-01."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from functools import lru_cache

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's days have no zone
_DAY_ZERO_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2_958_465  # 9999-12-31
_WHOLE = re.compile(r"-?\d+\Z")

DATE_STYLE = -1
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,30}\Z")


@lru_cache(maxsize=4096)
def is_date_format(code: str) -> bool:
    """Whether a number format shows days or times (``m/d/yyyy``, ``[$-409]h:mm AM/PM``)."""
    shown = _LITERAL.sub("", code.split(";", maxsplit=1)[0])
    if _ELAPSED.search(shown):
        return False  # a length of time, not a day
    return _DATE_LETTERS.search(re.sub("general", "", shown, flags=re.IGNORECASE)) is not None


@lru_cache(maxsize=4096)
def padded_width(code: str) -> int:
    """Digits a number format always shows (``00000000`` gives 8); 0 for every other format."""
    shown = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).strip()
    return len(shown) if _ZEROS.match(shown) else 0


def style_of(number: int, code: str | None) -> int:
    """What a number format does: DATE_STYLE, or the digits it always shows (mostly 0).

    ``code`` is None for a format that Excel knows by its number.
    """
    if code is not None:
        return DATE_STYLE if is_date_format(code) else padded_width(code)
    return DATE_STYLE if number in _DATE_FORMATS else 0


def styled_text(number: str, style: int, *, is_1904: bool) -> tuple[str, bool]:
    """(a number as its format means it, whether it is still a plain number)."""
    if style == DATE_STYLE:
        return serial_text(number, is_1904), False
    text = number_text(number)
    if style and text.isdecimal():
        return text.zfill(style), False
    return text, True


def number_text(text: str) -> str:
    """A number as the file states it, without exponent and without a needless ".0"."""
    if _WHOLE.match(text) and len(text) < 16:
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    return float_text(value)


def float_text(value: float) -> str:
    """A number as short as it is exact."""
    if not math.isfinite(value):
        return str(value)
    if value.is_integer() and abs(value) < 1e300:
        return str(int(value)) if abs(value) < 1e15 else _plain(repr(value))
    return _plain(repr(value))


def _plain(text: str) -> str:
    """A number without its exponent; digits that are not known are zeros."""
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return text.removesuffix(".0")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, part = mantissa.lstrip("-").partition(".")
    shift = int(exponent)
    if shift >= 0:
        digits = whole + part.ljust(shift, "0")
        at = len(whole) + shift
        return (
            (sign + digits[:at] + "." + digits[at:]).rstrip("0").rstrip(".")
            if digits[at:]
            else (sign + digits)
        )
    return f"{sign}0.{'0' * (-shift - len(whole))}{whole}{part}"


@lru_cache(maxsize=65536)
def serial_text(text: str, is_1904: bool) -> str:
    """A day counted from 1900 or 1904 as ISO text; the number itself when it is no day."""
    try:
        value = float(text)
    except ValueError:
        return text
    if not 0 <= value <= _LAST_DAY:
        return number_text(text)
    seconds = round((value % 1) * 86400)
    days = math.floor(value)
    if days == 0 and not is_1904:
        return _time(seconds)
    if is_1904:
        moment = _DAY_ZERO_1904 + timedelta(days, seconds)
    elif days == 60:
        return number_text(text)  # 29 February 1900, a day that never was
    else:  # before it, Excel counts one day less
        moment = _DAY_ZERO + timedelta(days + (days < 60), seconds)
    return moment_text(moment)


def moment_text(moment: datetime) -> str:
    """1999-03-01, with the time of day when there is one."""
    day = f"{moment:%Y-%m-%d}" if moment.year > 999 else moment.date().isoformat()
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return f"{day} {_time(seconds)}" if seconds else day


def _time(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def iso_text(text: str) -> str:
    """A day or moment in ISO form (ODS, strict OOXML) as `moment_text` has it."""
    try:
        return moment_text(datetime.fromisoformat(text).replace(tzinfo=None))
    except ValueError:
        return text
