"""From a passphrase to the key of a workspace file.

SQLCipher's own derivation (PBKDF2-HMAC-SHA512, 256,000 rounds, the file's
first sixteen bytes as salt), done once here, so that further connections and
worker processes open the file without deriving it again. A file made so is an
ordinary SQLCipher 4 database that its passphrase opens in other tools too.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from app.errors import WorkspaceError

ROUNDS = 256_000
SALT_BYTES = 16
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """A raw key with its salt, as SQLCipher's ``PRAGMA key`` takes it. Never shown."""

    hex: str = field(repr=False)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key does not leave its process")

    @property
    def pragma(self) -> str:
        return f"\"x'{self.hex}'\""

    @property
    def raw(self) -> bytes:
        """The thirty-two bytes that encrypt; with the file's first sixteen, they open it."""
        return bytes.fromhex(self.hex)[:KEY_BYTES]

    @property
    def salt(self) -> str:
        """The salt in hexadecimal: which state of the file this key is of."""
        return self.hex[2 * KEY_BYTES :]

    @staticmethod
    def of(raw: bytes, salt: str) -> Key:
        """Of its two parts."""
        return Key(raw.hex() + salt)


def new_key(passphrase: str) -> Key:
    """A key for a file that does not exist yet: fresh salt."""
    return _derive(passphrase, secrets.token_bytes(SALT_BYTES))


def random_key() -> Key:
    """A key nobody knows, for a temporary workspace."""
    return Key(secrets.token_hex(KEY_BYTES + SALT_BYTES))


def key_of(path: Path, passphrase: str) -> Key:
    """The key of an existing file under its passphrase."""
    return _derive(passphrase, bytes.fromhex(salt_of(path)))


def salt_of(path: Path) -> str:
    """The salt of an existing file, its first sixteen bytes, in hexadecimal."""
    with path.open("rb") as file:
        salt = file.read(SALT_BYTES)
    if len(salt) < SALT_BYTES:
        raise WorkspaceError(f"{path.name} is too short to be a workspace. Restore a backup of it.")
    return salt.hex()


def _derive(passphrase: str, salt: bytes) -> Key:
    if not passphrase:
        raise WorkspaceError("The passphrase is empty. Give the passphrase of this workspace.")
    raw = hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, ROUNDS, KEY_BYTES)
    return Key(raw.hex() + salt.hex())
