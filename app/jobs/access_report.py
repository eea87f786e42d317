"""Who looked at a person, and what about the person was given out: on screen, as PDF, as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.errors import InputError
from app.exporting.tables import Table, table_text
from app.jobs import access_log, reveal
from app.jobs.clock import now
from app.jobs.given_out import ACTION, ALL, FAILED, PRINTED, GivenOut, holds, on_record
from app.jobs.policy_sheet import write_whole
from app.jobs.record_words import action_words
from app.jobs.rights import Right, check_may
from app.model.access import AccessReport, Handed, Look
from app.store import merges, people
from app.store.anchors import current_anchor
from app.store.audit import AuditEntry
from app.store.audit_search import AuditFilter, find_entries, list_actions
from app.store.person_papers import PersonPaper, first_on_record, packages_with, papers_about
from app.store.workspace import Workspace

_MAKING = ("papers", "letters", "lists", "forms")  # their papers stand in the register
_PACKAGE = "make package"
_EVERYTHING = ("hand out", "handed out")  # how the actions of an export of everything begin
_BACKUP = "backup"
_NO_LIMIT = -1
COLUMNS = ("Entry", "When (UTC)", "Who", "What", "Where to", "Remark")


def access_report(workspace: Workspace, person_id: int) -> AccessReport:
    """Everything that is recorded; also of people who are on record no more.

    Raises InputError when nothing is known under that number.
    """
    try:
        person = people.get_person(workspace, person_id)
        name, born = person.name, person.born
    except LookupError:
        name = born = ""
    gone = _merged_into(workspace, person_id)
    looks = _looks(workspace, (person_id, *gone))
    handed = _handed(workspace, (person_id, *gone))
    if not name and not looks and not any(not one.of_all for one in handed):
        raise InputError(f"There is no person {person_id}, and there never was one on record.")
    info = workspace.info
    return AccessReport(
        person_id, name, born, info.name, info.is_practice, now(), current_anchor(workspace).text,
        looks, handed, _n_backups(workspace), gone,
    )  # fmt: skip


def save_access_report(
    workspace: Workspace, person_id: int, path: Path, *, who: str
) -> AccessReport:
    """Write the report, as PDF or CSV by the name's ending; on record first.

    Raises InputError when somebody may not, for another ending and like `access_report`.
    """
    check_may(workspace, who, Right.AUDIT)
    write = {".pdf": _pdf, ".csv": _csv}.get(path.suffix.lower())
    if write is None:
        raise InputError(f"{path.name} ends in neither .pdf nor .csv. Choose one of the two.")
    report = access_report(workspace, person_id)
    data = write(report)
    given = GivenOut("access report", path.parent, [person_id], subject=f"person {person_id}")
    with on_record(workspace, given, who=who):
        write_whole(path, data)
    return report


def _merged_into(workspace: Workspace, person_id: int) -> tuple[int, ...]:
    """The numbers of people who were found to be this one."""
    found = merges.list_merges(workspace)
    return tuple(
        one.gone_id for one in found if merges.person_after_merges(found, one.gone_id) == person_id
    )


def _looks(workspace: Workspace, numbers: Sequence[int]) -> tuple[Look, ...]:
    """The oldest first."""
    wanted = (access_log.ACTION, reveal.ACTION)
    entries = [
        entry
        for number in numbers
        for entry in find_entries(
            workspace, AuditFilter(actions=wanted, person_id=number), limit=_no_limit(workspace)
        )
    ]
    return tuple(
        Look(entry.at, entry.who, _look_words(entry), entry.number)
        for entry in sorted(entries, key=lambda one: (one.at, one.number))
    )


def _look_words(entry: AuditEntry) -> str:
    if entry.action == reveal.ACTION:
        return f"{entry.new}: numbers shown in full"
    return entry.new


def _handed(workspace: Workspace, numbers: Sequence[int]) -> tuple[Handed, ...]:
    found = [
        *_papers(workspace, numbers),
        *_packages(workspace, numbers),
        *_given(workspace, numbers),
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.entry)))


def _papers(workspace: Workspace, numbers: Sequence[int]) -> Iterator[Handed]:
    """Papers of the register, with the one whose entry made them."""
    made = sorted(_entries(workspace, *_MAKING), key=lambda entry: entry.at)
    about = {paper.id: paper for number in numbers for paper in papers_about(workspace, number)}
    for paper in about.values():
        by = next((entry for entry in made if entry.at >= paper.made_at), None)
        yield Handed(
            paper.made_at, paper.who or (by.who if by else ""), _paper_words(paper),
            f"register: {paper.state} since {paper.state_on}", 0,
        )  # fmt: skip


def _paper_words(paper: PersonPaper) -> str:
    words = f"{paper.kind}, paper {paper.id}"
    if paper.case_number:
        words += f", case {paper.case_number}"
    return words + (" (about several people)" if paper.is_joint else "")


def _packages(workspace: Workspace, numbers: Sequence[int]) -> Iterator[Handed]:
    """Cases that went to another desk."""
    sent = {package for number in numbers for package in packages_with(workspace, number)}
    for entry in _entries(workspace, _PACKAGE):
        words = entry.subject.split(" ", 2)
        if len(words) > 1 and words[1].isdecimal() and int(words[1]) in sent:
            yield Handed(entry.at, entry.who, entry.subject, "another desk", entry.number)


def _given(workspace: Workspace, numbers: Sequence[int]) -> Iterator[Handed]:
    """Files and prints, from the day on which the person came on record."""
    since = first_on_record(workspace, numbers[0])
    failed = {entry.new for entry in _entries(workspace, FAILED)}
    everything = [one for one in list_actions(workspace) if one.startswith(_EVERYTHING)]
    for entry in _entries(workspace, ACTION, PRINTED, *everything):
        is_all = entry.action in everything or _is_of_all(entry)
        if is_all and not entry.at >= since:
            continue
        if is_all or any(holds(entry, number) for number in numbers):
            yield Handed(
                entry.at, entry.who, _given_words(entry), _where(entry), entry.number, is_all,
                f"what entry {entry.number} says was not finished" in failed,
            )  # fmt: skip


def _given_words(entry: AuditEntry) -> str:
    """What it was, without the number of the person whom the report is about."""
    words = entry.subject
    if words.startswith("person ") and ", " in words:
        words = words.partition(", ")[2]
    if entry.action == ACTION:
        return words
    return f"{action_words(entry.action)}: {words}" if words else action_words(entry.action)


def _is_of_all(entry: AuditEntry) -> bool:
    return f'"numbers": "{ALL}"' in entry.new


def _where(entry: AuditEntry) -> str:
    try:
        about = json.loads(entry.new)
    except ValueError:
        return entry.new
    return str(about.get("where", "")) if isinstance(about, dict) else entry.new


def _n_backups(workspace: Workspace) -> int:
    actions = [one for one in list_actions(workspace) if one == _BACKUP]
    return len(_entries(workspace, *actions)) if actions else 0


def _entries(workspace: Workspace, *actions: str) -> list[AuditEntry]:
    limit = _no_limit(workspace)
    return find_entries(workspace, AuditFilter(actions=actions), limit=limit)[::-1]


def _no_limit(workspace: Workspace) -> int:
    return max(current_anchor(workspace).number, 1)


def _csv(report: AccessReport) -> bytes:
    rows = [
        *((one.entry, one.at, one.who, f"looked at: {one.what}", "", "") for one in report.looks),
        *(
            (one.entry or "", one.at, one.who, one.what, one.where, _remark(one))
            for one in report.handed
        ),
    ]
    rows.sort(key=lambda row: str(row[1]))
    text = table_text(Table(f"Person {report.person_id}", COLUMNS, rows))
    return text.encode("utf-8-sig")


def _remark(one: Handed) -> str:
    if one.is_failed:
        return "not finished"
    return "held everybody on record" if one.of_all else ""


def _pdf(report: AccessReport) -> bytes:
    # Loaded when asked for: it brings fonts and pages that most commands do not need.
    from app.reports.access_report import render_access_report  # noqa: PLC0415

    return render_access_report(report)
