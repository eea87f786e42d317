"""The record of one conviction in lines that a person reads."""

from __future__ import annotations

import pytest

from app.store.audit import AuditEntry
from ui.cases.log_words import change_words

OVERRIDDEN = "overridden to NOT ELIGIBLE (OUTSIDE: a file)"


@pytest.mark.parametrize(
    ("action", "old", "new", "words"),
    [
        ("accept", "open", "accepted", "Accepted"),
        ("override", "accepted", OVERRIDDEN,
         "Overridden to Not eligible (OUTSIDE: a file); before: accepted"),
        ("approve", OVERRIDDEN, f"{OVERRIDDEN}, approved by B", "Approved by B"),
        ("ask an attorney", "accepted", "accepted; asked an attorney: Same?",
         "Asked an attorney: Same?"),
        ("answer a question", "accepted; asked an attorney: Same?",
         "accepted; asked an attorney: Same?; answered by B: Yes", "Answered by B: Yes"),
        ("open again", "parked: Wait", "open", "Open; before: parked: Wait"),
        ("note", "", "Box 12", "Note: Box 12"),
        ("note", "", "Not here", "Note: Not here"),
        ("undo accept", "accepted", "open", "Undo accept: open; before: accepted"),
        ("review opened by a mend", "accepted", "", "Review opened by a mend; before: accepted"),
    ],
)  # fmt: skip
def test_says_what_became_of_it_and_what_it_was(
    action: str, old: str, new: str, words: str
) -> None:
    """What stayed is left out, names of the store are put in words."""
    entry = AuditEntry(1, "2026-11-01", "A", action, "conviction 1", old, new, "", "")
    assert change_words(entry) == words
