"""Passphrases of users: one's own, and one that is given to somebody."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from app.jobs import keys
from app.store.office import User
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.keys.secret_dialog import GOOD_WORDS, SecretDialog
from ui.widgets import field

_FIRST = (
    "Somebody else chose your passphrase. Choose one that only you know; until then you can look, "
    "and change nothing."
)


class ChangeOwnDialog(SecretDialog):
    """``is_first``: the one that an administrator gave has to go."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        *,
        is_first: bool = False,
        on_done: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            desk, parent, "Choose your own passphrase" if is_first else "Your passphrase",
            _FIRST if is_first else "", "Change my passphrase",
            no="Only look" if is_first else "Cancel",
        )  # fmt: skip
        self._on_done = on_done
        self.old = self.secret("The one that you were given" if is_first else "Passphrase so far")
        self.new = self.secret("New passphrase", GOOD_WORDS)
        self.again = self.secret("New passphrase again")
        self.old.setFocus()

    def go(self) -> None:
        if not self.old.text():
            self.refuse("Type the passphrase that you have.", self.old)
            return
        if not self.are_alike(self.new, self.again):
            return
        old, new, who = self.old.text(), self.new.text(), self.desk.user

        def done(_: None) -> None:
            self.desk.say("good", "Your passphrase was changed.")
            self._on_done()

        self.run(
            "Changing your passphrase", lambda store: keys.change_own(store, old, new, who=who),
            done, self.old,
        )  # fmt: skip


class GivePassphraseDialog(SecretDialog):
    """A first passphrase for a user; the first of all is an administrator's own."""

    def __init__(
        self,
        desk: Desk,
        name: str,
        parent: QWidget | None,
        *,
        is_first_of_all: bool,
        on_done: Callable[[], None] = lambda: None,
    ) -> None:
        about = (
            "From now on, whoever works here signs in with a name and a passphrase of their own. "
            "Begin with yours, then give each of the others a first one. The office passphrase "
            "stays what opens the workspace when nobody can sign in: lock it away."
            if is_first_of_all
            else f"{name} signs in with it once and then chooses another one, which only {name} "
            "knows. Tell it in person, not by mail. A lock-out is lifted by it."
        )
        title = "Begin with signing in" if is_first_of_all else f"A passphrase for {name}"
        super().__init__(
            desk, parent, title, about, "Begin" if is_first_of_all else "Give this passphrase"
        )
        self._name, self._is_first, self._on_done = name, is_first_of_all, on_done
        self.new = self.secret(
            "Your own passphrase" if is_first_of_all else "First passphrase", GOOD_WORDS
        )
        self.again = self.secret("The same again")
        self.new.setFocus()

    def go(self) -> None:
        if not self.are_alike(self.new, self.again):
            return
        name, new, who = self._name, self.new.text(), self.desk.user

        def done(_: None) -> None:
            if self._is_first:
                self.desk.has_signed_in(name)
            self._on_done()

        self.run(
            "Saving a passphrase",
            lambda store: keys.give_passphrase(store, name, new, who=who), done, self.new,
        )  # fmt: skip


class AdministratorDialog(SecretDialog):
    """After the office passphrase or the recovery sheet, where users sign in."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(
            desk, parent, "Nobody has signed in",
            "The workspace was opened with the office passphrase or the recovery sheet. That is "
            "enough to look. When no administrator can sign in any more, put one in: somebody new, "
            "or somebody who works here already. It stands in the record of the work.",
            "Put this administrator in", no="Only look",
        )  # fmt: skip
        self.name = QLineEdit()
        self.name.setPlaceholderText("First and last name")
        self.name.setMaxLength(100)
        self.body.addLayout(field("Administrator", self.name))
        self.new = self.secret("Their own passphrase", GOOD_WORDS)
        self.again = self.secret("The same again")
        self.no.setFocus()

    def go(self) -> None:
        name = self.name.text()
        if not name.strip():
            self.refuse("Type the name of the administrator.", self.name)
            return
        if not self.are_alike(self.new, self.again):
            return
        new = self.new.text()

        def put(store: Workspace) -> User:
            return keys.put_administrator(store, name, new)

        def done(user: User) -> None:
            self.desk.has_signed_in(user.name)
            self.desk.say(
                "good",
                f"{user.name} is an administrator and has signed in. Change the office passphrase "
                "(File, Passphrases) if somebody who left knows it.",
            )

        self.run("Putting an administrator in", put, done, self.name)
