"""Conflicts between files: kept, told, decided by a person, remembered, undone."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import InputError
from app.jobs.assemble_people import PERHAPS_ONE, SOURCES_DIFFER
from app.jobs.choose import choose, set_order
from app.jobs.export_results import export_results
from app.jobs.formats import EXPORTS
from app.jobs.progress import Silent
from app.jobs.reassemble import reassemble_people
from app.jobs.trace import explain_conviction
from app.store import audit, conflicts, records, runs
from app.store.check import find_problems
from app.store.conflicts import ListedConflict
from tests.jobs.made_check import import_and_check
from tests.jobs.made_sources import Office, everything
from tests.jobs.test_merge_people import WHO

LOWER = {"CONV_STAT_DESCR": "MISDEMEANOR"}


@pytest.fixture
def differing(office: Office) -> Office:
    """The state says felony, a court's list misdemeanor; the CII number joins the person."""
    office.take_state("State.dat", {})
    office.take_list("Court.csv", LOWER)
    return office


def conflict(office: Office) -> ListedConflict:
    (found,) = conflicts.list_conflicts(office.workspace)
    return found


def level(office: Office) -> str:
    (conviction,) = records.get_rap_sheet(office.workspace, 1).convictions()
    (listed,) = office.workspace.connection.execute("SELECT level FROM conviction").fetchall()
    assert listed[0] == conviction.charge.level.value
    return str(listed[0])


def issues(office: Office) -> list[tuple[str, str]]:
    return [
        (one.kind, one.reason)
        for one in records.list_issues(office.workspace)
        if one.kind in (SOURCES_DIFFER, PERHAPS_ONE)
    ]


def test_both_values_and_places_are_kept_and_the_state_s_counts(differing: Office) -> None:
    """And it is a doubt until somebody decides."""
    found = conflict(differing)
    assert (found.fact, found.value, found.other_value) == ("level", "felony", "misdemeanor")
    assert (found.file_name, found.at.row) == ("State.dat", 2)
    assert (found.other_file_name, found.other_at.row) == ("Court.csv", 2)
    assert found.is_open
    assert found.counts == level(differing) == "felony"
    told = "The level is felony here and misdemeanor in Court.csv, row 2."
    assert issues(differing) == [(SOURCES_DIFFER, told)]


def test_a_choice_counts_and_is_undone(differing: Office) -> None:
    """The other value, the same again, open again; the doubt goes and comes back."""
    before = everything(differing.workspace)
    number = conflict(differing).id
    choose(differing.workspace, number, "second", who=WHO)
    assert level(differing) == "misdemeanor"
    assert conflict(differing).id == number
    assert (conflict(differing).decided, conflict(differing).who) == ("second", WHO)
    assert conflict(differing).counts == "misdemeanor"
    assert issues(differing) == []
    choose(differing.workspace, number, "first", who=WHO)
    assert level(differing) == "felony"
    assert issues(differing) == []
    choose(differing.workspace, number, "open", who=WHO)
    assert everything(differing.workspace) == before
    assert [one.new for one in audit.entries(differing.workspace)][-3:] == [
        "second: misdemeanor", "first: felony", "open: felony / misdemeanor",
    ]  # fmt: skip


def test_it_is_remembered_when_the_person_is_made_anew(differing: Office) -> None:
    """Also when a further file comes."""
    choose(differing.workspace, conflict(differing).id, "second", who=WHO)
    with differing.workspace.transaction():
        reassemble_people(differing.workspace, [1])
    assert level(differing) == "misdemeanor"
    differing.take_rap_sheet("Rap.txt", LOWER)
    assert level(differing) == "misdemeanor"
    assert conflicts.count_open(differing.workspace) <= 1


def test_two_that_are_different_after_all(differing: Office) -> None:
    """Both count; said to be the same again, one does."""
    choose(differing.workspace, conflict(differing).id, "different", who=WHO)
    assert len(records.get_rap_sheet(differing.workspace, 1).convictions()) == 2
    assert conflict(differing).fact == "perhaps the same conviction"
    assert conflict(differing).decided == "different"
    assert issues(differing) == []
    choose(differing.workspace, conflict(differing).id, "open", who=WHO)
    assert level(differing) == "felony"


