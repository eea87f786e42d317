"""Everything that is missing before papers are made, grouped and counted, with the way to each.

What must not be printed blocks its paper; what prints as a blank line is said; and there is more
to know: who waits, what was filed before, which addresses are not on file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum

from app.documents.draft import MotionCase, Office, Side
from app.documents.fonts import UnprintableCharacterError, clean
from app.documents.preflight import unfilled_in_case, unfilled_in_office
from app.jobs.motion_cases import CaseRows, choose_cases
from app.jobs.paper_kinds import KINDS as PAPER_KINDS
from app.jobs.paper_kinds import check_side, draft_for, unfilled
from app.jobs.papers.batch import frame_for
from app.jobs.papers.choosing import cautions, choose_by_kind
from app.jobs.papers.frame import Frame, get_run
from app.jobs.papers.kinds import paper_of
from app.jobs.papers.plan import PapersRequest
from app.jobs.progress import Progress, Silent
from app.model.record import RapSheet
from app.store import papers, runs, visible
from app.store.codec import decode_sheet
from app.store.papers import ReliefRow
from app.store.runs import CheckRun
from app.store.workspace import Workspace

_PEOPLE_AT_ONCE = 500


class Weight(Enum):
    """What it means for the papers."""

    BLOCKS = "no paper is made"
    BLANK = "prints as a blank line"
    NOTE = "to know"


class Place(Enum):
    """Where it is entered or looked at."""

    OFFICE = "office"  # the letterhead
    CASE = "case"  # the conviction in the review
    REVIEW = "review"  # the list of the review
    POLICY = "policy"
    REGISTER = "register"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class At:
    """One place: a conviction, or a field of the letterhead."""

    words: str
    conviction_id: int = 0
    field: str = ""  # of `Office`
    paper_id: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, at one or many places. ``facets`` narrow the review's list."""

    sentence: str
    weight: Weight
    place: Place
    n: int
    at: tuple[At, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preflight:
    """``n_papers`` are those of single cases that can be made."""

    gaps: tuple[Gap, ...]
    n_cases: int
    n_papers: int

    @property
    def n_blocked(self) -> int:
        """Convictions and cases that get no paper as things stand."""
        return sum(gap.n for gap in self.gaps if gap.weight is Weight.BLOCKS)


_OFFICE_FIELDS = {
    "attorney’s name": "attorney_name",
    "State Bar number": "bar_number",
    "name of the office": "name",
    "address of the office": "address",
    "telephone": "telephone",
    "fax": "fax",
    "e-mail": "email",
    "party represented": "party",
}
_CASE_SENTENCES = {
    "case number": "No case number: the caption has a line to fill in",
    "defendant’s name": "No name of the defendant",
    "level": "The level of the conviction is not known: “not stated”",
    "date": "The date of the conviction is not known: “not stated”",
    "section": "The section cannot be named",
    "ground": "No ground is stated",
    "legal basis": "A related charge, not under section 11361.8: its legal basis is for the "
    "attorney to fill in",
}


def check_before(
    workspace: Workspace, request: PapersRequest, progress: Progress | None = None
) -> Preflight:
    """Look at every case that papers would be made for. Raises InputError before any check."""
    run = get_run(workspace)
    check_side(request.kinds, request.office.files_as)
    frame = frame_for(workspace, run, request)
    rows = papers.list_relief(workspace, only_accepted=request.only_accepted)
    _, left_out = choose_cases(rows, frame.asks)
    chosen, sentences = choose_by_kind(workspace, request, frame)
    groups = _all_cases(chosen)
    found = _Cases(frame, chosen)
    for done, (group, sheet) in enumerate(_sheets(workspace, groups), 1):
        found.look(group, sheet)
        if not done % _PEOPLE_AT_ONCE:
            (progress or Silent()).step(done, len(groups), "Looking at the cases")
    gaps = [
        *_stale(workspace),
        *_in_office(request.office),
        *found.gaps(),
        *_left_out(rows, left_out),
        *_of_kinds(sentences, left_out),
        *_waiting(workspace, only_accepted=request.only_accepted),
        *_cautions(run, chosen, request.office.files_as),
        *_filed_before(workspace, request, chosen),
        *_outdated(workspace, rows),
        *_contacts(workspace, run.county),
    ]
    order = list(Weight)
    gaps.sort(key=lambda gap: order.index(gap.weight))
    return Preflight(tuple(gaps), len(groups), found.n_papers)


def _all_cases(chosen: Mapping[str, list[CaseRows]]) -> list[CaseRows]:
    """Each case once, whatever papers are made for it."""
    found: dict[tuple[int, ...], CaseRows] = {}
    for groups in chosen.values():
        for rows in groups:
            found.setdefault(_key(rows), rows)
    return list(found.values())


def _key(rows: CaseRows) -> tuple[int, ...]:
    return tuple(row.conviction_id for row in rows)


def _sheets(workspace: Workspace, groups: list[CaseRows]) -> Iterator[tuple[CaseRows, RapSheet]]:
    for start in range(0, len(groups), _PEOPLE_AT_ONCE):
        part = groups[start : start + _PEOPLE_AT_ONCE]
        ids = sorted({group[0].person_id for group in part})
        pages = visible.iter_visible_people(workspace, ids=ids)
        sheets = {number: decode_sheet(coded) for page in pages for number, coded in page}
        for group in part:
            yield group, sheets[group[0].person_id]


class _Cases:
    """Collects what is missing in the cases, for every kind of paper that they get."""

    def __init__(self, frame: Frame, chosen: Mapping[str, list[CaseRows]]) -> None:
        self.n_papers = 0
        self._frame = frame
        self._kinds: dict[tuple[int, ...], list[str]] = {}
        for kind, groups in chosen.items():
            for rows in groups:
                self._kinds.setdefault(_key(rows), []).append(kind)
        self._blank: dict[str, list[At]] = {}
        self._unprintable: list[At] = []

    def look(self, group: CaseRows, sheet: RapSheet) -> None:
        where, kinds = _where(group[0]), self._kinds[_key(group)]
        base = self._frame.motion(sheet, group)
        trouble = _unprintable_in(base.case)
        if trouble:
            self._unprintable.append(At(f"{where}: {trouble}", group[0].conviction_id))
            return
        singles = [PAPER_KINDS[kind] for kind in kinds if kind in PAPER_KINDS]
        self.n_papers += len(singles)
        draft = draft_for(base, self._frame.given)
        blanks = [one for kind in singles for one in unfilled(kind, draft)]
        for words in dict.fromkeys(blanks or unfilled_in_case(draft.case)):
            what, _, number = words.partition(" of conviction ")
            row = group[_number(number) - 1] if number else group[0]
            known = self._blank.setdefault(what, [])
            known.append(At(_where(row), row.conviction_id))

    def gaps(self) -> Iterator[Gap]:
        if self._unprintable:
            sentence = "A name has a character that the papers’ font cannot print"
            n = len(self._unprintable)
            yield Gap(sentence, Weight.BLOCKS, Place.CASE, n, tuple(self._unprintable))
        for what, at in self._blank.items():
            sentence = _CASE_SENTENCES.get(what, f"Not on record: {what}")
            yield Gap(sentence, Weight.BLANK, Place.CASE, len(at), tuple(at))


def _number(text: str) -> int:
    found = re.match(r"\d+", text)
    return int(found[0]) if found else 1


def _where(row: ReliefRow) -> str:
    return f"{row.case_number or 'no case number'}, {row.name}, {row.section}"


def _unprintable_in(case: MotionCase) -> str:
    """What is wrong with the first text that no font can print; "" when all are printed."""
    try:
        for text in (case.defendant, *case.aliases, case.branch, *case.case_numbers):
            clean(text)
    except UnprintableCharacterError as error:
        return error.message
    return ""


def _stale(workspace: Workspace) -> Iterator[Gap]:
    if runs.is_stale(workspace):
        sentence = "Records changed after the last check: its answers do not cover that"
        yield Gap(sentence, Weight.NOTE, Place.POLICY, 1)


def _in_office(office: Office) -> Iterator[Gap]:
    for words in unfilled_in_office(office):
        at = At(words, field=_OFFICE_FIELDS.get(words, ""))
        yield Gap(f"Letterhead: no {words}", Weight.BLANK, Place.OFFICE, 1, (at,))
    for one in fields(office):
        value = getattr(office, one.name)
        try:
            for text in value if isinstance(value, tuple) else (value,):
                clean(text)
        except UnprintableCharacterError as error:
            at = At(error.message, field=one.name)
            sentence = "The letterhead has a character that the papers’ font cannot print"
            yield Gap(sentence, Weight.BLOCKS, Place.OFFICE, 1, (at,))


def _left_out(rows: Iterable[ReliefRow], left_out: dict[int, str]) -> Iterator[Gap]:
    by_reason: dict[str, list[At]] = {}
    for row in rows:
        if row.conviction_id in left_out:
            reason = left_out[row.conviction_id].partition(": left out, ")[2].rstrip(".")
            by_reason.setdefault(reason, []).append(At(_where(row), row.conviction_id))
    for reason, at in sorted(by_reason.items(), key=lambda one: -len(one[1])):
        yield Gap(f"Left out: {reason}", Weight.BLOCKS, Place.CASE, len(at), tuple(at))


def _of_kinds(sentences: Iterable[str], left_out: Mapping[int, str]) -> Iterator[Gap]:
    """What only some of the papers asked for leave out."""
    known = set(left_out.values())
    by_reason = Counter(
        sentence.partition(": left out, ")[2].rstrip(".") or sentence.rstrip(".")
        for sentence in sentences
        if sentence not in known
    )
    for reason, n in by_reason.items():
        yield Gap(f"No such paper: {reason}", Weight.BLOCKS, Place.REVIEW, n)


def _cautions(run: CheckRun, chosen: dict[str, list[CaseRows]], side: Side) -> Iterator[Gap]:
    for sentence in cautions(run, chosen, side):
        yield Gap(sentence.rstrip("."), Weight.NOTE, Place.POLICY, 1)


def _waiting(workspace: Workspace, *, only_accepted: bool) -> Iterator[Gap]:
    waiting = papers.count_waiting(workspace)
    for n, sentence, decision in (
        (waiting.n_unapproved, "Waits for a second person’s approval", ""),
        (waiting.n_asked, "Waits for an attorney’s answer", ""),
        (waiting.n_parked, "Parked", "parked"),
        (waiting.n_stale, "Decided before its facts or its answer changed", ""),
    ):
        if n:
            facets = (("decision", decision),) if decision else ()
            yield Gap(sentence, Weight.BLOCKS, Place.REVIEW, n, facets=facets)
    if only_accepted:
        n = len(papers.list_relief(workspace)) - len(
            papers.list_relief(workspace, only_accepted=True)
        )
        if n:
            facets = (("decision", "open"),)
            yield Gap("Not reviewed yet", Weight.BLOCKS, Place.REVIEW, n, facets=facets)


def _filed_before(
    workspace: Workspace, request: PapersRequest, chosen: Mapping[str, list[CaseRows]]
) -> Iterator[Gap]:
    found: dict[tuple[int, ...], At] = {}
    for kind, groups in chosen.items():
        signed = papers.list_signed(workspace, paper_of(kind))
        for group in groups:
            if any(row.conviction_id in signed for row in group):
                found[_key(group)] = At(_where(group[0]), group[0].conviction_id)
    at = tuple(found.values())
    if at:
        then = "it is left out" if request.only_new else "it would be made a second time"
        sentence = f"The paper was signed or filed before: {then}"
        yield Gap(sentence, Weight.NOTE, Place.REGISTER, len(at), at)


def _outdated(workspace: Workspace, rows: Iterable[ReliefRow]) -> Iterator[Gap]:
    """Papers not filed yet about nothing that gets relief now."""
    wanted = {row.conviction_id for row in rows}
    about: dict[int, bool] = {}
    for paper, conviction in papers.list_unfiled(workspace):
        about[paper] = about.get(paper, False) or conviction in wanted
    at = tuple(
        At(f"Paper {paper}", paper_id=paper) for paper, is_due in about.items() if not is_due
    )
    if at:
        sentence = "Made earlier and not filed, but no relief is asked for it any more"
        yield Gap(sentence, Weight.NOTE, Place.REGISTER, len(at), at)


def _contacts(workspace: Workspace, county: str) -> Iterator[Gap]:
    for role in ("court", "public defender"):
        if not papers.has_contact(workspace, role, county):
            sentence = (
                f"The address book has no {role} of {county.title()}: letters, labels and proofs "
                "of service have blank lines"
            )
            yield Gap(sentence, Weight.NOTE, Place.CONTACTS, 1)
