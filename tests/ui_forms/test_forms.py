"""The forms dialog and the screen that maps a form by clicking on its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.documents.forms.blank import Box
from app.documents.forms.editing import MapDraft
from app.documents.forms.field_map import FiledBy, Never
from app.documents.forms.loading import read_map
from app.store import forms
from tests.documents.forms.made import blank, form_pdf
from tests.ui_forms.conftest import LONG, read_back
from ui.desk import Desk
from ui.forms.dialog import FormsDialog
from ui.forms.map_dialog import MapDialog
from ui.forms.place_pane import BY_HAND_WORDS, OPEN_WORDS
from ui.forms.sheets import FillSheet, NameSheet

OpenForms = Callable[[], FormsDialog]
NAME = "Defendant’s name (text)"


@pytest.fixture
def map_dialog(desk: Desk, qtbot: QtBot) -> Iterator[MapDialog]:
    """The map screen on the made-up blank, from a proposal; its page is drawn."""
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = MapDialog(desk, MapDraft.begin(blank(), None), lambda _: None, parent)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.view._picture.isNull(), timeout=LONG)
    yield dialog
    parent.deleteLater()


def number_of(dialog: MapDialog, field: str) -> int:
    names = [entry.field for entry in dialog.draft.found.entries]
    return names.index(field)


def click(qtbot: QtBot, dialog: MapDialog, field: str) -> None:
    box = dialog.draft.blank.places_of(field)[0].box
    at = dialog.view.rect_of(box).center().toPoint()
    qtbot.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=at)


def choose(dialog: MapDialog, words: str) -> None:
    """As a person who picks from the list."""
    dialog.pane.combo.choose(words)
    dialog.pane.combo.activated.emit(dialog.pane.combo.currentIndex())


def entry_of(dialog: MapDialog, field: str) -> object:
    return dialog.draft.found.entries[number_of(dialog, field)]


# --- the map screen


def test_a_click_chooses_a_field(map_dialog: MapDialog, qtbot: QtBot) -> None:
    """The field under the mouse is shown beside the page and in the list."""
    click(qtbot, map_dialog, "Section 1")
    assert map_dialog.number == number_of(map_dialog, "Section 1")
    assert map_dialog.pane.where.text() == "Page 1, field Section 1"
    assert map_dialog.table.currentIndex().row() == map_dialog.number
    assert "Section 1" in map_dialog.view.accessibleDescription()


def test_a_source_is_chosen_and_drawn_at_once(map_dialog: MapDialog, qtbot: QtBot) -> None:
    """What stands there is in the map, and the page changes to show it."""
    before = map_dialog.view._picture.toImage()
    click(qtbot, map_dialog, "Section 1")
    choose(map_dialog, "Section of the n-th conviction (table row)")
    entry = map_dialog.draft.found.entries[map_dialog.number]
    assert (entry.source, entry.row, entry.by_hand) == ("conviction.section", 1, "")
    qtbot.waitUntil(lambda: map_dialog.view._picture.toImage() != before, timeout=LONG)


def test_the_list_is_searched_by_any_part(map_dialog: MapDialog, qtbot: QtBot) -> None:
    """Typing a part finds it; what is not in the list changes nothing."""
    click(qtbot, map_dialog, "Section 1")
    completer = map_dialog.pane.combo.completer()
    assert completer is not None
    completer.setCompletionPrefix("bar num")
    assert "State Bar number (text)" in completer.currentCompletion()
    map_dialog.pane.combo.setCurrentText("no such thing")
    map_dialog.pane._tell()
    assert map_dialog.draft.found.entries[map_dialog.number].source == ""


def test_a_signature_offers_no_source(map_dialog: MapDialog, qtbot: QtBot) -> None:
    """For a field that only a person fills, the list holds no source at all."""
    click(qtbot, map_dialog, "Signature")
    combo = map_dialog.pane.combo
    offered = [combo.itemText(n) for n in range(combo.count())]
    assert offered[:2] == [OPEN_WORDS, BY_HAND_WORDS]
    assert all("left blank" in one or one.startswith("Never") for one in offered)


def test_a_box_offers_marks_and_a_field_offers_text(map_dialog: MapDialog, qtbot: QtBot) -> None:
    """What cannot stand in a place is not in its list."""
    click(qtbot, map_dialog, "Waiver")
    assert map_dialog.pane.combo.findText("Convicted of 11359 (mark)") >= 0
    assert map_dialog.pane.combo.findText(NAME) < 0
    choose(map_dialog, "Never filled: a right to give up")
    assert map_dialog.draft.found.entries[map_dialog.number].never is Never.WAIVER
    click(qtbot, map_dialog, "Defendant")
    assert map_dialog.pane.combo.findText(NAME) >= 0
    assert map_dialog.pane.combo.findText("Convicted of 11359 (mark)") < 0


def test_every_step_can_be_undone(map_dialog: MapDialog, qtbot: QtBot) -> None:
    """Undo goes back one step at a time to where it began."""
    before = map_dialog.draft.found
    click(qtbot, map_dialog, "Section 1")
    choose(map_dialog, NAME)
    choose(map_dialog, BY_HAND_WORDS)
    assert map_dialog.undo_button.isEnabled()
    map_dialog.undo()
    assert map_dialog.draft.found.entries[map_dialog.number].source == "defendant.name"
    map_dialog.undo()
    assert map_dialog.draft.found == before
    assert not map_dialog.undo_button.isEnabled()


def test_a_place_is_drawn_with_the_mouse(map_dialog: MapDialog, qtbot: QtBot) -> None:
    """A drag makes a place of its own, in points of the page; a slip makes none."""
    view = map_dialog.view
    map_dialog.toggle_drawing()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 500))
    qtbot.mouseMove(view, QPoint(200, 530))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(260, 530))
    entry = map_dialog.draft.found.entries[-1]
    assert entry.box is not None
    scale = 612 / view.width_px
    assert entry.box.x == pytest.approx(100 * scale, abs=0.5)
    assert entry.box.width == pytest.approx(160 * scale, abs=0.5)
    assert map_dialog.number == len(map_dialog.draft.found.entries) - 1
    n_entries = len(map_dialog.draft.found.entries)
    map_dialog.toggle_drawing(is_on=True)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert len(map_dialog.draft.found.entries) == n_entries
    map_dialog.toggle_drawing(is_on=False)
    map_dialog.remove()
    assert len(map_dialog.draft.found.entries) == n_entries - 1


def test_a_place_can_be_set_by_numbers(map_dialog: MapDialog) -> None:
    """Without a mouse: corner and size of a place of its own are typed."""
    map_dialog.add(Box(100, 100, 120, 14))
    map_dialog.pane.sides["x"].setValue(150.5)
    box = map_dialog.draft.found.entries[-1].box
    assert box is not None
    assert (box.x, box.y) == (150.5, 100)


def test_arrows_go_from_place_to_place(map_dialog: MapDialog, qtbot: QtBot) -> None:
    """The page is reached by Tab; arrows choose the next place on it, and round."""
    assert map_dialog.view.focusPolicy() & Qt.FocusPolicy.TabFocus
    map_dialog.view.setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(map_dialog.view, Qt.Key.Key_Down)
        seen.append(map_dialog.draft.found.entries[map_dialog.number].field)
    assert seen == ["Attorney name", "State bar number", "Defendant"]
    qtbot.keyClick(map_dialog.view, Qt.Key.Key_Up)
    assert map_dialog.draft.found.entries[map_dialog.number].field == "State bar number"


def test_a_place_over_a_signature_is_told_and_not_saved(
    map_dialog: MapDialog, qtbot: QtBot, desk: Desk
) -> None:
    """What would lie on something sworn is a problem at once, and saving is refused."""
    box = map_dialog.draft.blank.places_of("Signature")[0].box
    map_dialog.add(box)
    choose(map_dialog, NAME)
    qtbot.waitUntil(lambda: "lies on" in map_dialog.said.text, timeout=LONG)
    map_dialog.save()
    qtbot.waitUntil(lambda: "cannot be kept" in map_dialog.said.text, timeout=LONG)
    assert forms.list_maps(read_back(desk)) == []


def test_a_map_is_saved_as_the_offices(map_dialog: MapDialog, qtbot: QtBot, desk: Desk) -> None:
    """It is in the workspace with its title; what was never settled is not in it."""
    map_dialog.title.setText("Petition of the county")
    map_dialog.title.editingFinished.emit()
    map_dialog.filed_by.setCurrentText("The person’s or the defense’s")
    map_dialog.filed_by.activated.emit(1)
    for text in ("someday", "2027-01-01"):
        map_dialog.ended.setText(text)
        map_dialog.ended.editingFinished.emit()
    with qtbot.waitSignal(map_dialog.accepted, timeout=LONG):
        map_dialog.save()
    kept = forms.find_map(read_back(desk), "XX-900", "2024-01-01")
    assert kept is not None
    found = read_map(kept.text, "kept")
    assert found.title == "Petition of the county"
    assert found.filed_by is FiledBy.DEFENSE
    assert found.superseded_on == date(2027, 1, 1)
    assert "Waiver" not in {entry.field for entry in found.entries}
    assert "Defendant" in {entry.field for entry in found.entries}


def test_everything_has_a_name_for_a_screen_reader(map_dialog: MapDialog) -> None:
    """No control of the map screen is nameless."""
    nameless = [
        type(one).__name__
        for kind in (QAbstractButton, QComboBox)
        for one in map_dialog.findChildren(kind)
        if one.isVisible() and not one.accessibleName() and not getattr(one, "text", str)()
    ]
    edits = [
        one
        for one in map_dialog.findChildren(QLineEdit)
        if one.isVisible() and one.parent() is not None
        and not isinstance(one.parent(), QComboBox) and not one.accessibleName()
        and "spinbox" not in one.objectName()
    ]  # fmt: skip
    assert nameless == []
    assert edits == []


# --- the list of forms


def test_a_blank_is_put_in(open_forms: OpenForms, blank_file: Path, qtbot: QtBot) -> None:
    """From the dialog: the file is read, named, and stands first in the list without a map."""
    dialog = open_forms()
    assert dialog.state is not None
    assert dialog.state.words == "No blank put in"
    dialog.choose_file = lambda: blank_file
    dialog.add()
    qtbot.waitUntil(
        lambda: dialog.state is not None and dialog.state.form == "XX-900", timeout=LONG
    )
    assert dialog.state.words == "Needs a map"
    assert not dialog.fill_button.isEnabled()
    assert dialog.map_button.isEnabled()
    assert "make one by clicking" in dialog.about.text()


def test_a_scan_is_refused_in_a_sentence(
    open_forms: OpenForms, tmp_path: Path, qtbot: QtBot
) -> None:
    """What cannot serve is told in the dialog."""
    dialog = open_forms()
    path = tmp_path / "not a form.pdf"
    path.write_bytes(b"nothing")
    dialog.choose_file = lambda: path
    dialog.add()
    qtbot.waitUntil(lambda: "is not a PDF" in dialog.said.text, timeout=LONG)


def test_a_blank_without_a_number_is_asked_for_it(
    open_forms: OpenForms, tmp_path: Path, qtbot: QtBot
) -> None:
    """Form and edition are typed where the file prints none."""
    dialog = open_forms()
    path = tmp_path / "local.pdf"
    path.write_bytes(form_pdf(foot="a local form"))
    dialog.choose_file = lambda: path
    dialog.add()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(NameSheet)), timeout=LONG)
    sheet = dialog.findChildren(NameSheet)[0]
    assert not sheet.put.isEnabled()
    sheet.form.setText("Local-1")
    sheet.edition.setText("undated")
    sheet.put.click()
    qtbot.waitUntil(
        lambda: dialog.state is not None and dialog.state.form == "Local-1", timeout=LONG
    )


@pytest.mark.usefixtures("put_in")
def test_from_the_list_to_the_map_and_back(open_forms: OpenForms, qtbot: QtBot) -> None:
    """The map is made from the list; then the form is ready, and can go back to no map."""
    dialog = open_forms()
    dialog.make_map()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(MapDialog)), timeout=LONG)
    dialog.findChildren(MapDialog)[0].save()
    qtbot.waitUntil(lambda: dialog.state is not None and dialog.state.is_ready, timeout=LONG)
    assert dialog.back_button.isVisible()
    dialog.drop_map()
    qtbot.waitUntil(lambda: dialog.state is not None and not dialog.state.is_ready, timeout=LONG)


@pytest.mark.usefixtures("put_in")
def test_filling_before_a_check_says_what_to_do(
    open_forms: OpenForms, qtbot: QtBot, tmp_path: Path
) -> None:
    """The sheet asks for the folder; a refusal stands in the dialog."""
    dialog = open_forms()
    dialog.make_map()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(MapDialog)), timeout=LONG)
    dialog.findChildren(MapDialog)[0].save()
    qtbot.waitUntil(dialog.fill_button.isEnabled, timeout=LONG)
    dialog.fill()
    sheet = dialog.findChildren(FillSheet)[0]
    assert not sheet.fill.isEnabled()
    sheet.choose_folder = lambda: tmp_path / "out"
    sheet._choose()
    sheet.fill.click()
    qtbot.waitUntil(lambda: "Nothing was checked yet" in dialog.said.text, timeout=LONG)