def test_the_office_chooses_the_order_of_sources(differing: Office) -> None:
    """Court lists first, or the newest delivery first; a single choice outlives it."""
    differing.take_list("Later.csv", {"STP_EVENT_DATE": "19990501", **LOWER})
    assert set_order(differing.workspace, "court-list,state,rap-sheet", who=WHO) == (
        "court-list", "state", "rap-sheet",
    )  # fmt: skip
    assert level(differing) == "misdemeanor"
    (conviction,) = records.get_rap_sheet(differing.workspace, 1).convictions()
    assert conviction.charge.at.source == 3  # of two lists the newer
    assert str(conviction.convicted_on) == "1999-05-01"
    set_order(differing.workspace, "newest", who=WHO)
    assert level(differing) == "misdemeanor"
    set_order(differing.workspace, "state,rap-sheet,court-list", who=WHO)
    assert level(differing) == "felony"
    entries = [one.new for one in audit.entries(differing.workspace)]
    assert entries[-1] == "the state's file, then rap sheets, then court lists"
    assert find_problems(differing.workspace) == []


def test_the_explanation_names_the_file_that_counts(office: Office) -> None:
    """In words, with both values; a chosen fact is followed to the row that states it."""
    import_and_check(office.workspace, [office.state_file("State.dat", {})], office.workers)
    office.take_list("Court.csv", LOWER)
    assert runs.is_stale(office.workspace)
    number = conflict(office).id

    def explained() -> Any:
        path = office.state_file("Other.dat", {"SUBJECT_ID": "9", "CII_NUMBER": f"A{number}9"})
        if not any(one.name == "Other.dat" for one in records.list_sources(office.workspace)):
            office.take(path)
        return explain_conviction(office.workspace, 1)

    text = "\n".join(explained().lines)
    assert "Stated in 2 files and counted once: State.dat, row 2; also Court.csv, row 2" in text
    assert "State.dat counts, by the order of sources" in " ".join(text.split())
    choose(office.workspace, number, "second", who=WHO)
    traced = explained()
    assert f"Court.csv counts, as {WHO} chose on" in " ".join(" ".join(traced.lines).split())
    (level_column,) = {
        one.column for event in records.get_rap_sheet(office.workspace, 1).events()
        for charge in event.charges for one in charge.taken
    }  # fmt: skip
    place = traced.place_of(traced.explanation.determination.at, level_column)
    assert place is not None
    assert place.file_name == "Court.csv"
    assert traced.as_data()["several_files"]


def test_results_are_written_for_every_file_that_counts(differing: Office, tmp_path: Any) -> None:
    """A conviction of two files stands in the results of both."""
    path = differing.state_file("More.dat", {"SUBJECT_ID": "9", "CII_NUMBER": "A99"})
    import_and_check(differing.workspace, [path], differing.workers)
    out = tmp_path / "out"
    files = export_results(
        differing.workspace, out, frozenset(EXPORTS), Silent(), workers=differing.workers, who="ZOË"
    )
    assert len([one for one in files if one.name.startswith("All_Results_")]) >= 3


@pytest.mark.parametrize(
    ("number", "choice", "words"),
    [(77, "first", "There is no conflict 77"), (1, "same", "cannot be chosen here"),
     (1, "x", "cannot be chosen here")],
)  # fmt: skip
def test_what_cannot_be_chosen(differing: Office, number: int, choice: str, words: str) -> None:
    """Is a sentence, and changes nothing."""
    before = everything(differing.workspace)
    with pytest.raises(InputError, match=words):
        choose(differing.workspace, number, choice, who=WHO)
    assert everything(differing.workspace) == before


@pytest.mark.parametrize("text", ["", "state", "state,state,rap-sheet", "newest,state", "x"])
def test_what_is_no_order(differing: Office, text: str) -> None:
    """Each kind once, or the newest."""
    with pytest.raises(InputError, match="is no order of sources"):
        set_order(differing.workspace, text, who=WHO)
