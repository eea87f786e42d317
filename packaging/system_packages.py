"""What Qt and the tests need of the Linux system, and how to get it.

The Python packages bring Qt itself but not the system libraries it stands on. A
library is missing when the loader cannot open it; then the system's own package
manager is asked (as root, or through a sudo that needs no password), and where
that is not allowed the exact command is said. On Windows and macOS nothing is
needed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from messages import SetupError, say


@dataclass(frozen=True, slots=True)
class Need:
    """A library (``name`` is what the loader opens) or a program, and its packages."""

    name: str
    debian: str
    fedora: str
    always: bool = False  # Qt does not start without it, not even without a screen


LIBRARIES = (
    Need("libGL.so.1", "libgl1", "libglvnd-glx", always=True),
    Need("libEGL.so.1", "libegl1", "libglvnd-egl", always=True),
    Need("libglib-2.0.so.0", "libglib2.0-0", "glib2", always=True),
    Need("libgthread-2.0.so.0", "libglib2.0-0", "glib2", always=True),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", always=True),
    Need("libfreetype.so.6", "libfreetype6", "freetype", always=True),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig", always=True),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", always=True),
    Need("libX11.so.6", "libx11-6", "libX11"),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Need("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Need("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    Need("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    Need("libcups.so.2", "libcups2", "cups-libs"),
)
WAYLAND_LIBRARIES = (
    Need("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
    Need("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl"),
)
TEST_PROGRAMS = (
    Need("pdftotext", "poppler-utils", "poppler-utils"),
    Need("pdftoppm", "poppler-utils", "poppler-utils"),
    Need("qpdf", "qpdf", "qpdf"),
    Need("Xvfb", "xvfb", "xorg-x11-server-Xvfb"),
    Need("xdotool", "xdotool", "xdotool"),
    Need("xauth", "xauth", "xorg-x11-xauth"),
)

FROZEN_PROGRAMS = (  # what tries the frozen program, beside a screen
    Need("Xvfb", "xvfb", "xorg-x11-server-Xvfb"),
    Need("xdotool", "xdotool", "xdotool"),
    Need("strace", "strace", "strace"),
    Need("faketime", "faketime", "libfaketime"),
    Need("localedef", "locales", "glibc-locale-source"),
    Need("unshare", "util-linux", "util-linux"),
    Need("setpriv", "util-linux", "util-linux"),
)
LOCALE_SOURCES = Path("/usr/share/i18n/locales/es_MX")  # Debian has localedef without them


def provide_for_frozen() -> list[str]:
    """See to the programs that try the frozen program; the names of those that stay missing."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [need for need in FROZEN_PROGRAMS if shutil.which(need.name) is None]
    if not LOCALE_SOURCES.exists():
        missing.append(next(need for need in FROZEN_PROGRAMS if need.name == "localedef"))
    if missing:
        _apt_install(_packages(missing)[0])
    return [need.name for need in FROZEN_PROGRAMS if shutil.which(need.name) is None]


def provide_for_window() -> None:
    """See to the libraries the window needs.

    Raises SetupError with the command to type when they are missing and cannot
    be installed from here.
    """
    if not sys.platform.startswith("linux"):
        return
    wanted = LIBRARIES + (WAYLAND_LIBRARIES if os.environ.get("WAYLAND_DISPLAY") else ())
    missing = _missing_libraries(wanted)
    if missing and not _install(missing):
        raise SetupError(
            "The window needs system libraries that this computer lacks "
            f"({', '.join(need.name for need in _missing_libraries(wanted))}).\n"
            f"{_advice(missing)}\nThe terminal commands work without them."
        )


def provide_for_tests() -> None:
    """See to the libraries and programs the tests use.

    Without the programs and the libraries of a real screen some tests are
    skipped. Raises SetupError when Qt cannot even be loaded.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = _missing_libraries(LIBRARIES) + _missing_programs()
    if not missing or _install(missing):
        return
    still = _missing_libraries(need for need in LIBRARIES if need.always)
    if still:
        raise SetupError(
            "The tests load Qt, which needs system libraries that this computer lacks "
            f"({', '.join(need.name for need in still)}).\n{_advice(missing)}"
        )
    say(f"Some tests will be skipped for want of system packages. {_advice(missing)}")


def provide_debian_package(package: str) -> bool:
    """Install one Debian package where that is allowed; False when it is not or fails."""
    return _apt_install([package])


def command_for(debian: Sequence[str], fedora: Sequence[str]) -> str:
    """The command a user types to install packages, or "" on an unknown system."""
    prefix = "" if _is_root() else "sudo "
    if shutil.which("apt-get"):
        return f"{prefix}apt-get install {' '.join(debian)}"
    if shutil.which("dnf"):
        return f"{prefix}dnf install {' '.join(fedora)}"
    return ""


def _missing_libraries(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not _loads(need.name)]


def _missing_programs() -> list[Need]:
    return [need for need in TEST_PROGRAMS if shutil.which(need.name) is None]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _advice(missing: Sequence[Need]) -> str:
    command = command_for(*_packages(missing))
    if command:
        return f"To install them, type:  {command}"
    names = ", ".join(need.name for need in missing)
    return f"Install the packages of your system that hold {names}."


def _packages(needs: Sequence[Need]) -> tuple[list[str], list[str]]:
    """Debian's and Fedora's packages for these needs, each once, in order."""
    debian = dict.fromkeys(need.debian for need in needs)
    return list(debian), list(dict.fromkeys(need.fedora for need in needs))


def _install(missing: Sequence[Need]) -> bool:
    """Install what is missing; True when nothing is missing afterwards."""
    if not _apt_install(_packages(missing)[0]):
        return False
    libraries = [need for need in missing if need not in TEST_PROGRAMS]
    programs = [need for need in missing if need in TEST_PROGRAMS]
    return not _missing_libraries(libraries) and all(shutil.which(n.name) for n in programs)


def _apt_install(packages: Sequence[str]) -> bool:
    prefix = _privilege()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    say(f"Installing system packages: {' '.join(packages)}")
    install = ["-y", "--no-install-recommends", "install", *packages]
    if _apt(prefix, install):
        return True
    _apt(prefix, ["update"])  # a new machine has no package lists, an old one stale ones
    return _apt(prefix, install)


def _apt(prefix: Sequence[str], arguments: Sequence[str]) -> bool:
    """Run apt-get without questions, waiting for another one that holds its lock."""
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
    command += ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *arguments]
    return _succeeds(command)


def _privilege() -> list[str] | None:
    """What goes before a command that changes the system; None when we may not."""
    if _is_root():
        return []
    if shutil.which("sudo") is None:
        return None
    return ["sudo", "-n"] if _succeeds(["sudo", "-n", "true"]) else None


def _succeeds(command: Sequence[str]) -> bool:
    """Run a command without input or output."""
    quiet = subprocess.DEVNULL
    done = subprocess.run(command, check=False, stdin=quiet, stdout=quiet, stderr=quiet)
    return done.returncode == 0


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
