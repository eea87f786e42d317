"""Sealed: out of every list and view, on record, and not brought back by anything but a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs.explain_sheet import explained_person
from app.jobs.export_results import export_results
from app.jobs.formats import CLEAR_MY_RECORD, WORKBOOK
from app.jobs.merge_people import merge_people
from app.jobs.office import add_user
from app.jobs.packages.cut import ByLetters, plan_cut
from app.jobs.packages.make import make_packages
from app.jobs.progress import Silent
from app.jobs.reassemble import reassemble_people
from app.jobs.retention.seal import seal_convictions, show_sealed, unseal_convictions
from app.jobs.source_rows import SEALED, get_source_row
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.store import (
    audit,
    matches,
    papers,
    people,
    queue,
    records,
    renewal,
    retention,
    sealed,
    waiting,
)
from app.store.check import find_problems
from app.store.key import random_key
from app.store.matches import Match
from app.store.records import list_issues
from app.store.workspace import Workspace, open_workspace
from tests.jobs.retention.conftest import (
    AVERY,
    BLAKE,
    CHRIS,
    FIRST,
    ROWS,
    SECOND,
    THIRD,
    check,
    take,
)
from tests.store.made_reviews import reviewed

WHO = "A. Attorney"
DAY, TODAY = date(2026, 11, 2), date(2026, 11, 28)


def seal(workspace: Workspace, *numbers: int) -> None:
    seal_convictions(workspace, numbers, DAY, "Order BA1", who=WHO, today=TODAY)


def listed(workspace: Workspace) -> list[int]:
    return queue.list_by_date(workspace, in_scope_only=False)


def test_a_sealed_conviction_is_in_no_list_and_its_whole_arrest_is_out_of_the_record(
    desk: Workspace,
) -> None:
    """The only conviction of an arrest takes the arrest with it; other answers stay."""
    assert listed(desk) == [1, 4, 5, 2, 3]
    before = papers.list_relief(desk)
    seal(desk, 1)
    assert listed(desk) == [4, 5, 2, 3]
    assert 1 not in {row.conviction_id for row in papers.list_relief(desk)}
    assert [row for row in before if row.conviction_id != 1] == papers.list_relief(desk)
    sheet = records.get_rap_sheet(desk, 1)
    assert [charge.at.row for event in sheet.events() for charge in event.charges] == [4, 5]
    assert people.get_person(desk, 1).n_convictions == 2
    assert sealed.rows_of_person(desk, 1) == [RowRef(1, 2), RowRef(1, 3)]
    assert get_source_row(desk, RowRef(1, 3)).text == SEALED
    assert find_problems(desk) == []
    entry = list(audit.entries(desk))[-1]
    assert (entry.action, entry.subject) == ("seal", "conviction 1")
    assert entry.new == "order of 2026-11-02: Order BA1"


def test_of_an_arrest_with_others_only_the_count_is_sealed(desk: Workspace) -> None:
    """The second count of one day stays with its rows."""
    seal(desk, 2)
    sheet = records.get_rap_sheet(desk, 1)
    assert [charge.at.row for event in sheet.events() for charge in event.charges] == [2, 3, 5]
    assert sealed.rows_of_person(desk, 1) == [RowRef(1, 4)]


def test_a_person_all_of_whose_convictions_are_sealed_is_not_found_by_name(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Of people made of several parts as well."""
    take(desk, workers, tmp_path, "More.dat", {**BLAKE, **SECOND})
    assert [one.name for one, _ in people.list_of_several_parts(desk)] == ["OAKWOODLY,BLAKE"]
    seal(desk, *(one for one in listed(desk) if queue.get_place(desk, one)[0] == 2))
    assert people.list_of_several_parts(desk) == []


def test_an_unsealed_conviction_is_what_it_was_with_its_review(desk: Workspace) -> None:
    """Answer, decision and doubts come back; the record says both."""
    reviewed(desk, 4, "accepted", "looked at", who=WHO)
    issues, relief = list_issues(desk), papers.list_relief(desk)
    decisions = list(waiting.iter_reviews(desk))
    seal(desk, 4)
    assert list(waiting.iter_reviews(desk)) == decisions  # what was signed off stays the same
    assert [row.conviction_id for row in papers.list_relief(desk)] == [1, 2, 3, 5]
    unseal_convictions(desk, [4], "The order was set aside", who=WHO)
    assert (list_issues(desk), papers.list_relief(desk)) == (issues, relief)
    assert list(waiting.iter_reviews(desk)) == decisions
    assert [one.action for one in audit.entries(desk)][-2:] == ["seal", "unseal"]
    assert sealed.rows_of_person(desk, 2) == []
    assert find_problems(desk) == []


