"""Pages that are each as high as what they hold, so that only what is around them scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableView, QTabWidget, QWidget

from ui.theme import px, space
from ui.widgets import column, label

_MOST_ROWS = 16


class CaseTabs(QTabWidget):
    """Only the page in sight counts for the height."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QWidget] = []
        self.setDocumentMode(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.currentChanged.connect(self._fit)

    def add_page(self, title: str, inside: QWidget, hint: str = "") -> None:
        """A widget, with a line of help under it."""
        page = QWidget()
        parts = (inside, label(hint, "caption")) if hint else (inside,)
        layout = column(*parts, gap=0.5)
        layout.setContentsMargins(0, space(1), 0, 0)
        layout.addStretch(1)
        page.setLayout(layout)
        self._pages.append(page)
        self.addTab(page, title)
        self._fit()

    def _fit(self) -> None:
        for place in range(len(self._pages)):
            page, policy = self._pages[place], QSizePolicy.Policy
            is_shown = place == self.currentIndex()
            page.setSizePolicy(policy.Preferred, policy.Preferred if is_shown else policy.Ignored)
        self.updateGeometry()


def fit_table(table: QTableView) -> None:
    """As high as its rows, up to a screenful; beyond that it scrolls by itself."""
    n_rows = min(max(2, table.model().rowCount()), _MOST_ROWS)
    head = table.horizontalHeader().sizeHint().height()
    usual = table.verticalHeader().defaultSectionSize()
    rows = sum(max(usual, table.rowHeight(row)) for row in range(n_rows))
    table.setFixedHeight(rows + head + px(20))


def wrap_rows(table: QTableView) -> None:
    """Rows as high as their words, at every width."""
    table.setWordWrap(True)
    table.verticalHeader().setMinimumSectionSize(px(30))
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().geometriesChanged.connect(lambda: fit_table(table))
    table.horizontalHeader().sectionResized.connect(lambda *_: fit_table(table))
