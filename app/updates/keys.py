"""Whose bundles are taken: the keys that ship with the program, and those an office trusts.

A key file is one line of text: ``relief-desk-key 1 BASE64 NAME``, the base64 of the 32 bytes of an
Ed25519 public key (RFC 8032). Its fingerprint is the SHA-256 of those bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from Cryptodome.PublicKey import ECC
from Cryptodome.Signature import eddsa

from app.errors import InputError
from app.paths import data_folder, resources

SUFFIX = ".pub"
_MARK = "relief-desk-key 1"
_RAW_BYTES = 32
_LONGEST_NAME = 80
_LARGEST_FILE = 1000  # bytes


@dataclass(frozen=True, slots=True)
class PublicKey:
    """``is_shipped``: it came with the program, and may sign programs too."""

    raw: bytes
    name: str
    is_shipped: bool = False

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def spoken(self) -> str:
        """The fingerprint in groups of four, to be compared by eye."""
        found = self.fingerprint
        return " ".join(found[place : place + 4] for place in range(0, len(found), 4))

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's, over just this message."""
        public = eddsa.import_public_key(self.raw)
        try:
            eddsa.new(public, "rfc8032").verify(message, signature)
        except ValueError:
            return False
        return True


def trusted_folder() -> Path:
    """Where an office's own trusted keys are kept; it may not exist yet."""
    return data_folder() / "trusted-keys"


def shipped_folder() -> Path:
    """The keys that ship with the program."""
    return resources() / "keys"


def load_keys(shipped: Path | None = None, trusted: Path | None = None) -> list[PublicKey]:
    """The shipped keys first; a file that is no key is passed over."""
    found = [
        PublicKey(key.raw, key.name, is_shipped=True)
        for key in _keys_in(shipped or shipped_folder())
    ]
    return found + list(_keys_in(trusted or trusted_folder()))


def _keys_in(folder: Path) -> Iterable[PublicKey]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            yield read_key(path)
        except InputError:
            continue


def read_key(path: Path) -> PublicKey:
    """Raises InputError when the file is no public key."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_FILE).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The key file {path.name} cannot be read as text.") from error
    if not text.startswith(_MARK + " ") or "\n" in text:
        raise InputError(f"{path.name} is no key file: it would begin with “{_MARK}”.")
    encoded, _, name = text.removeprefix(_MARK + " ").partition(" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
        eddsa.import_public_key(raw)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"The key in {path.name} is damaged. Fetch the file again.") from error
    return PublicKey(raw, name.strip()[:_LONGEST_NAME] or path.stem)


def key_line(key: PublicKey) -> str:
    """The text of a key file."""
    return f"{_MARK} {base64.b64encode(key.raw).decode()} {key.name}\n"


def public_of(private: ECC.EccKey, name: str) -> PublicKey:
    """The public half of a signing key."""
    return PublicKey(private.public_key().export_key(format="raw"), name)
