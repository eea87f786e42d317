"""Made-up drafts for the tests of the papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.documents.draft import (
    BulkMotionDraft,
    Court,
    MotionCase,
    MotionCount,
    MotionDraft,
    Office,
    ReliefAsked,
    Review,
    SentenceShown,
)
from app.model.dates import PartialDate
from app.model.record import Level

OFFICE = Office(
    name="Office of the District Attorney, County of Los Angeles",
    head="MARGARET EXAMPLE",
    attorney_name="PAT Q. SAMPLE",
    bar_number="123456",
    address=("123 Any Street, Room 400", "Los Angeles, California 90000"),
    telephone="(213) 555-0100",
    fax="(213) 555-0101",
    email="motions@example.gov",
)
COURT = Court("LOS ANGELES", "Central District")
REVIEW = Review(date(2026, 11, 1), "Los Angeles County", "2019-09", "r7f3a")
DISMISS = ReliefAsked.DISMISS_AND_SEAL
REDESIGNATE = ReliefAsked.REDESIGNATE_MISDEMEANOR


def count(relief: ReliefAsked = DISMISS, **changes: Any) -> MotionCount:
    values: dict[str, Any] = {
        "section_text": "11359 HS",
        "section_name": "Health and Safety Code section 11359",
        "level": Level.FELONY,
        "convicted_on": PartialDate.exactly(date(1999, 3, 1)),
        "relief": relief,
        "reason": "Conviction occurred 10 or more years ago",
        "basis": "Health and Safety Code section 11361.8",
        "source_note": "delivery.dat, row 48,212",
    }
    return MotionCount(**(values | changes))


def serving(relief: ReliefAsked, **changes: Any) -> MotionCount:
    """A count whose sentence is still being served."""
    values: dict[str, Any] = {
        "basis": "Health and Safety Code section 11361.8(b)",
        "sentence": SentenceShown.SERVING,
        "reason": "11359: a misdemeanor today",
    }
    return count(relief, **(values | changes))


def choice(relief: ReliefAsked, **changes: Any) -> MotionCount:
    """A count under a policy that names redesignation or resentencing and no more."""
    is_serving = relief is ReliefAsked.RESENTENCE_OR_DISMISS
    named = ("Resentencing", "(b)") if is_serving else ("Redesignation", "(f)")
    values: dict[str, Any] = {
        "basis": f"Health and Safety Code section 11361.8{named[1]}",
        "sentence": SentenceShown.SERVING if is_serving else SentenceShown.NONE_RUNNING,
        "policy_calls_it": f"{named[0]} (HSC 11361.8{named[1]})",
        "reason": "Eligible under HS 11361.8",
    }
    return count(relief, **(values | changes))


def related(**changes: Any) -> MotionCount:
    """A related charge, dismissed by county policy."""
    values: dict[str, Any] = {
        "section_text": "148(A)(1) PC",
        "section_name": "Penal Code section 148(a)(1)",
        "level": Level.MISDEMEANOR,
        "reason": "148(A)(1) PC",
        "basis": "",
    }
    return count(ReliefAsked.DISMISS_RELATED, **(values | changes))


def case(name: str = "GARCIA-NUNEZ,ANA M", n_counts: int = 1, **changes: Any) -> MotionCase:
    values: dict[str, Any] = {
        "defendant": name,
        "counts": tuple(
            count() if n % 3 else count(REDESIGNATE, reason="Fewer than two convictions")
            for n in range(1, n_counts + 1)
        ),
        "case_numbers": ("BA123456",),
    }
    return MotionCase(**(values | changes))


def motion(of: MotionCase | None = None, **changes: Any) -> MotionDraft:
    values: dict[str, Any] = {
        "office": OFFICE,
        "court": COURT,
        "case": of or case(),
        "review": REVIEW,
        "paper_date": date(2026, 11, 2),
    }
    return MotionDraft(**(values | changes))


def bulk(n_cases: int = 30, **changes: Any) -> BulkMotionDraft:
    cases = tuple(
        case(
            f"PERSON,NUMBER {n}",
            1 + n % 2 * 2,
            case_numbers=(f"BA{100 + n}",),
            branch=("Van Nuys", "Central District")[n % 2],
        )
        for n in range(n_cases)
    )
    values: dict[str, Any] = {
        "office": OFFICE,
        "court": Court("LOS ANGELES"),
        "cases": cases,
        "review": REVIEW,
        "paper_date": date(2026, 11, 2),
    }
    return BulkMotionDraft(**(values | changes))
