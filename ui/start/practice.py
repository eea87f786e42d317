"""Opening the practice county in the window."""

from __future__ import annotations

from pathlib import Path

from app.jobs.sign_in import sign_in
from ui.desk import Desk


def open_practice(desk: Desk) -> None:
    """Make it if needed, then open it; the window shows the progress meanwhile."""
    # Loaded when asked for: making people and papers needs everything there is.
    from app.jobs.practice import PRACTICE_PASSPHRASE  # noqa: PLC0415
    from ui.start.practice_place import make_or_find, practice_folder  # noqa: PLC0415

    folder = practice_folder()

    def opened(path: Path) -> None:
        who = desk.preferences.user
        desk.open(lambda: sign_in(path, PRACTICE_PASSPHRASE, who, pause=desk.pause))

    if desk.reader is not None:
        desk.close_workspace()
    desk.run_without_workspace(
        "Making the practice county",
        lambda progress: make_or_find(folder, progress),
        opened,
    )
