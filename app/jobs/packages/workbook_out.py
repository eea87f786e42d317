"""Cases sent out as an Excel workbook, to be reviewed where this program is not."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import durable
from app.errors import InputError
from app.jobs.clock import now
from app.jobs.packages.cut import CutPlan, names_apart
from app.jobs.packages.guard import check_not_package
from app.jobs.packages.make import keep_package, states_that_leave
from app.jobs.packages.workbook_rows import ANSWER_CHOICES
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.jobs.source_rows import PlaceNames
from app.model.record import RowRef
from app.model.relief import Outcome
from app.model.review_sheet import identity_of
from app.scratch import scratch_folder
from app.store import office, package_copy, packages, reviews, runs
from app.store.case_states import CaseState, get_states, state_words
from app.store.packages import Package
from app.store.queue import QueueRow, get_rows
from app.store.workspace import Workspace

if TYPE_CHECKING:
    from app.exporting.review_workbook import SheetRow

MOST_CASES = 1_000_000  # what a sheet of Excel can hold
_AT_ONCE = 500


def send_workbook(
    workspace: Workspace,
    plan: CutPlan,
    path: Path,
    progress: Progress,
    *,
    who: str,
    reviewer: str = "",
    everything: bool = False,
) -> Package:
    """Write the open cases of all parts of a plan as one workbook; whole or not at all.

    ``everything`` writes those that are decided too. ``reviewer`` is written into every row,
    to be changed where somebody else decides. ``progress`` counts cases. Raises InputError.
    """
    check_not_package(workspace, "Sending cases out")
    check_may(workspace, who, Right.PACKAGE)
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist. Make it or choose another.")
    people = [one for part in plan.parts for one in part.people]
    answered = packages.convictions_of(workspace, people)
    ids = [number for number, is_answered in answered.items() if is_answered]
    states = get_states(workspace, ids)
    if not everything:
        ids = [number for number in ids if not _is_settled(states[number])]
    if len(ids) > MOST_CASES:
        raise InputError(f"{len(ids):,} cases are more than a sheet can hold. Send fewer.")
    taken = [one.package.name for one in packages.list_packages(workspace)]
    (name,) = names_apart([path.stem], taken)
    package = Package(
        0, secrets.token_hex(8), packages.WORKBOOK, name, plan.words, who, now(), run.id,
        len(people), len(ids), path.name,
    )  # fmt: skip
    with scratch_folder(path.parent) as folder:
        made = folder / "cases.xlsx"
        _write(workspace, package, made, ids, states, reviewer, progress)
        with workspace.transaction():
            bases = states_that_leave(workspace, dict.fromkeys(ids, True))
            number = keep_package(workspace, package, bases)
            durable.replace(made, path)
    return replace(package, id=number)


def _is_settled(state: CaseState) -> bool:
    return state.review is not None and state.review.is_settled


def _write(
    workspace: Workspace,
    package: Package,
    path: Path,
    ids: list[int],
    states: dict[int, CaseState],
    reviewer: str,
    progress: Progress,
) -> None:
    # Loaded when asked for: it takes long, and most commands do without.
    from app.exporting.review_workbook import Lists, write_review_workbook  # noqa: PLC0415

    reasons = [(one.code, one.words) for one in office.list_reasons(workspace, only_used=True)]
    about = (
        ("Workbook", f"{package.name}, {len(ids):,} cases of {workspace.info.name}"),
        ("Sent out", f"{package.made_at[:10]} by {package.made_by}"),
    )
    write_review_workbook(
        path, _rows(workspace, package, ids, states, progress),
        Lists(reasons, list(ANSWER_CHOICES)), about, reviewer=reviewer,
    )  # fmt: skip


def _rows(
    workspace: Workspace,
    package: Package,
    ids: list[int],
    states: dict[int, CaseState],
    progress: Progress,
) -> Iterator[SheetRow]:
    from app.exporting.review_workbook import SheetRow  # noqa: PLC0415

    names, n = PlaceNames(workspace), 0
    for start in range(0, len(ids), _AT_ONCE):
        progress.step(start, len(ids), "Writing the cases")
        page = ids[start : start + _AT_ONCE]
        seen = reviews.fingerprints(workspace, page)
        places = package_copy.places_of(workspace, page)
        for row in get_rows(workspace, page):
            n += 1
            number, shown = row.conviction_id, shown_cells(row)
            source, line, rule = places[number]
            file_name, at = names.name(RowRef(source, line))
            yield SheetRow(
                n, shown, rule, file_name, at, state_words(states[number]),
                identity_of(package.uid, number, seen[number], shown), seen[number],
            )  # fmt: skip
    progress.step(len(ids), len(ids), "Writing the cases")


def shown_cells(row: QueueRow) -> tuple[str, ...]:
    """What the sheet shows of a case (`app.model.review_sheet.SHOWN`)."""
    return (
        row.name, row.born, row.section, row.level, row.convicted_on, row.court, row.case_number,
        Outcome[row.outcome].value, row.reason,
    )  # fmt: skip
