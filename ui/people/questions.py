"""What the people room asks the store, off the window thread."""

from __future__ import annotations

from dataclasses import dataclass

from app.jobs.pair_view import DecidedSame, PairView, find_pair_view, list_same
from app.jobs.source_order import get_order, order_in_words
from app.jobs.source_rows import PlaceNames, SourceRow, get_source_row
from app.store import conflicts, matches, people
from app.store.conflicts import ListedConflict
from app.store.matches import DIFFERENT, OPEN, SAME, ListedMatch
from app.store.people import ListedPerson
from app.store.workspace import Workspace
from ui.facet_list import FacetGroup
from ui.people.words import STATE_WORDS, STRENGTH_WORDS

N_LISTED = 1000


@dataclass(frozen=True, slots=True)
class MatchList:
    """Pairs of one state and strength; of SAME the merges that stand."""

    matches: list[ListedMatch]
    same: list[DecidedSame]
    groups: tuple[FacetGroup, ...]
    n_open: int
    n_all: int


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A pair with both people as the files state them; None when one is gone."""

    listed: ListedMatch
    view: PairView | None


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """A conflict with its places as the files' own programs show them."""

    listed: ListedConflict
    place: str
    other_place: str


@dataclass(frozen=True, slots=True)
class ConflictList:
    conflicts: list[ShownConflict]
    n_open: int
    order: tuple[str, ...]
    order_words: str
    n_people: int  # whom another order would concern


def ask_matches(workspace: Workspace, state: str, strength: str) -> MatchList:
    counts = matches.count_matches(workspace)
    same = list_same(workspace)
    by_state = {
        one: sum(n for (own, _), n in counts.items() if own == one) for one in (OPEN, DIFFERENT)
    }
    by_state[SAME] = len(same)
    strengths = [
        (one, STRENGTH_WORDS[one], counts.get((state, one), 0))
        for one in ("certain", "strong", "possible")
    ]
    groups = [
        FacetGroup(
            "state", "State", [(one, STATE_WORDS[one], by_state[one]) for one in STATE_WORDS],
            state, has_all=False,
        )
    ]  # fmt: skip
    if state != SAME:
        groups.append(FacetGroup("strength", "Strength", strengths, strength))
    listed = []
    if state != SAME:
        listed = matches.list_matches(workspace, state=state, strength=strength, limit=N_LISTED)
    return MatchList(listed, same[:N_LISTED], tuple(groups), by_state[OPEN], sum(by_state.values()))


def ask_match(workspace: Workspace, listed: ListedMatch) -> ShownMatch:
    return ShownMatch(listed, find_pair_view(workspace, listed.match.low, listed.match.high))


def ask_conflicts(workspace: Workspace, *, only_open: bool) -> ConflictList:
    names = PlaceNames(workspace)
    listed = conflicts.list_conflicts(workspace, only_open=only_open, limit=N_LISTED)
    order = get_order(workspace)
    return ConflictList(
        [
            ShownConflict(
                one, "{}, row {:,}".format(*names.name(one.at)),
                "{}, row {:,}".format(*names.name(one.other_at)),
            )
            for one in listed
        ],
        conflicts.count_open(workspace), order, order_in_words(order),
        len(conflicts.people_of_several_sources(workspace)),
    )  # fmt: skip


def ask_row(workspace: Workspace, shown: ShownConflict, *, is_other: bool) -> SourceRow | None:
    try:
        return get_source_row(workspace, shown.listed.other_at if is_other else shown.listed.at)
    except LookupError:
        return None


def ask_several(workspace: Workspace, text: str) -> list[tuple[ListedPerson, int]]:
    return people.list_of_several_parts(workspace, text, limit=N_LISTED)
