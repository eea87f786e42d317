"""What goes into the frozen program and what stays out: lists and filters for ``relief-desk.spec``.

Nothing here needs PyInstaller, so the tests can look at every choice without
building. Names of collected files are given as they stand in the program
folder, with slashes on every system.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = "relief-desk"  # the program folder in dist/, and its program for terminal and window
WINDOWED = "Relief Desk"  # Windows: the program without a console; macOS: the bundle
BUNDLE_ID = "relief-desk.ReliefDesk"
SUFFIX = ".relief"
OLDEST_MACOS = "13.0"  # Qt 6.10 and later
MOST_MEGABYTES = 200  # unpacked; a megabyte is 1,000,000 bytes

DATA = (
    ("resources", "resources"),
    ("tests/policies", "tests/policies"),  # `app.paths.case_tables`
    ("LICENSE", "."),
)

QT_MODULES = ("QtCore", "QtGui", "QtPrintSupport", "QtSvg", "QtWidgets")

# Python modules that could reach a network, and what is of no use without them. Where a
# library imports one of them all the same, `no_network` stands in its place.
NETWORK_MODULES = (
    "_overlapped", "_socket", "_ssl", "asyncio", "ftplib", "http", "imaplib", "mailbox", "nntplib",
    "poplib", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.request",
    "urllib.robotparser", "webbrowser", "wsgiref", "xmlrpc",
)  # fmt: skip

# Modules that something imports in a case which never happens here.
UNUSED_MODULES = (
    "PIL.ImageQt", "PIL.ImageTk", "PIL._avif", "PIL._webp", "_curses", "cffi", "cryptography",
    "curses", "defusedxml.lxml", "defusedxml.xmlrpc", "distutils", "doctest", "endesive",
    "ensurepip", "fontTools.ufoLib", "idlelib", "lib2to3", "lxml.html", "lxml.isoschematron",
    "lxml.objectify", "matplotlib", "multiprocessing.dummy", "multiprocessing.forkserver",
    "multiprocessing.managers", "multiprocessing.resource_sharer", "numpy.ctypeslib", "numpy.f2py",
    "numpy.fft", "numpy.polynomial", "numpy.random", "numpy.testing", "pandas", "pdb", "pip",
    "pydoc", "pydoc_data", "readline", "rlcompleter", "scipy", "sympy", "test", "tkinter",
    "turtle", "unittest", "uharfbuzz.tests", "venv", "zstandard._cffi", "zstandard.backend_cffi",
)  # fmt: skip

# Qt loads these when it needs them. What is not named stays out: network, databases, cameras,
# screens without a window system, pictures that no page shows.
QT_PLUGINS = {
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa", "qminimal"),
    "platforminputcontexts": ("compose", "ibus"),  # accents, and other scripts
    "platformthemes": ("qxdgdesktopportal",),  # dark or light, the system's file dialogs
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "imageformats": ("qsvg", "qjpeg"),
    "iconengines": ("qsvgicon",),
    "printsupport": ("cups",),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
}

# The system's own in every case, for they have to fit its services, its fonts, its screen and its
# graphics driver; taking along those of the computer where it was frozen would also ask for a
# newer glibc. CUPS is network code besides: where there is none, Qt prints to files.
SYSTEM_LIBRARIES = re.compile(
    r"lib(cups|dbus-1|stdc\+\+|gcc_s|X11|X11-xcb|fontconfig|freetype|expat)\.so", re.IGNORECASE
)

_BINARY_KINDS = ("BINARY", "EXTENSION")
_LIBRARY = re.compile(r"(lib.+\.so(\.[\d.]+)?|.+\.dll|.+\.dylib)$")
_LOADED_FIRST = re.compile(r"(lib)?python3|vcruntime|msvcp|ucrtbase|api-ms-")
_PLUGIN = re.compile(r"(?:^|/)plugins/([^/]+)/(?:lib)?([^/]+)\.(?:so|dll|dylib)$")
_KEPT_METADATA = re.compile(r"^(METADATA|entry_points\.txt|.*(LICEN[CS]E|COPYING|NOTICE).*)$", re.I)


def runtime_packages() -> dict[str, str]:
    """The packages that the program stands on: names of the runtime lock, with versions, as
    they are installed here. pip is in the lock for a part of sqlite-utils that is not used.
    """
    lock = (CHECKOUT / "packaging" / "requirements.txt").read_text("utf-8")
    names = {_canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    installed = {
        _canonical(found.metadata["Name"]): found.version
        for found in importlib.metadata.distributions()
    }
    return {name: installed[name] for name in sorted(names & installed.keys() - {"pip"})}


def foreign_modules() -> list[str]:
    """What is installed for developing alone: it must not get in by an optional import."""
    wanted = runtime_packages().keys()
    return sorted(
        module
        for module, owners in importlib.metadata.packages_distributions().items()
        if not {_canonical(owner) for owner in owners} & wanted and module.isidentifier()
    )


def unused_qt_modules(folder: Path) -> list[str]:
    """The modules of Qt for Python in its folder that no page uses."""
    found = {path.name.partition(".")[0] for path in folder.glob("Qt*") if path.is_file()}
    return sorted(f"PySide6.{name}" for name in found - set(QT_MODULES))


def excluded_modules(qt_folder: Path) -> list[str]:
    """Everything that PyInstaller shall not follow."""
    return sorted(
        {*NETWORK_MODULES, *UNUSED_MODULES, *foreign_modules(), *unused_qt_modules(qt_folder)}
    )


def is_wanted(name: str) -> bool:
    """Whether a collected file belongs into the program, by its place alone."""
    name = name.replace("\\", "/")
    plugin = _PLUGIN.search(name)
    if plugin is not None:
        return plugin[2].removesuffix("platforminputcontextplugin").removesuffix(
            "printersupport"
        ) in QT_PLUGINS.get(plugin[1], ())
    parts = PurePosixPath(name).parts
    if any(part.endswith(".dist-info") for part in parts):
        return _KEPT_METADATA.match(parts[-1]) is not None
    if "translations" in parts and "PySide6" in parts:
        return False
    return not (parts[0] == "lxml" and ("includes" in parts or "isoschematron" in parts))


Entry = tuple[str, str, str]  # PyInstaller's: place in the program, file it comes from, kind


def sort_out(entries: Sequence[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The binaries and data that the program needs, of what PyInstaller has found.

    ``needs`` gives the file names that a binary is linked to. What is dropped takes along the
    links that lead to it and, on macOS, the rest of its framework.
    """
    wanted = [entry for entry in entries if is_wanted(entry[0])]
    files = {_slashed(place): source for place, source, kind in wanted if kind in _BINARY_KINDS}
    kept = reachable(files, needs)
    dropped = [place for place in files if place not in kept]
    names = {_name(place) for place in dropped} - {_name(place) for place in kept}
    frameworks = tuple(
        place.partition(".framework/")[0] + ".framework/"
        for place in dropped
        if ".framework/" in place
    )
    return [
        entry
        for entry in wanted
        if (place := _slashed(entry[0])) in kept
        or (place not in files and _name(place) not in names and not place.startswith(frameworks))
    ]


