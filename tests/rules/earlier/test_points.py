"""Where we differ from the earlier tools, and that a known point explains every difference."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings

from app.exporting.clear_my_record import RESULT_COLUMNS
from app.model.record import RapSheet
from app.rules.earlier.all_tables import TABLES
from app.rules.earlier.cells import COLUMNS
from app.rules.earlier.marks import ALL_MARKS, Mark, marks_text
from app.rules.earlier.points import Difference, find_earlier_tool
from app.sampling.writer import write_sample
from tests.importing.made_rows import file_of, line_of
from tests.rules import strategies
from tests.rules.earlier.compare import (
    AS_OF,
    COUNTIES,
    POLICIES,
    answers,
    compare,
    read_lines,
    read_people,
)

CR, LA, SJ, CC, SAC, SF = POLICIES
BY_TABLE = (SJ, CC, SAC)  # of which the last rows are the same


def line(policy: str, **cells: str) -> str:
    """A felony conviction for 11359 HS of 1 March 1999 in the policy's county."""
    return line_of(**({"STP_ORI_CNTY_NAME": COUNTIES[policy]} | cells))


def other_line(policy: str, **cells: str) -> str:
    """Another conviction of the same person, in a cycle of its own, for burglary."""
    own = {"CNT_ORDER": "002001001000", "OFFENSE_DESCR": "459 PC-BURGLARY", "OFN": "CR2"}
    return line(policy, **(own | cells))


PLAIN = [
    {"OFFENSE_DESCR": "11357(A) HS-POSSESS CONCENTRATED CANNABIS"},
    {"OFFENSE_DESCR": "11358 HS-CULTIVATE", "CONV_STAT_DESCR": "MISDEMEANOR"},
    {"OFFENSE_DESCR": "11359 HS-SALE", "STP_EVENT_DATE": "20161108"},
    {"OFFENSE_DESCR": "11360(A) HS-TRANSPORT", "STP_EVENT_DATE": "20161109"},
    {"OFFENSE_DESCR": "11360 HS", "CONV_STAT_DESCR": "", "OFFENSE_TOC": "F"},
    {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "006", "SENT_TIME_CODE": "M"},
    {"OFFENSE_DESCR": "SEE COMMENT FOR CHARGE", "COMMENT_TEXT": "11359 HS-SALE"},
    {"STP_ORI_CNTY_NAME": "KERN"},
]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("cells", PLAIN)
def test_a_plain_record_differs_in_nothing(policy: str, cells: dict[str, str]) -> None:
    """Alone, and with another conviction and a registration beside it."""
    assert compare(read_lines(line(policy, **cells)), policy) == []
    more = other_line(policy, STP_EVENT_DATE="20120704")
    assert compare(read_lines(line(policy, **cells), more), policy) == []


UNKNOWN_LEVEL = {"CONV_STAT_DESCR": "Felony"}
D, R, N = "Eligible for Dismissal", "Eligible for Reduction", "Not eligible"
H, M, CA = "Hand Review", "Maybe Eligible - Flag for Review", "To be reviewed by City Attorneys"
NONE = "(no determination)"
RECENT = {"STP_EVENT_DATE": "20150701"}
JAIL_5_YEARS = {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "005", "SENT_TIME_CODE": "Y"}
REDUCED = {"DISP_DESCR": "REDUCED TO MISD PER 17(B) PC", "CONV_STAT_DESCR": ""}
YOUNG = {"PRI_DOB": "19800615"}

