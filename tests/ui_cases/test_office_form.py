"""The letterhead form says who files; everything else of the office stays as it is saved."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.documents.draft import Office, Side
from ui.papers.office_form import BY_HAND, OfficeForm, missing_words


@pytest.mark.parametrize("side", list(Side))
def test_who_files_is_chosen_and_kept(qtbot: QtBot, side: Side) -> None:
    """Each side can be chosen by its words, and comes back when the office is shown again."""
    form = OfficeForm()
    qtbot.addWidget(form)
    form.show_office(Office(name="An office"))
    assert form.office.files_as is Side.PROSECUTOR
    form.files_as.setCurrentText(side.value.capitalize())
    assert form.office.files_as is side
    assert form.is_changed is (side is not Side.PROSECUTOR)
    again = OfficeForm()
    qtbot.addWidget(again)
    again.show_office(form.office)
    assert again.office == form.office
    assert not again.is_changed


def test_a_person_without_counsel_writes_the_address_by_hand() -> None:
    """No letterhead is missing where none is printed."""
    assert missing_words(Office(side="person")) == BY_HAND
    assert "bar number" in missing_words(Office(side="defender"))


def test_a_side_nobody_knows_files_as_the_prosecution(qtbot: QtBot) -> None:
    """A setting of a later program cannot make the papers of another side."""
    form = OfficeForm()
    qtbot.addWidget(form)
    form.show_office(Office(side="court"))
    assert form.office.files_as is Side.PROSECUTOR
