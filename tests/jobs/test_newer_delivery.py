"""A newer delivery in the place of the older: what is the same stays, what is not is told."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import Cancelled, InputError
from app.jobs.import_files import compare_delivery, import_files
from app.jobs.merge_people import merge_people, separate_part, separate_people
from app.jobs.newer_delivery import DeliveryDifference
from app.jobs.progress import Silent
from app.sampling.writer import write_sample
from app.store import audit, conflicts, records, renewal
from app.store.check import find_problems
from app.store.reviews import ACCEPTED, PARKED, find_review
from tests.jobs.made_sources import COUNTY, Cells, Office, everything
from tests.jobs.test_merge_people import WHO, conviction_at, review

A: Cells = {"SUBJECT_ID": "1", "CII_NUMBER": "A1", "PRI_NAME": "EXAMPLE,AVERY"}
B: Cells = {"SUBJECT_ID": "2", "CII_NUMBER": "A2", "PRI_NAME": "SAMPLE,BLAKE"}
C: Cells = {"SUBJECT_ID": "3", "CII_NUMBER": "A3", "PRI_NAME": "MUSTER,CHRIS"}
D: Cells = {"SUBJECT_ID": "4", "CII_NUMBER": "A4", "PRI_NAME": "MODEL,DANA"}
SECOND = {"CNT_ORDER": "002001001000", "OFN": "CR2", "STP_EVENT_DATE": "20010101"}
OTHER_LEVEL = {"CONV_STAT_DESCR": "MISDEMEANOR"}


def replace_by(office: Office, *rows: Cells, older: int = 1, name: str = "New.dat") -> Any:
    path = office.state_file(name, *rows)
    return import_files(
        office.workspace, [path], Silent(), who=WHO, workers=office.workers,
        replaces={path: older},
    )  # fmt: skip


def told(difference: DeliveryDifference | None) -> list[tuple[str, str, int]]:
    assert difference is not None
    return [(one.change, one.name, one.n_reviews_opened) for one in difference.changes]


@pytest.fixture
def old(office: Office) -> Office:
    office.take_state("Old.dat", A, {**A, **SECOND}, B, C)
    return office


def test_added_removed_and_changed_people_are_told(old: Office) -> None:
    """By CII number; whatever row or person number they have now."""
    summary = replace_by(
        old, D, {**C, "SUBJECT_ID": "77"}, {**A, **OTHER_LEVEL}, {**A, **SECOND},
    )  # fmt: skip
    assert told(summary.difference) == [
        ("changed", "EXAMPLE,AVERY", 0), ("removed", "SAMPLE,BLAKE", 0), ("added", "MODEL,DANA", 0),
    ]  # fmt: skip
    assert summary.difference.n_unchanged == 1
    (changed, *_) = summary.difference.changes
    assert changed.details == (
        "CR700001 11359 HS of 1999-03-01: level was felony, now misdemeanor",
    )
    names = [row[2] for row in everything(old.workspace)["person"]]
    assert names == ["EXAMPLE,AVERY", "MUSTER,CHRIS", "MODEL,DANA"]
    assert renewal.list_changes(old.workspace, 2) == list(summary.difference.changes)
    assert find_problems(old.workspace) == []


def test_numbers_and_reviews_stay_where_the_facts_are_the_same(old: Office) -> None:
    """Those whose facts changed, or who are gone, are stale or gone with them, each on record."""
    same = review(old, 1, 3, ACCEPTED)
    changed = review(old, 1, 2, ACCEPTED)
    gone = review(old, 1, 4, PARKED)
    summary = replace_by(old, C, {**A, **OTHER_LEVEL}, {**A, **SECOND})
    assert conviction_at(old, 2, 4) == same
    assert conviction_at(old, 2, 3) == changed
    assert find_review(old.workspace, same) is not None
    stale = find_review(old.workspace, changed)
    assert stale is not None
    assert stale.decision == "accepted"
    assert stale.stale.endswith("level was felony, now misdemeanor")
    assert find_review(old.workspace, gone) is None
    assert told(summary.difference) == [
        ("changed", "EXAMPLE,AVERY", 1), ("removed", "SAMPLE,BLAKE", 1),
    ]  # fmt: skip
    opened = [
        (one.subject, one.old) for one in audit.entries(old.workspace)
        if one.action == "review opened again"
    ]  # fmt: skip
    assert opened == [
        (f"conviction {changed}", "accepted: looked at"),
        (f"conviction {gone}", "parked: looked at"),
    ]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"OFFENSE_DESCR": "11360 HS-SELL"}, "section was 11359 HS, now 11360 HS"),
        ({"DISP_DESCR": "CONVICTED-PROB/JAIL"}, "disposition was CONVICTED, now CONVICTED-PROB"),
        ({"COMMENT_TEXT": "DISM 1203.4 PC"}, "relief was none, now dismissed under PC 1203.4"),
        (
            {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "030", "SENT_TIME_CODE": "D"},
            "sentence was none, now 30 D JAIL",
        ),
        ({"STP_EVENT_DATE": "19990302"}, "date was 1999-03-01, now 1999-03-02"),
        ({"OFN": "CR1"}, "case number was CR700001, now CR1"),
        ({"PRI_NAME": "EXAMPLE,AVERY LEE"}, "name was EXAMPLE,AVERY, now EXAMPLE,AVERY LEE"),
        ({"DISP_DESCR": "DISMISSED"}, "conviction no longer there"),
    ],
)
def test_what_changed_is_told(office: Office, cells: Cells, says: str) -> None:
    """Each fact with its value before and now."""
    office.take_state("Old.dat", A, B)
    summary = replace_by(office, {**A, **cells}, B)
    (change,) = summary.difference.changes
    assert any(says in detail for detail in change.details)


def test_an_entry_that_is_no_conviction_is_a_change_too(office: Office) -> None:
    """A later arrest or registration may change an answer."""
    office.take_state("Old.dat", A)
    later = {**A, "CNT_ORDER": "003001001000", "STP_TYPE_DESCR": "REGISTRATION", "DISP_DESCR": "",
             "OFFENSE_DESCR": "290 PC-REGISTRATION"}  # fmt: skip
    summary = replace_by(office, A, later)
    assert told(summary.difference) == [("changed", "EXAMPLE,AVERY", 0)]


def test_the_same_people_are_unchanged(office: Office) -> None:
    """The rows in another order of people, otherwise numbered: nobody changed."""
    path = office.folder / "Old.dat"
    write_sample(path, n_people=30, county=COUNTY, seed=5)
    office.take(path)
    before = [row[1:] for row in everything(office.workspace)["person"]]
    path = office.folder / "New.dat"
    path.write_text(
        (office.folder / "Old.dat").read_text(encoding="utf-8") + "\n\n", encoding="utf-8"
    )
    summary = import_files(
        office.workspace, [path], Silent(), who=WHO, workers=office.workers, replaces={path: 1}
    )
    assert summary.difference is not None
    assert summary.difference.changes == ()
    assert summary.difference.n_unchanged == 30
    after = [row[1:] for row in everything(office.workspace)["person"]]
    assert [row[:6] for row in after] == [row[:6] for row in before]


def test_comparing_tells_the_same_and_leaves_no_trace(old: Office) -> None:
    """What is told before is what the import does."""
    review(old, 1, 2, ACCEPTED)
    before = everything(old.workspace)
    n_entries = len(list(audit.entries(old.workspace)))
    path = old.state_file("New.dat", {**A, **OTHER_LEVEL}, C, D)
    difference = compare_delivery(old.workspace, path, 1, Silent(), workers=old.workers)
    assert everything(old.workspace) == before
    assert len(list(audit.entries(old.workspace))) == n_entries
    assert [source.name for source in records.list_sources(old.workspace)] == ["Old.dat"]
    summary = import_files(
        old.workspace, [path], Silent(), who=WHO, workers=old.workers, replaces={path: 1}
    )
    assert summary.difference == difference


def test_cancelling_leaves_nothing(old: Office) -> None:
    """While the two deliveries are compared."""

    class Stop(Silent):
        def step(self, done: int, total: int, label: str) -> None:
            if label.startswith("Comparing"):
                raise Cancelled

    before = everything(old.workspace)
    path = old.state_file("New.dat", A)
    with pytest.raises(Cancelled):
        import_files(
            old.workspace, [path], Stop(), who=WHO, workers=old.workers, replaces={path: 1}
        )
    assert everything(old.workspace) == before
    assert len(records.list_sources(old.workspace)) == 1


def test_what_another_file_says_of_them_stays(office: Office) -> None:
    """People of several files keep the rest; who is only in the other file is not touched."""
    office.take_state("Old.dat", A, B)
    office.take_state("Other.dat", {**A, **SECOND}, {**B, **SECOND}, D)
    review(office, 2, 3, ACCEPTED)
    kept = conviction_at(office, 2, 3)
    summary = replace_by(office, {**A, **OTHER_LEVEL}, D)
    assert told(summary.difference) == [
        ("changed", "EXAMPLE,AVERY", 0), ("removed", "SAMPLE,BLAKE", 0), ("added", "MODEL,DANA", 0),
    ]  # fmt: skip
    sheet = records.get_rap_sheet(office.workspace, 1)
    assert [(c.charge.at.source, c.charge.level.value) for c in sheet.convictions()] == [
        (2, "felony"), (3, "misdemeanor"),
    ]  # fmt: skip
    (blake,) = records.get_rap_sheet(office.workspace, 2).convictions()
    assert blake.charge.at == (2, 3)
    assert kept is not None
    assert find_review(office.workspace, kept) is not None
    assert find_problems(office.workspace) == []


def test_merges_separations_and_choices_outlive_a_newer_delivery(office: Office) -> None:
    """What a clerk decided of people and of facts is not asked again."""
    office.take_state("Old.dat", A, B, {**C, "CII_NUMBER": "A1"}, {**D, "CII_NUMBER": ""})
    merge_people(office.workspace, 1, 2, who=WHO)
    other = separate_part(office.workspace, 1, [(1, "3")], who=WHO)
    merge_people(office.workspace, other, 3, who=WHO)
    summary = replace_by(
        office, {**D, "CII_NUMBER": ""}, {**C, "CII_NUMBER": "A1"}, B, A, {**A, **SECOND}
    )
    assert [one.name for one in summary.difference.changes] == ["EXAMPLE,AVERY"]
    assert [row[2] for row in everything(office.workspace)["person"]] == [
        "EXAMPLE,AVERY", "MUSTER,CHRIS",
    ]  # fmt: skip
    separate_people(office.workspace, 1, 2, who=WHO)
    separate_people(office.workspace, other, 3, who=WHO)
    names = {row[0]: row[2] for row in everything(office.workspace)["person"]}
    assert names == {1: "EXAMPLE,AVERY", 2: "SAMPLE,BLAKE", 3: "MODEL,DANA", other: "MUSTER,CHRIS"}


def test_a_choice_between_two_files_goes_with_the_conviction(office: Office) -> None:
    """The court's level was chosen: it counts after the state's file was delivered anew."""
    from app.jobs.choose import SECOND as THEIRS
    from app.jobs.choose import choose

    office.take_state("Old.dat", A, B)
    office.take_list("Court.csv", {**A, **OTHER_LEVEL})
    (conflict,) = conflicts.list_conflicts(office.workspace)
    choose(office.workspace, conflict.id, THEIRS, who=WHO)
    path = office.state_file("New.dat", B, A)
    import_files(
        office.workspace, [path], Silent(), who=WHO, workers=office.workers, replaces={path: 1}
    )
    (found,) = conflicts.list_conflicts(office.workspace)
    assert found.decided == "second"
    (conviction,) = records.get_rap_sheet(office.workspace, 1).convictions()
    assert conviction.charge.level.value == "misdemeanor"
    assert conviction.charge.at == (3, 3)


@pytest.mark.parametrize(
    ("rows", "older", "words"),
    [
        ([D], 1, "shares no people with Old.dat"),
        ([A], 7, "There is no file 7"),
    ],
)
def test_what_is_no_newer_delivery_is_refused(
    old: Office, rows: list[Cells], older: int, words: str
) -> None:
    """In a sentence, and nothing is changed."""
    before = everything(old.workspace)
    with pytest.raises(InputError, match=words):
        replace_by(old, *rows, older=older)
    assert everything(old.workspace) == before


def test_a_replaced_file_is_not_replaced_again(old: Office) -> None:
    """The newer one is named instead; nor is a file of another kind its newer delivery."""
    replace_by(old, A, D)
    with pytest.raises(InputError, match=r"Old\.dat was replaced by New\.dat already"):
        replace_by(old, A, B, name="Newer.dat")
    plan = old.other_file("List.csv", A)
    with pytest.raises(InputError, match="not the same kind of file"):
        import_files(
            old.workspace, [plan], Silent(), who=WHO, workers=old.workers, replaces={plan.path: 2}
        )
