"""Lists read by a layout: rows of the state's form, and an issue for everything doubtful."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError
from app.importing.issues import Issue, doubt
from app.importing.layouts.layout import Layout
from app.importing.layouts.reader import LayoutReader
from app.importing.reading import Kind, ReadRow
from app.importing.tables.opening import open_table
from app.importing.values import read_level
from app.model.reading_columns import N_READING_COLUMNS, READING_INDEX
from app.model.record import Level
from tests.importing.layouts.made_tables import (
    MadeSheet,
    MadeTable,
    csv_table,
    layout_of,
    read_with,
    table_of,
    workbook_of,
)

HEADER = "ID,Name,Born,Case,Conv,Sec,Lvl,Dispo,Notes"
COLUMNS = """
[[sheet]]
[[sheet.column]]
field = "person_number"
header = "ID"
[[sheet.column]]
field = "name"
header = "Name"
name_form = "LAST, FIRST MIDDLE"
[[sheet.column]]
field = "birth_date"
header = "Born"
[[sheet.column]]
field = "case_number"
header = "Case"
[[sheet.column]]
field = "conviction_date"
header = "Conv"
[[sheet.column]]
field = "section"
header = "Sec"
several = ";"
[[sheet.column]]
field = "level"
header = "Lvl"
values = { "F" = "felony", "2" = "misdemeanor", "FELONY" = "unknown" }
[[sheet.column]]
field = "disposition"
header = "Dispo"
values = { "G" = "convicted", "D" = "dismissed", "EXP" = "relieved" }
[[sheet.column]]
field = "comment"
header = "Notes"
"""


def plain_layout(more: str = "", columns: str = "") -> Layout:
    return layout_of('dates = "M/D/YYYY"\n' + more + COLUMNS + columns)


def rows(*lines: str) -> MadeTable:
    return csv_table("\n".join((HEADER, *lines)) + "\n")


LINE = '7,"Doe, Jane",1/2/1970,CR1,3/4/1999,11359 HS,F,G,'


def test_a_row_becomes_a_count_of_the_states_form() -> None:
    """Every cell where the state has it; the number of the row is its own."""
    read = read_with(rows(LINE), plain_layout('[constants]\ncounty = "Alameda"\n'))
    assert read.issues == []
    assert [row.row for row in read.rows] == [10, 20]
    assert read.rows[0].cells is None
    assert read.rows[1].original[1] == "Doe, Jane"
    assert len(read.rows[1].cells or ()) == N_READING_COLUMNS
    assert read.counts == [
        {
            "SUBJECT_ID": "7", "PRI_NAME": "DOE,JANE", "PRI_DOB": "19700102", "OFN": "CR1",
            "STP_EVENT_DATE": "19990304", "STP_TYPE_DESCR": "COURT ACTION",
            "STP_ORI_CNTY_NAME": "ALAMEDA", "CNT_ORDER": "001001001000",
            "OFFENSE_DESCR": "11359 HS", "DISP_DESCR": "CONVICTED: G",
            "CONV_STAT_DESCR": "FELONY",
        }
    ]  # fmt: skip


def test_the_origin_says_what_was_taken_from_where() -> None:
    """By the file's own words, with the layout as it was used."""
    reader = LayoutReader(rows(LINE), plain_layout(), "list.csv")
    assert reader.origin.cells["STP_EVENT_DATE"] == "Conv"
    assert reader.origin.layout_id == "office/made"
    assert 'header = "Conv"' in reader.origin.layout_text
    assert reader.origin.parts[0].columns == tuple(HEADER.split(","))
    assert reader.unread_columns == ()
    assert any("county" in one for one in reader.cautions)
    assert reader.share == 0
    list(reader.rows())
    assert reader.share == 1


