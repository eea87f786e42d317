"""One plain sentence for a difference: what the earlier tool did with which fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.model.dates import PartialDate
from app.model.record import Level, ReliefKind, RowRef
from app.model.truth import Truth
from app.rules.earlier.marks import Mark
from app.rules.earlier.reading import YEAR_ONE, Record, Seen
from app.rules.earlier.texts import Sight, is_amended, offense_text
from app.rules.lists.offense_lists import Listing


@dataclass(frozen=True, slots=True)
class Cell:
    """The cell that differs.

    ``missing`` is our reason when it names unknown facts; ``looked_at`` are the fields of
    a `Sight` that the tool's table or a result column has to do with.
    """

    place: RowRef
    column: str
    missing: str
    looked_at: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A conviction as the tool read it and as it is read with one more point mended."""

    before: Record
    one: Seen
    after: Record
    other: Seen
    is_own: bool  # the conviction in question, not another of the person
    column: str
    looked_at: frozenset[str]

    def differs(self, name: str) -> bool:
        """Whether its texts say something else there, and the cell can have to do with it."""
        if name not in self.looked_at:
            return False
        if name == "printed" and not self.is_shown:
            return False
        return bool(getattr(self.one.sight, name) != getattr(self.other.sight, name))

    @property
    def is_shown(self) -> bool:
        """Whether the column shows the section: one of the lists only what is on the list."""
        listed = _LISTED_BY.get(self.column)
        sights = (self.one.sight, self.other.sight)
        return listed is None or any(getattr(one, listed) is not Listing.NEVER for one in sights)

    @property
    def sights_differ(self) -> bool:
        fields = _FIELDS.get(self.column) or (_ALL_FIELDS if self.is_own else _OF_HISTORY)
        return any(self.differs(name) for name in fields)

    @property
    def reads_amended(self) -> bool:
        """Whether both readings took the section convicted of, not the charge before it."""
        return is_amended(self.one.charge) and Mark.LATER in self.before.marks

    @property
    def name(self) -> str:
        """What the conviction says and when: ``11359 HS of 1999-03-01``."""
        return f"{self.section} of {_date(self.one.event.on)}"

    @property
    def section(self) -> str:
        """The section as read; the whole text in quotes where more stands before it."""
        charge = self.one.charge
        if self.reads_amended:
            return _short(charge.section_text) or _NO_SECTION
        text = charge.charged_text if is_amended(charge) else charge.section_text
        raw = _short(offense_text(charge))
        return (_short(text) if raw.startswith(_short(text)) else f"“{raw}”") or raw or _NO_SECTION


_NO_SECTION = "a conviction without a section"


def _short(text: str) -> str:
    return text[:40].strip()


_OF_HISTORY = (
    "cannabis", "number", "key", "strike", "registrable", "is_gang_half", "is_enhanced_half",
)  # fmt: skip
_ALL_FIELDS = (
    *_OF_HISTORY, "starts_11357", "letter", "related", "is_4060", "is_left_out", "printed",
)  # fmt: skip
_FIELDS = {
    "Superstrike Code Section(s)": ("strike", "printed"),
    "PC290 Code Section(s)": ("registrable", "printed"),
    "# of Prop 64 convictions": ("number",),
    "# of HS 11357 convictions": ("number",),
    "# of HS 11358 convictions": ("number",),
    "# of HS 11359 convictions": ("number",),
    "# of HS 11360 convictions": ("number",),
    "Possible Other P64 Charges": ("names_other",),
}


def reason_why(mark: Mark, cell: Cell, before: list[Record], after: list[Record]) -> str:
    """``Point 2, sections by substring: the earlier tool read 11357.5 HS as 11357.``

    Told of the conviction itself when the point changes how it is read, else of the
    first conviction of the person of which it does. What our answer names as unknown
    is told before all else.
    """
    told = next(_told(mark, cell, before, after), "") or _GENERAL[mark]
    return f"{mark.title}: {told}."


def _told(mark: Mark, cell: Cell, before: list[Record], after: list[Record]) -> Iterator[str]:
    pairs = _pairs(cell, before, after)
    tellers = _TELLING[mark]
    named = [tell for tell in tellers if any(word in cell.missing for word in _WORDS.get(tell, ()))]
    yield from (told for tell in named for pair in pairs if (told := tell(pair)))
    yield from (told for pair in pairs for tell in tellers if (told := tell(pair)))


def _pairs(cell: Cell, before: list[Record], after: list[Record]) -> list[Pair]:
    """Each conviction as read before and after; the one in question first."""
    mended = {at: (record, one) for record in after for one in record.counts for at in one.places}
    found = [
        Pair(record, one, *mended[at], cell.place in one.places, cell.column, cell.looked_at)
        for record in before
        for one in record.counts
        for at in one.places
        if at in mended
    ]
    return sorted(found, key=lambda pair: not pair.is_own)


