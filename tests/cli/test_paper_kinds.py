"""papers: who files, when it is heard, who is served, how many pages a volume has."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents.check import page_texts
from app.jobs.formats import FURTHER_PAPERS, PAPERS
from app.jobs.paper_kinds import KINDS
from app.sampling.writer import write_sample
from tests.cli.terminal_user import AS_OF, COUNTY, desk


@pytest.fixture
def workspace(tmp_path: Path, known_passphrase: str) -> Path:
    """Checked by the statute, which tells petition from application."""
    path, sample = tmp_path / "County.relief", tmp_path / "LA.dat"
    write_sample(sample, n_people=25, county=COUNTY, seed=3)
    assert desk("import", path, sample, "--county", COUNTY).status == 0
    policy = ("--policy", "us-ca/statute-11361.8", "--option", "offense_within_years=0")
    assert desk("check", path, *policy, "--as-of", AS_OF).status == 0
    return path


def test_the_defense_makes_its_papers_from_the_terminal(workspace: Path, tmp_path: Path) -> None:
    """Hearing and addressee stand in them; the prosecution's letter-block does not."""
    out = tmp_path / "papers"
    done = desk(
        "papers", workspace, "--out", out, "--files-as", "defender", "--kinds",
        "applications,notices,services", "--hearing-date", "2026-12-14", "--hearing-time",
        "8:30 a.m.", "--department", "30", "--serve", "The Prosecutor; 1 Any Street; a@example.org",
        "--limit", "3", "--json",
    )  # fmt: skip
    assert done.status == 0, done.err
    assert done.data["motions"] > 0
    notice = _text(sorted((out / "notices").glob("*.pdf"))[0])
    assert "on December 14, 2026, at 8:30 a.m." in notice
    assert "Department 30" in notice
    assert "Attorney for Defendant" in notice
    service = _text(sorted((out / "services").glob("*.pdf"))[0])
    assert "The Prosecutor 1 Any Street E-mail: a@example.org" in service


def test_the_bulk_motion_in_volumes(workspace: Path, tmp_path: Path) -> None:
    """A limit that no volume can keep is refused with the case; one that it can gives files."""
    done = desk("papers", workspace, "--out", tmp_path / "a", "--kinds", "bulk",
                "--volume-pages", "3")  # fmt: skip
    assert done.status == 3
    assert "A volume of 3 pages is too small" in done.err
    done = desk("papers", workspace, "--out", tmp_path / "b", "--kinds", "bulk",
                "--volume-pages", "40", "--json")  # fmt: skip
    assert done.status == 0, done.err
    assert len(page_texts((tmp_path / "b" / "Bulk motion.pdf").read_bytes())) <= 40


def test_what_makes_no_sense_is_a_sentence(workspace: Path, tmp_path: Path) -> None:
    """A kind there is not, a paper of the other side, nobody to serve."""
    out = tmp_path / "papers"
    done = desk("papers", workspace, "--out", out, "--kinds", "poems")
    assert (done.status, "Known: motions, bulk, petitions" in done.err) == (2, True)
    done = desk("papers", workspace, "--out", out, "--kinds", "petitions")
    assert (done.status, "is filed by the defender or person" in done.err) == (3, True)
    done = desk("papers", workspace, "--out", out, "--serve", "; 1 Any Street")
    assert (done.status, "--serve begins with a name" in done.err) == (2, True)
    assert not out.exists()


def test_the_terminal_knows_every_kind() -> None:
    """The names it offers are those of the registry and the bulk motion."""
    assert {*PAPERS, *FURTHER_PAPERS} == {*KINDS, "bulk"}


def _text(path: Path) -> str:
    return " ".join(" ".join(page_texts(path.read_bytes())).replace("\u00a0", " ").split())
