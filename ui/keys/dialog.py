"""File, Passphrases: everything that opens this workspace, and when the window locks itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from app.jobs import keys
from app.jobs.rights import Right, may
from app.store.office import ADMINISTRATOR
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.keys.office_dialogs import ChangeOfficeDialog, SheetMaker
from ui.keys.own_dialogs import AdministratorDialog, ChangeOwnDialog, GivePassphraseDialog
from ui.number_box import NumberBox
from ui.preferences import LONGEST_IDLE
from ui.sheet import Sheet
from ui.widgets import Banner, column, label, quiet_button, row, rule

_OWN = "You sign in as {name}. Nobody else knows your passphrase, and nobody can read it."
_NOBODY = (
    "Nobody signs in with a passphrase of their own: whoever knows the office passphrase opens the "
    "workspace and says who they are. Users (File, Office) can sign in instead; an administrator "
    "begins with it."
)
_LOOKING = (
    "You opened the workspace with the office passphrase or the recovery sheet: you only look."
)
_OFFICE = (
    "The office passphrase is the key to the file. Change it when somebody who left knows it; the "
    "file is encrypted anew."
)
_SHEET = (
    "The recovery sheet opens the workspace when every passphrase is forgotten. Print it and lock "
    "it away; print a new one after each change of the office passphrase."
)


class PassphrasesDialog(Sheet):
    """A sentence to each thing, and what can be done with it."""

    width_px = 640

    def __init__(
        self, desk: Desk, parent: QWidget | None, on_minutes: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(parent, "Passphrases", window_title="Passphrases")
        self._desk, self._on_minutes = desk, on_minutes
        self.told = Banner("stop", closable=True)
        self.body.addWidget(self.told)
        self.maker = SheetMaker(desk, self, self.told)
        self.own_about = label("", "secondary")
        self.own_button = quiet_button("Change my passphrase…", self.change_own)
        self.office_button = quiet_button("Change the office passphrase…", self.change_office)
        self.print_button = quiet_button("Print a recovery sheet…", self.maker.print_it)
        self.file_button = quiet_button("Recovery sheet as a file…", self.maker.choose_file)
        self.minutes = NumberBox()
        self.minutes.setRange(1, LONGEST_IDLE)
        self.minutes.setSuffix(" minutes")
        self.minutes.setAccessibleName("Minutes until the window locks itself")
        self.minutes.setValue(desk.preferences.lock_minutes)
        self.minutes.valueChanged.connect(self._keep_minutes)
        self._part("Signing in", self.own_about, self.own_button)
        self._part("Office passphrase", label(_OFFICE, "secondary"), self.office_button)
        self._part(
            "Recovery sheet", label(_SHEET, "secondary"), self.print_button, self.file_button
        )
        self.body.addWidget(label("Locking", "strong"))
        self.body.addLayout(
            row(
                label("Lock the window when nobody did anything for", wrap=False),
                self.minutes,
                None,
            )
        )
        self.set_buttons(quiet_button("Close", self.accept))
        self.refresh()

    def _part(self, title: str, about: QWidget, *buttons: QPushButton) -> None:
        self.body.addLayout(column(label(title, "strong"), about, row(*buttons, None), gap=0.75))
        self.body.addWidget(rule())

    def refresh(self) -> None:
        """Who may do what here."""
        user = self._desk.user

        def look(store: Workspace) -> tuple[bool, bool, bool]:
            states = keys.list_states(store)
            is_administrator = any(one.name == user and one.role == ADMINISTRATOR for one in states)
            are_used = any(one.has_own for one in states)
            return are_used, is_administrator, may(store, user, Right.MANAGE)

        self._desk.ask(self, "passphrases", look, self._show)

    def _show(self, found: tuple[bool, bool, bool]) -> None:
        are_used, is_administrator, may_manage = found
        access, user = self._desk.access, self._desk.user
        if access.is_recovery:
            self.own_about.setText(_LOOKING)
            self.own_button.setText("Put an administrator in…")
        elif are_used:
            self.own_about.setText(_OWN.format(name=user))
        else:
            self.own_about.setText(_NOBODY)
            self.own_button.setText("Begin with signing in…")
        self.own_button.setEnabled(access.is_recovery or are_used or is_administrator)
        for one in (self.office_button, self.print_button, self.file_button):
            one.setEnabled(may_manage and not access.is_recovery)
            one.setToolTip("" if one.isEnabled() else "An administrator who signed in does this")
        self.fit()

    def change_own(self) -> None:
        if self._desk.access.is_recovery:
            AdministratorDialog(self._desk, self.parentWidget()).open()
            self.accept()
        elif self._desk.access.user:
            ChangeOwnDialog(self._desk, self, on_done=self.refresh).open()
        else:
            GivePassphraseDialog(
                self._desk, self._desk.user, self, is_first_of_all=True, on_done=self.refresh
            ).open()

    def change_office(self) -> None:
        """The pages close for it: this dialog goes, for what it says is of before."""
        ChangeOfficeDialog(self._desk, self.parentWidget()).open()
        self.accept()

    def _keep_minutes(self, minutes: int) -> None:
        self._desk.preferences.lock_minutes = minutes
        self._on_minutes()
