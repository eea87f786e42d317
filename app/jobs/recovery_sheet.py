"""Printing what opens a workspace when every passphrase is forgotten."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from app.durable import sync_file
from app.errors import InputError, WorkspaceError
from app.jobs.clock import now, today
from app.jobs.packages.guard import check_not_package
from app.jobs.rights import Right, check_may
from app.reports.recovery_sheet import RecoveryFacts, render_recovery_sheet
from app.store import audit
from app.store.recovery_code import code_of
from app.store.workspace import Workspace


def make_recovery_sheet(workspace: Workspace, *, who: str) -> bytes:
    """The sheet as a PDF, never kept; that it was made stands in the record of the work."""
    check_may(workspace, who, Right.MANAGE)
    check_not_package(workspace, "Making a recovery sheet")
    facts = RecoveryFacts(
        workspace.info.name, workspace.path.name, today(), who, code_of(workspace.key).lines
    )
    made = render_recovery_sheet(facts)
    with workspace.transaction():
        audit.append(
            workspace, at=now(), who=who, action="recovery sheet made", subject="workspace"
        )
    return made


def write_recovery_sheet(workspace: Workspace, path: Path, *, who: str) -> Path:
    """Into a new file that only its owner can read. Raises InputError, WorkspaceError.

    Not beside the workspace: whoever takes that folder would have both.
    """
    if path.suffix.lower() != ".pdf":
        path = path.with_name(path.name + ".pdf")
    if path.exists():
        raise InputError(f"{path} exists already. Choose another name.")
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist. Make it or choose another.")
    if path.parent.samefile(workspace.path.parent):
        raise InputError(
            "The sheet does not belong beside the workspace: whoever takes that folder would have "
            "both. Choose another folder, print the sheet and delete the file."
        )
    made = make_recovery_sheet(workspace, who=who)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(made)
        sync_file(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise WorkspaceError(f"{path} cannot be written ({error.strerror}).") from error
    return path
