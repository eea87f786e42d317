"""The plan, what is due, a round of several folders, what goes and what never does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Cancelled, InputError
from app.jobs.backup import place, plan, standing
from app.jobs.backup.make import WRITING
from app.jobs.backup.plan import BackupPlan, load_plan, save_plan
from app.jobs.backup.rotate import choose_spare, give_up_backup, remove_backup, rotate
from app.jobs.backup.rounds import back_up, back_up_when_due
from app.jobs.backup.standing import (
    due_folders,
    find_absent,
    is_wanted_at_closing,
    list_with_state,
    read_standing,
)
from app.jobs.progress import Silent
from app.store import audit, backups, office
from app.store.backups import BUTTON, SCHEDULE, Backup
from app.store.office import User
from app.store.workspace import Workspace
from tests.jobs.backup.conftest import WHO, StopsAt, backed_up

Later = Callable[[float], None]


def change(workspace: Workspace) -> None:
    with workspace.transaction():
        audit.append(workspace, at="2026-11-02T00:00:00+00:00", who=WHO, action="setting")


def planned(workspace: Workspace, *folders: Path, **wanted: int) -> BackupPlan:
    values = {"every_days": 7, "at_closing": True, "keep_newest": 2, "keep_months": 0} | wanted
    return save_plan(workspace, folders, who=WHO, **values)  # type: ignore[arg-type]


def round_of(workspace: Workspace, *folders: Path) -> str:
    return back_up(workspace, folders, who=WHO, cause=SCHEDULE, progress=Silent()).sentence


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock that schedules look at."""

    def move(days: float) -> None:
        then = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="microseconds")
        monkeypatch.setattr(standing, "now", lambda: then)

    return move


def test_the_plan_is_kept_and_its_change_on_record(workspace: Workspace, folder: Path) -> None:
    """Old and new value stand in the record of the work; the same plan again is no entry."""
    assert load_plan(workspace) == BackupPlan()
    made = planned(workspace, folder, folder, every_days=3)
    assert [one.path for one in made.folders] == [str(folder)]
    assert load_plan(workspace) == made
    entry = next(audit.entries(workspace, newest_first=True))
    assert (entry.action, entry.subject) == ("setting", "backups")
    assert entry.old.startswith("to nowhere; every 7 days")
    assert entry.new.startswith(f"to {folder}; every 3 days")
    planned(workspace, folder, every_days=3)
    assert next(audit.entries(workspace, newest_first=True)) == entry


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"every_days": -1}, "Days between backups: -1 is not between 0 and 365"),
        ({"keep_newest": 0}, "Backups to keep: 0 is not between 1 and 1,000"),
        ({"keep_months": 121}, "Months to keep one backup of: 121 is not between"),
    ],
)
def test_numbers_that_cannot_be(
    workspace: Workspace, folder: Path, wanted: dict[str, int], words: str
) -> None:
    """Each is a sentence with its bounds, and nothing is changed."""
    with pytest.raises(InputError, match=words):
        planned(workspace, folder, **wanted)
    assert load_plan(workspace) == BackupPlan()


def test_a_new_folder_of_the_plan_must_be_there(workspace: Workspace, folder: Path) -> None:
    """A folder that is in the plan already may be away when the rest is changed."""
    with pytest.raises(InputError, match="is not there"):
        planned(workspace, folder / "gone")
    planned(workspace, folder)
    folder.rmdir()
    assert planned(workspace, folder, every_days=2).every_days == 2
    with pytest.raises(InputError, match="at most 8 folders"):
        planned(workspace, *(folder / str(n) for n in range(9)))


def test_nothing_is_due_without_a_folder(workspace: Workspace) -> None:
    """The overview reminds; nothing is written anywhere by itself."""
    assert due_folders(workspace) == due_folders(workspace, is_closing=True) == []
    found = read_standing(workspace)
    assert (found.is_stale, found.has_plan) == (True, False)
    assert found.sentence == "No backup of this workspace was made yet."
    with pytest.raises(InputError, match="No folder for backups was chosen yet"):
        round_of(workspace)


