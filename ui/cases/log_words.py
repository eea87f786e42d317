"""An entry of the record about one conviction, in a line: what became of it, and what it was."""

from __future__ import annotations

from app.jobs.record_words import action_words, value_words
from app.model.relief import Outcome
from app.store.audit import AuditEntry
from ui.marks import outcome_word

_NOTHING = "open"
_STEM = 3  # letters: "asked" says "ask an attorney" already


def change_words(entry: AuditEntry) -> str:
    """``Overridden to Not eligible (OUTSIDE: why); before: accepted``; ``Note: Box 12``.

    What stayed as it was is left out.
    """
    old, new = _parts(entry.old), _parts(entry.new)
    before = [part for part in old if part not in new and part != _NOTHING]
    after = [part for part in new if part not in old]
    for place, part in enumerate(after):
        longer = next((one for one in before if part.startswith(one)), "")
        if longer:  # the same with something added: "approved by"
            before.remove(longer)
            after[place] = part[len(longer) :].lstrip(",; ")
    text, action = "; ".join(after), action_words(entry.action)
    if entry.action == "note" or text[:_STEM].casefold() != action[:_STEM].casefold():
        text = f"{action}: {text}" if text else action
    if before:
        text += f"; before: {'; '.join(before)}"
    return text[:1].upper() + text[1:]


def _parts(text: str) -> list[str]:
    words = outcome_names_in_words(" ".join(value_words(text).split()))
    return [part for part in words.split("; ") if part]


def outcome_names_in_words(text: str) -> str:
    """``NOT ELIGIBLE``, as the record keeps it, as ``Not eligible``."""
    for outcome in Outcome:
        text = text.replace(outcome.name.replace("_", " "), outcome_word(outcome))
    return text
