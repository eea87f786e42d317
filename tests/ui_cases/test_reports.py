"""The reports page: figures as the check counted them, the printed report, result files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.jobs.formats import CLEAR_MY_RECORD, WORKBOOK
from app.model.relief import Outcome
from app.store.runs import find_latest_run
from ui.desk import Desk
from ui.reports.bars import Bar, BarChart
from ui.reports.figures import list_charts, list_segments, list_tiles
from ui.reports.page import ReportsPage
from ui.widgets import StatTile

Shown = Callable[[Desk], ReportsPage]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    def show(desk: Desk) -> ReportsPage:
        page = ReportsPage(desk)
        qtbot.addWidget(page)
        desk.data_changed.connect(page.refresh)
        page.resize(1100, 760)
        page.show()
        page.refresh({"check"})
        return page

    return show


def offered(page: ReportsPage) -> list[str]:
    """The buttons of the empty state."""
    buttons = page._none.findChildren(QPushButton)
    return [button.text() for button in buttons if button.isVisible()]


def settle(qtbot: QtBot, page: ReportsPage, desk: Desk) -> None:
    qtbot.waitUntil(lambda: page.is_settled and not desk.tasks.is_busy, timeout=60_000)


def test_shows_the_figures_of_the_check(shown: Shown, desk: Desk) -> None:
    """The tiles say what the run counted, with separators and with what each counts."""
    page = shown(desk)
    assert desk.reader is not None
    run = find_latest_run(desk.reader)
    assert run is not None
    tiles = [tile.accessibleName() for tile in page.findChildren(StatTile)]
    assert f"People with an answer: {run.n_people:,}" in tiles
    assert f"Convictions with an answer: {run.n_determinations:,}" in tiles
    assert sum(s.number for s in list_segments(run.summary)) == run.n_determinations
    charts = {chart.title: chart for chart in list_charts(run.summary)}
    assert sum(bar.number for bar in charts["By reason"].bars) == run.n_determinations
    assert sum(bar.number for bar in charts["By level"].bars) == run.n_determinations
    assert sum(bar.number for bar in charts["By sex"].bars) == run.n_people


def test_a_figure_that_an_older_run_lacks_is_not_zero() -> None:
    """It shows as a dash."""
    assert [tile.number for tile in list_tiles({})] == [None] * 6
    assert list_segments({})[0].outcome is Outcome.DISMISSAL
    assert all(not chart.bars for chart in list_charts({}))


def test_bars_say_their_numbers(qtbot: QtBot, dress: object) -> None:
    """The picture has a description, and the larger number the longer bar."""
    chart = BarChart("By level")
    qtbot.addWidget(chart)
    chart.set_bars([Bar("Felony", 1200), Bar("Misdemeanor", 300), Bar("Women", 10, 4)])
    assert chart.accessibleName() == ("By level: Felony 1,200, Misdemeanor 300, Women 4 of 10")
    chart.resize(600, chart.sizeHint().height())
    chart.show()
    image = chart.grab().toImage()
    row = [
        sum(image.pixelColor(x, y).name() == "#005ea2" for x in range(image.width()))
        for y in (13, 39)
    ]
    assert 3 < row[0] / row[1] < 5


def test_the_printed_report_is_previewed(qtbot: QtBot, shown: Shown, desk: Desk) -> None:
    """Two pages, laid out only when looked at."""
    page = shown(desk)
    assert page.preview.pdf == b""
    page.tabs.setCurrentIndex(1)
    settle(qtbot, page, desk)
    assert page.preview.pdf.startswith(b"%PDF")
    assert page.preview.place.text() == "Page 1 of 2"


def test_saves_the_report(qtbot: QtBot, shown: Shown, desk: Desk, tmp_path: Path) -> None:
    """The PDF and the figures, in the chosen folder; the result names them."""
    page = shown(desk)
    page.choose_folder = lambda _: tmp_path / "Report"
    page.save_button.click()
    settle(qtbot, page, desk)
    names = {path.name for path in (tmp_path / "Report").iterdir()}
    assert names == {"Summary report.pdf", "summary.json"}
    assert all(name in page.result.text for name in names)


def test_exports_the_result_files(qtbot: QtBot, shown: Shown, desk: Desk, tmp_path: Path) -> None:
    """From the button's menu, in the formats it names."""
    page = shown(desk)
    page.choose_folder = lambda _: tmp_path / "Files"
    actions = {action.text(): action for action in page.export_button.menu().actions()}
    assert list(actions) == ["Clear My Record files (CSV)", "Workbook (XLSX)", "Both"]
    page.export(frozenset({CLEAR_MY_RECORD, WORKBOOK}))
    settle(qtbot, page, desk)
    names = {path.name for path in (tmp_path / "Files").iterdir()}
    assert {"All_Results.csv", "Prop64_Results.csv", "Results.xlsx"} <= names


def test_says_what_the_page_is_for_before_a_check(shown: Shown, empty_desk: Desk) -> None:
    """The next step is offered."""
    page = shown(empty_desk)
    assert offered(page) == ["Choose the policy"]


def test_a_bar_leads_to_the_convictions_it_counts(qtbot: QtBot, shown: Shown, desk: Desk) -> None:
    """The review opens filtered by answer and reason, and lists as many as the bar says."""
    from PySide6.QtCore import Qt

    from app.jobs.queue.load import find_convictions
    from app.model.queue_filter import QueueFilter

    page = shown(desk)
    assert desk.reader is not None
    chart = page.findChildren(BarChart)[0]
    bar = chart._bars[1]
    with qtbot.waitSignal(desk.page_asked_for) as asked:
        qtbot.keyClick(chart, Qt.Key.Key_Down)
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    name, arguments = asked.args
    assert name == "review"
    wanted = QueueFilter(**{facet: (value,) for facet, value in arguments.items()})
    assert len(find_convictions(desk.reader, wanted)) == bar.number
