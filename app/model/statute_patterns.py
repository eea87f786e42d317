"""The patterns of printed code sections, for texts in upper case.

Digits are the ten of ASCII; blanks may be of any kind. `app.model.statute_reading` says
how the patterns work together.
"""

from __future__ import annotations

import re

# Letters of the state's file. Only these may stand in the middle of a text; another
# pair of letters counts as a code when a dash or the end follows it.
_CODES = re.findall(
    "..",
    "HSPCVCBPWIMVFGGCCCCPECEDFAFCFIHNICINLCPRPURTSHUIWAWCUSCOMCLOACCICUSOZZ",
)
_SPELLED = [
    r"H\s?&\s?SC?",
    r"B\s?&\s?PC?",
    r"W\s?&\s?IC?",
    r"M\s?&\s?VC?",
    r"H\.\s?S",
    r"P\.\s?C",
    r"V\.\s?C",
    r"B\.\s?P",
    r"W\.\s?I",
    r"(?<![A-Z])HSC",
    r"(?<![A-Z])BPC",
    r"(?<![A-Z])WIC",
]
CODE_PATTERN = "|".join([*_SPELLED, *_CODES])
"""Regular expression of the letters of a code, in upper case."""

_KNOWN_CODE = f"(?:{CODE_PATTERN})(?![A-Z0-9])"
_CANNABIS = "113(?:57|58|59|60)"
_INCHOATE = "(?:664|182)"

# Penal Code sections whose letter belongs to the number where the difference matters: 288a is
# another offence than 288(a). Attached letters of every other section name a subdivision
# (11357A is 11357(a)).
LETTERED = frozenset(
    {f"266{letter}" for letter in "ABCDEFGHIJK"}
    | {f"653{letter}" for letter in "FKMW"}
    | {"273A", "273AB", "273D", "288A", "487A", "532A", "647A"}
)

SKIP = re.compile(
    r"[\s:;/.,*'\"§-]*(?:(?:CHRG|CHARGE|CHG|SECTIONS?|SECS?)(?![A-Z])[\s:#.-]*)?[\s/.]*"
)
LEADING_CODE = re.compile(rf"({CODE_PATTERN})\.?\s*(?:(?:SECTIONS?|SECS?\.?|§+)\s*)?(?=[0-9])")
NUMBER = re.compile(
    rf"(?P<glued>{_INCHOATE}(?={_CANNABIS}(?![0-9]))|664(?=[0-9]{{3,5}}(?![0-9])))"
    rf"|(?P<dotted>{_INCHOATE})[.,](?=[0-9]{{3,5}}(?![0-9]))"
    r"|(?P<number>[0-9]{1,6}(?:[.,][0-9]{1,2}(?![0-9])"
    r"|\.(?!664(?![0-9])|(?<=113[56][0-9]\.)182(?![0-9]))[0-9]{3}(?![0-9]))?)"
)
ATTACHED = re.compile(
    rf"(?!{_KNOWN_CODE})(?P<letters>[A-Z]|(?!{'|'.join(_CODES)})[A-Z]{{2}})(?P<rest>(?:[0-9]{{1,2}}[A-Z]?)?)"
    rf"(?=[^A-Z0-9]|$|{_KNOWN_CODE})"
)
SPACED_LETTER = re.compile(rf"\s+(?P<letters>[A-Z])(?P<rest>[0-9]?)(?=\s+{_KNOWN_CODE})")
BRACKETED = re.compile(r"\s*(?:[(\[]\s*([A-Z]{1,2}|[IVX]{1,5}|[0-9]{1,2})\s*[)\]]|([©®]))")
TRAILING_CODE = re.compile(
    rf"[.\s]*(?:({_KNOWN_CODE})\.?|([A-Z]{{2}})(?=\s*(?:[-–—]|$))"
    r"|-\s*((?:HS|PC|VC|BP|WI|MV)(?![A-Z0-9])))"
)
BRACKETED_CODE = re.compile(rf"\s*\(\s*({'|'.join(_CODES)})\s*\)")
JOINER = re.compile(
    r"\.?\s*[/&,;+–—-]\s*|\s+(?:AND|THRU|THROUGH|TO)\s+"
    rf"|[.\s]\s*(?=(?:PC\s?)?{_INCHOATE}(?![0-9]))"
)
JOINER_AFTER_PREFIX = re.compile(r"\s+(?=[A-Z&.]{0,4}\s?[0-9]{2})")
JOINER_OF_WHOLE = re.compile(rf"\s+(?=[0-9]{{2,6}}[A-Z0-9.()\[\]]*\s?{_KNOWN_CODE})")
INCLUSIVE = re.compile(r"\s*(?:,\s*)?\(?INCL(?:USIVE)?(?![A-Z])\.?\)?")
AUTOCORRECTED = {"©": "c", "®": "r"}

DASHES = ("-", "–", "—")
RANGE_WORDS = ("THRU", "THROUGH", "TO")
LIST_SIGNS = ("/", "&", ",", ";", "+", "AND")
NEXT_OFFENSE = ("&", ",", ";", "+", "AND")
YEAR = re.compile(r"(?:19|20)[0-9]{2}$")

# What follows the head and may be another section: a cannabis number that could not be taken for
# one, a damaged number (``113?9``), a number with a letter in it before code letters
# (``1L357 HS``). After a dash stands the description, so that more is asked for there.
_DAMAGED = r"(?:[0-9]+[?*_][0-9?*_]*|[?*_]+[0-9][0-9?*_]*|[?*_]{2,})"
_CODED = rf"(?:\s*\([A-Z0-9?*]{{0,3}}\))*\s*{_KNOWN_CODE}"
_ENDS = r"(?=\s*(?:[-–—/&,;.]|$))"
_UNTAKEN = rf"{_CANNABIS}(?![0-9]|[.,][0-9])(?:{_CODED}|\S*(?:\s+\S+)?)"
_MISREAD = rf"(?=[A-Z]*[0-9][A-Z]*[0-9])[A-Z]?[0-9]{{1,4}}[A-Z][0-9]{{1,4}}{_CODED}{_ENDS}"
UNREAD = re.compile(
    r"(?:[\s.(/&,;+]|(?<![A-Z])(?:AND|OR|THRU|THROUGH|TO)(?![A-Z]))+"
    rf"(?P<part>(?:(?:{CODE_PATTERN})\.?\s*)?(?:{_UNTAKEN}|(?=[0-9?*_]{{3}}){_DAMAGED}{_CODED}"
    rf"|(?=[0-9?*_]{{4}}|(?<=/)[0-9?_]{{3}}{_ENDS})(?=[?*_]*[0-9]|(?<=/)){_DAMAGED})|{_MISREAD})"
    rf"|[\s.]*[-–—][\s(–—-]*"
    rf"(?P<after>{_UNTAKEN}|(?=[0-9?*_]{{3}}){_DAMAGED}{_CODED}|(?=113[0-9]?[?*_]){_DAMAGED}|{_MISREAD})"
)
DOUBTED = re.compile(r"[.,]?[?_]|[.,]?\*[0-9]")
TAKEN_FOR_DIGITS = str.maketrans("OILZSGB", "0112568")
