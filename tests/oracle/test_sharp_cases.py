"""Single records on which the county tables and the statute turn, with the answer each must get.

Every case is a person of its own: the sections of the cycle, and the answer for the last row.
"""

from __future__ import annotations

from datetime import date

import pytest

from app.jobs.workers import Workers
from tests.oracle.county_road import Given, imported
from tests.oracle.made_file import Row, row
from tests.oracle.plain_counties import DISMISSAL, HAND_REVIEW, MAYBE, NOT_ELIGIBLE, REDUCTION

AS_OF = date(2019, 7, 1)
ARREST = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": "", "CONV_STAT_DESCR": ""}
JAIL = {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "030", "SENT_TIME_CODE": "D"}
REVERSED = {"DISP_DESCR": "CONVICTION REVERSED ON APPEAL", "CONV_STAT_DESCR": ""}
DISMISSED = {"DISP_DESCR": "SET ASIDE & DISMISSED PER 1203.4 PC", "CONV_STAT_DESCR": ""}
Step = tuple[str, str, str, dict[str, str]]  # CNT_ORDER, event date, section, other cells
NONE = ("", "")


def one(section: str, day: str = "20050301", **cells: str) -> list[Step]:
    return [("001002001000", day, section, JAIL | cells)]


def with_arrest(arrest: str, section: str, day: str = "20050301", text: str = "") -> list[Step]:
    """An arrest for one section and a conviction for the other, in the same cycle."""
    return [("001001001000", day, arrest, ARREST | {"DISP_DESCR": text}), *one(section, day)]


def before(section: str, day: str, rest: list[Step], **cells: str) -> list[Step]:
    """Another conviction, of a cycle of its own."""
    return [("009002001000", day, section, JAIL | cells), *rest]


def two_more(first: str, second: str) -> list[Step]:
    return before(first, "20150101", [("008002001000", "20180101", second, JAIL)])


