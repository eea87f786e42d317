"""A day in the window, without a screen: everything is opened once and looked at.

``python -m tests.leaks.window_day FOLDER``: works in FOLDER and prints as JSON what was opened, how
many pictures were taken, and which libraries the process had loaded. The tests run it under a
trace of what it opens, and where no network exists. A person of the delivery has a name that tries
to load a picture: ``FOLDER/given/marker.png``.
"""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTableView, QWidget

from app.guarded import guard_process
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.clock import now
from app.jobs.draft_papers import PapersRequest, draft_papers
from app.jobs.formats import MOTIONS
from app.jobs.import_files import import_files
from app.jobs.practice import OFFICE
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.store.workspace import create_workspace
from tests.leaks.day import COUNTY, PASSPHRASE, Place
from ui.application import ReliefDesk
from ui.registry import PAGES

PATIENCE = 240.0  # seconds, for a machine that does other things as well
# What ends the day, hides it or takes a minute.
LEFT_ALONE = ("Quit", "Close workspace", "Practice county", "Lock now", "Guided tour")
WHO = "A. Clerk"


def hostile_delivery(place: Place) -> Path:
    """A delivery of made-up people; the name of the third asks for a picture."""
    marker = place.given / "marker.png"
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(marker))
    text = io.StringIO()
    write_sample(plain := place.given / "plain.dat", n_people=30, county=COUNTY, seed=31)
    with plain.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("PRI_NAME")
    third = list(dict.fromkeys(row[rows[0].index("SUBJECT_ID")] for row in rows[1:]))[2]
    for row in rows[1:]:
        if row[rows[0].index("SUBJECT_ID")] == third:
            row[at] = f'<b>BOLD</b>,<img src="{marker}">'
    csv.writer(text, lineterminator="\n").writerows(rows)
    made = place.given / "Delivery.dat"
    made.write_text(text.getvalue(), encoding="utf-8")
    return made


class Walk:
    """Goes through the window and counts what it saw."""

    def __init__(self, program: ReliefDesk) -> None:
        self.program = program
        self.seen: list[str] = []
        self.pictures = 0
        self.problems: list[str] = []
        program.desk.bug_found.connect(lambda error: self.problems.append(repr(error)))

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(what)
            QTest.qWait(20)

    def job(self, label: str, work: Callable[..., object], changes: set[str]) -> None:
        done: list[object] = []
        failed: list[Exception] = []
        self.program.desk.run_job(label, work, done.append, changes, on_failed=failed.append)
        self.until(lambda: bool(done or failed), label)
        self.problems += [f"{label}: {error!r}" for error in failed]
        self.seen.append(label)

    def look(self, widget: QWidget) -> None:
        QTest.qWait(150)
        widget.grab()
        self.pictures += 1

    def pages(self) -> None:
        window = self.program.window
        for entry in PAGES:
            window.show_page(entry.name)
            QTest.qWait(400)
            self.look(window)
            self.seen.append(entry.name)
            for table in window.findChildren(QTableView):
                if table.isVisible() and table.model() is not None:
                    self.rows(table)

    def rows(self, table: QTableView) -> None:
        """Each of the first rows is chosen, and its tool tip shown."""
        for row in range(min(6, table.model().rowCount())):
            table.setCurrentIndex(table.model().index(row, 0))
            QTest.qWait(60)
            for column in range(table.model().columnCount()):
                spot = table.visualRect(table.model().index(row, column)).center()
                tip = QHelpEvent(
                    QHelpEvent.Type.ToolTip, spot, table.viewport().mapToGlobal(QPoint(spot))
                )
                QApplication.sendEvent(table.viewport(), tip)
        self.look(table.window())

    def menus(self) -> None:
        """Every action of every menu; a dialog that opens is looked at and closed."""
        bar = self.program.window.menuBar()
        titles = [(menu, action.text()) for menu in bar.actions() for action in _of(menu)]
        for menu, text in titles:
            words = text.replace("&", "").strip(" …")
            if any(word in words for word in LEFT_ALONE):
                continue
            action = next((one for one in _of(menu) if one.text() == text), None)
            if action is None or not action.isEnabled() or action.isSeparator():
                continue
            timer = QTimer()
            timer.timeout.connect(self._close_dialogs)
            timer.start(300)
            action.trigger()
            QTest.qWait(700)
            timer.stop()
            self._close_dialogs()
            self.seen.append(words)

    def _close_dialogs(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.grab()
                self.pictures += 1
                widget.close()


def _of(menu: QAction) -> list[QAction]:
    found = menu.menu()
    return found.actions() if found is not None else []  # type: ignore[attr-defined]


def day(program: ReliefDesk, place: Place) -> Walk:
    """Import, check, papers; every page and menu; the files copied as they lie meanwhile."""
    walk = Walk(program)
    delivery = hostile_delivery(place)
    policy = load_by_id("us-ca/los-angeles")
    as_of = date(2026, 7, 1)
    request = CheckRequest(policy, settle_options(policy, {}), COUNTY, as_of)
    papers = PapersRequest(place.out / "papers", frozenset({MOTIONS}), OFFICE, False, 3, as_of)
    desk = program.desk
    desk.open(
        lambda: create_workspace(
            place.workspace, PASSPHRASE, name="Office", county=COUNTY, created_at=now()
        )
    )
    walk.until(lambda: desk.reader is not None, "opening")
    walk.job("import", lambda w, p: import_files(w, [delivery], p, who=WHO), {"import"})
    walk.job("check", lambda w, p: check_eligibility(w, request, p, who=WHO), {"check"})
    walk.job("papers", lambda w, p: draft_papers(w, papers, p, who=WHO), {"papers"})
    walk.pages()
    walk.menus()
    shutil.copytree(place.office, place.folder / "while open")
    closed: list[int] = []
    desk.close_workspace(lambda: closed.append(1))
    walk.until(lambda: bool(closed), "closing")
    return walk


def loaded_libraries() -> list[str]:
    """The libraries of this process, by file name; none where the system does not tell."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return []
    lines = maps.read_text(encoding="utf-8", errors="replace").splitlines()
    return sorted({Path(line.split()[-1]).name for line in lines if ".so" in line})


def main(folder: Path) -> None:
    place = Place(folder)
    for one in (place.given, place.office, place.out):
        one.mkdir(parents=True, exist_ok=True)
    application = QApplication(["Relief Desk"])
    program = ReliefDesk(application)
    program.desk.set_user(WHO)
    program.window.resize(1366, 768)
    program.show()
    try:
        walk = day(program, place)
    finally:
        libraries = loaded_libraries()
        program.window.hide()
        program.stop()
    print(
        json.dumps(
            {
                "seen": walk.seen, "pictures": walk.pictures, "problems": walk.problems,
                "libraries": libraries, "modules": sorted(sys.modules),
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    multiprocessing.freeze_support()
    multiprocessing.set_start_method("spawn", force=True)
    guard_process()
    main(Path(sys.argv[1]))
