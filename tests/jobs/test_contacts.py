"""The address book: kept, checked, taken in from files and given out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.documents.draft import Served
from app.errors import InputError, UsageError
from app.jobs.contacts import (
    checked_words,
    export_contacts,
    find_receiver,
    get_contact,
    import_contacts,
    is_old,
    mark_checked,
    remove_contact,
    save_contact,
    served_by_name,
)
from app.store import audit
from app.store.contacts import Contact, list_contacts
from app.store.workspace import Workspace

WHO = "A. Clerk"
COURT = Contact(
    "court", "Superior Court", "Los Angeles", ("1 Example Street", "Los Angeles, CA 90000"),
    "+1 213 555 0100", "court@example.org", "=1+1", "2026-01-05",
)  # fmt: skip


def written(folder: Path, text: str, name: str = "contacts.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_entry_is_kept_changed_and_taken_out(workspace: Workspace) -> None:
    """One entry of a role, name and county; what is taken out can come back; all on record."""
    kept = save_contact(workspace, COURT, WHO)
    assert (kept.id, kept.county) == (1, "LOS ANGELES")
    again = save_contact(workspace, Contact("Court ", "Superior  Court", "LOS ANGELES CO"), WHO)
    assert again.id == 1
    assert get_contact(workspace, 1).address == ()
    remove_contact(workspace, 1, WHO)
    assert list_contacts(workspace) == []
    assert save_contact(workspace, COURT, WHO).id == 1
    assert len(list_contacts(workspace)) == 1
    entries = [one for one in audit.entries(workspace) if one.action == "contact"]
    assert len(entries) == 4
    assert "Superior Court" in entries[0].new
    save_contact(workspace, get_contact(workspace, 1), WHO)  # as it is: nothing to record
    assert len([one for one in audit.entries(workspace) if one.action == "contact"]) == 4
    with pytest.raises(UsageError, match="no contact number 7"):
        get_contact(workspace, 7)


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        (Contact("curt", "X"), "did you mean “court”"),
        (Contact("court", " "), "has no name"),
        (Contact("court", "X", "Los Angles"), "no county 'Los Angles'"),
        (Contact("court", "X", checked_on="5/1/2026"), "no date. Write YYYY-MM-DD"),
        (Contact("court", "X" * 201), "longer than 200"),
        (Contact("court", "X", address=("a",) * 7), "more than 6 lines"),
    ],
)
def test_what_cannot_stand_is_refused_with_what_to_mend(
    workspace: Workspace, contact: Contact, reason: str
) -> None:
    """The nearest right word where there is one."""
    with pytest.raises(InputError, match=reason):
        save_contact(workspace, contact, WHO)


def test_two_entries_cannot_become_one(workspace: Workspace) -> None:
    """Renaming an entry to what another is called is refused and names the other."""
    save_contact(workspace, COURT, WHO)
    other = save_contact(workspace, Contact("court", "Other Court", "Los Angeles"), WHO)
    with pytest.raises(InputError, match=r"already \(number 1\)"):
        save_contact(workspace, Contact("court", "Superior Court", "Los Angeles", id=other.id), WHO)


@pytest.mark.parametrize(
    ("checked_on", "today", "old", "words"),
    [
        ("", date(2026, 11, 28), True, "never"),
        ("2025-11-28", date(2026, 11, 28), False, "2025-11-28"),
        ("2025-11-27", date(2026, 11, 28), True, "2025-11-27 (old)"),
        ("2024-02-29", date(2025, 3, 1), False, "2024-02-29"),
    ],
)
def test_what_nobody_checked_for_a_year_is_old(
    checked_on: str, today: date, old: bool, words: str
) -> None:
    """A year to the day is not old; the day after is."""
    contact = Contact("court", "X", checked_on=checked_on)
    assert is_old(contact, today) == old
    assert checked_words(contact, today) == words


def test_entries_are_marked_as_checked(workspace: Workspace) -> None:
    """The day is kept, nothing else changes."""
    kept = save_contact(workspace, COURT, WHO)
    mark_checked(workspace, [kept.id], date(2026, 11, 28), WHO)
    assert get_contact(workspace, kept.id).checked_on == "2026-11-28"
    assert get_contact(workspace, kept.id).note == "=1+1"


def test_who_a_paper_goes_to_is_never_guessed(workspace: Workspace) -> None:
    """The county's only one; with several none; by name where the record names it."""
    assert find_receiver(workspace, "court", "Los Angeles") is None
    save_contact(workspace, COURT, WHO)
    state = save_contact(workspace, Contact("state", "Department of Justice"), WHO)
    agency = save_contact(workspace, Contact("agency", "Police Dept.", "Los Angeles"), WHO)
    found = find_receiver(workspace, "court", "LOS ANGELES")
    assert found is not None
    assert found.name == "Superior Court"
    assert find_receiver(workspace, "court", "Yolo") is None
    assert find_receiver(workspace, "state", "LOS ANGELES") == state
    assert find_receiver(workspace, "agency", "LOS ANGELES", "POLICE  DEPT") == agency
    assert find_receiver(workspace, "agency", "LOS ANGELES", "SHERIFF") is None
    save_contact(workspace, Contact("court", "Second Court", "Los Angeles"), WHO)
    assert find_receiver(workspace, "court", "LOS ANGELES") is None


