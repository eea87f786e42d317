"""Made-up drafts for the tests of the papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.documents.draft import (
    Authority,
    BulkMotionDraft,
    Court,
    MainPaper,
    MotionCase,
    MotionCount,
    MotionDraft,
    Office,
    ReliefAsked,
    Review,
    SentenceShown,
    Served,
)
from app.documents.single import render_single
from app.documents.texts import paper_text
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


AUTHORITIES = (
    Authority(
        "Health and Safety Code section 11359(b)",
        "Possession for sale at 18 or over is a misdemeanor.",
    ),
    Authority(
        "Health and Safety Code section 11361.8(b)",
        "The court presumes that the criteria are met unless the other side proves otherwise.",
    ),
)
DEFENDER = replace(
    OFFICE, name="Office of the Public Defender, County of Los Angeles", kind="Public Defender",
    head="ROSA EXAMPLE", side="defender",
)  # fmt: skip
SERVED = (
    Served(
        "Office of the District Attorney, County of Los Angeles",
        ("211 Any Street", "Los Angeles, California 90012"),
        "service@example.gov",
    ),
)
PAPERS = ("Petition for recall of sentence", "[Proposed] order")


def petition(of: MotionCase | None = None, **changes: Any) -> MotionDraft:
    """A defender's papers for a sentence that is still being served."""
    own = of or case(
        "ANA M GARCIA-NUNEZ",
        counts=(serving(ReliefAsked.RESENTENCE_MISDEMEANOR, authorities=AUTHORITIES),),
    )
    values: dict[str, Any] = {
        "office": DEFENDER, "main": MainPaper.PETITION, "served": SERVED, "papers": PAPERS,
    }  # fmt: skip
    return motion(own, **(values | changes))


def application(of: MotionCase | None = None, **changes: Any) -> MotionDraft:
    """The papers of a person without counsel for a completed sentence."""
    own = of or case(
        "ANA M GARCIA-NUNEZ",
        counts=(count(sentence=SentenceShown.COMPLETED, authorities=AUTHORITIES[:1]),),
    )
    values: dict[str, Any] = {
        "office": replace(DEFENDER, side="person"), "main": MainPaper.APPLICATION,
    }  # fmt: skip
    return motion(own, **(values | changes))


def challenge(of: MotionCase | None = None, **changes: Any) -> MotionDraft:
    """A prosecutor's notice of challenge."""
    own = of or case(
        "ANA M GARCIA-NUNEZ",
        counts=(serving(ReliefAsked.CHALLENGED, reason="A super strike before the offense"),),
    )
    return motion(own, **({"main": MainPaper.CHALLENGE} | changes))


EVERY_PAPER: Mapping[str, Callable[..., MotionDraft]] = {
    "motion": motion,
    "order": motion,
    "petition": petition,
    "application": application,
    "points": petition,
    "declaration": petition,
    "notice": application,
    "proof-of-service": petition,
    "challenge": challenge,
}
"""The id of each paper of one case, and a draft of somebody who files it."""


def rendered(paper_id: str, of: MotionCase | None = None, **changes: Any) -> bytes:
    """One paper by itself."""
    return render_single(EVERY_PAPER[paper_id](of, **changes), [paper_text(paper_id)])
