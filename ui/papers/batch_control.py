"""Making, resuming and printing a batch: the jobs behind the papers page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import Cancelled, UserError
from app.jobs.clock import today
from app.jobs.draft_papers import PapersRequest, PapersSummary, draft_papers, resume_papers
from app.jobs.given_out import record_printed
from app.jobs.papers.print_files import PrintFile, PrintSummary, arrange, make_print_files
from app.jobs.progress import Progress
from app.jobs.register import carry_out, plan_move
from app.model.paper_state import PRINTED
from app.store import batches, register
from app.store.batches import DONE, Batch
from app.store.register import RegisterFilter, RegisterRow
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.outside import open_outside
from ui.papers.print_dialog import PrintAsked, PrintDialog
from ui.papers.printing import PrintItem, PrintRun, ask_printer, items_of
from ui.widgets import Banner, plural


def stopped_words(batch: Batch) -> str:
    """A batch that did not come to its end, in a sentence."""
    return (
        f"A batch was stopped: {batch.n_done:,} of {plural(batch.n_papers, 'paper')} are made and "
        f"whole, in {batch.folder}."
    )


class BatchControl(QObject):
    """Speaks through the page's banner; `made` and `left_out` when a batch came to its end."""

    made = Signal(object)  # PapersSummary

    def __init__(self, desk: Desk, banner: Banner, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._banner = banner
        self._page = page
        self._run: PrintRun | None = None
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_folder: Callable[[], Path | None] = self._ask_folder
        self.choose_printer: Callable[[int], QPrinter | None] = lambda n: ask_printer(page, n)
        self.choose_print: Callable[[list[RegisterRow]], PrintAsked | None] = self._ask_print

    # Making

    def draft(self, request: PapersRequest) -> None:
        """Make the papers of a request."""
        who = self._desk.user

        def job(workspace: Workspace, progress: Progress) -> PapersSummary:
            return draft_papers(workspace, request, progress, who=who)

        self._run_batch("Drafting the papers", job)

    def resume(self) -> None:
        """Go on with the latest batch."""
        who = self._desk.user

        def job(workspace: Workspace, progress: Progress) -> PapersSummary:
            return resume_papers(workspace, progress, who=who)

        self._run_batch("Going on with the papers", job)

    def _run_batch(self, words: str, job: Callable[[Workspace, Progress], PapersSummary]) -> None:
        self._desk.run_job(
            words, job, self._show_made, {"papers"}, on_failed=self._on_failed, unit="papers"
        )

    def _on_failed(self, error: Exception) -> None:
        """What was made before is kept, and the way on is offered."""
        self._desk.data_changed.emit({"papers"})
        if isinstance(error, (Cancelled, UserError)):
            words = "" if isinstance(error, Cancelled) else error.message
            self._desk.ask(self, "batch", latest_batch, lambda found: self._tell(found, words))
        else:
            self._desk.report(error)

    def _tell(self, batch: Batch | None, words: str) -> None:
        if batch is None or batch.state == DONE:
            self._banner.show_message("stop" if words else "info", words or "Nothing was made.")
            return
        text = f"{words} {stopped_words(batch)}".strip()
        self._banner.show_message("stop" if words else "caution", text, "Go on", self.resume)

    def show_stopped(self, batch: Batch | None) -> None:
        """Offer to go on with a batch that was stopped earlier, where nothing else is said."""
        if batch is not None and batch.state != DONE and not self._banner.text:
            self._banner.show_message("caution", stopped_words(batch), "Go on", self.resume)

    def _show_made(self, summary: PapersSummary) -> None:
        folder = summary.files[-1].parent
        n = len(summary.files) - 1
        kept = f", {summary.n_kept:,} of them made before" if summary.n_kept else ""
        what = plural(summary.n_motions, "motion") if summary.n_motions else plural(n, "paper")
        text = (
            f"{what} for {plural(summary.n_counts, 'conviction')}, "
            f"{plural(summary.n_pages, 'page')}{kept}, in {folder}."
        )
        if summary.left_out:
            text += f" {plural(len(summary.left_out), 'case')} left out: the list stands under "
            text += f"“Left out”, with the reasons. The first: {summary.left_out[0]}"
        kind = "caution" if summary.left_out else "good"
        self._banner.show_message(kind, text, "Open folder", lambda: _open_folder(folder))
        self.made.emit(summary)

    def _ask_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self._page, "Folder for the papers")
        return Path(chosen) if chosen else None

    # Printing

    def print_batch(self) -> None:
        """Ask how the latest batch is printed, then print it or put it into files."""
        self._desk.ask(self, "batch rows", latest_rows, self._choose_print, self._refuse)

    def _ask_print(self, rows: list[RegisterRow]) -> PrintAsked | None:
        dialog = PrintDialog(rows, self._page)
        dialog.exec()
        return dialog.asked

    def _choose_print(self, rows: list[RegisterRow]) -> None:
        asked = self.choose_print(rows)
        if asked is None:
            return
        if asked.as_files:
            self._put_into_files(asked)
        else:
            self._desk.ask(
                self, "print files", lambda store: arrange(store, options=asked.options),
                lambda files: self._print_files(files, asked), self._refuse,
            )  # fmt: skip

    def _refuse(self, sentence: str) -> None:
        self._banner.show_message("stop", sentence)

    def _put_into_files(self, asked: PrintAsked) -> None:
        who = self._desk.user

        def job(workspace: Workspace, progress: Progress) -> PrintSummary:
            return make_print_files(workspace, progress, who=who, options=asked.options)

        self._desk.run_job("Putting the print files together", job, self._show_files, {"log"},
                           unit="files")  # fmt: skip

    def _show_files(self, made: PrintSummary) -> None:
        folder = made.files[-1].parent
        text = (
            f"{plural(made.n_papers, 'paper')} in {plural(len(made.files) - 1, 'print file')}: "
            f"{plural(made.n_pages, 'page')} on {plural(made.n_sheets, 'sheet')}, in {folder}."
        )
        self._banner.show_message("good", text, "Open folder", lambda: _open_folder(folder))

    def _print_files(self, files: list[PrintFile], asked: PrintAsked) -> None:
        items = items_of(files)
        places = [n for n, item in enumerate(items) if item.paper_id == asked.from_paper]
        is_first = not places or places[0] <= 2  # with the cover and the separator before it
        self.print_items(items if is_first else items[places[0] :], asked.options.two_sided)

    def print_items(self, items: Sequence[PrintItem], two_sided: bool = False) -> None:
        """Send documents to the printer that the person chooses."""
        if self._run is not None or not items:
            return
        n_pages = 0 if len(items) > 1 else items[0].n_pages
        printer = self.choose_printer(n_pages)
        if printer is None:
            return
        if two_sided:
            printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
        self._record(items, printer.printerName() or "printer")
        self._run = run = PrintRun(items, printer, self, two_sided=two_sided)
        run.progressed.connect(
            lambda n, total: self._banner.show_message(
                "info", f"Sending page {n:,} of {total:,} to the printer", "Stop", run.cancel
            )
        )
        run.finished.connect(lambda n: self._on_printed(run, n, two_sided))
        run.failed.connect(lambda sentence: self._on_print_failed(run, sentence, two_sided))
        run.start()

    def _record(self, items: Sequence[PrintItem], printer: str) -> None:
        """What goes to a printer leaves the workspace: it is on record, whether it comes out."""
        who = self._desk.user
        papers = [item.paper_id for item in items if item.paper_id]
        cases = [item.conviction_id for item in items if item.conviction_id]

        def job(workspace: Workspace, _progress: Progress) -> None:
            record_printed(workspace, papers, cases, printer, who=who)

        self._desk.run_job("Recording what is printed", job, lambda _: None, {"log"},
                           is_saving=True)  # fmt: skip

    def cancel_printing(self) -> None:
        """The workspace is closed: nothing more goes out."""
        if self._run is not None:
            self._run.cancel()

    def _on_printed(self, run: PrintRun, n_pages: int, two_sided: bool) -> None:
        self._run = None
        ids = [item.paper_id for item in run.sent if item.paper_id]
        text = f"{plural(n_pages, 'page')} sent to the printer."
        if run.rest:
            rest = run.rest
            text += f" Stopped before {rest[0].words}."
            self._banner.show_message(
                "caution", text, "Go on", lambda: self.print_items(rest, two_sided)
            )
        elif ids:
            text += " Look whether all of them came out."
            self._banner.show_message(
                "good", text, f"Enter {plural(len(ids), 'paper')} as printed",
                lambda: self._enter_printed(ids),
            )  # fmt: skip
        else:
            self._banner.show_message("good", text)

    def _on_print_failed(self, run: PrintRun, sentence: str, two_sided: bool) -> None:
        self._run = None
        rest = run.rest
        self._banner.show_message(
            "stop", sentence, "Go on with it", lambda: self.print_items(rest, two_sided)
        )

    def _enter_printed(self, ids: list[int]) -> None:
        who, day = self._desk.user, today()

        def job(workspace: Workspace, _progress: Progress) -> int:
            plan = plan_move(workspace, ids, PRINTED, day, day)
            return carry_out(workspace, plan.moves, who=who)

        def done(n: int) -> None:
            self._banner.show_message("good", f"{plural(n, 'paper')} entered as printed.")

        self._desk.run_job("Entering the papers", job, done, {"papers"}, is_saving=True)


def latest_batch(workspace: Workspace) -> Batch | None:
    return next(iter(batches.list_batches(workspace)), None)


def latest_rows(workspace: Workspace) -> list[RegisterRow]:
    """The papers of the latest batch in the order in which they are printed."""
    batch = latest_batch(workspace)
    if batch is None:
        return []
    ids = register.find_ids(workspace, RegisterFilter(batch_id=batch.id))
    rows = [row for row in register.get_rows(workspace, ids) if row.state != "withdrawn"]
    return sorted(rows, key=lambda row: row.file_name)


def _open_folder(folder: Path) -> None:
    open_outside(folder)
