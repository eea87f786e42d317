"""The certificate of destruction: numbers, counts and hashes; never a name.

What it says is kept as JSON with the purge; the paper is made of it when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from app.errors import InputError
from app.jobs.policy_sheet import write_whole
from app.jobs.retention.cut_out import CutOut
from app.jobs.retention.proof import Proof
from app.model.certificate import Certificate, Part
from app.store import audit, kept_copies, purges, records
from app.store.destroying import Gone
from app.store.purges import Purge
from app.store.workspace import Workspace
from app.version import PROGRAM, VERSION

TITLE = "Certificate of destruction"
Facts = dict[str, Any]


def facts_of(
    workspace: Workspace, number: int, *, people: Sequence[int], convictions: Iterable[int],
    cut: CutOut, gone: Gone, n_struck: int, n_emptied: int, entry: int,
    scans: Sequence[tuple[int, int]], n_shared: int,
) -> Facts:  # fmt: skip
    """What is on record of a purge, inside its transaction."""
    kept = kept_copies.all_kept(workspace)
    sources = {source.id: source for source in records.list_sources(workspace)}
    return {
        "purge": number,
        "program": f"{PROGRAM} {VERSION}",
        "people": list(people),
        "convictions": sorted(convictions),
        "papers": gone.n_papers,
        "scans": gone.n_scans,
        "scans_left": [list(one) for one in scans],
        "words_struck_out": n_struck,
        "entries_emptied": n_emptied,
        "entry": entry,
        "entry_hash": audit.hash_of_entry(workspace, entry),
        "shared": n_shared,
        "files": [
            {
                "file": source, "rows": len(rows), "sha256_as_it_came": sources[source].sha256,
                "sha256_now": kept[source].sha256, "bytes_now": kept[source].n_bytes,
                "is_copy_destroyed": source in cut.files_destroyed,
            }
            for source, rows in sorted(cut.rows.items())
        ],
        "older_copies": len(purges.list_copies(workspace)),
        "proof": None,
    }  # fmt: skip


def as_text(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False)


def with_proof(text: str, proof: Proof) -> str:
    """The same facts with what the look through every page found."""
    facts: Facts = json.loads(text)
    facts["proof"] = {**asdict(proof), "in_words": proof.in_words, "is_proven": proof.is_proven}
    return as_text(facts)


def get_facts(workspace: Workspace, number: int) -> tuple[Purge, Facts]:
    """Raises InputError when there was no such purge."""
    purge = purges.find_purge(workspace, number)
    if purge is None:
        raise InputError(f"There was no purge {number}. Records kept lists those there were.")
    return purge, json.loads(purge.certificate)


def get_certificate(workspace: Workspace, number: int) -> Certificate:
    """As it is shown and printed. Raises like `get_facts`."""
    purge, facts = get_facts(workspace, number)
    info = workspace.info
    proof = facts["proof"] or {}
    return Certificate(
        f"{TITLE} {number}",
        f"{info.name}, {info.county.title() or 'no county'}: records destroyed on "
        f"{purge.at[:10]} by {purge.who}.",
        date.fromisoformat(purge.at[:10]),
        tuple(_parts(purge, facts)),
        bool(proof.get("is_proven")),
        f"Purge {number} · entry {facts['entry']} of the record of the work · "
        f"{str(facts['entry_hash'])[:16]} · {facts['program']}",
        info.is_practice,
    )


def _parts(purge: Purge, facts: Facts) -> Iterable[Part]:
    yield Part(
        "What was destroyed",
        (
            ("Why", purge.why),
            ("People, by number", _numbers(facts["people"])),
            ("Convictions, by number", _numbers(facts["convictions"])),
            ("Papers in the register", f"{facts['papers']:,}, with {facts['scans']:,} scans"),
            ("Rows of files", f"{purge.n_rows:,}"),
            ("Words struck out", f"In {facts['words_struck_out']:,} notes, reasons and names"),
            ("Record of the work", _entries(facts)),
        ),
    )
    if facts["files"]:
        yield Part("Kept copies of files", tuple(_file_line(one) for one in facts["files"]))
    proof = facts["proof"]
    yield Part(
        "How it was shown",
        (
            (
                "How",
                (
                    "What was deleted was overwritten, the file was written anew from what was "
                    "left, its journal was emptied, and every page was decrypted and looked "
                    "through for the names and numbers of whoever went, as were all texts, "
                    "records and kept files."
                ),
            ),
            ("Result", proof["in_words"] if proof else "The purge was cut short: finish it."),
        ),
    )
    yield Part("What this does not say", tuple(_limits(facts)))


def _count(n: int, one: str, many: str) -> str:
    return f"1 {one}" if n == 1 else f"{n:,} {many}"


def _entries(facts: Facts) -> str:
    return (
        f"{_count(facts['entries_emptied'], 'entry', 'entries')} emptied; entry {facts['entry']} "
        f"accounts for what is missing ({facts['entry_hash']})"
    )


def _numbers(numbers: Sequence[int]) -> str:
    if not numbers:
        return "None"
    runs: list[list[int]] = []
    for one in sorted(numbers):
        if runs and one == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], one]
        else:
            runs.append([one])
    shown = ", ".join("–".join(f"{one}" for one in run) for run in runs)
    return shown if len(numbers) == 1 else f"{shown} ({len(numbers):,} in all)"


def _file_line(one: dict[str, Any]) -> tuple[str, str]:
    whole = (
        " Its copy byte for byte was destroyed as a whole, for nothing can be cut out of it."
        if one["is_copy_destroyed"]
        else ""
    )
    rows = _count(one["rows"], "row", "rows")
    return (
        f"File {one['file']}",
        (
            f"{rows} cut out.{whole} SHA-256 as it came {one['sha256_as_it_came']}; of the kept "
            f"copy now {one['sha256_now']} ({one['bytes_now']:,} bytes)."
        ),
    )


def _limits(facts: Facts) -> Iterable[tuple[str, str]]:
    copies = _count(facts["older_copies"], "older copy is", "older copies are")
    yield (
        "Copies elsewhere",
        (
            f"{copies} known: backups made before the purge hold what was destroyed until they "
            "are destroyed too. Papers, exports, packages and prints that left the workspace are "
            "not in it."
        ),
    )
    if facts["scans_left"]:
        told = ", ".join(f"{number} of paper {paper}" for paper, number in facts["scans_left"])
        yield (
            "Scans left",
            f"Scans of papers that are about others too may show somebody who was purged: {told}.",
        )
    yield (
        "The disk",
        (
            "A disk may keep old contents of a file where no program reaches them. There they are "
            "encrypted as the workspace is."
        ),
    )


def save_certificate(workspace: Workspace, number: int, path: Path) -> Path:
    """Write the PDF, whole or not at all. Raises InputError."""
    from app.reports.certificate import render_certificate  # noqa: PLC0415 - fonts, when asked for

    return write_whole(path, render_certificate(get_certificate(workspace, number)))
