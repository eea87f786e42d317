"""Help, Updates: what is in use, a bundle from a stick, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from app.errors import UserError
from app.jobs import updates
from app.jobs.updates import Installed
from app.updates.bundle import SUFFIX, Bundle
from app.updates.manifest import PROGRAM_KIND
from app.version import PROGRAM, VERSION
from ui.desk import Desk
from ui.messages import ask
from ui.sheet import Sheet
from ui.telling import tell
from ui.widgets import Banner, apart, column, label, primary_button, quiet_button, row

_ABOUT = (
    "A bundle is one file that holds a newer program or newer policies. It is taken only when "
    "somebody this program trusts has signed it, and tried before it is used. What was used before "
    "stays, so that you can go back."
)
_NEXT_START = "It is used from the next start of the program on."


class UpdatesDialog(Sheet):
    """One line and a way back for each bundle in use, and the button that takes another."""

    width_px = 640

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent, "Updates", window_title="Updates")
        self._desk = desk
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_file: Callable[[], Path | None] = self._ask_file
        self.said = Banner("good", closable=True)
        self.body.addWidget(label(_ABOUT, "secondary"))
        self.body.addWidget(self.said)
        self._lines = QWidget()
        self.body.addWidget(self._lines)
        self.take = primary_button("Take a bundle…", self.look)
        self.set_buttons(quiet_button("Close", self.reject), self.take)
        self.reload()

    def reload(self) -> None:
        """Look again at what is in use; every file of it is proven, which takes a moment."""
        self._desk.run_without_workspace(
            "Proving what is in use", lambda _: updates.list_installed(), self._fill
        )

    def _fill(self, found: list[Installed]) -> None:
        if not isValid(self):
            return
        fresh = QWidget()
        lines = [row(label(f"{PROGRAM} {VERSION}", "strong"), None)]
        for one in found:
            back = quiet_button("Roll back…", partial(self.ask_back, one))
            back.setAccessibleName(f"Roll back {_title(one)}")
            lines.append(apart(label(_words(one)), back))
        if not found:
            lines.append(
                apart(label("No bundle is in use: all is as the program came.", "secondary"))
            )
        fresh.setLayout(column(*lines))
        self.body.replaceWidget(self._lines, fresh)
        self._lines.setParent(None)  # nothing of it is seen or read any more
        self._lines.deleteLater()
        self._lines = fresh
        fresh.show()  # what is not shown yet does not count for the height
        self.fit()

    def look(self) -> None:
        """Choose a bundle and prove it; nothing is changed yet."""
        path = self.choose_file()
        if path is not None:
            self._desk.run_without_workspace(
                f"Proving {path.name}",
                lambda _: updates.look_at(path),
                self._offer,
                on_failed=self._fail,
            )

    def _offer(self, bundle: Bundle) -> None:
        if not isValid(self):
            return
        manifest = bundle.manifest
        what = PROGRAM if manifest.kind == PROGRAM_KIND else f"The policies “{manifest.name}”"
        words = (
            f"{what} {manifest.version}, made on {manifest.made_on}, signed by {bundle.key.name}. "
            f"Fingerprint of the key: {bundle.key.spoken}.\n\n{manifest.words}".strip()
        )
        ask(self, "Use this bundle?", words, "Use it", lambda: self._install(bundle.path))

    def _install(self, path: Path) -> None:
        who = self._desk.user
        self._desk.run_without_workspace(
            f"Taking {path.name} into use",
            lambda progress: updates.install(path, progress, who=who),
            self._installed,
            on_failed=self._fail,
            unit="bytes",
        )

    def _installed(self, one: Installed) -> None:
        self._tell(f"{_title(one)} {one.version} is here. {_NEXT_START}")

    def ask_back(self, one: Installed) -> None:
        """Say what going back means, then do it."""
        to = one.before or "the ones that the program came with"
        words = f"From {_title(one)} {one.version} to {to}. {_NEXT_START}"
        if one.kind == PROGRAM_KIND:
            words += (
                " Workspaces that the newer program has opened may need the backup that it made of "
                "them first: it stands beside each."
            )
        ask(self, "Roll back?", words, "Roll back", lambda: self._go_back(one))

    def _go_back(self, one: Installed) -> None:
        who = self._desk.user
        self._desk.run_without_workspace(
            "Rolling back",
            lambda _: updates.roll_back(one.kind, one.name, who=who),
            self._went_back,
            on_failed=self._fail,
        )

    def _went_back(self, version: str) -> None:
        self._tell(f"{version or 'What the program came with'} counts again. {_NEXT_START}")

    def _tell(self, sentence: str) -> None:
        if tell(self._desk, self.said, "good", sentence):
            self.reload()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, UserError):
            if tell(self._desk, self.said, "stop", error.message):
                self.fit()
        else:
            self._desk.report(error)

    def _ask_file(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Choose a bundle", "", f"Bundles of {PROGRAM} (*{SUFFIX})"
        )
        return Path(name) if name else None


def _title(one: Installed) -> str:
    return PROGRAM if one.kind == PROGRAM_KIND else f"the policies “{one.name}”"


def _words(one: Installed) -> str:
    title = _title(one)
    by = f", signed by {one.signed_by}" if one.signed_by else ""
    return f"{title[:1].upper()}{title[1:]} {one.version}{by}: {one.state}"
