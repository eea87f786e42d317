"""The charge of a count: on its own line, or in a comment that the line sends to."""

from __future__ import annotations

import re

from app.importing.rap_sheet.syntax import NOTHING, Count, Print
from app.model.statute import is_see_comment, read_section
from app.model.statute_sections import Inchoate

BETWEEN = " | "
_SEE_COMMENT = "SEE COMMENT FOR CHARGE"
_CHARGE_IN_COMMENT = re.compile(r"\b(?:CHRG|CHG|CHARGE)\b[ :#.-]*")
_HOW = {"ATTEMPTED": ("664", Inchoate.ATTEMPT), "CONSPIRACY": ("182", Inchoate.CONSPIRACY)}


def charge_text(count: Count) -> Print:
    """The offense as the state's file writes it, an attempt or a conspiracy with its number.

    ``-ATTEMPTED`` beside ``187(A) PC-MURDER`` is what the state's file prints as
    ``664/187(A) PC-MURDER``.
    """
    charge = count.charge
    if charge is NOTHING:
        return charge
    if charge.text.upper().startswith("SEE") and is_see_comment(charge.text):
        return Print(_SEE_COMMENT, charge.line)
    text = charge.text.lstrip(" .,'*·•:-")
    return Print(f"{how_committed(count, text)}{text}", charge.line)


def how_committed(count: Count, charge: str) -> str:
    """``664/`` or ``182/`` when a flag of the count says so and the section does not."""
    sections = read_section(charge).sections
    for flag in count.flags:
        for word, (number, kind) in _HOW.items():
            if flag.text.upper().startswith(word[:7]) and sections:
                return "" if sections[0].inchoate is kind else f"{number}/"
    return ""


def sees_comment(count: Count) -> bool:
    """Whether the charge stands in a comment, or nowhere."""
    return is_see_comment(count.charge.text)


def charge_in_comments(count: Count, comments: list[Print]) -> Print | None:
    """The charge that a comment states, from its section on.

    Without a line that sends to the comment only one that says ``CHRG`` counts.
    """
    for comment in comments:
        marked = _CHARGE_IN_COMMENT.search(comment.text.upper())
        if marked is not None:
            return _with_how(count, Print(comment.text[marked.end() :], comment.line))
    if count.charge is NOTHING:
        return None
    for comment in comments:
        sections = read_section(comment.text).sections
        if sections and (sections[0].code or sections[0].is_cannabis):
            return _with_how(count, comment)
    return None


def _with_how(count: Count, charge: Print) -> Print:
    return Print(f"{how_committed(count, charge.text)}{charge.text}", charge.line)


def comment_text(comments: list[Print], charge: Print | None) -> Print:
    """All comments as one text, the charge first where the offense sends to it.

    The state's form has the section at the start of such a comment; a comment that begins
    with a section and is not the charge is kept from being read as one.
    """
    texts = [comment.text for comment in comments]
    if charge is not None and charge.text not in texts[:1]:
        texts.insert(0, charge.text)
    elif charge is None and texts and read_section(texts[0]).sections:
        texts[0] = f"COM: {texts[0]}"
    if not texts:
        return NOTHING
    line = charge.line if charge is not None else comments[0].line
    return Print(BETWEEN.join(texts), line)
