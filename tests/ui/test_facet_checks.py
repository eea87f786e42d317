"""Filters with several choices a group: folding, more of them, buttons that stay."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.facet_checks import CheckGroup, FacetChecks

COURTS = [(f"c{n:02d}", f"Court {n}", 100 - n) for n in range(60)]
LEVELS = [("felony", "Felony", 1200), ("misdemeanor", "Misdemeanor", 7)]


@pytest.fixture
def facets(qtbot: QtBot) -> FacetChecks:
    """Levels unfolded, courts folded."""
    made = FacetChecks(["level"])
    qtbot.addWidget(made)
    made.resize(200, 600)
    made.show()
    show(made)
    return made


def show(facets: FacetChecks, chosen: tuple[str, ...] = (), n: int = 60) -> None:
    facets.show_groups(
        [CheckGroup("level", "Level", LEVELS), CheckGroup("court", "Court", COURTS[:n], chosen)]
    )


def test_values_are_told_with_their_counts(facets: FacetChecks) -> None:
    """To a screen reader too, as boxes that can be checked."""
    checks = facets.checks("level")
    assert [check.accessibleName() for check in checks.values()] == [
        "Felony, 1,200", "Misdemeanor, 7",
    ]  # fmt: skip
    assert not any(check.isChecked() for check in checks.values())


def test_a_click_tells_the_value(qtbot: QtBot, facets: FacetChecks) -> None:
    """What becomes of it is for the listener to say."""
    with qtbot.waitSignal(facets.chosen) as told:
        qtbot.mouseClick(facets.checks("level")["misdemeanor"], Qt.MouseButton.LeftButton)
    assert told.args == ["level", "misdemeanor"]


def test_a_folded_group_says_what_is_chosen_in_it(facets: FacetChecks) -> None:
    """Its buttons are not there until it is unfolded; it stays unfolded with other values."""
    show(facets, ("c01", "c50"))
    assert facets.checks("court") == {}
    assert facets.title("court") == "Court (2)"
    facets.unfold("court")
    assert [v for v, check in facets.checks("court").items() if check.isChecked()] == ["c01", "c50"]
    show(facets)
    assert facets.title("court") == "Court"
    assert len(facets.checks("court")) == 8


def test_long_groups_show_a_few_and_then_more(facets: FacetChecks) -> None:
    """Eight, forty-eight, all, eight again; what is chosen is always there."""
    facets.unfold("court")
    more = facets._groups["court"].more
    seen = []
    for _ in range(4):
        seen.append((len(facets.checks("court")), more.text()))
        more.click()
    assert seen == [(8, "52 more…"), (48, "12 more…"), (60, "Show fewer"), (8, "52 more…")]
    show(facets, n=5)
    assert not more.isVisible()
    assert len(facets.checks("court")) == 5


def test_buttons_stay_while_counts_change(facets: FacetChecks) -> None:
    """The keyboard stays on the value it was on, wherever that moves."""
    check = facets.checks("level")["misdemeanor"]
    check.setFocus()
    facets.show_groups(
        [CheckGroup("level", "Level", [("misdemeanor", "Misdemeanor", 9), ("felony", "Felony", 3)])]
    )
    moved = facets.checks("level")["misdemeanor"]
    assert moved.hasFocus()
    assert moved.accessibleName() == "Misdemeanor, 9"
    assert list(facets.checks("level")) == ["misdemeanor", "felony"]
    assert facets.title("court") == ""