def test_a_look_at_what_is_sealed_needs_a_reason_and_is_on_record(desk: Workspace) -> None:
    """With name and facts, for whoever may."""
    seal(desk, 4)
    with pytest.raises(InputError, match="A reason is needed"):
        show_sealed(desk, 4, " ", who=WHO)
    shown = show_sealed(desk, 4, "The clerk asked for the day", who=WHO)
    assert (shown.name, shown.sealed.facts[5]) == ("OAKWOODLY,BLAKE", "QX700444")
    entry = list(audit.entries(desk))[-1]
    assert (entry.action, entry.new) == ("look at sealed", "The clerk asked for the day")


def test_bad_requests_are_refused_in_a_sentence(desk: Workspace) -> None:
    """A day to come, no reason, no such conviction, sealed twice, not sealed."""
    seal(desk, 4)
    for numbers, day, why, sentence in (
        ([1], date(2026, 12, 1), "x", "still to come"),
        ([1], DAY, "", "A reason is needed"),
        ([1], DAY, "x" * 2001, "longer than"),
        ([99], DAY, "x", "There is no conviction 99"),
        ([4], DAY, "x", "sealed already"),
        ([], DAY, "x", "No conviction was named"),
    ):
        with pytest.raises(InputError, match=sentence):
            seal_convictions(desk, numbers, day, why, who=WHO, today=TODAY)
    with pytest.raises(InputError, match="Conviction 1 is not sealed"):
        unseal_convictions(desk, [1], "x", who=WHO)
    assert listed(desk) == [1, 5, 2, 3]


def test_a_clerk_may_neither_seal_nor_look(desk: Workspace) -> None:
    """An attorney may."""
    add_user(desk, "An Administrator", "administrator", who="An Administrator")
    add_user(desk, "A. Clerk", "clerk", who="An Administrator")
    add_user(desk, WHO, "attorney", who="An Administrator")
    seal(desk, 4)
    with pytest.raises(InputError, match="may not seal records"):
        show_sealed(desk, 4, "curious", who="A. Clerk")
    with pytest.raises(InputError, match="Ask an attorney or an administrator"):
        seal_convictions(desk, [1], DAY, "x", who="A. Clerk", today=TODAY)


def test_a_check_and_a_new_record_do_not_bring_it_back(desk: Workspace, workers: Workers) -> None:
    """The answer of the new check is kept for the day the seal is lifted."""
    seal(desk, 1)
    check(desk, workers)
    assert 1 not in listed(desk)
    with desk.transaction():
        reassemble_people(desk, [1])
    assert 1 not in listed(desk)
    check(desk, workers)
    unseal_convictions(desk, [1], "Set aside", who=WHO)
    assert 1 in {row.conviction_id for row in papers.list_relief(desk)}
    assert find_problems(desk) == []


