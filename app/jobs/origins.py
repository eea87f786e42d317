"""What is kept of how a file was read, as JSON with its source."""

from __future__ import annotations

import msgspec

from app.importing.reading import Origin
from app.store.records import Source


def origin_text(origin: Origin) -> str:
    return msgspec.json.encode(origin).decode()


def find_origin(source: Source) -> Origin | None:
    """None for the state's own file, which is read as it stands."""
    return msgspec.json.decode(source.origin, type=Origin) if source.origin else None
