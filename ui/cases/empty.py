"""What the review page says while there is nothing to review."""

from __future__ import annotations

from app.store.records import count_people
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.widgets import EmptyState

_PURPOSE = "Here each conviction is looked at with its person, the answer and the reasons."


def empty_review(desk: Desk, reader: Workspace, *, has_run: bool) -> EmptyState:
    """The page's purpose and the next step: import, check, or another policy."""
    if has_run:
        return EmptyState(
            "Nothing to review",
            "The last check found no conviction that the policy answers. Another county or "
            "another policy may be meant.",
            "Choose the policy",
            lambda: desk.show_page("policy"),
        )
    if count_people(reader):
        return EmptyState(
            "Not checked yet",
            f"{_PURPOSE} Check the imported people first.",
            "Choose the policy",
            lambda: desk.show_page("policy"),
        )
    return EmptyState(
        "Nothing imported yet",
        f"{_PURPOSE} Import a file first.",
        "Import a file",
        lambda: desk.show_page("import"),
    )
