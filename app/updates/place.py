"""Where bundles are unpacked, and which of them are in use. Read at every start: kept light.

``updates`` in the data folder holds ``program/relief-desk/VERSION`` and ``policies/NAME/VERSION``,
each with the signed manifest, its signature and ``files``; ``in-use.json`` says which count.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app import durable
from app.paths import data_folder
from app.updates.manifest import (
    FILES,
    MANIFEST,
    POLICIES_KIND,
    PROGRAM_KIND,
    SIGNATURE,
    Manifest,
    read_manifest,
    version_order,
)
from app.version import VERSION

PROGRAM_NAME = "relief-desk"
_IN_USE = "in-use.json"


@dataclass(slots=True)
class InUse:
    """The versions that were taken into use, by kind and name, the latest last."""

    versions: dict[str, list[str]] = field(default_factory=dict)
    history: list[dict[str, str]] = field(default_factory=list)

    def current(self, kind: str, name: str) -> str:
        """ "" when nothing but what the program came with is used."""
        found = self.versions.get(f"{kind} {name}", [])
        return found[-1] if found else ""

    def names(self, kind: str) -> list[str]:
        """Of bundles of that kind that are in use."""
        return sorted(
            key.partition(" ")[2]
            for key, found in self.versions.items()
            if found and key.partition(" ")[0] == kind
        )


def updates_folder() -> Path:
    """It may not exist yet."""
    return data_folder() / "updates"


def folder_of(kind: str, name: str, version: str) -> Path:
    """Where a bundle stands once unpacked."""
    return updates_folder() / kind / name / version


def read_in_use() -> InUse:
    """Nothing is in use when the file is missing or cannot be read."""
    try:
        found = json.loads((updates_folder() / _IN_USE).read_text(encoding="utf-8"))
        return InUse(
            {str(key): [str(one) for one in value] for key, value in found["versions"].items()},
            [dict(one) for one in found["history"]],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return InUse()


def write_in_use(in_use: InUse) -> None:
    """Whole or not at all. Raises OSError."""
    text = json.dumps({"versions": in_use.versions, "history": in_use.history}, indent=1)
    durable.make_folder(updates_folder())
    durable.put(updates_folder() / _IN_USE, text.encode())


def manifest_in(folder: Path) -> tuple[Manifest, bytes, bytes] | None:
    """What stands in an unpacked bundle: its manifest, as text, and the signature."""
    try:
        text, signature = (folder / MANIFEST).read_bytes(), (folder / SIGNATURE).read_bytes()
        return read_manifest(text), text, signature
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def program_in_use() -> Path | None:
    """The folder of a newer program than this one that was taken into use; None: this one."""
    version = read_in_use().current(PROGRAM_KIND, PROGRAM_NAME)
    try:
        if not version or version_order(version) <= version_order(VERSION):
            return None
    except ValueError:
        return None
    return folder_of(PROGRAM_KIND, PROGRAM_NAME, version)


def policy_folders() -> tuple[Path, ...]:
    """The policies of bundles that are in use with this program; they come before the shipped."""
    in_use = read_in_use()
    found = []
    for name in in_use.names(POLICIES_KIND):
        folder = folder_of(POLICIES_KIND, name, in_use.current(POLICIES_KIND, name))
        read = manifest_in(folder)
        if read is not None and is_for_program(read[0]):
            found.append(folder / FILES / "policies")
    return tuple(folder for folder in found if folder.is_dir())


def is_for_program(manifest: Manifest, version: str = VERSION) -> bool:
    """Whether a program of that version uses it."""
    own: Any = version_order(version)
    is_old_enough = not manifest.before or own < version_order(manifest.before)
    return version_order(manifest.needs) <= own and is_old_enough