# policy, cells of the conviction, further lines as cells, earlier answer, ours, point
Case = tuple[str, dict[str, str], list[dict[str, str]], str, str, str]
CASES: list[Case] = [
    # 1: an unknown fact
    (CR, {"STP_ORI_CNTY_NAME": ""}, [], NONE, H, "1"),
    (LA, UNKNOWN_LEVEL, [], CA, D, "1"),
    (LA, {"CONV_STAT_DESCR": "", "OFFENSE_TOC": ""}, [], CA, H, "1"),
    (LA, {"PRI_DOB": "", **RECENT, "SENT_LOC_DESCR": "PROBATION"}, [], D, H, "1"),
    (SJ, {"STP_EVENT_DATE": "20160000"}, [], D, H, "1"),
    (CC, {"STP_EVENT_DATE": "", "CNT_ORDER": "001001002000"}, [], D, H, "1"),
    (SAC, {"CONV_STAT_DESCR": "FELONY ", **RECENT, **JAIL_5_YEARS, "SENT_LENGTH": "009"}, [],
     D, R, "1"),
    (SF, {"STP_ORI_CNTY_NAME": ""}, [], NONE, H, "1"),
    # 2: sections by substring
    (CR, {"OFFENSE_DESCR": "11357.5 HS-SYNTHETIC"}, [], D, NONE, "2"),
    (LA, {"OFFENSE_DESCR": "664-11359 HS-ATT"}, [], NONE, D, "2"),
    (LA, YOUNG, [{"OFFENSE_DESCR": "137 PC-BRIBE", "STP_EVENT_DATE": "19980101"}], N, D, "2"),
    (SJ, {"OFFENSE_DESCR": "111359 HS-ETC"}, [], D, NONE, "2"),
    (CC, {"OFFENSE_DESCR": "182-11360 HS-CONSPIRE"}, [], NONE, D, "2"),
    (SAC, {"OFFENSE_DESCR": "11357 BP-ETC"}, [], D, NONE, "2"),
    (SF, {"OFFENSE_DESCR": "11359HS-SALE"}, [], NONE, D, "2"),
    # 3: the end of a sentence (2020-07-01 by the calendar, a day later by 366 days)
    (LA, {**YOUNG, **RECENT, **JAIL_5_YEARS}, [], H, D, "3"),
    (SJ, {"STP_EVENT_DATE": "20150630", **JAIL_5_YEARS}, [], M, D, "3"),
    (CC, {"STP_EVENT_DATE": "20150630", **JAIL_5_YEARS}, [], M, D, "3"),
    (SAC, {"STP_EVENT_DATE": "20150630", **JAIL_5_YEARS}, [], R, D, "3"),
    # 8: later relief, and the section convicted of
    (CR, {"CONV_OFFENSE_DESCR": "11350(A) HS-NARCOTIC"}, [], D, NONE, "8"),
    (LA, {}, [{**REDUCED, "CNT_ORDER": "001002001000", "OFFENSE_DESCR": "11359 HS-SALE"}],
     D, CA, "8"),
    (SJ, {"CONV_OFFENSE_DESCR": "32 PC-ACCESSORY"}, [], D, NONE, "8"),
    (CC, {"OFFENSE_DESCR": "11350 HS-X", "CONV_OFFENSE_DESCR": "11359 HS-SALE"}, [], NONE, D, "8"),
    (SAC, {}, [{"DISP_DESCR": "CONVICTION REVERSED", "CNT_ORDER": "001002001000",
                "CONV_STAT_DESCR": "", "OFFENSE_DESCR": "11359 HS-SALE"}], D, H, "8"),
    (SF, {"CONV_OFFENSE_DESCR": "11350(A) HS-NARCOTIC"}, [], D, NONE, "8"),
    # list: our list of offenses
    (LA, YOUNG, [{"OFFENSE_DESCR": "207 PC-KIDNAP", "STP_EVENT_DATE": "19980101"}], N, H, "list"),
    (LA, YOUNG, [{"OFFENSE_DESCR": "206 PC-TORTURE", "STP_EVENT_DATE": "19980101"}], D, N, "list"),
    (SF, {}, [{"OFFENSE_DESCR": "206 PC-TORTURE"}], D, N, "list"),
    # several at once
    (LA, {"STP_ORI_CNTY_NAME": "Los Angeles", "OFFENSE_DESCR": "664-11359 HS"}, [], NONE, D,
     "2 and 5"),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "cells", "more", "earlier", "ours", "point"), CASES)
