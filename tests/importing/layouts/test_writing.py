"""A layout that is written reads back equal."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.importing.layouts.catalog import known_layouts
from app.importing.layouts.layout import NAME_FORMS, Column, Layout, SheetLayout
from app.importing.layouts.loading import read_layout
from app.importing.layouts.writing import layout_text

# A text of TOML cannot hold half a surrogate pair; blanks at its ends are not kept by a layout.
TEXTS = (
    st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)
LISTS = st.lists(TEXTS, max_size=2)
HEADER_ROWS = st.sampled_from([None, 0, 4])
UNIQUE = {"F": "felony", "1": "misdemeanor"}


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Layouts that the loader accepts, with awkward texts wherever texts are free."""
    columns = (
        Column("cii", position=1, header=(draw(TEXTS),), empty=tuple(draw(LISTS))),
        Column("section", position=2, several=(draw(st.sampled_from([";", "\n", " / ", "|"])),)),
        Column(
            "birth_date", position=3, dates=("M/D/YY",), pivot=draw(st.integers(0, 99)),
            is_optional=draw(st.booleans()),
        ),
        Column("name", position=4, name_form=draw(st.sampled_from(NAME_FORMS))),
        Column("section_mark", position=5, section="11357(a) HS"),
        Column("sentence_length", position=6, unit="months", place=draw(TEXTS)),
        Column("level", position=7, values=tuple(UNIQUE.items())),
        Column("race", position=8, values=((draw(TEXTS) + "x", draw(TEXTS)),)),
    )  # fmt: skip
    return Layout(
        id="office/made", title=draw(TEXTS), notes=draw(st.one_of(st.just(""), TEXTS)),
        sheets=(
            SheetLayout(columns, names=(draw(TEXTS),), header_row=draw(HEADER_ROWS)),
        ),
        header=tuple(draw(st.lists(TEXTS, max_size=3))), n_columns=draw(st.sampled_from([0, 29])),
        delimiter=draw(st.sampled_from(["", "\t", ";"])), dates=("YYYYMMDD", "M/D/YYYY"),
        empty=tuple(draw(st.lists(TEXTS, max_size=2))),
        constants=(("county", draw(TEXTS).upper()), ("disposition", "convicted")),
    )  # fmt: skip


@given(layouts())
def test_a_written_layout_reads_back_equal(layout: Layout) -> None:
    """Whatever signs its texts hold: quotes, backslashes, control characters, other scripts."""
    assert read_layout(layout_text(layout).encode(), "made.toml") == layout


def test_shipped_layouts_write_back_equal() -> None:
    """With every key that they use."""
    for layout in known_layouts():
        assert read_layout(layout_text(layout).encode(), layout.id) == layout


def test_remarks_are_comments() -> None:
    """Also those with line breaks or control characters: they cannot become keys."""
    layout = next(known_layouts())
    text = layout_text(layout, ["First\nform = 9", "bell \x07"])
    assert text.startswith("# First\n# form = 9\n# bell \n")
    assert read_layout(text.encode(), "x") == replace(layout)
