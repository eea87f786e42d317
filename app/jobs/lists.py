"""Lists of the convictions for which relief is asked: to the court, the state, the public
defender, the arresting agencies. Each with only the columns its receiver needs, as PDF with
lines to sign for it, as CSV and as a workbook.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from app import durable
from app.documents.check import check_paper
from app.documents.fonts import UnprintableCharacterError, clean
from app.documents.list_paper import ListColumn, ListDraft, render_list
from app.documents.parties import county_name
from app.documents.preview import page_count
from app.errors import InputError, UsageError
from app.exporting.tables import Table, write_tables
from app.jobs.asked_cases import asked_cases
from app.jobs.clock import now
from app.jobs.contacts import find_receiver, is_old
from app.jobs.draft_papers import find_office
from app.jobs.given_out import given_to
from app.jobs.motion_cases import caption_name
from app.jobs.progress import Progress
from app.jobs.relief_asked import ReliefAsks, asked_for
from app.jobs.rights import Right, check_may
from app.model.record import EventKind, RapSheet, RowRef
from app.model.relief import Procedure
from app.scratch import scratch_folder
from app.store import audit, contacts, papers, people, visible
from app.store.codec import decode_sheet
from app.store.papers import Paper, ReliefRow
from app.store.person_papers import people_of_convictions
from app.store.runs import CheckRun
from app.store.workspace import Workspace

COURT, STATE, DEFENDER, AGENCIES = "court", "state", "defender", "agencies"
RECEIVERS = (COURT, STATE, DEFENDER, AGENCIES)
PEOPLE_AT_A_TIME = 500
NOTE = "Relief is asked of the court for these convictions. This list is not an order."
_ROLES = {COURT: contacts.COURT, STATE: contacts.STATE, DEFENDER: contacts.DEFENDER}
_TITLES = {
    COURT: "List to the court",
    STATE: "List to the California Department of Justice",
    DEFENDER: "List to the public defender",
    AGENCIES: "List to the arresting agency",
}
_WORDS = {
    COURT: "the court", STATE: "the state", DEFENDER: "the public defender",
    AGENCIES: "an agency",
}  # fmt: skip
_ARRESTS = (EventKind.ARREST, EventKind.SUPPLEMENTAL_ARREST)


@dataclass(frozen=True, slots=True)
class _Line:
    """Everything a list may say of a conviction; a receiver's columns choose from it."""

    name: str
    born: str
    cii: str
    case_number: str
    court: str
    section: str
    level: str
    convicted_on: str
    relief: str
    procedure: str
    conviction_id: int = 0
    agency: str = ""
    arrested_on: str = ""
    agency_number: str = ""


_Column = tuple[str, float, Callable[[_Line], str]]
_NAME: _Column = ("Name", 3.0, lambda line: line.name)
_BORN: _Column = ("Born", 1.3, lambda line: line.born)
_CII: _Column = ("CII number", 1.4, lambda line: line.cii)
_CASE: _Column = ("Case number", 1.8, lambda line: line.case_number)
_COURT: _Column = ("Court", 2.4, lambda line: line.court)
_SECTION: _Column = ("Section", 1.7, lambda line: line.section)
_LEVEL: _Column = ("Level", 1.3, lambda line: line.level)
_DATE: _Column = ("Convicted on", 1.5, lambda line: line.convicted_on)
_RELIEF: _Column = ("Relief asked", 2.8, lambda line: line.relief)
_WAY: _Column = ("By", 1.3, lambda line: line.procedure)
_ARRESTED: _Column = ("Arrested on", 1.4, lambda line: line.arrested_on)
_AGENCY_NUMBER: _Column = ("Agency number", 1.8, lambda line: line.agency_number)
COLUMNS: Mapping[str, tuple[_Column, ...]] = {
    COURT: (_CASE, _NAME, _COURT, _SECTION, _LEVEL, _DATE, _RELIEF),
    STATE: (_CII, _NAME, _BORN, _CASE, _COURT, _SECTION, _DATE, _RELIEF),
    DEFENDER: (_NAME, _BORN, _CASE, _COURT, _SECTION, _LEVEL, _DATE, _RELIEF, _WAY),
    AGENCIES: (_NAME, _BORN, _ARRESTED, _AGENCY_NUMBER, _CASE, _SECTION, _DATE, _RELIEF),
}