def test_each_point_is_named_where_it_changes_the_answer(
    policy: str, cells: dict[str, str], more: list[dict[str, str]], earlier: str, ours: str,
    point: str,
) -> None:  # fmt: skip
    """The earlier answer, ours and the point; the reason differs for the same point."""
    shared = {name: cells[name] for name in ("PRI_DOB",) if name in cells}
    sheet = read_lines(
        line(policy, **cells), *(other_line(policy, **(shared | other)) for other in more)
    )
    found = compare(sheet, policy)
    assert answers(found) == [(earlier, ours, point)]
    reasons = [one for one in found if one.column == "Eligibility Reason"]
    assert [one.point for one in reasons] == [point]
    assert all(one.why.endswith(".") and not one.why.startswith("No known") for one in found)


@pytest.mark.parametrize("policy", POLICIES)
def test_5_a_county_written_otherwise(policy: str) -> None:
    """``Yolo`` and ``YOLO `` gave no determination; with us they are the county."""
    name = COUNTIES[policy]
    for written in (name.title(), f"{name} ", f"{name} COUNTY"):
        found = compare(read_lines(line(policy, STP_ORI_CNTY_NAME=written)), policy)
        assert [(one[0], one[2]) for one in answers(found)] == [(NONE, "5")]
        assert found[0].why == (
            f"Point 5, the name of the county: the county is written “{written}”; the earlier "
            "tool compared it letter for letter."
        )


@pytest.mark.parametrize("policy", [CR, LA, *BY_TABLE])
def test_6_one_person_in_two_files(policy: str) -> None:
    """The second file's conviction counted for nobody; a repeat is answered in both files."""
    first = file_of(line(policy, **RECENT))
    second = file_of(line(policy, **RECENT), other_line(policy, STP_EVENT_DATE="20180101"))
    (sheet,) = read_people(first, second)
    found = compare(sheet, policy)
    assert {one.point for one in found} == {"6"}
    assert {one.at.source for one in found} == {1}  # the second file holds all there is
    counted = [one for one in found if one.column == "# of convictions on record"]
    assert [(one.earlier, one.ours) for one in counted] == [("1", "2")]


def test_6_does_not_concern_rap_sheets() -> None:
    """San Francisco's program read one person's sheet at a time."""
    first, second = file_of(line(SF)), file_of(other_line(SF, OFFENSE_DESCR="187 PC-MURDER"))
    (sheet,) = read_people(first, second)
    assert compare(sheet, SF) == []


def test_9_a_gang_pair_came_before_every_conviction() -> None:
    """Convicted of both after the cannabis conviction, it bars nothing."""
    gang = [
        {"OFFENSE_DESCR": "186.22(B)(4) PC-GANG", "STP_EVENT_DATE": "20100101"},
        {"OFFENSE_DESCR": "246 PC-SHOOT", "STP_EVENT_DATE": "20100101",
         "CNT_ORDER": "002001002000"},
    ]  # fmt: skip
    sheet = read_lines(line(LA), *(other_line(LA, **cells) for cells in gang))
    assert answers(compare(sheet, LA)) == [(N, D, "9")]


def test_a_note_names_the_fact() -> None:
    """One plain sentence for a lawyer, about the conviction that it is about."""
    synthetic = compare(read_lines(line(LA, OFFENSE_DESCR="11357.5 HS-SYNTHETIC")), LA)
    assert synthetic[0].why == (
        "Point 2, sections by substring: the earlier tool read 11357.5 HS of 1999-03-01 as 11357."
    )
    blank = {"CONV_STAT_DESCR": "", "OFFENSE_TOC": ""}
    assert compare(read_lines(line(LA, **blank)), LA)[0].why == (
        "Point 1, an unknown fact: the level of 11359 HS of 1999-03-01 is not on record; "
        "the earlier tool took it for no felony."
    )


