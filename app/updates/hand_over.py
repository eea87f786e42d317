"""Giving way to a newer program that was brought by a bundle, when it is still what was signed.

It is proven first: the manifest by its signature, every file by its hash.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.paths import DATA_VARIABLE, data_folder
from app.updates.bundle import prove_text
from app.updates.keys import load_keys
from app.updates.manifest import FILES, differing_files
from app.updates.place import manifest_in, program_in_use
from app.updates.start import HANDED_OVER


def start_newer(argv: list[str]) -> int | None:
    """The exit status of the newer program; None when there is none that can be trusted."""
    folder = program_in_use()
    if folder is None:
        return None
    program = folder / FILES / Path(sys.executable).name
    if not is_trusted(folder) or not program.is_file():
        print(  # noqa: T201 - nothing else is there yet
            f"The newer program in {folder} is not what was signed and is not used. Install its "
            "bundle again.",
            file=sys.stderr,
        )
        return None
    return _run(program, argv)


def is_trusted(folder: Path) -> bool:
    """Whether an unpacked program is whole and signed by a key that shipped with this one."""
    found = manifest_in(folder)
    if found is None:
        return False
    manifest, text, signature = found
    keys = [key for key in load_keys() if key.is_shipped]
    return prove_text(text, signature, keys) is not None and not differing_files(
        manifest, folder / FILES
    )


def _run(program: Path, argv: list[str]) -> int:
    # Where a portable program keeps its settings, the newer one could not tell by its own place.
    variables = {**os.environ, HANDED_OVER: "1", DATA_VARIABLE: str(data_folder())}
    if os.name == "posix":
        os.execve(program, [str(program), *argv], variables)  # noqa: S606 - proven just now
    # Windows cannot put another program in this one's place.
    ended = subprocess.run([program, *argv], env=variables, check=False)  # noqa: S603
    return ended.returncode
