"""Filling official forms for cases, from what was determined and reviewed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app import durable
from app.documents.draft import Court, Office
from app.documents.forms.blank import Blank
from app.documents.forms.draft import FormDraft
from app.documents.forms.field_map import FieldMap
from app.errors import InputError
from app.jobs.clock import now
from app.jobs.form_press import GIVE_REASON, FormTask, FormWork, Pressed, press
from app.jobs.forms import FormState, find_form, list_forms, open_blank
from app.jobs.given_out import given_to
from app.jobs.motion_cases import CaseRows, choose_cases, full_case, group_cases
from app.jobs.papers.frame import Frame, frame_of, get_run
from app.jobs.progress import Progress
from app.jobs.relief_asked import ReliefAsks
from app.jobs.rights import Right, check_may
from app.jobs.workers import Workers
from app.model.county import normalize_county
from app.scratch import scratch_folder
from app.store import audit, contacts, papers, records
from app.store.papers import Paper, ReliefRow
from app.store.runs import CheckRun
from app.store.workspace import Workspace

ATTACHMENT_FORM = "MC-025"
FEW = 12  # cases that are filled here and now: to start worker processes takes longer
CASES_A_TASK = 25
KIND = "form"  # in the register: "form CR-400"


@dataclass(frozen=True, slots=True)
class FormRequest:
    """``cases`` are numbers of cases or of convictions, none for every case with relief.

    ``override`` is why a form is filled although something speaks against it; it is logged.
    """

    form: str
    folder: Path
    cases: tuple[str, ...]
    office: Office
    paper_date: date
    with_live_copy: bool = False
    override: str = ""


@dataclass(frozen=True, slots=True)
class FormsSummary:
    files: tuple[Path, ...]
    n_forms: int
    n_pages: int
    left_out: tuple[str, ...]  # a sentence for each case whose form could not be filled
    unfilled: tuple[str, ...]  # what stays blank for hand, a sentence for each form
    overridden: tuple[str, ...]  # what the reason given answers for


@dataclass(frozen=True, slots=True)
class _Made:
    """A form that lies in the temporary folder under the names of its files."""

    rows: CaseRows
    names: tuple[str, ...]
    sha256: str
    n_pages: int
    unfilled: tuple[str, ...]
    against: tuple[str, ...]


def fill_forms(
    workspace: Workspace,
    request: FormRequest,
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
) -> FormsSummary:
    """Fill a form for cases and enter each in the register. ``progress`` counts cases.

    A case whose form cannot be filled is left out and named. Raises InputError when the form
    cannot be used, when something speaks against it and no reason is given, and when there is
    no such case. Many cases are filled in worker processes.
    """
    check_may(workspace, who, Right.PAPERS)
    state = find_form(list_forms(workspace, request.paper_date), request.form)
    _check_state(state, request.override)
    run = get_run(workspace)
    frame = frame_of(workspace, run, request.office, request.paper_date)
    groups, left_out = _groups(workspace, request.cases, frame.asks)
    if len(groups) > FEW and workers is None:
        with Workers() as own:
            return fill_forms(workspace, request, progress, who=who, workers=own)
    bench = _Bench(workspace, state, request, frame)
    pressed = bench.pressed(groups, workers if len(groups) > FEW else None)
    durable.make_folder(request.folder)
    with scratch_folder(request.folder) as temporary:
        shelf = _Shelf(request.folder, temporary, state.form)
        made: list[_Made] = []
        progress.step(0, len(groups), f"Filling {state.form}")
        for done, one in enumerate(pressed, 1):
            rows = groups[one.number]
            if one.problem:
                number = rows[0].case_number or "without a number"
                left_out.append(f"Case {number}: {one.problem}")
            else:
                made.append(shelf.put(rows, one))
            progress.step(done, len(groups), f"Filling {state.form}")
        if not made:
            raise InputError(" ".join(left_out[:3]) or "There is no case to fill the form for.")
        with workspace.transaction():
            papers.insert_papers(workspace, (_paper(one, state, run) for one in made))
            overridden = _record(workspace, request, state, made, who)
            files = shelf.publish(made)
    return FormsSummary(
        files, len(made), sum(one.n_pages for one in made), tuple(left_out),
        tuple(_unfilled(made)), overridden,
    )  # fmt: skip


def preview_form(
    workspace: Workspace, form: str, conviction_id: int, office: Office, paper_date: date
) -> bytes:
    """The form for the case of a conviction, to look at; nothing is recorded and nothing asked."""
    state = find_form(list_forms(workspace, paper_date), form)
    _check_state(state, "a preview")
    frame = frame_of(workspace, get_run(workspace), office, paper_date)
    request = FormRequest(form, Path(), (), office, paper_date, override="a preview")
    groups, left_out = choose_cases(papers.list_relief(workspace), frame.asks)
    for rows in groups:
        if any(row.conviction_id == conviction_id for row in rows):
            (one,) = _Bench(workspace, state, request, frame).pressed([rows], None)
            if one.problem:
                raise InputError(one.problem)
            return one.pdf
    no_relief = "No relief is asked for this conviction, so no form is filled for it."
    raise InputError(left_out.get(conviction_id, no_relief))


def _check_state(state: FormState, override: str) -> None:
    if state.hindrances:
        raise InputError(" ".join(state.hindrances))
    if state.doubts and not override.strip():
        raise InputError(" ".join([*state.doubts, GIVE_REASON]))


def _groups(
    workspace: Workspace, wanted: Sequence[str], asks: ReliefAsks
) -> tuple[list[CaseRows], list[str]]:
    """The cases asked for, in court order, and why convictions of them are left out."""
    rows = papers.list_relief(workspace)
    if wanted:
        rows = _named(rows, wanted)
    groups, left_out = choose_cases(rows, asks)
    return groups, list(left_out.values())


def _named(rows: Sequence[ReliefRow], wanted: Iterable[str]) -> list[ReliefRow]:
    """The rows of whole cases. Raises InputError for a name that means none, or two cases."""
    groups = group_cases(rows)
    chosen: list[ReliefRow] = []
    for name in dict.fromkeys(one.strip() for one in wanted):
        by_case = [group for group in groups if name in group[0].case_number.split("; ")]
        by_id = [group for group in groups if any(str(row.conviction_id) == name for row in group)]
        found = by_case + [group for group in by_id if group not in by_case]
        if not found:
            raise InputError(
                f"No relief is asked in a case {name}, after review. Give a case number, or the "
                "number of a conviction as 'cases' lists it."
            )
        if len({group[0].person_id for group in found}) > 1 or (by_id and len(found) > 1):
            raise InputError(
                f"{name} means several cases: " + "; ".join(map(_case_words, found))
                + ". Give the number of a conviction of the one that is meant."
            )  # fmt: skip
        chosen += [row for group in found for row in group if row not in chosen]
    return chosen


def _case_words(group: CaseRows) -> str:
    first = group[0]
    number = first.case_number or "without a number"
    return (
        f"case {number} in {first.court or 'a court not known'} (conviction {first.conviction_id})"
    )


class _Bench:
    """Puts the cases before the press: what is drafted here is filled there."""

    def __init__(
        self, workspace: Workspace, state: FormState, request: FormRequest, frame: Frame
    ) -> None:
        assert state.blank is not None
        assert state.found is not None
        self._workspace = workspace
        self._frame = frame
        self._court_address = _court_address(workspace, frame.court)
        self._work = FormWork(
            open_blank(workspace, state.blank), state.found,
            _attachment_form(workspace, request.paper_date), request.with_live_copy,
            bool(request.override.strip()),
        )  # fmt: skip

    def pressed(self, groups: Sequence[CaseRows], workers: Workers | None) -> Iterator[Pressed]:
        """A form for each group, in their order."""
        size = CASES_A_TASK if workers else 1
        tasks = (
            FormTask(
                self._work,
                [(n, self._draft(groups[n])) for n in range(at, min(at + size, len(groups)))],
            )
            for at in range(0, len(groups), size)
        )
        batches = workers.in_order(press, tasks) if workers else map(press, tasks)
        for batch in batches:
            yield from batch

    def _draft(self, rows: CaseRows) -> FormDraft:
        sheet = records.get_rap_sheet(self._workspace, rows[0].person_id)
        frame = self._frame
        return FormDraft(
            frame.office, frame.court, full_case(sheet, rows, frame.asks), frame.paper_date,
            frame.is_practice, self._court_address,
        )  # fmt: skip


def _court_address(workspace: Workspace, court: Court) -> tuple[str, ...]:
    """The address of the county's court, when the address book has exactly one with it."""
    if not court.county:
        return ()
    found = {
        one.address
        for one in contacts.list_contacts(workspace, role=contacts.COURT)
        if one.address and normalize_county(one.county) == normalize_county(court.county)
    }
    return found.pop() if len(found) == 1 else ()


