"""Made-up rap sheets: the same people as in a sample file, printed as the state prints one person.

The people are those of `app.sampling.history`, taken as rows and printed cycle by cycle.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.sampling.draw import Draw
from app.sampling.history import History
from app.sampling.layout import Filler, Layout
from app.sampling.material import find_county, load_names, load_offenses
from app.sampling.people import make_person
from app.sampling.rap_damage import Damage, damaged

_EVENTS = {
    "ARREST/DETAINED/CITED": "ARR/DET/CITE:",
    "SUPPLEMENTAL ARREST": "SUPPLEMENTAL ARR:",
    "COURT ACTION": "COURT:",
    "CUSTODY:JAIL": "CUSTODY:JAIL",
    "CUSTODY:PRISON": "CUSTODY:PRISON",
    "PROBATION": "PROBATION:",
    "REGISTRATION": "REGISTRATION:",
    "APPLICANT": "APPLICANT:",
    "DECEASED": "DECEASED:",
}
_UNITS = {"D": "DAYS", "M": "MONTHS", "Y": "YEARS"}

Row = list[str]


@dataclass(frozen=True, slots=True)
class RapSample:
    """One person twice: as rows of the state's file and as the text of a rap sheet."""

    rows: tuple[Row, ...]
    text: str


def make_rap_samples(
    *, n_people: int, county: str, seed: int, damage: frozenset[Damage] = frozenset()
) -> tuple[RapSample, ...]:
    """Made-up people of a county; equal arguments give equal texts."""
    history = History(Layout.of(Filler.LEAN), load_offenses(), find_county(county))
    names = load_names(is_wide=False, is_practice=False)
    draw, chance = Draw(seed), Draw(seed ^ 0x5CA9)
    samples = []
    for number in range(n_people):
        person = make_person(draw, names, number)
        lines = history.lines(draw, person, draw.between(3, 20))
        rows = tuple([str(place), *cells] for place, cells in enumerate(csv.reader(lines), start=1))
        printed = damaged(list(print_rap_sheet(rows)), damage, chance)
        samples.append(RapSample(rows, "\n".join(printed) + "\n"))
    return tuple(samples)


def print_rap_sheet(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of the rap sheet of one person, from all the person's rows in order."""
    first = rows[0]
    yield f"CII/{first[AT['CII_NUMBER']]}"
    yield (
        f"DOB/{first[AT['PRI_DOB']]}    SEX/{first[AT['GENDER']]}  RAC/{first[AT['RACE_DESCR']]}"
    )
    yield f"HGT/{first[AT['HEIGHT']]}  WGT/{first[AT['WEIGHT']]}  EYE/{first[AT['EYE_COLOR_CODE']]}"
    yield f"NAM/01 {first[AT['PRI_NAME']]}"
    for _, cycle in groupby(rows, key=lambda row: row[AT["CNT_ORDER"]][:3]):
        yield "* * * *"
        for place, (_, event) in enumerate(
            groupby(cycle, key=lambda row: row[AT["CNT_ORDER"]][:6])
        ):
            if place:
                yield "- - - -"
            yield from _event(list(event))
    yield "* * * END OF MESSAGE * * *"


def _event(rows: list[Row]) -> Iterator[str]:
    first = rows[0]
    yield f"{_EVENTS[first[AT['STP_TYPE_DESCR']]]:<22}NAM:01"
    yield f"{first[AT['STP_EVENT_DATE']]}  {first[AT['STP_ORI_DESCR']]}"
    if first[AT["STP_TYPE_DESCR"]] == "DECEASED":
        return
    yield ""
    for _, count in groupby(rows, key=lambda row: row[AT["CNT_ORDER"]]):
        yield from _count(list(count))
        yield ""


def _count(rows: list[Row]) -> Iterator[str]:
    first = rows[0]
    yield f"CNT:{int(first[AT['CNT_ORDER']][6:9]):02d}     #{first[AT['OFN']]}"
    charge = first[AT["CONV_OFFENSE_DESCR"]] or first[AT["OFFENSE_DESCR"]]
    kind = first[AT["CONV_OFFENSE_TOC"]] or first[AT["OFFENSE_TOC"]]
    yield f"  {charge}{f'      TOC:{kind}' if kind else ''}".rstrip()
    decided = [row for row in rows if row[AT["DISP_ORDER"]] != "002"]
    if first[AT["DISP_DESCR"]]:
        yield f"*DISPO:{first[AT['DISP_DESCR']]}"
    if first[AT["CONV_STAT_DESCR"]]:
        yield f"   CONV STATUS:{first[AT['CONV_STAT_DESCR']]}"
    terms = [term for row in decided if (term := _term(row))]
    if terms:
        yield f"   SEN: {', '.join(terms)}"
    if comment := first[AT["COMMENT_TEXT"]]:
        yield f"   COM: {comment}"
    for row in rows[len(decided) :]:
        yield ""
        yield row[AT["DISP_DATE"]]
        yield f" DISPO:{row[AT['DISP_DESCR']]}"


def _term(row: Row) -> str:
    place, length = row[AT["SENT_LOC_DESCR"]], row[AT["SENT_LENGTH"]]
    if not length:
        return place
    return f"{length} {_UNITS[row[AT['SENT_TIME_CODE']]]} {place}"
