"""From rows to a person: what counts, what is doubted, what is set aside."""

from __future__ import annotations

from datetime import date

import pytest

from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import Charge, EventKind, Level, ReliefKind, RowRef
from app.sampling.rows import FILLER
from tests.importing.made_rows import (
    HEADER,
    SOURCE,
    Reading,
    line_of,
    read_lines,
    read_rows,
    row_of,
)


def only_charge(reading: Reading) -> Charge:
    (conviction,) = reading.only.convictions()
    return conviction.charge


def test_a_conviction_knows_where_it_stands() -> None:
    """The first row of the file below the header is row 2."""
    (conviction,) = read_rows(row_of()).only.convictions()
    assert conviction.charge.at == RowRef(SOURCE, 2)
    assert conviction.convicted_on == PartialDate.exactly(date(1999, 3, 1))
    assert conviction.event.kind is EventKind.COURT
    assert conviction.event.county == "LOS ANGELES"
    assert conviction.charge.section_text == "11359 HS"
    assert conviction.case_numbers == ("CR700001",)


@pytest.mark.parametrize(
    ("status", "convicted_type", "charge_type", "level", "column"),
    [
        ("FELONY", "", "M", Level.FELONY, "CONV_STAT_DESCR"),
        ("Felony", "", "", Level.FELONY, "CONV_STAT_DESCR"),
        ("FELONY ", "", "", Level.FELONY, "CONV_STAT_DESCR"),
        ("MISDEMEANOR", "", "F", Level.MISDEMEANOR, "CONV_STAT_DESCR"),
        ("", "", "F", Level.FELONY, "OFFENSE_TOC"),
        (FILLER, "", "F", Level.FELONY, "OFFENSE_TOC"),
        ("", "M", "F", Level.MISDEMEANOR, "CONV_OFFENSE_TOC"),
        ("", "", "", Level.UNKNOWN, "OFFENSE_TOC"),
        ("", "", "N", Level.UNKNOWN, "OFFENSE_TOC"),
        ("UNDETERMINED", "", "M", Level.UNKNOWN, "CONV_STAT_DESCR"),
    ],
)
def test_the_level_comes_from_the_status_else_the_type(
    status: str, convicted_type: str, charge_type: str, level: Level, column: str
) -> None:
    """An unknown level is unknown and told to the clerk, never taken for a misdemeanor."""
    reading = read_rows(
        row_of(CONV_STAT_DESCR=status, CONV_OFFENSE_TOC=convicted_type, OFFENSE_TOC=charge_type)
    )
    charge = only_charge(reading)
    assert charge.level is level
    assert charge.level_column == column
    assert ("Level unknown" in reading.kinds()) == (level is Level.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "on", "kind"),
    [
        ("20190315", PartialDate.exactly(date(2019, 3, 15)), None),
        ("20910301", PartialDate.exactly(date(2091, 3, 1)), None),
        ("", UNKNOWN_DATE, "Conviction date missing"),
        (FILLER, UNKNOWN_DATE, "Conviction date missing"),
        ("00000000", UNKNOWN_DATE, "Conviction date missing"),
        ("20190000", PartialDate(date(2019, 1, 1), date(2019, 12, 31)), "Date in part"),
        ("20190500", PartialDate(date(2019, 5, 1), date(2019, 5, 31)), "Date in part"),
        ("20190231", UNKNOWN_DATE, "Impossible date"),
        ("1999O301", UNKNOWN_DATE, "Impossible date"),
        ("19990301 ", PartialDate.exactly(date(1999, 3, 1)), None),
    ],
)
def test_a_date_is_a_day_a_range_or_unknown(text: str, on: PartialDate, kind: str | None) -> None:
    """Partial dates are ranges; blank and impossible ones are unknown and are told."""
    reading = read_rows(row_of(STP_EVENT_DATE=text))
    assert reading.only.convictions()[0].convicted_on == on
    told = [one for one in reading.issues if one.column == "STP_EVENT_DATE"]
    assert [one.kind for one in told] == ([kind] if kind else [])
    assert all(one.row == 2 and one.reason and one.done and one.advice for one in told)


