"""Personal numbers: told masked, and shown whole only after the record says who asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import InputError
from app.jobs import reveal
from app.jobs.import_files import import_files
from app.jobs.person_numbers import list_masked, mask_number, mask_row
from app.jobs.progress import Silent
from app.jobs.reveal import reveal_number, reveal_row
from app.jobs.source_rows import SourceRow, get_source_row
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.store import audit, office
from app.store.office import CLERK, User
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of

SSN, FBI, LICENSE = "123-45-6789", "123456AB7", "N1234567"


@pytest.fixture
def record(workspace: Workspace, workers: Workers, tmp_path: Path) -> Workspace:
    """One person with numbers of four kinds, the license on the second row alone."""
    path = tmp_path / "LA.dat"
    path.write_text(
        file_of(
            line_of(RECORD_ID="1", PRI_SSN=SSN, FBI_NUMBER=FBI),
            line_of(
                RECORD_ID="2", PRI_SSN=SSN, REQ_CDL=LICENSE, CYC_ORDER="002",
                CNT_ORDER="002001001000", STP_EVENT_DATE="20010301",
            ),
        ),
        encoding="utf-8",
    )  # fmt: skip
    import_files(workspace, [path], Silent(), who="A clerk", workers=workers)
    return workspace


def shown(workspace: Workspace) -> list[tuple[str, str, str, str, str]]:
    return [
        (one.who, one.action, one.subject, one.old, one.new)
        for one in audit.entries(workspace)
        if one.action == reveal.ACTION
    ]


def test_every_kind_on_the_rows_is_told_masked(record: Workspace) -> None:
    """Only what is there, in one order, and nothing is recorded for it."""
    told = {one.kind.name: one.masked for one in list_masked(record, 1)}
    assert told == {
        "cii": ("A9*****01",),
        "fbi": ("12*****B7",),
        "ssn": ("12*******89",),
        "license": ("N1****67",),
    }
    assert shown(record) == []


@pytest.mark.parametrize(
    ("number", "masked"), [("A12345678", "A1*****78"), ("123", "***"), ("", "")]
)
def test_the_middle_is_hidden(number: str, masked: str) -> None:
    """Of a short number all of it."""
    assert mask_number(number) == masked


def test_a_number_is_given_after_it_is_on_record_who_asked(record: Workspace) -> None:
    """Who, what kind, of whom; the number itself stands nowhere in the log."""
    assert reveal_number(record, 1, "ssn", who="A. Clerk") == (SSN,)
    assert shown(record) == [("A. Clerk", "number shown", "person 1", "", "ssn")]
    assert audit.find_break(record) is None
    assert not any(SSN in str(entry) for entry in audit.entries(record))


def test_what_is_not_on_record_is_not_logged(record: Workspace) -> None:
    """There is nothing to show, and no such kind or person is a mistake of the caller."""
    with pytest.raises(InputError, match="no Identification card number on record"):
        reveal_number(record, 1, "id-card", who="A. Clerk")
    for person, kind in ((1, "shoe size"), (99, "cii")):
        with pytest.raises(LookupError):
            reveal_number(record, person, kind, who="A. Clerk")
    assert shown(record) == []


def test_nobody_unknown_is_shown_a_number(record: Workspace) -> None:
    """In an office with users only they, and never nobody."""
    with record.transaction():
        office.put_user(record, User("A. Clerk", CLERK, True, "A. Clerk", "2026-11-01"))
    assert reveal_number(record, 1, "cii", who="A. Clerk") == ("A90000001",)
    with pytest.raises(InputError, match="not a user of this workspace"):
        reveal_number(record, 1, "cii", who="A. Stranger")
    assert len(shown(record)) == 1


def test_a_workspace_that_is_only_read_shows_none(record: Workspace) -> None:
    """It could not be recorded, so it is not shown; the sentence says why."""
    with record.reader() as reader, pytest.raises(InputError, match="reading only") as refused:
        reveal_number(reader, 1, "cii", who="A. Clerk")
    assert "A90000001" not in refused.value.message
    assert shown(record) == []


@pytest.fixture
def held(record: Workspace) -> Iterator[Workspace]:
    """Another program is in the middle of writing."""
    record.connection.execute("PRAGMA busy_timeout = 1")
    other = Workspace(record.path, record.key, None, read_only=False)
    other.connection.execute("BEGIN IMMEDIATE")
    yield record
    other.close()


def test_a_busy_workspace_shows_none(held: Workspace) -> None:
    """What cannot be recorded now is not shown; the sentence says what to do."""
    with pytest.raises(InputError, match="busy in another program") as refused:
        reveal_number(held, 1, "cii", who="A. Clerk")
    assert refused.value.message.startswith("The number is not shown")
    assert shown(held) == []


def test_other_trouble_rises_and_gives_nothing(
    record: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is no number either."""

    def fail(*_: object, **__: object) -> None:
        raise sqlcipher.OperationalError("database or disk is full")

    monkeypatch.setattr(audit, "append", fail)
    with pytest.raises((sqlcipher.OperationalError, sqlite3.OperationalError)):
        reveal_number(record, 1, "cii", who="A. Clerk")


def test_a_source_row_masks_its_numbers_in_cells_and_line(record: Workspace) -> None:
    """Everything else stands as it stood; the whole row is recorded when it is shown."""
    whole = get_source_row(record, RowRef(1, 2))
    masked = mask_row(whole)
    for number in (SSN, FBI, "A90000001"):
        assert number in whole.text
        assert number not in masked.text
        assert number not in masked.cells
    assert masked.cell("PRI_SSN") == "12*******89"
    assert masked.cell("OFFENSE_DESCR") == whole.cell("OFFENSE_DESCR")
    assert mask_row(masked).text == masked.text
    reveal_row(record, whole, who="A. Clerk")
    assert shown(record) == [("A. Clerk", "number shown", "LA.dat, row 2", "", "source row")]


def test_a_row_without_numbers_is_given_as_it_is() -> None:
    """Nothing to hide and nothing to ask for."""
    row = SourceRow("list.csv", 2, ("Name", "Case"), ("EXAMPLE", "BA123456"), "EXAMPLE,BA123456")
    assert mask_row(row) is row


def test_running_text_masks_long_numbers_of_the_lines_that_hold_one() -> None:
    """The line of the heading, and no other."""
    row = SourceRow(
        "sheet.txt", 3, ("Line 3", "Line 9"),
        ("CII/A01234567 DOB/19700615 SOC/123-45-6789", "CASE #BA123456"),
        "CII/A01234567 DOB/19700615 SOC/123-45-6789\nCASE #BA123456",
        {"CII_NUMBER": "Line 3", "OFN": "Line 9"}, is_text=True,
    )  # fmt: skip
    masked = mask_row(row)
    assert "A01234567" not in masked.text
    assert "123-45-6789" not in masked.text
    assert masked.cells[1] == "CASE #BA123456"
    assert masked.text == "\n".join(masked.cells)
