"""HSC 11361.8 read plainly from law.md: order 1.5.3, floor table 1.2, lists 1.5.1 and 1.5.2.

What the record leaves open is asked of a `World`. Nothing of `app` is used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.plain_cells import REGISTRABLE, STRIKES, add_years
from tests.oracle.plain_counties import (
    DISMISSAL,
    HAND_REVIEW,
    HOMICIDES,
    MAYBE,
    NEW_LAW,
    NONE,
    NOT_ELIGIBLE,
    REDUCTION,
    Case,
    is_cannabis,
    relief_on_record,
    sentence_says,
)
from tests.oracle.plain_record import FIRST_DAY, LAST_DAY, Count, Record, Section, Span
from tests.oracle.plain_worlds import Answer, Verdict, all_verdicts

MAYBE_REGISTRABLE = {"286 B": "maybe", "287 B": "maybe", "289 H": "maybe", "289 I": "maybe"}
STAY_FELONIES = (  # law.md 1.1, "Which subdivisions stay ineligible"
    ("11358", ("D",)), ("11359", ("C",)), ("11359", ("D",)), ("11360", ("A", "3")),
)  # fmt: skip
GRADES = {"F": 3, "M": 2, "I": 1}


@dataclass(frozen=True)
class Choices:
    """The options, with their defaults."""

    county: str
    offense_within_years: int = 3
    priors_count: bool = True
    presume_quantity: bool = True


class UnexplainedError(Exception):
    """A registration that no conviction explains."""


@dataclass(frozen=True)
class Statute:
    """One conviction in one world."""

    case: Case
    this: Count
    choices: Choices

    @property
    def record(self) -> Record:
        return self.case.record

    # --- days ---------------------------------------------------------------------------------

    def offense_window(self) -> Span:
        """From n years before the arrest, or the conviction, up to that day."""
        arrest = self.record.cycle_days[self.this.cycle]
        convicted = self.record.day(self.this)
        if not arrest.is_known or arrest.first > convicted.last:
            anchor = self.case.day(self.this)
        else:
            anchor = arrest.first
            if is_wholly_open(convicted) and self.doubt("arrest after a conviction without date"):
                return Span(FIRST_DAY, anchor)
            if arrest.first > convicted.first and not is_wholly_open(convicted):
                anchor = min(anchor, self.case.day(self.this))
        return Span(add_years(anchor, -self.choices.offense_within_years), anchor)

    def offense_day(self) -> date:
        key = ("offense", self.this.row)
        if key in self.case.world.settled:
            return self.case.world.fact(key, ())
        window = self.offense_window()
        marks = {window.first, window.last, NEW_LAW, NEW_LAW - timedelta(days=1)}
        for count in filter(self.may_disqualify, self.record.convictions):
            for day in (self.record.day(count).first, self.record.day(count).last):
                marks |= {day, min(day, LAST_DAY - timedelta(days=1)) + timedelta(days=1)}
        for born in (self.born_span().first, self.born_span().last):
            for years in (18, 21):
                birthday = add_years(born, years)
                marks |= {birthday, birthday - timedelta(days=1)}
        days = sorted(day for day in marks if window.first <= day <= window.last)
        return self.case.world.fact(key, days)

    def may_disqualify(self, count: Count) -> bool:
        if not count.sections:
            return True
        section = self.case.section(count)
        tables = (STRIKES, REGISTRABLE)
        return is_cannabis(section) or any(listed(section, each) != "never" for each in tables)

    def born_span(self) -> Span:
        """A birth on or after a conviction cannot be, and is not known."""
        born = self.record.born
        days = [self.record.day(count) for count in self.record.convictions]
        known = [day.last for day in days if not is_wholly_open(day)]
        return Span(FIRST_DAY, LAST_DAY) if known and born.last >= min(known) else born

    def is_under(self, years: int) -> bool:
        """At the offense; a birthday counts from its own day."""
        offense, span = self.offense_day(), self.born_span()
        if span.is_known:
            return add_years(span.first, years) > offense
        marks = {span.first, span.last}
        for limit in (18, 21):
            turning = add_years(offense, -limit)
            marks |= {turning + timedelta(days=step) for step in (-1, 0, 1)}
        born = self.case.world.fact(
            ("birth", ""), sorted(day for day in marks if span.first <= day <= span.last)
        )
        return add_years(born, years) > offense

    def is_earlier(self, count: Count) -> bool:
        return count is not self.this and self.case.day(count) < self.offense_day()

    # --- facts --------------------------------------------------------------------------------

    def level(self) -> str:
        if self.case.has_relief(self.this, "REDUCED") and self.this.level != "I":
            return "M"
        levels = (self.this.level,) if self.this.level else ("F", "M", "I")
        return self.case.world.fact(("level", self.this.row), levels)

    def doubt(self, what: str) -> bool:
        return self.case.world.doubt((what, self.this.row), False)

    def is_disqualified(self) -> bool:
        """An earlier super strike, or an earlier conviction that 290(c) lists."""
        found: list[bool] = []
        is_explained = False
        for count in self.case.on_record():
            section = self.case.section(count)
            is_felony = self.case.is_felony(count)
            strike = listed(section, STRIKES)
            if strike == "sure" and section.is_attempt and section.number not in HOMICIDES:
                strike = "maybe"
            registrable = listed(section, MAYBE_REGISTRABLE | REGISTRABLE)
            is_explained |= registrable == "sure"
            if (strike, registrable) == ("never", "never") or not self.is_earlier(count):
                continue
            if (strike == "sure" and is_felony) or registrable == "sure":
                return True
            found += [strike != "never" and is_felony, registrable == "maybe"]
            if strike != "never" and not is_felony:
                found.append(self.case.world.doubt(("no felony", count.row), False))
        if self.record.is_registered and not is_explained:
            raise UnexplainedError
        return any(found) and self.case.world.fact(("list", ""), (True, False))

    def has_two_priors(self) -> bool:
        number = self.case.section(self.this).number
        same = 0
        for count in self.case.on_record():
            section = self.case.section(count)
            if not (is_cannabis(section) and section.number == number and self.is_earlier(count)):
                continue
            same += not section.is_attempt or self.case.world.doubt(("attempt", count.row), True)
        return same >= 2


def is_wholly_open(span: Span) -> bool:
    return (span.first, span.last) == (FIRST_DAY, LAST_DAY)


def listed(section: Section, table: dict[str, str]) -> str:
    words = [section.number, *section.letters]
    while words and section.code == "PC":
        if " ".join(words) in table:
            return table[" ".join(words)]
        words.pop()
    return "never"


def verdicts(record: Record, count: Count, as_of: date, choices: Choices) -> Iterator[Verdict]:
    return all_verdicts(lambda world: statute(Statute(Case(record, world, as_of), count, choices)))


def remedies(due: Iterable[Verdict]) -> set[str]:
    """What a court may be asked for, by all readings."""
    names = {
        f"{REDUCTION} to I": {"REDESIGNATION_INFRACTION", "REDESIGNATION_OPEN"},
        f"{REDUCTION} to M": {"REDESIGNATION_MISDEMEANOR", "REDESIGNATION_OPEN"},
        DISMISSAL: {"DISMISSAL_AND_SEALING"},
        MAYBE: {"DISMISSAL_AND_SEALING"},
    }
    words = {word for verdict in due for word in verdict.determinations}
    return set().union(*[names.get(word, set()) for word in words])


def how_asked(record: Record, count: Count, as_of: date) -> str:
    """Without a term on record it is not known which."""
    return sentence_says(record, count, as_of, is_known_without=False)


# --- the decision -----------------------------------------------------------------------------


def to_grade(grade: str, level: str) -> Answer:
    """Redesignation, unless it changes nothing."""
    if GRADES[level] > GRADES[grade]:
        return f"{REDUCTION} to {grade}", grade  # a court is asked for the one or the other
    return NOT_ELIGIBLE, "no change"


def statute(ask: Statute) -> Answer:  # noqa: C901, PLR0911 - one step after the other
    section = ask.case.section(ask.this)
    if not is_cannabis(section) or not ask.case.in_county(ask.this, ask.choices.county):
        return NONE
    if relieved := relief_on_record(ask.case, ask.this):
        return relieved
    if ask.offense_day() >= NEW_LAW:
        return NOT_ELIGIBLE, "after"
    if section.is_conspiracy:  # law.md 6.2
        return HAND_REVIEW, "conspiracy"
    if ask.is_under(18):
        return to_grade("I", ask.level())
    if section.number == "11357":
        return possession(ask, section)
    if section.number != "11360" or letter_of(ask, section) == "A":
        try:
            if ask.is_disqualified():
                return NOT_ELIGIBLE, "list"
        except UnexplainedError:
            otherwise = floor(ask, section)
            is_idle = otherwise[0] == NOT_ELIGIBLE and ask.doubt(
                "registration that changes nothing"
            )
            return otherwise if is_idle else (HAND_REVIEW, "registration")
        if ask.choices.priors_count and ask.has_two_priors():
            return NOT_ELIGIBLE, "priors"
        for number, letters in STAY_FELONIES:
            if section.number == number and section.letters[: len(letters)] == letters:
                return NOT_ELIGIBLE, "subdivision"
    return floor(ask, section)


def possession(ask: Statute, section: Section) -> Answer:  # noqa: PLR0911 - as above
    """11357 at 18 or over, by the old letters."""
    letter, level = section.letters[:1], ask.level()
    if section.letters[1:] and ask.doubt("letters of the new law"):
        return HAND_REVIEW, "letters of the new law"
    if letter == ("A",):
        is_small = ask.choices.presume_quantity or ask.case.world.fact(
            ("amount", ask.this.row), (True, False)
        )
        if not is_small:
            return to_grade("M", level)
        return to_grade("I", level) if ask.is_under(21) else (DISMISSAL, "lawful")
    if letter == ("B",):
        return to_grade("I", level) if ask.is_under(21) else (DISMISSAL, "lawful")
    if letter in {("C",), ("D",)}:
        if level == "F" and ask.doubt("a felony that never was one"):
            return HAND_REVIEW, "level"
        return NOT_ELIGIBLE, "no change"
    if not letter and not ask.is_under(21):
        return MAYBE, "letter"
    if not letter and level == "I":  # by every letter it is one at most, or stays what it is
        return NOT_ELIGIBLE, "no change"
    return HAND_REVIEW, "letter"


def letter_of(ask: Statute, section: Section) -> str:
    """(a) or (b) of 11360; without a letter (a) when a felony is on record."""
    if section.letters:
        return section.letters[0]
    level = ask.this.level or ask.case.world.fact(("level", ask.this.row), ("F", "M", "I"))
    if level == "F":
        return "A"
    return str(ask.case.world.fact(("letter", ask.this.row), ("A", "B")))


def floor(ask: Statute, section: Section) -> Answer:
    """11358, 11359 and 11360 at 18 or over; plants that no record counts are more than six."""
    level = ask.level()
    if section.number == "11360" and letter_of(ask, section) == "B":
        return to_grade("I", level) if ask.is_under(21) else (MAYBE, "gift or sale")
    if section.number == "11358" and ask.is_under(21) and ask.doubt("plants at 18 to 20"):
        return to_grade("I", level)
    if section.number == "11358" and ask.is_under(21) and ask.doubt("plants at 18 to 20"):
        return to_grade("I", level)
    return to_grade("M", level)
