"""The kinds of papers that are made for a case: who files each, for which cases, from which texts.

The office's setting says who files. The prosecution moves for relief or challenges it; the
defendant, with counsel or without, petitions while the sentence runs and applies when it is
completed. The other papers go with whichever of these a case has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from app.documents.draft import (
    NO_HEARING,
    Hearing,
    MainPaper,
    MotionDraft,
    ReliefAsked,
    Served,
    Side,
)
from app.documents.preflight import unfilled_in_paper
from app.documents.single import render_single
from app.documents.texts import PaperText, paper_text
from app.errors import InputError
from app.jobs.formats import APPLICATIONS, BULK, CHALLENGES, MOTIONS, PAPERS, PETITIONS
from app.jobs.motion_cases import CaseRows, group_cases
from app.jobs.relief_asked import left_out_sentence
from app.model.relief import Procedure
from app.model.statute import read_section
from app.model.truth import Truth
from app.store.papers import ReliefRow

EVERYBODY = frozenset(Side)
PROSECUTION = frozenset({Side.PROSECUTOR})
DEFENSE = frozenset({Side.DEFENDER, Side.PERSON})
HEARING, SERVED = "hearing", "served"
NOT_TOLD = (
    "the policy does not say whether the sentence is still being served; a petition asks for "
    "another thing than an application"
)
NOT_CANNABIS = "it is not under section 11361.8: no petition or application is drafted for it"
NO_CHALLENGE = (
    "No notice of challenge is made: it is drafted for convictions that a person reviewed and "
    "found not eligible, and there is none."
)
OPEN_APPLICATION = (
    "The points for an application leave two lines for the subdivisions of section 11361.8 that "
    "govern it: their words are for counsel to set out."
)
LATE_CHALLENGE = (
    "Section 11361.9 gave the prosecution until July 1, 2020 to challenge relief; whether this "
    "notice can still be given is for the attorney."
)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """``needs``: what the office gives before it prints whole; else lines to fill by hand."""

    name: str  # for the terminal
    paper: str  # in the register
    words: str  # for a list to choose from
    sides: frozenset[Side]
    texts: tuple[str, ...]  # in the order of the file
    main: MainPaper | None = None  # the paper it is; None: it goes with the one the case has
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What the office gives for the papers of a batch; blank prints lines to fill by hand."""

    hearing: Hearing = NO_HEARING
    served: tuple[Served, ...] = ()
    papers: tuple[str, ...] = ()  # kinds made for the same cases, for the proof of service


NOTHING_GIVEN = Given()


def given_data(given: Given) -> dict[str, object]:
    """What was given, for JSON."""
    on = given.hearing.on
    return {
        **asdict(given),
        "hearing": {**asdict(given.hearing), "on": on.isoformat() if on else ""},
    }


def read_given(data: dict[str, Any]) -> Given:
    """What `given_data` kept."""
    hearing = data["hearing"]
    on = date.fromisoformat(hearing["on"]) if hearing["on"] else None
    served = (Served(**{**one, "address": tuple(one["address"])}) for one in data["served"])
    return Given(Hearing(**{**hearing, "on": on}), tuple(served), tuple(data["papers"]))


def _kinds() -> tuple[PaperKind, ...]:
    return (
        PaperKind(
            MOTIONS, "motion", "A motion with its order for each case", PROSECUTION,
            ("motion", "order"), MainPaper.MOTION,
        ),
        PaperKind(
            PETITIONS, "petition", "A petition for each case with a sentence being served",
            DEFENSE, ("petition",), MainPaper.PETITION,
        ),
        PaperKind(
            APPLICATIONS, "application", "An application for each case with a sentence completed",
            DEFENSE, ("application",), MainPaper.APPLICATION,
        ),
        PaperKind(
            CHALLENGES, "notice of challenge",
            "A notice of challenge to court and public defender for each case found not eligible",
            PROSECUTION, ("challenge", "proof-of-service"), MainPaper.CHALLENGE, (SERVED,),
        ),
        PaperKind(
            "points", "points and authorities", "Points and authorities for each case", EVERYBODY,
            ("points",),
        ),
        PaperKind(
            "declarations", "declaration", "A declaration to fill in for each case", EVERYBODY,
            ("declaration",),
        ),
        PaperKind(
            "notices", "notice of hearing", "A notice of hearing for each case", EVERYBODY,
            ("notice",), needs=(HEARING,),
        ),
        PaperKind(
            "orders", "proposed order", "A proposed order for each case, by itself", EVERYBODY,
            ("order",),
        ),
        PaperKind(
            "services", "proof of service", "A proof of service to fill in for each case",
            EVERYBODY, ("proof-of-service",), needs=(SERVED,),
        ),
    )  # fmt: skip


