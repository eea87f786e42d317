"""Telling what came of a job, also where the dialog that began it was closed meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from shiboken6 import isValid

from ui.desk import Desk
from ui.widgets import Banner


def tell(
    desk: Desk, banner: Banner, kind: str, sentence: str,
    action: str = "", on_action: Callable[[], object] | None = None,
) -> bool:  # fmt: skip
    """In the banner, or above the page once it is gone. Whether the banner, and so the dialog
    around it, is still there."""
    if isValid(banner):
        banner.show_message(kind, sentence, action, on_action)
        return True
    desk.say(kind, sentence)
    return False
