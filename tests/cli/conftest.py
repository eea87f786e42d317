"""Made-up deliveries and a workspace, made once; each test works on its own copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.sampling.writer import write_sample
from tests.cli.terminal_user import (
    AS_OF,
    COUNTY,
    PASSPHRASE,
    POLICY,
    VARIABLE,
    Done,
    desk,
    run_arguments,
)

AWKWARD = "Müller, O'Brien & año  (2)"  # blanks, accents, an apostrophe, a comma
FORMATS = "clear-my-record,workbook,motions,report"


@pytest.fixture(autouse=True)
def _no_passphrase_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def known_passphrase(monkeypatch: pytest.MonkeyPatch) -> str:
    """The workspace's passphrase in the environment."""
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    return PASSPHRASE


@pytest.fixture(scope="session")
def awkward_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal") / AWKWARD
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def clean_file(awkward_folder: Path) -> Path:
    path = awkward_folder / "Delivery, clean.dat"
    write_sample(path, n_people=60, county=COUNTY, seed=11)
    return path


@pytest.fixture(scope="session")
def messy_file(awkward_folder: Path) -> Path:
    path = awkward_folder / "Delivery d'été.dat"
    write_sample(path, n_people=40, county=COUNTY, seed=12, is_messy=True)
    return path


@pytest.fixture(scope="session")
def clean_run(clean_file: Path, awkward_folder: Path) -> tuple[Done, Path]:
    out = awkward_folder / "results of the clean one"
    return desk(*run_arguments([clean_file], out, "--formats", FORMATS, "--json")), out


@pytest.fixture(scope="session")
def messy_run(messy_file: Path, awkward_folder: Path) -> tuple[Done, Path]:
    out = awkward_folder / "results of the messy one"
    return desk(*run_arguments([messy_file], out, "--formats", FORMATS, "--json")), out


@pytest.fixture(scope="session")
def checked_file(clean_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace, imported and checked through the terminal."""
    folder = tmp_path_factory.mktemp("workspace") / AWKWARD
    folder.mkdir()
    path, words = folder / "Office.relief", folder / "words.txt"
    words.write_text(PASSPHRASE + "\n", encoding="utf-8")
    secret = ("--passphrase-file", words)
    made = desk("import", path, clean_file, "--county", "Los Angeles County", *secret)
    assert made.status == 0, made.err
    checked = desk("check", path, "--policy", POLICY, "--as-of", AS_OF, *secret)
    assert checked.status == 0, checked.err
    return path


@pytest.fixture
def workspace(checked_file: Path, tmp_path: Path, known_passphrase: str) -> Path:
    """A copy of the checked workspace; its passphrase is in the environment."""
    path = tmp_path / AWKWARD / "Own copy.relief"
    path.parent.mkdir()
    shutil.copy(checked_file, path)
    return path
