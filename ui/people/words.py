"""What strengths, facts and decisions about people are called on the screen."""

from __future__ import annotations

from app.jobs.choose import FIRST, SECOND
from app.jobs.record_words import local_time
from app.model.conflict import DIFFERENT, PERHAPS_SAME, SAME
from app.model.record import RowRef
from app.store import matches
from app.store.conflicts import ListedConflict
from app.store.matches import Match
from ui.tables.words import format_name

STRENGTH_WORDS = {"certain": "Certain", "strong": "Strong", "possible": "Possible", "": "Named"}
_SHAPES = {"certain": "●●●", "strong": "●●○", "possible": "●○○", "": ""}
STATE_WORDS = {
    matches.OPEN: "To decide",
    matches.SAME: "Same person",
    matches.DIFFERENT: "Different people",
}


def strength_words(strength: str) -> str:
    """``●●○ Strong``: the shape beside the word."""
    return f"{_SHAPES[strength]} {STRENGTH_WORDS[strength]}".strip()


def reasons_for(match: Match) -> list[str]:
    """What speaks for one person."""
    return [reason for reason in match.reasons if not reason.startswith("but ")]


def reasons_against(match: Match) -> list[str]:
    """What speaks against it."""
    return [reason.removeprefix("but ") for reason in match.reasons if reason.startswith("but ")]


def sentence_of(reasons: list[str]) -> str:
    words = "; ".join(reasons)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def pair_words(names: tuple[str, str]) -> str:
    one, other = (format_name(name) or "No name" for name in names)
    return one if one == other else f"{one} / {other}"


def fact_words(conflict: ListedConflict) -> str:
    fact = conflict.fact
    return "Perhaps one conviction" if fact == PERHAPS_SAME else f"{fact[:1].upper()}{fact[1:]}"


def decision_words(conflict: ListedConflict) -> str:
    """What was decided, in a word or two for a table."""
    if conflict.is_open:
        return "Open"
    return {
        FIRST: "Confirmed",
        SECOND: "The other counts",
        SAME: "One conviction",
        DIFFERENT: "Two convictions",
    }[conflict.decided]


def place_words(file_name: str, at: RowRef) -> str:
    return f"{file_name}, row {at.row:,}"


def by_words(who: str, at: str) -> str:
    return f"{who}, {local_time(at)[:16]}"
