"""What a check came to: a few large numbers and the answers as a bar."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.model.relief import Outcome
from app.store.runs import CheckRun
from ui.counties import county_on_screen
from ui.flow import tile_row
from ui.marks import StackedBar, segments_of
from ui.overview.figures import counts_by_answer
from ui.theme import px
from ui.widgets import Banner, StatTile, column, label


class ResultsPane(QWidget):
    """Hidden until there is a check. What the bar's legend counts has no tile of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.stale = Banner("caution")
        self.which = label("", "secondary")
        self.in_scope = StatTile("Convictions answered for")
        self.doubtful = StatTile("For a person to decide")
        self.people = StatTile("People with some relief")
        tiles = (self.in_scope, self.doubtful, self.people)
        line = tile_row(*tiles, narrowest=px(112))
        self.bar = StackedBar("convictions")
        self.setLayout(column(self.stale, self.which, line, self.bar, gap=1))
        self.hide()

    def show_run(self, run: CheckRun | None, *, is_stale: bool) -> None:
        self.setVisible(run is not None)
        if run is None:
            return
        self.stale.show_message(
            "caution",
            "Records changed after this check. Check again to cover that." if is_stale else "",
        )
        self.which.setText(
            f"Last check: {run.policy_title}, {county_on_screen(run.county)}, as of {run.as_of}"
        )
        counts = counts_by_answer(run)
        self.in_scope.set_number(run.n_determinations)
        self.doubtful.set_number(
            sum(counts[o] for o in (Outcome.HAND_REVIEW, Outcome.MAYBE, Outcome.CITY_ATTORNEYS))
        )
        self.people.set_number(int(run.summary.get("subjectsWithSomeReliefCount", 0)))
        self.bar.set_segments(segments_of(counts))
