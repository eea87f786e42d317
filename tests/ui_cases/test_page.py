"""The review page over a county that was really imported and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.documents.preview import page_count
from app.jobs.clock import today
from app.jobs.queue.load import find_convictions, load_queue
from app.model.queue_filter import QueueFilter
from app.store.questions import get_questions
from app.store.queue import get_rows
from app.store.reviews import Review, find_review
from app.store.workspace import Workspace, open_workspace
from tests.ui_cases.conftest import PASSPHRASE
from ui.cases.answer_html import Link
from ui.cases.case_view import CaseView
from ui.cases.page import CasesPage
from ui.cases.questions import QueueReader
from ui.cases.source_row import SourceRowDialog
from ui.desk import Desk
from ui.papers.motion_dialog import MotionDialog
from ui.tables.convictions import NAME

Shown = Callable[[Desk], CasesPage]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Shows the page as the window does."""

    def show(desk: Desk) -> CasesPage:
        page = CasesPage(desk)
        qtbot.addWidget(page)
        desk.data_changed.connect(page.refresh)
        page.resize(1280, 760)
        page.show()
        page.refresh({"import", "check"})
        settle(qtbot, page, desk)
        return page

    return show


@pytest.fixture
def page(shown: Shown, desk: Desk) -> Iterator[CasesPage]:
    return shown(desk)