TWO = "Two birth dates"


@pytest.mark.parametrize(
    ("births", "born", "kinds"),
    [
        (["19700615"], PartialDate.exactly(date(1970, 6, 15)), []),
        (["19700615", ""], PartialDate.exactly(date(1970, 6, 15)), []),
        ([""], UNKNOWN_DATE, ["Birth date missing"]),
        (["19700231"], UNKNOWN_DATE, ["Impossible date"]),
        (["19700615", "19740101"], PartialDate(date(1970, 6, 15), date(1974, 1, 1)), [TWO]),
        (["19740101", "19700000"], PartialDate(date(1970, 1, 1), date(1974, 1, 1)), [TWO]),
    ],
)  # fmt: skip
def test_birth_dates_that_differ_make_a_range(
    births: list[str], born: PartialDate, kinds: list[str]
) -> None:
    """The birth date is known only to lie between those the rows state."""
    rows = [row_of(PRI_DOB=text, CNT_ORDER=f"001001{n:03d}000") for n, text in enumerate(births, 1)]
    reading = read_rows(*rows)
    assert reading.only.person.born == born
    assert [one.kind for one in reading.issues if one.column == "PRI_DOB"] == kinds


@pytest.mark.parametrize(
    ("offense", "comment", "section", "column"),
    [
        ("11359 HS-POSSESS", "11360 HS", "11359 HS", "OFFENSE_DESCR"),
        ("SEE COMMENT FOR CHARGE", "11358 HS-CULTIVATE", "11358 HS", "COMMENT_TEXT"),
        (" See  Comment for Charge ", "11358 HS-CULTIVATE", "11358 HS", "COMMENT_TEXT"),
        ("", "CHRG 11358 HS", "11358 HS", "COMMENT_TEXT"),
        (FILLER, "11358 HS", "11358 HS", "COMMENT_TEXT"),
    ],
)
def test_the_section_is_read_from_the_comment_when_the_offense_says_so(
    offense: str, comment: str, section: str, column: str
) -> None:
    """See comment, in any case and spacing; blank and filler too."""
    charge = only_charge(read_rows(row_of(OFFENSE_DESCR=offense, COMMENT_TEXT=comment)))
    assert (charge.section_text, charge.section_column) == (section, column)


def test_the_section_convicted_of_counts() -> None:
    """Charged with 11359, convicted of 11350: the clerk sees the conflict."""
    reading = read_rows(row_of(CONV_OFFENSE_DESCR="11350(A) HS-POSSESS NARCOTIC"))
    charge = only_charge(reading)
    assert charge.section_text == "11350(A) HS"
    assert charge.section_column == "CONV_OFFENSE_DESCR"
    assert charge.charged_text == "11359 HS"
    assert "Charged and convicted sections differ" in reading.kinds()
    same = read_rows(row_of(CONV_OFFENSE_DESCR="11359 HS-POSSESS MARIJ SALE"))
    assert "Charged and convicted sections differ" not in same.kinds()


def test_the_section_disposed_of_counts_next() -> None:
    """DISP_OFFENSE_DESCR, when CONV_OFFENSE_DESCR names none."""
    row = row_of(DISP_OFFENSE_DESCR="11357(A) HS-POSSESS", CONV_OFFENSE_DESCR=FILLER)
    charge = only_charge(read_rows(row))
    assert (charge.section_text, charge.section_column) == ("11357(A) HS", "DISP_OFFENSE_DESCR")


def test_a_section_that_cannot_be_read_is_told() -> None:
    """No guess: the text stays and the clerk is asked."""
    reading = read_rows(row_of(OFFENSE_DESCR="MARIJUANA"))
    assert "Section unreadable" in reading.kinds()


