"""In which county a court or agency is, by the place its name ends with.

A rap sheet prints ``CASCLOS ANGELES`` or ``CAMC VAN NUYS`` and no county. The county is
taken from the names of the 58 counties and from a list of places
(resources/counties/us-ca-court-places.toml); a place that is not in it has no known county.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from app.model.county import normalize_county
from app.paths import resources

_PREFIX = re.compile("(?:CA|US)[A-Z]{2} ?")
_COURT = re.compile(r"CA(?:SC|MC|JC|JV)")
_FEDERAL = re.compile(r"US[A-Z]{2}")
# Words after the place that say which court it is, not where.
_NOT_PLACES = frozenset(
    (
        "BRANCH", "CENTRAL", "CNTY", "CO", "COUNTY", "COURT", "CRIM", "CRIMINAL", "CT",
        "DELINQUENCY", "DEPT", "DISTRICT", "DIST", "DIV", "DIVISION", "JUSTICE", "JUV", "JUVENILE",
        "METRO", "MUNI", "MUNICIPAL", "SUPERIOR", "TRAFF", "TRAFFIC",
    )
)  # fmt: skip
# Only before one of those: SACRAMENTO WEST may be another place than Sacramento.
_DIRECTIONS = frozenset(("EAST", "NORTH", "SOUTH", "WEST"))


def is_federal(agency: str) -> bool:
    """A federal court: no county's court can undo what it decided."""
    return _FEDERAL.match(agency.upper()) is not None


@lru_cache(maxsize=8192)
def county_of(agency: str) -> str:
    """The county in capitals; "" when the place is not known, or the court is federal."""
    words = " ".join(re.sub("[.,]", " ", agency.upper()).split())
    if is_federal(words):
        return ""
    prefix = _PREFIX.match(words)
    place = words if prefix is None else words[prefix.end() :]
    found = _county_of_place(place)
    if not found and _COURT.match(words) and place.startswith("MC"):
        found = _county_of_place(place[2:])  # a municipal court that is superior now
    return found


def _county_of_place(place: str) -> str:
    counties = _counties_by_place()
    words = place.split()
    may_be_direction = False
    while words:
        county = counties.get(_key(" ".join(words)))
        if county:
            return county
        last = words.pop()
        if not (
            last in _NOT_PLACES or last.isdigit() or (may_be_direction and last in _DIRECTIONS)
        ):
            return ""
        may_be_direction = True
    return ""


def _key(place: str) -> str:
    """Letters only: scanning tears words apart, and the prefix is glued to the first."""
    place = re.sub(r"\bSNTA\b", "SANTA", re.sub(r"\bSN\b", "SAN", place))
    return "".join(ch for ch in place if ch.isalpha())


@lru_cache(maxsize=1)
def _counties_by_place() -> dict[str, str]:
    folder = resources() / "counties"
    counties = tomllib.loads((folder / "us-ca.toml").read_text(encoding="utf-8"))["counties"]
    places = tomllib.loads((folder / "us-ca-court-places.toml").read_text(encoding="utf-8"))
    found = {
        _key(place): normalize_county(county)
        for county, names in places["places"].items()
        for place in names
    }
    return found | {_key(name.upper()): normalize_county(name) for name in counties}
