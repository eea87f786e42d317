"""Does the program work here: what it is made of, and a small run of everything.

Everything happens in a temporary folder; no workspace of anybody is touched.
"""

from __future__ import annotations

import platform
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app import machine, program_files
from app.documents.check import check_paper
from app.documents.fonts import Face, text_width
from app.documents.forms.catalog import shipped_maps
from app.documents.text_families import shipped_text, text_names
from app.errors import UserError, WorkspaceError
from app.jobs.check_eligibility import CheckRequest
from app.jobs.clock import now
from app.jobs.draft_papers import BULK_FILE
from app.jobs.formats import RUN_FORMATS
from app.jobs.progress import Progress, Silent
from app.jobs.run_all import run_all, temporary_workspace
from app.paths import data_place, find_unwritable, is_frozen, program_folder, resources
from app.rules.catalog import find_policies, load_by_id
from app.rules.checking.case_tables import find_table, run_table
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.scratch import scratch_folder
from app.store import check
from app.store.versions import read_versions
from app.store.workspace import SUFFIX, create_workspace, open_workspace
from app.version import PROGRAM, VERSION

_COUNTY = "LOS ANGELES"
_POLICY = "us-ca/los-angeles"
_AS_OF = date(2026, 7, 1)
_SECRET_NAME = "Muñoz, self-check"  # noqa: S105 - no secret: it must not be found in the file
_N_FONTS = 12  # the program does not print without them: at least this many files
# The packages whose faults would be ours: named in a report of what this program is made of.
PACKAGES = (
    "PySide6_Essentials", "fonttools", "fpdf2", "msgspec", "numpy", "openpyxl", "pikepdf",
    "pycryptodomex", "pypdfium2", "pyzipper", "sqlcipher3", "sqlite-utils", "uharfbuzz",
    "zstandard",
)  # fmt: skip

Fact = tuple[str, str]
Found = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: whether all was well, and what was seen."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What the program is made of, and what the checks found."""

    facts: Sequence[Fact]
    results: Sequence[CheckResult]

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)

    def lines(self) -> list[str]:
        """To read, to copy, to print. Holds nothing of any record."""
        width = max(len(name) for name, _ in self.facts)
        told = [f"{name:<{width}}  {value}" for name, value in self.facts]
        told += [
            f"{'ok    ' if result.passed else 'FAILED'}  {result.name}: {result.detail}"
            for result in self.results
        ]
        n_failed = sum(1 for result in self.results if not result.passed)
        n = len(self.results)
        told.append(f"{n_failed} of {n} checks failed." if n_failed else f"All {n} checks passed.")
        return told


def run_self_check(progress: Progress | None = None) -> SelfCheck:
    """Every check, each with what it found; a failing one does not stop the others."""
    step = progress or Silent()
    results = []
    with scratch_folder() as folder:
        checks: tuple[tuple[str, Callable[[], Found]], ...] = (
            ("This computer", _machine),
            ("Settings folder", _settings),
            ("Program files", _program_files),
            ("No network", _no_network),
            ("Fonts", _fonts),
            ("Paper texts and forms", _texts),
            ("Policies load", _policies),
            ("Case tables", _case_tables),
            ("Encrypted workspace", lambda: _encrypted_workspace(folder)),
            ("From a file to motions", lambda: _whole_run(folder)),
        )
        for number, (title, work) in enumerate(checks):
            step.step(number, len(checks), title)
            results.append(_guarded(title, work))
        step.step(len(checks), len(checks), "Checked")
    return SelfCheck(_facts(), results)


def _guarded(name: str, work: Callable[[], Found]) -> CheckResult:
    try:
        passed, detail = work()
    except UserError as error:
        passed, detail = False, error.message
    except Exception as error:  # noqa: BLE001 - a check reports whatever went wrong
        passed, detail = False, type(error).__name__
    return CheckResult(name, passed, detail)


