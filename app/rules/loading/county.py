"""Counties that a policy file names: those of California, with the near miss."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from app.model.county import normalize_county
from app.paths import resources
from app.rules.policy import near_miss

CALIFORNIA = "California"


@lru_cache(maxsize=1)
def california_counties() -> tuple[str, ...]:
    """The 58 counties as records name them: ``LOS ANGELES``."""
    text = (resources() / "counties" / "us-ca.toml").read_text(encoding="utf-8")
    return tuple(normalize_county(name) for name in tomllib.loads(text)["counties"])


def county_problem(name: str) -> str:
    """Why a name is no county of California; "" when it is one."""
    known = list(california_counties())
    if normalize_county(name) in known:
        return ""
    close = near_miss(normalize_county(name), known)
    return f"California has no county '{name}'{close}: give the county's full name"
