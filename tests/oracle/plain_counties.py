"""San Joaquin, Contra Costa, Sacramento and San Francisco, read plainly from the specification.

county-policies.md, sections 3 to 6. Each table is a chain of ``if``; what the record leaves open
is asked of a `World`. Nothing of `app` is used here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.plain_cells import CANNABIS, STRIKES
from tests.oracle.plain_record import Count, Record, Section, Span, end_of
from tests.oracle.plain_worlds import Answer, Verdict, World, all_verdicts

NEW_LAW = date(2016, 11, 9)
DISMISSAL, REDUCTION = "Eligible for Dismissal", "Eligible for Reduction"
NOT_ELIGIBLE, HAND_REVIEW = "Not eligible", "Hand Review"
MAYBE, NONE = "Maybe Eligible - Flag for Review", ("", "")
RELATED = (  # doj-bulk-file.md, section 2
    ("647", "PC"), ("602", "PC"), ("466", "PC"), ("148.9", "PC"), ("148", "PC"), ("11364", "HS"),
    ("11550", "HS"), ("4140", "BP"), ("4149", "BP"), ("4060", "BP"), ("40508", "VC"),
    ("1320", "PC"),
)  # fmt: skip
HOMICIDES = frozenset({"187", "188", "189", "190", "191", "191.5"})
PLEAS = (("32", "PC"), ("11364", "HS"), ("11366", "HS"))
EXCEPTED = (  # San Francisco, section 5
    ("11359", ("C", "3")), ("11359", ("D",)), ("11360", ("A", "3", "C")),
    ("11360", ("A", "3", "D")),
)  # fmt: skip
LIKELY = tuple(  # what a section that cannot be read may be; one of every kind that a table tells
    Section(number, letters, code)
    for number, letters, code in (
        ("11357", ("A",), "HS"), ("11357", ("B",), "HS"), ("11358", (), "HS"),
        ("11359", (), "HS"), ("11359", ("D",), "HS"), ("11360", (), "HS"), ("148", (), "PC"),
        ("4060", (), "BP"), ("32", (), "PC"), ("187", (), "PC"), ("288", ("A",), "PC"),
        ("459", (), "PC"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A record in one world."""

    record: Record
    world: World
    as_of: date

    def day(self, count: Count) -> date:
        span = self.record.day(count)
        if span.is_known:
            return span.first
        key = ("date", count.order[:6])
        if key in self.world.settled:
            return self.world.fact(key, ())
        return self.world.fact(key, days_that_matter(span, self, count))

    def section(self, count: Count) -> Section:
        """The one that decides: a cannabis section before the others of the cell."""
        found = count.sections
        if not found:
            return self.world.fact(("section", count.row), LIKELY)
        return next(filter(is_cannabis, found), found[0])

    def every_section(self, count: Count) -> list[Section]:
        """Of a count: the one that decides, and those charged, which may have been others."""
        charged = count.charged or [self.world.fact(("charged", count.row), LIKELY)]
        return list(dict.fromkeys([self.section(count), *charged] if count.sections else charged))

    def is_felony(self, count: Count) -> bool:
        if self.has_relief(count, "REDUCED"):
            return False
        levels = (count.level,) if count.level else ("F", "M")
        return self.world.fact(("level", count.row), levels) == "F"

    def has_relief(self, count: Count, kind: str) -> bool:
        """Granted by the as-of date; what has no date stands on the record in hand."""
        days = [when for each, when in count.relief if each == kind]
        if any(day is None or day.last <= self.as_of for day in days):
            return True
        if all(day is not None and day.first > self.as_of for day in days):
            return False
        return self.world.fact((f"day of {kind}", count.row), (True, False))

    def on_record(self) -> list[Count]:
        """Every conviction; whether one counts that was later reversed is left open."""
        return [
            count
            for count in self.record.convictions
            if not self.has_relief(count, "REVERSED")
            or self.world.fact(("reversal", count.row), (True, False))
        ]

    def has_ended(self, count: Count) -> bool:
        end, is_open = end_of(count, self.day(count))
        if end >= self.as_of:
            return False
        return not (is_open and self.world.fact(("length", count.row), (True, False)))

    def in_county(self, count: Count, county: str) -> bool:
        counties = (count.county,) if count.county else (county, "ANOTHER")
        return self.world.fact(("county", count.order[:6]), counties) == county

    def is_free_of_convictions(self, years: int) -> bool:
        latest = max(self.day(count) for count in self.on_record())
        return (self.as_of - latest).days / 365.25 > years


