"""One traced day in the terminal and one in the window, for all that is looked for afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.leaks.day import Place
from tests.leaks.traced import Trace, run_traced


@pytest.fixture(scope="session")
def terminal_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("terminal day") / "place")


@pytest.fixture(scope="session")
def terminal_day(terminal_place: Place) -> Trace:
    return run_traced("tests.leaks.day", terminal_place.folder, _data(terminal_place))


@pytest.fixture(scope="session")
def window_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("window day") / "place")


@pytest.fixture(scope="session")
def window_day(window_place: Place) -> Trace:
    return run_traced("tests.leaks.window_day", window_place.folder, _data(window_place))


def _data(place: Place) -> Path:
    return place.folder.parent / "data"
