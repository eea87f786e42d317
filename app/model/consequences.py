"""Does an issue matter? By its kind: of consequence when it may change an answer.

The readers name the kinds. One that is not listed here counts as of consequence, so that a
new doubt is never taken for a repair.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SET_ASIDE = "The row takes part in nothing: a conviction or what became of it may be missing."
NOT_LISTED = "It may change an answer: nobody has said that it does not."

OF_CONSEQUENCE: Mapping[str, str] = MappingProxyType(
    {
        "Level unknown": "Rules that ask for felony or misdemeanor cannot be answered.",
        "Level unreadable": "Rules that ask for felony or misdemeanor cannot be answered.",
        "Section unreadable": "Nobody knows of what the person was convicted.",
        "Charge missing": "Nobody knows of what the person was convicted.",
        "Sections do not match": "The conviction may be of another section.",
        "Mark not understood": "The conviction may be of another section.",
        "Charged and convicted sections differ": "The answer may rest on the wrong section.",
        "Impossible date": "Rules about time and age cannot be answered.",
        "Date unreadable": "Rules about time and age cannot be answered.",
        "Conviction date missing": "Rules about the time since the conviction cannot be answered.",
        "Date in part": "Rules about time may turn on the day that is missing.",
        "Date of a later disposition missing": "Rules about time may turn on that date.",
        "Century unclear": "Rules about age may be answered for the wrong year of birth.",
        "Birth date missing": "Rules about age cannot be answered.",
        "Two birth dates": "Rules about age may not be answered, or two people be mixed.",
        "Two CII numbers": "The record may mix two people.",
        "County missing": "Whether the conviction is this office's is not known.",
        "County unknown": "Whether the conviction is this office's is not known.",
        "Disposition unclear": "Nobody knows whether it is a conviction.",
        "Disposition unknown": "Nobody knows whether it is a conviction, or what became of it.",
        "Conviction not stated": "Nobody knows whether it is a conviction.",
        "Contradiction": "Nobody knows whether it is a conviction.",
        "Count contradicts itself": "Nobody knows which of the two statements holds.",
        "Later date without a disposition": "Relief may have been granted already.",
        "Relief unclear": "Relief may have been granted already.",
        "Sentence length unclear": "When the sentence ended is not known.",
        "Line not understood": "The line may say something that changes the answer.",
        "Event stands there twice": "A conviction may be counted twice.",
        "Same row twice": "A conviction may be counted twice.",
        "Person without charges": "Charges of this person may be missing.",
        "Sheet not read": "What the sheet holds takes part in nothing.",
        "Damaged letters": "A name or a section may be read wrongly.",
        "Digits may be lost": "A number that tells people or cases apart may be wrong.",
        "Zeros may be missing": "A number that tells people or cases apart may be wrong.",
        "Formulas without a value": "Cells that hold something were read as empty.",
    }
)

FOR_INFORMATION: Mapping[str, str] = MappingProxyType(
    {
        "Unseen characters in a name": "The name reads the same; nothing was guessed.",
        "Unseen characters": "The text reads the same; nothing was guessed.",
        "Merged cells": "The value was filled down as the sheet shows it.",
        "Scanning damage repaired": "What was meant is sure.",
        "Macros": "They were neither run nor read.",
        "Name and content differ": "The file was read by its content, never by its name.",
    }
)


def matters(kind: str, *, is_quarantined: bool = False) -> bool:
    """Whether an issue may change an answer."""
    return is_quarantined or kind not in FOR_INFORMATION


def consequence_of(kind: str, *, is_quarantined: bool = False) -> str:
    """What it means for the answers, in a sentence."""
    if is_quarantined:
        return SET_ASIDE
    return OF_CONSEQUENCE.get(kind) or FOR_INFORMATION.get(kind, NOT_LISTED)
