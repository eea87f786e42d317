"""Cases that went to another desk: packages, what each case was when it left, and conflicts.

A package is a small workspace of its own, or a workbook; both are known here by their ``uid``.
``base`` of a case is its state as both desks knew it last: when it left, or when it came back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.store.workspace import Workspace

FILE, WORKBOOK = "file", "workbook"
HERE, THERE = "here", "there"

# Settings that only the workspace of a package has.
UID, NAME, OFFICE, MADE_BY, MADE_AT = (
    "package_uid", "package_name", "package_office", "package_made_by", "package_made_at",
)  # fmt: skip
LAST_NOTE = "package_last_note"  # the last note that was there when it left
_RECORD = "package_record:"  # at home: how far a package's own record is known


@dataclass(frozen=True, slots=True)
class Package:
    """``run_id`` is the check whose answers went out. ``returned_at`` is "" while it is out."""

    id: int
    uid: str
    kind: str  # FILE or WORKBOOK
    name: str
    cut: str  # how it was cut, in words
    made_by: str
    made_at: str
    run_id: int
    n_people: int
    n_convictions: int
    file_name: str
    returned_at: str = ""
    returned_by: str = ""
    returned_words: str = ""

    @property
    def is_out(self) -> bool:
        return not self.returned_at


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """A package with how its cases stand here. ``n_conflicts`` are those to decide."""

    package: Package
    n_decided: int
    n_conflicts: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A case that was decided here and there, otherwise; states as text of `case_states`."""

    id: int
    package_id: int
    conviction_id: int
    base: str
    here: str
    there: str
    choice: str = ""  # HERE or THERE, "" while it is open
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class PackageMark:
    """What the workspace of a package says of itself."""

    uid: str
    name: str
    office: str
    made_by: str
    made_at: str


def find_mark(workspace: Workspace) -> PackageMark | None:
    """None for the workspace of an office."""
    uid = workspace.get_setting(UID)
    if not uid:
        return None
    return PackageMark(
        uid, *(workspace.get_setting(name) for name in (NAME, OFFICE, MADE_BY, MADE_AT))
    )


def insert_package(workspace: Workspace, package: Package, bases: Mapping[int, str]) -> int:
    """Keep what went out, with the state of each case; ``package.id`` is not looked at."""
    connection = workspace.connection
    number = connection.execute(
        "INSERT INTO package (uid, kind, name, cut, made_by, made_at, run_id, n_people, "
        "n_convictions, file_name, returned_at, returned_by, returned_words) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '')",
        (
            package.uid, package.kind, package.name, package.cut, package.made_by,
            package.made_at, package.run_id, package.n_people, package.n_convictions,
            package.file_name,
        ),
    ).lastrowid  # fmt: skip
    set_bases(workspace, int(number), bases)
    return int(number)


def set_bases(workspace: Workspace, package_id: int, bases: Mapping[int, str]) -> None:
    """The states that both desks know now; inside the caller's transaction."""
    workspace.connection.executemany(
        "INSERT INTO package_case VALUES (?1, ?2, ?3) "
        "ON CONFLICT (package_id, conviction_id) DO UPDATE SET base = ?3",
        ((package_id, number, base) for number, base in bases.items()),
    )


def get_bases(workspace: Workspace, package_id: int) -> dict[int, str]:
    """Conviction id -> state as text, "" for one that was open."""
    return {
        int(number): str(base)
        for number, base in workspace.connection.execute(
            "SELECT conviction_id, base FROM package_case WHERE package_id = ?", (package_id,)
        )
    }


def mark_returned(workspace: Workspace, package_id: int, *, at: str, who: str, words: str) -> None:
    """It is no longer out: it came back, or was given up. ``words`` say how."""
    workspace.connection.execute(
        "UPDATE package SET returned_at = ?, returned_by = ?, returned_words = ? WHERE id = ?",
        (at, who, words, package_id),
    )


_PACKAGE = (
    "id, uid, kind, name, cut, made_by, made_at, run_id, n_people, n_convictions, file_name, "
    "returned_at, returned_by, returned_words"
)


