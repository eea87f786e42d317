"""Code sections: read, normalise and compare them as records print them.

The state's file prints ``11357(A) HS``, ``11357B2 HS``, ``664/11359 HS``; statutes
write ``HS 11357(a)``. Both are read into `CodeSection`. A text that does not begin
with a section that can be read gives no section: it is never guessed, and 11357.5,
111359, 113600 and 11357 BP are what they are, other offences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

CANNABIS_NUMBERS = frozenset({"11357", "11358", "11359", "11360"})
"""The sections of Proposition 64, all in the Health and Safety Code (HSC 11361.8)."""


class Inchoate(Enum):
    """An offence not carried out: attempt (PC 664), conspiracy (PC 182)."""

    NONE = "none"
    ATTEMPT = "attempt"
    CONSPIRACY = "conspiracy"


_INCHOATE_NUMBER = {"664": Inchoate.ATTEMPT, "182": Inchoate.CONSPIRACY}
_NUMBER_OF_INCHOATE = {kind: number for number, kind in _INCHOATE_NUMBER.items()}


@dataclass(frozen=True, slots=True)
class CodeSection:
    """One section of a code.

    ``code`` is the two letters of the state's file ("HS", "PC", ...), "" when the
    record leaves them out. ``section`` is the number with the letters that belong to
    it ("11357", "1203.4", "653f", "288a"); ``subdivisions`` are lower case without
    brackets, ("b", "2").
    """

    code: str
    section: str
    subdivisions: tuple[str, ...] = ()
    inchoate: Inchoate = Inchoate.NONE

    @property
    def is_cannabis(self) -> bool:
        """HS 11357 to 11360, any subdivision, attempt and conspiracy included.

        Letters left out, or PC printed by mistake (the Penal Code has no such
        sections; `SectionReading.warnings` says so), still mean these sections.
        """
        return self.section in CANNABIS_NUMBERS and self.code in _LETTERS_FOR_CANNABIS

    @property
    def subdivision(self) -> str:
        """The first subdivision, ``a`` of ``11357(a)(1)``; "" when there is none."""
        return self.subdivisions[0] if self.subdivisions else ""

    def __str__(self) -> str:
        """Citation style: ``HS 11357(a)``, ``PC 664/HS 11357(a)``."""
        own = self.section + "".join(f"({part})" for part in self.subdivisions)
        cited = f"{self.code} {own}" if self.code else own
        if self.inchoate is Inchoate.NONE:
            return cited
        return f"PC {_NUMBER_OF_INCHOATE[self.inchoate]}/{cited}"


_LETTERS_FOR_CANNABIS = frozenset({"HS", "", "PC"})


@dataclass(frozen=True, slots=True)
class SectionReading:
    """What stands at the start of an offence text.

    ``text`` is the code section as printed, up to the dash that begins the
    description. ``sections`` is empty when nothing could be read.
    """

    text: str
    sections: tuple[CodeSection, ...]
    warnings: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        return bool(self.sections)

    @property
    def cannabis(self) -> CodeSection | None:
        """The first cannabis section, if there is one."""
        return next((section for section in self.sections if section.is_cannabis), None)


# Letters of the state's file. Only these may stand in the middle of a text; another
# pair of letters counts as a code when a dash or the end follows it.
_CODES = re.findall(
    "..",
    "HSPCVCBPWIMVFGGCCCCPECEDFAFCFIHNICINLCPRPURTSHUIWAWCUSCOMCLOACCICUSOZZ",
)
_SPELLED = {
    r"H\s?&\s?S": "HS",
    r"B\s?&\s?P": "BP",
    r"W\s?&\s?I": "WI",
    r"M\s?&\s?V": "MV",
    r"H\.\s?S": "HS",
    r"P\.\s?C": "PC",
    r"V\.\s?C": "VC",
    r"B\.\s?P": "BP",
    r"W\.\s?I": "WI",
}
_KNOWN_CODE = "(?:" + "|".join([*_SPELLED, *_CODES]) + r")(?![A-Z0-9])"

# Penal Code sections whose letter belongs to the number where the difference matters: 288a is
# another offence than 288(a). Attached letters of every other section name a subdivision
# (11357A is 11357(a)).
_LETTERED = frozenset(
    {f"266{letter}" for letter in "ABCDEFGHIJK"}
    | {f"653{letter}" for letter in "FKMW"}
    | {"273A", "273AB", "273D", "288A", "487A", "532A", "647A"}
)

_SKIP = re.compile(r"[\s:;/.,*'\"-]*(?:(?:CHRG|CHARGE|CHG)(?![A-Z])[\s:#.-]*)?[\s/.]*")
_LEADING_CODE = re.compile(rf"({'|'.join([*_SPELLED, *_CODES])})\.?\s*(?=\d)")
_NUMBER = re.compile(
    r"(?P<glued>(?:664|182)(?=113(?:57|58|59|60)(?!\d))|664(?=\d{3,5}(?!\d)))"
    r"|(?P<dotted>664|182)[.,](?=\d{3,5}(?!\d))"
    r"|(?P<number>\d{1,6}(?:[.,]\d{1,2}(?!\d)|\.\d{3}(?!\d))?)"
)
_ATTACHED = re.compile(
    rf"(?!{_KNOWN_CODE})(?P<letters>[A-Z]{{1,2}}?)(?P<rest>(?:\d{{1,2}}[A-Z]?)?)"
    rf"(?=[^A-Z0-9]|$|{_KNOWN_CODE})"
)
_SPACED_LETTER = re.compile(rf"\s+(?P<letters>[A-Z])(?P<rest>\d?)(?=\s+{_KNOWN_CODE})")
_BRACKETED = re.compile(r"\s*(?:[(\[]\s*([A-Z]{1,2}|[IVX]{1,5}|\d{1,2})\s*[)\]]|([©®]))")
_TRAILING_CODE = re.compile(
    rf"[.\s]*(?:({_KNOWN_CODE})\.?|([A-Z]{{2}})(?=\s*(?:[-–—]|$))"
    r"|-\s*((?:HS|PC|VC|BP|WI|MV)(?![A-Z0-9])))"
)
_BRACKETED_CODE = re.compile(rf"\s*\(\s*({'|'.join(_CODES)})\s*\)")
_JOINER = re.compile(r"\.?\s*[/&,;–—-]\s*|\s+AND\s+")
_JOINER_AFTER_PREFIX = re.compile(r"\s+(?=[A-Z&.]{0,4}\s?\d{3})")
_AUTOCORRECTED = {"©": "c", "®": "r"}


@dataclass(slots=True)
class _Part:
    """One section of the head while it is being read; the code may come later."""

    number: str
    attached: str
    subdivisions: tuple[str, ...]
    code: str
    end: int
    is_glued: bool = False  # 664 or 182 printed together with what follows
    is_new: bool = False  # listed after a comma or "and": an attempt before is not of this one

    @property
    def has_own_code(self) -> bool:
        return bool(self.code)


@lru_cache(maxsize=65536)
def read_section(text: str) -> SectionReading:
    """Read the code section at the start of an offence text or a comment.

    Never raises. What cannot be read gives a reading without sections whose
    ``text`` is what stands before the first dash.
    """
    upper = _upper_same_length(text)
    skipped = _SKIP.match(upper)
    start = skipped.end() if skipped else 0
    parts = _read_parts(upper, start)
    if not parts or not _stands_alone(upper, parts):
        return SectionReading(text.split("-", 1)[0].strip(), ())
    printed = text[start : parts[-1].end].strip().rstrip(".").rstrip()
    sections = _sections_of(parts)
    return SectionReading(printed, sections, _warnings_about(sections))


def is_see_comment(offense: str) -> bool:
    """True when the offence text sends the reader to the comment.

    Blank, filler without a letter or digit (``  -  ``), the ``#N/A`` of a
    spreadsheet, or ``SEE COMMENT FOR CHARGE`` in any case, spacing or punctuation.
    """
    letters = "".join(ch for ch in offense.upper() if ch.isalnum())
    return not letters or letters.startswith("SEECOMMENT") or offense.strip().upper() == "#N/A"


_NAMED = re.compile(
    rf"(?<![A-Z0-9.,$])(?:(?:{'|'.join([*_SPELLED, *_CODES])})\.?\s?)?"
    r"(?:(?:664|182)(?:\([A-Z0-9]{1,2}\))*\s?(?:PC\s?)?[./-]?\s?)?113(?:57|58|59|60)(?!\d|[.,]\d)"
)


@lru_cache(maxsize=65536)
def cannabis_sections_named(text: str) -> tuple[CodeSection, ...]:
    """Every cannabis section named anywhere in a free text, in order, each once."""
    upper = _upper_same_length(text)
    if "113" not in upper:
        return ()
    named: dict[CodeSection, None] = {}
    for match in _NAMED.finditer(upper):
        found = read_section(upper[match.start() :]).cannabis
        if found is not None:
            named.setdefault(found)
    return tuple(named)


def possible_other_cannabis(offense: str, comment: str) -> bool:
    """Whether a comment names a cannabis charge that the offence text does not.

    Column *Possible Other P64 Charges* of the result files. Never when the section
    itself is taken from the comment. Else when the comment names a cannabis section
    and the offence text (a) names none, (b) names another of the four, (c) names
    11357 without a subdivision where the comment gives (a) to (d), or (d) both give
    one and exactly one of them is (a) or (b).
    """
    in_comment = cannabis_sections_named(comment)
    if not in_comment or is_see_comment(offense):
        return False
    in_offense = cannabis_sections_named(offense)
    if not in_offense:
        return True
    numbers = {section.section for section in in_offense}
    if any(section.section not in numbers for section in in_comment):
        return True
    return _possession_differs(_possession_letters(in_offense), _possession_letters(in_comment))


def _possession_letters(sections: Sequence[CodeSection]) -> list[str]:
    return [section.subdivision for section in sections if section.section == "11357"]


def _possession_differs(offense: list[str], comment: list[str]) -> bool:
    """(c) and (d) of `possible_other_cannabis`."""
    given = [letter for letter in comment if letter in ("a", "b", "c", "d")]
    own = [letter for letter in offense if letter in ("a", "b", "c", "d")]
    if not offense or not given:
        return False
    if not own:
        return True
    return any((one in ("a", "b")) != (other in ("a", "b")) for one in own for other in given)


def _upper_same_length(text: str) -> str:
    """Upper case, character for character, so that positions stay those of the text."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    return "".join(ch.upper() if ch.isascii() else ch for ch in text)


