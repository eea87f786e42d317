"""The result files of clean deliveries are what a second, plain reading of the rows gives."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from app.jobs.workers import Workers
from app.sampling.writer import write_sample
from tests.oracle.made_file import AS_OF_DAYS, COUNTY, edge_people, write_file
from tests.oracle.road import COUNTY_REVIEW, LOS_ANGELES, Delivery, Tally, compare, imported

SAMPLES = {  # county -> seed and encoding
    "LOS ANGELES": (5, "utf-8"),
    "YOLO": (8, "cp1252"),
    "SAN DIEGO": (21, "utf-8-sig"),
}
SECTIONS = ("hs_11357", "hs_11358", "hs_11359", "hs_11360")
SWITCHES = (
    "use_under_21", "use_age", "use_years_since_conviction", "use_years_crime_free",
    "use_only_cannabis", "use_deceased",
)  # fmt: skip
CHOICES = (  # for the four sections
    ("reduce", "reduce", "reduce", "reduce"),
    ("dismiss", "reduce", "neither", "reduce"),
    ("reduce", "neither", "reduce", "dismiss"),
    ("neither", "neither", "neither", "neither"),
    ("reduce", "dismiss", "reduce", "reduce"),
)
AGES, YEARS = (40, 50, 65), (1, 5, 10, 15)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as made:
        yield made


@pytest.fixture(scope="module", params=SAMPLES)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, workers: Workers
) -> Iterator[Delivery]:
    seed, encoding = SAMPLES[request.param]
    path = tmp_path_factory.mktemp("sample") / "Delivery.dat"
    write_sample(path, n_people=150, county=request.param, seed=seed, encoding=encoding)
    with imported(path, encoding, request.param, workers) as delivery:
        yield delivery


@pytest.fixture(scope="module")
def portions(
    tmp_path_factory: pytest.TempPathFactory, workers: Workers
) -> Iterator[list[Delivery]]:
    """People whose dates lie on edges, in five files: every corner meets some, and soon all."""
    with ExitStack() as stack:
        made = []
        for number in range(5):
            folder = tmp_path_factory.mktemp(f"portion-{number}")
            path = write_file(folder / "Edges.dat", edge_people(40, first=40 * number))
            made.append(stack.enter_context(imported(path, "utf-8", COUNTY, workers)))
        yield made


def corner(number: int, switches: tuple[bool, ...]) -> dict[str, Any]:
    """Options with these switches; choices and thresholds go round with the number."""
    options: dict[str, Any] = dict(zip(SWITCHES, switches, strict=True))
    options |= dict(zip(SECTIONS, CHOICES[number % len(CHOICES)], strict=True))
    return options | {
        "age": AGES[number % len(AGES)],
        "years_since_conviction": YEARS[number % len(YEARS)],
        "years_crime_free": YEARS[(number // 2 + 1) % len(YEARS)],
    }


def check_share(tally: Tally, at_most: float) -> None:
    """What was left out is a small part; printed with ``-rP`` or on failure."""
    print(f"compared {tally.n_compared}, left out {tally.share_left_out:.1%}: {tally.n_left_out}")
    assert tally.n_compared > 300
    assert tally.share_left_out <= at_most


def test_county_review_of_samples(sample: Delivery) -> None:
    """Samples of three counties and encodings, by the defaults and by other choices."""
    tally = Tally()
    sets: list[dict[str, Any]] = [
        {},
        corner(0, (True, True, True, True, True, True)),
        corner(1, (False, False, False, True, True, False)),
        corner(3, (True, False, False, False, True, True)),
    ]
    days = (date(2020, 7, 1), date(2012, 2, 29), date(2026, 7, 1), date(2024, 2, 29))
    for options, as_of in zip(sets, days, strict=True):
        compare(sample, COUNTY_REVIEW, options, as_of, tally)
    check_share(tally, 0.05)


def test_los_angeles_of_a_sample(sample: Delivery) -> None:
    """The Los Angeles table as it was run and as it was announced."""
    if sample.county != COUNTY:
        pytest.skip("the policy is of one county")
    tally = Tally()
    announced = {"young": "conviction", "conviction_free_of": "felony"}
    for options in ({}, announced, {"age": 65, "years_conviction_free": 15}):
        for as_of in (date(2020, 7, 1), date(2008, 2, 29)):
            compare(sample, LOS_ANGELES, options, as_of, tally)
    check_share(tally, 0.1)


def test_county_review_at_every_corner(portions: list[Delivery]) -> None:
    """All settings of the six switches, where every date lies on an edge."""
    tally = Tally()
    for number, switches in enumerate(itertools.product([True, False], repeat=len(SWITCHES))):
        as_of = AS_OF_DAYS[number % len(AS_OF_DAYS)]
        some = portions[number % len(portions)]
        compare(some, COUNTY_REVIEW, corner(number, switches), as_of, tally)
    check_share(tally, 0.05)


@pytest.mark.parametrize("young", ["as-of", "conviction"])
@pytest.mark.parametrize("free_of", ["any", "felony"])
def test_los_angeles_at_every_corner(portions: list[Delivery], young: str, free_of: str) -> None:
    """Both readings of the two open choices, with thresholds at the ends of their ranges."""
    tally = Tally()
    for number, (age, years) in enumerate(itertools.product(AGES, (1, 10, 15))):
        options = {
            "age": age, "years_conviction_free": years, "young": young,
            "conviction_free_of": free_of,
        }  # fmt: skip
        some = portions[number % len(portions)]
        compare(some, LOS_ANGELES, options, AS_OF_DAYS[number % len(AS_OF_DAYS)], tally)
    check_share(tally, 0.1)
