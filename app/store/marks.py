"""By what people and convictions are known again without being named.

A mark is a keyed hash (HMAC-SHA-256) under a secret of the workspace's own: it tells that a file
brings somebody again who was purged, and nothing to whoever does not have the workspace and the
name already.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from app.store.workspace import Workspace

_SECRET = "retention-secret"  # noqa: S105 - the name of a setting
_SEPARATOR = "\x1f"


def person_marks(workspace: Workspace, cii: str, name: str, born: str) -> tuple[str, ...]:
    """By the CII number, and by name with a birth date, as far as they are known."""
    found = []
    if cii:
        found.append(_mark(workspace, "person", cii))
    if name and born:
        found.append(_mark(workspace, "person", name, born))
    return tuple(found)


def conviction_mark(
    workspace: Workspace, cii: str, name: str, born: str, facts: Sequence[object]
) -> str:
    """``facts`` begin with section, level, conviction date, county, court, case number."""
    who = (cii,) if cii else (name, born)
    section, _, convicted_on, _, _, case_number = facts[:6]
    return _mark(workspace, "conviction", *who, str(section), str(convicted_on), str(case_number))


def _mark(workspace: Workspace, *words: str) -> str:
    secret = workspace.get_setting(_SECRET)
    if not secret:
        secret = secrets.token_hex(32)
        workspace.save_setting(_SECRET, secret)
    text = _SEPARATOR.join(" ".join(word.upper().split()) for word in words)
    return hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).hexdigest()
