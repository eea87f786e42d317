"""Words of a record as a tool tip: shown as they are, never taken for a page with pictures.

Qt lays a tip out as HTML when it looks like it, and a picture may be named by a path to another
computer.
"""

from __future__ import annotations

from html import escape


def plain_tip(words: str) -> str:
    """The text for `setToolTip` and the role of tool tips."""
    if "<" not in words:  # without a tag Qt takes it for text
        return words
    return f"<p style='white-space: pre-wrap'>{escape(words)}</p>"
