"""The four other county policies answer made-up people as a second, plain reading does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from app.jobs.workers import Workers
from tests.oracle import plain_counties as plain
from tests.oracle.county_road import Imported, Tally, compare, imported
from tests.oracle.made_people import AS_OF_DAYS, made_people

N_PEOPLE, SEED = 240, 11


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("counties")
    with Workers(1) as workers, imported(folder, made_people(N_PEOPLE, SEED), workers) as made:
        yield made


def compare_all(delivery: Imported, name: str, as_of: date) -> Tally:
    """Every conviction of every person, in scope or not, whole or with gaps."""
    tally = Tally()
    given = delivery.determine(f"us-ca/{name}", name.replace("-", " ").upper(), as_of)
    for record in delivery.records.values():
        for conviction in record.convictions:
            mine = given.pop(conviction.row, None)
            due = plain.verdicts(name, record, conviction, as_of)
            where = f"row {conviction.row + 2}, {name} as of {as_of}"
            compare(mine, due, where, tally)
            asked = plain.how_asked(name, record, conviction, as_of)
            if mine and mine.procedure and mine.procedure not in asked:
                tally.wrong.append(f"{where}: {mine.procedure}, not {asked}")
    assert not given, "determinations where no conviction begins"
    return tally


@pytest.mark.parametrize("as_of", AS_OF_DAYS)
@pytest.mark.parametrize("name", plain.TABLES)
def test_county_of_made_people(delivery: Imported, name: str, as_of: date) -> None:
    """Outcome, reason and the facts that are missing, as a lawyer reads the table."""
    tally = compare_all(delivery, name, as_of)
    assert not tally.wrong, "\n".join(tally.wrong[:5])
    assert not tally.too_careful, "\n".join(tally.too_careful[:5])
    assert tally.how[plain.DISMISSAL] > 8
    assert tally.how["open"] > 5
    assert tally.how["not tried out"] < 5
