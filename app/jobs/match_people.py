"""The people of a workspace who may be one, found and stored for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.importing.identity import Profile, Strength, compare_people
from app.importing.people_blocks import Blocks, Keys, keys_of
from app.jobs.progress import Progress
from app.jobs.workers import Workers
from app.model.case_number import strict_number
from app.store import matches, people, records
from app.store.codec import decode_person
from app.store.matches import OPEN, Match
from app.store.workspace import Workspace

PEOPLE_A_TASK = 2000
PAIRS_A_TASK = 4000
_SHORTEST_NUMBER = 4

Coded = tuple[int, bytes, frozenset[str]]
ProfiledPair = tuple[int, Profile, int, Profile]


@dataclass(frozen=True, slots=True)
class MatchCounts:
    """Open pairs by strength, strongest first."""

    certain: int
    strong: int
    possible: int


def match_people(
    workspace: Workspace, progress: Progress, *, workers: Workers | None = None
) -> MatchCounts:
    """Find who may be one, in place of what was found before and nobody decided.

    What a person decided stays. Grows with the people, not with their pairs.
    """
    if workers is None:
        with Workers() as own:
            return match_people(workspace, progress, workers=own)
    profiles: dict[int, Profile] = {}
    blocks = Blocks()
    total = records.count_people(workspace)
    for found in workers.in_order(profile_people, _coded(workspace)):
        for number, profile, keys in found:
            profiles[number] = profile
            blocks.add(number, keys)
        progress.step(len(profiles), total, "Looking at names and birth dates")
    pairs = blocks.pairs()
    found_matches: list[Match] = []
    done = 0
    tasks = (
        [
            (low, profiles[low], high, profiles[high])
            for low, high in pairs[start : start + PAIRS_A_TASK]
        ]
        for start in range(0, len(pairs), PAIRS_A_TASK)
    )
    for some in workers.in_order(compare_pairs, tasks):
        found_matches += some
        done = min(done + PAIRS_A_TASK, len(pairs))
        progress.step(done, len(pairs), "Comparing people")
    with workspace.transaction():
        matches.replace_open(workspace, found_matches)
    counts = matches.count_matches(workspace)
    return MatchCounts(*(counts.get((OPEN, one.word), 0) for one in reversed(Strength) if one))


def _coded(workspace: Workspace) -> Iterator[list[Coded]]:
    cases: dict[int, set[str]] = {}
    for person_id, number in people.iter_case_numbers(workspace):
        for one in number.split("; "):
            strict = strict_number(one)
            if len(strict) >= _SHORTEST_NUMBER:
                cases.setdefault(person_id, set()).add(strict)
    for batch in records.iter_coded_people(workspace, PEOPLE_A_TASK):
        yield [(number, record, frozenset(cases.get(number, ()))) for number, record in batch]


def profile_people(coded: Iterable[Coded]) -> list[tuple[int, Profile, Keys]]:
    """Runs in a worker."""
    found = []
    for number, record, cases in coded:
        person = decode_person(record)
        names = tuple(name for name in (person.name, *person.aliases) if name)
        profile = Profile(names, person.born, person.cii, person.sex, cases)
        found.append((number, profile, keys_of(profile)))
    return found


def compare_pairs(pairs: Iterable[ProfiledPair]) -> list[Match]:
    """Runs in a worker."""
    found = []
    for low, one, high, other in pairs:
        likeness = compare_people(one, other)
        if likeness.strength is not Strength.NONE:
            found.append(Match(low, high, likeness.strength.word, likeness.reasons, OPEN))
    return found
