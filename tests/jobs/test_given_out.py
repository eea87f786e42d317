"""What leaves the workspace, and who looks at whom, is on record: by number, never by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs import access_log, access_report, given_out
from app.jobs.access_log import CASE, Sitting, View, record_views, seen
from app.jobs.contacts import export_contacts
from app.jobs.difference_tables import write_difference
from app.jobs.explain_sheet import explain_person_sheet
from app.jobs.export_results import export_results
from app.jobs.given_out import GivenOut, holds, is_in, on_record, ranges, record_printed
from app.jobs.issue_workbook import export_issues
from app.jobs.match_people import match_people
from app.jobs.newer_delivery import DeliveryDifference
from app.jobs.overrides import write_register
from app.jobs.progress import Silent
from app.jobs.reconcile import Reconciliation, write_reconciliation
from app.jobs.register_files import export_register
from app.jobs.report import write_report
from app.jobs.workers import Workers
from app.sampling.writer import write_sample
from app.store import audit, office
from app.store.audit import AuditEntry
from app.store.issue_lists import IssueFilter
from app.store.office import ADMINISTRATOR, CLERK, User
from app.store.workspace import Workspace
from tests.jobs.made_check import import_and_check

WHO = "A. Clerk"


@pytest.fixture
def checked(workspace: Workspace, workers: Workers, tmp_path: Path) -> Workspace:
    """Some made-up people, checked."""
    path = tmp_path / "LA.dat"
    write_sample(path, n_people=30, county="Los Angeles", seed=8, is_messy=True)
    import_and_check(workspace, [path], workers)
    return workspace


def last(workspace: Workspace) -> AuditEntry:
    return next(audit.entries(workspace, newest_first=True, limit=1))


def names_of(workspace: Workspace) -> set[str]:
    rows = workspace.connection.execute("SELECT name FROM person").fetchall()
    return {part for row in rows for part in row[0].replace(",", " ").split() if len(part) > 3}


OUT: dict[str, Callable[[Workspace, Path, Workers], object]] = {
    "result files (workbook)": lambda store, out, workers: export_results(
        store, out, frozenset({"workbook"}), Silent(), who=WHO, workers=workers
    ),
    "summary report": lambda store, out, _: write_report(store, out, who=WHO),
    "person 1, explanation sheet": lambda store, out, _: explain_person_sheet(
        store, 1, out / "Why ANA NAMED.pdf", who=WHO
    ),
    "workbook of issues": lambda store, out, _: export_issues(
        store, out / "Issues.xlsx", IssueFilter(), Silent(), who=WHO
    ),
    "register of papers": lambda store, out, _: export_register(
        store, out, date(2026, 11, 1), who=WHO
    ),
    "register of overrides": lambda store, out, _: write_register(store, out, who=WHO),
    "address book": lambda store, out, _: export_contacts(store, out / "Book.csv", who=WHO),
    "comparison with a court's list": lambda store, out, _: write_reconciliation(
        store, Reconciliation("LOS ANGELES", (), (), 0), out, who=WHO
    ),
    "changes of a delivery": lambda store, out, _: write_difference(
        store, DeliveryDifference(("a",), ("b",), (), 0), out, who=WHO
    ),
    "person 1, access report": lambda store, out, _: access_report.save_access_report(
        store, 1, out / "Who saw ANA NAMED.csv", who=WHO
    ),
}


@pytest.mark.parametrize("subject", OUT)
def test_what_is_given_out_is_on_record(
    subject: str, checked: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """One entry: what, where to, about how many; a name that somebody chose for a file of one
    person's stands nowhere."""
    out = tmp_path / "out"
    out.mkdir()
    before = audit.last_entry(checked)[0]
    OUT[subject](checked, out, workers)
    assert list(out.iterdir())
    (entry,) = [one for one in audit.entries(checked) if one.number > before]
    assert (entry.who, entry.action, entry.subject) == (WHO, given_out.ACTION, subject)
    about = json.loads(entry.new)
    assert about["where"].startswith(str(out))
    assert "NAMED" not in str(entry)
    if subject.startswith("person 1"):
        assert (about["people"], about["numbers"]) == (1, "1")
    assert holds(entry, 999_999) is (about["numbers"] == "all")
    assert audit.find_break(checked) is None


def test_it_is_on_record_before_and_a_failure_after(checked: Workspace, tmp_path: Path) -> None:
    """What could not be finished is on record as that."""
    seen_inside: list[AuditEntry] = []
    given = GivenOut("test files", tmp_path, [3, 1, 2, 9])

    def give() -> None:
        with on_record(checked, given, who=WHO):
            seen_inside.append(last(checked))
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        give()
    (entry,) = seen_inside
    assert json.loads(entry.new) == {"where": str(tmp_path), "people": 4, "numbers": "1-3, 9"}
    failed = last(checked)
    assert (failed.action, failed.subject) == (given_out.FAILED, "test files")
    assert failed.new == f"what entry {entry.number} says was not finished"


