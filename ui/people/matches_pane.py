"""People who may be one: the list of pairs, one pair side by side, the decision."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView, QWidget

from app.jobs.access_log import PAIR
from app.jobs.match_people import MatchCounts, match_people
from app.jobs.merge_people import keep_apart, merge_people, reopen_match, separate_people
from app.jobs.pair_view import DecidedSame
from app.jobs.progress import Progress
from app.store.matches import DIFFERENT, OPEN, SAME, ListedMatch
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.facet_list import FacetList
from ui.one_of import OneOf
from ui.people.busy import OneAtATime
from ui.people.pair_html import pair_page
from ui.people.questions import MatchList, ShownMatch, ask_match, ask_matches
from ui.people.words import by_words, pair_words, strength_words
from ui.rich_text import PageOf
from ui.side_by_side import SideBySide, beside
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px, space
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    data_table,
    label,
    plain_button,
    plural,
    primary_button,
    quiet_button,
    row,
)

_PAIRS: tuple[Column[ListedMatch], ...] = (
    Column("Strength", lambda one: strength_words(one.match.strength)),
    Column("People", lambda one: pair_words(one.names)),
    Column("Born", lambda one: " / ".join(dict.fromkeys(born or "unknown" for born in one.born))),
    Column("Files", lambda one: " / ".join(dict.fromkeys(one.files))),
)
_PAIR_WIDTHS = (104, 256, 112, 240)
_SAME: tuple[Column[DecidedSame], ...] = (
    Column("Person", lambda one: format_name(one.name)),
    Column("Merged in", lambda one: f"{format_name(one.gone_name)} (was {one.gone_id:,})"),
    Column("By", lambda one: by_words(one.who, one.at)),
)
_SAME_WIDTHS = (160, 216, 200)


class MatchesPane(QWidget):
    """Left the filters, in the middle the pairs, right the two people and the decision."""

    counted = Signal(int)  # pairs to decide

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._state, self._strength = OPEN, ""
        self._changes = OneAtATime(desk)
        self._undo: tuple[str, int, int] | None = None  # state, low or kept, high or gone
        self.shown: ShownMatch | None = None
        self.facets = FacetList()
        self.model: RowsModel[ListedMatch] = RowsModel(_PAIRS, self)
        self.same_model: RowsModel[DecidedSame] = RowsModel(_SAME, self)
        self.table = self._make_table(self.model, "People who may be one", _PAIR_WIDTHS)
        self.same_table = self._make_table(self.same_model, "People who were merged", _SAME_WIDTHS)
        self.place = label("", "secondary", wrap=False)
        self.previous_button = plain_button("Previous", lambda: self.step(-1))
        self.next_button = plain_button("Next", lambda: self.step(1))
        self.text = PageOf("The two people", pair_page)
        self.told = Banner("good", closable=True)
        self.about = label("", "strong")
        self.look_button = quiet_button("Look again", self.look)
        self.same_button = primary_button("Same person", self.same)
        self.different_button = quiet_button("Different people", self.different)
        self.later_button = quiet_button("Later", lambda: self.step(1))
        self.undo_button = quiet_button("Undo", self.undo_shown)
        for button, what in (
            (self.same_button, "Their records become one (key M)"),
            (self.different_button, "They are not proposed again (key D)"),
            (self.later_button, "Decide nothing and go on (key J)"),
            (self.undo_button, "Take this decision back"),
        ):
            button.setToolTip(what)
        self._tables = OneOf(self.table, self.same_table)
        self._parts = OneOf()
        self._build()
        self._connect()

    def _make_table(
        self, model: RowsModel[ListedMatch] | RowsModel[DecidedSame], name: str,
        widths: tuple[int, ...],
    ) -> QTableView:  # fmt: skip
        table = data_table(model, name)
        for number, width in enumerate(widths):
            table.setColumnWidth(number, px(width))
        table.setMinimumHeight(px(132))
        table.selectionModel().currentRowChanged.connect(self._on_current)
        return table

    def _build(self) -> None:
        listed = QWidget()
        steps = row(self.place, None, self.previous_button, self.next_button)
        frame = column(self._tables, steps, gap=0.5)
        frame.setStretch(0, 1)
        frame.setContentsMargins(space(1), 0, 0, 0)
        listed.setLayout(frame)
        left = QWidget()
        left.setLayout(column(beside(self.facets, listed, (160, 400))))
        decided = QWidget()
        bar = row(
            self.undo_button, None, self.later_button, self.different_button, self.same_button
        )
        right = column(self.text, bar, gap=1)
        right.setStretch(0, 1)
        decided.setLayout(right)
        panes = SideBySide(left, decided)
        work = QWidget()
        tools = row(self.about, self.look_button)
        tools.setStretch(0, 1)
        whole = column(self.told, tools, panes, gap=1)
        whole.setStretch(2, 1)
        work.setLayout(whole)
        empty = EmptyState(
            "Is anybody here twice?",
            "Files name people differently: another number, a middle name left out, an alias. Look "
            "for people who may be one; you decide about each pair, and every decision can be "
            "undone. People with the same CII number are one already.",
            "Look for people who may be one",
            self.look,
        )
        self._parts.add(empty)
        self._parts.add(work)
        self.setLayout(column(self._parts))

    def _connect(self) -> None:
        self.facets.chosen.connect(self._on_facet)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("M", self.same),
            ("D", self.different),
            ("J", lambda: self.step(1)),
            ("K", lambda: self.step(-1)),
            ("Ctrl+Z", self.undo_last),
        )
        for key, does in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(does)

    # The list

    def refresh(self) -> None:
        """Read the pairs again and stay where one was."""
        state, strength = self._state, self._strength
        self._desk.ask(
            self, "matches", lambda store: ask_matches(store, state, strength), self._show_list
        )

    def _show_list(self, found: MatchList) -> None:
        self._parts.show_only(1 if found.n_all else 0)
        self.facets.show_groups(found.groups)
        self.about.setText(
            f"{plural(found.n_open, 'pair')} of people may be one person."
            if found.n_open
            else "No pair waits for a decision."
        )
        self.counted.emit(found.n_open)
        position = self.position
        self.model.set_records(found.matches)
        self.same_model.set_records(found.same)
        self._tables.show_only(int(self._state == SAME))
        self.select(min(max(position, 0), self.current_table.model().rowCount() - 1))
        self._on_current()

    def _on_facet(self, facet: str, value: str) -> None:
        if facet == "state":
            self._state, self._strength = value, ""
        else:
            self._strength = value
        self.refresh()

    @property
    def current_table(self) -> QTableView:
        return self.same_table if self._state == SAME else self.table

    @property
    def position(self) -> int:
        return self.current_table.currentIndex().row()

    def select(self, position: int) -> None:
        """Go to a line; lines that do not exist are ignored."""
        table, model = self.current_table, self.current_table.model()
        if 0 <= position < model.rowCount():
            flag = QItemSelectionModel.SelectionFlag
            index = model.index(position, 0)
            table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            table.scrollTo(index)

    def step(self, by: int) -> None:
        self.select(self.position + by)

    def _on_current(self, _current: QModelIndex | None = None, *_: object) -> None:
        n, position = self.current_table.model().rowCount(), self.position
        self.place.setText(f"{position + 1:,} of {n:,}" if n else "Nothing here")
        self.previous_button.setEnabled(position > 0)
        self.next_button.setEnabled(0 <= position < n - 1)
        is_open, is_any = self._state == OPEN, n > 0
        for button in (self.same_button, self.different_button, self.later_button):
            button.setVisible(is_open and is_any)
        self.undo_button.setVisible(not is_open and is_any)
        listed = self.model.record(self.table.currentIndex()) if self._state != SAME else None
        if listed is None:
            self._show_pair(None)
            return
        self._desk.ask(self, "pair", lambda store: ask_match(store, listed), self._show_pair)

    def _show_pair(self, shown: ShownMatch | None) -> None:
        self.shown = shown
        self.text.show_one(shown)
        if shown is not None:
            self._desk.saw(shown.listed.match.low, PAIR)
            self._desk.saw(shown.listed.match.high, PAIR)

    # Decisions

    def look(self) -> None:
        """Look for people who may be one."""

        who = self._desk.user

        def job(store: Workspace, progress: Progress) -> MatchCounts:
            return match_people(store, progress, who=who)

        self._changes.run("Looking for people who may be one", job, self._tell_found, {"log"})

    def _tell_found(self, counts: MatchCounts) -> None:
        n = counts.certain + counts.strong + counts.possible
        words = (
            f"{plural(n, 'pair')} may be one person: {counts.certain:,} certain, "
            f"{counts.strong:,} strong, {counts.possible:,} possible."
            if n
            else "Nobody was found who may be here twice."
        )
        self.told.show_message("good" if n else "info", words)
        self.refresh()

    def same(self) -> None:
        """The two are one person."""
        listed = self._listed()
        if listed is None:
            return
        low, high, who = listed.match.low, listed.match.high, self._desk.user
        self._decide(
            lambda store: merge_people(store, low, high, who=who),
            f"{pair_words(listed.names)}: one person now. Check again to see the answers.",
            (SAME, low, high),
        )

    def different(self) -> None:
        """The two are not one person."""
        listed = self._listed()
        if listed is None:
            return
        low, high, who = listed.match.low, listed.match.high, self._desk.user
        self._decide(
            lambda store: keep_apart(store, low, high, who=who),
            f"{pair_words(listed.names)}: different people. They are not proposed again.",
            (DIFFERENT, low, high),
        )

    def undo_last(self) -> None:
        """Take back what was decided last here."""
        if self._undo is not None:
            self._take_back(*self._undo)

    def undo_shown(self) -> None:
        """Take back the decision that is looked at."""
        if self._state == SAME:
            one = self.same_model.record(self.same_table.currentIndex())
            if one is not None:
                self._take_back(SAME, one.person_id, one.gone_id)
        else:
            listed = self.model.record(self.table.currentIndex())
            if listed is not None:
                self._take_back(DIFFERENT, listed.match.low, listed.match.high)

    def _take_back(self, state: str, one: int, other: int) -> None:
        who = self._desk.user

        def job(store: Workspace) -> None:
            if state == SAME:
                separate_people(store, one, other, who=who)
            reopen_match(store, one, other, who=who)

        self._decide(job, "Undone: the pair waits for a decision again.", None)

    def _listed(self) -> ListedMatch | None:
        """The pair to decide about."""
        if self._state != OPEN or self._changes.is_busy:
            return None
        return self.model.record(self.table.currentIndex())

    def _decide(
        self, job: Callable[[Workspace], None], sentence: str, undo: tuple[str, int, int] | None
    ) -> None:
        def done(_: None) -> None:
            self._undo = undo
            if undo is None:
                self.told.show_message("good", sentence)
            else:
                self.told.show_message("good", sentence, "Undo", self.undo_last)
            self.current_table.setFocus()

        self._changes.run("Saving", lambda store, _progress: job(store), done)
