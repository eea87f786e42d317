"""The main road through the window: import, policy, check, numbers; cancel; errors; closing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.errors import InputError
from app.jobs.progress import Progress
from app.store import records
from app.store.audit import entries
from app.store.runs import find_latest_run
from app.store.workspace import Workspace
from ui.application import ReliefDesk
from ui.importing.page import ImportPage
from ui.messages import Message
from ui.overview.page import OverviewPage
from ui.policy.page import PolicyPage
from ui.registry import PAGES

LONG = 60_000  # workers start slowly on a machine that does other things as well

OpenFresh = Callable[[], Workspace | None]


def _import(program: ReliefDesk, qtbot: QtBot, delivery: Path) -> ImportPage:
    program.window.show_page("import")
    page = program.window.page("import")
    assert isinstance(page, ImportPage)
    page.add_files([delivery])
    qtbot.waitUntil(lambda: delivery in page.new_files.reports, timeout=LONG)
    assert page.action.text().endswith("people")
    with qtbot.waitSignal(program.desk.data_changed, timeout=LONG) as changed:
        page.action.click()
    assert changed.args == [{"import"}]
    return page


def _policy(program: ReliefDesk, qtbot: QtBot) -> PolicyPage:
    program.window.show_page("policy")
    page = program.window.page("policy")
    assert isinstance(page, PolicyPage)
    qtbot.waitUntil(page.action.isEnabled, timeout=5000)
    return page


def test_from_a_file_to_the_numbers(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path
) -> None:
    """Import a delivery, check it under a policy, and see the same figures as in the store."""
    reader = open_fresh()
    assert reader is not None
    imported = _import(program, qtbot, delivery)
    assert "Imported" in imported.done.text
    assert "set aside" in imported.done.text
    qtbot.waitUntil(lambda: imported.issues.model.rowCount() > 0, timeout=5000)
    page = _policy(program, qtbot)
    n_people = records.count_people(reader)
    assert page.action.text() == f"Check {n_people:,} people"
    page.choose_policy("us-ca/los-angeles")
    page.as_of.setText("2026-11-01")
    with qtbot.waitSignal(program.desk.data_changed, timeout=LONG):
        page.action.click()
    run = find_latest_run(reader)
    assert run is not None
    assert run.n_determinations > 0
    qtbot.waitUntil(lambda: not page.results.isHidden(), timeout=5000)
    assert f"{run.n_determinations:,}" in page.results.in_scope.accessibleName()
    program.window.show_page("overview")
    overview = program.window.page("overview")
    assert isinstance(overview, OverviewPage)
    qtbot.waitUntil(
        lambda: overview.action.text() == f"Review {run.n_determinations:,} convictions",
        timeout=5000,
    )
    assert f"{n_people:,}" in overview.people.accessibleName()
    assert not overview.quarantine.isHidden()
    assert {entry.who for entry in entries(reader)} == {program.desk.user}


def test_the_as_of_date_is_asked_for_and_never_supposed(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path
) -> None:
    """Without a date, or with one that does not exist, nothing is checked; it is asked for."""
    reader = open_fresh()
    assert reader is not None
    _import(program, qtbot, delivery)
    page = _policy(program, qtbot)
    assert page.as_of.text() == ""
    for text in ("", "2026-02-30", "11/01/2026"):
        page.as_of.setText(text)
        page.action.click()
        assert "as-of date" in page.choices.date_problem.text()
    assert find_latest_run(reader) is None


def test_a_file_that_is_something_else_gets_a_sentence(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, tmp_path: Path
) -> None:
    """An image is named as unusable and cannot be imported; the list lets it be removed."""
    open_fresh()
    picture = tmp_path / "picture.dat"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    program.window.show_page("import")
    page = program.window.page("import")
    assert isinstance(page, ImportPage)
    page.add_files([picture])
    qtbot.waitUntil(lambda: len(page.new_files.looks) == 1, timeout=LONG)
    assert page.new_files.looks[0].problem
    assert not page.action.isEnabled()


def test_importing_a_file_twice_says_so_and_changes_nothing(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path
) -> None:
    """The second import ends in a sentence above the page."""
    reader = open_fresh()
    assert reader is not None
    page = _import(program, qtbot, delivery)
    page.add_files([delivery])
    qtbot.waitUntil(lambda: len(page.new_files.looks) == 1, timeout=LONG)
    page.action.click()
    qtbot.waitUntil(lambda: "imported before" in program.window.banner.text, timeout=LONG)
    assert len(records.list_sources(reader)) == 1
    assert page.action.isEnabled()


def test_a_cancelled_import_leaves_no_trace(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path
) -> None:
    """Cancel while it runs: the window says that nothing was changed, and nothing was."""
    reader = open_fresh()
    assert reader is not None
    program.window.show_page("import")
    page = program.window.page("import")
    assert isinstance(page, ImportPage)
    page.add_files([delivery])
    qtbot.waitUntil(lambda: delivery in page.new_files.reports, timeout=LONG)
    page.action.click()
    with qtbot.waitSignal(program.desk.tasks.idle, timeout=LONG):
        qtbot.waitUntil(lambda: program.desk.tasks.current_label != "", timeout=5000)
        program.desk.tasks.cancel()
    assert records.count_people(reader) == 0
    assert program.window.banner.text == "Stopped. Nothing was changed."


def test_the_window_stays_awake_during_an_import(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path
) -> None:
    """A 16 ms timer goes on ticking while worker processes read the file."""
    open_fresh()
    ticks: list[int] = []
    timer = QTimer()
    timer.setInterval(16)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    _import(program, qtbot, delivery)
    timer.stop()
    assert len(ticks) > 10


def test_every_page_opens_by_keyboard_and_has_its_controls_named(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh
) -> None:
    """Each page of the rail can be made in an empty workspace; nothing to press is nameless."""
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit

    open_fresh()
    window = program.window
    for action in window.workspace_actions:  # what only asks something has its letter in the menu
        assert action.text().endswith("…") or not action.shortcut().isEmpty()
    for entry in PAGES:
        window.show_page(entry.name)
        assert window.current_page == entry.name
        if entry.name in ("review", "papers", "reports"):
            continue
        page = window.page(entry.name)
        for kind in (QAbstractButton, QComboBox, QAbstractItemView):
            for control in page.findChildren(kind):
                if control.objectName().startswith("qt_") or not control.isVisibleTo(page):
                    continue
                named = control.accessibleName() or (
                    isinstance(control, QAbstractButton) and control.text()
                )
                inner = control.parent().__class__.__name__.startswith(
                    ("QTab", "QComboBox", "QTable", "QHeader", "QScroll")
                )
                assert named or inner, f"{entry.name}: {control}"
        for editor in page.findChildren(QLineEdit):
            outer = editor.parentWidget()
            assert editor.accessibleName() or (outer is not None and outer.accessibleName())


def test_other_colors_and_sizes_keep_the_page(program: ReliefDesk, open_fresh: OpenFresh) -> None:
    """Changing the look makes everything anew and stays where one is."""
    open_fresh()
    program.window.show_page("activity")
    for colors, scale in (("dark", 2.0), ("light", 1.0)):
        program.change_look(colors, scale)
        assert program.window.current_page == "activity"
    assert program.preferences.colors == "light"


def test_a_sentence_and_a_fault_are_told_differently(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh
) -> None:
    """What the user can mend stands above the page; a fault of the program opens a report."""
    open_fresh()

    def refuse(_workspace: Workspace, _progress: Progress) -> None:
        raise InputError("LA.dat is empty. Ask for it again.")

    def break_down(_workspace: Workspace, _progress: Progress) -> None:
        raise KeyError("MARTINEZ")

    program.desk.run_job("Refusing", refuse, lambda _: None, set())
    qtbot.waitUntil(lambda: "is empty" in program.window.banner.text, timeout=5000)
    with qtbot.waitSignal(program.desk.bug_found, timeout=5000):
        program.desk.run_job("Breaking", break_down, lambda _: None, set())
    assert program.window.findChildren(Message)


def test_names_of_changes_are_checked(program: ReliefDesk, open_fresh: OpenFresh) -> None:
    """A page cannot announce a change that no page listens to."""
    open_fresh()
    with pytest.raises(ValueError, match="reviews"):
        program.desk.run_job("x", lambda _w, _p: None, lambda _: None, {"reviews"})


def test_closing_during_a_job_asks_then_cancels_and_waits(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh
) -> None:
    """The window asks; on yes the job stops, the file is closed, and only then the window goes."""
    open_fresh()

    def endless(_workspace: Workspace, progress: Progress) -> None:
        done = 0
        while True:
            done += 1
            progress.step(done, 10**9, "Counting")

    failed: list[Exception] = []
    with qtbot.waitSignal(program.desk.tasks.progressed, timeout=5000):
        program.desk.run_job("Counting", endless, lambda _: None, set(), on_failed=failed.append)
    program.window.close()
    assert program.window.isVisible()
    question = program.window.findChild(Message)
    assert isinstance(question, Message)
    with qtbot.waitSignal(program.desk.tasks.stopped, timeout=5000):
        question.accept()
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=5000)
    assert len(failed) == 1
