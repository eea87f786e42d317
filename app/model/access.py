"""Who looked at a person's record, and what about the person was given out: as a report says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """``at`` is an ISO instant (UTC), as the record of the work has it."""

    at: str
    who: str
    what: str  # "case", "CII number shown"
    entry: int


@dataclass(frozen=True, slots=True)
class Handed:
    """``of_all``: it held everybody on record, or many; ``is_failed``: it was not finished."""

    at: str
    who: str
    what: str
    where: str
    entry: int  # 0 for a paper of the register
    of_all: bool = False
    is_failed: bool = False


@dataclass(frozen=True, slots=True)
class AccessReport:
    """``earlier_numbers`` are those of people who were found to be this one; ``anchor`` is the
    entry of the record that the report goes up to."""

    person_id: int
    name: str
    born: str
    workspace: str
    is_practice: bool
    made_at: str
    anchor: str
    looks: tuple[Look, ...]
    handed: tuple[Handed, ...]
    n_backups: int
    earlier_numbers: tuple[int, ...] = ()
