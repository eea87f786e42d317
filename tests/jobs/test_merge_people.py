"""People merged and separated: nothing lost, nothing made up, everything undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.jobs.merge_people import (
    keep_apart,
    list_parts,
    merge_pairs,
    merge_people,
    reopen_match,
    separate_part,
    separate_people,
)
from app.sampling.writer import write_sample
from app.store import audit, matches, merges, records, reviews
from app.store.check import find_problems
from app.store.matches import Match
from app.store.reviews import ACCEPTED, PARKED, find_review
from tests.jobs.made_sources import COUNTY, Office, everything
from tests.store.made_reviews import reviewed

WHO = "A. Clerk"
NOBODY_CII = {"CII_NUMBER": "", "SUBJECT_ID": "L1"}


def conviction_at(office: Office, source: int, row: int) -> int | None:
    found = office.workspace.connection.execute(
        "SELECT id FROM conviction WHERE source_id = ? AND row = ?", (source, row)
    ).fetchone()
    return found[0] if found else None


def review(office: Office, source: int, row: int, decision: str) -> int:
    number = conviction_at(office, source, row)
    assert number is not None
    reviewed(office.workspace, number, decision, "looked at", who=WHO)
    return number


@pytest.fixture
def two(office: Office) -> Office:
    """Person 1 of the state's file and person 2 of a court's list, with a shared conviction."""
    office.take_state("State.dat", {}, {"CNT_ORDER": "002001001000", "OFN": "CR8"})
    office.take_list(
        "Court.csv",
        {**NOBODY_CII, "CONV_STAT_DESCR": "MISDEMEANOR"},
        {**NOBODY_CII, "CNT_ORDER": "002001001000", "OFN": "CR9", "STP_EVENT_DATE": "20010101"},
    )
    return office


def test_separating_again_gives_byte_for_byte_what_was_before(two: Office) -> None:
    """Records, numbers of convictions, reviews, doubts and rows."""
    review(two, 2, 2, PARKED)
    review(two, 2, 3, ACCEPTED)
    review(two, 1, 2, ACCEPTED)
    before = everything(two.workspace)
    merge_people(two.workspace, 1, 2, who=WHO)
    assert [row[0] for row in everything(two.workspace)["person"]] == [1]
    assert everything(two.workspace) != before
    assert find_problems(two.workspace) == []
    separate_people(two.workspace, 1, 2, who=WHO)
    assert everything(two.workspace) == before
    assert find_problems(two.workspace) == []


@pytest.mark.parametrize("seed", [3, 4])
def test_so_it_is_for_people_of_a_messy_file(office: Office, seed: int) -> None:
    """Any two, either way round, also two merges into one person undone in either order."""
    path = office.folder / "Messy.dat"
    write_sample(path, n_people=12, county=COUNTY, seed=seed, is_messy=True)
    office.take(path)
    before = everything(office.workspace)
    for kept, gone, third in ((1, 2, 3), (4, 3, 1), (7, 5, 6)):
        merge_people(office.workspace, kept, gone, who=WHO)
        merge_people(office.workspace, third, kept, who=WHO)
        separate_people(office.workspace, third, gone, who=WHO)
        separate_people(office.workspace, third, kept, who=WHO)
        assert everything(office.workspace) == before


def test_the_merged_record_counts_a_shared_conviction_once(two: Office) -> None:
    """Three convictions of four stated; the shared one tells both places, the state's counts."""
    merge_people(two.workspace, 1, 2, who=WHO)
    sheet = records.get_rap_sheet(two.workspace, 1)
    told = [
        (one.charge.at.source, one.charge.case_number, one.charge.level.value, one.charge.also_at)
        for one in sheet.convictions()
    ]
    assert told == [
        (1, "CR700001", "felony", ((2, 2),)),
        (1, "CR8", "felony", ()),
        (2, "CR9", "felony", ()),
    ]


