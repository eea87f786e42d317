"""The papers page: preview, letterhead, drafting, printing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.documents.draft import Office
from app.documents.preview import page_count
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.draft_papers import find_office
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store.papers import count_papers, list_relief
from app.store.queue import QueueFilter, find_ids, get_rows
from app.store.reviews import ACCEPTED, PARKED
from app.store.workspace import Workspace, open_workspace
from tests.store.made_reviews import reviewed
from tests.ui_cases.conftest import AS_OF, PASSPHRASE
from ui.desk import Desk
from ui.papers.cases_model import CasesModel
from ui.papers.office_form import missing_words
from ui.papers.page import PapersPage
from ui.papers.preview_pane import PreviewPane
from ui.papers.printing import PrintRun, item_of, new_printer
from ui.papers.questions import ask_motion, ask_papers

Shown = Callable[[Desk], PapersPage]
OFFICE = Office(
    name="Office of the Made-up Attorney",
    attorney_name="Ana Example",
    bar_number="000000",
    address=("1 Example Street", "Los Angeles, CA 90000"),
    telephone="213-555-0100",
    email="office@example.org",
)


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    def show(desk: Desk) -> PapersPage:
        page = PapersPage(desk)
        qtbot.addWidget(page)
        desk.data_changed.connect(page.refresh)
        page.resize(1200, 760)
        page.show()
        page.refresh({"check", "settings"})
        settle(qtbot, page, desk)
        return page

    return show


def offered(page: PapersPage) -> list[str]:
    """The buttons of the empty state."""
    buttons = page._none.findChildren(QPushButton)
    return [button.text() for button in buttons if button.isVisible()]


def settle(qtbot: QtBot, page: PapersPage, desk: Desk) -> None:
    qtbot.waitUntil(lambda: page.is_settled and not desk.tasks.is_busy, timeout=60_000)


def decide(store: Workspace, conviction_id: int, decision: str) -> None:
    reviewed(store, conviction_id, decision, who="A. Clerk")


def n_dark(image: QImage) -> int:
    """Pixels that are ink."""
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(byte < 100 for byte in bytes(gray.constBits()))


def test_previews_the_first_case_and_its_pages(qtbot: QtBot, shown: Shown, desk: Desk) -> None:
    """There is ink on the page, another page is another picture, and the place is said."""
    page = shown(desk)
    pane = page.preview
    assert pane.pdf.startswith(b"%PDF")
    n = page_count(pane.pdf)
    assert n > 1
    assert pane.place.text() == f"Page 1 of {n}"
    first = pane.image
    assert n_dark(first) > 500
    assert not pane.previous_button.isEnabled()
    pane.next_button.click()
    assert pane.place.text() == f"Page 2 of {n}"
    assert pane.image != first
    pane.zoom.setCurrentIndex(2)
    assert pane.image.width() == 1224  # 8.5 inches at 144 dots


def test_lists_the_cases_that_the_job_will_draft(
    qtbot: QtBot, shown: Shown, desk: Desk, qtmodeltester: ModelTester
) -> None:
    """One line a case, in court order; the primary button counts them."""
    page = shown(desk)
    assert desk.reader is not None
    cases = ask_papers(desk.reader, only_accepted=False).cases
    assert page.cases.rowCount() == len(cases) > 10
    assert page.draft_button.text() == f"Draft {len(cases):,} motions…"
    assert sum(case.n_counts for case in cases) == len(list_relief(desk.reader))
    model = CasesModel()
    model.set_rows(cases)
    qtmodeltester.check(model)


def test_only_accepted_narrows_the_list(
    qtbot: QtBot, shown: Shown, open_desk: Callable[..., Desk], own_file: Path
) -> None:
    """With the switch on, only what a person accepted is drafted; parked never is."""
    with open_workspace(own_file, PASSPHRASE) as store:
        rows = list_relief(store)
        decide(store, rows[0].conviction_id, ACCEPTED)
        decide(store, rows[-1].conviction_id, PARKED)
        n_left = len(ask_papers(store, only_accepted=False).cases)
    desk = open_desk(lambda: open_workspace(own_file, PASSPHRASE))
    page = shown(desk)
    assert page.cases.rowCount() == n_left
    page.choices.only_accepted.setChecked(True)
    settle(qtbot, page, desk)
    assert page.cases.rowCount() == 1
    assert page.draft_button.text() == "Draft 1 motion…"


def test_missing_letterhead_is_said_before_anything_is_drafted(
    qtbot: QtBot, shown: Shown, desk: Desk, own_file: Path
) -> None:
    """The sentence names what will be a blank line; the saved office is kept in the file."""
    page = shown(desk)
    assert page.preflight.text().startswith("The office's name, the attorney's name")
    page.office.show_office(Office())
    page.office.name.setText(OFFICE.name)
    page.office.attorney_name.setText(OFFICE.attorney_name)
    page.office.bar_number.setText(OFFICE.bar_number)
    page.office.address.setPlainText("\n".join(OFFICE.address) + "\n\n")
    page.office.telephone.setText(OFFICE.telephone)
    page.office.email.setText(OFFICE.email)
    assert page.office.office == OFFICE
    assert page.preflight.text() == ""
    page.office.save_button.click()
    settle(qtbot, page, desk)
    assert not page.office.save_button.isEnabled()
    desk.close_reader()
    desk.tasks.join()
    with open_workspace(own_file, PASSPHRASE) as store:
        assert find_office(store) == OFFICE


def test_blank_lines_in_words() -> None:
    """One thing missing is, several are."""
    assert missing_words(OFFICE) == ""
    one = Office(**{**{n: getattr(OFFICE, n) for n in OFFICE.__slots__}, "bar_number": ""})
    assert missing_words(one) == (
        "The bar number is missing: the papers print a blank line to fill in by hand."
    )
    assert "and the e-mail address are missing" in missing_words(Office())


def test_drafts_into_the_chosen_folder_and_registers_the_papers(
    qtbot: QtBot, shown: Shown, desk: Desk, tmp_path: Path
) -> None:
    """The files are there, the register has them, and the result says how many."""
    page = shown(desk)
    n_cases = page.cases.rowCount()
    folder = tmp_path / "Papers of Ñuñez"
    page.batch.choose_folder = lambda: folder
    page.choices.bulk.setChecked(True)
    assert page.draft_button.text() == f"Draft {n_cases:,} motions and the bulk motion…"
    page.draft_button.click()
    settle(qtbot, page, desk)
    pdfs = sorted(folder.rglob("*.pdf"))
    n_motions = len(pdfs) - 1
    # Two of the messy file's names are in letters that the papers' fonts do not have.
    assert n_motions == n_cases - 2
    assert page.result.text.startswith(f"{n_motions:,} motions for")
    assert "left out: the list stands under" in page.result.text
    qtbot.waitUntil(lambda: page.register.model.total == len(pdfs), timeout=20_000)
    assert desk.reader is not None
    assert count_papers(desk.reader) == len(pdfs)
    assert not page.print_all_button.isHidden()


def test_no_folder_no_papers(qtbot: QtBot, shown: Shown, desk: Desk) -> None:
    """Thinking better of it in the dialog changes nothing."""
    page = shown(desk)
    page.batch.choose_folder = lambda: None
    page.draft()
    assert not desk.tasks.is_busy


def test_the_bulk_motion_is_previewed(qtbot: QtBot, shown: Shown, desk: Desk) -> None:
    """Its pages come in place of the case's."""
    page = shown(desk)
    single = page.preview.pdf
    page._bulk_button.click()
    settle(qtbot, page, desk)
    assert page.preview.pdf.startswith(b"%PDF")
    assert page.preview.pdf != single


