"""People who are made of several numbers of files: what of, and how to separate one who is two."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from app.jobs.access_log import PARTS
from app.jobs.merge_people import Part, separate_part, separate_people
from app.jobs.people_in_files import PersonParts, ToldPart, find_person_parts
from app.store.people import ListedPerson
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.one_of import OneOf
from ui.people.busy import OneAtATime
from ui.people.questions import ask_several
from ui.side_by_side import SideBySide
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    data_table,
    label,
    plural,
    primary_button,
    row,
)

SEARCH_AFTER_MS = 200
Several = tuple[ListedPerson, int]
_COLUMNS: tuple[Column[Several], ...] = (
    Column("Person", lambda one: format_name(one[0].name)),
    Column("Born", lambda one: one[0].born or "unknown"),
    Column("Parts", lambda one: f"{one[1]:,}", is_number=True),
    Column("Convictions", lambda one: f"{one[0].n_convictions:,}", is_number=True),
)
_WIDTHS = (184, 168, 64, 104)
_PART = Qt.ItemDataRole.UserRole


class PartsPane(QWidget):
    """Left the people, right the numbers of files that make one up, each with a check box."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._changes = OneAtATime(desk)
        self.found: PersonParts | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search names and CII numbers")
        self.search.setAccessibleName("Search names and CII numbers")
        self.search.setClearButtonEnabled(True)
        self.model: RowsModel[Several] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "People of several parts")
        self.heading = label("", "section")
        self.about = label(
            "Mark the numbers that belong to somebody else. They become a person of their own; "
            "the two are remembered as different people.",
            "secondary",
        )
        self.parts = QListWidget()
        self.parts.setAccessibleName("Numbers of files that make up the person")
        self.parts.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.outlook = label("", "secondary")
        self.separate_button = primary_button("Separate", self.separate)
        self.told = Banner("good", closable=True)
        self._timer = QTimer(self, interval=SEARCH_AFTER_MS, singleShot=True)
        self._panes = OneOf()
        self._build()
        self.search.textChanged.connect(lambda _: self._timer.start())
        self._timer.timeout.connect(self.refresh)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.parts.itemChanged.connect(lambda _: self._on_marks())

    def _build(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        listed, chosen = QWidget(), QWidget()
        left = column(self.search, self.table, gap=1)
        left.setStretch(1, 1)
        listed.setLayout(left)
        right = column(
            self.heading, self.about, self.parts, self.outlook, row(None, self.separate_button)
        )
        right.setStretch(2, 1)
        chosen.setLayout(right)
        panes = SideBySide(listed, chosen)
        self._panes.add(panes)
        self._panes.add(
            EmptyState(
                "Nobody is made of several parts",
                "People who stand in several files, or several times in one, are listed here with "
                "the numbers that make them up. One who is two can be separated.",
            )
        )
        frame = column(self.told, self._panes, gap=1)
        frame.setStretch(1, 1)
        self.setLayout(frame)

    def refresh(self) -> None:
        """Read the people again and stay where one was."""
        text = self.search.text().strip()
        self._desk.ask(self, "several parts", lambda store: ask_several(store, text), self._show)

    def _show(self, found: list[Several]) -> None:
        kept = self.found.person.id if self.found else None
        self.model.set_records(found)
        is_empty = not found and not self.search.text().strip()
        self._panes.show_only(1 if is_empty else 0)
        place = next((at for at, one in enumerate(found) if one[0].id == kept), 0)
        self.table.selectRow(place)
        self._on_current()

    def _on_current(self, _current: QModelIndex | None = None, *_: object) -> None:
        one = self.model.record(self.table.currentIndex())
        if one is None:
            self._show_parts(None)
            return
        number = one[0].id
        self._desk.ask(
            self, "parts", lambda store: find_person_parts(store, number), self._show_parts
        )

    def _show_parts(self, found: PersonParts | None) -> None:
        self.found = found
        for widget in (self.heading, self.about, self.parts, self.outlook, self.separate_button):
            widget.setVisible(found is not None)
        if found is None:
            return
        self._desk.saw(found.person.id, PARTS)
        self.heading.setText(format_name(found.person.name) or "No name")
        self.parts.blockSignals(True)
        self.parts.clear()
        for part in found.parts:
            item = QListWidgetItem(_part_words(part))
            item.setData(_PART, part.part)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.parts.addItem(item)
        self.parts.blockSignals(False)
        self._on_marks()

    @property
    def marked(self) -> list[Part]:
        """The parts that are to be somebody else's."""
        items = (self.parts.item(number) for number in range(self.parts.count()))
        return [item.data(_PART) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _on_marks(self) -> None:
        marked, n_all = self.marked, self.parts.count()
        self.separate_button.setEnabled(0 < len(marked) < n_all)
        words = f"Separate {plural(len(marked), 'number')}" if marked else "Separate"
        self.separate_button.setText(words)
        self.separate_button.setAccessibleName(words)
        if not marked:
            self.outlook.setText("Nothing is marked.")
        elif len(marked) == n_all:
            self.outlook.setText("That is everything: nothing would be left. Leave some unmarked.")
        else:
            stay = n_all - len(marked)
            self.outlook.setText(
                f"{plural(len(marked), 'number')} will be another person; {plural(stay, 'number')} "
                f"{'stays' if stay == 1 else 'stay'}. It can be undone by merging the two."
            )

    def separate(self) -> None:
        """Make the marked parts a person of their own."""
        found, marked, who = self.found, self.marked, self._desk.user
        if found is None or not 0 < len(marked) < len(found.parts):
            return
        person_id, merged = found.person.id, _merged_as_a_whole(found, marked)
        subjects = [(part.source_id, part.subject) for part in marked]

        def job(store: Workspace, _progress: object) -> int:
            if merged is None:
                return separate_part(store, person_id, subjects, who=who)
            separate_people(store, person_id, merged, who=who)
            return merged

        def done(number: int) -> None:
            self.told.show_message(
                "good",
                f"Person {person_id:,} and person {number:,} are two people now. Check again to "
                "see their answers.",
            )
            self.table.setFocus()

        self._changes.run("Separating", job, done)


def _part_words(told: ToldPart) -> str:
    """Two lines: where it is from, and what it says of the person."""
    part = told.part
    words = f"{part.file_name}, number {part.subject}, {plural(told.n_rows, 'row')}"
    if part.merged_id is not None:
        words += f", was person {part.merged_id:,}"
    names = " / ".join(format_name(name) for name in told.names) or "No name"
    born = f"born {' / '.join(told.born)}" if told.born else "no birth date"
    cases = f", {'; '.join(told.case_numbers[:4])}" if told.case_numbers else ""
    return f"{names}, {born}{cases}\n{words}"


def _merged_as_a_whole(found: PersonParts, marked: list[Part]) -> int | None:
    """Whom a merge brought here, when just their parts are marked: they get their number back."""
    numbers = {part.merged_id for part in marked}
    if len(numbers) != 1 or None in numbers:
        return None
    (number,) = numbers
    own = [one.part for one in found.parts if one.part.merged_id == number]
    return number if own == marked else None
