"""The policy page: choose, read, sign off, try, add; a broken file of the office stops nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.documents.preview import page_count
from app.jobs.import_files import import_files
from app.paths import case_tables, resources
from app.rules.catalog import find_policies, load_by_id
from app.rules.loading.loader import read_policy
from app.rules.policy import settle_options
from app.rules.presenting.markdown import markdown_text
from app.rules.presenting.present import read_out
from app.rules.presenting.sign_off import signed_text
from app.store.runs import find_latest_run
from app.store.workspace import Workspace
from ui.application import ReliefDesk
from ui.messages import Message
from ui.policy.page import PolicyPage
from ui.policy.sheets import (
    CasesSheet,
    ProblemsSheet,
    ReadingSheet,
    RemarksSheet,
    TextSheet,
    WordsSheet,
)

LONG = 60_000
AS_OF = "2026-11-01"

OpenFresh = Callable[[], Workspace | None]


@pytest.fixture
def page(program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path) -> PolicyPage:
    """The page over a workspace of a few people, nothing checked yet."""
    open_fresh()
    return _page(program, qtbot, delivery)


def _page(program: ReliefDesk, qtbot: QtBot, delivery: Path) -> PolicyPage:
    with qtbot.waitSignal(program.desk.data_changed, timeout=LONG):
        program.desk.run_job(
            "Importing",
            lambda store, progress: import_files(store, [delivery], progress, who="A. Clerk"),
            lambda _: None,
            {"import"},
        )
    program.window.show_page("policy")
    page = program.window.page("policy")
    assert isinstance(page, PolicyPage)
    qtbot.waitUntil(page.action.isEnabled, timeout=LONG)
    return page


def _sheet(qtbot: QtBot, page: PolicyPage, kind: type[QDialog]) -> QDialog:
    """The dialog of that kind, once it is open."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(kind)), timeout=LONG)
    return next(d for d in page.findChildren(kind) if d.isVisible())


def _text(sheet: QDialog) -> str:
    """What stands on a sheet, blanks and line ends as one blank."""
    assert isinstance(sheet, TextSheet)
    return " ".join(sheet.text.toPlainText().split())


def _own(tmp_path: Path, old: str = "", new: str = "", name: str = "yolo.toml") -> Path:
    """An office's policy for Yolo, made of a shipped one; ``old`` becomes ``new`` in it."""
    text = (resources() / "policies/us-ca/sacramento.toml").read_text(encoding="utf-8")
    text = text.replace("us-ca/sacramento", "us-ca/yolo").replace('"SACRAMENTO"', '"YOLO"')
    text = text.replace("Sacramento County, 2019", "The office's own review")
    assert not old or old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return path


def _add(page: PolicyPage, path: Path) -> None:
    page.commands.choose_policy_file = lambda: path
    page.commands.add_file()


# Choosing


def test_every_policy_is_offered_and_sets_its_county(page: PolicyPage) -> None:
    """Those that ship stand in the chooser; one for a county fixes it, others give it back."""
    offered = {page.policy.itemData(n): page.policy.itemText(n) for n in range(page.policy.count())}
    assert offered.keys() == find_policies().keys()
    assert offered["us-ca/statute-11361.8"] == "HSC 11361.8 by the statute (any county)"
    assert page.choices.chosen is not None
    assert page.choices.chosen.id == "us-ca/los-angeles"  # that of the office's county
    page.choose_policy("us-ca/san-joaquin")
    assert page.county.chosen() == "San Joaquin"
    assert not page.county.isEnabled()
    page.choose_policy("us-ca/statute-11361.8")
    assert page.county.chosen() == "Los Angeles"
    assert page.county.isEnabled()


def test_a_date_outside_the_policy_is_refused_at_the_field(page: PolicyPage, qtbot: QtBot) -> None:
    """The sentence appears while it is typed, goes with the next date, and nothing is checked."""
    page.choose_policy("us-ca/statute-11361.8")
    qtbot.keyClicks(page.as_of, "2016-11-08")
    assert "from 2016-11-09" in page.choices.date_problem.text()
    page.action.click()
    assert not page.choices.date_problem.isHidden()
    assert not page._desk.tasks.is_busy
    page.as_of.selectAll()
    qtbot.keyClicks(page.as_of, "2016-11-09")
    assert page.choices.date_problem.isHidden()


def test_a_county_without_convictions_says_which_have_some(page: PolicyPage, qtbot: QtBot) -> None:
    """The sentence stands at the county and goes when another is chosen."""
    page.choose_policy("us-ca/statute-11361.8")
    page.county.choose("Alpine")
    page.as_of.setText(AS_OF)
    page.action.click()
    qtbot.waitUntil(lambda: not page.choices.county_problem.isHidden(), timeout=LONG)
    assert "ALPINE" in page.choices.county_problem.text()
    assert "LOS ANGELES (" in page.choices.county_problem.text()
    assert page.action.isEnabled()
    page.county.choose("Los Angeles")
    assert page.choices.county_problem.isHidden()


