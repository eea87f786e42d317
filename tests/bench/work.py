"""Stages that do the jobs of the program: run, import, check, export, papers.

Each function prepares what is not measured and returns the work that is.
"""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Callable

from tests.bench.outcome import Outcome
from tests.bench.place import AS_OF, COUNTY, KEY, POLICY, Place, request

Work = Callable[[], Outcome]
MOST_MOTIONS = 2_000
WHO = "bench"


def prepare_run(place: Place) -> Work:
    """The terminal's ``run``, with loading the program, no workspace kept."""
    arguments = [
        "run", str(place.delivery), "--county", COUNTY, "--policy", POLICY,
        "--as-of", AS_OF.isoformat(), "--out", str(place.own("run")),
        "--formats", "clear-my-record", "--json",
    ]  # fmt: skip

    def work() -> Outcome:
        import json

        from app.cli.main import main

        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(io.StringIO()) as said:
            status = main(arguments)
        if status:
            raise RuntimeError(f"run ended with status {status}: {said.getvalue()}")
        summary = json.loads(shown.getvalue())
        return Outcome(n_rows=summary["lineCount"], n_people=summary["peopleInFiles"])

    return work


def prepare_import(place: Place) -> Work:
    from app.jobs.import_files import import_files
    from app.jobs.progress import Silent
    from app.store.workspace import create_workspace

    path = place.own("import") / "import.relief"
    workspace = create_workspace(path, KEY, name="Bench", county=COUNTY, created_at="2026-07-01")

    def work() -> Outcome:
        summary = import_files(workspace, [place.delivery], Silent(), who=WHO)
        workspace.close()
        return Outcome(n_rows=summary.n_rows, n_people=summary.n_people)

    return work


def prepare_check(place: Place) -> Work:
    from app.jobs.check_eligibility import check_eligibility
    from app.jobs.progress import Silent
    from app.store import records
    from app.store.workspace import open_workspace

    path = place.own("check") / "check.relief"
    shutil.copy(place.imported, path)
    workspace = open_workspace(path, KEY)
    n_rows = sum(source.n_rows for source in records.list_sources(workspace))
    asked, n_people = request(), records.count_people(workspace)

    def work() -> Outcome:
        check_eligibility(workspace, asked, Silent(), who=WHO)
        workspace.close()
        return Outcome(n_rows=n_rows, n_people=n_people)

    return work


def prepare_export(place: Place) -> Work:
    from app.jobs.export_results import export_results
    from app.jobs.formats import CLEAR_MY_RECORD
    from app.jobs.progress import Silent
    from app.store import records

    workspace = place.open_checked()
    n_rows = sum(source.n_rows for source in records.list_sources(workspace))
    n_people = records.count_people(workspace)
    folder = place.own("export")

    def work() -> Outcome:
        export_results(workspace, folder, frozenset({CLEAR_MY_RECORD}), Silent(), who="ZOË")
        return Outcome(n_rows=n_rows, n_people=n_people)

    return work


def prepare_motions(place: Place) -> Work:
    """Single motions, at most 2,000 cases."""
    return _papers(place, "motions", MOST_MOTIONS)


def prepare_bulk_motion(place: Place) -> Work:
    """One bulk motion of every case."""
    return _papers(place, "bulk", None)


def _papers(place: Place, kind: str, limit: int | None) -> Work:
    from app.documents.draft import Office
    from app.jobs.draft_papers import PapersRequest, draft_papers
    from app.jobs.progress import Silent
    from app.store import papers
    from app.store.workspace import open_workspace

    # A copy: the register that a draft writes must not stand in the next stage's workspace.
    path = place.own(kind) / "papers.relief"
    shutil.copy(place.checked, path)
    workspace = open_workspace(path, KEY)
    n_people = len({row.person_id for row in papers.list_relief(workspace)})
    wanted = PapersRequest(path.parent / "out", frozenset({kind}), Office(), False, limit, AS_OF)

    def work() -> Outcome:
        made = draft_papers(workspace, wanted, Silent(), who=WHO)
        workspace.close()
        if kind == "motions":
            return Outcome(n_papers=made.n_motions)
        return Outcome(n_people=n_people, n_papers=1)

    return work
