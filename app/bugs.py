"""A bug told without telling anything of a record: for the window and for the terminal."""

from __future__ import annotations

import platform
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

from app.met_errors import note_met
from app.version import PROGRAM, VERSION

BUG_NUMBER = "E-0001"  # found in the help like every other error's

_OWN_ROOMS = ("app", "ui")
_WORKER = "in a worker: "
_REPORT_LINE = re.compile(r"^  ((?:app|ui)\.[\w.]+:\d+ in \w+)$", re.MULTILINE)
_OWN_LINE = re.compile(r'File "([^"]+)", line (\d+), in (\w+)')


def bug_report(error: BaseException, *also: str) -> str:
    """What a developer needs and nothing else: no message, no value, no path, no name.

    An exception's text may quote a cell of a record, so only its type is told, with
    module, line and function of the program's own frames, and the versions.
    """
    lines = [
        f"{BUG_NUMBER}  {PROGRAM} {VERSION}",
        ", ".join([f"Python {platform.python_version()}", *also]),
        f"{platform.system()} {platform.release()} {platform.machine()}",
    ]
    for number, link in enumerate(_chain(error)):
        lines += ["", f"{'caused by ' if number else ''}{type(link).__module__}.{_name(link)}"]
        lines += [f"  {frame}" for frame in _own_frames(link)]
    return "\n".join(lines) + "\n"


def note_bug(error: BaseException) -> None:
    """Keep that a bug was met, and where in the program."""
    note_met(BUG_NUMBER, _place(error))


class WorkerError(RuntimeError):
    """A bug in a worker process, told by the report that was made there."""


def tell_places_only() -> None:
    """Python's own last words are reports too: an exception's text may quote a record.

    For what no part of the program catches: a fault in a thread, in a worker's start, while an
    object goes.
    """
    sys.excepthook = lambda _kind, error, _trace: _print(error)
    threading.excepthook = lambda args: _print(args.exc_value)
    sys.unraisablehook = lambda args: _print(args.exc_value)


def _print(error: BaseException | None) -> None:
    if error is not None and sys.stderr is not None:
        sys.stderr.write(bug_report(error))


def _place(error: BaseException) -> str:
    """``app.jobs.look:31``, the innermost line of the program that the error came through."""
    for link in _chain(error):
        frames = list(_own_frames(link))
        if frames:
            return frames[-1].removeprefix(_WORKER).partition(" ")[0]
    return ""


def _name(error: BaseException) -> str:
    return type(error).__qualname__


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _own_frames(error: BaseException) -> Iterator[str]:
    """Frames of the program's own modules; those of a worker process come as text."""
    for frame in traceback.extract_tb(error.__traceback__):
        found = _as_module(frame.filename, frame.lineno or 0, frame.name)
        if found:
            yield found
    if type(error).__name__ == "_RemoteTraceback":
        for path, number, function in _OWN_LINE.findall(str(error)):
            found = _as_module(path, int(number), function)
            if found:
                yield _WORKER + found
    if isinstance(error, WorkerError):
        yield from (_WORKER + line for line in _REPORT_LINE.findall(str(error)))


def _as_module(path: str, number: int, function: str) -> str:
    """``app.jobs.look:31 in look_at_file``, "" for what is not the program's own."""
    parts = Path(path).with_suffix("").parts
    root = Path(__file__).resolve().parent.parent.parts
    if parts[: len(root)] == root and len(parts) > len(root) and parts[len(root)] in _OWN_ROOMS:
        return f"{'.'.join(parts[len(root) :])}:{number} in {function}"
    if getattr(sys, "frozen", False) and parts and parts[0] in _OWN_ROOMS:
        return f"{'.'.join(parts)}:{number} in {function}"
    return ""
