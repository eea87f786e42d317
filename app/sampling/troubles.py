"""What goes wrong in real files: the hand-made people of a messy sample.

Each carries one trouble, named in resources/sample/troubles.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.paths import resources
from app.sampling.material import County
from app.sampling.rows import FILLER, RawCell, csv_line, doj_row


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something planted. ``row`` counts the records of the file from 1, header not counted."""

    row: int
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class TroubledPerson:
    """Lines without RECORD_ID; ``notes`` say which of them are troubled, and how.

    The last ``n_late`` lines belong after the next person's.
    """

    lines: list[str]
    notes: tuple[tuple[int, str, str], ...]
    n_late: int = 0


@lru_cache(maxsize=1)
def trouble_table() -> dict[str, list[dict[str, Any]]]:
    """The resource file: ``case`` (hand-made people) and ``damage``."""
    with (resources() / "sample" / "troubles.toml").open("rb") as file:
        return tomllib.load(file)


def hand_made(county: County) -> list[TroubledPerson]:
    """The fixed people, in the order of the resource file."""
    return [
        _hand_made(case, number, county)
        for number, case in enumerate(trouble_table()["case"], start=1)
    ]


def _hand_made(case: dict[str, Any], number: int, county: County) -> TroubledPerson:
    rows = [_plain_row(number, county, cells) for cells in case["rows"]]
    if case.get("subject"):
        rows[-1][AT["SUBJECT_ID"]] = f"{9_500_000 + number}"
    if broken := case.get("broken"):
        break_row(rows[-1], broken)
    return TroubledPerson(
        lines=[csv_line(row[1:]) for row in rows],
        notes=((len(rows) - 1, case["kind"], case["says"]),),
        n_late=1 if case.get("apart") else 0,
    )


def _plain_row(number: int, county: County, cells: dict[str, str]) -> list[str]:
    """A felony conviction for 11359 HS on 1999-03-01, changed by ``cells``."""
    basis = {
        "SUBJECT_STATUS": "C",
        "SUBJECT_ID": f"{9_000_000 + number}",
        "CII_NUMBER": f"A8{number:07d}",
        "PRI_NAME": f"EXAMPLE-CASE,NUMBER {_roman(number)}",
        "GENDER": "M" if number % 5 else "F",
        "PRI_DOB": "19700615",
        "RACE_CODE": "X",
        "RACE_DESCR": "UNKNOWN",
        "STP_EVENT_DATE": "19990301",
        "STP_TYPE_DESCR": "COURT ACTION",
        "STP_ORI_DESCR": f"CASC{county.name}",
        "STP_ORI_CNTY_CODE": f"{county.number:02d}",
        "STP_ORI_CNTY_NAME": county.name,
        "CNT_ORDER": "001001001000",
        "OFN": f"CR{700_000 + number}",
        "OFFENSE_DESCR": "11359 HS-POSSESS MARIJUANA FOR SALE",
        "OFFENSE_TOC": "F",
        "DISP_ORDER": "001",
        "DISP_DESCR": "CONVICTED",
        "CONV_STAT_DESCR": "FELONY",
        "END_OF_REC": "END",
    }
    row = doj_row(**(basis | {name: _with_county(text, county) for name, text in cells.items()}))
    order = row[AT["CNT_ORDER"]]
    row[AT["CYC_ORDER"]], row[AT["STP_ORDER"]] = order[:3], order[3:6]
    row[AT["CYC_DATE"]] = row[AT["DISP_DATE"]] = row[AT["STP_EVENT_DATE"]]
    if "DISP_DATE" in cells:
        row[AT["DISP_DATE"]] = cells["DISP_DATE"]
    return row


def _with_county(text: str, county: County) -> str:
    name = county.name
    short = name[: max(4, len(name) * 2 // 3)]
    for mark, value in (("{COUNTY}", name), ("{County}", name.title()), ("{COUN}", short)):
        text = text.replace(mark, value)
    return text


def _roman(number: int) -> str:
    text = ""
    for value, digits in (
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        text += digits * (number // value)
        number %= value
    return text


def break_row(row: list[str], how: str) -> None:
    """Damage the line itself: cells missing or too many, stray quotes."""
    at = AT["OFFENSE_DESCR"]
    if how == "94":
        del row[AT["FE_NUM_CITE"]]
    elif how == "96":
        row.insert(AT["FE_NUM_CITE"], "")
    elif how == "quote":
        row[at] = RawCell(row[at][:9] + '"' + row[at][9:])
    else:
        row[at] = RawCell('"' + row[at])
        row[AT["FE_NUM_CITE"]] = FILLER  # the next quote stands on the same line
