"""Accepting a list of cases together: how many to look at first, and what that proves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QWidget

from app.errors import InputError
from app.jobs import samples as jobs
from app.jobs.samples import SampleView, SetOfCases
from app.model.sampling_plan import (
    CONFIDENCE,
    LEAST_CONFIDENCE,
    LEAST_WORST,
    MOST_CONFIDENCE,
    MOST_WORST,
    WORST,
    SamplingPlan,
    plan_sample,
)
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.help.asking import set_help
from ui.number_box import DecimalBox
from ui.sheet import Sheet
from ui.theme import px
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, help_link, label, plural, primary_button, quiet_button, row

_HELP = "reviewing#samples"
_HOW = (
    "You look at a random sample first. Each answer that is right is accepted; the first one that "
    "is wrong stops it, and nothing is accepted together. When all are right, the rest of the set "
    "can be accepted in one step, which can be undone. Size, seed and result stay on record."
)


class SampleDialog(Sheet):
    """``ids`` is the list on screen; ``filter_words`` says how it was filtered."""

    drawn = Signal(int)  # the number of the new sample

    def __init__(
        self,
        desk: Desk,
        ids: Sequence[int],
        filter_json: str,
        filter_words: str,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent, "Accept together", window_title="Accept together")
        self._desk, self._ids = desk, ids
        self._filter_json, self._filter_words = filter_json, filter_words
        self._set: SetOfCases | None = None
        self.problem = Banner("stop")
        self._jobs = ToldJobs(desk, self, self.problem)
        self.set_words = label("Looking at the list…", "strong")
        self.left_words = label("", "secondary")
        self.confidence = _percent_box(LEAST_CONFIDENCE, MOST_CONFIDENCE, CONFIDENCE)
        self.worst = _percent_box(LEAST_WORST, MOST_WORST, WORST)
        self.sentence = label("", "body")
        set_help(self, _HELP)
        self.body.addLayout(row(self.set_words, None, help_link("Accept together", _HELP)))
        for widget in (self.left_words, label(_HOW, "body")):
            self.body.addWidget(widget)
        self.body.addLayout(_line("If this share of the set or more were wrong, %", self.worst))
        self.body.addLayout(
            _line("the sample finds a wrong one with a certainty of, %", self.confidence)
        )
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.problem)
        self.yes = primary_button("Draw the sample", self.draw)
        self.yes.setDefault(True)
        self.yes.setEnabled(False)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.left_words.hide()
        for box in (self.confidence, self.worst):
            box.valueChanged.connect(lambda _: self._show_plan())
        desk.ask(self, "set of cases", lambda store: jobs.find_set(store, ids), self._show_set)

    def _show_set(self, found: SetOfCases) -> None:
        self._set = found
        n = len(found.ids)
        self.set_words.setText(f"{plural(n, 'case')}: {self._filter_words}")
        if found.left_out:
            self.left_words.setText(f"Not in the set: {found.left_words}.")
            self.left_words.show()
        self._show_plan()

    @property
    def plan(self) -> SamplingPlan | None:
        """What would be drawn; None while nothing can be."""
        if self._set is None or not self._set.ids:
            return None
        try:
            return plan_sample(
                len(self._set.ids), _share(self.confidence.value()), _share(self.worst.value())
            )
        except InputError:
            return None

    def _show_plan(self) -> None:
        plan = self.plan
        self.yes.setEnabled(plan is not None)
        if plan is None:
            self.sentence.setText("No case of this list can be accepted together.")
            self.yes.setText("Draw the sample")
        else:
            self.sentence.setText(plan.sentence)
            self.yes.setText(f"Draw {plan.n_drawn:,} of {plan.n_cases:,}")
        self.yes.setAccessibleName(self.yes.text())
        if self.isVisible():
            self.fit()

    def draw(self) -> None:
        plan, who = self.plan, self._desk.user
        if plan is None:
            return

        def job(store: Workspace) -> SampleView:
            return jobs.draw_sample(
                store, self._ids, filter_json=self._filter_json,
                filter_words=self._filter_words, confidence=plan.confidence, worst=plan.worst,
                who=who,
            )  # fmt: skip

        def done(view: SampleView) -> None:
            self.accept()
            self.drawn.emit(view.sample.id)

        self._jobs.run("Drawing the sample", job, done, {"review"})


def _line(caption: str, box: QDoubleSpinBox) -> QHBoxLayout:
    """The words and the number after them, as a sentence."""
    name = label(caption, "label", wrap=False)
    name.setBuddy(box)
    box.setAccessibleName(caption)
    return row(name, box, None)


def _percent_box(least: float, most: float, value: float) -> QDoubleSpinBox:
    made = DecimalBox()
    made.setDecimals(2)
    made.setRange(least * 100, most * 100)
    made.setSingleStep(1)
    made.setValue(value * 100)
    made.setFixedWidth(px(112))
    made.lineEdit().setTextMargins(px(4), 0, 0, 0)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def _share(percent: float) -> float:
    """The share as it was typed, without the dust of binary numbers."""
    return round(percent / 100, 6)