def _canonical_code(letters: str) -> str:
    return "".join(ch for ch in letters if "A" <= ch <= "Z")


def _read_parts(upper: str, start: int) -> list[_Part]:
    """The sections that stand joined at ``start``: ``664/187(A) PC``, ``484-487(A) PC``."""
    parts: list[_Part] = []
    at, joiner = start, ""
    while True:
        part = _read_part(upper, at)
        if part is None or not _may_follow(parts, part, upper):
            return parts
        part.is_new = bool(joiner) and joiner not in "/-–—"
        parts.append(part)
        if part.is_glued:
            at, joiner = part.end, ""
            continue
        joined = _JOINER.match(upper, part.end)
        if joined is None and part.number in _INCHOATE_NUMBER:
            joined = _JOINER_AFTER_PREFIX.match(upper, part.end)
        if joined is None:
            return parts
        at, joiner = joined.end(), joined[0].strip(" .")
        shared = _same_number_again(upper, at, part)
        if shared is not None:
            parts.append(shared)
            joined = _JOINER.match(upper, shared.end)
            if joined is None:
                return parts
            at, joiner = joined.end(), joined[0].strip(" .")


def _read_part(upper: str, at: int) -> _Part | None:
    code = ""
    leading = _LEADING_CODE.match(upper, at)
    if leading is not None:
        code, at = _canonical_code(leading[1]), leading.end()
    match = _NUMBER.match(upper, at)
    if match is None:
        return None
    prefix = match["glued"] or match["dotted"]
    if prefix:
        return _Part(prefix, "", (), code, match.end(), is_glued=True)
    return _read_rest(upper, match["number"].replace(",", "."), code, match.end())


