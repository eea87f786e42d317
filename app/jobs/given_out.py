"""Dissemination: what leaves the workspace is on record before it does.

The entry says what was given out, into which folder, and how many people it is about; by their
numbers where these are not everybody, and never by name. A file's name stands in it only where
the program gave it or the file is about many: a name that a person chose for one could name them.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.jobs.clock import now
from app.jobs.rights import Right, check_may
from app.store import audit, records
from app.store.audit import AuditEntry
from app.store.person_papers import people_of_convictions, people_of_papers
from app.store.workspace import Workspace

ACTION = "given out"
FAILED = "not given out"
PRINTED = "printed"
ALL = "all"


@dataclass(frozen=True, slots=True)
class GivenOut:
    """``people`` are the numbers of those whose data it holds; None: of everybody on record.

    ``subject`` names what it belongs to ("person 12", "paper 3"), where that is one thing.
    """

    what: str  # "result files"
    where: Path | str
    people: Iterable[int] | None = ()
    subject: str = ""


@contextlib.contextmanager
def on_record(
    workspace: Workspace, given: GivenOut, *, who: str, action: str = ACTION
) -> Iterator[None]:
    """The entry is on disk before the body gives anything out; that the body failed follows it.

    Raises InputError when ``who`` may not, or the workspace is open for reading only.
    """
    check_may(workspace, who, Right.REVIEW)
    subject = f"{given.subject}, {given.what}" if given.subject else given.what
    with workspace.transaction():
        number = audit.append(
            workspace, at=now(), who=who, action=action, subject=subject,
            new=given_words(workspace, given),
        )  # fmt: skip
    try:
        yield
    except BaseException:
        audit.try_append(
            workspace, at=now(), who=who, action=FAILED, subject=subject,
            new=f"what entry {number} says was not finished",
        )  # fmt: skip
        raise


def record_printed(
    workspace: Workspace, papers: Sequence[int], cases: Sequence[int], printer: str, *, who: str
) -> None:
    """Papers of the register, or papers for these convictions that are in no register, go to a
    printer; neither: a paper about many, such as a first look at a bulk motion.

    Raises like `on_record`.
    """
    people = people_of_papers(workspace, papers) | people_of_convictions(workspace, cases)
    what = f"{len(papers):,} papers of the register" if papers else "a paper in sight"
    given = GivenOut(what, printer, people if papers or cases else None)
    with on_record(workspace, given, who=who, action=PRINTED):
        pass


def given_words(workspace: Workspace, given: GivenOut) -> str:
    """Where to and about whom, as the entry keeps it."""
    if given.people is None:
        n, numbers = records.count_people(workspace), ALL
    else:
        known = sorted(set(given.people))
        n, numbers = len(known), ranges(known)
    about = {"where": str(given.where), "people": n, "numbers": numbers}
    return json.dumps(about, ensure_ascii=False)


def given_to(where: Path, people: Iterable[int]) -> str:
    """The same as words, for entries that have words of their own: ``2 people: 3, 7; in /out``."""
    known = sorted(set(people))
    return f"{len(known):,} people; in {where}"


def holds(entry: AuditEntry, person_id: int) -> bool:
    """Whether what the entry gave out holds that person's data."""
    try:
        about = json.loads(entry.new)
    except ValueError:
        return False
    numbers = about.get("numbers", "") if isinstance(about, dict) else ""
    return numbers == ALL or is_in(str(numbers), person_id)


def ranges(numbers: list[int]) -> str:
    """``1-40, 57`` of sorted numbers."""
    parts: list[tuple[int, int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in parts)


def is_in(text: str, number: int) -> bool:
    """Whether ``1-40, 57`` holds a number."""
    for part in text.split(", "):
        low, _, high = part.partition("-")
        if low.isdecimal() and int(low) <= number <= int(high or low):
            return True
    return False
