"""Agencies and courts of sample files: columns 41 to 48 of a row, and case numbers."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from app.sampling.draw import Draw
from app.sampling.layout import Layout, year_of
from app.sampling.material import County

UNIFIED_IN = 1998  # the year in which municipal courts became part of the superior court


class Step(Enum):
    """Kinds of event: the type's code, its text, and the kind of agency that reports it."""

    ARREST = ("1", "ARREST/DETAINED/CITED", "LAW")
    SUPPLEMENTAL_ARREST = ("2", "SUPPLEMENTAL ARREST", "LAW")
    COURT = ("3", "COURT ACTION", "COURT")
    MUNICIPAL_COURT = ("3", "COURT ACTION", "MUNICIPAL")
    JAIL = ("4", "CUSTODY:JAIL", "JAIL")
    PRISON = ("5", "CUSTODY:PRISON", "PRISON")
    PROBATION = ("6", "PROBATION", "PROBATION")
    REGISTRATION = ("7", "REGISTRATION", "LAW")
    APPLICANT = ("8", "APPLICANT", "STATE")
    DECEASED = ("9", "DECEASED", "CORONER")


_KINDS = {
    "LAW": ("L", "LAW ENFORCEMENT", "CASO{county}", "00000"),
    "COURT": ("C", "COURT", "CASC{county}", "00035"),
    "MUNICIPAL": ("C", "COURT", "CAMC{seat}", "00033"),
    "JAIL": ("J", "JAIL", "CAJL{county} CENTRAL", "00013"),
    "PRISON": ("D", "DEPT OF CORRECTIONS", "CASD CORR SACRAMENTO", "00015"),
    "PROBATION": ("P", "PROBATION", "CAPO{county}", "00023"),
    "STATE": ("S", "STATE AGENCY", "CADS LICENSING SACRAMENTO", "00049"),
    "CORONER": ("L", "LAW ENFORCEMENT", "CACR{county}", "00009"),
}


@lru_cache(maxsize=4096)
def step_cells(layout: Layout, step: Step, county: County, is_police: bool) -> str:
    """Columns 41 to 48. ``is_police``: the agency is the town's, not the sheriff."""
    code, text, kind = step.value
    letter, kind_text, agency, ending = _KINDS[kind]
    if kind == "LAW" and is_police:
        agency, ending = "CAPD{seat}", "00100"
    return ",".join(
        (
            code,
            layout.padded(text, 22),
            letter,
            layout.padded(kind_text, 20),
            f"CA{county.number:02d}{ending}",
            layout.padded(agency.format(county=county.name, seat=county.seat), 28),
            f"{county.number:02d}",
            layout.padded(county.name, 16),
        )
    )


def court_of(day: int, is_felony: bool) -> Step:
    """Lesser cases before unification went to a municipal court."""
    if is_felony or year_of(day) >= UNIFIED_IN:
        return Step.COURT
    return Step.MUNICIPAL_COURT


def case_number(draw: Draw, county: County, day: int) -> str:
    """A court case number in that county's style."""
    pattern = draw.pick(county.case_patterns)
    return draw.digits(pattern.replace("YY", f"{year_of(day) % 100:02d}"))
