"""Single cells: blanks, levels, kinds of event, dispositions, relief, counties."""

from __future__ import annotations

import pytest

from app.importing.values import (
    clean,
    has_unseen,
    is_conviction,
    read_county,
    read_event_kind,
    read_level,
    read_relief,
    read_type_of_charge,
)
from app.model.record import EventKind, Level, ReliefKind
from app.sampling.sentences import DISMISSED_LATER, REDUCED_LATER


@pytest.mark.parametrize("cell", ["", "   ", "  -  ", "-", "NULL", "null  ", "\x00", "\t"])
def test_nothing_is_nothing(cell: str) -> None:
    """Empty cells, blanks and filler have no value."""
    assert clean(cell) == ""


def test_a_value_is_trimmed_and_its_blanks_folded() -> None:
    """Padding goes; what misleads a reader of the paper goes; letters stay."""
    assert clean("  LOS   ANGELES ") == "LOS ANGELES"
    assert clean("A\u202eBC\x07") == "A BC"
    assert clean("PEÑA") == "PEÑA"
    assert has_unseen("A\u202eB")
    assert not has_unseen("PEÑA,ZOË")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("FELONY", Level.FELONY), ("Felony", Level.FELONY), ("FELONY ", Level.FELONY),
        (" felony", Level.FELONY), ("MISDEMEANOR", Level.MISDEMEANOR),
        ("INFRACTION", Level.INFRACTION), ("", Level.UNKNOWN), ("UNDETERMINED", Level.UNKNOWN),
        ("FELONY?", Level.UNKNOWN), ("MISD", Level.UNKNOWN),
    ],
)  # fmt: skip
def test_a_level_in_other_words_is_unknown_never_a_misdemeanor(text: str, level: Level) -> None:
    """Case and padding do not matter; a word that is no level is no level."""
    assert read_level(text) is level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("F", Level.FELONY), ("f ", Level.FELONY), ("M", Level.MISDEMEANOR),
        ("I", Level.INFRACTION), ("N", Level.UNKNOWN), ("", Level.UNKNOWN), ("X", Level.UNKNOWN),
    ],
)  # fmt: skip
def test_a_type_of_charge_is_one_letter(text: str, level: Level) -> None:
    """F, M, I; N means not applicable."""
    assert read_type_of_charge(text) is level


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ARREST/DETAINED/CITED", EventKind.ARREST), ("COURT ACTION", EventKind.COURT),
        ("court action ", EventKind.COURT), ("REGISTRATION", EventKind.REGISTRATION),
        ("APPLICANT", EventKind.APPLICANT), ("CUSTODY:JAIL", EventKind.JAIL),
        ("CUSTODY:PRISON", EventKind.PRISON), ("PROBATION", EventKind.PROBATION),
        ("SUPPLEMENTAL ARREST", EventKind.SUPPLEMENTAL_ARREST), ("DECEASED", EventKind.DECEASED),
        ("", EventKind.OTHER), ("SOMETHING NEW", EventKind.OTHER),
    ],
)  # fmt: skip
def test_every_kind_of_event_of_the_file_is_known(text: str, kind: EventKind) -> None:
    """The words of STP_TYPE_DESCR; another word is another kind."""
    assert read_event_kind(text) is kind


def test_convicted_stands_at_the_start() -> None:
    """CONVICTED-PROB is a conviction, NOT CONVICTED is none."""
    assert is_conviction("CONVICTED")
    assert is_conviction(" convicted-prob/jail")
    assert not is_conviction("NOT CONVICTED")
    assert not is_conviction("DISMISSED")
    assert not is_conviction("")


@pytest.mark.parametrize(
    "text",
    [
        *DISMISSED_LATER,
        "1203.4PC DISMISSAL GRANTED",
        "PLEA WITHDRAWN & DISM PER 1203.4 PC",
        "RELIEF GRANTED PC 1203.4(A)",
        "conv set aside 1203.4",
    ],
)
def test_a_dismissal_under_1203_4_is_seen_in_every_wording(text: str) -> None:
    """The plea is withdrawn when the relief is granted."""
    assert read_relief(text) is ReliefKind.DISMISSED_1203_4


@pytest.mark.parametrize(
    "text", [*REDUCED_LATER, "PC 17(B) GRANTED", "REDUCED TO A MISD", "1170.18"]
)
def test_a_reduction_is_seen(text: str) -> None:
    """17(b), or in words, or under 1170.18."""
    assert read_relief(text) is ReliefKind.REDUCED


@pytest.mark.parametrize("text", ["CONV REVERSED", "JUDGMENT VACATED", "CONVICTION SET ASIDE"])
def test_a_reversal_is_seen(text: str) -> None:
    """On appeal or on a writ."""
    assert read_relief(text) is ReliefKind.REVERSED


@pytest.mark.parametrize("text", ["DISM PER 11361.8 HS", "RESENT-PROP 64", "PROPOSITION 64 RELIEF"])
def test_cannabis_relief_is_seen(text: str) -> None:
    """Relief under the Adult Use of Marijuana Act."""
    assert read_relief(text) is ReliefKind.CANNABIS_RELIEF


@pytest.mark.parametrize(
    "text",
    [
        "1203.4 PC PETITION DENIED", "PETITION 1203.4 WITHDRAWN", "1203.4 PC WITHDRAWN",
        "1203.4 RELIEF NOT GRANTED", "17(B) MOTION PENDING", "BENCH WARRANT SET ASIDE",
        "BAIL FORFEITURE SET ASIDE", "HEARING VACATED", "DISMISSED", "", "  -  ", "11203.4",
        "1203.1",
    ],
)  # fmt: skip
def test_what_was_not_granted_or_is_another_thing_is_no_relief(text: str) -> None:
    """Denied, withdrawn or pending; a warrant set aside, a hearing vacated."""
    assert read_relief(text) is None


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("LOS ANGELES", "LOS ANGELES"), ("Los Angeles ", "LOS ANGELES"),
        (" LOS  ANGELES", "LOS ANGELES"), ("LOS ANGELES COUNTY", "LOS ANGELES"),
        ("LOS ANGELES CO.", "LOS ANGELES"), ("County of Los Angeles", "LOS ANGELES"),
        ("Yolo", "YOLO"), ("YOLO ", "YOLO"), ("SAN FRAN", "SAN FRAN"), ("  -  ", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_county_is_known_in_its_usual_spellings(text: str, county: str) -> None:
    """Case, blanks and the word county do not matter; an abbreviation matches no county."""
    assert read_county(text) == county