def test_sentence_parts_belong_to_their_own_count() -> None:
    """Two counts of a step; the third row adds to the first count, not to the last read."""
    prison = {"SENT_LOC_DESCR": "PRISON", "SENT_LENGTH": "002", "SENT_TIME_CODE": "Y"}
    sheet = read_rows(
        row_of(CNT_ORDER="001001001000", **prison),
        row_of(CNT_ORDER="001001002000"),
        row_of(**(prison | {"SENT_LENGTH": "006", "SENT_TIME_CODE": "M"})),
    ).only  # fmt: skip
    first, second = sheet.convictions()
    assert [(part.length, part.unit, part.at.row) for part in first.charge.sentence] == [
        (2, "Y", 2), (6, "M", 4),
    ]  # fmt: skip
    assert first.sentence_ends_on == PartialDate.exactly(date(2001, 9, 1))
    assert second.charge.sentence == ()


@pytest.mark.parametrize("length", ["SEE COMMENT", "LIFE", "003Y", "3-6", "-12", "999999"])
def test_a_term_in_words_leaves_the_end_open(length: str) -> None:
    """The sentence ends on an unknown day, and the clerk is told."""
    row = row_of(SENT_LOC_DESCR="PRISON", SENT_LENGTH=length, SENT_TIME_CODE="Y")
    reading = read_rows(row)
    (conviction,) = reading.only.convictions()
    assert conviction.sentence_ends_on == PartialDate(date(1999, 3, 1), None)
    assert "Sentence length unclear" in reading.kinds()


def test_a_fine_is_no_term() -> None:
    """A part without a length that is no custody does not open the end."""
    (conviction,) = read_rows(row_of(SENT_LOC_DESCR="FINE")).only.convictions()
    assert conviction.sentence_ends_on == PartialDate.exactly(date(1999, 3, 1))


def test_several_case_numbers_of_a_step_are_listed_in_file_order() -> None:
    """Two counts, and a count with two numbers; each number once."""
    sheet = read_rows(
        row_of(OFN="CR1"),
        row_of(OFN="CR2", SENT_LENGTH="001", SENT_TIME_CODE="Y"),
        row_of(OFN="CR1", CNT_ORDER="001001002000"),
        row_of(OFN="CR3 ", CNT_ORDER="001001003000"),
        row_of(OFN="CR9", CNT_ORDER="001002001000"),
    ).only
    assert sheet.convictions()[0].case_numbers == ("CR1", "CR2", "CR3")


@pytest.mark.parametrize("order", ["", FILLER, "00100", "001001", "001OO1001000", "0010010010001"])
def test_a_count_order_that_cannot_be_read_sets_the_row_aside(order: str) -> None:
    """Exactly that row, with its text; the rest of the person is read."""
    reading = read_rows(row_of(), row_of(CNT_ORDER=order), row_of(CNT_ORDER="002001001000"))
    assert reading.quarantined == [(3, "Unreadable count order")]
    (issue,) = [one for one in reading.issues if one.is_quarantined]
    assert (issue.column, issue.text) == ("CNT_ORDER", order.strip(" -"))
    assert [one.charge.at.row for one in reading.only.convictions()] == [2, 4]


def test_rows_that_are_no_rows_are_set_aside() -> None:
    """94 and 96 cells, nobody's row, a second header: reason and row of each."""
    reading = read_lines(
        line_of(),
        ",".join(row_of(PRI_NAME="EXAMPLE")[:94]),
        ",".join([*row_of(PRI_NAME="EXAMPLE"), ""]),
        line_of(SUBJECT_ID=FILLER, CII_NUMBER=""),
        HEADER,
        line_of(CNT_ORDER="001001002000"),
    )
    assert reading.quarantined == [
        (3, "Wrong number of cells"), (4, "Wrong number of cells"), (5, "No person number"),
        (6, "Header line"),
    ]  # fmt: skip
    reasons = [one.reason for one in reading.issues if one.is_quarantined]
    assert "The row has 94 cells; a row of this file has 95." in reasons
    assert "The row has 96 cells; a row of this file has 95." in reasons
    assert reading.n_rows == 6
    assert len(reading.only.convictions()) == 2


