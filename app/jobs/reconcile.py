"""A court's case list reconciled with the convictions of a workspace, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.exporting.tables import Table, write_tables
from app.importing.court_list import (
    CaseResult,
    Convicted,
    CourtCase,
    CourtList,
    Result,
    count_results,
)
from app.jobs.court_cases import read_court_cases
from app.jobs.given_out import GivenOut, on_record
from app.jobs.progress import Progress, Silent
from app.jobs.readers import FilePlan
from app.model.county import normalize_county
from app.model.dates import PartialDate
from app.model.relief import Outcome
from app.store import court_cases, records
from app.store.codec import decode_person
from app.store.workspace import Workspace

RELIEF = (Outcome.DISMISSAL.name, Outcome.REDUCTION.name)
PEOPLE_A_PAGE = 2000
CASES_CSV, UNLISTED_CSV, BOOK = "Court list.csv", "Not on the list.csv", "Court list.xlsx"
_CASE_COLUMNS = (
    "Row", "Case number", "Name", "Born", "Section", "Status", "Result", "Strength", "Why",
    "Convictions", "Name on record", "Born on record", "Case number on record",
    "Section on record", "Convicted on", "Answer",
)  # fmt: skip
CASE_KEYS = (
    "row", "case_number", "name", "born", "section", "status", "result", "strength", "why",
    "convictions", "name_on_record", "born_on_record", "case_number_on_record",
    "section_on_record", "convicted_on", "answer",
)  # fmt: skip
_UNLISTED_COLUMNS = (
    "Conviction", "Name", "Born", "Case number", "Section", "Convicted on", "Court", "Answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """``unlisted``: convictions with relief in the county that the list does not name."""

    county: str
    found: tuple[CaseResult, ...]
    unlisted: tuple[Convicted, ...]
    n_unread: int  # rows of the list that could not be read

    def counts(self) -> dict[str, int]:
        """By result, then those not on the list and rows that could not be read."""
        by_result = {result.value: n for result, n in count_results(self.found).items()}
        return {
            **by_result, "relief not on the list": len(self.unlisted),
            "rows that could not be read": self.n_unread,
        }  # fmt: skip


def reconcile(
    workspace: Workspace, plan: FilePlan, progress: Progress, *, county: str = ""
) -> Reconciliation:
    """Look up every case of a list. Writes nothing. ``county``: else that of the workspace.

    Raises InputError when the file cannot be used or holds no case, or when nothing of the
    county is on record.
    """
    name = plan.path.name
    cases = read_court_cases(
        plan, lambda done, total: progress.step(done, total, f"Looking up the cases of {name}")
    )
    made = reconcile_cases(workspace, cases, county=county, progress=progress)
    if not made.found:
        raise InputError(
            f"{name} holds no case that can be read. Check that it is the court's list, and its "
            "layout."
        )
    return made


def reconcile_cases(
    workspace: Workspace,
    cases: Iterable[CourtCase | None],
    *,
    county: str = "",
    progress: Progress | None = None,
) -> Reconciliation:
    """The same for cases from anywhere; None stands for a row that could not be read."""
    wanted = normalize_county(county or workspace.info.county)
    convictions = list(_convictions(workspace, wanted, progress or Silent()))
    if not convictions:
        raise InputError(
            f"Nothing of {wanted.title()} is on record here. Import the state's file first, or "
            "name the county with --county."
        )
    listed = CourtList(convictions)
    found, n_unread = [], 0
    for case in cases:
        if case is None:
            n_unread += 1
        else:
            found.append(listed.find(case))
    seen = {
        one.conviction_id
        for result in found
        if result.match in (Result.FOUND, Result.SPELLED_OTHERWISE)
        for one in result.convictions
    }
    unlisted = [
        one for one in convictions if one.outcome in RELIEF and one.conviction_id not in seen
    ]
    unlisted.sort(key=lambda one: (one.court, one.numbers, one.names, one.conviction_id))
    return Reconciliation(wanted, tuple(found), tuple(unlisted), n_unread)


def _convictions(workspace: Workspace, county: str, progress: Progress) -> Iterator[Convicted]:
    rows = list(court_cases.iter_county_convictions(workspace, county))
    people = sorted({row.person_id for row in rows})
    told: dict[int, tuple[tuple[str, ...], PartialDate]] = {}
    for batch in records.iter_coded_people(workspace, PEOPLE_A_PAGE, ids=people):
        for number, record in batch:
            person = decode_person(record)
            told[number] = tuple(n for n in (person.name, *person.aliases) if n), person.born
        progress.step(len(told), len(people), "Looking at the convictions on record")
    for row in rows:
        names, born = told[row.person_id]
        yield Convicted(
            row.conviction_id, names, born,
            tuple(row.case_number.split("; ")) if row.case_number else (),
            row.section, row.convicted_on, row.court, row.outcome,
        )  # fmt: skip


def write_reconciliation(
    workspace: Workspace, made: Reconciliation, folder: Path, *, who: str
) -> tuple[Path, ...]:
    """Both lists as CSV and as one workbook, whole or not at all; on record first."""
    cases = Table("Court list", _CASE_COLUMNS, [*map(case_cells, made.found)])
    unlisted = Table("Not on the list", _UNLISTED_COLUMNS, [*map(unlisted_cells, made.unlisted)])
    counts = Table("Counts", ("Result", "Rows"), list(made.counts().items()))
    given = GivenOut("comparison with a court's list", folder, people=None)
    with on_record(workspace, given, who=who):
        return write_tables(folder, {CASES_CSV: cases, UNLISTED_CSV: unlisted}, BOOK, [counts])


def case_cells(one: CaseResult) -> tuple[object, ...]:
    """A row of the table of cases, as `_CASE_COLUMNS`."""
    case, first = one.case, one.convictions[0] if one.convictions else None
    told: tuple[object, ...] = ("",) * 6
    if first is not None:
        answers = dict.fromkeys(_answer(each) for each in one.convictions)
        told = (
            first.names[0] if first.names else "", str(first.born), "; ".join(first.numbers),
            "; ".join(dict.fromkeys(each.section for each in one.convictions)),
            first.convicted_on, "; ".join(answer for answer in answers if answer),
        )  # fmt: skip
    born = "" if case.born.is_unknown else str(case.born)
    return (
        case.row, case.case_number, case.name, born, case.section, case.status, one.result.value,
        one.strength.word if one.strength else "", "; ".join(one.why),
        "; ".join(str(each.conviction_id) for each in one.convictions), *told,
    )  # fmt: skip


def unlisted_cells(one: Convicted) -> tuple[object, ...]:
    """A row of the table of what the list lacks, as `_UNLISTED_COLUMNS`."""
    return (
        one.conviction_id, one.names[0] if one.names else "", str(one.born),
        "; ".join(one.numbers), one.section, one.convicted_on, one.court, _answer(one),
    )  # fmt: skip


def _answer(one: Convicted) -> str:
    return Outcome[one.outcome].value if one.outcome else ""