def test_who_is_served_is_found_by_name(workspace: Workspace) -> None:
    """The address of the one entry of that name; what was given in full stays as given."""
    save_contact(workspace, COURT, WHO)
    save_contact(workspace, Contact("agency", "Twice", address=("1 A St",)), WHO)
    save_contact(workspace, Contact("state", "Twice", address=("2 B St",)), WHO)
    given = (
        Served("SUPERIOR COURT"), Served("Superior Court", ("9 Z St",)), Served("Twice"),
        Served("Nobody"),
    )  # fmt: skip
    found = served_by_name(workspace, given)
    assert found[0] == Served("Superior Court", COURT.address, "court@example.org")
    assert found[1:] == given[1:]


def test_out_and_in_again_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    """Cells that a spreadsheet would take for formulas too; accents; lines of the address."""
    save_contact(workspace, COURT, WHO)
    save_contact(workspace, Contact("public defender", "Ñandú & Ōe", "Yolo", note="@home"), WHO)
    before = list_contacts(workspace)
    path = tmp_path / "book.csv"
    assert export_contacts(workspace, path, who="ZOË") == 2
    text = path.read_text("utf-8-sig")
    assert "'=1+1" in text
    assert "'+1 213" in text
    taken = import_contacts(workspace, path, WHO)
    assert (taken.n_new, taken.n_changed, taken.n_same, taken.bad) == (0, 0, 2, ())
    assert list_contacts(workspace) == before


def test_bad_rows_are_told_and_the_others_taken(workspace: Workspace, tmp_path: Path) -> None:
    """With the number of the row; a semicolon as divider, headings in any case."""
    path = written(
        tmp_path,
        "ROLE;name;County;Address;Last checked\n"
        "court;One;Yolo;1 A St|Town;2026-01-01\n"
        "judge;Two;;;\n"
        ";;;;\n"
        "agency;;Yolo;;\n"
        "agency;Three;Yollo;;\n"
        "agency;Four;;;yesterday\n"
        "court;One;Yolo;2 B St;\n",
    )
    taken = import_contacts(workspace, path, WHO)
    assert taken.n_new == 1
    told = [str(bad) for bad in taken.bad]
    assert [bad.row for bad in taken.bad] == [3, 5, 6, 7, 8]
    for said, reason in zip(
        told, ("no role “judge”", "has no name", "no county", "no date", "same contact as row 2"),
        strict=True,
    ):  # fmt: skip
        assert reason in said
    assert list_contacts(workspace)[0].address == ("1 A St", "Town")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe\x00x", "not a text file in UTF-8"),
        ("Résumé".encode("cp1252"), "not a text file in UTF-8"),
        (b"A,B\n1,2\n", "none of the columns"),
        (b"", "none of the columns"),
        (b'Name,Role\n"x' + b"y" * 200_000 + b'",court\n', "field larger"),
    ],
)
def test_files_that_cannot_be_read(
    workspace: Workspace, tmp_path: Path, data: bytes, reason: str
) -> None:
    """A sentence with the way out, and nothing is taken in."""
    path = tmp_path / "book.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=reason):
        import_contacts(workspace, path, WHO)
    assert list_contacts(workspace) == []
    with pytest.raises(InputError, match="cannot be read"):
        import_contacts(workspace, tmp_path / "none.csv", WHO)
