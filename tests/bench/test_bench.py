"""The bench measures every stage and writes its figures in the agreed shape."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.stages import NAMES
from tests.bench.table import lines_of

ROOT = Path(__file__).resolve().parent.parent.parent
APPLY = {
    "run": {"rows_per_second", "people_per_minute"},
    "look": {"rows_per_second", "people_per_minute"},
    "import": {"rows_per_second", "people_per_minute"},
    "workbook": {"rows_per_second", "people_per_minute"},
    "check": {"rows_per_second", "people_per_minute"},
    "evaluate": {"people_per_minute"},
    "export": {"rows_per_second", "people_per_minute"},
    "motions": {"papers_per_minute"},
    "bulk_motion": {"people_per_minute", "papers_per_minute"},
    "bulk_exhibit": {"rows_per_second", "papers_per_minute"},
    "bulk_volumes": {"rows_per_second", "papers_per_minute"},
    "forms": {"papers_per_minute"},
    "open_case": set(),
    "queue": {"parts"},
}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any], Path]:
    """Every stage over two thousand rows: what was printed, the figures, their file."""
    path = tmp_path_factory.mktemp("bench") / "figures.json"
    done = bench("--rows", "2000", "--json", str(path))
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(path.read_text()), path


@pytest.mark.slow
def test_figures_have_the_agreed_shape(small: tuple[str, dict[str, Any], Path]) -> None:
    """Rows, people and every stage with exactly the figures that apply, all above zero."""
    _, figures, _ = small
    assert set(figures) == {"rows", "people", "stages"}
    assert figures["people"] == 20
    assert 1_500 < figures["rows"] < 2_500
    assert tuple(figures["stages"]) == NAMES
    for name, stage in figures["stages"].items():
        assert set(stage) == {"seconds", "peak_mb"} | APPLY[name.partition(":")[0]], name
        parts = stage.get("parts", [])
        assert all(value > 0 for key, value in stage.items() if key != "parts"), (name, stage)
        assert all(part["p95_ms"] >= part["median_ms"] > 0 for part in parts), parts
        assert len(parts) > 15 or name != "queue"


@pytest.mark.slow
def test_rates_follow_from_the_seconds(small: tuple[str, dict[str, Any], Path]) -> None:
    """Rows a second times seconds are the rows of the file."""
    _, figures, _ = small
    for name in ("run", "import", "check", "export"):
        stage = figures["stages"][name]
        assert stage["rows_per_second"] * stage["seconds"] == pytest.approx(
            figures["rows"], rel=0.01
        )


@pytest.mark.slow
def test_table_names_every_stage(small: tuple[str, dict[str, Any], Path]) -> None:
    """What is printed is a table with a line for each stage."""
    printed, _, _ = small
    lines = printed.splitlines()[2:-1]
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(NAMES)
    assert any(line.startswith("  facets of everything") for line in lines)


@pytest.mark.slow
def test_against_shows_ratios_without_judging(small: tuple[str, dict[str, Any], Path]) -> None:
    """Beside figures twice as fast as the other's stands 0.50; nothing fails."""
    _, figures, _ = small
    slower = {"stages": {"run": {"seconds": figures["stages"]["run"]["seconds"] * 2}}}
    lines = list(lines_of(figures, slower))
    run = next(line for line in lines if line.startswith("run"))
    assert run.split()[2] == "0.50"


@pytest.mark.slow
def test_chosen_stages_only(tmp_path: Path, small: tuple[str, dict[str, Any], Path]) -> None:
    """``--stages`` measures those named, and ``--against`` reads an earlier file."""
    path = tmp_path / "figures.json"
    done = bench("--rows", "1000", "--stages", "import", "--json", str(path), "--against",
                 str(small[2]))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list(json.loads(path.read_text())["stages"]) == ["import"]
    assert "x other" in done.stdout


@pytest.mark.parametrize("wrong", [["--stages", "fly"], ["--rows", "3"]])
def test_wrong_usage_is_told(wrong: list[str]) -> None:
    """A stage that does not exist, or too few rows: status 2 and a sentence."""
    done = bench(*wrong)
    assert done.returncode == 2
    assert "error:" in done.stderr
