"""What a motion says: plain data, apart from how it looks.

Every stated fact of a paper comes from here, and comes here from the record or
from the office's settings. What only a person may state (signatures, dates of
signing, hearing date, the judge's decision) has no field: the papers print
blank lines for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.model.dates import PartialDate
from app.model.record import Level


class Side(Enum):
    """Who files a paper."""

    PROSECUTOR = "prosecutor"
    DEFENDER = "defender"  # counsel of the defendant
    PERSON = "person"  # the defendant without counsel


class MainPaper(Enum):
    """What is before the court; other papers support it. The value is how a sentence names it."""

    MOTION = "motion for relief"
    PETITION = "petition for recall of sentence"  # while the sentence runs
    APPLICATION = "application for redesignation or dismissal and sealing"  # it is completed
    CHALLENGE = "notice of challenge to relief"


class ReliefAsked(Enum):
    """What the court is asked to do with one conviction; the value is its mark in a list.

    Where a sentence is still being served it is recalled first (HSC 11361.8(a), (b)).
    """

    DISMISS_AND_SEAL = "Dismiss and seal"
    REDESIGNATE_MISDEMEANOR = "Redesignate as misdemeanor"
    REDESIGNATE_INFRACTION = "Redesignate as infraction"
    REDESIGNATE_OPEN = "Redesignate as misdemeanor or infraction"
    RECALL_AND_DISMISS = "Recall sentence and dismiss"
    RESENTENCE_MISDEMEANOR = "Recall sentence, resentence as misdemeanor"
    RESENTENCE_INFRACTION = "Recall sentence, resentence as infraction"
    RESENTENCE_OPEN = "Recall sentence, resentence as misdemeanor or infraction"
    # Where a policy names redesignation or resentencing and no disposition, the court chooses.
    REDESIGNATE_OR_DISMISS = "Redesignate as misdemeanor or infraction, or dismiss and seal"
    RESENTENCE_OR_DISMISS = "Recall sentence, dismiss or resentence"
    DISMISS_RELATED = "Dismiss only"  # not under HSC 11361.8: the attorney states the basis
    CHALLENGED = "Challenged"  # asks nothing: the People oppose relief (HSC 11361.9)

    @property
    def is_while_serving(self) -> bool:
        """Whether a sentence that is still being served is recalled first."""
        return self in _WHILE_SERVING

    @property
    def is_under_the_act(self) -> bool:
        """Whether HSC 11361.8 is its basis: it names HS 11357 to 11360 and no other section."""
        return self is not ReliefAsked.DISMISS_RELATED


_WHILE_SERVING = frozenset(
    {
        ReliefAsked.RECALL_AND_DISMISS,
        ReliefAsked.RESENTENCE_MISDEMEANOR,
        ReliefAsked.RESENTENCE_INFRACTION,
        ReliefAsked.RESENTENCE_OPEN,
        ReliefAsked.RESENTENCE_OR_DISMISS,
    }
)


class SentenceShown(Enum):
    """What the record examined shows of the sentence for a conviction."""

    NOT_SAID = ""
    COMPLETED = "completed"
    SERVING = "still being served"
    NONE_RUNNING = "none on record runs past the date of the review"  # it may have no terms


@dataclass(frozen=True, slots=True)
class Office:
    """The office that files (rule 2.111(1)). A blank field prints a line to fill by hand."""

    name: str = ""  # "Office of the District Attorney, County of Los Angeles"
    kind: str = "District Attorney"
    head: str = ""  # the elected or appointed head, above "By: ____"; "" prints none
    attorney_name: str = ""
    bar_number: str = ""
    address: tuple[str, ...] = ()
    telephone: str = ""
    fax: str = ""
    email: str = ""
    party: str = "the People of the State of California"
    title: str = ""  # of the attorney, below the name in a letter's signature block
    side: str = Side.PROSECUTOR.value  # who files, by the value of a `Side`

    @property
    def files_as(self) -> Side:
        """Who files; the prosecution when the word is not known."""
        known = {side.value: side for side in Side}
        return known.get(self.side, Side.PROSECUTOR)


@dataclass(frozen=True, slots=True)
class Court:
    """``county`` in any case, without the word County; branch and department may be ""."""

    county: str
    branch: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Hearing:
    """When and where a paper is heard; what is not given prints a line to fill by hand."""

    on: date | None = None
    time: str = ""
    department: str = ""

    @property
    def is_set(self) -> bool:
        return self.on is not None and bool(self.time.strip() and self.department.strip())


NO_HEARING = Hearing()


@dataclass(frozen=True, slots=True)
class Served:
    """Somebody a paper is served on, as given; a blank field prints a line."""

    name: str
    address: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """A citation that a ground rests on, and what it says."""

    cite: str  # "Health and Safety Code section 11359(b)"
    says: str


@dataclass(frozen=True, slots=True)
class MotionCount:
    """One conviction and what is asked for it."""

    section_text: str  # as in the record: "11359 HS"
    section_name: str  # "Health and Safety Code section 11359"; "" when it cannot be named
    level: Level
    convicted_on: PartialDate
    relief: ReliefAsked
    reason: str = ""  # the policy's reason, a sentence or a phrase without full stop
    basis: str = ""  # statutory basis: "Health and Safety Code section 11361.8"
    sentence: SentenceShown = SentenceShown.NOT_SAID
    policy_calls_it: str = ""  # the policy's own name of the relief, where it names no disposition
    source_note: str = ""  # file and row; for the screen, never printed on a public paper
    case_number: str = ""  # when the case has several numbers and the count's own is known
    authorities: tuple[Authority, ...] = ()  # of the deciding rule, in the policy's order


@dataclass(frozen=True, slots=True)
class MotionCase:
    """A defendant's convictions under one court case.

    ``case_numbers`` holds every number of the case in the order of the record;
    none prints "Case No. ________". ``defendant`` is printed as given.
    """

    defendant: str
    counts: tuple[MotionCount, ...]
    case_numbers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    branch: str = ""  # for the schedule and court order of a bulk motion
    born_on: PartialDate | None = None  # printed only when the draft says so

    @property
    def case_number(self) -> str:
        """The first number, "" when there is none."""
        return self.case_numbers[0] if self.case_numbers else ""


@dataclass(frozen=True, slots=True)
class Review:
    """The review a motion rests on: when, under which policy, which run."""

    as_of: date
    policy_title: str
    policy_version: str
    run_id: str = ""  # short; "" prints no reference


@dataclass(frozen=True, slots=True)
class MotionDraft:
    """What the papers of one case say: a motion, a petition, and what goes with them."""

    office: Office
    court: Court
    case: MotionCase
    review: Review
    paper_date: date  # the date of the file itself, never printed as a date of signing
    is_practice: bool = False
    with_birth_date: bool = False  # off: motions are public papers
    main: MainPaper = MainPaper.MOTION
    hearing: Hearing = NO_HEARING
    served: tuple[Served, ...] = ()
    papers: tuple[str, ...] = ()  # titles of the papers made for the case, for the proof of service


@dataclass(frozen=True, slots=True)
class Volume:
    """One of the files that a bulk motion is divided into."""

    number: int
    n_volumes: int
    first_line: int  # lines of the schedule are numbered on from volume to volume

    @property
    def words(self) -> str:
        return f"Volume {self.number} of {self.n_volumes}"


@dataclass(frozen=True, slots=True)
class BulkMotionDraft:
    """One motion for many cases, with a schedule and a proposed order."""

    office: Office
    court: Court
    cases: tuple[MotionCase, ...]
    review: Review
    paper_date: date
    is_practice: bool = False
    hearing: Hearing = NO_HEARING
    volume: Volume | None = None

    @property
    def n_convictions(self) -> int:
        return sum(len(case.counts) for case in self.cases)


def court_order(case: MotionCase) -> tuple[object, ...]:
    """Sort key: branch, case number (digits by value), name; numberless cases last."""
    return (
        case.branch.casefold(),
        not case.case_number,
        _natural(case.case_number),
        case.defendant.casefold(),
    )


def _natural(text: str) -> tuple[tuple[int, int | str], ...]:
    parts = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return tuple((0, int(part)) if part[0] in "0123456789" else (1, part) for part in parts)