def days_that_matter(span: Span, case: Case, count: Count) -> list[date]:
    """The ends of a span, and every day in it next to a day at which some answer turns."""
    if span.is_known:
        return [span.first]
    marks = [NEW_LAW, case.as_of, case.as_of - (end_of(count, case.as_of)[0] - case.as_of)]
    marks += [case.as_of - timedelta(days=int(years * 365.25)) for years in (5, 10)]
    near = {mark + timedelta(days=step) for mark in marks for step in (-3, -2, -1, 0, 1, 2, 3)}
    return sorted({day for day in near if span.first < day < span.last} | {span.first, span.last})


def is_cannabis(section: Section) -> bool:
    return section.number in CANNABIS and section.code in {"HS", ""}


def is_related(section: Section) -> bool:
    return (section.number, section.code) in RELATED and (
        section.number != "647" or section.letters[:1] == ("F",)
    )


def verdicts(policy: str, record: Record, count: Count, as_of: date) -> Iterator[Verdict]:
    """What a policy says of a conviction, in every world. No answer: not in scope."""
    return all_verdicts(lambda world: TABLES[policy](Case(record, world, as_of), count))


# --- sections 3 and 4 -------------------------------------------------------------------------


def relief_on_record(case: Case, count: Count) -> Answer | None:
    if case.has_relief(count, "11361.8"):
        return HAND_REVIEW, "Relief already on record: HSC 11361.8"
    if case.has_relief(count, "REVERSED"):
        return HAND_REVIEW, "Relief already on record: conviction reversed or vacated"
    return None


def has_cannabis_charge(case: Case, cycle: str) -> bool:
    charges = case.record.in_cycle(cycle)
    if any(is_cannabis(each) for count in charges for each in (*count.sections, *count.charged)):
        return True
    return any(is_cannabis(each) for count in charges for each in case.every_section(count))


def county_with_related(county: str) -> Callable[[Case, Count], Answer]:  # noqa: C901
    def table(case: Case, this: Count) -> Answer:  # noqa: C901, PLR0911 - one row after the other
        section = case.section(this)
        if not (is_cannabis(section) or is_related(section)):
            return NONE
        if not case.in_county(this, county):
            return NONE
        if relieved := relief_on_record(case, this):
            return relieved
        if case.day(this) >= NEW_LAW:
            return NOT_ELIGIBLE, "Occurred after 11/09/2016"
        if is_related(section) and not has_cannabis_charge(case, this.cycle):
            return MAYBE, "No Related Prop64 Charges"
        if is_related(section) and str(section) == "4060 BP":
            return MAYBE, "4060 BP"
        if is_related(section):
            return DISMISSAL, this.printed
        if not case.is_felony(this):
            return DISMISSAL, "Misdemeanor or Infraction"
        if section.number == "11357":
            return DISMISSAL, "11357 HS"
        if len(case.on_record()) > 1:
            if case.is_free_of_convictions(5):
                return DISMISSAL, "No convictions in past 5 years"
            return MAYBE, "Has convictions in past 5 years"
        if case.has_ended(this):
            return DISMISSAL, "Sentence Completed"
        return MAYBE, "Sentence not Completed"

    return table


def sacramento(case: Case, this: Count) -> Answer:  # noqa: PLR0911 - one row after the other
    section = case.section(this)
    if not is_cannabis(section) or not case.in_county(this, "SACRAMENTO"):
        return NONE
    if relieved := relief_on_record(case, this):
        return relieved
    if case.day(this) >= NEW_LAW:
        return NOT_ELIGIBLE, "Occurred after 11/09/2016"
    if not case.is_felony(this):
        return DISMISSAL, "Misdemeanor or Infraction"
    if section.number == "11357" and section.letters[:1] == ("B",):
        return DISMISSAL, "HS 11357(b)"
    if len(case.on_record()) > 1:
        if case.is_free_of_convictions(10):
            return DISMISSAL, "No convictions in past 10 years"
        return REDUCTION, "Has convictions in past 10 years"
    if case.has_ended(this):
        return DISMISSAL, "Sentence Completed"
    return REDUCTION, "Sentence not Completed"


# --- section 5 --------------------------------------------------------------------------------


def is_of_that_kind(case: Case, count: Count) -> bool:
    """A cannabis count that San Francisco takes: as charged, or as convicted."""
    return any(is_taken(case, count, each) for each in case.every_section(count))


