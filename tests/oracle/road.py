"""The program's whole road from file to result files, compared with the plain reading."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.export_results import export_results
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.report import write_summary
from app.jobs.run_all import temporary_workspace
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store.workspace import Workspace
from tests.oracle import plain_reading as plain

COUNTY_REVIEW, LOS_ANGELES = "us-ca/county-review", "us-ca/los-angeles"
BY_THE_CHARGE = ("Misdemeanor", "Dismiss all", "11357(a)")  # no additional relief
FILES = ("All_Results", "All_Results_Condensed", "Prop64_Results")


@dataclass(frozen=True)
class Delivery:
    """One imported file, and what the plain reading makes of it."""

    workspace: Workspace
    workers: Workers
    county: str
    encoding: str  # of the file; the result files are written in it too
    rows: list[dict[str, str]]
    people: dict[str, plain.Person]
    due: dict[int, tuple[plain.Person, plain.Conviction]]  # convictions in scope by row number


@dataclass
class Results:
    """The parsed files of one run; cells in the order of the files."""

    tables: dict[str, list[list[str]]]
    summary: dict[str, Any]


@dataclass
class Tally:
    """How much a comparison compared."""

    n_compared: int = 0
    n_left_out: Counter[str] = field(default_factory=Counter)

    @property
    def share_left_out(self) -> float:
        left_out = self.n_left_out.total()
        return left_out / max(1, self.n_compared + left_out)


@contextmanager
def imported(path: Path, encoding: str, county: str, workers: Workers) -> Iterator[Delivery]:
    with temporary_workspace(path.parent / "work", "Office", county) as workspace:
        import_files(workspace, [path], Silent(), who="A clerk", workers=workers)
        rows = plain.read_rows(path, encoding)
        people = plain.read_people(rows)
        due = {
            conviction.row: (person, conviction)
            for person in people.values()
            for conviction in person.convictions
            if plain.in_scope(conviction, county)
        }
        yield Delivery(workspace, workers, county, encoding, rows, people, due)


def run(delivery: Delivery, policy_id: str, options: dict[str, Any], as_of: date) -> Results:
    """Check and write the result files."""
    policy = load_by_id(policy_id)
    request = CheckRequest(policy, settle_options(policy, options), delivery.county, as_of)
    check_eligibility(
        delivery.workspace, request, Silent(), who="A clerk", workers=delivery.workers
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export_results(
            delivery.workspace,
            folder,
            frozenset({"clear-my-record"}),
            Silent(),
            workers=delivery.workers,
            who="ZOË",
        )
        write_summary(delivery.workspace, folder, who="ZOË")
        tables = {}
        encoding = plain.reading_encoding(delivery.encoding)
        for file_name in FILES:
            with (folder / f"{file_name}.csv").open(encoding=encoding, newline="") as file:
                tables[file_name] = list(csv.reader(file, strict=True))
        return Results(tables, json.loads((folder / "summary.json").read_text(encoding="utf-8")))


def question(
    delivery: Delivery, policy_id: str, options: dict[str, Any], as_of: date
) -> plain.Question:
    """The question for the plain reading."""
    settled = plain.DEFAULTS[policy_id] | options
    return plain.Question(policy_id, settled, delivery.county, as_of)


def compare(
    delivery: Delivery, policy_id: str, options: dict[str, Any], as_of: date, tally: Tally
) -> Results:
    """Run both and compare every cell of the three files and every figure."""
    results = run(delivery, policy_id, options, as_of)
    asked = question(delivery, policy_id, options, as_of)
    words = compare_rows(delivery, results, asked, tally)
    compare_figures(delivery, results.summary, words, asked)
    return results


def compare_rows(
    delivery: Delivery, results: Results, asked: plain.Question, tally: Tally
) -> dict[int, tuple[str, str]]:
    """Every cell of every row of the three files. Gives the answers by row number."""
    everything = results.tables["All_Results"]
    assert len(everything) == len(delivery.rows) + 1
    assert everything[0][:95] == list(delivery.rows[0])
    words = {}
    for number, (row, cells) in enumerate(zip(delivery.rows, everything[1:], strict=True)):
        assert cells[:95] == list(row.values()), f"row {number}: original cells"
        if number in delivery.due:
            compare_conviction(delivery, number, cells[95:], asked, tally)
            words[number] = (cells[95 + 16], cells[95 + 17])
        else:
            assert cells[95:] == plain.empty_cells(row), f"row {number}"
    with_answer = [everything[number + 1] for number in sorted(delivery.due)]
    assert results.tables["Prop64_Results"] == [everything[0], *with_answer]
    places = [everything[0].index(name) for name in plain.CONDENSED]
    condensed = [[cells[place] for place in places] + cells[95:] for cells in everything]
    assert results.tables["All_Results_Condensed"] == condensed
    return words


def compare_conviction(
    delivery: Delivery, number: int, cells: list[str], asked: plain.Question, tally: Tally
) -> None:
    """The 18 cells of one determination.

    Left out are only the words of a conviction that the record leaves open: readings that the
    specification calls doubtful (`plain.doubts_of`) disagree about it. If they agree about the
    determination, it must be that one, for the reason of one of them; if not, it must be hand
    review, never one of the sides. The 16 cells of facts are compared all the same.
    """
    person, conviction = delivery.due[number]
    answers = {
        plain.answer(person, conviction, replace(asked, reading=reading))
        for reading in plain.doubts_of(person)
    }
    where = f"row {number}, {asked.policy} {asked.options} as of {asked.as_of}: {cells}"
    facts = plain.fact_cells(delivery.rows, person, conviction, asked)
    determinations = {word for word, _ in answers}
    if len(determinations) > 1 or (len(answers) > 1 and determinations == {plain.HAND_REVIEW}):
        tally.n_left_out[" / ".join(sorted(determinations))] += 1
        assert cells[:17] == [*facts, plain.HAND_REVIEW], f"{where}, but {answers}"
        assert cells[17], where
        return
    # A conviction in scope to which no row of the table applies keeps its facts; the words are
    # empty, and it stands among the Prop 64 results (as with the earlier tool).
    tally.n_compared += 1
    assert cells in [[*facts, *answer] for answer in answers], f"{where}, not {facts} {answers}"


def compare_figures(
    delivery: Delivery,
    summary: dict[str, Any],
    words: dict[int, tuple[str, str]],
    asked: plain.Question,
) -> None:
    """Every figure of summary.json that the specification names."""
    want = plain.figures(delivery.rows, delivery.people, words, asked)
    effects = (
        "CountSubjectsNoFelony", "CountSubjectsNoConvictionLast7Years", "CountSubjectsNoConviction"
    )  # fmt: skip
    additional = {
        reason: count
        for (word, reason), count in want["reasons"].items()
        if word == plain.DISMISSAL and not reason.startswith(BY_THE_CHARGE)
    }
    got = {
        "rows": summary["lineCount"],
        "people": summary["subjectsWithProp64ConvictionCountInCounty"],
        "some_relief": summary["subjectsWithSomeReliefCount"],
        "sections": summary["prop64ConvictionsCountInCountyByCodeSection"],
        "felonies": summary["prop64FelonyConvictionsCountInCounty"],
        "others": summary["prop64NonFelonyConvictionsCountInCounty"],
        "earliest": date.fromisoformat(summary["earliestConviction"]),
        "dismissals": summary["convictionDismissalCountByCodeSection"],
        "reductions": summary["convictionReductionCountByCodeSection"],
        "reasons": {
            (each["outcome"].replace("No determination", ""), each["reason"]): each["count"]
            for each in summary["convictionsByReason"]
        },
        "chosen": [summary["reliefWithCurrentEligibilityChoices"][key] for key in effects],
        "all_dismissed": [summary["reliefWithDismissAllProp64"][key] for key in effects],
    }
    where = f"{asked.policy} {asked.options} as of {asked.as_of}"
    for name, figure in got.items():
        assert figure == want[name], f"{name}: {figure}, not {want[name]}; {where}"
    assert summary["convictionDismissalCountByAdditionalRelief"] == additional, where
    assert summary["county"] == delivery.county
