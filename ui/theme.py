"""The look, made Qt: colours, sizes and the one style sheet.

Every size derives from one base, the text scale, so that 150 % and 200 % keep
the proportions. Nothing here knows a page; nothing else names a colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import resources

BASE_PX = 14  # body text at 100 %
GRID_PX = 8
FAMILY = "Public Sans"
MONOSPACE = "Liberation Mono"
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


@dataclass(frozen=True, slots=True)
class Colors:
    """One theme's colours, as ``#rrggbb``."""

    is_dark: bool
    page: str  # behind everything
    wash: str  # rail, headers of tables
    ink: str
    secondary: str  # captions; also the bar of "not eligible"
    rule: str  # hairlines
    field: str  # borders of what can be typed into
    off: str  # words of what cannot be used now
    primary: str
    primary_hover: str
    on_primary: str
    selection: str
    good: str
    caution: str
    stop: str
    other: str  # answers of other offices
    info_wash: str
    good_wash: str
    caution_wash: str
    stop_wash: str
    focus: str


LIGHT = Colors(
    is_dark=False, page="#ffffff", wash="#f0f0f0", ink="#1b1b1b", secondary="#565c65",
    rule="#dfe1e2", field="#71767a", off="#71767a", primary="#005ea2", primary_hover="#0b4778",
    on_primary="#ffffff", selection="#d9e8f6", good="#008817", caution="#936f38", stop="#b50909",
    other="#54278f", info_wash="#e7f6f8", good_wash="#ecf3ec", caution_wash="#faf3d1",
    stop_wash="#f4e3db", focus="#2491ff",
)  # fmt: skip
DARK = Colors(
    is_dark=True, page="#171717", wash="#242526", ink="#f0f0f0", secondary="#a9aeb1",
    rule="#3d4551", field="#8d9297", off="#8d9297", primary="#73b3e7", primary_hover="#a1d3ff",
    on_primary="#171717", selection="#1f3a55", good="#64c96f", caution="#e6b84c", stop="#f2938c",
    other="#c3a8ee", info_wash="#16303a", good_wash="#1a3320", caution_wash="#3a3018",
    stop_wash="#3b201e", focus="#2491ff",
)  # fmt: skip


# Nothing but black, white and strong hues: every text has a contrast of at least 7 to 1.
HIGH_CONTRAST = Colors(
    is_dark=True, page="#000000", wash="#000000", ink="#ffffff", secondary="#e6e6e6",
    rule="#595959", field="#ffffff", off="#a0a0a0", primary="#8fd3ff", primary_hover="#d6efff",
    on_primary="#000000", selection="#00427a", good="#7dff8a", caution="#ffd84a", stop="#ffb3ab",
    other="#e3c8ff", info_wash="#002238", good_wash="#00260a", caution_wash="#332800",
    stop_wash="#3a0a06", focus="#ffff00",
)  # fmt: skip
HIGH_CONTRAST_NAME = "high contrast"
_THEMES = {colors.page: colors for colors in (LIGHT, DARK, HIGH_CONTRAST)}


def colors_of(widget: QWidget) -> Colors:
    """The colours a widget that paints itself uses: those of the theme it stands in."""
    page = widget.palette().color(QPalette.ColorRole.Window)
    if page.alpha() < 255:  # the style sheet lets what is behind show through
        page = QApplication.palette().color(QPalette.ColorRole.Window)
    return _THEMES.get(page.name()) or (DARK if page.lightness() < 128 else LIGHT)


def px(size: float) -> int:
    """A size of the design at 100 % in pixels at the present text scale."""
    base = QApplication.font().pixelSize()
    return round(size * (base if base > 0 else BASE_PX) / BASE_PX)


def space(steps: float = 1) -> int:
    """Steps of the 8 px grid at the present text scale."""
    return px(steps * GRID_PX)


@cache
def load_fonts() -> None:
    """Register the fonts that ship with the program, once; Qt falls back while a file is absent."""
    folder = resources() / "fonts"
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*.[to]tf")):
        if path.name.startswith(("PublicSans", "LiberationMono")):
            QFontDatabase.addApplicationFont(str(path))


def choose_colors(setting: str, system: Qt.ColorScheme) -> Colors:
    """The setting decides (light, dark, high contrast); "system" follows the desktop."""
    chosen = {"light": LIGHT, "dark": DARK, HIGH_CONTRAST_NAME: HIGH_CONTRAST}.get(setting)
    return chosen or (DARK if system is Qt.ColorScheme.Dark else LIGHT)


def apply_theme(application: QApplication, setting: str = "system", scale: float = 1.0) -> None:
    """Give the whole program its fonts, palette and style sheet.

    The look that it has already is not given again: every widget would be polished anew.
    """
    colors = choose_colors(setting, application.styleHints().colorScheme())
    sheet = style_sheet(colors, scale)
    if application.styleSheet() == sheet:
        return
    application.setStyle("Fusion")
    application.setFont(_font(scale))
    application.setPalette(_palette(colors))
    application.setStyleSheet(sheet)


def icon(name: str, widget: QWidget, *, color: str = "") -> QIcon:
    """An icon of ``resources/icons`` in the ink of the theme; empty while the file is absent."""
    path = resources() / "icons" / f"{name}.svg"
    if not path.is_file():
        return QIcon()
    side = px(24)
    ratio = widget.devicePixelRatioF()
    pixmap = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(str(path)).render(painter)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(color or colors_of(widget).ink))
    painter.end()
    return QIcon(pixmap)


def monospace_font() -> QFont:
    """For source rows, as they stand in the file."""
    font = QFont(MONOSPACE)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(px(13))
    return font


def tabular(font: QFont) -> QFont:
    """The font with figures of one width, so that they stand under one another in tables."""
    made = QFont(font)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _font(scale: float) -> QFont:
    font = QFont(FAMILY)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(round(BASE_PX * scale))
    return font


def _palette(colors: Colors) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, colors.page),
        (roles.WindowText, colors.ink),
        (roles.Base, colors.page),
        (roles.AlternateBase, colors.wash),
        (roles.Text, colors.ink),
        (roles.Button, colors.page),
        (roles.ButtonText, colors.ink),
        (roles.BrightText, colors.stop),
        (roles.Highlight, colors.selection),
        (roles.HighlightedText, colors.ink),
        (roles.Link, colors.primary),
        (roles.ToolTipBase, colors.wash),
        (roles.ToolTipText, colors.ink),
        (roles.PlaceholderText, colors.secondary),
        (roles.Accent, colors.primary),
        (roles.Mid, colors.rule),
        (roles.Light, colors.page),
        (roles.Midlight, colors.rule),
        (roles.Dark, colors.field),
    ):
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.off))
    return palette


def style_sheet(colors: Colors, scale: float) -> str:
    """The style sheet, from tokens: ``$name`` is a colour, ``${nN}`` is N px at 100 %."""
    sizes = {f"n{size}": f"{max(1, round(size * scale))}px" for size in range(1, 65)}
    names = {name: getattr(colors, name) for name in Colors.__slots__ if name != "is_dark"}
    arrows = resources() / "icons"
    tone = "dark" if colors.is_dark else "light"
    pictures = {name: _url(arrows / f"{name}-{tone}.svg") for name in ("down", "up", "check")}
    return Template(_read_sheet()).substitute(sizes, **names, **pictures)


def _url(path: Path) -> str:
    return path.as_posix()


def _read_sheet() -> str:
    return (resources() / "window" / "look.qss").read_text(encoding="utf-8")
