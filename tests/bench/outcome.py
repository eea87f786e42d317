"""What a stage hands back: how long it took, over how much."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """``seconds`` None means: from the beginning of the stage to its end, as measured outside.

    Counts are None where they do not apply.
    """

    seconds: float | None = None
    n_rows: int | None = None
    n_people: int | None = None
    n_papers: int | None = None
