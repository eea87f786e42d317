"""How far the work is, and what comes next. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.jobs.backup.standing import Standing, read_standing
from app.jobs.clock import today
from app.jobs.final import Finality, finality
from app.model.paper_state import AFTER_DECISION, FILED_OR_LATER
from app.model.relief import Outcome
from app.store import papers, questions, records, register, reviews, runs
from app.store.runs import CheckRun
from app.store.workspace import Workspace
from ui.counties import county_on_screen


@dataclass(frozen=True, slots=True)
class Overview:
    """The funnel from people to papers, and what is open."""

    n_sources: int
    n_people: int
    n_convictions: int
    n_quarantined: int
    n_doubts: int  # rows with an issue that were read all the same
    run: CheckRun | None
    is_stale: bool
    n_accepted: int
    n_overridden: int
    n_parked: int
    n_due: int  # parked, and the reminder is reached
    n_asked: int  # questions to an attorney that are open
    n_changed: int  # decided, but the answer changed since
    n_papers: int
    n_filed: int  # convictions with a paper at the court, and those of them that were granted
    n_granted: int
    final: Finality
    backups: Standing

    @property
    def n_in_scope(self) -> int | None:
        return None if self.run is None else self.run.n_determinations

    @property
    def n_reviewed(self) -> int:
        return self.n_accepted + self.n_overridden

    @property
    def n_open(self) -> int:
        """Convictions with an answer that nobody has settled yet."""
        return max(0, (self.n_in_scope or 0) - self.n_reviewed)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence, the words of the button, the page it leads to."""

    sentence: str
    action: str
    page: str


def read_overview(workspace: Workspace) -> Overview:
    """Everything the page shows, read in one go (off the window thread)."""
    issues = records.count_issues(workspace)
    counts = reviews.count_reviews(workspace)
    return Overview(
        n_sources=len(records.list_counting_sources(workspace)),
        n_people=records.count_people(workspace),
        n_convictions=records.count_convictions(workspace),
        n_quarantined=sum(n for _, is_quarantined, n in issues if is_quarantined),
        n_doubts=sum(n for _, is_quarantined, n in issues if not is_quarantined),
        run=runs.find_latest_run(workspace),
        is_stale=runs.is_stale(workspace),
        n_accepted=counts.get(reviews.ACCEPTED, 0),
        n_overridden=counts.get(reviews.OVERRIDDEN, 0),
        n_parked=counts.get(reviews.PARKED, 0),
        n_due=reviews.count_due(workspace, today()),
        n_asked=len(questions.list_open_questions(workspace)),
        n_changed=counts.get("stale", 0),
        n_papers=papers.count_papers(workspace),
        n_filed=register.count_reached(workspace, FILED_OR_LATER),
        n_granted=register.count_reached(workspace, AFTER_DECISION, granted=True),
        final=finality(workspace),
        backups=read_standing(workspace),
    )


def next_step(found: Overview) -> NextStep:
    """The one thing to do now."""
    return _step_before_review(found) or _step_from_review(found)


def _step_before_review(found: Overview) -> NextStep | None:
    if not found.n_sources:
        return NextStep(
            "Nothing is imported yet. Begin with the file that the Department of Justice sent.",
            "Import files",
            "import",
        )
    if found.run is None:
        return NextStep(
            "The records are in. Choose the policy of the office, then have everybody checked.",
            "Choose the policy",
            "policy",
        )
    if found.is_stale:
        return NextStep(
            "Records changed after the last check: its answers do not cover that.",
            "Check again",
            "policy",
        )
    if not found.n_in_scope:
        return NextStep(
            "The policy answers for no conviction in these files: see whether its county, "
            f"{county_on_screen(found.run.county)}, is the right one.",
            "See the policy",
            "policy",
        )
    return None


def _step_from_review(found: Overview) -> NextStep:
    if found.n_open:
        return NextStep(
            f"{found.n_open:,} answers wait for a person to decide on them.",
            f"Review {found.n_open:,} convictions",
            "review",
        )
    if found.n_accepted and not found.n_papers:
        return NextStep(
            "Every answer was reviewed. The motions can be drafted.", "Draft the motions", "papers"
        )
    return NextStep("The work is done as far as it goes.", "See the reports", "reports")


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many convictions a check answered so, and why."""

    outcome: Outcome
    reason: str
    number: int


def counts_by_reason(run: CheckRun) -> list[ReasonCount]:
    """The reasons of a check, the most frequent first."""
    words = {outcome.value: outcome for outcome in Outcome}
    found = [
        ReasonCount(
            words.get(entry["outcome"], Outcome.NO_ANSWER), entry["reason"], int(entry["count"])
        )
        for entry in run.summary.get("convictionsByReason", [])
    ]
    return sorted(found, key=lambda entry: -entry.number)


def counts_by_answer(run: CheckRun) -> dict[Outcome, int]:
    """Convictions by answer, from the figures of a check."""
    counted = run.summary.get("convictionsByOutcome", {})
    return {outcome: int(counted.get(outcome.value, 0)) for outcome in Outcome}
