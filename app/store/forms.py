"""The blank forms that the office put in, and its own maps of their fields."""

from __future__ import annotations

from dataclasses import dataclass

import zstandard

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class KeptBlank:
    """A blank without its bytes; `get_data` has them."""

    sha256: str
    form: str
    edition: str
    name: str  # of the file that was put in
    n_pages: int
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class KeptMap:
    """The office's own map of a form, as the text of its file."""

    form: str
    edition: str
    text: str
    who: str
    at: str


_BLANK = "sha256, form, edition, name, n_pages, who, at"


def list_blanks(workspace: Workspace) -> list[KeptBlank]:
    """By form; of one form the newest edition first."""
    rows = workspace.connection.execute(
        f"SELECT {_BLANK} FROM form_blank ORDER BY form COLLATE NOCASE, edition DESC, at DESC"
    )
    return [KeptBlank(*row) for row in rows]


def find_blank(workspace: Workspace, sha256: str) -> KeptBlank | None:
    row = workspace.connection.execute(
        f"SELECT {_BLANK} FROM form_blank WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return KeptBlank(*row) if row else None


def get_data(workspace: Workspace, sha256: str) -> bytes:
    """The blank, byte for byte. Raises KeyError when there is none."""
    row = workspace.connection.execute(
        "SELECT data FROM form_blank WHERE sha256 = ?", (sha256,)
    ).fetchone()
    if row is None:
        raise KeyError(sha256)
    return zstandard.ZstdDecompressor().decompress(row[0])


def put_blank(workspace: Workspace, blank: KeptBlank, data: bytes) -> None:
    """Keep a blank, inside the caller's transaction; one with the same bytes is replaced."""
    packed = zstandard.ZstdCompressor(level=10).compress(data)
    workspace.connection.execute(
        "INSERT OR REPLACE INTO form_blank (sha256, form, edition, name, n_pages, data, who, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            blank.sha256, blank.form, blank.edition, blank.name, blank.n_pages, packed, blank.who,
            blank.at,
        ),
    )  # fmt: skip


def delete_blank(workspace: Workspace, sha256: str) -> None:
    """Take a blank out, inside the caller's transaction."""
    workspace.connection.execute("DELETE FROM form_blank WHERE sha256 = ?", (sha256,))


def list_maps(workspace: Workspace) -> list[KeptMap]:
    rows = workspace.connection.execute(
        "SELECT form, edition, map, who, at FROM form_map ORDER BY form COLLATE NOCASE, edition"
    )
    return [KeptMap(*row) for row in rows]


def find_map(workspace: Workspace, form: str, edition: str) -> KeptMap | None:
    """The office's map of a form's edition, however its number is capitalized."""
    row = workspace.connection.execute(
        "SELECT form, edition, map, who, at FROM form_map "
        "WHERE form = ? COLLATE NOCASE AND edition = ?",
        (form, edition),
    ).fetchone()
    return KeptMap(*row) if row else None


def put_map(workspace: Workspace, kept: KeptMap) -> None:
    """Keep the office's map, inside the caller's transaction; the one before is replaced."""
    delete_map(workspace, kept.form, kept.edition)
    workspace.connection.execute(
        "INSERT INTO form_map (form, edition, map, who, at) VALUES (?, ?, ?, ?, ?)",
        (kept.form, kept.edition, kept.text, kept.who, kept.at),
    )


def delete_map(workspace: Workspace, form: str, edition: str) -> None:
    """Take the office's map out, inside the caller's transaction."""
    workspace.connection.execute(
        "DELETE FROM form_map WHERE form = ? COLLATE NOCASE AND edition = ?", (form, edition)
    )
