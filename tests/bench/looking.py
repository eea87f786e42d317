"""Stages that do what the window does while a person looks: open a case, page the queue."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from tests.bench.outcome import Outcome
from tests.bench.place import SEED, Place

N_CASES = 200
N_PAGES = 50
PAGE_ROWS = 60


def prepare_open_case(place: Place) -> Callable[[], Outcome]:
    """The median time until a person and the explanation of a conviction are there."""
    from app.jobs.trace import explain_conviction, get_history
    from app.sampling.draw import Draw
    from app.store import queue

    workspace = place.open_checked()
    ids = queue.find_ids(workspace, queue.QueueFilter())
    draw = Draw(SEED)
    chosen = [draw.pick(ids) for _ in range(N_CASES)]

    def open_one(conviction: int) -> None:
        person, _, _ = queue.get_place(workspace, conviction)
        get_history(workspace, person)
        explain_conviction(workspace, conviction)

    def work() -> Outcome:
        times = [_seconds(lambda number=number: open_one(number)) for number in chosen]
        return Outcome(seconds=statistics.median(times))

    return work


def prepare_queue(place: Place) -> Callable[[], Outcome]:
    """The slowest of: facets, the whole list in each order, a page of rows anywhere."""
    from app.sampling.draw import Draw
    from app.store import queue

    workspace = place.open_checked()
    everything = queue.QueueFilter()
    draw = Draw(SEED)

    def work() -> Outcome:
        times = [_seconds(lambda: queue.count_facets(workspace, everything))]
        times += [
            _seconds(lambda sort=sort: queue.find_ids(workspace, everything, sort))
            for sort in queue.SORTS
        ]
        ids = queue.find_ids(workspace, everything)
        for _ in range(N_PAGES):
            first = draw.between(0, max(0, len(ids) - PAGE_ROWS))
            page = ids[first : first + PAGE_ROWS]
            times.append(_seconds(lambda page=page: queue.get_rows(workspace, page)))
        return Outcome(seconds=max(times))

    return work


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
