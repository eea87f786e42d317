"""A hand-out is read again: every file by its hash, every table by its rows and values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import msgspec

from app.errors import InputError
from app.jobs.open_export.sinks import Sink
from app.jobs.open_export.tables import WrittenTable
from app.jobs.progress import Progress

AGAIN, COUNTING = "Reading it again", "Counting tables"


def read_again(sink: Sink, tables: Sequence[WrittenTable], progress: Progress) -> int:
    """Raises InputError when anything is not as it was written; how many rows were counted."""
    total, done = sum(one.n_bytes for one in sink.files), 0
    for one in sink.files:
        digest = hashlib.sha256()
        with sink.reading(one.name) as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
                done += len(piece)
                progress.step(done, total, AGAIN)
        if digest.hexdigest() != one.sha256:
            raise _differs(one.name)
    for n, table in enumerate(tables):
        progress.step(n, len(tables), COUNTING)
        _check_table(sink, table)
    return sum(table.shape.n_rows for table in tables)


def _check_table(sink: Sink, table: WrittenTable) -> None:
    digest, n = hashlib.sha256(), 0
    with sink.reading(table.json) as file:
        for line in file:
            digest.update(msgspec.msgpack.encode(list(json.loads(line).values())))
            n += 1
    if (n, digest.hexdigest()) != (table.shape.n_rows, table.sha256):
        raise _differs(table.json)
    with sink.reading(table.csv) as file:
        if _count_records(file) - 1 != table.shape.n_rows:  # the first one names the columns
            raise _differs(table.csv)


def _count_records(lines: object) -> int:
    """Records of a CSV file: a line break inside of quotes ends none."""
    n, quotes = 0, 0
    for line in lines:  # type: ignore[attr-defined]
        quotes += line.count(b'"')
        n += quotes % 2 == 0
    return n


def _differs(name: str) -> InputError:
    return InputError(
        f"{name} was read again and is not what was written. Nothing was kept: the disk or stick "
        "may be failing. Choose another folder."
    )
