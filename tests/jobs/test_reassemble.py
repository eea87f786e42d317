"""People put together again from the kept rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.reassemble import reassemble_people
from app.sampling.writer import write_sample
from app.store import check, records
from app.store.workspace import Workspace

COUNTY = "LOS ANGELES"


def everything(workspace: Workspace) -> list[Any]:
    """What an import leaves behind, without the numbers that only tell its order."""
    connection = workspace.connection
    return [
        [
            (number, record)
            for batch in records.iter_coded_people(workspace)
            for number, record in batch
        ],
        connection.execute("SELECT * FROM conviction ORDER BY id").fetchall(),
        {
            (person, source, row)
            for person, source, first, n in connection.execute("SELECT * FROM person_rows")
            for row in range(first, first + n)
        },
        connection.execute(
            "SELECT source_id, row, column_name, text, kind, reason, done, is_quarantined, "
            "person_id FROM row_issue ORDER BY 1, 2, 3, 4, 5, 6"
        ).fetchall(),
    ]


@pytest.mark.parametrize("piece_bytes", [20_000, 1 << 21])
def test_a_record_made_again_is_the_record(
    workspace: Workspace, tmp_path: Path, piece_bytes: int
) -> None:
    """From a messy file, everyone made again: nothing is another.

    A doubt about the whole person that the import told of each piece is told once.
    """
    path = tmp_path / "Messy.dat"
    write_sample(path, n_people=60, county=COUNTY, seed=11, is_messy=True)
    import_files(workspace, [path], Silent(), who="A. Clerk", piece_bytes=piece_bytes)
    before = everything(workspace)
    people = [number for batch in records.iter_coded_people(workspace) for number, _ in batch]
    with workspace.transaction():
        reassemble_people(workspace, people)
    after = everything(workspace)
    assert after[:3] == before[:3]
    assert set(after[3]) <= set(before[3])
    if piece_bytes > 20_000:
        assert after[3] == before[3]
    assert check.find_problems(workspace) == []