def _date(on: PartialDate) -> str:
    return "unknown date" if on.is_unknown else str(on)


# --- point 1 -------------------------------------------------------------------------------------


def _level_unknown(pair: Pair) -> str:
    one = pair.one
    if one.is_felony is pair.other.is_felony:
        return ""
    stated = f"the level of {pair.name} is written “{one.charge.level_text}”"
    if not one.charge.level_text.strip():
        stated = f"the level of {pair.name} is not on record"
    taken = "a felony" if one.level is Level.FELONY else "no felony"
    return f"{stated}; the earlier tool took it for {taken}"


def _date_unknown(pair: Pair) -> str:
    on = pair.other.on
    if pair.one.on == on:
        return ""
    known = "not on record" if on.is_unknown else f"known only as {on}"
    return f"the date of {pair.section} is {known}; the earlier tool took it for the year 1"


def _county_unknown(pair: Pair) -> str:
    if pair.one.event.county or not pair.is_own:
        return ""
    return f"the county of {pair.name} is not on record; the earlier tool passed it over"


def _section_unknown(pair: Pair) -> str:
    if not pair.sights_differ:
        return ""
    taken = "took it as sure" if _says_anything(pair.one.sight) else "passed it over"
    return f"what {pair.name} was for is not sure from the record; the earlier tool {taken}"


def _says_anything(sight: Sight) -> bool:
    """Whether a text was taken for a section that a table or a list is about."""
    listed = sight.strike is not Listing.NEVER or sight.registrable is not Listing.NEVER
    truths = (sight.cannabis, sight.related, sight.is_gang_half, sight.is_enhanced_half)
    return listed or any(truth is not Truth.NOT_MET for truth in truths)


def _term_unknown(pair: Pair) -> str:
    if all(part.length is not None for part in pair.one.charge.sentence):
        return ""
    return (
        f"the length of a term of {pair.name} is not on record; the earlier tool took it for none"
    )


def _birth_unknown(pair: Pair) -> str:
    before, after = pair.before, pair.after
    if after.birth_is_wrong:
        return "the record contradicts the birth date; the earlier tool took it as it stood"
    if before.born == after.born:
        return ""
    known = "not on record" if after.born.is_unknown else f"known only as {after.born}"
    taken = "the year 1" if before.born == YEAR_ONE else str(before.born)
    return f"the birth date is {known}; the earlier tool took it for {taken}"


def _registration_unknown(pair: Pair) -> str:
    if pair.before.registered is pair.after.registered:
        return ""
    return "an event of registration does not say its law; the earlier tool passed it over"


def _relief_unknown(pair: Pair) -> str:
    if all(one.on.is_exact or one.on.is_unknown for one in pair.one.charge.relief):
        return ""
    return f"the date of the relief for {pair.name} is known only in part"


# --- the others ----------------------------------------------------------------------------------


def _section_read(pair: Pair) -> str:
    if not pair.sights_differ:
        return ""
    own, mended, name = pair.one.sight, pair.other.sight, pair.name
    if own.number != mended.number and pair.column not in _LISTED_BY:
        return _number_read(name, own.number, mended.number)
    listed = _LISTED_BY.get(pair.column)
    fields = [one for one in _LISTED_BY.values() if listed in (None, one) and pair.differs(one)]
    if fields:
        found = any(getattr(own, one) > getattr(mended, one) for one in fields)
        seen = "found a listed offense" if found else "did not find the listed offense"
        return f"the earlier tool {seen} in {name}"
    if listed is None and pair.differs("related"):
        return f"the earlier tool {_related_read(pair)} for a {_related_word(pair)}"
    return f"the earlier tool compared the letters of {name}, not the section"


_SUPERSTRIKE, _PC290 = "Superstrike Code Section(s)", "PC290 Code Section(s)"
_LISTED_BY = {_SUPERSTRIKE: "strike", _PC290: "registrable"}


def _related_read(pair: Pair) -> str:
    """Of a section convicted of, which the tool did not look at, only what it would have done."""
    took = pair.one.sight.related is Truth.MET
    if pair.reads_amended:
        return f"would {'' if took else 'not '}have taken {pair.name}"
    return f"{'took' if took else 'did not take'} {pair.name}"


def _related_word(pair: Pair) -> str:
    return "plea bargain" if pair.before.lens.exactly else "related charge"


