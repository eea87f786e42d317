"""The look: contrast, sizes from one base, shapes that differ without color."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.model.relief import Outcome
from ui.marks import OUTCOME_ORDER, outcome_word, paint_mark
from ui.theme import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    Colors,
    apply_theme,
    choose_colors,
    colors_of,
    px,
    space,
    style_sheet,
)
from ui.widgets import plural, thousands


def _contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colors."""

    def light(name: str) -> float:
        parts = []
        for value in QColor(name).getRgbF()[:3]:
            assert value is not None
            parts.append(value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4)
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(colors: Colors) -> None:
    """Every pair of text and ground has a contrast of at least 4.5 to 1."""
    assert not _weak(colors, 4.5)
    assert _contrast(colors.focus, colors.page) >= 3
    assert _contrast(colors.field, colors.page) >= 3


def test_high_contrast_is_high() -> None:
    """At least 7 to 1 for every text, also for what is switched off, and for the focus."""
    colors = HIGH_CONTRAST
    assert not _weak(colors, 7)
    for name in (colors.focus, colors.field, colors.off):
        assert _contrast(name, colors.page) >= 7
    assert _contrast(colors.ink, colors.rule) >= 7  # what the pointer is over
    assert _contrast(colors.rule, colors.page) > 2.9  # black to white is 21 to 1 in all
    for name in (colors.good, colors.caution, colors.stop, colors.other, colors.primary):
        assert _contrast(name, colors.selection) >= 4.5


def test_shapes_that_paint_themselves_take_the_colors_of_the_look(
    qapp: QApplication, qtbot: QtBot
) -> None:
    """Also where the style sheet lets what is behind show through."""
    before = (qapp.font(), qapp.palette(), qapp.styleSheet())
    shown = QLabel("made up")
    qtbot.addWidget(shown)
    for name, colors in (("light", LIGHT), ("dark", DARK), ("high contrast", HIGH_CONTRAST)):
        apply_theme(qapp, name)
        shown.ensurePolished()
        assert colors_of(shown) is colors
    qapp.setFont(before[0])
    qapp.setPalette(before[1])
    qapp.setStyleSheet(before[2])


def _weak(colors: Colors, least: float) -> dict[tuple[str, str], float]:
    """The pairs of text and ground that have less contrast."""
    pairs = [
        (colors.ink, colors.page),
        (colors.ink, colors.wash),
        (colors.ink, colors.selection),
        (colors.ink, colors.info_wash),
        (colors.ink, colors.caution_wash),
        (colors.ink, colors.stop_wash),
        (colors.ink, colors.good_wash),
        (colors.secondary, colors.page),
        (colors.secondary, colors.wash),
        (colors.primary, colors.page),
        (colors.on_primary, colors.primary),
        (colors.on_primary, colors.primary_hover),
        (colors.good, colors.page),
        (colors.caution, colors.page),
        (colors.stop, colors.page),
        (colors.other, colors.page),
    ]
    return {pair: round(_contrast(*pair), 2) for pair in pairs if _contrast(*pair) < least}


def test_shapes_tell_the_answers_apart_without_color() -> None:
    """Drawn in one color, no two answers look the same."""
    drawn = {}
    for outcome in OUTCOME_ORDER:
        image = QImage(28, 28, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_mark(painter, QRectF(0, 0, 28, 28), outcome, LIGHT)
        painter.end()
        ink = tuple(image.pixelColor(x, y).lightness() < 200 for x in range(28) for y in range(28))
        drawn[outcome] = ink
    assert set(drawn) == set(Outcome)
    assert len(set(drawn.values())) == len(Outcome)
    assert len({outcome_word(outcome) for outcome in Outcome}) == len(Outcome)


def test_every_size_follows_the_text(qapp: QApplication) -> None:
    """At 200 % a step of the grid and the style sheet's sizes are twice those at 100 %."""
    before = qapp.font()
    try:
        font = qapp.font()
        font.setPixelSize(28)
        qapp.setFont(font)
        assert (px(24), space(2)) == (48, 32)
    finally:
        qapp.setFont(before)
    assert "font-size: 28px" in style_sheet(LIGHT, 1.0)
    assert "font-size: 56px" in style_sheet(LIGHT, 2.0)


def test_the_setting_goes_before_the_system() -> None:
    """Dark follows the desktop unless the person chose otherwise."""
    assert choose_colors("system", Qt.ColorScheme.Dark) is DARK
    assert choose_colors("system", Qt.ColorScheme.Light) is LIGHT
    assert choose_colors("light", Qt.ColorScheme.Dark) is LIGHT
    assert choose_colors("dark", Qt.ColorScheme.Light) is DARK
    assert choose_colors("high contrast", Qt.ColorScheme.Light) is HIGH_CONTRAST


def test_numbers_in_words() -> None:
    """Thousands separators everywhere, one person, many people."""
    assert thousands(1_000_000) == "1,000,000"
    assert plural(1, "person", "people") == "1 person"
    assert plural(10_703, "person", "people") == "10,703 people"
    assert plural(2, "file") == "2 files"