def _attachment_form(workspace: Workspace, on: date) -> tuple[Blank, FieldMap] | None:
    """The office's form for attachments, when it is there and nothing speaks against it."""
    for state in list_forms(workspace, on):
        if state.blank is None or state.found is None or not state.is_ready:
            continue
        if state.form == ATTACHMENT_FORM and state.found.is_for_attachments:
            return open_blank(workspace, state.blank), state.found
    return None


def _unfilled(made: Sequence[_Made]) -> Iterator[str]:
    for one in made:
        if one.unfilled:
            number = one.rows[0].case_number or "without a number"
            yield f"Case {number}: blank on the form: {'; '.join(one.unfilled)}."


class _Shelf:
    """Files under temporary names, until all of them are given their own."""

    def __init__(self, folder: Path, temporary: Path, form: str) -> None:
        self._folder = folder
        self._temporary = temporary
        self._form = form
        self._taken = {path.name.casefold() for path in folder.iterdir()}

    def put(self, rows: CaseRows, one: Pressed) -> _Made:
        """Write the files of one form."""
        stem = self._free(f"{self._form} {rows[0].case_number or 'no number'}")
        parts = [(f"{stem}.pdf", one.pdf)]
        if one.live:
            parts.append((f"{stem}, live fields.pdf", one.live))
        for name, data in parts:
            (self._temporary / name).write_bytes(data)
        digest = hashlib.sha256(one.pdf).hexdigest()
        names = tuple(name for name, _ in parts)
        return _Made(rows, names, digest, one.n_pages, one.unfilled, one.against)

    def publish(self, made: Sequence[_Made]) -> tuple[Path, ...]:
        """Give every file its name."""
        names = [name for one in made for name in one.names]
        durable.replace_all((self._temporary / name, self._folder / name) for name in names)
        return tuple(self._folder / name for name in names)

    def _free(self, stem: str) -> str:
        """A name that no file of the folder has; a second one gets a number."""
        safe = re.sub(r"[^\w -]+", "-", stem, flags=re.ASCII).strip(" -")[:80]
        name, n = safe, 2
        while {f"{name}.pdf".casefold(), f"{name}, live fields.pdf".casefold()} & self._taken:
            name, n = f"{safe} ({n})", n + 1
        self._taken.add(f"{name}.pdf".casefold())
        return name


