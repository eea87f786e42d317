"""Issues filtered, counted and paged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from app.model.record import RowRef
from app.store import check, issue_lists, mends, records
from app.store.issue_lists import IssueFilter, ListedIssue
from app.store.mends import CELL, Confirmation, Mend, MendRow
from app.store.records import RowIssue
from app.store.workspace import Workspace

_KINDS = ("Level unknown", "Merged cells", "Impossible date", "Stray quote")
_COLUMNS = ("CONV_STAT_DESCR", "", "STP_EVENT_DATE", "")
_TEXTS = ("FELNY", "100%", "O'NEIL", "")


@pytest.fixture
def many(workspace: Workspace) -> Workspace:
    """Four kinds beside those of the file: some repairs, some rows set aside, some confirmed."""
    records.insert_issues(
        workspace,
        (
            RowIssue(
                RowRef(1, n), _COLUMNS[n % 4], _TEXTS[n % 3], _KINDS[n % 4], "Why.", "Done.",
                "Do.", n % 4 == 3, None, by_reader=True,
            )
            for n in range(1, 201)
        ),
    )  # fmt: skip
    for one in issue_lists.page_issues(workspace, IssueFilter(kind="Level unknown"), limit=10):
        mends.confirm(workspace, one.issue, Confirmation("A. Clerk", "2026-11-01", "seen"))
    return workspace


def _all(workspace: Workspace, wanted: IssueFilter) -> list[ListedIssue]:
    return list(issue_lists.iter_issues(workspace, wanted))


def _counted(values: Iterable[object]) -> list[tuple[object, int]]:
    return sorted(Counter(values).items(), key=lambda item: (-item[1], str(item[0])))


@pytest.mark.parametrize(
    "wanted",
    [
        IssueFilter(), IssueFilter(kind="Level unknown"), IssueFilter(state="confirmed"),
        IssueFilter(matters=True), IssueFilter(matters=False), IssueFilter(is_set_aside=True),
        IssueFilter(text="O'NEIL", column=""), IssueFilter(source_id=1, state="open", text=""),
        IssueFilter(source_id=9), IssueFilter(kind="' OR 1 --"),
    ],
)  # fmt: skip
def test_facets_count_what_the_list_shows(many: Workspace, wanted: IssueFilter) -> None:
    """Each facet as if its own filter were open; pages together are the whole list."""
    listed = _all(many, wanted)
    facets = issue_lists.count_facets(many, wanted)
    assert facets.n == len(listed)
    pages = [issue_lists.page_issues(many, wanted, offset=n, limit=7) for n in range(0, 260, 7)]
    assert [one for page in pages for one in page] == listed
    order = [(not one.issue.is_quarantined, one.issue.at, one.number) for one in listed]
    assert order == sorted(order)
    if wanted.state is None:
        assert list(facets.states) == _counted(one.state for one in listed)
    if wanted.kind is None:
        assert list(facets.kinds) == _counted(one.issue.kind for one in listed)
    if wanted.column is None:
        assert list(facets.columns) == _counted(one.issue.column for one in listed)
    texts = Counter((one.issue.column, one.issue.text) for one in listed)
    assert {(c, t): n for c, t, n in issue_lists.count_texts(many, wanted)} == texts


def test_what_is_open_is_counted(many: Workspace) -> None:
    """Rows set aside, and others that matter and are neither mended nor confirmed."""
    n_set_aside, n_open = issue_lists.count_open(many)
    assert n_set_aside == len(_all(many, IssueFilter(is_set_aside=True))) == 50
    assert n_open == len(_all(many, IssueFilter(state="open", matters=True, is_set_aside=False)))
    assert n_open > 50


def test_mends_are_checked(many: Workspace) -> None:
    """Rows set aside that are counted otherwise, a mend whose rows are gone, a state of nothing."""
    mends.count_set_aside_again(many)
    assert check.find_problems(many) == []
    mend = Mend(0, CELL, 1, "OFN", "OFN", "a", "b", 2, "A. Clerk", "2026-11-01")
    number = mends.insert_mend(many, mend, [MendRow(RowRef(1, 2), 2)])
    many.connection.execute("UPDATE source SET n_quarantined = 3")
    problems = check.find_problems(many)
    assert f"Mend {number} has 1 rows listed, its entry says 2." in problems
    assert "delivery.dat has 50 rows set aside listed, the file's entry says 3." in problems
    mends.undo(many, number, who="A. Clerk", at="2026-11-02")
    many.connection.execute("UPDATE row_issue SET is_mended = 1 WHERE id = 1")
    assert "Issues count as mended, and no mend stands." in check.find_problems(many)
