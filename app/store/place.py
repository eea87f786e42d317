"""Where a workspace may lie: on a disk of this computer.

SQLite keeps what is being written in a log that all programs on the file share through memory of
one computer: "WAL does not work over a network filesystem" (sqlite.org/wal.html). The other kind of
journal needs locks that many network shares do not keep (sqlite.org/useovernet.html). A workspace
that two computers write to would be damaged without a word, so it is refused there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.errors import WorkspaceError

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset(
    ("nfs", "nfs3", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "davfs", "ceph",
     "lustre", "beegfs", "glusterfs", "sshfs", "curlftpfs", "rclone", "s3fs")
)  # fmt: skip


def check_place(path: Path) -> None:
    """Raise WorkspaceError when a file lies, or would lie, on a network share."""
    network = find_network(path)
    if network is not None:
        raise WorkspaceError(
            f"{path.name} is on a network share ({network}). Two computers could write to it at "
            "once, and damage it. Keep the workspace on a disk of this computer, and copy backups "
            "of it to the share."
        )


def find_network(path: Path) -> str | None:
    """What kind of network share a path is on, as the system names it; None: a local disk."""
    if sys.platform == "win32":
        return _find_remote_drive(path)
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # no such list here
        return None
    kind = _kind_of(path.absolute().resolve(), mounts)
    return kind if kind.removeprefix("fuse.") in _NETWORK else None


def _kind_of(path: Path, mounts: str) -> str:
    """The kind of file system of a path, by a list of mounts: the nearest, and the later one."""
    found, depth = "", -1
    for line in mounts.splitlines():
        _, where, kind, *_ = line.split(" ")
        folder = Path(_unescaped(where))
        if path.is_relative_to(folder) and len(folder.parts) >= depth:
            found, depth = kind, len(folder.parts)
    return found


def _unescaped(text: str) -> str:
    """Blanks and the like stand as three octal digits after a backslash."""
    first, *others = text.split("\\")
    return first + "".join(chr(int(one[:3], 8)) + one[3:] for one in others)


if sys.platform == "win32":
    import ctypes

    _DRIVE_REMOTE = 4

    def _find_remote_drive(path: Path) -> str | None:
        root = path.absolute().anchor
        if root.startswith("\\\\") and not root.startswith(("\\\\?\\", "\\\\.\\")):
            return root.rstrip("\\")
        is_remote = ctypes.windll.kernel32.GetDriveTypeW(root) == _DRIVE_REMOTE
        return root if is_remote else None

else:

    def _find_remote_drive(_path: Path) -> str | None:
        return None