def test_several_sections_in_a_cell_are_several_counts() -> None:
    """Each with a number of its own within the row."""
    read = read_with(rows(LINE.replace("11359 HS", "11357(a); 11359 HS")), plain_layout())
    assert read.column("OFFENSE_DESCR") == ["11357(a) HS", "11359 HS"]
    assert read.column("CNT_ORDER") == ["001001001000", "001001002000"]
    assert [row.row for row in read.rows if row.cells] == [20, 21]


def test_more_counts_than_a_row_can_number_are_set_aside() -> None:
    """The row is quarantined whole, not cut short."""
    many = ";".join(f"{number} PC" for number in range(400, 411))
    read = read_with(rows(LINE.replace("11359 HS", many)), plain_layout())
    assert read.counts == []
    assert read.kinds == ["Too many counts"]
    assert read.issues[0].is_quarantined


def test_people_are_told_apart() -> None:
    """By number, else by name and birth date; a name alone names nobody."""
    read = read_with(
        rows(
            LINE, LINE.replace("7,", ",", 1), LINE.replace("7,", ",", 1).replace("CR1", "CR2"),
            ',"Doe, Jane",,CR3,3/4/1999,11359 HS,F,G,', ",,1/2/1970,CR3,3/4/1999,11359 HS,F,G,",
        ),
        plain_layout(),
    )  # fmt: skip
    assert read.column("SUBJECT_ID") == ["7", "DOE,JANE 19700102", "DOE,JANE 19700102"]
    assert read.column("CNT_ORDER")[1:] == ["001001001000", "002001001000"]
    assert read.kinds == ["No person named"] * 2
    assert all(issue.is_quarantined for issue in read.issues)
    assert [row.row for row in read.rows if row.cells is None] == [10, 50, 60]


def test_a_cii_number_is_the_key_where_there_is_no_other() -> None:
    """Blanks in it make no difference."""
    layout = layout_of("""
        [[sheet]]
        [[sheet.column]]
        field = "cii"
        header = "CII"
        [[sheet.column]]
        field = "section"
        header = "Sec"
    """)
    read = read_with(csv_table("CII,Sec\na 12345678,11359 HS\nA12345678,11357 HS\n"), layout)
    assert read.column("SUBJECT_ID") == ["CII A12345678"] * 2


def test_cases_are_known_by_number_else_by_court_and_day() -> None:
    """Rows with neither are cases of their own."""
    read = read_with(
        rows(
            LINE, LINE.replace("11359", "11358"), LINE.replace("CR1", "cr 1"),
            LINE.replace("3/4/1999", "5/4/1999"), LINE.replace("CR1", ""),
            LINE.replace("CR1", "").replace("11359", "11358"),
            LINE.replace("CR1", "").replace("3/4/1999", ""),
            LINE.replace("CR1", "").replace("3/4/1999", "soon"),
        ),
        plain_layout(),
    )  # fmt: skip
    assert [order[:9] for order in read.column("CNT_ORDER")] == [
        "001001001", "001001002", "001001003", "001002001", "002001001", "002001002",
        "003001001", "004001001",
    ]  # fmt: skip


def test_cells_that_cannot_be_translated_keep_their_words() -> None:
    """A date that is none, a level and a disposition in no map."""
    line = LINE.replace("3/4/1999", "13/14/1999").replace(",F,G,", ",W,SUSP,")
    read = read_with(rows(line), plain_layout())
    assert read.column("STP_EVENT_DATE") == ["13/14/1999"]
    assert read.column("CONV_STAT_DESCR") == ["W"]
    assert read.column("DISP_DESCR") == ["SUSP"]
    assert read.column("DOUBTS") == ["disposition"]


def test_a_date_that_only_looks_like_the_states_is_not_taken_for_one() -> None:
    """19990203 in a list that writes M/D/YYYY could be anything."""
    read = read_with(rows(LINE.replace("3/4/1999", "19990203")), plain_layout())
    assert read.column("STP_EVENT_DATE") == ["19990203 ?"]


