"""The stages ``bulk_exhibit`` and ``bulk_volumes``: a bulk motion of 66,000 convictions.

Fewer when the bench has fewer rows. The draft is made beforehand; measured is the paper with
exhibit, index and order, from plain data to its file, and once more in volumes of 500 pages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.documents.draft import (
    BulkMotionDraft,
    Court,
    MotionCase,
    MotionCount,
    Office,
    ReliefAsked,
    Review,
)
from app.model.dates import PartialDate
from app.model.record import Level
from tests.bench.outcome import Outcome
from tests.bench.place import Place

N_CONVICTIONS = 66_000
VOLUME_PAGES = 500
_NAMES = ("GARCIA-NUNEZ", "SMITH", "NGUYEN", "O'BRIEN", "WASHINGTON", "HERNANDEZ LOPEZ")


def prepare_bulk_exhibit(place: Place) -> Callable[[], Outcome]:
    """One file of all."""
    draft, path = _draft(place), place.own("bulk") / "bulk.pdf"

    def work() -> Outcome:
        from app.documents.bulk_motion import render_bulk_motion

        path.write_bytes(render_bulk_motion(draft))
        return Outcome(n_rows=draft.n_convictions, n_papers=1)

    return work


def prepare_bulk_volumes(place: Place) -> Callable[[], Outcome]:
    """As many files as volumes."""
    draft, folder = _draft(place), place.own("volumes")

    def work() -> Outcome:
        from app.documents.bulk_motion import render_bulk_motion
        from app.documents.volumes import split_bulk_motion

        volumes = split_bulk_motion(draft, VOLUME_PAGES)
        for number, volume in enumerate(volumes, 1):
            Path(folder / f"{number}.pdf").write_bytes(render_bulk_motion(volume))
        return Outcome(n_rows=draft.n_convictions, n_papers=len(volumes))

    return work


def _draft(place: Place) -> BulkMotionDraft:

    cases = []
    left = min(N_CONVICTIONS, place.count_rows())
    while left:
        n = len(cases)
        counts = min(left, (1, 2, 1, 2, 3)[n % 5])
        cases.append(
            MotionCase(
                defendant=f"{_NAMES[n % 6]},NUMBER {n} {chr(65 + n % 26)}",
                counts=tuple(_count(number) for number in range(counts)),
                case_numbers=(f"{'BV'[n % 2]}A{100_000 + n * 7919 % 900_000}",),
                branch=("CASC LOS ANGELES", "CASC VAN NUYS")[n % 2],
            )
        )
        left -= counts
    review = Review(date(2026, 11, 1), "Los Angeles County", "2019-09", "0123abcd")
    return BulkMotionDraft(Office(), Court("LOS ANGELES"), tuple(cases), review, date(2026, 11, 2))


def _count(number: int) -> MotionCount:
    is_first = number == 0
    return MotionCount(
        section_text="11359 HS",
        section_name="Health and Safety Code section 11359",
        level=Level.FELONY,
        convicted_on=PartialDate.exactly(date(1999, 3, 1 + number)),
        relief=ReliefAsked.DISMISS_AND_SEAL if is_first else ReliefAsked.REDESIGNATE_MISDEMEANOR,
        reason="Conviction occurred 10 or more years ago" if is_first else "Fewer than two",
        basis="Health and Safety Code section 11361.8",
    )
