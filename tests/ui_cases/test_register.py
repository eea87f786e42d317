"""The register in the window: filters, history, entering states, scans, lists of the court."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from fpdf import FPDF
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.jobs.clock import today
from app.store import papers, register
from app.store.papers import Paper
from app.store.workspace import open_workspace
from tests.ui_cases.conftest import PASSPHRASE
from ui.desk import Desk
from ui.overview.figures import read_overview
from ui.papers.page import PapersPage
from ui.register.days_dialog import DaysDialog
from ui.register.pane import RegisterPane
from ui.register.state_dialog import StateDialog
from ui.register.update_dialog import UpdateDialog

DAY = today() - timedelta(3)


@pytest.fixture
def filled(own_file: Path) -> Path:
    """Six motions of two courts, and a bulk motion, drafted three days ago."""
    with open_workspace(own_file, PASSPHRASE) as store:
        rows = papers.list_relief(store)
        made = [
            Paper(1, "motion", f"BA{n:06d}", row.person_id, f"motions/{n:05d}.pdf", f"{n:064x}", 4,
                  f"{DAY}T08:00:00+00:00", 1, "Central" if n % 2 else "North", "", str(DAY),
                  (row.conviction_id,))
            for n, row in enumerate(rows[:6], 1)
        ]  # fmt: skip
        bulk = Paper(1, "bulk motion", "", None, "Bulk motion.pdf", "b" * 64, 9,
                     f"{DAY}T08:00:00+00:00", 1, "", "", str(DAY),
                     tuple(row.conviction_id for row in rows[6:10]))  # fmt: skip
        with store.transaction():
            papers.insert_papers(store, [*made, bulk])
    return own_file


@pytest.fixture
def pane(qtbot: QtBot, filled: Path, desk: Desk) -> RegisterPane:
    assert filled.is_file()
    page = PapersPage(desk)
    qtbot.addWidget(page)
    desk.data_changed.connect(page.refresh)
    page.resize(1300, 800)
    page.show()
    page.open_with(part="register")
    page.refresh({"papers"})
    qtbot.waitUntil(lambda: page.register.model.total == 7, timeout=20_000)
    qtbot.waitUntil(lambda: page.is_settled, timeout=60_000)
    assert page.register.isVisible()
    return page.register


def choose(pane: RegisterPane, *places: int) -> None:
    pane.table.clearSelection()
    mode = pane.table.selectionMode()
    pane.table.setSelectionMode(pane.table.SelectionMode.MultiSelection)
    for place in places:
        pane.table.selectRow(place)
    pane.table.setSelectionMode(mode)


def sheet(pane: RegisterPane, kind: type[StateDialog]) -> StateDialog:
    return next(one for one in pane.findChildren(kind) if one.isVisible())


def settle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.tasks.is_busy, timeout=20_000)


def test_filters_and_search_narrow_the_list(
    qtbot: QtBot, pane: RegisterPane, qtmodeltester: ModelTester
) -> None:
    """By state, court and kind, with counts; a search for what is not there leaves nothing."""
    assert set(pane.facets.buttons("court")) == {"", "Central", "North"}
    pane.facets.buttons("court")["North"].click()
    qtbot.waitUntil(lambda: pane.model.total == 3, timeout=10_000)
    pane.facets.buttons("court")[""].click()
    qtbot.waitUntil(lambda: pane.model.total == 7, timeout=10_000)
    pane.facets.buttons("kind")["bulk motion"].click()
    qtbot.waitUntil(lambda: pane.count.text() == "1 paper", timeout=10_000)
    pane.facets.buttons("kind")[""].click()
    pane.search.setText("BA000003")
    qtbot.waitUntil(lambda: pane.model.total == 1, timeout=10_000)
    pane.search.setText("nobody")
    qtbot.waitUntil(lambda: pane.count.text() == "No paper", timeout=10_000)
    assert not pane.set_button.isEnabled()
    qtmodeltester.check(pane.model)


def test_a_state_is_entered_for_many_papers(qtbot: QtBot, pane: RegisterPane, desk: Desk) -> None:
    """Chosen together, with the day; the list and the history show it, the funnel counts it."""
    pane.choose_all()
    qtbot.waitUntil(lambda: pane.set_button.text() == "Enter a state of 7 papers…", timeout=10_000)
    pane.set_button.click()
    dialog = sheet(pane, StateDialog)
    dialog.state.setCurrentText("Filed")
    assert dialog.yes.text() == "Enter as filed"
    dialog.yes.click()
    qtbot.waitUntil(lambda: pane.said.text == "7 papers entered as filed.", timeout=20_000)
    assert desk.reader is not None
    assert len(register.find_ids(desk.reader, register.RegisterFilter(state="filed"))) == 7
    found = read_overview(desk.reader)
    assert (found.n_filed, found.n_granted) == (10, 0)
    choose(pane, 0)
    qtbot.waitUntil(lambda: pane.detail.history.rowCount() == 2, timeout=10_000)
    assert pane.detail.history.get_row(1)[1] == "filed"


def test_what_cannot_be_entered_is_told_and_the_rest_is(
    qtbot: QtBot, pane: RegisterPane, desk: Desk
) -> None:
    """One paper is withdrawn already: it is named, and the others are entered when wanted."""
    choose(pane, 0)
    pane.enter_state()
    first = sheet(pane, StateDialog)
    first.state.setCurrentText("Withdrawn")
    first.yes.click()
    qtbot.waitUntil(lambda: "entered as withdrawn" in pane.said.text, timeout=20_000)
    qtbot.waitUntil(lambda: not first_visible(pane), timeout=10_000)
    choose(pane, 0, 1, 2)
    pane.enter_state()
    dialog = sheet(pane, StateDialog)
    dialog.state.setCurrentText("Signed")
    dialog.yes.click()
    qtbot.waitUntil(lambda: "Enter the other 2 papers" in dialog.yes.text(), timeout=20_000)
    assert "which is the end of its way" in dialog.problem.text
    dialog.yes.click()
    qtbot.waitUntil(lambda: "2 papers entered as signed" in pane.said.text, timeout=20_000)
    settle(qtbot, desk)


def first_visible(pane: RegisterPane) -> bool:
    return any(one.isVisible() for one in pane.findChildren(StateDialog))


def test_a_correction_asks_for_the_reason(qtbot: QtBot, pane: RegisterPane) -> None:
    """Without one it is refused in the dialog; with one the history has it."""
    choose(pane, 1)
    qtbot.waitUntil(lambda: pane.detail.history.rowCount() == 1, timeout=10_000)
    pane.detail.correct_button.click()
    dialog = sheet(pane, StateDialog)
    dialog.state.setCurrentText("Granted")
    dialog.yes.click()
    qtbot.waitUntil(lambda: "needs a reason" in dialog.problem.text, timeout=20_000)
    dialog.words.setText("an order came for an older draft")
    dialog.yes.click()
    qtbot.waitUntil(lambda: pane.said.text == "1 paper corrected.", timeout=20_000)


def test_a_scan_is_attached_and_saved_again(
    qtbot: QtBot, pane: RegisterPane, desk: Desk, tmp_path: Path
) -> None:
    """The same bytes come out; a file that is no scan is a sentence."""
    book = FPDF()
    book.add_page()
    scan = tmp_path / "order.pdf"
    scan.write_bytes(bytes(book.output()))
    choose(pane, 1)
    qtbot.waitUntil(lambda: pane.detail.history.rowCount() == 1, timeout=10_000)
    pane.choose_file = lambda *_: scan
    pane.detail.attach_button.click()
    qtbot.waitUntil(lambda: pane.said.text == "order.pdf is attached.", timeout=20_000)
    qtbot.waitUntil(lambda: pane.detail.files.rowCount() == 1, timeout=10_000)
    pane.choose_folder = lambda: tmp_path / "out"
    pane.detail.save_button.click()
    qtbot.waitUntil(lambda: "Saved as" in pane.said.text, timeout=20_000)
    assert (tmp_path / "out" / "order.pdf").read_bytes() == scan.read_bytes()
    said: list[str] = []
    desk.said.connect(lambda _, sentence: said.append(sentence))
    bad = tmp_path / "bad.pdf"
    bad.write_text("no", encoding="utf-8")
    pane.choose_file = lambda *_: bad
    pane.attach()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "is not a PDF" in said[0]


def test_a_list_of_the_court_is_shown_before_it_is_entered(
    qtbot: QtBot, pane: RegisterPane, tmp_path: Path
) -> None:
    """What would change and what is not taken; then it is entered."""
    path = tmp_path / "court.csv"
    path.write_text(f"Case number,State,Date\nBA000001,filed,{today()}\nXX1,filed,{today()}\n",
                    encoding="utf-8")  # fmt: skip
    pane.choose_file = lambda *_: path
    pane.update_button.click()
    qtbot.waitUntil(lambda: bool(pane.findChildren(UpdateDialog)), timeout=20_000)
    (dialog,) = pane.findChildren(UpdateDialog)
    assert (dialog.moves.rowCount(), dialog.problems.rowCount()) == (1, 1)
    dialog.yes.click()
    words = "1 paper entered from court.csv. 1 row not taken."
    qtbot.waitUntil(lambda: pane.said.text == words, timeout=20_000)


def test_waiting_times_are_the_offices_own(qtbot: QtBot, pane: RegisterPane, desk: Desk) -> None:
    """Days and words for a state; days without words are refused."""
    pane.ask_days()
    qtbot.waitUntil(lambda: bool(pane.findChildren(DaysDialog)), timeout=20_000)
    (dialog,) = pane.findChildren(DaysDialog)
    dialog.days["filed"].setValue(30)
    dialog.yes.click()
    qtbot.waitUntil(lambda: "say in words what is due" in dialog.problem.text, timeout=20_000)
    dialog.what["filed"].setText("ask the clerk")
    dialog.yes.click()
    settle(qtbot, desk)
    assert desk.reader is not None
    assert "ask the clerk" in desk.reader.get_setting("register-days")


def test_lists_are_written(qtbot: QtBot, pane: RegisterPane, tmp_path: Path) -> None:
    """Register, ageing, history and the workbook."""
    pane.choose_folder = lambda: tmp_path / "lists"
    pane.export()
    qtbot.waitUntil(lambda: "4 files are in" in pane.said.text, timeout=20_000)
    assert (tmp_path / "lists" / "Register.xlsx").is_file()