def test_a_word_whose_meaning_is_denied_means_nothing() -> None:
    """The office says that FELONY says nothing in its list."""
    read = read_with(rows(LINE.replace(",F,G,", ",FELONY,G,")), plain_layout())
    assert read_level(read.column("CONV_STAT_DESCR")[0]) is Level.UNKNOWN


def test_a_list_of_convictions_only_is_a_choice() -> None:
    """Without it rows with no disposition are doubtful; with it a row that contradicts is."""
    lines = (LINE.replace(",G,", ",,"), LINE.replace(",G,", ",D,"))
    read = read_with(rows(*lines), plain_layout())
    assert read.column("DOUBTS") == ["disposition", ""]
    chosen = plain_layout('[constants]\ndisposition = "convicted"\n')
    read = read_with(rows(*lines), chosen)
    assert read.column("DOUBTS") == ["", "disposition"]
    assert read.column("DISP_DESCR") == ["CONVICTED", "D"]
    assert read.kinds == ["Contradiction"]


def test_relief_and_remarks_go_to_the_comment() -> None:
    """The list's words for relief first, so that they are found."""
    line = LINE.replace(",G,", ',EXP,"see file, p. 2"')
    read = read_with(rows(line), plain_layout())
    assert read.column("COMMENT_TEXT") == ["EXP; see file, p. 2"]
    assert read.column("DISP_DESCR") == ["CONVICTED: EXP"]


def test_a_comment_is_not_read_as_the_section() -> None:
    """The state's file sends there for a charge; a list with an empty cell does not."""
    read = read_with(rows(LINE.replace("11359 HS", "") + "11357 HS by plea"), plain_layout())
    assert read.column("OFFENSE_DESCR") == ["NOT STATED"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('7,"Doe, Jane",1/2/1970,CR1,3/4/1999,11359 HS,F,G,,more', "10 cells under a header of 9"),
        ("7,Doe, Jane,1/2/1970,CR1,3/4/1999,11359 HS,F,G,", "10 cells under a header of 9"),
        ('7,"Doe, Jane",1/2/1970', "the columns that are read reach to 9"),
    ],
)
def test_a_shifted_row_is_set_aside(line: str, reason: str) -> None:
    """A comma too many or too few puts cells under other headers."""
    if line.startswith("7,Doe"):
        line += "x"
    read = read_with(rows(LINE, line), plain_layout())
    assert len(read.counts) == 1
    assert read.kinds == ["Wrong number of cells"]
    assert reason in read.issues[0].reason
    assert (read.issues[0].row, read.issues[0].is_quarantined) == (30, True)


def test_empty_cells_at_the_end_are_no_matter() -> None:
    """Nor are cells of a workbook beyond its header."""
    assert len(read_with(rows(LINE + ",,"), plain_layout()).counts) == 1
    book = workbook_of(Cases=[HEADER.split(","), [*rows(LINE).sheets[0].lines[1].cells, "note"]])
    assert len(read_with(book, plain_layout()).counts) == 1


def test_titles_headers_and_totals_are_left_out() -> None:
    """Without an issue: nothing of a person stands there."""
    table = csv_table(f"Superior Court\nPrinted 1/2/2020\n{HEADER}\n{LINE}\n{HEADER}\nTotal:,1\n")
    read = read_with(table, plain_layout())
    assert len(read.counts) == 1
    assert read.issues == []
    assert [row.row for row in read.rows if row.cells is None] == [10, 20, 30, 50, 60]


def test_a_line_that_begins_like_a_total_but_is_a_person() -> None:
    """Is read, or set aside with its reason; never left out unseen."""
    read = read_with(rows("Total,Smith,,,,,,,"), plain_layout())
    assert read.kinds == [] or read.issues[0].is_quarantined
    assert read.counts or read.issues


def test_the_same_row_again_is_kept_and_told() -> None:
    """It may be a second count of the same section."""
    read = read_with(rows(LINE, LINE), plain_layout())
    assert read.column("CNT_ORDER") == ["001001001000", "001001002000"]
    assert read.kinds == ["Same row twice"]


