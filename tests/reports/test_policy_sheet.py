"""The sign-off sheet: everything on paper, nothing cut, nothing filled in for anyone."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

from app.model.policy_reading import (
    DataFile,
    EntryReading,
    PolicyFigures,
    PolicyReading,
    RowCount,
    ValueReading,
)
from app.model.relief import Outcome
from app.reports.policy_sheet import render_policy_sheet
from app.reports.sheet import MARGIN, PAGE_HEIGHT, RIGHT
from app.rules.catalog import find_policies, load_by_id
from app.rules.policy import settle_options
from app.rules.presenting.present import read_out

AS_OF = date(2026, 7, 1)
COUNTY_REVIEW = load_by_id("us-ca/county-review")


@lru_cache(maxsize=64)
def sheet(reading: PolicyReading, figures: PolicyFigures | None = None) -> bytes:
    """Drawn once for all tests; that it is drawn the same twice has a test of its own."""
    return render_policy_sheet(reading, figures)


@lru_cache(maxsize=64)
def pages(data: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found


def flat(text: str) -> str:
    """Without blanks and line ends: a sentence is found wherever its lines are broken."""
    return re.sub(r"\s+", "", text)


def columns(data: bytes) -> str:
    """All text, cell by cell: of each page what stands left of a place, then what is right."""
    return flat(" ".join(pages(data)))


def figures_of(reading: PolicyReading) -> PolicyFigures:
    """Made-up figures: every row decides, but the last."""
    return PolicyFigures(
        county="LOS ANGELES", as_of=AS_OF, files=(DataFile("Delivery.dat", 48_212, "a1" * 32),),
        people_in_files=10_703, people=2_106, convictions=3_310,
        outcomes=((Outcome.DISMISSAL.value, 2_106), (Outcome.HAND_REVIEW.value, 1_204)),
        rows=tuple(RowCount(row.id, 1_000 + row.place, 2_000 + row.place) for row in reading.rows),
        missing=(("birth date", 894),), no_fact_missing=310, open_answers=894,
        never_decide=(reading.rows[-1].id,), remedies=(("dismissal and sealing", 2_106),),
        procedures=(("petition", 17), ("application", 2_089)), is_practice=True,
    )  # fmt: skip


def reading_of(policy_id: str) -> PolicyReading:
    return read_out(load_by_id(policy_id), county="Los Angeles County", as_of=AS_OF)


@pytest.mark.parametrize("policy_id", sorted(find_policies()))
def test_everything_is_on_paper(policy_id: str) -> None:
    """Hash, options, each row's question, answer, reason and citations, limits and sources."""
    reading = reading_of(policy_id)
    for figures in (None, figures_of(reading)):
        data = sheet(reading, figures)
        text, words = columns(data), {flat(word) for word in " ".join(pages(data)).split()}
        assert flat(reading.sha256_in_groups) in text
        assert reading.sha256 in text
        wanted = [reading.title, reading.provenance, *reading.limits, *reading.unknown]
        assert [one for one in wanted if flat(one) not in text] == []
        cells = [row.asks for row in (*reading.rows, *reading.procedures)]
        cells += [row.reason for row in (*reading.rows, *reading.procedures)]
        cells += [cite for row in reading.rows for cite in row.cite]
        cells += [one.says for row in reading.rows for one in row.asked]
        cells += [one.says for one in reading.sources] + [one.cite for one in reading.sources]
        cells += [f"{one.sentence} {one.name}" for one in reading.options]
        broken = {re.sub(r"[\[\];:,.]", "", word) for word in words}
        for cell in cells:  # lines of two cells stand beside each other: word by word
            for word in cell.split():
                plain = re.sub(r"[\[\];:,.]", "", flat(word))
                assert plain in broken or flat(word) in text, (cell, word)


def test_figures_stand_beside_their_rows() -> None:
    """What each row decided and would have, the answers, what is lacking, the data's hash."""
    reading = reading_of("us-ca/los-angeles")
    text = columns(sheet(reading, figures_of(reading)))
    for row in reading.rows:
        if not row.why_off:
            assert f"1,{row.place:03}" in text
            assert f"2,{row.place:03}" in text
    for one in ("3,310", "2,106", "1,204", "894", "a1" * 32, "Delivery.dat", "48,212"):
        assert one in text
    assert flat("Rows that never decide here: otherwise.") in text
    assert flat("PRACTICE: made-up people") in text
    assert flat("Not tried on data.") not in text
    assert flat("Not tried on data.") in columns(sheet(reading))


