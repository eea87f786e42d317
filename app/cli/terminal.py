"""What every command shares: the passphrase, progress on a line, answers and sentences.

Messages go to standard error, figures to standard output.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import getpass
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any

from app import interrupts
from app.errors import InputError, UsageError, WorkspaceError
from app.jobs.clock import now
from app.jobs.sign_in import sign_in
from app.limits import MOST_PASSPHRASE_BYTES, read_limited
from app.store.workspace import Workspace, create_workspace

PASSPHRASE_VARIABLE = "RELIEF_DESK_PASSPHRASE"  # noqa: S105 - the name of a variable

USER_VARIABLE = "RELIEF_DESK_USER"

_aside: ContextVar[str | None] = ContextVar("passphrase", default=None)


def say(text: str = "") -> None:
    print(text, file=sys.stderr)


def answer(data: Mapping[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    """Figures on standard output: JSON for machines, else lines for people."""
    if as_json:
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(line)


def pairs(rows: Iterable[tuple[str, object]]) -> list[str]:
    """Two aligned columns; whole numbers with thousands separators."""
    shown = [(name, f"{value:,}" if isinstance(value, int) else str(value)) for name, value in rows]
    width = max((len(name) for name, _ in shown), default=0)
    return [f"{name:<{width}}  {value}" for name, value in shown]


class LineProgress:
    """Progress on one line of a terminal; nothing but the labels elsewhere."""

    def __init__(self) -> None:
        self._label = ""
        self._began = 0.0
        self._shown_at = 0.0
        self._is_terminal = sys.stderr.isatty()

    def step(self, done: int, total: int, label: str) -> None:
        interrupts.let_through()
        at = time.monotonic()
        if label != self._label:
            self._end_line()
            self._label, self._began, self._shown_at = label, at, 0.0
            if not self._is_terminal:
                say(f"{label} ...")
        if self._is_terminal and (at - self._shown_at > 0.1 or done >= total > 0):
            self._shown_at = at
            share = done / total if total else 0.0
            so_far = f"{share:4.0%}" if total else "..."
            left = (at - self._began) * (1 - share) / share if share else 0.0
            text = f"{label}  {so_far}" + (f"  {left:,.0f} s left" if 0 < share < 1 else "")
            print(f"\r{text:<70}", end="", file=sys.stderr, flush=True)

    def _end_line(self) -> None:
        if self._label and self._is_terminal:
            say()

    def close(self) -> None:
        self._end_line()
        self._label = ""


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """The workspace, who works in it, and its passphrase."""
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the .relief file")
    parser.add_argument(
        "--as", dest="user", metavar="NAME",
        help=f"who does this: a user of the workspace (else {USER_VARIABLE}, else the login)",
    )  # fmt: skip
    add_passphrase(parser)


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """``--passphrase-file``: the passphrase itself is never an argument."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help=f"read the passphrase from this file (else {PASSPHRASE_VARIABLE}, else asked)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="figures as JSON on standard output")


def user_name(arguments: argparse.Namespace) -> str:
    """Who works here, for the record of the work: ``--as``, the environment, the login."""
    named = getattr(arguments, "user", None) or os.environ.get(USER_VARIABLE, "")
    if named.strip():
        return str(named).strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown user"


def passphrase(
    arguments: argparse.Namespace, *, is_new: bool = False, is_other: bool = False
) -> str:
    """From the file, the environment, or the keyboard; never from an argument.

    ``is_other``: of another file than the workspace, whose passphrase the environment holds.
    """
    if arguments.passphrase_file is not None:
        return _from_file(arguments.passphrase_file)
    given = _aside.get() or os.environ.get(PASSPHRASE_VARIABLE)
    if given is not None and not is_other:
        return given
    if not sys.stdin.isatty() and is_other:
        raise WorkspaceError(
            "No passphrase of the package was given. Write it into a file and name that file."
        )
    if not sys.stdin.isatty():
        raise WorkspaceError(
            f"No passphrase was given. Use --passphrase-file or set {PASSPHRASE_VARIABLE}."
        )
    first = getpass.getpass("Passphrase: ")
    if is_new and getpass.getpass("The same again: ") != first:
        raise WorkspaceError("The two passphrases differ. Nothing was made; try again.")
    return first