def list_packages(workspace: Workspace) -> list[ListedPackage]:
    """The newest first."""
    columns = ", ".join(f"p.{name}" for name in _PACKAGE.split(", "))
    rows = workspace.connection.execute(
        f"SELECT {columns}, (SELECT count(*) FROM package_case c JOIN review r "
        "ON r.conviction_id = c.conviction_id WHERE c.package_id = p.id AND r.stale = '' "
        "AND r.decision <> 'parked'), (SELECT count(*) FROM package_conflict f "
        "WHERE f.package_id = p.id AND f.choice = '') FROM package p ORDER BY p.id DESC"
    )
    return [ListedPackage(Package(*row[:-2]), int(row[-2]), int(row[-1])) for row in rows]


def find_package(workspace: Workspace, uid: str) -> Package | None:
    """None when this workspace made no such package."""
    row = workspace.connection.execute(
        f"SELECT {_PACKAGE} FROM package WHERE uid = ?", (uid,)
    ).fetchone()
    return Package(*row) if row else None


def get_package(workspace: Workspace, number: int) -> Package:
    """Raises LookupError when there is none of that number."""
    row = workspace.connection.execute(
        f"SELECT {_PACKAGE} FROM package WHERE id = ?", (number,)
    ).fetchone()
    if row is None:
        raise LookupError(f"no package {number}")
    return Package(*row)


def people_out(workspace: Workspace) -> set[int]:
    """People of whom a case is at another desk."""
    return {
        int(row[0])
        for row in workspace.connection.execute(
            "SELECT DISTINCT v.person_id FROM package p JOIN package_case c ON c.package_id = p.id "
            "JOIN conviction v ON v.id = c.conviction_id WHERE p.returned_at = ''"
        )
    }


def cases_out(workspace: Workspace, ids: Iterable[int]) -> dict[int, str]:
    """Those of the convictions that are at another desk -> the names of their packages."""
    return {
        int(number): str(names)
        for number, names in workspace.connection.execute(
            "SELECT c.conviction_id, group_concat(p.name, ', ') FROM package_case c "
            "JOIN package p ON p.id = c.package_id WHERE p.returned_at = '' "
            "AND c.conviction_id IN (SELECT value FROM json_each(?)) GROUP BY 1",
            (json.dumps(list(ids)),),
        )
    }


def known_until(workspace: Workspace, uid: str) -> tuple[int, str]:
    """(number, hash) of the last entry of a package's own record that was seen here."""
    number, _, digest = workspace.get_setting(_RECORD + uid).partition(" ")
    return (int(number), digest) if number else (0, "")


def set_known_until(workspace: Workspace, uid: str, number: int, digest: str) -> None:
    """Inside the transaction that made the package or took it back."""
    workspace.save_setting(_RECORD + uid, f"{number} {digest}")


# -- conflicts -------------------------------------------------------------------------------

_CONFLICT = "id, package_id, conviction_id, base, here, there, choice, who, at"


def put_conflict(
    workspace: Workspace, package_id: int, conviction_id: int, *, base: str, here: str, there: str
) -> None:
    """Open a conflict, in place of one that was told of this case before."""
    workspace.connection.execute(
        "INSERT INTO package_conflict (package_id, conviction_id, base, here, there, choice, who, "
        "at) VALUES (?1, ?2, ?3, ?4, ?5, '', '', '') ON CONFLICT (package_id, conviction_id) "
        "DO UPDATE SET base = ?3, here = ?4, there = ?5, choice = '', who = '', at = ''",
        (package_id, conviction_id, base, here, there),
    )


def list_conflicts(workspace: Workspace, *, only_open: bool = True) -> list[Conflict]:
    """In the order in which they were met."""
    rows = workspace.connection.execute(
        f"SELECT {_CONFLICT} FROM package_conflict WHERE choice = '' OR NOT ? ORDER BY id",
        (only_open,),
    )
    return [Conflict(*row) for row in rows]


def find_conflict(workspace: Workspace, number: int) -> Conflict | None:
    row = workspace.connection.execute(
        f"SELECT {_CONFLICT} FROM package_conflict WHERE id = ?", (number,)
    ).fetchone()
    return Conflict(*row) if row else None


