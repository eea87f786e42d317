"""Labels, envelopes, lists: where things stand, and what does not fit."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.documents.check import check_paper, page_texts
from app.documents.list_paper import ListColumn, ListDraft, render_list
from app.documents.mailing import render_envelopes, render_labels
from app.documents.preview import page_count, page_size
from app.errors import UserError
from tests.documents.measure import words
from tests.documents.samples import OFFICE

DAY = date(2026, 11, 28)
PLACE = ("1 Example Street", "Apt. 2", "Los Angeles, CA 90001")


def test_labels_stand_on_the_sheet_of_thirty() -> None:
    """Avery 5160: 2 5/8 by 1 inch, three across at 2 3/4, ten down from half an inch."""
    pdf = render_labels([(f"PERSON{n}", *PLACE) for n in range(31)], DAY)
    assert page_count(pdf) == 2
    first = {word.text: word for word in words(pdf, 0) if word.text.startswith("PERSON")}
    assert len(first) == 30
    for n in range(30):
        down, across = divmod(n, 3)
        word = first[f"PERSON{n}"]
        left, top = 72 * (0.1875 + 2.75 * across), 72 * (0.5 + down)
        assert left + 5 < word.left < left + 20
        assert word.right < left + 2.625 * 72 - 5
        assert top < word.y - word.size * 0.7
    lowest = max(word.y for word in words(pdf, 0))
    assert lowest < 72 * 10.5
    assert "PERSON30" in page_texts(pdf)[1]


def test_a_long_address_is_set_smaller_and_one_too_long_refused() -> None:
    """Nothing runs into the next label."""
    long = ("RAFAEL ENRIQUE TORREBLANCA-ÍÑIGO DE LOS SANTOS", *PLACE, "c/o Somebody Else")
    pdf = render_labels([long, long], DAY)
    assert max(word.y for word in words(pdf, 0)) < 72 * 1.5
    assert max(word.right for word in words(pdf, 0) if word.left < 200) < 72 * 2.8
    with pytest.raises(UserError, match="do not fit a label"):
        render_labels([("N" * 120, *["A long line of an address " * 3] * 4)], DAY)
    with pytest.raises(UserError, match="Nobody has an address"):
        render_labels([], DAY)


def test_envelopes_are_of_their_size_with_sender_and_receiver() -> None:
    """9 1/2 by 4 1/8 inches; the office at the upper left, the person at the middle."""
    pdf = render_envelopes(OFFICE, [("ANA MUÑOZ", *PLACE), ("B TWO", *PLACE)], DAY)
    assert page_count(pdf) == 2
    assert page_size(pdf, 0) == (684, 297)
    found = {word.text: word for word in words(pdf, 0)}
    assert found["MUÑOZ"].left > 4 * 72
    assert found["MUÑOZ"].y > 1.5 * 72
    assert found["Office"].left < 72
    assert found["Office"].y < 72


COLUMNS = (ListColumn("Case number", 1), ListColumn("Name", 2), ListColumn("Relief asked", 2))


def made(n_rows: int, name: str = "ANA MUÑOZ") -> ListDraft:
    rows = [(f"BA{n:06d}", name, "Dismiss and seal") for n in range(1, n_rows + 1)]
    to = ("Superior Court", "2 Example Street")
    return ListDraft("List to the court", "Not an order.", OFFICE, to, COLUMNS, rows, DAY)


def test_a_list_numbers_its_lines_and_is_signed_for() -> None:
    """Headings on every page, page x of y, lines to sign for it on the last alone."""
    pdf = render_list(made(100))
    pages = page_texts(pdf)
    assert check_paper(pdf, ["BA000001", "BA000100", "To: Superior Court"]) == []
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert "Case number" in text
        assert f"page {number} of {len(pages)}" in text
    assert ["Received by" in text for text in pages] == [False] * (len(pages) - 1) + [True]
    assert "100." in pages[-1]


@pytest.mark.parametrize("n_rows", range(18, 32))
def test_the_receipt_never_stands_on_a_line(n_rows: int) -> None:
    """Wherever the list ends, the lines to sign stand below it."""
    pdf = render_list(made(n_rows))
    last = words(pdf, page_count(pdf) - 1)
    lowest = max(word.y for word in last if word.text == "MUÑOZ")
    receipt = min(word.y for word in last if word.text in ("Received", "Signature:"))
    assert lowest + 12 < receipt


def test_a_receiver_nobody_entered_is_a_line_to_fill() -> None:
    """No address is made up."""
    text = page_texts(render_list(replace(made(1), to=())))[0]
    assert "To: ______" in text


def test_long_names_wrap_in_their_column() -> None:
    """120 characters stay inside the margins."""
    assert check_paper(render_list(made(2, "N" * 120)), ["N" * 120]) == []


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_all_of_them_sound(tmp_path: Path) -> None:
    """Labels, envelopes and lists are sound files, and the same each time."""
    address = [("ANA MUÑOZ", *PLACE)]
    for n, make in enumerate(
        (
            lambda: render_labels(address, DAY),
            lambda: render_envelopes(OFFICE, address, DAY),
            lambda: render_list(made(3)),
        )
    ):
        path = tmp_path / f"{n}.pdf"
        path.write_bytes(make())
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
        assert path.read_bytes() == make()
