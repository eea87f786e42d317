"""Proposals for lists nobody knows: what each column is, why, and what is left to ask."""

from __future__ import annotations

import pytest

from app.importing.layouts.loading import LayoutError, read_layout
from app.importing.layouts.propose import Proposal, propose_layout
from app.importing.layouts.writing import layout_text
from tests.importing.layouts.made_tables import MadeTable, csv_table, table_of, workbook_of


def proposed(table: MadeTable) -> Proposal:
    return propose_layout(table, "Some list")


def fields(proposal: Proposal) -> dict[str, str]:
    """Header words and the field proposed for each."""
    return {one.header: one.field for one in proposal.columns}


# Made-up lists in the words of different courts and programs: the header, two rows, and what a
# person who knows them would say each column is ("" for columns that are not read).
LISTS = {
    "case management extract": (
        ("Case Number|Party ID|Defendant Name|DOB|Count #|Statute|Charge Description|Degree|"
        "Disposition|Disposition Date|Plea"),
        "18CR123|P100|Smith, John|01/25/1970|1|HS 11359|POSSESSION|F|CONVICTED|03/14/1999|NC",
        "18CR00124|P101|Doe, Jane|11/30/1981|2|PC 148|RESISTING|M|DISMISSED|05/24/2001|NG",
        ("case_number person_number name birth_date count section offense level disposition "
        "conviction_date plea"),
    ),
    "docket listing": (
        "DOCKET #|DEFT|D.O.B.|VIOL|SEV|DISPO|DISPO DT|SENT",
        "B123|DOE, JANE|1/25/70|11357(A) HS|MISD|GUILTY|3/14/99|3 YRS PROB",
        "B124|ROE, ANN|2/28/71|11358 HS|FEL|NOT GUILTY|4/24/98|",
        "case_number name birth_date section level disposition conviction_date sentence",
    ),
    "split names": (
        "Case No|Last|First|MI|Sfx|Birth Date|Sex|Race|Conv Date|Section Code|Charge Type|Court",
        "1|Smith|John|Q|Jr|1970-01-25|M|W|1999-03-14|11359 HS|F|Hayward",
        "2|Doe|Jane|||1980-11-30|F|B|2001-05-24|11360(a) HS|M|Oakland",
        ("case_number last_name first_name middle_name suffix birth_date sex race conviction_date "
        "section level court"),
    ),
    "state numbers": (
        "CII No.|Name (Last, First)|Sex|Birthdate|County|Court Case No.|Conv Date|Offense|Fel/Misd",
        "A12345678|SMITH, JOHN|M|19700125|ALAMEDA|C1|19990314|11359 HS-POSS|FELONY",
        "A87654321|DOE, JANE|F|19801130|Contra Costa|C2|20010524|11360(A) HS-SELL|FELONY",
        "cii name sex birth_date county case_number conviction_date section level",
    ),
    "prosecutor's export": (
        ("File No|Def Last Name|Def First Name|Def DOB|Offense Date|Arrest Date|Filed|Charge Code|"
        "Charge Desc|Outcome|Judge"),
        "D1|Smith|John|1/25/1970|1/20/1999|1/21/1999|1/30/1999|11359|Poss for sale|Convicted|Lee",
        "D2|Doe|Jane|11/30/1980|2/20/2001|2/21/2001|2/28/2001|11360(a)|Sale|Dismissed|Kim",
        ("case_number last_name first_name birth_date offense_date arrest_date  section offense "
        "disposition "),
    ),
    "code in its own column": (
        "Case ID|Party Name|Date of Birth|Ct|Code|Section|Level|Verdict|Date of Conviction",
        "1|Smith, John|1/25/1970|1|HS|11359|F|Guilty|3/14/1999",
        "2|Doe, Jane|11/30/1980|1|PC|148|M|Guilty|5/24/2001",
        "case_number name birth_date count code section level disposition conviction_date",
    ),
    "sentences in columns": (
        "Case|Defendant|DOB|Charge|Conviction Date|Probation Months|Jail Days|Fine Amount",
        "1|Smith, John|1/25/1970|11359 HS|3/14/1999|36|90|500",
        "2|Doe, Jane|11/30/1980|11357(b) HS|5/24/2001|12|0|100",
        "case_number name birth_date section conviction_date sentence_length sentence_length ",
    ),
    "one column a section": (
        "Courtno|SFNO|True Name|DOB|Conviction Date|11357(a)|11357(b)|11359|11360(a)|Notes",
        "1|22|Smith, John|1/25/1970|3/14/1999|11357(a)|#N/A|#N/A|x|",
        "2|0|Doe, Jane|11/30/1980|5/24/2001|#N/A|1|2|#N/A|moved",
        ("case_number person_number name birth_date conviction_date section_mark section_mark "
        "section_mark section_mark comment"),
    ),
    "public defender's list": (
        "Client Name|Client ID|Birthday|Case #|Convicted On|Convicted Of|AKA|Remarks|1203.4",
        "Smith, John|9|1/25/1970|C1|3/14/1999|11359 HS|Smith, Jon|call|no",
        "Doe, Jane|8|11/30/1980|C2|5/24/2001|11358 HS||moved|granted",
        ("name person_number birth_date case_number conviction_date convicted_section other_names "
        "comment relief"),
    ),
    "words run together": (
        "CaseNumber|LastName|FirstName|BirthDate|ChargeCode|DispositionDate|DispDesc",
        "1|Smith|John|1/25/1970|11359 HS|3/14/1999|GUILTY PLEA",
        "2|Doe|Jane|11/30/1980|11358 HS|5/24/2001|DISMISSED",
        "case_number last_name first_name birth_date section conviction_date disposition",
    ),
    "slips of the keyboard": (
        "Case Nubmer|Defendent Name|Date of Brith|Convicton Date|Sectoin|Dispositon",
        "1|Smith, John|1/25/1970|3/14/1999|11359 HS|Guilty",
        "2|Doe, Jane|11/30/1980|5/24/2001|11358 HS|Guilty",
        "case_number name birth_date conviction_date section disposition",
    ),
    "death and registration": (
        "Name|DOB|Case Number|Violation|Judgment Date|Deceased|290 Registrant|Agency",
        "Smith, John|1/25/1970|1|11359 HS|3/14/1999|N|N|Reno PD",
        "Doe, Jane|11/30/1980|2|11358 HS|5/24/2001|Y|N|Bend PD",
        "name birth_date case_number section conviction_date deceased registration court",
    ),
    "charge and conviction apart": (
        "Docket No|Def Name|Birth Dt|Charged Section|Pled To|Plea Date|Conv Level|Branch",
        "1|Smith, John|1/25/1970|11359 HS|11357(c) HS|3/14/1999|M|North",
        "2|Doe, Jane|11/30/1980|11358 HS|11358 HS|5/24/2001|F|South",
        "case_number name birth_date section convicted_section conviction_date level court",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_the_columns_of_a_courts_list_are_known(name: str) -> None:
    """By its own words and cells; every column that is read says why."""
    header, one, two, expected = LISTS[name]
    proposal = proposed(csv_table("\n".join((header, one, two)), "|"))
    assert [column.field for column in proposal.columns] == expected.split(" ")
    assert all(
        column.why and 0 < column.confidence <= 1 for column in proposal.columns if column.field
    )
    assert proposal.missing == ()


@pytest.mark.parametrize("name", LISTS)
def test_a_proposal_without_questions_about_form_can_be_saved(name: str) -> None:
    """What it writes loads as it is, unless a date or a name is asked about: then that is told."""
    header, one, two, _ = LISTS[name]
    proposal = proposed(csv_table("\n".join((header, one, two)), "|"))
    data = layout_text(proposal.layout, proposal.questions).encode()
    if not any("two digits" in question for question in proposal.questions):
        assert read_layout(data, "x.toml") == proposal.layout
        return
    with pytest.raises(LayoutError) as raised:
        read_layout(data, "x.toml")
    assert all("two digits" in problem.text for problem in raised.value.problems)


def test_without_known_headers_cells_tell() -> None:
    """Numbers of the state, sections, counties and names; dates are only asked about."""
    table = csv_table(
        "A12345678,\"Smith, John\",11359 HS,Alameda,1/25/1970\n"
        "A12345679,\"Doe, Jane\",11357(a) HS,Kern,3/14/1999\n"
    )  # fmt: skip
    proposal = proposed(table)
    assert [one.field for one in proposal.columns] == ["cii", "name", "section", "county", ""]
    assert proposal.layout.sheets[0].header_row == 0
    assert [one.position for one in proposal.layout.sheets[0].columns] == [1, 2, 3, 4]
    assert "Column 5: It holds dates: which?" in proposal.questions[0]


def test_a_header_whose_cells_say_otherwise_is_not_believed() -> None:
    """A DOB column without dates has little confidence, and says what it saw."""
    table = csv_table('Name,DOB,Section\n"Doe, Jane",unknown man,11359 HS\n"Roe, Al",x y,11358 HS')
    column = proposed(table).columns[1]
    assert column.confidence < 0.5
    assert column.field == "" or "0% of its cells are dates" in column.why


def test_words_are_mapped_or_asked_about() -> None:
    """Usual words get a meaning that a person checks; others are listed with their number."""
    table = csv_table(
        "Case No,Name,DOB,Section,Level,Dispo\n"
        + "".join(
            f'{n},"Doe, Jane",1/25/1970,11359 HS,{level},{dispo}\n'
            for n, (level, dispo) in enumerate(
                [
                    ("F", "GUILTY"),
                    ("FEL", "Dism"),
                    ("1", "SUSP"),
                    ("1", "NOT GUILTY"),
                    ("MISDEMEANOR", ""),
                ]
            )
        )
    )
    columns = {one.field: one for one in proposed(table).columns}
    level, disposition = columns["level"], columns["disposition"]
    assert level.column is not None
    assert level.column.values == (("F", "felony"), ("FEL", "felony"))
    assert "'1' (2)" in level.questions[0]
    assert disposition.column is not None
    assert dict(disposition.column.values) == {
        "GUILTY": "convicted", "Dism": "dismissed", "NOT GUILTY": "acquitted",
    }  # fmt: skip
    assert "'SUSP' (1)" in disposition.questions[0]


def test_days_and_months_alike_are_asked_about() -> None:
    """The proposal holds no pattern; its file says so when it is loaded."""
    table = csv_table("CII,Section,Conviction Date\nA12345678,11359 HS,3/4/1999\n")
    proposal = proposed(table)
    assert any("as M/D/YYYY and as D/M/YYYY" in question for question in proposal.questions)
    with pytest.raises(LayoutError, match="how its dates are written"):
        read_layout(layout_text(proposal.layout).encode(), "x.toml")


def test_names_without_a_comma_are_asked_about() -> None:
    """First or last name first: the cells cannot say."""
    table = csv_table(
        "Name,DOB,Section\nJohn Smith,1/25/1970,11359 HS\nJane Doe,2/26/1980,11359 HS\n"
    )
    proposal = proposed(table)
    assert fields(proposal)["Name"] == "name"
    assert any("no comma" in question for question in proposal.questions)


def test_what_stands_between_sections_is_seen() -> None:
    """Only where every piece is a section by itself."""
    table = csv_table('CII,Charges\nA12345678,"11359 HS, 148 PC"\nA12345679,664/11359 HS\n')
    column = proposed(table).columns[1].column
    assert column is not None
    assert column.several == (",",)


def test_titles_above_the_header_are_passed_over() -> None:
    """And may be more or fewer in the next delivery: the header is looked for."""
    table = csv_table(
        'Superior Court of California\nPrinted,1/2/2020\n\nCase No,Name,DOB,Section\n'
        '1,"Doe, Jane",1/25/1970,11359 HS\n'
    )  # fmt: skip
    proposal = proposed(table)
    assert fields(proposal)["Case No"] == "case_number"
    assert proposal.layout.sheets[0].header_row is None


def test_texts_for_empty_cells_are_seen() -> None:
    """They neither count as words nor as dates."""
    table = csv_table(
        "CII,Section,Level,DOB\nA12345678,11359 HS,#N/A,#N/A\nA12345679,148 PC,F,1/25/1970\n"
    )
    proposal = proposed(table)
    assert proposal.layout.empty == ("#N/A",)
    assert proposal.questions == ()


def test_headers_that_stand_twice_get_their_position() -> None:
    """The first is the likelier one; the other is not read."""
    table = csv_table("CII,Section,Notes,Notes\nA12345678,11359 HS,a,b\n")
    layout = proposed(table).layout
    notes = [one for one in layout.sheets[0].columns if one.field == "comment"]
    assert [one.position for one in notes] == [3, 4]


def test_what_is_missing_is_said() -> None:
    """No person, no section: the list cannot be read; no county: a caution."""
    proposal = proposed(csv_table("Case No,Notes\n1,a\n2,b\n"))
    assert len(proposal.missing) == 2
    assert any("county" in caution for caution in proposal.cautions)


PEOPLE = [
    ["Defendant ID", "Last Name", "First Name", "DOB"], ["7", "Doe", "Jane", "1/25/1970"],
    ["8", "Roe", "Al", "2/26/1980"], ["9", "Poe", "Jim", "3/27/1990"],
]  # fmt: skip
CHARGES = [
    ["Charge ID", "Def No", "Case No", "Section", "Conviction Date"],
    ["1", "7", "C1", "11359 HS", "3/14/1999"], ["2", "7", "C1", "11358 HS", "3/14/1999"],
    ["3", "9", "C2", "11360 HS", "3/15/1999"],
]  # fmt: skip


def test_people_and_charges_are_joined_by_what_both_have() -> None:
    """The column whose cells stand once each among the people and are found there."""
    proposal = proposed(workbook_of(Defendants=PEOPLE, Counts=CHARGES))
    people, charges = proposal.layout.sheets
    assert (people.role, people.key) == ("people", ("Defendant ID",))
    assert (charges.role, charges.key) == ("charges", ("Def No",))
    assert "100% of the cells of 'Def No' are found in 'Defendant ID'" in proposal.roles[0]
    assert read_layout(layout_text(proposal.layout).encode(), "x.toml") == proposal.layout


def test_sheets_that_share_nothing_are_asked_about() -> None:
    """No key is made up."""
    other = [CHARGES[0], ["901", "77", "C1", "11359 HS", "3/14/1999"]]
    proposal = proposed(workbook_of(Defendants=PEOPLE, Counts=other))
    assert any("joined" in question for question in proposal.questions)


def test_one_whole_sheet_is_read_and_the_others_are_named() -> None:
    """A legend is no list."""
    cases = [["Name", "DOB", "Section"], ["Doe, Jane", "1/25/1970", "11359 HS"]]
    proposal = proposed(workbook_of(Legend=[["Code", "Meaning"], ["F", "Felony"]], Cases=cases))
    assert [sheet.names for sheet in proposal.layout.sheets] == [("Cases",)]
    assert "Legend" in proposal.roles[0]


def test_an_empty_table_gives_an_empty_proposal() -> None:
    """It says that everything is missing."""
    proposal = proposed(table_of())
    assert proposal.columns == ()
    assert len(proposal.missing) == 2


def test_a_very_wide_table_is_looked_at_in_part() -> None:
    """A thousand columns with long headers, and cells as long as a book: an answer in seconds."""
    wide = ["x" * 5000, *(f"Column {number}" for number in range(999))]
    proposal = proposed(table_of(wide, ["1/2/2001 " * 2000, *["11359 HS"] * 999]))
    assert len(proposal.columns) == 1000
