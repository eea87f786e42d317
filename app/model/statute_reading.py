"""The grammar of printed code sections: `read_section`.

A text is read from its start into parts (a number with its letters, brackets and code),
joined as records join them; the parts then become sections and ranges. What looks like
a further section and is none that can be read is kept as unread, never passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from app.model.statute_patterns import (
    ATTACHED,
    AUTOCORRECTED,
    BRACKETED,
    BRACKETED_CODE,
    DASHES,
    DOUBTED,
    INCLUSIVE,
    JOINER,
    JOINER_AFTER_PREFIX,
    JOINER_OF_WHOLE,
    LEADING_CODE,
    LETTERED,
    LIST_SIGNS,
    NEXT_OFFENSE,
    NUMBER,
    RANGE_WORDS,
    SKIP,
    SPACED_LETTER,
    TAKEN_FOR_DIGITS,
    TRAILING_CODE,
    UNREAD,
    YEAR,
)
from app.model.statute_sections import (
    CANNABIS_NUMBERS,
    INCHOATE_OF_NUMBER,
    CodeSection,
    Inchoate,
    SectionRange,
    SectionReading,
)


@dataclass(slots=True)
class _Part:
    """One section of the head while it is being read; the code may come later."""

    number: str
    attached: str
    subdivisions: tuple[str, ...]
    code: str
    end: int
    joiner: str = ""  # the sign or word before it
    is_glued: bool = False  # 664 or 182 printed together with what follows
    is_shared: bool = False  # a further subdivision of the section before

    @property
    def has_own_code(self) -> bool:
        return bool(self.code)

    @property
    def is_inchoate(self) -> bool:
        return self.number in INCHOATE_OF_NUMBER


@lru_cache(maxsize=65536)
def read_section(text: str) -> SectionReading:
    """Read the code section at the start of an offence text or a comment.

    Never raises. What cannot be read gives a reading without sections whose
    ``text`` is what stands before the first dash. Reading the ``text`` of a reading again
    gives the same sections, ranges and doubts: a record keeps only that.
    """
    upper = upper_same_length(text)
    skipped = SKIP.match(upper)
    start = skipped.end() if skipped else 0
    parts = _read_parts(upper, start)
    if not parts or not _stands_alone(upper, parts):
        return _not_read(text)
    begins, end = _find_unread(upper, parts[-1].end)
    unread = text[begins:end].strip()
    printed = text[start:end].strip().rstrip(".").rstrip()
    sections, ranges = _sections_of(parts)
    reading = SectionReading(printed, sections, _warnings_about(sections, ranges), ranges, unread)
    return _kept_doubtful(text, reading) if unread else reading


def _not_read(text: str) -> SectionReading:
    """Kept up to the dash, or whole where that beginning alone would read as a section."""
    head = text.split("-", 1)[0].strip()
    if len(head) < len(text.strip()) and read_section(head).sections:
        head = text.strip()
    return SectionReading(head, (), unread=head)


def _kept_doubtful(text: str, reading: SectionReading) -> SectionReading:
    """Kept whole where the print up to the unread part alone would leave less doubt."""
    whole = text.strip()
    if len(reading.text) < len(whole):
        again = read_section(reading.text)
        if again.sections != reading.sections or not again.unread:
            return replace(reading, text=whole)
    return reading


def _find_unread(upper: str, end: int) -> tuple[int, int]:
    """Where a part that looks like a section and was not read begins and ends.

    Both the end of the head when there is none, as before ``-POSSESS``.
    """
    if end == len(upper) or (upper[end] == "-" and upper[end + 1 : end + 3].isalpha()):
        return end, end
    found = UNREAD.match(upper, end)
    return (end, end) if found is None else (found.start(found.lastgroup or 0), found.end())


def upper_same_length(text: str) -> str:
    """Upper case, character for character, so that positions stay those of the text."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    return "".join(ch.upper() if ch.isascii() else ch for ch in text)


def _canonical_code(letters: str) -> str:
    return "".join(ch for ch in letters if "A" <= ch <= "Z")[:2]


def _read_parts(upper: str, start: int) -> list[_Part]:
    """The sections that stand joined at ``start``: ``664/187(A) PC``, ``484-487(A) PC``."""
    parts: list[_Part] = []
    at, joiner = start, ""
    while True:
        part = _read_shared(upper, at, parts[-1]) if parts else None
        part = part or _read_part(upper, at)
        if part is None:
            return parts
        part.joiner = joiner
        if not _may_follow(parts, part, upper):
            return parts
        if joiner in RANGE_WORDS or joiner in DASHES:
            _read_inclusive(upper, part)
        parts.append(part)
        if part.is_glued:
            at, joiner = part.end, ""
            continue
        joined = _next_joiner(upper, part)
        if joined is None:
            return parts
        at, joiner = joined


