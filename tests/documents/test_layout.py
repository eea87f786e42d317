"""Breaking lines, flowing units, wording values: the small parts on their own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.draft import Office
from app.documents.flow import LAST_STEP, Row, Run, Unit, paginate, paragraph_units
from app.documents.fonts import Face, clean, text_width
from app.documents.parties import county_name
from app.documents.preflight import unfilled_fields
from app.documents.wording import listed, partial_date, short_date
from app.documents.wrap import wrap, wrap_balanced
from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import Level
from tests.documents.samples import bulk, case, count, motion

TEXTS = st.text(st.sampled_from("aWi -/,é’\u00a0"), max_size=120)


@given(TEXTS, st.floats(30, 500), st.sampled_from(Face), st.floats(0, 15))
def test_no_line_is_wider_than_its_place(text: str, width: float, face: Face, first: float) -> None:
    """Whatever the words, every line fits, and no character is lost or moved."""
    lines = wrap(text, width, face, first=first)
    for n, line in enumerate(lines):
        assert text_width(line, face, 12) <= width - (0 if n else first) + 1e-6
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.floats(60, 400))
def test_balancing_needs_no_more_lines(text: str, width: float) -> None:
    """A title is evened out within the lines it needs anyway."""
    lines = wrap_balanced(text, width)
    assert len(lines) == len(wrap(text, width))
    assert all(text_width(line, Face.REGULAR, 12) <= width + 1e-6 for line in lines)


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=60))
def test_every_unit_is_placed_once_and_above_the_foot(shapes: list[tuple[int, bool]]) -> None:
    """No unit is lost, repeated, moved out of order or placed below line 28."""
    units = [
        Unit(tuple(Row(2 * n, (Run(76, str(i)),)) for n in range(rows)), 2 * rows, holds_next=tied)
        for i, (rows, tied) in enumerate(shapes)
    ]
    pages = paginate(units)
    assert [unit for page in pages for _, unit in page.placed] == units
    for page in pages:
        for step, unit in page.placed:
            assert step + unit.last <= LAST_STEP


@pytest.mark.parametrize(
    ("n_rows", "groups"),
    [(1, [1]), (2, [2]), (3, [3]), (4, [2, 2]), (5, [2, 1, 2]), (7, [2, 1, 1, 1, 2])],
)
def test_paragraphs_leave_no_single_line(n_rows: int, groups: list[int]) -> None:
    """Two lines at least at the foot and at the head of a page."""
    units = paragraph_units([(Run(76, "x"),)] * n_rows)
    assert [len(unit.rows) for unit in units] == groups


@pytest.mark.parametrize(
    ("given_name", "printed"),
    [
        ("LOS ANGELES", "Los Angeles"),
        ("contra costa", "Contra Costa"),
        (" San Luis Obispo County ", "San Luis Obispo"),
        ("DEL NORTE", "Del Norte"),
    ],
)
def test_counties_print_in_title_case(given_name: str, printed: str) -> None:
    """Records shout; papers do not."""
    assert county_name(given_name) == printed


def test_dates_print_as_far_as_they_are_known() -> None:
    """A year or a month of the record is never made into a day."""
    month = PartialDate(date(1999, 2, 1), date(1999, 2, 28))
    assert partial_date(month) == "February 1999"
    assert short_date(month) == "02/1999"
    assert partial_date(UNKNOWN_DATE) == "date not stated"
    assert short_date(UNKNOWN_DATE) == "not stated"
    assert short_date(PartialDate.exactly(date(1999, 3, 1))) == "03/01/1999"


def test_lists_read_as_english() -> None:
    """One, two, and more."""
    assert listed(["1"]) == "1"
    assert listed(["1", "2"]) == "1 and 2"
    assert listed(["1", "2", "3"]) == "1, 2, and 3"


def test_cleaning_keeps_printable_text_as_it_is() -> None:
    """Only what has no shape is changed."""
    assert clean("O’BRIEN-NUÑEZ, “Ł”") == "O’BRIEN-NUÑEZ, “Ł”"
    assert clean("A\u2011B\u2060C\tD") == "A-BC D"


def test_unfilled_fields_are_reported() -> None:
    """Before printing, the clerk sees which lines will be blank."""
    assert unfilled_fields(motion()) == []
    bare = case("", case_numbers=(), counts=(count(level=Level.UNKNOWN, reason=""),))
    assert unfilled_fields(motion(bare, office=Office(name="Office"))) == [
        "attorney’s name",
        "State Bar number",
        "address of the office",
        "telephone",
        "fax",
        "e-mail",
        "case number",
        "defendant’s name",
        "level of conviction 1",
        "ground of conviction 1",
    ]
    assert unfilled_fields(bulk(cases=(case(case_numbers=()),))) == [
        "GARCIA-NUNEZ,ANA M: case number"
    ]
