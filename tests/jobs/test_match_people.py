"""Who may be one in a workspace: found, stored, decided."""

from __future__ import annotations

from app.jobs.match_people import match_people
from app.jobs.merge_people import keep_apart, merge_people
from app.jobs.progress import Silent
from app.store import matches
from tests.jobs.made_sources import Office
from tests.jobs.test_merge_people import WHO

NO_CII = {"CII_NUMBER": ""}


def found(office: Office, state: str = "open") -> list[tuple[int, int, str]]:
    match_people(office.workspace, Silent(), workers=office.workers, who="ZOË")
    return [
        (one.match.low, one.match.high, one.match.strength)
        for one in matches.list_matches(office.workspace, state=state)
    ]


def test_people_of_several_files_are_proposed_with_reasons(office: Office) -> None:
    """The strongest first; nothing is joined by itself."""
    office.take_state(
        "State.dat",
        {"CII_NUMBER": "A01234567"},
        {"SUBJECT_ID": "2", "CII_NUMBER": "A2", "PRI_NAME": "SAMPLE,BLAKE", "OFN": "CR55555"},
        {"SUBJECT_ID": "3", "CII_NUMBER": "A3", "PRI_NAME": "MUSTER,CHRIS", "OFN": "CR66666"},
    )
    office.take_list(
        "Court.csv",
        {"SUBJECT_ID": "L1", "CII_NUMBER": "01234567", "PRI_NAME": "EXAMPLE,A", "OFN": "CR1"},
        {**NO_CII, "SUBJECT_ID": "L2", "PRI_NAME": "Blake Sample", "PRI_DOB": "", "OFN": "CR55555"},
        {**NO_CII, "SUBJECT_ID": "L3", "PRI_NAME": "MUSTER,CHRIS", "PRI_DOB": "", "OFN": "CR77777"},
        {**NO_CII, "SUBJECT_ID": "L4", "PRI_NAME": "NOBODY,ELSE", "OFN": "CR88888"},
    )
    assert found(office) == [(1, 4, "certain"), (2, 5, "strong"), (3, 6, "possible")]
    (first, *_) = matches.list_matches(office.workspace)
    assert first.match.reasons[0] == "same CII number in another notation"
    assert first.files == ("State.dat", "Court.csv")
    assert matches.count_matches(office.workspace)["open", "strong"] == 1


def test_what_was_decided_stays_decided(office: Office) -> None:
    """Merged pairs are no proposals any more, different ones do not come back."""
    rows = [{**NO_CII, "SUBJECT_ID": str(n), "OFN": f"CR{n}"} for n in range(3)]
    office.take_state("State.dat", *rows)
    assert found(office) == [(1, 2, "certain"), (1, 3, "certain"), (2, 3, "certain")]
    keep_apart(office.workspace, 2, 3, who=WHO)
    assert found(office) == [(1, 2, "certain"), (1, 3, "certain")]
    merge_people(office.workspace, 1, 2, who=WHO)
    assert found(office) == []  # 3 is not 2, and 2 is 1
    assert found(office, "different") == []
    assert found(office, "same") == []


def test_a_name_that_many_bear_says_nothing(office: Office) -> None:
    """Without birth dates, namesakes are not proposed by the hundred."""
    office.take_list(
        "Court.csv",
        *({**NO_CII, "SUBJECT_ID": f"L{n}", "PRI_DOB": "", "OFN": f"CR{n}000"} for n in range(40)),
    )
    assert found(office) == []