def test_pages_are_numbered_and_few() -> None:
    """Page x of y on each; no county policy needs more than four."""
    for policy_id in find_policies():
        reading = reading_of(policy_id)
        found = pages(sheet(reading, figures_of(reading)))
        for number, text in enumerate(found, start=1):
            assert flat(f"Page {number} of {len(found)}") in flat(text)
            assert reading.sha256[:16] in text
        assert len(found) <= (4 if len(reading.rows) < 25 else 6), policy_id


def test_signature_lines_are_blank() -> None:
    """Name, title, office, date and signature on one page, with the table to record them."""
    reading = reading_of("us-ca/county-review")
    last = pages(sheet(reading))[-1]
    for word in ("Name", "Title", "Office", "Date", "Signature", "[sign_off]", "policies sign"):
        assert word in last
    assert flat("It is no statement under oath") in flat(last)
    assert re.search(r"by\s+= _+", last)


def test_equal_input_gives_equal_bytes() -> None:
    """Without a clock, with figures and without; other options give another sheet."""
    reading = reading_of("us-ca/sacramento")
    figures = figures_of(reading)
    assert render_policy_sheet(reading, figures) == render_policy_sheet(reading, figures)
    undated = read_out(COUNTY_REVIEW)
    assert render_policy_sheet(undated) == render_policy_sheet(undated)
    other = read_out(COUNTY_REVIEW, settle_options(COUNTY_REVIEW, {"use_age": True}))
    assert render_policy_sheet(undated) != render_policy_sheet(other)


def test_fonts_are_embedded() -> None:
    """The sheet prints the same on every machine."""
    data = sheet(reading_of("us-ca/san-francisco"))
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = [one for one in document.objects if is_descriptor(one)]
    assert fonts


def is_descriptor(one: object) -> bool:
    if not isinstance(one, pikepdf.Dictionary) or one.get("/Type") != "/FontDescriptor":
        return False
    assert "/FontFile2" in one or "/FontFile3" in one or "/FontFile" in one
    return True


def crowded() -> PolicyReading:
    """Long questions, a word wider than its column, a row taller than a page, many options."""
    reading = reading_of("us-ca/county-review")
    long = replace(
        reading.rows[0],
        id="a-row-" + "x" * 90,
        asks="Is it so that " + "a question goes on and on " * 300 + "?",
        reason="Nguyễn字 " + "Because" * 40,
        cite=tuple(f"HSC {n}(a)(1)" for n in range(40)),
    )
    rows = tuple(replace(row, place=n) for n, row in enumerate((long, *reading.rows * 3), start=1))
    value = ValueReading(
        "limit", "A value " * 30, "the as-of date chooses",
        tuple(EntryReading(f"from {2000 + n}-01-01", str(n), f"HSC {n}") for n in range(25)),
    )  # fmt: skip
    title = "A policy whose title is longer than anyone would think wise " * 3
    return replace(reading, title=title, rows=rows, values=(value,), limits=reading.limits * 12)


def test_long_texts_stay_inside_the_page() -> None:
    """Nothing runs over a margin or into the foot, no line stands on another."""
    document = pypdfium2.PdfDocument(sheet(crowded()))
    assert len(document) > 6
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        for left, bottom, right, top in boxes:
            assert left >= MARGIN - 1
            assert right <= RIGHT + 1
            assert top <= PAGE_HEIGHT - 25
            assert bottom >= 18
        lines = sorted(boxes, key=lambda box: (round(box[0]), -box[3]))
        for above, below in pairwise(lines):
            if round(above[0]) == round(below[0]):
                assert below[3] <= above[1] + 3.0
    document.close()


def test_a_long_row_is_whole() -> None:
    """A row taller than a page goes on, with its last words and its citations."""
    text = columns(sheet(crowded()))
    assert text.count("questiongoesonandon") > 30
    assert "HSC39(a)(1)" in text
    assert "HSC24" in text


def test_a_sheet_of_a_signed_policy_says_so() -> None:
    """Who signed, and that the options chosen are others."""
    reading = replace(reading_of("us-ca/county-review"), sign_off=("Signed off by A. Example.",))
    assert flat("Signed off by A. Example.") in columns(sheet(reading))
