"""look and person, as a clerk and a public defender type them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.sampling.writer import write_sample
from tests.cli.terminal_user import COUNTY, ROOT, desk

SHEET = """CII/A01234557
DOB/19681122  SEX/M  RAC/WHITE
NAM/01 EXAMPLE,AVERY JAMES
* * * *
COURT:                NAM:01
19990301  CASC LOS ANGELES

CNT:01     #BA700001
  11359 HS-POSSESS MARIJUANA FOR SALE    TOC:F
*DISPO:CONVICTED
   CONV STATUS:FELONY
   SEN: 003 YEARS PROBATION, 045 DAYS JAIL
- - - -
COURT:                NAM:01
20050301  CASC ALAMEDA

CNT:01     #AL700002
  11360(A) HS-SELL MARIJUANA    TOC:F
*DISPO:CONVICTED
   CONV STATUS:FELONY
* * * END OF MESSAGE * * *
"""
ASKED = ("--policy", "us-ca/statute-11361.8", "--as-of", "2026-11-01")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "Müller, A.txt"
    path.write_text(SHEET)
    return path


def test_look_says_what_is_in_a_file_and_keeps_nothing(tmp_path: Path) -> None:
    """Figures on standard output, the comparison with what was expected beside them."""
    path = tmp_path / "LA.dat"
    write_sample(path, n_people=20, county=COUNTY, seed=2, is_messy=True)
    done = desk("look", path, "--expect-people", "20000")
    assert done.status == 0, done.err
    assert "LA.dat: California DOJ bulk file" in done.out
    assert "LOS ANGELES  " in done.out
    assert "fewer than the 20,000 expected" in done.err
    assert list(tmp_path.iterdir()) == [path]
    data = desk("look", path, "--json").data["files"][0]
    assert data["n_rows"] > 100
    assert {one["words"] for one in data["levels"]} >= {"felony", "misdemeanor"}


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"\x89PNG\r\n" + bytes(64), "picture"), (None, "There is no file")],
)
def test_look_refuses_what_it_cannot_read(tmp_path: Path, content: bytes | None, says: str) -> None:
    """One sentence, status 3."""
    path = tmp_path / "x.dat"
    if content is not None:
        path.write_bytes(content)
    done = desk("look", path)
    assert done.status == 3
    assert says in done.err


def test_person_answers_for_every_county_of_the_record(sheet: Path) -> None:
    """Without a county a policy for any county is asked in each court that convicted."""
    done = desk("person", sheet, *ASKED, "--json")
    assert done.status == 0, done.err
    data = done.data
    assert data["people"] == ["EXAMPLE,AVERY JAMES, born 1968-11-22"]
    assert [(one["county"], one["outcome"]) for one in data["convictions"]] == [
        ("ALAMEDA", "REDUCTION"),
        ("LOS ANGELES", "REDUCTION"),
    ]
    assert data["convictions"][1]["explanation"]["statements"]


def test_person_prints_reasons_and_open_questions(sheet: Path) -> None:
    """The answer first, what would settle it, the deciding rule; every rule when asked for."""
    done = desk("person", sheet, *ASKED)
    assert "Eligible for Reduction" in done.out
    assert "What is not known, and what it would change" in done.out
    assert "Müller, A.txt, line 8" in done.out
    assert "Every rule in its order" not in done.out
    assert "Every rule in its order" in desk("person", sheet, *ASKED, "--rules").out


def test_person_drafts_papers(sheet: Path, tmp_path: Path) -> None:
    """A motion and a sheet of reasons for each county, in folders of their names."""
    out = tmp_path / "out folder"
    done = desk("person", sheet, *ASKED, "--out", out, "--json")
    assert done.status == 0, done.err
    made = {path.relative_to(out).as_posix() for path in out.rglob("*.pdf")}
    assert made == {
        "Alameda/Explanation 1.pdf",
        "Los Angeles/Explanation 1.pdf",
        "Los Angeles/motions/00001 BA700001.pdf",
    }


def test_a_rap_sheet_may_be_piped_in() -> None:
    """With ``-``: nothing is written, and no workspace stays behind."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "person", "-", *ASKED],
        cwd=ROOT, input=SHEET, capture_output=True, text=True, encoding="utf-8", check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Eligible for Reduction" in done.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "There is no text"), ("hello, world\n", "event of a rap sheet")],
)
def test_what_is_no_rap_sheet_gets_a_sentence(text: str, says: str) -> None:
    """Status 3, nothing made up."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "person", "-", *ASKED],
        cwd=ROOT, input=text, capture_output=True, text=True, encoding="utf-8", check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_county_without_convictions_is_told(sheet: Path) -> None:
    """Nothing is asked, and that is said."""
    done = desk("person", sheet, *ASKED, "--county", "Kern")
    assert done.status == 0
    assert "No conviction of the record is one that the policy asks about." in done.err
