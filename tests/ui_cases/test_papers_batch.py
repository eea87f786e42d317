"""Batches on the papers page: what is missing, going on, printing that begins again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from app import durable
from app.documents.draft import Side
from app.documents.preview import page_count
from app.jobs.papers import press
from app.jobs.papers.preflight import Place
from app.jobs.papers.print_files import PrintOptions
from app.store import batches, register
from app.store.batches import DONE
from app.store.register import RegisterFilter
from ui.desk import Desk
from ui.papers.dialogs import DIALOGS
from ui.papers.page import PapersPage
from ui.papers.print_dialog import PrintAsked, PrintDialog
from ui.papers.printing import PrintItem, PrintRun, new_printer


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> PapersPage:
    made = PapersPage(desk)
    qtbot.addWidget(made)
    desk.data_changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.refresh({"check"})
    made.batch.choose_folder = lambda: tmp_path / "papers"
    settle(qtbot, made, desk)
    return made


def settle(qtbot: QtBot, page: PapersPage, desk: Desk) -> None:
    qtbot.waitUntil(lambda: page.is_settled and not desk.tasks.is_busy, timeout=120_000)


def press_banner(page: PapersPage, words: str) -> None:
    """The button of the sentence above the page."""
    found = [one for one in page.result.findChildren(QPushButton) if one.text() == words]
    assert found, page.result.text
    found[0].click()


def drafted(qtbot: QtBot, page: PapersPage, desk: Desk) -> None:
    page.draft_button.click()
    settle(qtbot, page, desk)
    assert desk.reader is not None
    assert batches.list_batches(desk.reader)[0].state == DONE


def test_what_is_missing_leads_to_where_it_is_entered(
    qtbot: QtBot, page: PapersPage, desk: Desk
) -> None:
    """The list comes when it is looked at; a field of the letterhead has the keyboard, a case is
    opened in the review."""
    asked: list[tuple[str, dict[str, object]]] = []
    desk.page_asked_for.connect(lambda name, arguments: asked.append((name, arguments)))
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.missing.n_gaps > 0, timeout=60_000)
    assert page.tabs.tabText(1) == f"Missing ({page.missing.n_gaps:,})"
    assert "get no paper" in page.missing.sentence.text()
    gaps = [page.missing.gaps.record(page.missing.gaps.index(n, 0))
            for n in range(page.missing.n_gaps)]  # fmt: skip
    places = [gap.place for gap in gaps if gap is not None]
    page.missing.table.selectRow(places.index(Place.CASE))
    assert page.missing.where.isVisible()
    page.missing.go_button.click()
    assert asked[0][0] == "review"
    assert isinstance(asked[0][1]["conviction_id"], int)
    page.missing.table.selectRow(places.index(Place.OFFICE))
    page.missing.go_button.click()
    assert page.tabs.currentIndex() == 2
    qtbot.waitUntil(page.office.attorney_name.hasFocus, timeout=5_000)


def test_a_full_folder_is_told_and_the_batch_goes_on(
    qtbot: QtBot, page: PapersPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence stands above the page with the way on; after it all papers are there."""
    monkeypatch.setattr(press, "CASES_A_TASK", 5)
    put, written = durable._write, []

    def full(part: Path, data: bytes) -> None:
        written.append(part)
        if len(written) == 8:
            monkeypatch.setattr(durable, "_write", put)
            raise OSError(28, "No space left on device", str(part))
        put(part, data)

    monkeypatch.setattr(durable, "_write", full)
    page.draft_button.click()
    settle(qtbot, page, desk)
    qtbot.waitUntil(lambda: "A batch was stopped" in page.result.text, timeout=20_000)
    assert "No space left" in page.result.text
    press_banner(page, "Go on")
    settle(qtbot, page, desk)
    assert "of them made before" in page.result.text
    assert desk.reader is not None
    assert batches.list_batches(desk.reader)[0].state == DONE


