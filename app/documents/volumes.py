"""Dividing a bulk motion into volumes of at most so many pages, each a whole paper by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from app.documents.bulk_index import index_height, most_index_pages
from app.documents.bulk_motion import pleadings_of, shipped_bulk_texts
from app.documents.draft import BulkMotionDraft, MotionCase, Volume, court_order
from app.documents.schedule import Cursor, row_heights
from app.documents.texts import PaperText
from app.errors import InputError


def split_bulk_motion(
    draft: BulkMotionDraft, most_pages: int, texts: tuple[PaperText, PaperText] | None = None
) -> list[BulkMotionDraft]:
    """The volumes of a bulk motion in court order; one draft when it fits without dividing.

    All defendants of one court number stay in one volume. Lines are numbered on from volume to
    volume. Raises InputError when one case alone takes more pages than a volume may have.
    """
    texts = texts or shipped_bulk_texts()
    n_pleading = _pleading_pages(replace(draft, volume=None), texts)
    if draft.cases and len(list(_parts(draft.cases, most_pages, n_pleading))) == 1:
        return [replace(draft, volume=None)]
    # The words of the longest volume: no volume has more grounds or reliefs than the whole.
    n_pleading = _pleading_pages(replace(draft, volume=Volume(9_999, 9_999, 1_000_000)), texts)
    parts = list(_parts(draft.cases, most_pages, n_pleading))
    volumes: list[BulkMotionDraft] = []
    line = 1
    for number, cases in enumerate(parts, 1):
        volumes.append(replace(draft, cases=cases, volume=Volume(number, len(parts), line)))
        line += volumes[-1].n_convictions
    return volumes


def _pleading_pages(draft: BulkMotionDraft, texts: tuple[PaperText, PaperText]) -> int:
    return sum(len(pleading.pages) for pleading in pleadings_of(draft, texts))


@dataclass(slots=True)
class _Room:
    """What the cases of a volume take so far."""

    cursor: Cursor = field(default_factory=Cursor)
    index: float = 0.0
    highest: float = 0.0

    def with_cases(self, cases: Iterable[MotionCase]) -> _Room:
        room = _Room(replace(self.cursor), self.index, self.highest)
        for case in cases:
            for height in row_heights(case):
                room.cursor.place(case.branch, height)
            height = index_height(case)
            room.index += height
            room.highest = max(room.highest, height)
        return room

    @property
    def n_pages(self) -> int:
        """The schedule twice, and its index."""
        return 2 * self.cursor.n_pages + most_index_pages(self.index, self.highest)


def _parts(
    cases: Iterable[MotionCase], most_pages: int, n_pleading: int
) -> Iterator[tuple[MotionCase, ...]]:
    room = _Room()
    part: list[MotionCase] = []
    for _, found in groupby(sorted(cases, key=court_order), key=_together):
        group = list(found)
        tried = room.with_cases(group)
        if part and n_pleading + tried.n_pages > most_pages:
            yield tuple(part)
            part = []
            tried = _Room().with_cases(group)
        if n_pleading + tried.n_pages > most_pages:
            raise InputError(_too_small(group[0], most_pages, n_pleading + tried.n_pages))
        room = tried
        part += group
    if part:
        yield tuple(part)


def _together(case: MotionCase) -> tuple[object, ...]:
    """Cases with the same key are never in two volumes: one court number."""
    return (case.branch, case.case_numbers or court_order(case))


def _too_small(case: MotionCase, most_pages: int, n_needed: int) -> str:
    number = case.case_number or "without a number"
    return (
        f"A volume of {most_pages:,} pages is too small: case {number} alone needs {n_needed:,} "
        "with the motion, the order and the index. Allow more pages, or file this case by a "
        "motion of its own."
    )
