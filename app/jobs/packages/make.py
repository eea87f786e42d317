"""Making packages: each an encrypted workspace of its own with a part of the people."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from app import durable
from app.errors import InputError
from app.jobs.clock import now
from app.jobs.packages.carve import OwnRows, carve_source
from app.jobs.packages.cut import CutPlan, Part, names_apart
from app.jobs.packages.guard import check_not_package
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.scratch import scratch_folder
from app.store import audit, chunks, package_copy, packages, records, runs
from app.store.case_states import OPEN, get_states, state_json
from app.store.chunks import FILE, ORIGINAL, READING
from app.store.key import Key, key_of
from app.store.packages import Package
from app.store.workspace import SUFFIX, Workspace, create_workspace

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
MOST_OPEN = 16  # packages that are filled together


@dataclass(frozen=True, slots=True)
class Made:
    """What went out; a file each."""

    packages: tuple[Package, ...]
    files: tuple[Path, ...]


def make_packages(
    workspace: Workspace,
    plan: CutPlan,
    folder: Path,
    passphrase: str | Key,
    progress: Progress,
    *,
    who: str,
) -> Made:
    """Write a file for each part and keep what each case was; all of it or nothing.

    ``progress`` counts cases. Raises InputError, WorkspaceError.
    """
    check_not_package(workspace, "Making packages")
    check_may(workspace, who, Right.PACKAGE)
    _check_passphrase(workspace, passphrase)
    if not folder.is_dir():
        raise InputError(f"The folder {folder} does not exist. Make it or choose another.")
    taken = [one.package.name for one in packages.list_packages(workspace)]
    names = names_apart([part.name for part in plan.parts], taken)
    with scratch_folder(folder) as stage:
        maker = _Maker(workspace, plan, folder, stage, passphrase, progress, who)
        try:
            with workspace.transaction():
                for part, name in zip(plan.parts, names, strict=True):
                    maker.add(part, name)
                maker.publish()
        except BaseException:
            maker.clear()
            raise
    return Made(tuple(maker.packages), tuple(maker.files))


def _check_passphrase(workspace: Workspace, passphrase: str | Key) -> None:
    if not passphrase:
        raise InputError(
            "The packages need a passphrase. Give one, and tell it to whoever reviews."
        )
    key = passphrase if isinstance(passphrase, Key) else key_of(workspace.path, passphrase)
    if key == workspace.key:
        raise InputError(
            "That is the passphrase of this workspace. Whoever gets a package would know it: "
            "give the packages another one."
        )


@dataclass(slots=True)
class _Part:
    """A package on its way: its file is open, under a name that is not yet its own."""

    package: Package
    store: Workspace
    bases: dict[int, str]


class _Maker:
    """Fills several packages together: the pieces of the files are unpacked once for all."""

    def __init__(
        self, workspace: Workspace, plan: CutPlan, folder: Path, stage: Path,
        passphrase: str | Key, progress: Progress, who: str,
    ) -> None:  # fmt: skip
        self.packages: list[Package] = []
        self.files: list[Path] = []
        self._workspace, self._plan, self._folder, self._stage = workspace, plan, folder, stage
        self._passphrase, self._progress, self._who = passphrase, progress, who
        self._published: list[Path] = []
        self._open: list[_Part] = []
        self._total = 2 * sum(one.n_cases for one in plan.parts)  # copied, then their rows
        self._done = 0

    def add(self, part: Part, name: str) -> None:
        """Begin a package with everything but its rows of files."""
        run = runs.find_latest_run(self._workspace)
        if run is None:
            raise InputError("Nothing was checked yet. Choose a policy and check first.")
        path = self._folder / file_name(self._workspace.info.name, name)
        if path.exists():
            raise InputError(f"{path} exists already. Move it away, or choose another folder.")
        self._progress.step(self._done, self._total, f"Writing {path.name}")
        answered = packages.convictions_of(self._workspace, part.people)
        package = Package(
            0, secrets.token_hex(16), packages.FILE, name, self._plan.words, self._who, now(),
            run.id, len(part.people), sum(answered.values()), path.name,
        )  # fmt: skip
        store = self._create(package, path)
        self._open.append(_Part(package, store, states_that_leave(self._workspace, answered)))
        package_copy.copy_people(store, self._workspace, part.people)
        self._done += part.n_cases
        if len(self._open) >= MOST_OPEN:
            self._finish_open()

    def _create(self, package: Package, path: Path) -> Workspace:
        self.files.append(path)
        info = self._workspace.info
        return create_workspace(
            self._stage / path.name, self._passphrase, name=package.name, county=info.county,
            created_at=package.made_at, is_practice=info.is_practice,
        )  # fmt: skip

    def _finish_open(self) -> None:
        """Their rows of the files, and the entries on both sides."""
        n_cases = sum(one.package.n_convictions for one in self._open)
        label = f"Writing the rows of {len(self._open):,} packages"

        def step(share: float) -> None:
            self._progress.step(self._done + int(share * n_cases), self._total, label)

        _carve(self._workspace, [one.store for one in self._open], step)
        office = self._workspace.info.name
        for one in self._open:
            number, digest = _mark(one.store, one.package, office)
            remark = f"its record begins with {digest}"
            keep_package(self._workspace, one.package, one.bases, remark)
            packages.set_known_until(self._workspace, one.package.uid, number, digest)
            self.packages.append(one.package)
            one.store.close()
        self._open.clear()
        self._done += n_cases

    def publish(self) -> None:
        """Finish what is open, and give all files their names."""
        self._finish_open()
        for path in self.files:
            if path.exists():
                raise InputError(f"{path} exists already. Move it away, or choose another folder.")
            durable.replace(self._stage / path.name, path)
            self._published.append(path)

    def clear(self) -> None:
        """Take away what was given its name; the rest goes with the scratch folder."""
        for one in self._open:
            one.store.close()
        for path in self._published:
            path.unlink(missing_ok=True)


def _carve(home: Workspace, made: Sequence[Workspace], step: Callable[[float], None]) -> None:
    """Their rows of every file; ``step`` is told the share that is done."""
    own = [package_copy.runs_of_rows(one) for one in made]
    issues = [package_copy.rows_of_issues(one) for one in made]
    sources = {source.id for one in made for source in records.list_sources(one)}
    wanted = [source for source in records.list_sources(home) if source.id in sources]
    total = sum(
        len(chunks.list_chunks(home, source.id, role))
        for source in wanted
        for role in ((FILE,) if source.is_state_file else (READING, ORIGINAL))
    )
    done = count()
    with contextlib.ExitStack() as stack:
        for one in made:
            stack.enter_context(one.transaction())
        for source in wanted:
            targets = [
                (one, OwnRows(runs.get(source.id, ()), rows.get(source.id, frozenset())))
                for one, runs, rows in zip(made, own, issues, strict=True)
            ]
            carve_source(home, source, targets, lambda: step(next(done) / total))


def states_that_leave(workspace: Workspace, answered: dict[int, bool]) -> dict[int, str]:
    """What both desks know of each case: of every one that is answered, and of others on which
    something was said."""
    states = get_states(workspace, answered)
    return {
        number: "" if state == OPEN else state_json(state)
        for number, state in states.items()
        if answered[number] or state != OPEN
    }


def keep_package(
    workspace: Workspace, package: Package, bases: dict[int, str], remark: str = ""
) -> int:
    """The package and its entry in the record of the work; returns its number here."""
    number = packages.insert_package(workspace, package, bases)
    words = (
        f"{package.n_convictions:,} cases of {package.n_people:,} people, cut {package.cut}; "
        f"{package.kind} {package.file_name}"
    )
    audit.append(
        workspace, at=package.made_at, who=package.made_by, action="make package",
        subject=f"package {number} {package.name}",
        new=f"{words}; {remark}" if remark else words,
    )  # fmt: skip
    return number


def _mark(made: Workspace, package: Package, office: str) -> tuple[int, str]:
    """Say that it is a package; its record begins with that. Gives (number, hash) of the entry."""
    with made.transaction():
        for name, value in (
            (packages.UID, package.uid),
            (packages.NAME, package.name),
            (packages.OFFICE, office),
            (packages.MADE_BY, package.made_by),
            (packages.MADE_AT, package.made_at),
            (packages.LAST_NOTE, str(package_copy.last_note(made))),
        ):
            made.save_setting(name, value)
        audit.append(
            made, at=package.made_at, who=package.made_by, action="make package",
            subject=f"package {package.uid}",
            new=f"{package.n_convictions:,} cases of {package.n_people:,} people of {office}, "
            f"cut {package.cut}",
        )  # fmt: skip
    return audit.last_entry(made)


def file_name(office: str, name: str) -> str:
    """``Office X, A–F.relief``"""
    words = _NOT_IN_NAMES.sub(" ", f"{office}, {name}")
    return " ".join(words.split())[:120].rstrip(". ") + SUFFIX


def give_up(workspace: Workspace, number: int, words: str, *, who: str) -> Package:
    """Count a package as no longer out, though it did not come back: lost, or not needed.

    Its cases may go out again. If the file comes back after all, it is taken in as any other.
    """
    check_not_package(workspace, "Giving packages up")
    check_may(workspace, who, Right.PACKAGE)
    try:
        package = packages.get_package(workspace, number)
    except LookupError as error:
        raise InputError(f"There is no package number {number}.") from error
    if not package.is_out:
        raise InputError(f"“{package.name}” is not out: {package.returned_words}")
    if not words.strip():
        raise InputError("Say why the package is given up.")
    at, said = now(), f"Given up: {words.strip()}"
    with workspace.transaction():
        packages.mark_returned(workspace, number, at=at, who=who, words=said)
        audit.append(
            workspace, at=at, who=who, action="give up package",
            subject=f"package {number} {package.name}", new=words.strip(),
        )  # fmt: skip
    return packages.get_package(workspace, number)
