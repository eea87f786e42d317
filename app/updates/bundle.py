"""The file of a bundle, and the proof that it is what was signed.

A zip archive whose first entry, ``manifest.json``, says what the bundle is and names every other
file with its size and SHA-256; the second, ``manifest.sig``, is an Ed25519 signature over it. The
signature is proven before anything else of the archive is looked at, and each file against the
manifest before it counts.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from app.errors import InputError
from app.updates.keys import PublicKey
from app.updates.manifest import FILES, MANIFEST, SIGNATURE, BundledFile, Manifest, read_manifest

SUFFIX = ".reliefpack"
SIGNED_PREFIX = b"relief-desk bundle 1\n"
LARGEST_MANIFEST = 4_000_000  # bytes
_SIGNATURE_BYTES = 64
_PIECE = 1 << 20
# What reading a damaged archive raises.
_BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose signature holds. ``text`` is the manifest as it was signed."""

    path: Path
    manifest: Manifest
    key: PublicKey
    text: bytes
    signature: bytes


def open_bundle(path: Path, keys: Sequence[PublicKey]) -> Bundle:
    """Prove who signed it. Raises InputError for what is no bundle, damaged or a stranger's."""
    try:
        with zipfile.ZipFile(path) as archive:
            text = _read_small(archive, MANIFEST, LARGEST_MANIFEST, path.name)
            signature = _read_small(archive, SIGNATURE, _SIGNATURE_BYTES, path.name)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}. Check the name and the stick.") from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(f"{path.name} cannot be read ({reason}). Copy it again.") from error
    except _BAD_ARCHIVE as error:
        raise InputError(
            f"{path.name} is no bundle of Relief Desk, or only a part of one arrived. Copy it "
            "again from where it came from. Nothing was changed."
        ) from error
    key = _signer(text, signature, keys, path.name)
    return Bundle(path, _manifest(text, path.name), key, text, signature)


def prove_text(text: bytes, signature: bytes, keys: Sequence[PublicKey]) -> PublicKey | None:
    """The key that signed a manifest, None when none of them did."""
    message = SIGNED_PREFIX + text
    return next((key for key in keys if key.has_signed(message, signature)), None)


def _signer(text: bytes, signature: bytes, keys: Sequence[PublicKey], name: str) -> PublicKey:
    key = prove_text(text, signature, keys)
    if key is not None:
        return key
    known = ", ".join(one.name for one in keys) or "nobody yet"
    raise InputError(
        f"{name} was not signed by anybody this program trusts (it trusts: {known}), or was "
        "changed after it was signed. Do not use it; fetch it again from its source. Nothing was "
        "changed."
    )


def _read_small(archive: zipfile.ZipFile, entry: str, most: int, name: str) -> bytes:
    try:
        with archive.open(entry) as file:
            data = file.read(most + 1)
    except KeyError as error:
        raise InputError(
            f"{name} is no bundle of Relief Desk: it has no {entry}. Nothing was changed."
        ) from error
    if len(data) > most:
        raise InputError(f"{name} is no bundle of Relief Desk: its {entry} is too large.")
    return data


def _manifest(text: bytes, name: str) -> Manifest:
    try:
        return read_manifest(text)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{name} was made for another Relief Desk: this program does not understand its list "
            "of files. Nothing was changed."
        ) from error


def unpack(bundle: Bundle, folder: Path, step: Callable[[int], None]) -> None:
    """Write every file below an empty folder, each proven; ``step`` is told the bytes done.

    Raises InputError when a file is not what was signed, OSError when it cannot be written. What
    was written so far stays: the caller throws the folder away.
    """
    n_done = 0
    try:
        with zipfile.ZipFile(bundle.path) as archive:
            for file in bundle.manifest.files:
                target = folder.joinpath(*PurePosixPath(file.path).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                if file.link:
                    target.symlink_to(file.link)
                    continue
                with archive.open(f"{FILES}/{file.path}") as source, target.open("xb") as sink:
                    for n_piece in _copy(source, sink, file, bundle.path.name):
                        n_done += n_piece
                        step(n_done)
                target.chmod(0o755 if file.is_executable else 0o644)
    except (*_BAD_ARCHIVE, KeyError) as error:
        raise _is_damaged(bundle.path.name) from error


def _copy(source: IO[bytes], sink: IO[bytes], file: BundledFile, name: str) -> Iterator[int]:
    digest, n_bytes = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        n_bytes += len(piece)
        if n_bytes > file.size:
            raise _is_damaged(name)
        digest.update(piece)
        sink.write(piece)
        yield len(piece)
    if n_bytes != file.size or digest.hexdigest() != file.sha256:
        raise _is_damaged(name)


def _is_damaged(name: str) -> InputError:
    return InputError(
        f"{name} is damaged: a file in it is not what was signed. Copy the bundle again from where "
        "it came from. Nothing was changed."
    )
