"""What a bundle says of itself: its files with sizes and hashes. Nothing is proven here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FILES = "files"
PROGRAM_KIND, POLICIES_KIND = "program", "policies"

LARGEST_PROGRAM = 2_000_000_000  # bytes unpacked
LARGEST_POLICIES = 20_000_000
_VERSION = re.compile(r"\d{1,5}(\.\d{1,5}){1,3}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PLAIN_NAME = re.compile(r"[^\x00-\x1f\x7f\\:*?\"<>|/]+")
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BundledFile:
    """``path`` is relative, with slashes. ``link`` is what a symbolic link points to, else ""."""

    path: str
    size: int
    sha256: str
    is_executable: bool
    link: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself. ``system`` is "" for what runs everywhere.

    ``needs`` is the oldest program that can take it, ``before`` the first that no longer uses it
    ("" for no bound).
    """

    kind: str
    name: str
    version: str
    made_on: str
    system: str
    needs: str
    before: str
    words: str
    files: tuple[BundledFile, ...]

    @property
    def n_bytes(self) -> int:
        """Unpacked."""
        return sum(one.size for one in self.files)


def version_order(version: str) -> tuple[int, ...]:
    """For comparing: "0.10" comes after "0.9", and "1.0" is "1.0.0"."""
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def read_manifest(text: bytes) -> Manifest:
    """Raises ValueError, KeyError or TypeError when something is missing or cannot be."""
    found = json.loads(text)
    if found["format"] != 1:
        raise ValueError("another format")
    manifest = Manifest(
        _one_of(found["kind"], (PROGRAM_KIND, POLICIES_KIND)),
        _fitting(found["name"], _NAME),
        _fitting(found["version"], _VERSION),
        _fitting(found["made_on"], _DAY),
        str(found["system"])[:40],
        _fitting(found["needs"], _VERSION),
        _fitting(found["before"], _VERSION) if found["before"] else "",
        str(found["words"])[:4000],
        tuple(_file(one) for one in found["files"]),
    )
    names = [one.path.casefold() for one in manifest.files]
    if not names or len(set(names)) != len(names):
        raise ValueError("no files, or two of one name")
    most = LARGEST_PROGRAM if manifest.kind == PROGRAM_KIND else LARGEST_POLICIES
    if manifest.n_bytes > most:
        raise ValueError("too large")
    return manifest


def _file(found: dict[str, Any]) -> BundledFile:
    path, link = str(found["path"]), str(found.get("link", ""))
    _check_place(PurePosixPath(path))
    if link:
        _check_link(PurePosixPath(path), link)
    size = int(found["size"])
    if size < 0:
        raise ValueError("a size below nothing")
    return BundledFile(
        path, size, _fitting(found["sha256"], _HEX), bool(found.get("executable")), link
    )


def _check_place(path: PurePosixPath) -> None:
    """Below the bundle's own folder, by names that every system can have."""
    if path.is_absolute() or not path.parts or len(str(path)) > 300:
        raise ValueError("a path that leads elsewhere")
    for part in path.parts:
        if part in ("..", ".") or not _PLAIN_NAME.fullmatch(part) or part.endswith((" ", ".")):
            raise ValueError("a path that leads elsewhere")


def _check_link(path: PurePosixPath, link: str) -> None:
    """A link leads to a place in the bundle: as many steps up as there are folders at most."""
    depth = len(path.parent.parts)
    for part in PurePosixPath(link).parts:
        depth += -1 if part == ".." else 1
        if depth < 0 or not _PLAIN_NAME.fullmatch(part):
            raise ValueError("a link that leads elsewhere")


def _fitting(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("a value that cannot be")
    return value


def _one_of(value: object, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError("an unknown kind")
    return str(value)


def differing_files(manifest: Manifest, folder: Path) -> list[str]:
    """The files of an unpacked bundle that are missing or not what was signed."""
    found = []
    for file in manifest.files:
        path = folder.joinpath(*PurePosixPath(file.path).parts)
        if not (_is_link(path, file.link) if file.link else _is_file(path, file)):
            found.append(file.path)
    return found


def _is_link(path: Path, link: str) -> bool:
    return path.is_symlink() and path.readlink() == Path(link)


def _is_file(path: Path, file: BundledFile) -> bool:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == file.sha256
    except OSError:
        return False
