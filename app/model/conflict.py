"""Two files that tell the same conviction otherwise: what, where, which counts."""

from __future__ import annotations

from typing import NamedTuple

from app.model.record import RowRef

DATE = "conviction date"
LEVEL = "level"
SECTION = "section"
SENTENCE = "sentence"
COUNTY = "county"
OFFENSE_DATE = "date of the offense"
DISPOSITION = "disposition"
PERHAPS_SAME = "perhaps the same conviction"

SAME = "same"
DIFFERENT = "different"


class Conflict(NamedTuple):
    """A fact that two files state of one conviction, each in its own words.

    ``at`` is the place that counts by the order of the sources, ``value`` what stands there.
    Of PERHAPS_SAME both convictions count, until a person says that they are one. ``why``
    says what makes the two one conviction, or perhaps one.
    """

    fact: str
    at: RowRef
    other_at: RowRef
    value: str
    other_value: str
    why: str


class Choice(NamedTuple):
    """What a person decided: the place that counts, or SAME or DIFFERENT for the two as such."""

    fact: str
    at: RowRef
    other_at: RowRef
    decided: RowRef | str
