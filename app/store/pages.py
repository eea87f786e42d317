"""The pages of a workspace file as they lie on the disk, decrypted one by one.

What the database no longer lists may still lie in a page that is free, or behind the end of one.
This reads every page of the file itself, by SQLCipher's own layout: pages of 4,096 bytes under
AES-256 in CBC mode, of which the last 80 are the initialization vector and the page's HMAC; the
first 16 bytes of the file are the salt. Nothing decrypted is written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from Cryptodome.Cipher import AES

from app.errors import WorkspaceError
from app.store.workspace import Workspace

PAGE = 4096
_RESERVED = 80
_VECTOR = 16
_SALT = 16
_HEAD = b"SQLite format 3\x00"
_KEY_DIGITS = 64


def iter_pages(workspace: Workspace) -> Iterator[bytes]:
    """Every page in order, without its reserved end. Raises WorkspaceError when the key does not
    open them: then nothing is said of what they hold."""
    key = bytes.fromhex(workspace.key.hex[:_KEY_DIGITS])
    size = int(workspace.connection.execute("PRAGMA page_size").fetchone()[0])
    if size != PAGE:
        raise WorkspaceError(f"The pages of {workspace.path.name} have {size} bytes, not {PAGE}.")
    with workspace.path.open("rb") as file:
        number = 0
        while raw := file.read(PAGE):
            begin = _SALT if number == 0 else 0
            vector = raw[PAGE - _RESERVED : PAGE - _RESERVED + _VECTOR]
            data = AES.new(key, AES.MODE_CBC, vector).decrypt(raw[begin : PAGE - _RESERVED])
            if number == 0:
                data = _HEAD + data
                _check_first(workspace, data)
            yield data
            number += 1


def _check_first(workspace: Workspace, data: bytes) -> None:
    """The header says the size of a page, and that its last 80 bytes are not content."""
    if int.from_bytes(data[16:18], "big") != PAGE or data[20] != _RESERVED:
        raise WorkspaceError(f"The pages of {workspace.path.name} cannot be read with its key.")


def count_pages(workspace: Workspace) -> int:
    return int(workspace.connection.execute("PRAGMA page_count").fetchone()[0])


def count_free(workspace: Workspace) -> int:
    """Pages that belong to nothing."""
    return int(workspace.connection.execute("PRAGMA freelist_count").fetchone()[0])


def overwrite_what_goes(workspace: Workspace) -> None:
    """From now on, what this connection deletes is overwritten with zeros."""
    workspace.connection.execute("PRAGMA secure_delete = ON")


def write_anew(workspace: Workspace) -> None:
    """Write the whole file anew from what it lists, and empty its journal.

    The copy on the way is encrypted like the file, and lies in its folder. Raises WorkspaceError
    when somebody reads at this moment, so that the journal could not be emptied.
    """
    connection = workspace.connection
    folder = str(workspace.path.parent.resolve()).replace("'", "''")
    connection.execute("PRAGMA temp_store = FILE")  # larger than memory is normal
    connection.execute(f"PRAGMA temp_store_directory = '{folder}'")
    try:
        _empty_journal(workspace)
        connection.execute("VACUUM")
        _empty_journal(workspace)
    finally:
        connection.execute("PRAGMA temp_store_directory = ''")
        connection.execute("PRAGMA temp_store = MEMORY")


def _empty_journal(workspace: Workspace) -> None:
    busy, _, _ = workspace.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise WorkspaceError(
            "Somebody reads the workspace at this moment, so its pages could not be written anew. "
            "Close other windows on it, then finish the purge under Records kept."
        )


def journal_bytes(workspace: Workspace) -> int:
    """Bytes of the journal beside the file; 0 once it was emptied."""
    path = workspace.path.with_name(workspace.path.name + "-wal")
    return path.stat().st_size if path.exists() else 0
