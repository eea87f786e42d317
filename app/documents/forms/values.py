"""What stands in each place of a form for one case, and what stays blank although asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.documents.draft import MotionCount, Office, Side
from app.documents.fonts import clean
from app.documents.forms.draft import FormDraft
from app.documents.forms.field_map import Entry, FieldMap, FiledBy
from app.documents.forms.sources import (
    BODY,
    OTHER_MARK,
    OTHER_TEXT,
    REFERENCE,
    SOURCES,
    SourceKind,
    sections_listed,
)
from app.documents.parties import county_name

ANY_PLACE = frozenset({REFERENCE, BODY})  # filled by what overflows, not by the draft


@dataclass(frozen=True, slots=True)
class Values:
    """A text for each entry in its order (``X`` for a mark), "" for what stays blank.

    ``beyond`` are the convictions that the form's table has no row for.
    """

    texts: tuple[str, ...]
    beyond: tuple[tuple[int, MotionCount], ...]
    unfilled: tuple[str, ...]


def is_prosecution(office: Office) -> bool:
    """Whether the office files for the People."""
    return office.files_as is Side.PROSECUTOR


def values_for(found: FieldMap, draft: FormDraft) -> Values:
    """Raises `UnprintableCharacterError` for what the fonts cannot print, naming the place."""
    draft, unfilled = _side(found, draft)
    is_other_side = bool(unfilled)
    counts = draft.case.counts
    n_shown = rows_shown(found, len(counts))
    others = tuple(count for count in counts if not found.covers(count))
    texts = []
    for entry in found.entries:
        value = _value(entry, draft, others, counts[:n_shown])
        where = f"{found.form}, {entry.label}"
        if value is None:
            unfilled.append(f"{entry.label}: not known from the record")
        elif not value and _is_missing(entry, n_shown, is_other_side=is_other_side):
            unfilled.append(f"{entry.label}: not on file")
        if entry.by_hand:
            unfilled.append(f"{entry.label}: {entry.by_hand}")
        texts.append(clean(value or "", where))
    beyond = tuple(enumerate(counts, 1))[n_shown:] if found.n_rows else ()
    return Values(tuple(texts), beyond, tuple(dict.fromkeys(unfilled)))


def rows_shown(found: FieldMap, n_counts: int) -> int:
    """How many convictions stand in the table. Without a place of its own for the reference to
    an attachment, the last row is given up for it."""
    if n_counts <= found.n_rows or found.has_reference:
        return min(n_counts, found.n_rows)
    return found.n_rows - 1


def _side(found: FieldMap, draft: FormDraft) -> tuple[FormDraft, list[str]]:
    """The draft without the letterhead, where the form is the other side's paper."""
    if found.filed_by is FiledBy.EITHER:
        return draft, []
    is_own = is_prosecution(draft.office) == (found.filed_by is FiledBy.PROSECUTION)
    if is_own:
        return draft, []
    side = "prosecution" if found.filed_by is FiledBy.PROSECUTION else "defense"
    said = f"Attorney: left blank, {found.form} is the {side}’s paper and this office is not"
    return replace(draft, office=Office(party="", side=draft.office.side)), [said]


def _value(
    entry: Entry, draft: FormDraft, others: Sequence[MotionCount], shown: Sequence[MotionCount]
) -> str | None:
    """A text, ``X``, "" for blank, None for a fact that is not known."""
    if not entry.source or entry.source in ANY_PLACE:
        return ""
    if entry.source == OTHER_MARK:
        return "X" if others else ""
    if entry.source == OTHER_TEXT:
        return sections_listed(others)
    source = SOURCES[entry.source]
    if source.text is not None:
        return source.text(draft).strip()
    if source.mark is not None:
        is_on = source.mark(draft)
        return None if is_on is None else "X" if is_on else ""
    if source.cell is None or entry.row > len(shown):
        return ""
    return source.cell(shown[entry.row - 1], draft).strip()


_MAY_BE_EMPTY = ("convictions.", "attachment.", "court.branch", "filer.fax")


def _is_missing(entry: Entry, n_shown: int, *, is_other_side: bool) -> bool:
    """Whether a blank is worth telling: a row without a conviction and an open box are not."""
    if not entry.source or entry.source in ANY_PLACE:
        return False
    if is_other_side and entry.source.startswith("filer."):
        return False
    kind = SOURCES[entry.source].kind
    if kind is SourceKind.MARK:
        return False
    if kind is SourceKind.ROW:
        return entry.row <= n_shown
    if entry.source == "convictions.date":
        return True
    return not entry.source.startswith(_MAY_BE_EMPTY)


def use_problems(found: FieldMap, draft: FormDraft) -> list[str]:
    """Why this form is not for this case, a sentence each."""
    problems = []
    county = draft.court.county
    if found.county and county_name(found.county) != county_name(county):
        problems.append(
            f"{found.form} is a form of {county_name(found.county)} County, and the case is of "
            f"{county_name(county) or 'a county that is not known'}."
        )
    if found.relief or found.is_for_other_relief:
        wrong = [one for one in draft.case.counts if one.relief not in found.relief]
        if wrong:
            relief = "; ".join(dict.fromkeys(one.relief.value.lower() for one in wrong))
            problems.append(
                f"{found.form} is not the form to ask for what is asked in this case: {relief} "
                f"({sections_listed(wrong)})."
            )
    if found.levels:
        wrong = [one for one in draft.case.counts if one.level not in found.levels]
        if wrong:
            levels = " or ".join(level.value for level in found.levels)
            problems.append(
                f"{found.form} is for a {levels}; of record otherwise: {sections_listed(wrong)}."
            )
    return problems