def test_a_stopped_batch_is_offered_when_the_page_comes_back(
    qtbot: QtBot, page: PapersPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped with the button of the progress: what is whole stays, and can be gone on with."""
    monkeypatch.setattr(press, "CASES_A_TASK", 5)
    page.draft()
    with qtbot.waitSignal(desk.tasks.progressed, timeout=60_000):
        pass
    desk.tasks.cancel()
    settle(qtbot, page, desk)
    qtbot.waitUntil(lambda: "batch was stopped" in page.result.text, timeout=20_000)
    assert desk.reader is not None
    n_done = batches.list_batches(desk.reader)[0].n_done
    page.result.show_message("good", "")
    page.refresh({"papers"})
    qtbot.waitUntil(lambda: "batch was stopped" in page.result.text, timeout=20_000)
    press_banner(page, "Go on")
    settle(qtbot, page, desk)
    assert f"{n_done:,} of them made before" in page.result.text


class VanishingPrinter(QPrinter):
    """Takes so many pages and no more."""

    def __init__(self, n_pages: int, target: Path) -> None:
        super().__init__(QPrinter.PrinterMode.ScreenResolution)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(target))
        self.left = n_pages

    def newPage(self) -> bool:
        self.left -= 1
        return self.left > 0 and super().newPage()


def test_a_printer_that_vanishes_is_told_and_begins_again(
    qtbot: QtBot, page: PapersPage, desk: Desk, tmp_path: Path
) -> None:
    """The paper it stopped at is named; from there on the rest comes, and is entered as printed."""
    drafted(qtbot, page, desk)
    printers = [VanishingPrinter(20, tmp_path / "first.pdf"), small_printer(tmp_path / "rest.pdf")]
    page.batch.choose_printer = lambda _: printers.pop(0)
    options = PrintOptions(two_sided=False, with_cover=False, separators=False)
    page.batch.choose_print = lambda rows: PrintAsked(options, rows[0].id, as_files=False)
    page.print_all_button.click()
    qtbot.waitUntil(lambda: "takes no more pages" in page.result.text, timeout=60_000)
    assert "papers before it were sent" in page.result.text
    press_banner(page, "Go on with it")
    qtbot.waitUntil(lambda: "Look whether all of them came out" in page.result.text, timeout=90_000)
    assert desk.reader is not None
    rows = register.get_rows(desk.reader, register.find_ids(desk.reader, RegisterFilter()))
    n_rest = page_count((tmp_path / "rest.pdf").read_bytes())
    assert sum(row.n_pages for row in rows) - 20 < n_rest < sum(row.n_pages for row in rows)
    (button,) = [one for one in page.result.findChildren(QPushButton) if "as printed" in one.text()]
    button.click()
    settle(qtbot, page, desk)
    assert len(register.find_ids(desk.reader, RegisterFilter(state="printed"))) > 10


def small_printer(target: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    return printer


def test_print_files_from_the_window(
    qtbot: QtBot, page: PapersPage, desk: Desk, tmp_path: Path
) -> None:
    """Put into files instead of the printer: the sheets are told."""
    drafted(qtbot, page, desk)
    page.batch.choose_print = lambda _: PrintAsked(PrintOptions(), 0, as_files=True)
    page.print_all_button.click()
    qtbot.waitUntil(lambda: "print file" in page.result.text, timeout=90_000)
    assert "sheets, in" in page.result.text
    assert list((tmp_path / "papers" / "Print").glob("001 *.pdf"))


def test_both_sides_leave_backs_blank(qtbot: QtBot, tmp_path: Path) -> None:
    """Of documents with an odd number of pages, so that the next begins on a front side."""
    pages = {"n": 0}

    class Counting(VanishingPrinter):
        def newPage(self) -> bool:
            pages["n"] += 1
            return super().newPage()

    source = tmp_path / "one.pdf"
    printer = small_printer(source)
    painter = QPainter(printer)
    painter.drawText(50, 50, "one")
    painter.end()
    items = [PrintItem("one", 1, source.read_bytes) for _ in range(3)]
    run = PrintRun(items, Counting(99, tmp_path / "out.pdf"), two_sided=True)
    assert run.n_pages == 6
    with qtbot.waitSignal(run.finished, timeout=30_000):
        run.start()
    assert pages["n"] == 5
    assert run.n_done == 3


@pytest.mark.qt_log_ignore("QPainter|QPdf|QFile|QPrint|QSaveFile")
def test_no_printer_at_all(qtbot: QtBot, tmp_path: Path) -> None:
    """A printer that cannot begin is a sentence."""
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "x.pdf"))
    run = PrintRun([PrintItem("one", 1, lambda: b"")], printer)
    with qtbot.waitSignal(run.failed, timeout=10_000) as failed:
        run.start()
    assert "did not take the papers" in failed.args[0]


def test_the_print_dialog_offers_every_paper(qtbot: QtBot, page: PapersPage, desk: Desk) -> None:
    """Sides, cover, separators, where to begin."""
    drafted(qtbot, page, desk)
    assert desk.reader is not None
    rows = register.get_rows(desk.reader, register.find_ids(desk.reader, RegisterFilter()))
    dialog = PrintDialog(rows, page)
    dialog.show()
    assert dialog.start.count() == len(rows)
    dialog.start.setCurrentIndex(2)
    dialog.two_sided.setChecked(False)
    dialog.yes.click()
    assert dialog.asked is not None
    assert (dialog.asked.from_paper, dialog.asked.options.two_sided) == (rows[2].id, False)


def test_further_papers_are_those_of_who_files(qtbot: QtBot, page: PapersPage) -> None:
    """The defense gets petitions and applications, and no bulk motion."""
    assert page.choices.kinds == {"motions"}
    page.choices.actions_of["notices"].setChecked(True)
    assert page.choices.further.text() == "Further papers (1)"
    page.choices.set_side(Side.DEFENDER)
    assert page.choices.kinds == {"petitions", "applications"}
    assert not page.choices.bulk.isVisible()
    assert page.draft_button.text().startswith("Draft papers for")


def test_every_further_dialog_opens(qtbot: QtBot, page: PapersPage, desk: Desk) -> None:
    """Forms, letters, words, address book: from one menu."""
    menu = page.more_button.menu()
    assert [action.text() for action in menu.actions()] == [entry.title for entry in DIALOGS]
    for entry in DIALOGS:
        dialog = entry.make(desk, page)
        dialog.open()
        assert dialog.isVisible()
        dialog.close()
    settle(qtbot, page, desk)
    assert not [one for one in QApplication.topLevelWidgets()
                if isinstance(one, QDialog) and one.isVisible()]  # fmt: skip
