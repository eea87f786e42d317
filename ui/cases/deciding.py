"""From a key to a decision on disk: asks what is missing, writes, goes on to the next case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.jobs import decide as desk_jobs
from app.jobs.clock import today
from app.jobs.decide import Accept, Decision, Done, OpenAgain, Override, Park
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED
from app.store.workspace import Workspace
from ui.cases.chosen import Chosen, DeskState
from ui.cases.decision_bar import DecisionBar
from ui.cases.decisions import Decisions
from ui.desk import Desk
from ui.widgets import plural

Write = Callable[[Workspace, str, str], Done]  # given who, and why after a sign-off

_SHOWN: dict[type, str] = {Accept: ACCEPTED, Override: OVERRIDDEN, Park: PARKED, OpenAgain: ""}


class Deciding(QObject):
    """Does what the bar asks for, with the cases that are chosen at that moment.

    ``find_chosen`` gives them, None while it is not known yet what they are; ``go_on`` leaves
    them behind; ``show_case`` goes to a case again.
    """

    def __init__(
        self,
        desk: Desk,
        bar: DecisionBar,
        decisions: Decisions,
        find_chosen: Callable[[], Chosen | None],
        find_desk: Callable[[], DeskState | None],
        go_on: Callable[[], None],
        show_case: Callable[[int], None],
    ) -> None:
        super().__init__(bar)
        self._desk, self._bar, self._decisions = desk, bar, decisions
        self._find_chosen, self._find_desk = find_chosen, find_desk
        self._go_on, self._show_case = go_on, show_case
        bar.accepted.connect(self.accept)
        bar.override_wanted.connect(self.ask_override)
        bar.park_wanted.connect(self.ask_park)
        bar.note_wanted.connect(self.ask_note)
        bar.question_wanted.connect(self.ask_question)
        bar.approved.connect(self.approve)
        bar.opened_again.connect(self.open_again)
        bar.undone.connect(self.undo)
        bar.redone.connect(self.redo)
        bar.overridden.connect(self._decide)
        bar.parked.connect(self._decide)

    # Deciding

    def accept(self) -> None:
        """Agree with the answers and go on to the next case."""
        if self._bar.accept_button.isEnabled():
            self._decide(Accept())

    def open_again(self) -> None:
        """Take decisions back; the cases stay in sight."""
        if self._bar.open_button.isEnabled():
            self._decide(OpenAgain(), goes_on=False)

    def _decide(self, decision: Decision, *, goes_on: bool = True) -> None:
        chosen = self._find_chosen()
        if chosen is None:
            return
        ids = chosen.ids

        def write(store: Workspace, who: str, why: str) -> Done:
            return desk_jobs.decide(store, decision, ids, who=who, why_late=why)

        self._write(write, chosen, _SHOWN[type(decision)], goes_on=goes_on)

    def ask_override(self) -> None:
        chosen, desk = self._find_chosen(), self._find_desk()
        if self._bar.override_button.isEnabled() and chosen is not None and desk is not None:
            self._bar.ask_override(chosen.first_answer, desk.reasons)

    def ask_park(self) -> None:
        if self._bar.park_button.isEnabled():
            self._bar.ask_park(today())

    def approve(self) -> None:
        """Agree, as a second person, with what was decided."""
        chosen = self._find_chosen()
        if chosen is None or not self._bar.approve_button.isEnabled():
            return

        def write(store: Workspace, who: str, why: str) -> Done:
            return desk_jobs.approve(store, chosen.ids, who=who, why_late=why)

        self._write(write, chosen, None, goes_on=True)

    # Words

    def ask_note(self) -> None:
        chosen = self._find_chosen()
        if chosen is None or not self._bar.note_button.isEnabled():
            return

        def save(words: str) -> None:
            self._decisions.save(
                lambda store, who: desk_jobs.add_note(store, chosen.ids, words, who=who),
                chosen.ids, None,
            )  # fmt: skip

        self._bar.ask_words("Note", "Others who open this case see it", "Save note", save)

    def ask_question(self) -> None:
        """Ask an attorney, or, where something is asked and the person is one, answer it."""
        chosen, desk = self._find_chosen(), self._find_desk()
        if chosen is None or desk is None or not self._bar.ask_button.isEnabled():
            return
        asked = chosen.states[chosen.ids[0]].question
        if desk.may_approve and len(chosen.ids) == 1 and asked is not None and asked.is_open:
            self._bar.ask_words(
                f"{asked.who} asks: {asked.words}", "The answer", "Answer",
                lambda words: self._answer(chosen, words),
            )  # fmt: skip
            return
        self._bar.ask_words(
            "What is the attorney asked?", "For example: does the prior count here", "Ask",
            lambda words: self._ask(chosen, words),
        )  # fmt: skip

    def _ask(self, chosen: Chosen, words: str) -> None:
        def write(store: Workspace, who: str, why: str) -> Done:
            return desk_jobs.ask_attorney(store, chosen.ids, words, who=who, why_late=why)

        self._write(write, chosen, None, goes_on=True)

    def _answer(self, chosen: Chosen, words: str) -> None:
        def write(store: Workspace, who: str, why: str) -> Done:
            number = chosen.ids[0]
            return desk_jobs.answer_question(store, number, words, who=who, why_late=why)

        self._write(write, chosen, None, goes_on=False)

    # Undo and redo

    def undo(self) -> None:
        """Take the person's latest step back and go to its case."""
        if self._bar.undo_button.isEnabled():
            self._replay(
                lambda store, who, why: desk_jobs.undo(store, who=who, why_late=why), "Undone"
            )

    def redo(self) -> None:
        if self._bar.redo_button.isEnabled():
            self._replay(
                lambda store, who, why: desk_jobs.redo(store, who=who, why_late=why), "Done again"
            )

    def _replay(self, write: Write, word: str) -> None:
        def done(made: Done) -> None:
            what = made.what.partition(": ")[2]
            self._desk.say("info", f"{word}: {what}, {plural(len(made.ids), 'case')}.")
            if made.ids:
                self._show_case(made.ids[0])

        self._with_reason(
            lambda why: self._decisions.save(
                lambda store, who: write(store, who, why), (), None, done
            )
        )

    # Writing

    def _write(self, write: Write, chosen: Chosen, shown: str | None, *, goes_on: bool) -> None:
        def save(why: str) -> None:
            is_taken = self._decisions.save(
                lambda store, who: write(store, who, why), chosen.ids, shown
            )
            if is_taken and goes_on:
                self._go_on()

        self._with_reason(save)

    def _with_reason(self, then: Callable[[str], object]) -> None:
        """Once results are signed off, a change needs a reason."""
        desk = self._find_desk()
        signed = desk.sign_off if desk is not None else None
        if signed is None:
            then("")
            return
        self._bar.ask_words(
            f"Signed off by {signed.who} on {signed.at[:10]}. Why is this changed all the same?",
            "It will show as a change", "Change", then,
        )  # fmt: skip
