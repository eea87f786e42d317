"""The people of a workspace who may be one, found and stored for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.importing.identity import Profile, Strength, compare_people
from app.importing.people_blocks import Blocks, Keys, keys_of
from app.jobs.clock import now
from app.jobs.packages.guard import check_not_package
from app.jobs.progress import Progress
from app.jobs.workers import Workers
from app.model.case_number import strict_number
from app.store import audit, matches, people, records
from app.store.codec import decode_person
from app.store.matches import OPEN, Match
from app.store.workspace import Workspace

PEOPLE_A_TASK = 2000
PAIRS_A_TASK = 4000
_SHORTEST_NUMBER = 4

Coded = tuple[int, bytes, frozenset[str]]  # person, record, case numbers
Cases = Mapping[int, frozenset[str]]
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PairTask:
    """Pairs to compare, and everyone in them."""

    pairs: list[tuple[int, int]]
    people: list[Coded]


@dataclass(frozen=True, slots=True)
class MatchCounts:
    """Open pairs by strength, strongest first."""

    certain: int
    strong: int
    possible: int


def match_people(
    workspace: Workspace, progress: Progress, *, who: str, workers: Workers | None = None
) -> MatchCounts:
    """Find who may be one, in place of what was found before and nobody decided.

    What a person decided stays. Grows with the people, not with their pairs.
    """
    check_not_package(workspace, "Putting people together")
    if workers is None:
        with Workers() as own:
            return match_people(workspace, progress, who=who, workers=own)
    cases = _case_numbers(workspace)
    blocks = Blocks()
    done, total = 0, records.count_people(workspace)
    for found in workers.in_order(keys_of_people, _coded(workspace, cases)):
        for number, keys in found:
            blocks.add(number, keys)
        done += len(found)
        progress.step(done, total, "Looking at names and birth dates")
    pairs = blocks.pairs()
    del blocks
    found_matches: list[Match] = []
    done = 0
    for some in workers.in_order(compare_pairs, _pair_tasks(workspace, cases, pairs)):
        found_matches += some
        done = min(done + PAIRS_A_TASK, len(pairs))
        progress.step(done, len(pairs), "Comparing people")
    with workspace.transaction():
        matches.replace_open(workspace, found_matches)
        audit.append(
            workspace, at=now(), who=who, action="people compared",
            new=f"{len(found_matches)} pairs may be one",
        )  # fmt: skip
    counts = matches.count_matches(workspace)
    return MatchCounts(*(counts.get((OPEN, one.word), 0) for one in reversed(Strength) if one))


def _case_numbers(workspace: Workspace) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for person_id, numbers in people.iter_case_numbers(workspace):
        for number in numbers.split("; "):
            strict = strict_number(number)
            if len(strict) >= _SHORTEST_NUMBER:
                found.setdefault(person_id, set()).add(strict)
    return {person_id: frozenset(numbers) for person_id, numbers in found.items()}


def _coded(workspace: Workspace, cases: Cases) -> Iterator[list[Coded]]:
    for batch in records.iter_coded_people(workspace, PEOPLE_A_TASK):
        yield [(number, record, cases.get(number, _NONE)) for number, record in batch]


def _pair_tasks(
    workspace: Workspace, cases: Cases, pairs: list[tuple[int, int]]
) -> Iterator[PairTask]:
    for start in range(0, len(pairs), PAIRS_A_TASK):
        part = pairs[start : start + PAIRS_A_TASK]
        wanted = sorted({person for pair in part for person in pair})
        coded = [
            (number, record, cases.get(number, _NONE))
            for batch in records.iter_coded_people(workspace, ids=wanted)
            for number, record in batch
        ]
        yield PairTask(part, coded)


def keys_of_people(coded: Iterable[Coded]) -> list[tuple[int, Keys]]:
    """Runs in a worker."""
    return [(one[0], keys_of(_profile(one))) for one in coded]


def _profile(coded: Coded) -> Profile:
    _, record, cases = coded
    person = decode_person(record)
    names = tuple(name for name in (person.name, *person.aliases) if name)
    return Profile(names, person.born, person.cii, person.sex, cases)


def compare_pairs(task: PairTask) -> list[Match]:
    """Runs in a worker."""
    profiles = {one[0]: _profile(one) for one in task.people}
    found = []
    for low, high in task.pairs:
        likeness = compare_people(profiles[low], profiles[high])
        if likeness.strength is not Strength.NONE:
            found.append(Match(low, high, likeness.strength.word, likeness.reasons, OPEN))
    return found
