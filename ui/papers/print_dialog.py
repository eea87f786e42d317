"""How a batch is printed: sides, separators, cover, from which paper on; or as files."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.jobs.papers.print_files import PrintOptions
from app.store.register import RegisterRow
from ui.number_box import NumberBox
from ui.sheet import Sheet
from ui.widgets import field, label, plural, primary_button, quiet_button


@dataclass(frozen=True, slots=True)
class PrintAsked:
    """``from_paper``: where printing begins; ``as_files``: into files instead."""

    options: PrintOptions
    from_paper: int
    as_files: bool


class PrintDialog(Sheet):
    """``asked`` is what was chosen when it is accepted."""

    def __init__(self, rows: list[RegisterRow], parent: QWidget | None) -> None:
        n_pages = sum(row.n_pages for row in rows)
        title = f"Print {plural(len(rows), 'paper')}, {plural(n_pages, 'page')}"
        super().__init__(parent, title, window_title="Print the batch")
        self.asked: PrintAsked | None = None
        self.two_sided = QCheckBox("On both sides; each paper begins on a front side")
        self.cover = QCheckBox("A cover that lists the papers with their hashes")
        self.separators = QCheckBox("A separator before each court")
        self.every = NumberBox()
        self.start = QComboBox()
        for box in (self.two_sided, self.cover, self.separators):
            box.setChecked(True)
            box.setAccessibleName(box.text())
            self.body.addWidget(box)
        self.every.setRange(0, 9_999)
        self.every.setSpecialValueText("no further one")
        self.body.addLayout(field("And a separator before so many papers each", self.every))
        self.start.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.start.setMinimumContentsLength(24)
        for one in rows:
            name = f"{one.case_number or one.kind}  {one.name}".strip()
            self.start.addItem(f"{one.file_name.rpartition('/')[2][:5]}  {name}", one.id)
        self.body.addLayout(
            field("Begin with", self.start, "To go on after sheets that are lying there already")
        )
        self.body.addWidget(
            label("Courts come one after another, cases in court order.", "caption")
        )
        files = quiet_button("Put into files", lambda: self._done(as_files=True))
        self.yes = primary_button("Choose the printer…", lambda: self._done(as_files=False))
        self.files_button = files
        self.set_buttons(quiet_button("Cancel", self.reject), files, self.yes)
        self.yes.setFocus()

    def _done(self, *, as_files: bool) -> None:
        options = PrintOptions(
            two_sided=self.two_sided.isChecked(),
            separators=self.separators.isChecked(),
            separate_every=self.every.value(),
            with_cover=self.cover.isChecked(),
        )
        self.asked = PrintAsked(options, int(self.start.currentData() or 0), as_files)
        self.accept()
