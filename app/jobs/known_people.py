"""Who the people of a newer file were in the older one that it replaces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from app.store import merges, people, records, renewal
from app.store.merges import Merge
from app.store.people import ListedPerson
from app.store.workspace import Workspace


def match_with_before(
    workspace: Workspace, apart: Collection[int], olds: Sequence[int]
) -> dict[int, int]:
    """The people of the newer files (``apart``) -> who they were before, in whatever file.

    By CII number, that of a merged person included. Where nobody has that number, or several
    people do, by the person number of the older file: then names and birth dates must be the
    same, or the CII number.
    """
    joined = merges.list_merges(workspace)
    by_cii, shared = _people_by_cii(workspace, joined, apart)
    open_people: list[ListedPerson] = []
    matched = {}
    for person in people.iter_people(workspace, since=min(apart, default=0)):
        if person.id in apart:
            before = by_cii.get(person.cii) if person.cii else None
            if before is None or person.cii in shared:
                open_people.append(person)
            else:
                matched[person.id] = before
    if open_people:
        matched |= _by_subject(workspace, joined, open_people, olds, shared)
    return matched


def _people_by_cii(
    workspace: Workspace, joined: Sequence[Merge], apart: Collection[int]
) -> tuple[dict[str, int], set[str]]:
    """CII number -> person, and the numbers that several people share."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    merged = (
        (one.cii, merges.person_after_merges(joined, one.gone_id)) for one in joined if one.cii
    )
    for cii, number in chain(people.iter_ciis(workspace), merged):
        if number not in apart and found.setdefault(cii, number) != number:
            shared.add(cii)
    return found, shared


def _by_subject(
    workspace: Workspace,
    joined: Sequence[Merge],
    open_people: Iterable[ListedPerson],
    olds: Sequence[int],
    shared: Collection[str],
) -> dict[int, int]:
    """Those whom the CII number does not tell."""
    by_subject = renewal.subjects_of(workspace, olds)
    known = {
        (subject, one.name, one.born)
        for one in joined
        for source, subject in one.subjects
        if source in olds
    }
    matched = {}
    for person in open_people:
        for subject, candidate in _of_same_number(workspace, person.id, by_subject):
            then = people.get_person(workspace, candidate)
            is_known = (subject, person.name, person.born) in known
            is_alike = is_known or (then.name, then.born) == (person.name, person.born)
            contradicts = bool(then.cii and person.cii) and not is_known
            if person.cii in shared:
                is_same = is_known or then.cii == person.cii
            else:
                is_same = is_alike and not contradicts
            if is_same:
                matched[person.id] = candidate
                break
    return matched


def _of_same_number(
    workspace: Workspace, number: int, by_subject: Mapping[str, list[int]]
) -> Iterator[tuple[str, int]]:
    for _, subject in records.list_subjects(workspace, number):
        for candidate in by_subject.get(subject, ()):
            yield subject, candidate


def carry_merges(
    workspace: Workspace,
    of_person: Mapping[int, Sequence[int]],
    olds: Sequence[int],
) -> None:
    """What was a merged person's part is so in the newer file, so that it can be separated."""
    joined = merges.list_merges(workspace)
    for one in joined:
        was = {subject for source, subject in one.subjects if source in olds}
        if not was:
            continue
        person = merges.person_after_merges(joined, one.gone_id)
        added = [
            (source, subject)
            for number in of_person.get(person, ())
            for source, subject in records.list_subjects(workspace, number)
            if subject in was or (one.cii and people.get_person(workspace, number).cii == one.cii)
        ]
        stays = [(source, subject) for source, subject in one.subjects if source not in olds]
        merges.set_subjects(workspace, one.gone_id, [*stays, *added])


def by_person(matched: Mapping[int, int]) -> dict[int, list[int]]:
    """Person -> the people of the newer files who are that person."""
    found: dict[int, list[int]] = {}
    for number, person in sorted(matched.items()):
        found.setdefault(person, []).append(number)
    return found
