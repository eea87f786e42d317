"""What is done with a whole list and with other people's work: the menu beside the page's title.

Accepting together with a sample, packages for other desks, and the second look: samples,
approvals, overrides, sign-off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.model.queue_filter import QueueFilter
from ui.cases.facets import filter_words
from ui.desk import Desk
from ui.oversight.pane import OversightPane
from ui.packages.dialog import PackagesDialog
from ui.retention.seal_dialog import ask_seal
from ui.samples.bar import SampleBar
from ui.samples.dialog import SampleDialog
from ui.widgets import column, plain_button, quiet_button, row

_PARTS = (
    ("samples", "Samples"),
    ("approvals", "Second person"),
    ("overrides", "Register of overrides"),
    ("sign-off", "Sign-off"),
)


class ReviewTools(QObject):
    """``find_list`` gives the list on screen with its filter, ``find_cases`` the case in sight
    and those chosen beside it.

    ``button`` opens the menu, ``second_look`` stands in the place of the cases while it is
    wanted, ``sample_bar`` above the case while a sample is looked at.
    """

    case_wanted = Signal(int)
    cases_wanted = Signal()  # back to the list
    second_look_wanted = Signal()

    def __init__(
        self, desk: Desk, page: QWidget,
        find_list: Callable[[], tuple[Sequence[int], QueueFilter]],
        find_cases: Callable[[], Sequence[int]],
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._desk, self._page = desk, page
        self._find_list, self._find_cases = find_list, find_cases
        self.oversight = OversightPane(desk)
        self.sample_bar = SampleBar(desk)
        self.button = quiet_button("More")
        self.button.setToolTip("Accept together, packages, sealing, samples, approvals, sign-off")
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self._add("Accept together…", self.accept_together)
        self._add("Packages for other desks…", self.open_packages)
        self._seal = self._add("Seal this conviction…", self.seal)
        self.menu.aboutToShow.connect(self._name_seal)
        self.menu.addSeparator()
        for part, words in _PARTS:
            self._add(words, partial(self.show_part, part))
        self.second_look = QWidget()
        back = plain_button("Back to the cases", self.cases_wanted.emit)
        frame = column(row(back, None), self.oversight)
        frame.setStretch(1, 1)
        self.second_look.setLayout(frame)
        self.oversight.case_wanted.connect(self.case_wanted)
        self.oversight.judging_wanted.connect(self.begin_sample)
        self.sample_bar.case_wanted.connect(self.case_wanted)

    def _add(self, words: str, does: Callable[[], object]) -> QAction:
        action = QAction(words, self.menu)
        action.triggered.connect(lambda _checked=False: does())
        self.menu.addAction(action)
        return action

    def _name_seal(self) -> None:
        n = len(self._find_cases())
        self._seal.setText("Seal this conviction…" if n < 2 else f"Seal {n:,} convictions…")
        self._seal.setEnabled(n > 0)

    def seal(self) -> None:
        """The case in sight and those chosen beside it, by an order of the court."""
        ids = self._find_cases()
        if ids:
            ask_seal(self._desk, ids, self._page)

    def accept_together(self) -> None:
        """Draw a sample of the list on screen."""
        ids, wanted = self._find_list()
        dialog = SampleDialog(self._desk, ids, wanted.to_json(), filter_words(wanted), self._page)
        dialog.drawn.connect(self.begin_sample)
        dialog.open()

    def begin_sample(self, sample_id: int) -> None:
        """Go through the cases of a sample, beginning where it was left."""
        self.cases_wanted.emit()
        self.sample_bar.show_sample(sample_id)

    def open_packages(self) -> None:
        """What went to other desks; the list on screen can be sent."""
        ids, _ = self._find_list()
        PackagesDialog(self._desk, self._page, ids).open()

    def show_part(self, part: str) -> None:
        """Samples, approvals, overrides or the sign-off."""
        self.oversight.show_part(part)
        self.second_look_wanted.emit()
