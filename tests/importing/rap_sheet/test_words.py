"""Dispositions, sentences and signs of lines, word by word."""

from __future__ import annotations

import pytest

from app.importing.rap_sheet.dispositions import (
    Outcome,
    goes_on,
    may_undo,
    read_outcome,
    without_spacing,
)
from app.importing.rap_sheet.events import read_numbers
from app.importing.rap_sheet.repairs import repair
from app.importing.rap_sheet.sentences import join_terms, read_sentence, sentence_in_comment
from app.importing.rap_sheet.tokens import Sign, read_lines, read_tokens


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("CONVICTED", Outcome.CONVICTION),
        ("convicted-prison .", Outcome.CONVICTION),
        ("CONVICTED blah", Outcome.CONVICTION),
        ("CONVICTED/REVERSED ON APPEAL", Outcome.UNREAD),
        ("NOT CONVICTED", Outcome.UNREAD),
        ("C0NVICTED", Outcome.UNREAD),
        ("CONV", Outcome.UNREAD),
        ("", Outcome.UNREAD),
        ("DISMISSED PER 1203.4 PC", Outcome.AFTERWARDS),
        ("DISMISSED", Outcome.NO_CONVICTION),
        ("DISMISSEDX", Outcome.UNREAD),
        ("RELIEF DENIED", Outcome.UNREAD),
        ("REL/DETENTION ONLY", Outcome.NO_CONVICTION),
    ],
)
def test_only_words_of_the_vocabulary_say_what_became_of_a_count(
    text: str, outcome: Outcome
) -> None:
    """What is cut off, glued or unknown says neither that nor that not."""
    assert read_outcome(text) is outcome


def test_spaced_letters_are_joined_only_to_words_of_the_vocabulary() -> None:
    """``CO  N VI CTE D`` is CONVICTED; a text that spells nothing stays as it is."""
    assert without_spacing("CO N VI CTE D") == "CONVICTED"
    assert without_spacing("DIS MISSED") == "DISMISSED"
    assert without_spacing("CON VI CTION") == "CON VI CTION"


def test_a_wrapped_disposition_goes_on_only_where_it_must() -> None:
    """A line after a whole disposition is not part of it."""
    assert goes_on("CONV SET ASIDE & DISM PER", "1203.4 PC")
    assert goes_on("PROS", "REJ-LACK OF EVIDENCE")
    assert not goes_on("CONVICTED", "MORE INFO ABOUT THIS COUNT")
    assert not goes_on("DISMISSED", "SOMETHING")


def test_a_later_dismissal_without_its_law_leaves_a_conviction_open() -> None:
    """Relief with its law does not: it is stated; nor does parole."""
    assert may_undo("DISMISSED")
    assert may_undo("ANYTHING UNKNOWN")
    assert not may_undo("DISMISSED PER 1203.4 PC")
    assert not may_undo("PAROLED")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("012 MONTHS PROBATION, 045 DAYS JAIL, FINE", "12 M PROBATION|45 D JAIL|0 D FINE"),
        ("3 YR PROB, 6 MO JL WORK, $9 FINE", "3 Y PROBATION|6 M JAIL|0 D $9 FINE"),
        ("3 YR PROB,90 DS JL", "3 Y PROBATION|90 D JAIL"),
        ("16 MOS STATE PRISON", "16 M PRISON"),
        (", , JAIL", "? JAIL"),
        ("PROBATION", "? PROBATION"),
        ("1 YR PRISON SS", "? 1 YR PRISON SS"),
        ("0I2 MONTHS JAIL", "? 0I2 MONTHS JAIL"),
        ("12 WEEKS JAIL", "? 12 WEEKS JAIL"),
        ("DRUG PROGRAM", "? DRUG PROGRAM"),
        ("FINE SS, CONCURRENT", "0 D FINE SS|0 D CONCURRENT"),
    ],
)  # fmt: skip
def test_terms_are_read_or_of_unknown_length(text: str, terms: str) -> None:
    """What is not understood is a term whose end nobody knows."""
    assert "|".join(read_sentence(text)) == terms


