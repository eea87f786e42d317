"""What stands beside a workspace for signing in before anything is open: ``Name.relief.keys``.

Users' slots (`app.store.sealing`), and how many wrong passphrases were typed since the last right
one. The slots are a copy of the workspace's own (`app.store.user_keys`): a file that is lost or
damaged counts as empty, and is written again when the workspace is opened otherwise.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.durable import replace, take_rights_of
from app.errors import WorkspaceError

SUFFIX = ".keys"
MOST_BYTES = 4 << 20  # a slot has less than a kilobyte
_FORMAT = "Relief Desk keys, form 1"
OFFICE = ""  # whose wrong passphrases: the office's passphrase and the recovery sheet


@dataclass(frozen=True, slots=True)
class KeyFile:
    """``slots`` by the user's name; ``wrong`` by name, `OFFICE` for the office's own secrets."""

    slots: dict[str, str] = field(default_factory=dict, repr=False)
    wrong: dict[str, int] = field(default_factory=dict)


def path_of(workspace: Path) -> Path:
    """Where it stands."""
    return workspace.with_name(workspace.name + SUFFIX)


def read_key_file(workspace: Path) -> KeyFile:
    """Empty when it is not there, or cannot be read."""
    path = path_of(workspace)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        found = json.loads(data) if len(data) <= MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        return KeyFile()
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        return KeyFile()
    return KeyFile(_values(found, "users", str), _values(found, "wrong", int))


def _values(found: dict[str, Any], name: str, kind: type) -> dict[str, Any]:
    values = found.get(name)
    if not isinstance(values, dict):
        return {}
    return {key: value for key, value in values.items() if type(value) is kind}


def write_key_file(workspace: Path, kept: KeyFile) -> None:
    """Whole or not at all; a file that would say nothing is taken away.

    Raises WorkspaceError when the folder cannot be written.
    """
    path = path_of(workspace)
    wrong = {name: n for name, n in kept.wrong.items() if n > 0}
    try:
        if not kept.slots and not wrong:
            path.unlink(missing_ok=True)
            return
        data = {"format": _FORMAT, "users": kept.slots, "wrong": wrong}
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        fresh = path.with_name(path.name + ".new")
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        take_rights_of(workspace, fresh)
        replace(fresh, path)
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be written ({error.strerror}). Users sign in with it: make room, or "
            "ask for the right to write in that folder."
        ) from error
