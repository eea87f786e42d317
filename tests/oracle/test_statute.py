"""HSC 11361.8 by statute answers made-up people as a second, plain reading of the law does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.jobs.workers import Workers
from tests.oracle import plain_statute as plain
from tests.oracle.county_road import Imported, Tally, compare, imported
from tests.oracle.made_people import AS_OF_DAYS, made_people, with_births
from tests.oracle.plain_counties import NOT_ELIGIBLE

N_PEOPLE, SEED, COUNTY = 120, 23, "SACRAMENTO"
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"offense_within_years": 0},
    {"offense_within_years": 0, "priors_rule": "off", "presume_quantity": False},
    {"offense_within_years": 10, "presume_quantity": False},
)
REASONS: dict[str, str | tuple[str, ...]] = {  # of the plain reading, and how the program's begin
    "after": "Offense on or after", "list": "PC ", "priors": "Two priors", "lawful": "11357(",
    "subdivision": ("A subdivision that is still", "Already an infraction"), "no change": "",
    "I": "", "M": "",
    "conspiracy": "Conspiracy", "registration": "Registered", "letter": "1135",
    "gift or sale": "11360(b)", "level": "A felony on record", "letters of the new law": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("statute")
    rows = with_births(made_people(N_PEOPLE, SEED, (COUNTY,)), SEED)
    with Workers(1) as workers, imported(folder, rows, workers) as made:
        yield made


def compare_all(delivery: Imported, number: int) -> Tally:
    """Every conviction of every person under one set of options."""
    tally = Tally()
    options, as_of = OPTIONS[number], AS_OF_DAYS[number % 2]
    choices = plain.Choices(
        COUNTY,
        options.get("offense_within_years", 3),
        options.get("priors_rule", "") != "off",
        options.get("presume_quantity", True),
    )
    given = delivery.determine("us-ca/statute-11361.8", COUNTY, as_of, **options)
    for record in delivery.records.values():
        for conviction in record.convictions:
            mine = given.pop(conviction.row, None)
            due = list(plain.verdicts(record, conviction, as_of, choices))
            where = f"row {conviction.row + 2}, {options} as of {as_of}"
            compare(mine, due, where, tally, REASONS)
            if mine is None or not mine.remedy:
                continue
            if mine.remedy not in plain.remedies(due):
                tally.wrong.append(f"{where}: {mine}, not {plain.remedies(due)}")
            asked = plain.how_asked(record, conviction, as_of)
            if mine.procedure != asked:
                tally.wrong.append(f"{where}: {mine.procedure}, not {asked}")
    assert not given, "determinations where no conviction begins"
    return tally


@pytest.mark.parametrize("number", range(len(OPTIONS)))
def test_statute_of_made_people(delivery: Imported, number: int) -> None:
    """Outcome, missing facts, remedy and procedure, as a lawyer reads the law."""
    tally = compare_all(delivery, number)
    assert not tally.wrong, "\n".join(tally.wrong[:5])
    assert not tally.too_careful, "\n".join(tally.too_careful[:5])
    assert tally.how[NOT_ELIGIBLE] > 8
    assert tally.how["open"] > 5
    assert tally.how["not tried out"] < 5
