"""The first look of the program at its start: is there a newer one to give way to?"""

from __future__ import annotations

import os
import sys

HANDED_OVER = "RELIEF_DESK_HANDED_OVER"


def hand_over(argv: list[str]) -> int | None:
    """The exit status of the newer program; None when this one is to go on.

    Only the frozen program has one, and what proves it is loaded for that alone.
    """
    if not getattr(sys, "frozen", False) or HANDED_OVER in os.environ:
        return None
    from app.updates.hand_over import start_newer  # noqa: PLC0415

    return start_newer(argv)
