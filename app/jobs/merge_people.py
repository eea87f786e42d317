"""Two people on record who are one, and one who is two: merged, separated again, kept apart.

Each is one transaction with an entry in the record of the work. Nothing is lost by a merge: a
separation afterwards gives what was there before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.errors import InputError
from app.importing.assemble import CII
from app.importing.doj_bulk import runs_of
from app.importing.values import clean
from app.jobs.clock import now
from app.jobs.kept_rows import KeptRows
from app.jobs.packages.guard import check_not_package
from app.jobs.progress import Progress, Silent
from app.jobs.reassemble import reassemble_people, rows_of_person
from app.jobs.rights import find_user
from app.jobs.unlocked import check_can_change
from app.jobs.workers import Workers
from app.store import audit, matches, merges, people, records
from app.store.matches import DIFFERENT, OPEN, SAME
from app.store.merges import Merge, Subject
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Part:
    """A person number of a file that makes up a person; ``merged_id``: who that was before."""

    source_id: int
    file_name: str
    subject: str
    merged_id: int | None


def list_parts(workspace: Workspace, person_id: int) -> list[Part]:
    """What a person is made of. Raises InputError when there is no such person."""
    _check_people(workspace, person_id)
    sources = {source.id: source.name for source in records.list_sources(workspace)}
    before = {subject: one.gone_id for one in merges.list_merges(workspace)[::-1]
              for subject in one.subjects}  # fmt: skip
    return [
        Part(source, sources[source], subject, before.get((source, subject)))
        for source, subject in records.list_subjects(workspace, person_id)
    ]


def merge_people(workspace: Workspace, kept_id: int, gone_id: int, *, who: str) -> None:
    """Make two people one, under the number of the first. Raises InputError when that cannot be."""
    merge_pairs(workspace, [(kept_id, gone_id)], who=who)


def merge_pairs(
    workspace: Workspace,
    pairs: Sequence[tuple[int, int]],
    *,
    who: str,
    progress: Progress | None = None,
    workers: Workers | None = None,
) -> int:
    """Make the two of each pair one; all or nothing. Returns how many people are gone.

    Two who have become one by an earlier pair are passed over.
    """
    check_can_change(workspace, who, "Putting people together")
    changed: set[int] = set()
    into: dict[int, int] = {}
    with workspace.transaction():
        for pair in pairs:
            kept, gone = (_follow(into, person) for person in pair)
            if kept == gone and pair[0] != pair[1]:
                continue
            _merge(workspace, kept, gone, who)
            into[gone] = kept
            changed = (changed | {kept}) - {gone}
        reassemble_people(workspace, changed, workers=workers, progress=progress or Silent())
    return len(into)


def _follow(into: dict[int, int], person_id: int) -> int:
    while person_id in into:
        person_id = into[person_id]
    return person_id


def _merge(workspace: Workspace, kept_id: int, gone_id: int, who: str) -> None:
    if kept_id == gone_id:
        raise InputError(f"Person {kept_id} is one person already. Name two different people.")
    _check_people(workspace, kept_id, gone_id)
    at = now()
    gone = people.get_person(workspace, gone_id)
    merges.insert_merge(
        workspace,
        Merge(
            gone_id, kept_id, gone.cii, gone.name, gone.born,
            tuple(records.list_subjects(workspace, gone_id)),
            merges.papers_of(workspace, gone_id), who, at,
        ),
    )  # fmt: skip
    merges.move_all(workspace, gone_id, kept_id)
    matches.decide(workspace, kept_id, gone_id, SAME, who=who, at=at)
    audit.append(
        workspace, at=at, who=who, action="merge people", subject=f"person {kept_id}",
        old=f"person {kept_id}; person {gone_id}",
        new=f"one person, number {kept_id}",
    )  # fmt: skip


def separate_people(workspace: Workspace, person_id: int, gone_id: int, *, who: str) -> None:
    """Make a merged person one of their own again, under their old number.

    Raises InputError when the two were never merged.
    """
    check_can_change(workspace, who, "Taking people apart")
    _check_people(workspace, person_id)
    found = merges.list_merges(workspace)
    merge = next((one for one in found if one.gone_id == gone_id), None)
    held = set(records.list_subjects(workspace, person_id))
    subjects = held & set(merge.subjects) if merge is not None else set()
    if subjects and merge is not None:
        subjects |= _came_since(workspace, person_id, merge)
    if merge is None or not subjects:
        raise InputError(
            f"Person {gone_id} was never merged into person {person_id}. 'people show' tells what "
            "a person is made of."
        )
    if subjects == held:
        raise InputError(f"Nothing of person {person_id} would be left. Nothing was changed.")
    with workspace.transaction():
        merges.delete_merge(workspace, gone_id)
        _separate(workspace, person_id, gone_id, subjects, merge.papers, who)


def _came_since(workspace: Workspace, person_id: int, merge: Merge) -> set[Subject]:
    """Later files joined the gone person's rows to the kept one by the number of the former."""
    if not merge.cii or merge.cii == people.get_person(workspace, person_id).cii:
        return set()
    kept = KeptRows(workspace, {one.id: one for one in records.list_sources(workspace)})
    return {
        (at.source, subject)
        for at, subject, cells in rows_of_person(workspace, kept, person_id)
        if clean(cells[CII]) == merge.cii
    }


