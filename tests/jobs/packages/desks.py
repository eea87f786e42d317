"""What tests do with packages: make them, open them, decide in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.decide import Accept, Override, Park, decide
from app.jobs.packages.cut import Cut, Shares, plan_cut
from app.jobs.packages.make import Made, make_packages
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.model.relief import Outcome
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store import queue
from app.store.determinations import get_determinations
from app.store.workspace import Workspace, open_workspace
from tests.jobs.made_check import AS_OF, POLICY

SECRET = "words of the package"
CLERK, REVIEWER = "A. Clerk", "R. Reviewer"


def make(
    workspace: Workspace, folder: Path, cut: Cut | None = None, *, force: bool = False
) -> Made:
    """In one share when not told otherwise."""
    plan = plan_cut(workspace, cut or Shares(1), force=force)
    return make_packages(workspace, plan, folder, SECRET, Silent(), who=CLERK)


def opened(path: Path) -> Workspace:
    return open_workspace(path, SECRET)


def cases(workspace: Workspace, *, answered: bool = True) -> list[int]:
    """The cases in scope; ``answered``: only those with an answer that can be accepted."""
    ids = queue.list_by_date(workspace, in_scope_only=True)
    if not answered:
        return ids
    found = get_determinations(workspace, ids)
    left = (Outcome.HAND_REVIEW, Outcome.MAYBE, Outcome.NO_ANSWER)
    return [one for one in ids if found[one].outcome not in left]


def accept(workspace: Workspace, ids: Sequence[int], who: str = REVIEWER) -> None:
    decide(workspace, Accept(), ids, who=who)


def park(workspace: Workspace, ids: Sequence[int], words: str, who: str = REVIEWER) -> None:
    decide(workspace, Park(words), ids, who=who)


def override(workspace: Workspace, number: int, words: str, who: str = REVIEWER) -> None:
    """To the city attorneys, which no answer of these policies is."""
    decide(workspace, Override(Outcome.CITY_ATTORNEYS, "LAW", words), [number], who=who)


def recheck(workspace: Workspace, **options: object) -> None:
    """Check everybody again, by the policy of the sample with other options."""
    policy = load_by_id(POLICY)
    request = CheckRequest(policy, settle_options(policy, dict(options)), "LOS ANGELES", AS_OF)
    with Workers(1) as workers:
        check_eligibility(workspace, request, Silent(), who=CLERK, workers=workers)
