"""Single cells of lists: names, sentences, sections, marks, dispositions."""

from __future__ import annotations

import pytest

from app.importing.layouts.dispositions import read_disposition
from app.importing.layouts.layout import FIRST_LAST, LAST_FIRST, LAST_FIRST_BARE
from app.importing.layouts.names import join_name, read_name
from app.importing.layouts.sections import compose, count_marks, split_sections, with_code
from app.importing.layouts.sentences import read_length, read_sentence
from app.importing.values import is_conviction
from app.model.statute import read_section


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("Smith, John A", LAST_FIRST, "SMITH,JOHN A"),
        ("Smith Jr, John", LAST_FIRST, "SMITH,JOHN JR"),
        ("Smith, John, III", LAST_FIRST, "SMITH,JOHN III"),
        ("O'Neil-Müller,Zoë", LAST_FIRST, "O'NEIL-MÜLLER,ZOË"),
        ("Smith John", LAST_FIRST, "SMITH JOHN"),
        ("Smith, John", FIRST_LAST, "SMITH,JOHN"),
        ("John A. Smith Jr.", FIRST_LAST, "SMITH,JOHN A"),
        ("John Smith, Jr.", FIRST_LAST, "SMITH,JOHN JR"),
        ("Maria de la Cruz", FIRST_LAST, "DE LA CRUZ,MARIA"),
        ("SMITH JOHN A", LAST_FIRST_BARE, "SMITH,JOHN A"),
        ("De La Cruz Maria", LAST_FIRST_BARE, "DE LA CRUZ,MARIA"),
        ("Cher", FIRST_LAST, "CHER"),
        ("", FIRST_LAST, ""),
    ],
)
def test_names_in_the_states_form(text: str, form: str, name: str) -> None:
    """A comma decides; without one the layout's form, and where that says nothing, nothing."""
    assert read_name(text, form).startswith(name)


def test_names_from_parts() -> None:
    """Missing parts leave no gap."""
    assert join_name("Smith", "John", "", "Jr.") == "SMITH,JOHN JR"
    assert join_name("Smith", "", "", "") == "SMITH"
    assert join_name("", "", "", "") == ""


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("3 years formal probation, 90 days county jail, $500 fine",
         ("3 Y PROBATION", "90 D JAIL", "0 D FINE")),
        ("36 MOS PROB 30 DAYS CJ", ("36 M PROBATION", "30 D JAIL")),
        ("three years probation and 5 days jail", ("3 Y PROBATION", "5 D JAIL")),
        ("16 months state prison", ("16 M PRISON",)),
        ("1 year, 6 months", ("1 Y TERM", "6 M TERM")),
        ("Fine $1,200.00", ("0 D FINE",)),
        ("2 yrs prison suspended; 3 yrs probation",
         ("? 2 YRS PRISON SUSPENDED", "3 Y PROBATION")),
        ("LIFE", ("? LIFE",)),
        ("time served | see file", ("? TIME SERVED", "? SEE FILE")),
        ("90 d jail credit 3 days", ("? 90 D JAIL CREDIT 3 DAYS",)),
        ("10", ("? 10",)),
        ("1 year " * 200, ("? " + ("1 YEAR " * 200)[:500],)),
        ("none", ()),
    ],
)  # fmt: skip
def test_sentences_in_words(text: str, terms: tuple[str, ...]) -> None:
    """What is not wholly understood is a term of unknown length in the list's own words."""
    assert read_sentence(text) == terms


def test_sentence_lengths_in_columns() -> None:
    """With the unit and kind of the column, or of columns beside it; 0 is none."""
    assert read_length("12", "months", "Formal Probation") == ("12 M PROBATION",)
    assert read_length("12.0", "days", "Jail") == ("12 D JAIL",)
    assert read_length("3 years", "", "probation") == ("3 Y PROBATION",)
    assert read_length("12", "", "Jail") == ("? 12 JAIL",)
    assert read_length("0", "days", "Jail") == ()
    assert read_length("several", "days", "Jail")[0].startswith("? ")


def test_several_sections_in_one_cell() -> None:
    """Letters of the code are shared; another column's letters win over none."""
    assert split_sections("11357(a); 148 PC", (";",), "") == ("11357(a) PC", "148 PC")
    assert split_sections("11357(a), 11359 HS", (",",), "") == ("11357(a) HS", "11359 HS")
    assert split_sections("11357(a)\n11359", ("\n",), "H&S") == ("11357(a) HS", "11359 HS")
    assert split_sections("664/11359 HS", (), "") == ("664/11359 HS",)
    assert split_sections(" ; ", (";",), "") == ("",)


def test_unknown_code_letters_leave_the_section_unread() -> None:
    """11357 of a code nobody knows is not a section of the Health and Safety Code."""
    assert read_section(with_code("11357", "Muni")).sections == ()
    assert with_code("11357(a) HS", "PC") == "11357(a) HS"
    assert str(read_section(with_code("11357(a)-POSSESS", "HS")).sections[0]) == "HS 11357(a)"


def test_section_and_words_are_put_together_as_the_state_prints_them() -> None:
    """Unless the words would change how the section reads."""
    assert compose("11357(A) HS", "POSSESS") == "11357(A) HS-POSSESS"
    assert compose("484", "487(A) PC") == "484"
    assert compose("", "") == "NOT STATED"


@pytest.mark.parametrize(
    ("cell", "n"),
    [
        ("x", 1), ("Yes", 1), ("✓", 1), ("11357(a)", 1), ("HS 11357(A)", 1), ("2", 2), ("3.0", 3),
        ("", 0), ("0", 0), ("No", 0), ("11357(b)", None), ("see notes", None), ("2001", None),
        ("11357", None),
    ],
)  # fmt: skip
def test_marks_of_a_section_column(cell: str, n: int | None) -> None:
    """A mark, the section itself, or a number of counts; other words are not understood."""
    assert count_marks(cell, "11357(a) HS") == n


@pytest.mark.parametrize(
    ("words", "meaning", "for_all", "convicted", "doubtful"),
    [
        ("GUILTY", "convicted", "", True, False),
        ("GUILTY", "", "", False, True),
        ("Convicted - Prob", "", "", True, False),
        ("Convicted?", "", "", False, True),
        ("CONVICTEDLY", "", "", False, True),
        ("Not convicted", "", "", False, True),
        ("Dismissed", "", "", False, False),
        ("DISMISSED 1203.4 PC", "", "", False, True),
        ("DISMISSED 1203.4 PC", "relieved", "", True, False),
        ("", "", "", False, True),
        ("", "", "convicted", True, False),
        ("PG", "", "convicted", True, False),
        ("Dismissed", "", "convicted", False, True),
        ("XX", "unknown", "convicted", False, True),
        ("Diverted", "other", "", False, False),
        ("CONVICTED LATER", "other", "", False, False),
        ("CONVICTED LATER", "unknown", "", False, True),
    ],
)
def test_dispositions(
    words: str, meaning: str, for_all: str, convicted: bool, doubtful: bool
) -> None:
    """Only a map, plain words or the office's choice for the whole list make a conviction."""
    found = read_disposition(words, meaning, for_all)
    assert (is_conviction(found.text), found.is_doubtful) == (convicted, doubtful)
    assert words.casefold() in found.text.casefold()


def test_relief_in_a_disposition_is_passed_on() -> None:
    """So that it is found where relief is looked for."""
    assert read_disposition("CONVICTED, DISMISSED 1203.4", "", "").note
    assert read_disposition("1203.4", "relieved", "").note == "1203.4"
    assert read_disposition("GUILTY", "convicted", "").note == ""
