"""What is killed: each work opens a workspace, does something, and says what is done.

Everything happens in one process: what would go to worker processes is done in turn, so that each
call to the disk has its number. Where real workers are killed too, `test_kill.py` looks.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from app.documents.draft import Office
from app.jobs import decide
from app.jobs.backup.make import make_backup
from app.jobs.backup.restore import restore_backup
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.draft_papers import PapersRequest, draft_papers
from app.jobs.formats import BULK, MOTIONS
from app.jobs.import_files import import_files
from app.jobs.keys import change_office_passphrase
from app.jobs.letter_press import LettersRequest
from app.jobs.letters import make_letters
from app.jobs.papers import press
from app.jobs.papers.print_files import make_print_files
from app.jobs.progress import Silent
from app.jobs.register_files import export_register
from app.jobs.report import write_report
from app.jobs.workers import Workers
from app.model.relief import Outcome
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store import queue
from app.store.key import Key
from app.store.workspace import Workspace, create_workspace, open_workspace

WHO = "A. Clerk"
COUNTY = "LOS ANGELES"
BEFORE, AFTER = date(2020, 7, 1), date(2026, 11, 1)
DAY = date(2026, 11, 2)
NAME = "Office.relief"
PAPERS = "papers"
BACKUPS, RESTORED = "backups", "Restored.relief"
OLD, NEW = "seven made-up words of before", "eight made-up words of afterwards"
N_MOTIONS = 7
OFFICE = Office(
    name="Office of the Made-up Attorney", attorney_name="Ana Example", bar_number="000000",
    address=("1 Example Street", "Los Angeles, CA 90000"), telephone="213-555-0100",
    fax="213-555-0101", email="office@example.org",
)  # fmt: skip

Say = Callable[[str], None]


class InTurn(Workers):
    """No processes: every task is done when its result is asked for."""

    def __init__(self) -> None:
        self.n_workers = 1

    def __enter__(self) -> InTurn:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def warm_up(self) -> None:
        pass

    def in_order(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Generator[Any]:
        yield from map(function, tasks)


def check_request(as_of: date) -> CheckRequest:
    policy = load_by_id("us-ca/los-angeles")
    return CheckRequest(policy, settle_options(policy, {}), COUNTY, as_of)


def do_import(folder: Path, key: Key, say: Say) -> None:
    """A second delivery."""
    with open_workspace(folder / NAME, key) as workspace:
        import_files(workspace, [folder / "Second.dat"], Silent(), who=WHO, workers=InTurn())
        say("imported")


def do_check(folder: Path, key: Key, say: Say) -> None:
    """A second check."""
    with open_workspace(folder / NAME, key) as workspace:
        check_eligibility(workspace, check_request(AFTER), Silent(), who=WHO, workers=InTurn())
        say("checked")


def do_review(folder: Path, key: Key, say: Say) -> None:
    """Decisions one by one and together, notes, undo and redo."""
    with open_workspace(folder / NAME, key) as workspace:
        for number, step in enumerate(review_steps(workspace), 1):
            step()
            say(f"step {number}")


def review_steps(workspace: Workspace) -> list[Callable[[], object]]:
    ids = [
        row.conviction_id
        for row in queue.get_rows(workspace, queue.list_by_date(workspace, in_scope_only=True))
        if row.outcome in ("DISMISSAL", "REDUCTION")
    ]
    assert len(ids) > 8

    def put(decision: decide.Decision, *places: int) -> Callable[[], object]:
        return lambda: decide.decide(workspace, decision, [ids[n] for n in places], who=WHO)

    def undo() -> object:
        return decide.undo(workspace, who=WHO)

    override = decide.Override(Outcome.NOT_ELIGIBLE, "OUTSIDE", "told by the court")
    return [
        put(decide.Accept(), 0), put(decide.Accept(), 1, 2, 3),
        put(decide.Park("see the file"), 4), undo, lambda: decide.redo(workspace, who=WHO),
        put(override, 5), lambda: decide.add_note(workspace, [ids[5]], "a note", who=WHO),
        put(decide.OpenAgain(), 1), undo, undo, put(decide.Accept(), 6, 7),
    ]  # fmt: skip


def papers_request(folder: Path) -> PapersRequest:
    return PapersRequest(folder / PAPERS, frozenset({MOTIONS, BULK}), OFFICE, False, N_MOTIONS, DAY)


def do_print(folder: Path, key: Key, say: Say) -> None:
    """A batch of papers, then what goes to the printer."""
    press.CASES_A_TASK = 2
    with open_workspace(folder / NAME, key) as workspace:
        draft_papers(workspace, papers_request(folder), Silent(), who=WHO, workers=InTurn())
        say("drafted")
        make_print_files(workspace, Silent(), who=WHO)
        say("put together")


def do_letters(folder: Path, key: Key, say: Say) -> None:
    """Letters, the register as files, the report."""
    with open_workspace(folder / NAME, key) as workspace:
        make_letters(workspace, LettersRequest(folder / "letters", DAY), Silent(), who=WHO)
        say("written")
        export_register(workspace, folder / "register", DAY, who=WHO)
        say("exported")
        write_report(workspace, folder / "report", who=WHO)
        say("reported")


def do_create(folder: Path, key: Key, say: Say) -> None:
    """A new workspace."""
    create_workspace(
        folder / "New.relief", key, name="New", county=COUNTY, created_at="2026-11-01T08:00:00"
    ).close()
    say("made")


def do_migrate(folder: Path, key: Key, say: Say) -> None:
    """A workspace of an older form."""
    open_workspace(folder / NAME, key).close()
    say("opened")


def do_backup(folder: Path, key: Key, say: Say) -> None:
    """A backup, and a new workspace made of it."""
    (folder / BACKUPS).mkdir()
    with open_workspace(folder / NAME, key) as workspace:
        made = make_backup(
            workspace, folder / BACKUPS, who=WHO, cause="button", progress=Silent()
        ).backup
        say("backed up")
    restore_backup(made.path, folder / RESTORED, key, who=WHO, progress=Silent())
    say("restored")


def do_rekey(folder: Path, key: Key, say: Say) -> None:
    """Another office passphrase: the file is written anew."""
    with open_workspace(folder / NAME, key) as workspace:
        change_office_passphrase(workspace, OLD, NEW, Silent(), who=WHO)
        say("changed")


WORKS: dict[str, Callable[[Path, Key, Say], None]] = {
    "import": do_import, "check": do_check, "review": do_review, "print": do_print,
    "letters": do_letters, "create": do_create, "migrate": do_migrate, "backup": do_backup,
    "rekey": do_rekey,
}  # fmt: skip
