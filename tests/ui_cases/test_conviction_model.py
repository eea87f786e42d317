"""The table of convictions fetches only what is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.jobs.queue.load import load_queue
from app.model.found_list import FoundList
from app.model.queue_filter import QueueFilter
from app.store.queue import QueueRow, get_rows
from app.store.reviews import ACCEPTED
from app.store.workspace import Workspace
from ui.tables.convictions import DECISION, HEADERS, NAME, OUTCOME, ConvictionModel
from ui.tables.listing import ListingModel
from ui.tables.words import format_name
from ui.widgets import data_table


def made_up_rows(ids: Sequence[int]) -> list[QueueRow]:
    """A row for each id, as the store would give it."""
    return [
        QueueRow(
            conviction_id=number,
            person_id=number,
            name=f"EXAMPLE-{number},ANA",
            born="1971-03-14",
            section="11359 HS",
            level="felony",
            convicted_on="1999-03-01",
            county="LOS ANGELES",
            court="LOS ANGELES",
            case_number=f"BA{number:06d}",
            outcome="DISMISSAL",
            reason="50 years or older",
            decision="",
        )
        for number in ids
    ]


def words(model: ConvictionModel, position: int, column: int) -> str:
    return str(model.data(model.index(position, column)))


def test_is_a_model_as_qt_wants_it(qtmodeltester: ModelTester, store: Workspace) -> None:
    """Qt's own checks pass over real rows."""
    model = ConvictionModel(lambda ids: get_rows(store, ids))
    model.set_list(load_queue(store).find(QueueFilter()))
    assert model.rowCount() > 50
    qtmodeltester.check(model)


def test_a_listing_is_a_model_as_qt_wants_it(qtmodeltester: ModelTester) -> None:
    """Qt's own checks pass, with rows and without."""
    model = ListingModel(("Column", "Text"))
    qtmodeltester.check(model)
    model.set_rows([("PRI_NAME", "EXAMPLE,ANA"), ("OFN", "")], strong=[0])
    qtmodeltester.check(model)


def test_a_hundred_thousand_rows_are_fetched_by_the_page(qtbot: QtBot) -> None:
    """Showing the table and jumping to its end reads a few hundred rows, not all."""
    model = ConvictionModel(made_up_rows)
    table = data_table(model, "Convictions")
    qtbot.addWidget(table)
    table.resize(900, 600)
    model.set_list(FoundList.of(range(100_000)))
    table.show()
    qtbot.waitExposed(table)
    table.grab()
    assert 0 < model.n_fetched <= 2 * model.PAGE
    table.scrollToBottom()
    table.grab()
    assert model.n_fetched <= 4 * model.PAGE
    assert words(model, 99_999, NAME) == "EXAMPLE-99999, ANA"


def test_old_pages_are_let_go(qtbot: QtBot) -> None:
    """Scrolling through everything keeps no more than the last pages."""
    model = ConvictionModel(made_up_rows)
    model.set_list(FoundList.of(range(20_000)))
    for position in range(0, 20_000, 100):
        assert words(model, position, NAME) == f"EXAMPLE-{position}, ANA"
    assert len(model._pages) == model.N_PAGES
    assert model.n_fetched == 20_000


def test_a_row_that_has_gone_is_blank_and_keeps_the_others_in_place() -> None:
    """Rows that were deleted meanwhile do not shift what stands below them."""
    model = ConvictionModel(lambda ids: made_up_rows([n for n in ids if n != 2]))
    model.set_list(FoundList.of([1, 2, 3]))
    assert [words(model, place, NAME) for place in range(3)] == [
        "EXAMPLE-1, ANA",
        "",
        "EXAMPLE-3, ANA",
    ]


def test_a_decision_shows_before_the_store_has_it_and_settles() -> None:
    """What was decided is seen at once, through a reload too; then the store speaks."""
    model = ConvictionModel(made_up_rows)
    model.set_list(FoundList.of([1, 2, 3]))
    model.show_decision(2, ACCEPTED)
    assert words(model, 1, DECISION) == "Accepted"
    model.show_decision(2, "")
    model.reload()
    assert words(model, 1, DECISION) == "Open"
    model.settle_decision(2)
    assert words(model, 1, DECISION) == "Open"
    model.settle_decision(2)
    assert words(model, 1, DECISION) == "Open"
    assert model.find_position(4) == -1


def test_says_its_cells_to_a_screen_reader() -> None:
    """The column's name and the word, never a shape or a color alone."""
    model = ConvictionModel(made_up_rows)
    model.set_list(FoundList.of([7]))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0, OUTCOME), role) == "Answer: Dismissal"
    assert model.data(model.index(0, DECISION), role) == "State: Open"
    assert model.headerData(OUTCOME, Qt.Orientation.Horizontal) == "Answer"
    assert model.data(QModelIndex()) is None
    assert model.columnCount() == len(HEADERS)


def test_names_are_shown_as_a_reader_expects() -> None:
    """A blank after the comma."""
    assert format_name("GARCIA-EXAMPLE,ANA M") == "GARCIA-EXAMPLE, ANA M"
    assert format_name("ONE NAME") == "ONE NAME"


def test_marks_are_drawn_in_the_table(qtbot: QtBot, dress: object) -> None:
    """An answer is a shape beside its word: the cell's left part is not blank."""
    from ui.tables.delegates import MarkDelegate

    model = ConvictionModel(made_up_rows)
    model.set_list(FoundList.of([1]))
    table: QTableView = data_table(model, "Convictions")
    qtbot.addWidget(table)
    table.setItemDelegate(MarkDelegate(table))
    table.resize(700, 200)
    table.show()
    image = table.viewport().grab().toImage()
    tall = table.rowHeight(0)
    left = table.columnViewportPosition(OUTCOME)
    cell = range(left + 9, left + 20)
    seen = {image.pixelColor(x, y).name() for x in cell for y in range(tall)}
    assert "#008817" in seen