def _read_rest(upper: str, number: str, code: str, at: int) -> _Part | None:
    """What follows the number: attached letters, bracketed subdivisions, code letters."""
    attached, more = "", ""
    letters = _ATTACHED.match(upper, at) or _SPACED_LETTER.match(upper, at)
    if letters is not None and letters.end() > at:
        attached, more, at = letters["letters"], letters["rest"], letters.end()
    elif at < len(upper) and upper[at].isalnum() and _TRAILING_CODE.match(upper, at) is None:
        return None
    subdivisions = [token.lower() for token in re.findall(r"\d+|[A-Z]", more)]
    bracketed_code = _BRACKETED_CODE.match(upper, at)
    while bracketed_code is None and (bracket := _BRACKETED.match(upper, at)) is not None:
        subdivisions.append(_AUTOCORRECTED.get(bracket[2] or "", (bracket[1] or "").lower()))
        at = bracket.end()
    if not code:
        trailing = bracketed_code or _TRAILING_CODE.match(upper, at)
        if trailing is not None:
            code = _canonical_code(trailing[0])
            at = trailing.end()
    return _Part(number, attached, tuple(subdivisions), code, at)


def _same_number_again(upper: str, at: int, part: _Part) -> _Part | None:
    """``594(A)-(B)(2) PC``: after the dash a further subdivision of the same section."""
    if part.has_own_code or not part.subdivisions or _BRACKETED.match(upper, at) is None:
        return None
    return _read_rest(upper, part.number, "", at)


