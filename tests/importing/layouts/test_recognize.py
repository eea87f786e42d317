"""A list is known again by its header, and what has changed in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import UsageError
from app.importing.layouts.catalog import (
    find_layouts,
    get_layout,
    known_layouts,
    own_folder,
    save_layout,
)
from app.importing.layouts.loading import LayoutError
from app.importing.layouts.propose import propose_layout
from app.importing.layouts.recognize import find_layout, match_layout
from app.importing.layouts.writing import layout_text
from app.model.doj_columns import DOJ_COLUMNS
from tests.importing.layouts.made_tables import MadeTable, csv_table, table_of

HEADER = ["Docket", "Deft", "DOB", "Viol", "Sev", "Conv Dt", "Judge"]
ROW = ["C1", "Doe, Jane", "1/25/1970", "11359 HS", "F", "3/14/1999", "Lee"]


def first_table() -> MadeTable:
    return table_of(HEADER, ROW)


def saved() -> str:
    """The id of a layout that was proposed for the first delivery and saved."""
    layout = propose_layout(first_table(), "Monthly list").layout
    save_layout(layout)
    return layout.id


def test_a_saved_layout_is_found_next_time() -> None:
    """Whatever the order of the columns, their capitals, and the titles above."""
    layout_id = saved()
    turned = table_of(
        ["July 2026"], *([*reversed(row)] for row in ([w.upper() for w in HEADER], ROW))
    )
    for table in (first_table(), turned):
        match = find_layout(table, known_layouts())
        assert match is not None
        assert (match.layout.id, match.is_exact, match.is_usable) == (layout_id, True, True)


def test_a_changed_header_says_what_differs() -> None:
    """A column more or fewer that is not read does not matter; one that is read does."""
    saved()
    more = table_of([*HEADER, "Clerk"], [*ROW, "x"])
    match = find_layout(more, known_layouts())
    assert match is not None
    assert (match.is_exact, match.is_usable) == (False, True)
    assert match.differences == ("Columns of the file that are new: Clerk.",)
    renamed = table_of([word.replace("Conv Dt", "Judgment") for word in HEADER], ROW)
    match = match_layout(renamed, get_layout("office/monthly-list"))
    assert match is not None
    assert not match.is_usable
    assert "There is no column 'Conv Dt'" in match.problems[0]
    assert "Conv Dt" in match.differences[0]


def test_dates_written_otherwise_are_no_match() -> None:
    """The header is the same, the dates are not."""
    saved()
    table = table_of(HEADER, [cell.replace("1/25/1970", "25.1.70") for cell in ROW])
    match = match_layout(table, get_layout("office/monthly-list"))
    assert match is not None
    assert not match.is_usable
    assert "Most dates of 'DOB' are not written as the layout says" in match.problems[0]


def test_another_kind_of_list_matches_nothing() -> None:
    """A price list is no court list."""
    saved()
    assert find_layout(csv_table("Item,Price\nTea,3\n"), known_layouts()) is None


def test_the_shipped_layouts_are_found() -> None:
    """San Francisco's list by its header, the state's columns in another order, court lists."""
    sf = get_layout("us-ca/sf-court-list")
    row = ["C1", "0", "Doe, Jane", "1/2/1970", "3/4/1999", *[""] * 4, "x", *[""] * 19]
    match = find_layout(table_of(sf.header, row), known_layouts())
    assert match is not None
    assert (match.layout.id, match.is_exact) == ("us-ca/sf-court-list", True)
    turned = table_of([*reversed(DOJ_COLUMNS)], ["x"] * 95)
    match = find_layout(turned, known_layouts())
    assert match is not None
    assert match.layout.id == "us-ca/doj-reordered"
    match = find_layout(first_table(), known_layouts())
    assert match is not None
    assert (match.layout.id, match.is_exact) == ("us-ca/court-case-list", False)
    assert any("county" in one for one in match.differences)


def test_layouts_at_hand_by_id() -> None:
    """Shipped and the office's own; a wrong id names the nearest."""
    saved()
    assert "office/monthly-list" in find_layouts()
    assert "synonyms" not in find_layouts()
    with pytest.raises(UsageError, match="did you mean 'us-ca/sf-court-list'"):
        get_layout("us-ca/sf-court-lst")


def test_an_own_layout_is_a_file_that_can_be_passed_on(tmp_path: Path) -> None:
    """It is read from any folder, and from the office's own by its id."""
    layout_id = saved()
    path = own_folder() / f"{layout_id}.toml"
    elsewhere = tmp_path / "taken along.toml"
    elsewhere.write_bytes(path.read_bytes())
    assert get_layout(str(elsewhere)) == get_layout(layout_id)


def test_a_broken_own_layout_does_not_hide_the_others() -> None:
    """It is told, and so is one whose id is not its place; a shipped one cannot be replaced."""
    folder = own_folder()
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text("form = 9", encoding="utf-8")
    moved = propose_layout(first_table(), "Monthly list").layout
    (folder / "moved.toml").write_text(layout_text(moved), encoding="utf-8")
    broken: list[LayoutError] = []
    assert len(list(known_layouts(broken))) == 3
    assert [error.source for error in broken] == ["broken.toml", "moved.toml"]
    assert "its place in the folder makes it 'moved'" in broken[1].message
    with pytest.raises(UsageError, match="choose another id"):
        save_layout(get_layout("us-ca/sf-court-list"))


def test_a_layout_that_cannot_be_used_is_not_saved() -> None:
    """An open question about dates first has to be answered."""
    table = table_of(HEADER, [cell.replace("25", "5").replace("14", "4") for cell in ROW])
    with pytest.raises(LayoutError, match="how its dates are written"):
        save_layout(propose_layout(table, "Monthly list").layout)
    assert "office/monthly-list" not in find_layouts()


def test_a_general_layout_is_not_taken_where_days_and_months_are_alike() -> None:
    """It was not made for this list: a person has to say that 3/4 is in March."""
    row = [cell.replace("14", "4") for cell in ROW]
    match = find_layout(table_of(HEADER, row), known_layouts())
    assert match is not None
    assert match.layout.id == "us-ca/court-case-list"
    assert not match.is_usable
    assert "as M/D/YYYY and as D/M/YYYY" in match.problems[0]
    assert "Name the layout yourself" in match.problems[0]
