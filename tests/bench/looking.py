"""The stage that does what the window does while a person looks: open a case."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from tests.bench.outcome import Outcome
from tests.bench.place import SEED, Place

N_CASES = 200


def prepare_open_case(place: Place) -> Callable[[], Outcome]:
    """The median time until a person and the explanation of a conviction are there."""
    from app.jobs.trace import explain_conviction, get_history
    from app.sampling.draw import Draw
    from app.store import queue

    workspace = place.open_checked()
    ids = queue.list_by_date(workspace, in_scope_only=True)
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


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
