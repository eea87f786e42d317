"""What is looked for after a purge: names and numbers however they are written."""

from __future__ import annotations

from app.jobs.retention.needles import Needles, case_numbers_in, spellings_of, strike_out


def test_a_name_is_found_as_files_and_people_write_it() -> None:
    """Last name first or last, with and without the middle name, in any case, over a line."""
    pattern = Needles.of(spellings_of("OAKWOODLY,BLAKE JAN")).text_pattern()
    assert pattern is not None
    for text in ("Oakwoodly, Blake", "blake oakwoodly", "Blake Jan\n Oakwoodly", "OAKWOODLY BLAKE"):
        assert strike_out(pattern, f"see {text}.") == "see [purged]."
    assert strike_out(pattern, "Blake Oakwoodlyson") == "Blake Oakwoodlyson"


def test_words_that_stand_anywhere_by_chance_are_not_looked_for() -> None:
    """Too short for any text; in pages also short ones, and digits, for columns stand there without
    anything between them: a number ending in 138 before the year 1960 is not 1381960."""
    assert Needles.of({"LEE"}).text_pattern() is None
    assert Needles.of({"1381960"}).text_pattern() is not None
    assert Needles.of({"1381960", "12345678", "LEE,ANN"}).byte_pattern() is None
    found = Needles.of({"OAKWOODLY,BLAKE"}).byte_pattern()
    assert found is not None
    assert found.search(b"\x00xOakwoodly,Blake1960") is not None


def test_the_numbers_of_a_case_are_told_apart() -> None:
    """As the list joins them."""
    assert case_numbers_in("QX700222; QX700333 ;") == ["QX700222", "QX700333"]
