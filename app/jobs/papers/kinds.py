"""The kinds of papers a batch can make, by the names of the terminal and the window.

A kind is either made for each case, in worker processes, or once for all cases. A further
kind is a line in one of the two tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from app.documents.bulk_motion import render_bulk_motion
from app.documents.draft import MotionCase, court_order
from app.documents.fonts import UnprintableCharacterError, clean
from app.documents.volumes import split_bulk_motion
from app.jobs import paper_kinds
from app.jobs.formats import BULK
from app.jobs.motion_cases import CaseRows, schedule_cases
from app.jobs.paper_kinds import PaperKind
from app.jobs.papers.frame import Frame
from app.model.record import RapSheet
from app.store.workspace import Workspace

BULK_FILE = "Bulk motion.pdf"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A paper before it is checked. ``expected`` are texts that it must say.

    ``in_order`` are texts that it must say one after another: the rows of a schedule.
    """

    pdf: bytes
    expected: tuple[str, ...]
    in_order: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()  # fields of the case that print blank
    covers: tuple[int, ...] = ()  # of a joint paper, the convictions it is about


@dataclass(frozen=True, slots=True)
class SingleKind:
    """A paper for each case; ``draft`` runs in a worker."""

    name: str
    paper: str  # in the register
    words: str  # what it is, for a list to choose from
    folder: str  # below the folder of the batch
    texts: tuple[str, ...]  # names of `app.documents.texts`
    draft: Callable[[Frame, RapSheet, CaseRows], Drafted]


@dataclass(frozen=True, slots=True)
class JointKind:
    """Papers for all cases together; ``draft`` gives each with the end of its file's name.

    It adds a sentence to the list for each case that cannot be printed.
    """

    name: str
    paper: str
    words: str
    file_name: str
    texts: tuple[str, ...]
    draft: Callable[[Workspace, Frame, list[CaseRows], list[str]], Iterator[Drafted]]


def _draft_single(kind: PaperKind, frame: Frame, sheet: RapSheet, rows: CaseRows) -> Drafted:
    draft = paper_kinds.draft_for(frame.motion(sheet, rows), frame.given)
    pdf = paper_kinds.render(kind, draft, frame.text_of)
    return Drafted(
        pdf,
        tuple(paper_kinds.expected(kind, draft)),
        unfilled=tuple(paper_kinds.unfilled(kind, draft)),
    )


def _draft_bulk(
    workspace: Workspace, frame: Frame, groups: list[CaseRows], left_out: list[str]
) -> Iterator[Drafted]:
    found = zip(groups, schedule_cases(workspace, groups, frame.asks), strict=True)
    printable = [(rows, case) for rows, case in found if _is_printable(case, left_out)]
    if not printable:
        return
    draft, texts = frame.bulk(tuple(case for _, case in printable)), frame.bulk_texts
    rows_of = {id(case): rows for rows, case in printable}
    volumes = [draft]
    if frame.most_pages is not None:
        volumes = split_bulk_motion(draft, frame.most_pages, texts)
    for volume in volumes:
        in_order = sorted(volume.cases, key=court_order)
        numbers = tuple(case.case_number for case in in_order if case.case_number)
        covers = tuple(row.conviction_id for case in volume.cases for row in rows_of[id(case)])
        yield Drafted(render_bulk_motion(volume, texts), (), numbers, covers=covers)


def printable_cases(cases: Iterable[MotionCase]) -> tuple[MotionCase, ...]:
    """The cases without those whose names no font can print."""
    return tuple(case for case in cases if _is_printable(case, []))


def _is_printable(case: MotionCase, left_out: list[str]) -> bool:
    """Whether the schedule can name a case; a sentence is added for one that it cannot."""
    where = f"case {case.case_number or 'without a number'}"
    try:
        for text in (case.defendant, case.branch, *case.case_numbers):
            clean(text, where)
    except UnprintableCharacterError as error:
        left_out.append(f"Bulk motion, {where}: {error.message}")
        return False
    return True


SINGLE: Mapping[str, SingleKind] = {
    kind.name: SingleKind(
        kind.name, kind.paper, kind.words, kind.name, kind.texts, partial(_draft_single, kind)
    )
    for kind in paper_kinds.KINDS.values()
}
JOINT: Mapping[str, JointKind] = {
    kind.name: kind
    for kind in (
        JointKind(
            BULK, "bulk motion", "One bulk motion for all cases", BULK_FILE,
            ("bulk-motion", "bulk-order"), _draft_bulk,
        ),
    )
}  # fmt: skip
KINDS: tuple[str, ...] = (*SINGLE, *JOINT)


def paper_of(kind: str) -> str:
    """What the register calls the papers of a kind."""
    return SINGLE[kind].paper if kind in SINGLE else JOINT[kind].paper
