"""Making and opening a workspace: name, county, folder, passphrase, the user's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.errors import InputError, UserError
from app.jobs.keys import check_strong
from app.store.workspace import SUFFIX, create_workspace
from ui.counties import california_counties
from ui.desk import Desk, Opener
from ui.keys.secret_dialog import passphrase_field
from ui.sheet import Sheet
from ui.theme import space
from ui.widgets import (
    Banner,
    SearchableCombo,
    field,
    label,
    primary_button,
    quiet_button,
    row,
)

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


class WorkspaceDialog(Sheet):
    """What both dialogs share: a heading, a place for problems, the buttons, the opening."""

    def __init__(self, desk: Desk, title: str, about: str, yes: str, parent: QWidget) -> None:
        super().__init__(parent, title, window_title=title)
        self.desk = desk
        self.body.addWidget(label(about, "secondary"))
        self.problem = Banner("stop", closable=False)
        self.body.addWidget(self.problem)
        self.fields = self.body
        self.yes: QPushButton = primary_button(yes, self.go)
        self.yes.setDefault(True)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)

    def go(self) -> None:
        """Read the fields; say what is missing, else open."""
        raise NotImplementedError

    def refuse(self, sentence: str, at: QWidget) -> None:
        self.problem.show_message("stop", sentence)
        self.fit()
        at.setFocus()

    def start(self, opener: Opener, at: QWidget) -> None:
        """Open on the background thread; close this dialog when it worked."""
        self.problem.show_message("info", "")
        self.yes.setEnabled(False)

        def failed(error: Exception) -> None:
            self.yes.setEnabled(True)
            if isinstance(error, UserError):
                self.refuse(error.message, at)
            else:
                self.reject()
                self.desk.report(error)

        self.desk.open(opener, self.accept, on_failed=failed)

    def name_field(self) -> QLineEdit:
        """The name that is recorded; asked once, remembered afterwards."""
        editor = QLineEdit(self.desk.user if self.desk.preferences.has_user else "")
        editor.setPlaceholderText("First and last name")
        editor.setMaxLength(100)
        if not self.desk.preferences.has_user:
            self.fields.addLayout(
                field("Your name", editor, "Recorded with everything you do in this workspace.")
            )
        return editor

    def keep_name(self, editor: QLineEdit) -> bool:
        """Whether there is a name to record; says so when there is none."""
        if self.desk.preferences.has_user:
            return True
        if not editor.text().strip():
            self.refuse("Type your name: it is recorded with everything you decide.", editor)
            return False
        self.desk.preferences.user = editor.text()
        return True


class NewWorkspaceDialog(WorkspaceDialog):
    """Everything a new workspace needs to be told."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            "New workspace",
            "A workspace is one encrypted file with everything of one office or project: the files "
            "you import, the answers, what you decided, and the papers.",
            "Create workspace",
            parent,
        )
        self.name = QLineEdit()
        self.name.setPlaceholderText("For example: Prop 64 review 2026")
        self.county = SearchableCombo(california_counties(), "Type or choose a county")
        self.folder = FolderField(documents_folder(), "Folder")
        self.passphrase = passphrase_field()
        self.again = passphrase_field()
        self.fields.addLayout(field("Name", self.name))
        self.fields.addLayout(
            field("County", self.county, "The county whose convictions are to be cleared.")
        )
        self.fields.addLayout(field("Folder", self.folder))
        self.fields.addWidget(
            label(
                "Four or five words that have nothing to do with one another make a good "
                "passphrase. Without it, only the recovery sheet opens the file: print one "
                "afterwards (File, Passphrases) and lock it away.",
                "secondary",
            )
        )
        pair = QHBoxLayout()
        pair.setSpacing(space(2))
        pair.addLayout(field("Passphrase", self.passphrase))
        pair.addLayout(field("Passphrase again", self.again))
        self.fields.addLayout(pair)
        self.user = self.name_field()
        self.name.setFocus()

    def go(self) -> None:
        name = self.name.text().strip()
        county = self.county.chosen()
        passphrase = self.passphrase.text()
        if not name:
            return self.refuse("Give the workspace a name.", self.name)
        if not county:
            return self.refuse("Choose one of the 58 counties of California.", self.county)
        try:
            check_strong(passphrase)
        except InputError as error:
            return self.refuse(error.message, self.passphrase)
        if passphrase != self.again.text():
            self.again.clear()
            return self.refuse("The two passphrases differ. Type the second one again.", self.again)
        if not self.keep_name(self.user):
            return None
        path = self.folder.path / file_name(name)
        created_at = datetime.now(UTC).isoformat(timespec="seconds")
        return self.start(
            lambda: create_workspace(
                path, passphrase, name=name, county=county.upper(), created_at=created_at
            ),
            self.name,
        )


class FolderField(QWidget):
    """A folder that can be typed or chosen."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__()
        self._editor = QLineEdit(str(path) if path != Path() else "")
        self._editor.setAccessibleName(what)
        self._what = what
        self.setFocusProxy(self._editor)
        choose = quiet_button("Choose…", self._choose)
        choose.setAccessibleName(f"Choose the folder: {what}")
        frame = row(self._editor, choose)
        frame.setStretch(0, 1)
        self.setLayout(frame)

    @property
    def path(self) -> Path:
        return Path(self._editor.text().strip()).expanduser()

    def set_path(self, path: Path) -> None:
        self._editor.setText(str(path))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._what, str(self.path))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.set_path(Path(chosen)))
        dialog.open()


class UserDialog(Sheet):
    """The name that is recorded with what is done."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, "Your name")
        self._desk = desk
        self.name = QLineEdit(desk.user if desk.preferences.has_user else "")
        self.name.setPlaceholderText("First and last name")
        self.name.setMaxLength(100)
        hint = "Recorded from now on with everything you do. What is recorded already stays."
        self.body.addLayout(field("Name", self.name, hint))
        keep = primary_button("Save name", self._keep)
        keep.setDefault(True)
        self.set_buttons(quiet_button("Cancel", self.reject), keep)

    def _keep(self) -> None:
        if self.name.text().strip():
            self._desk.set_user(self.name.text())
            self.accept()


def choose_workspace(parent: QWidget, on_chosen: Callable[[Path], None]) -> None:
    """Let a workspace file be chosen."""
    dialog = QFileDialog(parent, "Open a workspace", str(documents_folder()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(f"Workspaces (*{SUFFIX})")
    dialog.fileSelected.connect(lambda chosen: on_chosen(Path(chosen)))
    dialog.open()


def documents_folder() -> Path:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(found) if found else Path.home()
    return folder if folder.is_dir() else Path.home()


def file_name(name: str) -> str:
    """A workspace's name as a file's, without what file systems refuse."""
    cleaned = " ".join(_NOT_IN_NAMES.sub(" ", name).split()).strip(" .") or "workspace"
    return cleaned[:80].strip() + SUFFIX
