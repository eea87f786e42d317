"""Which reader reads a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.importing.reading import Kind, Reader


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file and how it is to be read.

    ``layout`` is the text of the layout (TOML) of a table, "" for a rap sheet. ``text`` is a rap
    sheet that was typed or pasted: ``path`` is then only its name.
    """

    path: Path
    kind: Kind
    layout: str = ""
    text: str | None = None


def open_reader(plan: FilePlan) -> Reader:
    """Raises InputError, a sentence, when the file cannot be read that way."""
    raise NotImplementedError(plan.kind)
