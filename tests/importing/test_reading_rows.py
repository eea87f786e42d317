"""Rows of a reading: what their columns after the state's 95 add to a person."""

from __future__ import annotations

from datetime import date

import pytest

from app.importing.assemble import assemble
from app.importing.issues import Issue
from app.importing.join import join_sheets
from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.reading_columns import EXTRA_COLUMNS
from app.model.record import Charge, RapSheet, SentencePart
from tests.importing.made_rows import row_of


def read(*rows: dict[str, str]) -> tuple[RapSheet, list[Issue]]:
    """Rows of one person, the columns after the state's by name."""
    made = [
        (
            number,
            [
                *row_of(**{name: cell for name, cell in row.items() if name not in EXTRA_COLUMNS}),
                *(row.get(name, "") for name in EXTRA_COLUMNS),
            ],
        )
        for number, row in enumerate(rows, start=2)
    ]
    return assemble(1, "1:5001", made)


def only_charge(*rows: dict[str, str]) -> Charge:
    (conviction,) = read(*rows)[0].convictions()
    return conviction.charge


def test_the_date_of_the_offense() -> None:
    """Known where the file has it, unknown and told where it is no date."""
    assert only_charge({"OFFENSE_DATE": "19981224"}).offense_on == PartialDate.exactly(
        date(1998, 12, 24)
    )
    assert only_charge({}).offense_on == UNKNOWN_DATE
    sheet, issues = read({"OFFENSE_DATE": "31/31/98"})
    assert sheet.convictions()[0].charge.offense_on == UNKNOWN_DATE
    assert [(one.column, one.text) for one in issues] == [("OFFENSE_DATE", "31/31/98")]


def test_further_names() -> None:
    """Each once, after the person's own."""
    sheet, _ = read({"ALIASES": "DOE,SAM | EXAMPLE,AVERY"}, {"ALIASES": "DOE,SAM | ROE,ALEX"})
    assert (sheet.person.name, sheet.person.aliases) == (
        "EXAMPLE,AVERY",
        ("DOE,SAM", "ROE,ALEX"),
    )


def test_the_terms_of_a_sentence() -> None:
    """They stand for the state's three columns; what has no length is unknown and told."""
    sheet, issues = read({"SENTENCE": "12 M PROBATION | 45 D JAIL | 0 D FINE | ? PRISON"})
    (conviction,) = sheet.convictions()
    at = conviction.charge.at
    assert conviction.charge.sentence == (
        SentencePart("PROBATION", 12, "M", at),
        SentencePart("JAIL", 45, "D", at),
        SentencePart("FINE", 0, "", at),
        SentencePart("PRISON", None, "", at),
    )
    assert conviction.sentence_ends_on.latest is None
    assert [(one.kind, one.text) for one in issues] == [("Sentence length unclear", "PRISON")]


@pytest.mark.parametrize("text", ["12 MONTHS JAIL", "X", "? ", "-3 D JAIL", "999999 Y PRISON"])
def test_a_term_in_another_form_is_of_unknown_length(text: str) -> None:
    """Never a sentence of no days."""
    (part,) = only_charge({"SENTENCE": text}).sentence
    assert part.length is None


def test_a_disposition_that_cannot_be_read() -> None:
    """The count is kept as one that may be a conviction, and the clerk is told."""
    sheet, issues = read({"DISP_DESCR": "C0MV1CTFD", "DOUBTS": "disposition"})
    (conviction,) = sheet.convictions()
    assert conviction.charge.is_doubtful
    assert conviction.charge.disposition == "C0MV1CTFD"
    (issue,) = issues
    assert (issue.kind, issue.text) == ("Disposition unclear", "C0MV1CTFD")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_sure_conviction_goes_before_a_doubtful_row(order: tuple[int, int]) -> None:
    """Two rows of one count, in whatever order, also when they come in two portions."""
    rows = (
        {"DISP_DESCR": "C0MV1CTFD", "DOUBTS": "disposition"},
        {"DISP_DESCR": "CONVICTED-PROBATION"},
    )
    first, second = (rows[place] for place in order)
    assert not only_charge(first, second).is_doubtful
    joined = join_sheets([read(first)[0], read(second)[0]])
    (conviction,) = joined.convictions()
    assert not conviction.charge.is_doubtful
