"""A workspace's key sealed under a user's own passphrase.

Each user has a pair of keys (X25519). The workspace's key is sealed to the public one (HPKE,
RFC 9180, with AES-256-GCM); the private one is encrypted with AES-256-GCM under what scrypt makes
of the passphrase: 128 MB of memory for every guess. So the workspace can get another key without
asking every user for a passphrase, and whoever knew the old key does not come to the new one.

A slot is JSON text. It says with which costs it was made; costs that would exhaust a computer are
refused, for the text may come from anybody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
import unicodedata
from typing import Any

from Cryptodome.Cipher import AES
from Cryptodome.Protocol import HPKE
from Cryptodome.Protocol.DH import import_x25519_private_key, import_x25519_public_key
from Cryptodome.PublicKey import ECC

from app.store.key import KEY_BYTES, Key

COST = {"n": 1 << 17, "r": 8, "p": 1}  # RFC 7914; 128 * n * r bytes of memory
_MOST = {"n": 1 << 20, "r": 16, "p": 4}
_NONCE_BYTES, _SALT_BYTES, _TAG_BYTES = 12, 16, 16
_ABOUT = b"Relief Desk workspace key"


class UnreadableSlotError(Exception):
    """The text is no slot: damaged, or of another program."""


def seal(key: Key, passphrase: str, name: str) -> str:
    """A new slot: the key for whoever knows this passphrase."""
    pair = ECC.generate(curve="curve25519")
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    cipher = AES.new(_stretch(passphrase, salt, COST), AES.MODE_GCM, nonce=nonce)
    cipher.update(name.encode())
    private, tag = cipher.encrypt_and_digest(_private_bytes(pair))
    slot = {
        "scrypt": {**COST, "salt": _text(salt)},
        "private": _text(nonce + private + tag),
        "public": _text(pair.public_key().export_key(format="raw")),
    }
    return _with_keys(slot, {key.salt: _seal_to(pair.public_key(), key, name)})


def seal_again(slot: str, key: Key, name: str) -> str:
    """The same passphrase for another key of the workspace."""
    found = _read(slot)
    public = _import_public(_bytes(found, "public"))
    return _with_keys(found, {key.salt: _seal_to(public, key, name)})


def join(slot: str, other: str) -> str:
    """A slot of one passphrase for both keys: while a file gets another one, it may be either."""
    second = _read(other)
    return _with_keys(second, {**_keys(_read(slot)), **_keys(second)})


def is_same_passphrase(slot: str, other: str) -> bool:
    """Whether two slots were made from one passphrase at one time, for whatever keys."""
    return {**_read(slot), "keys": {}} == {**_read(other), "keys": {}}


def unseal(slot: str, passphrase: str, name: str, salt: str) -> Key | None:
    """The key of the file with this salt; None when the passphrase is another.

    Raises UnreadableSlotError when the slot is damaged or was made for another file.
    """
    found = _read(slot)
    sealed = _keys(found).get(salt)
    if sealed is None:
        raise UnreadableSlotError("made for another file")
    private = _open_private(found, passphrase, name)
    if private is None:
        return None
    try:
        enc, text = (base64.b64decode(part, validate=True) for part in sealed.split("."))
        pair = import_x25519_private_key(private)
        box = HPKE.new(receiver_key=pair, aead_id=HPKE.AEAD.AES256_GCM, enc=enc, info=_ABOUT)
        raw = bytes(box.unseal(text, name.encode()))
    except (ValueError, binascii.Error) as error:
        raise UnreadableSlotError("damaged") from error
    if len(raw) != KEY_BYTES:
        raise UnreadableSlotError("damaged")
    return Key.of(raw, salt)


def _open_private(slot: dict[str, Any], passphrase: str, name: str) -> bytes | None:
    box = _bytes(slot, "private")
    cost = slot.get("scrypt")
    if not isinstance(cost, dict) or len(box) <= _NONCE_BYTES + _TAG_BYTES:
        raise UnreadableSlotError("damaged")
    key = _stretch(passphrase, _bytes(cost, "salt"), _checked_cost(cost))
    cipher = AES.new(key, AES.MODE_GCM, nonce=box[:_NONCE_BYTES])
    cipher.update(name.encode())
    try:
        return bytes(cipher.decrypt_and_verify(box[_NONCE_BYTES:-_TAG_BYTES], box[-_TAG_BYTES:]))
    except ValueError:
        return None


def _checked_cost(cost: dict[str, Any]) -> dict[str, int]:
    found = {name: cost.get(name) for name in _MOST}
    for name, value in found.items():
        if not isinstance(value, int) or not 1 <= value <= _MOST[name]:
            raise UnreadableSlotError("its costs are out of range")
    n = int(cost["n"])
    if n < 2 or n & (n - 1):
        raise UnreadableSlotError("its costs are out of range")
    return {name: int(cost[name]) for name in _MOST}


def _stretch(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    """Keyboards write some letters in two ways: both are one passphrase."""
    words = unicodedata.normalize("NFKC", passphrase).encode()
    memory = 128 * cost["r"] * (cost["n"] + cost["p"] + 4)
    return hashlib.scrypt(words, salt=salt, dklen=KEY_BYTES, maxmem=memory, **cost)


def _seal_to(public: ECC.EccKey, key: Key, name: str) -> str:
    box = HPKE.new(receiver_key=public, aead_id=HPKE.AEAD.AES256_GCM, info=_ABOUT)
    text = box.seal(key.raw, name.encode())
    return f"{_text(box.enc)}.{_text(text)}"


def _private_bytes(pair: ECC.EccKey) -> bytes:
    return bytes(pair.seed)


def _import_public(raw: bytes) -> ECC.EccKey:
    try:
        return import_x25519_public_key(raw)
    except (ValueError, TypeError) as error:
        raise UnreadableSlotError("damaged") from error


def _with_keys(slot: dict[str, Any], keys: dict[str, str]) -> str:
    return json.dumps({**slot, "keys": keys}, sort_keys=True, separators=(",", ":"))


def _keys(slot: dict[str, Any]) -> dict[str, str]:
    keys = slot.get("keys")
    if not isinstance(keys, dict) or not all(isinstance(one, str) for one in keys.values()):
        raise UnreadableSlotError("damaged")
    return keys


def _read(slot: str) -> dict[str, Any]:
    try:
        found = json.loads(slot)
    except ValueError as error:
        raise UnreadableSlotError("damaged") from error
    if not isinstance(found, dict):
        raise UnreadableSlotError("damaged")
    return found


def _bytes(found: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(found[name], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableSlotError("damaged") from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