def test_a_point_inside_a_number_is_no_speck() -> None:
    """One and a half years are not fifteen."""
    assert read_sentence("1.5 YEARS JAIL") == ("? 1.5 YEARS JAIL",)
    assert read_sentence(".5 YEARS JAIL") == ("? .5 YEARS JAIL",)
    assert read_sentence(". 045. DAYS JAIL.") == ("45 D JAIL",)


def test_sentences_in_comments() -> None:
    """By their sign; what only repeats the sentence line is not counted again."""
    assert sentence_in_comment("SEN-X3 YR PROB") == "3 YR PROB"
    assert sentence_in_comment("SEN-X,3 YR PROB") == "3 YR PROB"
    assert sentence_in_comment("XSEN:3 YR PROB") == "3 YR PROB"
    assert sentence_in_comment("SENTENCE CONCURRENT WITH FILE") is None
    assert join_terms(["3 Y PROBATION"], ["3 Y PROBATION", "6 M JAIL"]) == (
        "3 Y PROBATION", "? 6 M JAIL",
    )  # fmt: skip


def test_numbers_of_counts() -> None:
    """One, a range, a list; what does not ascend is unreadable; what is too large stays small."""
    assert tuple(read_numbers("01")) == (1,)
    assert tuple(read_numbers("01-03")) == (1, 2, 3)
    assert tuple(read_numbers("01,03 & 05-06")) == (1, 3, 5, 6)
    assert tuple(read_numbers("03-01")) == tuple(read_numbers("0")) == ()
    assert len(read_numbers("1-99999999999999")) == 1000


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("* * * *", Sign.CYCLE), (".,* * ·* * .", Sign.CYCLE), ("- '- -- --", Sign.DIVIDER),
        ("* END OF MESSAGE.", Sign.END), ("COURT :", Sign.EVENT), ("COURT; NAM:01", Sign.EVENT),
        ("ARR / DET. / CITE:", Sign.EVENT), (" . CUSTODY* *:JAIL", Sign.EVENT),
        ("R E GISTRATI ON:", Sign.EVENT), ("MENTAL HLTH CUS/SUPV", Sign.EVENT),
        ("CUSTODY OF CHILD", Sign.TEXT), ("COURT ORDER", Sign.TEXT), ("CNT : 003", Sign.COUNT),
        ("CMT:02 #1", Sign.DAMAGED), ("*D1SPO:DISMISSED", Sign.DAMAGED), ("*DISP", Sign.DAMAGED),
        ("CONV STATU:FELONY", Sign.DAMAGED), ("DI SP O ; X", Sign.DISPOSITION),
        ("20040.102 SAN FRANCISCO", Sign.DATE), ("2004O102 CASC LODI", Sign.DATE),
        ("66411357(c) HS", Sign.TEXT), ("-BENCH WARRANT", Sign.FLAG),
        (".-1170 (H) PC-SENTENCING", Sign.SENTENCING), ("WARRANT #ABC", Sign.WARRANT),
        ("ARR BY: CAPD X", Sign.KEYED), ("DCN:T113", Sign.KEYED), ("(TOC:F)", Sign.TYPE),
        (". #312145", Sign.NUMBER), ("DOB/19700101 SEX/M", Sign.PERSON),
    ],
)  # fmt: skip
def test_a_line_is_known_by_how_it_begins(line: str, sign: Sign) -> None:
    """Specks, spaced letters and a lost column do not matter."""
    assert [token.sign for token in read_tokens(read_lines([line]))] == [sign]


@pytest.mark.parametrize(
    "line",
    ["* * * * * * * *", "** POTENTIAL FELONY STRIKE ENTRY **", "PAGE 2 OF 3", "(Page 4 of 9)",
     "PAGE 3", "- .", "\f", "*"],
)  # fmt: skip
def test_banners_and_specks_are_no_lines(line: str) -> None:
    """They may stand anywhere and say nothing."""
    assert list(read_tokens(read_lines([line]))) == []


def test_repairs_leave_names_as_they_are() -> None:
    """Letters with an accent are damage in a charge and right in a name."""
    assert repair("11359 HS-POSSÉSS")[0] == "11359 HS-POSSESS"
    assert repair("NAM/01 PEÑA,JOSÉ") == ("NAM/01 PEÑA,JOSÉ", ())
    assert repair("02 GARÇÓN,RENÉ") == ("02 GARÇÓN,RENÉ", ())
