"""The same conviction in files of several kinds: once when certain, twice when in doubt."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.assemble import assemble
from app.importing.join import join_sheets
from app.importing.join_sources import (
    COURT_LIST,
    KINDS_FIRST,
    NEWEST,
    RAP_SHEET,
    STATE,
    Choices,
    Joint,
    SourceRules,
    join_sources,
)
from app.model.case_number import loose_number, strict_number
from app.model.conflict import PERHAPS_SAME, Choice
from app.model.record import Conviction, RapSheet, RowRef
from tests.jobs.made_sources import reading_row

KINDS = {1: STATE, 2: COURT_LIST, 3: RAP_SHEET, 4: COURT_LIST, 5: STATE}
JAIL = {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "012", "SENT_TIME_CODE": "M"}
Cells = dict[str, str]


def join(
    files: dict[int, Sequence[Cells]], *choices: Choice, order: Sequence[str] = KINDS_FIRST
) -> Joint:
    rules = SourceRules(KINDS, tuple(order))
    return join_sources(plainly(files), rules, Choices(choices))


def plainly(files: dict[int, Sequence[Cells]]) -> RapSheet:
    """The rows of the files in one record, before convictions are compared."""
    sheets = []
    for source, rows in files.items():
        numbered = [(row, reading_row(**cells)) for row, cells in enumerate(rows, 2)]
        sheets.append(assemble(source, f"{source}:1", numbered)[0])
    return join_sheets(sheets, SourceRules(KINDS).word_groups)


def counted(joint: Joint) -> list[tuple[RowRef, tuple[RowRef, ...]]]:
    return [(one.charge.at, one.charge.also_at) for one in joint.sheet.convictions()]


def only(joint: Joint) -> Conviction:
    (conviction,) = joint.sheet.convictions()
    return conviction


SAME_AS = [
    {},
    {"OFN": "cr-7000 01"},
    {"OFN": "000CR700001", "STP_EVENT_DATE": "19990402"},
    {"OFFENSE_DESCR": "11359 - SALE"},
    {"STP_ORI_CNTY_NAME": "", "STP_ORI_DESCR": "SUPERIOR COURT"},
    {"OFN": "CR0700001"},
    {"OFN": "CR700001-01"},
    {"OFN": ""},
    {"OFFENSE_DESCR": "11359(B) HS-SALE"},
]


@pytest.mark.parametrize("cells", SAME_AS)
def test_it_counts_once(cells: Cells) -> None:
    """Case number and section; or a number spelled otherwise, day and section; or day, section
    and court where one has no number. The state's row counts, the list's is noted."""
    assert counted(join({1: [{}], 2: [cells]})) == [((1, 2), ((2, 2),))]
    assert counted(join({2: [cells], 1: [{}]})) == [((1, 2), ((2, 2),))]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"OFN": "CR9"}, "case numbers differ"),
        ({"OFFENSE_DESCR": "11358 HS-GROW"}, "sections differ"),
        ({"OFFENSE_DESCR": "11359(C) HS", "OFN": "CR700001"}, None),
        ({"OFN": "", "STP_ORI_DESCR": "SUPERIOR COURT"}, "one without a case number"),
        ({"OFN": "", "STP_EVENT_DATE": "19990300"}, "date in part"),
        ({"OFN": "CR0700001", "STP_EVENT_DATE": ""}, "spelled otherwise"),
        ({"STP_ORI_CNTY_NAME": "KERN", "STP_EVENT_DATE": "20010101"}, "county and date differ"),
    ],
)
def test_in_doubt_both_count_and_it_is_told(cells: Cells, why: str | None) -> None:
    """A wrong join would lose a conviction; two that look alike are shown side by side."""
    joint = join({1: [{}], 2: [cells]})
    if why is None:
        assert len(counted(joint)) == 1
        return
    assert counted(joint) == [((1, 2), ()), ((2, 2), ())]
    (told,) = joint.conflicts
    assert told.fact == PERHAPS_SAME
    assert why in told.why


@pytest.mark.parametrize(
    "cells",
    [
        {"OFN": "CR9", "STP_EVENT_DATE": "20010101"},
        {"OFN": "CR9", "OFFENSE_DESCR": "459 PC-BURGLARY"},
        {"OFN": "CR9", "STP_ORI_CNTY_NAME": "KERN"},
        {"OFN": "", "STP_EVENT_DATE": "20010101"},
        {"OFFENSE_DESCR": "459 PC-BURGLARY", "STP_EVENT_DATE": "20010101"},
    ],
)
def test_another_conviction_is_another(cells: Cells) -> None:
    """Nothing is joined and nothing is asked."""
    joint = join({1: [{}], 2: [cells]})
    assert len(counted(joint)) == 2
    assert joint.conflicts == []


TWO = [{}, {"CNT_ORDER": "001001002000"}]


@pytest.mark.parametrize(
    ("state", "court", "n"),
    [
        (TWO, TWO, 2),  # as many here as there, all alike
        (TWO, [{}], 3),  # which of the two is meant?
        ([TWO[0] | JAIL, TWO[1]], TWO, 4),  # the state's are not alike: who is whose?
        ([{}, TWO[1] | {"CONV_STAT_DESCR": "MISDEMEANOR"}],
         [{"CONV_STAT_DESCR": "MISDEMEANOR"}], 2),  # the level tells
        ([{}], [{}, TWO[1] | {"CONV_STAT_DESCR": "MISDEMEANOR"}], 2),
    ],
)  # fmt: skip
def test_several_counts_of_one_section(state: list[Cells], court: list[Cells], n: int) -> None:
    """Two counts of a case are never made one, and one never two without a word."""
    joint = join({1: state, 2: court})
    assert len(counted(joint)) == n
    assert (n > 2) == any(one.fact == PERHAPS_SAME for one in joint.conflicts)


def test_two_files_of_the_state_are_compared_word_for_word_alone() -> None:
    """As ever: another level is another conviction there, and nothing is asked."""
    joint = join({1: [{}], 5: [{"CONV_STAT_DESCR": "MISDEMEANOR"}]})
    assert len(counted(joint)) == 2
    assert joint.conflicts == []


CONFLICTS = [
    ("conviction date", {"STP_EVENT_DATE": "19990402"}, "1999-03-01", "1999-04-02"),
    ("level", {"CONV_STAT_DESCR": "MISDEMEANOR"}, "felony", "misdemeanor"),
    ("section", {"OFFENSE_DESCR": "11359(A) HS-SALE"}, "11359 HS", "11359(A) HS"),
    ("sentence", JAIL | {"SENT_LENGTH": "006"}, "1 Y JAIL", "6 M JAIL"),
    ("county", {"STP_ORI_CNTY_NAME": "KERN"}, "LOS ANGELES", "KERN"),
]


def fact_of(fact: str, one: Conviction) -> str:
    sentence = " + ".join(f"{part.length} {part.unit} {part.place}" for part in one.charge.sentence)
    return {
        "conviction date": str(one.convicted_on), "level": one.charge.level.value,
        "section": one.charge.section_text, "county": one.event.county,
        "sentence": sentence.replace("12 M", "1 Y"),
    }[fact]  # fmt: skip


@pytest.mark.parametrize(("fact", "cells", "first", "second"), CONFLICTS)
def test_what_they_state_otherwise_is_a_conflict(
    fact: str, cells: Cells, first: str, second: str
) -> None:
    """Both values and places are kept; the state's counts, or what a person chose, or the newer."""
    files = {1: [JAIL], 2: [JAIL | cells]}
    joint = join(files)
    (told,) = joint.conflicts
    assert told[:5] == (fact, (1, 2), (2, 2), first, second)
    assert fact_of(fact, only(joint)) == first
    chosen = only(join(files, Choice(fact, RowRef(2, 2), RowRef(1, 2), RowRef(2, 2))))
    assert fact_of(fact, chosen) == second
    assert {taken.at for taken in chosen.charge.taken} == {(2, 2)}
    newest = join(files, order=(NEWEST,))
    assert fact_of(fact, only(newest)) == second
    assert counted(newest) == [((2, 2), ((1, 2),))]


