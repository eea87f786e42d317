"""What every test of the house gets: its own data folder, no screen, no silent errors."""

from __future__ import annotations

import functools
import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.store import key

# Before the first Qt import: tests draw into memory, never on somebody's screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile(
    "desk", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--slow`` runs the tests marked slow too."""
    parser.addoption("--slow", action="store_true", help="run the tests marked slow too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests out unless ``--slow``, ``-m`` or a test's own name asks for them."""
    named = any("::" in argument for argument in config.args)
    if named or config.getoption("--slow") or config.getoption("markexpr"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def pytest_collection_finish() -> None:
    """The tests themselves, and what they have loaded, stay to the end."""
    _set_aside()


def _set_aside() -> None:
    """What is alive now need not be looked at in later collections: thousands of tests and the
    programs of past ones would make each of them take a second."""
    gc.collect()
    gc.freeze()


class _ErrorCollector(logging.Handler):
    """Keeps what is logged at ERROR and above while one test runs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _fail_on_logged_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """A logged error fails the test, unless it carries the mark ``logs_errors``."""
    collector = _ErrorCollector()
    root = logging.getLogger()
    root.addHandler(collector)
    try:
        yield
    finally:
        root.removeHandler(collector)
    if collector.messages and not request.node.get_closest_marker("logs_errors"):
        pytest.fail("errors were logged:\n" + "\n".join(collector.messages), pytrace=False)


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own: settings, recent files and policies never leak in or out."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("RELIEF_DESK_DATA", str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def _derive_each_key_once() -> Iterator[None]:
    """The same passphrase and salt give the same key: half the time of the terminal's tests went
    into deriving it anew for every command. Other processes derive theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key, "_derive", functools.cache(key._derive))
        yield


@pytest.fixture(autouse=True)
def _collect_in_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program itself (`ui.collector`): while there are windows, no background thread
    collects garbage, for Qt objects must be freed by the window thread."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    _set_aside()
    gc.disable()
    yield
    gc.enable()
    gc.collect()
