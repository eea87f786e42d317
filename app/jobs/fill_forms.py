"""Filling official forms for cases, from what was determined and reviewed."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents.draft import Court, MotionCase, Office
from app.documents.forms.blank import Blank
from app.documents.forms.checking import check_filled
from app.documents.forms.draft import FormDraft
from app.documents.forms.field_map import FieldMap
from app.documents.forms.filling import Filled, fill_form
from app.documents.forms.values import use_problems
from app.errors import InputError, UserError
from app.jobs.clock import now
from app.jobs.forms import FormState, find_form, list_forms, open_blank
from app.jobs.kept_policy import policy_of
from app.jobs.motion_cases import CaseRows, choose_cases, full_case, group_cases
from app.jobs.progress import Progress
from app.jobs.relief_asked import ReliefAsks
from app.jobs.rights import find_user
from app.store import audit, papers, records, runs
from app.store.papers import Paper, ReliefRow
from app.store.runs import CheckRun
from app.store.workspace import Workspace

ATTACHMENT_FORM = "MC-025"
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
    rows: CaseRows
    case: MotionCase
    filled: Filled
    overridden: tuple[str, ...]


def fill_forms(
    workspace: Workspace, request: FormRequest, progress: Progress, *, who: str
) -> FormsSummary:
    """Fill a form for cases and enter each in the register. ``progress`` counts cases.

    A case whose form cannot be filled is left out and named. Raises InputError when the form
    cannot be used, when something speaks against it and no reason is given, and when there is
    no such case.
    """
    find_user(workspace, who)
    state = find_form(list_forms(workspace, request.paper_date), request.form)
    _check_state(state, request.override)
    run = _latest_run(workspace)
    asks = ReliefAsks.of(policy_of(run), run.as_of)
    groups, left_out = _groups(workspace, request.cases, asks)
    bench = _Bench(workspace, state, request, run, asks)
    made: list[_Made] = []
    for done, rows in enumerate(groups):
        progress.step(done, len(groups), f"Filling {state.form}")
        try:
            made.append(bench.fill(rows))
        except UserError as error:
            left_out.append(f"Case {rows[0].case_number or 'without a number'}: {error.message}")
    progress.step(len(groups), len(groups), f"Filling {state.form}")
    if not made:
        raise InputError(" ".join(left_out[:3]) or "There is no case to fill the form for.")
    files = _publish(workspace, request, state, run, made, who)
    return FormsSummary(
        files, len(made), sum(one.filled.n_pages for one in made), tuple(left_out),
        tuple(_unfilled(made)), tuple(dict.fromkeys(w for one in made for w in one.overridden)),
    )  # fmt: skip


def preview_form(
    workspace: Workspace, form: str, conviction_id: int, office: Office, paper_date: date
) -> bytes:
    """The form for the case of a conviction, to look at; nothing is recorded and nothing asked."""
    state = find_form(list_forms(workspace, paper_date), form)
    _check_state(state, "a preview")
    run = _latest_run(workspace)
    asks = ReliefAsks.of(policy_of(run), run.as_of)
    request = FormRequest(form, Path(), (), office, paper_date, override="a preview")
    groups, left_out = choose_cases(papers.list_relief(workspace), asks)
    for rows in groups:
        if any(row.conviction_id == conviction_id for row in rows):
            return _Bench(workspace, state, request, run, asks).fill(rows).filled.pdf
    no_relief = "No relief is asked for this conviction, so no form is filled for it."
    raise InputError(left_out.get(conviction_id, no_relief))


def _check_state(state: FormState, override: str) -> None:
    if state.hindrances:
        raise InputError(" ".join(state.hindrances))
    if state.doubts and not override.strip():
        raise InputError(" ".join([*state.doubts, _GIVE_REASON]))


_GIVE_REASON = "To fill it all the same, give the reason (--override REASON); it is logged."


def _latest_run(workspace: Workspace) -> CheckRun:
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    return run


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
    """Fills a form for one case after the other."""

    def __init__(
        self, workspace: Workspace, state: FormState, request: FormRequest, run: CheckRun,
        asks: ReliefAsks,
    ) -> None:  # fmt: skip
        assert state.blank is not None
        assert state.found is not None
        self._workspace = workspace
        self._request = request
        self._run = run
        self._asks = asks
        self._doubts = state.doubts
        self._found = state.found
        self._blank = open_blank(workspace, state.blank)
        self._attachment = _attachment_form(workspace, request.paper_date)

    def fill(self, rows: CaseRows) -> _Made:
        sheet = records.get_rap_sheet(self._workspace, rows[0].person_id)
        case = full_case(sheet, rows, self._asks)
        draft = FormDraft(
            self._request.office, Court(self._run.county), case, self._request.paper_date,
            self._workspace.info.is_practice,
        )  # fmt: skip
        against = use_problems(self._found, draft)
        if against and not self._request.override.strip():
            raise InputError(" ".join([*against, _GIVE_REASON]))
        filled = fill_form(
            self._blank, self._found, draft, attachment_form=self._attachment,
            with_live_copy=self._request.with_live_copy,
        )  # fmt: skip
        problems = check_filled(filled)
        if problems:
            raise InputError(f"The filled {self._found.form} is not right: " + " ".join(problems))
        return _Made(rows, case, filled, (*self._doubts, *against))


def _attachment_form(workspace: Workspace, on: date) -> tuple[Blank, FieldMap] | None:
    """The office's form for attachments, when it is there and nothing speaks against it."""
    for state in list_forms(workspace, on):
        if state.blank is None or state.found is None or not state.is_ready:
            continue
        if state.form == ATTACHMENT_FORM and state.found.is_for_attachments:
            return open_blank(workspace, state.blank), state.found
    return None


