"""The counts of one row: their sections, and what is left in doubt about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.importing.issues import Issue, doubt
from app.importing.layouts.given import Given
from app.importing.layouts.sections import compose, count_marks, is_told, split_sections


class Count(NamedTuple):
    """``offense`` is OFFENSE_DESCR; ``note`` what of the row's words did not go there."""

    offense: str
    convicted: str = ""
    note: str = ""
    is_doubtful: bool = False


def read_counts(row: int, given: Given, issues: list[Issue]) -> list[Count]:
    """Every count of the row, at least one; one without a section when none is given."""
    words, code = given.text("offense"), given.text("code")
    sections = list(_sections(given, code))
    marked = list(_marked(row, given, issues))
    convicted = _convicted(given, code)
    if not sections and not marked:
        sections = list(convicted) or [""]
    if len(sections) + len(marked) > 1:
        counts = [Count(compose(one, ""), note=words) for one in sections] + marked
    elif sections:
        composed = compose(sections[0], words)
        counts = [Count(composed, note="" if is_told(composed, words) else words)]
    else:
        counts = [marked[0]._replace(note=words)]
    return _with_convicted(row, counts, convicted, issues)


def _sections(given: Given, code: str) -> Iterator[str]:
    for cell in given.all("section"):
        text = cell.meaning or cell.raw
        yield from (one for one in split_sections(text, cell.column.several, code) if one)


def _marked(row: int, given: Given, issues: list[Issue]) -> Iterator[Count]:
    for cell in given.all("section_mark"):
        section = cell.column.section
        count = count_marks(cell.text, section)
        if count is None:
            issues.append(
                doubt(
                    row, "OFFENSE_DESCR", cell.text, "Mark not understood",
                    f"The column {cell.column.title} marks counts of {section}; these words are "
                    "neither a mark nor a number.",
                    "One count was kept; whether it is a conviction counts as unknown.",
                )
            )  # fmt: skip
            yield Count(section, is_doubtful=True)
        else:
            yield from [Count(section)] * count


def _convicted(given: Given, code: str) -> tuple[str, ...]:
    cell = given.one("convicted_section")
    if cell is None:
        return ()
    return split_sections(cell.meaning or cell.raw, cell.column.several, code)


def _with_convicted(
    row: int, counts: list[Count], convicted: tuple[str, ...], issues: list[Issue]
) -> list[Count]:
    if not convicted:
        return counts
    if len(convicted) == len(counts):
        pairs = zip(counts, convicted, strict=True)
        return [count._replace(convicted=section) for count, section in pairs]
    issues.append(
        doubt(
            row, "CONV_OFFENSE_DESCR", "; ".join(convicted), "Sections do not match",
            f"The row charges {len(counts)} counts and names {len(convicted)} convicted of.",
            "Which of them are convictions counts as unknown.",
        )
    )  # fmt: skip
    note = f"CONVICTED SECTION {'; '.join(convicted)}"
    return [
        one._replace(note=f"{one.note}; {note}" if one.note else note, is_doubtful=True)
        for one in counts
    ]
