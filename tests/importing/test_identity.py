"""Who may be one: names and birth dates however they are written, and what contradicts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.identity import Profile, Strength, cii_digits, compare_people
from app.importing.people_blocks import Blocks, keys_of
from app.importing.person_names import NameTie, is_one_edit, read_name, tie_names
from app.model.dates import UNKNOWN_DATE, PartialDate, read_compact_date

BORN = "19700615"


def person(*names: str, born: str = BORN, cii: str = "", sex: str = "", case: str = "") -> Profile:
    on = read_compact_date(born)
    assert on is not None
    return Profile(names, on, cii, sex, frozenset([case]) - {""})


@pytest.mark.parametrize(
    ("one", "other", "tie"),
    [
        ("EXAMPLE,AVERY LEE", "EXAMPLE,AVERY LEE", NameTie.SAME),
        ("EXAMPLE,AVERY LEE", "Example, Avery Lee", NameTie.SPELLED),
        ("O'BRIEN,PAT", "O BRIEN,PAT", NameTie.SPELLED),
        ("SMITH-JONES,ZOË", "SMITH JONES,ZOE", NameTie.SPELLED),
        ("DE LA CRUZ,ANA", "DELACRUZ,ANA", NameTie.SPELLED),
        ("GARCÍA,JOSÉ JR", "GARCIA,JOSE", NameTie.SPELLED),
        ("EXAMPLE,AVERY", "AVERY EXAMPLE", NameTie.TURNED),
        ("EXAMPLE,AVERY", "AVERY,EXAMPLE", NameTie.TURNED),
        ("EXAMPLE,AVERY LEE", "AVERY LEE EXAMPLE", NameTie.TURNED),
        ("EXAMPLE,AVERY LEE", "EXAMPLE,AVERY", NameTie.MIDDLE),
        ("EXAMPLE,AVERY LEE", "EXAMPLE,AVERY L", NameTie.MIDDLE),
        ("EXAMPLE,AVERY LEE", "EXAMPLE,A L", NameTie.INITIAL),
        ("EXAMPLE,AVERY", "EXAMPEL,AVERY", NameTie.ONE_EDIT),
        ("EXAMPLE,AVERY", "EXAMPLES,AVERY", NameTie.ONE_EDIT),
        ("EXAMPLE,AVERY LEE", "EXAMPLE,AVERY RAE", NameTie.CONTRADICTS),
        ("EXAMPLE,AVERY JR", "EXAMPLE,AVERY SR", NameTie.CONTRADICTS),
        ("EXAMPLE,AVERY", "EXAMPLE,BLAKE", NameTie.NONE),
        ("LI,BO", "LU,BO", NameTie.NONE),
        ("EXAMPLE,AVERY", "", NameTie.NONE),
    ],
)
def test_names_however_they_are_written(one: str, other: str, tie: NameTie) -> None:
    """Signs, blanks, accents, suffixes, initials, the order, one letter."""
    assert tie_names(read_name(one), read_name(other)) is tie
    assert tie_names(read_name(other), read_name(one)) is tie


ME = "EXAMPLE,AVERY"


@pytest.mark.parametrize(
    ("one", "other", "strength", "because"),
    [
        (person(ME), person(ME), "certain", "same birth date"),
        (person(ME, cii="A01234567"), person("X,Y", ME, cii="01234567"), "certain", "notation"),
        (person(ME, cii="A01234567"), person("X,Y", cii="A1234567"), "certain", "same CII"),
        (
            person(ME, cii="A1234567"), person("X,Y", cii="1234567", born="19440404"),
            "possible", "different names",
        ),
        (person(ME), person("AVERY EXAMPLE"), "certain", "changing places"),
        (person(ME), person("OTHER,NAME", ME), "strong", "(an alias)"),
        (person(ME), person("EXAMPLE,AVERY LEE"), "strong", "middle name"),
        (person(ME), person("EXAMPEL,AVERY"), "strong", "one letter apart"),
        (person(ME, born="19700506"), person(ME, born="19700605"), "strong", "day and month"),
        (person(ME), person(ME, born="19700000"), "possible", "as far as they are known"),
        (person(ME), person(ME, born=""), "possible", "not known"),
        (person(ME, case="BA1"), person(ME, born="", case="BA1"), "strong", "case number"),
        (person(ME, sex="F"), person(ME, sex="M"), "strong", "different sex"),
        (person(ME, cii="A1"), person(ME, cii="A2"), "possible", "different CII"),
        (person(ME, case="BA1"), person(ME, born="19440404", case="BA1"), "possible", "different"),
    ],
)  # fmt: skip
def test_how_strongly_and_why(one: Profile, other: Profile, strength: str, because: str) -> None:
    """Each strength with its reason in words."""
    found = compare_people(one, other)
    assert found.strength.word == strength
    assert because in "; ".join(found.reasons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person(ME), person(ME, born="19710615")),
        (person(ME, cii="A1"), person(ME, cii="A2", born="")),
        (person(ME), person("EXAMPLE,BLAKE")),
        (person(ME), person("EXAMPEL,AVERY", born="")),
        (person(ME), person("EXAMPLE,AVERY", born="19710000")),
        (person(), person()),
    ],
)
def test_what_contradicts_is_no_proposal(one: Profile, other: Profile) -> None:
    """Another full birth date, another CII number, another name."""
    assert compare_people(one, other).strength is Strength.NONE


@pytest.mark.parametrize(
    ("cii", "digits"),
    [("A01234567", "1234567"), ("01234567", "1234567"), ("a-012 34567", "1234567"), ("", ""),
     ("UNKNOWN", ""), ("A0", "0")],
)  # fmt: skip
def test_notations_of_a_number(cii: str, digits: str) -> None:
    """Letter, zeros, blanks and hyphens are notation."""
    assert cii_digits(cii) == digits


NAMES = st.sampled_from(
    ["EXAMPLE,AVERY", "EXAMPLE,AVERY LEE", "EXAMPLE,AVERY L", "AVERY EXAMPLE", "O'NEIL,PAT JR",
     "O NEIL,PAT SR", "ONEIL,PAT", "EXAMPEL,AVERY", "EXAMPLE,A", "ÉXAMPLE,AVERY", "X", ",", "-"]
)  # fmt: skip
DATES = st.sampled_from(
    [UNKNOWN_DATE, PartialDate.exactly(date(1970, 6, 5)), PartialDate.exactly(date(1970, 5, 6)),
     PartialDate(date(1970, 1, 1), date(1970, 12, 31)), PartialDate.exactly(date(1980, 1, 1))]
)  # fmt: skip
PEOPLE = st.builds(
    Profile,
    st.lists(NAMES | st.text(max_size=12), max_size=2).map(tuple),
    DATES,
    st.sampled_from(["", "A01234567", "1234567", "A7"]),
    st.sampled_from(["", "F", "M"]),
    st.sampled_from([frozenset(), frozenset(["BA123456"])]),
)


@given(PEOPLE, PEOPLE)
def test_the_order_of_two_people_is_nothing(one: Profile, other: Profile) -> None:
    """Strength and reasons are the same either way."""
    assert compare_people(one, other) == compare_people(other, one)


@given(st.lists(PEOPLE, min_size=2, max_size=6))
def test_who_is_alike_shares_a_key(people: list[Profile]) -> None:
    """Whoever would be proposed with certainty or strongly is compared at all."""
    blocks = Blocks()
    for number, one in enumerate(people):
        blocks.add(number, keys_of(one))
    compared = set(blocks.pairs())
    for low, one in enumerate(people):
        for high in range(low + 1, len(people)):
            strength = compare_people(one, people[high]).strength
            assert strength < Strength.STRONG or (low, high) in compared


@given(st.text("ABC", max_size=7), st.text("ABC", max_size=7))
def test_one_edit_either_way(one: str, other: str) -> None:
    """Symmetric, and never between equal texts."""
    assert is_one_edit(one, other) == is_one_edit(other, one)
    assert not is_one_edit(one, one)
