"""Anchors of the record of the work: an entry's number with its hash, written down elsewhere.

A chain proves that nothing in it was changed, but not that its end was not cut off or the whole of
it written anew. An entry that is known from outside, from a receipt on paper or a backup, does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from app.errors import InputError
from app.store.audit import hash_of_entry, last_entry
from app.store.workspace import Workspace

PRINTED = 32  # digits of the hash that a receipt shows: too many to be met by trying
LEAST = 16
_ANCHOR = re.compile(r"([0-9][0-9,]*)\s*:\s*([0-9a-fA-F][0-9a-fA-F\s-]*)")


class Anchor(NamedTuple):
    """``digest`` is the hash or its beginning."""

    number: int
    digest: str

    @property
    def text(self) -> str:
        """``1204:9f8e7d6c-5b4a3f2e-…``: short enough to be typed from paper."""
        shown = self.digest[:PRINTED]
        return f"{self.number}:{'-'.join(shown[i : i + 8] for i in range(0, len(shown), 8))}"


@dataclass(frozen=True, slots=True)
class KeptAnchor:
    """``where`` says who remembers it: "the backup of 2026-11-01"."""

    anchor: Anchor
    where: str


def current_anchor(workspace: Workspace) -> Anchor:
    """Of the last entry; number 0 while there is none."""
    return Anchor(*last_entry(workspace))


def read_anchor(text: str) -> Anchor:
    """Raises InputError for what is no anchor. Hyphens, blanks and capitals do not matter."""
    found = _ANCHOR.fullmatch(text.strip())
    digest = re.sub(r"[\s-]", "", found[2]).lower() if found else ""
    if found is None or not LEAST <= len(digest) <= 64:
        raise InputError(
            f"“{text}” is not an anchor. Type it as the receipt has it: the number of the entry, a "
            f"colon and at least {LEAST} digits of its hash, as 1204:9f8e7d6c-5b4a3f2e."
        )
    return Anchor(int(found[1].replace(",", "")), digest)


def find_difference(workspace: Workspace, anchor: Anchor) -> str:
    """What is wrong with the record by an anchor, as a sentence; "" when it holds that entry."""
    last, _ = last_entry(workspace)
    if anchor.number > last:
        return (
            f"The record of the work ends at entry {last:,}, before entry {anchor.number:,}, which "
            "is known to have been made: its end was cut off, or this is an older copy."
        )
    if hash_of_entry(workspace, anchor.number).startswith(anchor.digest):
        return ""
    return (
        f"Entry {anchor.number:,} of the record of the work is not the one that was made then: the "
        "record was written anew, or this is another workspace."
    )


def list_kept(workspace: Workspace) -> list[KeptAnchor]:
    """Those that the workspace's own list of backups remembers, the oldest first."""
    rows = workspace.connection.execute(
        "SELECT audit_number, audit_hash, at FROM backup WHERE audit_number > 0 AND "
        "audit_hash <> '' ORDER BY id"
    )
    return [KeptAnchor(Anchor(row[0], row[1]), f"the backup of {row[2][:10]}") for row in rows]
