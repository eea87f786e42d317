"""What people download: packs ``dist/relief-desk`` for the system it was frozen on, with checksums.

``sh packaging/pack.sh [--fast]`` calls it. Into ``dist/packed``:

    Linux     relief-desk-VERSION-linux-MACHINE.tar.xz, relief-desk_VERSION_ARCHITECTURE.deb
    Windows   relief-desk-VERSION-windows-setup.exe (where makensis is), ...-portable.zip
    macOS     relief-desk-VERSION-macos-MACHINE.dmg (by macos/make-dmg.sh)
    all       parts.cdx.json, SHA256SUMS, CHECK-DOWNLOAD.txt

``--fast`` packs larger in less time, for the tests. The same folder gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import freezing
from debian_package import make_deb
from freeze import commit_time
from messages import SetupError, say

sys.path.insert(0, str(freezing.CHECKOUT))
from app.version import VERSION

PACKED = freezing.CHECKOUT / "dist" / "packed"
HERE = Path(__file__).resolve().parent
SUMS, HOW = "SHA256SUMS", "CHECK-DOWNLOAD.txt"
PORTABLE = "portable"  # a file of this name beside the program: see app.paths

HOW_TO_CHECK = """How to check that a file of Relief Desk arrived as it was published

1. Get the file SHA256SUMS, and get its first lines a second way: read them over the telephone with
   somebody who has them on paper. A thief who changes a download can change this file too.
2. Work out the fingerprint of the file that you have:
     Windows  In the start menu type  cmd  and press Enter. Then type (with the name of your file)
                  certutil -hashfile relief-desk-{version}-windows-setup.exe SHA256
     Linux    In a terminal, in the folder of the file:
                  sha256sum --check --ignore-missing SHA256SUMS
     macOS    In Terminal, in the folder of the file:
                  shasum -a 256 -c --ignore-missing SHA256SUMS
3. Windows prints 64 letters and digits: compare them with the line of that file in SHA256SUMS, from
   the first to the last. Linux and macOS compare by themselves and print the file's name and OK.
4. Where they differ, do not open the file. Fetch it again.

The program checks its own files too: "relief-desk self-check", or Help, Self-check.
"""


def main(arguments: list[str]) -> int:
    """Pack for this system; exit status 3 when nothing is frozen or a tool is missing."""
    try:
        folder = freezing.CHECKOUT / "dist" / freezing.FOLDER
        if not (folder / "files.sha256").is_file():
            raise SetupError("There is no frozen program yet. Run  sh packaging/freeze.sh  first.")
        shutil.rmtree(PACKED, ignore_errors=True)
        PACKED.mkdir(parents=True)
        is_fast = "--fast" in arguments
        made = list(pack(folder, PACKED, int(commit_time()), is_fast=is_fast))
    except SetupError as error:
        say(str(error))
        return error.exit_code
    shutil.copy(folder / "_internal" / "parts.cdx.json", PACKED / "parts.cdx.json")
    write_sums(PACKED)
    for path in made:
        print(f"{path.stat().st_size / 1e6:7.1f} MB  {path.name}")
    say(f"Everything is in {PACKED}.")
    return 0


def pack(folder: Path, target: Path, epoch: int, *, is_fast: bool) -> Iterator[Path]:
    """Every package that can be made on this system."""
    if sys.platform == "win32":
        yield make_portable_zip(folder, target, epoch)
        yield make_setup(
            folder, target / f"relief-desk-{VERSION}-windows-setup.exe", is_fast=is_fast
        )
    elif sys.platform == "darwin":
        run(["sh", str(HERE / "macos" / "make-dmg.sh"), VERSION])
        for image in (freezing.CHECKOUT / "dist").glob("*.dmg"):
            yield image.rename(target / image.name)
    else:
        yield make_tar(folder, target, epoch, is_fast=is_fast)
        yield make_deb(folder, target, VERSION, epoch, is_fast=is_fast)


def make_tar(folder: Path, target: Path, epoch: int, *, is_fast: bool) -> Path:
    """The program with a script that puts it into a person's own folders."""
    top = f"relief-desk-{VERSION}"
    out = target / f"relief-desk-{VERSION}-linux-{platform.machine()}.tar.xz"
    extra = {
        "install.sh": HERE / "linux" / "install.sh",
        "LICENSE": freezing.CHECKOUT / "LICENSE",
        "share/relief-desk.desktop": HERE / "linux" / "relief-desk.desktop",
        "share/relief-desk.xml": HERE / "linux" / "relief-desk.xml",
        "share/relief-desk.png": HERE / "icons" / "relief-desk.png",
        "share/relief-desk.svg": freezing.CHECKOUT / "resources" / "icons" / "relief-desk.svg",
    }
    with tarfile.open(out, "w:xz", preset=1 if is_fast else 6) as archive:
        for name, path in sorted(extra.items()):
            _add(archive, path, f"{top}/{name}", epoch, runs=name.endswith(".sh"))
        for path in sorted(folder.rglob("*")):
            place = f"{top}/relief-desk/{path.relative_to(folder).as_posix()}"
            _add(archive, path, place, epoch, runs=os.access(path, os.X_OK))
    return out


def _add(archive: tarfile.TarFile, path: Path, name: str, epoch: int, *, runs: bool) -> None:
    entry = archive.gettarinfo(path, name)
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = epoch
    entry.mode = 0o755 if runs or path.is_dir() else 0o644
    if entry.isreg():
        with path.open("rb") as file:
            archive.addfile(entry, file)
    else:
        archive.addfile(entry)


def make_portable_zip(folder: Path, target: Path, epoch: int) -> Path:
    """For a stick: unpack and start; settings stay beside the program."""
    out = target / f"relief-desk-{VERSION}-windows-portable.zip"
    when = _zip_time(epoch)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(zipfile.ZipInfo(f"Relief Desk/{PORTABLE}", when), b"")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = f"Relief Desk/{path.relative_to(folder).as_posix()}"
                entry = zipfile.ZipInfo(name, when)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return out


def _zip_time(epoch: int) -> tuple[int, int, int, int, int, int]:
    import datetime  # noqa: PLC0415

    at = datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    return (at.year, at.month, at.day, at.hour, at.minute, at.second)


def make_setup(folder: Path, out: Path, *, is_fast: bool) -> Path:
    """The Windows installer. Raises SetupError where NSIS is not installed."""
    maker = shutil.which("makensis")
    if maker is None:
        raise SetupError("The installer for Windows is made by NSIS 3: install it, then try again.")
    facts = [f"-DVERSION={VERSION}", f"-DFOLDER={folder}", f"-DOUT={out}"]
    script = HERE / "windows" / "relief-desk.nsi"
    run([maker, "-V2", "-WX", *facts, *(["-DFAST"] if is_fast else []), str(script)])
    return out


def write_sums(folder: Path) -> None:
    """SHA256SUMS over everything packed, as ``sha256sum --check`` reads it, and how to use it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name not in (SUMS, HOW)
    ]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")
    text = HOW_TO_CHECK.format(version=VERSION)
    (folder / HOW).write_text(text, "utf-8", newline="\r\n")  # Windows' own editor shows it


def run(command: list[str]) -> None:
    """Raises SetupError with what the tool said last."""
    variables = os.environ | {"LC_ALL": "C.UTF-8"}  # paths may have accents
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    if done.returncode != 0:
        said = re.sub(r"\s+\n", "\n", f"{done.stdout}\n{done.stderr}").strip().splitlines()
        raise SetupError(f"{Path(command[0]).name} failed: " + " ".join(said[-5:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
