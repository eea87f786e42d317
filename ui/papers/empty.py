"""What the papers page says while there is nothing to make."""

from __future__ import annotations

from ui.desk import Desk
from ui.widgets import EmptyState


def empty_state(desk: Desk, *, has_run: bool) -> EmptyState:
    """What the page is for, and the next step."""
    if has_run:
        text = (
            "Here papers are drafted and printed. The last check found no conviction to dismiss or "
            "reduce, or all of them are parked."
        )
        return EmptyState(
            "No relief to ask for", text, "Look at the review", lambda: desk.show_page("review")
        )
    text = (
        "Here papers are drafted and printed for the convictions that a check found eligible. "
        "Choose a policy and check first."
    )
    return EmptyState(
        "Not checked yet", text, "Choose the policy", lambda: desk.show_page("policy")
    )
