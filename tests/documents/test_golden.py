"""The papers' words, line by line, against files a lawyer can read.

To renew them after a wanted change: RELIEF_DESK_WRITE_GOLDEN=1 pytest tests/documents,
then read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from app.documents.bulk_motion import render_bulk_motion
from app.documents.draft import ReliefAsked
from app.documents.motion import render_motion
from tests.documents.measure import words
from tests.documents.samples import bulk, case, choice, count, motion, related, rendered, serving

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PAPERS: dict[str, Callable[[], tuple[bytes, int]]] = {
    "motion-one-count": lambda: (render_motion(motion()), 3),
    "motion-mixed-relief": lambda: (render_motion(motion(case(n_counts=4), is_practice=True)), 4),
    "motion-serving": lambda: (
        render_motion(
            motion(
                case(
                    counts=(
                        serving(ReliefAsked.RESENTENCE_MISDEMEANOR),
                        serving(ReliefAsked.RESENTENCE_OPEN, reason="11358, 18 to 20"),
                        serving(ReliefAsked.RECALL_AND_DISMISS, reason="11357(a)"),
                    )
                )
            )
        ),
        4,
    ),
    "motion-related-charge": lambda: (render_motion(motion(case(counts=(count(), related())))), 4),
    "motion-only-related": lambda: (render_motion(motion(case(counts=(related(),)))), 3),
    "bulk-motion": lambda: (render_bulk_motion(bulk(4)), 6),
    "bulk-motion-all-kinds": lambda: (
        render_bulk_motion(
            bulk(
                cases=tuple(
                    case(
                        f"PERSON,NUMBER {n}",
                        counts=(count(relief) if relief.is_under_the_act else related(),),
                        case_numbers=(f"BA{100 + n}",),
                    )
                    for n, relief in enumerate(ReliefAsked)
                    if relief is not ReliefAsked.CHALLENGED
                )
            )
        ),
        9,
    ),
    "motion-court-chooses": lambda: (
        render_motion(motion(case(counts=(choice(ReliefAsked.REDESIGNATE_OR_DISMISS),)))),
        4,
    ),
    "motion-court-chooses-serving": lambda: (
        render_motion(motion(case(counts=(choice(ReliefAsked.RESENTENCE_OR_DISMISS),)))),
        4,
    ),
    "bulk-motion-court-chooses": lambda: (
        render_bulk_motion(
            bulk(
                cases=tuple(
                    case(
                        f"PERSON,NUMBER {n}",
                        counts=(choice(relief),),
                        case_numbers=(f"BA{100 + n}",),
                    )
                    for n, relief in enumerate(
                        [ReliefAsked.REDESIGNATE_OR_DISMISS] * 2
                        + [ReliefAsked.RESENTENCE_OR_DISMISS]
                    )
                )
            )
        ),
        7,
    ),
}


def _two_pages(paper_id: str) -> tuple[bytes, int]:
    return rendered(paper_id), 2


PAPERS |= {
    name: partial(_two_pages, name)
    for name in (
        "petition", "application", "points", "declaration", "notice", "proof-of-service",
        "challenge",
    )
}  # fmt: skip


def as_text(pdf: bytes, n_pages: int) -> str:
    """Pages as lines of text: words by baseline, columns apart by at least two blanks."""
    out = []
    for index in range(n_pages):
        out.append(f"--- page {index + 1}")
        found = sorted(words(pdf, index), key=lambda w: (round(w.y), w.left))
        for y in sorted({round(w.y) for w in found}):
            line, end = "", 0.0
            for word in (w for w in found if round(w.y) == y):
                line += ("  " if line and word.left - end > 7 else " " if line else "") + word.text
                end = word.right
            out.append(line)
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_the_words_of_a_paper_are_those_agreed(name: str) -> None:
    """Any change of wording or order shows up as a difference to be read."""
    pdf, n_pages = PAPERS[name]()
    text = as_text(pdf, n_pages)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("RELIEF_DESK_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
