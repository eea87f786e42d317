"""Accepting a list together: the dialog, the bar above the case, the pane of all samples."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.jobs import samples as jobs
from app.jobs.decide import ask_attorney
from app.jobs.samples import SampleView
from app.model.sampling_plan import plan_sample
from app.store import reviews, samples
from app.store.samples import ACCEPTED, DROPPED, OPEN, PASSED, STOPPED
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.samples.bar import SampleBar
from ui.samples.dialog import SampleDialog
from ui.samples.pane import SamplesPane
from ui.words_dialog import WordsDialog

Settle = Callable[[], None]
WORDS = "Answer: dismissal"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What dialogs belong to; they go when they are closed."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(desk: Desk, window: QWidget, dismissals: list[int], settle: Settle) -> SampleDialog:
    made = SampleDialog(desk, dismissals, '{"answer": "dismissal"}', WORDS, window)
    made.open()
    settle()
    return made


@pytest.fixture
def drawn(dialog: SampleDialog, desk: Desk, settle: Settle) -> int:
    """A sample of a few of the dismissals."""
    numbers: list[int] = []
    dialog.drawn.connect(numbers.append)
    dialog.confidence.setValue(80)
    dialog.worst.setValue(25)
    dialog.yes.click()
    settle()
    return numbers[0]


def view_of(desk: Desk, number: int) -> SampleView:
    assert desk.reader is not None
    return jobs.get_view(desk.reader, number)


def answer_words(bar: SampleBar | SamplesPane, words: str) -> None:
    """Types into the dialog that asks for words, and agrees."""
    asked = bar.findChildren(WordsDialog)[-1]
    asked.words.setPlainText(words)
    asked.yes.click()


def test_the_sentence_follows_the_figures(
    dialog: SampleDialog, dismissals: list[int], qtbot: QtBot
) -> None:
    """Set, size and what it proves stand there before anything is drawn."""
    n = len(dismissals)
    assert dialog.set_words.text() == f"{n} cases: {WORDS}"
    assert dialog.left_words.isHidden()
    assert dialog.sentence.text() == plan_sample(n).sentence
    dialog.confidence.setValue(90)
    dialog.worst.setValue(20)
    plan = plan_sample(n, 0.9, 0.2)
    assert dialog.sentence.text() == plan.sentence
    assert dialog.yes.text() == f"Draw {plan.n_drawn} of {n}"
    assert dialog.yes.accessibleName() == dialog.yes.text()
    dialog.worst.clear()
    qtbot.keyClicks(dialog.worst, "5")
    assert dialog.sentence.text() == plan_sample(n, 0.9, 0.05).sentence


def test_what_cannot_be_accepted_is_told(
    desk: Desk, window: QWidget, dismissals: list[int], settle: Settle
) -> None:
    """A case that waits for an attorney is not in the set; a list of such draws nothing."""
    asked = dismissals[:1]
    desk.run_job(
        "Asking", lambda store, _: ask_attorney(store, asked, "Is it?", who="A. Clerk"),
        lambda _: None, {"review"},
    )  # fmt: skip
    settle()
    dialog = SampleDialog(desk, dismissals[:3], "{}", "Three", window)
    settle()
    assert dialog.set_words.text() == "2 cases: Three"
    assert dialog.left_words.text() == "Not in the set: 1 waits for an attorney."
    nothing = SampleDialog(desk, asked, "{}", "One", window)
    settle()
    assert nothing.sentence.text() == "No case of this list can be accepted together."
    assert not nothing.yes.isEnabled()


def test_a_set_is_accepted_with_the_bar(
    desk: Desk, qtbot: QtBot, drawn: int, dismissals: list[int], settle: Settle
) -> None:
    """Each case is shown, judged right with one press, the rest accepted at the end."""
    bar = SampleBar(desk)
    qtbot.addWidget(bar)
    shown: list[int] = []
    ended: list[str] = []
    bar.case_wanted.connect(shown.append)
    bar.case_wanted.connect(bar.show_case)
    bar.ended.connect(ended.append)
    bar.show_sample(drawn)
    settle()
    n = view_of(desk, drawn).sample.n_drawn
    assert bar._heading.text() == f"Sample {drawn}"
    assert bar._says.text() == f"0 of {n} judged. Is the answer of this case right?"
    for _ in range(n):
        assert bar.can_judge
        bar.keys["R"]()
        settle()
    assert shown == [case.conviction_id for case in view_of(desk, drawn).cases]
    assert ended == [PASSED]
    assert bar._says.text() == f"All {n} are right."
    assert bar.accept_button.text() == f"Accept the other {len(dismissals) - n}"
    bar.accept_button.click()
    settle()
    assert ended == [PASSED, ACCEPTED]
    assert bar.told.text.startswith(f"{len(dismissals) - n} cases were accepted with the sample")
    assert desk.reader is not None
    assert len(reviews.get_reviews(desk.reader, dismissals)) == len(dismissals)
    bar.leave_button.click()
    assert bar.isHidden()


def test_only_the_case_on_the_page_is_judged(
    desk: Desk, qtbot: QtBot, drawn: int, dismissals: list[int], settle: Settle
) -> None:
    """Whoever has gone to another case cannot judge it by mistake; one button goes back."""
    bar = SampleBar(desk)
    qtbot.addWidget(bar)
    bar.show_sample(drawn)
    settle()
    view = view_of(desk, drawn)
    elsewhere = next(
        one for one in dismissals if one not in {case.conviction_id for case in view.cases}
    )
    bar.show_case(elsewhere)
    assert not bar.right_button.isEnabled()
    assert not bar.show_button.isHidden()
    bar.right()
    settle()
    assert view_of(desk, drawn).n_judged == 0
    with qtbot.waitSignal(bar.case_wanted) as asked:
        bar.show_button.click()
    assert asked.args == [view.next_case]
    bar.show_case(view.next_case)
    assert bar.right_button.isEnabled()
    assert bar.show_button.isHidden()


def test_one_wrong_answer_stops_the_bar(
    desk: Desk, qtbot: QtBot, drawn: int, settle: Settle
) -> None:
    """It asks what is wrong, says that nothing is accepted together, and offers nothing more."""
    bar = SampleBar(desk)
    qtbot.addWidget(bar)
    bar.case_wanted.connect(bar.show_case)
    bar.show_sample(drawn)
    settle()
    bar.keys["W"]()
    answer_words(bar, "  ")
    asked = bar.findChildren(WordsDialog)[-1]
    assert asked.problem.text == "Say it in words."
    answer_words(bar, "A felony since")
    settle()
    assert view_of(desk, drawn).sample.state == STOPPED
    assert bar._says.text() == "Stopped, nothing is accepted together: A felony since"
    assert bar.right_button.isHidden()
    assert bar.accept_button.isHidden()
    assert bar.show_button.isHidden()


def test_the_bar_goes_when_the_workspace_is_closed(
    desk: Desk, qtbot: QtBot, drawn: int, settle: Settle
) -> None:
    """And it follows what others do with the sample while it is there."""
    bar = SampleBar(desk)
    qtbot.addWidget(bar)
    bar.show_sample(drawn)
    settle()
    desk.run_job(
        "Dropping", lambda store, _: jobs.drop_sample(store, drawn, "Not now", who="A. Clerk"),
        lambda _: None, {"review"},
    )  # fmt: skip
    settle()
    assert bar._says.text() == "Dropped: Not now"
    with qtbot.waitSignal(bar.left):
        desk.close_reader()
    assert bar.isHidden()


def test_the_pane_judges_with_keys(desk: Desk, qtbot: QtBot, drawn: int, settle: Settle) -> None:
    """R is right and goes on to the next line, W asks what is wrong; Return shows the case."""
    pane = SamplesPane(desk)
    qtbot.addWidget(pane)
    pane.resize(1200, 640)
    pane.show()
    qtbot.waitExposed(pane)
    pane.refresh()
    settle()
    view = view_of(desk, drawn)
    assert pane.heading.text() == f"Sample {drawn}: being looked at"
    assert pane.about.text() == view.plan.sentence
    assert view.sample.seed in pane.record.text()
    pane.activateWindow()
    pane.cases.setFocus()
    first = pane.chosen
    assert first is not None
    assert first.case.conviction_id == view.next_case
    with qtbot.waitSignal(pane.case_wanted) as asked:
        qtbot.keyClick(pane.cases, Qt.Key.Key_Return)
    assert asked.args == [view.next_case]
    qtbot.keyClick(pane.cases, Qt.Key.Key_R)
    settle()
    second = pane.chosen
    assert second is not None
    assert second.case.conviction_id == view.cases[1].conviction_id
    qtbot.keyClick(pane.cases, Qt.Key.Key_W)
    answer_words(pane, "A felony since")
    settle()
    assert pane.heading.text() == f"Sample {drawn}: stopped"
    assert "A felony since" in pane.about.text()
    assert pane.right_button.isHidden()
    assert pane.cases_model.data(pane.cases_model.index(1, 3)) == "Wrong"


def test_the_pane_lists_every_sample(
    desk: Desk, qtbot: QtBot, drawn: int, dismissals: list[int], settle: Settle
) -> None:
    """Dropped ones too; a passed one is accepted from here; an empty pane says what it is for."""
    pane = SamplesPane(desk)
    qtbot.addWidget(pane)
    pane.refresh()
    settle()
    with qtbot.waitSignal(pane.judging_wanted) as asked:
        pane.look_button.click()
    assert asked.args == [drawn]
    pane.drop_button.click()
    answer_words(pane, "Another share")
    settle()
    assert view_of(desk, drawn).sample.state == DROPPED

    def draw_and_judge(store: Workspace) -> int:
        made = jobs.draw_sample(
            store, dismissals[:4], filter_json="{}", filter_words="Four",
            confidence=0.5, worst=0.5, who="A. Clerk",
        )  # fmt: skip
        for case in made.cases:
            jobs.judge(store, made.sample.id, case.conviction_id, "right", who="A. Clerk")
        return made.sample.id

    desk.run_job("Drawing", lambda store, _: draw_and_judge(store), pane.show_sample, {"review"})
    settle()
    assert [view.sample.state for view in pane.model._records] == [PASSED, DROPPED]
    assert pane.accept_button.text().startswith("Accept the other ")
    pane.accept_button.click()
    settle()
    assert pane.heading.text() == f"Sample {drawn + 1}: accepted"
    assert desk.reader is not None
    assert samples.list_samples(desk.reader)[1].state != OPEN
