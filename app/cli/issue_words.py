"""Issues, mends and their counts as lines and as JSON."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from app.cli.terminal import pairs
from app.errors import UsageError
from app.help.errors import kind_number
from app.jobs.source_rows import PlaceNames
from app.model.consequences import consequence_of, matters
from app.store import records
from app.store.issue_lists import IssueFacets, IssueFilter, ListedIssue
from app.store.mends import Confirmation, Mend
from app.store.workspace import Workspace


def source_named(workspace: Workspace, name: str) -> int:
    """The number of a file. Raises UsageError when none, or more than one, has the name."""
    sources = records.list_sources(workspace)
    found = [source.id for source in sources if source.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{len(found)} files are called {name}.")
    known = ", ".join(source.name for source in sources)
    raise UsageError(f"No file {name} was imported. Imported: {known or 'none'}.")


def filter_of(workspace: Workspace, arguments: argparse.Namespace) -> IssueFilter:
    """The issues that a command line asks for."""
    weight = None
    if arguments.of_consequence or arguments.for_information:
        weight = bool(arguments.of_consequence)
    return IssueFilter(
        kind=arguments.kind,
        column=arguments.column,
        text=arguments.text,
        source_id=None if arguments.file is None else source_named(workspace, arguments.file),
        state=arguments.state,
        matters=weight,
    )


def issue_data(listed: ListedIssue, names: PlaceNames) -> dict[str, Any]:
    """An issue for ``--json``."""
    issue = listed.issue
    file_name, row = names.name(issue.at)
    is_aside = issue.is_quarantined
    return {
        "issue": listed.number, "state": listed.state, "file": file_name, "row": row,
        "rowNumber": issue.at.row, "column": issue.column, "text": issue.text, "kind": issue.kind,
        "reason": issue.reason, "done": issue.done, "advice": issue.advice,
        "isSetAside": is_aside, "isOfConsequence": matters(issue.kind, is_quarantined=is_aside),
        "consequence": consequence_of(issue.kind, is_quarantined=is_aside),
    }  # fmt: skip


def issue_line(listed: ListedIssue, names: PlaceNames) -> str:
    """An issue on one line."""
    issue = listed.issue
    file_name, row = names.name(issue.at)
    return (
        f"{listed.number:>8}  {listed.state:<9}  {file_name}, row {row:,}  "
        f"{issue.kind}  {issue.column or '-'}  {issue.text[:40]!r}"
    )


def show_lines(
    listed: ListedIssue,
    names: PlaceNames,
    confirmed: Confirmation | None,
    made: Sequence[Mend],
) -> list[str]:
    """Everything about one issue."""
    issue = listed.issue
    file_name, row = names.name(issue.at)
    is_aside = issue.is_quarantined
    weighs = matters(issue.kind, is_quarantined=is_aside)
    rows: list[tuple[str, object]] = [
        ("Issue", f"{listed.number} ({listed.state})"), ("Kind", issue.kind),
        ("Number", kind_number(issue.kind) or "-"), ("File", file_name),
        ("Row", row), ("Column", issue.column or "-"), ("Text", issue.text),
        ("Reason", issue.reason), ("Done", issue.done), ("What to do", issue.advice),
        ("Consequence", "of consequence" if weighs else "for information"),
        ("", consequence_of(issue.kind, is_quarantined=is_aside)),
    ]  # fmt: skip
    if confirmed is not None:
        note = f": {confirmed.note}" if confirmed.note else ""
        rows.append(("Confirmed", f"by {confirmed.who} on {confirmed.at[:10]}{note}"))
    return [*pairs(rows), *map(mend_line, made)]


def mend_data(mend: Mend) -> dict[str, Any]:
    """A mend for ``--json``; of a whole row ``new`` is its cells."""
    return {
        "mend": mend.id, "kind": mend.kind, "column": mend.column, "old": mend.old,
        "new": mend.new, "rows": mend.n_rows, "by": mend.who, "at": mend.made_at,
        "note": mend.note, "undoneBy": mend.undone_by or None, "undoneAt": mend.undone_at or None,
    }  # fmt: skip


def mend_line(mend: Mend) -> str:
    """A mend on one line."""
    what = f"{mend.column} {mend.old!r} to {mend.new!r}" if mend.column else "the whole line"
    rows = "1 row" if mend.n_rows == 1 else f"{mend.n_rows:,} rows"
    gone = f"; undone by {mend.undone_by} on {mend.undone_at[:10]}" if mend.is_undone else ""
    note = f" ({mend.note})" if mend.note else ""
    return f"Mend {mend.id}: {what}, {rows}, by {mend.who} on {mend.made_at[:10]}{note}{gone}"


def facets_data(
    workspace: Workspace, facets: IssueFacets, texts: Sequence[tuple[str, str, int]]
) -> dict[str, Any]:
    """How many issues have what, for ``--json``."""
    names = {source.id: source.name for source in records.list_sources(workspace)}
    return {
        "count": facets.n,
        "kinds": dict(facets.kinds),
        "columns": dict(facets.columns),
        "files": [{"file": names[source], "count": n} for source, n in facets.sources],
        "states": dict(facets.states),
        "consequence": {_weight(is_heavy): n for is_heavy, n in facets.matters},
        "texts": [{"column": column, "text": text, "count": n} for column, text, n in texts],
    }


def facet_lines(
    workspace: Workspace, facets: IssueFacets, texts: Sequence[tuple[str, str, int]]
) -> list[str]:
    """The same for people."""
    names = {source.id: source.name for source in records.list_sources(workspace)}
    groups: list[tuple[str, list[tuple[str, object]]]] = [
        ("By consequence", [(_weight(is_heavy), n) for is_heavy, n in facets.matters]),
        ("By state", [*facets.states]),
        ("By kind", [*facets.kinds]),
        ("By column", [(column or "(none)", n) for column, n in facets.columns]),
        ("By file", [(names[source], n) for source, n in facets.sources]),
        ("By text", [(f"{column or '-'} {text[:60]!r}", n) for column, text, n in texts]),
    ]
    lines = [*pairs([("Issues", facets.n)])]
    for title, rows in groups:
        lines += ["", title, *(f"  {line}" for line in pairs(rows))]
    return lines


def _weight(is_heavy: bool) -> str:
    return "of consequence" if is_heavy else "for information"
