"""One program at a time on a workspace.

The operating system holds the lock and drops it when the process ends, however
it ends, so a crash never leaves a workspace locked. The lock file beside the
workspace says who holds it, for the message to the one who has to wait.
"""

import contextlib
import errno
import getpass
import os
import platform
from pathlib import Path

from app.errors import WorkspaceError
from app.file_lock import take

# Another program holds it. Anything else says that there are no locks here.
_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class WorkspaceLock:
    """Held from construction until `release`. Raises WorkspaceError when taken."""

    def __init__(self, workspace: Path) -> None:
        self._path = workspace.with_name(workspace.name + ".lock")
        try:
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise WorkspaceError(
                f"{workspace.name} cannot be opened for work in {workspace.parent} ({reason}). "
                "Move it to a folder in which you may write."
            ) from error
        try:
            take(self._fd)
        except OSError as error:
            holder = self._read_holder()
            os.close(self._fd)
            if error.errno not in _HELD:
                raise WorkspaceError(
                    f"Files in {workspace.parent} cannot be locked ({error.strerror}), so two "
                    f"programs could damage {workspace.name}. Move it to a disk of this computer."
                ) from error
            raise WorkspaceError(
                f"{workspace.name} is open in another Relief Desk ({holder}). "
                "Close it there first, then try again."
            ) from None
        self._write_holder()

    def _read_holder(self) -> str:
        with contextlib.suppress(OSError):
            os.lseek(self._fd, 0, os.SEEK_SET)
            text = os.read(self._fd, 200).decode("utf-8", "replace").strip()
            return text or "holder unknown"
        return "holder unknown"

    def _write_holder(self) -> None:
        try:
            user = getpass.getuser()
        except (OSError, KeyError, ImportError):
            user = "unknown user"
        text = f"{user} on {platform.node() or 'this computer'}, process {os.getpid()}"
        with contextlib.suppress(OSError):  # a full disk: the lock holds without its words
            os.ftruncate(self._fd, 0)
            os.lseek(self._fd, 0, os.SEEK_SET)
            os.write(self._fd, text.encode())

    def release(self) -> None:
        """Give the workspace free. The file stays, empty: removing it would race."""
        if self._fd >= 0:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = -1
