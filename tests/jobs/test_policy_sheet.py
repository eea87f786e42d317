"""What a policy produces is what a check of it would answer, and trying it changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError, UsageError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.policy_sheet import (
    SheetRequest,
    policy_markdown,
    save_sign_off_sheet,
    try_policy,
)
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.model.policy_reading import PolicyFigures
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.store import determinations, runs
from app.store.workspace import Workspace

AS_OF = date(2026, 7, 1)


def request_for(
    policy_id: str = "us-ca/county-review", as_of: date = AS_OF, **options: str | int | bool
) -> CheckRequest:
    policy = load_by_id(policy_id)
    return CheckRequest(policy, settle_options(policy, options), "LOS ANGELES", as_of)


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path, workers: Workers) -> Workspace:
    """A workspace with the files of made-up, messy people."""
    path = tmp_path / "Delivery.dat"
    write_sample(path, n_people=120, county="LOS ANGELES", seed=9, is_messy=True)
    import_files(workspace, [path], Silent(), who="A clerk", workers=workers)
    return workspace


def check(workspace: Workspace, request: CheckRequest, workers: Workers) -> runs.CheckRun:
    return check_eligibility(workspace, request, Silent(), who="A clerk", workers=workers)


@pytest.mark.parametrize(
    "policy_id", ["us-ca/county-review", "us-ca/los-angeles", "us-ca/statute-11361.8"]
)
def test_figures_are_those_of_a_check(policy_id: str, filled: Workspace, workers: Workers) -> None:
    """Before any check, counted in memory; afterwards, counted from the check: the same."""
    request = request_for(policy_id)
    tried = try_policy(filled, request, Silent(), workers=workers)
    assert runs.find_latest_run(filled) is None
    run = check(filled, request, workers)
    stored = try_policy(filled, request, Silent(), workers=workers)
    assert tried == stored
    summary = run.summary
    assert tried.people == run.n_people
    assert tried.convictions == run.n_determinations
    assert dict(tried.outcomes) == {
        outcome: n for outcome, n in summary["convictionsByOutcome"].items() if n
    }
    assert dict(tried.missing) == summary["handReviewByMissingFact"]
    assert tried.no_fact_missing == summary["handReviewWithNoFactMissing"]


def test_rows_count_what_they_decide(filled: Workspace, workers: Workers) -> None:
    """Row by row against the answers of a check; with the open ones they add up to all."""
    request = request_for("us-ca/los-angeles", age=60)
    figures = try_policy(filled, request, Silent(), workers=workers)
    check(filled, request, workers)
    decided: Counter[str] = Counter()
    also: Counter[str] = Counter()
    for answers in determinations.by_person(filled).values():
        for answer in answers:
            decided[answer.rule_id] += 1
            also.update(answer.also_applies)
    assert {row.rule_id: row.decided for row in figures.rows if row.decided} == {
        rule: n for rule, n in decided.items() if rule
    }
    assert {row.rule_id: row.also for row in figures.rows if row.also} == dict(also)
    assert figures.open_answers == decided[""]
    assert sum(row.decided for row in figures.rows) + figures.open_answers == figures.convictions
    never = set(figures.never_decide)
    assert never.isdisjoint(decided)
    assert "no-felony-in-years" not in never  # switched off, so it is not asked at all


def test_trying_touches_nothing(filled: Workspace, workers: Workers) -> None:
    """The latest check and its answers stay, whatever other options are tried."""
    check(filled, request_for(), workers)
    before = (runs.list_runs(filled), determinations.by_person(filled))
    tried = try_policy(
        filled, request_for(hs_11359="reduce", use_only_cannabis=False), Silent(), workers=workers
    )
    assert (runs.list_runs(filled), determinations.by_person(filled)) == before
    assert dict(tried.outcomes) != before[0][0].summary["convictionsByOutcome"]


@pytest.mark.parametrize("change", ["options", "as of", "text", "more data"])
def test_another_check_is_not_taken_for_this_one(
    change: str, filled: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Other options, another date, a changed text, data that came later: asked anew."""
    request = request_for()
    check(filled, request, workers)
    if change == "options":
        request = request_for(age=65)
    elif change == "as of":
        request = request_for(as_of=date(2026, 7, 2))
    elif change == "text":
        request = replace(request, policy=replace(request.policy, sha256="0" * 64))
    else:
        path = tmp_path / "More.dat"
        write_sample(path, n_people=30, county="LOS ANGELES", seed=10)
        import_files(filled, [path], Silent(), who="A clerk", workers=workers)
    steps = Steps()
    try_policy(filled, request, steps, workers=workers)
    assert steps.labels == ["Trying the policy"] * len(steps.labels) != []


