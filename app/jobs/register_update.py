"""Updates of the register from a list of the court: case numbers, days, states.

The plan is shown before anything is entered. A row that names no paper, or more than one, is
never guessed: it is told with its row, and the others can be entered without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.errors import InputError
from app.importing.issues import Issue
from app.importing.layouts.date_formats import read_cell_date
from app.importing.tables.opening import open_table
from app.importing.tables.table import TableRow
from app.importing.values import clean
from app.jobs.register import Move, plan_move
from app.model.case_number import loose_number, strict_number
from app.model.paper_state import SET, STATES
from app.store import register
from app.store.workspace import Workspace

MOST_ROWS = 200_000
_FORMATS = ("M/D/YYYY", "M-D-YYYY")
_HEADINGS = {
    "case": ("case number", "case no", "case no.", "case", "number", "court number", "docket"),
    "date": ("date", "day", "on", "filed on", "order date", "date of order", "decided on"),
    "state": ("state", "status", "result", "outcome", "decision", "ruling"),
    "court": ("court", "branch", "courthouse", "division"),
    "paper": ("paper", "paper number", "kind", "kind of paper"),
    "due": ("due", "due on", "hearing", "hearing date", "hearing on"),
    "words": ("note", "notes", "remark", "remarks", "words"),
}


@dataclass(frozen=True, slots=True)
class UpdateDefaults:
    """What goes for rows that do not say it themselves. ``kind``: only papers of this kind."""

    state: str = ""
    on_day: date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """``row`` 0: the file as a whole."""

    row: int
    text: str
    sentence: str


@dataclass(slots=True)
class UpdatePlan:
    """What a list would change; ``n_same`` rows say what the register says already."""

    name: str
    n_rows: int = 0
    n_same: int = 0
    moves: list[Move] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def counts(self) -> Mapping[str, int]:
        """Moves by "from -> to"."""
        return Counter(f"{move.row.state} -> {move.state}" for move in self.moves)


@dataclass(frozen=True, slots=True)
class _Wanted:
    row: int
    text: str
    case: str
    state: str
    on_day: date
    court: str
    paper: str
    due_on: date | None
    words: str


def plan_update(
    workspace: Workspace, path: Path, today: date, defaults: UpdateDefaults
) -> UpdatePlan:
    """Read the list and find its papers; nothing is changed.

    Raises InputError when the file is no table, or has no column of case numbers.
    """
    plan = UpdatePlan(path.name)
    papers = _Papers(workspace, defaults.kind)
    taken: dict[int, _Wanted] = {}
    for wanted in _rows(path, defaults, plan):
        number, problem = papers.find(wanted)
        if not number:
            plan.problems.append(RowProblem(wanted.row, wanted.text, problem))
            continue
        before = taken.setdefault(number, wanted)
        if before is not wanted:
            _tell_twice(plan, before, wanted)
            continue
    for number, wanted in taken.items():
        _plan_one(workspace, plan, number, wanted, today)
    plan.problems.sort(key=lambda one: one.row)
    return plan


def _tell_twice(plan: UpdatePlan, before: _Wanted, wanted: _Wanted) -> None:
    if (before.state, before.on_day, before.due_on) == (wanted.state, wanted.on_day, wanted.due_on):
        plan.n_same += 1
        return
    sentence = (
        f"row {before.row} says of the same paper {before.state} on {before.on_day}; only that "
        "row is taken"
    )
    plan.problems.append(RowProblem(wanted.row, wanted.text, sentence))


def _plan_one(
    workspace: Workspace, plan: UpdatePlan, number: int, wanted: _Wanted, today: date
) -> None:
    row = register.get_rows(workspace, [number])[0]
    is_same = (row.state, row.state_on) == (wanted.state, wanted.on_day.isoformat())
    if is_same and (wanted.due_on is None or row.due_on == wanted.due_on.isoformat()):
        plan.n_same += 1
        return
    words = f"{wanted.words} (from {plan.name}, row {wanted.row})".strip()
    found = plan_move(
        workspace, [number], wanted.state, wanted.on_day, today, due_on=wanted.due_on, words=words
    )
    plan.moves += found.moves
    plan.problems += [RowProblem(wanted.row, wanted.text, one) for one in found.refused]


class _Papers:
    """The papers by case number."""

    def __init__(self, workspace: Workspace, kind: str) -> None:
        self._strict: dict[str, list[tuple[int, str, str]]] = {}
        self._loose: dict[str, set[str]] = {}
        self._joint: dict[str, int] = {}
        for number, numbers, court, paper in register.list_numbers(workspace):
            if kind and paper != kind:
                continue
            for one in numbers.split("; "):
                self._strict.setdefault(strict_number(one), []).append((number, court, paper))
                self._loose.setdefault(loose_number(one), set()).add(one)
        for number, numbers in register.list_joint_numbers(workspace):
            for one in numbers.split("; "):
                self._joint.setdefault(strict_number(one), number)

    def find(self, wanted: _Wanted) -> tuple[int, str]:
        """The paper of a row, or 0 and why there is none."""
        key = strict_number(wanted.case)
        found = self._strict.get(key, []) if key else []
        if not found:
            return 0, self._unknown(wanted.case, key)
        if wanted.court:
            own = [one for one in found if one[1].casefold() == wanted.court.casefold()]
            if not own:
                courts = ", ".join(sorted({court for _, court, _ in found if court})) or "no court"
                return 0, f"{wanted.case} is on record of {courts}, not of {wanted.court}"
            found = own
        if wanted.paper:
            own = [one for one in found if wanted.paper.casefold() in (str(one[0]), one[2])]
            if not own:
                return 0, f"{wanted.case} has no paper “{wanted.paper}”"
            found = own
        if len(found) > 1:
            named = ", ".join(f"{number} ({kind}, {court or 'no court'})"
                              for number, court, kind in found)  # fmt: skip
            return 0, (
                f"{wanted.case} names {len(found)} papers: {named}. Add a column Court or Paper"
            )
        return found[0][0], ""

    def _unknown(self, case: str, key: str) -> str:
        if not key:
            return "there is no case number in this row"
        if key in self._joint:
            return (
                f"{case} is one of the cases of paper {self._joint[key]}, which has one state for "
                "all of them; enter that paper by its number"
            )
        alike = sorted(self._loose.get(loose_number(case), ()))
        if alike and loose_number(case):
            return f"no paper has the number {case}; perhaps {' or '.join(alike[:3])} is meant"
        return f"no paper has the number {case}"


def _rows(path: Path, defaults: UpdateDefaults, plan: UpdatePlan) -> Iterator[_Wanted]:
    table = open_table(path)
    columns: dict[str, int] = {}
    for row in table.rows():
        if isinstance(row, Issue):
            plan.problems.append(RowProblem(row.row, row.text[:200], row.reason))
            continue
        if not columns:
            columns = _columns(path, row, defaults)
            continue
        plan.n_rows += 1
        if plan.n_rows > MOST_ROWS:
            raise InputError(f"{path.name} has more than {MOST_ROWS:,} rows. Divide it.")
        read = _read(row, columns, defaults)
        if isinstance(read, RowProblem):
            plan.problems.append(read)
        else:
            yield read
    if not columns:
        raise InputError(f"{path.name} is empty. A first row has to name the columns.")


def _columns(path: Path, head: TableRow, defaults: UpdateDefaults) -> dict[str, int]:
    names = [clean(cell).casefold() for cell in head.cells]
    found = {
        what: names.index(name)
        for what, known in _HEADINGS.items()
        for name in reversed(known)
        if name in names
    }
    shown = ", ".join(cell.strip() for cell in head.cells if cell.strip())[:200]
    if "case" not in found:
        raise InputError(
            f"{path.name} has no column “Case number”. Its first row has to name the columns; it "
            f"says: {shown}."
        )
    for what, given, word in (
        ("date", defaults.on_day, "Date"),
        ("state", defaults.state, "State"),
    ):
        if what not in found and not given:
            raise InputError(
                f"{path.name} has no column “{word}”, and none was given for all rows. Its columns "
                f"are: {shown}."
            )
    return found


def _read(
    row: TableRow, columns: Mapping[str, int], defaults: UpdateDefaults
) -> _Wanted | RowProblem:
    def cell(what: str) -> str:
        place = columns.get(what, -1)
        return clean(row.cells[place]) if 0 <= place < len(row.cells) else ""

    text = ", ".join(one.strip() for one in row.cells)[:200]
    state = cell("state").lower() or defaults.state
    if state not in STATES:
        words = f"“{state}” is no state" if state else "it says no state"
        return RowProblem(row.row, text, f"{words}; the states are {', '.join(STATES)}")
    day = _day(cell("date")) if cell("date") else defaults.on_day
    if day is None:
        shown = cell("date")
        words = f"“{shown}” is no day of the calendar" if shown else "it says no day"
        return RowProblem(row.row, text, f"{words}; write YYYY-MM-DD or month/day/year")
    due = _day(cell("due")) if cell("due") else None
    if cell("due") and due is None:
        sentence = f"“{cell('due')}” is no day of the calendar; write YYYY-MM-DD or month/day/year"
        return RowProblem(row.row, text, sentence)
    if state == SET and due is None:
        return RowProblem(row.row, text, "set for hearing, but no day of the hearing is given")
    return _Wanted(
        row.row, text, cell("case"), state, day, cell("court"), cell("paper"), due, cell("words")
    )


def _day(text: str) -> date | None:
    compact = read_cell_date(text, _FORMATS, None)
    if compact is None or compact.endswith("00"):
        return None
    return date(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
