"""The activity page: filters, pages, the check of the chain, the record for an auditor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.documents.check import page_texts
from app.documents.draft import Office
from app.jobs.draft_papers import draft_bulk_of
from app.jobs.office import add_user
from app.store import audit
from app.store.audit_search import AuditFilter, find_entries
from app.store.workspace import Workspace, open_workspace
from tests.ui_cases.conftest import PASSPHRASE
from ui.activity.access_dialog import AccessDialog
from ui.activity.page import ActivityPage
from ui.activity.questions import AT_ONCE
from ui.cases.page import CasesPage
from ui.desk import Desk
from ui.letters.dialog import LettersDialog
from ui.papers.page import PapersPage

Settle = Callable[[], None]


def shown(page: ActivityPage) -> list[tuple[str, str, str]]:
    return [(one.who, one.action, one.subject) for one in page.model.records]


def write(store: Workspace, n: int) -> None:
    with store.transaction():
        for number in range(n):
            audit.append(
                store, at=f"2026-11-{2 + number % 9:02}T12:00:00.000000+00:00",
                who="Ana" if number % 2 else "Ben", action="note",
                subject=f"conviction {number + 1}", new=f"words {number}",
            )  # fmt: skip


def test_the_newest_come_first_and_further_ones_as_it_is_scrolled(
    activity: ActivityPage, desk: Desk, settle: Settle
) -> None:
    """Far beyond what fits; all of them in the end."""
    desk.run_job(
        "Writing", lambda store, _: write(store, 2 * AT_ONCE + 10), lambda _: None, {"log"}
    )
    settle()
    assert len(activity.model.records) == AT_ONCE
    assert (
        activity.count.text() == f"The newest {AT_ONCE:,} entries; further ones come as you scroll."
    )
    while activity.model.canFetchMore():
        activity.model.fetchMore()
        settle()
    numbers = [one.number for one in activity.model.records]
    assert numbers == list(range(2 * AT_ONCE + 12, 0, -1))
    assert activity.count.text() == f"{len(numbers):,} entries, all there are."


def test_every_filter_narrows(activity: ActivityPage, desk: Desk, settle: Settle) -> None:
    """Who, what, a conviction, days; alone and together, and cleared at once."""
    desk.run_job("Writing", lambda store, _: write(store, 40), lambda _: None, {"log"})
    settle()
    filters = activity.filters
    whole = len(activity.model.records)
    filters.who.setCurrentIndex(filters.who.findData("Ana"))
    settle()
    assert {one[0] for one in shown(activity)} == {"Ana"}
    filters.what.setCurrentIndex(filters.what.findData("records"))
    settle()
    assert shown(activity) == []
    assert activity.count.text() == "No entry fits the filters."
    filters.clear()
    settle()
    assert len(activity.model.records) == whole
    filters.conviction.setText("7")
    filters._tell()
    settle()
    assert shown(activity) == [("Ben", "note", "conviction 7")]
    filters.clear()
    filters.since.setText("2026-11-03")
    filters.until.setText("2026-11-03")
    filters._tell()
    settle()
    assert {one.at[:10] for one in activity.model.records} <= {"2026-11-03", "2026-11-04"}
    assert 0 < len(activity.model.records) < whole
    assert not activity.filters.clear_button.isHidden()


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        ("2026-13-01", "", "“2026-13-01” is not a day. Write it as 2026-11-01."),
        ("11/1/2026", "", "is not a day"),
        ("2026-11-05", "2026-11-04", "2026-11-04 is before 2026-11-05: no entry can be of both."),
    ],
)
def test_a_day_that_is_none(since: str, until: str, says: str, activity: ActivityPage) -> None:
    """Told below the fields; the list stays."""
    activity.filters.since.setText(since)
    activity.filters.until.setText(until)
    activity.filters._tell()
    assert says in activity.filters.problem.text()
    assert not activity.filters.problem.isHidden()
    activity.filters.clear()
    assert activity.filters.problem.isHidden()


def test_whoever_is_looked_at_is_on_record_once(
    page: CasesPage, activity: ActivityPage, desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    """Going through the list records each person once, also of several convictions; nothing is
    told of it, and a decision is not held up."""
    told: list[str] = []
    desk.tasks.started.connect(told.append)
    people: list[int] = []
    for step in range(12):
        page.queue.select(step % 8)
        qtbot.waitUntil(
            lambda: page.is_settled and page._current_view() is not None, timeout=60_000
        )
        view = page._current_view()
        assert view is not None
        people.append(view.row.person_id)
    settle()
    found = [one for one in shown(activity) if one[1] == "person viewed"]
    wanted = [("A. Clerk", "person viewed", f"person {one}") for one in dict.fromkeys(people)]
    assert found[::-1][-len(wanted) :] == wanted or sorted(found) == sorted(wanted)
    assert told == []
    assert desk.tasks.current_label == ""


def test_whoever_stands_in_a_preview_is_on_record(
    activity: ActivityPage, desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    """The first letter's person, and everybody in the bulk motion's first pages."""
    letters = LettersDialog(desk)
    qtbot.addWidget(letters)
    letters.show()
    settle()
    assert letters.preview.pdf
    looks = [one[2] for one in shown(activity) if one[1] == "person viewed"]
    assert len(looks) == 1
    assert desk.reader is not None
    bulk = draft_bulk_of(desk.reader, Office(), date(2026, 11, 1))
    paper = " ".join(" ".join(page_texts(bulk.pdf)).split())
    papers = PapersPage(desk)
    qtbot.addWidget(papers)
    papers.refresh({"check"})
    qtbot.waitUntil(lambda: papers.is_settled, timeout=60_000)
    papers.preview_bulk()
    qtbot.waitUntil(lambda: papers.is_settled, timeout=60_000)
    settle()
    looks = [one[2] for one in shown(activity) if one[1] == "person viewed"]
    assert sorted(looks) == sorted(f"person {number}" for number in bulk.people)
    assert len(looks) > 5
    for number in bulk.people:
        (name,) = desk.reader.connection.execute(
            "SELECT name FROM person WHERE id = ?", (number,)
        ).fetchone()
        assert name.split(",")[0] in paper


def test_what_was_seen_last_is_written_when_the_workspace_is_closed(
    page: CasesPage, desk: Desk, own_file: Path, qtbot: QtBot
) -> None:
    """Nothing waits for a moment that does not come."""
    view = page._current_view()
    assert view is not None
    desk.saw(987, "case")
    with qtbot.waitSignal(desk.tasks.idle, timeout=20_000):
        desk.close_workspace()
    with open_workspace(own_file, PASSPHRASE) as store:
        looks = find_entries(store, AuditFilter(actions=("person viewed",)), limit=10)
    assert [one.subject for one in looks] == ["person 987", f"person {view.row.person_id}"]
    desk.saw(5, "case")  # with nothing open: nobody's record is in sight
    assert not desk._views._waiting


def test_the_chain_is_checked_from_the_page(
    activity: ActivityPage, desk: Desk, settle: Settle
) -> None:
    """Whole with its last entry to write down; broken with the first link that is."""
    activity.check()
    settle()
    assert activity.said.text.startswith("All 2 entries follow from one another. The last is 2:")

    def forge(store: Workspace, _: object) -> None:
        store.connection.execute("DROP TRIGGER audit_no_update")
        store.connection.execute("UPDATE audit SET who = 'X' WHERE id = 2")

    desk.run_job("Forging", forge, lambda _: None, set())
    activity.check()
    settle()
    assert "is broken at entry 2: what it says is not what was sealed" in activity.said.text


def test_the_record_is_saved_for_an_auditor(
    activity: ActivityPage, settle: Settle, tmp_path: Path
) -> None:
    """In a folder; the anchor is told, and the entry of it shows at once."""
    activity.choose_folder = lambda: tmp_path
    activity.export()
    settle()
    (folder,) = tmp_path.glob("Record of the work *")
    assert (folder / "check_record.py").is_file()
    assert f"3 entries are in {folder}. Write the last one down: 3:" in activity.said.text
    assert shown(activity)[0] == ("A. Clerk", "given out", "record of the work")


def test_who_saw_a_person(
    activity: ActivityPage, page: CasesPage, desk: Desk, settle: Settle, tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    """From the entry of a look; saved as CSV; a name without an ending gets a sentence."""
    settle()
    view = page._current_view()
    assert view is not None
    activity.table.selectRow(0)
    assert activity.who_saw.isEnabled()
    activity.show_access()
    dialog = activity.findChildren(AccessDialog)[-1]
    settle()
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert f"person {view.row.person_id}" in words
    assert [dialog.tabs.tabText(n) for n in range(3)] == [
        "Looks (1)", "Given out (0)", "Files with everybody (0)",
    ]  # fmt: skip
    dialog.choose_file = lambda: tmp_path / "who.csv"
    dialog.save()
    settle()
    assert (tmp_path / "who.csv").is_file()
    assert str(tmp_path / "who.csv") in dialog.said.text
    dialog.choose_file = lambda: tmp_path / "who.doc"
    dialog.save()
    settle()
    assert "ends in neither .pdf nor .csv" in dialog.said.text
    dialog.close()
    activity.table.selectRow(activity.model.rowCount() - 1)  # the import: nobody in particular
    assert not activity.who_saw.isEnabled()


def test_a_clerk_does_not_hand_the_record_out(
    activity: ActivityPage, desk: Desk, settle: Settle
) -> None:
    """The button is off for whom the office does not let."""
    assert activity.export_button.isEnabled()

    def staff(store: Workspace, _: object) -> None:
        add_user(store, "Head", "administrator", who="Head")
        add_user(store, "A. Clerk", "clerk", who="Head")

    desk.run_job("Adding", staff, lambda _: None, {"settings"})
    settle()
    activity.refresh(set())
    settle()
    assert not activity.export_button.isEnabled()


def test_a_long_entry_is_shown_whole(activity: ActivityPage, desk: Desk, settle: Settle) -> None:
    """Both values, each on a line of its own."""

    def change(store: Workspace, _: object) -> None:
        with store.transaction():
            audit.append(
                store, at="2026-11-02T12:00:00.000000+00:00", who="Ana", action="setting",
                subject="office", old='{"name": "Before"}', new='{"name": "After", "fax": ""}',
            )  # fmt: skip

    desk.run_job("Changing", change, lambda _: None, {"log"})
    settle()
    activity.table.selectRow(0)
    assert activity.detail.text().splitlines()[1:] == ["Before: name: Before", "After: name: After"]
