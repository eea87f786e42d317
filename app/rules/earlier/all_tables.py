"""The policies that an earlier tool ran before us, and its table."""

from __future__ import annotations

from collections.abc import Mapping

from app.rules.earlier.san_francisco import SAN_FRANCISCO
from app.rules.earlier.tables import COUNTY_REVIEW, LOS_ANGELES, SACRAMENTO, SAN_JOAQUIN, Table

TABLES: Mapping[str, Table] = {
    "us-ca/county-review": COUNTY_REVIEW,
    "us-ca/los-angeles": LOS_ANGELES,
    "us-ca/san-joaquin": SAN_JOAQUIN,
    "us-ca/contra-costa": SAN_JOAQUIN,
    "us-ca/sacramento": SACRAMENTO,
    "us-ca/san-francisco": SAN_FRANCISCO,
}
