"""Where and when backups are made, and how many are kept: the office's own setting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import InputError
from app.jobs.backup.place import check_folder, is_same_disk
from app.jobs.clock import now
from app.jobs.rights import Right, check_may
from app.store import audit
from app.store.workspace import Workspace

SETTING = "backup plan"
MOST_FOLDERS, MOST_DAYS, MOST_KEPT, MOST_MONTHS = 8, 365, 1000, 120


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """``is_other_disk``: it was on another disk than the workspace when it was chosen. If it is
    on the same one now, the stick is not connected and its empty place is left."""

    path: str
    is_other_disk: bool

    def is_connected(self, workspace: Path) -> bool:
        """Whether a backup that is put there would be where it is meant to be."""
        folder = Path(self.path)
        if not folder.is_dir():
            return False
        return not (self.is_other_disk and is_same_disk(folder, workspace))


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """``every_days`` 0: never by itself. Kept are the newest ``keep_newest`` of a folder, and the
    last one of each of the latest ``keep_months`` months."""

    folders: tuple[PlanFolder, ...] = ()
    every_days: int = 7
    at_closing: bool = True
    keep_newest: int = 10
    keep_months: int = 12

    @property
    def words(self) -> str:
        """For the record of the work."""
        where = ", ".join(one.path for one in self.folders) or "nowhere"
        when = f"every {self.every_days} days" if self.every_days else "never by itself"
        closing = ", at closing after changes" if self.at_closing else ""
        return (
            f"to {where}; {when}{closing}; the newest {self.keep_newest} and one a month of "
            f"{self.keep_months} months are kept"
        )


def load_plan(workspace: Workspace) -> BackupPlan:
    """What the office chose; before it did, the plan without a folder."""
    text = workspace.get_setting(SETTING)
    if not text:
        return BackupPlan()
    values = json.loads(text)
    values["folders"] = tuple(PlanFolder(**one) for one in values["folders"])
    return BackupPlan(**values)


def save_plan(
    workspace: Workspace,
    folders: Sequence[Path],
    *,
    every_days: int,
    at_closing: bool,
    keep_newest: int,
    keep_months: int,
    who: str,
) -> BackupPlan:
    """Keep the plan. A folder that is new to it must be there now. Raises InputError."""
    check_may(workspace, who, Right.MANAGE)
    before = load_plan(workspace)
    _check_number("Days between backups", every_days, 0, MOST_DAYS)
    _check_number("Backups to keep", keep_newest, 1, MOST_KEPT)
    _check_number("Months to keep one backup of", keep_months, 0, MOST_MONTHS)
    if len(folders) > MOST_FOLDERS:
        raise InputError(f"A plan has at most {MOST_FOLDERS} folders. Leave some out.")
    known = {one.path: one for one in before.folders}
    paths = list(dict.fromkeys(str(folder.absolute()) for folder in folders))
    plan = BackupPlan(
        tuple(known.get(path) or _new_folder(Path(path), workspace.path) for path in paths),
        every_days, at_closing, keep_newest, keep_months,
    )  # fmt: skip
    if plan != before or not workspace.get_setting(SETTING):
        with workspace.transaction():
            workspace.save_setting(SETTING, json.dumps(asdict(plan), ensure_ascii=False))
            audit.append(
                workspace, at=now(), who=who, action="setting", subject="backups",
                old=before.words, new=plan.words,
            )  # fmt: skip
    return plan


def _new_folder(folder: Path, workspace: Path) -> PlanFolder:
    check_folder(folder)
    return PlanFolder(str(folder), not is_same_disk(folder, workspace))


def _check_number(what: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise InputError(f"{what}: {value} is not between {least} and {most:,}.")
