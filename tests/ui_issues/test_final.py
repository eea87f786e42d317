"""Whether a check is final: what stands in the way, and the sign-off, on screen."""

from __future__ import annotations

from collections.abc import Callable

from app.jobs.final import finality
from app.store import issue_lists
from ui.application import ReliefDesk
from ui.importing.page import PARTS, ImportPage
from ui.issues.final_dialog import FinalDialog
from ui.issues.pane import IssuesPane
from ui.overview.page import OverviewPage

Settle = Callable[[], None]


def overview_of(program: ReliefDesk, settle: Settle) -> OverviewPage:
    program.window.show_page("overview")
    page = program.window.page("overview")
    assert isinstance(page, OverviewPage)
    settle()
    return page


def test_overview_says_what_stands_in_the_way_and_leads_there(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """The same sentence on both pages, with the same figures."""
    assert program.desk.reader is not None
    n_set_aside, n_open = issue_lists.count_open(program.desk.reader)
    sentence = (
        f"Not final: {n_set_aside:,} rows are set aside and {n_open:,} issues of consequence are "
        "open."
    )
    assert pane.tools.final.text() == sentence
    overview = overview_of(program, settle)
    assert overview.quarantine.text == sentence
    overview.quarantine._act()
    page = program.window.page("import")
    assert isinstance(page, ImportPage)
    assert program.window.current_page == "import"
    assert page.tabs.currentIndex() == PARTS.index("issues")
    settle()


def test_while_something_is_open_a_reason_is_needed(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """No name or no reason: a sentence. Then both pages say who called it final, and why."""
    pane.tools.final_button.click()
    dialog = pane.findChild(FinalDialog)
    assert dialog is not None
    dialog.name.clear()
    dialog.yes.click()
    assert dialog.problem.text == "Say who calls the check final."
    dialog.name.setText("B. Attorney")
    dialog.yes.click()
    assert dialog.problem.text == "Say why the check may be final while this is open."
    dialog.why.setPlainText("The court was asked")
    dialog.yes.click()
    settle()
    assert program.desk.reader is not None
    assert finality(program.desk.reader).is_final
    overview = overview_of(program, settle)
    assert "Final, signed off by B. Attorney" in overview.quarantine.text
    assert "because The court was asked" in overview.quarantine.text
    program.window.show_page("import", part="issues")
    settle()
    assert pane.tools.final.text() == overview.quarantine.text
    assert pane.tools.final_button.isHidden()


def test_a_mend_makes_the_check_not_final_again(
    pane: IssuesPane, settle: Settle, program: ReliefDesk
) -> None:
    """The sentence asks to check again, and there is nothing to call final."""
    pane.facets.buttons("kind")["Level unknown"].click()
    settle()
    pane.detail.cell.value.set_text("Felony")
    pane.detail.mend_button.click()
    settle()
    assert pane.tools.final.text() == "Not final: files or mends came after the check. Check again."
    assert pane.tools.final_button.isHidden()
