"""The program's own Python environment: made once, checked at every start.

It stands in ``.venv`` of the checkout, in ``$RELIEF_DESK_ENV``, or in the user's
cache folder when the checkout cannot be written. What goes in is exactly what the
lock files name, by hash. A state file in the environment says which lock is
installed, so that later starts only compare. Standard library only.

Two starts at once: the second waits at a lock that the system frees when its
holder ends, however it ends. An interrupted set-up leaves the state "installing",
and the next start begins anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import installing
from messages import SetupError, say

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_FILES = {"runtime": "requirements.txt", "dev": "requirements-dev.txt"}
STATE_FILE = "relief-desk.json"
GUARD_FILE = ".relief-desk.lock"

# What other environments, other Qt programs and personal settings leave behind.
LEAKS = (
    "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONSAFEPATH", "VIRTUAL_ENV", "CONDA_PREFIX",
    "__PYVENV_LAUNCHER__", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIREMENT",
    "PIP_CONSTRAINT", "UV_TARGET", "UV_PREFIX", "UV_CONSTRAINT", "UV_OVERRIDE",
    "UV_SYSTEM_PYTHON", "UV_PYTHON", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """What stands in an environment.

    ``python`` is the interpreter behind the environment and ``where`` its own
    place: when either changes, it is made anew. An ``adopted``
    environment was made by hand; nothing is ever removed from it.
    """

    status: str  # "installing" or "ready"
    profile: str
    lock: str  # SHA-256 of the profile's lock file
    python: str
    where: str
    adopted: bool


def prepare(checkout: Path, profile: str) -> Path:
    """Return the Python of an environment that holds what the profile's lock names.

    ``profile`` is "runtime" or "dev"; a development environment also serves the
    program. Raises SetupError with a sentence when it cannot be made.
    """
    folder = choose_folder(checkout)
    state = read_state(folder)
    if state and _is_current(state, folder, checkout, profile):
        return python_of(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _guard(folder):
            return _set_up(folder, checkout, profile)
    except OSError as error:
        raise SetupError(
            f"The environment in {folder} could not be written: {error.strerror or error}. "
            "Free some space or name another folder in RELIEF_DESK_ENV, then start again."
        ) from error


def choose_folder(checkout: Path) -> Path:
    """Where the environment stands (see the module)."""
    named = os.environ.get("RELIEF_DESK_ENV")
    if named:
        return Path(named).expanduser().absolute()
    usual = checkout / ".venv"
    if os.access(usual if usual.exists() else checkout, os.W_OK):
        return usual
    tag = hashlib.sha256(str(checkout).encode()).hexdigest()[:12]
    return _cache_folder() / "relief-desk" / f"environment-{tag}"


def python_of(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def clean_variables() -> dict[str, str]:
    """The user's environment variables without what would lead Python, pip or Qt astray."""
    return {name: value for name, value in os.environ.items() if name not in LEAKS}


