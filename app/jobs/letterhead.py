"""The picture of the office's letterhead, kept beside the office's other settings."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from app.documents.logo import MOST_BYTES, check_logo
from app.errors import InputError
from app.jobs.clock import now
from app.store import audit
from app.store.workspace import Workspace

_SETTING = "office logo"


def find_logo(workspace: Workspace) -> bytes:
    """The picture; empty when the letterhead has none."""
    return base64.b64decode(workspace.get_setting(_SETTING))


def read_logo(path: Path) -> bytes:
    """A picture from a file. Raises InputError for what cannot be a letterhead's picture."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}).") from error
    check_logo(data, path.name)
    return data


def save_logo(workspace: Workspace, data: bytes, who: str) -> None:
    """Keep the picture, or none; the record of the work holds its hash."""
    if data:
        check_logo(data)
    before = find_logo(workspace)
    with workspace.transaction():
        workspace.save_setting(_SETTING, base64.b64encode(data).decode("ascii"))
        audit.append(
            workspace, at=now(), who=who, action="setting", subject=_SETTING, old=_hash(before),
            new=_hash(data),
        )  # fmt: skip


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""
