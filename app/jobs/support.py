"""The support file: how the program is doing here, without telling anything of anybody.

Everything in it is a version, a count, a figure, a name of the program's own (a table, a
column, a kind of issue, a shipped policy) or a masked form that many people share. Nothing is
copied from a record, a setting or a sentence that a person or a file could have filled.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import locale
import os
import platform
import re
import shutil
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.jobs.progress import Progress
from app.jobs.support_shapes import LEAST_PEOPLE, MOST_ROWS, list_shapes
from app.met_errors import list_met
from app.model.consequences import FOR_INFORMATION, OF_CONSEQUENCE
from app.paths import data_folder
from app.rules.catalog import find_editions, find_policies, load_policy, own_folders
from app.rules.policy import OptionKind, Policy
from app.store import check, records, runs, support
from app.store.runs import CheckRun
from app.store.workspace import Workspace
from app.version import PROGRAM, VERSION

LIBRARIES = (
    "PySide6-Essentials", "fonttools", "fpdf2", "msgspec", "numpy", "openpyxl", "pikepdf",
    "pycryptodomex", "pypdfium2", "pyzipper", "sqlcipher3", "sqlite-utils", "uharfbuzz",
    "zstandard",
)  # fmt: skip
SUFFIX = ".zip"
_GIGABYTE = 1 << 30
_PREFERENCES = "preferences.json"
_COLORS = ("system", "light", "dark", "high contrast")
_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold: when it was made is nobody's affair

_ABOUT = f"""\
Support file of {PROGRAM}.

It holds versions, counts and figures, and how the cells of each column are formed (A for a
letter, 9 for a digit) where at least {LEAST_PEOPLE} people share the form.