SJ, SAC, SF, LAW = "san-joaquin", "sacramento", "san-francisco", "statute-11361.8"
ADULT, MINOR = {"PRI_DOB": "19700101"}, {"PRI_DOB": "19870302"}
CASES: dict[str, tuple[str, list[Step], tuple[str, str]]] = {
    # section 3: 2016-11-09 is not before itself; 5 years are 1826.25 days
    "day before the act": (SJ, one("11357 HS", "20161108"), (DISMISSAL, "11357 HS")),
    "day of the act": (SJ, one("11357 HS", "20161109"), (NOT_ELIGIBLE, "Occurred after")),
    "1826 days": (
        SJ, before("459 PC", "20140701", one("11359 HS")), (MAYBE, "Has convictions in past 5"),
    ),
    "1827 days": (
        SJ, before("459 PC", "20140630", one("11359 HS")), (DISMISSAL, "No convictions in past 5"),
    ),
    "sentence ends on the as-of date": (
        SJ, one("11359 HS", "20140701", SENT_LENGTH="005", SENT_TIME_CODE="Y"),
        (MAYBE, "Sentence not Completed"),
    ),
    "sentence ended the day before": (
        SJ, one("11359 HS", "20140630", SENT_LENGTH="005", SENT_TIME_CODE="Y"),
        (DISMISSAL, "Sentence Completed"),
    ),
    "related, cannabis in the cycle": (
        SJ, with_arrest("11359 HS", "148(A)(1) PC"), (DISMISSAL, "148(A)(1) PC"),
    ),
    "related alone": (SJ, one("148 PC"), (MAYBE, "No Related Prop64 Charges")),
    "4060 alone": (SJ, one("4060 BP"), (MAYBE, "No Related Prop64 Charges")),
    "4060 with cannabis": (SJ, with_arrest("11359 HS", "4060 BP"), (MAYBE, "4060 BP")),
    "4060(a) with cannabis": (SJ, with_arrest("11359 HS", "4060(A) BP"), (DISMISSAL, "4060(A) BP")),
    "a decimal is another section": (SJ, with_arrest("11359 HS", "148.5 PC"), NONE),
    "647(e) is not related": (SJ, with_arrest("11359 HS", "647(E) PC"), NONE),
    "pleaded down from cannabis": (
        SJ, one("11359 HS", CONV_OFFENSE_DESCR="148 PC"), (DISMISSAL, "148 PC"),
    ),
    "unreadable charge in the cycle": (SJ, with_arrest("ZZZ", "148 PC"), (HAND_REVIEW, "Unknown:")),
    "unreadable charge that cannot matter": (SJ, with_arrest("ZZZ", "4060 BP"), (MAYBE, "")),
    "both in one cell": (SJ, one("148 PC/11359 HS"), (DISMISSAL, "Sentence Completed")),
    "reversed conviction that cannot matter": (
        SJ, before("459 PC", "20060301", one("11359 HS"), COMMENT_TEXT="CONVICTION REVERSED"),
        (DISMISSAL, ""),
    ),
    # section 4: 10 years are 3652.5 days
    "11357(b) felony": (
        SAC, before("459 PC", "20180101", one("11357(b) HS")), (DISMISSAL, "HS 11357(b)"),
    ),
    "11357(a) felony": (
        SAC, before("459 PC", "20180101", one("11357(a) HS")), (REDUCTION, "Has convictions in"),
    ),
    "3652 days": (
        SAC, before("459 PC", "20090701", one("11359 HS")), (REDUCTION, "Has convictions in past"),
    ),
    "3653 days": (
        SAC, before("459 PC", "20090630", one("11359 HS")), (DISMISSAL, "No convictions in past"),
    ),
    # section 5
    "11359 as printed before the act": (SF, one("11359 HS"), (DISMISSAL, "Eligible under")),
    "11360(a) as printed before the act": (SF, one("11360(A) HS"), (DISMISSAL, "Eligible under")),
    "11359(c)(1)": (SF, one("11359(C)(1) HS"), (DISMISSAL, "Eligible under")),
    "11359(c)(3)": (SF, one("11359(C)(3) HS"), NONE),
    "11359(d)": (SF, one("11359(D) HS"), NONE),
    "11359(c), which part is not said": (SF, one("11359(C) HS"), (HAND_REVIEW, "")),
    "plea bargain": (SF, with_arrest("11359 HS", "32 PC"), (DISMISSAL, "Plea bargain")),
    "plea bargain from 11359(d)": (SF, with_arrest("11359(D) HS", "32 PC"), NONE),
    "plea bargain from 11359(c)": (SF, with_arrest("11359(C) HS", "32 PC"), (HAND_REVIEW, "")),
    "no plea bargain: rejected": (SF, with_arrest("11359 HS", "32 PC", text="PROS REJ-X"), NONE),
    "plea bargain among others": (
        SF, [("001001002000", "20050301", "459 PC", ARREST), *with_arrest("11359 HS", "32 PC")],
        (MAYBE, "Possible plea bargain"),
    ),
    "11366.5 is not 11366": (SF, with_arrest("11359 HS", "11366.5 HS"), NONE),
    "later super strike": (
        SF, before("187 PC", "20180101", one("11359 HS")), (NOT_ELIGIBLE, "PC 290 / PC 667"),
    ),
    "super strike that may be one": (
        SF, before("207(A) PC", "20180101", one("11359 HS")), (HAND_REVIEW, "Unknown: whether 207"),
    ),
    "three of one section, two later": (
        SF, [*two_more("11359 HS", "11359(A) HS"), *one("11359 HS")],
        (NOT_ELIGIBLE, "Two priors"),
    ),
    "three of 11357": (
        SF, [*two_more("11357 HS", "11357(B) HS"), *one("11357(C) HS")],
        (DISMISSAL, "Eligible under"),
    ),
    # law.md 1.2 and 1.5.3; the arrest is the conviction's own day
    "11357(a) at 21": (LAW, one("11357(A) HS", PRI_DOB="19810101"), (DISMISSAL, "")),
    "11357(a) at 18 to 20": (LAW, one("11357(A) HS", PRI_DOB="19850101"), (REDUCTION, "")),
    "11359 a day before 18": (LAW, one("11359 HS", **MINOR), (REDUCTION, "Under 18")),
    "11357(c) at 18": (LAW, one("11357(C) HS", CONV_STAT_DESCR="MISDEMEANOR", **ADULT),
                       (NOT_ELIGIBLE, "")),
    "11359 felony": (LAW, one("11359 HS", **ADULT), (REDUCTION, "")),
    "11359 misdemeanor": (LAW, one("11359 HS", CONV_STAT_DESCR="MISDEMEANOR", **ADULT),
                          (NOT_ELIGIBLE, "Already")),
    "infraction, whatever the age": (
        LAW, one("11359 HS", CONV_STAT_DESCR="INFRACTION", PRI_DOB=""), (NOT_ELIGIBLE, ""),
    ),
    "felony of unknown age": (LAW, one("11359 HS", PRI_DOB=""), (HAND_REVIEW, "Unknown: birth")),
    "conspiracy": (LAW, one("182/11359 HS", **ADULT), (HAND_REVIEW, "")),
    "strike before": (
        LAW, before("187 PC", "19990101", one("11359 HS", **ADULT), **ADULT), (NOT_ELIGIBLE, "PC"),
    ),
    "strike after": (
        LAW, before("187 PC", "20060101", one("11359 HS", **ADULT), **ADULT), (REDUCTION, ""),
    ),
    "strike before possession": (
        LAW, before("187 PC", "19990101", one("11357(A) HS", **ADULT), **ADULT), (DISMISSAL, ""),
    ),
    "two priors": (
        LAW, [("008002001000", "19910301", "11359 HS", ADULT | JAIL),
              *before("11359(A) HS", "19920301", one("11359 HS", **ADULT), **ADULT)],
        (NOT_ELIGIBLE, "Two priors"),
    ),
    "two later are no priors": (
        LAW, [*two_more("11359 HS", "11359(A) HS"), *one("11359 HS", **ADULT)], (REDUCTION, ""),
    ),
    "11360 without a letter, a felony on record": (LAW, one("11360 HS", **ADULT), (REDUCTION, "")),
    "11360 without a letter, reduced later": (
        LAW, one("11360 HS", COMMENT_TEXT="REDUCED TO MISD PER 17(B) PC", **ADULT),
        (NOT_ELIGIBLE, ""),
    ),
    "arrested under 18, conviction without a date": (
        LAW, one("11359 HS", "", CYC_DATE="20050301", **MINOR), (REDUCTION, "Under 18"),
    ),
    "offense on the day of the act": (
        LAW, one("11359 HS", "20161109", **ADULT), (HAND_REVIEW, "Unknown: offense date"),
    ),
    "offense years after the act": (LAW, one("11359 HS", "20191110", **ADULT), (NOT_ELIGIBLE, "")),
}  # fmt: skip


