"""What is kept letter by letter for a comparison with other programs, and only where it differs."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
import zstandard

from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import Level, RapSheet
from app.store.codec import decode_sheet, encode_sheet
from tests.importing.made_rows import file_of, line_of, read_bytes


def read(*cells: dict[str, str]) -> RapSheet:
    return read_bytes(file_of(*(line_of(**one) for one in cells)).encode()).only


@pytest.mark.parametrize(
    ("cells", "level", "text"),
    [
        ({}, Level.FELONY, ""),
        ({"CONV_STAT_DESCR": "Felony"}, Level.FELONY, "Felony"),
        ({"CONV_STAT_DESCR": "FELONY "}, Level.FELONY, "FELONY "),
        ({"CONV_STAT_DESCR": "FELONY    ", "DISP_DESCR": "CONVICTED  "}, Level.FELONY, ""),
        ({"CONV_STAT_DESCR": ""}, Level.FELONY, ""),
        ({"CONV_STAT_DESCR": "", "OFFENSE_TOC": "f"}, Level.FELONY, "f"),
        ({"CONV_STAT_DESCR": "", "OFFENSE_TOC": "M", "CONV_OFFENSE_TOC": "F"}, Level.FELONY, "M"),
        ({"CONV_STAT_DESCR": "", "OFFENSE_TOC": "", "CONV_OFFENSE_TOC": "F"}, Level.FELONY, " "),
        ({"CONV_STAT_DESCR": "MAYBE"}, Level.UNKNOWN, "MAYBE"),
        ({"CONV_STAT_DESCR": "Felony", "DISP_DESCR": "DISMISSED"}, Level.FELONY, ""),
    ],
)
def test_a_level_as_printed(cells: dict[str, str], level: Level, text: str) -> None:
    """Nothing is kept where the cell is just what the level says, or nobody was convicted."""
    (charge,) = read(cells).cycles[0].events[0].charges
    assert (charge.level, charge.level_text) == (level, text)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({}, ""),
        ({"STP_ORI_CNTY_NAME": "Los Angeles"}, "Los Angeles"),
        ({"STP_ORI_CNTY_NAME": "LOS ANGELES "}, "LOS ANGELES "),
        ({"STP_ORI_CNTY_NAME": "LOS ANGELES  ", "STP_TYPE_DESCR": "COURT ACTION   "}, ""),
        ({"STP_ORI_CNTY_NAME": "  -  "}, ""),
    ],
)
def test_a_county_as_printed(cells: dict[str, str], text: str) -> None:
    """In a row padded to fixed widths the blanks at the end are no text."""
    assert read(cells).cycles[0].events[0].county_text == text


@pytest.mark.parametrize(
    ("births", "first"),
    [
        (("19700615", "19700615"), None),
        (("19700615", "19710615"), PartialDate.exactly(date(1970, 6, 15))),
        (("", "19700615"), UNKNOWN_DATE),
    ],
)
def test_the_birth_date_of_the_first_row(
    births: tuple[str, ...], first: PartialDate | None
) -> None:
    """Kept where further rows state another one."""
    rows = [
        {"PRI_DOB": birth, "CNT_ORDER": f"00{number}001001000"}
        for number, birth in enumerate(births, 1)
    ]
    assert read(*rows).person.born_first == first


def test_a_record_kept_by_an_older_program_is_read() -> None:
    """The fields were added at the end and with defaults."""
    sheet = read({"CONV_STAT_DESCR": "Felony", "STP_ORI_CNTY_NAME": "Los Angeles"})
    old = msgspec.msgpack.decode(zstandard.decompress(encode_sheet(sheet)))
    old["person"].pop("born_first")
    for cycle in old["cycles"]:
        for event in cycle[2]:
            event.pop()
            for charge in event[6]:
                del charge[-3:]
    read_back = decode_sheet(zstandard.compress(msgspec.msgpack.encode(old)))
    (charge,) = read_back.cycles[0].events[0].charges
    assert charge.level is Level.FELONY
    assert (charge.level_text, read_back.cycles[0].events[0].county_text) == ("", "")
    assert read_back.person.born_first is None