class Steps:
    """Keeps what progress was told; stops the job when asked to."""

    def __init__(self, *, stops: bool = False) -> None:
        self.labels: list[str] = []
        self._stops = stops

    def step(self, done: int, total: int, label: str) -> None:
        assert 0 < done <= total
        self.labels.append(label)
        if self._stops:
            raise Cancelled


def test_a_county_that_does_not_occur(filled: Workspace, workers: Workers) -> None:
    """The counties that do are named."""
    request = replace(request_for(), county="ALPINE")
    with pytest.raises(InputError, match=r"from the county ALPINE.*LOS ANGELES \("):
        try_policy(filled, request, Silent(), workers=workers)


def test_an_empty_workspace(workspace: Workspace, workers: Workers) -> None:
    """There is nothing to try it on."""
    with pytest.raises(InputError, match="Nothing was imported yet"):
        try_policy(workspace, request_for(), Silent(), workers=workers)


def test_a_date_outside_the_policy(filled: Workspace, workers: Workers) -> None:
    """The as-of dates it applies to are named."""
    with pytest.raises(UsageError, match="from 2016-11-09"):
        try_policy(
            filled, request_for("us-ca/statute-11361.8", date(2016, 11, 8)), Silent(),
            workers=workers,
        )  # fmt: skip


def test_the_sheet_is_written_whole(filled: Workspace, workers: Workers, tmp_path: Path) -> None:
    """A PDF, the same twice; one of that name is replaced, nothing else is left behind."""
    folder = tmp_path / "Blätter (1)"
    folder.mkdir()
    request = SheetRequest.of(request_for())
    path = save_sign_off_sheet(
        filled, request, folder / "a.pdf", Silent(), workers=workers, who="ZOË"
    )
    first = path.read_bytes()
    assert first.startswith(b"%PDF-")
    save_sign_off_sheet(filled, request, folder / "a.pdf", Silent(), workers=workers, who="ZOË")
    assert path.read_bytes() == first
    assert [one.name for one in folder.iterdir()] == ["a.pdf"]


def test_a_stopped_sheet_leaves_no_file(
    filled: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Stopping while people are asked is stopping."""
    out = tmp_path / "sheet.pdf"
    with pytest.raises(Cancelled):
        save_sign_off_sheet(
            filled,
            SheetRequest.of(request_for()),
            out,
            Steps(stops=True),
            workers=workers,
            who="ZOË",
        )
    assert not out.exists()


def test_without_data(tmp_path: Path) -> None:
    """A policy can be read and printed before there is any data, with or without a date."""
    policy = load_by_id("us-ca/sacramento")
    request = SheetRequest(policy, settle_options(policy, {}))
    assert "Not tried on data." in policy_markdown(None, request, Silent())
    assert save_sign_off_sheet(None, request, tmp_path / "a.pdf", Silent(), who="ZOË").is_file()
    dated = replace(request, as_of=AS_OF)
    assert save_sign_off_sheet(None, dated, tmp_path / "b.pdf", Silent(), who="ZOË").is_file()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A sentence, and no bug report."""
    policy = load_by_id("us-ca/sacramento")
    request = SheetRequest(policy, settle_options(policy, {}))
    with pytest.raises(InputError, match=r"none.*cannot be written"):
        save_sign_off_sheet(None, request, tmp_path / "none" / "a.pdf", Silent(), who="ZOË")


def test_markdown_with_figures(
    filled: Workspace, workers: Workers, new_workspace: Callable[[], Workspace]
) -> None:
    """The same counts in the text; a workspace needs an as-of date."""
    request = SheetRequest.of(request_for())
    figures: PolicyFigures = try_policy(filled, request_for(), Silent(), workers=workers)
    text = policy_markdown(filled, request, Silent(), workers=workers)
    assert f"{figures.convictions:,} convictions in scope" in text
    assert figures.files[0].sha256 in text
    with pytest.raises(UsageError, match="give the as-of date"):
        policy_markdown(new_workspace(), replace(request, as_of=None), Silent())