def separate_part(
    workspace: Workspace,
    person_id: int,
    subjects: Collection[Subject],
    *,
    who: str,
) -> int:
    """Make some person numbers of files a person of their own; returns that person's number.

    For people whom the import joined by their CII number and who are two. Raises InputError
    when the person has no such part, or no other.
    """
    check_can_change(workspace, who, "Taking people apart")
    _check_people(workspace, person_id)
    held, wanted = set(records.list_subjects(workspace, person_id)), set(subjects)
    unknown = sorted(wanted - held)
    if unknown or not wanted:
        named = f"number {unknown[0][1]}" if unknown else "such part"
        raise InputError(f"Person {person_id} has no {named}. 'people show' lists the parts.")
    if wanted == held:
        raise InputError(
            f"That is all of person {person_id}: nothing would be left. Name some of the parts."
        )
    new_id = records.next_person_id(workspace)
    with workspace.transaction():
        _separate(workspace, person_id, new_id, wanted, (), who)
    return new_id


def _separate(
    workspace: Workspace,
    person_id: int,
    other_id: int,
    subjects: set[Subject],
    papers: Iterable[int],
    who: str,
) -> None:
    sources = {source.id: source for source in records.list_sources(workspace)}
    kept = KeptRows(workspace, sources)
    owners: dict[int, dict[int, list[int]]] = {person_id: {}, other_id: {}}
    moved = []
    for at, subject, _ in rows_of_person(workspace, kept, person_id):
        owner = other_id if (at.source, subject) in subjects else person_id
        owners[owner].setdefault(at.source, []).append(at.row)
        if owner == other_id:
            moved.append(at)
    merges.insert_blank(workspace, other_id)
    merges.move_rows(workspace, person_id, other_id, subjects, moved, papers)
    merges.set_person_rows(
        workspace,
        [
            (owner, source, first, n)
            for owner, rows in owners.items()
            for source, lines in rows.items()
            for first, n in runs_of(lines)
        ],
        [person_id],
    )
    reassemble_people(workspace, [person_id, other_id])
    when = now()
    matches.decide(workspace, person_id, other_id, DIFFERENT, who=who, at=when)
    _check_people(workspace, person_id, other_id)
    audit.append(
        workspace, at=when, who=who, action="separate people", subject=f"person {person_id}",
        old=f"one person, number {person_id}",
        new=f"person {person_id}; person {other_id}",
    )  # fmt: skip


def keep_apart(workspace: Workspace, one: int, other: int, *, who: str) -> None:
    """Remember that two people are different: they are not proposed again."""
    _decide(workspace, one, other, DIFFERENT, "people are different", who)


def reopen_match(workspace: Workspace, one: int, other: int, *, who: str) -> None:
    """Take back that two people are different. Raises InputError when nobody said so."""
    match = matches.find_match(workspace, one, other)
    if match is None or match.state != DIFFERENT:
        raise InputError(f"Nobody said that person {one} and person {other} are different.")
    _decide(workspace, one, other, OPEN, "people may be one", who)


def _decide(workspace: Workspace, one: int, other: int, state: str, action: str, who: str) -> None:
    check_not_package(workspace, "Deciding who is the same person")
    if one == other:
        raise InputError(f"Person {one} is one person. Name two different people.")
    _check_people(workspace, one, other)
    find_user(workspace, who)
    before = matches.find_match(workspace, one, other)
    at = now()
    with workspace.transaction():
        matches.decide(workspace, one, other, state, who=who, at=at)
        audit.append(
            workspace, at=at, who=who, action=action, subject=f"person {one}, person {other}",
            old=before.state if before else "", new=state,
        )  # fmt: skip


def _check_people(workspace: Workspace, *people: int) -> None:
    """Raises InputError for one there is not."""
    found = matches.people_named(workspace, people)
    for person_id in people:
        if person_id not in found:
            raise InputError(
                f"There is no person {person_id} in this workspace. 'people matches' and 'cases' "
                "tell the numbers."
            )