def test_a_note_of_a_list_column_is_about_what_is_listed() -> None:
    """Los Angeles has no related charges; the super strike is told of in its own column."""
    strike = other_line(LA, OFFENSE_DESCR="664-187 PC-ATTEMPTED MURDER")
    related = other_line(LA, OFFENSE_DESCR="11550(A) HS-USE", CNT_ORDER="003001001000")
    for lines in ((line(LA), related, strike), (line(LA), strike, related)):
        found = {one.column: one for one in compare(read_lines(*lines), LA)}
        note = found["Superstrike Code Section(s)"]
        assert (note.ours, note.point) == ("664-187 PC", "2")
        assert note.why == (
            "Point 2, sections by substring: the earlier tool did not find the listed offense in "
            "664-187 PC of 1999-03-01."
        )
        assert "664-187 PC" in found["PC290 Code Section(s)"].why
        assert not any("related charge" in one.why for one in found.values())


@pytest.mark.parametrize(
    ("policy", "charged", "convicted", "word"),
    [
        (SJ, "11377(A) HS", "148(A)(1) PC", "related charge"),
        (SJ, "422 PC", "11550(A) HS", "related charge"),
        (SF, "148.9(A) PC", "11364(A) HS", "plea bargain"),
    ],
)
def test_two_points_of_a_section_convicted_of(
    policy: str, charged: str, convicted: str, word: str
) -> None:
    """The charge is told of under point 8 only; point 2 is about what the conviction was for.

    Both are needed: the tools knew 11550 HS and 11364 HS, not with a subdivision. Of the
    bare section point 8 alone explains the difference.
    """
    cannabis = other_line(policy, OFFENSE_DESCR="11357 HS-X", CNT_ORDER="001001002000")

    def told(section: str) -> Difference:
        amended = {"OFFENSE_DESCR": f"{charged}-X", "CONV_OFFENSE_DESCR": f"{section}-Y"}
        found = compare(read_lines(line(policy, **amended), cannabis), policy)
        return next(one for one in found if one.column == "Eligibility Determination")

    later = (
        "Point 8, later relief and the section convicted of: the earlier tool took the charge, "
        f"{charged} of 1999-03-01; the conviction was for "
    )
    both = told(convicted)
    assert (both.earlier, both.point) == (NONE, "2 and 8")
    assert both.why == (
        "Point 2, sections by substring: the earlier tool would not have taken "
        f"{convicted} of 1999-03-01 for a {word}. {later}{convicted}."
    )
    bare = convicted.partition("(")[0] + convicted[-3:]
    alone = told(bare)
    assert (alone.earlier, alone.point, alone.why) == (NONE, "8", f"{later}{bare}.")


def test_a_note_prints_what_the_tool_read() -> None:
    """What stands before the section is why the tool did not see it there."""
    comment = {"OFFENSE_DESCR": "", "COMMENT_TEXT": "CHRG 11358 HS"}
    assert compare(read_lines(line(SF, **comment)), SF)[0].why == (
        "Point 2, sections by substring: the earlier tool did not see 11358 in “CHRG 11358 HS” of "
        "1999-03-01."
    )
    slash = compare(read_lines(line(SF, OFFENSE_DESCR="/11357 HS-POSSESS")), SF)[0].why
    assert "did not see 11357 in “/11357 HS-POSSESS” of 1999-03-01" in slash


def test_a_conviction_the_tool_did_not_answer_was_passed_over() -> None:
    """Without any section it gave no determination: it took nothing as sure."""
    nothing = {"OFFENSE_DESCR": "SEE COMMENT FOR CHARGE", "COMMENT_TEXT": ""}
    found = compare(read_lines(line(LA, **nothing)), LA)
    assert answers(found) == [(NONE, H, "1")]
    assert found[0].why == (
        "Point 1, an unknown fact: what a conviction without a section of 1999-03-01 was for is "
        "not sure from the record; the earlier tool passed it over."
    )


