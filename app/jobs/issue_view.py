"""One issue as a person decides about it: where it is, what it means, what can be said instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.importing.values import clean
from app.jobs.mend_requests import AlikeMend, Request, Resolver
from app.jobs.mended_rows import columns_of
from app.jobs.origins import find_origin
from app.jobs.source_rows import PlaceNames, SourceRow, get_source_row
from app.model.consequences import consequence_of, matters
from app.model.reading_columns import ALIASES, OFFENSE_DATE, READING_INDEX, SENTENCE
from app.model.record import Level
from app.rules.loading.county import california_counties
from app.store import issue_lists, mends, row_owners
from app.store.issue_lists import OPEN, IssueFilter, ListedIssue
from app.store.mends import Confirmation, Mend
from app.store.records import Source
from app.store.workspace import Workspace

_LEVELS = tuple(level.name for level in Level if level is not Level.UNKNOWN)
_RESULTS = ("CONVICTED", "DISMISSED", "ACQUITTED", "OTHER")
_DATES = ("PRI_DOB", "CYC_DATE", "STP_EVENT_DATE", "DISP_DATE", OFFENSE_DATE)
# What a list's row says of a person and a count, in the order in which a person types it.
ROW_COLUMNS = (
    "SUBJECT_ID", "CII_NUMBER", "PRI_NAME", "PRI_DOB", "GENDER", ALIASES, "STP_ORI_CNTY_NAME",
    "STP_ORI_DESCR", "OFN", "STP_EVENT_DATE", OFFENSE_DATE, "OFFENSE_DESCR", "OFFENSE_TOC",
    "DISP_DESCR", "CONV_OFFENSE_DESCR", "CONV_STAT_DESCR", SENTENCE, "COMMENT_TEXT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownIssue:
    """An issue with its place and column as the file's own program shows them."""

    listed: ListedIssue
    file_name: str
    row: int
    column: str

    @property
    def consequence(self) -> str:
        issue = self.listed.issue
        return consequence_of(issue.kind, is_quarantined=issue.is_quarantined)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a cell may hold. No ``values``: anything; ``is_free``: other words too."""

    values: tuple[str, ...] = ()
    is_free: bool = True
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class IssueView:
    """Everything about one issue. ``columns`` are those to choose from when it names none."""

    shown: ShownIssue
    row: SourceRow | None
    form_column: str  # the column of the state's form that a mend of it changes
    counts: str  # what counts there now
    matters: bool
    mends: tuple[Mend, ...]
    confirmation: Confirmation | None
    n_alike: int  # rows with the same text in the same column, this one too
    n_alike_files: int
    n_open_alike: int  # open issues of this kind with the same text in the same column
    asks_for_row: bool  # mended by the whole row
    is_state_row: bool  # of a file of the state, whose rows are lines
    columns: tuple[str, ...] = ()

    @property
    def standing_mend(self) -> Mend | None:
        """The mend that counts."""
        return next((mend for mend in reversed(self.mends) if not mend.is_undone), None)


@dataclass(frozen=True, slots=True)
class MendPreview:
    """What a mend will do. ``value`` is the cell as it will be kept."""

    n_rows: int
    n_people: int
    n_files: int
    value: str


def show_issues(workspace: Workspace, listed: Sequence[ListedIssue]) -> list[ShownIssue]:
    """Issues with the names of their places."""
    names = PlaceNames(workspace)
    return [
        ShownIssue(one, *names.name(one.issue.at), names.column(one.issue.at, one.issue.column))
        for one in listed
    ]


def find_issue_view(workspace: Workspace, number: int) -> IssueView | None:
    """None when the issue is gone."""
    listed = issue_lists.get_issues(workspace, [number])
    if not listed:
        return None
    issue, resolver = listed[0].issue, Resolver(workspace)
    source = resolver.sources[issue.at.source]
    asks_for_row = issue.is_quarantined and (
        not issue.column or resolver.is_nobodys(issue.at)
    )  # else one of its cells has to be mended
    column = "" if asks_for_row else form_column(source, issue.column)
    alike = issue_lists.places_alike(workspace, issue.column, issue.text, None)
    is_told = bool(issue.text.strip() and issue.column)
    return IssueView(
        shown=show_issues(workspace, listed)[0],
        row=_find_row(workspace, listed[0]),
        form_column=column,
        counts=_counts(resolver, listed[0], column),
        matters=matters(issue.kind, is_quarantined=issue.is_quarantined),
        mends=tuple(mends.mends_of_issue(workspace, issue)),
        confirmation=mends.find_confirmation(workspace, issue),
        n_alike=len(alike) if is_told else 1,
        n_alike_files=len({at.source for at in alike}) if is_told else 1,
        n_open_alike=len(open_alike(workspace, listed[0])) if is_told else 1,
        asks_for_row=asks_for_row,
        is_state_row=source.is_state_file,
        columns=() if column else ROW_COLUMNS,
    )


def _find_row(workspace: Workspace, listed: ListedIssue) -> SourceRow | None:
    try:
        return get_source_row(workspace, listed.issue.at)
    except LookupError:  # about a sheet or a file as a whole
        return None


def _counts(resolver: Resolver, listed: ListedIssue, column: str) -> str:
    cells = resolver.find_cells(listed.issue.at) if column else None
    return "" if cells is None else clean(cells[READING_INDEX[column]])


def form_column(source: Source, column: str) -> str:
    """The column of the state's form for what an issue calls its column; "" when it is none."""
    if column in columns_of(source):
        return column
    origin = find_origin(source)
    taken = [name for name, own in origin.cells.items() if own == column] if origin else []
    return taken[0] if len(taken) == 1 else ""


def allowed_in(column: str) -> Allowed:
    """What may stand in a column of the state's form."""
    if column == "CONV_STAT_DESCR" or column.endswith("_TOC"):
        return Allowed(_LEVELS, is_free=False)
    if column == "DISP_DESCR":
        return Allowed(_RESULTS)
    if column == "STP_ORI_CNTY_NAME":
        return Allowed(california_counties())
    return Allowed(is_date=column in _DATES)


def preview_mend(workspace: Workspace, request: Request) -> MendPreview:
    """What a mend will do; nothing is changed. Raises InputError, a sentence, when it cannot."""
    resolved = Resolver(workspace).resolve(request)
    people = {
        row_owners.find_person_of_row(workspace, one.at) or one.at for one in resolved.rows
    }  # fmt: skip
    return MendPreview(
        len(resolved.rows), len(people), len({one.at.source for one in resolved.rows}),
        resolved.mend.new if resolved.mend.column else "",
    )  # fmt: skip


def open_alike(workspace: Workspace, issue: ListedIssue) -> list[int]:
    """The numbers of the open issues with the same kind, column and text, in all files."""
    one = issue.issue
    wanted = IssueFilter(kind=one.kind, column=one.column, text=one.text, state=OPEN)
    return [found.number for found in issue_lists.iter_issues(workspace, wanted)]


def mend_everywhere(issue: ListedIssue, value: str, column: str) -> AlikeMend:
    """The mend of every cell that says the same as this one."""
    return AlikeMend(issue.issue.column, issue.issue.text, value, form_column=column)
