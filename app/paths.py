"""Where the program's own data stands, in a checkout and when frozen."""

import os
import sys
from pathlib import Path


def resources() -> Path:
    """The `resources` folder: policies, statutes, papers, fonts, help."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        return Path(bundle) / "resources"
    return Path(__file__).resolve().parent.parent / "resources"


def case_tables() -> Path:
    """The policies' case tables: they ship with the program so that users can run them."""
    return resources().parent / "tests" / "policies"


def data_folder() -> Path:
    """This person's own settings, recent workspaces and policies; it may not exist yet.

    ``RELIEF_DESK_DATA`` names another folder (tests, a stick that carries everything).
    """
    named = os.environ.get("RELIEF_DESK_DATA")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "Relief Desk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Relief Desk"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "relief-desk"
