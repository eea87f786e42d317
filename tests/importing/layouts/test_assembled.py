"""From lists to people: what the assembler makes of the rows, with the shipped layouts."""

from __future__ import annotations

from datetime import date

from app.importing.assemble import assemble
from app.importing.layouts.catalog import get_layout
from app.importing.values import clean
from app.model.dates import PartialDate
from app.model.doj_columns import DOJ_COLUMNS
from app.model.record import EventKind, Level, RapSheet, ReliefKind
from tests.importing.layouts.made_tables import csv_table, people_of, read_with, table_of
from tests.importing.made_rows import sample_rows

SF = get_layout("us-ca/sf-court-list")


def sf_row(**cells: str) -> list[str]:
    """A row of San Francisco's list by header words; the others are #N/A."""
    words = {word.replace("(", "").replace(")", "").replace(" ", "_"): word for word in SF.header}
    named = {words[name.removeprefix("s")]: text for name, text in cells.items()}
    return [named.get(word, "#N/A") for word in SF.header]


DOE = {"Courtno": "2001234", "True_Name": "Doe, Jane Q", "DOB": "1/2/1970"}
ON = {"Conviction_Date": "3/14/1999"}


def test_the_san_francisco_list() -> None:
    """A count for each marked section, all convictions of one case in San Francisco."""
    row = sf_row(**DOE, **ON, SFNO="0", Case_Type="M", s11357a="11357(a)", s11359="2")
    people, issues = people_of(read_with(table_of(SF.header, row), SF))
    (sheet,) = people.values()
    assert issues == []
    assert (sheet.person.name, sheet.person.cii) == ("DOE,JANE Q", "")
    assert sheet.person.born == PartialDate.exactly(date(1970, 1, 2))
    found = sheet.convictions()
    assert [one.charge.section_text for one in found] == ["11357(a) HS", "11359 HS", "11359 HS"]
    assert {one.charge.level for one in found} == {Level.MISDEMEANOR}
    assert {one.event.county for one in found} == {"SAN FRANCISCO"}
    assert {one.event.kind for one in found} == {EventKind.COURT}
    assert found[0].case_numbers == ("2001234",)
    assert found[0].convicted_on == PartialDate.exactly(date(1999, 3, 14))


def test_san_francisco_numbers_and_other_sections() -> None:
    """SFNO joins cases of a person; *Other* holds sections of any code; no level is unknown."""
    rows = [
        sf_row(**DOE, **ON, SFNO="555", s11360b="x"),
        sf_row(**{**DOE, "Courtno": "77"}, **ON, SFNO="555", Other="148 PC, 11364 HS"),
    ]
    people, issues = people_of(read_with(table_of(SF.header, *rows), SF))
    assert list(people) == ["555"]
    sections = [one.charge.section_text for one in people["555"].convictions()]
    assert sections == ["11360(b) HS", "148 PC", "11364 HS"]
    assert [cycle.order for cycle in people["555"].cycles] == ["001", "002"]
    assert {issue.kind for issue in issues} == {"Level unknown"}


def test_a_san_francisco_row_that_is_not_plain() -> None:
    """An impossible day, a mark nobody knows, a word against the list: each is told."""
    row = sf_row(
        **DOE, SFNO="1", Conviction_Date="2/30/1999", Disposition="DISMISSED", s11359="see notes",
    )  # fmt: skip
    read = read_with(table_of(SF.header, row), SF)
    people, issues = people_of(read)
    assert read.kinds == ["Contradiction", "Mark not understood"]
    kinds = {issue.kind for issue in issues}
    assert kinds == {"Impossible date", "Disposition unclear", "Level unknown"}
    (conviction,) = people["1"].convictions()
    assert conviction.charge.is_doubtful
    assert conviction.convicted_on.is_unknown


