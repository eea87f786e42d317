"""Freezes the program and tries what came out, as an office would meet it.

``sh packaging/test-frozen.sh`` calls it in the development environment; ``--no-build`` tries what
stands in dist/. The program is copied to a folder with blanks and accents that nobody can write to
and run there by a person who is nobody, on a computer without network, without environment.
A check that this system cannot make is named as skipped, with the reason. Exit status 1: a check
failed; 5: the program could not be built.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import freeze
import freezing
import frozen_checks
import frozen_files
import frozen_window
import system_packages
from frozen_office import Failure, Office, Skip
from messages import say

Check = Callable[[Office], str]
CHECKS: tuple[tuple[str, Check], ...] = (
    ("size", frozen_checks.check_size),
    ("version, no settings made", frozen_checks.check_version),
    ("self-check, empty environment", frozen_checks.check_self_check),
    ("practice county on a stick", frozen_checks.check_portable),
    ("county in English, 2035", frozen_checks.check_english),
    ("county in Spanish, 2035, same papers", frozen_checks.check_spanish),
    ("window opens, keys, closes", frozen_window.check_window),
    ("start to usable window", frozen_window.check_start),
    ("window on the practice county", frozen_window.check_practice),
    ("window on a workspace file", frozen_window.check_file),
    ("no internet socket, terminal", frozen_checks.check_sockets),
    ("no internet socket, window", frozen_window.check_sockets),
    ("program files as before", frozen_checks.check_untouched),
)


def main(arguments: list[str]) -> int:
    """Build, run every check, print the table."""
    options = _parser().parse_args(arguments)
    if not options.no_build:
        status = freeze.main()
        if status != 0:
            return status
    missing = system_packages.provide_for_frozen()
    if missing:
        say(f"Not on this computer: {', '.join(missing)}.")
    with _office(freeze.DIST / freezing.FOLDER) as office:
        lines, n_failed = _run(office, options.only)
    print(frozen_files.table(freeze.DIST / freezing.FOLDER), end="\n\n")
    print("\n".join(lines))
    print(f"{n_failed} of {len(lines)} checks failed." if n_failed else "Nothing failed.")
    return 1 if n_failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="test-frozen", description=__doc__)
    parser.add_argument("--no-build", action="store_true", help="try what stands in dist/")
    parser.add_argument(
        "--only", default="", metavar="WORD", help="checks that have it in the name"
    )
    return parser


@contextlib.contextmanager
def _office(program: Path):  # type: ignore[no-untyped-def]
    """A place with the program in it; removed afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix="relief-desk-frozen-"))
    try:
        yield Office.furnish(scratch, program)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _run(office: Office, only: str) -> tuple[list[str], int]:
    lines, n_failed = [], 0
    for name, check in CHECKS:
        if only not in name:
            continue
        began = time.monotonic()
        try:
            verdict, detail = "ok", check(office)
        except Skip as skip:
            verdict, detail = "skipped", str(skip)
        except Failure as failure:
            verdict, detail = "FAILED", str(failure)
            n_failed += 1
        seconds = time.monotonic() - began
        lines.append(f"{verdict:<8}{seconds:6.1f} s  {name}: {detail}")
        say(lines[-1])
    return lines, n_failed


if __name__ == "__main__":
    os.chdir(freezing.CHECKOUT)
    sys.exit(main(sys.argv[1:]))
