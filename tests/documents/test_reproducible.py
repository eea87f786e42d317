"""The same case, policy, texts and dates give the same bytes, wherever and beside whatever."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.documents.bulk_motion import render_bulk_motion
from app.documents.volumes import split_bulk_motion
from tests.documents.samples import EVERY_PAPER, bulk, case, petition, rendered

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.documents.test_reproducible import hashes
print(hashes())
"""


def hashes() -> str:
    """One hash over every kind of paper and a bulk motion in volumes."""
    whole = hashlib.sha256()
    for paper_id in EVERY_PAPER:
        whole.update(rendered(paper_id))
    whole.update(rendered("petition", case("ŁĄCKI ŻANETA", counts=petition().case.counts)))
    for volume in split_bulk_motion(bulk(60), 12):
        whole.update(render_bulk_motion(volume))
    return whole.hexdigest()


@pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("4711", "Asia/Tokyo")])
def test_papers_are_the_same_in_other_processes(seed: str, zone: str) -> None:
    """Neither the order of sets nor the place nor the clock of the machine gets into a file."""
    environment = {
        "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C",
        "RELIEF_DESK_DATA": os.environ["RELIEF_DESK_DATA"],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(ROOT)],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    assert done.stdout.strip() == hashes()


def test_another_date_or_text_gives_another_file() -> None:
    """What makes a paper is in it."""
    draft = petition()
    again = petition(case("ANA M GARCIA-NUNEZ", counts=draft.case.counts))
    assert rendered("petition", again.case) == rendered("petition")
    other = petition(case("ANA M GARCIA-NUNES", counts=draft.case.counts))
    assert rendered("petition", other.case) != rendered("petition")
