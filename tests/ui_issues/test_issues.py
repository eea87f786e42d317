"""Issues on screen: found by filters, seen in their row, mended, confirmed, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from app.store import audit, issue_lists, mends, records
from app.store.issue_lists import CONFIRMED, MENDED, OPEN, IssueFilter
from app.store.workspace import Workspace
from tests.ui_people.world import LIST, WHO
from ui.application import ReliefDesk
from ui.cases.source_row import SourceRowDialog
from ui.issues.mend_list import MendsDialog
from ui.issues.pane import IssuesPane
from ui.issues.stays_dialog import StaysDialog
from ui.issues.words import ASIDE, CONSEQUENCE

Settle = Callable[[], None]
Press = Callable[..., None]


def store_of(program: ReliefDesk) -> Workspace:
    reader = program.desk.reader
    assert reader is not None
    return reader


def narrow(pane: IssuesPane, settle: Settle, **facets: str) -> None:
    for facet, value in facets.items():
        pane.facets.buttons(facet)[value].click()
        settle()


def states(store: Workspace, text: str) -> list[str]:
    return [one.state for one in issue_lists.iter_issues(store, IssueFilter(text=text))]


def test_facets_count_what_follows_and_narrow_the_list(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """Rows set aside, other issues of consequence, the rest; state, kind, column, file."""
    store = store_of(program)
    n_set_aside, n_open = issue_lists.count_open(store)
    buttons = pane.facets.buttons("weight")
    assert buttons[ASIDE].accessibleName() == f"Rows set aside, {n_set_aside:,}"
    assert buttons[CONSEQUENCE].accessibleName() == f"Of consequence, {n_open:,}"
    narrow(pane, settle, weight=ASIDE)
    assert pane.model.total == n_set_aside == pane.model.rowCount()
    narrow(pane, settle, weight="", kind="Level unknown")
    wanted = IssueFilter(state=OPEN, kind="Level unknown")
    assert pane.model.total == issue_lists.count_facets(store, wanted).n
    number = next(one.id for one in records.list_sources(store) if one.name == LIST)
    narrow(pane, settle, source=str(number))
    assert {one.file_name for one in pane.model.records} == {LIST}


def test_an_issue_tells_where_it_is_and_what_it_means(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """File, row, column, text, why, what was done, the consequence, and the row with its cell."""
    narrow(pane, settle, kind="Level unknown", source=str(2))
    told = pane.detail.text.toPlainText()
    for words in (
        "Level unknown", f"{LIST}, row 4, column Level", "FELNY",
        "Rules about the level count it as unknown.",
        "Rules that ask for felony or misdemeanor cannot be answered.",
        "▸ Level", "NUNEZ, ANNA", "CR800003",
    ):  # fmt: skip
        assert words in told
    pane.detail.row_wanted.emit()
    dialog = pane.findChild(SourceRowDialog)
    assert dialog is not None
    assert dialog.windowTitle() == f"{LIST}, row 4"


def test_a_level_is_chosen_mended_in_one_row_and_undone_with_a_key(
    pane: IssuesPane, settle: Settle, program: ReliefDesk, press: Press
) -> None:
    """Enter goes to the field, part of a word is enough, Enter mends, the next issue comes;
    Ctrl+Z brings back what stood before."""
    store = store_of(program)
    narrow(pane, settle, kind="Level unknown", source=str(2))
    press(pane.list.table, Qt.Key.Key_Return)
    editor = pane.detail.cell.value
    assert editor.choice.hasFocus()
    editor.set_text("Felony")
    pane.detail.preview_wanted.emit()
    settle()
    assert pane.detail.cell.outlook.text().startswith(
        "1 row of 1 person is read again as Felony. The file stays as it is"
    )
    line = editor.choice.lineEdit()
    assert line is not None
    press(line, Qt.Key.Key_Return)
    settle()
    assert states(store, "FELNY").count(MENDED) == 1
    assert pane.told.text == "1 row of 1 person was read again; check again to see the answers."
    assert pane.model.rowCount() == 2
    assert "GARCIA, LUIS" in pane.detail.text.toPlainText()
    assert any(one.action == "mend" and one.who == WHO for one in audit.entries(store))
    press(pane.list.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert states(store, "FELNY") == [OPEN] * 3
    assert "as it stands in the file" in pane.told.text


def test_the_same_text_is_mended_everywhere(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """Each text once, with how often it stands there; one correction for all of them."""
    store = store_of(program)
    narrow(pane, settle, kind="Level unknown", source=str(2))
    pane.list.by_text.click()
    settle()
    one = pane.list.texts.record(pane.list.text_table.currentIndex())
    assert one is not None
    assert (one.text, one.n) == ("FELNY", 3)
    assert pane.detail.cell.everywhere.isChecked()
    assert pane.detail.cell.everywhere.text() == "Wherever it says FELNY: 3 rows"
    assert pane.detail.mend_button.text() == "Mend 3 rows"
    pane.detail.cell.value.set_text("Felony")
    pane.detail.mend_button.click()
    settle()
    assert states(store, "FELNY") == [MENDED] * 3
    assert pane.told.text.startswith("3 rows of 3 people were read again")
    (mend,) = mends.list_mends(store)
    assert (mend.old, mend.new, mend.n_rows) == ("FELNY", "FELONY", 3)


def test_what_is_not_allowed_is_not_taken(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """A level that is none, or nothing at all, gets a sentence beside the field."""
    narrow(pane, settle, kind="Level unknown", source=str(2))
    pane.detail.mend_button.click()
    assert "Type or choose" in pane.detail.cell.outlook.text()
    pane.detail.cell.value.set_text("Capital")
    pane.detail.mend_button.click()
    assert "“Capital” is not in the list." in pane.detail.cell.outlook.text()
    assert mends.list_mends(store_of(program)) == []


def test_a_correction_that_helps_not_is_told(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """What was typed is kept, and the issue that stays open is named in the sentence."""
    narrow(pane, settle, kind="Impossible date")
    pane.detail.cell.value.set_text("19990230")
    pane.detail.mend_button.click()
    settle()
    assert "this is still open" in pane.told.text


def test_it_stays_as_it_is_needs_a_note_and_can_be_opened_again(
    pane: IssuesPane, settle: Settle, program: ReliefDesk, press: Press
) -> None:
    """The key C asks why; the note and the name stand with the issue."""
    store = store_of(program)
    narrow(pane, settle, kind="Level unknown", source=str(2))
    press(pane.list.table, Qt.Key.Key_C)
    dialog = pane.findChild(StaysDialog)
    assert dialog is not None
    assert not dialog.yes.isEnabled()
    dialog.note.setText("The clerk of the court says so")
    dialog.everywhere.setChecked(True)
    dialog.yes.click()
    settle()
    assert states(store, "FELNY") == [CONFIRMED] * 3
    assert "3 issues are seen" in pane.told.text
    narrow(pane, settle, state=CONFIRMED)
    told = pane.detail.text.toPlainText()
    assert "Confirmed as it is: The clerk of the court says so" in told
    assert pane.detail.mend_button.isHidden()
    pane.detail.reopen_wanted.emit()
    settle()
    assert states(store, "FELNY").count(OPEN) == 1


def test_a_row_that_was_set_aside_is_corrected_by_its_line(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """The whole line stands in the editor with the problem named; corrected, it takes part."""
    store = store_of(program)
    narrow(pane, settle, weight=ASIDE, kind="Wrong number of cells")
    before = pane.model.total
    assert pane.detail.is_row
    line = pane.detail.row.line.toPlainText()
    assert line.count(",") > 20
    pane.detail.mend_button.click()
    settle()
    assert "a row of this file has 95" in pane.detail.row.outlook.text()
    cells = ["165", "C", "90000777", *[""] * 91, "END"]
    pane.detail.row.line.setPlainText(",".join(cells))
    pane._ask_preview()
    settle()
    assert pane.detail.row.outlook.text() == "The row can be read like this and will take part."
    n_people = records.count_people(store)
    pane.detail.mend_button.click()
    settle()
    assert records.count_people(store) == n_people + 1
    assert pane.model.total == before - 1


def test_any_mend_of_the_list_can_be_undone(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """Who, when and what; an undone one stays on the list."""
    narrow(pane, settle, kind="Level unknown", source=str(2))
    for words in ("Felony", "Misdemeanor"):
        pane.detail.cell.value.set_text(words)
        pane.detail.mend_button.click()
        settle()
    assert pane.tools.mends_button.text() == "Mends (2)…"
    pane.show_mends()
    settle()
    dialog = pane.findChild(MendsDialog)
    assert dialog is not None
    dialog.table.selectRow(1)
    dialog.undo_button.click()
    settle()
    assert [one.is_undone for one in mends.list_mends(store_of(program))] == [False, True]
    assert dialog.model.rowCount() == 2
    assert not dialog.undo_button.isEnabled()
    assert pane.tools.mends_button.text() == "Mends (1)…"


def test_the_list_grows_as_it_is_scrolled(pane: IssuesPane, settle: Settle) -> None:
    """A hundred thousand issues are not held: further ones are asked for."""
    everything = list(pane.model.records)
    pane.model.set_first(everything[:10], len(everything))
    assert pane.model.canFetchMore()
    pane.model.fetchMore()
    assert not pane.model.canFetchMore()  # asked for already
    settle()
    numbers = [one.listed.number for one in pane.model.records]
    assert numbers == [one.listed.number for one in everything]


def test_excel_goes_out_and_comes_back_with_a_look_before(
    pane: IssuesPane, settle: Settle, program: ReliefDesk, tmp_path: Path
) -> None:
    """Corrections filled in there are shown before they count; problems are listed all at once."""
    import openpyxl

    from ui.issues.workbook_dialog import WorkbookDialog, WorkbookProblems

    store, path = store_of(program), tmp_path / "Issues.xlsx"
    narrow(pane, settle, kind="Level unknown", source=str(2))
    pane.workbooks.choose_target = pane.workbooks.choose_source = lambda: path
    pane.tools.export_action.trigger()
    settle()
    assert "3 issues written to Issues.xlsx" in pane.told.text
    book = openpyxl.load_workbook(path)
    sheet = book["Issues"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, titles["Correction"], "FELONY")
    sheet.cell(3, titles["Decision"], "perhaps")
    book.save(path)
    pane.tools.read_action.trigger()
    settle()
    problems = pane.findChild(WorkbookProblems)
    assert problems is not None
    assert "Row 3: 'perhaps' is no decision" in problems.problems.toPlainText()
    problems.accept()
    assert mends.list_mends(store) == []
    sheet.cell(3, titles["Decision"], "ok")
    book.save(path)
    pane.tools.read_action.trigger()
    settle()
    dialog = pane.findChild(WorkbookDialog)
    assert dialog is not None
    assert dialog.model.rowCount() == 2
    assert dialog.yes.text() == "Take over 1 correction and 1 confirmation"
    assert mends.list_mends(store) == []
    dialog.yes.click()
    settle()
    assert sorted(states(store, "FELNY")) == sorted([MENDED, CONFIRMED, OPEN])
