"""The real program on a real (virtual) screen: opened, driven to a motion, closed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sampling.writer import write_sample
from app.store import papers, reviews, runs
from app.store.workspace import open_workspace
from tests.xvfb.drive import AS_OF, PASSPHRASE
from tests.xvfb.screen import ROOT, missing, screen, variables

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(bool(missing()), reason=missing() or "there is a screen"),
]

SHOTS = (
    "start", "new workspace", "empty workspace", "delivery recognized", "imported", "checked",
    "the policy in words", "its cases", "sign-off sheet saved",
    "a person", "accepted", "motion on the screen", "papers drafted", "overview", "reports",
    "activity",
)  # fmt: skip


@pytest.fixture
def display() -> Iterator[str]:
    with screen() as name:
        yield name


def test_from_import_to_motion(display: str, tmp_path: Path) -> None:
    """New workspace, import, policy, check, review, motion: on the screen, then on disk."""
    delivery, folder = tmp_path / "Envío, O'Brien.dat", tmp_path / "desk"
    folder.mkdir()
    write_sample(delivery, n_people=40, county="Los Angeles", seed=3, is_messy=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.xvfb.drive", str(delivery), str(folder)],
        cwd=ROOT, env=variables(display, tmp_path / "data"), capture_output=True, text=True,
        timeout=240, check=False,
    )  # fmt: skip
    _keep_screens(folder / "screens")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    _see_screens(folder / "screens")
    (path,) = folder.glob("*.relief")
    with open_workspace(path, PASSPHRASE) as workspace:
        run = runs.find_latest_run(workspace)
        assert run is not None
        assert run.as_of.isoformat() == AS_OF
        assert reviews.count_reviews(workspace) == {"accepted": 1}
        drafted = papers.list_papers(workspace)
    assert {paper.kind for paper in drafted} >= {"motion"}
    assert (folder / "papers" / drafted[0].file_name).read_bytes().startswith(b"%PDF")


def _keep_screens(screens: Path) -> None:
    """To look at, where $RELIEF_DESK_SCREENSHOTS says."""
    wanted = os.environ.get("RELIEF_DESK_SCREENSHOTS")
    if wanted and screens.is_dir():
        shutil.copytree(screens, wanted, dirs_exist_ok=True)


def _see_screens(screens: Path) -> None:
    """Every step was on the screen, and no screen is one flat color or the one before."""
    from PySide6.QtGui import QImage

    found = sorted(screens.iterdir())
    assert [path.stem.partition(" ")[2] for path in found] == list(SHOTS)
    before: QImage | None = None
    for path in found:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1366, 768)
        colors = {image.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
        assert len(colors) > 10, path.name
        assert image != before, path.name
        before = image


def test_program_opens_and_closes_by_key(display: str, tmp_path: Path) -> None:
    """``python -m ui`` shows its window; Ctrl+Q on the keyboard ends it with status 0."""
    environment = variables(display, tmp_path / "data")
    with subprocess.Popen(
        [sys.executable, "-m", "ui"], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        try:
            window = _xdotool(environment, "search", "--sync", "--onlyvisible", "--name",
                              "^Relief Desk$").split()[-1]  # fmt: skip
            _xdotool(environment, "windowfocus", "--sync", window)
            _xdotool(environment, "key", "--clearmodifiers", "ctrl+q")
            out, err = program.communicate(timeout=30)
        finally:
            program.kill()
    assert (program.returncode, out, err) == (0, "", "")


def _xdotool(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        ["xdotool", *arguments], env=environment, capture_output=True, text=True, timeout=60,
        check=True,
    ).stdout  # fmt: skip