def _unfilled(made: Sequence[_Made]) -> Iterable[str]:
    for one in made:
        if one.filled.unfilled:
            number = one.case.case_number or "without a number"
            yield f"Case {number}: blank on the form: {'; '.join(one.filled.unfilled)}."


def _publish(
    workspace: Workspace, request: FormRequest, state: FormState, run: CheckRun,
    made: Sequence[_Made], who: str,
) -> tuple[Path, ...]:  # fmt: skip
    """Write all files under temporary names, record them, then give them their names."""
    request.folder.mkdir(parents=True, exist_ok=True)
    taken = {path.name.casefold() for path in request.folder.iterdir()}
    with tempfile.TemporaryDirectory(prefix=".forms-", dir=request.folder) as temporary:
        moves: list[tuple[Path, Path]] = []
        entered: list[Paper] = []
        for one in made:
            stem = _free(f"{state.form} {one.case.case_number or 'no number'}", taken)
            name = f"{stem}.pdf"
            parts = [(name, one.filled.pdf)]
            if one.filled.live:
                parts.append((f"{stem}, live fields.pdf", one.filled.live))
            for part, data in parts:
                path = Path(temporary) / part
                path.write_bytes(data)
                moves.append((path, request.folder / part))
            digest = hashlib.sha256(one.filled.pdf).hexdigest()
            entered.append(
                Paper(
                    run_id=run.id, kind=f"{KIND} {state.form}",
                    case_number=one.rows[0].case_number, person_id=one.rows[0].person_id,
                    file_name=name, sha256=digest, n_pages=one.filled.n_pages, made_at=now(),
                )
            )  # fmt: skip
        with workspace.transaction():
            papers.insert_papers(workspace, entered)
            _record(workspace, request, state, made, who)
            for source, target in moves:
                source.replace(target)
    return tuple(target for _, target in moves)


def _record(
    workspace: Workspace, request: FormRequest, state: FormState, made: Sequence[_Made], who: str
) -> None:
    subject = f"{state.form}@{state.edition}"
    n_pages = sum(one.filled.n_pages for one in made)
    audit.append(
        workspace, at=now(), who=who, action="forms", subject=subject,
        new=f"{len(made)} forms, {n_pages} pages",
    )  # fmt: skip
    against = list(dict.fromkeys(words for one in made for words in one.overridden))
    if against:
        audit.append(
            workspace, at=now(), who=who, action="form override", subject=subject,
            old=" ".join(against), new=request.override.strip(),
        )  # fmt: skip


def _free(stem: str, taken: set[str]) -> str:
    """A name that no file of the folder has; a second one gets a number."""
    safe = re.sub(r"[^\w -]+", "-", stem, flags=re.ASCII).strip(" -")[:80]
    name, n = safe, 2
    while f"{name}.pdf".casefold() in taken or f"{name}, live fields.pdf".casefold() in taken:
        name, n = f"{safe} ({n})", n + 1
    taken.add(f"{name}.pdf".casefold())
    return name
