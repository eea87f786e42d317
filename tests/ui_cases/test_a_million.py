"""A list of a million convictions: scrolling costs the rows in sight and nothing more."""

from __future__ import annotations

from array import array
from time import perf_counter

from pytestqt.qtbot import QtBot

from app.model.found_list import FoundList
from tests.ui_cases.test_conviction_model import made_up_rows
from ui.cases.facets import FacetColumn
from ui.cases.queue_pane import QueuePane

N = 1_000_000


def test_a_million_rows_scroll_smoothly(qtbot: QtBot, dress: object) -> None:
    """A jump anywhere, with its painting, takes less than 50 ms, and few rows are fetched."""
    pane = QueuePane(made_up_rows, FacetColumn())
    qtbot.addWidget(pane)
    pane.resize(700, 700)
    pane.show()
    ids = array("q", range(1, N + 1))
    yes = b"\x01" * N
    found = FoundList(ids, yes, yes, ids, array("i", range(N)))
    pane.show_list(found, None)
    bar, view = pane.table.verticalScrollBar(), pane.table.viewport()
    steps = []
    for place in range(60):
        begun = perf_counter()
        bar.setValue(bar.maximum() * (place * 37 % 60) // 59)
        view.repaint()
        steps.append(perf_counter() - begun)
    assert sorted(steps)[len(steps) // 2] < 0.05  # the middle one: the machine is shared
    assert pane.model.n_fetched < 60 * 2 * pane.model.PAGE + pane.model.PAGE
    pane.select(N - 1)
    assert pane.place.text() == "1,000,000 of 1,000,000"