def rows_of(cases: list[list[Step]], county: str) -> tuple[list[Row], list[int]]:
    """All rows, and where the last of every case stands."""
    rows: list[Row] = []
    last: list[int] = []
    for person, steps in enumerate(cases):
        for order, day, section, cells in steps:
            place = {"STP_ORI_CNTY_NAME": county, "STP_ORI_DESCR": "CASC SOMEWHERE"}
            rows.append(row(person, order, day, **place | {"OFFENSE_DESCR": section} | cells))
        last.append(len(rows) - 1)
    return rows, last


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Given | None]:
    found: dict[str, Given | None] = {}
    with Workers(1) as workers:
        for policy in (SJ, SAC, SF, LAW):
            names = [name for name, case in CASES.items() if case[0] == policy]
            county = "YOLO" if policy == LAW else policy.replace("-", " ").upper()
            rows, last = rows_of([CASES[name][1] for name in names], county)
            with imported(tmp_path_factory.mktemp(policy), rows, workers) as made:
                answers = made.determine(f"us-ca/{policy}", county, AS_OF)
            found |= {name: answers.get(at) for name, at in zip(names, last, strict=True)}
    return found


@pytest.mark.parametrize("name", CASES)
def test_sharp_case(given: dict[str, Given | None], name: str) -> None:
    """The answer, and how its reason begins; none where the conviction is not in scope."""
    determination, reason = CASES[name][2]
    answer = given[name].answer if given[name] else NONE  # type: ignore[union-attr]
    assert answer[0] == determination, answer
    assert answer[1].startswith(reason), answer
