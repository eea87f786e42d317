"""The first page of a motion: what stands in the attorney block, how long names wrap.

What rules 2.100-2.119 want of every paper is measured in `test_every_paper`.
"""

from __future__ import annotations

import pytest

from app.documents.draft import Court, Office
from app.documents.motion import render_motion
from app.errors import UserError
from tests.documents.measure import Word, words
from tests.documents.samples import case, motion


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render_motion(motion(case(n_counts=5)))


def find(found: list[Word], text: str) -> Word:
    return next(word for word in found if word.text == text)


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
