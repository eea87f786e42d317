"""A layout in the making: proposed, changed column by column, asked about, read from again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importing.layouts.loading import read_layout
from app.importing.layouts.writing import layout_text
from app.jobs.layout_draft import DraftColumn, LayoutDraft, Sample, draft_layout, draft_of
from app.jobs.layout_preview import date_choices, preview_rows
from app.jobs.layout_questions import questions_about

LIST = """Who,Born,Docket,Sentenced,Charge,Severity,Finding
"GARCIA, ANA",3/14/1971,BA1,03/04/1999,11359 HS,FEL,Guilty
"SMITH, MAY",1/30/1980,BA2,02/09/2003,11360(a) HS,X,Nobody knows
"""


@pytest.fixture
def draft(tmp_path: Path) -> LayoutDraft:
    path = tmp_path / "List.csv"
    path.write_text(LIST, encoding="utf-8")
    return draft_layout(path, "The list")


def column(draft: LayoutDraft, header: str) -> DraftColumn:
    """A column of the only sheet by its header."""
    return next(one for one in draft.sheets[0].columns if one.header == header)


def open_questions(draft: LayoutDraft) -> list[str]:
    return [one.text for one in questions_about(draft) if one.is_open]


def make_whole(draft: LayoutDraft) -> None:
    """Answer everything that is open."""
    sheet = draft.sheets[0]
    draft.set_field(sheet, column(draft, "Sentenced").at, "conviction_date")
    draft.change(column(draft, "Sentenced"), dates=("M/D/YYYY",))
    draft.set_field(sheet, column(draft, "Born").at, "birth_date")
    draft.set_field(sheet, column(draft, "Severity").at, "level")
    draft.set_field(sheet, column(draft, "Finding").at, "disposition")


def test_another_field_reads_the_cells_anew(draft: LayoutDraft) -> None:
    """A column taken as a date is asked about when its cells leave day and month open; taken as
    nothing, it is not read."""
    at = column(draft, "Sentenced").at
    draft.set_field(draft.sheets[0], at, "conviction_date")
    assert open_questions(draft) == ["“Sentenced”: say how its dates are written."]
    draft.set_field(draft.sheets[0], at, "")
    assert open_questions(draft) == []
    assert column(draft, "Sentenced").column is None


def test_what_cannot_be_done_without_is_asked_first(draft: LayoutDraft) -> None:
    """Without a person, without a section: open; without a county: a note."""
    make_whole(draft)
    for header in ("Who", "Charge"):
        draft.set_field(draft.sheets[0], column(draft, header).at, "")
    asked = questions_about(draft)
    assert [one.is_open for one in asked[:2]] == [True, True]
    assert "Nothing names the person" in asked[0].text
    assert "No column holds a code section" in asked[1].text
    assert any(not one.is_open and "county" in one.text for one in asked)
    draft.constants["county"] = "Yolo"
    assert not any("county" in one.text for one in questions_about(draft))


def test_a_layout_without_questions_is_one_that_loads(draft: LayoutDraft) -> None:
    """What the screen lets through reads back equal, and gives the same draft again."""
    make_whole(draft)
    assert open_questions(draft) == []
    layout = draft.layout()
    assert read_layout(layout_text(layout).encode(), "layout") == layout
    again = draft_of(Sample(draft.sample.path), layout)
    assert again.layout() == layout
    assert again.title == "The list"


def test_the_first_rows_become_what_the_import_would_make_of_them(draft: LayoutDraft) -> None:
    """Person, section, level, date and result; words without a meaning stay not known."""
    make_whole(draft)
    first, second = preview_rows(draft).rows
    assert first.row == 2
    assert first.person == "GARCIA,ANA, born 1971-03-14"
    assert (first.section, first.level, first.convicted, first.result) == (
        "11359 HS", "felony", "1999-03-04", "conviction",
    )  # fmt: skip
    assert (second.level, second.result) == ("not known", "not known")


def test_a_field_given_twice_is_told(draft: LayoutDraft) -> None:
    """Two columns cannot both be the case number."""
    make_whole(draft)
    draft.set_field(draft.sheets[0], column(draft, "Finding").at, "case_number")
    assert open_questions(draft) == [
        "Case number is taken from “Docket” and from “Finding”. Choose one."
    ]


def test_date_choices_show_a_date_that_reads_differently() -> None:
    """Each way with the same doubtful text as it would be read; a year of two digits says so."""
    month_first, day_first = date_choices(["03/04/1999", "01/01/2000"], None)
    assert month_first.example == "03/04/1999 = March 4, 1999"
    assert day_first.example == "03/04/1999 = April 3, 1999"
    (short, *_) = date_choices(["12/31/68"], 30)
    assert short.has_short_year
    assert short.example == "12/31/68 = December 31, 1968"
    (iso,) = date_choices(["1999-03-04"], None)
    assert (iso.pattern, iso.n_read) == ("YYYY-MM-DD", 1)
