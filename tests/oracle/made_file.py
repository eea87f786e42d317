"""Rows written for the tests: people whose dates lie on the edges, and single made-up people."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from app.model.doj_columns import DOJ_COLUMNS
from tests.oracle.plain_cells import add_years

COUNTY = "LOS ANGELES"
AS_OF_DAYS = (
    date(2020, 7, 1),
    date(2024, 2, 29),
    date(2023, 2, 28),
    date(2023, 3, 1),
    date(2016, 11, 9),
)
CANNABIS = (
    "11357(A) HS-POSSESS CONCENTRATED CANNABIS", "11357(C) HS-POSSESS MARIJUANA",
    "11357B2 HS-POSSESS MARIJUANA", "11357 HS-POSSESSION OF MARIJUANA", "HS 11357(b)-POSSESS",
    "11358 HS-CULTIVATE MARIJUANA", "11358(c) HS-CULTIVATE", "11359 HS-POSSESS FOR SALE",
    "11359HS-INTENT SELL CANNABIS", "11359(B) HS-POSSESS FOR SALE", "11360(A) HS-SELL",
    "11360(B)-GIVE", "11360A2 HS-TRANSPORT", "664/11359 HS-ATTEMPT", "182-11360 HS-CONSPIRE",
    "11358/664 HS-ATTEMPT CULTIVATE", "11359 HS-POSSESS FOR SALE", "11360(A) HS-TRANSPORT",
)  # fmt: skip
OTHERS = (
    "459 PC-BURGLARY", "187 PC-MURDER", "484-488 PC-PETTY THEFT", "288(A) PC-LEWD ACTS",
    "11377(A) HS-POSSESS", "314.1 PC-INDECENT EXPOSURE", "11357.5(A) HS-SYNTHETIC CANNABINOID",
    "137 PC-BRIBE WITNESS", "664-187 PC-ATTEMPTED MURDER", "602 PC-TRESPASSING",
    "11357 BP-OTHER CODE", "537(A)(1) PC-DEFRAUD", "243.4(A) PC-SEXUAL BATTERY",
    "111359 HS-NO SUCH SECTION", "10851(A) VC-TAKE VEHICLE", "191.5(A) PC-MANSLAUGHTER",
)  # fmt: skip
COMMENTS = (
    "", "CHRG 11358 HS", "", "11357(A) HS", "COM-11357(C) HS", "", "NO 111357 HERE", "11357.5 HS",
    "", "11359 HS AND MORE", "11357 BP", "", "SEN-X3 YR PROB", "CHRG 11357(B) HS",
)  # fmt: skip
PARTS = ((), (("003", "Y"),), (("036", "M"),), (("365", "D"), ("024", "M")), (("", ""),))

Row = dict[str, str]


def row(person: int, order: str, day: str, **cells: str) -> Row:
    """A row of a felony conviction for 11359 HS, changed by ``cells``."""
    basis = {
        "SUBJECT_ID": str(700_000 + person), "CII_NUMBER": f"A7{person:07d}",
        "PRI_NAME": f"EXAMPLE,PERSON {person}", "GENDER": "F", "PRI_DOB": "19700615",
        "CYC_ORDER": order[:3], "CYC_DATE": day, "STP_ORDER": order[3:6], "STP_EVENT_DATE": day,
        "STP_TYPE_DESCR": "COURT ACTION", "STP_ORI_CNTY_NAME": COUNTY, "CNT_ORDER": order,
        "DISP_DATE": day, "OFN": f"CR{person}-{order[:6]}",
        "OFFENSE_DESCR": "11359 HS-POSSESS FOR SALE", "OFFENSE_TOC": "F", "DISP_ORDER": "001",
        "DISP_DESCR": "CONVICTED", "CONV_STAT_DESCR": "FELONY", "END_OF_REC": "END",
    }  # fmt: skip
    return dict.fromkeys(DOJ_COLUMNS, "") | basis | cells


def write_file(path: Path, rows: list[Row]) -> Path:
    for number, one in enumerate(rows, start=1):
        one["RECORD_ID"] = str(number)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, DOJ_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def edge_people(n_people: int, first: int = 0) -> list[Row]:
    """People whose birthdays, convictions and sentences lie on the day before, of and after.

    Built by walking through the lists in steps without a common divisor, so that
    every value meets many others.
    """
    days = _edge_days()
    rows: list[Row] = []
    for person in range(first, first + n_people):
        rows += _edge_person(person, days)
    return rows


def _edge_days() -> list[date]:
    """Around 1, 5, 7, 10 and 15 years before each as-of date, and around the new law."""
    middles = [add_years(as_of, -n) for as_of in AS_OF_DAYS for n in (1, 5, 7, 10, 15)]
    middles += [date(2016, 11, 9), date(2012, 2, 29), date(2008, 2, 29)]
    return sorted({day + timedelta(days=step) for day in middles for step in (-1, 0, 1)})


def _edge_person(person: int, days: list[date]) -> Iterator[Row]:
    this = days[person * 7 % len(days)]
    facts = {"PRI_DOB": f"{_birth_day(person, this):%Y%m%d}"}
    sections = [CANNABIS[person * 5 % len(CANNABIS)]]
    for number in range(person % 5):
        pool = OTHERS if (person + number) % 3 == 0 else CANNABIS
        sections.append(pool[(person * 3 + number * 5) % len(pool)])
    for number, section in enumerate(sections, start=1):
        when = this + timedelta(days=(0, 0, -1, 1, -2000)[(person + number) % 5] * (number > 1))
        yield from _case(person, number, f"{when:%Y%m%d}", facts | {"OFFENSE_DESCR": section})
    other = {"OFFENSE_TOC": "N", "DISP_DESCR": "", "CONV_STAT_DESCR": "", **facts}
    if person % 17 == 0:
        text = {"STP_TYPE_DESCR": "REGISTRATION", "OFFENSE_DESCR": "290(A) PC-REGISTRATION"}
        yield row(person, "090001001000", "20010101", **other | text)
    if person % 6 == 0:
        text = {"STP_TYPE_DESCR": "DECEASED", "OFFENSE_DESCR": ""}
        yield row(person, "091001001000", "20250101", **other | text)


def _birth_day(person: int, this: date) -> date:
    """At an age on the as-of date, or 21 on the conviction date; a day before, on it, after."""
    as_of = AS_OF_DAYS[person % len(AS_OF_DAYS)]
    age = (40, 50, 65, 21, 21)[person * 3 % 5]
    born = add_years(this if person * 3 % 5 == 4 else as_of, -age)
    born += timedelta(days=person % 3 - 1)
    leap_day = date(1972, 2, 29)
    return leap_day if person % 11 == 0 or born >= this - timedelta(days=2001) else born


def _case(person: int, number: int, when: str, facts: dict[str, str]) -> Iterator[Row]:
    """An arrest and the court's action, with a row a sentence part and now and then a count."""
    level = "FELONY" if (person + number) % 4 else ("MISDEMEANOR", "INFRACTION")[person % 2]
    cells = facts | {
        "CONV_STAT_DESCR": level,
        "OFFENSE_TOC": level[0],
        "STP_ORI_CNTY_NAME": "YOLO" if (person + number) % 13 == 0 else COUNTY,
        "COMMENT_TEXT": COMMENTS[(person + number) % len(COMMENTS)],
    }
    arrest = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "CONV_STAT_DESCR": ""}
    yield row(person, f"{number:03d}001001000", when, **cells | arrest | {"DISP_DESCR": ""})
    order = f"{number:03d}002001000"
    for length, unit in PARTS[(person + number) % len(PARTS)] or (("", ""),):
        place = "JAIL" if length else "FINE"
        part = {"SENT_LOC_DESCR": place, "SENT_LENGTH": length, "SENT_TIME_CODE": unit}
        yield row(person, order, when, **cells, **part)
    if person % 4 == 0:  # a further case number of the same event
        more = {"DISP_DESCR": "DISMISSED", "CONV_STAT_DESCR": "", "OFN": f"B{person}"}
        yield row(person, f"{number:03d}002002000", when, **cells | more)
