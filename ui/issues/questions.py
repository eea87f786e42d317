"""What the issues pane asks the store, off the window thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.jobs.final import Finality, finality
from app.jobs.issue_view import ShownIssue, show_issues
from app.store import issue_lists, mends, records
from app.store.issue_lists import OPEN, STATES, IssueFilter
from app.store.mends import Mend
from app.store.workspace import Workspace
from ui.facet_list import FacetGroup
from ui.issues.words import ASIDE, CONSEQUENCE, INFORMATION, STATE_WORDS, WEIGHT_WORDS

PAGE = 500
N_TEXTS = 500
N_MENDS = 500
_WEIGHTS: Mapping[str, tuple[bool | None, bool | None]] = {
    "": (None, None),
    ASIDE: (None, True),
    CONSEQUENCE: (True, False),
    INFORMATION: (False, None),
}
"""matters and is_set_aside of the filter."""


@dataclass(frozen=True, slots=True)
class TextCount:
    """A text that issues have in common."""

    column: str
    text: str
    n: int


@dataclass(frozen=True, slots=True)
class IssueList:
    """The list that a filter leaves, by its beginning, and the filters with their counts."""

    wanted: IssueFilter
    total: int
    n_all: int  # without any filter
    first: list[ShownIssue]
    texts: list[TextCount]
    groups: tuple[FacetGroup, ...]
    n_files: int
    n_mends: int  # that count
    n_open: int
    final: Finality


def with_facet(wanted: IssueFilter, facet: str, value: str) -> IssueFilter:
    """The filter with one facet set to another value; "" sets it to all."""
    if facet == "weight":
        matters, is_set_aside = _WEIGHTS[value]
        return replace(wanted, matters=matters, is_set_aside=is_set_aside)
    if facet == "source":
        return replace(wanted, source_id=int(value) if value else None)
    if facet in ("kind", "column", "state"):
        return replace(wanted, **{facet: value or None})  # type: ignore[arg-type]
    raise ValueError(f"no facet {facet!r}")


def weight_of(wanted: IssueFilter) -> str:
    """The value of the first facet."""
    set_to = (wanted.matters, wanted.is_set_aside)
    return next((weight for weight, pair in _WEIGHTS.items() if pair == set_to), "")


def ask_list(workspace: Workspace, wanted: IssueFilter, n_wanted: int) -> IssueList:
    """The first ``n_wanted`` issues, and everything around them."""
    facets = issue_lists.count_facets(workspace, wanted)
    sources = {source.id: source.name for source in records.list_sources(workspace)}
    groups = (
        FacetGroup("weight", "Consequence", _weights(workspace, wanted), weight_of(wanted)),
        FacetGroup(
            "state", "State", _ordered(facets.states, wanted.state), wanted.state or ""
        ),
        FacetGroup("kind", "Kind", _named(facets.kinds, wanted.kind), wanted.kind or ""),
        FacetGroup("column", "Column", _named(facets.columns, wanted.column), wanted.column or ""),
        FacetGroup(
            "source", "File",
            [(str(number), sources.get(number, str(number)), n) for number, n in facets.sources],
            "" if wanted.source_id is None else str(wanted.source_id),
        ),
    )  # fmt: skip
    texts = issue_lists.count_texts(workspace, wanted, limit=N_TEXTS)
    return IssueList(
        wanted, facets.n, issue_lists.count_facets(workspace, IssueFilter()).n,
        ask_page(workspace, wanted, 0, max(n_wanted, PAGE)),
        [TextCount(*one) for one in texts], groups, len(sources),
        sum(not one.is_undone for one in mends.list_mends(workspace, limit=N_MENDS)),
        issue_lists.count_facets(workspace, IssueFilter(state=OPEN)).n,
        finality(workspace),
    )  # fmt: skip


def ask_page(
    workspace: Workspace, wanted: IssueFilter, offset: int, limit: int = PAGE
) -> list[ShownIssue]:
    listed = issue_lists.page_issues(workspace, wanted, offset=offset, limit=limit)
    return show_issues(workspace, listed)


def ask_number_with_text(workspace: Workspace, wanted: IssueFilter, one: TextCount) -> int | None:
    """The first issue of the list with this text."""
    narrowed = replace(wanted, column=one.column, text=one.text)
    found = issue_lists.page_issues(workspace, narrowed, limit=1)
    return found[0].number if found else None


def ask_mends(workspace: Workspace) -> list[Mend]:
    return mends.list_mends(workspace, limit=N_MENDS)


def _weights(workspace: Workspace, wanted: IssueFilter) -> list[tuple[str, str, int | None]]:
    """Rows set aside, other issues of consequence, and the rest: together all of them."""
    anything = replace(wanted, matters=None, is_set_aside=None)
    aside = issue_lists.count_facets(workspace, replace(anything, is_set_aside=True)).n
    others = dict(
        issue_lists.count_facets(workspace, replace(anything, is_set_aside=False)).matters
    )
    counts = {ASIDE: aside, CONSEQUENCE: others.get(True, 0), INFORMATION: others.get(False, 0)}
    return [(weight, WEIGHT_WORDS[weight], n) for weight, n in counts.items()]


def _ordered(
    counts: tuple[tuple[str, int], ...], chosen: str | None
) -> list[tuple[str, str, int | None]]:
    found = dict(counts)
    return [
        (state, STATE_WORDS[state], found.get(state, 0))
        for state in STATES
        if state in found or state == chosen
    ]


def _named(
    counts: tuple[tuple[str, int], ...], chosen: str | None
) -> list[tuple[str, str, int | None]]:
    found = dict(counts)
    if chosen is not None:
        found.setdefault(chosen, 0)
    return [(value, value or "None named", n) for value, n in found.items() if value]