def test_issues_of_the_table_come_through_with_their_place() -> None:
    """Of the file as a whole, and of rows that could not be read."""
    bad = doubt(3, "", "x", "Stray quote", "A quote stands there.", "Set aside.")
    whole = doubt(0, "", "", "Wrong name", "It is called .xls.", "Read.")
    lines = rows(LINE).sheets[0].lines
    table = MadeTable((MadeSheet("", (*lines, bad)),), issues=(whole,))
    read = read_with(table, plain_layout())
    assert [(issue.kind, issue.row) for issue in read.issues] == [
        ("Wrong name", 10), ("Stray quote", 30),
    ]  # fmt: skip
    assert len(read.counts) == 1


def test_a_birth_after_the_conviction_by_two_digits_is_unknown() -> None:
    """The century of the layout is wrong for it."""
    layout = layout_of('dates = "M/D/YY"\npivot = 30\n' + COLUMNS)
    line = LINE.replace("1/2/1970", "1/2/25").replace("3/4/1999", "3/4/99")
    read = read_with(rows(line), layout)
    assert read.column("PRI_DOB") == ["1/2/25"]
    assert read.kinds == ["Century unclear"]


def test_a_numbered_count_on_two_rows_is_one_count() -> None:
    """A further line of its sentence; the same number for another section is another count."""
    more = '[[sheet.column]]\nfield = "count"\nheader = "Ct"\n'
    table = csv_table(
        "\n".join([HEADER + ",Ct", LINE + ",2", LINE + ",2", LINE.replace("11359", "11358") + ",2"])
    )
    read = read_with(table, plain_layout(columns=more))
    first, second, third = read.column("CNT_ORDER")
    assert first == second == "001001002000"
    assert third != first


def test_deaths_and_registrations_become_events_once_a_person() -> None:
    """Words that are neither yes nor no give an issue and nothing else."""
    more = (
        '[[sheet.column]]\nfield = "deceased"\nheader = "Dead"\n'
        '[[sheet.column]]\nfield = "registration"\nheader = "290"\n'
    )
    table = csv_table(
        "\n".join(
            [
                HEADER + ",Dead,290", LINE + ",5/6/2010,Y", LINE.replace("CR1", "CR2") + ",yes,Y",
                LINE.replace("7,", "8,", 1) + ",N,perhaps",
            ]
        )
    )  # fmt: skip
    read = read_with(table, plain_layout(columns=more))
    assert read.column("STP_TYPE_DESCR") == [
        "COURT ACTION", "DECEASED", "REGISTRATION", "COURT ACTION", "COURT ACTION",
    ]  # fmt: skip
    assert read.counts[1]["STP_EVENT_DATE"] == "20100506"
    assert read.counts[2]["OFFENSE_DESCR"].startswith("290 PC")
    assert read.kinds == ["Neither yes nor no"]


def test_kinds_of_events_and_arrest_dates() -> None:
    """An arrest's day is that of the arrest; words in no map are told."""
    more = (
        '[[sheet.column]]\nfield = "event"\nheader = "Ev"\nvalues = { "A" = "arrest" }\n'
        '[[sheet.column]]\nfield = "arrest_date"\nheader = "Arr"\n'
    )
    table = csv_table(
        "\n".join(
            [
                HEADER + ",Ev,Arr",
                LINE + ",A,2/1/1999",
                LINE + ",Hearing,2/1/1999",
                LINE + ",,31/1/99",
            ]
        )
    )
    read = read_with(table, plain_layout(columns=more))
    assert read.column("STP_TYPE_DESCR") == ["ARREST/DETAINED/CITED", "Hearing", "COURT ACTION"]
    assert read.column("STP_EVENT_DATE") == ["19990201", "19990304", "19990304"]
    assert read.kinds == ["Kind of event unknown", "Impossible date"]


