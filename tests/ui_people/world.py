"""A small office with a file of the state and a court's list that name some people otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.plan_files import plan_file
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of

WHO = "A. Clerk"
STATE, LIST = "LA March.dat", "Court list.csv"
_PEOPLE = (
    # number, CII, name, birth date, case, day, section
    ("5001", "A90000001", "EXAMPLE,AVERY MAE", "19700615", "CR700001", "19990301", "11359 HS"),
    ("5002", "A90000002", "SAMPLE,JORDAN LEE", "19710102", "CR700002", "20010412", "11357(A) HS"),
    ("5003", "A90000003", "NUNEZ,ANA", "19750930", "CR700003", "20020520", "11358 HS"),
    ("5004", "A90000004", "GARCIA,LUIS", "19800704", "CR700004", "20051111", "11360(A) HS"),
    ("5005", "A90000005", "STONE,ROBIN", "19661224", "CR700005", "19980808", "11359 HS"),
    ("5006", "A90000005", "STONE,ROBIN", "19880217", "CR700006", "20100203", "11359 HS"),
)
_HEADER = "Case Number,Name,DOB,Offense Date,Conviction Date,Charge,Level,Disposition,County"
_LISTED = (
    ("CR700001", "EXAMPLE, AVERY", "6/15/1970", "3/1/1999", "11359 HS", "MISDEMEANOR"),
    ("CR700002", "SAMPLE, JORDAN", "1/2/1971", "4/12/2001", "11357(A) HS", "FELONY"),
    ("CR800003", "NUNEZ, ANNA", "9/30/1975", "6/20/2004", "11359 HS", "FELNY"),
    ("CR800004", "GARCIA, LUIS", "4/7/1980", "1/9/2006", "11357(C) HS", "FELNY"),
    ("CR800005", "WATERS, KIM", "5/5/1969", "2/2/2000", "11358 HS", "FELNY"),
)


def state_file(folder: Path, name: str = STATE, *, without: str = "") -> Path:
    """Each person with one conviction; two share a CII number and are two."""
    lines = [
        line_of(
            RECORD_ID=str(row), SUBJECT_ID=number, CII_NUMBER=cii, PRI_NAME=who, PRI_DOB=born,
            OFN=case, CYC_DATE=day, STP_EVENT_DATE=day, OFFENSE_DESCR=section,
        )
        for row, (number, cii, who, born, case, day, section) in enumerate(_PEOPLE, start=1)
        if number != without
    ]  # fmt: skip
    path = folder / name
    path.write_text(file_of(*lines), encoding="utf-8")
    return path


def court_list(folder: Path, name: str = LIST) -> Path:
    lines = [
        f'{case},"{who}",{born},,{day},{section},{level},CONVICTED,LOS ANGELES'
        for case, who, born, day, section, level in _LISTED
    ]
    path = folder / name
    path.write_text("\n".join([_HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def take_in(workspace: Workspace, folder: Path, *, is_checked: bool = True) -> None:
    """Both files, and the check of the county's policy."""
    with Workers(2) as workers:
        import_files(workspace, [state_file(folder)], Silent(), who=WHO, workers=workers)
        plan = plan_file(court_list(folder))
        import_files(workspace, [plan], Silent(), who=WHO, workers=workers)
        if is_checked:
            policy = load_by_id("us-ca/los-angeles")
            asked = CheckRequest(
                policy, settle_options(policy, {}), "LOS ANGELES", date(2026, 11, 1)
            )
            check_eligibility(workspace, asked, Silent(), who=WHO, workers=workers)
