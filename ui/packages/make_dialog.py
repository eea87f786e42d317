"""Making packages, and sending a workbook: how it is cut, and what is asked before it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from app.jobs.keys import SHORTEST
from app.jobs.packages.cut import CutPlan
from app.jobs.packages.make import Made, make_packages
from app.jobs.packages.workbook_out import send_workbook
from app.jobs.progress import Progress
from app.store.packages import Package
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.keys.secret_dialog import passphrase_field
from ui.packages.cut_choice import CutChoice
from ui.sheet import Sheet
from ui.start.dialogs import FolderField, documents_folder
from ui.widgets import Banner, field, label, plural, primary_button, quiet_button, row

_ABOUT = (
    "Each is an encrypted file with everything of its people and nothing of anybody else. Whoever "
    "reviews opens it with this program. Nobody's cases are split."
)
_ABOUT_BOOK = (
    "For whoever has no Relief Desk: cases as rows, with columns for the decision, the reason and "
    "the reviewer. A workbook is not encrypted: hand it only to those who may read it."
)
_HOW_TOLD = (
    "Not the passphrase of this workspace. Tell it on another way than the one the files go."
)


class _CutDialog(Sheet):
    """What both share: the choice, a place for problems, the button that does it."""

    help_at = "packages"

    width_px = 760

    def __init__(
        self, desk: Desk, title: str, about: str, chosen: Sequence[int], parent: QWidget | None, *,
        is_one: bool,
    ) -> None:  # fmt: skip
        super().__init__(parent, title, window_title=title)
        self.desk = desk
        self.body.addWidget(label(about, "secondary"))
        self.problem = Banner("stop")
        self.body.addWidget(self.problem)
        self.choice = CutChoice(desk, chosen, is_one=is_one)
        self.body.addWidget(self.choice, 1)
        self.yes: QPushButton = primary_button("", self.go)
        self.yes.setDefault(True)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.choice.planned.connect(self._planned)
        self._planned(None)

    def _planned(self, plan: CutPlan | None) -> None:
        words = self.words(plan)
        self.yes.setText(words)
        self.yes.setAccessibleName(words)
        self.yes.setEnabled(plan is not None)

    def words(self, plan: CutPlan | None) -> str:
        """What the button does."""
        raise NotImplementedError

    def go(self) -> None:
        """Do it, or say what is missing."""
        raise NotImplementedError

    def refuse(self, sentence: str, at: QWidget) -> None:
        self.problem.show_message("stop", sentence)
        self.fit()
        at.setFocus()


class MakeDialog(_CutDialog):
    """``on_made`` gets what was made."""

    def __init__(
        self, desk: Desk, chosen: Sequence[int], on_made: Callable[[Made], None],
        parent: QWidget | None,
    ) -> None:  # fmt: skip
        super().__init__(desk, "Make packages", _ABOUT, chosen, parent, is_one=False)
        self._on_made = on_made
        self.passphrase, self.again = passphrase_field(), passphrase_field()
        self.passphrase.setAccessibleName("Passphrase of the packages")
        self.again.setAccessibleName("The same passphrase again")
        first = field("Passphrase of the packages", self.passphrase)
        pair = row(first, field("The same again", self.again), gap=2)
        self.body.addLayout(pair)
        self.body.addWidget(label(_HOW_TOLD, "caption"))
        self.folder = FolderField(documents_folder(), "Folder for the packages")
        self.body.addLayout(field("Folder", self.folder))

    def words(self, plan: CutPlan | None) -> str:
        return f"Make {plural(len(plan.parts), 'package')}" if plan else "Make packages"

    def go(self) -> None:
        plan, secret, folder = self.choice.plan, self.passphrase.text(), self.folder.path
        if plan is None:
            return
        if len(secret) < SHORTEST:
            self.refuse(f"The passphrase needs {SHORTEST} letters at least.", self.passphrase)
            return
        if secret != self.again.text():
            self.refuse("The two passphrases differ. Type both again.", self.again)
            return
        if not folder.is_dir():
            self.refuse(f"There is no folder {folder}. Choose another.", self.folder)
            return
        who, on_made = self.desk.user, self._on_made

        def job(store: Workspace, progress: Progress) -> Made:
            return make_packages(store, plan, folder, secret, progress, who=who)

        self.accept()
        self.desk.run_job("Making packages", job, on_made, {"review"}, unit="cases")


class SendDialog(_CutDialog):
    """The same for a workbook; ``on_sent`` gets what went out."""

    def __init__(
        self, desk: Desk, chosen: Sequence[int], on_sent: Callable[[Package], None],
        parent: QWidget | None,
    ) -> None:  # fmt: skip
        super().__init__(desk, "Send a workbook", _ABOUT_BOOK, chosen, parent, is_one=True)
        self._on_sent = on_sent
        self.reviewer = QLineEdit()
        self.reviewer.setMaxLength(100)
        hint = "Stands in every row. Leave it empty where several people review: they write it."
        self.body.addLayout(field("Who will review (if known)", self.reviewer, hint))
        self.choose_target: Callable[[], Path | None] = self._ask_target  # a test answers

    def words(self, plan: CutPlan | None) -> str:
        n = sum(part.n_cases if self.choice.everything.isChecked() else part.n_open
                for part in plan.parts) if plan else 0  # fmt: skip
        return f"Write {plural(n, 'case')}…" if plan else "Write the cases…"

    def go(self) -> None:
        plan, path = self.choice.plan, self.choose_target()
        if plan is None or path is None:
            return
        who, on_sent, reviewer = self.desk.user, self._on_sent, self.reviewer.text().strip()
        everything = self.choice.everything.isChecked()

        def job(store: Workspace, progress: Progress) -> Package:
            return send_workbook(
                store, plan, path, progress, who=who, reviewer=reviewer, everything=everything
            )

        self.accept()
        self.desk.run_job("Writing the cases", job, on_sent, {"review"}, unit="cases")

    def _ask_target(self) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Send a workbook", "Cases for review.xlsx", "Excel workbook (*.xlsx)"
        )
        return Path(name).with_suffix(".xlsx") if name else None
