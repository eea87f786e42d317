"""A file that shares most of its people with an imported one is suggested as its newer delivery."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs.older_delivery import find_older_delivery
from app.sampling.writer import write_sample
from tests.jobs.made_sources import COUNTY, Office

OTHERS = [{"SUBJECT_ID": str(n), "CII_NUMBER": f"B{n}"} for n in range(9)]


def sample(office: Office, name: str, seed: int, n_people: int = 40) -> Path:
    path = office.folder / name
    write_sample(path, n_people=n_people, county=COUNTY, seed=seed)
    return path


def test_the_file_with_most_of_the_people_is_named(office: Office) -> None:
    """Also when the new one is larger than what is looked at of it."""
    office.take_state("One.dat", *OTHERS)
    office.take(sample(office, "Two.dat", 2))
    text = (office.folder / "Two.dat").read_text(encoding="utf-8")
    path = office.folder / "New.dat"
    path.write_text(text + "\n".join(text.split("\n")[1:]) * 6, encoding="utf-8")
    found = find_older_delivery(office.workspace, path)
    assert found is not None
    assert (found.source_id, found.name) == (2, "Two.dat")
    assert found.n_shared == found.n_looked_at > 0


def test_other_people_are_no_newer_delivery(office: Office) -> None:
    """Nor is a file of another kind with the same people."""
    assert (
        find_older_delivery(office.workspace, sample(office, "One.dat", 1)) is None
    )  # nothing yet
    office.take_list("Court.csv", {})
    assert find_older_delivery(office.workspace, office.state_file("Same.dat", {})) is None
    office.take(sample(office, "Two.dat", 2))
    others = office.state_file("Three.dat", *OTHERS)
    assert find_older_delivery(office.workspace, others) is None


def test_people_without_a_number_are_known_by_name_and_birth_date(office: Office) -> None:
    """A court's list has no CII numbers."""
    office.take_state("Old.dat", {"CII_NUMBER": ""}, {"CII_NUMBER": "", "SUBJECT_ID": "2"})
    found = find_older_delivery(
        office.workspace, office.state_file("New.dat", {"CII_NUMBER": "", "SUBJECT_ID": "77"})
    )
    assert found is not None
    assert found.name == "Old.dat"


def test_what_is_no_file_of_the_state(office: Office, tmp_path: Path) -> None:
    """Is a sentence."""
    path = tmp_path / "notes.txt"
    path.write_text("hello\n", encoding="utf-8")
    with pytest.raises(InputError):
        find_older_delivery(office.workspace, path)
