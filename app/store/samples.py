"""Sets of cases that are accepted together, each with the sample of it that is looked at by hand.

A set is frozen when its sample is drawn: which cases, and what the check answered of each then.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from app.store.workspace import Workspace

OPEN, PASSED, STOPPED, DROPPED, ACCEPTED = "open", "passed", "stopped", "dropped", "accepted"
UNSEEN, RIGHT, WRONG = "", "right", "wrong"

# Why a case is no part of a set.
NO_ANSWER, DECIDED, CHANGED, ASKED, AWAY = "no answer", "decided", "changed", "asked", "away"


@dataclass(frozen=True, slots=True)
class Sample:
    """``filter`` is JSON of the list that was on screen, ``filter_words`` says it."""

    id: int
    filter: str
    filter_words: str
    n_cases: int
    n_drawn: int
    confidence: float
    worst: float
    seed: str
    drawn_by: str
    drawn_at: str
    state: str = OPEN
    ended_by: str = ""
    ended_at: str = ""
    ended_words: str = ""


@dataclass(frozen=True, slots=True)
class SampleCase:
    conviction_id: int
    verdict: str  # UNSEEN, RIGHT or WRONG
    words: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class FrozenSet:
    """The cases of a set, ascending, and the answer of each (`reviews.fingerprints`) as its place
    in the list of answers."""

    ids: list[int]
    answers: list[str]
    answer_of: list[int]

    def get_answer(self, number: int) -> str:
        """Of a case of the set."""
        return self.answers[self.answer_of[bisect_left(self.ids, number)]]

    def answer_by_case(self) -> dict[int, str]:
        return {
            number: self.answers[place]
            for number, place in zip(self.ids, self.answer_of, strict=True)
        }


_COLUMNS = (
    "id, filter, filter_words, n_cases, n_drawn, confidence, worst, seed, drawn_by, drawn_at, "
    "state, ended_by, ended_at, ended_words"
)


def sort_out(workspace: Workspace, ids: Iterable[int]) -> tuple[list[int], dict[str, int]]:
    """(cases that can be accepted together, why others cannot -> how many).

    That is: open, with an answer to agree with, nothing asked about them, and not at another
    desk.
    """
    rows = workspace.connection.execute(
        "SELECT c.id, CASE "
        "WHEN d.outcome IS NULL OR d.outcome IN ('HAND_REVIEW', 'MAYBE', 'NO_ANSWER') THEN ? "
        "WHEN r.stale <> '' THEN ? WHEN r.decision IS NOT NULL THEN ? "
        "WHEN q.answered_at = '' THEN ? "
        "WHEN c.id IN (SELECT e.conviction_id FROM package_case e "
        "JOIN package s ON s.id = e.package_id WHERE s.returned_at = '') THEN ? ELSE '' END "
        "FROM conviction c LEFT JOIN determination d ON d.conviction_id = c.id "
        "LEFT JOIN review r ON r.conviction_id = c.id "
        "LEFT JOIN question q ON q.conviction_id = c.id "
        "WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id",
        (NO_ANSWER, CHANGED, DECIDED, ASKED, AWAY, json.dumps(list(ids))),
    )
    fit: list[int] = []
    left_out: dict[str, int] = {}
    for number, why in rows:
        if why:
            left_out[why] = left_out.get(why, 0) + 1
        else:
            fit.append(number)
    return fit, left_out


def freeze(ids: Sequence[int], fingerprints: dict[int, str]) -> FrozenSet:
    """The set (``ids`` ascending) as it stands now; answers that are equal are kept once."""
    places: dict[str, int] = {}
    answer_of = [places.setdefault(fingerprints[number], len(places)) for number in ids]
    return FrozenSet(list(ids), list(places), answer_of)


def insert_sample(
    workspace: Workspace, sample: Sample, cases: FrozenSet, drawn: Iterable[int]
) -> int:
    """Keep a drawn sample, inside the caller's transaction; its number."""
    number = workspace.connection.execute(
        f"INSERT INTO sample ({_COLUMNS.removeprefix('id, ')}, cases) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sample.filter, sample.filter_words, sample.n_cases, sample.n_drawn,
            sample.confidence, sample.worst, sample.seed, sample.drawn_by, sample.drawn_at,
            sample.state, sample.ended_by, sample.ended_at, sample.ended_words,
            msgspec.msgpack.encode(cases),
        ),
    ).lastrowid  # fmt: skip
    workspace.connection.executemany(
        "INSERT INTO sample_case VALUES (?, ?, '', '', '', '')",
        ((number, conviction) for conviction in drawn),
    )
    return int(number)


def find_sample(workspace: Workspace, sample_id: int) -> Sample | None:
    row = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM sample WHERE id = ?", (sample_id,)
    ).fetchone()
    return Sample(*row) if row else None


def list_samples(workspace: Workspace) -> list[Sample]:
    """The latest first."""
    rows = workspace.connection.execute(f"SELECT {_COLUMNS} FROM sample ORDER BY id DESC")
    return [Sample(*row) for row in rows]


def get_frozen(workspace: Workspace, sample_id: int) -> FrozenSet:
    (packed,) = workspace.connection.execute(
        "SELECT cases FROM sample WHERE id = ?", (sample_id,)
    ).fetchone()
    return msgspec.msgpack.decode(packed, type=FrozenSet)


def list_cases(workspace: Workspace, sample_id: int) -> list[SampleCase]:
    """The drawn cases by number; `app.model.sampling_plan` has the order they are looked at."""
    rows = workspace.connection.execute(
        "SELECT conviction_id, verdict, words, who, at FROM sample_case WHERE sample_id = ? "
        "ORDER BY conviction_id",
        (sample_id,),
    )
    return [SampleCase(*row) for row in rows]


def put_verdict(workspace: Workspace, sample_id: int, case: SampleCase) -> None:
    """Inside the caller's transaction."""
    workspace.connection.execute(
        "UPDATE sample_case SET verdict = ?, words = ?, who = ?, at = ? "
        "WHERE sample_id = ? AND conviction_id = ?",
        (case.verdict, case.words, case.who, case.at, sample_id, case.conviction_id),
    )


def set_state(
    workspace: Workspace, sample_id: int, state: str, *, who: str, at: str, words: str
) -> None:
    """Inside the caller's transaction."""
    workspace.connection.execute(
        "UPDATE sample SET state = ?, ended_by = ?, ended_at = ?, ended_words = ? WHERE id = ?",
        (state, who, at, words, sample_id),
    )


def count_accepted(workspace: Workspace, sample_id: int) -> int:
    """Cases that were accepted with the sample and stand."""
    (n,) = workspace.connection.execute(
        "SELECT count(*) FROM review WHERE sample_id = ? AND stale = ''", (sample_id,)
    ).fetchone()
    return int(n)
