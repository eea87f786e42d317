"""Shows what was understood of a file; the doubtful texts open with their counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from app.jobs.look_files import FileReport, TextCount
from ui.importing.report_html import KINDS, report_html
from ui.rich_text import RichText
from ui.sheet import Sheet
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel
from ui.theme import Colors, px
from ui.widgets import data_table, label, plural, primary_button


class ReportView(RichText):
    """One file at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What was understood", parent)
        self._report: FileReport | None = None
        self._opened: frozenset[str] = frozenset()
        self.anchorClicked.connect(self._follow)

    def show_report(self, report: FileReport | None) -> None:
        self._report = report
        self._opened = frozenset()
        self.show_page()

    def make_page(self, colors: Colors) -> str:
        return "" if self._report is None else report_html(self._report, self._opened, colors)

    def _follow(self, url: QUrl) -> None:
        verb, _, rest = url.toString().partition(":")
        kind, _, number = rest.partition(":")
        if verb == "open":
            self._opened ^= {kind}
            at = self.verticalScrollBar().value()
            self.show_page()
            self.verticalScrollBar().setValue(at)
        elif verb == "texts" and self._report is not None and number.isdigit():
            self._show_texts(self._report, kind, int(number))

    def _show_texts(self, report: FileReport, kind: str, number: int) -> None:
        if kind == "dates":
            dates = report.dates[number]
            title = f"{dates.name}: not readable"
            about = f"These texts of the column {dates.column} are no dates. They stay unknown."
            TextsSheet(self, title, about, dates.unreadable).open()
            return
        reading = getattr(report, kind)[number]
        title = f"{dict(KINDS)[kind]}: {reading.words}"
        about = f"{plural(len(reading.texts), 'spelling')} in the file, and how often each stands."
        TextsSheet(self, title, about, reading.texts).open()


class TextsSheet(Sheet):
    """Texts as they stand in a file, with their counts."""

    def __init__(
        self, parent: QWidget | None, title: str, about: str, texts: Sequence[TextCount]
    ) -> None:
        super().__init__(parent, title)
        self.model: RowsModel[TextCount] = RowsModel(
            (
                Column("Text in the file", lambda one: one_line(one.text) or "(blank)"),
                Column("Rows", lambda one: f"{one.n:,}", is_number=True),
            )
        )
        self.model.set_records(texts)
        table = data_table(self.model, title, compact=True)
        table.setColumnWidth(0, px(360))
        table.setMinimumHeight(px(240))
        self.body.addWidget(label(about, "secondary"))
        self.body.addWidget(table)
        close = primary_button("Close", self.accept)
        self.set_buttons(close)
        close.setFocus()


class RowsSheet(Sheet):
    """The first rows of a file under their columns, as they stand there."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        columns: Sequence[str],
        rows: Sequence[tuple[str, ...]],
    ) -> None:
        super().__init__(parent, title)
        filled = [
            n for n in range(len(columns))
            if any(n < len(cells) and cells[n].strip() not in ("", "-") for cells in rows)
        ]  # fmt: skip
        self.model: RowsModel[tuple[str, ...]] = RowsModel(
            [_cell_column(n, columns[n]) for n in filled]
        )
        self.model.set_records(rows)
        table = data_table(self.model, title, compact=True)
        for place in range(len(filled)):
            wide = max(
                table.sizeHintForColumn(place), table.horizontalHeader().sectionSizeHint(place)
            )
            table.setColumnWidth(place, min(wide + px(8), px(240)))
        table.setMinimumHeight(px(320))
        left_out = len(columns) - len(filled)
        if left_out:
            words = plural(left_out, "column")
            self.body.addWidget(label(f"{words} without anything in them left out.", "secondary"))
        self.body.addWidget(table)
        close = primary_button("Close", self.accept)
        self.set_buttons(close)
        self.width_px = 960
        close.setFocus()


def _cell_column(number: int, name: str) -> Column[tuple[str, ...]]:
    return Column(name, lambda cells: one_line(cells[number]) if number < len(cells) else "")
