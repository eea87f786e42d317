"""The words of a mapping on the screen."""

from __future__ import annotations

from app.importing.layouts.fields import FIELD
from app.importing.layouts.layout import CHARGES, NAME_FORMS, PEOPLE, ROWS

NOTHING = "not read"
NO_MEANING = "no meaning given"

MEANINGS = {
    "felony": "felony",
    "misdemeanor": "misdemeanor",
    "infraction": "infraction",
    "convicted": "conviction",
    "relieved": "conviction, relief granted",
    "dismissed": "no conviction: dismissed",
    "acquitted": "no conviction: acquitted",
    "other": "no conviction: other",
    "unknown": "not known",
}
ROLES = {
    ROWS: "people and charges in the same rows",
    PEOPLE: "people",
    CHARGES: "charges",
    "": "nothing: it is not read",
}
NAME_EXAMPLES = dict(
    zip(NAME_FORMS, ("GARCIA, ANA MARIA", "ANA MARIA GARCIA", "GARCIA ANA MARIA"), strict=True)
)


def field_title(name: str) -> str:
    """What the screen calls a field; the state's own columns by their name."""
    if not name:
        return NOTHING
    return FIELD[name].title if name in FIELD else name


def meaning_words(meaning: str) -> str:
    return MEANINGS.get(meaning, meaning)


def why_words(why: str) -> str:
    """A reason as a sentence."""
    return f"{why[:1].upper()}{why[1:].rstrip('.')}." if why else ""