def _paper(one: _Made, state: FormState, run: CheckRun) -> Paper:
    first = one.rows[0]
    return Paper(
        run_id=run.id, kind=f"{KIND} {state.form}", case_number=first.case_number,
        person_id=first.person_id, file_name=one.names[0], sha256=one.sha256,
        n_pages=one.n_pages, made_at=now(), court=first.court, texts=_made_from(state),
        conviction_ids=tuple(row.conviction_id for row in one.rows),
    )  # fmt: skip


def _made_from(state: FormState) -> str:
    """The map and the blank, for the register."""
    whose = "the office’s" if state.is_own_map else "the shipped"
    digest = state.blank.sha256[:12] if state.blank else ""
    return f"{state.form}@{state.edition}, {whose} map, blank {digest}"


def _record(
    workspace: Workspace, request: FormRequest, state: FormState, made: Sequence[_Made], who: str
) -> tuple[str, ...]:
    """Log what was made, and what was overridden with whose reason; gives the latter."""
    subject = f"{state.form}@{state.edition}"
    n_pages = sum(one.n_pages for one in made)
    audit.append(
        workspace, at=now(), who=who, action="forms", subject=subject,
        new=f"{len(made)} forms, {n_pages} pages; "
        + given_to(request.folder, (row.person_id for one in made for row in one.rows)),
    )  # fmt: skip
    cases = (words for one in made for words in one.against)
    overridden = tuple(dict.fromkeys([*state.doubts, *cases]))
    if overridden:
        audit.append(
            workspace, at=now(), who=who, action="form override", subject=subject,
            old=" ".join(overridden), new=request.override.strip(),
        )  # fmt: skip
    return overridden