def _next_joiner(upper: str, part: _Part) -> tuple[int, str] | None:
    """Where the next section would begin, and the sign or word that joins it."""
    if part.end == len(upper):
        return None
    joined = JOINER.match(upper, part.end)
    if joined is not None:
        return joined.end(), joined[0].replace(".", " ").strip()
    if part.is_inchoate:
        joined = JOINER_AFTER_PREFIX.match(upper, part.end)
        return None if joined is None else (joined.end(), "")
    if part.code:
        joined = JOINER_OF_WHOLE.match(upper, part.end)
        return None if joined is None else (joined.end(), ",")
    return None


def _read_part(upper: str, at: int) -> _Part | None:
    code = ""
    leading = LEADING_CODE.match(upper, at)
    if leading is not None:
        code, at = _canonical_code(leading[1]), leading.end()
    match = NUMBER.match(upper, at)
    if match is None:
        return None
    prefix = match["glued"] or match["dotted"]
    if prefix:
        return _Part(prefix, "", (), code, match.end(), is_glued=True)
    return _read_rest(upper, match["number"].replace(",", "."), code, match.end())


def _read_rest(upper: str, number: str, code: str, at: int) -> _Part | None:
    """What follows the number: attached letters, bracketed subdivisions, code letters."""
    attached, more = "", ""
    letters = ATTACHED.match(upper, at) or SPACED_LETTER.match(upper, at)
    if letters is not None and letters.end() > at:
        attached, more, at = letters["letters"], letters["rest"], letters.end()
        if (number + attached + more).translate(TAKEN_FOR_DIGITS) in CANNABIS_NUMBERS:
            return None  # 113S9
    elif at < len(upper) and _runs_on(upper, at):
        return None
    subdivisions = [token.lower() for token in re.findall(r"[0-9]+|[A-Z]", more)]
    bracketed_code = BRACKETED_CODE.match(upper, at)
    while bracketed_code is None and (bracket := BRACKETED.match(upper, at)) is not None:
        subdivisions.append(AUTOCORRECTED.get(bracket[2] or "", (bracket[1] or "").lower()))
        at = bracket.end()
    if not code:
        trailing = bracketed_code or TRAILING_CODE.match(upper, at)
        if trailing is not None:
            code = _canonical_code(trailing[0])
            at = trailing.end()
    return _Part(number, attached, tuple(subdivisions), code, at)


def _runs_on(upper: str, at: int) -> bool:
    """Whether the number goes on: ``11357?``, ``11357.?``, letters that are no code."""
    if upper[at].isalnum():
        return TRAILING_CODE.match(upper, at) is None
    return upper[at] in "?_*.," and DOUBTED.match(upper, at) is not None


def _read_shared(upper: str, at: int, before: _Part) -> _Part | None:
    """``594(A)-(B)(2) PC``: after the joiner a further subdivision of the same section."""
    if upper[at : at + 1] not in {"(", "[", "©", "®"}:
        return None
    if before.has_own_code or not before.subdivisions or BRACKETED.match(upper, at) is None:
        return None
    part = _read_rest(upper, before.number, "", at)
    if part is not None:
        part.is_shared = True
        part.attached = before.attached
        part.subdivisions = (*_outer(before, part), *part.subdivisions)
    return part


def _outer(before: _Part, part: _Part) -> tuple[str, ...]:
    """The subdivisions that a single further one leaves unsaid: (a) of ``(A)(1)-(3)``."""
    if len(part.subdivisions) != 1:
        return ()
    is_number = part.subdivisions[0].isdigit()
    for place in reversed(range(len(before.subdivisions))):
        if before.subdivisions[place].isdigit() is is_number:
            return before.subdivisions[:place]
    return ()


def _read_inclusive(upper: str, part: _Part) -> None:
    """``187 to 191.5 inclusive``: the word belongs to the section, letters may follow it."""
    word = INCLUSIVE.match(upper, part.end)
    if word is None:
        return
    part.end = word.end()
    trailing = TRAILING_CODE.match(upper, part.end)
    if trailing is not None and not part.code:
        part.code = _canonical_code(trailing[0])
        part.end = trailing.end()


def _may_follow(parts: list[_Part], part: _Part, upper: str) -> bool:
    """Whether a number after a joiner is a section and not the start of a description.

    ``11358 HS-6 PLANTS`` and ``11357(C)-28.5 GRAMS`` go on with a description;
    ``484-487(A) PC``, ``11359 HS/664`` and ``11359 HS/11360`` with a section.
    """
    if not parts or part.is_glued or part.has_own_code or part.is_shared:
        return True
    is_bare_end = not upper[part.end :].strip(" .") or JOINER.match(upper, part.end) is not None
    if part.joiner in RANGE_WORDS:
        is_bare_end = is_bare_end or INCLUSIVE.match(upper, part.end) is not None
    if part.number in CANNABIS_NUMBERS and (part.joiner in LIST_SIGNS or parts[-1].is_inchoate):
        return True
    if any(earlier.has_own_code for earlier in parts):
        if part.is_inchoate or part.number in CANNABIS_NUMBERS:
            return is_bare_end
        return is_bare_end and part.joiner in LIST_SIGNS and _is_long(part.number)
    if parts[-1].is_inchoate:
        return len(part.number) >= 2
    return is_bare_end and (len(part.number) >= 3 or _is_abbreviated(parts[-1], part))