def test_what_was_parked_stays_parked(two: Office) -> None:
    """A conviction parked in the court's list is not free because the state's row counts."""
    review(two, 2, 2, PARKED)
    merge_people(two.workspace, 1, 2, who=WHO)
    number = conviction_at(two, 1, 2)
    assert number is not None
    found = find_review(two.workspace, number)
    assert found is not None
    assert found.decision == PARKED
    assert reviews.find_review(two.workspace, 1) == found


def test_it_stands_in_the_record_of_the_work(two: Office) -> None:
    """Who merged and separated whom."""
    merge_people(two.workspace, 1, 2, who=WHO)
    separate_people(two.workspace, 1, 2, who="B. Attorney")
    entries = [(one.who, one.action, one.subject) for one in audit.entries(two.workspace)][-2:]
    assert entries == [
        (WHO, "merge people", "person 1"),
        ("B. Attorney", "separate people", "person 1"),
    ]


def test_a_merged_person_s_number_goes_to_nobody_else(two: Office) -> None:
    """Who is imported meanwhile has a number of their own; separating still works."""
    merge_people(two.workspace, 1, 2, who=WHO)
    two.take_state("More.dat", {"SUBJECT_ID": "9", "CII_NUMBER": "A9", "PRI_NAME": "OTHER,ONE"})
    separate_people(two.workspace, 1, 2, who=WHO)
    assert [row[0] for row in everything(two.workspace)["person"]] == [1, 2, 3]


def test_two_whom_the_import_joined_by_their_number_are_separated(office: Office) -> None:
    """A clerk sees that a CII number was given to two people; merging them again undoes it."""
    office.take_state(
        "State.dat",
        {},
        {"SUBJECT_ID": "7", "PRI_NAME": "STRANGER,SAM", "OFN": "CR7", "PRI_DOB": "19440101"},
    )
    before = everything(office.workspace)
    assert [part.subject for part in list_parts(office.workspace, 1)] == ["5001", "7"]
    new = separate_part(office.workspace, 1, [(1, "7")], who=WHO)
    names = [row[2] for row in everything(office.workspace)["person"]]
    assert names == ["EXAMPLE,AVERY", "STRANGER,SAM"]
    office.take_state("Later.dat", {"OFN": "CR10", "STP_EVENT_DATE": "20050101"})
    assert len(everything(office.workspace)["person"]) == 3  # the number joins nobody any more
    office.workspace.connection.execute("DELETE FROM past_conviction")
    merge_people(office.workspace, 1, new, who=WHO)
    after = everything(office.workspace)
    assert after["person"][0] == before["person"][0]
    assert [row for row in after["conviction"] if row[1] == 1] == before["conviction"]


def test_a_later_file_joins_a_merged_person_by_either_number(office: Office) -> None:
    """And what it brought for the one goes with that one at a separation."""
    office.take_state("State.dat", {}, {"SUBJECT_ID": "7", "CII_NUMBER": "A7", "OFN": "CR7"})
    merge_people(office.workspace, 1, 2, who=WHO)
    office.take_state(
        "Later.dat", {"SUBJECT_ID": "70", "CII_NUMBER": "A7", "OFN": "CR10",
                      "STP_EVENT_DATE": "20050101"},
    )  # fmt: skip
    assert [row[0] for row in everything(office.workspace)["person"]] == [1]
    separate_people(office.workspace, 1, 2, who=WHO)
    owners = {row[1]: row[2] for row in everything(office.workspace)["subject"]}
    assert owners == {"5001": 1, "7": 2, "70": 2}


def test_many_are_merged_in_one_go(office: Office) -> None:
    """Pairs that hang together become one person; all or nothing."""
    office.take_state("S.dat", *({"SUBJECT_ID": f"{n}", "CII_NUMBER": f"A{n}"} for n in range(4)))
    with pytest.raises(InputError, match="There is no person 99"):
        merge_pairs(office.workspace, [(1, 2), (3, 99)], who=WHO)
    assert len(everything(office.workspace)["person"]) == 4
    assert merge_pairs(office.workspace, [(1, 2), (2, 3), (1, 3)], who=WHO) == 2
    assert [row[0] for row in everything(office.workspace)["person"]] == [1, 4]


