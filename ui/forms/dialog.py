"""Official forms: which blanks are there, in what state; putting in, mapping, filling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.documents.draft import Office
from app.documents.forms.blank import Blank
from app.documents.forms.editing import MapDraft
from app.documents.forms.field_map import FieldMap
from app.jobs.clock import today
from app.jobs.draft_papers import find_office
from app.jobs.fill_forms import FormRequest, FormsSummary, fill_forms
from app.jobs.forms import (
    FormState,
    add_blank,
    list_forms,
    name_of,
    open_blank,
    read_form,
    remove_blank,
    remove_map,
)
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.forms.map_dialog import MapDialog
from ui.forms.sheets import FillSheet, NameSheet
from ui.help.asking import give_help_key, set_help
from ui.messages import ask
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import (
    Banner,
    data_table,
    label,
    plural,
    primary_button,
    quiet_button,
    row,
)

_WIDTHS = (180, 112, 150)


@dataclass(frozen=True, slots=True)
class FormsView:
    """What the dialog shows: the forms, and the letterhead they are filled with."""

    states: tuple[FormState, ...]
    office: Office


def ask_forms(workspace: Workspace) -> FormsView:
    """Read on another thread: every blank is opened once."""
    return FormsView(tuple(list_forms(workspace, today())), find_office(workspace))


class FormsDialog(QDialog):
    """Opened from the papers page; everything that writes is a job."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help_key(self)
        set_help(self, "forms")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Official forms")
        self._desk = desk
        self._view = FormsView((), Office())
        self._wanted = ""  # the form to choose when the list has come
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_file: Callable[[], Path | None] = self._ask_file
        self.said = Banner("info", closable=True)
        self.model: RowsModel[FormState] = RowsModel(
            (
                Column("Form", lambda one: one.form),
                Column("Edition", lambda one: one.edition),
                Column("State", lambda one: one.words),
                Column("Title", lambda one: one.title or "No map yet"),
            )
        )
        self.table = data_table(self.model, "Official forms")
        self.about = label("", "secondary")
        self.add_button = quiet_button("Put a blank in…", self.add)
        self.map_button = quiet_button("Map of its fields…", self.make_map)
        self.back_button = quiet_button("Back to the shipped map", self.drop_map)
        self.remove_button = quiet_button("Take the blank out…", self.remove)
        self.fill_button = primary_button("Fill for cases…", self.fill)
        self._build()
        self.refresh()

    def _build(self) -> None:
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, px(width))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_choice())
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        notes = QScrollArea()
        notes.setWidget(self.about)
        notes.setWidgetResizable(True)
        notes.setFrameShape(QScrollArea.Shape.NoFrame)
        notes.setAccessibleName("About the form")
        frame = QVBoxLayout(self)
        frame.setContentsMargins(space(3), space(3), space(3), space(2))
        frame.setSpacing(space(1))
        frame.addWidget(label("Official forms", "section"))
        frame.addWidget(
            label(
                "The court’s blank forms are not part of the program: put in the ones that your "
                "court takes today. What only a person may state stays blank.",
                "secondary",
            )
        )
        frame.addWidget(self.said)
        frame.addWidget(self.table, 3)
        frame.addWidget(notes, 2)
        frame.addLayout(
            row(self.add_button, self.map_button, self.back_button, self.remove_button, None)
        )
        frame.addLayout(row(None, quiet_button("Close", self.reject), self.fill_button))
        self.resize(px(860), px(620))

    @property
    def state(self) -> FormState | None:
        """The form that is chosen."""
        return self.model.record(self.table.currentIndex())

    def refresh(self, wanted: str = "") -> None:
        """Read the list again and choose a form of it."""
        chosen = self.state
        self._wanted = wanted or (chosen.form if chosen else "")
        self._desk.ask(self, "official forms", ask_forms, self._show)

    def _show(self, view: FormsView) -> None:
        self._view = view
        self.model.set_records(view.states)
        forms = [one.form for one in view.states]
        if forms:
            self.table.selectRow(forms.index(self._wanted) if self._wanted in forms else 0)
        self._show_choice()

    def _show_choice(self) -> None:
        state = self.state
        has_blank = state is not None and state.blank is not None
        self.map_button.setEnabled(has_blank)
        self.remove_button.setEnabled(has_blank)
        self.back_button.setVisible(state is not None and state.is_own_map)
        self.fill_button.setEnabled(has_blank and not (state and state.hindrances))
        self.about.setText(_about(state) if state else "")

    # What the person does

    def add(self) -> None:
        """Choose a file; where it does not say what it is, ask."""
        path = self.choose_file()
        if path is None:
            return

        def look(_: object) -> tuple[str, str]:
            return name_of(read_form(path))

        def found(names: tuple[str, str]) -> None:
            if not isValid(self):
                return
            if all(names):
                self._put(path, "", "")
                return
            NameSheet(
                self, path.name, *names, lambda form, edition: self._put(path, form, edition)
            ).open()

        self._desk.run_without_workspace(
            f"Reading {path.name}", look, found, on_failed=self._on_failed
        )

    def _put(self, path: Path, form: str, edition: str) -> None:
        who = self._desk.user

        def done(state: FormState) -> None:
            if isValid(self):
                self.said.show_message("good", f"{state.form} of {state.edition} was put in.")
                self.refresh(state.form)

        self._desk.run_job(
            f"Putting {path.name} in",
            lambda store, _: add_blank(store, path, who=who, form=form, edition=edition),
            done, {"papers"}, on_failed=self._on_failed,
        )  # fmt: skip

    def make_map(self) -> None:
        """Open the screen for the map of the chosen form."""
        state = self.state
        if state is None or (kept := state.blank) is None:
            return

        def found(blank: Blank) -> None:
            draft = MapDraft.begin(blank, state.found, state.form, state.edition)
            MapDialog(self._desk, draft, self._on_map_saved, self).open()

        self._desk.ask(self, "blank form", lambda store: open_blank(store, kept), found)

    def _on_map_saved(self, found: FieldMap) -> None:
        if isValid(self):
            self.said.show_message("good", f"The map of {found.form} is the office’s own now.")
            self.refresh(found.form)

    def drop_map(self) -> None:
        """Go back to the shipped map."""
        state, who = self.state, self._desk.user
        if state is not None:
            self._write(
                "Removing the map",
                lambda store: remove_map(store, state.form, state.edition, who=who),
                f"The office’s map of {state.form} was taken out.",
            )

    def remove(self) -> None:
        """Take the blank out, after asking."""
        state, who = self.state, self._desk.user
        if state is None or (kept := state.blank) is None:
            return
        ask(
            self, f"Take {state.form} out?",
            "Forms filled from it stay as they are. It can be put in again from the court’s file.",
            "Take it out",
            lambda: self._write(
                "Taking the blank out",
                lambda store: remove_blank(store, kept.sha256, who=who),
                f"The blank of {state.form} was taken out.",
            ),
        )  # fmt: skip

    def fill(self) -> None:
        """Ask for whom, then fill."""
        state = self.state
        if state is None or state.blank is None:
            return
        template = FormRequest(
            f"{state.form}@{state.edition}", Path(), (), self._view.office, today()
        )
        FillSheet(self, state, self._fill, template).open()

    def _fill(self, request: FormRequest) -> None:
        who = self._desk.user
        self._desk.run_job(
            f"Filling {request.form}",
            lambda store, progress: fill_forms(store, request, progress, who=who),
            self._on_filled, {"papers"}, on_failed=self._on_failed, unit="cases",
        )  # fmt: skip

    def _on_filled(self, made: FormsSummary) -> None:
        if not isValid(self):
            return
        words = f"{plural(made.n_forms, 'form')} filled, {plural(made.n_pages, 'page')}."
        rest = [*made.left_out, *made.unfilled]
        if rest:
            words += " " + " ".join(rest[:3]) + (f" And {len(rest) - 3:,} more." * (len(rest) > 3))
        self.said.show_message("caution" if made.left_out else "good", words)

    def _write(self, words: str, job: Callable[[Workspace], object], said: str) -> None:
        def done(_: object) -> None:
            if isValid(self):
                self.said.show_message("good", said)
                self.refresh()

        self._desk.run_job(
            words, lambda store, _: job(store), done, {"papers"}, on_failed=self._on_failed,
            is_saving=True,
        )  # fmt: skip

    def _on_failed(self, error: Exception) -> None:
        message = getattr(error, "message", "")
        if message and isValid(self):
            self.said.show_message("stop", message)
        else:
            self._desk.report(error)

    def _ask_file(self) -> Path | None:
        named, _ = QFileDialog.getOpenFileName(self, "Blank form", "", "PDF (*.pdf)")
        return Path(named) if named else None


def _about(state: FormState) -> str:
    """What stands under the list: what hinders, what speaks against it, what to know."""
    lines = [*state.hindrances, *state.doubts]
    if state.blank is None:
        lines.append("Download the blank from the court’s site and put it in.")
    if state.is_own_map:
        lines.append("The office’s own map is used.")
    if state.found is not None:
        lines += state.found.notes
    return "\n".join(lines)
