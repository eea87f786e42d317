"""The Debian package: the program in /opt, a command, a menu entry, the file type.

What it depends on is read from the program: every library that something in it is linked to and
that is not in it, named by the package which has it on the system of the build.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import freezing
import system_packages
from frozen_files import NEEDS
from messages import SetupError
from shipped_parts import debian_package

HERE = Path(__file__).resolve().parent
MAINTAINER = "Relief Desk developers <noreply@localhost>"
_NEEDED = re.compile(r"^\s*NEEDED\s+(\S+)", re.MULTILINE)
_PACKAGES = {
    need.name: need.debian
    for need in (*system_packages.LIBRARIES, *system_packages.WAYLAND_LIBRARIES)
}
# Printing and Wayland are used where they are there.
_OPTIONAL = re.compile(r"lib(cups2|wayland-.*)$")
_TEXT = (
    " Imports criminal history files of the state and of courts, decides by the law and the\n"
    " policy of the office which convictions may be cleared, shows why, and writes the papers\n"
    " for the court. Works without a network; everything stays in one encrypted file."
)


def make_deb(folder: Path, target: Path, version: str, epoch: int, *, is_fast: bool) -> Path:
    """Build it with dpkg-deb. Raises SetupError where that is missing."""
    if not shutil.which("dpkg-deb"):
        raise SetupError("A Debian package is made by dpkg-deb, which this system does not have.")
    architecture = _said(["dpkg", "--print-architecture"])
    out = target / f"relief-desk_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix=".deb-", dir=target) as temporary:
        root = Path(temporary) / "root"
        _lay_out(folder, root)
        _write_control(root, folder, version, architecture)
        _set_times(root, epoch)
        level = ["-z1"] if is_fast else ["-z6"]
        command = ["dpkg-deb", "--build", "--root-owner-group", "-Zxz", *level, str(root), str(out)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False,
            env=os.environ | {"SOURCE_DATE_EPOCH": str(epoch)},
        )  # fmt: skip
    if done.returncode != 0:
        raise SetupError(f"dpkg-deb failed: {done.stderr.strip()}")
    return out


def _lay_out(folder: Path, root: Path) -> None:
    share = root / "usr" / "share"
    shutil.copytree(folder, root / "opt" / "relief-desk", symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "relief-desk").symlink_to("/opt/relief-desk/relief-desk")
    for source, place in (
        (HERE / "linux" / "relief-desk.desktop", "applications/relief-desk.desktop"),
        (HERE / "linux" / "relief-desk.xml", "mime/packages/relief-desk.xml"),
        (HERE / "icons" / "relief-desk.png", "icons/hicolor/256x256/apps/relief-desk.png"),
        (
            freezing.CHECKOUT / "resources" / "icons" / "relief-desk.svg",
            "icons/hicolor/scalable/apps/relief-desk.svg",
        ),
        (
            folder / "_internal" / "THIRD-PARTY-NOTICES.txt",
            "doc/relief-desk/THIRD-PARTY-NOTICES.txt",
        ),
        (freezing.CHECKOUT / "LICENSE", "doc/relief-desk/copyright"),
    ):
        (share / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, share / place)
    changes = (freezing.CHECKOUT / "CHANGELOG.md").read_bytes()
    (share / "doc" / "relief-desk" / "changelog.gz").write_bytes(gzip.compress(changes, mtime=0))


def _write_control(root: Path, folder: Path, version: str, architecture: str) -> None:
    packages = needed_packages(folder)
    glibc = json.loads((folder / "_internal" / NEEDS).read_text("utf-8"))["glibc"]
    oldest = f"libc6 (>= {'.'.join(map(str, glibc))})"
    must = [oldest if name == "libc6" else name for name in packages if not _OPTIONAL.match(name)]
    may = [name for name in packages if _OPTIONAL.match(name)]
    files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    n_kilobytes = sum(path.stat().st_size for path in files) // 1024
    lines = [
        "Package: relief-desk",
        f"Version: {version}",
        f"Architecture: {architecture}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {n_kilobytes}",
        f"Depends: {', '.join(must)}",
        f"Recommends: {', '.join([*may, 'shared-mime-info', 'desktop-file-utils'])}",
        "Section: misc",
        "Priority: optional",
        "Description: Clears criminal records in bulk, without a network",
        _TEXT,
        "",
    ]
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text("\n".join(lines), "utf-8")


def needed_packages(folder: Path) -> list[str]:
    """Debian packages of the libraries that the program uses and does not bring."""
    own = {path.name for path in folder.rglob("*") if ".so" in path.name}
    wanted = set()
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file() or not _is_elf(path):
            continue
        told = _said(["objdump", "-p", str(path)])
        wanted |= {name for name in _NEEDED.findall(told) if name not in own}
    return sorted({_PACKAGES.get(name) or debian_package(name)[0] for name in wanted})


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _set_times(root: Path, epoch: int) -> None:
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetupError(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()
