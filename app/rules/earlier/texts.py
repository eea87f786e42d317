"""One offense text as the earlier tools read it: the text before the first dash, searched.

Every reading takes the points that are mended in it (`Marks`). With none the text is
searched for letters, as the tools did; with `Mark.SECTIONS` it is parsed into code
sections first, and the same lists are compared whole; with `Mark.LIST` our own lists
of offenses are asked; with `Mark.UNKNOWN` a text that cannot be read is unknown.
Upper and lower case of subdivisions are not told apart where the published tables
write them in lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from app.model.record import Charge
from app.model.statute import (
    CodeSection,
    SectionReading,
    is_see_comment,
    possible_other_cannabis,
    read_section,
)
from app.model.truth import Truth
from app.rules.earlier.marks import NO_MARKS, Mark, Marks
from app.rules.lists.offense_lists import Listing, load_offense_list
from app.rules.lists.sections import names_exactly, names_one_of, prints_one_of

STRIKES = "us-ca/super-strikes"
REGISTRABLE = "us-ca/registrable"
RELATED = "us-ca/related-charges"

# The lists of the earlier tool, as far as they are published: bare sections and the few
# subdivisions it knew (spec: law, 1.5.1 and 1.5.2).
_ENHANCED = r"(?:136\.1|215|213\(A\)\(1\)\(A\)|246|519|12022\.55)"
_GANG = r"186\.22\(B\)\(4\)"
_STRIKE = re.compile(
    r"(?:37|128|18[78]|189(?:\.[15])?|190(?:\.\d{1,2})?(?:\(.*\))?|191(?:\.5)?|205|207|209(?:\.5)?"
    r"|217\.1|218|219|220|245\(D\)\(3\)|26[12](?:\(.*\))?|264\.1|269|273AB(?:\(.*\))?"
    r"|286(?:\(C\)\([123]\)(?:\([ABC]\))?|\(D\)\([123]\))?|287|288(?:\(A\)|\(B\)\([12]\))?"
    r"|288A(?:\(D\)|\(C\)\(1\)|\(C\)\(2\)\([ABC]\))?|288\.5(?:\(A\))?"
    r"|289(?:\(J\)|\(A\)\(1\)\([ABC]\)|\(A\)\(2\)\(C\))?|451\.5|653F|667\.(?:61|71?)|4500"
    r"|11418(?:\(A\)\(1\)|\(B\)\([12]\))|12308|12310|18745|18755) PC|1672\(A\) MV"
)
_PAIR = re.compile(rf"{_ENHANCED}.*{_GANG} PC|{_GANG}.*{_ENHANCED} PC")
_GANG_HALF = re.compile(rf"{_GANG} PC")
_ENHANCED_HALF = re.compile(rf"{_ENHANCED} PC")
_REGISTRABLE = re.compile(
    r"(?:236\.1\([BC]\).*|243\.4.*|261(?:[(.A-Z].*)?|262\(A\)(?:\(1\))?|264\.1(?:\(.*)?|266C?"
    r"|266[HI]\(B\).*|266J|267|269(?:[(.A-Z].*)?|272|285|28[69][^.]*|287|288|288A.*"
    r"|288\.[23457].*|311\.1.*|311\.2\([BCD]\)|311\.(?:[34]|10|11).*|314\([12]\)|451\.5|647\.6.*"
    r"|647A.*|653F\([BC]\)) PC"
)
_CANNABIS = re.compile(r"113(?:57|58|59|60)")
_LETTER = re.compile(r"11357\(([A-D])\)")
_RELATED = re.compile(
    r"(?:647\(F\)|602|466|148\.9|148)\s*PC|(?:11364|11550)\s*HS|(?:4140|4149|4060)\s*BP"
    r"|40508\s*VC|1320(?:[^\d.][^.]*)?\s*PC",
    re.IGNORECASE,
)
_INCHOATE = re.compile(r"\s?[-/+]?\s?(?:664|182)\s?[-/+]?\s?")


@dataclass(frozen=True, slots=True)
class Sight:
    """What one offense text says, under some reading. Two equal sights answer alike."""

    cannabis: Truth  # whether it is one of the four sections
    number: str = ""  # 11357 ... 11360
    key: str = ""  # what two priors "of the same section" have in common
    starts_11357: bool = False
    letter: str = ""  # a or b, when the text starts 11357(A) or 11357(B)
    strike: Listing = Listing.NEVER
    is_pair: bool = False  # a strike that is so by a gang enhancement in the same text
    registrable: Listing = Listing.NEVER
    is_gang_half: Truth = Truth.NOT_MET
    is_enhanced_half: Truth = Truth.NOT_MET
    related: Truth = Truth.NOT_MET
    is_4060: Truth = Truth.NOT_MET
    is_left_out: Truth = Truth.NOT_MET  # a cannabis section that San Francisco left out
    is_unread: bool = False  # a part of it cannot be read, and that is seen
    names_other: bool = False  # column Possible Other P64 Charges
    printed: str = ""  # the code section, where a result cell shows it


def offense_text(charge: Charge) -> str:
    """What the earlier tools read: OFFENSE_DESCR, or the comment when that sends there."""
    return charge.comment if is_see_comment(charge.offense) else charge.offense


def is_amended(charge: Charge) -> bool:
    """Whether the record names the section convicted of in a column of its own."""
    return charge.section_column in _AMENDING


def see(charge: Charge, marks: Marks, *, exactly: bool = False) -> Sight:
    """A charge's section under a reading; ``exactly`` as San Francisco's program read it.

    ``marks`` are those of `SEEN_IN_TEXTS`.
    """
    return _see_texts(_texts_of(charge), marks, exactly)


@dataclass(frozen=True, slots=True)
class TextMarks:
    """What a conviction's texts can have to do with a difference, under whatever reading."""

    marks: Marks  # the points that change what the texts say
    key_marks: Marks  # those that only change what earlier convictions are compared by
    is_target: bool  # a section that a table may be for
    is_strike: bool
    is_half: bool  # of a gang pair
    is_related: bool
    is_plain: bool  # none of these


