"""What tables and columns mean, in words (`resources/hand-out/tables.toml`)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from app.paths import resources


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    path = resources() / "hand-out" / "tables.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def about_table(table: str) -> str:
    """Raises KeyError for a table that nobody described."""
    return str(_words()["tables"][table]["about"])


def about_column(table: str, column: str) -> str:
    """Raises KeyError for a column that nobody described."""
    words = _words()
    own = words["tables"][table]
    return str(own[column] if column in own else words["columns"][column])


def described() -> dict[str, set[str]]:
    """Table -> the columns that have words of their own."""
    return {table: set(own) - {"about"} for table, own in _words()["tables"].items()}
