"""A bulk motion in volumes, and its index by defendant."""

from __future__ import annotations

import io
from itertools import pairwise

import pikepdf
import pytest

from app.documents.bulk_motion import render_bulk_motion
from app.documents.check import check_paper, page_texts
from app.documents.draft import BulkMotionDraft, court_order
from app.documents.volumes import split_bulk_motion
from app.errors import InputError
from tests.documents.measure import words
from tests.documents.samples import bulk, case, count

MOST = 12


@pytest.fixture(scope="module")
def whole() -> BulkMotionDraft:
    return bulk(120)


@pytest.fixture(scope="module")
def volumes(whole: BulkMotionDraft) -> list[BulkMotionDraft]:
    return split_bulk_motion(whole, MOST)


@pytest.fixture(scope="module")
def files(volumes: list[BulkMotionDraft]) -> list[bytes]:
    return [render_bulk_motion(volume) for volume in volumes]


def test_no_volume_has_more_pages_than_the_court_sets(files: list[bytes]) -> None:
    """Each file counts its own pages, x of y, and stays within the limit."""
    assert len(files) > 2
    for pdf in files:
        pages = page_texts(pdf)
        assert len(pages) <= MOST
        for index in range(len(pages)):
            foot = [
                w.text for w in words(pdf, index) if w.y > (565 if _is_wide(pdf, index) else 745)
            ]
            assert foot[:3] == [str(index + 1), "of", str(len(pages))]
    assert sum(len(page_texts(pdf)) for pdf in files[:-1]) > (MOST - 4) * (len(files) - 1)


def _is_wide(pdf: bytes, index: int) -> bool:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return int(opened.pages[index].MediaBox[2]) == 792


def test_every_case_stands_in_one_volume_in_court_order(
    whole: BulkMotionDraft, volumes: list[BulkMotionDraft]
) -> None:
    """Nothing is lost, nothing stands twice, and lines are numbered on."""
    found = [one for volume in volumes for one in volume.cases]
    assert found == sorted(whole.cases, key=court_order)
    for one, after in pairwise(volumes):
        assert one.volume is not None
        assert after.volume is not None
        assert after.volume.first_line == one.volume.first_line + one.n_convictions


def test_each_volume_stands_by_itself(volumes: list[BulkMotionDraft], files: list[bytes]) -> None:
    """Caption, exhibit, index, order and attachment of its own, and its number on each."""
    for number, (volume, pdf) in enumerate(zip(volumes, files, strict=True), 1):
        assert volume.volume is not None
        last = volume.volume.first_line + volume.n_convictions - 1
        expected = [
            f"Volume {number} of {len(files)}",
            f"this one asks relief for lines {volume.volume.first_line} to {last}, and for no",
            f"It decides lines {volume.volume.first_line} to {last}, and no others.",
            f"Exhibit A lists {volume.n_convictions} convictions in {len(volume.cases)} cases",
            "Judge of the Superior Court",
        ]
        assert check_paper(pdf, expected) == []
        footers = {w.text for i in range(2) for w in words(pdf, i) if w.y > 760}
        assert {"VOLUME", str(number)} <= footers
        with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
            assert len(outline.root) == 6
            assert f"Volume {number} of" in str(opened.docinfo["/Title"])


def test_defendants_of_one_court_number_stay_together() -> None:
    """Co-defendants are one case of the court: never in two volumes."""
    shared = tuple(
        case(f"PERSON,NUMBER {n}", 3, case_numbers=(f"BA{100 + n // 7}",)) for n in range(84)
    )
    for volume in split_bulk_motion(bulk(cases=shared), MOST):
        numbers = {one.case_number for one in volume.cases}
        assert all(one in volume.cases for one in shared if one.case_number in numbers)


def test_a_motion_that_fits_is_not_divided(whole: BulkMotionDraft) -> None:
    """One file, without the word volume."""
    (only,) = split_bulk_motion(whole, 500)
    assert only == whole
    assert "olume" not in " ".join(page_texts(render_bulk_motion(only)))


def test_a_case_larger_than_a_volume_is_named() -> None:
    """The court's limit cannot be kept: the clerk is told which case, and what to do."""
    large = case("BIG,BERTHA", 200, case_numbers=("BA777",))
    with pytest.raises(InputError, match=r"case BA777 alone needs \d+") as caught:
        split_bulk_motion(bulk(cases=(*bulk(4).cases, large)), 10)
    assert "Allow more pages" in str(caught.value)


def test_the_index_finds_every_defendant_by_page_and_line() -> None:
    """By name without regard to accents; page and line lead to the case in Exhibit A."""
    names = ("ZAPATA,A", "ÁLVAREZ,B", "alvarado,c", "NÚÑEZ,D", "NUNO,E", "")
    cases = tuple(case(name, 2, case_numbers=(f"BA{900 - n}",)) for n, name in enumerate(names))
    filler = bulk(40).cases
    pdf = render_bulk_motion(bulk(cases=(*cases, *filler)))
    pages = page_texts(pdf)
    index = [n for n, text in enumerate(pages) if "Index: defendants of" in text]
    rows = _index_rows(pdf, index)
    order = [name for name, *_ in rows if not name.startswith("PERSON")]
    assert order == ["alvarado,c", "ÁLVAREZ,B", "NÚÑEZ,D", "NUNO,E", "ZAPATA,A", "_" * 24]
    assert len(rows) == len(cases) + len(filler)
    for _, number, line, page in rows:
        found = words(pdf, page - 1)
        (at,) = [w for w in found if w.text == str(line) and w.right < 105 and w.y > 93]
        assert number in [w.text for w in found if abs(w.y - at.y) < 1]
    exhibit = next(n for n, text in enumerate(pages) if "Exhibit A, page 1 of" in text)
    attachment = next(n for n, text in enumerate(pages) if "Attachment 1, page 1 of" in text)
    assert f"the same line stands {attachment - exhibit} pages further on" in pages[index[0]]


def _index_rows(pdf: bytes, pages: list[int]) -> list[tuple[str, str, int, int]]:
    rows = []
    for page in pages:
        found = [w for w in words(pdf, page) if 93 < w.y < 560]
        for left in (72, 420):
            column = [w for w in found if left - 1 <= w.left < left + 335]
            for y in sorted({round(w.y, 1) for w in column}):
                line = [w.text for w in column if abs(w.y - y) < 0.5]
                rows.append((" ".join(line[:-3]), line[-3], int(line[-2]), int(line[-1])))
    return rows


def test_branches_and_letters_have_bookmarks() -> None:
    """A long exhibit is entered by branch, its index by letter."""
    with pikepdf.open(io.BytesIO(render_bulk_motion(bulk(60)))) as pdf, pdf.open_outline() as tree:
        marks = {item.title: [child.title for child in item.children] for item in tree.root}
    assert marks["Exhibit A: schedule of cases and convictions"] == ["Central District", "Van Nuys"]
    assert marks["Index: defendants of Exhibit A by name"] == ["P"]


def test_a_long_name_in_the_index_wraps_inside_its_column() -> None:
    """Nothing of it is lost or runs into the number."""
    long = case("VERYLONGNAME-" * 9 + "END", counts=(count(),), case_numbers=("A" * 30,))
    pdf = render_bulk_motion(bulk(cases=(long,)))
    page = next(n for n, text in enumerate(page_texts(pdf)) if "Index: defendants" in text)
    body = [w for w in words(pdf, page) if 93 < w.y < 560]
    assert max(w.right for w in body if w.left < 225) <= 223
    assert check_paper(pdf, [long.defendant, "A" * 30]) == []