def test_relief_columns() -> None:
    """No and empty say nothing; other words that are no known relief are told."""
    more = '[[sheet.column]]\nfield = "relief"\nheader = "Rel"\nvalues = { "Y" = "1203.4 PC" }\n'
    lines = [
        f"{LINE.replace('CR1', f'CR{n}')},{cell}" for n, cell in enumerate(["Y", "No", "Seen"])
    ]
    read = read_with(csv_table("\n".join([HEADER + ",Rel", *lines])), plain_layout(columns=more))
    assert read.column("COMMENT_TEXT") == ["1203.4 PC", "", "Seen"]
    assert read.kinds == ["Relief unclear"]


def test_section_convicted_of_beside_the_section_charged() -> None:
    """As many of one as of the other; else nobody knows which was the conviction."""
    more = '[[sheet.column]]\nfield = "convicted_section"\nheader = "Pled to"\nseveral = ";"\n'
    more = more.replace('several = ";"\n', "")
    table = csv_table(
        "\n".join(
            [
                HEADER + ",Pled to", LINE + ",11357 HS",
                LINE.replace("11359 HS", "11359 HS;11360 HS") + ",11357 HS",
                LINE.replace("11359 HS", "") + ",11357 HS",
            ]
        )
    )  # fmt: skip
    read = read_with(table, plain_layout(columns=more))
    assert read.column("CONV_OFFENSE_DESCR") == ["11357 HS", "", "", "11357 HS"]
    assert read.column("OFFENSE_DESCR") == ["11359 HS", "11359 HS", "11360 HS", "11357 HS"]
    assert read.column("DOUBTS") == ["", "disposition", "disposition", ""]
    assert read.kinds == ["Sections do not match"]


def test_sentences_from_words_and_columns() -> None:
    """Terms of the reading; a sentence that the remarks state is one of unknown length."""
    more = (
        '[[sheet.column]]\nfield = "sentence"\nheader = "Sent"\n'
        '[[sheet.column]]\nfield = "sentence_length"\nheader = "Jail"\nunit = "days"\n'
        'place = "JAIL"\n'
    )
    first = LINE + ",3 years probation,30"
    second = LINE.replace(",G,", ",G,SEN: 2Y").replace("CR1", "CR2") + ",,30"
    table = csv_table("\n".join([HEADER + ",Sent,Jail", first, second]))
    read = read_with(table, plain_layout(columns=more))
    assert read.column("SENTENCE") == ["3 Y PROBATION | 30 D JAIL", "30 D JAIL | ? SEE COMMENT"]


def test_lists_without_a_header_are_read_by_position() -> None:
    """The first row is data; columns are called by their number."""
    layout = layout_of("""
        [[sheet]]
        header_row = 0
        [[sheet.column]]
        field = "person_number"
        position = 1
        [[sheet.column]]
        field = "section"
        position = 3
    """)
    reader = LayoutReader(csv_table("1,x,11359 HS\n2,y,11358 HS\n"), layout, "list.csv")
    assert reader.origin.cells["OFFENSE_DESCR"] == "Column 3"
    assert sum(1 for one in reader.rows() if not isinstance(one, Issue)) == 2


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (HEADER.replace("Conv", "Convicted"), "There is no column 'Conv'"),
        (HEADER.replace("Notes", "Note"), "is it 'Note'?"),
        (HEADER + ",Sec", "The header 'Sec' stands twice (columns 6, 10)"),
        ("a,b,c", "There is no header row that names 'ID'"),
    ],
)
def test_a_file_that_does_not_fit_says_everything(header: str, says: str) -> None:
    """The file, the layout, each column, and what to do."""
    with pytest.raises(InputError) as raised:
        LayoutReader(csv_table(f"{header}\n{LINE}\n"), plain_layout(), "May list.csv")
    assert "May list.csv does not fit the layout 'Made for a test'" in raised.value.message
    assert says in raised.value.message
    assert "Choose another layout" in raised.value.message