KINDS: Mapping[str, PaperKind] = {kind.name: kind for kind in _kinds()}
_IN_SERVICE = {  # how the proof of service names a paper
    MOTIONS: "Notice of motion and motion for relief, with proposed order",
    PETITIONS: "Petition for recall of sentence",
    APPLICATIONS: "Application for redesignation or dismissal and sealing",
    CHALLENGES: "Notice of challenge to relief",
    "points": "Memorandum of points and authorities",
    "declarations": "Declaration",
    "notices": "Notice of hearing",
    "orders": "[Proposed] order",
}


def check_side(names: Iterable[str], side: Side) -> None:
    """Raises InputError for a paper that this side does not file."""
    for name in names:
        sides = PROSECUTION if name == BULK else KINDS[name].sides
        if side not in sides:
            may = " or ".join(sorted(one.value for one in sides))
            paper = "bulk motion" if name == BULK else KINDS[name].paper
            raise InputError(
                f"The {paper} is filed by the {may}, and who files is the {side.value} by the "
                "office's settings. Choose other papers, or another who files."
            )


def usual_kinds(side: Side) -> tuple[str, ...]:
    """What is made when no kind is named."""
    return PAPERS if side is Side.PROSECUTOR else (PETITIONS, APPLICATIONS)


def cases_for(
    kind: PaperKind, side: Side, groups: Iterable[CaseRows]
) -> tuple[list[CaseRows], list[str]]:
    """The cases that get such a paper, and a sentence for each conviction that gets none.

    For the defendant a case is divided by what is filed: a petition asks another thing than an
    application. A case with both comes twice.
    """
    groups = list(groups)
    if side is Side.PROSECUTOR:
        return groups, []
    wanted = _procedures(kind.main)
    cases: list[CaseRows] = []
    left_out: list[str] = []
    for rows in groups:
        told: dict[Procedure, CaseRows] = {procedure: [] for procedure in wanted}
        for row in rows:
            against = _against(row)
            if against:
                left_out.append(left_out_sentence(row, against))
            elif Procedure[row.procedure] in told:
                told[Procedure[row.procedure]].append(row)
        cases += [part for part in told.values() if part]
    return cases, left_out


def challenge_cases(rows: Iterable[ReliefRow]) -> list[CaseRows]:
    """The cases of a notice of challenge: HSC 11361.9 speaks of relief under 11361.8 alone."""
    return group_cases(row for row in rows if read_section(row.section).is_cannabis is Truth.MET)


def main_kinds(side: Side) -> list[PaperKind]:
    """The papers that ask the court for relief, for this side."""
    return [
        kind
        for kind in KINDS.values()
        if side in kind.sides and kind.main not in (None, MainPaper.CHALLENGE)
    ]


def _procedures(main: MainPaper | None) -> tuple[Procedure, ...]:
    if main is MainPaper.PETITION:
        return (Procedure.PETITION,)
    if main is MainPaper.APPLICATION:
        return (Procedure.APPLICATION,)
    return (Procedure.PETITION, Procedure.APPLICATION)


def _against(row: ReliefRow) -> str:
    if read_section(row.section).is_cannabis is not Truth.MET:
        return NOT_CANNABIS
    return "" if row.procedure else NOT_TOLD


def draft_for(base: MotionDraft, given: Given = NOTHING_GIVEN) -> MotionDraft:
    """What the papers of a case say: the motion's draft, for whoever files."""
    main = main_paper(base)
    not_here = {kind.name for kind in KINDS.values() if kind.main not in (None, main)}
    made = {CHALLENGES} if main is MainPaper.CHALLENGE else {*given.papers} - not_here
    papers = tuple(words for name, words in _IN_SERVICE.items() if name in made)
    return replace(base, main=main, hearing=given.hearing, served=given.served, papers=papers)


def main_paper(draft: MotionDraft) -> MainPaper:
    """What is before the court in a case, by what is asked and who asks."""
    asked = {count.relief for count in draft.case.counts}
    if ReliefAsked.CHALLENGED in asked:
        return MainPaper.CHALLENGE
    if draft.office.files_as is Side.PROSECUTOR:
        return MainPaper.MOTION
    serving = any(relief.is_while_serving for relief in asked)
    return MainPaper.PETITION if serving else MainPaper.APPLICATION


def render(
    kind: PaperKind, draft: MotionDraft, text_of: Callable[[str], PaperText] = paper_text
) -> bytes:
    """The finished file. ``text_of`` gives the office's texts; raises `UserError` with the case."""
    return render_single(draft, [text_of(name) for name in kind.texts])


def expected(kind: PaperKind, draft: MotionDraft) -> list[str]:
    """What the finished file must say: number, defendant, and the section of every conviction."""
    case = draft.case
    found = [*case.case_numbers[:1], *case.defendant.split()]
    if not {"declaration", "proof-of-service"}.issuperset(kind.texts):
        found += dict.fromkeys(count.section_text for count in case.counts)
    return found


def unfilled(kind: PaperKind, draft: MotionDraft) -> list[str]:
    """What of the case prints as a line to fill by hand, besides what always does."""
    return unfilled_in_paper(draft, kind.texts)
