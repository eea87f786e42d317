"""Starts a guarded process with a worker and a stream, and prints what each may do."""

import json
import multiprocessing

from app.guarded import guard_process
from app.jobs.workers import Workers, stream
from tests.no_network.probe import probe, probes

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn", force=True)
    guard_process()
    with Workers(1) as workers:
        (worker,) = workers.in_order(probe, [0])
    (streamed,) = [one for one in stream(probes, 0) if one is not None]
    print(json.dumps([probe(0), worker, streamed]))
