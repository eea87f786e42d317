"""The address book at work: kept, found for a paper, taken in from a file and given out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from app import durable
from app.documents.draft import Served
from app.errors import InputError, UsageError
from app.exporting.tables import Table, table_text
from app.jobs.clock import now
from app.jobs.given_out import GivenOut, on_record
from app.jobs.rights import Right, check_may
from app.jobs.small_csv import BadRow, read_table
from app.model.county import normalize_county
from app.model.dates import add_calendar
from app.rules.loading.county import county_problem
from app.store import audit, contacts
from app.store.contacts import ROLES, Contact
from app.store.workspace import Workspace

LONGEST = 200
MOST_LINES = 6
COLUMNS = ("Role", "Name", "County", "Address", "Phone", "E-mail", "Note", "Last checked")
_FIELDS = ("role", "name", "county", "address", "phone", "email", "note", "checked_on")
_KNOWN = {
    **{title.casefold(): name for title, name in zip(COLUMNS, _FIELDS, strict=True)},
    "email": "email", "telephone": "phone", "checked on": "checked_on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file of contacts."""

    n_new: int
    n_changed: int
    n_same: int
    bad: tuple[BadRow, ...]


def is_old(contact: Contact, today: date) -> bool:
    """Whether an entry was never checked, or last more than a year ago."""
    if not contact.checked_on:
        return True
    return add_calendar(date.fromisoformat(contact.checked_on), years=1) < today


def checked_words(contact: Contact, today: date) -> str:
    """``2026-03-01``, ``2024-03-01 (old)``, ``never``."""
    if not contact.checked_on:
        return "never"
    return contact.checked_on + (" (old)" if is_old(contact, today) else "")


def find_receiver(workspace: Workspace, role: str, county: str, name: str = "") -> Contact | None:
    """The entry that a paper or list goes to: by name where one is given, else the county's only.

    None when there is none, or when there are several and nothing tells which.
    """
    found = contacts.list_contacts(workspace, role=role, county=normalize_county(county))
    if name:
        wanted = _plain(name)
        return next((one for one in found if _plain(one.name) == wanted), None)
    own = [one for one in found if one.county] or found
    return own[0] if len(own) == 1 else None


def served_by_name(workspace: Workspace, served: Iterable[Served]) -> tuple[Served, ...]:
    """Those a paper is served on; one given by the name alone has the entry's address and e-mail.

    A name that no entry has, or several have, stays as it was given.
    """
    book: dict[str, list[Contact]] = {}
    for contact in contacts.list_contacts(workspace):
        book.setdefault(_plain(contact.name), []).append(contact)
    found = []
    for one in served:
        same = book.get(_plain(one.name), [])
        is_bare = len(same) == 1 and not one.address and not one.email
        found.append(Served(same[0].name, same[0].address, same[0].email) if is_bare else one)
    return tuple(found)


def _plain(name: str) -> str:
    return " ".join(name.upper().replace(".", "").split())


def save_contact(workspace: Workspace, contact: Contact, who: str) -> Contact:
    """Keep an entry, new or changed; one of the same role, name and county is that entry.

    Raises InputError, with what to mend, when it cannot be kept.
    """
    check_may(workspace, who, Right.REVIEW)
    contact = checked(contact)
    with workspace.transaction():
        return _save(workspace, contact, who)


def _save(workspace: Workspace, contact: Contact, who: str) -> Contact:
    same = contacts.find_same(workspace, contact)
    before = contacts.find_contact(workspace, contact.id) if contact.id else same
    if contact.id and before is None:
        raise InputError(f"There is no contact number {contact.id} any more. Look at the list.")
    if same is not None and before is not None and same.id != before.id:
        raise InputError(
            f"There is a {contact.role} “{contact.name}” already (number {same.id}). Change that "
            "one."
        )
    at = now()
    entry = replace(contact, id=before.id if before else 0, who=who, at=at)
    if before is not None and _content(before) == _content(entry):
        return before
    number = contacts.save_contact(workspace, entry)
    audit.append(
        workspace, at=at, who=who, action="contact", subject=str(number),
        old=_content(before) if before else "", new=_content(entry),
    )  # fmt: skip
    return replace(entry, id=number)


def _content(contact: Contact) -> str:
    values = asdict(contact)
    return "; ".join(
        f"{name}: {' / '.join(contact.address) if name == 'address' else values[name]}"
        for name in (*_FIELDS, "is_used")
        if values[name]
    )