def test_the_tables_say_remedy_dates_options_and_procedures(page: PolicyPage) -> None:
    """A row that an option switches off says so; the second table is there with procedures."""
    page.choose_policy("us-ca/statute-11361.8")
    page.as_of.setText(AS_OF)
    model = page.rules.model
    assert page.choices.chosen is not None
    assert model.rowCount() == len(page.choices.chosen.rules)
    answers = [model.data(model.index(n, 2)) for n in range(model.rowCount())]
    assert any("Redesignation as a misdemeanor" in answer for answer in answers)
    asks = "\n".join(model.data(model.index(n, 1)) for n in range(model.rowCount()))
    assert "Switched off: presume_quantity is yes" in asks
    assert page.tables.isTabVisible(1)
    assert page.procedures.model.rowCount() == len(page.choices.chosen.procedures)
    page.choose_policy("us-ca/los-angeles")
    assert not page.tables.isTabVisible(1)


# Reading


def test_the_policy_is_read_in_the_words_of_the_terminal(
    page: PolicyPage, qtbot: QtBot, tmp_path: Path
) -> None:
    """Rows, conditions, limits and sources with their marks; saved as the same Markdown."""
    page.as_of.setText(AS_OF)
    qtbot.mouseClick(page.commands.read_button, Qt.MouseButton.LeftButton)
    sheet = _sheet(qtbot, page, ReadingSheet)
    assert isinstance(sheet, ReadingSheet)
    policy, shown = load_by_id("us-ca/los-angeles"), _text(sheet)
    reading = read_out(
        policy, settle_options(policy, {}), county="LOS ANGELES", as_of=date.fromisoformat(AS_OF)
    )
    says = [row.asks for row in reading.rows] + [row.reason for row in reading.rows]
    says += [asked.says for row in reading.rows for asked in row.asked]
    says += [one.says for one in reading.sources] + list(reading.limits)
    says += [f"{one.mark}: {one.mark_in_words}" for one in reading.sources]
    says += [option.sentence for option in reading.options]
    missing = [text for text in says if " ".join(text.split()) not in shown]
    assert missing == []
    saved = tmp_path / "policy.md"
    sheet.choose_file = lambda: saved
    sheet.save_button.click()
    assert saved.read_text(encoding="utf-8") == markdown_text(reading)
    assert str(saved) in sheet.said.text
    sheet.choose_file = lambda: tmp_path / "no folder" / "policy.md"
    sheet.save_button.click()
    assert "cannot be written" in sheet.said.text


def test_a_sheet_is_paged_by_the_keyboard(page: PolicyPage, qtbot: QtBot) -> None:
    """End and Home go through the text while the button has the keyboard; Esc closes."""
    page.commands.show_words()
    sheet = _sheet(qtbot, page, WordsSheet)
    assert "age_reached" in _text(sheet)
    bar = sheet.text.verticalScrollBar()  # type: ignore[attr-defined]
    qtbot.keyClick(sheet.close_button, Qt.Key.Key_End)  # type: ignore[attr-defined]
    assert bar.value() == bar.maximum() > 0
    qtbot.keyClick(sheet.close_button, Qt.Key.Key_Home)  # type: ignore[attr-defined]
    assert bar.value() == 0
    with qtbot.waitSignal(sheet.destroyed):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)


# Signing off


def test_the_sign_off_sheet_is_saved_and_changes_no_answer(
    page: PolicyPage, qtbot: QtBot, tmp_path: Path
) -> None:
    """A PDF with what the options produce here; without a date it is asked for first."""
    path = tmp_path / "sheet.pdf"
    names: list[str] = []

    def choose(name: str) -> Path:
        names.append(name)
        return path

    page.commands.choose_sheet = choose
    page.commands.save_sheet()
    assert "as-of date" in page.choices.date_problem.text()
    assert names == []
    page.as_of.setText(AS_OF)
    page.commands.save_sheet()
    qtbot.waitUntil(lambda: str(path) in page.problem.text, timeout=LONG)
    assert names == ["Sign-off sheet los-angeles.pdf"]
    assert page_count(path.read_bytes()) > 1
    assert page._desk.reader is not None
    assert find_latest_run(page._desk.reader) is None