@dataclass(frozen=True, slots=True)
class ListsRequest:
    folder: Path
    to: str  # one of RECEIVERS
    dated: date
    only_accepted: bool = False


@dataclass(frozen=True, slots=True)
class ListsSummary:
    files: tuple[Path, ...]
    n_lists: int
    n_lines: int
    left_out: tuple[str, ...]  # a sentence for each conviction on no list
    notes: tuple[str, ...]  # receivers not in the address book, or not checked for a year


def make_lists(
    workspace: Workspace, request: ListsRequest, progress: Progress, *, who: str
) -> ListsSummary:
    """Make the lists to one kind of receiver. ``progress`` counts people.

    All files or none. Raises InputError when there is nothing to list.
    """
    if request.to not in RECEIVERS:
        raise UsageError(f"There is no list to “{request.to}”. Known: {', '.join(RECEIVERS)}.")
    check_may(workspace, who, Right.PAPERS)
    asked = asked_cases(workspace, only_accepted=request.only_accepted)
    run, asks, left_out = asked.run, asked.asks, asked.left_out
    rows = [row for group in asked.groups for row in group]
    lines = _lines(workspace, rows, asks, request.to, progress)
    if request.to == AGENCIES:
        left_out += [_no_agency(line) for line in lines if not line.agency]
        lines = [line for line in lines if line.agency]
    lines = list(_printable(lines, left_out))
    if not lines:
        raise InputError(" ".join(["There is nothing to list.", *left_out[:3]]))
    maker = _Maker(workspace, run, request)
    files = maker.write(lines)
    with workspace.transaction():
        papers.insert_papers(workspace, maker.papers)
        audit.append(
            workspace, at=now(), who=who, action="lists", subject=request.to,
            new=f"{maker.n_lists} lists, {len(lines)} lines; "
            + given_to(request.folder, _people(workspace, maker.papers)),
        )  # fmt: skip
    return ListsSummary(files, maker.n_lists, len(lines), tuple(left_out), tuple(maker.notes))


def _people(workspace: Workspace, made: Iterable[Paper]) -> set[int]:
    """Who is on the lists."""
    return people_of_convictions(workspace, (one for paper in made for one in paper.conviction_ids))


def _lines(
    workspace: Workspace, rows: Sequence[ReliefRow], asks: ReliefAsks, to: str,
    progress: Progress,
) -> list[_Line]:  # fmt: skip
    """In court order. Rap sheets are opened only where the arrest is asked for."""
    ids = list(dict.fromkeys(row.person_id for row in rows))
    known = {number: people.get_person(workspace, number) for number in ids}
    arrests: dict[RowRef, tuple[_Arrest, ...]] = {}
    if to == AGENCIES:
        for start in range(0, len(ids), PEOPLE_AT_A_TIME):
            part = sorted(ids[start : start + PEOPLE_AT_A_TIME])
            for page in visible.iter_visible_people(workspace, ids=part):
                for _, record in page:
                    arrests |= _arrests(decode_sheet(record))
            progress.step(min(start + PEOPLE_AT_A_TIME, len(ids)), len(ids), "Looking for arrests")
    lines = []
    for row in rows:
        person = known[row.person_id]
        found = arrests.get(RowRef(row.source_id, row.row), ()) or (_Arrest(),)
        lines += [_line(row, person.cii, person.born, asks, arrest) for arrest in found]
    return lines


@dataclass(frozen=True, slots=True)
class _Arrest:
    agency: str = ""
    on: str = ""
    number: str = ""


def _arrests(sheet: RapSheet) -> dict[RowRef, tuple[_Arrest, ...]]:
    """The arrests of the cycle of each conviction, each agency once."""
    found: dict[RowRef, tuple[_Arrest, ...]] = {}
    for conviction in sheet.convictions():
        own: dict[str, _Arrest] = {}
        for event in conviction.cycle.events:
            if event.kind in _ARRESTS and event.agency:
                numbers = dict.fromkeys(c.case_number for c in event.charges if c.case_number)
                on = "" if event.on.is_unknown else str(event.on)
                own.setdefault(event.agency, _Arrest(event.agency, on, "; ".join(numbers)))
        found[conviction.charge.at] = tuple(own.values())
    return found