def test_a_pair_that_is_different_is_not_proposed_again(two: Office) -> None:
    """Nor after one of them was merged into somebody else; taken back, it is."""
    two.take_state("More.dat", {"SUBJECT_ID": "9", "CII_NUMBER": "A9"})
    keep_apart(two.workspace, 1, 2, who=WHO)
    merge_people(two.workspace, 3, 2, who=WHO)
    found = [Match(1, 3, "strong", ("same name",), "open")]
    with two.workspace.transaction():
        assert matches.replace_open(two.workspace, found) == 0
    separate_people(two.workspace, 3, 2, who=WHO)
    reopen_match(two.workspace, 2, 1, who=WHO)
    with two.workspace.transaction():
        assert matches.replace_open(two.workspace, [found[0], Match(1, 2, "strong", (), "open")])
    assert [one.match.high for one in matches.list_matches(two.workspace)] == [2, 3]


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda ws: merge_people(ws, 1, 1, who=WHO), "is one person already"),
        (lambda ws: merge_people(ws, 1, 77, who=WHO), "There is no person 77"),
        (lambda ws: separate_people(ws, 1, 2, who=WHO), "was never merged into person 1"),
        (lambda ws: separate_part(ws, 1, [(1, "5001")], who=WHO), "all of person 1"),
        (lambda ws: separate_part(ws, 1, [(1, "8")], who=WHO), "has no number 8"),
        (lambda ws: separate_part(ws, 1, [], who=WHO), "has no such part"),
        (lambda ws: keep_apart(ws, 2, 2, who=WHO), "Name two different people"),
        (lambda ws: reopen_match(ws, 1, 2, who=WHO), "Nobody said"),
        (lambda ws: list_parts(ws, 5), "There is no person 5"),
    ],
)
def test_what_cannot_be_is_a_sentence(two: Office, work: Any, words: str) -> None:
    """And changes nothing."""
    before = everything(two.workspace)
    with pytest.raises(InputError, match=words):
        work(two.workspace)
    assert everything(two.workspace) == before


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=5),
    order=st.permutations(range(1, 8)),
)
def test_any_merges_separated_in_any_order_leave_nothing(
    mixed: Office, pairs: list[tuple[int, int]], order: list[int]
) -> None:
    """People of a state's file and a court's list, several merged into one."""
    workspace = mixed.workspace
    before = everything(workspace)
    gone: list[int] = []
    for kept, other in pairs:
        if kept != other and not {kept, other} & set(gone):
            merge_people(workspace, kept, other, who=WHO)
            gone.append(other)
    for person in sorted(gone, key=order.index):
        root = merges.person_after_merges(merges.list_merges(workspace), person)
        separate_people(workspace, root, person, who=WHO)
    assert everything(workspace) == before


@pytest.fixture
def mixed(office: Office) -> Office:
    """Seven people whose records overlap."""
    level = {"CONV_STAT_DESCR": "MISDEMEANOR"}
    office.take_state(
        "State.dat",
        {},
        {"SUBJECT_ID": "2", "CII_NUMBER": "A2", "PRI_DOB": "19700600"},
        {"SUBJECT_ID": "3", "CII_NUMBER": "A3", "PRI_NAME": "SAMPLE,BLAKE", "OFN": "CR3"},
        {"SUBJECT_ID": "3", "CII_NUMBER": "A3", "PRI_NAME": "SAMPLE,BLAKE", "PRI_DOB": "19710101"},
    )
    office.take_list(
        "Court.csv",
        {"SUBJECT_ID": "L1", "CII_NUMBER": "", **level},
        {"SUBJECT_ID": "L2", "CII_NUMBER": "", "OFN": "CR3", "STP_EVENT_DATE": "19990401"},
        {"SUBJECT_ID": "L3", "CII_NUMBER": "", "OFN": "", "PRI_DOB": ""},
        {"SUBJECT_ID": "L4", "CII_NUMBER": "A4", "OFN": "CR4", "COMMENT_TEXT": "DISM 1203.4 PC"},
    )
    review(office, 1, 2, ACCEPTED)
    review(office, 2, 2, PARKED)
    review(office, 2, 3, PARKED)
    return office
