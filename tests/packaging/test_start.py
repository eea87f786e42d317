"""Starting from a fresh clone: set-up once, arguments unharmed, plain sentences."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import CHECKOUT, Toy  # noqa: TID252 - the folder is no package of the house


def test_first_start_sets_up_and_later_starts_do_not(toy: Toy) -> None:
    """The environment is made once, from the lock, by hash; the second start only runs."""
    first = toy.run("policies")
    assert first.returncode == 0, first.stderr
    assert "Setting up Relief Desk" in first.stderr
    assert len(toy.uv_calls) == 1
    assert "pip sync" in toy.uv_calls[0]
    assert "--require-hashes" in toy.uv_calls[0]
    assert toy.uv_calls[0].endswith("packaging/requirements.txt")
    second = toy.run("policies")
    assert second.stderr == ""
    assert len(toy.uv_calls) == 1
    assert json.loads(second.stdout)["python"] == str(toy.environment)


def test_arguments_and_folder_reach_the_program_unharmed(toy: Toy) -> None:
    """Blanks, quotes and accents survive; relative paths mean the user's own folder."""
    arguments = ["import", "My Office.relief", 'a "quoted" file', "Muñoz.dat", "", "*", "$HOME"]
    told = json.loads(toy.run(*arguments).stdout)
    assert told["module"] == "ui"
    assert told["arguments"] == arguments
    assert told["folder"] == str(toy.elsewhere)


def test_the_users_folder_does_not_lend_modules(toy: Toy) -> None:
    """A file of the user's that is named like a module is not run in its place."""
    (toy.elsewhere / "json.py").write_text("raise SystemExit('the wrong json')")
    (toy.elsewhere / "ui.py").write_text("raise SystemExit('the wrong ui')")
    done = toy.run("policies")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["module"] == "ui"


def test_other_environments_do_not_leak_in(toy: Toy) -> None:
    """Variables of another environment, another Qt or pip's personal settings are dropped."""
    leaks = {
        "VIRTUAL_ENV": "/elsewhere",
        "PYTHONPATH": str(toy.elsewhere),
        "PYTHONHOME": "/elsewhere",
        "QT_PLUGIN_PATH": "/elsewhere",
        "PIP_USER": "1",
    }
    (toy.elsewhere / "sitecustomize.py").write_text("raise SystemExit('leaked')")
    done = toy.run("policies", **leaks)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)["variables"]
    assert seen["PYTHONPATH"] == str(toy.checkout)
    assert not {"VIRTUAL_ENV", "PYTHONHOME", "QT_PLUGIN_PATH", "PIP_USER"} & seen.keys()


@pytest.mark.parametrize("status", [1, 2, 3, 4, 130])
def test_the_programs_exit_status_is_the_scripts(toy: Toy, status: int) -> None:
    """The scripts add nothing to the program's own answer."""
    assert toy.run("verify", TOY_STATUS=str(status)).returncode == status


@pytest.mark.parametrize("arguments", [[], ["practice"]])
def test_without_a_screen_the_program_is_asked_all_the_same(toy: Toy, arguments: list[str]) -> None:
    """Without a screen no system library is asked for; the program itself says what it does."""
    done = toy.run(*arguments)
    told = json.loads(done.stdout)
    assert (done.returncode, told["module"], told["arguments"]) == (0, "ui", arguments)
    assert "library" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_the_terminal_commands_are_shown(tmp_path: Path) -> None:
    """The program itself, no argument, no screen: a sentence, the commands, and status 0."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    variables = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "ui"],
        cwd=tmp_path,
        env=variables | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "No screen" in done.stderr
    for command in ("sample", "run", "import", "check", "export", "papers", "report", "verify"):
        assert command in done.stdout + done.stderr


def test_a_new_lock_brings_the_environment_up_to_date(toy: Toy) -> None:
    """After an update of the program the changed lock is installed at the next start."""
    toy.run("policies")
    lock = toy.checkout / "packaging" / "requirements.txt"
    lock.write_text(lock.read_text() + "\n# changed\n")
    done = toy.run("policies")
    assert "up to date" in done.stderr
    assert len(toy.uv_calls) == 2


def test_line_ends_do_not_make_a_new_lock(toy: Toy) -> None:
    """A checkout with Windows line ends holds the same lock."""
    toy.run("policies")
    lock = toy.checkout / "packaging" / "requirements.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert toy.run("policies").stderr == ""


def test_an_interrupted_set_up_begins_anew(toy: Toy) -> None:
    """Killed half-way, the next start clears what lies there and finishes."""
    child = toy.begin("policies", TOY_UV_SECONDS="2")
    assert child.stderr is not None
    assert "Setting up" in child.stderr.readline()
    while not toy.uv_calls:
        assert child.poll() is None
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert toy.state()["status"] == "installing"
    litter = toy.environment / "half a package"
    litter.mkdir()
    done = toy.run("policies")
    assert done.returncode == 0, done.stderr
    assert "Waiting for it" in done.stderr  # for the installer that outlived its start
    assert toy.state()["status"] == "ready"
    assert not litter.exists()


def test_an_environment_made_by_hand_loses_nothing(toy: Toy) -> None:
    """A developer's own environment gets what is missing and keeps what it has."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", toy.environment], check=True)
    own = toy.environment / "my notes.txt"
    own.write_text("keep")
    assert toy.run("policies").returncode == 0
    assert "pip install" in toy.uv_calls[0]
    assert toy.state()["adopted"] is True
    assert own.read_text() == "keep"
    assert toy.run("policies").stderr == ""


