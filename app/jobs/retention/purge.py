"""Purging: somebody, or a sealed conviction, is destroyed in every place of the workspace.

Until the transaction ends, a purge can be stopped and leaves no trace; a program that is killed in
it leaves the workspace as it was. Then the point of no return is behind: what was deleted was
overwritten, and the file is written anew from what is left. If that is cut short, `finish_purge`
does it again. At last every page of the file is decrypted and looked through for the names and
numbers of whoever went, and only what that look found is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.progress import Progress
from app.jobs.reassemble import reassemble_people
from app.jobs.retention import certificate
from app.jobs.retention.cut_out import CutOut, Names, cut_out, find_rows
from app.jobs.retention.needles import Needles, case_numbers_in, spellings_of, strike_out
from app.jobs.retention.plan import PurgePlan
from app.jobs.retention.prints import prints_of
from app.jobs.retention.proof import LookedFor, Proof, find_shared, look_everywhere
from app.jobs.retention.without_stop import WithoutStop
from app.jobs.retention.words import check_reason
from app.jobs.rights import Right, check_may
from app.model.record import RapSheet, RowRef
from app.model.sealing import without_convictions
from app.store import (
    audit,
    destroying,
    marks,
    pages,
    people,
    purges,
    records,
    row_owners,
    sealed,
)
from app.store.codec import decode_sheet
from app.store.destroying import Identity
from app.store.purges import Purge
from app.store.workspace import Workspace

WORD = "PURGE"
NO_WAY_BACK = "Writing the workspace anew (this can no longer be stopped)"


@dataclass(frozen=True, slots=True)
class Purged:
    """What was done. ``papers`` lie outside of the workspace, (folder, file) each; ``scans``
    are (paper, attachment) of papers that are about others as well."""

    purge: Purge
    papers: tuple[tuple[str, str], ...]
    scans: tuple[tuple[int, int], ...]
    n_to_check_again: int
    is_proven: bool


@dataclass(slots=True)
class _Somebody:
    """Whoever a purge is about: what they are called, and the rows that go."""

    identities: list[Identity] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)  # case numbers of what goes
    rows: dict[int, set[int]] = field(default_factory=dict)

    def needles(self) -> Needles:
        names = {one.name for one in self.identities} | self.aliases
        words = {spelled for name in names if name for spelled in spellings_of(name)}
        return Needles.of({*words, *(one.cii for one in self.identities if one.cii)})


def purge_records(
    workspace: Workspace, plan: PurgePlan, why: str, word: str, progress: Progress, *, who: str
) -> Purged:
    """Destroy what a plan names. ``word`` is what the person typed: `WORD`.

    Raises InputError, with nothing changed, when somebody may not, when anything of the plan is
    refused, without a reason or the word. Cancelled likewise, as long as there is a way back.
    """
    check_may(workspace, who, Right.PURGE)
    _check(workspace, plan, word)
    reason = check_reason(why, "Say by which order or rule they are purged.")
    pages.overwrite_what_goes(workspace)
    work = _Purge(workspace, plan, reason, who, progress)
    try:
        with workspace.transaction():
            work.destroy()
    finally:
        destroying.forget_marks(workspace)
    looked_for = LookedFor(work.needles, frozenset(work.prints), work.n_shared)
    proof = _finish(workspace, work.number, looked_for, progress)
    purge = purges.find_purge(workspace, work.number)
    assert purge is not None
    return Purged(purge, work.papers, work.scans, work.n_to_check_again, proof.is_proven)


def _check(workspace: Workspace, plan: PurgePlan, word: str) -> None:
    if workspace.get_setting(purges.UNFINISHED):
        raise InputError("A purge was cut short. Finish that one first, under Records kept.")
    if plan.is_empty:
        raise InputError("Nothing was named to be purged.")
    if plan.refused:
        raise InputError(" ".join(("Nothing was purged.", *plan.refused)))
    if word.strip() != WORD:
        raise InputError(
            f"Type {WORD} in capital letters to purge {plan.words}. Nothing was purged."
        )


class _Purge:
    """The part of a purge that is one transaction."""

    def __init__(
        self, workspace: Workspace, plan: PurgePlan, why: str, who: str, progress: Progress
    ) -> None:
        self.number = 0
        self.needles = Needles(frozenset())
        self.prints: set[bytes] = set()
        self.n_shared = 0
        self.papers: tuple[tuple[str, str], ...] = ()
        self.scans: tuple[tuple[int, int], ...] = ()
        self.n_to_check_again = 0
        self._workspace, self._plan, self._who = workspace, plan, who
        self._why, self._progress, self._at = why, progress, now()

    def destroy(self) -> None:
        """Inside the transaction."""
        workspace = self._workspace
        whole = self._look_up(self._plan.people, None)
        part = self._look_up(self._changed(), frozenset(self._plan.convictions))
        gone = whole.needles()
        self.needles = Needles(gone.words | Needles.of(whole.numbers | part.numbers).words)
        why = self._struck_out(self.needles, self._why)
        self.number = purges.insert_purge(workspace, at=self._at, who=self._who, why=why)
        names = Names(
            gone.text_pattern(), Needles(gone.words | part.needles().words).text_pattern()
        )
        rows = find_rows(workspace, _joined(whole.rows, part.rows), names, self._progress)
        cut = cut_out(workspace, self.number, rows, self._progress)
        n_gone, numbers = self._delete(rows, whole)
        self._put_together_again(rows)
        made_anew = b"".join(destroying.packed_of_gone(workspace))
        self.prints = {one for one in self.prints | cut.prints if one not in made_anew}
        shared = find_shared(workspace, self.needles)
        self.needles, self.n_shared = self.needles.without(shared), len(shared)
        pattern = self.needles.text_pattern()
        n_struck = 0
        if pattern is not None:
            n_struck = destroying.strike_out(
                workspace, pattern, lambda text: strike_out(pattern, text)
            )
        entry, n_emptied = destroying.empty_entries(
            workspace, self._plan.people, pattern, at=self._at, who=self._who,
            purge_id=self.number, words=f"{self._plan.words}; {cut.n_rows:,} rows of files",
        )  # fmt: skip
        facts = certificate.facts_of(
            workspace, self.number, people=self._plan.people, convictions=numbers, cut=cut,
            gone=n_gone, n_struck=n_struck, n_emptied=n_emptied, entry=entry,
            scans=self.scans, n_shared=len(shared),
        )  # fmt: skip
        self._keep(n_gone, cut, facts)

    def _struck_out(self, needles: Needles, text: str) -> str:
        pattern = needles.text_pattern()
        return text if pattern is None else strike_out(pattern, text)

    def _changed(self) -> list[int]:
        found = sealed.list_sealed(self._workspace, self._plan.convictions)
        return sorted({one.person_id for one in found})

    def _look_up(self, numbers: Sequence[int], only: frozenset[int] | None) -> _Somebody:
        """What people are called, and the rows of all of their record, or of ``only`` some sealed
        convictions of theirs."""
        workspace, found = self._workspace, _Somebody()
        found.identities = destroying.identities(workspace, numbers)
        convictions: list[int] = []
        for page in records.iter_coded_people(workspace, ids=sorted(numbers)):
            for number, record in page:
                sheet = decode_sheet(record)
                found.aliases |= {sheet.person.name, *sheet.person.aliases}
                gone = sheet if only is None else self._part_of(sheet, number, only)
                found.numbers |= _numbers_in(gone)
        for person in numbers:
            sealed_ones = sealed.list_sealed(workspace, person_id=person)
            own = [one.conviction_id for one in sealed_ones
                   if only is None or one.conviction_id in only]  # fmt: skip
            convictions += own
            rows = sealed.rows_of_convictions(workspace, own)
            if only is None:
                rows += [
                    RowRef(source, row)
                    for source, first, n in records.list_person_rows(workspace, person)
                    for row in range(first, first + n)
                ]
            for at in rows:
                found.rows.setdefault(at.source, set()).add(at.row)
        for text in destroying.kept_numbers(workspace, convictions):
            found.numbers |= set(case_numbers_in(text))
        return found

    def _part_of(self, sheet: RapSheet, person_id: int, only: frozenset[int]) -> RapSheet:
        """The record of what goes: all that is not seen any more without it."""
        places = frozenset(
            one.place
            for one in sealed.list_sealed(self._workspace, person_id=person_id)
            if one.conviction_id in only
        )
        stays = {
            charge.at
            for event in without_convictions(sheet, places).events()
            for charge in event.charges
        }
        cycles = tuple(
            cycle._replace(
                events=tuple(
                    event._replace(
                        charges=tuple(one for one in event.charges if one.at not in stays)
                    )
                    for event in cycle.events
                )
            )
            for cycle in sheet.cycles
        )
        return RapSheet(sheet.person, cycles)

    def _delete(
        self, rows: dict[int, set[int]], whole: _Somebody
    ) -> tuple[destroying.Gone, list[int]]:
        workspace = self._workspace
        places = [(source, row) for source, own in rows.items() for row in own]
        gone = destroying.mark_gone(
            workspace, self._plan.people, self._changed(), self._plan.convictions, places
        )
        numbers = destroying.list_gone(workspace, "gone_conviction")
        self.papers = tuple(destroying.papers_on_disk(workspace))
        self.scans = tuple(destroying.mixed_scans(workspace))
        purges.insert_tombstones(
            workspace, self.number, "conviction", destroying.marks_of_gone(workspace)
        )
        known = {
            mark
            for one in whole.identities
            for mark in marks.person_marks(workspace, one.cii, one.name, one.born)
        }
        purges.insert_tombstones(workspace, self.number, "person", known)
        purges.keep_numbers(workspace, self._plan.people, numbers)
        self._to_remake = self._changed()
        for packed in destroying.packed_of_gone(workspace):
            self.prints |= prints_of(packed)
        destroying.delete_gone(
            workspace, lambda done, total: self._progress.step(done, total, "Deleting")
        )
        return gone, numbers

    def _put_together_again(self, rows: dict[int, set[int]]) -> None:
        """The records of people who stay, from the rows that they have left."""
        workspace = self._workspace
        for source, own in rows.items():
            for row in sorted(own):
                row_owners.release_row(workspace, RowRef(source, row))
        if self._to_remake:
            reassemble_people(workspace, self._to_remake, progress=self._progress)
            self.n_to_check_again = sum(
                people.get_person(workspace, one).n_convictions for one in self._to_remake
            )

    def _keep(self, gone: destroying.Gone, cut: CutOut, facts: dict[str, object]) -> None:
        purges.finish_purge(
            self._workspace, self.number, n_people=gone.n_people,
            n_convictions=gone.n_convictions, n_rows=cut.n_rows,
            certificate=certificate.as_text(facts),
        )  # fmt: skip
        self._workspace.save_setting(purges.UNFINISHED, str(self.number))


def _joined(*found: dict[int, set[int]]) -> dict[int, set[int]]:
    rows: dict[int, set[int]] = {}
    for one in found:
        for source, own in one.items():
            rows.setdefault(source, set()).update(own)
    return rows


def _numbers_in(sheet: RapSheet) -> set[str]:
    """Case numbers of every count of a record."""
    return {
        number
        for event in sheet.events()
        for charge in event.charges
        for number in (charge.case_number, *charge.more_case_numbers)
        if number
    }


# -- after the point of no return --------------------------------------------------------------


def find_unfinished(workspace: Workspace) -> int:
    """The purge after which the pages were not written anew; 0 for none."""
    return int(workspace.get_setting(purges.UNFINISHED) or 0)


def finish_purge(workspace: Workspace, progress: Progress, *, who: str) -> Purge:
    """Do what is left of a purge that was cut short after its point of no return.

    What was purged is gone already, and with it the names that the pages would be looked through
    for: the certificate says so. Raises InputError when no purge was cut short.
    """
    check_may(workspace, who, Right.PURGE)
    number = find_unfinished(workspace)
    if not number:
        raise InputError("No purge was cut short. There is nothing to finish.")
    pages.overwrite_what_goes(workspace)
    _finish(workspace, number, None, progress)
    purge = purges.find_purge(workspace, number)
    assert purge is not None
    return purge


def _finish(
    workspace: Workspace, number: int, looked_for: LookedFor | None, progress: Progress
) -> Proof:
    steps = WithoutStop(progress)
    steps.step(0, 1, NO_WAY_BACK)
    pages.write_anew(workspace)
    proof = look_everywhere(workspace, looked_for, steps)
    purge = purges.find_purge(workspace, number)
    assert purge is not None
    text = certificate.with_proof(purge.certificate, proof)
    with workspace.transaction():
        purges.set_certificate(workspace, number, text)
        workspace.save_setting(purges.UNFINISHED, "")
        audit.append(
            workspace, at=now(), who=purge.who, action="purge finished",
            subject=f"purge {number}", new=proof.in_words,
        )  # fmt: skip
    return proof
