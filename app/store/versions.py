"""Which database this is."""

from __future__ import annotations

from contextlib import closing

from sqlcipher3 import dbapi2 as sqlcipher


def read_versions() -> tuple[str, str]:
    """The versions of SQLite and of SQLCipher, "" for SQLCipher when nothing is encrypted."""
    with closing(sqlcipher.connect(":memory:")) as connection:
        (sqlite,) = connection.execute("SELECT sqlite_version()").fetchone()
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
    return str(sqlite), str(cipher[0]) if cipher else ""