def _facts() -> list[Fact]:
    sqlite, cipher = read_versions()
    libraries = ", ".join(f"{name} {found}" for name in PACKAGES[1:] if (found := _version(name)))
    kind = "complete program" if is_frozen() else "checkout, on this computer's Python"
    return [
        ("Program", f"{PROGRAM} {VERSION}, {kind}"),
        ("Stands in", str(program_folder())),
        ("Settings", str(data_place())),
        ("System", platform.platform()),
        ("Python", platform.python_version()),
        ("Qt", _version(PACKAGES[0])),
        ("SQLite", sqlite),
        ("SQLCipher", cipher or "missing: nothing would be encrypted"),
        ("Libraries", libraries),
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _machine() -> Found:
    needs = machine.list_needs()
    if all(need.is_met for need in needs):
        return True, ", ".join(need.found for need in needs)
    return False, " ".join(need.sentence for need in needs if not need.is_met)


def _settings() -> Found:
    trouble = find_unwritable()
    return not trouble, trouble or "can be written to"


def _program_files() -> Found:
    n_files, changed = program_files.find_changed_files()
    if changed:
        return False, (
            f"{len(changed)} of {n_files} files are missing or changed, {changed[0]} among them. "
            "Copy the program again from where it came from."
        )
    return True, f"all {n_files} as they were built" if n_files else "no list of files is kept here"


def _no_network() -> Found:
    if not is_frozen():
        return True, "the complete program has no network modules; a checkout uses Python as it is"
    there = program_files.find_network_modules()
    if there:
        return False, f"network modules are in the program: {', '.join(there)}"
    n_looked_for = len(program_files.NETWORK_MODULES)
    return True, f"none of {n_looked_for} network modules is in this program, Python's own included"


def _fonts() -> Found:
    files = sorted((resources() / "fonts").glob("*.ttf"))
    empty = [path.name for path in files if path.stat().st_size == 0]
    is_wide = all(text_width("Muñoz", face, 12) > 0 for face in Face)
    return (
        len(files) >= _N_FONTS and not empty and is_wide,
        f"{len(files)} files" + (f", empty: {', '.join(empty)}" if empty else ""),
    )


def _texts() -> Found:
    texts = [shipped_text(name) for name in text_names()]
    maps = shipped_maps()
    return bool(texts) and bool(maps), f"{len(texts)} texts, maps of {len(maps)} forms"


def _policies() -> Found:
    ids = list(find_policies())
    for policy_id in ids:
        load_by_id(policy_id)
    return bool(ids), f"{len(ids)} policies"


def _case_tables() -> Found:
    tables = [table for table in map(find_table, find_policies()) if table is not None]
    cases = [case for table in tables for case in run_table(table)]
    n_right = sum(1 for case in cases if case.passed)
    return bool(cases) and n_right == len(cases), f"{n_right} of {len(cases)} cases as expected"


def _encrypted_workspace(folder: Path) -> Found:
    """A workspace under a passphrase: unreadable without it, whole with it."""
    path, passphrase = folder / f"Self-check ñ{SUFFIX}", secrets.token_urlsafe()
    create_workspace(path, passphrase, name=_SECRET_NAME, county=_COUNTY, created_at=now()).close()
    data = path.read_bytes()
    if data.startswith(b"SQLite format 3") or _SECRET_NAME.encode() in data:
        return False, "the file can be read without the passphrase"
    try:
        open_workspace(path, passphrase[:-1]).close()
    except WorkspaceError:
        pass
    else:
        return False, "a wrong passphrase opens it"
    with open_workspace(path, passphrase) as workspace:
        problems = check.find_problems(workspace)
        if problems or workspace.info.name != _SECRET_NAME:
            return False, " ".join(problems) or "it does not give back what was put in"
    return True, "opens with its passphrase only"


def _whole_run(folder: Path) -> Found:
    delivery, out = folder / "sample.dat", folder / "out"
    write_sample(delivery, n_people=25, county=_COUNTY, seed=7, is_messy=True)
    policy = load_by_id(_POLICY)
    request = CheckRequest(policy, settle_options(policy, {}), _COUNTY, _AS_OF)
    with temporary_workspace(out, "self-check", _COUNTY) as workspace:
        summary = run_all(
            workspace, [delivery], request, out, frozenset(RUN_FORMATS), Silent(), who="self-check"
        )
        problems = check.find_problems(workspace)
    pdf = (out / "papers" / BULK_FILE).read_bytes()
    problems += check_paper(pdf, ["11361.9"])
    if problems:
        return False, " ".join(problems)
    return (
        True,
        f"{summary.imported.n_people} people, {len(summary.files)} files made and re-opened",
    )
