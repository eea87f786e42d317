"""One stage in a process of its own: ``python -m tests.bench.child STAGE FOLDER [ROWS]``.

Writes a line when what is measured begins and one with the outcome when it is over, so
that the bench can watch the memory in between. Loads nothing itself: the worker
processes of a stage load this module too.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from pathlib import Path

BEGIN = "begin"


def main(stage: str, folder: str, n_rows: int) -> None:
    import importlib

    from tests.bench.outcome import Outcome
    from tests.bench.place import Place

    stage, _, policy = stage.partition(":")
    where = {
        "delivery": "setting", "imported": "setting", "checked": "setting",
        "evaluate": "engine", "open_case": "looking", "queue": "looking",
        "look": "lists", "workbook": "lists",
        "bulk_exhibit": "pleadings", "bulk_volumes": "pleadings",
        "forms": "forms",
    }.get(stage, "work")  # fmt: skip
    module = importlib.import_module(f"tests.bench.{where}")
    place = Place(Path(folder))
    if where == "setting":
        getattr(module, f"make_{stage}")(place, n_rows)
        return
    prepare = getattr(module, f"prepare_{stage}")
    work = prepare(place, f"us-ca/{policy}") if policy else prepare(place)
    print(BEGIN, flush=True)
    began = time.perf_counter()
    outcome: Outcome = work()
    seconds = time.perf_counter() - began
    if outcome.seconds is None:
        outcome = dataclasses.replace(outcome, seconds=seconds)
    print(json.dumps(dataclasses.asdict(outcome)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
