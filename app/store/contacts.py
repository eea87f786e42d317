"""The office's address book: courts, departments, prosecutors, defenders, agencies, the state."""

from __future__ import annotations

from dataclasses import dataclass

from app.store.workspace import Workspace

COURT, DEPARTMENT, PROSECUTOR = "court", "department", "prosecutor"
DEFENDER, AGENCY, STATE = "public defender", "agency", "state"
ROLES = (COURT, DEPARTMENT, PROSECUTOR, DEFENDER, AGENCY, STATE)
_COLUMNS = "id, role, name, county, address, phone, email, note, checked_on, is_used, who, at"


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry. ``address`` has its lines; ``checked_on`` is "" when nobody has checked it."""

    role: str
    name: str
    county: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    note: str = ""
    checked_on: str = ""  # ISO date
    is_used: bool = True
    id: int = 0  # 0: not kept yet
    who: str = ""
    at: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells entries apart."""
        return self.role, self.name, self.county


def list_contacts(
    workspace: Workspace, *, role: str = "", county: str = "", with_unused: bool = False
) -> list[Contact]:
    """By role, county and name. ``county`` also gives the entries that belong to no county."""
    rows = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM contact WHERE (is_used OR ?1) AND (?2 = '' OR role = ?2) "
        "AND (?3 = '' OR county IN ('', ?3)) ORDER BY role, county, name",
        (with_unused, role, county),
    )
    return [_contact(row) for row in rows]


def find_contact(workspace: Workspace, number: int) -> Contact | None:
    """The entry with this number, one no longer used too."""
    row = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM contact WHERE id = ?", (number,)
    ).fetchone()
    return None if row is None else _contact(row)


def find_same(workspace: Workspace, contact: Contact) -> Contact | None:
    """The entry of this role, name and county, one no longer used too."""
    row = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM contact WHERE role = ? AND name = ? AND county = ?", contact.key
    ).fetchone()
    return None if row is None else _contact(row)


def save_contact(workspace: Workspace, contact: Contact) -> int:
    """Write a new entry (number 0) or the changed one, inside the caller's transaction."""
    values = (
        *contact.key, "\n".join(contact.address), contact.phone, contact.email, contact.note,
        contact.checked_on, contact.is_used, contact.who, contact.at,
    )  # fmt: skip
    done = workspace.connection.execute(
        "INSERT OR REPLACE INTO contact (id, role, name, county, address, phone, email, note, "
        "checked_on, is_used, who, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (contact.id or None, *values),
    )
    return int(done.lastrowid)


def _contact(row: tuple[object, ...]) -> Contact:
    number, role, name, county, address, phone, email, note, checked_on, is_used, who, at = row
    lines = tuple(line for line in str(address).split("\n") if line)
    return Contact(
        str(role), str(name), str(county), lines, str(phone), str(email), str(note),
        str(checked_on), bool(is_used), int(str(number)), str(who), str(at),
    )  # fmt: skip
