"""Where the program's own files and this person's settings stand, in a checkout and frozen."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

DATA_VARIABLE = "RELIEF_DESK_DATA"
DATA_FOLDER = "Relief Desk Data"
MARKERS = ("portable", "portable.txt")  # editors of Windows add the ending by themselves


class Reason(Enum):
    """Why the settings stand where they do; the value says it to a person."""

    NAMED = f"named by --data or {DATA_VARIABLE}"
    PORTABLE = "portable: beside the program"
    PERSON = "this person's own"


@dataclass(frozen=True, slots=True)
class DataPlace:
    """The folder of settings, recent workspaces and own policies; it may not exist yet."""

    folder: Path
    reason: Reason

    def __str__(self) -> str:
        return f"{self.folder} ({self.reason.value})"


def resources() -> Path:
    """The `resources` folder: policies, statutes, papers, fonts, help."""
    return _inside() / "resources"


def case_tables() -> Path:
    """The policies' case tables: they ship with the program so that users can run them."""
    return _inside() / "tests" / "policies"


def _inside() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent


def is_frozen() -> bool:
    """Whether this is the program that needs no Python, rather than a checkout."""
    return hasattr(sys, "_MEIPASS")


def program_folder() -> Path:
    """The folder a person sees the program in: on a stick, in the programs of the system.

    On macOS the folder that holds the bundle.
    """
    if not is_frozen():
        return Path(__file__).resolve().parent.parent
    folder = Path(sys.executable).resolve().parent
    bundle = next((one for one in folder.parents if one.suffix == ".app"), None)
    return bundle.parent if bundle is not None else folder


def data_folder() -> Path:
    """The folder of `data_place`."""
    return data_place().folder


def data_place() -> DataPlace:
    """Where this person's own settings, recent workspaces and policies stand.

    ``RELIEF_DESK_DATA`` comes first. The frozen program is *portable*, and leaves everything
    beside itself, when there is a folder "Relief Desk Data" in its folder or beside that folder,
    or a file "portable" in its folder; the file makes the folder beside it, so that a newer
    program folder can take the place of the older one and lose nothing.
    """
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return DataPlace(Path(named), Reason.NAMED)
    portable = _find_portable(program_folder()) if is_frozen() else None
    if portable is not None:
        return DataPlace(portable, Reason.PORTABLE)
    return DataPlace(_persons_folder(), Reason.PERSON)


def find_unwritable() -> str:
    """Why settings cannot be kept in the data folder, in a sentence; "" when they can."""
    folder = data_folder()
    nearest = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return ""
    return (
        f"Settings cannot be kept in {folder}, which cannot be written to. Take the write "
        "protection away, or start the program with --data and another folder."
    )


def _find_portable(program: Path) -> Path | None:
    beside = program.parent / DATA_FOLDER
    for folder in (program / DATA_FOLDER, beside):
        if folder.is_dir():
            return folder
    return beside if any((program / name).is_file() for name in MARKERS) else None


def _persons_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "Relief Desk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Relief Desk"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "relief-desk"
