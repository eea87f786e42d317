"""The stage ``queue``: the list of convictions in memory and in the window, part by part.

Its workspace is not an import of so many rows: the people of a small sample are imported and
checked, then each stands there many times under other names and numbers (`tests.bench.many`).
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.bench.outcome import Outcome, Part
from tests.bench.place import KEY, SEED, Place

if TYPE_CHECKING:
    from app.jobs.queue.index import QueueIndex
    from app.store.workspace import Workspace

QUICK_MS = 200  # the target for facets, filter, search and sort
CASE_MS = 100  # and for opening a case
FRAME_MS = 1000 / 60
TRIES = 15
N_PAGES = N_FRAMES = 200
N_CASES = 60
PAGE_ROWS = 60
SEARCHES = ("garcia", "mar", "e", "11359 lop", "1", "ba0 maria", "nobody is called this")


def prepare_queue(place: Place) -> Callable[[], Outcome]:
    """Loading is measured too; the figure of the stage is the slowest part that has a target."""

    def work() -> Outcome:
        with _opened(place) as workspace:
            parts = [*_of_index(workspace), *_of_window(place)]
        slowest = max(part.median_ms for part in parts if part.target_ms == QUICK_MS)
        return Outcome(seconds=slowest / 1000, parts=tuple(parts))

    return work


@contextmanager
def _opened(place: Place) -> Iterator[Workspace]:
    from app.store.workspace import Workspace

    workspace = Workspace(place.many, KEY, None, read_only=True)
    try:
        yield workspace
    finally:
        workspace.close()


def _of_index(workspace: Workspace) -> Iterator[Part]:
    import psutil

    from app.jobs.queue.load import load_queue
    from app.model.queue_filter import SORTS, QueueFilter
    from app.sampling.draw import Draw
    from app.store.queue import get_rows

    before, began = psutil.Process().memory_info().rss, time.perf_counter()
    index = load_queue(workspace)
    seconds = time.perf_counter() - began
    grown = (psutil.Process().memory_info().rss - before) / 1_000_000
    yield Part(f"load of {index.n_all:,} convictions, {grown:,.0f} MB", 1, seconds * 1000,
               seconds * 1000, 0)  # fmt: skip

    def fresh(work: Callable[[QueueIndex], object]) -> Callable[[], object]:
        """Nothing of the question before is remembered."""

        def run() -> object:
            index.apply(workspace, [])
            return work(index)

        return run

    everything = QueueFilter()
    narrow = QueueFilter(outcome=("DISMISSAL", "HAND_REVIEW"), level=("felony",))
    yield _timed("facets of everything", fresh(lambda one: one.facets(everything)), TRIES)
    yield _timed("facets under a filter", fresh(lambda one: one.facets(narrow)), TRIES)
    yield _timed("filter", fresh(lambda one: one.find(narrow)), TRIES)
    for sort in SORTS:
        yield _timed(
            f"sort: {sort}", fresh(lambda one, sort=sort: one.find(everything, sort)), TRIES
        )  # type: ignore[misc]
    for text in SEARCHES:
        wanted = QueueFilter(text=text)
        yield _timed(f"search: {text}", fresh(lambda one, wanted=wanted: one.find(wanted)), TRIES)  # type: ignore[misc]
    ids, draw = index.find_ids(everything), Draw(SEED)
    firsts = [draw.between(0, max(0, len(ids) - PAGE_ROWS)) for _ in range(N_PAGES)]
    pages = iter(firsts)
    yield _timed(
        f"a page of {PAGE_ROWS} rows anywhere",
        lambda: get_rows(workspace, ids[(first := next(pages)) : first + PAGE_ROWS]),
        N_PAGES,
        FRAME_MS,
    )


def _of_window(place: Place) -> Iterator[Part]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.store.workspace import open_workspace
    from ui.cases.page import CasesPage
    from ui.desk import Desk
    from ui.preferences import Preferences
    from ui.theme import apply_theme, load_fonts

    application = QApplication.instance() or QApplication([])
    load_fonts()
    apply_theme(application, "light")  # type: ignore[arg-type]
    desk = Desk(Preferences(place.own("queue")))
    desk.set_user("A. Clerk")
    desk.open(lambda: open_workspace(place.many, KEY))
    _until(lambda: desk.reader is not None)
    page = CasesPage(desk)
    page.resize(1366, 768)
    page.show()
    desk.data_changed.connect(page.refresh)
    page.refresh({"check"})
    _until(lambda: page.is_settled)
    try:
        yield from _measure_page(page, desk)
    finally:
        page.listing.close()
        desk.close_reader()
        desk.tasks.join()


def _measure_page(page: Any, desk: Any) -> Iterator[Part]:
    from app.sampling.draw import Draw

    n, draw = page.queue.model.rowCount(), Draw(SEED)
    bar, view = page.queue.table.verticalScrollBar(), page.queue.table.viewport()

    def scroll(value: int) -> None:
        bar.setValue(value)
        view.repaint()

    lines = iter(range(5, 5 + 3 * N_FRAMES, 3))
    yield _timed("a frame of scrolling on", lambda: scroll(next(lines)), N_FRAMES, FRAME_MS)
    jumps = iter([draw.between(0, max(1, bar.maximum())) for _ in range(N_FRAMES)])
    yield _timed("a frame of a jump anywhere", lambda: scroll(next(jumps)), N_FRAMES, 0)

    def settle() -> None:
        _until(lambda: page.is_settled and not desk.tasks.is_busy)

    def open_case(position: int) -> None:
        page.queue.select(position)
        settle()

    cases = iter([draw.between(0, n - 1) for _ in range(N_CASES)])
    yield _timed("open a case, from key to sight", lambda: open_case(next(cases)), N_CASES, CASE_MS)

    def toggle() -> None:
        page.listing.show(page.listing.wanted.toggled("level", "felony"))
        settle()

    yield _timed("filter in the window, case and counts in sight", toggle, TRIES, 0)


def _until(is_so: Callable[[], bool]) -> None:
    """Let the window work until something holds. It sleeps meanwhile, as a window does: one
    that kept looking would hold up the thread that it waits for."""
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

    alarm = QTimer(interval=5)
    alarm.start()
    while not is_so():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    alarm.stop()
    QCoreApplication.processEvents()


def _timed(name: str, work: Callable[[], object], n: int, target_ms: float = QUICK_MS) -> Part:
    times = []
    for _ in range(n):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return Part(name, n, statistics.median(times), times[min(n - 1, round(n * 0.95))], target_ms)
