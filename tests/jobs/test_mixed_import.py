"""One import that joins people of several kinds of files and people of one kind alone."""

from __future__ import annotations

from app.store import records
from tests.jobs.made_sources import Office


def test_new_convictions_have_numbers_of_their_own(office: Office) -> None:
    """Who stands in a list and in the state's file is put together anew, and that gives numbers
    to convictions; whoever only has further rows of the state gets others."""
    office.take_list("Court.csv", {"SUBJECT_ID": "1", "CII_NUMBER": "A1", "OFN": "CR1"})
    office.take_state("March.dat", {"SUBJECT_ID": "2", "CII_NUMBER": "A2", "OFN": "CR2"})
    office.take_state(
        "June.dat",
        {"SUBJECT_ID": "1", "CII_NUMBER": "A1", "OFN": "CR3", "STP_EVENT_DATE": "20010101"},
        {"SUBJECT_ID": "2", "CII_NUMBER": "A2", "OFN": "CR4", "STP_EVENT_DATE": "20020202"},
    )
    numbers = office.workspace.connection.execute(
        "SELECT person_id, case_number, id FROM conviction ORDER BY 1, 2"
    ).fetchall()
    assert [row[:2] for row in numbers] == [(1, "CR1"), (1, "CR3"), (2, "CR2"), (2, "CR4")]
    assert len({row[2] for row in numbers}) == 4
    assert records.count_convictions(office.workspace) == 4