def new_passphrase(arguments: argparse.Namespace) -> str:
    """One that is to come: from its file, or asked twice."""
    if arguments.new_passphrase_file is not None:
        return _from_file(arguments.new_passphrase_file)
    if not sys.stdin.isatty():
        raise UsageError("No new passphrase was given. Use --new-passphrase-file.")
    first = getpass.getpass("New passphrase: ")
    if getpass.getpass("The same again: ") != first:
        raise UsageError("The two passphrases differ. Nothing was changed; try again.")
    return first


def _from_file(path: Path) -> str:
    try:
        text = read_limited(path, MOST_PASSPHRASE_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise UsageError(
                f"The passphrase file {path} is too long to hold a passphrase. Give "
                "one whose first line is the passphrase."
            ) from error
        raise UsageError(f"The passphrase file {path} cannot be read as text.") from error
    return text.rstrip("\r\n")


def other_passphrase(path: Path | None) -> str:
    """Of something else than the workspace, from its file; "" without one."""
    if path is None:
        return ""
    text = _from_file(path)
    if not text:
        raise UsageError(f"The passphrase file {path} is empty.")
    return text


@contextlib.contextmanager
def passphrase_aside() -> Iterator[None]:
    """Keep the passphrase out of the environment that the processes started meanwhile get."""
    given = os.environ.pop(PASSPHRASE_VARIABLE, None)
    token = _aside.set(given)
    try:
        yield
    finally:
        _aside.reset(token)
        if given is not None:
            os.environ[PASSPHRASE_VARIABLE] = given


def open_for_work(arguments: argparse.Namespace, secret: str | None = None) -> Workspace:
    """Sign in as whoever is named; ``secret`` when it was asked for already."""
    path: Path = arguments.workspace
    if not path.is_file():
        raise WorkspaceError(f"There is no workspace at {path}. Check the name and the folder.")
    given = passphrase(arguments) if secret is None else secret
    return sign_in(path, given, user_name(arguments), pause=_say_and_wait)


def _say_and_wait(seconds: float) -> None:
    say(f"Wrong passphrases were typed before: this one is checked after {seconds:.0f} s.")
    time.sleep(seconds)


@contextlib.contextmanager
def open_or_create(arguments: argparse.Namespace, county: str | None) -> Iterator[Workspace]:
    """Open the workspace; make it when it does not exist and a county is given.

    One that was made goes again when the work in it fails or is stopped.
    """
    path: Path = arguments.workspace
    if path.exists():
        with open_for_work(arguments) as workspace:
            yield workspace
        return
    if not county:
        raise WorkspaceError(
            f"There is no workspace at {path}. To make it, name its county with --county."
        )
    secret = passphrase(arguments, is_new=True)
    with create_workspace(
        path, secret, name=path.stem, county=county, created_at=now()
    ) as workspace:
        try:
            yield workspace
        except BaseException:
            workspace.close()
            for end in ("", "-wal", "-shm", ".lock"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            raise


def iso_date(text: str) -> date:
    """An argparse type: YYYY-MM-DD."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD") from None
    if len(text) != 10:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD")
    return day


def count(text: str) -> int:
    """An argparse type: a whole number above zero."""
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not above zero")
    return number


def chosen(text: str, known: Sequence[str], what: str) -> frozenset[str]:
    """A comma-separated choice. Raises UsageError naming what is known."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    wrong = [name for name in names if name not in set(known)]
    if wrong or not names:
        problem = f"Unknown {what} {wrong[0]!r}." if wrong else f"No {what} was named."
        raise UsageError(f"{problem} Known: {', '.join(known)}.")
    return frozenset(names)


def add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=out_folder, required=True, metavar="FOLDER")


def out_folder(text: str) -> Path:
    """An argparse type: a folder, or a path where one can be made."""
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is a file; name a folder")
    return path


def check_files(paths: Iterable[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise InputError(f"There is no file {path}. Check the name and the folder.")