def settle(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Wait until nothing is asked and nothing is being saved."""
    qtbot.waitUntil(lambda: page.is_settled and not desk.tasks.is_busy, timeout=20_000)


def go_to(qtbot: QtBot, page: CasesPage, desk: Desk, outcome: str) -> int:
    """Show the first case that is answered so; gives its place in the list."""
    rows = (page.queue.model.find_row(place) for place in range(page.queue.model.rowCount()))
    place = next(n for n, row in enumerate(rows) if row is not None and row.outcome == outcome)
    page.queue.select(place)
    settle(qtbot, page, desk)
    return place


def view_of(page: CasesPage) -> CaseView:
    view = page._current_view()
    assert view is not None
    return view


def listed(page: CasesPage) -> list[int]:
    return [page.queue.model.get_id(place) for place in range(page.queue.model.rowCount())]


def saved_review(path: Path, conviction_id: int) -> Review | None:
    """What the file says after it was opened anew."""
    with open_workspace(path, PASSPHRASE) as workspace:
        return find_review(workspace, conviction_id)


def reopened(desk: Desk, path: Path, conviction_id: int) -> Review | None:
    desk.close_reader()
    desk.tasks.join()
    return saved_review(path, conviction_id)


def test_shows_every_answer_and_the_person_behind_the_first(page: CasesPage, desk: Desk) -> None:
    """Each conviction with an answer is listed, hand review first; its person stands beside."""
    assert desk.reader is not None
    everything = list(find_convictions(desk.reader, QueueFilter(), "risk"))
    assert listed(page) == everything
    assert len(everything) > 50
    view = view_of(page)
    assert view.row.conviction_id == everything[0]
    assert view.row.outcome == "HAND_REVIEW"
    assert page.reviewed.text().startswith(f"0 of {len(everything):,} reviewed")


def test_a_facet_narrows_the_list_and_the_line_opens_it_again(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """The count on the facet is the number of rows that follow; the others stay in sight."""
    assert desk.reader is not None
    counts = dict(load_queue(desk.reader).facets(QueueFilter())["outcome"])
    everything = listed(page)
    check = page.facets.checks("outcome")["DISMISSAL"]
    assert check.accessibleName() == f"Dismissal, {counts['DISMISSAL']:,}"
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton)
    settle(qtbot, page, desk)
    assert len(listed(page)) == counts["DISMISSAL"]
    assert view_of(page).row.outcome == "DISMISSAL"
    assert set(page.facets.checks("outcome")) == set(counts)
    assert page.facets.checks("outcome")["DISMISSAL"].isChecked()
    assert page.queue.shown.words == ["Showing:", "Dismissal ×", "Clear"]
    page.facets.checks("outcome")["HAND_REVIEW"].click()
    settle(qtbot, page, desk)
    assert len(listed(page)) == counts["DISMISSAL"] + counts["HAND_REVIEW"]
    assert page.facets.list.title("outcome") == "Answer (2)"
    clear = page.queue.shown.findChildren(QPushButton)[-1]
    assert clear.accessibleName() == "Show everything again"
    clear.click()
    settle(qtbot, page, desk)
    assert listed(page) == everything
    assert page.queue.shown.isHidden()


def test_facets_are_reached_and_chosen_by_keyboard(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """A group unfolds by its title, the blank chooses; the keyboard stays where it was."""
    assert page.facets.checks("level") == {}
    title = page.facets.list._groups["level"].title
    assert title.accessibleName() == "Level: show the values"
    title.setFocus()
    qtbot.keyClick(title, Qt.Key.Key_Space)
    assert title.accessibleName() == "Level: hide the values"
    first = next(iter(page.facets.checks("level").values()))
    assert first.isVisible()
    chosen = first.value
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    settle(qtbot, page, desk)
    counted = page.facets.checks("level")[chosen]
    assert page.listing.wanted.level == (chosen,)
    assert counted.isChecked()
    assert counted.hasFocus()
    assert len(listed(page)) == int(counted.accessibleName().split(", ")[1].replace(",", ""))


def test_search_waits_for_the_typing_and_finds_names_and_numbers(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Part of a name or of a case number is enough; letters are text there, not commands."""
    wanted = view_of(page).row
    qtbot.keyClicks(page.queue.search, wanted.case_number)
    qtbot.waitUntil(lambda: page.listing.wanted.text == wanted.case_number)
    settle(qtbot, page, desk)
    assert wanted.conviction_id in listed(page)
    assert desk.reader is not None
    rows = get_rows(desk.reader, listed(page))
    assert {wanted.case_number in row.case_number for row in rows} == {True}
    page.queue.search.clear()
    qtbot.keyClicks(page.queue.search, "aha")
    qtbot.waitUntil(lambda: page.listing.wanted.text == "aha")
    settle(qtbot, page, desk)
    assert not page.bar.is_asking
    assert count_reviewed(page) == 0


def count_reviewed(page: CasesPage) -> int:
    return int(page.reviewed.text().split(" of ")[0].replace(",", ""))


def test_a_search_without_a_match_says_so(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Nothing is decided on a person who is no longer in the list."""
    page.queue.search.setText("nobody is called this")
    qtbot.keyClick(page.queue.search, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    assert page.queue.place.text() == "Nothing matches"
    assert not page.bar.accept_button.isEnabled()
    assert page.person.isHidden()


def test_sorts_by_name_and_keeps_the_conviction_in_sight(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Another order moves the rows, not the person one is looking at."""
    page.queue.select(5)
    settle(qtbot, page, desk)
    kept = view_of(page).row.conviction_id
    page.queue.sort.setCurrentIndex(page.queue.sort.findData("name"))
    settle(qtbot, page, desk)
    assert desk.reader is not None
    assert listed(page) == list(find_convictions(desk.reader, QueueFilter(), "name"))
    assert view_of(page).row.conviction_id == kept


def test_accept_is_shown_at_once_goes_on_and_is_on_disk(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """The key A: the row says so, the next case comes, the count rises, the file has it."""
    place = go_to(qtbot, page, desk, "DISMISSAL")
    first = view_of(page).row
    qtbot.keyClick(page.queue.table, Qt.Key.Key_A)
    assert page.queue.position == place + 1
    row = page.queue.model.find_row(place)
    assert row is not None
    assert row.decision == "accepted"
    settle(qtbot, page, desk)
    assert count_reviewed(page) == 1
    review = reopened(desk, own_file, first.conviction_id)
    assert review is not None
    assert (review.decision, review.reviewer) == ("accepted", "A. Clerk")
    assert (review.outcome, review.outcome_reason) == (first.outcome, first.reason)


def test_a_hand_review_cannot_be_accepted(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """There is no answer to agree with; the key does nothing, the other ways are open."""
    go_to(qtbot, page, desk, "HAND_REVIEW")
    assert not page.bar.accept_button.isEnabled()
    assert page.bar.override_button.isEnabled()
    qtbot.keyClick(page.queue.table, Qt.Key.Key_A)
    settle(qtbot, page, desk)
    assert count_reviewed(page) == 0


def test_parking_asks_for_words_and_keeps_them_with_the_reminder(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """Without words nothing is parked; Escape leaves everything as it was."""
    first = view_of(page).row.conviction_id
    form = page.bar.park
    qtbot.keyClick(page.queue.table, Qt.Key.Key_P)
    assert page.bar.is_asking
    assert not form.submit_button.isEnabled()
    qtbot.keyClick(form.words, Qt.Key.Key_Return)
    assert page.bar.is_asking
    qtbot.keyClick(form.words, Qt.Key.Key_Escape)
    assert not page.bar.is_asking
    qtbot.keyClick(page.queue.table, Qt.Key.Key_P)
    form.when.setCurrentIndex(form.when.findData(7))
    qtbot.keyClicks(form.words, "  Ask the court ")
    qtbot.keyClick(form.words, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    page.queue.select(0)
    settle(qtbot, page, desk)
    assert "Parked by A. Clerk" in page.person.answer.toPlainText()
    assert "Ask the court" in page.person.answer.toPlainText()
    review = reopened(desk, own_file, first)
    assert review is not None
    assert (review.decision, review.words) == ("parked", "Ask the court")
    assert review.remind_on == (today() + timedelta(days=7)).isoformat()


def test_an_override_has_another_answer_a_code_and_words(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """The program's own answer is not offered; how relief is asked for only where it is relief."""
    go_to(qtbot, page, desk, "DISMISSAL")
    first, form = view_of(page).row.conviction_id, page.bar.override
    qtbot.keyClick(page.queue.table, Qt.Key.Key_O)
    offered = [form.answer.itemText(place) for place in range(form.answer.count())]
    assert "Dismissal" not in offered
    assert "Not eligible" in offered
    assert form.answer.currentIndex() == form.reason.currentIndex() == -1
    form.answer.setCurrentText("Reduction to a misdemeanor")
    assert not form.procedure.isHidden()
    form.answer.setCurrentText("Not eligible")
    assert form.procedure.isHidden()
    qtbot.keyClicks(form.words, "A felony on the docket")
    assert not form.submit_button.isEnabled()
    form.reason.setCurrentIndex(form.reason.findData("SECTION"))
    assert form.submit_button.isEnabled()
    qtbot.keyClick(form.words, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    review = reopened(desk, own_file, first)
    assert review is not None
    assert (review.decision, review.new_outcome, review.reason_code, review.words) == (
        "overridden", "NOT_ELIGIBLE", "SECTION", "A felony on the docket",
    )  # fmt: skip


def test_a_decision_can_be_taken_back(
    qtbot: QtBot, page: CasesPage, desk: Desk, own_file: Path
) -> None:
    """The key U opens the conviction again, and the file forgets the decision."""
    go_to(qtbot, page, desk, "DISMISSAL")
    first = view_of(page).row.conviction_id
    assert not page.bar.open_button.isEnabled()
    page.deciding.accept()
    settle(qtbot, page, desk)
    qtbot.keyClick(page.queue.table, Qt.Key.Key_K)
    settle(qtbot, page, desk)
    assert page.bar.open_button.isEnabled()
    qtbot.keyClick(page.queue.table, Qt.Key.Key_U)
    settle(qtbot, page, desk)
    assert count_reviewed(page) == 0
    assert not page.bar.open_button.isEnabled()
    assert reopened(desk, own_file, first) is None


def test_undo_goes_back_to_the_case_and_redo_decides_it_again(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Ctrl+Z twice and Ctrl+Y once: a sentence says what was undone, the case is in sight."""
    place = go_to(qtbot, page, desk, "DISMISSAL")
    first = view_of(page).row.conviction_id
    assert not page.bar.undo_button.isEnabled()
    qtbot.keyClick(page.queue.table, Qt.Key.Key_A)
    settle(qtbot, page, desk)
    qtbot.keyClick(page.queue.table, Qt.Key.Key_N)
    qtbot.keyClicks(page.bar.words.words, "Seen")
    qtbot.keyClick(page.bar.words.words, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    with qtbot.waitSignal(desk.said) as said:
        qtbot.keyClick(page.queue.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["info", "Undone: note, 1 case."]
    settle(qtbot, page, desk)
    qtbot.keyClick(page.queue.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page, desk)
    assert page.queue.position == place
    assert view_of(page).row.conviction_id == first
    assert count_reviewed(page) == 0
    qtbot.keyClick(page.queue.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page, desk)
    assert count_reviewed(page) == 1


def test_an_attorney_is_asked_and_answers(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """The same key asks, and answers what is asked."""
    first = view_of(page).row.conviction_id
    qtbot.keyClick(page.queue.table, Qt.Key.Key_Q)
    qtbot.keyClicks(page.bar.words.words, "Is it the same section?")
    qtbot.keyClick(page.bar.words.words, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    page.queue.select(0)
    settle(qtbot, page, desk)
    assert page.bar.ask_button.text() == "Answer…"
    qtbot.keyClick(page.queue.table, Qt.Key.Key_Q)
    qtbot.keyClicks(page.bar.words.words, "It is.")
    qtbot.keyClick(page.bar.words.words, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    assert desk.reader is not None
    found = get_questions(desk.reader, [first])[first]
    assert (found.words, found.answer) == ("Is it the same section?", "It is.")


def test_an_accepted_row_stays_until_another_list_is_asked_for(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Working through the open ones, the list does not jump under the hand."""
    page.facets.checks("state")["open"].click()
    settle(qtbot, page, desk)
    before = listed(page)
    place = go_to(qtbot, page, desk, "DISMISSAL")
    page.deciding.accept()
    settle(qtbot, page, desk)
    assert listed(page) == before
    assert page.queue.position == place + 1


def test_nothing_is_decided_while_a_long_job_has_the_store(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """A decision that could not be on disk at once is refused with a sentence."""
    gate = Event()
    place = go_to(qtbot, page, desk, "DISMISSAL")
    with qtbot.waitSignal(desk.tasks.started):
        desk.run_job("Importing", lambda *_: gate.wait(20), lambda _: None, set())
    with qtbot.waitSignal(desk.said) as said:
        page.deciding.accept()
    assert "Importing" in said.args[1]
    assert page.queue.position == place
    gate.set()
    settle(qtbot, page, desk)
    assert count_reviewed(page) == 0


def test_the_answer_names_file_row_column_and_text(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Every fact of the record leads to its cell; each rule says met, not met or unknown."""
    page.facets.checks("outcome")["DISMISSAL"].click()
    settle(qtbot, page, desk)
    view = view_of(page)
    assert view.traced is not None
    text = page.person.answer.toPlainText()
    assert "Eligible for Dismissal" in text
    assert view.row.reason in text
    facts = [f for one in view.traced.explanation.findings for f in one.facts if f.at and f.column]
    assert facts
    fact = facts[0]
    assert fact.at is not None
    cell = view.traced.places[fact.at].cell(fact.column).strip()
    expected = f"LA.dat, row {fact.at.row}, {fact.column}: '{cell}'"
    assert expected in text.replace("\n", " ")
    for finding in view.traced.explanation.findings:
        assert finding.asks in text
    assert "Not met" in text


def test_a_fact_opens_its_source_row_as_it_stood(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """All 95 columns by name, the filled ones first, the asked one marked."""
    view = view_of(page)
    page.person.place_wanted.emit(Link(view.at, "OFFENSE_DESCR"))
    settle(qtbot, page, desk)
    dialog = page._dialogs[0]
    assert isinstance(dialog, SourceRowDialog)
    n_filled = dialog.model.rowCount()
    assert 10 < n_filled < 95
    current = dialog.model.get_row(dialog.table.currentIndex().row())
    assert current[1] == "OFFENSE_DESCR"
    dialog.empty.setChecked(True)
    assert dialog.model.rowCount() == 95
    assert [dialog.model.get_row(n)[2].strip() in ("", "-") for n in range(n_filled, 95)] == [
        True
    ] * (95 - n_filled)
    dialog.close()


def test_history_lists_every_count_and_the_time_line_says_it_in_words(page: CasesPage) -> None:
    """The conviction under review stands out in both."""
    view = view_of(page)
    n_charges = sum(max(1, len(event.charges)) for event in view.sheet.events())
    assert page.person.history_model.rowCount() == n_charges
    model, role = page.person.history_model, Qt.ItemDataRole.AccessibleTextRole
    said = [str(model.data(model.index(place, 0), role)) for place in range(model.rowCount())]
    assert sum(words.endswith(", under review") for words in said) == len(view.under_review)
    words = page.person.time_line.picture.accessibleDescription()
    assert "dated events from" in words or "no dated events" in words


def test_the_motion_of_an_eligible_case_is_previewed(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """The key M shows pages; a hand review has no motion to show."""
    assert not page.bar.preview_button.isEnabled()
    page.facets.checks("outcome")["DISMISSAL"].click()
    settle(qtbot, page, desk)
    qtbot.keyClick(page.queue.table, Qt.Key.Key_M)
    settle(qtbot, page, desk)
    dialog = page._dialogs[0]
    assert isinstance(dialog, MotionDialog)
    assert dialog.preview.pdf.startswith(b"%PDF")
    dialog.close()


def test_the_answers_of_a_person_are_saved_as_a_sheet(
    qtbot: QtBot, page: CasesPage, desk: Desk, tmp_path: Path
) -> None:
    """The key S and the button beside the tabs write a PDF; leaving the dialog writes none."""
    names: list[str] = []
    answers = [None, tmp_path / "why.pdf", tmp_path / "no folder" / "why.pdf"]

    def choose(name: str) -> Path | None:
        names.append(name)
        return answers[len(names) - 1]

    page.choose_sheet = choose
    qtbot.keyClick(page.queue.table, Qt.Key.Key_S)
    settle(qtbot, page, desk)
    assert list(tmp_path.glob("*.pdf")) == []
    with qtbot.waitSignal(desk.said) as said:
        qtbot.mouseClick(page.person.sheet_button, Qt.MouseButton.LeftButton)
    assert said.args == ["good", f"The sheet is in {answers[1]}."]
    assert page_count((tmp_path / "why.pdf").read_bytes()) >= 1
    assert names[0].startswith("Why ")
    assert names[0].endswith(".pdf")
    with qtbot.waitSignal(desk.said) as said:
        page.save_sheet()
    assert said.args[0] == "stop"
    assert "cannot be written" in said.args[1]


def test_opens_with_a_filter_or_a_conviction(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Other pages lead here with what they were asked about."""
    page.open_with(outcome="NOT_ELIGIBLE")
    settle(qtbot, page, desk)
    assert view_of(page).row.outcome == "NOT_ELIGIBLE"
    assert desk.reader is not None
    wanted = find_convictions(desk.reader, QueueFilter(), "name")[7]
    page.open_with(conviction_id=wanted)
    settle(qtbot, page, desk)
    assert view_of(page).row.conviction_id == wanted


def test_a_filter_is_saved_used_replaced_and_removed(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """By its name, with its order; it is there for everybody who opens the workspace."""
    bar = page.facets.saved
    assert not bar.combo.isEnabled()
    assert not bar.save_button.isVisible()
    page.facets.checks("outcome")["HAND_REVIEW"].click()
    settle(qtbot, page, desk)
    bar.save_button.click()
    assert not bar.keep_button.isEnabled()
    qtbot.keyClicks(bar.name, "  To look  at ")
    qtbot.keyClick(bar.name, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    assert bar.combo.currentText() == "To look at"
    narrowed = listed(page)
    page.queue.filter_changed.emit(QueueFilter())
    settle(qtbot, page, desk)
    assert bar.combo.currentText() == "Saved filters"
    bar.combo.activated.emit(1)
    settle(qtbot, page, desk)
    assert listed(page) == narrowed
    page.facets.checks("outcome")["HAND_REVIEW"].click()
    page.facets.checks("outcome")["DISMISSAL"].click()
    settle(qtbot, page, desk)
    bar.save_button.click()
    qtbot.keyClicks(bar.name, "to LOOK at")
    assert bar.keep_button.text() == "Replace"
    bar.keep_button.click()
    settle(qtbot, page, desk)
    assert [bar.combo.itemText(n) for n in range(bar.combo.count())] == [
        "Saved filters", "to LOOK at",
    ]  # fmt: skip
    bar.remove_button.click()
    settle(qtbot, page, desk)
    assert bar.combo.itemText(0) == "No saved filters yet"


def test_people_stand_together_and_are_chosen_together(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """The name once, for a screen reader at each; all of a person's convictions at one stroke."""
    model = page.queue.model
    place = next(n for n in range(1, model.rowCount()) if not model.found.begins_person(n))
    index = model.index(place, NAME)
    assert model.data(index) == ""
    above = model.data(model.index(model.found.positions_of_person(place)[0], NAME))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(index, role) == f"Name: {above}"
    page.queue.select(place)
    page.queue.choose_person()
    rows = model.found.positions_of_person(place)
    assert page.queue.selected_ids == tuple(model.get_id(n) for n in rows)
    assert len(rows) > 1
    page.queue.step(1)
    assert page.queue.position == rows[-1] + 1
    settle(qtbot, page, desk)


def test_the_list_keeps_its_place_when_it_is_read_again(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """After a check the same conviction is at the same height; the list is never blank."""
    page.queue.select(40)
    settle(qtbot, page, desk)
    kept, top = page.queue.current_id, page.queue.table.verticalScrollBar().value()
    assert top > 0
    page.refresh({"check"})
    assert len(listed(page)) > 50
    settle(qtbot, page, desk)
    assert page.queue.current_id == kept
    assert page.queue.table.verticalScrollBar().value() == top


def test_says_what_is_being_read_until_the_list_is_there(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many convictions there are; then which of them is looked at."""
    gate, load = Event(), QueueReader.load

    def slowly(reader: QueueReader, store: Workspace) -> bool:
        gate.wait(20)
        return load(reader, store)

    monkeypatch.setattr(QueueReader, "load", slowly)
    page = CasesPage(desk)
    qtbot.addWidget(page)
    page.refresh({"check"})
    assert desk.reader is not None
    n = len(find_convictions(desk.reader, QueueFilter()))
    qtbot.waitUntil(lambda: page.queue.place.text() == f"Reading {n:,} convictions…")
    gate.set()
    settle(qtbot, page, desk)
    assert page.queue.place.text() == f"1 of {n:,}"


def test_the_next_open_case_is_found(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Past what was decided, before the list is asked for again and after."""
    place = go_to(qtbot, page, desk, "DISMISSAL")
    page.deciding.accept()
    settle(qtbot, page, desk)
    page.queue.select(place - 1)
    page.queue.go_to_open()
    assert page.queue.position == place + 1
    page.facets.checks("state")["accepted"].click()
    settle(qtbot, page, desk)
    page.queue.go_to_open()
    assert page.queue.position == 0
    settle(qtbot, page, desk)


def test_says_what_the_page_is_for_while_there_is_nothing(
    qtbot: QtBot, shown: Shown, empty_desk: Desk
) -> None:
    """An empty workspace offers the next step."""
    page = shown(empty_desk)
    buttons = page._none.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["Import a file"]
    with qtbot.waitSignal(empty_desk.page_asked_for) as asked:
        buttons[0].click()
    assert asked.args[0] == "import"


@pytest.mark.parametrize(("colors", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 2.0)])
def test_every_control_has_a_name(
    qtbot: QtBot,
    shown: Shown,
    desk: Desk,
    dress: Callable[[str, float], None],
    colors: str,
    scale: float,
) -> None:
    """What the keyboard reaches, a screen reader can say, in every look."""
    dress(colors, scale)
    page = shown(desk)
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(page)
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
        and not (hasattr(widget, "text") and widget.text())
    ]
    assert nameless == []
    assert not page.grab().toImage().isNull()
