"""Layout files: every problem is told, with its line and how to mend it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from app.importing.layouts.catalog import find_layouts
from app.importing.layouts.layout import CHARGES, PEOPLE
from app.importing.layouts.loading import LayoutError, load_layout, read_layout
from tests.importing.layouts.made_tables import layout_of

GOOD = """form = 1
id = "office/list"
title = "Our list"
dates = "M/D/YYYY"

[constants]
county = "Alameda"

[[sheet]]
[[sheet.column]]
field = "cii"
header = "CII"
[[sheet.column]]
field = "section"
header = ["Charge", "Chg"]
[[sheet.column]]
field = "conviction_date"
header = "Conv Date"
[[sheet.column]]
field = "level"
header = "Lvl"
values = { "F" = "felony" }
"""


def problems_of(text: str) -> str:
    with pytest.raises(LayoutError) as raised:
        read_layout(text.encode(), "list.toml")
    return raised.value.message


def test_a_good_layout_is_read() -> None:
    """Everything stands where it was written; one text may stand for a list."""
    layout = read_layout(GOOD.encode(), "list.toml")
    assert (layout.id, layout.title, layout.dates) == ("office/list", "Our list", ("M/D/YYYY",))
    assert layout.constant("county") == "ALAMEDA"
    assert [one.field for one in layout.sheets[0].columns] == [
        "cii", "section", "conviction_date", "level",
    ]  # fmt: skip
    assert layout.sheets[0].columns[1].header == ("Charge", "Chg")
    assert layout.sheets[0].columns[3].values == (("F", "felony"),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("form = 1\n", "", "'form' must be 1"),
        ("form = 1", "form = 7", "line 1: it is written in form 7"),
        ('id = "office/list"', 'id = "Our List"', "line 2: 'id' may hold only small letters"),
        ('id = "office/list"\n', "", "'id' is missing"),
        ('title = "Our list"', "title = 3", "line 3: 'title' must be text"),
        ('title = "Our list"', 'title = " "', "'title' is empty"),
        ("dates =", "datse =", "line 4: 'datse' is not a key here (did you mean 'dates'?)"),
        ('"M/D/YYYY"', '"M/D/YYY"', "is not a way to write dates (did you mean 'M/D/YYYY'?)"),
        ('"M/D/YYYY"', '["M/D/YYYY", "D/M/YYYY"]', "read the same text as different days"),
        ('"M/D/YYYY"', '"M/D/YY"', "its years have two digits: add pivot"),
        ('dates = "M/D/YYYY"\n', "", "it is not said how its dates are written"),
        ('"M/D/YYYY"', '"M/D/YYYY"\npivot = 300', "line 5: 'pivot' must be a whole number from 0"),
        ('"M/D/YYYY"', '"M/D/YYYY"\ndelimiter = "ab"', "'delimiter' must be one of"),
        ('"M/D/YYYY"', '"M/D/YYYY"\nname_form = "LAST FIRST"', "did you mean 'LAST FIRST MIDDLE'"),
        ('"M/D/YYYY"', '"M/D/YYYY"\nempty = [1]', "'empty' must be text in quotes, or a list"),
        ("county =", "countyy =", "[constants]: 'countyy' is not a key here (did you"),
        ('county = "Alameda"', 'disposition = "convictd"', "(did you mean 'convicted'?)"),
        ('field = "cii"', 'field = "ciii"', "line 11, sheet 1, column 1: 'ciii' is not a field"),
        ('field = "cii"', 'field = "OFFENSE_DESC"', "(did you mean 'OFFENSE_DESCR'?)"),
        ('field = "cii"\n', "", "sheet 1, column 1: 'field' is missing"),
        ('header = "CII"\n', "", "neither 'header' nor 'position'"),
        ('header = "CII"', 'header = "CII"\noptional = "yes"', "'optional' must be true or false"),
        ('header = "CII"', 'header = "CII"\nposition = 0', "'position' must be a whole number"),
        ('header = "CII"', 'header = "CII"\ndates = "YYYY"', "are for dates only"),
        ('header = "CII"', 'header = "CII"\nseveral = ";"', "'several' is for section"),
        ('header = "CII"', 'header = "CII"\nsection = "11357 HS"', "'section' is for section_mark"),
        ('header = "CII"', 'header = "Chg"', "the header 'chg' is given to 2 columns"),
        ('field = "cii"', 'field = "level"', "the field level is given to 2 columns"),
        ('"F" = "felony"', '"F" = "felny"', "means 'felny' (did you mean 'felony'?)"),
        ('"F" = "felony"', '"F" = "felony", " f " = "felony"', "twice"),
        ('"F" = "felony"', '" " = "felony"', "an empty text"),
        ('values = { "F" = "felony" }', 'values = "F"', "'values' must be a table of texts"),
        ('header = "Conv Date"', 'header = "D"\nvalues = { "1" = "2" }', "has no value map"),
        ('field = "cii"', 'field = "name"', "nothing names the person"),
        ('field = "cii"', 'field = "name"', "it is not said how names are written"),
        ('field = "section"', 'field = "comment"', "no column holds a code section"),
        ('field = "section"', 'field = "section_mark"', "'section' is missing: which section"),
        (
            'field = "section"', 'field = "section_mark"\nsection = "11357 to 11360"',
            "write one section with its code letters",
        ),
        ("[[sheet]]\n", "[[sheet]]\nheader_row = 0\n", "say by 'position' which column this is"),
        ("[[sheet]]\n", '[[sheet]]\nrole = "peeple"\n', "(did you mean 'people'?)"),
        ("[[sheet]]\n", '[[sheet]]\nrole = "people"\n', "'key' is missing"),
        ("[[sheet]]\n", '[[sheet]]\nrole = "people"\nkey = "CII"\n', "none the role charges"),
        (
            "[[sheet]]\n", '[[sheet]]\nrole = "people"\nkey = "a"\nheader_row = 0\n',
            "'key' needs a header row",
        ),
        ("[[sheet]]\n", '[[sheet]]\nkey = "CII"\n', "'key' is for sheets of people and charges"),
        ("[[sheet]]\n", "[[sheet]]\n[[sheet]]\n", "sheet 1: it has no column"),
        ("[[sheet]]\n", "[[sheet]]\n[[sheet]]\n", "give each its 'names'"),
        ('[constants]\ncounty = "Alameda"', "constants = 1", "'constants' must be a table"),
        ('[constants]\ncounty = "Alameda"', "recognize = { n_columns = 0 }", "'n_columns' must be"),
    ],
)  # fmt: skip
def test_each_problem_is_told(old: str, new: str, says: str) -> None:
    """One slip in a good file: what is wrong, on which line, and the nearest right word."""
    assert old in GOOD
    assert says in problems_of(GOOD.replace(old, new, 1))


def test_all_problems_are_told_at_once() -> None:
    """From the top down, with their number."""
    bad = GOOD.replace('"Our list"', '""').replace('"felony"', '"fel"').replace('"cii"', '"ci"')
    told = problems_of(bad)
    assert "list.toml cannot be used: 4 problems to mend" in told
    assert told.index("line 3") < told.index("line 11") < told.index("line 22")
    assert "nothing names the person" in told


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfeform", "line 1: it is not UTF-8 text"),
        (b"form = ", "it is not a TOML file"),
        (b"form = 1\nid = " + b"[" * 3000, "it is not a TOML file"),
        (b"form = 1\nsheet = 3", "'sheet' must be written as [[sheet]]"),
        (b"form = 1", "no sheet is described"),
        (b"#" * (2 << 20), "larger than a layout can be"),
        (b"form = true", "'form' must be 1"),
    ],
)
def test_what_is_no_layout_at_all_says_so(data: bytes, says: str) -> None:
    """Other encodings, broken TOML, brackets without end, huge files: a sentence each time."""
    with pytest.raises(LayoutError) as raised:
        read_layout(data, "list.toml")
    assert says in raised.value.message
    assert raised.value.exit_code == 3


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """Its name and the system's reason."""
    with pytest.raises(LayoutError, match=r"none\.toml cannot be used"):
        load_layout(tmp_path / "none.toml")


def test_the_error_reaches_another_process_whole() -> None:
    """Workers send it to the program that started them."""
    with pytest.raises(LayoutError) as raised:
        read_layout(b"form = 1", "x.toml")
    again = pickle.loads(pickle.dumps(raised.value))
    assert (again.message, again.problems) == (raised.value.message, raised.value.problems)


def test_people_and_charges_are_described_apart() -> None:
    """Roles and keys of sheets; a section may stand in one and the person in the other."""
    layout = layout_of("""
        [[sheet]]
        role = "people"
        names = "Persons"
        key = "ID"
        [[sheet.column]]
        field = "person_number"
        header = "ID"
        [[sheet]]
        role = "charges"
        names = ["Counts", "Charges"]
        key = "Person"
        [[sheet.column]]
        field = "section"
        header = "Sec"
    """)
    assert [sheet.role for sheet in layout.sheets] == [PEOPLE, CHARGES]
    assert layout.sheets[1].names == ("Counts", "Charges")


@pytest.mark.parametrize("layout_id", find_layouts())
def test_every_shipped_layout_can_be_used(layout_id: str) -> None:
    """It loads, its id is its place, and a title is given."""
    layout = load_layout(find_layouts()[layout_id])
    assert layout.id == layout_id
    assert layout.title
