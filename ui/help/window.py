"""The help's window: contents and search at the left, the topic at the right.

A window of its own, so that it can be read beside a dialog that waits for an answer. It loads
nothing but the program's own texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QKeySequence, QPdfWriter, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QWidget,
)

from app.help.errors import read_number
from app.help.search import search
from app.help.sections import look_up_section, looks_like_section
from app.help.topics import Topic, find_topic, load_topics, split_target
from app.version import PROGRAM
from ui.help.pages import section_page, topic_page
from ui.rich_text import RichText
from ui.theme import Colors, px, space
from ui.widgets import Banner, column, label, quiet_button, row

START = "first-steps"
SECTION = "section:"
_TARGET = Qt.ItemDataRole.UserRole
_SETTLE_MS = 150


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that was shown: a topic and heading, or a section that was looked up."""

    target: str
    title: str


class HelpWindow(QWidget):
    """Search from above the contents; Alt+Left and Alt+Right go back and forward."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(f"Help – {PROGRAM}")
        self._places: list[_Place] = []
        self._at = -1
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: words, an error's number, a section")
        self.search.setAccessibleName("Search the help")
        self.search.setClearButtonEnabled(True)
        self.contents = QListWidget()
        self.contents.setAccessibleName("Contents")
        self.contents.setWordWrap(True)
        self.contents.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found = label("", "caption")
        self.page = _TopicPage()
        self.said = Banner("good", closable=True)
        self.back = quiet_button("Back", lambda: self.go_by(-1))
        self.forward = quiet_button("Forward", lambda: self.go_by(1))
        self.save = quiet_button("Save as PDF…", self._ask_save)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._build()
        self._connect()
        self.list_contents()

    def _build(self) -> None:
        left = QWidget()
        left.setLayout(column(self.search, self.found, self.contents))
        right = QWidget()
        tools = row(self.back, self.forward, None, self.save)
        inside = column(tools, self.said, self.page, gap=1.5)
        inside.setContentsMargins(space(1), 0, 0, 0)
        inside.setStretch(2, 1)
        right.setLayout(inside)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.addWidget(left)
        panes.addWidget(right)
        panes.setStretchFactor(1, 1)
        panes.setSizes([px(300), px(700)])
        panes.setChildrenCollapsible(False)
        frame = column(panes)
        frame.setContentsMargins(*(space(2),) * 4)
        self.setLayout(frame)
        room = self.screen().availableGeometry()
        self.resize(min(px(1040), room.width()), min(px(720), room.height()))

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self.show_first)
        self._timer.timeout.connect(self.search_now)
        self.contents.currentItemChanged.connect(self._on_chosen)
        self.contents.itemClicked.connect(self._on_chosen)
        self.page.anchorClicked.connect(self._on_link)
        for key, step in (("Alt+Left", -1), ("Alt+Right", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda step=step: self.go_by(step))
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._on_escape)
        for find in ("Ctrl+F", "/"):
            QShortcut(QKeySequence(find), self).activated.connect(self.search.setFocus)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(480), px(320))

    # What is shown

    @property
    def shown(self) -> str:
        """The place in sight."""
        return self._places[self._at].target if self._at >= 0 else ""

    def show_help(self, target: str = "") -> None:
        """Go to a topic, a heading of one (``policies#options``), an error's number, a section."""
        place = self._find_place(target or START)
        if place is not None and place.target != self.shown:
            del self._places[self._at + 1 :]
            self._places.append(place)
            self._at = len(self._places) - 1
        self._show()

    def go_by(self, step: int) -> None:
        """Back (-1) or forward (1) through what was shown."""
        if 0 <= self._at + step < len(self._places):
            self._at += step
            self._show()

    def _find_place(self, target: str) -> _Place | None:
        if target.startswith(SECTION):
            return _Place(target, look_up_section(target.removeprefix(SECTION)).title)
        number = read_number(target)
        name, anchor = ("errors", number.lower()) if number else split_target(target, self._topic)
        topic = find_topic(name)
        if topic is None:
            return None
        return _Place(f"{topic.name}#{anchor}" if anchor else topic.name, topic.title)

    @property
    def _topic(self) -> str:
        return "" if self.shown.startswith(SECTION) else split_target(self.shown)[0]

    def _show(self) -> None:
        if self._at >= 0:
            place = self._places[self._at]
            self.page.show_place(place.target)
            self.setWindowTitle(f"{place.title} – Help – {PROGRAM}")
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at + 1 < len(self._places))
        self.said.hide()
        self._mark()

    def _mark(self) -> None:
        """Point in the contents at the topic in sight."""
        self.contents.blockSignals(True)
        for line in range(self.contents.count()):
            item = self.contents.item(line)
            target = item.data(_TARGET)
            if target and target in (self.shown, self._topic):
                self.contents.setCurrentItem(item)
                break
        self.contents.blockSignals(False)

    def _on_link(self, url: QUrl) -> None:
        self.show_help(url.toString())

    def _on_chosen(self, item: QListWidgetItem | None, _before: object = None) -> None:
        target = item.data(_TARGET) if item is not None else ""
        if target:
            self.show_help(str(target))

    def _on_escape(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    # Contents and search

    def list_contents(self) -> None:
        """Every topic under its part."""
        self._clear()
        part = ""
        for topic in load_topics():
            if topic.part != part:
                part = topic.part
                self._add_heading(part)
            self._add(topic.title, topic.name)
        self.contents.setAccessibleName("Contents")
        self.found.hide()
        self._mark()

    def search_now(self) -> None:
        """What the words in the search field find, with the sentence that has most of them."""
        text = self.search.text().strip()
        if not text:
            self.list_contents()
            return
        self._clear()
        if looks_like_section(text):
            answer = look_up_section(text)
            self._add(f"{answer.title}\nWhat is known of this section", f"{SECTION}{text}")
        for hit in search(text):
            title = f"{hit.title}: {hit.heading}" if hit.heading else hit.title
            target = f"{hit.topic}#{hit.anchor}" if hit.anchor else hit.topic
            self._add(f"{title}\n{hit.sentence}", target)
        n = self.contents.count()
        words = "Nothing has these words. Use fewer or other ones." if not n else f"{n} found"
        self.found.setText(words)
        self.found.show()
        self.contents.setAccessibleName(f"Found: {words}")

    def show_first(self) -> None:
        """Enter in the search field: the best hit."""
        self._timer.stop()
        self.search_now()
        first = self.contents.item(0)
        if first is not None and self.search.text().strip():
            self._on_chosen(first)

    def _clear(self) -> None:
        self.contents.blockSignals(True)
        self.contents.clear()
        self.contents.blockSignals(False)

    def _add(self, text: str, target: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_TARGET, target)
        self.contents.addItem(item)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.contents.addItem(item)

    # On paper

    def _ask_save(self) -> None:
        name = f"{self._places[self._at].title}.pdf" if self._at >= 0 else "Help.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save this page", name, "PDF (*.pdf)")
        if chosen:
            self.save_pdf(Path(chosen))

    def save_pdf(self, path: Path) -> None:
        """The page in sight as a PDF file, to print or to pass on."""
        if self.page.write_pdf(path):
            self.said.show_message("good", f"Saved as {path.name}.")
        else:
            self.said.show_message("stop", f"{path.name} cannot be written. Choose another folder.")


class _TopicPage(RichText):
    """One topic, or what is known of a section."""

    def __init__(self) -> None:
        super().__init__("Help")
        self._target = ""

    def show_place(self, target: str) -> None:
        """Show a topic, at the heading that is named."""
        before, self._target = self._target, target
        if target.startswith(SECTION) or split_target(before)[0] != split_target(target)[0]:
            self.show_page()
        anchor = "" if target.startswith(SECTION) else split_target(target)[1]
        if anchor:
            self.scrollToAnchor(anchor)
        else:
            self.verticalScrollBar().setValue(0)

    def make_page(self, colors: Colors) -> str:
        if self._target.startswith(SECTION):
            return section_page(look_up_section(self._target.removeprefix(SECTION)), colors)
        topic: Topic | None = find_topic(split_target(self._target)[0])
        return topic_page(topic, colors) if topic is not None else ""

    def write_pdf(self, path: Path) -> bool:
        """Write what is shown; whether that went well."""
        try:
            path.write_bytes(b"")  # the writer tells nothing of a folder that is not there
        except OSError:
            return False
        writer = QPdfWriter(str(path))
        writer.setTitle(self.documentTitle() or "Help")
        self.document().clone(self).print_(writer)
        return path.stat().st_size > 0