def is_taken(case: Case, count: Count, section: Section) -> bool:
    """Whether it is cannabis and none of the excepted; a broader print may be one of those.

    The excepted letters came with the law of 2016: before, a section without them is whole, and
    from then on it is doubtful whether the section alone is a print of its subdivisions.
    """
    if not is_cannabis(section):
        return False
    wider = [letters for number, letters in EXCEPTED if number == section.number]
    if any(section.letters[: len(letters)] == letters for letters in wider):
        return False
    wider = [each for each in wider if section.letters == each[: len(section.letters)]]
    if not wider:
        return True
    if any(len(section.letters) == len(letters) - 1 > 0 for letters in wider):
        return not case.world.fact(("excepted", count.row), (True, False))
    if case.day(count) < NEW_LAW:
        return True
    return not case.world.doubt(("perhaps excepted", count.row), False)


def is_plea(section: Section) -> bool:
    return (section.number, section.code) in PLEAS


def is_within(case: Case, count: Count) -> bool:
    """Whether a count ended as a plea-bargain section or as cannabis; as convicted, not charged."""
    section = case.section(count)
    return is_plea(section) or is_taken(case, count, section)


def unrejected(case: Case, cycle: str) -> list[Count]:
    return [count for count in case.record.in_cycle(cycle) if not count.is_rejected]


def has_super_strike(case: Case) -> bool:
    found = []
    for count in case.on_record():
        section = case.section(count)
        words = [section.number, *section.letters]
        while words and section.code == "PC":
            kind = STRIKES.get(" ".join(words), "never")
            if kind != "never":
                found.append((kind, count, section))
                break
            words.pop()
    for kind, count, section in found:
        is_sure = kind == "sure" and (section.number in HOMICIDES or not section.is_attempt)
        if is_sure and case.is_felony(count):
            return True
    return any(
        case.world.fact(("list", count.row), (True, False))
        if case.is_felony(count)
        else case.world.doubt(("no felony", count.row), False)
        for _, count, _ in found
    )


def san_francisco(case: Case, this: Count) -> Answer:  # noqa: PLR0911 - one row after the other
    section = case.section(this)
    is_plea_here = is_plea(section)
    if not (is_cannabis(section) or is_plea_here) or not case.in_county(this, "SAN FRANCISCO"):
        return NONE
    if case.has_relief(this, "1203.4"):
        return NONE
    rest = unrejected(case, this.cycle)
    if is_plea_here and not any(is_of_that_kind(case, count) for count in rest):
        return NONE
    if not is_plea_here and not is_taken(case, this, section):
        return NONE
    if relieved := relief_on_record(case, this):
        return relieved
    if case.record.is_registered or has_super_strike(case):
        return NOT_ELIGIBLE, "PC 290 / PC 667(e)(2)(C)(iv)"
    same = [
        count
        for count in case.on_record()
        if is_cannabis(case.section(count)) and case.section(count).number == section.number
    ]
    if section.number in {"11358", "11359", "11360"} and len(same) >= 3:
        return NOT_ELIGIBLE, "Two priors"
    if is_plea_here:
        if all(is_within(case, each) for each in rest):
            return DISMISSAL, "Plea bargain"
        return MAYBE, "Possible plea bargain"
    return DISMISSAL, "Eligible under HS 11361.8"


TABLES: dict[str, Callable[[Case, Count], Answer]] = {
    "san-joaquin": county_with_related("SAN JOAQUIN"),
    "contra-costa": county_with_related("CONTRA COSTA"),
    "sacramento": sacramento,
    "san-francisco": san_francisco,
}


def how_asked(policy: str, record: Record, count: Count, as_of: date) -> set[str]:
    """San Francisco: resentencing while the sentence runs; no motion for a plea-bargain count."""
    if policy != "san-francisco":
        return set()
    if not any(is_cannabis(section) for section in count.sections):
        return {"BY_HAND"}
    return {sentence_says(record, count, as_of, is_known_without=True)}


def sentence_says(record: Record, count: Count, as_of: date, *, is_known_without: bool) -> str:
    """A petition before the sentence has ended, an application from the day of its end on."""
    span = record.day(count)
    first, is_open = end_of(count, span.first)
    last, _ = end_of(count, span.last)
    if not is_known_without and not is_open and not has_sentence(count):
        return "UNKNOWN"
    if first > as_of:
        return "PETITION"
    return "APPLICATION" if last <= as_of and not is_open else "UNKNOWN"


def has_sentence(count: Count) -> bool:
    """Whether the record states one at all, were it a fine."""
    cells = ("SENT_LOC_DESCR", "SENT_LENGTH")
    return any(row[cell].strip(" -") for row in count.rows for cell in cells)
