"""What no map may do: fill what only a person may state, and name what is not there.

Looked at when a map is checked against its blank, and again every time a form is filled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.documents.forms.blank import BUTTON, PUSH, SIGNATURE, Blank, Box
from app.documents.forms.field_map import Entry, FieldMap
from app.documents.forms.sources import SourceKind

MOST_OVERLAP = 0.25  # fields of real forms touch and overlap a little
# Names of fields for which no source is ever taken, whatever a map says.
_ALWAYS_LEFT = re.compile(
    r"signature|\bsign(?:ed)?\b|executed|perjury|\bsworn|\bjudge\b|judicial.?officer|"
    r"court.?use|clerk.?s?.?(?:date|certificate|use)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of a map where it shows on the blank."""

    entry: Entry
    page: int  # from 1
    box: Box
    kind: str  # of the field; "" for a place of its own


def is_always_left(name: str) -> bool:
    """Whether a field's name alone says that only a person fills it in."""
    return _ALWAYS_LEFT.search(name) is not None


def places_of(found: FieldMap, blank: Blank) -> list[Place]:
    """Every place of every entry; a field that the blank does not have gives none."""
    places: list[Place] = []
    for entry in found.entries:
        if entry.box is not None:
            places.append(Place(entry, entry.page, entry.box, ""))
            continue
        places += [
            Place(entry, field.page, field.box, field.kind)
            for field in blank.places_of(entry.field)
        ]
    return places


def map_problems(found: FieldMap, blank: Blank) -> list[str]:
    """Why this map cannot fill this blank, a sentence each; empty when it can."""
    problems = []
    if found.n_pages != blank.n_pages:
        problems.append(
            f"The map is for {found.n_pages} pages, the blank has {blank.n_pages}: it is another "
            "form or edition."
        )
    names = {field.name for field in blank.fields}
    problems += [
        f"The blank has no field “{entry.field}” ({entry.label})."
        for entry in found.entries
        if entry.field and entry.field not in names
    ]
    places = places_of(found, blank)
    problems += [words for place in places for words in _place_problems(place, blank)]
    problems += _overlaps(places)
    return list(dict.fromkeys(problems))


def _place_problems(place: Place, blank: Blank) -> list[str]:
    entry, box = place.entry, place.box
    if not 1 <= place.page <= blank.n_pages:
        return [f"“{entry.label}” stands on page {place.page}, which the blank does not have."]
    wide, tall = blank.sizes[place.page - 1]
    if box.x < -1 or box.y < -1 or box.right > wide + 1 or box.bottom > tall + 1:
        return [f"“{entry.label}” reaches over the edge of page {place.page}."]
    if not entry.source:
        return []
    if place.kind == SIGNATURE or is_always_left(entry.field):
        sworn = "is signed, sworn or the court’s by its name: it is never filled"
        return [f"“{entry.label}” ({entry.field}) {sworn}. Mark it as never."]
    if place.kind == PUSH:
        return [f"“{entry.label}” is a push button of the file: nothing can be written there."]
    if (place.kind == BUTTON) != (entry.kind is SourceKind.MARK) and place.kind:
        what = "a box to tick" if place.kind == BUTTON else "a field for text"
        return [f"“{entry.label}” is {what}, and {entry.source} is not for one."]
    return []


def _overlaps(places: list[Place]) -> list[str]:
    """Something to fill in that lies on something never filled."""
    never = [place for place in places if place.entry.never]
    return [
        f"“{place.entry.label}” lies on “{left.entry.label}”, which is never filled "
        f"({left.entry.never.value if left.entry.never else ''})."
        for place in places
        if place.entry.source
        for left in never
        if left.page == place.page and place.box.overlap(left.box) > MOST_OVERLAP
    ]
