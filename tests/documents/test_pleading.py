"""Pleading paper as California rules 2.100-2.119 want it, measured on the finished PDF."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.documents.draft import Court, Office
from app.documents.motion import render_motion
from app.errors import UserError
from tests.documents.measure import Word, lines, words
from tests.documents.samples import case, motion


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render_motion(motion(case(n_counts=5)))


def find(found: list[Word], text: str) -> Word:
    return next(word for word in found if word.text == text)


def test_every_page_has_28_numbered_lines_24_points_apart(paper: bytes) -> None:
    """Rule 2.108: lines 1 to 28, three to the inch, numbers in the left margin."""
    for index in range(3):
        numbers = [w for w in words(paper, index) if w.right < 67]
        assert [w.text for w in numbers] == [str(n) for n in range(1, 29)]
        assert [round(b.y - a.y, 2) for a, b in pairwise(numbers)] == [24] * 27
        assert all(abs(w.right - 64) < 0.6 for w in numbers)
        assert 72 < numbers[0].y < 96


def test_the_court_stands_on_line_8_three_and_a_third_inches_down(paper: bytes) -> None:
    """Rule 2.111(3): the title of the court on line 8, whose row begins at 240 points."""
    found = words(paper, 0)
    court, eight = find(found, "SUPERIOR"), find(found, "8")
    assert court.y == pytest.approx(eight.y, abs=0.1)
    assert court.y - 0.66 * 12 > 240  # even the tops of its capitals stand below 3 1/3 inches
    assert court.y < 264
    title = [w.text for w in found if abs(w.y - court.y) < 0.1 and w.left > 70]
    assert " ".join(title) == "SUPERIOR COURT OF CALIFORNIA, COUNTY OF LOS ANGELES"


def test_the_attorney_block_begins_on_line_1_at_the_left(paper: bytes) -> None:
    """Rule 2.111(1): name first, bar number, then office, address, telephone, party."""
    found = words(paper, 0)
    name = find(found, "PAT")
    assert name.y == pytest.approx(find(found, "1").y, abs=0.1)
    assert name.left == pytest.approx(76, abs=1.5)
    block = " ".join(w.text for w in found if w.y < 240 and w.left > 70)
    assert block == (
        "PAT Q. SAMPLE (State Bar No. 123456) Office of the District Attorney, County of Los "
        "Angeles 123 Any Street, Room 400 Los Angeles, California 90000 Telephone: (213) 555-0100 "
        "Fax: (213) 555-0101 E-mail: motions@example.gov Attorney for the People of the State of "
        "California"
    )


def test_the_clerks_space_is_empty(paper: bytes) -> None:
    """Rule 2.111(2): nothing to the right of the center on lines 1 to 7."""
    assert not [w for w in words(paper, 0) if w.y < 240 and w.right > 306]


def test_text_keeps_the_margins(paper: bytes) -> None:
    """Rule 2.107: an inch at the left of the text, half an inch at the right."""
    for index in range(3):
        body = [w for w in words(paper, index) if w.right >= 67]
        assert min(w.left for w in body) >= 72
        assert max(w.right for w in body) <= 576.1


def test_vertical_rules_part_numbers_and_text(paper: bytes) -> None:
    """Rule 2.108(4): a double line at the left, a single one at the right."""
    upright = sorted({round(x0) for x0, y0, x1, y1 in lines(paper, 1) if y1 - y0 > 700})
    assert upright in ([68, 71, 579], [67, 70, 578], [68, 70, 579])


def test_the_footer_has_number_line_and_title(paper: bytes) -> None:
    """Rule 2.110: page number, below it a printed line, below it the title, 10 points or more."""
    for index, title in enumerate(["NOTICE OF MOTION", "NOTICE OF MOTION", "[PROPOSED] ORDER"]):
        foot = [w for w in words(paper, index) if w.y > 744]
        assert foot[0].text == str(index + 1)
        rule = [box for box in lines(paper, index) if 750 < box[1] < 764 and box[3] - box[1] < 2]
        assert len(rule) == 1
        assert foot[0].y < rule[0][1] < foot[1].y
        assert " ".join(w.text for w in foot[1:]).startswith(title)
        assert min(w.size for w in foot) >= 10


def test_type_is_12_point(paper: bytes) -> None:
    """Rule 2.104: nothing above the footer is smaller than 12 points."""
    for index in range(3):
        assert {round(w.size, 1) for w in words(paper, index) if w.y < 750} == {12}


def test_every_text_line_stands_on_the_grid(paper: bytes) -> None:
    """Double-spaced lines stand at the numbers, single-spaced ones at half lines between."""
    for index in range(3):
        for word in words(paper, index):
            if word.y < 745:
                assert ((word.y - 88) / 12) % 1 == pytest.approx(0, abs=0.02), word


def test_a_blank_office_prints_lines_to_fill_by_hand() -> None:
    """Nothing is made up for an office that has not entered its particulars."""
    found = words(render_motion(motion(office=Office(kind=""))), 0)
    block = " ".join(w.text for w in found if w.y < 240 and w.left > 70)
    assert block.startswith("______________________ (State Bar No. __________)")
    for label in ("Telephone:", "Fax:", "E-mail:"):
        assert f"{label} ______________________" in block


def test_a_long_county_and_branch_stay_inside() -> None:
    """A court's long names wrap; the caption moves down, the title stays on line 8."""
    found = words(render_motion(motion(court=Court("san luis obispo", "B " * 60, "D12"))), 0)
    assert find(found, "SUPERIOR").y == pytest.approx(256, abs=0.2)
    assert "OBISPO" in [w.text for w in found]
    assert max(w.right for w in found) <= 576.1


def test_an_attorney_block_too_long_for_its_place_is_refused() -> None:
    """The title of the court cannot leave line 8, so the office is told what to shorten."""
    office = Office(address=tuple(f"Line {n}" for n in range(12)))
    with pytest.raises(UserError, match="shorten the office's name or address"):
        render_motion(motion(office=office))