_Texts = tuple[str, str, str, str, str]


def _texts_of(charge: Charge) -> _Texts:
    return (
        charge.offense, charge.comment, charge.section_text, charge.charged_text,
        charge.section_column,
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _see_texts(texts: _Texts, marks: Marks, exactly: bool) -> Sight:
    offense, comment, section, charged, column = texts
    amended = column in _AMENDING
    text = comment if is_see_comment(offense) else offense
    parsed = charged if amended else section
    if amended and Mark.LATER in marks:
        text = parsed = section
    sight = _see(text, parsed, marks & _OF_TEXTS, exactly)
    if "113" not in comment or exactly:
        return sight
    names = possible_other_cannabis if Mark.SECTIONS in marks else _names_other
    return replace(sight, names_other=True) if names(offense, comment) else sight


def _names_other(offense: str, comment: str) -> bool:
    """`possible_other_cannabis` by searching: only the first section of each text counts."""
    in_comment, in_offense = _CANNABIS.search(comment), _CANNABIS.search(offense)
    if in_comment is None or is_see_comment(offense):
        return False
    if in_offense is None or in_offense[0] != in_comment[0]:
        return True
    letter, own = _LETTER.search(comment), _LETTER.search(offense)
    if in_comment[0] != "11357" or letter is None:
        return False
    return own is None or (own[1] in "AB") != (letter[1] in "AB")


_CELL_FIELDS = frozenset({"number", "strike", "registrable", "names_other", "printed", "is_unread"})
_ALWAYS = frozenset({"cannabis", "number", "is_unread"})
_MOST_TEXTS = 20_000


class TextScreen:
    """`TextMarks` by the texts, for one table: what it does not look at is no difference.

    ``fields`` are those of a `Sight` that the table or its result columns look at.
    Most charges are told by their offense text alone, which is then all that is looked up.
    """

    def __init__(self, fields: frozenset[str], *, exactly: bool, fills_columns: bool) -> None:
        self.fields = fields | _ALWAYS | (_CELL_FIELDS if fills_columns else frozenset())
        self._exactly = exactly
        self._plain: dict[str, TextMarks] = {}
        self._others: dict[_Texts, TextMarks] = {}

    def marks_of(self, charge: Charge) -> TextMarks:
        if charge.section_column == "OFFENSE_DESCR" and "113" not in charge.comment:
            found = self._plain.get(charge.offense)
            if found is None:
                found = self._add(self._plain, charge.offense, charge)
            return found
        texts = _texts_of(charge)
        return self._others.get(texts) or self._add(self._others, texts, charge)

    def _add(self, known: dict[Any, TextMarks], key: Any, charge: Charge) -> TextMarks:
        if len(known) > _MOST_TEXTS:
            known.clear()
        found = known[key] = self._find(_texts_of(charge))
        return found

    def _find(self, texts: _Texts) -> TextMarks:
        orders = [NO_MARKS]
        for mark in (Mark.UNKNOWN, Mark.SECTIONS, Mark.LATER, Mark.LIST):
            orders += [marks | {mark} for marks in orders]
        sights = {marks: _see_texts(texts, marks, self._exactly) for marks in orders}
        seen = {marks: self._looked_at(sight) for marks, sight in sights.items()}
        found = _telling(seen)
        keys = _telling({marks: (one.key,) for marks, one in sights.items()})
        keys = keys - found if "key" in self.fields else NO_MARKS
        every = sights.values()
        is_strike = any(one.strike is not Listing.NEVER for one in every)
        is_half = any(
            one.is_gang_half is not Truth.NOT_MET or one.is_enhanced_half is not Truth.NOT_MET
            for one in every
        )
        names_related = any(one.related is not Truth.NOT_MET for one in every)
        is_related = names_related and "related" in self.fields
        return TextMarks(
            marks=found,
            key_marks=keys,
            is_target=names_related or any(one.cannabis is not Truth.NOT_MET for one in every),
            is_strike=is_strike,
            is_half=is_half,
            is_related=is_related,
            is_plain=not (found or keys or is_strike or is_half or is_related),
        )

    def _looked_at(self, sight: Sight) -> tuple[object, ...]:
        values = [getattr(sight, name) for name in sorted(self.fields) if name != "key"]
        shows = sight.strike is not Listing.NEVER or sight.registrable is not Listing.NEVER
        if not shows and "related" not in self.fields and "printed" in self.fields:
            values[sorted(self.fields - {"key"}).index("printed")] = ""
        return tuple(values)


def _telling(seen: dict[Marks, tuple[object, ...]]) -> Marks:
    """The points of which mending one, among whichever others, changes anything."""
    return frozenset(
        mark for marks, one in seen.items() for mark in marks if one != seen[marks - {mark}]
    )


_AMENDING = ("CONV_OFFENSE_DESCR", "DISP_OFFENSE_DESCR")
_OF_TEXTS = frozenset({Mark.UNKNOWN, Mark.SECTIONS, Mark.LIST})
SEEN_IN_TEXTS = _OF_TEXTS | {Mark.LATER}


@lru_cache(maxsize=65536)
def _see(text: str, section_text: str, marks: Marks, exactly: bool) -> Sight:
    reading = read_section(section_text)
    if exactly:
        return see_exactly(text, reading, marks)
    is_open = Mark.UNKNOWN in marks and not reading.is_read
    sight = _by_parsing(reading) if Mark.SECTIONS in marks else _by_searching(text)
    changes: dict[str, object] = {}
    if Mark.LIST in marks:
        changes |= _by_our_lists(reading, is_open=is_open)
    elif is_open:
        changes |= {
            "strike": max(sight.strike, Listing.MAYBE),
            "registrable": max(sight.registrable, Listing.MAYBE),
        }
    if is_open:
        related = _TRUTH_OF[load_offense_list(RELATED).listing_of(reading)]
        changes |= {
            "cannabis": Truth.MET if sight.number else Truth.UNKNOWN,
            "related": Truth.MET if sight.related is Truth.MET else related,
            "is_unread": True,
        }
    return _replaced(sight, changes)


def _replaced(sight: Sight, changes: dict[str, object]) -> Sight:
    values = {name: getattr(sight, name) for name in Sight.__dataclass_fields__} | changes
    shows = (
        values["strike"] is not Listing.NEVER
        or values["registrable"] is not Listing.NEVER
        or values["related"] is not Truth.NOT_MET
    )
    # A text that no cell shows must not look like a difference.
    return Sight(**values | ({} if shows else {"printed": ""}))


def _by_searching(text: str) -> Sight:
    head = text.split("-", 1)[0].strip()
    named = _CANNABIS.search(head)
    bare = _INCHOATE.sub(" ", head)
    is_pair = _PAIR.search(bare) is not None
    is_strike = is_pair or _STRIKE.search(bare) is not None
    upper = head.upper()
    return Sight(
        cannabis=Truth.of(named is not None),
        number=named[0] if named else "",
        key=head[:5] if named else "",
        starts_11357=head.startswith("11357"),
        letter=upper[6].lower() if upper.startswith(("11357(A)", "11357(B)")) else "",
        strike=_sure(is_strike),
        is_pair=is_pair,
        registrable=_sure(_REGISTRABLE.search(head) is not None),
        is_gang_half=Truth.of(_GANG_HALF.search(head) is not None),
        is_enhanced_half=Truth.of(_ENHANCED_HALF.search(head) is not None),
        related=Truth.of(_RELATED.search(head) is not None),
        is_4060=Truth.of(head == "4060 BP"),
        printed=head,
    )


def _by_parsing(reading: SectionReading) -> Sight:
    cannabis = reading.cannabis
    number = cannabis.section if cannabis else ""
    plain = [_plain(section) for section in reading.standing]
    gang = any(_GANG_HALF.fullmatch(one) for one in plain)
    enhanced = any(_ENHANCED_HALF.fullmatch(one) for one in plain)
    letter = cannabis.subdivision if cannabis and number == "11357" else ""
    related = _listing(RELATED, reading, is_open=False)
    return Sight(
        cannabis=Truth.of(cannabis is not None),
        number=number,
        key=number,
        starts_11357=number == "11357",
        letter=letter if letter in ("a", "b") else "",
        strike=_sure((gang and enhanced) or any(_STRIKE.fullmatch(one) for one in plain)),
        is_pair=gang and enhanced,
        registrable=_sure(any(_REGISTRABLE.fullmatch(one) for one in plain)),
        is_gang_half=Truth.of(gang),
        is_enhanced_half=Truth.of(enhanced),
        related=_TRUTH_OF[related],
        is_4060=names_exactly(reading.text, ("BP 4060",)) if reading.is_read else Truth.NOT_MET,
        printed=reading.text,
    )


def _by_our_lists(reading: SectionReading, *, is_open: bool) -> dict[str, object]:
    strikes = load_offense_list(STRIKES)
    alone = _listing(STRIKES, reading, is_open=is_open)
    halves = [(Truth.NOT_MET, Truth.NOT_MET)]
    if alone is Listing.NEVER and strikes.pair is not None:
        halves += [_halves(section) for section in reading.sections]
    return {
        "strike": alone,
        "is_pair": strikes.pair_listing(reading.sections) is Listing.SURE,
        "registrable": _listing(REGISTRABLE, reading, is_open=is_open),
        "is_gang_half": max((gang for gang, _ in halves), key=_surer),
        "is_enhanced_half": max((enhanced for _, enhanced in halves), key=_surer),
        "printed": reading.text,
    }


def _listing(list_id: str, reading: SectionReading, *, is_open: bool) -> Listing:
    """Our listing; what cannot be read is on no list where that is not seen."""
    listing = load_offense_list(list_id).listing_of(reading)
    doubted = listing is Listing.MAYBE and not reading.is_read and not is_open
    return Listing.NEVER if doubted else listing


def _halves(section: CodeSection) -> tuple[Truth, Truth]:
    """Whether our list takes a section for the enhancement, and for a section enhanced."""
    strikes = load_offense_list(STRIKES)
    if strikes.pair is None:
        return Truth.NOT_MET, Truth.NOT_MET
    with_enhanced = strikes.pair_listing((section, strikes.pair.enhanced[0]))
    with_gang = strikes.pair_listing((section, strikes.pair.enhancement))
    return _TRUTH_OF[with_enhanced], _TRUTH_OF[with_gang]


_SF_CANNABIS = re.compile(r"(113(?:57|58|59|60))((?:\([A-Z0-9]+\))*) HS", re.IGNORECASE)
_SF_LEFT_OUT = ("HS 11359(c)(3)", "HS 11359(d)", "HS 11360(a)(3)(c)", "HS 11360(a)(3)(d)")
_SF_PLEAS = ("PC 32", "HS 11364", "HS 11366")
# The program's own list of super strikes: whole codes only (spec: law, 1.5.1).
_SF_STRIKE = re.compile(
    r"(?:(?:664[-/. ]?)?(?:187|191\.5)|209|220|245\(D\)\(3\)|26[12]\(A\)\((?:2|6)\)|262\(A\)\(4\)"
    r"|264\.1|269|286\(C\)\((?:1|3)\)|286\(C\)\(2\)\([ABC]\)|286\(D\)\([123]\)|288\(A\)"
    r"|288\(B\)\([12]\)|288A\(C\)\(1\)|288A\(C\)\(2\)\([ABC]\)|288A\(D\)|288\.5\(A\)"
    r"|289\(A\)\(1\)\([ABC]\)|289\(A\)\(2\)\(C\)|289\(J\)|653F|11418\(A\)\(1\)) PC",
    re.IGNORECASE,
)


def see_exactly(text: str, reading: SectionReading, marks: Marks) -> Sight:
    """As San Francisco's program read a RAP sheet: whole codes, letter for letter."""
    head = text.split("-", 1)[0].strip()
    by_parsing = Mark.SECTIONS in marks
    is_open = Mark.UNKNOWN in marks and not reading.is_read
    plain = [_plain(section) for section in reading.standing] if by_parsing else [head]
    matches = [found for one in plain if (found := _SF_CANNABIS.fullmatch(one))]
    cannabis = reading.cannabis if by_parsing else None
    number = cannabis.section if cannabis else matches[0][1] if matches and not by_parsing else ""
    bare = number if by_parsing or (matches and not matches[0][2]) else ""
    left_out = prints_one_of(reading.text, _SF_LEFT_OUT)
    plea = names_one_of(reading.text, _SF_PLEAS)
    if not by_parsing:
        left_out = Truth.of(any(_cited_as(head, one) for one in _SF_LEFT_OUT))
        plea = Truth.of(any(_cited_as(head, one) for one in _SF_PLEAS))
    strike = _sure(any(_SF_STRIKE.fullmatch(one) for one in plain))
    sight = Sight(
        cannabis=Truth.of(bool(number)), number=number, key=bare, strike=strike,
        related=_known(plea, marks), is_left_out=_known(left_out, marks),
    )  # fmt: skip
    changes: dict[str, object] = {}
    if Mark.LIST in marks:
        changes |= {
            name: value
            for name, value in _by_our_lists(reading, is_open=is_open).items()
            if name in _SF_LISTED
        }
    elif is_open:
        changes["strike"] = max(sight.strike, Listing.MAYBE)
    if is_open:
        changes |= {
            "cannabis": Truth.MET if number else Truth.UNKNOWN,
            "related": Truth.MET if sight.related is Truth.MET else _known(plea, marks),
            "is_unread": True,
        }
    return _replaced(sight, changes)


_SF_LISTED = ("strike", "is_pair", "is_gang_half", "is_enhanced_half")


def _known(truth: Truth, marks: Marks) -> Truth:
    """A doubt counts as no where unknown facts are not seen."""
    return Truth.NOT_MET if truth is Truth.UNKNOWN and Mark.UNKNOWN not in marks else truth


def _cited_as(head: str, cited: str) -> bool:
    code, section = cited.split()
    return head.upper() == f"{section} {code}".upper()


def _plain(section: CodeSection) -> str:
    """A section as the state's file prints it: ``288(A) PC``."""
    own = section.section + "".join(f"({part})" for part in section.subdivisions)
    return f"{own} {section.code}".upper()


def _sure(is_listed: bool) -> Listing:
    return Listing.SURE if is_listed else Listing.NEVER


def _surer(truth: Truth) -> int:
    return (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET).index(truth)


_TRUTH_OF = {
    Listing.NEVER: Truth.NOT_MET,
    Listing.MAYBE: Truth.UNKNOWN,
    Listing.SURE: Truth.MET,
}
