"""Re-opening finished papers, and their pictures."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from fpdf import FPDF

from app.documents.bulk_motion import render_bulk_motion
from app.documents.check import check_paper
from app.documents.motion import render_motion
from app.documents.preview import page_count, render_page
from app.errors import UserError
from tests.documents.samples import bulk, case, motion


@pytest.fixture(scope="module", params=["single", "bulk"])
def paper(request: pytest.FixtureRequest) -> bytes:
    if request.param == "single":
        return render_motion(motion(case("NGUYỄN,ĐẶNG", 7, aliases=("Ω",)), is_practice=True))
    return render_bulk_motion(bulk(40))


def foreign(x: float, y: float, text: str) -> bytes:
    """A page made elsewhere, with a font that is not embedded."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.text(x, y, text)
    return bytes(pdf.output())


def test_a_good_paper_has_no_problems(paper: bytes) -> None:
    """Both kinds of paper pass their own check."""
    assert (
        check_paper(paper, ["MEMORANDUM", "Judge of the Superior Court"], page_count(paper)) == []
    )


def test_missing_text_and_pages_are_named() -> None:
    """The check says what it did not find."""
    assert check_paper(render_motion(motion()), ["SOMEBODY,ELSE"], 9) == [
        "The file has 3 pages instead of 9.",
        "The text “SOMEBODY,ELSE” is missing from the paper.",
    ]


def test_text_outside_the_margins_and_unembedded_fonts_are_named() -> None:
    """A paper from elsewhere shows both faults."""
    assert check_paper(foreign(560, 300, "over the edge"), [], 1) == [
        "Page 1 has text outside the margins, near “over the edge”.",
        "The font Helvetica is not embedded in the file.",
    ]


def test_a_line_outside_the_margins_is_named() -> None:
    """Not only text is checked."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.add_page()
    pdf.line(10, 100, 300, 100)
    assert check_paper(bytes(pdf.output()), []) == ["Page 1 has a line outside the margins."]


def test_a_damaged_file_is_one_problem() -> None:
    """No exception escapes for a file that is not a PDF."""
    assert len(check_paper(b"%PDF-1.7 not really", ["x"])) == 1


def test_pages_become_pictures_of_the_asked_width(paper: bytes) -> None:
    """Three bytes a pixel, rows from the top, white paper with black on it."""
    width, height, pixels = render_page(paper, 0, 333)
    assert width == 333
    assert height == pytest.approx(333 * 792 / 612, abs=1)
    assert len(pixels) == width * height * 3
    assert pixels[:3] == b"\xff\xff\xff"
    assert min(pixels) < 60


def test_a_picture_of_nothing_is_an_error() -> None:
    """Bad bytes, a page that is not there, a width of none."""
    pdf = render_motion(motion())
    with pytest.raises(UserError, match="damaged"):
        page_count(b"nonsense")
    with pytest.raises(IndexError):
        render_page(pdf, 3, 100)
    with pytest.raises(ValueError, match="0 pixels"):
        render_page(pdf, 0, 0)


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed here")
    return path


def test_qpdf_finds_the_file_sound(paper: bytes, tmp_path: Path) -> None:
    """Structure and streams are valid."""
    command = tool("qpdf")
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper)
    done = subprocess.run(
        [command, "--check", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr


def test_poppler_reads_the_text_and_finds_all_fonts_embedded(paper: bytes, tmp_path: Path) -> None:
    """A second reader agrees: text can be extracted, fonts are embedded subsets."""
    fonts, text = tool("pdffonts"), tool("pdftotext")
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper)
    listing = subprocess.run([fonts, str(file)], capture_output=True, text=True, check=True).stdout
    rows = listing.splitlines()[2:]
    assert len(rows) == 2
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    words = subprocess.run([text, "-layout", str(file), "-"], capture_output=True, check=True)
    assert "SUPERIOR COURT OF CALIFORNIA, COUNTY OF LOS ANGELES" in words.stdout.decode()


def test_pages_share_one_set_of_fonts() -> None:
    """A long paper does not grow by a font a page."""
    with pikepdf.open(io.BytesIO(render_bulk_motion(bulk(200)))) as pdf:
        assert len(pdf.pages) > 20
        assert len({page.Resources.objgen for page in pdf.pages}) == 1
