"""Users of a workspace and what each may; added, given another role, gone and come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.jobs import keys
from app.jobs import office as jobs
from app.jobs.keys import SignInState
from app.store import office
from app.store.office import ADMINISTRATOR, ROLES, User
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.keys.own_dialogs import GivePassphraseDialog
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, column, data_table, field, label, quiet_button, row


@dataclass(frozen=True, slots=True)
class _Row:
    """A user, and how that user signs in; None for one who left."""

    user: User
    state: SignInState | None


_COLUMNS: tuple[Column[_Row], ...] = (
    Column("Name", lambda one: one.user.name),
    Column("Role", lambda one: one.user.role.capitalize()),
    Column("Now", lambda one: "Works here" if one.user.is_active else "Left"),
    Column("Signs in", lambda one: one.state.words if one.state is not None else ""),
    Column("Added by", lambda one: f"{one.user.added_by}, {one.user.added_at[:10]}"),
)
_WIDTHS = (176, 112, 96, 136, 168)
_NOBODY = (
    "No users yet: whoever opens this workspace may do everything in it. The first user is an "
    "administrator, who adds the others; from then on only users change anything."
)


class UsersPane(QWidget):
    """A table, what can be done with the user chosen in it, and a line to add one."""

    def __init__(self, desk: Desk, told: Banner) -> None:
        super().__init__()
        self._desk, self._jobs, self._told = desk, ToldJobs(desk, self, told), told
        self.about = label("", "secondary")
        self.model: RowsModel[_Row] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Users")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.role = _role_box("Role of the chosen user")
        self.role_button = quiet_button("Give this role", self.give_role)
        self.leave_button = quiet_button("Leaves the office", self.leave)
        self.key_button = quiet_button("Passphrase…", self.give_passphrase)
        self.lift_button = quiet_button("Lift the lock-out", self.lift)
        self.name = QLineEdit()
        self.name.setPlaceholderText("First and last name")
        self.name.setMaxLength(jobs.LONGEST_NAME)
        self.name.returnPressed.connect(self.add)
        self.new_role = _role_box("Role of the new user")
        self.add_button = quiet_button("Add user", self.add)
        self._build()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.refresh()

    def _build(self) -> None:
        adding = row(field("New user", self.name), field("Role", self.new_role), gap=2)
        adding.setStretch(0, 1)
        adding.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        frame = column(
            self.about, self.table,
            row(
                self.role, self.role_button, self.leave_button, self.key_button, self.lift_button,
                None,
            ),
            adding, gap=1.5,
        )  # fmt: skip
        frame.setStretch(1, 1)
        frame.setContentsMargins(0, space(2), 0, 0)
        self.setLayout(frame)

    def refresh(self) -> None:
        self._desk.ask(self, "office users", _rows, self._show)

    def _show(self, users: list[_Row]) -> None:
        place = max(0, self.table.currentIndex().row())
        self.model.set_records(users)
        self.about.setText(_roles_words() if users else _NOBODY)
        is_first = not users
        self.new_role.setCurrentIndex(
            self.new_role.findData(ADMINISTRATOR if is_first else "clerk")
        )
        self.new_role.setEnabled(not is_first)
        if is_first and not self.name.text():
            self.name.setText(self._desk.user)
        self.table.selectRow(min(place, len(users) - 1))
        self._show_chosen()

    @property
    def chosen(self) -> User | None:
        found = self.model.record(self.table.currentIndex())
        return found.user if found is not None else None

    def _show_chosen(self) -> None:
        found = self.model.record(self.table.currentIndex())
        state = found.state if found is not None else None
        for widget in (self.role, self.role_button, self.leave_button):
            widget.setEnabled(found is not None)
        self.key_button.setEnabled(state is not None and self._may_give(state))
        self.lift_button.setVisible(state is not None and state.is_locked_out)
        if found is None:
            return
        user = found.user
        self.key_button.setAccessibleName(f"Passphrase of {user.name}")
        self.role.setCurrentIndex(self.role.findData(user.role))
        words = "Leaves the office" if user.is_active else "Comes back"
        self.leave_button.setText(words)
        self.leave_button.setAccessibleName(f"{user.name} {words.lower()}")

    def add(self) -> None:
        """Add the user typed in; the first one is at this desk from then on."""
        name, role, who = self.name.text(), str(self.new_role.currentData()), self._desk.user
        is_first = not self.model.rowCount()

        def done(made: User) -> None:
            self.name.clear()
            if is_first:
                self._desk.set_worker(made.name)
            self.refresh()

        self._run("Adding a user", lambda store: jobs.add_user(store, name, role, who=who), done)

    def give_role(self) -> None:
        user, role, who = self.chosen, str(self.role.currentData()), self._desk.user
        if user is not None:
            name = user.name
            self._run(
                "Changing a role", lambda store: jobs.set_role(store, name, role, who=who),
                lambda _: self.refresh(),
            )  # fmt: skip

    def _may_give(self, state: SignInState) -> bool:
        """The first of all is the own one of an administrator; then all but the own one."""
        is_own = state.name == self._desk.user
        if self._desk.access.user:
            return not is_own
        return is_own and state.role == ADMINISTRATOR and not self._desk.access.is_recovery

    def give_passphrase(self) -> None:
        """A first one for the chosen user, or the beginning of signing in."""
        user = self.chosen
        if user is not None:
            GivePassphraseDialog(
                self._desk, user.name, self, is_first_of_all=not self._desk.access.user,
                on_done=self._given,
            ).open()  # fmt: skip

    def _given(self) -> None:
        self._told.show_message("good", "The passphrase is saved.")
        self.refresh()

    def lift(self) -> None:
        """The chosen user may try again."""
        user, who = self.chosen, self._desk.user
        if user is not None:
            name = user.name
            self._jobs.run(
                "Lifting a lock-out", lambda store: keys.lift_lock_out(store, name, who=who),
                lambda _: self.refresh(), {"log"},
            )  # fmt: skip

    def leave(self) -> None:
        """The chosen user leaves, or comes back."""
        user, who = self.chosen, self._desk.user
        if user is not None:
            does = jobs.remove_user if user.is_active else jobs.return_user
            name = user.name
            self._run(
                "Changing a user", lambda store: does(store, name, who=who),
                lambda _: self.refresh(),
            )  # fmt: skip

    def _run(
        self, what: str, job: Callable[[Workspace], User], on_done: Callable[[User], None]
    ) -> None:
        self._jobs.run(what, job, on_done, {"settings", "review"})


def _rows(store: Workspace) -> list[_Row]:
    states = {one.name: one for one in keys.list_states(store)}
    return [_Row(user, states.get(user.name)) for user in office.list_users(store)]


def _role_box(name: str) -> QComboBox:
    made = QComboBox()
    for role in ROLES:
        made.addItem(role.capitalize(), role)
    made.setAccessibleName(name)
    return made


def _roles_words() -> str:
    return " ".join(
        f"{('An ' if role[0] == 'a' else 'A ') + role} {says}."
        for role, says in jobs.ROLE_SENTENCES.items()
    )