def reachable(binaries: Mapping[str, str], needs: Callable[[str], Iterable[str]]) -> set[str]:
    """The binaries that something in the program loads, by their places in it.

    ``binaries`` maps a place to the file it comes from. Extension modules, plugins and the
    interpreter are loaded by name; a library only because another file is linked to it.
    """
    by_name: dict[str, list[str]] = {}
    for place in binaries:
        by_name.setdefault(_name(place), []).append(place)
    waiting = [place for place in binaries if not _is_library(place)]
    kept = set(waiting)
    while waiting:
        for needed in needs(binaries[waiting.pop()]):
            name = _name(_slashed(needed))
            if SYSTEM_LIBRARIES.match(name):
                continue
            fresh = [place for place in by_name.get(name, ()) if place not in kept]
            kept.update(fresh)
            waiting += fresh
    return kept


def _slashed(place: str) -> str:
    return place.replace("\\", "/")


def _name(place: str) -> str:
    return PurePosixPath(place).name.lower()  # Windows writes the same name in several ways


def _is_library(place: str) -> bool:
    """Whether a file is only there because others are linked to it."""
    if "/plugins/" in place or "pypdfium2_raw" in place:  # loaded by their names
        return False
    if ".framework/" in place:
        return True
    name = _name(place)
    return _LIBRARY.match(name) is not None and _LOADED_FIRST.match(name) is None


def version_text(version: str) -> str:
    """The version resource of the Windows programs, in the form that PyInstaller reads."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:4])
    four = numbers + (0,) * (4 - len(numbers))
    words = {
        "CompanyName": WINDOWED,
        "FileDescription": f"{WINDOWED} - clears criminal records in bulk",
        "FileVersion": version,
        "InternalName": FOLDER,
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": f"{FOLDER}.exe",
        "ProductName": WINDOWED,
        "ProductVersion": version,
    }
    pairs = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, "
        "OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)), kids=[StringFileInfo([StringTable("
        f"'040904B0', [{pairs}])]), VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


def bundle_information(version: str) -> dict[str, object]:
    """Info.plist of the macOS bundle: versions, the file type, no network, no scripting."""
    kind = f"{BUNDLE_ID}.workspace"
    return {
        "CFBundleDisplayName": WINDOWED,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "LSApplicationCategoryType": "public.app-category.productivity",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # dark where the system is dark
        "NSPrincipalClass": "NSApplication",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": f"{WINDOWED} workspace",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [kind],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind,
                "UTTypeDescription": f"{WINDOWED} workspace",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": [SUFFIX.lstrip(".")]},
            }
        ],
    }


def icon_file() -> Path:
    """The program's icon in the form this system wants."""
    ending = {"win32": "ico", "darwin": "icns"}.get(sys.platform, "png")
    return CHECKOUT / "packaging" / "icons" / f"relief-desk.{ending}"


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
