"""What a file is, before anything is imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.detect import look_at_start


@dataclass(frozen=True, slots=True)
class FileLook:
    """What the beginning of a file shows; ``problem`` says why it cannot be used."""

    path: Path
    n_bytes: int
    is_usable: bool
    recognized: str
    encoding: str  # as far as the beginning tells; the import reads the whole file
    has_header: bool
    problem: str
    columns: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]


def look_at_file(path: Path) -> FileLook:
    """Quick: reads the first megabyte at most. Never raises for a bad file."""
    try:
        start = look_at_start(path)
        n_bytes = path.stat().st_size
    except InputError as error:
        n_bytes = path.stat().st_size if path.is_file() else 0
        return FileLook(path, n_bytes, False, "", "", False, error.message, (), ())
    return FileLook(
        path, n_bytes, True, start.layout, start.encoding, start.has_header, "", start.columns,
        start.first_rows,
    )  # fmt: skip