def test_headers_that_stand_twice_are_told_apart_by_position() -> None:
    """The word has to stand there too: a column that moved is not taken for another."""
    layout = layout_of("""
        [[sheet]]
        [[sheet.column]]
        field = "person_number"
        header = "No"
        position = 1
        [[sheet.column]]
        field = "case_number"
        header = "No"
        position = 2
        [[sheet.column]]
        field = "section"
        header = "Sec"
    """)
    read = read_with(csv_table("No,No,Sec\n1,CR1,11359 HS\n"), layout)
    assert (read.column("SUBJECT_ID"), read.column("OFN")) == (["1"], ["CR1"])
    with pytest.raises(InputError, match="stands twice"):
        read_with(csv_table("x,No,No,Sec\n0,1,CR1,11359 HS\n"), layout)


PEOPLE_AND_CHARGES = """
dates = "M/D/YYYY"
[[sheet]]
role = "people"
names = "Persons"
key = "ID"
[[sheet.column]]
field = "person_number"
header = "ID"
[[sheet.column]]
field = "name"
header = "Name"
name_form = "LAST, FIRST MIDDLE"
[[sheet.column]]
field = "birth_date"
header = "Born"
[[sheet]]
role = "charges"
names = "Charges"
key = "Person"
[[sheet.column]]
field = "section"
header = "Sec"
[[sheet.column]]
field = "disposition"
header = "Dispo"
[[sheet]]
role = "charges"
names = "Old charges"
key = "Person"
[[sheet.column]]
field = "section"
header = "Section"
"""
PERSONS = [["ID", "Name", "Born"], ["1", "Doe, Jane", "1/2/1970"], ["2", "Poe, Jim", "3/4/1980"]]
CHARGES = [["Person", "Sec", "Dispo"], ["1", "11359 HS", "CONVICTED"], ["1.0", "11358 HS", ""]]
OLD = [["Section", "Person"], ["11357 HS", "1"], ["11360 HS", "3"], ["11360 HS", ""]]


def book(**changed: list[list[str]]) -> MadeTable:
    sheets = {"Persons": PERSONS, "Charges": CHARGES, "Old charges": OLD, **changed}
    return workbook_of(**sheets)


def test_people_and_charges_are_joined_by_their_key() -> None:
    """Several sheets of charges; a charge of nobody is set aside, a person without is told."""
    read = read_with(book(), layout_of(PEOPLE_AND_CHARGES))
    assert read.column("PRI_NAME") == ["DOE,JANE"] * 3
    assert read.column("OFFENSE_DESCR") == ["11359 HS", "11358 HS", "11357 HS"]
    assert read.column("PRI_DOB") == ["19700102"] * 3
    assert read.kinds == ["Not joined", "Not joined", "Person without charges"]
    assert "no row with the key 3" in read.issues[0].reason
    numbers = [row.row for row in read.rows]
    assert numbers == sorted(numbers)


def test_joined_rows_can_be_followed_to_both_sheets() -> None:
    """The person's cells stand after the row's own, under headers that say so."""
    reader = LayoutReader(book(), layout_of(PEOPLE_AND_CHARGES), "book.xlsx")
    part = reader.origin.parts[1]
    assert part.columns == (
        "Person", "Sec", "Dispo", "ID (person)", "Name (person)", "Born (person)",
    )  # fmt: skip
    assert reader.origin.cells["PRI_NAME"] == "Name (person)"
    assert reader.origin.kind is Kind.WORKBOOK
    read = read_with(book(), layout_of(PEOPLE_AND_CHARGES))
    row = next(row for row in read.rows if row.cells)
    assert row.original == ("1", "11359 HS", "CONVICTED", "1", "Doe, Jane", "1/2/1970")
    assert row.row == part.first_row + 10


