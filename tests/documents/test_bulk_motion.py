"""The bulk motion: pleading, Exhibit A, proposed order, Attachment 1."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest

from app.documents.bulk_motion import render_bulk_motion
from app.documents.check import check_paper, page_texts
from app.documents.draft import Court
from app.documents.fonts import UnprintableCharacterError
from app.errors import UserError
from tests.documents.measure import words
from tests.documents.samples import DISMISS, bulk, case, count


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render_bulk_motion(bulk(60))


def starting(pdf: bytes, text: str) -> list[int]:
    return [n for n, page in enumerate(page_texts(pdf)) if text in page]


def test_every_conviction_stands_once_in_each_schedule(paper: bytes) -> None:
    """Lines are numbered through from 1; both schedules list the same convictions."""
    for label in ("Exhibit A: schedule", "Attachment 1: schedule"):
        numbers, cases = [], set()
        for index in starting(paper, label):
            found = words(paper, index)
            rows = [w for w in found if w.right < 105 and w.text.isdigit() and 93 < w.y < 560]
            numbers += [int(w.text) for w in rows]
            cases |= {w.text for w in found if re.fullmatch(r"BA\d+", w.text)}
        assert numbers == list(range(1, 121))
        assert cases == {f"BA{100 + n}" for n in range(60)}


def test_both_schedules_show_the_same_streams(paper: bytes) -> None:
    """Attachment 1 paints the very rows of Exhibit A, so the lists cannot differ."""
    exhibit, attachment = starting(paper, "Exhibit A, page"), starting(paper, "Attachment 1, page")
    assert len(exhibit) == len(attachment) > 1
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        for one, two in zip(exhibit, attachment, strict=True):
            rows = [pdf.pages[n].Contents[1].objgen for n in (one, two)]
            assert rows[0] == rows[1]


def test_schedule_pages_are_counted_and_carry_their_heading(paper: bytes) -> None:
    """Page x of y, the columns' headings, the court, and the paper's own page number."""
    pages = page_texts(paper)
    exhibit = starting(paper, "Exhibit A, page")
    for x, index in enumerate(exhibit, 1):
        text = pages[index]
        assert f"Exhibit A, page {x} of {len(exhibit)}" in text
        for heading in (
            "Case number",
            "Defendant",
            "Section",
            "Level",
            "Convicted",
            "Relief asked",
        ):
            assert heading in text
        assert "Superior Court of California, County of Los Angeles" in text
        foot = [w.text for w in words(paper, index) if w.y > 565]
        assert foot[:3] == [str(index + 1), "of", str(len(pages))]


def test_cases_come_in_court_order(paper: bytes) -> None:
    """Branch by branch, then by number; each branch is named, again on each page."""
    first = page_texts(paper)[starting(paper, "Exhibit A, page")[0]]
    assert first.index("Branch: Central District") < first.index("BA101") < first.index("BA103")
    everything = "".join(page_texts(paper))
    assert (
        everything.index("BA159") < everything.index("Branch: Van Nuys") < everything.index("BA100")
    )
    for index in starting(paper, "Exhibit A, page"):
        assert "Branch:" in page_texts(paper)[index]


def test_the_pleading_says_how_many(paper: bytes) -> None:
    """The motion and the order count the cases and each relief."""
    expected = [
        "Exhibit A lists 120 convictions in 60 cases",
        "dismiss the 90 convictions marked “Dismiss and seal” in Exhibit A, and seal the record",
        "redesignate as misdemeanors the 30 convictions marked “Redesignate as misdemeanor”",
        "Conviction occurred 10 or more years ago (90 convictions); and",
        "Fewer than two convictions (30 convictions).",
        "for 120 convictions in 60 cases listed in Attachment 1",
        "THE DEFENDANTS NAMED IN EXHIBIT A",
        "Case Nos.: see Exhibit A",
    ]
    assert check_paper(paper, expected, None) == []


def test_each_part_has_a_bookmark(paper: bytes) -> None:
    """Rule 3.1110(f)(4): bookmarks to the exhibits with their letter and description."""
    with pikepdf.open(io.BytesIO(paper)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Notice of motion and motion",
            "Memorandum",
            "Exhibit A: schedule of cases and convictions",
            "Index: defendants of Exhibit A by name",
            "Proposed order",
            "Attachment 1: schedule of cases and convictions",
        ]


def test_the_schedule_is_12_point_and_inside_its_margins(paper: bytes) -> None:
    """Rules 2.104 and 2.107 hold for the schedule too."""
    for index in starting(paper, "page 1 of"):
        found = words(paper, index)
        assert {round(w.size, 1) for w in found if w.y < 575} == {12}
        assert min(w.left for w in found) >= 71.5
        assert max(w.right for w in found) <= 756.1


def test_long_names_wrap_inside_their_column() -> None:
    """A name of 120 characters and a long section stay in their columns, nothing is lost."""
    long = case(
        "VERYLONGNAME-" * 9 + "END",
        counts=(count(DISMISS, section_text="11360(A) HS-GIVE/ETC MARIJ OVER 1 OZ/28.5 GRM"),),
        case_numbers=("A" * 30, "B" * 30),
    )
    pdf = render_bulk_motion(bulk(cases=(long,)))
    index = starting(pdf, "Exhibit A, page")[0]
    for word in words(pdf, index):
        for left, right in ((114, 207), (212, 387), (392, 469)):
            if left <= word.left < right and 93 < word.y < 560:
                assert word.right <= right
    expected = ["VERYLONGNAME-" * 9 + "END", "11360(A) HS-GIVE/ETC MARIJ OVER 1 OZ/28.5 GRM"]
    assert check_paper(pdf, [*expected, "A" * 30, "B" * 30], None) == []


def test_one_case_reads_in_the_singular() -> None:
    """A schedule of one conviction is worded for one."""
    pdf = render_bulk_motion(bulk(cases=(case(),)))
    assert (
        check_paper(pdf, ["Exhibit A lists 1 conviction in 1 case", "dismiss the 1 conviction"])
        == []
    )


def test_practice_stands_on_every_page() -> None:
    """Also on the schedule's pages."""
    pdf = render_bulk_motion(bulk(is_practice=True))
    assert all("PRACTICE" in text for text in page_texts(pdf))
    assert check_paper(pdf, []) == []


def test_equal_input_gives_equal_bytes_in_any_order_of_cases() -> None:
    """The order in which cases are handed over does not matter."""
    draft = bulk()
    turned = bulk(cases=tuple(reversed(draft.cases)))
    assert render_bulk_motion(draft) == render_bulk_motion(turned)


def test_an_unprintable_name_is_reported_with_its_case() -> None:
    """One bad name among many is found and named."""
    cases = (*bulk().cases, case("ՊԵՏՐՈՍՅԱՆ", case_numbers=("BA777",)))
    with pytest.raises(UnprintableCharacterError, match="case BA777"):
        render_bulk_motion(bulk(cases=cases))


def test_an_empty_schedule_is_refused() -> None:
    """There is nothing to ask."""
    with pytest.raises(UserError, match="names no conviction"):
        render_bulk_motion(bulk(cases=(), court=Court("Alpine")))
