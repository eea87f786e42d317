"""Who the people of a newer file were in the older one that it replaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.store import merges, people, records, renewal
from app.store.merges import Merge
from app.store.people import ListedPerson
from app.store.workspace import Workspace


def match_with_before(
    workspace: Workspace, fresh: Mapping[int, ListedPerson], olds: Sequence[int]
) -> dict[int, int]:
    """The people of the newer files -> who they were before, in whatever file.

    By CII number, that of a merged person included. Where nobody has that number, or several
    people do, by the person number of the older file: then names and birth dates must be the
    same, or the CII number.
    """
    joined = merges.list_merges(workspace)
    by_cii = _people_by_cii(workspace, joined, fresh)
    by_subject = renewal.subjects_of(workspace, olds)
    known = {
        (subject, one.name, one.born)
        for one in joined
        for source, subject in one.subjects
        if source in olds
    }
    matched = {}
    for number, person in sorted(fresh.items()):
        same = by_cii.get(person.cii, set()) if person.cii else set()
        if len(same) == 1:
            matched[number] = next(iter(same))
            continue
        for subject, candidate in _of_same_number(workspace, number, by_subject):
            then = people.get_person(workspace, candidate)
            is_known = (subject, person.name, person.born) in known
            is_alike = is_known or (then.name, then.born) == (person.name, person.born)
            contradicts = bool(then.cii and person.cii) and not is_known
            if candidate in same or (not same and is_alike and not contradicts):
                matched[number] = candidate
                break
    return matched


def _people_by_cii(
    workspace: Workspace, joined: Sequence[Merge], fresh: Mapping[int, ListedPerson]
) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for cii, number in people.iter_ciis(workspace):
        if number not in fresh:
            found.setdefault(cii, set()).add(number)
    for one in joined:
        if one.cii:
            found.setdefault(one.cii, set()).add(merges.person_after_merges(joined, one.gone_id))
    return found


def _of_same_number(
    workspace: Workspace, number: int, by_subject: Mapping[str, list[int]]
) -> Iterator[tuple[str, int]]:
    for _, subject in records.list_subjects(workspace, number):
        for candidate in by_subject.get(subject, ()):
            yield subject, candidate


def carry_merges(
    workspace: Workspace,
    matched: Mapping[int, int],
    fresh: Mapping[int, ListedPerson],
    olds: Sequence[int],
) -> None:
    """What was a merged person's part is so in the newer file, so that it can be separated."""
    joined = merges.list_merges(workspace)
    of_person = by_person(matched)
    for one in joined:
        was = {subject for source, subject in one.subjects if source in olds}
        if not was:
            continue
        person = merges.person_after_merges(joined, one.gone_id)
        added = [
            (source, subject)
            for number in of_person.get(person, ())
            for source, subject in records.list_subjects(workspace, number)
            if subject in was or (one.cii and fresh[number].cii == one.cii)
        ]
        stays = [(source, subject) for source, subject in one.subjects if source not in olds]
        merges.set_subjects(workspace, one.gone_id, [*stays, *added])


def by_person(matched: Mapping[int, int]) -> dict[int, list[int]]:
    """Person -> the people of the newer files who are that person."""
    found: dict[int, list[int]] = {}
    for number, person in sorted(matched.items()):
        found.setdefault(person, []).append(number)
    return found
