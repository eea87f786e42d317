"""People of several files on screen: who may be one, where files differ, who is made of what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.store import audit, conflicts, matches, people, records
from tests.ui_people.world import LIST, STATE, WHO
from ui.application import ReliefDesk
from ui.importing.page import PARTS, ImportPage
from ui.people.order_dialog import OrderDialog

Settle = Callable[[], None]
Press = Callable[..., None]


def open_people(page: ImportPage, settle: Settle, view: int = 0) -> None:
    page.open_with("people")
    page.people.views[view].click()
    settle()


def test_a_pair_stands_side_by_side_with_what_agrees(page: ImportPage, settle: Settle) -> None:
    """Names, birth dates, numbers, cases and convictions of both; strength in words and shape."""
    open_people(page, settle)
    pane = page.people.matches
    assert pane.model.rowCount() == 4
    assert page.tabs.tabText(PARTS.index("people")) == "People (4 to decide)"
    told = pane.text.toPlainText()
    assert "●●● Certain" in told
    assert "Same name, a middle name left out or only an initial; same birth date" in told
    for words in ("EXAMPLE, AVERY MAE", "1970-06-15", "CR700001", STATE, LIST, "11359 HS, felony"):
        assert words in told
    assert "Case numbers, agree" in told
    assert "CII number, nobody can tell" in told
    pane.select(3)
    settle()
    assert "Birth date, differ" in pane.text.toPlainText()


def test_the_key_m_makes_two_people_one_and_undo_brings_both_back(
    page: ImportPage, press: Press, settle: Settle, program: ReliefDesk
) -> None:
    """The next pair comes; the record of the work has it; Ctrl+Z leaves no trace of the merge."""
    open_people(page, settle)
    pane, reader = page.people.matches, program.desk.reader
    assert reader is not None
    before = records.count_people(reader)
    press(pane.table, Qt.Key.Key_M)
    settle()
    assert records.count_people(reader) == before - 1
    assert pane.model.rowCount() == 3
    assert "SAMPLE, JORDAN" in pane.text.toPlainText()
    assert "one person now" in pane.told.text
    assert any(one.action == "merge people" and one.who == WHO for one in audit.entries(reader))
    press(pane.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert records.count_people(reader) == before
    assert pane.model.rowCount() == 4


def test_different_people_are_not_proposed_again_until_it_is_undone(
    page: ImportPage, press: Press, settle: Settle, program: ReliefDesk
) -> None:
    """The key D; looking again does not bring them back; their state lists them with Undo."""
    open_people(page, settle)
    pane, reader = page.people.matches, program.desk.reader
    assert reader is not None
    press(pane.table, Qt.Key.Key_D)
    settle()
    pane.look_button.click()
    settle()
    assert pane.model.rowCount() == 3
    pane.facets.buttons("state")[matches.DIFFERENT].click()
    settle()
    assert pane.model.rowCount() == 1
    assert f"Different people, says {WHO}" in pane.text.toPlainText()
    assert pane.same_button.isHidden()
    pane.undo_button.click()
    settle()
    pane.facets.buttons("state")[matches.OPEN].click()
    settle()
    assert pane.model.rowCount() == 4


def test_later_and_the_keys_j_and_k_only_move(
    page: ImportPage, press: Press, settle: Settle
) -> None:
    """Nothing is decided by going on."""
    open_people(page, settle)
    pane = page.people.matches
    pane.later_button.click()
    assert pane.position == 1
    press(pane.table, Qt.Key.Key_J)
    assert pane.position == 2
    press(pane.table, Qt.Key.Key_K)
    settle()
    assert pane.position == 1
    assert pane.model.rowCount() == 4
    assert pane.place.text() == "2 of 4"


def test_a_merge_can_be_undone_from_the_list_of_merges(
    page: ImportPage, settle: Settle, program: ReliefDesk
) -> None:
    """Same person lists who was merged into whom, and by whom."""
    open_people(page, settle)
    pane, reader = page.people.matches, program.desk.reader
    assert reader is not None
    before = records.count_people(reader)
    pane.same_button.click()
    settle()
    pane.facets.buttons("state")[matches.SAME].click()
    settle()
    one = pane.same_model.record(pane.same_table.currentIndex())
    assert one is not None
    assert (one.person_id, one.gone_name, one.who) == (1, "EXAMPLE,AVERY", WHO)
    pane.undo_button.click()
    settle()
    assert records.count_people(reader) == before
    assert pane.same_model.rowCount() == 0


def test_files_that_differ_show_both_values_and_places(
    page: ImportPage, settle: Settle, program: ReliefDesk
) -> None:
    """The state's file counts by the rule; the other is chosen, and the choice undone."""
    open_people(page, settle)
    page.people.matches.same()
    settle()
    open_people(page, settle, view=1)
    pane, reader = page.people.conflicts, program.desk.reader
    assert reader is not None
    assert page.people.views[1].text() == "Where files differ (1)"
    assert pane.rule.text() == (
        "Where files differ: the state's file, then rap sheets, then court lists."
    )
    told = pane.text.toPlainText()
    for words in ("Level", "felony", "misdemeanor", f"{STATE}, row 2", f"{LIST}, row 2"):
        assert words in told
    pane.second_button.click()
    settle()
    assert [one.counts for one in conflicts.list_conflicts(reader)] == ["misdemeanor"]
    assert "misdemeanor counts" in pane.told.text
    assert pane.model.rowCount() == 0
    pane.undo_last()
    settle()
    assert [one.decided for one in conflicts.list_conflicts(reader)] == [""]
    assert pane.model.rowCount() == 1


