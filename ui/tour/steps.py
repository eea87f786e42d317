"""The steps of the guided tour: where each leads, what it points at, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """``anchor`` is the way from the page to the widget that is pointed at: names of attributes.

    ``open_with`` is what the page is opened with (`ui.registry.Page`); ``help_at`` the place of
    the help that says more.
    """

    page: str
    anchor: str
    title: str
    text: str
    help_at: str
    open_with: Mapping[str, object] = field(default_factory=dict)


STEPS = (
    Step(
        "overview", "",
        "How far the work is",
        "This county is made up, and so is everybody in it. The overview counts people, "
        "convictions and answers, and offers the next step. The pages stand at the left.",
        "first-steps",
    ),
    Step(
        "import", "drop",
        "Files come in here",
        "Drop a file, or choose it. You see what was understood before anything is kept. The "
        "practice delivery was imported already; the file lies in the same folder, to try it.",
        "importing", {"part": "files"},
    ),
    Step(
        "import", "issues",
        "What was doubtful",
        "A date that is no date, a level that is missing: each doubt has its row and column, what "
        "was done and what it means. Type the correction, or confirm it with a note.",
        "issues", {"part": "issues"},
    ),
    Step(
        "import", "people",
        "One person in several records",
        "Records that may be one person's stand side by side. They are joined only when it is "
        "certain, or when somebody says so.",
        "people", {"part": "people"},
    ),
    Step(
        "policy", "choices",
        "What the office goes by",
        "The policy, the as-of date, and what the law leaves to the office, as plain sentences. "
        "Change one: the figures at the right show at once what it would do.",
        "policies",
    ),
    Step(
        "policy", "action",
        "Check",
        "This asks the policy of every conviction. An unknown fact that could change the answer "
        "sends the conviction to hand review and is named.",
        "checking",
    ),
    Step(
        "review", "queue",
        "The cases",
        "Every conviction with an answer, those first where a person is needed most. Choose one: "
        "the whole history and each row of the policy stand beside it, down to the cell.",
        "reviewing",
    ),
    Step(
        "review", "bar",
        "The decision is yours",
        "Accept with A, override with O and a reason, park with P. It is saved when the next case "
        "comes, and Ctrl+Z takes it back.",
        "reviewing#decide",
    ),
    Step(
        "papers", "choices",
        "Papers for the court",
        "Choose what is made. What is missing is listed before anything is drafted. Signatures, "
        "dates of signing and the judge's boxes stay blank, and here every page says PRACTICE.",
        "papers",
    ),
    Step(
        "papers", "register_button",
        "Where each paper is",
        "The register knows every paper from drafted to granted, what is due and how long it "
        "waits.",
        "register",
    ),
    Step(
        "activity", "table",
        "Who did what",
        "Everything that was done stands here, each entry sealed to the one before it. That was "
        "the tour. F1 shows the help of whatever you are at.",
        "record-of-work",
    ),
)  # fmt: skip
