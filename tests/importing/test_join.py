"""Portions and files of one person, joined: as if all rows had been read at once."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.importing.assemble import SUBJECT, NumberedRow, assemble
from app.importing.join import join_sheets
from app.model.record import RapSheet, ReliefKind, RowRef
from app.sampling.rows import FILLER
from tests.importing.made_rows import row_of, sample_rows

PRISON = {"SENT_LOC_DESCR": "PRISON", "SENT_LENGTH": "002", "SENT_TIME_CODE": "Y"}


def sheet_of(source: int, *rows: list[str]) -> RapSheet:
    return assemble(source, f"{source}:5001", enumerate(rows, 2))[0]


def people() -> list[list[NumberedRow]]:
    found: dict[str, list[NumberedRow]] = {}
    for number, row in enumerate(sample_rows(40), 2):
        found.setdefault(row[SUBJECT], []).append((number, row))
    return list(found.values())


ORDERS = [f"00{c}00{s}00{n}000" for c in (1, 2) for s in (1, 2) for n in (1, 2, 9)]
ROWS = st.builds(
    row_of,
    CNT_ORDER=st.sampled_from([*ORDERS, "001"]),
    DISP_DESCR=st.sampled_from(["CONVICTED", "DISMISSED", "DISMISSED PER 1203.4 PC", "REVERSED"]),
    OFN=st.sampled_from(["CR1", "CR2", "CR3", ""]),
    SENT_LENGTH=st.sampled_from(["", "001", "LIFE"]),
    SENT_LOC_DESCR=st.sampled_from(["", "JAIL"]),
    SENT_TIME_CODE=st.sampled_from(["Y", "M"]),
    PRI_DOB=st.sampled_from(["19700615", "19710000", ""]),
    PRI_NAME=st.sampled_from(["EXAMPLE,AVERY", "SAMPLE,AVERY", FILLER]),
    CII_NUMBER=st.sampled_from(["", "A1"]),
    COMMENT_TEXT=st.sampled_from(["", "DISM 1203.4 PC", "SEN-X3 YR PROB"]),
    STP_EVENT_DATE=st.sampled_from(["19990301", "20000000", ""]),
)


def joined(rows: list[NumberedRow], cuts: list[int]) -> RapSheet:
    edges = [0, *sorted(cut for cut in set(cuts) if 0 < cut < len(rows)), len(rows)]
    parts = [assemble(1, "1:5001", rows[a:b])[0] for a, b in pairwise(edges)]
    return join_sheets(parts)


@given(st.sampled_from(people()), st.lists(st.integers(1, 60), max_size=5))
def test_portions_of_a_sampled_person_join_to_the_whole(
    rows: list[NumberedRow], cuts: list[int]
) -> None:
    """Any cut of a person's rows, in file order, gives the rap sheet of all rows."""
    assert joined(rows, cuts) == assemble(1, "1:5001", rows)[0]


@given(st.lists(ROWS, min_size=2, max_size=8), st.lists(st.integers(1, 8), max_size=4))
def test_portions_of_an_entangled_person_join_to_the_whole(
    rows: list[list[str]], cuts: list[int]
) -> None:
    """Counts repeated, relief of other rows, several numbers: the same whichever way it is cut."""
    numbered = list(enumerate(rows, 2))
    assert joined(numbered, cuts) == assemble(1, "1:5001", numbered)[0]


@given(st.lists(ROWS, min_size=3, max_size=8), st.data())
def test_joining_in_steps_is_joining_at_once(rows: list[list[str]], data: st.DataObject) -> None:
    """Three portions joined two and one, one and two, or all together."""
    first = data.draw(st.integers(1, len(rows) - 2))
    second = data.draw(st.integers(first + 1, len(rows) - 1))
    numbered = list(enumerate(rows, 2))
    a, b, c = (
        assemble(1, "1:5001", part)[0]
        for part in (numbered[:first], numbered[first:second], numbered[second:])
    )
    assert join_sheets([join_sheets([a, b]), c]) == join_sheets([a, b, c])


