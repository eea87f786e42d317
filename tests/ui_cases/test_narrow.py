"""Pages in a small window: they scroll, and nothing is cut off or lies over something else."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.desk import Desk
from ui.number_box import NumberBox
from ui.overview.page import OverviewPage
from ui.page_area import PageArea
from ui.papers.page import PapersPage
from ui.theme import px
from ui.widgets import StatTile

Dress = Callable[[str, float], None]
every_size = pytest.mark.parametrize(  # of the room for a page
    ("wide", "tall", "scale"), [(612, 500, 1.0), (800, 520, 1.5), (1366, 640, 2.0)]
)


def put(qtbot: QtBot, page: QWidget, wide: int, tall: int) -> PageArea:
    area = PageArea(page)
    qtbot.addWidget(area)
    area.resize(wide, tall)
    area.show()
    qtbot.waitExposed(area)
    return area


@every_size
def test_every_tile_of_the_overview_is_whole(
    qtbot: QtBot, desk: Desk, dress: Dress, wide: int, tall: int, scale: float
) -> None:
    """Also in the second line of tiles; wider again, they take no more room than they need."""
    dress("light", scale)
    page = OverviewPage(desk)
    area = put(qtbot, page, wide, tall)
    page.refresh(set())
    tiles = page.findChildren(StatTile)
    row = tiles[0].parentWidget()
    assert row is not None

    def are_whole() -> bool:
        return all(
            tile.geometry().bottom() < row.height()
            and tile.height() >= tile.heightForWidth(tile.width())
            for tile in tiles
        )

    qtbot.waitUntil(lambda: page.bar.isVisible() and are_whole(), timeout=20_000)
    assert len({tile.y() for tile in tiles}) > 1
    area.resize(px(1600), px(1000))
    qtbot.waitUntil(lambda: len({tile.y() for tile in tiles}) == 1 and are_whole())
    qtbot.waitUntil(lambda: row.height() <= 2 * tiles[0].heightForWidth(tiles[0].width()))


@every_size
def test_what_is_chosen_for_papers_can_be_read(
    qtbot: QtBot, desk: Desk, dress: Dress, wide: int, tall: int, scale: float
) -> None:
    """Each box at its full height below the one before; so stands the sentence at the foot."""
    dress("light", scale)
    page = PapersPage(desk)
    area = put(qtbot, page, wide, tall)
    page.refresh({"check"})
    qtbot.waitUntil(lambda: page.is_settled and page.cases.rowCount() > 0, timeout=60_000)
    chosen = page.choices
    parts = [chosen.motions, chosen.bulk, chosen.further, chosen.only_accepted, chosen.only_new]

    def stand_apart() -> bool:
        return all(one.height() >= one.minimumSizeHint().height() for one in parts) and all(
            above.geometry().bottom() < below.y() for above, below in pairwise(parts)
        )

    qtbot.waitUntil(stand_apart, timeout=20_000)
    assert page.preflight.text()
    assert area.widget() is page
    qtbot.waitUntil(
        lambda: page.preflight.height() >= page.preflight.heightForWidth(page.preflight.width())
    )


def test_figures_stand_off_the_edge_of_their_box(qtbot: QtBot, dress: Dress) -> None:
    """As the text of other fields, at every size."""
    box = NumberBox()
    qtbot.addWidget(box)
    box.show()
    for scale in (1.0, 2.0):
        dress("light", scale)
        inside = box.findChild(QLineEdit)
        assert inside is not None
        assert inside.textMargins().left() >= 5 * scale
