"""Letters and lists from the window; the picture of the letterhead."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.documents.check import page_texts
from app.jobs.draft_papers import find_office, save_office
from app.jobs.letterhead import find_logo
from tests.documents.test_letter import picture
from ui.desk import Desk
from ui.letters.dialog import LettersDialog
from ui.papers.office_form import OfficeForm


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, tmp_path: Path) -> LettersDialog:
    made = LettersDialog(desk)
    made.choose_folder = lambda: tmp_path / "out"
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made.preview.pdf), timeout=30_000)
    return made


def shown(dialog: LettersDialog) -> str:
    return " ".join(" ".join(page_texts(dialog.preview.pdf)).split())


def test_the_first_letter_is_in_sight_in_the_language_chosen(
    qtbot: QtBot, dialog: LettersDialog
) -> None:
    """English, Spanish, both on two sides."""
    assert "Dear " in shown(dialog)
    dialog.language.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "Estimado/a" in shown(dialog), timeout=30_000)
    assert "Dear " not in shown(dialog)
    dialog.language.setCurrentIndex(2)
    qtbot.waitUntil(lambda: "Dear " in shown(dialog), timeout=30_000)
    assert "Page 1 of 2" in dialog.preview.place.text()


def test_letters_are_made_with_addresses_and_what_to_look_at(
    qtbot: QtBot, dialog: LettersDialog, tmp_path: Path
) -> None:
    """Counts, those without an address, bad rows as a list."""
    addresses = tmp_path / "addresses.csv"
    addresses.write_text("Name,Address\nNOBODY,1 Street\n", "utf-8")
    dialog.choose_addresses = lambda: addresses
    dialog.take_addresses()
    assert "addresses.csv" in dialog.address_words.text()
    dialog.merged.setChecked(True)
    dialog.labels.setChecked(True)
    dialog.letters_button.click()
    qtbot.waitUntil(lambda: "letters" in dialog.said.text, timeout=60_000)
    assert "without an address" in dialog.said.text
    told = [dialog.told.get_row(n)[0] for n in range(dialog.told.rowCount())]
    assert any(one.startswith("Row 2: ") for one in told)
    assert (tmp_path / "out" / "Letters.pdf").is_file()
    dialog.no_addresses.click()
    assert dialog.addresses is None


def test_lists_are_made_from_the_second_tab(
    qtbot: QtBot, dialog: LettersDialog, tmp_path: Path
) -> None:
    """One button at a time; to the receiver chosen."""
    assert not dialog.lists_button.isVisible()
    dialog.tabs.setCurrentIndex(1)
    assert not dialog.letters_button.isVisible()
    dialog.to.setCurrentIndex(1)
    dialog.lists_button.click()
    qtbot.waitUntil(lambda: "1 list with" in dialog.said.text, timeout=60_000)
    assert list((tmp_path / "out").glob("*Department of Justice.pdf"))


def test_nothing_checked_nothing_to_make(qtbot: QtBot, empty_desk: Desk) -> None:
    """The reason stands where the letter would be."""
    made = LettersDialog(empty_desk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not made.letters_button.isEnabled(), timeout=20_000)
    assert "Nothing was checked yet" in made.preview._picture.text()


def test_the_letterhead_has_a_title_and_a_picture(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    """What the form has no field for is kept; a picture is kept at once, or refused."""
    form = OfficeForm(desk)
    qtbot.addWidget(form)
    assert desk.reader is not None
    form.show_office(find_office(desk.reader))
    form.title.setText("Deputy District Attorney")
    assert form.is_changed
    office = form.office
    desk.run_job(
        "x", lambda store, _: save_office(store, office, "x"), lambda _: None, {"settings"}
    )
    qtbot.waitUntil(lambda: find_office(desk.reader).title == office.title, timeout=20_000)
    logo = form.logo
    assert logo is not None
    wrong, right = tmp_path / "wrong.png", tmp_path / "right.png"
    wrong.write_text("no picture")
    right.write_bytes(picture(80, 40))
    logo.choose_file = lambda: wrong
    logo.choose()
    assert "neither a PNG nor a JPEG" in logo.words.text()
    logo.choose_file = lambda: right
    logo.choose()
    qtbot.waitUntil(lambda: not logo.picture.isHidden(), timeout=20_000)
    assert find_logo(desk.reader) == right.read_bytes()
    logo.remove_button.click()
    qtbot.waitUntil(logo.picture.isHidden, timeout=20_000)
    assert find_logo(desk.reader) == b""