def test_due_after_days_with_changes(workspace: Workspace, folder: Path, later: Later) -> None:
    """Not before the days have passed, and not when nothing was changed; then until it is made."""
    planned(workspace, folder)
    assert due_folders(workspace) == [folder]
    round_of(workspace)
    later(8)
    assert due_folders(workspace) == []
    assert not read_standing(workspace).is_stale
    change(workspace)
    assert due_folders(workspace) == [folder]
    found = read_standing(workspace)
    assert found.is_stale
    assert found.sentence == "The last backup was made 8 days ago; 1 change was made since."
    later(6)
    assert due_folders(workspace) == []
    assert due_folders(workspace, is_closing=True) == [folder]


def test_a_clock_set_back_makes_it_due(workspace: Workspace, folder: Path, later: Later) -> None:
    """A backup from the future does not keep the next one from being made for ever."""
    planned(workspace, folder)
    round_of(workspace)
    change(workspace)
    later(-30)
    assert due_folders(workspace) == [folder]
    assert "still to come by this computer's clock" in read_standing(workspace).sentence


def test_never_by_itself(workspace: Workspace, folder: Path) -> None:
    """Days 0 and not at closing: only the button."""
    planned(workspace, folder, every_days=0, at_closing=0)
    change(workspace)
    assert due_folders(workspace) == due_folders(workspace, is_closing=True) == []


def by_itself(workspace: Workspace, who: str = WHO, *, is_closing: bool = False) -> list[Path]:
    made = back_up_when_due(workspace, who=who, progress=Silent(), is_closing=is_closing)
    return [] if made is None else [Path(one.backup.folder) for one in made.made]


def test_by_itself_only_what_is_due(workspace: Workspace, folder: Path) -> None:
    """Nothing without a plan; once by the plan; nothing again before something changes, and then
    at closing. Each is on record as the schedule's."""
    assert by_itself(workspace) == []
    assert not is_wanted_at_closing(workspace)
    planned(workspace, folder)
    assert is_wanted_at_closing(workspace)
    assert by_itself(workspace) == [folder]
    assert backups.list_backups(workspace)[0].cause == SCHEDULE
    assert not is_wanted_at_closing(workspace)
    assert by_itself(workspace, is_closing=True) == []
    change(workspace)
    assert is_wanted_at_closing(workspace)
    assert by_itself(workspace) == []
    assert by_itself(workspace, is_closing=True) == [folder]
    planned(workspace, folder, at_closing=0)
    change(workspace)
    assert not is_wanted_at_closing(workspace)


def test_by_itself_waits_for_somebody_who_may(workspace: Workspace, folder: Path) -> None:
    """A stranger to the office who opens the workspace is not stopped by a backup that is due."""
    planned(workspace, folder)
    with workspace.transaction():
        office.put_user(workspace, User("A. Head", "administrator", True, "A. Head", "2026-11-01"))
    assert by_itself(workspace, "Stranger") == []
    assert by_itself(workspace, "A. Head") == [folder]


def test_an_overdue_backup_asks_for_its_stick(
    workspace: Workspace, folder: Path, later: Later
) -> None:
    """At closing only: at opening the overview reminds. Not overdue, nobody is held up."""
    planned(workspace, folder)
    by_itself(workspace)
    change(workspace)
    folder.rename(folder.with_name("pulled"))
    assert by_itself(workspace, is_closing=True) == []
    later(8)
    assert by_itself(workspace) == []
    with pytest.raises(InputError, match=r"is not connected\. The last backup was made 8 days ago"):
        by_itself(workspace, is_closing=True)


