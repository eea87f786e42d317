"""Another office passphrase: the file is encrypted anew, and a kill leaves one or the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import Cancelled, InputError, WorkspaceError, WrongPassphraseError
from app.jobs.keys import change_office_passphrase, put_administrator
from app.jobs.progress import Progress
from app.jobs.sign_in import sign_in
from app.store import audit, check, new_key
from app.store.key import key_of
from app.store.key_file import path_of
from app.store.recovery_code import code_of
from app.store.workspace import REWRITING, open_workspace
from tests.keys.conftest import ADMIN, ATTORNEY, CLERK, OFFICE, OWN

NEW = "five newer words of the office"
ROOT = Path(__file__).resolve().parents[2]


class Quiet:
    """Progress that nobody looks at."""

    def step(self, done: int, total: int, label: str) -> None:
        assert 0 <= done <= total
        assert label == "Encrypting anew"


class Stopped:
    """Somebody stops at once."""

    def step(self, _done: int, _total: int, _label: str) -> None:
        raise Cancelled


def change(path: Path, progress: Progress | None = None) -> None:
    with sign_in(path, OWN[ADMIN], ADMIN) as workspace:
        change_office_passphrase(workspace, OWN[ADMIN], NEW, progress or Quiet(), who=ADMIN)
        assert workspace.key == key_of(path, NEW)
        with workspace.transaction():
            workspace.save_setting("note", "written after the change")


def test_the_new_passphrase_opens_and_the_old_one_does_not(office: Path) -> None:
    """Users keep theirs; the old sheet is told to be of before; nothing lies about."""
    with open_workspace(office, OFFICE) as workspace:
        sheet = "\n".join(code_of(workspace.key).lines)
        n_entries = len(list(audit.entries(workspace)))
    salt = office.read_bytes()[:16]
    change(office)
    assert office.read_bytes()[:16] != salt
    with pytest.raises(WrongPassphraseError, match="passphrase is wrong"):
        sign_in(office, OFFICE)
    with pytest.raises(WrongPassphraseError, match="a time before the office passphrase was cha"):
        sign_in(office, sheet)
    for name in OWN:
        sign_in(office, OWN[name], name).close()
    with open_workspace(office, NEW) as workspace:
        assert workspace.get_setting("note") == "written after the change"
        assert check.find_problems(workspace) == []
        assert workspace.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        entry = list(audit.entries(workspace))[n_entries + 1]
        assert (entry.who, entry.action) == (ADMIN, "office passphrase changed")
        assert entry.new == "users who keep theirs: 3"
    own = {office.name + end for end in ("", ".lock", ".keys")}
    assert {one.name for one in office.parent.iterdir()} == own
    connection = sqlcipher.connect(str(office))
    connection.execute("PRAGMA kdf_iter = 1000")  # as the tests have it
    connection.execute(f"PRAGMA key = '{NEW}'")
    connection.execute("PRAGMA kdf_iter = 1000")
    assert connection.execute("SELECT count(*) FROM user_key").fetchone() == (3,)
    connection.close()


def test_without_users_the_current_passphrase_is_asked(path: Path) -> None:
    """Whoever finds an open desk cannot lock the office out."""
    with sign_in(path, OFFICE, "A. Clerk") as workspace:
        for wrong, said in ((NEW, "wrong"), ("", "empty")):
            with pytest.raises(WorkspaceError, match=said):
                change_office_passphrase(workspace, wrong, NEW, Quiet(), who="A. Clerk")
        with pytest.raises(InputError, match="too short"):
            change_office_passphrase(workspace, OFFICE, "short", Quiet(), who="A. Clerk")
        with pytest.raises(InputError, match="the passphrase the office has"):
            change_office_passphrase(workspace, OFFICE, OFFICE, Quiet(), who="A. Clerk")
        change_office_passphrase(workspace, OFFICE, NEW, Quiet(), who="A. Clerk")
    assert not path_of(path).exists()
    sign_in(path, NEW, "A. Clerk").close()


def test_only_an_administrator_changes_it(office: Path) -> None:
    """Not an attorney, not who opened with the office passphrase alone."""
    with (
        sign_in(office, OWN[ATTORNEY], ATTORNEY) as workspace,
        pytest.raises(InputError, match="may not change users, passphrases"),
    ):
        change_office_passphrase(workspace, OWN[ATTORNEY], NEW, Quiet(), who=ATTORNEY)
    with (
        sign_in(office, OFFICE) as workspace,
        pytest.raises(InputError, match="has not signed in"),
    ):
        change_office_passphrase(workspace, OFFICE, NEW, Quiet(), who=ADMIN)


def test_stopped_or_without_room_the_workspace_is_as_it_was(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file to the byte, and it goes on being written."""
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        before = workspace.key
        with pytest.raises(Cancelled):
            change_office_passphrase(workspace, OWN[ADMIN], NEW, Stopped(), who=ADMIN)

        def full(_path: Path) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(new_key, "sync_file", full)
            with pytest.raises(WorkspaceError, match=r"could not be replaced .No space left"):
                change_office_passphrase(workspace, OWN[ADMIN], NEW, Quiet(), who=ADMIN)
        with monkeypatch.context() as broken:
            broken.setattr(new_key, "_counts", lambda store: {"": id(store)})
            with pytest.raises(WorkspaceError, match=r"not what was copied.*Nothing was changed"):
                change_office_passphrase(workspace, OWN[ADMIN], NEW, Quiet(), who=ADMIN)
        assert workspace.key == before
        with workspace.transaction():
            workspace.save_setting("note", "goes on")
    assert not list(office.parent.glob(f"*{REWRITING}*"))
    sign_in(office, OWN[CLERK], CLERK).close()


