"""County names as they are compared: upper case, single blanks, no "COUNTY"."""

from __future__ import annotations

from functools import lru_cache

_AROUND = ("COUNTY OF ", " COUNTY")


@lru_cache(maxsize=4096)
def normalize_county(name: str) -> str:
    """``Los  Angeles County`` and ``los angeles`` are both ``LOS ANGELES``."""
    county = " ".join(name.upper().split())
    return county.removeprefix(_AROUND[0]).removesuffix(_AROUND[1]).strip()
