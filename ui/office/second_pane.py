"""What a second person approves before it counts, a sentence to each rule."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.jobs import office as jobs
from app.store import reviews
from ui.desk import Desk
from ui.theme import space
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, label

_TITLES = {
    "none": "Nothing", "overrides": "Overrides", "relief": "Relief", "all": "Every decision",
}  # fmt: skip
_ABOUT = (
    "Whoever approves is an attorney or an administrator, and somebody else than whoever decided."
)


class SecondPane(QWidget):
    """Saved when it is chosen."""

    def __init__(self, desk: Desk, told: Banner) -> None:
        super().__init__()
        self._desk, self._jobs, self._told = desk, ToldJobs(desk, self, told), told
        self.choices: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, space(2), 0, 0)
        frame.setSpacing(space(0.5))
        frame.addWidget(label(_ABOUT, "secondary"))
        for rule in reviews.NEEDS_SECOND:
            choice = QRadioButton(_TITLES[rule])
            choice.setAccessibleDescription(jobs.SECOND_SENTENCES[rule])
            group.addButton(choice)
            self.choices[rule] = choice
            says = label(jobs.SECOND_SENTENCES[rule], "caption")
            says.setIndent(space(4))
            frame.addSpacing(space(1))
            frame.addWidget(choice)
            frame.addWidget(says)
            choice.clicked.connect(lambda _=False, rule=rule: self.choose(rule))
        frame.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        self._desk.ask(self, "office second", reviews.second_reviewer, self._show)

    def _show(self, rule: str) -> None:
        self.choices[rule].setChecked(True)

    def choose(self, rule: str) -> None:
        who = self._desk.user

        def done(sentence: str) -> None:
            self._told.show_message("good", sentence)

        self._jobs.run(
            "Saving the rule", lambda store: jobs.set_second_reviewer(store, rule, who=who), done,
            {"settings", "review"}, on_refused=self.refresh,
        )  # fmt: skip
