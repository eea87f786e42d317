"""A file as it stood when it was first looked at, and what cannot be read of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError


@dataclass(frozen=True, slots=True)
class Standing:
    """Size and time of change of a file, taken before it is read."""

    path: Path
    n_bytes: int
    modified_ns: int

    @staticmethod
    def of(path: Path) -> Standing:
        """Raises InputError when the file is not there or is a folder."""
        try:
            stat = path.stat()
        except OSError as error:
            raise unreadable(path, error) from error
        if path.is_dir():
            raise folder(path)
        return Standing(path, stat.st_size, stat.st_mtime_ns)

    def check_unchanged(self) -> None:
        """Raise InputError when the file changed since."""
        try:
            now = self.path.stat()
        except OSError as error:
            raise unreadable(self.path, error) from error
        if (now.st_size, now.st_mtime_ns) != (self.n_bytes, self.modified_ns):
            raise InputError(
                f"{self.path.name} changed while it was being read. Nothing was imported. "
                "Wait until the copy is complete, then import it again."
            )


def read_start(path: Path, n_bytes: int) -> bytes:
    """The first bytes of a file; raises InputError when it cannot be read or holds nothing."""
    try:
        with path.open("rb") as file:
            start = file.read(n_bytes)
    except IsADirectoryError:
        raise folder(path) from None
    except OSError as error:
        raise unreadable(path, error) from error
    if not start.strip():
        raise InputError(f"{path.name} is empty. Ask for the file again.")
    return start


def unreadable(path: Path, error: OSError) -> InputError:
    reason = (error.strerror or "unknown reason").lower()
    return InputError(
        f"{path.name} cannot be read ({reason}). Check that it is there and open to you."
    )


def folder(path: Path) -> InputError:
    return InputError(f"{path.name} is a folder. Choose the file inside it.")
