"""Packages on screen: made with a live preview, opened elsewhere, taken back, conflicts chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.jobs.decide import Accept, Park, decide
from app.model.review_sheet import COLUMNS
from app.store import packages, signing
from app.store.case_states import get_states
from app.store.determinations import get_determinations
from app.store.packages import list_packages
from app.store.workspace import Workspace, open_workspace
from tests.ui_packages.conftest import LONG, OTHER, PASSPHRASE, WHO
from ui.application import ReliefDesk
from ui.packages.banner import PackageBanner
from ui.packages.dialog import PackagesDialog, _GiveUpDialog
from ui.packages.make_dialog import MakeDialog, SendDialog
from ui.packages.return_dialog import ReturnDialog
from ui.packages.workbook_dialog import ReviewPlanDialog, ReviewProblems

Settle = Callable[[], None]
Press = Callable[..., None]
THERE = "R. Reviewer"


def find(parent: QWidget, kind: type, qtbot: QtBot) -> QDialog:
    """The dialog of a kind that is open above another one."""

    def shown() -> list[QDialog]:
        return [one for one in parent.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=LONG)
    return shown()[-1]


def answered(workspace: Workspace) -> list[int]:
    """Cases of which the answer can be accepted."""
    people = [one.id for one in packages.iter_people_in_scope(workspace)]
    known = packages.convictions_of(workspace, people)
    ids = [number for number, is_in in known.items() if is_in]
    found = get_determinations(workspace, ids)
    return [one for one in ids if found[one].outcome.name in ("DISMISSAL", "REDUCTION")]


def make(dialog: PackagesDialog, qtbot: QtBot, settle: Settle, folder: Path) -> list[Path]:
    """Two shares, as a person makes them."""
    dialog.make_button.click()
    making = find(dialog, MakeDialog, qtbot)
    assert isinstance(making, MakeDialog)
    settle()
    making.passphrase.setText(OTHER)
    making.again.setText(OTHER)
    making.folder.set_path(folder)
    making.yes.click()
    settle()
    settle()
    return sorted(folder.glob("Office of Los Angeles, *.relief"))


def test_the_preview_follows_the_choice(
    dialog: PackagesDialog, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    """Sizes of what would be made, while it is chosen; letters that are none get a sentence."""
    assert not dialog.give_up_button.isEnabled()
    dialog.make_button.click()
    making = find(dialog, MakeDialog, qtbot)
    assert isinstance(making, MakeDialog)
    settle()
    assert making.choice.listed.isHidden()
    assert making.choice.model.rowCount() == 2
    assert making.yes.text() == "Make 2 packages"
    making.choice.n_shares.setValue(5)
    settle()
    assert making.yes.text() == "Make 5 packages"
    making.choice.ranges.setText("A-M, N-")
    making.choice.ranges.textEdited.emit("A-M, N-")
    assert making.choice.letters.isChecked()
    assert "“N-” is no range of letters" in making.choice.problem.text()
    assert not making.yes.isEnabled()
    making.choice.ranges.setText("A-M")
    making.choice.ranges.textEdited.emit("A-M")
    settle()
    assert making.choice.model.rowCount() == 1
    assert "in none of these packages, and stay here." in making.choice.told.text()
    making.choice.court.setChecked(True)
    settle()
    assert making.choice.model.rowCount() >= 1
    for first, second, words in (
        ("short", "short", "needs 8 letters at least"),
        (OTHER, "other words of it", "differ"),
    ):
        making.passphrase.setText(first)
        making.again.setText(second)
        making.yes.click()
        assert words in making.problem.text
    making.again.setText(OTHER)
    making.folder.set_path(tmp_path / "none")
    making.yes.click()
    assert "There is no folder" in making.problem.text
    assert making.isVisible()
    making.reject()


def test_out_and_back_with_a_conflict(
    dialog: PackagesDialog, qtbot: QtBot, settle: Settle, press: Press, program: ReliefDesk,
    tmp_path: Path,
) -> None:  # fmt: skip
    """Two packages; one comes back: what is new is told before it is taken; then H and T decide."""
    files = make(dialog, qtbot, settle, tmp_path)
    assert len(files) == 2
    assert f"2 packages written to {tmp_path}" in dialog.told.text
    assert dialog.views[0].text() == "What went out (2 out)"
    with open_workspace(files[0], OTHER) as package:
        one, two, three = answered(package)[:3]
        decide(package, Accept(), [one], who=THERE)
        decide(package, Park("Ask the court."), [two, three], who=THERE)
    _here(program, qtbot, lambda store: decide(store, Accept(), [two, three], who=WHO))
    dialog.take_button.click()
    taking = find(dialog, ReturnDialog, qtbot)
    assert isinstance(taking, ReturnDialog)
    assert not taking.yes.isEnabled()
    taking.choose_file = lambda: files[0]
    taking._choose()
    taking.passphrase.setText("wrong words")
    taking.yes.click()
    settle()
    assert "passphrase is wrong" in taking.problem.text
    taking.passphrase.setText(OTHER)
    taking.yes.click()
    settle()
    assert taking.found.text() == "“Share 1 of 2” brings: 1 case decided there, 2 conflicts."
    assert taking.yes.text() == "Take it back"
    reader = program.desk.reader
    assert reader is not None
    assert get_states(reader, [one])[one].review is None
    taking.yes.click()
    settle()
    settle()
    review = get_states(reader, [one])[one].review
    assert review is not None
    assert review.reviewer == THERE
    assert dialog.views[1].isChecked()
    assert dialog.views[1].text() == "Conflicts (2 to decide)"
    pane = dialog.conflicts
    told = pane.text.toPlainText()
    for words in (
        "Here",
        "There: Share 1 of 2",
        "Accepted",
        "Parked",
        "Ask the court.",
        WHO,
        THERE,
    ):
        assert words in told
    press(pane.table, Qt.Key.Key_J)
    assert pane.place.text() == "2 of 2"
    press(pane.table, Qt.Key.Key_K)
    press(pane.table, Qt.Key.Key_T)
    settle()
    settle()
    assert "The decision there counts" in dialog.told.text
    press(pane.table, Qt.Key.Key_H)
    settle()
    settle()
    assert pane.model.rowCount() == 0
    decided = [state.review for state in get_states(reader, [two, three]).values()]
    assert sorted(review.decision for review in decided if review) == ["accepted", "parked"]
    states = {listed.package.name: listed.package.is_out for listed in list_packages(reader)}
    assert states == {"Share 1 of 2": False, "Share 2 of 2": True}


def _here(program: ReliefDesk, qtbot: QtBot, does: Callable[[Workspace], object]) -> None:
    """Something that is done at home, on the thread that writes."""
    done: list[object] = []
    program.desk.run_job("Saving", lambda store, _: does(store), done.append, {"review"})
    qtbot.waitUntil(lambda: bool(done), timeout=LONG)


def test_a_package_in_the_window_says_what_it_is(
    dialog: PackagesDialog, qtbot: QtBot, settle: Settle, program: ReliefDesk, tmp_path: Path,
    opened: Callable[[Path, str], None],
) -> None:  # fmt: skip
    """Above every page, until the file is closed; imports are refused with a sentence."""
    banner = program.window.findChild(PackageBanner)
    assert isinstance(banner, PackageBanner)
    assert banner.isHidden()
    path = make(dialog, qtbot, settle, tmp_path)[0]
    dialog.reject()
    opened(path, OTHER)
    assert banner.isVisible()
    assert "Package “Share 1 of 2” of Office of Los Angeles, made by A. Clerk" in banner.text
    assert "review here, then bring the file back" in banner.text
    program.window.show_page("review")
    assert banner.isVisible()
    inside = PackagesDialog(program.desk, program.window)
    inside.open()
    settle()
    assert not inside.make_button.isEnabled()
    assert "This file is a package itself" in inside.told.text
    inside.reject()
    opened(tmp_path / "Office.relief", PASSPHRASE)
    assert banner.isHidden()


def test_a_package_is_given_up_with_a_reason(
    dialog: PackagesDialog, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    """Its row says so; its cases may go again."""
    make(dialog, qtbot, settle, tmp_path)
    dialog.table.selectRow(0)
    dialog.give_up_button.click()
    asking = find(dialog, _GiveUpDialog, qtbot)
    assert isinstance(asking, _GiveUpDialog)
    assert not asking.yes.isEnabled()
    asking.why.setText("The stick was lost.")
    asking.yes.click()
    settle()
    settle()
    assert dialog.views[0].text() == "What went out (1 out)"
    texts = [dialog.model.index(line, 1).data() for line in range(2)]
    assert "Given up: The stick was lost." in texts


def test_a_workbook_goes_out_and_comes_back(
    dialog: PackagesDialog, qtbot: QtBot, settle: Settle, program: ReliefDesk, tmp_path: Path
) -> None:
    """Problems with row and column; then the plan, and only then is anything kept."""
    path = tmp_path / "For P.xlsx"
    dialog.send_button.click()
    sending = find(dialog, SendDialog, qtbot)
    assert isinstance(sending, SendDialog)
    settle()
    assert sending.choice.court.isHidden()
    assert sending.yes.text().startswith("Write ")
    sending.reviewer.setText("P. Defender")
    sending.choose_target = lambda: path
    sending.yes.click()
    settle()
    settle()
    assert "cases written to For P.xlsx" in dialog.told.text
    fill(path, "Decision", "acept")
    dialog.choose_workbook = lambda: path
    dialog.read_button.click()
    wrong = find(dialog, ReviewProblems, qtbot)
    assert isinstance(wrong, ReviewProblems)
    assert "Row 2, column O (Decision): “acept” is no decision" in wrong.problems.toPlainText()
    wrong.accept()
    fill(path, "Decision", "park")
    fill(path, "Words", "Ask the court.")
    dialog.read_button.click()
    plan = find(dialog, ReviewPlanDialog, qtbot)
    assert isinstance(plan, ReviewPlanDialog)
    assert plan.yes.text() == "Take over 1 decision"
    assert plan.model.index(0, 4).data() == "P. Defender"
    reader = program.desk.reader
    assert reader is not None
    assert reader.connection.execute("SELECT count(*) FROM review").fetchone() == (0,)
    plan.yes.click()
    settle()
    settle()
    assert reader.connection.execute("SELECT decision, reviewer FROM review").fetchall() == [
        ("parked", "P. Defender")
    ]
    assert "1 parked" in dialog.told.text


def fill(path: Path, title: str, text: str) -> None:
    book = load_workbook(path)
    book["Cases"].cell(2, COLUMNS.index(title) + 1).value = text
    book.save(path)


def test_signed_off_results_ask_why(
    dialog: PackagesDialog, qtbot: QtBot, settle: Settle, program: ReliefDesk, tmp_path: Path
) -> None:
    """The reason is asked for before anything is taken, and stands with the change."""
    path = make(dialog, qtbot, settle, tmp_path)[0]
    with open_workspace(path, OTHER) as package:
        decide(package, Accept(), answered(package)[:1], who=THERE)

    def sign(store: Workspace) -> None:
        with store.transaction() as connection:
            connection.execute(
                "INSERT INTO sign_off VALUES (1, 1, 'An attorney', '2026-11-20T10:00:00', '', 1, "
                "0, '', '', '', '')"
            )

    _here(program, qtbot, sign)
    settle()
    dialog.take_button.click()
    taking = find(dialog, ReturnDialog, qtbot)
    assert isinstance(taking, ReturnDialog)
    assert taking._signed.isVisible()
    taking.path.setText(str(path))
    taking.passphrase.setText(OTHER)
    taking.yes.click()
    settle()
    taking.yes.click()
    settle()
    assert "signed off by An attorney" in taking.problem.text
    taking.why.setText("The package came late.")
    taking.yes.click()
    settle()
    settle()
    reader = program.desk.reader
    assert reader is not None
    assert [one.why for one in signing.list_late_changes(reader, 1)] == ["The package came late."]


def test_every_control_has_a_name(
    dialog: PackagesDialog, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    """For screen readers: buttons, fields, tables; in each of the dialogs."""
    dialog.make_button.click()
    making = find(dialog, MakeDialog, qtbot)
    settle()
    assert unnamed(making) == []
    making.reject()
    dialog.send_button.click()
    sending = find(dialog, SendDialog, qtbot)
    settle()
    assert unnamed(sending) == []
    sending.reject()
    dialog.take_button.click()
    taking = find(dialog, ReturnDialog, qtbot)
    assert unnamed(taking) == []
    taking.reject()
    assert unnamed(dialog) == []


def unnamed(dialog: QWidget) -> list[str]:
    """Controls without a name in Qt's accessibility interface."""
    found = []
    for part in dialog.findChildren(QWidget):
        takes_focus = part.focusPolicy() != Qt.FocusPolicy.NoFocus
        if not part.isVisible() or not (takes_focus or isinstance(part, QAbstractButton)):
            continue
        if type(part).__name__ in ("QLineEdit",) and part.parent().inherits("QSpinBox"):
            continue  # the field inside a box of numbers has the name of the box
        made = QAccessible.queryAccessibleInterface(part)
        if made is not None and not made.text(QAccessible.Text.Name):
            found.append(f"{type(part).__name__} {part.objectName()}")
    return found
