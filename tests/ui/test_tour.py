"""The guided tour of the practice county, and the mark of practice on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.help.topics import is_known
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.store.workspace import Workspace, create_workspace
from tests.ui.conftest import PASSPHRASE
from tests.window import LONG
from ui.application import ReliefDesk
from ui.preferences import Preferences
from ui.registry import PAGES
from ui.tour.guide import Tour
from ui.tour.steps import STEPS


@pytest.fixture
def open_practice(
    program: ReliefDesk, qtbot: QtBot, tmp_path: Path, delivery: Path
) -> Callable[[], None]:
    """Opens a small practice workspace with people in it."""

    def make() -> Workspace:
        workspace = create_workspace(
            tmp_path / "Practice.relief", PASSPHRASE, name="Practice", county="LOS ANGELES",
            created_at="2026-11-01T00:00:00+00:00", is_practice=True,
        )  # fmt: skip
        import_files(workspace, [delivery], Silent(), who="Practice")
        return workspace

    def open_it() -> None:
        with qtbot.waitSignal(program.desk.workspace_opened, timeout=LONG):
            program.desk.open(make)

    return open_it


def _tour(program: ReliefDesk) -> Tour:
    program.window.start_tour()
    assert program.window.tour is not None
    return program.window.tour


def _points(tour: Tour) -> None:
    tour.place()
    assert tour.ring.isVisible(), tour.step.anchor


def test_every_step_says_little_and_leads_to_the_help() -> None:
    """One thing a step, in a few lines; more stands in the help."""
    assert len(STEPS) == 11
    for step in STEPS:
        assert len(step.text) < 260
        assert is_known(step.help_at)
        assert step.page in {entry.name for entry in PAGES}


def test_the_tour_leads_over_the_real_pages(
    program: ReliefDesk, open_practice: Callable[[], None], qtbot: QtBot
) -> None:
    """Each step opens its page and points at a widget that is there; the last ends it."""
    open_practice()
    tour = _tour(program)
    for number, step in enumerate(STEPS):
        assert tour.at == number
        assert program.window.current_page == step.page
        assert tour.card.title.text() == step.title
        assert tour.card.count.text() == f"Step {number + 1} of {len(STEPS)}"
        if step.anchor and step.page in ("import", "policy", "activity"):
            qtbot.waitUntil(lambda: _points(tour))
        tour.card.next.click()
    assert program.window.tour is None
    assert program.preferences.knows_tour


def test_every_anchor_is_an_attribute_of_its_page(
    program: ReliefDesk, open_practice: Callable[[], None]
) -> None:
    """A page that is rebuilt does not leave the tour pointing at nothing."""
    open_practice()
    for step in STEPS:
        found: object = program.window.page(step.page)
        for name in filter(None, step.anchor.split(".")):
            found = getattr(found, name)


def test_the_tour_goes_by_keys(
    program: ReliefDesk, open_practice: Callable[[], None], qtbot: QtBot
) -> None:
    """Right goes on, Left back, Escape ends; ended early it is offered again."""
    open_practice()
    tour = _tour(program)
    card = tour.card
    qtbot.keyClick(card, Qt.Key.Key_Right)
    assert tour.at == 1
    qtbot.keyClick(card, Qt.Key.Key_Left)
    qtbot.keyClick(card, Qt.Key.Key_Left)  # there is nothing before the first
    assert tour.at == 0
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert program.window.tour is None
    assert not program.preferences.knows_tour


def test_the_tour_is_offered_in_a_practice_county_until_it_was_seen(
    program: ReliefDesk, open_practice: Callable[[], None]
) -> None:
    """Above the pages, with one button; closing it declines for good."""
    offer = program.window.tour_offer
    assert offer.isHidden()
    open_practice()
    assert not offer.isHidden()
    assert "everybody in it is made up" in offer.text
    offer._close.click()
    assert offer.isHidden()
    assert program.preferences.knows_tour
    assert Preferences(program.preferences._path.parent).knows_tour
    offer.refresh()
    assert offer.isHidden()


def test_the_tour_is_not_offered_in_an_office(
    program: ReliefDesk, open_fresh: Callable[[], Workspace | None]
) -> None:
    """It can still be chosen in the menu."""
    open_fresh()
    assert program.window.tour_offer.isHidden()
    actions = {one.text().replace("&", ""): one for one in program.window.findChildren(QAction)}
    assert actions["Guided tour…"].isEnabled()


def test_without_a_workspace_there_is_no_tour(program: ReliefDesk) -> None:
    """There is nothing to point at."""
    actions = {one.text().replace("&", ""): one for one in program.window.findChildren(QAction)}
    assert not actions["Guided tour…"].isEnabled()
    program.window.start_tour()
    assert program.window.tour is None


def test_closing_the_workspace_ends_the_tour(
    program: ReliefDesk, open_practice: Callable[[], None], qtbot: QtBot
) -> None:
    """The card does not stay over the start page."""
    open_practice()
    _tour(program)
    with qtbot.waitSignal(program.desk.workspace_closed):
        program.window.close_workspace()
    assert program.window.tour is None


def test_every_page_of_a_practice_county_is_marked(
    program: ReliefDesk, open_practice: Callable[[], None]
) -> None:
    """PRACTICE stands above each, in words."""
    open_practice()
    for entry in PAGES:
        program.window.show_page(entry.name)
        marks = [
            one for one in program.window.header.findChildren(QLabel) if one.text() == "PRACTICE"
        ]
        assert len(marks) == 1
        assert marks[0].isVisible()
