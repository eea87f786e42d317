"""Made-up people: who they are, and columns 1 to 34 of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.sampling.draw import Draw, weighted
from app.sampling.layout import Layout, compact
from app.sampling.material import NameGroup

LAST_DAY = date(2020, 3, 31).toordinal()  # what the file knows of
RACES: dict[str, tuple[tuple[tuple[str, str], int], ...]] = {
    "general": (
        (("B", "BLACK"), 50),
        (("W", "WHITE"), 47),
        (("I", "AMERICAN INDIAN"), 2),
        (("X", "UNKNOWN"), 1),
    ),
    "spanish": ((("H", "HISPANIC"), 90), (("W", "WHITE"), 7), (("X", "UNKNOWN"), 3)),
    "vietnamese": ((("V", "VIETNAMESE"), 80), (("A", "OTHER ASIAN"), 20)),
    "armenian": ((("W", "WHITE"), 85), (("O", "OTHER"), 15)),
    "asian": (
        (("A", "OTHER ASIAN"), 30),
        (("C", "CHINESE"), 20),
        (("F", "FILIPINO"), 25),
        (("J", "JAPANESE"), 10),
        (("K", "KOREAN"), 10),
        (("P", "PACIFIC ISLANDER"), 5),
    ),
    "european": ((("W", "WHITE"), 95), (("X", "UNKNOWN"), 5)),
}
_RACE_POOLS = {group: weighted(pool) for group, pool in RACES.items()}
_EYES = (
    ("BRO", "BROWN"),
    ("BRO", "BROWN"),
    ("BRO", "BROWN"),
    ("BLU", "BLUE"),
    ("HAZ", "HAZEL"),
    ("GRN", "GREEN"),
)
_HAIR = (
    ("BLK", "BLACK"),
    ("BLK", "BLACK"),
    ("BRO", "BROWN"),
    ("BRO", "BROWN"),
    ("BLN", "BLOND"),
    ("GRY", "GRAY"),
)
_BIRTHPLACES = weighted(
    [
        (("CA", "CALIFORNIA"), 62),
        (("TX", "TEXAS"), 6),
        (("MX", "MEXICO"), 16),
        (("NY", "NEW YORK"), 4),
        (("XX", "UNKNOWN"), 12),
    ]
)
# (first year, last year), weight: when the cannabis conviction fell that puts a person on the list
_CONVICTION_YEARS = weighted(
    [
        ((1961, 1969), 2),
        ((1970, 1979), 8),
        ((1980, 1989), 17),
        ((1990, 1999), 26),
        ((2000, 2009), 29),
        ((2010, 2014), 12),
        ((2015, 2016), 4),  # some of these sentences still run in 2020
        ((2017, 2019), 2),
    ]
)
_AGES = weighted([((18, 20), 24), ((21, 29), 44), ((30, 39), 21), ((40, 59), 11)])


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Days are counted from the year 1 (`date.toordinal`)."""

    subject_id: int
    cii: str
    name: str
    sex: str
    race: tuple[str, str]
    born: int
    convicted: int  # day of the cannabis conviction that puts the person on the list


def make_person(draw: Draw, names: tuple[NameGroup, ...], number: int) -> SamplePerson:
    """The ``number``-th person (from 0); ids and CII numbers never repeat in a file."""
    group = draw.pick(names)
    sex = "F" if draw.is_hit(0.16) else "M"
    first, last = draw.pick(_CONVICTION_YEARS)
    convicted = min(
        date(draw.between(first, last), 1, 1).toordinal() + draw.between(0, 364), LAST_DAY
    )
    low, high = draw.pick(_AGES)
    born = convicted - int(draw.between(low, high) * 365.25) - draw.between(1, 365)
    return SamplePerson(
        subject_id=10_000_000 + number * 7,
        cii=cii_number(number),
        name=_name(draw, group, sex),
        sex=sex,
        race=draw.pick(_RACE_POOLS[group.name]),
        born=born,
        convicted=convicted,
    )


def cii_number(number: int) -> str:
    """A CII number above any in use: ``A9`` and seven digits, scattered without repeats."""
    return f"A9{number * 3_141_593 % 10_000_000:07d}"


def _name(draw: Draw, group: NameGroup, sex: str) -> str:
    given = group.given_f if sex == "F" else group.given_m
    text = f"{draw.pick(group.family)},{draw.pick(given)}"
    kind = draw.unit()
    if kind < 0.35:
        return f"{text} {draw.pick(given)}"
    if kind < 0.60:
        return f"{text} {draw.pick('ABCDEFGHJKLMNPRSTVW')}"
    if kind < 0.63 and sex == "M":
        return f"{text} JR"
    return text


def person_cells(layout: Layout, draw: Draw, person: SamplePerson) -> str:
    """Columns 1 to 34 as printed, without the commas around them."""
    eyes, hair, birthplace = draw.pick(_EYES), draw.pick(_HAIR), draw.pick(_BIRTHPLACES)
    tall = "".join((str(draw.between(5, 6)), f"{draw.between(0, 9):02d}"))
    return ",".join(
        (
            "C",
            str(person.subject_id),
            layout.empty(7),
            layout.filler,
            person.cii,
            layout.padded(person.name, 30),
            person.sex,
            compact(person.born),
            layout.empty(4),
            layout.blank,
            layout.filler,
            person.race[0],
            layout.padded(person.race[1], 16),
            *eyes,
            *hair,
            tall,
            f"{draw.between(105, 260):03d}",
            layout.blanks(2),
            birthplace[0],
            layout.padded(birthplace[1], 12),
            "S",
            layout.filler,
        )
    )