def test_relief_meant_for_a_count_in_a_later_portion_goes_there() -> None:
    """Alone in its portion a conviction seems to be meant; joined, another count is."""
    first = sheet_of(1, row_of(), row_of(CNT_ORDER="001002002000", DISP_DESCR="DISM 1203.4 PC"))
    assert [bool(one.charge.relief) for one in first.convictions()] == [True]
    second = assemble(1, "1:5001", [(9, row_of(CNT_ORDER="001001002000"))])[0]
    joint = join_sheets([first, second])
    assert [bool(one.charge.relief) for one in joint.convictions()] == [False, True]


def test_the_same_rows_in_two_files_count_once() -> None:
    """The conviction stays where it stood first and names its other place."""
    rows = [row_of(**PRISON), row_of(CNT_ORDER="001001002000", OFN="CR2")]
    joint = join_sheets([sheet_of(1, *rows), sheet_of(2, *rows)])
    first, second = joint.convictions()
    assert first.charge.at == RowRef(1, 2)
    assert first.charge.also_at == (RowRef(2, 2),)
    assert second.charge.also_at == (RowRef(2, 3),)
    assert len(first.charge.sentence) == 1
    thrice = join_sheets([joint, sheet_of(3, *rows)])
    assert thrice.convictions()[0].charge.also_at == (RowRef(2, 2), RowRef(3, 2))
    assert len(thrice.convictions()) == 2


def test_different_rows_in_two_files_are_all_of_the_person() -> None:
    """Another date, court or level is another conviction; both count."""
    fresh = row_of(STP_EVENT_DATE="20010505", OFN="CR8", CNT_ORDER="002001001000")
    joint = join_sheets([sheet_of(1, row_of()), sheet_of(2, row_of(), fresh)])
    assert [one.charge.at for one in joint.convictions()] == [RowRef(1, 2), RowRef(2, 3)]


def test_relief_that_only_a_later_file_knows_is_not_lost() -> None:
    """The same conviction again, and a row that says it was dismissed since."""
    again = [row_of(), row_of(DISP_DESCR="DISM PER 1203.4 PC", CONV_STAT_DESCR="")]
    for later in (again, [row_of(), row_of(DISP_DESCR="1203.4 PC", CNT_ORDER="001002001000")]):
        joint = join_sheets([sheet_of(1, row_of()), sheet_of(2, *later)])
        (conviction,) = joint.convictions()
        (relief,) = conviction.charge.relief
        assert relief.kind is ReliefKind.DISMISSED_1203_4
        assert relief.at == RowRef(2, 3)
        thrice = join_sheets([joint, sheet_of(3, *later)])
        assert [one.at for one in thrice.convictions()[0].charge.relief] == [RowRef(2, 3)]


def test_sentence_parts_that_only_a_later_file_knows_are_added() -> None:
    """A term imposed after probation was revoked lengthens the sentence, once."""
    more = row_of(SENT_LOC_DESCR="JAIL", SENT_LENGTH="006", SENT_TIME_CODE="M")
    joint = join_sheets([sheet_of(1, row_of(**PRISON)), sheet_of(2, row_of(**PRISON), more)])
    (conviction,) = joint.convictions()
    assert [(part.place, part.at) for part in conviction.charge.sentence] == [
        ("PRISON", RowRef(1, 2)), ("JAIL", RowRef(2, 3)),
    ]  # fmt: skip


def test_two_person_numbers_of_one_person_keep_their_own_cycles() -> None:
    """Both numberings begin with cycle 001; neither swallows the other."""
    first = assemble(1, "1:5001", [(2, row_of())])[0]
    second = assemble(1, "1:5002", [(3, row_of(STP_EVENT_DATE="20050101", OFN="CR5"))])[0]
    joint = join_sheets([first, second])
    assert [(cycle.order, cycle.sheet) for cycle in joint.cycles] == [
        ("001", "1:5001"), ("001", "1:5002"),
    ]  # fmt: skip
    assert len(joint.convictions()) == 2
