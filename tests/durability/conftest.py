"""The disk that kills, fails and remembers; small workspaces to be killed at; what was counted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.jobs.check_eligibility import check_eligibility
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.sampling.writer import write_sample
from app.store.key import Key, key_of, random_key
from app.store.workspace import create_workspace, open_workspace
from tests.durability import works
from tests.durability.looks import Reference, content
from tests.durability.nursery import Attempt, Nursery, Outcome
from tests.museum.forms import MUSEUM, PASSPHRASE

# RELIEF_DESK_FULL=1: every kill and power cut, many minutes; else CI's share of them.
IS_FULL = os.environ.get("RELIEF_DESK_FULL") == "1"
FORMS = sorted(MUSEUM)


@dataclass(frozen=True, slots=True)
class Stage:
    """A work, the folder that it begins in, and what it leaves when nothing befalls it."""

    work: str
    base: Path
    key: Key
    wanted: Reference
    dry: Outcome

    def attempt(self, folder: Path, **changes: object) -> Attempt:
        """In a fresh copy of the base."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, folder)
        return Attempt(self.work, str(folder), self.key.hex, **changes)  # type: ignore[arg-type]


class Figures:
    """Counts and prints what was survived."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def say(self, text: str) -> None:
        with self._capsys.disabled():
            print(f"\n  {text}", end="")


@pytest.fixture
def figures(capsys: pytest.CaptureFixture[str]) -> Figures:
    return Figures(capsys)


@pytest.fixture(scope="session")
def disk_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The layer below the program, compiled; skipped with the reason where it cannot be."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("the disk that fails needs Linux and a C compiler (cc)")
    library = tmp_path_factory.mktemp("disk") / "disk.so"
    source = Path(__file__).with_name("disk.c")
    built = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if built.returncode:
        pytest.skip(f"the disk that fails was not compiled: {built.stderr[-300:]}")
    return library


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Key]:
    """A folder with a small workspace, imported and checked, and a second delivery beside it."""
    folder = tmp_path_factory.mktemp("checked")
    key = random_key()
    write_sample(folder / "First.dat", n_people=24, county="Los Angeles", seed=7)
    write_sample(folder / "Second.dat", n_people=8, county="Los Angeles", seed=8)
    with create_workspace(
        folder / works.NAME, key, name="Office", county=works.COUNTY, created_at="2026-11-01"
    ) as workspace:
        first = [folder / "First.dat"]
        import_files(workspace, first, Silent(), who=works.WHO, workers=works.InTurn())
        check_eligibility(
            workspace, works.check_request(works.BEFORE), Silent(), who=works.WHO,
            workers=works.InTurn(),
        )  # fmt: skip
    return folder, key


@pytest.fixture(scope="session")
def nursery(
    disk_library: Path, checked: tuple[Path, Key], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nursery]:
    folder = tmp_path_factory.mktemp("nursery")
    with Nursery(disk_library, folder) as made:
        for work in ("print", "letters"):
            warm = folder / work
            shutil.copytree(checked[0], warm)
            made.attempt(Attempt(work, str(warm), checked[1].hex, is_warming=True))
        yield made


class Stages:
    """Every work, done once undisturbed when it is first asked for."""

    def __init__(self, nursery: Nursery, checked: tuple[Path, Key], folder: Path) -> None:
        self._nursery, self._checked, self._folder = nursery, checked, folder
        self._found: dict[str, Stage] = {}

    def get(self, work: str, form: int = 0) -> Stage:
        name = f"{work} {form}" if form else work
        if name not in self._found:
            base, key = self._base(work, form)
            self._found[name] = _stage(self._nursery, work, base, key, self._folder / name)
        return self._found[name]

    def _base(self, work: str, form: int) -> tuple[Path, Key]:
        if form:
            return self._museum(form)
        return self._keyed() if work == "rekey" else self._checked

    def _keyed(self) -> tuple[Path, Key]:
        """A workspace with a passphrase, not a key that nobody knows."""
        base = self._folder / "keyed"
        base.mkdir()
        create_workspace(
            base / works.NAME, works.OLD, name="Office", county="", created_at="2026-11-01"
        ).close()
        return base, key_of(base / works.NAME, works.OLD)

    def _museum(self, form: int) -> tuple[Path, Key]:
        base = self._folder / f"form {form}"
        base.mkdir()
        shutil.copy(MUSEUM[form], base / works.NAME)
        return base, key_of(MUSEUM[form], PASSPHRASE)


@pytest.fixture(scope="session")
def stages(
    nursery: Nursery, checked: tuple[Path, Key], tmp_path_factory: pytest.TempPathFactory
) -> Stages:
    return Stages(nursery, checked, tmp_path_factory.mktemp("stages"))


def _stage(nursery: Nursery, work: str, base: Path, key: Key, folder: Path) -> Stage:
    before = _raw_content(base / works.NAME, key, folder)
    shutil.copytree(base, folder)
    dry = nursery.attempt(Attempt(work, str(folder), key.hex))
    assert dry.status == 0, dry.message
    after = key_of(folder / works.NAME, works.NEW) if work == "rekey" else key
    return Stage(work, base, key, Reference(folder, after, before), dry)


def _raw_content(path: Path, key: Key, folder: Path) -> dict[str, str]:
    """As it is, not brought up to date; of a copy, for reading may write beside it."""
    from app.store.workspace import Workspace

    copy = folder.with_name(folder.name + " copy")
    copy.mkdir()
    shutil.copy(path, copy / path.name)
    with Workspace(copy / path.name, key, None, read_only=True) as workspace:
        return content(workspace)


@pytest.fixture(scope="session")
def steps(
    checked: tuple[Path, Key], tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, str]]:
    """The content before the first step of the review, and after each."""
    path = tmp_path_factory.mktemp("steps") / works.NAME
    shutil.copy(checked[0] / works.NAME, path)
    with open_workspace(path, checked[1]) as workspace:
        found = [content(workspace)]
        for step in works.review_steps(workspace):
            step()
            found.append(content(workspace))
    return found
