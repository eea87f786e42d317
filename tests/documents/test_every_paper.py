"""What holds of every paper on pleading paper: rules 2.100-2.119 measured, blanks, odd names."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from app.documents.bulk_motion import render_bulk_motion
from app.documents.check import check_paper, page_texts
from app.documents.draft import Hearing, ReliefAsked
from app.documents.fonts import UnprintableCharacterError
from tests.documents.measure import Word, lines, words
from tests.documents.samples import EVERY_PAPER, bulk, case, count, rendered, serving

PAPERS = [*EVERY_PAPER, "bulk-motion"]
LONG = "MARÍA-GUADALUPE " * 7 + "GARCÍA-N"  # 120 characters


def made(paper_id: str) -> bytes:
    return render_bulk_motion(bulk(3)) if paper_id == "bulk-motion" else rendered(paper_id)


def pleading_pages(pdf: bytes) -> list[int]:
    """The pages on pleading paper: upright ones."""
    found = []
    for index, _ in enumerate(page_texts(pdf)):
        numbers = [w for w in words(pdf, index) if w.right < 67]
        if len(numbers) == 28:
            found.append(index)
    return found


@pytest.fixture(scope="module", params=PAPERS)
def paper(request: pytest.FixtureRequest) -> bytes:
    return made(request.param)


def test_28_lines_are_numbered_24_points_apart(paper: bytes) -> None:
    """Rule 2.108 on every page: 1 to 28, three to the inch, each beside a line of the grid."""
    assert pleading_pages(paper)
    for index in pleading_pages(paper):
        numbers = [w for w in words(paper, index) if w.right < 67]
        assert [w.text for w in numbers] == [str(n) for n in range(1, 29)]
        assert [round(b.y - a.y, 1) for a, b in pairwise(numbers)] == [24.0] * 27
        for word in words(paper, index):
            if word.y < 745:
                assert ((word.y - numbers[0].y) / 12) % 1 == pytest.approx(0, abs=0.02), word


def test_two_rules_stand_at_the_left_and_one_at_the_right(paper: bytes) -> None:
    """Rule 2.108(4): between the numbers and the text at 68 and 71 points; 579 at the right."""
    for index in pleading_pages(paper):
        upright = sorted(
            {round((x0 + x1) / 2) for x0, y0, x1, y1 in lines(paper, index) if y1 - y0 > 700}
        )
        assert upright == [68, 71, 579]
        for x0, y0, x1, y1 in lines(paper, index):
            if y1 - y0 > 700:
                assert x1 - x0 < 3
                assert (y0, y1) == pytest.approx((36, 778), abs=1)


def test_the_first_page_is_that_of_rule_2_111(paper: bytes) -> None:
    """Attorney from line 1 at the left, the right half of lines 1-7 free, the court on line 8."""
    found = words(paper, 0)
    numbers = {w.text: w.y for w in found if w.right < 67}
    block = [w for w in found if w.right > 67 and w.y < 240]
    assert min(w.y for w in block) == pytest.approx(numbers["1"], abs=0.1)
    assert max(w.right for w in block) <= 306
    court = [w for w in found if w.text in ("SUPERIOR", "COURT", "CALIFORNIA,") and w.y < 265]
    assert {round(w.y - numbers["8"], 1) for w in court} == {0}
    assert court[0].y - 8 > 240
    caption = [w for w in found if w.right > 67 and 265 < w.y < 745]
    people = next(w for w in caption if w.text == "PEOPLE")
    number = next(w for w in caption if w.text == "Case")
    assert people.right < 320 < number.left
    divide = [box for box in lines(paper, 0) if 60 < box[3] - box[1] < 700]
    assert [round((box[0] + box[2]) / 2) for box in divide] == [320]


def test_the_footer_is_one_line_of_ten_points_under_a_rule(paper: bytes) -> None:
    """Rule 2.110: number, printed line, title of the paper, none of it cut off by a printer."""
    for index in pleading_pages(paper):
        foot = [w for w in words(paper, index) if w.y > 744]
        assert foot[0].text == str(index + 1)
        rule = [b for b in lines(paper, index) if 744 < b[1] < 764 and b[2] - b[0] > 400]
        assert [round((b[1] + b[3]) / 2) for b in rule] == [758]
        title = [w for w in foot if w.y > 758]
        assert title
        assert len({round(w.y) for w in title}) == 1
        assert title[0].y < 774  # a quarter of an inch of the sheet stays free
        assert {w.size for w in title} == {10}


def test_the_body_is_12_point_within_its_margins(paper: bytes) -> None:
    """Rules 2.104 and 2.107: an inch at the left of the text, half an inch at the right."""
    for index in pleading_pages(paper):
        body = [w for w in words(paper, index) if w.right >= 67 and w.y < 750]
        assert {round(w.size, 1) for w in body} == {12}
        assert min(w.left for w in body) >= 72
        assert max(w.right for w in body) <= 576.1
    assert check_paper(paper, []) == []


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed here")
    return path


def said(*command: str) -> str:
    """What a program prints; it must end well."""
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode()


def test_other_programs_find_the_same(paper: bytes, tmp_path: Path) -> None:
    """qpdf finds it sound; poppler puts line 8 and the court at one height, fonts embedded."""
    qpdf, text, fonts = tool("qpdf"), tool("pdftotext"), tool("pdffonts")
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper)
    said(qpdf, "--check", str(file))
    boxes = said(text, "-bbox", "-l", "1", str(file), "-")
    found = re.findall(r'yMin="([\d.]+)"[^>]*>(8|SUPERIOR)<', boxes)
    tops = {word: float(top) for top, word in reversed(found)}
    assert tops["8"] == pytest.approx(tops["SUPERIOR"], abs=1.5)
    assert tops["SUPERIOR"] >= 240
    rows = said(fonts, str(file)).splitlines()[2:]
    assert {row.split()[0].partition("+")[2] for row in rows} <= {
        "LiberationSerif", "LiberationSerifBold",
    }  # fmt: skip
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_nothing_that_a_person_states_is_filled_in(paper_id: str) -> None:
    """No box is marked, and dates and signatures are lines, on every paper."""
    text = " ".join(" ".join(page_texts(rendered(paper_id))).replace("\u00a0", " ").split())
    assert not re.search(r"\[ ?[xX✓✗]", text)
    for label in ("Dated:", "Date:", "Place:", "My name is", "I, ", "By:"):
        for found in re.finditer(rf"(?<![\w]){re.escape(label)} ?(\S+)", text):
            assert set(found[1].rstrip(".,")) <= {"_"}, found[0]
    assert "2026-11-02" not in text
    assert "November 2, 2026" not in text  # the date of the file is no date of signing


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
@pytest.mark.parametrize(
    "name",
    [
        LONG,
        "NGUYỄN THỊ HƯỜNG",
        "ŁĄCKI ŻANETA",
        "=HYPERLINK(1)",
        "ANA\nMARIA\r\nGARCIA",
        "ANA \u202eMARIA\u200f GARCIA",
        "O’BRIEN-D’ÁVILA",
    ],
)
def test_odd_names_print_whole_and_inside(paper_id: str, name: str) -> None:
    """Long, accented, Vietnamese, with line breaks or marks of direction, with a leading =."""
    counts = EVERY_PAPER[paper_id]().case.counts
    pdf = rendered(paper_id, case(name, counts=counts))
    shown = " ".join(re.sub("[\u202e\u200f]", "", name).split())
    assert check_paper(pdf, [shown]) == []


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
@pytest.mark.parametrize(
    ("name", "says"), [("ՊԵՏՐՈՍՅԱՆ", "ARMENIAN"), ("王小明", "CJK"), ("דוד", "HEBREW")]
)
def test_a_name_the_font_lacks_is_named_never_a_box(paper_id: str, name: str, says: str) -> None:
    """The sentence names the character, the text and the case."""
    counts = EVERY_PAPER[paper_id]().case.counts
    with pytest.raises(UnprintableCharacterError, match=says.lower()) as caught:
        rendered(paper_id, case(name, counts=counts))
    assert name in str(caught.value)


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_a_case_without_a_number_has_a_line_for_it(paper_id: str) -> None:
    """Nothing is made up."""
    counts = EVERY_PAPER[paper_id]().case.counts
    pdf = rendered(paper_id, case("ANA GARCIA", counts=counts, case_numbers=()))
    assert check_paper(pdf, ["Case No. ________"]) == []


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_sixty_charges_in_one_case(paper_id: str) -> None:
    """Every conviction stands in every paper that lists them, in order, under its heading."""
    of = EVERY_PAPER[paper_id]().case.counts[0]
    many = tuple(
        count(of.relief, sentence=of.sentence, reason=f"Ground {n % 7}") for n in range(1, 61)
    )
    pdf = rendered(paper_id, case("ANA GARCIA", counts=many))
    assert check_paper(pdf, []) == []
    if paper_id in ("declaration", "proof-of-service"):
        return
    numbers = [
        int(w.text[:-1])
        for index in range(len(page_texts(pdf)))
        for w in words(pdf, index)
        if re.fullmatch(r"\d+\.", w.text) and 75 < w.left < 77
    ]
    assert numbers == list(range(1, 61))


def near(found: list[Word], text: str) -> Word:
    return next(w for w in found if w.text == text)


def test_a_hearing_that_is_given_is_printed_in_the_caption() -> None:
    """Rule 2.111(6): date, time and department to the right of the title of the case."""
    pdf = rendered("motion", hearing=Hearing(date(2026, 12, 14), "8:30 a.m.", "Department 30"))
    found = words(pdf, 0)
    day, label = near(found, "December"), near(found, "Hearing")
    assert day.y == pytest.approx(label.y)
    assert label.left > 320
    assert check_paper(pdf, ["December 14, 2026", "8:30 a.m.", "Department 30"]) == []


def test_counsel_of_the_defendant_is_not_attorney_for_the_people() -> None:
    """Whatever party the office has on file, a defender acts for the defendant."""
    text = " ".join(page_texts(rendered("petition")))
    assert "Attorney for Defendant" in text
    assert "Attorney for the People" not in text


@pytest.mark.parametrize("relief", [relief for relief in ReliefAsked if relief.is_while_serving])
def test_sealing_is_not_asked_for_while_a_sentence_runs(relief: ReliefAsked) -> None:
    """HSC 11361.8(a) and (b) speak of recall, dismissal and resentencing."""
    pdf = rendered("petition", case("ANA GARCIA", counts=(serving(relief),)))
    text = " ".join(page_texts(pdf))
    assert "seal" not in text.lower()
    assert "(a) recall the sentence" in " ".join(text.replace("\u00a0", " ").split())