def checked(contact: Contact) -> Contact:
    """An entry with everything in its form. Raises InputError for what cannot stand."""
    role = contact.role.strip().casefold()
    if role not in ROLES:
        near = difflib.get_close_matches(role, ROLES, 1)
        hint = f"; did you mean “{near[0]}”?" if near else ""
        raise InputError(f"There is no role “{contact.role}”{hint} Roles: {', '.join(ROLES)}.")
    texts = {
        name: " ".join(str(getattr(contact, name)).split())
        for name in ("name", "phone", "email", "note")
    }
    if not texts["name"]:
        raise InputError("The contact has no name. Give the name of the court or office.")
    too_long = next((name for name, text in texts.items() if len(text) > LONGEST), "")
    if too_long:
        raise InputError(f"The {too_long} is longer than {LONGEST} characters. Shorten it.")
    lines = tuple(" ".join(line.split()) for line in contact.address if line.strip())
    if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
        raise InputError(f"The address has more than {MOST_LINES} lines. Shorten it.")
    return replace(
        contact, role=role, name=texts["name"], county=county_of(contact.county), address=lines,
        phone=texts["phone"], email=texts["email"], note=texts["note"],
        checked_on=_day(contact.checked_on),
    )  # fmt: skip


def county_of(text: str) -> str:
    """A county as it is kept, "" for none. Raises InputError for what is no county."""
    county = normalize_county(text)
    problem = county_problem(text) if county else ""
    if problem:
        raise InputError(f"{problem}.")
    return county


def _day(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise InputError(f"“{text}” is no date. Write YYYY-MM-DD.") from None


def remove_contact(workspace: Workspace, number: int, who: str) -> None:
    """Take an entry out of the lists; papers that named it keep what they say."""
    _change(workspace, number, who, is_used=False)


def mark_checked(workspace: Workspace, numbers: Iterable[int], day: date, who: str) -> None:
    """Note that entries were looked up on a day and are right."""
    for number in numbers:
        _change(workspace, number, who, checked_on=day.isoformat())


def _change(workspace: Workspace, number: int, who: str, **values: object) -> None:
    contact = get_contact(workspace, number)
    save_contact(workspace, replace(contact, **values), who)  # type: ignore[arg-type]


def get_contact(workspace: Workspace, number: int) -> Contact:
    """Raises UsageError when there is no entry of this number."""
    found = contacts.find_contact(workspace, number)
    if found is None:
        raise UsageError(f"There is no contact number {number}; 'contacts list' shows them.")
    return found


def import_contacts(workspace: Workspace, path: Path, who: str) -> Taken:
    """Take in a file: new entries and changed ones; what is not in it stays. All in one step."""
    check_may(workspace, who, Right.REVIEW)
    bad: list[BadRow] = []
    seen: dict[tuple[str, str, str], int] = {}
    n_new = n_changed = n_same = 0
    with workspace.transaction():
        for row, cells in read_table(path, _KNOWN):
            try:
                contact = checked(_from_cells(cells))
                if contact.key in seen:
                    raise InputError(f"it names the same contact as row {seen[contact.key]:,}.")
            except InputError as error:
                bad.append(BadRow(row, error.message))
                continue
            seen[contact.key] = row
            before = contacts.find_same(workspace, contact)
            after = _save(workspace, contact, who)
            n_new += before is None
            n_same += after == before
            n_changed += before is not None and after != before
    return Taken(n_new, n_changed, n_same, tuple(bad))


def _from_cells(cells: dict[str, str]) -> Contact:
    address = cells.get("address", "").replace("|", "\n").splitlines()
    return Contact(
        cells.get("role", ""), cells.get("name", ""), cells.get("county", ""), tuple(address),
        cells.get("phone", ""), cells.get("email", ""), cells.get("note", ""),
        cells.get("checked_on", ""),
    )  # fmt: skip


def export_contacts(workspace: Workspace, path: Path, *, who: str) -> int:
    """Give the address book out as a file that can be taken in again; how many entries."""
    found = contacts.list_contacts(workspace)
    rows = [
        (one.role, one.name, one.county, "\n".join(one.address), one.phone, one.email, one.note,
         one.checked_on)
        for one in found
    ]  # fmt: skip
    text = table_text(Table("Contacts", COLUMNS, rows))
    with on_record(workspace, GivenOut("address book", path), who=who):
        try:
            durable.put(path, text.encode("utf-8-sig"))
        except OSError as error:
            raise InputError(f"{path} cannot be written ({error.strerror}).") from error
    return len(found)
