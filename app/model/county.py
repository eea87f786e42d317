"""County names as they are compared, however a file or a person writes them."""

from __future__ import annotations

import re
from functools import lru_cache

_BEFORE = re.compile(r"^(?:CA|CALIFORNIA)[ ,-]+|^COUNTY OF ")
_AFTER = re.compile(r"[ ,-]+(?:COUNTY|CNTY|CO)$")


@lru_cache(maxsize=4096)
def normalize_county(name: str) -> str:
    """``Los  Angeles ``, ``LOS ANGELES CO``, ``County of Los Angeles`` -> ``LOS ANGELES``.

    Only what says "county" or "California" is taken off: an abbreviation such as
    ``SAN FRAN`` stays as it is and matches no county.
    """
    county = " ".join(name.upper().replace(".", "").split())
    return _AFTER.sub("", _BEFORE.sub("", county)).strip(" ,-")
