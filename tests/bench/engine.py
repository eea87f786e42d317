"""The stage ``evaluate``: the rules alone, over rap sheets that are decoded beforehand."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from tests.bench.outcome import Outcome
from tests.bench.place import KEY, POLICY, Place, request

N_PROCESSES = 2
TRIES = 3  # the pass is short; the median of three says more than one


def prepare_evaluate(place: Place, policy_id: str = POLICY) -> Callable[[], Outcome]:
    """Two processes, each with every second person in memory."""
    context = multiprocessing.get_context("spawn")
    ends: list[Connection] = []
    for number in range(N_PROCESSES):
        own, theirs = context.Pipe()
        context.Process(
            target=_evaluate, args=(theirs, place.checked, number, policy_id), daemon=True
        ).start()
        ends.append(own)
    n_people = sum(end.recv() for end in ends)

    def work() -> Outcome:
        seconds = sorted(_one_pass(ends) for _ in range(TRIES))[TRIES // 2]
        for end in ends:
            end.send(False)
        return Outcome(seconds=seconds, n_people=n_people)

    return work


def _one_pass(ends: list[Connection]) -> float:
    began = time.perf_counter()
    for end in ends:
        end.send(True)
    for end in ends:
        end.recv()
    return time.perf_counter() - began


def _evaluate(end: Connection, path: Path, part: int, policy_id: str) -> None:
    """Runs in a process of its own: says how many people it holds, then answers each "go"."""
    import gc

    from app.store import records
    from app.store.codec import decode_sheet
    from app.store.workspace import Workspace

    gc.disable()  # as in the program's own workers
    with Workspace(path, KEY, None, read_only=True) as workspace:
        sheets = [
            decode_sheet(record)
            for batch in records.iter_coded_people(workspace)
            for number, record in batch
            if number % N_PROCESSES == part
        ]
    evaluator = request(policy_id).evaluator()
    end.send(len(sheets))
    while end.recv():
        end.send(sum(len(evaluator.determine(sheet)) for sheet in sheets))
