"""Questions answered off the window thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event, current_thread

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from app.errors import InputError
from app.store.records import count_people
from app.store.workspace import Workspace
from ui.tables.latest import LatestReader


@pytest.fixture
def bugs() -> list[Exception]:
    return []


@pytest.fixture
def asker(qtbot: QtBot, store: Workspace, bugs: list[Exception]) -> Iterator[LatestReader]:
    made = LatestReader(store.reader, bugs.append)
    yield made
    made.close()


def test_answers_from_another_thread_with_a_connection_of_its_own(
    qtbot: QtBot, asker: LatestReader, store: Workspace
) -> None:
    """The question reads the same people elsewhere; the answer arrives here."""
    names: list[str] = []

    def question(workspace: Workspace) -> int:
        names.append(current_thread().name)
        return count_people(workspace)

    answers: list[object] = []
    with qtbot.waitSignal(asker.settled):
        asker.ask("people", question, answers.append)
    assert answers == [count_people(store)]
    assert names != [current_thread().name]


def test_only_the_newest_question_of_a_name_is_answered(qtbot: QtBot, asker: LatestReader) -> None:
    """While a person types, the answers to half a word are thrown away."""
    gate, answers = Event(), list[object]()

    def slow(number: int) -> Callable[[Workspace], int]:
        def question(_: Workspace) -> int:
            gate.wait(10)
            return number

        return question

    with qtbot.waitSignal(asker.settled):
        for number in range(5):
            asker.ask("list", slow(number), answers.append)
        gate.set()
    assert answers == [4]


def test_a_refusal_arrives_as_its_sentence(qtbot: QtBot, asker: LatestReader) -> None:
    """What the user can mend is a sentence where the answer would have stood."""

    def question(_: Workspace) -> None:
        raise InputError("There is no such case.")

    said: list[str] = []
    with qtbot.waitSignal(asker.settled):
        asker.ask("case", question, lambda _: None, said.append)
    assert said == ["There is no such case."]


def test_a_bug_is_reported_and_the_next_question_answered(
    qtbot: QtBot, asker: LatestReader, bugs: list[Exception]
) -> None:
    """One broken question does not leave the page waiting for ever."""

    def question(_: Workspace) -> None:
        raise AttributeError("nothing of that name")

    asker.ask("case", question, lambda _: None)
    qtbot.waitUntil(lambda: bool(bugs))
    assert not asker.is_asking
    answers: list[object] = []
    with qtbot.waitSignal(asker.settled):
        asker.ask("case", lambda _: 1, answers.append)
    assert answers == [1]


def test_the_thread_ends_with_the_page_it_belongs_to(qtbot: QtBot, store: Workspace) -> None:
    """Deleting a page (new text size, workspace closed) leaves no thread behind."""
    page = QObject()
    asker = LatestReader(store.reader, lambda _: None, page)
    thread = asker._thread
    assert thread.isRunning()
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    assert thread.isFinished()


def test_a_question_that_was_replaced_is_given_up_by_the_store(
    qtbot: QtBot, asker: LatestReader, bugs: list[Exception]
) -> None:
    """A count that takes many seconds does not hold up the one that took its place."""
    begun, answers = Event(), list[object]()

    def lengthy(workspace: Workspace) -> object:
        begun.set()
        sql = (
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        )
        return workspace.connection.execute(sql).fetchone()

    asker.ask("facets", lengthy, answers.append)
    assert begun.wait(10)
    with qtbot.waitSignal(asker.settled, timeout=10_000):
        QTimer.singleShot(50, lambda: asker.ask("facets", count_people, answers.append))
    assert len(answers) == 1
    assert bugs == []
