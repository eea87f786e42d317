"""Taking an office's own policy file into its data folder: checked first, whole or not at all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from app import durable
from app.errors import InputError
from app.jobs.policy_sheet import write_whole
from app.paths import data_folder
from app.rules.catalog import CASES, find_own_table, find_policies
from app.rules.checking.check_policy import PolicyCheck, check_policy
from app.rules.loading.lines import Lines
from app.rules.loading.loader import PolicyError, load_policy
from app.rules.loading.problems import Problem
from app.rules.policy import Policy
from app.scratch import scratch_folder


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was looked at. ``target`` is where it would stand, None when unusable.

    ``data`` is what was checked and nothing else is written; ``table`` is the case table
    that stands beside it.
    """

    check: PolicyCheck
    target: Path | None = None
    data: bytes = b""
    table: bytes | None = None

    @property
    def policy_id(self) -> str:
        return self.check.policy.id if self.check.policy else ""

    @property
    def is_here(self) -> bool:
        """Whether the same text stands in the folder already."""
        return bool(self.target and self.target.is_file() and self.target.read_bytes() == self.data)

    @property
    def replaces(self) -> bool:
        """Whether another text of that id stands there."""
        return bool(self.target and self.target.is_file() and not self.is_here)


def own_folder() -> Path:
    """Where this office keeps its own policies; it may not exist yet."""
    return data_folder() / "policies"


def look_at(source: Path) -> Candidate:
    """Check a file as if it stood in the office's folder; nothing is changed."""
    if source.suffix != ".toml" or source.name.endswith(CASES):
        problem = Problem(0, "", "it is not a policy file; those end in .toml")
        return Candidate(PolicyCheck(source.name, None, (problem,)))
    try:
        policy = load_policy(source)
    except PolicyError as error:
        return Candidate(PolicyCheck(source.name, None, error.problems))
    if policy.id in find_policies():
        return Candidate(_taken_id(source, policy))
    target = _target(policy, source)
    data = source.read_bytes()
    check = replace(_check_in_place(data, target), source=source.name)
    if not check.is_usable:
        return Candidate(check)
    table = find_own_table(source)
    return Candidate(check, target, data, table.read_bytes() if table else None)


def _taken_id(source: Path, policy: Policy) -> PolicyCheck:
    text = (
        f"a policy that ships with the program has the id '{policy.id}', and answers must not "
        "change unseen: give this one another id"
    )
    line = Lines.read(policy.text).at(("id",))
    return PolicyCheck(source.name, policy, (Problem(line, "the policy", text),))


def _target(policy: Policy, source: Path) -> Path:
    """``policies/us-ca/yolo.toml``; the name of an edition after an @ is kept."""
    edition = source.stem.partition("@")[2]
    return own_folder() / f"{policy.id}{'@' + edition if edition else ''}.toml"


def _check_in_place(data: bytes, target: Path) -> PolicyCheck:
    """Check in a copy of the folder that it would stand in, beside its other editions."""
    with scratch_folder() as folder:
        staged = folder / target.relative_to(own_folder())
        staged.parent.mkdir(parents=True, exist_ok=True)
        stem = target.stem.partition("@")[0]
        for beside in target.parent.glob(f"{stem}@*.toml"):
            shutil.copyfile(beside, staged.parent / beside.name)
        plain = target.with_name(f"{stem}.toml")
        if plain.is_file():
            shutil.copyfile(plain, staged.parent / plain.name)
        staged.write_bytes(data)
        return check_policy(staged, (folder,))


def keep(candidate: Candidate) -> Path:
    """Put a usable file, and the case table beside it, into the folder; returns its place.

    Raises InputError when it cannot be written.
    """
    target = candidate.target
    if target is None:
        raise ValueError("the file has problems")
    try:
        durable.make_folder(target.parent)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise InputError(
            f"The folder {target.parent} cannot be made ({reason}). Check who may write there."
        ) from error
    if candidate.table is not None:
        write_whole(target.with_name(target.stem + CASES), candidate.table)
    return write_whole(target, candidate.data)
