"""Two sheets of the Help menu: what this program is, and what every key does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.help.keys import list_keys
from app.version import PROGRAM, VERSION
from ui.registry import PAGES
from ui.sheet import Sheet
from ui.theme import space
from ui.widgets import column, label, primary_button

_PURPOSE = (
    "Finds the convictions that the law allows to be cleared, shows why, and writes the papers for "
    "the court. It needs no network, and nothing leaves this computer."
)
_NO_ADVICE = (
    "This program gives no legal advice. Its answers follow the policy that your office has "
    "chosen and the records that were imported; an attorney decides what is filed. Nothing is "
    "signed or sworn for anyone."
)
_LICENSE = (
    "Apache License 2.0. You may use, change and pass on the program under its terms. It comes "
    "without warranty of any kind."
)
_PARTS = (
    ("Qt for Python (PySide6)", "GNU LGPL 3"),
    ("Python", "Python Software Foundation License"),
    ("SQLCipher", "BSD 3-Clause; SQLite is in the public domain"),
    ("pikepdf with qpdf", "Mozilla Public License 2.0; Apache License 2.0"),
    ("fpdf2", "GNU LGPL 3"),
    ("pypdfium2 with PDFium", "Apache License 2.0 or BSD 3-Clause"),
    ("openpyxl, fontTools", "MIT License"),
    ("msgspec, NumPy, sqlite-utils, zstandard", "BSD 3-Clause; Apache License 2.0"),
    ("HarfBuzz with uharfbuzz", "MIT License; Apache License 2.0"),
    ("Public Sans and Liberation fonts", "SIL Open Font License 1.1"),
    ("Material Icons", "Apache License 2.0"),
)

Keys = tuple[str, str]  # what it does, the key


def shown_keys() -> list[tuple[str, list[Keys]]]:
    """Every key of the program by where it works, with the titles on the rail."""
    return list_keys(tuple(entry.title for entry in PAGES))


def _table(pairs: list[Keys] | tuple[Keys, ...]) -> QWidget:
    """Two columns of words, the second one secondary."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(space(3))
    grid.setVerticalSpacing(space(0.5))
    for line, (left, right) in enumerate(pairs):
        grid.addWidget(label(left), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(right, "secondary"), line, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return made


class AboutDialog(Sheet):
    """Version, license, that it is no legal advice, and whose work is in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, f"{PROGRAM} {VERSION}", window_title=f"About {PROGRAM}")
        self.body.addWidget(label(_PURPOSE))
        self.body.addWidget(label(_NO_ADVICE, "label"))
        self.body.addLayout(column(label("License", "strong"), label(_LICENSE), gap=0.5))
        parts = column(label("Parts made by others", "strong"), _table(_PARTS), gap=0.5)
        self.body.addLayout(parts)
        close = primary_button("Close", self.accept)
        self.set_buttons(close)
        self.make_readable()
        close.setFocus()


class KeysDialog(Sheet):
    """The keyboard map, the keys of the page in sight first."""

    def __init__(self, parent: QWidget, page: str = "") -> None:
        super().__init__(parent, "Keys", window_title=f"Keys of {PROGRAM}")
        titles = {entry.name: entry.title for entry in PAGES}
        own = titles.get(page, PROGRAM)
        for title, keys in sorted(shown_keys(), key=lambda one: not one[0].startswith(own)):
            self.body.addLayout(column(label(title, "strong"), _table(keys), gap=0.5))
        close = primary_button("Close", self.accept)
        self.set_buttons(close)
        self.make_readable()
        close.setFocus()
