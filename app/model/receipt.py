"""What a receipt says: lines of name and value, and counts. No record of anybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """``facts`` are the lines at the top, ``proof`` the hashes, ``counts`` rows by table.

    ``day`` is the day of what is told, as ISO; ``check`` a line that ``sha256sum -c`` reads.
    """

    title: str
    workspace: str
    day: str
    facts: tuple[tuple[str, str], ...]
    proof: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    check: str = ""
    is_practice: bool = False


def receipt_text(receipt: Receipt) -> str:
    """As plain text, for a file beside what it is about."""
    lines = [receipt.title, "=" * len(receipt.title), ""]
    if receipt.is_practice:
        lines += ["PRACTICE: made-up people", ""]
    width = max(len(name) for name, _ in (*receipt.facts, *receipt.proof)) + 2
    lines += [f"{name + ':':<{width}} {value}" for name, value in receipt.facts]
    lines += ["", *(f"{name + ':':<{width}} {value}" for name, value in receipt.proof), ""]
    if receipt.check:
        lines += [receipt.check, ""]
    lines += [f"{n:>12,}  {name}" for name, n in receipt.counts]
    lines += ["", *receipt.notes]
    return "\n".join(lines) + "\n"
