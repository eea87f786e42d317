"""The certificate of a purge on screen, with what is left to be done by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.jobs.retention.certificate import save_certificate
from app.model.certificate import Certificate
from ui.desk import Desk
from ui.sheet import Sheet
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, label, primary_button, quiet_button

_WIDE = 16_777_215  # as wide as the sheet


class CertificateDialog(Sheet):
    """``left`` are (heading, lines) of what lies outside of the workspace."""

    width_px = 760

    def __init__(
        self, desk: Desk, number: int, paper: Certificate, parent: QWidget | None,
        left: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> None:  # fmt: skip
        super().__init__(parent, paper.title, window_title=paper.title)
        self._number, self._title = number, paper.title
        self.choose_file: Callable[[], Path | None] = self._ask_file  # a test answers
        self.told = Banner("good", closable=True)
        self._jobs = ToldJobs(desk, self, self.told)
        self.body.addWidget(label(paper.about, "secondary"))
        self.body.addWidget(self.told)
        if paper.is_proven:
            said = Banner("good", "Every page was looked through, and nothing was found.")
        else:
            said = Banner("caution", "That nothing is left was not shown; see below.")
        self.body.addWidget(said)
        for heading, lines in left:
            self._add(heading, [("", line) for line in lines])
        for part in paper.parts:
            self._add(part.heading, part.lines)
        self.make_readable()
        self.save_button = primary_button("Save as PDF…", self.save)
        self.set_buttons(quiet_button("Close", self.accept), self.save_button)

    def _add(self, heading: str, lines: Sequence[tuple[str, str]]) -> None:
        self.body.addWidget(label(heading, "strong"))
        for name, text in lines:
            line = label(f"{name}: {text}" if name else text, "body")
            line.setMaximumWidth(_WIDE)  # hashes have no place at which to be broken
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(line)

    def save(self) -> None:
        """Ask where, and write it."""
        path, number = self.choose_file(), self._number
        if path is not None:
            self._jobs.run(
                "Saving the certificate", lambda store: save_certificate(store, number, path),
                lambda _: self.told.show_message("good", f"{path} is the certificate."), set(),
                self.fit,
            )  # fmt: skip

    def _ask_file(self) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save the certificate", f"{self._title}.pdf", "(*.pdf)"
        )
        return Path(name) if name else None