def _may_follow(parts: list[_Part], part: _Part, upper: str) -> bool:
    """Whether a number after a joiner is a section and not the start of a description.

    ``11358 HS-6 PLANTS`` and ``11357(C)-28.5 GRAMS`` go on with a description;
    ``484-487(A) PC`` and ``11359 HS/664`` with a section.
    """
    if not parts or part.is_glued or part.has_own_code:
        return True
    is_bare_end = not upper[part.end :].strip(" .") or _JOINER.match(upper, part.end) is not None
    if any(earlier.has_own_code for earlier in parts):
        return is_bare_end and (part.number in _INCHOATE_NUMBER or part.number in CANNABIS_NUMBERS)
    if parts[-1].number in _INCHOATE_NUMBER:
        return len(part.number) >= 2
    return is_bare_end and len(part.number) >= 3


def _stands_alone(upper: str, parts: list[_Part]) -> bool:
    """Whether the head is a code section although a code is missing.

    With code letters any number is one. Without them a number in a sentence (``1979
    CASE``) is not: it must be a cannabis section, carry a subdivision, or be followed
    by nothing or a dash.
    """
    if any(part.has_own_code for part in parts):
        return True
    if all(part.is_glued for part in parts):
        return False
    if any(part.number in CANNABIS_NUMBERS or part.subdivisions for part in parts):
        return max(len(part.number) for part in parts) >= 2
    rest = upper[parts[-1].end :].strip(" .")
    return len(parts[-1].number) >= 3 and (not rest or rest[0] in "-–—")


def _sections_of(parts: list[_Part]) -> tuple[CodeSection, ...]:
    """Parts with their code letters and with 664 and 182 turned into `Inchoate`."""
    _share_codes(parts)
    groups: list[list[_Part]] = []
    for part in parts:
        if part.is_new or not groups:
            groups.append([])
        groups[-1].append(part)
    sections = (section for group in groups for section in _sections_of_group(group))
    return tuple(dict.fromkeys(sections))


def _sections_of_group(parts: list[_Part]) -> list[CodeSection]:
    """664 or 182 joined with other sections says how those were committed."""
    plain = [part for part in parts if part.number not in _INCHOATE_NUMBER]
    prefixes = [part for part in parts if part.number in _INCHOATE_NUMBER]
    if not plain or not prefixes:
        return [_section_of(part, Inchoate.NONE) for part in parts]
    return [_section_of(part, _INCHOATE_NUMBER[prefixes[0].number]) for part in plain]


def _share_codes(parts: list[_Part]) -> None:
    """Letters count for the sections before them that have none, else for those after."""
    code = ""
    for part in reversed(parts):
        code = part.code = part.code or code
    for part in parts:
        code = part.code = part.code or code


def _section_of(part: _Part, kind: Inchoate) -> CodeSection:
    number, attached = part.number, part.attached
    subdivisions = part.subdivisions
    if attached and part.code in ("PC", "") and number + attached in _LETTERED:
        number += attached.lower()
    elif attached:
        subdivisions = (attached.lower(), *subdivisions)
    return CodeSection(part.code, number, subdivisions, kind)


def _warnings_about(sections: tuple[CodeSection, ...]) -> tuple[str, ...]:
    warnings = []
    if any(not section.code for section in sections):
        warnings.append("code letters are missing")
    if any(section.is_cannabis and section.code == "PC" for section in sections):
        warnings.append("PC is printed with a section of the Health and Safety Code")
    if len(sections) > 1:
        warnings.append("more than one section is named")
    return tuple(warnings)