def test_a_reader_that_is_open_is_waited_for(office: Path) -> None:
    """A log of the old key must never be played into the new file."""
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        with workspace.reader() as reader:
            reader.connection.execute("SELECT * FROM audit").fetchone()
            with pytest.raises(WorkspaceError, match="is still being read"):
                change_office_passphrase(workspace, OWN[ADMIN], NEW, Quiet(), who=ADMIN)
        change_office_passphrase(workspace, OWN[ADMIN], NEW, Quiet(), who=ADMIN)


def test_who_may_read_the_file_still_may(office: Path, tmp_path: Path) -> None:
    """In a folder of several people, and when it was opened by a link to it."""
    office.chmod(0o660)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "Link.relief"
    link.symlink_to(office)
    with sign_in(link, OFFICE) as workspace:
        put_administrator(workspace, ADMIN, OWN[ADMIN])
        change_office_passphrase(workspace, OWN[ADMIN], NEW, Quiet(), who=ADMIN)
    assert link.is_symlink()
    assert office.stat().st_mode & 0o777 == 0o660
    assert path_of(link).stat().st_mode & 0o777 == 0o660
    open_workspace(office, NEW).close()


KILLED = """
import os, signal, sys
from pathlib import Path
from app.jobs.keys import change_office_passphrase, put_administrator
from app.jobs.sign_in import sign_in
from app.store import key, sealing
key.ROUNDS = 1_000
at = int(sys.argv[2])
n = 0
def count(frame, event, argument):
    global n
    name = frame.f_globals.get("__name__", "")
    if name in NAMES:
        n += 1
        if n == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return count
NAMES = {"app.store.new_key", "app.durable", "app.store.key_file", "app.jobs.keys",
    "app.store.workspace"}
class Quiet:
    def step(self, *_): pass
workspace = sign_in(Path(sys.argv[1]), sys.argv[3], "A. Head")
sys.settrace(count)
change_office_passphrase(workspace, sys.argv[3], sys.argv[4], Quiet(), who="A. Head")
sys.settrace(None)
workspace.close()
print(n)
"""


def _killed(path: Path, at: int) -> subprocess.CompletedProcess[str]:
    """The change, killed after so many lines of the modules that do it."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(at), OWN[ADMIN], NEW],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_killed_at_any_line_the_file_is_one_or_the_other(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every user signs in, one of the two office passphrases opens it, and it is whole."""
    whole = tmp_path / "whole"
    shutil.copytree(office.parent, whole, ignore=lambda *_: ["whole"])
    n_lines = int(_killed(whole / office.name, 0).stdout)
    n_old = n_new = 0
    for at in range(1, n_lines + 1, max(1, n_lines // 60)):
        folder = tmp_path / f"killed {at}"
        folder.mkdir()
        for one in (office, path_of(office)):
            shutil.copy(one, folder / one.name)
        assert _killed(folder / office.name, at).returncode == -9
        for name in OWN:
            sign_in(folder / office.name, OWN[name], name).close()
        try:
            workspace = open_workspace(folder / office.name, NEW)
            n_new += 1
        except WrongPassphraseError:
            workspace = open_workspace(folder / office.name, OFFICE)
            n_old += 1
        with workspace:
            assert check.find_problems(workspace) == []
        own = {office.name + end for end in ("", ".lock", ".keys")}
        assert {one.name for one in folder.iterdir()} - {office.name + ".keys.new"} == own
    assert n_old
    assert n_new
    with capsys.disabled():
        print(f"\npassphrase: {n_old + n_new} kills, {n_old} under the old one, {n_new} the new")
