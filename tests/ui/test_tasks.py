"""The background thread: order, progress, cancelling, failures, and an awake window."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.errors import Cancelled, InputError
from app.jobs.progress import Progress
from app.store.workspace import Workspace, create_workspace
from ui.progress_panel import ProgressPanel, describe
from ui.tasks import ProgressState, Tasks


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.join()


def _fail(error: Exception) -> None:
    raise AssertionError(error)


def test_jobs_run_one_after_the_other_and_answer_in_the_window_thread(
    tasks: Tasks, qtbot: QtBot
) -> None:
    """Two jobs given at once run in their order on one other thread; answers come here."""
    here, seen = threading.get_ident(), []

    def job(number: int) -> tuple[int, int]:
        return number, threading.get_ident()

    def take(answer: tuple[int, int]) -> None:
        seen.append((*answer, threading.get_ident()))

    with qtbot.waitSignal(tasks.idle, timeout=5000):
        tasks.run_free("First", lambda _: job(1), take, _fail)
        tasks.run_free("Second", lambda _: job(2), take, _fail)
    assert [answer[0] for answer in seen] == [1, 2]
    assert seen[0][1] == seen[1][1] != here
    assert seen[0][2] == seen[1][2] == here


def test_a_cancelled_job_stops_at_its_next_step_and_is_told_apart(
    tasks: Tasks, qtbot: QtBot
) -> None:
    """Cancel raises Cancelled inside the job; the failure handler gets that, not a bug."""
    failures: list[Exception] = []

    def endless(progress: Progress) -> None:
        done = 0
        while True:
            done += 1
            progress.step(done, 10**9, "Counting")

    with qtbot.waitSignal(tasks.progressed, timeout=5000):
        tasks.run_free("Counting", endless, lambda _: None, failures.append)
    asked = time.monotonic()
    with qtbot.waitSignal(tasks.idle, timeout=5000):
        tasks.cancel()
    assert isinstance(failures[0], Cancelled)
    assert time.monotonic() - asked < 1.0


def test_the_window_is_told_at_most_ten_times_a_second(tasks: Tasks, qtbot: QtBot) -> None:
    """A job that reports a hundred thousand times is heard a few times only."""
    heard: list[ProgressState] = []
    tasks.progressed.connect(heard.append)
    began = time.monotonic()

    def job(progress: Progress) -> None:
        for done in range(100_000):
            progress.step(done, 100_000, "Counting")

    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        tasks.run_free("Counting", job, lambda _: None, _fail)
    assert 1 <= len(heard) <= 10 * (time.monotonic() - began) + 2


def test_a_job_gets_the_workspace_that_the_thread_opened(
    tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    """The writer is opened on the background thread, which alone may use it."""
    path = tmp_path / "Office.relief"
    names: list[str] = []

    def make() -> Workspace:
        return create_workspace(path, "made-up words", name="O", county="YOLO", created_at="2026")

    def opened(where: Path) -> None:
        assert where == path
        tasks.run("Naming", lambda workspace, _: workspace.info.name, names.append, _fail)

    tasks.open_workspace(make, opened, _fail)
    qtbot.waitUntil(lambda: names == ["O"], timeout=10_000)


def test_failures_reach_the_handler_and_the_next_job_still_runs(tasks: Tasks, qtbot: QtBot) -> None:
    """A sentence raised by a job arrives as it is; the thread goes on."""
    failures: list[Exception] = []
    answers: list[int] = []

    def refuse(_progress: Progress) -> int:
        raise InputError("LA.dat is empty.")

    with qtbot.waitSignal(tasks.idle, timeout=5000):
        tasks.run_free("Refusing", refuse, answers.append, failures.append)
        tasks.run_free("Answering", lambda _: 5, answers.append, _fail)
    assert str(failures[0]) == "LA.dat is empty."
    assert answers == [5]


def test_stop_closes_the_workspace_and_drops_what_waits(
    tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    """After `stopped` the file is free for another program and nothing runs any more."""
    path = tmp_path / "Office.relief"
    opened: list[Path] = []

    def make() -> Workspace:
        return create_workspace(path, "made-up words", name="O", county="YOLO", created_at="2026")

    tasks.open_workspace(make, opened.append, _fail)
    qtbot.waitUntil(lambda: bool(opened), timeout=10_000)
    key = tasks.key
    with qtbot.waitSignal(tasks.stopped, timeout=5000):
        tasks.stop()
    assert key is not None
    from app.store.workspace import open_workspace

    open_workspace(path, key).close()


def test_the_event_loop_ticks_on_while_a_job_waits_for_its_workers(
    tasks: Tasks, qtbot: QtBot
) -> None:
    """A 16 ms timer in the window is not held up by what the background thread does."""
    gaps: list[float] = []
    last = [time.perf_counter()]
    timer = QTimer()
    timer.setInterval(16)

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer.timeout.connect(tick)
    release = threading.Event()

    def job(progress: Progress) -> None:
        for done in range(30):
            progress.step(done, 30, "Waiting for a worker")
            release.wait(0.02)

    timer.start()
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        tasks.run_free("Waiting", job, lambda _: None, _fail)
    timer.stop()
    assert len(gaps) > 10
    assert sorted(gaps)[len(gaps) // 2] < 0.05  # the middle one: the machine is shared


def test_the_panel_appears_only_for_what_takes_a_while(tasks: Tasks, qtbot: QtBot) -> None:
    """Hidden for a quick job; shown with what, how far and Cancel for a long one; then gone."""
    panel = ProgressPanel(tasks)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(tasks.idle, timeout=5000):
        tasks.run_free("Quick", lambda _: 1, lambda _: None, _fail)
    assert not panel.isVisible()
    stop = threading.Event()

    def long(progress: Progress) -> None:
        done = 0
        while not stop.is_set():
            done += 1
            progress.step(min(done, 500), 1000, "Checking people")
            stop.wait(0.01)

    tasks.run_free("Checking", long, lambda _: None, _fail)
    qtbot.waitUntil(panel.isVisible, timeout=5000)
    with qtbot.waitSignal(tasks.idle, timeout=5000):
        stop.set()
    qtbot.waitUntil(lambda: not panel.isVisible(), timeout=5000)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ProgressState("x", 5, 10, "people", None, None), "5 of 10 people"),
        (
            ProgressState("x", 1_000, 10_703, "people", 2_000.0, 4.85),
            "1,000 of 10,703 people  ·  2,000 people a second  ·  about 5 seconds left",
        ),
        (
            ProgressState("x", 12_000_000, 480_000_000, "bytes", 9_000_000.0, 52.0),
            "12.0 of 480.0 MB  ·  9.0 MB a second  ·  about 52 seconds left",
        ),
        (
            ProgressState("x", 3, 2_000, "motions", 2.0, 998.5),
            "3 of 2,000 motions  ·  120 motions a minute  ·  about 17 minutes left",
        ),
        (ProgressState("x", 0, 0, "", None, None), ""),
    ],
)
def test_progress_in_words(state: ProgressState, words: str) -> None:
    """What, how far, how fast, how long, each left out while it is not known."""
    assert describe(state) == words


def test_what_is_only_saved_is_saved_before_the_program_ends(
    tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    """Closing right after a key press: the running job stops, what waits to be saved is saved,
    other jobs that wait are not begun."""
    path = tmp_path / "Office.relief"
    done: list[str] = []
    tasks.open_workspace(
        lambda: create_workspace(path, "made-up words", name="O", county="YOLO", created_at="2026"),
        lambda _: None,
        _fail,
    )
    running = threading.Event()

    def long(_workspace: Workspace, progress: Progress) -> None:
        pause = threading.Event()
        while True:
            running.set()
            progress.step(0, 1, "Importing")
            pause.wait(0.01)

    def save(workspace: Workspace, progress: Progress) -> None:
        progress.step(0, 1, "Saving")  # is never told to stop
        done.append(workspace.info.name)

    tasks.run("Importing", long, lambda _: None, lambda _: None)
    assert tasks.has_job
    tasks.run("Saving", save, lambda _: None, _fail, is_saving=True)
    tasks.run("Checking", lambda _w, _p: done.append("checked"), lambda _: None, lambda _: None)
    assert running.wait(10)
    with qtbot.waitSignal(tasks.stopped, timeout=10_000):
        tasks.stop()
    assert done == ["O"]
    assert not tasks.is_busy
    assert not tasks.has_job


def test_saving_alone_is_no_reason_to_ask_before_closing(tasks: Tasks, qtbot: QtBot) -> None:
    """A decision on its way to the disk is finished anyway: nothing that could be lost."""
    with qtbot.waitSignal(tasks.idle, timeout=5000):
        tasks.run("Saving", lambda _w, _p: None, lambda _: None, lambda _: None, is_saving=True)
        assert tasks.is_busy
        assert not tasks.has_job
