"""What sample files are made of: names, places, offences (resources/sample)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from app.errors import UsageError
from app.paths import resources
from app.sampling.draw import weighted


@dataclass(frozen=True, slots=True)
class Offense:
    """``text`` as printed; ``code`` the state's number for it; ``level`` F, M, I, W or N."""

    text: str
    level: str
    code: str


@dataclass(frozen=True, slots=True)
class Offenses:
    """Pools to pick from evenly: each offence stands there as often as its weight says."""

    cannabis_before: tuple[Offense, ...]  # charged up to 2016-11-08
    cannabis_after: tuple[Offense, ...]
    other: tuple[Offense, ...]
    related: tuple[Offense, ...]  # charged beside cannabis
    plea: tuple[Offense, ...]  # pleaded to where cannabis was charged
    strike: tuple[Offense, ...]
    registrable: tuple[Offense, ...]
    registration: tuple[Offense, ...]
    drug_registration: tuple[Offense, ...]
    applicant: tuple[Offense, ...]


@dataclass(frozen=True, slots=True)
class County:
    number: int  # 1 to 58, in the order of the alphabet
    name: str
    seat: str
    case_patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameGroup:
    name: str
    family: tuple[str, ...]
    given_m: tuple[str, ...]
    given_f: tuple[str, ...]


def _table(name: str) -> dict[str, Any]:
    with (resources() / "sample" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def load_offenses() -> Offenses:
    """The offenses made-up people are charged with (resources/sample/offenses.toml)."""
    table = _table("offenses")
    code_of = _Codes()

    def pool(rows: list[list[Any]], level_at: int = 1) -> tuple[Offense, ...]:
        return weighted(
            [
                (Offense(row[0], row[level_at], code_of(row[0])), row[-1])
                for row in rows
                if row[level_at]
            ]
        )

    def plain(texts: list[str]) -> tuple[Offense, ...]:
        return tuple(Offense(text, "N", code_of(text)) for text in texts)

    return Offenses(
        cannabis_before=pool(table["cannabis"], 1),
        cannabis_after=pool(table["cannabis"], 2),
        other=pool(table["other"]),
        related=pool(table["related"]),
        plea=pool(table["plea"]),
        strike=pool(table["strike"]),
        registrable=pool(table["registrable"]),
        registration=plain(table["registration"]),
        drug_registration=plain(table["drug_registration"]),
        applicant=plain(table["applicant"]),
    )


class _Codes:
    """Numbers offences in the order in which they are first seen."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return self._known.setdefault(text, f"{35000 + 3 * len(self._known):05d}")


@lru_cache(maxsize=1)
def load_counties() -> tuple[County, ...]:
    """Courts and agencies by county (resources/sample/places.toml)."""
    table = _table("places")
    patterns = table["case_numbers"]
    return tuple(
        County(number, name, seat, tuple(patterns.get(name, patterns["other"])))
        for number, (name, seat) in enumerate(table["counties"], start=1)
    )


@lru_cache(maxsize=1)
def load_neighbors() -> tuple[County, ...]:
    """The counties where people of any county have other cases."""
    wanted = _table("places")["neighbors"]
    return tuple(county for county in load_counties() if county.name in wanted)


def find_county(name: str) -> County:
    """The county of that name, however it is written; UsageError when there is none."""
    wanted = " ".join(name.upper().split()).removesuffix(" COUNTY")
    by_name = {county.name: county for county in load_counties()}
    if wanted in by_name:
        return by_name[wanted]
    near = get_close_matches(wanted, list(by_name), n=1)
    hint = f" Did you mean {near[0].title()}?" if near else ""
    raise UsageError(f"“{name.strip()}” is not one of California's 58 counties.{hint}")


@lru_cache(maxsize=4)
def load_names(is_wide: bool, is_practice: bool) -> tuple[NameGroup, ...]:
    """Groups to pick from evenly. ``is_wide``: names outside Windows-1252 take part."""
    table = _table("names")
    practice = tuple(table.pop("practice")["family"])
    groups: list[tuple[NameGroup, int]] = []
    for name, group in table.items():
        weight = group["weight"]
        family = practice if is_practice else tuple(group["family"])
        plain = NameGroup(name, family, tuple(group["given_m"]), tuple(group["given_f"]))
        if not is_wide or is_practice or "family_wide" not in group:
            groups.append((plain, weight))
            continue
        wide = NameGroup(
            name,
            tuple(group["family_wide"]),
            tuple(group["given_m_wide"]),
            tuple(group["given_f_wide"]),
        )
        groups += [(plain, weight - weight // 2), (wide, weight // 2)]
    return weighted(groups)
