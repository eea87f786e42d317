"""Texts of files in the cells of tables."""

from __future__ import annotations


def one_line(text: str) -> str:
    """A cell's text without what would break the line, cut where it would fill the table."""
    shown = "".join(ch if ch.isprintable() else "·" for ch in text[:200])
    return shown + (" …" if len(text) > 200 else "")
