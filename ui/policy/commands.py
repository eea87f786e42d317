"""What can be done with a policy besides checking: read it, sign it off, try it, add one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QPushButton, QWidget

from app.errors import Cancelled, UserError
from app.jobs.check_eligibility import CheckRequest
from app.jobs.policy_sheet import SheetRequest, save_sign_off_sheet
from app.jobs.progress import Progress
from app.rules.policy import Policy
from app.rules.presenting.present import read_out
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.messages import ask
from ui.outside import open_outside
from ui.policy.adding import Candidate, keep, look_at
from ui.policy.case_run import CaseRun, run_cases
from ui.policy.choices import PolicyChoices
from ui.policy.sheets import (
    CasesSheet,
    ProblemsSheet,
    ReadingSheet,
    RemarksSheet,
    WordsSheet,
    ask_file,
    file_stem,
)
from ui.policy.shelf import Unusable
from ui.widgets import Banner, button, quiet_button

Request = Callable[[], CheckRequest | None]
OnFailed = Callable[[Exception, CheckRequest], None]


class PolicyCommands(QObject):
    """Belongs to the policy page: reads its choices, says things in its banner."""

    added = Signal(str)  # the id of a policy that has come or changed

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        choices: PolicyChoices,
        said: Banner,
        request: Request,
        on_failed: OnFailed,
    ) -> None:
        """``request`` gives what is to be checked, None after saying what is missing;
        ``on_failed`` tells why that cannot be asked."""
        super().__init__(page)
        self._page, self._desk, self._choices = page, desk, choices
        self._said, self._request, self._on_failed = said, request, on_failed
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_sheet: Callable[[str], Path | None] = self._ask_sheet
        self.choose_policy_file: Callable[[], Path | None] = self._ask_policy_file
        self.read_button = quiet_button("Read the policy", self.read)
        self.more_button = button("More", "menu")
        self.menu = self._make_menu(self.more_button)
        choices.tools.addWidget(self.read_button)
        choices.tools.addWidget(self.more_button)
        choices.tools.addStretch(1)

    def _make_menu(self, opener: QPushButton) -> QMenu:
        menu = QMenu(opener)
        menu.addAction("&Save the sign-off sheet…", self.save_sheet)
        menu.addAction("&Run its cases", self.run_cases)
        menu.addSeparator()
        menu.addAction("&Add a policy file…", self.add_file)
        menu.addAction("&Words a policy can use", self.show_words)
        opener.setMenu(menu)
        opener.setAccessibleName("More to do with a policy")
        return menu

    def _policy(self) -> Policy:
        policy = self._choices.chosen
        if policy is None:
            raise RuntimeError("no policy is chosen")
        return policy

    # Reading

    def read(self) -> None:
        """The policy as an attorney reads it, with the options on the page."""
        choices = self._choices
        reading = read_out(
            self._policy(), choices.settings(), county=choices.county.chosen(), as_of=choices.day
        )
        self._open(ReadingSheet(self._page, reading))

    def show_words(self) -> None:
        self._open(WordsSheet(self._page))

    def show_unusable(self, one: Unusable) -> None:
        """What is wrong with a file of the office."""
        about = "It stays where it is and is not offered until it is mended."
        self._open(ProblemsSheet(self._page, one.file_name, one.problems, about))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # The sign-off sheet

    def save_sheet(self) -> None:
        """A sheet to sign, with what these options produce on the data of the workspace."""
        request = self._request()
        if request is None:
            return
        path = self.choose_sheet(f"Sign-off sheet {file_stem(request.policy.id)}.pdf")
        if path is None:
            return

        who = self._desk.user

        def job(workspace: Workspace, progress: Progress) -> Path:
            return save_sign_off_sheet(workspace, SheetRequest.of(request), path, progress, who=who)

        self._desk.run_job(
            "Making the sign-off sheet", job, self._show_saved, {"log"}, unit="people",
            on_failed=lambda error: self._on_failed(error, request),
        )  # fmt: skip

    def _show_saved(self, path: Path) -> None:
        self._said.show_message(
            "good", f"The sign-off sheet is in {path}.", "Open it", lambda: _open_file(path)
        )

    def _ask_sheet(self, name: str) -> Path | None:
        return ask_file(self._page, "Save the sign-off sheet", name, "*.pdf")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._said.show_message("stop", error.message)
        elif not isinstance(error, Cancelled):
            self._desk.report(error)

    # Its cases

    def run_cases(self) -> None:
        """Ask the policy the cases of its table, on this machine."""
        policy_id = self._policy().id

        def job(progress: Progress) -> CaseRun:
            return run_cases(policy_id, progress)

        self._desk.run_without_workspace(
            "Running the cases", job, self._show_cases, on_failed=self._failed, unit="cases"
        )

    def _show_cases(self, run: CaseRun) -> None:
        self._open(CasesSheet(self._page, run))

    # Adding one

    def add_file(self) -> None:
        """Check an office's own policy file and, when it can be used, take it in."""
        path = self.choose_policy_file()
        if path is None:
            return
        self._desk.run_without_workspace(
            f"Checking {path.name}",
            lambda _progress: look_at(path),
            self._decide,
            on_failed=self._failed,
        )

    def _decide(self, candidate: Candidate) -> None:
        check = candidate.check
        if not check.is_usable:
            about = "Nothing was changed."
            self._open(ProblemsSheet(self._page, check.source, check.problems, about))
        elif candidate.is_here:
            self.added.emit(candidate.policy_id)
            self._said.show_message("info", f"{check.source} is among the policies already.")
        elif candidate.replaces:
            ask(
                self._page,
                "Replace the office's policy?",
                f"The office has a policy {candidate.policy_id} with another text. If you replace "
                "it, the next check uses the new text; checks made before keep the text they used.",
                "Replace it",
                lambda: self._keep(candidate),
                is_dangerous=True,
            )
        else:
            self._keep(candidate)

    def _keep(self, candidate: Candidate) -> None:
        try:
            keep(candidate)
        except UserError as error:
            self._said.show_message("stop", error.message)
            return
        self.added.emit(candidate.policy_id)
        check = candidate.check
        title = check.policy.title if check.policy else check.source
        self._said.show_message("good", f"{title} was added and is chosen.")
        if check.remarks:
            self._open(RemarksSheet(self._page, check))

    def _ask_policy_file(self) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._page, "Add a policy file", "", "Policy files (*.toml)"
        )
        return Path(chosen) if chosen else None


def _open_file(path: Path) -> None:
    open_outside(path)
