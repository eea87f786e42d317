"""Import: all of a delivery or nothing, the files kept word for word, people known again."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.errors import Cancelled, InputError
from app.jobs.delivery import ImportSummary
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.sampling.rows import csv_line
from app.sampling.writer import write_sample
from app.store import audit, chunks, queue, records, reviews
from app.store.check import find_problems
from app.store.reviews import ACCEPTED
from app.store.workspace import Workspace
from tests.importing.made_rows import HEADER, file_of, line_of, row_of
from tests.store.made_reviews import reviewed

TABLES = (
    "import_batch", "source", "source_chunk", "person", "person_rows", "conviction", "row_issue",
    "check_run", "determination", "review", "paper", "audit", "setting",
)  # fmt: skip
Take = Callable[..., ImportSummary]


@pytest.fixture
def take(workspace: Workspace, workers: Workers) -> Take:
    """Imports files into the test's workspace, in small pieces."""

    def run(*paths: Path, progress: Any = None, piece_bytes: int = 20_000) -> ImportSummary:
        return import_files(
            workspace, paths, progress or Silent(), who="A clerk", workers=workers,
            piece_bytes=piece_bytes,
        )  # fmt: skip

    return run


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Sixty made-up people and the troubles of real files, about 0.6 MB."""
    path = tmp_path / "LA delivery.dat"
    write_sample(path, n_people=60, county="Los Angeles", seed=11, is_messy=True)
    return path


def contents(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return {
        table: workspace.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
        for table in TABLES
    }


def save(tmp_path: Path, name: str, *lines: str) -> Path:
    path = tmp_path / name
    path.write_text(file_of(*lines), encoding="utf-8")
    return path


def test_a_delivery_is_counted_and_recorded(
    workspace: Workspace, take: Take, tmp_path: Path
) -> None:
    """Rows, people, convictions, quarantine; the audit log names file and hash."""
    path = save(
        tmp_path, "a.dat", line_of(), "1,2,3", line_of(CNT_ORDER="001"),
        line_of(SUBJECT_ID="5002", CII_NUMBER="A2"), line_of(CNT_ORDER="001001002000"),
    )  # fmt: skip
    summary = take(path)
    (source,) = summary.sources
    assert (summary.n_rows, summary.n_people, summary.n_convictions) == (5, 2, 3)
    assert summary.n_quarantined == source.n_quarantined == 2
    assert (source.n_rows, source.name, source.has_header) == (5, "a.dat", True)
    assert [(one.at.row, one.kind) for one in records.iter_quarantined(workspace)] == [
        (3, "Wrong number of cells"), (4, "Unreadable count order"),
    ]  # fmt: skip
    (entry,) = audit.entries(workspace)
    assert (entry.who, entry.action) == ("A clerk", "import")
    assert source.sha256 in entry.new
    assert find_problems(workspace) == []


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_file_is_kept_byte_for_byte(
    encoding: str, end: str, workspace: Workspace, take: Take, tmp_path: Path
) -> None:
    """The pieces joined are the file, whatever its form."""
    name = "PENA,ZOE" if encoding == "ascii" else "PEÑA,ZOË"
    lines = [
        line_of(RECORD_ID=str(n), SUBJECT_ID=str(n // 5), CII_NUMBER=f"A{n // 5}", PRI_NAME=name,
                CNT_ORDER=f"001001{n % 5 + 1:03d}000", COMMENT_TEXT=f"ONE{end}TWO")
        for n in range(100)
    ]  # fmt: skip
    data = "".join(line + end for line in (HEADER, *lines)).encode(encoding)
    path = tmp_path / "delivery.dat"
    path.write_bytes(data)
    summary = take(path)
    kept = list(chunks.iter_chunks(workspace, summary.sources[0].id))
    assert len(kept) > 1
    assert b"".join(chunk.data for chunk in kept) == data
    assert (summary.n_rows, summary.n_people, summary.n_quarantined) == (100, 20, 0)
    assert records.get_rap_sheet(workspace, 1).person.name == name


def test_the_size_of_the_pieces_does_not_show(
    workspace: Workspace, new_workspace: Callable[[], Workspace], workers: Workers, sample: Path
) -> None:
    """The same people, convictions and issues whether the file is read in one piece or in many."""
    other = new_workspace()
    import_files(workspace, [sample], Silent(), who="x", workers=workers)
    import_files(other, [sample], Silent(), who="x", workers=workers, piece_bytes=9_000)
    one, many = contents(workspace), contents(other)
    for table in ("person", "source"):  # but for the coded record, compared below
        assert [row[:-1] for row in one[table]] == [row[:-1] for row in many[table]]
    # The numbers of convictions follow the pieces; what they say does not.
    assert sorted(row[1:] for row in one["conviction"]) == sorted(
        row[1:] for row in many["conviction"]
    )
    for number in range(1, records.count_people(workspace) + 1):
        assert records.get_rap_sheet(workspace, number) == records.get_rap_sheet(other, number)
    assert list(records.iter_quarantined(workspace)) == list(records.iter_quarantined(other))
    assert find_problems(other) == []


class StopAt:
    """Asks to stop at the n-th step; counts the steps."""

    def __init__(self, n: int) -> None:
        self.n, self.labels = n, list[str]()

    def step(self, done: int, total: int, label: str) -> None:
        assert 0 <= done <= total
        self.labels.append(label)
        if len(self.labels) == self.n:
            raise Cancelled


def test_stopping_leaves_no_trace_wherever_it_happens(
    workspace: Workspace, take: Take, sample: Path
) -> None:
    """Stopped while checking, reading and joining: every table is as it was."""
    before = contents(workspace)
    watched = StopAt(0)
    with pytest.raises(ZeroDivisionError):  # an error of ours at the end leaves no trace either
        take(sample, progress=_Breaks(watched))
    n_steps = len(watched.labels)
    assert {label.split()[0] for label in watched.labels} == {"Checking", "Reading", "Joining"}
    for n in sorted({1, 2, n_steps // 3, n_steps // 2, n_steps - 1, n_steps}):
        with pytest.raises(Cancelled):
            take(sample, progress=StopAt(n))
        assert contents(workspace) == before
    assert take(sample).n_people > 60


class _Breaks:
    """Fails with a bug when people are joined, the last stage."""

    def __init__(self, inner: StopAt) -> None:
        self.inner = inner

    def step(self, done: int, total: int, label: str) -> None:
        self.inner.step(done, total, label)
        if label.startswith("Joining") and done == total:
            raise ZeroDivisionError


class Meddles:
    """Does something to a file when a stage begins."""

    def __init__(self, stage: str, deed: Callable[[], object]) -> None:
        self.stage, self.deed, self.is_done = stage, deed, False

    def step(self, done: int, total: int, label: str) -> None:
        if label.startswith(self.stage) and not self.is_done:
            self.is_done = True
            self.deed()


def test_a_worker_that_dies_leaves_no_trace(workspace: Workspace, sample: Path) -> None:
    """Killed by the system while a file is read: an error of ours, and nothing imported."""
    before = contents(workspace)

    def kill() -> None:
        for child in psutil.Process().children():
            if child.pid not in others and "spawn_main" in " ".join(child.cmdline()):
                child.kill()

    others = {child.pid for child in psutil.Process().children()}
    with Workers(1) as own, pytest.raises(RuntimeError, match="a worker process ended"):
        import_files(
            workspace, [sample], Meddles("Reading", kill), who="x", workers=own, piece_bytes=5000
        )
    assert contents(workspace) == before


@pytest.mark.parametrize("stage", ["Checking", "Reading"])
@pytest.mark.parametrize("change", ["grows", "shrinks", "goes"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    stage: str, change: str, workspace: Workspace, take: Take, sample: Path
) -> None:
    """A copy still under way, a stick pulled out: a sentence, and nothing imported."""
    data = sample.read_bytes()
    deed: dict[str, Callable[[], object]] = {
        "grows": lambda: sample.write_bytes(data + data[:500]),
        "shrinks": lambda: sample.write_bytes(data[: len(data) // 2]),
        "goes": sample.unlink,
    }
    before = contents(workspace)
    with pytest.raises(InputError) as refused:
        take(sample, progress=Meddles(stage, deed[change]))
    assert refused.value.message.startswith("LA delivery.dat c")
    assert refused.value.message.endswith(".")
    assert contents(workspace) == before


def test_what_is_no_file_of_the_state_is_refused_and_nothing_written(
    workspace: Workspace, take: Take, sample: Path, tmp_path: Path
) -> None:
    """One bad file refuses the delivery; the workspace is the same, row for row."""
    take(sample)
    before = contents(workspace)
    good = save(tmp_path, "good.dat", line_of(SUBJECT_ID="1", CII_NUMBER="A77"))
    bad = {
        "empty.dat": b"", "blank.dat": b"\n \n", "picture.dat": b"\x89PNG\r\n\x1a\n" + bytes(99),
        "packed.dat": gzip.compress(b"x"), "zip.dat": b"PK\x03\x04" + bytes(99),
        "paper.dat": b"%PDF-1.4 ", "header.dat": HEADER.encode(), "cut.dat": HEADER.encode()[:100],
        "narrow.dat": b"a,b,c\n" * 5, "wide.dat": (",".join("x" * 95) + "\n").encode() * 3,
        "nobody.dat": file_of(line_of(SUBJECT_ID="", CII_NUMBER="")).encode(),
    }  # fmt: skip
    for name, data in bad.items():
        path = tmp_path / name
        path.write_bytes(data)
        for paths in ((path,), (good, path)):
            with pytest.raises(InputError) as refused:
                take(*paths)
            assert refused.value.message.startswith(name)
            assert contents(workspace) == before
    for path in (tmp_path, tmp_path / "gone.dat"):
        with pytest.raises(InputError):
            take(good, path)
        assert contents(workspace) == before
    with pytest.raises(InputError, match="No file was given"):
        take()


def test_a_file_is_imported_once(
    workspace: Workspace, take: Take, sample: Path, tmp_path: Path
) -> None:
    """The same bytes again, under another name, or twice in a call: told, with the first name."""
    copy = tmp_path / "copy of it.dat"
    copy.write_bytes(sample.read_bytes())
    with pytest.raises(
        InputError, match=r"copy of it\.dat was imported before as LA delivery\.dat"
    ):
        take(sample, copy)
    with pytest.raises(InputError, match=r"LA delivery\.dat was imported before:"):
        take(sample, sample)
    assert records.list_sources(workspace) == []
    take(sample)
    before = contents(workspace)
    with pytest.raises(InputError, match=r"as LA delivery\.dat: the content is the same"):
        take(copy)
    with pytest.raises(InputError, match="was imported before: the content"):
        take(sample)
    assert contents(workspace) == before


def test_a_person_in_two_files_is_one_person(
    workspace: Workspace, take: Take, tmp_path: Path
) -> None:
    """By CII number: the same conviction counts once and knows both its places."""
    first = save(tmp_path, "Müller, O'Neil.dat", line_of())
    second = save(
        tmp_path, "second.dat", line_of(RECORD_ID="9"),
        line_of(CNT_ORDER="002001001000", STP_EVENT_DATE="20010505", OFN="CR2"),
    )  # fmt: skip
    summary = take(first, second)
    assert (summary.n_people, summary.n_convictions, summary.n_rows) == (1, 2, 3)
    sheet = records.get_rap_sheet(workspace, 1)
    assert [one.charge.at for one in sheet.convictions()] == [RowRef(1, 2), RowRef(2, 3)]
    assert sheet.convictions()[0].charge.also_at == (RowRef(2, 2),)
    assert records.list_person_rows(workspace, 1) == [(1, 2, 1), (2, 2, 2)]
    assert records.list_sources(workspace)[0].name == "Müller, O'Neil.dat"


def test_one_cii_number_under_two_person_numbers_is_one_person(
    workspace: Workspace, take: Take, tmp_path: Path
) -> None:
    """Also when the first rows of one of them do not state the CII number yet."""
    others = [line_of(SUBJECT_ID=str(n), CII_NUMBER=f"B{n}") for n in range(100, 200)]
    path = save(
        tmp_path, "a.dat", line_of(CII_NUMBER=""), *others[:50], line_of(CNT_ORDER="001001002000"),
        *others[50:], line_of(SUBJECT_ID="6001", CNT_ORDER="001001003000"),
    )  # fmt: skip
    summary = take(path, piece_bytes=3000)
    assert summary.n_people == 101
    assert len(records.get_rap_sheet(workspace, 1).convictions()) == 3
    assert find_problems(workspace) == []


def test_a_birth_date_that_only_later_rows_state_is_no_doubt(
    workspace: Workspace, take: Take, tmp_path: Path
) -> None:
    """Rows of a person far apart: the doubt of the first part is withdrawn."""
    between = [line_of(SUBJECT_ID=str(n), CII_NUMBER=f"B{n}") for n in range(100, 150)]
    path = save(tmp_path, "a.dat", line_of(PRI_DOB=""), *between, line_of(CNT_ORDER="001002001000"))
    summary = take(path, piece_bytes=3000)
    assert records.list_issues(workspace, person_id=1) == []
    assert summary.n_issues == 0
    assert str(records.get_rap_sheet(workspace, 1).person.born) == "1970-06-15"


def test_another_birth_date_in_another_file_is_told(
    workspace: Workspace, take: Take, tmp_path: Path
) -> None:
    """The birth date becomes a range, and the clerk sees which row made it one; once."""
    take(save(tmp_path, "a.dat", line_of()))
    take(save(tmp_path, "b.dat", line_of(PRI_DOB="19740101")))
    take(save(tmp_path, "c.dat", line_of(PRI_DOB="19720101"), line_of(SUBJECT_ID="9")))
    (issue,) = records.list_issues(workspace, person_id=1)
    assert (issue.kind, issue.at, issue.text) == ("Two birth dates", RowRef(2, 2), "1974-01-01")
    assert issue.done == (
        "The birth date counts as known only in part: between 1970-06-15 and 1974-01-01."
    )
    born = records.get_rap_sheet(workspace, 1).person.born
    assert str(born) == "between 1970-06-15 and 1974-01-01"


def test_a_second_delivery_keeps_numbers_and_reviews(
    workspace: Workspace, take: Take, tmp_path: Path
) -> None:
    """A known person gets further rows: convictions that stand keep their number and review."""
    take(save(tmp_path, "a.dat", line_of(), line_of(SUBJECT_ID="2", CII_NUMBER="A2")))
    for number in (1, 2):
        reviewed(workspace, number, ACCEPTED)
    summary = take(
        save(
            tmp_path, "b.dat", line_of(SUBJECT_ID="77"),
            line_of(SUBJECT_ID="77", CNT_ORDER="002001001000", STP_EVENT_DATE="20010505"),
        )
    )  # fmt: skip
    assert (summary.n_people, summary.n_convictions) == (1, 3)
    known, fresh = queue.list_person_convictions(workspace, 1)
    assert known == 1
    assert queue.get_place(workspace, known) == (1, 1, 2)
    assert queue.get_place(workspace, fresh) == (1, 2, 3)
    for number in (1, 2):
        assert reviews.find_review(workspace, number) is not None
    assert find_problems(workspace) == []


def test_a_null_character_and_a_huge_cell_are_read(
    workspace: Workspace, take: Take, tmp_path: Path
) -> None:
    """Hostile input is normal input."""
    row = row_of(COMMENT_TEXT='"x", ' * 40_000, PRI_NAME="EXAMPLE,A\x00VERY")
    path = tmp_path / "a.dat"
    path.write_text(file_of(csv_line(row), line_of(CNT_ORDER="001001002000")))
    summary = take(path)
    assert (summary.n_rows, summary.n_quarantined, summary.n_convictions) == (2, 0, 2)