def test_a_court_case_list() -> None:
    """Header words of a court, its words for levels and dispositions, relief and a sentence."""
    text = (
        "Docket #,Defendant Name,Date of Birth,County,Conviction Date,Violation,Charge Desc,Sev,"
        "Dispo,Sentence,Remarks\n"
        'C1,"Smith, John",1/25/1970,Los Angeles Co,3/14/1999,11359 HS,POSS FOR SALE,FEL,GUILTY,'
        '"3 years probation, 90 days jail",1203.4 PC granted 2005\n'
        'C1,"Smith, John",1/25/1970,Los Angeles Co,3/14/1999,11358 HS,CULTIVATE,F,DISMISSED,,\n'
        'C2,"Smith, John",1/25/1970,Los Angeles Co,5/14/2003,11360(a) HS,SELL,2,HELD,LIFE,\n'
    )
    layout = get_layout("us-ca/court-case-list")
    people, issues = people_of(read_with(csv_table(text), layout))
    (sheet,) = people.values()
    sale, held = sheet.convictions()
    assert sale.charge.offense == "11359 HS-POSS FOR SALE"
    assert (sale.charge.level, sale.event.county) == (Level.FELONY, "LOS ANGELES")
    assert [(part.place, part.length, part.unit) for part in sale.charge.sentence] == [
        ("PROBATION", 3, "Y"), ("JAIL", 90, "D"),
    ]  # fmt: skip
    assert [one.kind for one in sale.charge.relief] == [ReliefKind.DISMISSED_1203_4]
    assert (held.charge.is_doubtful, held.charge.level) == (True, Level.UNKNOWN)
    assert held.sentence_ends_on.latest is None
    assert {issue.kind for issue in issues} == {
        "Disposition unclear", "Level unknown", "Sentence length unclear",
    }  # fmt: skip


def test_the_states_columns_in_another_order_give_the_same_people() -> None:
    """As if the file had come as the state delivers it."""
    rows = [row for row in sample_rows() if row[2].strip()]
    turned = [list(reversed(DOJ_COLUMNS)), *([*reversed(row)] for row in rows)]
    read = read_with(table_of(*turned), get_layout("us-ca/doj-reordered"))
    people, _ = people_of(read)
    assert len(people) > 20
    for subject, sheet in people.items():
        own = [(number, row) for number, row in enumerate(rows, 1) if clean(row[2]) == subject]
        straight, _ = assemble(1, "", own)
        assert facts_of(sheet) == facts_of(straight)


def facts_of(sheet: RapSheet) -> list[object]:
    """The person, and what matters of every conviction."""
    person = sheet.person
    return [
        (person.cii, person.name, person.aliases, person.sex, person.race, person.born),
        *(
            (
                one.charge.count_order, one.charge.section_text, one.charge.level,
                one.charge.disposition, one.charge.comment, one.case_numbers, one.convicted_on,
                one.event.county, one.event.kind, one.sentence_ends_on, one.cycle.on,
                [relief.kind for relief in one.charge.relief],
            )
            for one in sheet.convictions()
        ),
    ]  # fmt: skip


def test_some_of_the_states_columns_are_enough() -> None:
    """Cases and days make the numbers that a cut file lacks; the section comes from the comment."""
    header = ["CII_NUMBER", "PRI_DOB", "STP_EVENT_DATE", "OFN", "OFFENSE_DESCR", "DISP_DESCR",
              "COMMENT_TEXT", "OFFENSE_TOC"]  # fmt: skip
    rows = [
        ["A12345678", "19700102", "19990304", "C1", "11359 HS-POSSESS", "CONVICTED", "", "F"],
        ["A12345678", "19700102", "19990304", "C1", "SEE COMMENT FOR CHARGE", "CONVICTED",
         "11357(A) HS", "M"],
        ["A12345678", "19700102", "20010304", "C2", "148 PC", "DISMISSED", "", "M"],
    ]  # fmt: skip
    people, _ = people_of(read_with(table_of(header, *rows), get_layout("us-ca/doj-reordered")))
    (sheet,) = people.values()
    assert [one.charge.section_text for one in sheet.convictions()] == ["11359 HS", "11357(A) HS"]
    assert [one.charge.level for one in sheet.convictions()] == [Level.FELONY, Level.MISDEMEANOR]
    assert [cycle.order for cycle in sheet.cycles] == ["001", "002"]
