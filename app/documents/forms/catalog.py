"""The maps that ship with the program."""

from __future__ import annotations

from functools import cache

from app.documents.forms.field_map import FieldMap
from app.documents.forms.loading import read_map
from app.paths import resources


@cache
def shipped_maps() -> tuple[FieldMap, ...]:
    """Every map in resources/forms, by form and edition."""
    paths = sorted((resources() / "forms").glob("*/*.toml"))
    return tuple(read_map(path.read_text(encoding="utf-8"), path.name) for path in paths)


def map_by_hash(sha256: str) -> FieldMap | None:
    return next((found for found in shipped_maps() if sha256 in found.sha256), None)


def map_by_edition(form: str, edition: str) -> FieldMap | None:
    wanted = (form.casefold(), edition)
    return next(
        (one for one in shipped_maps() if (one.form.casefold(), one.edition) == wanted), None
    )