def test_columns_beside_the_answer_are_compared() -> None:
    """A section that the lists read otherwise shows in its column although the answer stands."""
    sheet = read_lines(line(CR), other_line(CR, OFFENSE_DESCR="187(A) PC-MURDER"))
    columns = {one.column: (one.earlier, one.ours, one.point) for one in compare(sheet, CR)}
    assert columns["Superstrike Code Section(s)"] == ("-", "187(A) PC", "list")
    other = {"COMMENT_TEXT": "ALSO 11357.5 HS"}
    (found,) = compare(read_lines(line(CR, **other)), CR)
    assert (found.column, found.earlier, found.ours, found.point) == (
        "Possible Other P64 Charges", "ALSO 11357.5 HS", "", "2",
    )  # fmt: skip


def test_options_are_the_offices() -> None:
    """The earlier table is asked with the options of the run."""
    fresh = read_lines(line(CR, STP_EVENT_DATE="20190101", CONV_STAT_DESCR="Felony"))
    found = compare(
        fresh, CR, hs_11359="reduce", use_only_cannabis=False, years_since_conviction=10
    )
    assert answers(found) == [(D, R, "1")]
    announced = read_lines(line(LA, **YOUNG, STP_EVENT_DATE="20150101", CONV_STAT_DESCR="Felony"))
    assert answers(compare(announced, LA, conviction_free_of="felony", young="conviction"))


def test_policies_without_an_earlier_tool_have_none() -> None:
    """Only the tables of the county policies were ever run by an earlier tool."""
    assert find_earlier_tool("us-ca/hsc-11361-8", {}, "KERN", AS_OF) is None
    assert set(TABLES) == set(POLICIES)
    assert COLUMNS == RESULT_COLUMNS


def test_points_are_written_as_a_list() -> None:
    """By their numbers, in order; none when nothing explains."""
    assert marks_text(frozenset()) == "none"
    assert marks_text(frozenset({Mark.LIST, Mark.UNKNOWN, Mark.SECTIONS})) == "1, 2 and list"


@lru_cache(maxsize=4)
def sample(county: str, is_messy: bool) -> tuple[RapSheet, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.dat"
        write_sample(path, n_people=400, county=county.title(), seed=11, is_messy=is_messy)
        return tuple(read_people(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("is_messy", [False, True])
def test_a_point_explains_every_difference_of_a_made_up_county(policy: str, is_messy: bool) -> None:
    """And those whom the quick look passes over have none, whatever is tried."""
    n_found = 0
    for place, sheet in enumerate(sample(COUNTIES[policy], is_messy)):
        found = compare(sheet, policy)
        assert [one for one in found if one.point == "none"] == []
        if place % 4 == 0:
            assert found == compare(sheet, policy, in_play=ALL_MARKS - TABLES[policy].mended)
        n_found += len(found)
    assert n_found


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=40, deadline=None)
@given(sheet=strategies.sheets().map(strategies.without_doubtful))
def test_a_point_explains_every_difference_of_any_record(policy: str, sheet: RapSheet) -> None:
    """Records with anything missing, contradicting and relieved."""
    record = _told(sheet, COUNTIES[policy])
    found = compare(record, policy)
    assert [one for one in found if one.point == "none"] == []
    assert found == compare(record, policy, in_play=ALL_MARKS - TABLES[policy].mended)


def _told(sheet: RapSheet, county: str) -> RapSheet:
    """The record in that county; the earlier tools read offense texts, not code sections."""
    cycles = []
    for cycle in sheet.cycles:
        events = []
        for event in cycle.events:
            counts = tuple(
                charge._replace(offense=charge.section_text, charged_text=charge.section_text)
                for charge in event.charges
            )
            own = county if event.county == strategies.HERE else event.county
            events.append(event._replace(charges=counts, county=own))
        cycles.append(cycle._replace(events=tuple(events)))
    return RapSheet(sheet.person, tuple(cycles))
