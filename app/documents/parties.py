"""Who files a paper, who is on the other side, when it is heard: names for the templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.documents.draft import Court, Hearing, MainPaper, MotionCase, MotionDraft, Office, Side

PEOPLE = "the People of the State of California"
BLANK_NUMBER = "________"
BLANK_NAME = "_" * 24
_LONGEST_NAME = 60  # a longer one would push the attorney block into the title of the court
_SMALL_WORDS = frozenset({"of", "and", "the"})
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORT = {  # for the footer, which has one line
    MainPaper.MOTION: "MOTION FOR RELIEF",
    MainPaper.PETITION: "PETITION FOR RECALL OF SENTENCE",
    MainPaper.APPLICATION: "APPLICATION FOR RELIEF",
    MainPaper.CHALLENGE: "NOTICE OF CHALLENGE",
}
_SECTIONS = {
    MainPaper.MOTION: "§§ 11361.8, 11361.9",
    MainPaper.PETITION: "§ 11361.8(a), (b)",
    MainPaper.APPLICATION: "§ 11361.8(f)",
    MainPaper.CHALLENGE: "§§ 11361.8, 11361.9",
}


def long_date(day: date) -> str:
    """``March 1, 1999``"""
    return f"{month_name(day)} {day.day},\u00a0{day.year}"


def month_name(day: date) -> str:
    return MONTHS[day.month - 1]


def county_name(county: str) -> str:
    """Title case for running text: ``Los Angeles``, whatever case was given."""
    words = county.strip().lower().removeprefix("county of ").removesuffix(" county").split()
    return " ".join(
        word if n and word in _SMALL_WORDS else "-".join(p.capitalize() for p in word.split("-"))
        for n, word in enumerate(words)
    )


def defendant_of(case: MotionCase) -> str:
    """The defendant's name as given; a line to fill by hand when the record has none."""
    return case.defendant.strip() or BLANK_NAME


def movant(office: Office, court: Court) -> str:
    county = county_name(court.county) or BLANK_NUMBER
    if office.kind.strip().lower() == "district attorney":
        return f"the District Attorney of {county} County"
    return office.name or (f"the {office.kind}" if office.kind else "their attorney")


def filing_office(office: Office, case: MotionCase) -> Office:
    """The letterhead of a paper in this case.

    Counsel of the defendant acts for the defendant, whatever party the office has on file. A
    person without counsel has no letterhead: the address is a line to fill by hand.
    """
    if office.files_as is Side.PROSECUTOR:
        return office
    name = case.defendant.strip()
    if office.files_as is Side.PERSON:
        return Office(kind="", attorney_name=name, party="", side=office.side)
    named = f"Defendant {name}" if name and len(name) <= _LONGEST_NAME else "Defendant"
    kind = "Public Defender" if office.kind == Office().kind else office.kind
    return replace(office, party=named, kind=kind)


def party_fields(draft: MotionDraft) -> dict[str, str]:
    """The template fields that name the sides and the paper before the court."""
    office, court = draft.office, draft.court
    county = county_name(court.county) or BLANK_NUMBER
    prosecutor = f"the District Attorney of {county} County"
    defender = f"the Public Defender of {county} County"
    defendant = defendant_of(draft.case)
    if office.files_as is Side.PROSECUTOR:
        asker, filer, opponent = "The People", f"{PEOPLE}, by {movant(office, court)}", defender
    else:
        by = ", by counsel" if office.files_as is Side.DEFENDER else ""
        asker, filer, opponent = "Defendant", f"defendant {defendant}{by}", prosecutor
    return {
        "asker": asker,
        "filer": filer,
        "opponent": opponent.upper(),
        "prosecutor": prosecutor.upper(),
        "defender": defender.upper(),
        "defendant": defendant,
        "main": draft.main.value,
        "main_title": draft.main.value.upper(),
        "main_short": _SHORT[draft.main],
        "sections": _SECTIONS[draft.main],
    }


def hearing_fields(hearing: Hearing) -> dict[str, str]:
    """Date, time and department of the hearing; a line for each that is not given."""
    department = hearing.department.strip() or "_" * 12
    if "department" not in department.lower() and "dept" not in department.lower():
        department = f"Department\u00a0{department}"
    return {
        "hearing_on": long_date(hearing.on) if hearing.on else "_" * 24,
        "hearing_time": hearing.time.strip() or "_" * 12,
        "hearing_department": department,
    }