def test_one_key_for_two_people_joins_neither() -> None:
    """Their charges are set aside; the same person twice is one person."""
    twice = [*PERSONS, ["1", "Roe, Ann", "5/5/1975"]]
    layout = layout_of(
        PEOPLE_AND_CHARGES.replace(
            'field = "person_number"\nheader = "ID"', 'field = "sex"\nheader = "ID"'
        )
    )
    read = read_with(book(Persons=twice), layout)
    assert read.counts == []
    assert read.kinds[0] == "Two people for one key"
    assert "for more than one person" in read.issues[1].reason
    again = [*PERSONS, PERSONS[1], ["1", "Doe, J", "1/2/1970"], ["", "Nobody", ""]]
    read = read_with(book(Persons=again), layout_of(PEOPLE_AND_CHARGES))
    assert len(read.counts) == 3
    assert read.kinds[:2] == ["Key twice", "No key"]


def test_sheets_the_layout_does_not_name_are_told() -> None:
    """Nothing is left out unseen; a sheet that is missing keeps the file from being read."""
    read = read_with(book(Legend=[["F", "felony"]]), layout_of(PEOPLE_AND_CHARGES))
    assert "Sheet not read" in read.kinds
    with pytest.raises(InputError, match="There is no sheet Old charges"):
        read_with(workbook_of(Persons=PERSONS, Charges=CHARGES), layout_of(PEOPLE_AND_CHARGES))


def test_a_file_of_nothing_is_refused() -> None:
    """No rows: no header, no columns."""
    with pytest.raises(InputError, match="no header row"):
        read_with(table_of(), plain_layout())


def test_a_position_does_not_stand_in_for_a_missing_header() -> None:
    """A list whose header is gone is not read by where its columns once stood."""
    layout = layout_of("""
        [[sheet]]
        [[sheet.column]]
        field = "person_number"
        header = "No"
        position = 1
        [[sheet.column]]
        field = "section"
        header = "Sec"
        position = 2
    """)
    with pytest.raises(InputError, match="no header row that names 'No'"):
        read_with(csv_table("1,11359 HS\n2,11358 HS\n"), layout)


def test_marks_that_turn_the_writing_direction_are_told() -> None:
    """They are left out of the name, as those of the state's file are."""
    read = read_with(rows(LINE.replace("Jane", "Ja\u202ene")), plain_layout())
    assert read.column("PRI_NAME") == ["DOE,JA NE"]
    assert read.kinds == ["Unseen characters in a name"]


def test_more_cases_than_can_be_numbered_are_set_aside() -> None:
    """One number for everybody is a column taken for another."""
    lines = [LINE.replace("CR1", f"CR{number}") for number in range(1001)]
    read = read_with(rows(*lines), plain_layout())
    assert len(read.counts) == 999
    assert read.kinds == ["Too many to number"] * 2
    assert "the right one?" in read.issues[0].reason


def test_two_lists_of_the_same_rows_give_the_same_rows() -> None:
    """Byte for byte: nothing depends on the run."""
    table = rows(LINE, LINE.replace("7,", "8,", 1), LINE.replace("CR1", "CR2"))
    assert read_with(table, plain_layout()) == read_with(table, plain_layout())


def test_an_open_table_is_read_like_one_in_memory(tmp_path: Path) -> None:
    """A file of another delimiter and encoding, through the program's own reader of tables."""
    path = tmp_path / "list.txt"
    text = f"{HEADER}\n{LINE}\n".replace(",", ";").replace("Doe; Jane", "Döe, Jane")
    path.write_text(text, encoding="utf-16")
    reader = LayoutReader(open_table(path), plain_layout(), path.name)
    found = [one for one in reader.rows() if isinstance(one, ReadRow) and one.cells]
    assert found[0].cells is not None
    assert found[0].cells[READING_INDEX["PRI_NAME"]] == "DÖE,JANE"
    assert (found[0].row, reader.share) == (20, 1)