def test_a_newer_delivery_carries_it_and_it_stays_sealed(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Under its number, at its new row, which is sealed there too."""
    seal(desk, 1)
    take(desk, workers, tmp_path, "New.dat", {**CHRIS, "OFN": "QX700555"}, *ROWS[:5], replaces=1)
    assert len(listed(desk)) == 4
    assert sealed.rows_of_person(desk, 1) == [RowRef(2, 3), RowRef(2, 4)]
    assert find_problems(desk) == []
    unseal_convictions(desk, [1], "Set aside", who=WHO)
    assert 1 in listed(desk)


def test_what_a_newer_delivery_changed_names_nobody_all_of_whom_is_sealed(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """And tells no change of a record a part of which is sealed."""
    seal(desk, 1, 4)
    take(
        desk, workers, tmp_path, "New.dat", *ROWS[:3], {**ROWS[3], "OFN": "QX700334"},
        {**BLAKE, "OFN": "QX700445"}, {**CHRIS, "OFN": "QX700555"}, replaces=1,
    )  # fmt: skip
    told = {one.person_id: one for one in renewal.list_changes(desk, 2)}
    assert (told[2].name, told[2].cii, told[2].born) == ("sealed", "", "")
    assert "QX70" not in " ".join(word for one in told.values() for word in one.details)


def test_people_who_may_be_one_are_not_told_when_all_of_one_is_sealed(desk: Workspace) -> None:
    """Neither listed nor counted; they are again once the seal is lifted."""
    with desk.transaction():
        matches.replace_open(desk, [Match(1, 2, "strong", ("same name",), "open")])
    assert matches.count_matches(desk) == {("open", "strong"): 1}
    seal(desk, 4)
    assert (matches.list_matches(desk), matches.count_matches(desk)) == ([], {})
    unseal_convictions(desk, [4], "Set aside", who=WHO)
    assert len(matches.list_matches(desk)) == 1


def test_whom_to_seal_hold_or_purge_is_found_by_name_or_case_number(desk: Workspace) -> None:
    """Never somebody all of whose convictions are sealed, nor a sealed conviction."""
    assert [one.id for one in retention.find_convictions(desk, "qx7004", 9)] == [4]
    assert [one.id for one in retention.find_convictions(desk, "quill", 9)] == [1, 2, 3]
    assert [one.id for one in retention.find_people(desk, "oakw", 9)] == [2]
    assert retention.find_people(desk, "%", 9) == []
    seal(desk, 4)
    assert retention.find_convictions(desk, "qx7004", 9) == []
    assert retention.find_people(desk, "oakw", 9) == []


def test_another_file_with_the_same_conviction_is_known_by_its_facts(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Whatever row, number or cycle it has there; another conviction of that person is not."""
    seal(desk, 1)
    take(
        desk, workers, tmp_path, "Second.dat",
        {**AVERY, "SUBJECT_ID": "77", **FIRST, "CNT_ORDER": "005001001000"},
        {**AVERY, "SUBJECT_ID": "77", **SECOND, "CNT_ORDER": "006001001000", "OFN": "QX700999"},
    )  # fmt: skip
    numbers = {queue.get_rows(desk, [one])[0].case_number for one in listed(desk)}
    assert numbers == {"QX700222; QX700333", "QX700444", "QX700555", "QX700999"}
    assert RowRef(2, 2) in sealed.rows_of_person(desk, 1)
    assert RowRef(2, 3) not in sealed.rows_of_person(desk, 1)
    assert find_problems(desk) == []


def test_somebody_left_out_of_a_delivery_and_back_in_the_next_stays_sealed(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Though the person was gone in between."""
    seal(desk, 4)
    take(desk, workers, tmp_path, "Less.dat", *ROWS[:4], {**CHRIS, "OFN": "QX700555"}, replaces=1)
    with pytest.raises(InputError, match="No file has conviction 4 any more"):
        unseal_convictions(desk, [4], "x", who=WHO)
    take(desk, workers, tmp_path, "More.dat", *ROWS, {**CHRIS, **SECOND}, replaces=2)
    assert "QX700444" not in {row.case_number for row in queue.get_rows(desk, listed(desk))}
    assert find_problems(desk) == []


def test_merging_people_keeps_what_is_sealed(desk: Workspace) -> None:
    """It is the other person's then."""
    seal(desk, 4)
    merge_people(desk, 1, 2, who=WHO)
    assert [one.person_id for one in sealed.list_sealed(desk)] == [1]
    assert len(listed(desk)) == 4
    assert find_problems(desk) == []


def test_exports_and_the_workbook_leave_sealed_rows_out(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Every line of the arrest, and nothing else."""
    seal(desk, 1)
    files = export_results(
        desk,
        tmp_path / "out",
        frozenset({CLEAR_MY_RECORD, WORKBOOK}),
        Silent(),
        workers=workers,
        who=WHO,
    )
    texts = [path.read_text() for path in files if path.suffix == ".csv"]
    assert texts
    assert not any("QX700111" in text or "ORCHID" in text for text in texts)
    assert any("QX700222" in text and "QX700555" in text for text in texts)


def test_a_package_holds_nothing_sealed(desk: Workspace, tmp_path: Path) -> None:
    """Neither in the record nor as a row; its record fits what came out of the office."""
    seal(desk, 1)
    plan = plan_cut(desk, ByLetters((("A", "Z"),)))
    key = random_key()
    made = make_packages(desk, plan, tmp_path, key, Silent(), who=WHO)
    with open_workspace(made.files[0], key) as package:
        sheet = records.get_rap_sheet(package, 1)
        assert [one.charge.at.row for one in sheet.convictions()] == [4, 5]
        with pytest.raises(LookupError):
            get_source_row(package, RowRef(1, 3))
        assert find_problems(package) == []
    with pytest.raises(InputError, match="is at another desk with the package"):
        seal(desk, 2)


def test_an_explanation_never_rests_on_what_is_sealed(desk: Workspace) -> None:
    """Of the others it is told as long as it gives the answer on file."""
    seal(desk, 1)
    told = explained_person(desk, 1)
    assert len(told.convictions) == 2
    words = " ".join(one.text for part in told.convictions for one in part.statements)
    assert "QX700111" not in words
    assert THIRD["OFN"] in " ".join(one.details for one in told.convictions)