def test_prints_page_by_page(qtbot: QtBot, store: Workspace, tmp_path: Path) -> None:
    """Every page goes to the printer at its size, with ink on it."""
    number = list_relief(store)[0].conviction_id
    pdf = ask_motion(store, number, OFFICE, date(2026, 11, 2))
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    target = tmp_path / "printed.pdf"
    printer.setOutputFileName(str(target))
    run = PrintRun([item_of(pdf), item_of(pdf)], printer)
    assert run.n_pages == 2 * page_count(pdf)
    with qtbot.waitSignal(run.finished, timeout=60_000) as finished:
        run.start()
    assert finished.args == [run.n_pages]
    printed = target.read_bytes()
    assert page_count(printed) == run.n_pages
    pane = PreviewPane()
    qtbot.addWidget(pane)
    pane.resize(500, 700)
    pane.show()
    pane.show_pdf(printed)
    assert n_dark(pane.image) > 300


def test_printing_stops_when_asked(qtbot: QtBot, store: Workspace, tmp_path: Path) -> None:
    """After the page under way, not after all of them."""
    pdf = ask_motion(store, list_relief(store)[0].conviction_id, OFFICE, date(2026, 11, 2))
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    run = PrintRun([item_of(pdf)] * 5, printer)
    run.progressed.connect(lambda n, _: run.cancel() if n == 2 else None)
    with qtbot.waitSignal(run.finished, timeout=60_000) as finished:
        run.start()
    assert finished.args == [2]


