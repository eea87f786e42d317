"""The window: start page or rail and pages, messages above them, progress below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.store.access import UNPROVEN
from app.store.backup import BACKUP_SUFFIX
from app.store.office import list_users
from app.store.user_keys import find_key
from app.store.workspace import SUFFIX
from app.version import PROGRAM
from ui.backups.by_itself import back_up_after_opening, close_after_backup
from ui.backups.dialog import BackupsDialog
from ui.backups.restore_dialog import RestoreDialog
from ui.desk import CHANGES, Desk
from ui.header import Header, Rail
from ui.help.asking import target_at
from ui.keys.dialog import PassphrasesDialog
from ui.keys.own_dialogs import AdministratorDialog, ChangeOwnDialog
from ui.locking.locker import Locker
from ui.menus import build_menus
from ui.messages import BugDialog, ask
from ui.office.dialog import OfficeDialog
from ui.office.who_dialog import WhoDialog
from ui.packages.banner import PackageBanner
from ui.page_area import PageArea
from ui.progress_panel import ProgressPanel
from ui.registry import PAGES, make_page, refresh_page
from ui.retention.dialog import RecordsKeptDialog
from ui.start.dialogs import NewWorkspaceDialog, UserDialog, choose_workspace
from ui.start.open_dialog import OpenDialog
from ui.start.page import StartPage
from ui.start.practice import open_practice
from ui.theme import px
from ui.tour.offer import TourOffer
from ui.widgets import Banner, column, row

if TYPE_CHECKING:
    from ui.help.window import HelpWindow
    from ui.person.page import PersonPage
    from ui.tour.guide import Tour

_ENTRIES = {entry.name: entry for entry in PAGES}


class MainWindow(QMainWindow):
    """One window, one workspace. Pages are made when first visited and refreshed when seen."""

    def __init__(self, desk: Desk, on_look: Callable[[str, float], None]) -> None:
        super().__init__()
        self.desk = desk
        self._pages: dict[str, QWidget] = {}
        self._frames: dict[str, PageArea] = {}  # a page scrolls when the screen is too small
        self._unseen: dict[str, set[str]] = {}
        self._may_close = False
        self.person_page: PersonPage | None = None  # while one person is checked
        self._person_frame: PageArea | None = None
        self.help_window: HelpWindow | None = None
        self.tour: Tour | None = None
        self.setWindowTitle(PROGRAM)
        self.setAcceptDrops(True)
        self._build()
        self.workspace_actions = build_menus(self, on_look)
        self._connect()
        self.locker = Locker(self, self.close_workspace)
        self._show_start()
        self.resize(px(1200), px(760))

    def _build(self) -> None:
        self.header = Header(self.desk, self.ask_user, self.close_workspace)
        self.rail = Rail()
        self.rail.chosen.connect(self.show_page)
        self.banner = Banner(closable=True)
        self.stack = QStackedWidget()
        self.progress = ProgressPanel(self.desk.tasks)
        self.start_page = StartPage(
            self.desk.preferences, self.new_workspace, self.open_workspace, self.practice,
            self._check_person,
        )  # fmt: skip
        self._start = PageArea(self.start_page)
        self.stack.addWidget(self._start)
        self.tour_offer = TourOffer(self.desk, self.start_tour)
        content = column(PackageBanner(self.desk), self.tour_offer, self.banner, self.stack, gap=0)
        content.setStretch(3, 1)
        middle = row(self.rail, content, gap=0)
        middle.setStretch(1, 1)
        frame = column(self.header, middle, self.progress, gap=0)
        frame.setStretch(1, 1)
        center = QWidget()
        center.setLayout(frame)
        self._center = QStackedWidget()  # the pages, and what covers them while it is locked
        self._center.addWidget(center)
        self.setCentralWidget(self._center)

    def cover_with(self, page: QWidget | None) -> None:
        """Nothing but this page is to be seen; None shows the pages again."""
        for place in range(self._center.count() - 1, 0, -1):
            cover = self._center.widget(place)
            if cover is not None:
                self._center.removeWidget(cover)
                cover.deleteLater()
        if page is not None:
            self._center.setCurrentIndex(self._center.addWidget(page))

    def _connect(self) -> None:
        desk = self.desk
        desk.workspace_opened.connect(self._on_opened)
        # When the dialog that opened it has gone.
        desk.workspace_opened.connect(lambda: QTimer.singleShot(0, self, self._ask_who))
        desk.workspace_opened.connect(
            lambda: QTimer.singleShot(0, self, lambda: back_up_after_opening(desk))
        )
        desk.workspace_closed.connect(self._show_start)
        desk.data_changed.connect(self._on_changed)
        desk.page_asked_for.connect(self._on_page_asked_for)
        desk.said.connect(self.say)
        desk.tasks.started.connect(lambda _: self.banner.hide())  # what it said is over
        desk.bug_found.connect(self.show_bug)

    def rebuild(self) -> None:
        """Make everything anew in other sizes and colors, and stay on the same page."""
        page, person = self.current_page, self.person_page
        self._drop_help()
        self._drop_pages()
        before = self.takeCentralWidget()  # lives until the person on it was carried over
        self._build()
        if self.desk.reader is None:
            self._show_start()
            if person is not None:
                self.check_person().carry_over(person)
        else:
            self._on_opened()
            self.show_page(page or "overview")
        if before is not None:
            before.deleteLater()
        if self.locker.is_locked:
            self.locker.cover()

    # Pages

    @property
    def current_page(self) -> str:
        """The name of the page that is open, "" on the start page."""
        shown = self.stack.currentWidget()
        return next((name for name, frame in self._frames.items() if frame is shown), "")

    def page(self, name: str) -> QWidget:
        """The page, made if it was not visited yet."""
        if name not in self._pages:
            page = make_page(_ENTRIES[name], self.desk)
            self._pages[name] = page
            self._unseen[name] = set(CHANGES)
            self._frames[name] = PageArea(page)
            self.stack.addWidget(self._frames[name])
        return self._pages[name]

    def show_page(self, name: str, **arguments: object) -> None:
        """Go to a page of the open workspace; ``arguments`` go to its ``open_with``."""
        if self.desk.reader is None:
            return
        page = self.page(name)
        self.banner.hide()
        self.stack.setCurrentWidget(self._frames[name])
        self.rail.mark(name)
        self._refresh(name)
        open_with = getattr(page, "open_with", None)
        if arguments and open_with is not None:
            open_with(**arguments)

    def _on_page_asked_for(self, name: str, arguments: dict[str, object]) -> None:
        self.show_page(name, **arguments)

    def _refresh(self, name: str) -> None:
        changes = self._unseen.pop(name, set())
        if changes:
            refresh_page(self._pages[name], changes)

    def _on_changed(self, changes: set[str]) -> None:
        for name in self._pages:
            self._unseen.setdefault(name, set()).update(changes)
        self.header.refresh()
        if self.current_page:
            self._refresh(self.current_page)

    def _on_opened(self) -> None:
        info = self.desk.info
        self.setWindowTitle(f"{info.name if info else ''} – {PROGRAM}")
        self.header.refresh()
        self._set_open(is_open=True)
        self.show_page("overview")

    def _show_start(self) -> None:
        self._drop_pages()
        self._drop_person()
        self.setWindowTitle(PROGRAM)
        self._set_open(is_open=False)
        self.banner.hide()
        self.start_page.refresh()
        self.stack.setCurrentWidget(self._start)

    def _drop_person(self) -> None:
        if self._person_frame is not None:
            self.stack.removeWidget(self._person_frame)
            self._person_frame.hide()
            self._person_frame.deleteLater()
        self.person_page = self._person_frame = None

    def _set_open(self, *, is_open: bool) -> None:
        self.header.setVisible(is_open)
        self.rail.setVisible(is_open)
        for action in self.workspace_actions:
            action.setEnabled(is_open)

    def _drop_pages(self) -> None:
        for frame in self._frames.values():
            self.stack.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self._pages.clear()
        self._frames.clear()
        self._unseen.clear()

    # Messages

    def say(self, kind: str, sentence: str) -> None:
        self.banner.show_message(kind, sentence)

    def show_bug(self, error: BaseException) -> BugDialog:
        dialog = BugDialog(self, error)
        dialog.open()
        return dialog

    def show_help(self, target: str = "") -> None:
        """A place of the help (`HelpWindow.show_help`), in a window of its own."""
        # Loaded when asked for: it reads all the help's texts.
        from ui.help.window import HelpWindow  # noqa: PLC0415

        if self.help_window is None:
            self.help_window = HelpWindow()
        self.help_window.show_help(target)
        self.help_window.show()
        self.help_window.activateWindow()

    def show_help_here(self) -> None:
        """The help of the field that has the focus, else of the page in sight."""
        from app.help.topics import topic_of_page  # noqa: PLC0415

        page = "person" if self.person_page is not None else self.current_page or "start"
        topic = topic_of_page(page)
        self.show_help(target_at(self.focusWidget()) or (topic.name if topic else ""))

    def start_tour(self) -> None:
        """The guided tour over the pages of the open workspace."""
        # Loaded when asked for.
        from ui.tour.guide import Tour  # noqa: PLC0415

        if self.desk.reader is not None and self.tour is None:
            self.tour = Tour(self)
            self.tour.ended.connect(self._on_tour_ended)
            self.tour_offer.hide()
            self.tour.start()

    def _on_tour_ended(self, is_seen: bool) -> None:
        if self.tour is not None:
            self.tour.deleteLater()
            self.tour = None
        if is_seen:
            self.desk.preferences.knows_tour = True

    def show_support(self) -> None:
        """What a support file would hold, to be read and saved."""
        from ui.support.dialog import open_support  # noqa: PLC0415

        open_support(self.desk, self)

    def _drop_help(self) -> None:
        if self.help_window is not None:
            self.help_window.close()
            self.help_window.deleteLater()
            self.help_window = None

    # What the menus and the start page do

    def new_workspace(self) -> None:
        NewWorkspaceDialog(self.desk, self).open()

    def open_workspace(self, path: Path | None = None) -> None:
        """Ask for the passphrase of ``path``, after asking for the file when None."""
        if path is None:
            choose_workspace(self, self.open_workspace)
        else:
            OpenDialog(self.desk, path, self).open()

    def check_person(self) -> PersonPage:
        """One person, without a workspace."""
        # Loaded when asked for: it reads PDF files and knows printers.
        from ui.person.page import PersonPage  # noqa: PLC0415

        self.person_page = PersonPage(self.desk, self._show_start)
        self._person_frame = PageArea(self.person_page)
        self.stack.addWidget(self._person_frame)
        self.stack.setCurrentWidget(self._person_frame)
        self.person_page.record.text.setFocus()
        return self.person_page

    def _check_person(self) -> None:
        self.check_person()

    def practice(self) -> None:
        open_practice(self.desk)

    def ask_user(self) -> None:
        """The name of whoever works here; in an office with users, which of them it is."""
        if self.desk.access != UNPROVEN:
            self.show_passphrases()
        elif self.desk.reader is not None and list_users(self.desk.reader):
            WhoDialog(self.desk, self).open()
        else:
            UserDialog(self.desk, self).open()

    def _ask_who(self) -> None:
        """Once after opening, where a workspace has users."""
        reader, access = self.desk.reader, self.desk.access
        if reader is None or self.locker.is_locked:
            return
        if access.is_recovery:
            AdministratorDialog(self.desk, self).open()
        elif access.user:
            own = find_key(reader, access.user)
            if own is not None and own.must_change:
                ChangeOwnDialog(self.desk, self, is_first=True).open()
        elif list_users(reader):
            WhoDialog(self.desk, self).open()

    def show_passphrases(self) -> None:
        """Everything that opens the workspace, and when the window locks itself."""
        if self.desk.reader is not None:
            PassphrasesDialog(self.desk, self, self.locker.begin).open()

    def lock_now(self) -> None:
        """Hide everything until the passphrase is typed again; jobs go on."""
        self.locker.lock()

    def show_office(self) -> None:
        """Users, reasons, the second reviewer."""
        if self.desk.reader is not None:
            OfficeDialog(self.desk, self).open()

    def show_records_kept(self) -> None:
        """What is sealed, due, held and destroyed; the office's rule."""
        if self.desk.reader is not None:
            RecordsKeptDialog(self.desk, self).open()

    def show_backups(self) -> None:
        """Making them, proving them, their plan; everything in plain files."""
        if self.desk.reader is not None:
            BackupsDialog(self.desk, self).open()

    def restore_backup(self, path: Path | None = None) -> None:
        """Make a new workspace of a backup; then it can be opened."""
        RestoreDialog(self.desk, path, self._on_restored, self).open()

    def _on_restored(self, sentence: str, path: Path) -> None:
        self.say("good", sentence)
        if self.desk.reader is None:
            self.open_workspace(path)

    def close_workspace(self) -> None:
        if self.desk.reader is None:
            return
        if self.desk.tasks.has_job and self.locker.page is not None:
            self.locker.page.refuse_to_close()
        elif self.desk.tasks.has_job:
            self._ask_to_stop("Close the workspace?", "Stop and close", self._stop_and_close)
        else:
            close_after_backup(self.desk, self, self.desk.close_workspace)

    def _stop_and_close(self) -> None:
        self.desk.tasks.cancel()
        self.desk.close_workspace()

    # Closing

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while a job runs; then let the background thread finish and close the file."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        if self.desk.tasks.has_job and self.locker.page is not None:
            self.locker.page.refuse_to_close()
        elif self.desk.tasks.has_job:
            self._ask_to_stop("Close Relief Desk?", "Stop and close", self._leave)
        else:
            close_after_backup(self.desk, self, self._leave)

    def _leave(self) -> None:
        self._drop_help()
        self.desk.close_reader()
        self.setEnabled(False)
        self.desk.tasks.stopped.connect(self._gone)
        self.desk.tasks.stop()

    def _gone(self) -> None:
        self._may_close = True
        self.close()

    def _ask_to_stop(self, title: str, yes: str, on_yes: Callable[[], None]) -> None:
        question = ask(
            self,
            title,
            f"“{self.desk.tasks.current_label}” is not finished. If you stop it now, the workspace "
            "stays as it was before it began.",
            yes,
            on_yes,
            no="Let it finish",
            is_dangerous=True,
        )
        self.desk.tasks.idle.connect(question.reject)  # finished meanwhile: nothing to ask

    # A workspace that is dropped is opened, a backup restored; pages take their own drops.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_workspace(event) is not None and not self.locker.is_locked:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_workspace(event)
        if path is not None and not self.locker.is_locked:
            event.acceptProposedAction()
            if path.suffix == BACKUP_SUFFIX:
                self.restore_backup(path)
            else:
                self.open_workspace(path)

    def go_to(self, name: str) -> Callable[[], None]:
        """An action that opens a page."""
        return partial(self.show_page, name)


def _dropped_workspace(event: QDropEvent) -> Path | None:
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix in (SUFFIX, BACKUP_SUFFIX):
            return path
    return None


def as_maximized(window: MainWindow) -> None:
    """Show the window; as large as the screen when that has little more room than it needs."""
    available = window.screen().availableGeometry()
    if available.width() < 1.25 * window.width() or available.height() < 1.2 * window.height():
        window.setWindowState(Qt.WindowState.WindowMaximized)
    window.show()
