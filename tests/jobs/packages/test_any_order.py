"""Decisions at home and in two packages, taken back in any order, as often as one likes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.jobs.decide import OpenAgain, decide
from app.jobs.packages.conflicts import list_conflicts
from app.jobs.packages.cut import Chosen, plan_cut
from app.jobs.packages.make import make_packages
from app.jobs.packages.merge import merge_package
from app.jobs.packages.three_way import meet
from app.jobs.progress import Silent
from app.store import audit
from app.store.case_states import CaseState, get_states, is_same
from app.store.key import Key
from app.store.questions import list_notes
from app.store.workspace import Workspace, open_workspace
from tests.jobs.packages.desks import CLERK, SECRET, accept, cases, opened, override, park

N = 5  # cases that are looked at
_DOES = st.sampled_from(["accept", "park", "override", "open"])
_DESK = st.lists(st.tuples(st.integers(0, N - 1), _DOES), max_size=5)


@dataclass(frozen=True)
class Plan:
    """What is decided at home before, at each desk, and the order in which files come back."""

    before: list[tuple[int, str]]
    home: list[tuple[int, str]]
    desks: tuple[list[tuple[int, str]], list[tuple[int, str]]]
    order: list[int]


_PLANS = st.builds(
    Plan, _DESK, _DESK, st.tuples(_DESK, _DESK),
    st.lists(st.integers(0, 1), min_size=2, max_size=4),
)  # fmt: skip


def act(desk: Workspace, ids: list[int], does: list[tuple[int, str]], who: str) -> None:
    for place, what in does:
        number = ids[place]
        if what == "accept":
            accept(desk, [number], who)
        elif what == "park":
            park(desk, [number], "Later.", who)
        elif what == "override":
            override(desk, number, f"Says {who}.", who)
        else:
            decide(desk, OpenAgain(), [number], who=who)


@given(plan=_PLANS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_and_nothing_overwritten(
    plan: Plan, office_file: tuple[Path, Key], tmp_path_factory
) -> None:  # type: ignore[no-untyped-def]
    """After each return a case is as the three-way rule says: here unless only there changed,
    and a conflict exactly where both changed and not alike. The second time nothing changes."""
    folder = tmp_path_factory.mktemp("desks")
    shutil.copy(office_file[0], folder / "Office.relief")
    with open_workspace(folder / "Office.relief", office_file[1]) as office:
        ids = cases(office)[:N]
        act(office, ids, plan.before, CLERK)
        files = []
        for desk in plan.desks:
            cut = plan_cut(office, Chosen(tuple(ids)), everything=True, force=True)
            made = make_packages(office, cut, folder, SECRET, Silent(), who=CLERK)
            files.append(made.files[0])
            with opened(made.files[0]) as package:
                act(package, ids, desk, f"Desk {len(files)}")
        known = [get_states(office, ids)] * 2  # what both desks know
        act(office, ids, plan.home, CLERK)
        for place in plan.order:
            known[place] = take_back(office, files[place], ids, known[place])
        for path in files:
            merge_package(office, path, SECRET, Silent(), who=CLERK)
        before = everything(office, ids)
        for path in reversed(files):
            merge_package(office, path, SECRET, Silent(), who=CLERK)
        assert everything(office, ids) == before
        assert audit.find_break(office) is None
    shutil.rmtree(folder)


def take_back(
    office: Workspace, path: Path, ids: list[int], known: dict[int, CaseState]
) -> dict[int, CaseState]:
    """Take a file back, and hold every case against the rule; gives what both know now."""
    standing = get_states(office, ids)
    open_before = {one.conflict.conviction_id for one in list_conflicts(office)}
    with opened(path) as package:
        theirs = get_states(package, ids)
    done = merge_package(office, path, SECRET, Silent(), who=CLERK)
    after = get_states(office, ids)
    conflicts = {}
    for number in ids:
        met = meet(known[number], standing[number], theirs[number])
        here_changed = not is_same(known[number], standing[number])
        there_changed = not is_same(known[number], theirs[number])
        if here_changed or not there_changed:
            assert is_same(after[number], standing[number])  # nothing is overwritten
        else:
            assert is_same(after[number], theirs[number])  # nothing is lost
        if here_changed and there_changed and met.is_conflict:
            conflicts[number] = theirs[number]
    assert done.n_conflicts == len(conflicts)
    told = {one.conflict.conviction_id: one.there for one in list_conflicts(office)}
    assert open_before | conflicts.keys() == told.keys()
    assert all(is_same(told[number], state) for number, state in conflicts.items())
    return theirs


def everything(office: Workspace, ids: list[int]) -> tuple[object, ...]:
    return (
        get_states(office, ids), list_notes(office, ids), list_conflicts(office, only_open=False),
        list(audit.entries(office)),
    )  # fmt: skip
