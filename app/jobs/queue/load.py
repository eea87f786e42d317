"""Reading the list of convictions from a workspace into memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import date

import numpy as np

from app.errors import UserError
from app.jobs.kept_policy import policy_of
from app.jobs.queue.closeness import Boundary, list_boundaries, measure_closeness
from app.jobs.queue.columns import Column, ColumnMaker, NumberMaker, Numbers, find_rows
from app.jobs.queue.decided import Decided
from app.jobs.queue.index import Loaded, QueueIndex
from app.jobs.queue.orders import Facts, make_orders
from app.jobs.queue.search import LineMaker, Lines
from app.jobs.queue.shown_dates import read_shown_date, year_of
from app.model.dates import age_on
from app.model.queue_filter import NOT_KNOWN, QueueFilter, age_band, nearness_band
from app.rules.policy import settle_options
from app.store import queue_columns, runs
from app.store.queue_columns import TextChunk
from app.store.runs import CheckRun
from app.store.workspace import Workspace

_TEXTS = (
    "section", "level", "convicted_on", "court", "outcome", "reason", "remedy", "procedure",
)  # fmt: skip
_FACETS = ("outcome", "reason", "section", "level", "court", "remedy", "procedure")


def load_queue(workspace: Workspace, *, in_scope_only: bool = True) -> QueueIndex:
    """The convictions with a determination, or all of them."""
    run = runs.find_latest_run(workspace)
    convictions = _Convictions(workspace, in_scope_only=in_scope_only)
    people = _People(workspace)
    person, _ = find_rows(people.ids, convictions.person_ids)
    columns = convictions.columns
    born = people.born.spread(person)
    issues = people.texts_of(queue_columns.iter_person_issues(workspace)).spread(person)
    boundaries = _boundaries(run)
    latest = {
        level: people.texts_of(queue_columns.iter_latest_convictions(workspace, level))
        for level in {one.level for one in boundaries}
    }
    nearest = measure_closeness(
        boundaries, born, columns["convicted_on"], lambda level: latest[level].spread(person)
    )
    orders = make_orders(
        Facts(
            person=person,
            place=(convictions.sources, convictions.lines),
            columns=columns,
            issues=issues,
            nearest=nearest,
            people=people.lines,
            cases=convictions.cases,
        )
    )
    facets = {name: columns[name] for name in _FACETS} | {
        "year": columns["convicted_on"].mapped(year_of),
        "age": _ages(born, run.as_of if run else None),
        "flag": people.flags.spread(person),
        "issue": issues,
        "closeness": _bands(nearest),
    }
    loaded = Loaded(
        convictions.ids, person, facets, columns["section"], people.lines, convictions.cases,
        orders, columns["outcome"].where(bool),
    )  # fmt: skip
    return QueueIndex(loaded, Decided(workspace, convictions.ids))


def find_convictions(workspace: Workspace, wanted: QueueFilter, sort: str = "risk") -> array[int]:
    """What a filter finds, for who asks once: conviction ids in the order ``sort``."""
    return load_queue(workspace, in_scope_only=wanted.in_scope_only).find_ids(wanted, sort)


class _Convictions:
    """Columns in order of id."""

    def __init__(self, workspace: Workspace, *, in_scope_only: bool) -> None:
        makers = {name: ColumnMaker() for name in _TEXTS}
        ids, people, sources, lines = (NumberMaker() for _ in range(4))
        cases = LineMaker()
        for chunk in queue_columns.iter_convictions(workspace, in_scope_only=in_scope_only):
            ids.add(chunk.ids)
            people.add(chunk.people)
            sources.add(chunk.sources)
            lines.add(chunk.rows)
            cases.add(chunk.case_number)
            for name, maker in makers.items():
                maker.add(getattr(chunk, name), chunk.n)
        self.ids, self.person_ids = ids.make(), people.make()
        self.sources, self.lines = sources.make(), lines.make()
        self.cases: Lines = cases.make()
        self.columns: dict[str, Column] = {name: maker.make() for name, maker in makers.items()}


class _People:
    """Columns in order of id."""

    def __init__(self, workspace: Workspace) -> None:
        ids, born, flags, lines = NumberMaker(), ColumnMaker(), ColumnMaker(), LineMaker()
        for chunk in queue_columns.iter_people(workspace):
            ids.add(chunk.ids)
            born.add(chunk.born, chunk.n)
            flags.add(chunk.flags, chunk.n)
            lines.add(chunk.name, chunk.cii, chunk.aliases)
        self.ids: Numbers = ids.make()
        self.born, self.flags = born.make(), flags.make()
        self.lines: Lines = lines.make()

    def texts_of(self, chunks: Iterable[TextChunk]) -> Column:
        """A column of all people from texts of some of them; "" for the others."""
        column = Column(np.zeros(len(self.ids), np.int32), [""])
        numbers, texts = NumberMaker(), ColumnMaker()
        for chunk in chunks:
            numbers.add(chunk.ids)
            texts.add(chunk.texts, chunk.n)
        made = texts.make()
        rows, is_here = find_rows(self.ids, numbers.make())
        column.codes[rows[is_here]] = made.codes[is_here] + 1
        column.values += made.values
        return column


def _boundaries(run: CheckRun | None) -> tuple[Boundary, ...]:
    """Of the policy that the latest check used; none where its form can no longer be asked."""
    if run is None:
        return ()
    try:
        policy = policy_of(run)
        return list_boundaries(policy, settle_options(policy, run.options), run.as_of)
    except UserError:
        return ()


def _ages(born: Column, as_of: date | None) -> Column:
    """The band of the age on the as-of date, where every possible birth date gives the same."""

    def band(text: str) -> str:
        on = read_shown_date(text)
        if as_of is None or on.earliest is None or on.latest is None or on.latest > as_of:
            return NOT_KNOWN
        bands = {age_band(age_on(day, as_of)) for day in (on.earliest, on.latest)}
        return bands.pop() if len(bands) == 1 else NOT_KNOWN

    return born.mapped(band)


def _bands(nearest: Numbers) -> Column:
    days, codes = np.unique(nearest, return_inverse=True)
    return Column(codes.astype(np.int32), [str(day) for day in days.tolist()]).mapped(
        lambda day: nearness_band(int(day))
    )
