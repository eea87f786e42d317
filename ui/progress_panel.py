"""Progress at the lower edge of the window: what, how far, how fast, how long, Cancel."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from ui.tasks import ProgressState, Tasks
from ui.theme import space
from ui.widgets import column, label, quiet_button, row

# What the steps of the jobs count, by their labels; anything else is told without a unit.
_UNITS = (
    (re.compile(r"people$"), "people"),
    (re.compile(r"^(Reading the workspace|Comparing the backup|Writing tables)$"), "rows"),
    (re.compile(r"^(Writing|Copying|Hashing) the backup$"), "bytes"),
    (re.compile(r"^(Reading|Checking|Looking at) "), "bytes"),
    (re.compile(r"motions$"), "motions"),
    (re.compile(r"^Writing the results"), "rows"),
)
SHOW_AFTER_MS = 600  # what takes less is not worth a look
_BAR_STEPS = 1000


def unit_of(what: str) -> str:
    """What a step counts: "people", "bytes", "motions", "rows" or ""."""
    return next((unit for pattern, unit in _UNITS if pattern.search(what)), "")


def describe(state: ProgressState) -> str:
    """``12 of 48 MB · 9.1 MB a second · about 4 seconds left``, as far as it is known."""
    parts = []
    if state.total > 0:
        parts.append(_amounts(state))
    if state.rate:
        parts.append(_rate(state.rate, state.unit))
    if state.seconds_left is not None and state.done < state.total:
        parts.append(_time_left(state.seconds_left))
    return "  ·  ".join(parts)


def _amounts(state: ProgressState) -> str:
    if state.unit == "bytes":
        size, word = _byte_unit(state.total)
        return f"{state.done / size:,.1f} of {state.total / size:,.1f} {word}"
    return f"{state.done:,} of {state.total:,} {state.unit}".rstrip()


def _rate(rate: float, unit: str) -> str:
    if unit == "bytes":
        size, word = _byte_unit(rate)
        return f"{rate / size:,.1f} {word} a second"
    if rate >= 10:
        return f"{rate:,.0f} {unit} a second".replace("  ", " ")
    return f"{rate * 60:,.0f} {unit} a minute".replace("  ", " ")


def _byte_unit(number: float) -> tuple[int, str]:
    return (1_000_000, "MB") if number >= 100_000 else (1_000, "kB")


def _time_left(seconds: float) -> str:
    """Rounded as a person would say it."""
    if seconds < 1.5:
        return "about a second left"
    if seconds < 90:
        return f"about {seconds:.0f} seconds left"
    if seconds < 5400:
        return f"about {seconds / 60:.0f} minutes left"
    return f"about {seconds / 3600:.1f} hours left"


class ProgressPanel(QFrame):
    """Appears 0.6 seconds after a job began and goes when nothing runs any more."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "progress")
        self._tasks = tasks
        self._what = label("", "label", wrap=False)
        self._how = label("", "secondary", wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._cancel = quiet_button("Cancel", self._stop)
        words = row(self._what, None, self._how, gap=2)
        frame = row(column(words, self._bar, gap=0.5), self._cancel, gap=3)
        frame.setStretch(0, 1)
        frame.setContentsMargins(space(3), space(1.5), space(3), space(1.5))
        self.setLayout(frame)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER_MS)
        self._timer.timeout.connect(self._appear)
        tasks.started.connect(self._begin)
        tasks.progressed.connect(self._follow)
        tasks.idle.connect(self._end)
        tasks.stopped.connect(self._end)
        self.hide()
        if tasks.is_busy:
            self._begin(tasks.current_label)

    def _begin(self, what: str) -> None:
        self._what.setText(what)
        self._how.setText("")
        self._bar.setRange(0, 0)
        self._cancel.setText("Cancel")
        self._cancel.setEnabled(True)
        if not self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _follow(self, state: ProgressState) -> None:
        self._what.setText(state.what)
        if not state.unit:
            state = replace(state, unit=unit_of(state.what))
        self._how.setText(describe(state))
        if state.total > 0:
            self._bar.setRange(0, _BAR_STEPS)
            self._bar.setValue(min(_BAR_STEPS, _BAR_STEPS * state.done // state.total))
        else:
            self._bar.setRange(0, 0)
        self._bar.setAccessibleDescription(f"{state.what}: {self._how.text()}")

    def _appear(self) -> None:
        if self._tasks.is_busy:
            self.show()

    def _end(self) -> None:
        self._timer.stop()
        self.hide()

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setText("Stopping…")
        self._tasks.cancel()