It holds no name, number, date or note of a record, no file name, path, user or passphrase, and
no sentence of an error. Please read it before you pass it on.
"""


@dataclass(frozen=True, slots=True)
class SupportFile:
    """Names and texts of what is in the file."""

    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """All of it, to be read before it is saved."""
        return "\n".join(f"===== {name}\n{text}" for name, text in self.parts)


def collect_support(workspace: Workspace | None, progress: Progress) -> SupportFile:
    """What the support file would hold; without a workspace the program and machine alone."""
    parts = [
        ("read-me.txt", _ABOUT),
        ("program.txt", _lines(_program())),
        ("machine.txt", _lines(_machine(workspace))),
        ("settings.txt", _lines(_settings())),
        ("errors-met.txt", _listed(_errors())),
    ]
    if workspace is not None:
        progress.step(0, 3, "Looking whether the workspace is whole")
        parts.append(("workspace.txt", _lines(_workspace(workspace))))
        progress.step(1, 3, "Counting")
        parts.append(("checks.txt", _listed(_checks(workspace))))
        parts.append(("cells.txt", _listed(_cells(workspace, progress))))
        progress.step(3, 3, "Counting")
    return SupportFile(tuple(parts))


def save_support(found: SupportFile, path: Path) -> None:
    """Write the file: under another name first, so that it is whole or not there."""
    fresh = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in found.parts:
                archive.writestr(zipfile.ZipInfo(name, _TIME), text)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise InputError(
            f"The support file cannot be written to {path}: {error.strerror}. Choose another "
            "folder."
        ) from error


def _lines(pairs: Iterable[tuple[str, object]]) -> str:
    return _listed(f"{name}: {value}" for name, value in pairs)


def _listed(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines) or "none\n"


# Program and machine


def _program() -> Iterator[tuple[str, object]]:
    yield "program", f"{PROGRAM} {VERSION}"
    yield "frozen", _yes(bool(getattr(sys, "frozen", False)))
    yield "python", platform.python_version()
    for name in LIBRARIES:
        yield name, _version(name)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not told"


def _machine(workspace: Workspace | None) -> Iterator[tuple[str, object]]:
    yield "system", platform.system()
    yield "release", _numbers_of(platform.release())
    yield "processor", platform.machine()
    yield "processors", os.cpu_count() or "not known"
    yield "memory in GB", _memory()
    place = workspace.path.parent if workspace is not None else data_folder()
    yield "free disk in GB", _free_disk(place)
    language, encoding = locale.getlocale()
    yield "language", language or "none"
    yield "encoding", encoding or "none"


def _numbers_of(release: str) -> str:
    """``6.1.0-21`` as 6.1.0: what follows may be whatever somebody called a system."""
    match = re.match(r"\d+(\.\d+)*", release)
    return match[0] if match else "not told"


def _memory() -> str:
    try:
        return str(round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIGABYTE))
    except (AttributeError, ValueError, OSError):  # Windows has no such call
        return "not known"


def _free_disk(place: Path) -> str:
    try:
        free = shutil.disk_usage(place).free // _GIGABYTE
    except OSError:
        return "not known"
    return str(free) if free < 100 else "100 or more"


def _settings() -> Iterator[tuple[str, object]]:
    """Colors and size of the window; what else is preferred may name somebody."""
    try:
        known = json.loads((data_folder() / _PREFERENCES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    values = known if isinstance(known, dict) else {}
    colors, scale = values.get("colors"), values.get("scale")
    yield "colors", colors if colors in _COLORS else "not set"
    yield "scale", round(scale, 2) if isinstance(scale, float) and 0 < scale < 10 else "not set"
    yield (
        "policies of the office's own",
        len(set(find_policies(own_folders())) - set(find_policies())),
    )


def _errors() -> Iterator[str]:
    for one in list_met():
        times = f", {one.n_times} times" if one.n_times > 1 else ""
        yield f"{one.day} {one.number} {one.place}".rstrip() + times


# Workspace


def _workspace(workspace: Workspace) -> Iterator[tuple[str, object]]:
    problems = check.find_problems(workspace)
    yield "whole", "yes" if not problems else f"no: {len(problems)} problems"
    yield "practice county", _yes(workspace.info.is_practice)
    yield from support.describe_database(workspace).items()
    for source in records.list_sources(workspace):
        kind = "the state's file" if source.is_state_file else "another file"
        yield (
            f"file {source.id}",
            f"{kind}, {source.n_rows:,} rows, {source.n_quarantined:,} set aside",
        )
    for table, n in support.count_tables(workspace).items():
        yield f"rows of {table}", f"{n:,}"
    for kind, n in _issues(workspace):
        yield f"issues of the kind {kind}", f"{n:,}"
    for timing in support.list_timings(workspace):
        yield timing.what, f"{timing.seconds:.1f} s for {timing.n:,}"


def _issues(workspace: Workspace) -> Iterator[tuple[str, int]]:
    """By kind; a kind that this program does not know by name is counted as another."""
    known = OF_CONSEQUENCE.keys() | FOR_INFORMATION.keys()
    counts: dict[str, int] = {}
    for kind, _, n in records.count_issues(workspace):
        name = kind if kind in known else "another"
        counts[name] = counts.get(name, 0) + n
    yield from sorted(counts.items())


def _checks(workspace: Workspace) -> Iterator[str]:
    """Each check by its policy, when it is one that comes with the program."""
    shipped = {
        policy.sha256: policy
        for policy_id in find_policies()
        for policy in (load_policy(one.path) for one in find_editions(policy_id))
    }
    for run in runs.list_runs(workspace):
        policy = shipped.get(run.policy_sha256)
        name = (
            f"{policy.id}, version {policy.version}" if policy else "a policy of the office's own"
        )
        yield f"check {run.id}: {name}, sha256 {_hash(run.policy_sha256)}"
        yield f"  answers: {run.n_determinations:,} for {run.n_people:,} people"
        yield f"  result sha256: {_hash(run.result_sha256)}"
        yield from (f"  {line}" for line in _options(run, policy))


def _hash(text: str) -> str:
    """A check sum as kept; anything else that stands there is hashed itself."""
    is_hash = len(text) == 64 and all(one in "0123456789abcdef" for one in text)
    return text if is_hash else hashlib.sha256(text.encode()).hexdigest()


def _options(run: CheckRun, policy: Policy | None) -> Iterator[str]:
    """Options of a shipped policy that were set to something they may be."""
    for option in policy.options if policy is not None else ():
        value = run.options.get(option.name)
        is_choice = option.kind is OptionKind.CHOICE and value in dict(option.choices)
        if is_choice or isinstance(value, bool | int):
            yield f"option {option.name}: {value}"


def _cells(workspace: Workspace, progress: Progress) -> Iterator[str]:
    yield f"Of the first {MOST_ROWS:,} rows of each file."
    yield f"Forms that fewer than {LEAST_PEOPLE} people share are not told."
    for column in list_shapes(workspace, progress):
        told = [f"{shape} ({n:,})" for shape, n in column.shapes]
        told += [f"not told ({column.n_rare:,})"] if column.n_rare else []
        yield f"{column.column}: {'; '.join(told)}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