def test_a_row_without_a_person_number_is_known_by_its_cii_number() -> None:
    """SUBJECT_ID blank: the CII number says whose row it is."""
    reading = read_rows(row_of(SUBJECT_ID=""))
    assert reading.only.person.cii == "A90000001"
    assert not reading.quarantined


def test_names_are_kept_in_their_order_and_cleaned() -> None:
    """The first is the name, others are aliases; marks that mislead are left out and told."""
    reading = read_rows(
        row_of(PRI_NAME="EXAMPLE,AVERY "),
        row_of(PRI_NAME="=SAMPLE,AVERY", CNT_ORDER="001001002000"),
        row_of(PRI_NAME="EXAMPLE,\u202eAVERY", CNT_ORDER="001001003000"),
    )
    person = reading.only.person
    assert person.name == "EXAMPLE,AVERY"
    assert person.aliases == ("=SAMPLE,AVERY", "EXAMPLE, AVERY")
    assert "Unseen characters in a name" in reading.kinds()


def test_two_cii_numbers_under_one_person_number_are_told() -> None:
    """The first is kept."""
    reading = read_rows(row_of(), row_of(CII_NUMBER="A2", CNT_ORDER="001001002000"))
    assert reading.only.person.cii == "A90000001"
    assert reading.kinds() == ["Two CII numbers"]


def test_a_court_without_a_county_is_told() -> None:
    """A conviction whose county is blank cannot be in or out of scope."""
    assert "County missing" in read_rows(row_of(STP_ORI_CNTY_NAME=FILLER)).kinds()


LATER = {"DISP_DESCR": "CONV SET ASIDE & DISM PER 1203.4 PC", "CONV_STAT_DESCR": ""}


def test_relief_on_a_further_row_of_the_count() -> None:
    """The same CNT_ORDER again: the conviction stays one, with the relief and its row."""
    charge = only_charge(read_rows(row_of(), row_of(**LATER)))
    assert [(one.kind, one.at.row) for one in charge.relief] == [(ReliefKind.DISMISSED_1203_4, 3)]


def test_relief_in_a_later_step_of_the_cycle() -> None:
    """The step names the count again; the relief has that step's date."""
    later = row_of(**LATER, CNT_ORDER="001002002000", STP_EVENT_DATE="20050301")
    sheet = read_rows(row_of(), row_of(CNT_ORDER="001001002000"), later).only
    first, second = sheet.convictions()
    assert first.charge.relief == ()
    (relief,) = second.charge.relief
    assert relief.kind is ReliefKind.DISMISSED_1203_4
    assert relief.on == PartialDate.exactly(date(2005, 3, 1))
    assert relief.at.row == 4


def test_relief_for_a_count_of_another_number_means_the_only_conviction() -> None:
    """With two convictions it is nobody's; with one it is that one's."""
    later = row_of(**LATER, CNT_ORDER="001002009000")
    assert len(only_charge(read_rows(row_of(), later)).relief) == 1
    two = read_rows(row_of(), row_of(CNT_ORDER="001001002000"), later).only
    assert [one.charge.relief for one in two.convictions()] == [(), ()]


def test_relief_in_the_comment_of_the_conviction() -> None:
    """The comment of the convicted row says it."""
    charge = only_charge(read_rows(row_of(COMMENT_TEXT="PLEA W/D & DISM 1203.4 PC 030105")))
    assert [one.kind for one in charge.relief] == [ReliefKind.DISMISSED_1203_4]


@pytest.mark.parametrize("text", ["1203.4 PC PETITION DENIED", "WARRANT SET ASIDE"])
def test_relief_that_was_denied_is_none(text: str) -> None:
    """A later row that grants nothing changes nothing."""
    later = row_of(DISP_DESCR=text, CNT_ORDER="001002001000")
    assert only_charge(read_rows(row_of(), later)).relief == ()