def test_two_starts_at_once_set_up_once(toy: Toy) -> None:
    """The second start waits for the first one's set-up and then runs too."""
    starts = [toy.begin("policies", TOY_UV_SECONDS="1") for _ in range(3)]
    told = [child.communicate(timeout=120) for child in starts]
    assert [child.returncode for child in starts] == [0, 0, 0]
    assert len(toy.uv_calls) == 1
    assert sum("Waiting for it" in err for _, err in told) == 2


def test_a_moved_checkout_is_set_up_again(toy: Toy) -> None:
    """An environment remembers where it was made and does not trust another place."""
    toy.run("policies")
    moved = toy.checkout.with_name("moved")
    toy.checkout.rename(moved)
    toy.checkout.symlink_to(moved)
    again = Toy(moved, toy.elsewhere, toy.programs, toy.uv_log)
    assert "Setting up" in again.run("policies").stderr


def test_a_folder_of_somebody_elses_is_left_alone(toy: Toy, tmp_path: Path) -> None:
    """RELIEF_DESK_ENV on a folder with other things in it: a sentence, nothing touched."""
    other = tmp_path / "holiday pictures"
    other.mkdir()
    (other / "beach.png").write_bytes(b"sea")
    done = toy.run("policies", RELIEF_DESK_ENV=str(other))
    assert done.returncode == 5
    assert "was not made by these scripts" in done.stderr
    assert (other / "beach.png").read_bytes() == b"sea"
    assert toy.uv_calls == []


def test_a_named_environment_is_used(toy: Toy, tmp_path: Path) -> None:
    """RELIEF_DESK_ENV says where the environment goes."""
    place = tmp_path / "an environment"
    told = json.loads(toy.run("policies", RELIEF_DESK_ENV=str(place)).stdout)
    assert told["python"] == str(place)
    assert not toy.environment.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_checkout_that_cannot_be_written(toy: Toy) -> None:
    """From a read-only checkout the environment goes to the user's cache folder."""
    toy.checkout.chmod(0o555)
    told = json.loads(toy.run("policies").stdout)
    assert Path(told["python"]).is_relative_to(toy.elsewhere / ".cache" / "relief-desk")


def test_no_python_gives_a_sentence(toy: Toy) -> None:
    """Without any Python the script says what to install and ends with status 5."""
    done = toy.run("policies", RELIEF_DESK_PYTHON="")
    assert done.returncode == 5
    assert "needs Python 3.11" in done.stderr
    assert done.stdout == ""


def test_an_unsuitable_named_python_gives_a_sentence(toy: Toy) -> None:
    """RELIEF_DESK_PYTHON on something that is no Python 3.11 is named, not passed over."""
    done = toy.run("policies", RELIEF_DESK_PYTHON=str(toy.programs / "uv"))
    assert done.returncode == 5
    assert "RELIEF_DESK_PYTHON" in done.stderr


def test_a_failed_installation_says_so(toy: Toy) -> None:
    """When nothing can be fetched, one report with what to do, and the next start tries again."""
    shield = {"TOY_UV_STATUS": "2", "PIP_INDEX_URL": "http://127.0.0.1:9/none", "PIP_RETRIES": "0"}
    shield |= {"PIP_CONFIG_FILE": os.devnull}
    done = toy.run("policies", **shield)
    assert done.returncode == 5
    assert "could not be installed" in done.stderr
    assert "Traceback" not in done.stderr
    assert toy.run("policies").returncode == 0