def test_who_signed_stands_on_the_page_and_other_options_are_told(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path, data_folder: Path
) -> None:
    """The caution comes with the option that differs and goes when it is set back."""
    source = _own(delivery.parent)
    policy = read_policy(source.read_bytes(), "yolo")
    settings = settle_options(policy, {})
    text = signed_text(
        policy, settings, by="Ana Example", role="Public defender", on=date(2026, 10, 1)
    )
    target = data_folder / "policies" / "us-ca" / "yolo.toml"
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")
    open_fresh()
    page = _page(program, qtbot, delivery)
    assert "Not signed off" in page.choices.signed.text()
    page.choose_policy("us-ca/yolo")
    assert "Signed off by Ana Example, Public defender, on 2026-10-01" in page.choices.signed.text()
    assert page.choices.signed_caution.isHidden()
    name, editor = next(iter(page.options.editors.items()))
    editor.stepBy(1)  # type: ignore[union-attr]
    assert f"{name} was" in page.choices.signed_caution.text()
    assert not page.choices.signed_caution.isHidden()
    editor.stepBy(-1)  # type: ignore[union-attr]
    assert page.choices.signed_caution.isHidden()


# Its cases


def test_the_cases_of_a_policy_are_run_here(page: PolicyPage, qtbot: QtBot) -> None:
    """All answer as expected, and the sheet says how many."""
    page.commands.run_cases()
    sheet = _sheet(qtbot, page, CasesSheet)
    table = (case_tables() / "us-ca-los-angeles.toml").read_text(encoding="utf-8")
    n_cases = table.count("[[case]]")
    title = sheet.text.accessibleName()  # type: ignore[attr-defined]
    assert title == f"Los Angeles County, 2019-20: {n_cases} of {n_cases} cases answer as expected"


def test_a_case_that_fails_is_listed_with_both_answers(
    page: PolicyPage, qtbot: QtBot, tmp_path: Path
) -> None:
    """An office's table comes with its file; without one a sentence says how to have one."""
    _add(page, _own(tmp_path))
    qtbot.waitUntil(lambda: page.policy.currentData() == "us-ca/yolo", timeout=LONG)
    page.commands.run_cases()
    qtbot.waitUntil(lambda: "has no case table" in page.problem.text, timeout=LONG)
    table = (case_tables() / "us-ca-sacramento.toml").read_text(encoding="utf-8")
    table = table.replace("us-ca/sacramento", "us-ca/yolo")
    table = re.sub("(?i)sacramento", "YOLO", table)
    right = 'answer = "not-eligible"'
    assert right in table
    (tmp_path / "yolo.cases.toml").write_text(
        table.replace(right, 'answer = "dismissal"', 1), encoding="utf-8"
    )
    _add(page, _changed(tmp_path))
    _answer_question(page, qtbot)
    qtbot.waitUntil(lambda: "was added" in page.problem.text, timeout=LONG)
    page.commands.run_cases()
    shown = _text(_sheet(qtbot, page, CasesSheet))
    assert "Expected: dismissal" in shown
    assert "Answered: not-eligible" in shown


def _changed(tmp_path: Path) -> Path:
    return _own(tmp_path, 'version = "2026.1"', 'version = "2026.2"')


def _answer_question(page: PolicyPage, qtbot: QtBot) -> None:
    """Agree to the question that is open."""
    question = _sheet(qtbot, page, Message)
    question.accept()


# Adding


def test_a_file_with_problems_shows_all_of_them_and_changes_nothing(
    page: PolicyPage, qtbot: QtBot, tmp_path: Path, data_folder: Path
) -> None:
    """Each with its line and how to mend it; the list can be copied."""
    path = _own(tmp_path, 'then = "hand-review"', 'then = "hand-revew"')
    text = path.read_text(encoding="utf-8").replace("asks =", "asked =", 1)
    path.write_text(text, encoding="utf-8")
    before = page.policy.count()
    _add(page, path)
    sheet = _sheet(qtbot, page, ProblemsSheet)
    shown = _text(sheet)
    assert "did you mean 'hand-review'" in shown
    assert "did you mean 'asks'" in shown
    assert f"line {1 + text[: text.index('asked =')].count(chr(10))}" in shown
    sheet._copy()  # type: ignore[attr-defined]
    assert "did you mean 'asks'" in QApplication.clipboard().text()
    assert page.policy.count() == before
    assert not (data_folder / "policies").exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "us-ca/yolo"', 'id = "us-ca/los-angeles"', "give this one another id"),
        ("form = 1", "form = 2", "install a newer Relief Desk"),
        ("", "", "those end in .toml"),
    ],
)
def test_a_file_that_must_not_come_in_is_refused_with_its_reason(
    page: PolicyPage, qtbot: QtBot, tmp_path: Path, old: str, new: str, says: str
) -> None:
    """The id of a shipped policy, a newer form, something else altogether."""
    path = _own(tmp_path, old, new, "yolo.toml" if old else "yolo.txt")
    _add(page, path)
    assert says in _text(_sheet(qtbot, page, ProblemsSheet))
    assert page.policy.findData("us-ca/yolo") == -1