def test_a_stick_that_is_away(
    workspace: Workspace, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other folders get theirs, the stick is named; alone, it is an error. When its empty
    place is left on the workspace's own disk, nothing is put there."""
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr(plan, "is_same_disk", lambda one, _: one == other)
    planned(workspace, folder, other)  # the stick was on a disk of its own
    assert find_absent(workspace) == []
    monkeypatch.setattr(plan, "is_same_disk", place.is_same_disk)
    assert find_absent(workspace) == [str(folder)]
    assert due_folders(workspace) == [other]
    said = round_of(workspace)
    assert f"{folder} is not connected: no backup was made there." in said
    assert [Path(one.folder) for one in backups.list_backups(workspace)] == [other]
    assert not any(folder.iterdir())
    planned(workspace, folder)
    with pytest.raises(InputError, match="is not connected"):
        round_of(workspace)


def test_one_folder_that_fails_does_not_stop_the_others(workspace: Workspace, folder: Path) -> None:
    """What could be made is made and told, and so is what could not."""
    said = round_of(workspace, folder / "gone", folder)
    assert "is not there" in said
    assert len(backups.list_backups(workspace)) == 1
    with pytest.raises(InputError, match="is not there"):
        round_of(workspace, folder / "gone")


def test_a_round_that_is_stopped_keeps_what_was_finished(
    workspace: Workspace, folder: Path
) -> None:
    """A backup that was proved stays when the one after it is stopped."""

    class Second(StopsAt):
        def step(self, done: int, total: int, label: str) -> None:
            if done == 0 or label != WRITING or not backups.list_backups(workspace):
                return
            raise Cancelled

    other = folder.parent / "two"
    other.mkdir()
    with pytest.raises(Cancelled):
        back_up(workspace, [folder, other], who=WHO, cause=BUTTON, progress=Second())
    assert [Path(one.folder) for one in backups.list_backups(workspace)] == [folder]
    assert not any(other.iterdir())


def test_rotation_keeps_the_newest(workspace: Workspace, folder: Path) -> None:
    """Older ones go with their receipts and keys, on record; other files of the folder stay."""
    (folder / "Letter.relief-backup").write_bytes(b"mine")
    planned(workspace, folder)
    workspace.path.with_name(workspace.path.name + ".keys").write_text("{}")
    made = [backed_up(workspace, folder).backup for _ in range(3)]
    round_of(workspace)
    left = sorted(path.name for path in folder.glob("*.relief-backup"))
    newest = backups.list_backups(workspace)[0]
    assert left == sorted(["Letter.relief-backup", made[2].file_name, newest.file_name])
    assert len(list(folder.glob("*.receipt.txt"))) == len(list(folder.glob("*.keys"))) == 2
    states = {one.backup.id: one.state for one in list_with_state(workspace)}
    assert states == {1: "rotated out", 2: "rotated out", 3: "in place", 4: "in place"}
    gone = [one for one in audit.entries(workspace) if one.action == "backup rotated"]
    assert [one.subject for one in gone] == ["backup 2", "backup 1"]


def test_rotation_leaves_what_it_did_not_make(workspace: Workspace, folder: Path) -> None:
    """A file that was changed since, or a link, is left, and told."""
    planned(workspace, folder, keep_newest=1)
    first, second = (backed_up(workspace, folder).backup for _ in range(2))
    first.path.write_bytes(b"x" + first.path.read_bytes()[1:])
    elsewhere = folder.parent / "moved"
    second.path.rename(elsewhere)
    second.path.symlink_to(elsewhere)
    fresh = backed_up(workspace, folder).backup
    done = rotate(workspace, fresh, load_plan(workspace), who=WHO, progress=Silent())
    assert done.gone == ()
    assert all("no longer the file that was made" in one for one in done.left)
    assert len(done.left) == 2
    assert first.path.exists()
    assert elsewhere.exists()


def test_rotation_is_of_the_plans_folders_only(workspace: Workspace, folder: Path) -> None:
    """What is put somewhere by hand stays there."""
    planned(workspace, folder.parent, keep_newest=1)
    for _ in range(2):
        round_of(workspace, folder)
    assert len(list(folder.glob("*.relief-backup"))) == 2


def made_on(number: int, day: str) -> Backup:
    return Backup(
        number, f"{day}T10:00:00+00:00", WHO, BUTTON, "/b", f"{number}.relief-backup", "", 1, {},
        "", 0, "",
    )  # fmt: skip


def test_one_of_each_month_is_kept() -> None:
    """The last one of a month, as many months back as the plan says."""
    days = ["2026-08-30", "2026-09-02", "2026-09-28", "2026-10-05", "2026-10-31", "2026-11-20"]
    kept = [made_on(n, day) for n, day in enumerate(days, 1)][::-1]
    wanted = BackupPlan(keep_newest=1, keep_months=3)
    assert [one.id for one in choose_spare(kept, wanted)] == [4, 2, 1]
    assert [one.id for one in choose_spare(kept, replace(wanted, keep_months=0))] == [5, 4, 3, 2, 1]


@given(st.lists(st.dates(), max_size=40), st.integers(1, 5), st.integers(0, 6))
def test_the_newest_is_never_spare(days: list[object], newest: int, months: int) -> None:
    """Whatever the clock said: the newest ones and one of each wanted month are left."""
    kept = [made_on(n, str(day)) for n, day in enumerate(days, 1)][::-1]
    spare = {
        one.id for one in choose_spare(kept, BackupPlan(keep_newest=newest, keep_months=months))
    }
    left = [one for one in kept if one.id not in spare]
    assert left[:newest] == kept[:newest]
    wanted = sorted({one.at[:7] for one in kept}, reverse=True)[:months]
    assert {one.at[:7] for one in left} >= set(wanted)
    assert len(left) <= newest + months


def test_removing_and_giving_up(workspace: Workspace, folder: Path) -> None:
    """The last one in its place stays; one that is lost is given up in words."""
    first, second = (backed_up(workspace, folder).backup for _ in range(2))
    with pytest.raises(InputError, match=r"is there\. Remove it instead"):
        give_up_backup(workspace, first.id, "Lost", who=WHO)
    remove_backup(workspace, first.id, who=WHO, progress=Silent())
    assert not first.path.exists()
    with pytest.raises(InputError, match="is the last backup that is in its place"):
        remove_backup(workspace, second.id, who=WHO, progress=Silent())
    damaged = backed_up(workspace, folder).backup
    damaged.path.write_bytes(damaged.path.read_bytes()[:-1] + b"!")
    with pytest.raises(InputError, match="is the last backup that is in its place and as it was"):
        remove_backup(workspace, second.id, who=WHO, progress=Silent())
    damaged.path.unlink()
    give_up_backup(workspace, damaged.id, "The file was damaged", who=WHO)
    with pytest.raises(InputError, match=r"no longer kept \(removed\)"):
        remove_backup(workspace, first.id, who=WHO, progress=Silent())
    with pytest.raises(InputError, match="There is no backup number 9"):
        remove_backup(workspace, 9, who=WHO, progress=Silent())
    second.path.unlink()
    with pytest.raises(InputError, match="if it is lost or destroyed"):
        remove_backup(workspace, second.id, who=WHO, progress=Silent())
    with pytest.raises(InputError, match="Say what became of the backup"):
        give_up_backup(workspace, second.id, "  ", who=WHO)
    give_up_backup(workspace, second.id, "The stick was  destroyed", who=WHO)
    entry = next(audit.entries(workspace, newest_first=True))
    assert entry.new.endswith("; The stick was destroyed")
    assert [one.state for one in list_with_state(workspace)] == ["given up", "given up", "removed"]
    assert read_standing(workspace).newest is None


def test_the_list_tells_where_each_one_is(workspace: Workspace, folder: Path) -> None:
    """In place, changed, gone from its folder, folder not there, under an earlier passphrase."""
    stick = folder / "stick"
    stick.mkdir()
    away = backed_up(workspace, stick).backup
    made = [backed_up(workspace, folder).backup for _ in range(4)]
    stick.rename(folder / "pulled")
    made[0].path.write_bytes(b"short")
    made[1].path.unlink()
    data = bytearray(made[2].path.read_bytes())
    data[0] ^= 1  # its salt is another one
    made[2].path.write_bytes(data)
    found = {one.backup.id: one for one in list_with_state(workspace)}
    assert found[away.id].state == "folder not there"
    assert [found[one.id].state for one in made] == [
        "changed", "not in its folder", "in place", "in place",
    ]  # fmt: skip
    assert [found[one.id].is_older_key for one in made] == [False, False, True, False]
