"""The list of cases from the terminal: filters by every facet, counts, saved filters."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.queue_filter import FACETS
from tests.cli.terminal_user import desk


def found(workspace: Path, *more: str) -> list[dict[str, object]]:
    done = desk("cases", workspace, "--limit", "10000", "--json", *more)
    assert done.status == 0, done.err
    rows: list[dict[str, object]] = done.data["convictions"]
    assert len(rows) == done.data["count"]
    return rows


def test_several_values_of_a_facet_are_any_of_them(workspace: Path) -> None:
    """Two answers, one level: all must hold, and any of a facet's values will do."""
    rows = found(workspace, "--answer", "dismissal", "--answer", "hand-review", "--level", "felony")
    assert {row["outcome"] for row in rows} == {"DISMISSAL", "HAND_REVIEW"}
    assert {row["level"] for row in rows} == {"felony"}
    everything = found(workspace)
    assert len(rows) == sum(
        row["outcome"] in ("DISMISSAL", "HAND_REVIEW") and row["level"] == "felony"
        for row in everything
    )


def test_facets_are_counted_and_each_value_can_be_given_back(workspace: Path) -> None:
    """What is counted is what the filter finds, for the first value of every facet."""
    counts = desk("cases", workspace, "--facets", "--json").data["facets"]
    assert list(counts) == list(FACETS)
    options = {"outcome": "answer", "closeness": "close"}
    for facet, values in counts.items():
        for value, n in values[:1]:
            given = value.lower() if facet in ("outcome", "remedy", "procedure") else value
            assert len(found(workspace, f"--{options.get(facet, facet)}", given)) == n
    shown = desk("cases", workspace, "--facets").out
    assert "Answer (--answer)" in shown
    assert "dismissal  (Eligible for Dismissal)" in shown


def test_progress_is_part_of_the_data(workspace: Path) -> None:
    """How many of all were reviewed."""
    rows = found(workspace, "--answer", "dismissal")
    assert desk("review", workspace, str(rows[0]["conviction_id"]), "--accept").status == 0
    data = desk("cases", workspace, "--json").data
    assert data["reviewed"] == 1
    assert data["all"] == data["count"]
    assert [row["conviction_id"] for row in found(workspace, "--state", "accepted")] == [
        rows[0]["conviction_id"]
    ]
    line = desk("cases", workspace, "--state", "accepted").out
    assert "[accepted" in line


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--answer", "maybee", "use one of dismissal, reduction"),
        ("--state", "done", "use one of 'open', 'accepted'"),
        ("--age", "old", "use one of 'under 21'"),
    ],
)
def test_values_that_cannot_occur_are_refused(
    workspace: Path, option: str, value: str, sentence: str
) -> None:
    """Status 2, with the values there are; a section that is nowhere simply finds nothing."""
    done = desk("cases", workspace, option, value)
    assert done.status == 2
    assert sentence in done.err
    assert found(workspace, "--section", "no such section") == []


def test_a_filter_is_saved_used_and_removed(workspace: Path) -> None:
    """With its order; options beside it narrow further, or take the place of its own."""
    done = desk(
        "filters", "save", workspace, "Felonies, by name", "--level", "felony", "--sort", "name"
    )
    assert done.status == 0, done.err
    assert "Saved “Felonies, by name”: level: felony." in done.out
    rows = found(workspace, "--filter", "felonies, BY name")
    assert rows == found(workspace, "--level", "felony", "--sort", "name")
    both = found(workspace, "--filter", "Felonies, by name", "--answer", "dismissal")
    assert both == [row for row in rows if row["outcome"] == "DISMISSAL"]
    other = found(workspace, "--filter", "Felonies, by name", "--level", "misdemeanor")
    assert {row["level"] for row in other} == {"misdemeanor"}
    assert "level: felony; by name" in desk("filters", "list", workspace).out
    assert desk("filters", "remove", workspace, "felonies, by name").status == 0
    assert "No filter was saved yet" in desk("filters", "list", workspace).err
    assert desk("filters", "list", workspace, "--json").data == {"filters": []}


def test_filters_that_are_not_there_or_taken_are_told(workspace: Path) -> None:
    """Status 3 with the names there are; nothing is overwritten unasked."""
    assert desk("filters", "save", workspace, "Mine", "--level", "felony").status == 0
    again = desk("filters", "save", workspace, "MINE", "--level", "misdemeanor")
    assert again.status == 3
    assert "named “Mine” already" in again.err
    missing = desk("cases", workspace, "--filter", "Yours")
    assert missing.status == 3
    assert "Saved filters: “Mine”" in missing.err
    assert desk("filters", "remove", workspace, "Yours").status == 3
    replaced = desk("filters", "save", workspace, "MINE", "--find", "x", "--replace")
    assert replaced.status == 0, replaced.err
    assert [
        one["name"] for one in desk("filters", "list", workspace, "--json").data["filters"]
    ] == ["MINE"]
