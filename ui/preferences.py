"""What one person prefers: name, look, recent workspaces. A small file in the data folder.

No record of anybody stands here: workspace names, counties and paths only, and which user of a
workspace was here last; neither when workspaces are not to be remembered.
"""

from __future__ import annotations

import contextlib
import getpass
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app import durable
from app.paths import data_folder
from app.store.workspace import WorkspaceInfo

FILE_NAME = "preferences.json"
N_RECENT = 12
USUAL_IDLE, LONGEST_IDLE = 10, 60  # minutes
UNNAMED = "Unnamed user"
_ROLES = frozenset(("root", "admin", "administrator", "user", "guest", "default"))


@dataclass(frozen=True, slots=True)
class Recent:
    """A workspace that was opened: shown on the start page."""

    path: str
    name: str
    county: str
    opened_at: str  # ISO instant, UTC
    is_practice: bool = False


class Preferences:
    """Loaded once, saved at each change. A file that cannot be read counts as absent."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or data_folder()) / FILE_NAME
        self._values: dict[str, Any] = _load(self._path)

    @property
    def user(self) -> str:
        return str(self._values.get("user") or system_user())

    @user.setter
    def user(self, name: str) -> None:
        self._save("user", name.strip())

    @property
    def has_user(self) -> bool:
        """Whether the person has given a name."""
        return bool(self._values.get("user"))

    @property
    def colors(self) -> str:
        """ "system", "light", "dark" or "high contrast"."""
        return str(self._values.get("colors", "system"))

    @colors.setter
    def colors(self, name: str) -> None:
        self._save("colors", name)

    @property
    def scale(self) -> float:
        """Size of text and everything with it, 1.0 to 2.0."""
        value = self._values.get("scale", 1.0)
        return min(2.0, max(1.0, value)) if isinstance(value, int | float) else 1.0

    @scale.setter
    def scale(self, value: float) -> None:
        self._save("scale", value)

    @property
    def lock_minutes(self) -> int:
        """After how many minutes without a key or the mouse the window locks itself."""
        value = self._values.get("lock_minutes", USUAL_IDLE)
        return min(LONGEST_IDLE, max(1, value)) if isinstance(value, int) else USUAL_IDLE

    @lock_minutes.setter
    def lock_minutes(self, minutes: int) -> None:
        self._save("lock_minutes", minutes)

    @property
    def remembers(self) -> bool:
        """Whether workspaces that were opened are listed on the start page."""
        return self._values.get("remembers") is not False

    @remembers.setter
    def remembers(self, wanted: bool) -> None:
        if not wanted:
            self._values["recent"], self._values["workers"] = [], {}
        self._save("remembers", wanted)

    @property
    def knows_tour(self) -> bool:
        """Whether the guided tour was seen to its end, or declined."""
        return self._values.get("knows_tour") is True

    @knows_tour.setter
    def knows_tour(self, value: bool) -> None:
        self._save("knows_tour", value)

    def worker_of(self, path: Path) -> str:
        """Who was there last when a workspace with users was opened, "" when nobody said."""
        known = self._values.get("workers", {})
        return str(known.get(str(path), "")) if isinstance(known, dict) else ""

    def remember_worker(self, path: Path, name: str) -> None:
        if not self.remembers:
            return
        known = self._values.get("workers", {})
        others = known if isinstance(known, dict) else {}
        self._save("workers", {**others, str(path): name})

    def recent(self) -> list[Recent]:
        """Newest first; entries that cannot be read are left out."""
        found = []
        entries = self._values.get("recent", [])
        for entry in entries if isinstance(entries, list) else []:
            try:
                found.append(Recent(**entry))
            except TypeError:
                continue
        return found

    def remember(self, path: Path, info: WorkspaceInfo) -> None:
        """Put a workspace at the head of the recent ones, unless they are not remembered."""
        if not self.remembers:
            return
        entry = Recent(
            str(path), info.name, info.county, datetime.now(UTC).isoformat(), info.is_practice
        )
        others = [known for known in self.recent() if known.path != entry.path]
        self._save("recent", [asdict(known) for known in [entry, *others][:N_RECENT]])

    def forget(self, path: str) -> None:
        """Take a workspace off the list; the file stays where it is."""
        self._save("recent", [asdict(known) for known in self.recent() if known.path != path])

    def _save(self, name: str, value: object) -> None:
        self._values[name] = value
        # On a write-protected stick it holds until the program ends, as the window says at first.
        with contextlib.suppress(OSError):
            durable.make_folder(self._path.parent)
            durable.put(self._path, json.dumps(self._values, indent=1).encode(), is_private=True)


def system_user() -> str:
    """What to record of somebody who gave no name: the login, unless it names a machine's role."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return UNNAMED
    return UNNAMED if login.casefold() in _ROLES else login


def _load(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}
