"""Runs keep the policy text they used; texts of earlier program versions still speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.documents.check import page_texts
from app.errors import InputError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.kept_policy import policy_of
from app.jobs.progress import Silent
from app.jobs.report import report_bytes
from app.jobs.trace import explain_conviction
from app.jobs.workers import Workers
from app.rules.loading.loader import PolicyError, read_policy
from app.rules.policy import settle_options
from app.store import runs
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of

KEPT = Path(__file__).parent / "kept" / "los-angeles-without-sources.toml"


@pytest.fixture
def old_run(workspace: Workspace, workers: Workers, tmp_path: Path) -> Workspace:
    """A check under the policy text of the version before citations needed sources."""
    path = tmp_path / "delivery.dat"
    path.write_text(file_of(line_of(), line_of(CNT_ORDER="002001001000")), encoding="utf-8")
    import_files(workspace, [path], Silent(), who="x", workers=workers)
    policy = read_policy(KEPT.read_bytes(), KEPT.name, kept=True)
    request = CheckRequest(policy, settle_options(policy, {}), "", date(2020, 7, 1))
    check_eligibility(workspace, request, Silent(), who="x", workers=workers)
    return workspace


def test_a_run_under_an_earlier_policy_text_is_still_explained(old_run: Workspace) -> None:
    """A new policy of that form would be refused; the run opens, is explained and reported."""
    with pytest.raises(PolicyError, match="has no \\[\\[source\\]\\]"):
        read_policy(KEPT.read_bytes(), KEPT.name)
    run = runs.find_latest_run(old_run)
    assert run is not None
    assert run.policy_text == KEPT.read_text(encoding="utf-8")
    traced = explain_conviction(old_run, 1)
    assert traced.explanation.policy_version == run.policy_version
    assert traced.lines
    assert "Los Angeles" in "".join(page_texts(report_bytes(old_run)))


def test_a_text_that_cannot_be_asked_any_more_is_told_in_a_sentence(old_run: Workspace) -> None:
    """Neither a stack of calls nor a wrong explanation: the answers stand, check again."""
    run = runs.find_latest_run(old_run)
    assert run is not None
    gone = replace(run, policy_text=run.policy_text.replace('"level_is_not"', '"level_was_not"'))
    with pytest.raises(InputError, match=r"can no longer ask .*answers stand.*Check again"):
        policy_of(gone)


def test_an_answer_that_this_program_would_not_give_is_not_explained(old_run: Workspace) -> None:
    """An earlier program answered otherwise: both answers are told, neither is passed off."""
    old_run.connection.execute(
        "UPDATE determination SET outcome = 'NOT_ELIGIBLE', reason = 'Another reason'"
    )
    with pytest.raises(InputError, match=r"answered “Not eligible: Another reason”.*would answer"):
        explain_conviction(old_run, 1)
