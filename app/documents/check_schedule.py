"""Checking a long paper: what its schedule must list, one after another."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.check import check_paper, page_texts

_MOST_NAMED = 3


def check_long_paper(pdf: bytes, expected: Sequence[str], in_order: Sequence[str]) -> list[str]:
    """Problems of a finished PDF as `check_paper` finds them, and what the schedule lacks.

    ``in_order`` texts must follow one another, wherever lines and pages break; looking for each
    behind the one before it keeps a hundred thousand of them to one reading.
    """
    problems = check_paper(pdf, expected)
    if problems or not in_order:
        return problems
    text = "".join("".join(page.split()) for page in page_texts(pdf))
    place, missing = 0, []
    for one in in_order:
        wanted = "".join(one.split())
        found = text.find(wanted, place)
        if found < 0:
            missing.append(one)
        else:
            place = found + len(wanted)
    if missing:
        named = ", ".join(f"“{one}”" for one in missing[:_MOST_NAMED])
        more = f" and {len(missing) - _MOST_NAMED:,} more" if len(missing) > _MOST_NAMED else ""
        problems.append(f"The schedule does not list {named}{more}.")
    return problems
