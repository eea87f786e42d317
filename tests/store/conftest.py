"""Workspaces for tests of the store: one filled and checked once, copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.jobs.workers import Workers
from app.store.key import Key, random_key
from app.store.workspace import Workspace, create_workspace, open_workspace
from tests.importing.made_rows import file_of, line_of
from tests.jobs.made_check import import_and_check

NAMES = ["ZEBRA,ZOË", "EXAMPLE,AVERY", "PERCENT%,PAT", "UNDER_SCORE,UMA", "O'NEIL,ORA"]


def create(path: Path, key: Key | str) -> Workspace:
    return create_workspace(
        path, key, name="Office", county="LOS ANGELES", created_at="2026-11-01T00:00:00+00:00"
    )


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Key]:
    """A closed workspace with ten convictions of five people, checked."""
    folder = tmp_path_factory.mktemp("filled")
    lines = []
    for n, name in enumerate(NAMES, 1):
        person = {
            "SUBJECT_ID": str(n),
            "CII_NUMBER": f"A{n}",
            "PRI_NAME": name,
            "OFN": f"CR{9 - n}",
        }
        lines.append(line_of(**person, STP_EVENT_DATE=f"200{n}0101"))
        second = {"OFFENSE_DESCR": "11357(A) HS-POSSESS", "CONV_STAT_DESCR": "MISDEMEANOR"}
        if n == 2:
            second = {"CONV_STAT_DESCR": "", "OFFENSE_TOC": "", "OFFENSE_DESCR": "11360 HS-SELL"}
        lines.append(
            line_of(
                **(person | {"STP_EVENT_DATE": "", "CNT_ORDER": "002001001000"} | second)
                if n < 5
                else person | {"CNT_ORDER": "002001001000", "OFFENSE_DESCR": "459 PC-BURGLARY"}
            )
        )
    delivery = folder / "delivery.dat"
    delivery.write_text(file_of(*lines), encoding="utf-8")
    key = random_key()
    with create(folder / "office.relief", key) as workspace, Workers(1) as workers:
        import_and_check(workspace, [delivery], workers, piece_bytes=1500)
    return folder / "office.relief", key


@pytest.fixture
def workspace(filled: tuple[Path, Key], tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the filled workspace, open for work."""
    path = tmp_path / "office.relief"
    shutil.copy(filled[0], path)
    with open_workspace(path, filled[1]) as opened:
        yield opened
