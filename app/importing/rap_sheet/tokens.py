"""From a text to tokens: what each line of a rap sheet is.

A line is known by how it begins, never by its column: spacing may have been lost. Words may
be printed in spaced letters, and a speck or two may stand before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from app.importing.encodings import line_mark_of
from app.importing.rap_sheet.repairs import fold, repair


class Sign(Enum):
    """What a token is."""

    CYCLE = auto()  # * * * *
    DIVIDER = auto()  # - - - -
    END = auto()  # * * * END OF MESSAGE * * *
    PERSON = auto()  # CII/A01234567   DOB/19680101
    EVENT = auto()  # COURT:   NAM:01   word: the kind of event as the state's file writes it
    NAME = auto()  # NAM:01 on a line of its own
    DATE = auto()  # 19990301  CASC LOS ANGELES   word: the date as printed
    COUNT = auto()  # CNT:01-03   word: the numbers   rest: what follows
    NUMBER = auto()  # #CR700001 on a line of its own
    TYPE = auto()  # TOC:F on a line of its own
    SENTENCING = auto()  # 1170(H) PC-SENTENCING
    DISPOSITION = auto()
    STATUS = auto()
    SENTENCE = auto()
    COMMENT = auto()
    WARRANT = auto()
    KEYED = auto()  # ARR BY:, DCN:, SCN: and the like, which say nothing that is used
    FLAG = auto()  # -BENCH WARRANT
    DAMAGED = auto()  # word: the sign that the beginning of the line resembles
    TEXT = auto()


class Token(NamedTuple):
    """What a line, or a part of one, is; ``word`` and ``rest`` as `Sign` says."""

    sign: Sign
    line: int  # of the file, counted from 1
    text: str  # the whole line, folded and repaired
    word: str = ""
    rest: str = ""


class Line(NamedTuple):
    """A line with its number, folded and repaired; ``made`` are the repairs."""

    number: int
    raw: str
    text: str
    made: tuple[tuple[str, str], ...]


def split_lines(text: str) -> list[str]:
    """The lines of a text as an editor counts them; the last is left out when it is empty."""
    lines = [line.removesuffix("\r") for line in text.split(line_mark_of(text))]
    if lines and not lines[-1]:
        lines.pop()
    return lines


def read_lines(lines: list[str]) -> Iterator[Line]:
    """Every line that is not blank; a form feed begins a new one of the same number."""
    for number, raw in enumerate(lines, start=1):
        for part in raw.split("\f"):
            folded = fold(part)
            if folded:
                text, made = repair(folded)
                yield Line(number, part, text, made)


_LEAD = r"[ .,·•'\"*:-]*"


def _spaced(word: str) -> str:
    """The letters of a word with blanks or specks between them."""
    return "[ .']*".join(" ?" if ch == " " else re.escape(ch) for ch in word)


_EVENT_END = r"(?:[ .*]*[:;]|(?= ?NAM ?[:;]))"
_EVENT_END_OR_BARE = rf"(?:{_EVENT_END}|\Z)"
_EVENTS = tuple(
    (re.compile(f"{_LEAD}{_spaced(word)}{end}"), kind)
    for word, end, kind in (
        ("COURT", _EVENT_END, "COURT ACTION"),
        ("ARR/DET/CITE", _EVENT_END_OR_BARE, "ARREST/DETAINED/CITED"),
        ("SUPPLEMENTAL ARR", _EVENT_END_OR_BARE, "SUPPLEMENTAL ARREST"),
        ("MENTAL HLTH CUS/SUPV", _EVENT_END_OR_BARE, "MENTAL HLTH CUS/SUPV"),
        ("CUSTODY", _EVENT_END_OR_BARE, "CUSTODY"),
        ("APPLICANT", _EVENT_END, "APPLICANT"),
        ("PROBATION", _EVENT_END, "PROBATION"),
        ("REGISTRATION", _EVENT_END, "REGISTRATION"),
        ("DECEASED", _EVENT_END_OR_BARE, "DECEASED"),
    )
)
_EVENT_LETTERS = frozenset("CASMPRD")
_CUSTODY_PLACE = re.compile(r" ?([A-Z ]+?)(?= ?NAM\b| ?[0-9]|\Z)")

_KEYED = tuple(
    (re.compile(_LEAD + pattern), sign)
    for pattern, sign in (
        (_spaced("DISPO") + " ?[:;]", Sign.DISPOSITION),
        (r"CONV ?STATUS ?[:;]", Sign.STATUS),
        (r"SEN ?[:;]", Sign.SENTENCE),
        (r"COM ?[:;]", Sign.COMMENT),
        (r"WARRANT ?(?:#|NBR\b|NO\b)[ #:.]*", Sign.WARRANT),
        (r"(?:ARR BY|[A-Z]CN) ?[:;]", Sign.KEYED),
        (r"NAM ?[:;]", Sign.NAME),
    )
)
_PERSON = re.compile(
    rf"{_LEAD}(?:CII|DOB|SEX|RAC|NAM|HGT|WGT|EYE|HAI|POB|CTZ|FBI|CDL|SOC|OCC|INN|IDN|SMT|MNU|ADR)"
    " ?/"
)
_COUNT = re.compile(
    rf"{_LEAD}C ?N ?T ?[:;][ .:]*(?P<numbers>[0-9]+(?: ?[-,&] ?[0-9]+)*)?(?![0-9A-Z])(?P<rest>.*)"
)
_COUNT_UNREAD = re.compile(rf"{_LEAD}C ?N ?T ?[:;][ .:]*(?P<numbers>[^ #]*)(?P<rest>.*)")
_NUMBER = re.compile(r"[ .,·•'*:-]*#(?!N/A)")
_DATE = re.compile(r"[ .,·•'*:-]*(?P<date>[0-9](?:[.']*[0-9]){7})(?![0-9A-Z(])[.']*")
_DATE_UNREAD = re.compile(r"(?P<date>[0-9A-Z./?-]{6,10})(?= |\Z)")
_TYPE = re.compile(r"\(? ?\bTOC ?[:;] ?(?P<type>[A-Z0-9?]{0,2}) ?\)?")
_SENTENCING = re.compile(rf"{_LEAD}1170 ?\(H\)(?:\([0-9]\))? ?PC ?- ?SENTENCING")
_PAGE = re.compile(r"\(?\bPAGE ?:? ?[0-9]{1,5}(?: ?OF ?[0-9]{1,5}\b\)?|\Z)")
_STARS = re.compile(r"[ .,·'*]+\Z")
_DASHES = re.compile(r"[ .'\"_-]+\Z")
_ENDS = re.compile(r"[* .]*END OF MESSAGE")
_STRIKE = re.compile(r"[* .]*POTENTIAL FELONY STRIKE ENTRY[* .]*\Z")
_FURTHER_KEY = re.compile(r" (?=(?:CONV ?STATUS|SEN|COM) ?[:;])")
_LIKE_KEY = re.compile(rf"{_LEAD}(?P<key>[A-Z0-9 ]{{2,12}}?) ?(?:[:;]|\Z)")
AGENCY = re.compile(r"(?:CA|US)[A-Z]{2}(?=[ A-Z]|\Z)")


def read_tokens(lines: Iterator[Line]) -> Iterator[Token]:
    """The tokens of the lines; banners, page marks and specks give none."""
    n_stars = 0
    for line in lines:
        upper = line.text.upper()
        if upper == "*":  # a delimiter torn apart: one star a line
            n_stars += 1
            if n_stars == 3:
                yield Token(Sign.CYCLE, line.number, line.text)
            continue
        n_stars = 0
        text = line.text
        if "PAGE" in upper and (page := _PAGE.search(upper)) is not None:
            text = f"{text[: page.start()]} {text[page.end() :]}".strip()
        if text:
            yield from _tokens_of(line.number, text)


def _tokens_of(number: int, text: str) -> Iterator[Token]:
    upper = text.upper()
    if len(upper) != len(text):
        text = upper  # a letter that grows in capitals: positions must agree
    drawn = _drawn(number, text, upper)
    if drawn is not None:
        if drawn.sign is not Sign.TEXT:
            yield drawn
        return
    yield from _written(number, text, upper)


def _drawn(number: int, text: str, upper: str) -> Token | None:
    """Delimiters and banners; a token of sign TEXT for what says nothing."""
    nothing = Token(Sign.TEXT, number, text)
    if "*" in upper and _STARS.match(upper):
        n_stars = upper.count("*")
        return Token(Sign.CYCLE, number, text) if n_stars in (3, 4) else nothing
    if "END OF" in upper and _ENDS.match(upper):
        return Token(Sign.END, number, text)
    if "STRIKE" in upper and _STRIKE.match(upper):
        return nothing
    if "-" in upper and _DASHES.match(upper):
        return Token(Sign.DIVIDER, number, text) if upper.count("-") >= 3 else nothing
    return None if any(ch.isalnum() or ch == "#" for ch in upper) else nothing


def _written(number: int, text: str, upper: str) -> Iterator[Token]:
    event = _event(number, text, upper)
    if event is not None:
        yield event
        return
    if "/" in upper and _PERSON.match(upper):
        yield Token(Sign.PERSON, number, text)
        return
    count = _COUNT.match(upper) or _COUNT_UNREAD.match(upper)
    if count is not None:
        yield Token(
            Sign.COUNT, number, text, count["numbers"] or "", text[count.start("rest") :].strip()
        )
        return
    if _SENTENCING.match(upper):
        yield Token(Sign.SENTENCING, number, text)
        return
    keyed = _keyed(number, text, upper)
    if keyed is not None:
        yield from _parted(keyed)
        return
    yield from _plain(number, text, upper)


def _event(number: int, text: str, upper: str) -> Token | None:
    if upper.lstrip(" .,·•'\"*:-")[:1] not in _EVENT_LETTERS:
        return None
    for pattern, kind in _EVENTS:
        found = pattern.match(upper)
        if found is None:
            continue
        rest = text[found.end() :].strip()
        place = _CUSTODY_PLACE.match(rest.upper()) if kind == "CUSTODY" else None
        if place is None:
            return Token(Sign.EVENT, number, text, kind, rest)
        where = f"{kind}:{place[1].strip()}"
        return Token(Sign.EVENT, number, text, where, rest[place.end() :].strip())
    return None


def _keyed(number: int, text: str, upper: str) -> Token | None:
    for pattern, sign in _KEYED:
        found = pattern.match(upper)
        if found is not None:
            return Token(sign, number, text, "", text[found.end() :].strip())
    return None


def _parted(token: Token) -> Iterator[Token]:
    """A line on which a disposition, its level and its sentence stand together, one by one."""
    if token.sign not in (Sign.DISPOSITION, Sign.STATUS):
        yield token
        return
    further = _FURTHER_KEY.search(f" {token.rest.upper()}")
    if further is None:
        yield token
        return
    at = further.start()
    yield token._replace(rest=token.rest[:at].strip())
    yield from _tokens_of(token.line, token.rest[at:].strip())


def _plain(number: int, text: str, upper: str) -> Iterator[Token]:
    if "#" in upper and (mark := _NUMBER.match(upper)) is not None:
        yield Token(Sign.NUMBER, number, text, "", text[mark.end() - 1 :])
        return
    date = _DATE.match(upper)
    if date is not None:
        digits = "".join(ch for ch in date["date"] if ch.isdigit())
    if date is not None and _may_be_date(digits, upper[date.end() :].strip()):
        yield from _dated(number, text, digits, text[date.end() :].strip(" .,'"))
        return
    unread = _DATE_UNREAD.match(upper)
    if unread is not None and _stands_for_date(unread[0], upper[unread.end() :].strip()):
        yield from _dated(number, text, text[: unread.end()], text[unread.end() :].strip())
        return
    kind = _TYPE.fullmatch(upper)
    if kind is not None:
        yield Token(Sign.TYPE, number, text, kind["type"])
        return
    if upper[0] == "-" and upper[1:].strip()[:1].isalpha():
        yield Token(Sign.FLAG, number, text)
        return
    likeness = _resembles(upper)
    if likeness is not None:
        yield Token(Sign.DAMAGED, number, text, likeness.name)
        return
    yield Token(Sign.TEXT, number, text)


def _may_be_date(digits: str, rest: str) -> bool:
    """Eight digits of this or the last centuries, or before an agency."""
    return digits[:2] in {"18", "19", "20"} or AGENCY.match(rest) is not None


def _stands_for_date(text: str, rest: str) -> bool:
    """Whether a text that is no date stands where nothing but a date can."""
    n_digits = sum(ch.isdigit() for ch in text)
    if AGENCY.match(rest):
        return n_digits >= 4
    return not rest and len(text) == 8 and n_digits >= 6 and not text.isdigit()


def read_head(number: int, text: str) -> Iterator[Token]:
    """The tokens of what follows an event's identifier on the same line."""
    return _plain(number, text, text.upper())