def _line(row: ReliefRow, cii: str, born: str, asks: ReliefAsks, arrest: _Arrest) -> _Line:
    return _Line(
        conviction_id=row.conviction_id,
        name=caption_name(row.name), born=born, cii=cii, case_number=row.case_number,
        court=row.court, section=row.section, level=row.level,
        convicted_on=row.convicted_on, relief=asked_for(row, asks).value,
        procedure=Procedure[row.procedure].value if row.procedure else "",
        agency=arrest.agency, arrested_on=arrest.on, agency_number=arrest.number,
    )  # fmt: skip


def _printable(lines: Iterable[_Line], left_out: list[str]) -> Iterator[_Line]:
    """The lines without those that no font can print; those are named."""
    for line in lines:
        try:
            for text in map(str, astuple(line)):
                clean(text, f"case {line.case_number or 'without a number'}")
        except UnprintableCharacterError as error:
            left_out.append(error.message)
        else:
            yield line


def _no_agency(line: _Line) -> str:
    number = line.case_number or "without a number"
    return (
        f"Case {number}, {line.section}: the record names no agency that made the arrest, so it "
        "is on no list."
    )


class _Maker:
    """Writes the lists of one kind and notes what a person should look at."""

    def __init__(self, workspace: Workspace, run: CheckRun, request: ListsRequest) -> None:
        self.n_lists = 0
        self.papers: list[Paper] = []
        self.notes: list[str] = []
        self._workspace = workspace
        self._run = run
        self._request = request
        self._office = find_office(workspace)

    def write(self, lines: Sequence[_Line]) -> tuple[Path, ...]:
        """All files under their names, or none."""
        folder, to = self._request.folder, self._request.to
        groups = _by_agency(lines) if to == AGENCIES else {"": list(lines)}
        try:
            durable.make_folder(folder)
            with scratch_folder(folder) as stage:
                for number, (agency, own) in enumerate(groups.items(), 1):
                    name = f"Agency {number:03d} {_safe(agency)}" if agency else _TITLES[to]
                    self._write_one(stage, name, agency, own)
                made = sorted(path.name for path in stage.iterdir())
                durable.replace_all((stage / name, folder / name) for name in made)
        except OSError as error:
            raise InputError(f"{folder} cannot be written to ({error.strerror}).") from error
        return tuple(folder / name for name in made)

    def _write_one(self, stage: Path, name: str, agency: str, lines: Sequence[_Line]) -> None:
        to = self._request.to
        columns = COLUMNS[to]
        rows = [[get(line) for _, _, get in columns] for line in lines]
        title = f"{_TITLES[to]}, {county_name(self._run.county)} County"
        draft = ListDraft(
            title, NOTE, self._office, self._receiver(agency),
            tuple(ListColumn(heading, share) for heading, share, _ in columns), rows,
            self._request.dated, self._workspace.info.is_practice,
        )  # fmt: skip
        pdf = render_list(draft)
        problems = check_paper(pdf, [number for number in rows[-1] if number])
        if problems:
            raise InputError(f"{name}: {' '.join(problems)}")
        (stage / f"{name}.pdf").write_bytes(pdf)
        self.papers.append(
            Paper(
                run_id=self._run.id, kind=f"list to {_WORDS[to]}", case_number="", person_id=None,
                file_name=f"{name}.pdf", sha256=hashlib.sha256(pdf).hexdigest(),
                n_pages=page_count(pdf), made_at=now(),
                conviction_ids=tuple(dict.fromkeys(line.conviction_id for line in lines)),
            )
        )  # fmt: skip
        table = Table("List", tuple(heading for heading, *_ in columns), rows)
        write_tables(stage, {f"{name}.csv": table}, f"{name}.xlsx")
        self.n_lists += 1

    def _receiver(self, agency: str) -> tuple[str, ...]:
        """Name and address; of an agency at least the name in the record."""
        to, county = self._request.to, self._run.county
        role = contacts.AGENCY if agency else _ROLES[to]
        contact = find_receiver(self._workspace, role, county, agency)
        whom = agency or f"the {role}"
        if contact is None:
            self.notes.append(f"The address book has no entry for {whom}; fill in the receiver.")
            return (agency,) if agency else ()
        if is_old(contact, self._request.dated):
            self.notes.append(f"{contact.name}: the address was not checked for a year.")
        return (contact.name, *contact.address)


def _by_agency(lines: Iterable[_Line]) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {}
    for line in lines:
        found.setdefault(line.agency, []).append(line)
    return dict(sorted(found.items()))


def _safe(text: str) -> str:
    return re.sub(r"[^\w-]+", " ", text, flags=re.ASCII).strip()[:60] or "agency"