def read_state(folder: Path) -> State | None:
    """What the state file says; None when there is none or it cannot be read."""
    try:
        return State(**json.loads((folder / STATE_FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def lock_hash(checkout: Path, profile: str) -> str:
    """SHA-256 of a lock file's text, the same whatever the line ends."""
    text = lock_file(checkout, profile).read_text("utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def lock_file(checkout: Path, profile: str) -> Path:
    """The lock of a profile."""
    return checkout / "packaging" / LOCK_FILES[profile]


def _cache_folder() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")


def _is_current(state: State, folder: Path, checkout: Path, profile: str) -> bool:
    return (
        state.status == "ready"
        and state.profile in (profile, "dev")
        and state.lock == lock_hash(checkout, state.profile)
        and _is_sound(state, folder)
    )


def _is_sound(state: State, folder: Path) -> bool:
    """Whether the environment still stands where it was made, on the same interpreter."""
    return state.where == str(folder) and state.python == _interpreter(folder) != ""


def _interpreter(folder: Path) -> str:
    """The system's interpreter behind the environment; "" when it is gone.

    Windows copies a launcher into the environment, which finds the interpreter
    by the ``home`` line of the settings file; elsewhere it is a link.
    """
    python = python_of(folder)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            for line in (folder / "pyvenv.cfg").read_text("utf-8").splitlines():
                name, _, value = line.partition("=")
                if name.strip() == "home":
                    python = Path(value.strip()) / "python.exe"
    return os.path.realpath(python) if os.access(python, os.X_OK) else ""


def _set_up(folder: Path, checkout: Path, profile: str) -> Path:
    """Make or mend the environment; the guard is held."""
    state = read_state(folder)
    if state and _is_current(state, folder, checkout, profile):
        return python_of(folder)  # another start did it while this one waited
    if state and state.profile == "dev":
        profile = "dev"
    adopted = _check_foreign(folder) if state is None or state.adopted else False
    fresh = not adopted and (
        state is None or state.status != "ready" or not _is_sound(state, folder)
    )
    _announce(profile, fresh=fresh)
    _write_state(folder, checkout, profile, status="installing", adopted=adopted)
    if fresh:
        _make(folder)
    again = adopted and state is not None and state.status != "ready"
    installing.install(
        python_of(folder),
        lock_file(checkout, profile),
        checkout / "packaging" / "requirements-uv.txt",
        variables=clean_variables(),
        exact=not adopted,
        again=again,
    )
    _write_state(folder, checkout, profile, status="ready", adopted=adopted)
    say("The set-up is complete.")
    return python_of(folder)


def _announce(profile: str, *, fresh: bool) -> None:
    if fresh:
        what = "the development environment" if profile == "dev" else "Relief Desk"
        say(f"Setting up {what}: some 150 MB are fetched once, later starts take a second.")
    else:
        say("Bringing the environment up to date.")


def _check_foreign(folder: Path) -> bool:
    """Whether a folder holds an environment made by hand; False when empty or ours.

    Raises SetupError when it holds something else, which we shall not touch.
    """
    state = read_state(folder)
    ours = (folder / STATE_FILE).exists() and not (state and state.adopted)
    if ours or all(entry.name == GUARD_FILE for entry in folder.iterdir()):
        return False
    python = python_of(folder)
    probe = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))"
    if (folder / "pyvenv.cfg").is_file():
        with contextlib.suppress(OSError):
            if subprocess.run([python, "-I", "-c", probe], check=False).returncode == 0:
                return True
    raise SetupError(
        f"{folder} was not made by these scripts and is not an environment with Python 3.11 to "
        "3.14. Move it away, or name another folder in RELIEF_DESK_ENV, then start again."
    )


def _make(folder: Path) -> None:
    """An empty environment in place of whatever an earlier one left.

    The state file and the guard stay: without them an interruption here would
    leave a folder that looks like somebody else's.
    """
    for entry in folder.iterdir():
        if entry.name in (STATE_FILE, GUARD_FILE):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    venv.EnvBuilder(symlinks=sys.platform != "win32", with_pip=False).create(folder)


def _write_state(folder: Path, checkout: Path, profile: str, *, status: str, adopted: bool) -> None:
    lock = lock_hash(checkout, profile)
    state = State(status, profile, lock, _interpreter(folder), str(folder), adopted)
    temporary = folder / f"{STATE_FILE}.new"
    temporary.write_text(json.dumps(asdict(state), indent=1), "utf-8")
    temporary.replace(folder / STATE_FILE)


@contextlib.contextmanager
def _guard(folder: Path) -> Iterator[None]:
    """Hold the environment's lock; wait, with a word, while another start holds it.

    Installers inherit it: when a start is killed, the next one waits until the
    installer it left behind has ended too.
    """
    with (folder / GUARD_FILE).open("a+b") as file:
        os.set_inheritable(file.fileno(), sys.platform != "win32")
        if not _try_lock(file.fileno()):
            say("Another start is setting things up. Waiting for it.")
            _wait_for_lock(file.fileno())
        yield  # closing the file frees the lock, and so does the end of the process


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _wait_for_lock(descriptor: int) -> None:
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    else:
        while not _try_lock(descriptor):
            time.sleep(0.5)