@pytest.mark.parametrize(
    ("ours", "theirs", "fact", "value"),
    [
        ({"CONV_STAT_DESCR": "", "OFFENSE_TOC": ""}, {}, "level", "felony"),
        ({"STP_EVENT_DATE": ""}, {}, "conviction date", "1999-03-01"),
        ({"STP_EVENT_DATE": "19990000"}, {}, "conviction date", "1999-03-01"),
        ({"STP_ORI_CNTY_NAME": ""}, {}, "county", "LOS ANGELES"),
        ({}, JAIL, "sentence", "1 Y JAIL"),
    ],
)
def test_what_one_does_not_know_the_other_tells(
    ours: Cells, theirs: Cells, fact: str, value: str
) -> None:
    """That is no conflict; the fact is followed to the row that states it."""
    joint = join({1: [ours], 2: [theirs]})
    assert joint.conflicts == []
    assert fact_of(fact, only(joint)) == value
    assert {taken.at for taken in only(joint).charge.taken} == {(2, 2)}


def test_relief_of_either_file_is_on_record() -> None:
    """A court's list knows of a dismissal that the state's file lacks."""
    joint = join({1: [{}], 2: [{"COMMENT_TEXT": "DISM 1203.4 PC"}]})
    assert [item.at for item in only(joint).charge.relief] == [(2, 2)]


def test_a_count_that_was_dismissed_elsewhere_counts_until_somebody_decides() -> None:
    """Leaving it out could hide a prior; chosen, it is no conviction."""
    files = {1: [{"DISP_DESCR": "DISMISSED"}], 2: [{}]}
    joint = join(files)
    (told,) = joint.conflicts
    assert told[:5] == ("disposition", (2, 2), (1, 2), "CONVICTED", "DISMISSED")
    assert len(counted(joint)) == 1
    chosen = join(files, Choice("disposition", told.at, told.other_at, told.other_at))
    assert counted(chosen) == []
    more = {1: [{"DISP_DESCR": "DISMISSED"}, TWO[1]], 2: [{}]}
    assert join(more).conflicts == []  # of two counts one was dismissed: nothing odd


