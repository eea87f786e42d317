"""The counties to choose from, in people's spelling."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from app.paths import resources


@lru_cache(maxsize=1)
def california_counties() -> tuple[str, ...]:
    """The 58 counties, in alphabetical order."""
    text = (resources() / "counties" / "us-ca.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["counties"])


def county_on_screen(name: str) -> str:
    """``LOS ANGELES`` as it is written; a name that is not in the list stays as it is."""
    wanted = " ".join(name.split()).casefold()
    for county in california_counties():
        if county.casefold() == wanted:
            return county
    return name