def _dated(number: int, text: str, date: str, rest: str) -> Iterator[Token]:
    """A date, and what stands on the same line: an agency, or a disposition."""
    keyed = _keyed(number, rest, rest.upper()) if rest else None
    if keyed is not None and keyed.sign is Sign.DISPOSITION:
        yield Token(Sign.DATE, number, text, date)
        yield from _parted(keyed)
    else:
        yield Token(Sign.DATE, number, text, date, rest)


_RESEMBLED = (("DISPO", Sign.DISPOSITION), ("CNT", Sign.COUNT), ("CONVSTATUS", Sign.STATUS))

_NUMBERED = re.compile(r"(?<=[:;]) ?[0-9OIL]|\Z")


def _resembles(upper: str) -> Sign | None:
    """The sign whose word the beginning of the line is, but for a letter or the end cut off."""
    found = _LIKE_KEY.match(upper)
    if found is None:
        return None
    key = found["key"].replace(" ", "")
    for word, sign in _RESEMBLED:
        if _is_near(key, word) and (sign is not Sign.COUNT or _NUMBERED.match(upper, found.end())):
            return sign
    return None


def _is_near(key: str, word: str) -> bool:
    if 2 <= len(key) < len(word) and word.startswith(key):
        return len(key) * 2 >= len(word)
    if len(key) == len(word):
        return sum(a != b for a, b in zip(key, word, strict=True)) <= (2 if len(word) > 8 else 1)
    longer, shorter = (key, word) if len(key) > len(word) else (word, key)
    return len(longer) - len(shorter) == 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


def take_type(text: str) -> tuple[str, str]:
    """(the text without ``TOC:F``, the type as printed or "")."""
    found = _TYPE.search(text.upper()) if ":" in text or ";" in text else None
    if found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), found["type"]
