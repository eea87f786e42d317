"""What a file is, before anything is imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.detect import look_at_start
from app.importing.encodings import UTF8, mark_of


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
        with path.open("rb") as file:
            marked = mark_of(file.read(4))
    except InputError as error:
        n_bytes = path.stat().st_size if path.is_file() else 0
        return FileLook(path, n_bytes, False, "", "", False, error.message, (), ())
    encoding = marked[0] if marked else UTF8
    return FileLook(
        path, n_bytes, True, start.layout, encoding, start.has_header, "", start.columns,
        start.first_rows,
    )  # fmt: skip
