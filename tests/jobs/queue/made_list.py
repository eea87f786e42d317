"""A list of convictions put straight into a workspace, and the plain way to ask it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.jobs.check_eligibility import CheckRequest
from app.model.queue_filter import FACETS, QueueFilter, age_band
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store import records, runs
from app.store.key import random_key
from app.store.records import Source
from app.store.runs import CheckRun
from app.store.workspace import Workspace, create_workspace

AS_OF = date(2026, 7, 1)
COUNTY = "LOS ANGELES"


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    cii: str = ""
    born: str = ""
    issues: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A conviction with its answer and what people did with it."""

    id: int
    person: Person
    row: int
    section: str = "11359 HS"
    level: str = "felony"
    convicted_on: str = "1999-03-01"
    court: str = "VAN NUYS"
    case_number: str = "BA1"
    outcome: str = "DISMISSAL"  # "" without an answer
    reason: str = "50 years or older"
    decision: str = ""
    stale: str = ""
    reviewer: str = ""
    words: str = ""
    is_approved: bool = False
    question: str = ""
    is_answered: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def state(self) -> str:
        return "stale" if self.stale else self.decision or "open"

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """Facet -> its values, the plain way; closeness has tests of its own."""
        whole = len(self.person.born) == 10
        age = "not known"
        if whole and self.person.born <= AS_OF.isoformat():
            born = date.fromisoformat(self.person.born)
            had = (AS_OF.month, AS_OF.day) >= (born.month, born.day)
            age = age_band(AS_OF.year - born.year - (0 if had else 1))
        is_asked = bool(self.question) and not self.is_answered
        return {
            "outcome": (self.outcome,), "state": (self.state,), "reason": (self.reason,),
            "flag": self.person.flags, "issue": tuple(sorted(set(self.person.issues))),
            "section": (self.section,), "level": (self.level,), "year": (self.convicted_on[:4],),
            "court": (self.court,), "age": (age,), "reviewer": (self.reviewer,),
            "approval": ("approved" if self.is_approved else "none needed",),
            "asked": ("open question" if is_asked else "no open question",),
            "reminder": (),
            "note": ("has a note" if self.notes else "no note",),
            "remedy": ("",), "procedure": ("",),
        }  # fmt: skip

    @property
    def text(self) -> str:
        person = self.person
        return " ".join((
            person.name, person.cii, *person.aliases, self.case_number, self.section, self.words,
            self.question, *self.notes,
        ))  # fmt: skip

    def passes(self, wanted: QueueFilter, without: str = "") -> bool:
        text = plain(self.text)
        return all(word in text for word in plain(wanted.text).split()) and all(
            set(wanted.chosen(facet)) & set(self.labels.get(facet, ()))
            for facet in wanted.set_facets
            if facet != without
        )


