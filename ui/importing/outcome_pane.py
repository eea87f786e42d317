"""What will happen when the files are imported: counts, doubts, the totals that are expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.jobs.look_files import FileReport, compare_totals
from ui.theme import px, space, tabular
from ui.widgets import clear_layout, column, field, label, plural, row

_MOST = 99_999_999


class OutcomePane(QWidget):
    """Figures of the files that were looked at, and the clerk's own beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._reports: Sequence[FileReport] = ()
        self.people = _number()
        self.rows = _number()
        self.compared = label("", "label")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(0.5))
        self._doubts = QVBoxLayout()
        self._doubts.setSpacing(space(0.5))
        self._expected = QWidget()
        pair = row(field("Expected people", self.people), field("Expected rows", self.rows), None)
        self._expected.setLayout(column(pair, self.compared, gap=1))
        frame = column(self._lines, self._expected, self._doubts, gap=2)
        frame.addStretch(1)
        self.setLayout(frame)
        for editor in (self.people, self.rows):
            editor.textChanged.connect(lambda _: self._compare())
        self.show_reports((), 0, 0)

    def show_reports(self, reports: Sequence[FileReport], n_waiting: int, n_unusable: int) -> None:
        """``n_waiting`` further files are imported that nobody looked at, ``n_unusable`` are
        not imported."""
        self._reports = reports
        clear_layout(self._lines)
        for text in outcome_lines(reports, n_waiting, n_unusable):
            self._lines.addWidget(label(text))
        clear_layout(self._doubts)
        if reports:
            self._show_doubts(count_doubts(reports))
        self._expected.setVisible(bool(reports) and not n_waiting)
        self._compare()

    def _show_doubts(self, doubts: Sequence[tuple[str, int]]) -> None:
        """The kinds with their numbers under one another."""
        self._doubts.addWidget(label("Doubts and repairs" if doubts else "No doubt", "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(1))
        grid.setVerticalSpacing(space(0.5))
        grid.setColumnStretch(1, 1)
        for number, (kind, n) in enumerate(doubts):
            figure = label(f"{n:,}", "secondary", wrap=False)
            figure.setFont(tabular(figure.font()))
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(figure, number, 0, Qt.AlignmentFlag.AlignRight | top)
            grid.addWidget(label(kind, "secondary"), number, 1)
        inside = QWidget()
        inside.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        self._doubts.addWidget(inside)

    def _compare(self) -> None:
        told = compare_totals(self._reports, _read(self.rows), _read(self.people))
        self.compared.setText("\n".join(told))
        self.compared.setVisible(bool(self.compared.text()) and bool(self._reports))


def outcome_lines(reports: Sequence[FileReport], n_waiting: int, n_unusable: int) -> list[str]:
    """What is kept, what is set aside, what nobody looked at, what is left out."""
    if not reports and not n_waiting and not n_unusable:
        return ["Nothing yet: choose files first."]
    lines = []
    if reports:
        n_rows = sum(report.n_rows for report in reports)
        n_aside = sum(report.n_set_aside for report in reports)
        people = plural(sum(report.n_people for report in reports), "person", "people")
        lines.append(f"{people} with {plural(n_rows - n_aside, 'row')} are kept.")
        verb = "is" if n_aside == 1 else "are"
        lines.append(
            f"{plural(n_aside, 'row')} {verb} set aside, and can be mended under Issues."
            if n_aside
            else "No row is set aside."
        )
    if n_waiting:
        verb = "was" if n_waiting == 1 else "were"
        lines.append(
            f"{plural(n_waiting, 'file')} {verb} not looked at. You can import without looking: "
            "everything doubtful is listed under Issues afterwards."
        )
    if n_unusable:
        verb = "is" if n_unusable == 1 else "are"
        lines.append(f"{plural(n_unusable, 'file')} {verb} left out, for the reason at the left.")
    return lines


def count_doubts(reports: Sequence[FileReport]) -> list[tuple[str, int]]:
    """The kinds of doubts and repairs with their rows, the most frequent first."""
    counts = Counter[str]()
    for report in reports:
        for kind, is_aside, n in report.issues:
            if not is_aside:
                counts[kind] += n
    return counts.most_common()


def _number() -> QLineEdit:
    editor = QLineEdit()
    editor.setValidator(QIntValidator(0, _MOST, editor))
    editor.setMaximumWidth(px(120))
    return editor


def _read(editor: QLineEdit) -> int | None:
    text = editor.text().replace(",", "").strip()
    return int(text) if text.isdigit() else None