def test_print_this_paper_prints_what_is_in_sight(
    qtbot: QtBot, shown: Shown, desk: Desk, tmp_path: Path
) -> None:
    """The button sends the previewed motion to the printer that the dialog gives."""
    page = shown(desk)

    def to_file(_: int) -> QPrinter:
        printer = new_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "one.pdf"))
        return printer

    page.batch.choose_printer = to_file
    page.print_button.click()
    qtbot.waitUntil(lambda: "sent to the printer" in page.result.text, timeout=60_000)
    assert page_count((tmp_path / "one.pdf").read_bytes()) == page_count(page.preview.pdf)


def test_says_what_the_page_is_for_before_a_check(
    qtbot: QtBot, shown: Shown, empty_desk: Desk
) -> None:
    """Nothing to draft: the next step is offered instead."""
    page = shown(empty_desk)
    assert offered(page) == ["Choose the policy"]
    assert not page.draft_button.isEnabled()


def test_a_case_that_is_parked_has_no_preview(
    qtbot: QtBot, shown: Shown, desk: Desk, store_of: Callable[[Desk], list[int]]
) -> None:
    """All parked: the page says so and goes to the review."""
    page = shown(desk)
    numbers = store_of(desk)

    def park_all(workspace: Workspace, _: object) -> None:
        for number in numbers:
            decide(workspace, number, PARKED)

    desk.run_job("Parking", park_all, lambda _: None, {"review"})
    settle(qtbot, page, desk)
    assert offered(page) == ["Look at the review"]


@pytest.fixture
def store_of() -> Callable[[Desk], list[int]]:
    """The convictions with relief of the open workspace."""

    def find(desk: Desk) -> list[int]:
        assert desk.reader is not None
        rows = get_rows(desk.reader, find_ids(desk.reader, QueueFilter()))
        return [row.conviction_id for row in rows if row.outcome in ("DISMISSAL", "REDUCTION")]

    return find


def test_what_gets_no_motion_is_said_before_anything_is_drafted(
    qtbot: QtBot, shown: Shown, open_desk: Callable[..., Desk], own_file: Path
) -> None:
    """By the statute some cases wait for a fact: they are listed with why, and not counted."""
    policy = load_by_id("us-ca/statute-11361.8")
    request = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", AS_OF)
    with open_workspace(own_file, PASSPHRASE) as store, Workers(1) as workers:
        check_eligibility(store, request, Silent(), who="A. Clerk", workers=workers)
        n_relief = len(list_relief(store))
        n_serving = sum(row.procedure == "PETITION" for row in list_relief(store))
    page = shown(open_desk(lambda: open_workspace(own_file, PASSPHRASE)))
    rows = [page.cases.get_row(place) for place in range(page.cases.rowCount())]
    n_left_out = page.left_out.rowCount()
    assert n_left_out > 0
    assert sum(row.n_counts for row in rows) + n_left_out == n_relief
    assert page.tabs.isTabVisible(3)
    assert page.tabs.tabText(3) == f"Left out ({n_left_out:,})"
    assert f"{n_left_out:,} more left out" in page.title._about.text()
    assert all("by application" in row.relief for row in rows) == (n_serving == 0)