def plain(text: str) -> str:
    """Without accents, capitals, commas and the marks inside names."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o"))
    kept = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return "".join(mark for mark in kept if mark not in "'-.").replace(",", " ")


def count_plainly(cases: list[Case], wanted: QueueFilter) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        if facet == "closeness":
            continue
        counted: Counter[str] = Counter()
        for case in cases:
            if case.outcome and case.passes(wanted, without=facet):
                counted.update(case.labels[facet])
        counts[facet] = dict(counted) | {
            value: 0 for value in wanted.chosen(facet) if value not in counted
        }
    return counts


def create(path: Path) -> Workspace:
    return create_workspace(
        path, random_key(), name="Office", county=COUNTY, created_at="2026-07-01T00:00:00+00:00"
    )


_TABLES = (
    "review_change", "review_step", "note", "question", "review", "determination", "row_issue",
    "person_flag", "conviction",
    "person", "check_run", "source", "import_batch",
)  # fmt: skip


def fill(workspace: Workspace, cases: list[Case], policy_id: str = "us-ca/los-angeles") -> None:
    """Put the list there in place of whatever was."""
    with workspace.transaction():
        for table in _TABLES:
            workspace.connection.execute(f"DELETE FROM {table}")
        at = "2026-07-01T00:00:00+00:00"
        batch = records.insert_batch(
            workspace, started_at=at, finished_at=at, seconds=1.0, version="test"
        )
        source = records.insert_source(
            workspace,
            Source(
                0, batch, "a.dat", "0" * 64, 1, "utf-8", 0, "\n", "doj-bulk", True, len(cases), 0
            ),
        )
        _check(workspace, policy_id)
        for person in {case.person.id: case.person for case in cases}.values():
            _put_person(workspace, person, source)
        for case in cases:
            _put_case(workspace, case, source)


def _check(workspace: Workspace, policy_id: str) -> None:
    policy = load_by_id(policy_id)
    request = CheckRequest(policy, settle_options(policy, {}), COUNTY, AS_OF)
    runs.insert_run(
        workspace,
        CheckRun(
            1, policy.id, policy.title, policy.version, policy.sha256, policy.text,
            request.settings.as_dict(), COUNTY, AS_OF, "test", "2026-07-02T00:00:00+00:00", 0.0,
            0, 0, {}, "",
        ),
    )  # fmt: skip


def _put_person(workspace: Workspace, person: Person, source: int) -> None:
    connection = workspace.connection
    connection.execute(
        "INSERT INTO person VALUES (?, ?, ?, '', '', ?, 1, 1, x'')",
        (person.id, person.cii, person.name, person.born),
    )
    for kind in person.issues:
        connection.execute(
            "INSERT INTO row_issue (source_id, row, column_name, text, kind, reason, done, advice, "
            "is_quarantined, person_id) VALUES (?, 1, '', '', ?, '', '', '', 0, ?)",
            (source, kind, person.id),
        )
    if person.flags or person.aliases:
        connection.execute(
            "INSERT INTO person_flag VALUES (?, ?, ?)",
            (person.id, "\n".join(person.flags), "\n".join(person.aliases)),
        )


def _put_case(workspace: Workspace, case: Case, source: int) -> None:
    connection = workspace.connection
    connection.execute(
        "INSERT INTO conviction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (
            case.id, case.person.id, source, case.row, case.section, case.level,
            case.convicted_on, COUNTY, case.court, case.case_number,
        ),
    )  # fmt: skip
    if case.outcome:
        connection.execute(
            "INSERT INTO determination VALUES (?, 1, ?, ?, 'rule', '', '', '', '')",
            (case.id, case.outcome, case.reason),
        )
    put_decided(workspace, case)


def put_decided(workspace: Workspace, case: Case) -> None:
    """What people did with a case, in place of what they did before."""
    connection = workspace.connection
    for table in ("review", "question", "note"):
        connection.execute(f"DELETE FROM {table} WHERE conviction_id = ?", (case.id,))
    if case.decision:
        connection.execute(
            "INSERT INTO review VALUES (?, ?, ?, ?, '', ?, '', '', '', ?, '', ?, '2026-07-03', ?, "
            "'', '', ?, 0)",
            (
                case.id, case.decision, case.outcome, case.reason,
                "NOT_ELIGIBLE" if case.decision == "overridden" else "", case.words,
                case.reviewer, case.stale, "2026-07-04" if case.is_approved else "",
            ),
        )  # fmt: skip
    if case.question:
        connection.execute(
            "INSERT INTO question VALUES (?, ?, 'A', '2026-07-03', '', '', ?)",
            (case.id, case.question, "2026-07-04" if case.is_answered else ""),
        )
    for number, words in enumerate(case.notes):
        connection.execute(
            "INSERT INTO note (uid, conviction_id, words, who, at) VALUES (?, ?, ?, 'A', '2026')",
            (f"{case.id}-{number}", case.id, words),
        )


def changed(case: Case, **values: object) -> Case:
    return replace(case, **values)  # type: ignore[arg-type]
