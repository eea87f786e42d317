"""A newer delivery of a file in the place of the older one, inside the import's transaction.

The import has read the newer files and made people of them, apart from everybody else. Here each
of these is matched with who was there before: by CII number; where it has none, or several
people share it, by the person number of the file together with name and birth date. What is the
same keeps its number and its review; what is not is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from app.errors import InputError
from app.importing.join import join_sheets
from app.importing.record_changes import RecordChanges, compare_records
from app.jobs.clock import now
from app.jobs.known_people import by_person, carry_merges, match_with_before
from app.jobs.progress import Progress
from app.jobs.reassemble import reassemble_people
from app.jobs.workers import Workers
from app.store import audit, people, records, renewal, reviews, sealed
from app.store.codec import decode_sheet
from app.store.renewal import DeliveryChange
from app.store.reviews import BY_DELIVERY
from app.store.workspace import Workspace

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
PEOPLE_A_TASK = 100
_A_WHILE = 500  # people between two looks whether to stop
LABEL = "Comparing with the delivery before"


@dataclass(frozen=True, slots=True)
class DeliveryDifference:
    """What a newer delivery changes. ``changes`` are those of people, in the order of numbers."""

    older: tuple[str, ...]  # names of the files that are replaced
    newer: tuple[str, ...]
    changes: tuple[DeliveryChange, ...]
    n_unchanged: int

    def count(self, change: str) -> int:
        return sum(1 for one in self.changes if one.change == change)

    @property
    def n_reviews_opened(self) -> int:
        return sum(one.n_reviews_opened for one in self.changes)


@dataclass(frozen=True, slots=True)
class ChangeTask:
    """Coded records of one person before and now."""

    person_id: int
    before: bytes
    after: tuple[bytes, ...]
    replaced: frozenset[int]
    is_whole: bool


def find_changes(tasks: list[ChangeTask]) -> list[tuple[int, RecordChanges]]:
    """Runs in a worker."""
    return [
        (
            task.person_id,
            compare_records(
                decode_sheet(task.before),
                join_sheets([decode_sheet(record) for record in task.after]),
                task.replaced,
                is_whole=task.is_whole,
            ),
        )
        for task in tasks
    ]


@dataclass(slots=True)
class Renewal:
    """Replaces older files by newer ones (newer source -> older source)."""

    workspace: Workspace
    workers: Workers
    replaces: Mapping[int, int]
    apart: Set[int]  # the people that were made of the newer files
    who: str
    _changes: list[DeliveryChange] = field(default_factory=list)
    _to_make: set[int] = field(default_factory=set)
    _n_unchanged: int = 0

    def run(self, progress: Progress) -> DeliveryDifference:
        """Raises InputError when the files share no people: then it is no newer delivery."""
        olds = list(self.replaces.values())
        before = renewal.people_of(self.workspace, olds)
        matched = match_with_before(self.workspace, self.apart, olds)
        self._check_shared(matched, before)
        of_person = by_person(matched)
        carry_merges(self.workspace, of_person, olds)
        paired = {person for person in of_person if person in before}
        found = self.workers.in_order(find_changes, self._tasks(of_person, before, paired))
        done = 0
        for batch in found:
            for person_id, changes in batch:
                self._renew(person_id, of_person[person_id], changes, before[person_id], olds)
            done += len(batch)
            progress.step(done, len(paired), LABEL)
        gone = sorted(before.keys() - paired)
        total = len(self.apart) + len(gone)
        for done, number in enumerate(sorted(self.apart)):
            self._add(number, matched.get(number), before)
            if done % _A_WHILE == 0:
                progress.step(done, total, "Adding and removing people")
        for done, person_id in enumerate(gone, start=len(self.apart)):
            self._remove(person_id, olds, is_whole=before[person_id])
            if done % _A_WHILE == 0:
                progress.step(done, total, "Adding and removing people")
        renewal.retire_sources(self.workspace, ((old, new) for new, old in self.replaces.items()))
        reassemble_people(self.workspace, self._to_make, workers=self.workers, progress=progress)
        difference = self._difference(olds)
        renewal.insert_changes(self.workspace, difference.changes)
        return difference

    def _check_shared(self, matched: Mapping[int, int], before: Mapping[int, bool]) -> None:
        if not any(person in before for person in matched.values()):
            names = {source.id: source.name for source in records.list_sources(self.workspace)}
            new, old = next(iter(self.replaces.items()))
            raise InputError(
                f"{names[new]} shares no people with {names[old]}: it is no newer delivery of "
                "that file. Nothing was changed. Import it as a file of its own."
            )

    def _tasks(
        self,
        of_person: Mapping[int, list[int]],
        before: Mapping[int, bool],
        paired: set[int],
    ) -> Iterator[list[ChangeTask]]:
        numbers = sorted(paired)
        replaced = frozenset(self.replaces.values())
        for start in range(0, len(numbers), PEOPLE_A_TASK):
            part = numbers[start : start + PEOPLE_A_TASK]
            wanted = [*part, *(number for person in part for number in of_person[person])]
            coded = {
                number: record
                for batch in records.iter_coded_people(self.workspace, ids=wanted)
                for number, record in batch
            }
            yield [
                ChangeTask(
                    person, coded[person], tuple(coded[number] for number in of_person[person]),
                    replaced, before[person],
                )
                for person in part
            ]  # fmt: skip

    def _renew(
        self, person_id: int, fresh: list[int], changes: RecordChanges, is_whole: bool,
        olds: list[int],
    ) -> None:  # fmt: skip
        workspace = self.workspace
        is_sealed = self._is_sealed(person_id)
        reviewed = set(renewal.reviewed_in(workspace, person_id, olds))
        opened, kept = 0, set()
        for one in changes.carried:
            number = renewal.conviction_at(workspace, one.before)
            there = renewal.conviction_at(workspace, one.after)
            if number is None:
                renewal.move_past(workspace, one.before, one.after)
                sealed.follow(workspace, one.before, one.after)
            elif there is not None:
                kept.add(number)
                if number in reviewed and not one.is_same:
                    opened += self._open(number, one.changes)
                renewal.move_conviction(workspace, number, there)
        for number in sorted(reviewed - kept):
            opened += self._open(number, ("no longer in the file",))
        renewal.move_choices(workspace, ((one.before, one.after) for one in changes.carried))
        renewal.drop_convictions(workspace, person_id, olds)
        renewal.drop_rows(workspace, person_id, olds)
        if is_whole and len(fresh) == 1:
            renewal.take_over(workspace, person_id, fresh[0])
        else:
            for number in fresh:
                renewal.hand_over(workspace, number, person_id)
            self._to_make.add(person_id)
        if changes.is_none:
            self._n_unchanged += 1
        else:
            hides_some = sealed.has_sealed(workspace, person_id)
            details = _HIDDEN if hides_some else changes.in_words()
            self._tell(CHANGED, person_id, details, opened, is_sealed=is_sealed)

    def _open(self, number: int, why: tuple[str, ...]) -> int:
        """The decision is stale; when the conviction goes, it goes with it, on record here."""
        review = reviews.find_review(self.workspace, number)
        if review is None:
            return 0
        stale = replace(review, stale="; ".join(why), stale_by=BY_DELIVERY)
        reviews.put_review(self.workspace, stale)
        audit.append(
            self.workspace, at=now(), who=self.who, action="review opened again",
            subject=f"conviction {number}", old=f"{review.decision}: {review.words}".rstrip(": "),
            new=stale.stale,
        )  # fmt: skip
        return 1

    def _add(self, number: int, person_id: int | None, before: Mapping[int, bool]) -> None:
        """Who is new in the file: on record in another one, or nowhere."""
        if person_id in before:
            return
        n = people.get_person(self.workspace, number).n_convictions
        if person_id is None:
            self._tell(ADDED, number, (_convictions(n),), 0)
            return
        if person_id not in self._to_make:
            self._tell(ADDED, person_id, (_convictions(n), "on record in another file"), 0)
        renewal.hand_over(self.workspace, number, person_id)
        self._to_make.add(person_id)

    def _remove(self, person_id: int, olds: list[int], *, is_whole: bool) -> None:
        opened = sum(
            self._open(number, ("the person is no longer in the file",))
            for number in renewal.reviewed_in(self.workspace, person_id, olds)
        )
        words = () if is_whole else ("still on record in another file",)
        n = people.get_person(self.workspace, person_id).n_convictions
        is_sealed = self._is_sealed(person_id)
        details = (_convictions(n), *words)
        self._tell(REMOVED, person_id, details, opened, is_sealed=is_sealed)
        if is_whole:
            records.remove_person(self.workspace, person_id)
            return
        renewal.drop_convictions(self.workspace, person_id, olds)
        renewal.drop_rows(self.workspace, person_id, olds)
        self._to_make.add(person_id)

    def _tell(
        self, change: str, person_id: int, details: tuple[str, ...], opened: int,
        *, is_sealed: bool = False,
    ) -> None:  # fmt: skip
        """Of somebody all of whose convictions are sealed, nothing but the number."""
        person = people.get_person(self.workspace, person_id)
        known = (SEALED_NAME, "") if is_sealed else (person.name, person.born)
        self._changes.append(
            DeliveryChange(
                min(self.replaces), change, person_id, "" if is_sealed else person.cii, *known,
                details, opened,
            )
        )  # fmt: skip

    def _is_sealed(self, person_id: int) -> bool:
        n = people.get_person(self.workspace, person_id).n_convictions
        return n == 0 and sealed.has_sealed(self.workspace, person_id)

    def _difference(self, olds: list[int]) -> DeliveryDifference:
        names = {source.id: source.name for source in records.list_sources(self.workspace)}
        ordered = sorted(self._changes, key=lambda one: (_ORDER[one.change], one.person_id))
        return DeliveryDifference(
            tuple(names[old] for old in olds), tuple(names[new] for new in self.replaces),
            tuple(ordered), self._n_unchanged,
        )  # fmt: skip


SEALED_NAME = "sealed"
_HIDDEN = ("part of the record is sealed: what changed is not told",)
_ORDER = {CHANGED: 0, REMOVED: 1, ADDED: 2}


def _convictions(n: int) -> str:
    return "1 conviction" if n == 1 else f"{n:,} convictions"