def test_a_folder_that_takes_nothing(checked: Workspace, tmp_path: Path) -> None:
    """A sentence, and both entries."""
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written to"):
        write_register(checked, blocked, who=WHO)
    assert last(checked).action == given_out.FAILED


def test_only_who_may_gives_out(checked: Workspace, tmp_path: Path) -> None:
    """A stranger to the office, nobody, and a workspace open for reading only: nothing leaves."""
    out = tmp_path / "out"
    with pytest.raises(InputError, match="Nobody's name was given"):
        write_report(checked, out, who=" ")
    with checked.reader() as reader, pytest.raises(InputError, match="open for reading only"):
        write_report(reader, out, who=WHO)
    with checked.transaction():
        office.put_user(checked, User("Head", ADMINISTRATOR, True, "", ""))
        office.put_user(checked, User(WHO, CLERK, True, "", ""))
    with pytest.raises(InputError, match="is not a user of this workspace"):
        write_report(checked, out, who="Somebody")
    with pytest.raises(InputError, match="may not hand out the record of the work"):
        access_report.save_access_report(checked, 1, out / "x.pdf", who=WHO)
    assert not out.exists() or not list(out.iterdir())


def test_what_goes_to_a_printer(checked: Workspace) -> None:
    """Papers that are in no register by their case."""
    person, conviction = checked.connection.execute(
        "SELECT person_id, id FROM conviction LIMIT 1"
    ).fetchone()
    record_printed(checked, [], [conviction], "Laser 2", who=WHO)
    entry = last(checked)
    assert (entry.action, entry.subject) == ("printed", "a paper in sight")
    assert json.loads(entry.new) == {"where": "Laser 2", "people": 1, "numbers": str(person)}


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([4], "4"), ([1, 2, 3], "1-3"), ([1, 3, 4, 9], "1, 3-4, 9")]
)
def test_numbers_are_told_as_ranges(numbers: list[int], text: str) -> None:
    """Back and forth."""
    assert ranges(numbers) == text
    assert [n for n in range(12) if is_in(text, n)] == numbers


def test_no_name_is_in_the_record(checked: Workspace, workers: Workers, tmp_path: Path) -> None:
    """After looks, a match and exports: people are numbers in it."""
    record_views(checked, [seen(2, CASE, WHO)])
    match_people(checked, Silent(), who=WHO, workers=workers)
    for subject, work in OUT.items():
        (tmp_path / subject).mkdir()
        work(checked, tmp_path / subject, workers)
    told = " ".join(f"{one.subject} {one.old} {one.new}" for one in audit.entries(checked))
    assert [name for name in names_of(checked) if name in told.upper().split()] == []


# -- looks -----------------------------------------------------------------------------------


def test_a_look_is_recorded_once_a_sitting(checked: Workspace) -> None:
    """For each person and user; who could not be recorded is asked about again."""
    sitting = Sitting()
    assert sitting.is_new(1, "Ana")
    assert not sitting.is_new(1, "Ana")
    assert sitting.is_new(2, "Ana")
    assert sitting.is_new(1, "Ben")
    sitting.forget(1, "Ana")
    assert sitting.is_new(1, "Ana")
    assert Sitting().is_new(1, "Ana")
    assert record_views(checked, [View(7, CASE, "Ana", "2026-11-01T10:00:00+00:00")]) == 1
    entry = last(checked)
    assert (entry.at, entry.who, entry.action, entry.subject, entry.new) == (
        "2026-11-01T10:00:00+00:00", "Ana", access_log.ACTION, "person 7", "case",
    )  # fmt: skip


def test_who_has_not_signed_in_is_named_so(checked: Workspace) -> None:
    """Where users have passphrases of their own, a name alone proves nothing."""
    with checked.transaction():
        office.put_user(checked, User("Head", ADMINISTRATOR, True, "", ""))
        checked.connection.execute("INSERT INTO user_key VALUES ('Head', 'x', 0, 'Head', '')")
    record_views(checked, [seen(1, CASE, "Head"), seen(1, CASE, "")])
    told = [one.who for one in audit.entries(checked) if one.action == access_log.ACTION]
    assert told == ["Head (not signed in)", "unknown user (not signed in)"]


def test_reading_only_records_nothing(checked: Workspace) -> None:
    """There it cannot, and it is no error."""
    with checked.reader() as reader:
        assert record_views(reader, [seen(1, CASE, "Ana")]) == 0
    assert record_views(checked, []) == 0