def test_the_row_behind_a_value_opens_as_it_stood(page: ImportPage, settle: Settle) -> None:
    """Each of the two places leads to its row of the file."""
    open_people(page, settle)
    page.people.matches.same()
    settle()
    open_people(page, settle, view=1)
    page.people.conflicts.text.anchorClicked.emit("row:second")
    settle()
    titles = [one.windowTitle() for one in page.findChildren(QDialog) if one.isVisible()]
    assert titles == [f"{LIST}, row 2"]


def test_the_rule_is_a_plain_choice_and_is_kept(
    page: ImportPage, settle: Settle, program: ReliefDesk
) -> None:
    """Court lists first: the level of the court's list counts afterwards."""
    open_people(page, settle)
    page.people.matches.same()
    settle()
    open_people(page, settle, view=1)
    pane, reader = page.people.conflicts, program.desk.reader
    assert reader is not None
    pane.ask_order()
    dialog = page.findChild(OrderDialog)
    assert dialog is not None
    dialog.choices[("court-list", "state", "rap-sheet")].setChecked(True)
    dialog.yes.click()
    settle()
    assert pane.rule.text().startswith("Where files differ: court lists")
    assert [one.counts for one in conflicts.list_conflicts(reader)] == ["misdemeanor"]


def test_one_who_is_two_is_separated_by_the_numbers_of_the_file(
    page: ImportPage, settle: Settle, program: ReliefDesk
) -> None:
    """Two people under one CII number: each part says name, birth date and case."""
    open_people(page, settle, view=2)
    pane, reader = page.people.parts, program.desk.reader
    assert reader is not None
    assert pane.heading.text() == "STONE, ROBIN"
    texts = [pane.parts.item(n).text() for n in range(pane.parts.count())]
    assert "born 1988-02-17, CR700006" in texts[1]
    assert f"{STATE}, number 5006, 1 row" in texts[1]
    assert not pane.separate_button.isEnabled()
    pane.parts.item(0).setCheckState(Qt.CheckState.Checked)
    pane.parts.item(1).setCheckState(Qt.CheckState.Checked)
    assert "nothing would be left" in pane.outlook.text()
    assert not pane.separate_button.isEnabled()
    pane.parts.item(0).setCheckState(Qt.CheckState.Unchecked)
    pane.separate_button.click()
    settle()
    assert "two people now" in pane.told.text
    assert people.get_person(reader, 5).born == "1966-12-24"
    assert people.list_of_several_parts(reader) == []


def test_people_are_found_by_part_of_a_name(page: ImportPage, settle: Settle) -> None:
    """A search that finds nobody says nothing of anybody; signs are text there."""
    open_people(page, settle, view=2)
    pane = page.people.parts
    pane.search.setText("%")
    pane.refresh()
    settle()
    assert pane.model.rowCount() == 0
    assert pane.heading.isHidden()
    pane.search.setText("obi")
    pane.refresh()
    settle()
    assert pane.model.rowCount() == 1


def test_nothing_is_there_yet(
    program: ReliefDesk, qtbot: QtBot, tmp_path: Path, settle: Settle
) -> None:
    """An empty workspace says what the views are for, and offers the next step."""
    from app.store.workspace import create_workspace

    with qtbot.waitSignal(program.desk.workspace_opened, timeout=20_000):
        program.desk.open(
            lambda: create_workspace(
                tmp_path / "New.relief", "made-up words", name="New", county="YOLO",
                created_at="2026-11-01",
            )
        )  # fmt: skip
    program.window.show_page("import", part="people")
    page = program.window.page("import")
    assert isinstance(page, ImportPage)
    settle()
    assert not page.people.matches.table.isVisible()
    assert page.tabs.tabText(PARTS.index("people")) == "People"