def test_an_event_of_several_counts_keeps_the_others_as_they_are() -> None:
    """Only the count of which the other file states another day has that day."""
    other = {"CNT_ORDER": "001001002000", "OFFENSE_DESCR": "459 PC-BURGLARY"}
    files = {1: [{}, other], 2: [{"STP_EVENT_DATE": "19990402"}]}
    choice = Choice("conviction date", RowRef(1, 2), RowRef(2, 2), RowRef(2, 2))
    told = {
        one.charge.section_text: (str(one.convicted_on), one.case_numbers)
        for one in join(files, choice).sheet.convictions()
    }
    assert told == {
        "459 PC": ("1999-03-01", ("CR700001",)), "11359 HS": ("1999-04-02", ("CR700001",)),
    }  # fmt: skip


def test_a_person_s_word_about_two_convictions_holds() -> None:
    """Said to be one they count once; said to be two, twice; both can be seen and undone."""
    files = {1: [{}], 2: [{"OFN": "CR9"}]}
    pair = (PERHAPS_SAME, RowRef(1, 2), RowRef(2, 2))
    same = join(files, Choice(*pair, "same"))
    assert counted(same) == [((1, 2), ((2, 2),))]
    assert [one.fact for one in same.conflicts] == [PERHAPS_SAME]
    assert only(same).charge.more_case_numbers == ("CR9",)
    different = join({1: [{}], 2: [{}]}, Choice(*pair, "different"))
    assert len(counted(different)) == 2
    assert [one.fact for one in different.conflicts] == [PERHAPS_SAME]


ROWS = st.builds(
    dict,
    OFN=st.sampled_from(["CR1", "CR-1", "CR2", ""]),
    CNT_ORDER=st.sampled_from(["001001001000", "001001002000", "002001001000"]),
    STP_EVENT_DATE=st.sampled_from(["19990301", "19990302", "19990000", ""]),
    OFFENSE_DESCR=st.sampled_from(["11359 HS-X", "11359(A) HS-X", "11358 HS-X", "?"]),
    CONV_STAT_DESCR=st.sampled_from(["FELONY", "MISDEMEANOR", ""]),
    STP_ORI_CNTY_NAME=st.sampled_from(["LOS ANGELES", "KERN", ""]),
    DISP_DESCR=st.sampled_from(["CONVICTED", "CONVICTED", "DISMISSED"]),
)
FILES = st.fixed_dictionaries({n: st.lists(ROWS, max_size=3) for n in (1, 2, 3)}).filter(
    lambda files: any(files.values())
)


@given(FILES)
def test_the_order_of_files_does_not_matter(files: dict[int, list[Cells]]) -> None:
    """Which convictions count, with what facts, and what is asked."""
    given_files = {source: rows for source, rows in files.items() if rows}
    told = set()
    for order in itertools.permutations(given_files):
        joint = join({source: given_files[source] for source in order})
        facts = frozenset(
            (
                one.charge.at, one.charge.also_at, str(one.convicted_on), one.charge.level,
                one.charge.section_text, one.event.county, one.charge.case_number,
            )
            for one in joint.sheet.convictions()
        )  # fmt: skip
        told.add((facts, tuple(joint.conflicts)))
    assert len(told) == 1


@given(FILES)
def test_no_conviction_is_lost_or_made_up(files: dict[int, list[Cells]]) -> None:
    """Every place stated is one that counts or one that is noted, once; and of no file are two
    rows made one."""
    given_files = {source: rows for source, rows in files.items() if rows}
    stated = {one.charge.at for one in plainly(given_files).convictions()}
    places = [at for own, also in counted(join(given_files)) for at in (own, *also)]
    assert sorted(places) == sorted(stated)
    for own, also in counted(join(given_files)):
        assert len({at.source for at in (own, *also)}) == 1 + len(also)


@pytest.mark.parametrize(
    ("one", "other", "strict", "loose"),
    [
        ("BA012345", "ba-012 345", True, True),
        ("00BA012345", "BA012345", True, True),
        ("BA012345", "BA12345", False, True),
        ("1BA012345", "BA012345", False, True),
        ("BA012345-01", "BA012345", False, True),
        ("BA012345A", "BA012345", False, True),
        ("BA012345", "BA012346", False, False),
        ("CR-12", "CR 12", True, False),
        ("", "-", True, False),
    ],
)
def test_case_numbers(one: str, other: str, strict: bool, loose: bool) -> None:
    """The same, spelled otherwise, or another; too short a number is never spelled otherwise."""
    assert (strict_number(one) == strict_number(other)) is strict
    assert (bool(loose_number(one)) and loose_number(one) == loose_number(other)) is loose
