"""What a batch will make: each paper with its place, the name of its file and what it rests on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import date
from pathlib import Path

from app.documents.draft import Office
from app.jobs.motion_cases import CaseRows
from app.jobs.paper_kinds import NOTHING_GIVEN, Given, given_data, read_given
from app.jobs.papers.kinds import JOINT, SINGLE

_LONGEST = 60  # characters of a case number in a file's name


@dataclass(frozen=True, slots=True)
class PapersRequest:
    """``limit`` draws up only the first cases in court order; None all of them.

    ``only_new`` leaves out cases whose paper of the kind was signed already, or is further on.
    """

    folder: Path
    kinds: frozenset[str]
    office: Office
    only_accepted: bool
    limit: int | None
    paper_date: date
    only_new: bool = False
    given: Given = NOTHING_GIVEN
    most_pages: int | None = None  # of a volume of the bulk motion


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """``rests_on`` tells whether what the paper says changed since it was planned."""

    kind: str
    file_name: str
    rests_on: str
    groups: tuple[CaseRows, ...]  # one case, or all of a joint paper

    @property
    def rows(self) -> CaseRows:
        return self.groups[0]

    @property
    def conviction_ids(self) -> tuple[int, ...]:
        return tuple(row.conviction_id for group in self.groups for row in group)


def plan_papers(kinds: Iterable[str], groups: Mapping[str, list[CaseRows]]) -> list[PlannedPaper]:
    """The papers of each kind in court order; ``groups`` are the cases of each kind."""
    planned: list[PlannedPaper] = []
    wanted = set(kinds)
    for kind in SINGLE.values():
        if kind.name in wanted:
            for number, rows in enumerate(groups[kind.name], 1):
                name = f"{number:05d} {safe_name(rows[0].case_number or 'without a number')}.pdf"
                planned.append(_planned(kind.name, f"{kind.folder}/{name}", (rows,)))
    planned += [
        _planned(joint.name, joint.file_name, tuple(groups[joint.name]))
        for joint in JOINT.values()
        if joint.name in wanted and groups[joint.name]
    ]
    return planned


def _planned(kind: str, file_name: str, groups: tuple[CaseRows, ...]) -> PlannedPaper:
    return PlannedPaper(kind, file_name, rests_on(kind, groups), groups)


def rests_on(kind: str, groups: Iterable[CaseRows]) -> str:
    """A short hash over what the paper is drafted from, and whose it is."""
    digest = hashlib.sha256(kind.encode())
    for group in groups:
        for row in group:
            digest.update(json.dumps(astuple(row), ensure_ascii=False).encode())
    return digest.hexdigest()[:20]


def safe_name(text: str) -> str:
    """A part of a file name that every system takes and that cannot leave its folder."""
    return re.sub(r"[^\w-]+", "-", text, flags=re.ASCII).strip("-")[:_LONGEST] or "case"


def request_text(
    request: PapersRequest, run_id: int, planned: Iterable[PlannedPaper], texts: Mapping[str, str]
) -> str:
    """What was asked for and what was planned, to go on from; ``texts`` are those of each kind."""
    return json.dumps(
        {
            "kinds": sorted(request.kinds),
            "office": asdict(request.office),
            "only_accepted": request.only_accepted,
            "limit": request.limit,
            "paper_date": request.paper_date.isoformat(),
            "only_new": request.only_new,
            "given": given_data(request.given),
            "most_pages": request.most_pages,
            "run_id": run_id,
            "texts": dict(texts),
            "papers": [[one.kind, one.file_name, one.rests_on] for one in planned],
        },
        ensure_ascii=False,
    )


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """What `request_text` kept; ``papers`` are (kind, file, what it rests on)."""

    request: PapersRequest
    run_id: int
    texts: dict[str, str]  # kind -> names and versions
    papers: tuple[tuple[str, str, str], ...]


def read_plan(folder: Path, text: str) -> KeptPlan:
    """What was kept, for papers that lie in ``folder`` now."""
    found = json.loads(text)
    office = {**found["office"], "address": tuple(found["office"]["address"])}
    request = PapersRequest(
        folder,
        frozenset(found["kinds"]),
        Office(**office),
        found["only_accepted"],
        found["limit"],
        date.fromisoformat(found["paper_date"]),
        found["only_new"],
        read_given(found["given"]),
        found["most_pages"],
    )
    papers = tuple((kind, name, rests) for kind, name, rests in found["papers"])
    return KeptPlan(request, found["run_id"], found["texts"], papers)
