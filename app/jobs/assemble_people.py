"""The worker's part of making people anew: the rows of one person to a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.importing.assemble import Assembler
from app.importing.issues import BIRTH_MISSING, Issue, births_differ, doubt
from app.importing.join import births_that_differ, join_sheets
from app.importing.join_sources import Choices, Joint, SourceRules, join_sources
from app.jobs.read_pieces import CodedPerson, code_sheet
from app.model.conflict import DISPOSITION, PERHAPS_SAME, Choice, Conflict
from app.model.record import RowRef

SOURCES_DIFFER = "Sources differ"
PERHAPS_ONE = "Perhaps the same conviction"
_COLUMN_OF = {DISPOSITION: "DISP_DESCR"}


@dataclass(frozen=True, slots=True)
class PersonRows:
    """Whose rows, in the order of the files: source, row, the file's person number, cells."""

    person_id: int
    rows: tuple[tuple[int, int, str, list[str]], ...]
    rules: SourceRules
    names: Mapping[int, str]  # of the sources
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class AssembledPerson:
    """A record as the import would have made it; None when no row is left."""

    person_id: int
    coded: CodedPerson | None
    rows: tuple[tuple[int, int], ...]  # source, row
    issues: tuple[tuple[int, Issue], ...]  # source, issue
    conflicts: tuple[Conflict, ...]
    repeats: tuple[tuple[RowRef, tuple[RowRef, ...]], ...]  # convictions that stand elsewhere too


def assemble_person(task: PersonRows) -> AssembledPerson:
    """All the rows of a person to one record, with its doubts and its conflicts."""
    assemblers: dict[tuple[int, str], Assembler] = {}
    for source, row, subject, cells in task.rows:
        key = (source, subject)
        if key not in assemblers:
            assemblers[key] = Assembler(source, f"{source}:{subject}")
        assemblers[key].add(row, cells)
    if not assemblers:
        return AssembledPerson(task.person_id, None, (), (), (), ())
    sheets = [assembler.finish() for assembler in assemblers.values()]
    choices = Choices(task.choices)
    joint = join_sources(join_sheets(sheets, task.rules.word_groups), task.rules, choices)
    issues = [
        (source, issue)
        for (source, _), assembler in assemblers.items()
        for issue in assembler.issues
        if issue.kind != BIRTH_MISSING or joint.sheet.person.born.is_unknown
    ]
    for person in births_that_differ(sheets):
        told = births_differ(person.at.row, str(person.born), str(joint.sheet.person.born))
        issues.append((person.at.source, told))
    issues += _open_conflicts(joint, choices, task.names)
    return AssembledPerson(
        task.person_id,
        code_sheet(joint.sheet),
        tuple((source, row) for source, row, _, _ in task.rows),
        tuple(issues),
        tuple(joint.conflicts),
        tuple(
            (one.charge.at, one.charge.also_at)
            for one in joint.sheet.convictions()
            if one.charge.also_at
        ),
    )


def _open_conflicts(
    joint: Joint, choices: Choices, names: Mapping[int, str]
) -> Iterator[tuple[int, Issue]]:
    """Each conflict that nobody has decided, where the conviction counts."""
    for one in joint.conflicts:
        if choices.of(one.fact, one.at, one.other_at):
            continue
        there = f"{names[one.other_at.source]}, row {one.other_at.row}"
        if one.fact == PERHAPS_SAME:
            yield one.at.source, doubt(
                one.at.row, "", one.value, PERHAPS_ONE,
                f"{there} may be the same conviction: {one.why}. There it is {one.other_value}.",
                "Both count until somebody decides.",
            )  # fmt: skip
        else:
            yield one.at.source, doubt(
                one.at.row, _COLUMN_OF.get(one.fact, ""), one.value, SOURCES_DIFFER,
                f"The {one.fact} is {one.value or 'empty'} here and "
                f"{one.other_value or 'empty'} in {there}.",
                f"{names[one.at.source]} counts until somebody decides.",
            )  # fmt: skip
