"""In which county a court is, from its name as a rap sheet prints it."""

from __future__ import annotations

import tomllib

import pytest

from app.importing.rap_sheet.courts import county_of, is_federal
from app.paths import resources
from app.sampling.material import load_counties


@pytest.mark.parametrize(
    ("agency", "county"),
    [
        ("CASCLOS ANGELES", "LOS ANGELES"),
        ("CASC LOS ANGELES CENTRAL", "LOS ANGELES"),
        ("CAMCVAN NUYS", "LOS ANGELES"),
        ("CASC MCVAN NUYS", "LOS ANGELES"),
        ("CASCMC VAN NUYS", "LOS ANGELES"),
        ("CASC WEST LA AIRPORT", "LOS ANGELES"),
        ("CASCOAKLAND", "ALAMEDA"),
        ("CAMC L.A.", "LOS ANGELES"),
        ("CASC SAN FRANCISCO CO", "SAN FRANCISCO"),
        ("CAJV SF JUV DELINQUENCY", "SAN FRANCISCO"),
        ("CAJV SN FRANCISCO CO", "SAN FRANCISCO"),
        ("CASC SOUTH SAN FRANCISCO", "SAN MATEO"),
        ("CAJV CONTRA COSTA EAST DIV", "CONTRA COSTA"),
        ("CASC SANTA CRUZ CRIM TRAFF", "SANTA CRUZ"),
        ("CASC DEL NORT E", "DEL NORTE"),
        ("CASC SNTA MARIA", "SANTA BARBARA"),
        ("CAJC HOLLISTER", "SAN BENITO"),
        ("CAMC MCFARLAND", "KERN"),
        ("CASC YUBA CITY", "SUTTER"),
        ("CASC YUBA", "YUBA"),
        ("CASC NEVADA CITY", "NEVADA"),
        ("CASC IMPERIAL BEACH", "SAN DIEGO"),
        ("CAPD OAKLAND", "ALAMEDA"),
        ("SAN FRANCISCO", "SAN FRANCISCO"),
    ],
)
def test_a_known_place_gives_its_county(agency: str, county: str) -> None:
    """Prefix glued or apart, a municipal court that is superior now, words torn by scanning."""
    assert county_of(agency) == county


@pytest.mark.parametrize(
    "agency",
    ["", "CASC", "CASC ATLANTIS", "CAMC L05 ANGELES METRO", "CASC SACRAMENTO WEST", "CASCX LODI",
     "CASC LOS", "CASC SAN", "USFD LOS ANGELES", "USFDSAN FRANCISCO", "NVSC LAS VEGAS"],
)  # fmt: skip
def test_any_other_place_has_no_county(agency: str) -> None:
    """Never a guess; a federal court is in no county's power."""
    assert county_of(agency) == ""
    assert is_federal(agency) == agency.startswith("US")


def test_every_county_and_every_seat_is_known() -> None:
    """The courts of the 58 counties, by name and by seat."""
    for county in load_counties():
        assert county_of(f"CASC{county.name}") == county.name
        assert county_of(f"CAMC {county.seat}") == county.name


def test_no_place_stands_in_two_counties() -> None:
    """The table names each place once, under a county that exists."""
    text = (resources() / "counties" / "us-ca-court-places.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["places"]
    places = [place for names in table.values() for place in names]
    assert len(places) == len(set(places))
    names = {county.name for county in load_counties()}
    assert {county.upper() for county in table} <= names
    assert not names & set(places)