def _number_read(name: str, own: str, mended: str) -> str:
    if not mended:
        return f"the earlier tool read {name} as {own}"
    if not own:
        return f"the earlier tool did not see {mended} in {name}"
    return f"the earlier tool read {name} as {own}, it says {mended}"


def _registration_read(pair: Pair) -> str:
    if pair.before.registered is pair.after.registered:
        return ""
    return "the earlier tool looked only whether the text of a registration begins with 290"


def _sentence_end(pair: Pair) -> str:
    if pair.one.on == YEAR_ONE:
        return ""
    own, mended = pair.before.ends_on(pair.one), pair.after.ends_on(pair.other)
    if own == mended:
        return ""
    return (
        f"the earlier tool ended the sentence of {pair.name} on {own}; by the calendar and with "
        f"its own parts only it ends on {mended}"
    )


def _county_read(pair: Pair) -> str:
    printed = pair.one.event.county_text
    if not printed or not pair.is_own:
        return ""
    return f"the county is written “{printed}”; the earlier tool compared it letter for letter"


def _amended(pair: Pair) -> str:
    charge = pair.one.charge
    if not is_amended(charge) or not pair.sights_differ:
        return ""
    convicted = charge.section_text
    return f"the earlier tool took the charge, {pair.name}; the conviction was for {convicted}"


def _level_later(pair: Pair) -> str:
    if pair.one.is_felony is pair.other.is_felony:
        return ""
    if pair.one.charge.level_column == "CONV_OFFENSE_TOC":
        return f"the earlier tool took the level charged of {pair.name}, not the level convicted of"
    return f"the earlier tool did not see that {pair.name} was reduced later"


def _relief_later(pair: Pair) -> str:
    kinds = {relief.kind for relief in pair.one.charge.relief}
    if ReliefKind.REVERSED in kinds:
        return f"the earlier tool did not see that {pair.name} was reversed or vacated later"
    if kinds and pair.is_own:
        return f"the earlier tool did not see that {pair.name} was given relief later"
    return ""


def _list_differs(pair: Pair) -> str:
    own, mended, name = pair.one.sight, pair.other.sight, pair.name
    told = [
        f"{name} is {_LISTED[our]} on ours for {law}, where it was {_LISTED[theirs]}"
        for law, theirs, our, column in (
            ("PC 667(e)(2)(C)(iv)", own.strike, mended.strike, _SUPERSTRIKE),
            ("PC 290(c)", own.registrable, mended.registrable, _PC290),
        )
        if theirs is not our and (pair.column == column or pair.column not in _LISTED_BY)
    ]
    if not told and mended.strike is not Listing.NEVER and pair.one.level is not Level.FELONY:
        return f"our list of super strikes asks for a felony, and {name} is not surely one"
    return f"compared with the earlier tool's, {'; '.join(told)}" if told else ""


_LISTED = {Listing.NEVER: "not", Listing.MAYBE: "maybe", Listing.SURE: "surely"}

Teller = Callable[[Pair], str]
_TELLING: dict[Mark, tuple[Teller, ...]] = {
    Mark.UNKNOWN: (
        _level_unknown, _date_unknown, _county_unknown, _section_unknown, _term_unknown,
        _relief_unknown, _birth_unknown, _registration_unknown,
    ),
    Mark.SECTIONS: (_section_read, _registration_read),
    Mark.SENTENCE: (_sentence_end,),
    Mark.COUNTY: (_county_read,),
    Mark.ONE_PERSON: (),
    Mark.LATER: (_amended, _level_later, _relief_later),
    Mark.GANG_PAIR: (),
    Mark.LIST: (_list_differs,),
}  # fmt: skip
_WORDS: dict[Teller, tuple[str, ...]] = {
    _level_unknown: ("level",),
    _date_unknown: ("conviction date", "date of the conviction"),
    _county_unknown: ("county",),
    _section_unknown: ("code section",),
    _term_unknown: ("sentence",),
    _birth_unknown: ("birth date",),
    _registration_unknown: ("registration",),
    _relief_unknown: ("relief",),
}
_GENERAL = {
    Mark.UNKNOWN: "a fact is not on record; the earlier tool took it for known",
    Mark.SECTIONS: "the earlier tool compared letters, not sections",
    Mark.SENTENCE: "the earlier tool gave a year 366 days, and a part to the last conviction read",
    Mark.COUNTY: "the earlier tool compared the county's name letter for letter",
    Mark.ONE_PERSON: "the earlier tool took each file and each number for a person of its own",
    Mark.LATER: "the earlier tool did not see what the record states later",
    Mark.GANG_PAIR: "the earlier tool gave a gang enhancement and its offense no date of their own",
    Mark.LIST: "our list differs from the earlier tool's",
}