def test_a_file_signed_off_for_another_version_is_refused(
    page: PolicyPage, qtbot: QtBot, tmp_path: Path
) -> None:
    """Whoever signed has not read this text."""
    path = _own(tmp_path)
    policy = read_policy(path.read_bytes(), "yolo")
    text = signed_text(
        policy, settle_options(policy, {}), by="A", role="Attorney", on=date(2026, 10, 1)
    )
    path.write_text(text.replace('version = "2026.1"', 'version = "2027.1"', 1), encoding="utf-8")
    _add(page, path)
    assert "signed" in _text(_sheet(qtbot, page, ProblemsSheet)).lower()
    assert page.policy.findData("us-ca/yolo") == -1


def test_a_good_file_is_taken_in_chosen_and_replaced_only_when_asked(
    page: PolicyPage, qtbot: QtBot, tmp_path: Path, data_folder: Path
) -> None:
    """Its title stands in the chooser with its county; another text of that id asks first."""
    path = _own(tmp_path)
    _add(page, path)
    qtbot.waitUntil(lambda: page.policy.currentData() == "us-ca/yolo", timeout=LONG)
    assert page.policy.currentText() == "The office's own review (Yolo)"
    assert page.county.chosen() == "Yolo"
    kept = data_folder / "policies" / "us-ca" / "yolo.toml"
    assert kept.read_bytes() == path.read_bytes()
    for sheet in page.findChildren(RemarksSheet):
        sheet.close()
    _add(page, path)
    qtbot.waitUntil(lambda: "already" in page.problem.text, timeout=LONG)
    _add(page, _changed(tmp_path))
    question = _sheet(qtbot, page, Message)
    assert 'version = "2026.1"' in kept.read_text(encoding="utf-8")
    question.accept()
    qtbot.waitUntil(lambda: 'version = "2026.2"' in kept.read_text(encoding="utf-8"), timeout=LONG)
    assert "2026.2" in page.choices.about.text()


def test_a_broken_file_of_the_office_stops_nothing(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path, data_folder: Path
) -> None:
    """It is named as unusable and cannot be chosen; why is a click away; the others work."""
    folder = data_folder / "policies" / "us-ca"
    folder.mkdir(parents=True)
    (folder / "old.toml").write_text('id = "us-ca/old"\ntitle = 5\n', encoding="utf-8")
    (folder / "torn.toml").write_bytes(b"\xff\xfe\x00")
    open_fresh()
    page = _page(program, qtbot, delivery)
    assert "old.toml, torn.toml" in page.unusable.text
    place = page.policy.findText("old.toml: cannot be used")
    assert place >= 0
    assert not page.policy.model().flags(page.policy.model().index(place, 0)) & (
        Qt.ItemFlag.ItemIsEnabled
    )
    qtbot.mouseClick(page.unusable._action, Qt.MouseButton.LeftButton)
    sheets = [_text(sheet) for sheet in page.findChildren(ProblemsSheet)]
    assert any("'title' must be text in quotes" in text for text in sheets)
    assert any("not UTF-8" in text for text in sheets)
    for sheet in page.findChildren(ProblemsSheet):
        sheet.close()
    page.choose_policy("us-ca/los-angeles")
    page.as_of.setText(AS_OF)
    page.action.click()
    qtbot.waitUntil(lambda: not page.results.isHidden(), timeout=LONG)


def test_of_several_editions_the_date_picks_one(
    program: ReliefDesk, qtbot: QtBot, open_fresh: OpenFresh, delivery: Path, data_folder: Path
) -> None:
    """The version on the page follows the as-of date; a day in no edition is refused."""
    folder = data_folder / "policies" / "us-ca"
    folder.mkdir(parents=True)
    old = 'county = "YOLO"'
    for name, version, bounds in (
        ("yolo.toml", "2026.1", "earliest_on = 2020-01-01\nlatest_on = 2026-12-31"),
        ("yolo@2027.toml", "2027.1", "earliest_on = 2027-01-01"),
    ):
        text = _own(delivery.parent, old, f"{bounds}\n{old}").read_text(encoding="utf-8")
        text = text.replace('version = "2026.1"', f'version = "{version}"', 1)
        (folder / name).write_text(text, encoding="utf-8")
    open_fresh()
    page = _page(program, qtbot, delivery)
    page.choose_policy("us-ca/yolo")
    for day, version in (("2026-12-31", "2026.1"), ("2027-01-01", "2027.1")):
        page.as_of.setText(day)
        assert f"Version {version}." in page.choices.about.text()
        assert page.choices.date_problem.isHidden()
    page.as_of.setText("2019-12-31")
    assert "no edition for 2019-12-31" in page.choices.date_problem.text()