def set_choice(
    workspace: Workspace, number: int, *, here: str, choice: str, who: str, at: str
) -> None:
    """``here`` is what stood here when it was chosen."""
    workspace.connection.execute(
        "UPDATE package_conflict SET here = ?, choice = ?, who = ?, at = ? WHERE id = ?",
        (here, choice, who, at, number),
    )


# -- what is cut ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonInScope:
    """A person with convictions that the latest check answers for.

    ``court`` and ``n_courts`` are of the open ones; of all, when none is open.
    """

    id: int
    name: str
    n_cases: int
    n_open: int
    court: str
    n_courts: int


def iter_people_in_scope(workspace: Workspace) -> Iterator[PersonInScope]:
    """In the order of the files. Open is what is not accepted or overridden, or is stale.

    The court is that of the first open conviction in the order of the record.
    """
    rows = workspace.connection.execute(
        "WITH scope AS (SELECT c.person_id, c.court, c.source_id, c.row, "
        "r.decision IS NULL OR r.decision = 'parked' OR r.stale <> '' AS is_open "
        "FROM determination d JOIN conviction c ON c.id = d.conviction_id "
        "LEFT JOIN review r ON r.conviction_id = c.id), "
        "ranked AS (SELECT *, row_number() OVER (PARTITION BY person_id "
        "ORDER BY is_open DESC, source_id, row) AS place FROM scope) "
        "SELECT k.person_id, p.name, count(*), sum(k.is_open), "
        "max(CASE WHEN k.place = 1 THEN k.court END), "
        "count(DISTINCT CASE WHEN k.is_open THEN k.court END) "
        "FROM ranked k JOIN person p ON p.id = k.person_id "
        "GROUP BY k.person_id ORDER BY k.person_id"
    )
    for number, name, n_cases, n_open, court, n_courts in rows:
        yield PersonInScope(number, name, n_cases, n_open, court or "", n_courts)


def people_of(workspace: Workspace, convictions: Iterable[int]) -> set[int]:
    """Whose convictions these are."""
    return {
        int(row[0])
        for row in workspace.connection.execute(
            "SELECT DISTINCT person_id FROM conviction "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(convictions)),),
        )
    }


def convictions_of(workspace: Workspace, people: Iterable[int]) -> dict[int, bool]:
    """Conviction id -> whether the latest check answers for it, of some people, in file order."""
    return {
        int(number): bool(is_answered)
        for number, is_answered in workspace.connection.execute(
            "SELECT c.id, d.conviction_id IS NOT NULL FROM conviction c LEFT JOIN determination d "
            "ON d.conviction_id = c.id WHERE c.person_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY c.source_id, c.row",
            (json.dumps(sorted(people)),),
        )
    }


# -- sets that were accepted together at the other desk -----------------------------------------


def carry_samples(home: Workspace, package: Workspace, ids: Iterable[int]) -> dict[int, int]:
    """Bring samples that were drawn in a package home; (its number there) -> its number here.

    One that came back before keeps its number. Inside the caller's transaction.
    """
    cursor = package.connection.execute(
        "SELECT * FROM sample WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(ids)),),
    )
    names = [column[0] for column in cursor.description]
    carried: dict[int, int] = {}
    for row in cursor.fetchall():
        values = dict(zip(names, row, strict=True))
        number = values.pop("id")
        carried[number] = _carry(home, package, number, values)
    return carried


def _carry(home: Workspace, package: Workspace, number: int, values: dict[str, object]) -> int:
    connection = home.connection
    known = connection.execute(
        "SELECT id FROM sample WHERE seed = ? AND drawn_by = ? AND drawn_at = ?",
        (values["seed"], values["drawn_by"], values["drawn_at"]),
    ).fetchone()
    if known is not None:
        return int(known[0])
    marks = ", ".join("?" * len(values))
    new = connection.execute(
        f"INSERT INTO sample ({', '.join(values)}) VALUES ({marks})", tuple(values.values())
    ).lastrowid
    connection.executemany(
        "INSERT INTO sample_case VALUES (?, ?, ?, ?, ?, ?)",
        (
            (new, *row[1:])
            for row in package.connection.execute(
                "SELECT * FROM sample_case WHERE sample_id = ? ORDER BY conviction_id", (number,)
            )
        ),
    )
    return int(new)
