"""One person across the table: the record, the question, the answer, its doubts, its papers."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.sampling.rap_pdf import write_rap_pdf
from tests.ui_person.conftest import LONG, NOT_READ
from ui.application import ReliefDesk
from ui.disclosure import Disclosure
from ui.messages import Message
from ui.papers.printing import new_printer
from ui.person.marked_text import Mark
from ui.person.page import PersonPage

ANSWER, DOUBTS = 1, 2


def ask(page: PersonPage, qtbot: QtBot, text: str, policy: str = "us-ca/los-angeles") -> None:
    """Paste a record, choose policy and date, press the button, and wait for the answer."""
    page.record.text.setPlainText(text)
    page.choices.choose(policy)
    page.choices.as_of.clear()
    qtbot.keyClicks(page.choices.as_of, "2026-11-01")
    check(page, qtbot)


def check(page: PersonPage, qtbot: QtBot) -> None:
    """Press the button and wait until it can be pressed again."""
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.action.isEnabled, timeout=LONG)


def test_a_pasted_record_is_answered_on_one_page(
    page: PersonPage, qtbot: QtBot, sheet: str
) -> None:
    """The person, the conviction, the answer with its mark and reason, the policy and its date."""
    QGuiApplication.clipboard().setText(sheet)
    qtbot.mouseClick(page.record.paste_button, Qt.MouseButton.LeftButton)
    assert page.record.content == sheet
    ask(page, qtbot, page.record.content)
    text = page.answer.toPlainText()
    assert "VEGALUNA,MIGUEL, born 1969-04-11" in text
    assert "1 conviction on record; the policy asks about it." in text
    assert "11359" in text
    assert "Eligible for Dismissal" in text
    assert "Reason: 50 years or older" in text
    assert "as of 2026-11-01" in text
    assert 'src="outcome:DISMISSAL"' in page.answer.toHtml()
    assert page.tabs.currentIndex() == ANSWER


def test_the_rules_wait_behind_a_link_and_facts_lead_to_their_line(
    page: PersonPage, qtbot: QtBot, sheet: str
) -> None:
    """Every rule is a click away; a click on where a fact stands shows its line in the record."""
    ask(page, qtbot, sheet)
    assert "Every rule in its order" not in page.answer.toPlainText()
    page.answer.anchorClicked.emit(QUrl("rules:0"))
    assert "Every rule in its order" in page.answer.toPlainText()
    (_, line) = next(
        (place, line) for place, line in page.answer._lines.items()
        if place[1] == "STP_EVENT_DATE"
    )  # fmt: skip
    at, column = next(p for p in page.answer._lines if p[1] == "STP_EVENT_DATE")
    page.answer.anchorClicked.emit(QUrl(f"row:{at.source}:{at.row}:{column}"))
    assert page.record.text.textCursor().selectedText() == sheet.splitlines()[line - 1]
    assert page.record.text.textCursor().selectedText().startswith("19990402")
    page.answer.anchorClicked.emit(QUrl("rules:0"))
    assert "Every rule in its order" not in page.answer.toPlainText()


def test_the_date_is_asked_for_and_never_supposed(
    page: PersonPage, qtbot: QtBot, sheet: str
) -> None:
    """Without a date, or with an impossible one, nothing is checked and the field says so."""
    assert page.choices.as_of.text() == ""
    page.record.text.setPlainText(sheet)
    for text in ("", "2026-02-30"):
        page.choices.as_of.setText(text)
        qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
        assert "as-of date" in page.choices.date_problem.text()
    assert not page.tabs.isTabVisible(ANSWER)


def test_no_record_is_said(page: PersonPage, qtbot: QtBot) -> None:
    """The button without a record says what to do, and the text can be typed at once."""
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert "Open a file, or paste" in page.said.text
    assert page.window().focusWidget() is page.record.text


def test_the_county_is_optional_for_a_policy_of_any_county(
    page: PersonPage, qtbot: QtBot, sheet: str
) -> None:
    """Left empty, every county of the record is asked about; a name that is none is refused."""
    page.choices.choose("us-ca/statute-11361.8")
    assert page.choices.county.currentText() == ""
    ask(page, qtbot, sheet, "us-ca/statute-11361.8")
    assert "1 conviction on record; the policy asks about it." in page.answer.toPlainText()
    page.choices.county.setEditText("Atlantis")
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert "leave the field empty" in page.choices.county_problem.text()


def test_the_options_are_behind_a_disclosure(page: PersonPage, qtbot: QtBot) -> None:
    """Closed at first; opened by the key; its name says which it is."""
    line = page.choices.findChild(Disclosure)
    assert isinstance(line, Disclosure)
    assert not page.choices.options.isVisible()
    assert line.button.accessibleName() == "Show: What the office decides"
    line.button.setFocus()
    qtbot.keyClick(line.button, Qt.Key.Key_Space)
    assert page.choices.options.isVisible()
    assert line.button.accessibleName() == "Hide: What the office decides"


def test_what_was_doubtful_is_marked_in_its_place(
    page: PersonPage, qtbot: QtBot, sheet: str
) -> None:
    """A repaired line, one that was not read: each with its word beside it, and a row in the table
    that leads there."""
    damaged = sheet.replace("*DISPO:CONVICTED", "*DISPO:C O N V I C T E D").replace(
        "- - - -\n", f"- - - -\n{NOT_READ}\n"
    )
    ask(page, qtbot, damaged)
    lines = damaged.splitlines()
    marks = page.record.text.marks()
    assert marks[Mark.NOT_READ] == 1
    assert marks[Mark.REPAIRED] == 1
    assert "1 not read" in page.record.marked.text()
    model = page.doubts.model
    rows = {model.index(n, 1).data(): n for n in range(model.rowCount())}
    page.tabs.setCurrentIndex(DOUBTS)
    page.doubts.table.selectRow(rows["not read"])
    assert page.record.text.textCursor().selectedText() == NOT_READ
    assert model.index(rows["not read"], 0).data() == str(lines.index(NOT_READ) + 1)
    assert "none of the forms" in page.doubts.advice.text()


def test_marks_stay_with_their_lines_and_the_text_is_checked_again(
    page: PersonPage, qtbot: QtBot, sheet: str
) -> None:
    """A correction makes the answer stale and says so; checked again, the doubt is gone."""
    damaged = sheet.replace("- - - -\n", f"- - - -\n{NOT_READ}\n")
    ask(page, qtbot, damaged)
    assert "Doubts in the reading (1)" in page.tabs.tabText(DOUBTS)
    page.record.text.go_to_line(damaged.splitlines().index(NOT_READ) + 1)
    qtbot.keyClick(page.record.text, Qt.Key.Key_Delete)
    assert "changed since this answer" in page.said.text
    assert not page.papers_button.isEnabled()
    assert page.action.text() == "Check again"
    check(page, qtbot)
    assert "Doubts in the reading (0)" in page.tabs.tabText(DOUBTS)
    assert page.said.isHidden()
    assert page.papers_button.isEnabled()


def test_a_pdf_is_opened_with_its_text(
    page: PersonPage, qtbot: QtBot, sheet: str, tmp_path: Path
) -> None:
    """The text of a PDF stands in the pane, and the file itself is read while it is unchanged."""
    path = tmp_path / "Vegaluna.pdf"
    write_rap_pdf(path, [sheet])
    page.open_file(path)
    qtbot.waitUntil(lambda: not page.record.is_empty, timeout=LONG)
    assert "Rap sheet (PDF)" in page.record.about.text()
    assert page.record.plan().text is None
    ask(page, qtbot, page.record.content)
    assert "VEGALUNA,MIGUEL" in page.answer.toPlainText()
    qtbot.keyClicks(page.record.text, " ")
    assert page.record.plan().text is not None
    assert "changed here" in page.record.about.text()


def test_a_picture_says_so_and_the_text_can_be_pasted_at_once(
    page: PersonPage, qtbot: QtBot, tmp_path: Path
) -> None:
    """A PDF without text: the sentence, and the cursor in the box."""
    path = tmp_path / "scan.pdf"
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(20, 20, 100, 100, style="F")
    pdf.output(str(path))
    page.open_file(path)
    qtbot.waitUntil(lambda: bool(page.said.text), timeout=LONG)
    assert "picture of a record" in page.said.text
    assert "paste its text" in page.said.text
    assert page.window().focusWidget() is page.record.text


def test_a_list_of_many_is_no_record(page: PersonPage, qtbot: QtBot, tmp_path: Path) -> None:
    """A list or a text that is no rap sheet is refused with the way out."""
    path = tmp_path / "list.csv"
    path.write_text('Name,DOB,Charge\n"A, B",1970-01-01,11357 HS\n', encoding="utf-8")
    page.open_file(path)
    qtbot.waitUntil(lambda: bool(page.said.text), timeout=LONG)
    assert "import it there" in page.said.text
    page.record.text.setPlainText("Dear Sir, this is a letter.")
    page.choices.as_of.setText("2026-11-01")
    check(page, qtbot)
    assert "no event of a rap sheet" in page.said.text


def test_papers_are_saved_into_a_folder(
    page: PersonPage, qtbot: QtBot, sheet: str, tmp_path: Path
) -> None:
    """A motion and the explanation lie there; the banner says how many and where."""
    ask(page, qtbot, sheet)
    folder = tmp_path / "papers"
    page.choose_folder = lambda: folder
    qtbot.mouseClick(page.papers_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: str(folder) in page.said.text, timeout=LONG)
    names = sorted(path.name for path in folder.rglob("*.pdf"))
    assert any(name.startswith("Explanation") for name in names)
    assert len(names) >= 2


def test_the_explanation_is_printed(
    page: PersonPage, qtbot: QtBot, sheet: str, tmp_path: Path
) -> None:
    """Its pages go to the printer, and the banner says how many."""
    ask(page, qtbot, sheet)
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.choose_printer = lambda _: printer
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "sent to the printer" in page.said.text, timeout=LONG)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


def test_page_breaks_of_pasted_text_are_line_breaks(page: PersonPage, qtbot: QtBot) -> None:
    """Lines are counted as they are seen; formatting of the clipboard is left out."""
    words = QMimeData()
    words.setText("CII/A1\fNAM/01 X\u2028DOB/19700101")
    words.setHtml("<b>CII</b>")
    page.record.text.insertFromMimeData(words)
    assert page.record.content == "CII/A1\nNAM/01 X\nDOB/19700101"


def test_leaving_asks_once_while_there_is_a_record(
    page: PersonPage, qtbot: QtBot, program: ReliefDesk, sheet: str
) -> None:
    """Nothing typed: back at once. A record: a question that names what is lost."""
    page.record.text.setPlainText(sheet)
    qtbot.mouseClick(page.leave_button, Qt.MouseButton.LeftButton)
    question = page.findChild(Message)
    assert isinstance(question, Message)
    assert program.window.person_page is page
    question.accept()
    assert program.window.person_page is None


def test_other_colors_and_sizes_keep_the_record_and_the_question(
    page: PersonPage, qtbot: QtBot, program: ReliefDesk, sheet: str
) -> None:
    """Made anew at 200 % in dark: the text, the policy and the date are still there."""
    page.record.text.setPlainText(sheet)
    page.choices.choose("us-ca/sacramento")
    page.choices.as_of.setText("2026-11-01")
    program.change_look("dark", 2.0)
    again = program.window.person_page
    assert again is not None
    assert again is not page
    assert again.record.content == sheet
    assert again.choices.chosen is not None
    assert again.choices.chosen.id == "us-ca/sacramento"
    assert again.choices.as_of.text() == "2026-11-01"


def test_everything_to_press_is_named(page: PersonPage, qtbot: QtBot, sheet: str) -> None:
    """Buttons, fields and pages of text have names for a screen reader."""
    ask(page, qtbot, sheet)
    for button in page.findChildren(QAbstractButton):
        if button.isVisible():
            outer = type(button.parent()).__name__
            assert button.accessibleName() or button.text() or outer.startswith("QTab"), button
    for widget in (page.record.text, page.answer, page.doubts.table, page.choices.as_of):
        assert widget.accessibleName()
