"""The program's road from a made file to determinations, and the plain reading beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.run_all import temporary_workspace
from app.jobs.workers import Workers
from app.model.relief import Outcome
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store.determinations import iter_listed, unpack_list
from app.store.workspace import Workspace
from tests.oracle.made_file import Row, write_file
from tests.oracle.plain_record import Record, read_records
from tests.oracle.plain_worlds import Answer, Key, Verdict

NO_ANSWER, HAND_REVIEW = ("", ""), "Hand Review"
KINDS = {  # of open facts, and the word by which the program names them
    "date": "date", "offense": "date", "birth": "birth", "level": "level", "section": "section",
    "charged": "section", "county": "county", "length": "sentence", "excepted": "section",
    "list": "comes under", "reversal": "reversed",
}  # fmt: skip
# Rows that send a conviction to hand review by themselves; their reasons say what is missing.
SAYS_WHAT_IS_MISSING = (
    "the record does not say which part", "Quantity not on record", "without a subdivision",
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What the program says of one conviction."""

    determination: str
    reason: str
    missing: tuple[str, ...]
    remedy: str = ""  # what the court is asked to do, and how; empty where the policy names none
    procedure: str = ""

    @property
    def answer(self) -> Answer:
        return self.determination, self.reason


@dataclass
class Tally:
    """How a comparison went."""

    how: Counter[str] = field(default_factory=Counter)
    too_careful: list[str] = field(default_factory=list)  # hand review where all worlds agree
    wrong: list[str] = field(default_factory=list)  # anything else


@dataclass(frozen=True)
class Imported:
    """A made file in a workspace, and the same rows read plainly."""

    workspace: Workspace
    workers: Workers
    rows: list[Row]
    records: dict[str, Record]

    def determine(
        self, policy_id: str, county: str, as_of: date, **options: Any
    ) -> dict[int, Given]:
        """Determinations by the number of the row (the first is 0)."""
        policy = load_by_id(policy_id)
        request = CheckRequest(policy, settle_options(policy, options), county, as_of)
        check_eligibility(self.workspace, request, Silent(), who="A clerk", workers=self.workers)
        return {
            each.row - 2: Given(
                Outcome[each.outcome].value,
                each.reason,
                unpack_list(each.missing),
                each.remedy,
                each.procedure,
            )
            for each in iter_listed(self.workspace)
        }


@contextmanager
def imported(folder: Path, rows: list[Row], workers: Workers) -> Iterator[Imported]:
    path = write_file(folder / "Made.dat", rows)
    with temporary_workspace(folder / "work", "Office", "SACRAMENTO") as workspace:
        import_files(workspace, [path], Silent(), who="A clerk", workers=workers)
        yield Imported(workspace, workers, rows, read_records(rows))


def compare(
    given: Given | None,
    due: Iterable[Verdict],
    where: str,
    tally: Tally,
    reasons: Mapping[str, str | tuple[str, ...]] | None = None,
) -> None:
    """Note how the program's answer agrees with one of the verdicts, or that it does not.

    ``reasons``: how the program's reason begins, by the word that the reading has for it.
    """
    found: list[Verdict] = []
    for verdict in due:
        found.append(verdict)
        if not verdict.is_whole:
            tally.how["not tried out"] += 1
            return
        if agrees(given, verdict, reasons or {}, is_doubtful=len(found) > 1):
            is_open = len(verdict.determinations) > 1
            tally.how["open" if is_open else next(iter(verdict.determinations))] += 1
            return
    likely = found[0]
    is_careful = given is not None and given.determination == HAND_REVIEW
    if is_careful and len(likely.determinations) == 1 and HAND_REVIEW not in likely.determinations:
        kind = tally.too_careful
    else:
        kind = tally.wrong
    facts = sorted(map(str, likely.hinges))
    kind.append(f"{where}: {given}, not {sorted(likely.answers)} by {facts}")


def agrees(
    given: Given | None,
    verdict: Verdict,
    reasons: Mapping[str, str | tuple[str, ...]],
    *,
    is_doubtful: bool,
) -> bool:
    """A whole answer is one of the worlds'; an open one is hand review and names what is open.

    Where the law is doubtful either will do.
    """
    answer = given.answer if given else NO_ANSWER
    is_open = len(verdict.determinations) > 1
    if not is_open or is_doubtful:
        for word, reason in verdict.answers:
            begins = answer[1].startswith(reasons.get(reason, reason))
            if plain_word(word) == answer[0] and begins and bool(answer[1]) == bool(reason):
                return True
    words = {plain_word(word) for word in verdict.determinations}
    if answer[0] != HAND_REVIEW or given is None:
        return False
    if not is_open:
        return HAND_REVIEW in words and len(verdict.answers) > 1
    if HAND_REVIEW in words or any(text in given.reason for text in SAYS_WHAT_IS_MISSING):
        return True
    return is_doubtful or names(given.missing, verdict.hinges)


def plain_word(word: str) -> str:
    """Without what a reading adds to tell reliefs apart."""
    return word.split(" to ", maxsplit=1)[0] if word.startswith("Eligible for Reduction") else word


def names(missing: tuple[str, ...], hinges: frozenset[Key]) -> bool:
    """Some missing fact is named, and it is one on which the answer hangs."""
    named = " / ".join(missing).lower()
    words = {KINDS.get(kind, "relief") for kind, _ in hinges}
    return bool(named) and (not words or any(word in named for word in words))
