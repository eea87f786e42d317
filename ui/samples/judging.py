"""What can be done with a sample: judge its next case, accept the rest, give it up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.jobs import samples as jobs
from app.jobs.samples import AcceptedRest, SampleView
from app.store.samples import RIGHT, WRONG
from ui.desk import Desk
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, plural
from ui.words_dialog import WordsDialog

OnView = Callable[[SampleView], object]


class Judging(QObject):
    """Asks for the words that are needed and has them written; refusals stand in ``told``."""

    def __init__(self, desk: Desk, owner: QWidget, told: Banner) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._told = desk, owner, told
        self._jobs = ToldJobs(desk, owner, told)

    def right(self, view: SampleView, conviction_id: int, on_done: OnView) -> None:
        self._judge(view, conviction_id, RIGHT, "", on_done)

    def wrong(self, view: SampleView, conviction_id: int, on_done: OnView) -> None:
        """Asks what is wrong; then the sample stops."""
        WordsDialog(
            self._owner,
            f"The answer to conviction {conviction_id:,} is wrong",
            "One wrong answer stops the sample: nothing of the set is accepted together. The case "
            "stays open, and you can give another answer to it.",
            "What is wrong?",
            "It is wrong, stop",
            lambda words: self._judge(view, conviction_id, WRONG, words, on_done),
            hint="For example: the conviction is a felony, the docket says so",
            is_dangerous=True,
        ).open()

    def _judge(
        self, view: SampleView, conviction_id: int, verdict: str, words: str, on_done: OnView
    ) -> None:
        number, who = view.sample.id, self._desk.user
        self._jobs.run(
            "Saving the verdict",
            lambda store: jobs.judge(store, number, conviction_id, verdict, who=who, words=words),
            on_done,
            {"review"},
        )

    def accept_rest(self, view: SampleView, on_done: OnView) -> None:
        """Accept what nobody looks at; says how many, and which were left out."""
        number, who = view.sample.id, self._desk.user

        def done(made: tuple[AcceptedRest, SampleView]) -> None:
            self._told.show_message("good", accepted_words(made[0]))
            on_done(made[1])

        self._jobs.run(
            "Accepting the rest",
            lambda store: (
                jobs.accept_rest(store, number, who=who),
                jobs.get_view(store, number),
            ),
            done,
            {"review"},
        )

    def drop(self, view: SampleView, on_done: OnView) -> None:
        """Asks why; the sample stays on record."""
        number, who = view.sample.id, self._desk.user
        WordsDialog(
            self._owner,
            f"Drop sample {number:,}",
            "What was judged right stays accepted. The sample stays on record as dropped; another "
            "one can be drawn.",
            "Why is it dropped?",
            "Drop the sample",
            lambda words: self._jobs.run(
                "Dropping the sample",
                lambda store: jobs.drop_sample(store, number, words, who=who),
                on_done,
                {"review"},
            ),
        ).open()


def accepted_words(done: AcceptedRest) -> str:
    """``1,839 cases were accepted with the sample. 2 changed meanwhile …``."""
    n, left = done.n_accepted, len(done.left_out)
    says = f"{plural(n, 'case')} {'was' if n == 1 else 'were'} accepted with the sample."
    if left:
        says += (
            f" {left:,} changed since it was drawn and {'is' if left == 1 else 'are'} left for "
            "you to decide."
        )
    return says
