"""Any sequence of mends and undos ends where the mends that stand would end alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.jobs.import_files import import_files
from app.jobs.mend_issues import mend_issues, undo_mends
from app.jobs.mend_requests import AlikeMend, CellMend, Request, RowMend
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.sampling.rows import csv_line
from app.store import check, mends, records
from app.store.key import Key, random_key
from app.store.workspace import Workspace, create_workspace, open_workspace
from tests.importing.made_rows import HEADER, line_of, row_of
from tests.jobs.mending import WHO, all_of

_OTHER = {"CNT_ORDER": "002001001000", "STP_EVENT_DATE": "20010101"}
_LINES = [
    line_of(CONV_STAT_DESCR="FELNY"),
    line_of(CONV_STAT_DESCR="FELNY", STP_EVENT_DATE="19991301", CNT_ORDER="002001001000"),
    line_of(SUBJECT_ID="2", CII_NUMBER="A2", CONV_STAT_DESCR="FELNY", PRI_DOB=""),
    line_of(SUBJECT_ID="2", CII_NUMBER="A2", PRI_DOB="19700615", **_OTHER),
    line_of(SUBJECT_ID="3", CII_NUMBER="A3", CNT_ORDER="00I"),
    line_of(SUBJECT_ID="2", CII_NUMBER="A2", PRI_DOB="19710615", CNT_ORDER="003001001000"),
    csv_line(row_of(SUBJECT_ID="3", CII_NUMBER="A3")[:94]),
    csv_line(row_of(SUBJECT_ID="", CII_NUMBER="")),
]
_CELLS = [
    ("CONV_STAT_DESCR", ["FELONY", "FLNY", "MISDEMEANOR", "-"]),
    ("STP_EVENT_DATE", ["1999-03-01", "20019999"]),
    ("PRI_DOB", ["1970-06-15", "19721301", "-"]),
    ("DISP_DESCR", ["DISMISSED", "CONVICTED"]),
    ("CNT_ORDER", ["001001001000", "004001001000", "00X"]),
    ("STP_ORI_CNTY_NAME", ["-", "LOS ANGELES"]),
]
_cells = st.one_of(
    *(
        st.builds(CellMend, st.builds(RowRef, st.just(1), st.integers(2, 7)), st.just(column),
                  st.sampled_from(values))
        for column, values in _CELLS
    )
)  # fmt: skip
_alike = st.builds(
    AlikeMend, st.just("CONV_STAT_DESCR"), st.just("FELNY"), st.sampled_from(["FELONY", "F", "-"])
)
_rows = st.builds(
    lambda row, subject, order: RowMend(
        RowRef(1, row), tuple(row_of(SUBJECT_ID=subject, CII_NUMBER=f"A{subject}", CNT_ORDER=order))
    ),
    st.sampled_from([8, 9]), st.sampled_from(["1", "3", "9"]),
    st.sampled_from(["005001001000", "001001001000", "O"]),
)  # fmt: skip
_steps = st.lists(
    st.one_of(_cells, _alike, _rows, st.integers(0, 9).map(lambda n: ("undo", n))),
    min_size=1, max_size=8,
)  # fmt: skip


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> tuple[Path, Key]:
    folder = tmp_path_factory.mktemp("sequences")
    path, key = folder / "office.relief", random_key()
    file = folder / "delivery.dat"
    file.write_text("\n".join([HEADER, *_LINES]) + "\n")
    with create_workspace(path, key, name="O", county="LOS ANGELES", created_at="x") as workspace:
        import_files(workspace, [file], Silent(), who=WHO, workers=workers)
    return path, key


@pytest.fixture(scope="module")
def two_copies(delivered: tuple[Path, Key]) -> tuple[Path, Path, Path, Key]:
    path, key = delivered
    return path, path.with_name("one.relief"), path.with_name("two.relief"), key


def _opened(original: Path, path: Path, key: Key) -> Workspace:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    shutil.copy(original, path)
    return open_workspace(path, key)


def _do(workspace: Workspace, request: Request) -> int | None:
    """The number of the mend; None when it was refused."""
    try:
        return mend_issues(workspace, [request], Silent(), who=WHO).mends[0].id
    except InputError:
        return None


def _seen(workspace: Workspace) -> list[Any]:
    """Everything, people and convictions told by what they are instead of by numbers that
    depend on when they were made."""
    whole = all_of(workspace)
    names = {number: records.list_subjects(workspace, number) for number, _ in whole[0]}
    return [
        sorted((names[number], record) for number, record in whole[0]),
        sorted((names[one[1]], one[2:]) for one in whole[1]),
        sorted((names[person], source, row) for person, source, row in whole[2]),
        sorted(
            (one.at, one.column, one.text, one.kind, one.reason, state, one.is_quarantined)
            for _, state, one in whole[4]
        ),
        whole[5],
    ]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_steps)
def test_only_the_mends_that_stand_count(
    two_copies: tuple[Path, Path, Path, Key], steps: list[Any]
) -> None:
    """Whatever came between; and with all undone, byte for byte what it was."""
    original, first, second, key = two_copies
    standing: list[tuple[int, Request]] = []
    with _opened(original, first, key) as one, _opened(original, second, key) as other:
        before = all_of(one)
        for step in steps:
            if isinstance(step, tuple):
                if standing:
                    number, _ = standing.pop(step[1] % len(standing))
                    undo_mends(one, [number], Silent(), who=WHO)
                continue
            made = _do(one, step)
            if made is not None:
                standing.append((made, step))
        again = [(_do(other, request), request) for _, request in standing]
        if all(made is not None for made, _ in again):
            assert _seen(one) == _seen(other)
        assert check.find_problems(one) == []
        undo_mends(one, [number for number, _ in standing], Silent(), who=WHO)
        assert all_of(one) == before
        assert all(mend.is_undone for mend in mends.list_mends(one))
        assert check.find_problems(one) == []
