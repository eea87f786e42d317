"""What a stage hands back: how long it took, over how much."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stage, done several times, in thousandths of a second; no target is 0."""

    name: str
    n: int
    median_ms: float
    p95_ms: float  # of twenty, nineteen are no slower
    target_ms: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """``seconds`` None means: from the beginning of the stage to its end, as measured outside.

    Counts are None where they do not apply.
    """

    seconds: float | None = None
    n_rows: int | None = None
    n_people: int | None = None
    n_papers: int | None = None
    parts: tuple[Part, ...] = ()
