"""Looking for words in a workspace as somebody would who has its key and means to find them."""

from __future__ import annotations

from collections.abc import Iterator

from app.store import chunks, pages, records
from app.store.workspace import Workspace


def found_in_pages(workspace: Workspace, *words: str) -> list[str]:
    """Those of the words that stand in a page of the file, free ones too."""
    data = b"".join(pages.iter_pages(workspace))
    return [word for word in words if word.encode() in data]


def _texts(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """(where it stands, the text) of everything the database lists, unpacked."""
    for (table,) in workspace.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    ).fetchall():
        cursor = workspace.connection.execute(f"SELECT * FROM {table}")
        columns = [column[0] for column in cursor.description]
        for row in cursor:
            for column, value in zip(columns, row, strict=True):
                if isinstance(value, str):
                    yield f"{table}.{column}", value
    for source in records.list_sources(workspace):
        for role in ("file", "reading", "original"):
            for chunk in chunks.iter_chunks(workspace, source.id, role):
                yield f"{role} of file {source.id}", chunk.data.decode("utf-8", "replace")


def found_in_texts(workspace: Workspace, *words: str) -> list[str]:
    """Those of the words that stand in any text."""
    everything = "\n".join(text for _, text in _texts(workspace))
    return [word for word in words if word in everything]


def places_of(workspace: Workspace, *words: str) -> set[str]:
    """Where any of the words stands."""
    return {place for place, text in _texts(workspace) if any(word in text for word in words)}
