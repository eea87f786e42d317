"""Prepares the input, runs each stage in a process of its own, and gathers the figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.bench.child import BEGIN
from tests.bench.memory import PeakMemory
from tests.bench.place import Place
from tests.bench.stages import needs

ROOT = Path(__file__).resolve().parent.parent.parent
_STEPS = ("delivery", "imported", "checked")


def run_stages(folder: Path, n_rows: int, names: Iterable[str]) -> dict[str, Any]:
    """The figures, shaped as the JSON file has them."""
    names = list(names)
    for step in _steps(names):
        print(f"preparing: {step}", file=sys.stderr, flush=True)
        _child(step, folder, n_rows)
    stages: dict[str, dict[str, Any]] = {}
    for name in names:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        stages[name] = _figures(*_child(name, folder, n_rows))
    place = Place(folder)
    n_delivered = place.count_rows() if place.delivery.exists() else n_rows
    return {"rows": n_delivered, "people": max(1, n_rows // 100), "stages": stages}


def _steps(names: list[str]) -> list[str]:
    """What has to be made, in order; each of `_STEPS` rests on the one before."""
    wanted = {needs(name) for name in names}
    last = max((_STEPS.index(step) for step in wanted if step in _STEPS), default=-1)
    return [*_STEPS[: last + 1], *(["many"] if "many" in wanted else [])]


def _child(stage: str, folder: Path, n_rows: int) -> tuple[dict[str, Any], float]:
    """The outcome that a stage printed, and the peak of its memory in MB."""
    command = [sys.executable, "-m", "tests.bench.child", stage, str(folder), str(n_rows)]
    with subprocess.Popen(
        command, cwd=ROOT, env=_environment(folder), stdout=subprocess.PIPE, text=True
    ) as child:
        outcome, peak = _listen(child)
    if child.returncode:
        raise SystemExit(f"bench: the stage {stage} ended with status {child.returncode}.")
    return outcome, peak


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "RELIEF_DESK_DATA": str(folder / "data")}


def _listen(child: subprocess.Popen[str]) -> tuple[dict[str, Any], float]:
    assert child.stdout is not None
    memory = PeakMemory(child.pid)
    outcome: dict[str, Any] = {}
    peak = 0.0
    for line in child.stdout:
        if line.strip() == BEGIN:
            memory.begin()
        else:
            peak = memory.end()
            outcome = json.loads(line)
    return outcome, peak


def _figures(outcome: dict[str, Any], peak: float) -> dict[str, Any]:
    """Only what applies to the stage."""
    seconds = outcome["seconds"]
    figures = {"seconds": round(seconds, 6)}
    for name, count, scale in (
        ("rows_per_second", outcome["n_rows"], 1),
        ("people_per_minute", outcome["n_people"], 60),
        ("papers_per_minute", outcome["n_papers"], 60),
    ):
        if count is not None:
            figures[name] = round(count * scale / seconds, 1)
    parts = {"parts": outcome["parts"]} if outcome["parts"] else {}
    return {**figures, "peak_mb": peak, **parts}
