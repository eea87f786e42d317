"""What a list of convictions is narrowed by, and in which orders it is worked through.

A filter is plain data that is kept with saved filters, samples and packages: its JSON names
facets and values, and what it does not know is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any

from app.errors import InputError
from app.model.relief import Outcome, Procedure, Remedy

FACETS: dict[str, str] = {
    "outcome": "Answer",
    "state": "State",
    "reason": "Reason",
    "closeness": "Close to a boundary",
    "flag": "Flags",
    "issue": "Data issues",
    "section": "Section",
    "level": "Level",
    "year": "Year",
    "court": "Court",
    "age": "Age",
    "reviewer": "Reviewer",
    "reminder": "Reminder",
    "approval": "Approval",
    "asked": "Attorney asked",
    "note": "Notes",
    "remedy": "Remedy",
    "procedure": "Procedure",
}
"""Each facet with its title, in the order in which they are shown."""

SORTS: dict[str, str] = {
    "risk": "Where a person is needed most",
    "name": "Name",
    "case number": "Court and case number",
    "conviction date": "Conviction date",
    "section": "Section",
    "file order": "File order",
}

OPEN, ACCEPTED, OVERRIDDEN, PARKED, STALE = "open", "accepted", "overridden", "parked", "stale"
STATES = (OPEN, ACCEPTED, OVERRIDDEN, PARKED, STALE)
NONE_NEEDED, AWAITING, APPROVED = "none needed", "awaiting approval", "approved"
APPROVALS = (AWAITING, APPROVED, NONE_NEEDED)
DUE, LATER = "due", "later"  # of what is parked with a reminder
ASKED, NOT_ASKED = "open question", "no open question"
HAS_NOTE, NO_NOTE = "has a note", "no note"

AGES = (
    (21, "under 21"), (30, "21 to 29"), (40, "30 to 39"), (50, "40 to 49"), (60, "50 to 59"),
    (70, "60 to 69"),
)  # fmt: skip
"""(first age that is too high, band); `OLDEST` is above them."""
OLDEST = "70 and over"
NOT_KNOWN = "not known"

NEARNESS = ((30, "within 30 days"), (90, "within 90 days"), (365, "within a year"))
"""(most days, band); `FURTHER` is beyond them."""
FURTHER = "further"

_ORDERED: dict[str, tuple[str, ...]] = {
    "state": STATES,
    "approval": APPROVALS,
    "reminder": (DUE, LATER),
    "asked": (ASKED, NOT_ASKED),
    "note": (HAS_NOTE, NO_NOTE),
    "age": (*(band for _, band in AGES), OLDEST, NOT_KNOWN),
    "closeness": (*(band for _, band in NEARNESS), FURTHER, NOT_KNOWN),
}


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Every facet narrows the list to convictions that have any of its values; none is all.

    ``text`` are words that must all occur, in any order. Outcome, remedy and procedure are
    the names of the members.
    """

    text: str = ""
    outcome: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    closeness: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    court: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    reviewer: tuple[str, ...] = ()
    reminder: tuple[str, ...] = ()
    approval: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    remedy: tuple[str, ...] = ()
    procedure: tuple[str, ...] = ()
    in_scope_only: bool = True  # only convictions with a determination

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values of a facet. Raises KeyError when there is no such facet."""
        FACETS[facet]
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def with_values(self, facet: str, values: tuple[str, ...]) -> QueueFilter:
        """The filter with a facet set anew, () for all. Raises KeyError like `chosen`."""
        FACETS[facet]
        changes: dict[str, Any] = {facet: tuple(dict.fromkeys(values))}
        return replace(self, **changes)

    def toggled(self, facet: str, value: str) -> QueueFilter:
        """The filter with one value put to the others of its facet, or taken away."""
        values = self.chosen(facet)
        if value in values:
            return self.with_values(facet, tuple(one for one in values if one != value))
        return self.with_values(facet, (*values, value))

    @property
    def set_facets(self) -> tuple[str, ...]:
        """The facets that narrow the list."""
        return tuple(facet for facet in FACETS if getattr(self, facet))

    @property
    def is_everything(self) -> bool:
        return not self.text.strip() and not self.set_facets

    def to_json(self) -> str:
        """What narrows the list, and nothing else; equal filters give equal text."""
        data: dict[str, Any] = {facet: list(self.chosen(facet)) for facet in self.set_facets}
        if self.text.strip():
            data["text"] = self.text.strip()
        if not self.in_scope_only:
            data["in_scope_only"] = False
        return json.dumps(data, ensure_ascii=False, sort_keys=True)


_KINDS = {field.name: str(field.type) for field in fields(QueueFilter)}


def read_filter(text: str) -> QueueFilter:
    """A filter from its JSON. Raises InputError that names what is not known of it."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InputError(f"The filter cannot be read ({error}). Save it anew.") from error
    if not isinstance(data, dict):
        raise InputError("The filter cannot be read: it names no facets. Save it anew.")
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name not in _KINDS:
            raise InputError(
                f"The filter names '{name}', which this program does not filter by. It knows "
                f"{', '.join(_KINDS)}. Save it anew, or use the program that wrote it."
            )
        values[name] = _value(name, value)
    return QueueFilter(**values)


def _value(name: str, value: object) -> object:
    if name == "text" and isinstance(value, str):
        return value
    if name == "in_scope_only" and isinstance(value, bool):
        return value
    is_facet = name in FACETS and isinstance(value, list)
    if is_facet and all(isinstance(one, str) for one in value):  # type: ignore[attr-defined]
        return tuple(dict.fromkeys(value))  # type: ignore[call-overload]
    kind = "a list of texts" if name in FACETS else "a text" if name == "text" else "true or false"
    raise InputError(f"The filter gives '{name}' the value {value!r}: it must be {kind}.")


def in_facet_order(facet: str, counts: dict[str, int]) -> list[tuple[str, int]]:
    """Values of a facet with their counts, as they are shown: years backward, bands and states
    as they follow one another, all else the most frequent first."""
    items = list(counts.items())
    if facet == "year":
        return sorted(items, key=lambda one: one[0], reverse=True)
    if facet in _ORDERED:
        order = _ORDERED[facet]
        return sorted(items, key=lambda one: (order.index(one[0]) if one[0] in order else 99, one))
    return sorted(items, key=lambda one: (-one[1], one[0]))


def fixed_values(facet: str) -> tuple[str, ...]:
    """The values that a facet can have at all; () where they are of the files."""
    members = {"outcome": Outcome, "remedy": Remedy, "procedure": Procedure}.get(facet)
    return tuple(one.name for one in members) if members else _ORDERED.get(facet, ())


def age_band(age: int) -> str:
    return next((band for too_high, band in AGES if age < too_high), OLDEST)


def nearness_band(days: int) -> str:
    """``days`` from a boundary; a negative number is not known."""
    if days < 0:
        return NOT_KNOWN
    return next((band for most, band in NEARNESS if days <= most), FURTHER)
