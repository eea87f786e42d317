"""The files of the frozen program: made smaller, listed with their hashes, measured.

`write_list` stands on its own, for whoever changes a file afterwards (a signature on a Windows
program): ``python packaging/frozen_files.py dist/relief-desk`` writes the list anew.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import freezing

LIST = "files.sha256"  # in the form of sha256sum; read by `app.program_files`
NEEDS = "needs.json"  # in _internal; read by `app.machine`
_VERSION_OF_LIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)\0")
_PARTS_OF_LIBC = frozenset(
    ("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1",
     "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1")
)  # fmt: skip

# What the parts are for whoever asks where the room goes: beginnings of places in _internal.
PARTS = (
    ("Qt: sorting and encodings (ICU)", ("PySide6/Qt/lib/libicu",)),
    ("Qt: window, text, pictures", ("PySide6", "shiboken6", "libpyside6", "libshiboken6")),
    ("NumPy, with its linear algebra", ("numpy",)),
    ("SQLCipher, with its own cryptography", ("sqlcipher3",)),
    ("PDF: reading, writing, showing", ("pikepdf", "pypdfium2", "lxml", "PIL", "pillow")),
    ("Fonts: shaping and cutting", ("uharfbuzz", "fontTools", "fonttools")),
    ("Law, texts, fonts, pictures", ("resources", "tests")),
    ("Python", ("libpython", "python3", "base_library", "python")),
)
OTHER = "System libraries and small packages"
PROGRAM = "The program itself and all Python code"


def files_of(folder: Path) -> Iterator[Path]:
    """Every file of the program, its list aside; links count with what they lead to."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path != folder / LIST:
            yield path


def size_of(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in files_of(folder))


def strip(inside: Path) -> None:
    """Take the names for debuggers out of the Linux libraries."""
    libraries = [str(path) for path in files_of(inside) if _is_elf(path)]
    for begin in range(0, len(libraries), 50):
        subprocess.run(["strip", "--strip-unneeded", *libraries[begin : begin + 50]], check=True)


def write_needs(inside: Path) -> None:
    """Note what the program needs of a Linux system: the glibc, and the system's libraries.

    The glibc is the highest that any file asks for; a system with an older one cannot run it.
    """
    binaries = [path for path in files_of(inside.parent) if _is_elf(path)]
    asked = [
        (int(major), int(minor))
        for path in binaries
        for major, minor in _VERSION_OF_LIBC.findall(path.read_bytes())
    ]
    own = {path.name for path in inside.rglob("*")}
    libraries = {name for path in binaries for name in linked_to(path)} - own
    needs = {"glibc": max(asked), "libraries": sorted(libraries - _PARTS_OF_LIBC)}
    (inside / NEEDS).write_text(json.dumps(needs, indent=1) + "\n", "utf-8")


def linked_to(file: Path) -> list[str]:
    """The names of the libraries that a Linux file itself is linked to."""
    told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
    return re.findall(r"^\s*NEEDED\s+(\S+)", told.stdout, re.MULTILINE)


def set_rights(folder: Path) -> None:
    """Programs and libraries may be run, nothing may be written by others."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.parent == folder or re.search(r"\.so(\.|$)", path.name)
        path.chmod(0o755 if runs else 0o644)


def write_list(folder: Path) -> None:
    """List every file with its SHA-256, as ``sha256sum --check`` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in files_of(folder)
    ]
    (folder / LIST).write_text("".join(lines), "utf-8", newline="\n")
    (folder / LIST).chmod(0o644)


def table(folder: Path) -> str:
    """What takes the room, largest first."""
    sizes: dict[str, int] = defaultdict(int)
    for path in files_of(folder):
        sizes[_part_of(path.relative_to(folder).as_posix())] += path.stat().st_size
    lines = [
        f"{size / 1e6:7.1f} MB  {name}"
        for name, size in sorted(sizes.items(), key=lambda item: -item[1])
    ]
    return "\n".join([*lines, f"{size_of(folder) / 1e6:7.1f} MB  in all"])


def budget_sentence(folder: Path) -> str:
    """The size against what it may be."""
    size, most = size_of(folder) / 1e6, freezing.MOST_MEGABYTES
    verdict = "within" if size <= most else "OVER"
    return f"Unpacked {size:.1f} MB: {verdict} the budget of {most} MB."


def _part_of(place: str) -> str:
    if not place.startswith("_internal/"):
        return PROGRAM
    inside = place.removeprefix("_internal/")
    return next((name for name, begins in PARTS if inside.startswith(begins)), OTHER)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


if __name__ == "__main__":
    write_list(Path(sys.argv[1]))
