"""One rap sheet before it is asked about: its text, line by line, to be read and mended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.reading import Kind
from app.jobs.readers import FilePlan

PASTED = Path("Pasted text")


@dataclass(frozen=True, slots=True)
class RecordText:
    """A file that is a record: ``text`` has the lines that row numbers count."""

    plan: FilePlan
    words: str  # "Rap sheet (PDF)"
    text: str


def read_record(path: Path) -> RecordText:
    """The text of a rap sheet. Raises InputError, a sentence, when the file is none."""
    # Loaded when asked for: text that is pasted needs none of it.
    from app.importing.rap_sheet import open_rap_sheet  # noqa: PLC0415
    from app.jobs.plan_files import recognize_file  # noqa: PLC0415

    plan = recognize_file(path).plan
    if plan is None or plan.kind is not Kind.RAP_SHEET:
        raise InputError(
            f"{path.name} is a list of many people and not one person's rap sheet. Make a "
            "workspace and import it there."
        )
    reader = open_rap_sheet(path)
    return RecordText(plan, reader.origin.words, "\n".join(reader.lines))


def pasted_record(text: str, name: Path = PASTED) -> FilePlan:
    """A record that was typed, pasted, or mended by hand; ``name`` is what it is called."""
    return FilePlan(name, Kind.RAP_SHEET, text=text)
