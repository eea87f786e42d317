"""Signing off: what is open, the signature, what was changed since, and lifting it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.jobs import sign_off as jobs
from app.jobs.record_words import local_time
from app.jobs.sign_off import Readiness, ShownChange, Verified
from app.store import signing
from app.store.signing import SignOff
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.help.asking import set_help
from ui.tables.rows import Column, RowsModel
from ui.theme import px
from ui.told_jobs import ToldJobs
from ui.widgets import (
    Banner,
    column,
    data_table,
    help_link,
    label,
    plural,
    primary_button,
    quiet_button,
    row,
)
from ui.words_dialog import WordsDialog

_COLUMNS: tuple[Column[ShownChange], ...] = (
    Column("When", lambda one: local_time(one.change.at)),
    Column("Who", lambda one: one.change.who),
    Column("Case", lambda one: f"{one.change.conviction_id:,}", is_number=True),
    Column("Before", lambda one: one.before),
    Column("After", lambda one: one.after),
    Column("Why", lambda one: one.change.why),
)
_HELP = "reviewing#sign-off"
_WIDTHS = (176, 128, 80, 208, 208, 80)
_ABOUT = (
    "An attorney signs the results off when the work on them is done. Then nothing changes them "
    "unnoticed: files, mends, merges and checks are refused, and a decision that is changed all "
    "the same needs a reason and is listed here. Signing off also calls the check final."
)


@dataclass(frozen=True, slots=True)
class SignOffState:
    """``past`` are those that were lifted, the latest first."""

    ready: Readiness
    in_force: SignOff | None
    changes: list[ShownChange]
    past: list[SignOff]


def ask_state(workspace: Workspace) -> SignOffState:
    in_force = signing.find_sign_off(workspace)
    return SignOffState(
        jobs.can_sign_off(workspace), in_force,
        jobs.list_changes(workspace),
        [one for one in signing.list_sign_offs(workspace) if one.lifted_at],
    )  # fmt: skip


class SignOffPane(QWidget):
    """One sentence, what it rests on, and the one button."""

    case_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_help(self, _HELP)
        self._desk = desk
        self.state: SignOffState | None = None
        self.told = Banner("stop", closable=True)
        self._jobs = ToldJobs(desk, self, self.told)
        self.heading = label("", "section")
        self.says = label("", "body")
        self.open = label("", "body")
        self.verified = label("", "body")
        self.broken = Banner("stop")
        self.hash = label("", "caption")
        self.hash.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.changes_title = label("", "strong")
        self.model: RowsModel[ShownChange] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Changes since the sign-off")
        self.past = label("", "caption")
        self.show_button = quiet_button("Show the case", self._show_case)
        self.verify_button = quiet_button("Verify", self.verify)
        self.verify_button.setToolTip("Hash every decision again and compare with what was signed")
        self.lift_button = quiet_button("Lift the sign-off…", self.ask_lift)
        self.sign_button = primary_button("Sign off…", self.ask_sign)
        self._build()
        self.table.activated.connect(lambda _: self._show_case())

    def _build(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        frame = column(
            self.told, row(self.heading, None, help_link("Sign-off", _HELP)), self.says, self.open,
            self.verified, self.broken, self.hash, self.changes_title, self.table,
        )  # fmt: skip
        frame.setStretch(8, 1)
        frame.addWidget(self.past)
        frame.addStretch(0)
        frame.addLayout(
            row(None, self.show_button, self.verify_button, self.lift_button, self.sign_button)
        )
        self.setLayout(frame)

    def refresh(self) -> None:
        self._desk.ask(self, "sign-off", ask_state, self._show)

    def _show(self, state: SignOffState) -> None:
        self.state = state
        signed = state.in_force
        self.heading.setText("Signed off" if signed else "Not signed off")
        self.says.setText(jobs.signed_words(signed) if signed else _ABOUT)
        self.open.setText("" if signed else _open_text(state.ready))
        self.open.setVisible(signed is None)
        self._show_verified(None)
        self.hash.setText(f"SHA-256 {signed.sha256}" if signed else "")
        self.hash.setVisible(signed is not None)
        self._show_changes(state)
        self.past.setText("\n".join(f"Before: {jobs.signed_words(one)}" for one in state.past))
        self.past.setVisible(bool(state.past))
        self.sign_button.setVisible(signed is None)
        self.sign_button.setEnabled(state.ready.can_sign)
        self.lift_button.setVisible(signed is not None)
        self.verify_button.setVisible(signed is not None)

    def verify(self) -> None:
        """Hash the decisions again: are they those that were signed."""
        self._jobs.run("Verifying the sign-off", jobs.verify_sign_off, self._show_verified, set())

    def _show_verified(self, verified: Verified | None) -> None:
        sentence = verified.sentence if verified is not None else ""
        is_same = verified is None or verified.is_same
        self.verified.setText(sentence if is_same else "")
        self.verified.setVisible(bool(sentence) and is_same)
        self.broken.show_message("stop", "" if is_same else sentence)

    def _show_changes(self, state: SignOffState) -> None:
        self.model.set_records(state.changes)
        n = len(state.changes)
        self.changes_title.setText(f"{plural(n, 'change')} since" if n else "No change since")
        self.changes_title.setVisible(state.in_force is not None)
        for widget in (self.table, self.show_button):
            widget.setVisible(bool(n))
        if n:
            self.table.selectRow(0)

    def _show_case(self) -> None:
        one = self.model.record(self.table.currentIndex())
        if one is not None:
            self.case_wanted.emit(one.change.conviction_id)

    def ask_sign(self) -> None:
        """Asks for words, which are needed while something is open."""
        state = self.state
        if state is None or not state.ready.can_sign:
            return
        ready, who = state.ready, self._desk.user
        n = ready.counts.n_cases
        about = (
            f"You are {who}. {plural(n, 'conviction')} with {'its' if n == 1 else 'their'} "
            f"decisions will be locked.\n\n{_open_text(ready)}"
        )
        WordsDialog(
            self,
            "Sign the results off",
            about,
            "Why, although this is open" if ready.needs_words else "Words, if any",
            "Sign off",
            self._sign,
            hint="For example: the rest goes into the second filing",
            is_needed=ready.needs_words,
        ).open()

    def _sign(self, words: str) -> None:
        who = self._desk.user
        self._jobs.run(
            "Signing off",
            lambda store: jobs.sign_off(store, who, words),
            lambda _: self.refresh(),
            {"review", "check"},
        )

    def ask_lift(self) -> None:
        """Asks why."""
        WordsDialog(
            self,
            "Lift the sign-off",
            "Everything can be changed again, without reasons, until the results are signed off "
            "anew. This sign-off stays on record with your reason.",
            "Why is it lifted?",
            "Lift the sign-off",
            self._lift,
            is_dangerous=True,
        ).open()

    def _lift(self, why: str) -> None:
        who = self._desk.user
        self._jobs.run(
            "Lifting the sign-off",
            lambda store: jobs.lift(store, who, why),
            lambda _: self.refresh(),
            {"review", "check"},
        )


def _open_text(ready: Readiness) -> str:
    if ready.why_not:
        return ready.why_not
    if not ready.open_words:
        return "Nothing is open."
    return "Still open:\n" + "\n".join(f"•  {one}" for one in ready.open_words)