def _is_long(number: str) -> bool:
    """A number that is no count, degree or year: ``459 PC/2003``."""
    return len(number) >= 3 and YEAR.match(number) is None


def _is_abbreviated(before: _Part, part: _Part) -> bool:
    """``11357-60``: the last digits of the section that ends a range."""
    if part.joiner not in DASHES or before.is_inchoate or part.is_inchoate:
        return False
    if not (before.number.isdigit() and part.number.isdigit()) or part.attached:
        return False
    if before.has_own_code or len(part.number) > 2 or len(before.number) < 3:
        return False
    return int(before.number[: -len(part.number)] + part.number) > int(before.number)


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
    return len(parts[-1].number) >= 3 and (not rest or rest[0] in DASHES)


def _sections_of(
    parts: list[_Part],
) -> tuple[tuple[CodeSection, ...], tuple[SectionRange, ...]]:
    """Parts with their code letters and with 664 and 182 turned into `Inchoate`."""
    if len(parts) == 1:
        return (_section_of(parts[0], Inchoate.NONE),), ()
    groups = _grouped(parts)
    for before, part in pairwise(parts):
        if _is_abbreviated(before, part):
            part.number = before.number[: -len(part.number)] + part.number
    _share_codes(parts)
    sections: dict[CodeSection, None] = {}
    ranges = []
    for group in groups:
        plain = [part for part in group if not part.is_inchoate] or group
        kind = _kind_of(group) if plain is not group else Inchoate.NONE
        made = [_section_of(part, kind) for part in plain]
        sections.update(dict.fromkeys(made))
        for first, last, part in zip(made, made[1:], plain[1:], strict=False):
            if _is_range(first, last, part.joiner):
                ranges.append(SectionRange(first, last))
    return tuple(sections), tuple(ranges)


def _grouped(parts: list[_Part]) -> list[list[_Part]]:
    """Parts that say one offence together: 664 or 182 says how the others were committed.

    After a comma, a semicolon, "&" or "and" another offence begins, except that 664, and
    182 without the letters PC, are none by themselves: they go with what stands before
    them, at the start with what follows.
    """
    groups: list[list[_Part]] = []
    for part in parts:
        if not groups or (part.joiner in NEXT_OFFENSE and not part.is_shared):
            groups.append([])
        groups[-1].append(part)
    merged: list[list[_Part]] = []
    for group in groups:
        if merged and (_only_says_how(group) or _only_says_how(merged[-1])):
            merged[-1] += group
        else:
            merged.append(group)
    return merged


def _only_says_how(group: list[_Part]) -> bool:
    return all(part.number == "664" or (part.is_inchoate and part.code != "PC") for part in group)


def _kind_of(group: list[_Part]) -> Inchoate:
    """Conspiracy where both are printed: what holds for an attempt may not hold for it."""
    kinds = {INCHOATE_OF_NUMBER[part.number] for part in group if part.is_inchoate}
    if not kinds:
        return Inchoate.NONE
    return Inchoate.CONSPIRACY if Inchoate.CONSPIRACY in kinds else Inchoate.ATTEMPT


_NEAR = 100


def _is_range(first: CodeSection, last: CodeSection, joiner: str) -> bool:
    """Whether two joined sections are the ends of a range.

    A word says so. A dash does when the second stands at most 100 sections on; farther
    apart, records list two offences with it (``12345-11358``), unless the dash would then
    pass over the cannabis sections.
    """
    if first.code != last.code or first == last:
        return False
    if joiner not in RANGE_WORDS and joiner not in DASHES:
        return False
    between = SectionRange(first, last)
    if not between.includes(first):
        return False  # the second does not come after the first
    if joiner in RANGE_WORDS:
        return True
    distance = _whole(last) - _whole(first)
    passes_over = not (first.is_cannabis or last.is_cannabis) and between.may_be_cannabis
    return distance <= _NEAR or passes_over


def _whole(section: CodeSection) -> int:
    match = re.match("[0-9]+", section.section)
    return int(match[0]) if match else 0


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
    if attached and part.code in ("PC", "") and number + attached in LETTERED:
        number += attached.lower()
    elif attached:
        subdivisions = (attached.lower(), *subdivisions)
    return CodeSection(part.code, number, subdivisions, kind)


def _warnings_about(
    sections: tuple[CodeSection, ...], ranges: tuple[SectionRange, ...]
) -> tuple[str, ...]:
    warnings = []
    if any(not section.code for section in sections):
        warnings.append("code letters are missing")
    if any(section.is_cannabis and section.code == "PC" for section in sections):
        warnings.append("PC is printed with a section of the Health and Safety Code")
    if len(sections) > 1:
        warnings.append("more than one section is named")
    if ranges:
        warnings.append("a range of sections is named")
    return tuple(warnings)
