"""What goes into the frozen program and what stays out, checked without freezing."""

from __future__ import annotations

import ast
import plistlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest

from .conftest import CHECKOUT  # noqa: TID252 - the folder is no package of the house

sys.path.append(str(CHECKOUT / "packaging"))
import freezing  # type: ignore[import-not-found]
import no_network  # type: ignore[import-not-found]

from app.program_files import NETWORK_MODULES
from app.version import VERSION

QT_FOLDER = Path(PySide6.__path__[0])
SPEC = (CHECKOUT / "packaging" / "relief-desk.spec").read_text("utf-8")


def imports_of_the_program() -> Iterator[tuple[str, str]]:
    """Every module that a file of app and ui imports, with the file."""
    for room in ("app", "ui"):
        for path in (CHECKOUT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((path.name, alias.name) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield from ((path.name, f"{node.module}.{a.name}") for a in node.names)


def test_nothing_that_is_left_out_is_imported() -> None:
    """No module of app or ui asks for one that the frozen program does not have."""
    left_out = freezing.excluded_modules(QT_FOLDER)
    found = [
        (file, name)
        for file, name in imports_of_the_program()
        if any(name == one or name.startswith(f"{one}.") for one in left_out)
    ]
    assert found == []


def test_every_qt_module_that_is_used_is_kept() -> None:
    """The window's modules of Qt are named, and no other is: not one of the network."""
    used = {
        name.split(".")[1] for _, name in imports_of_the_program() if name.startswith("PySide6.Qt")
    }
    assert used == set(freezing.QT_MODULES)
    left_out = freezing.unused_qt_modules(QT_FOLDER)
    assert "PySide6.QtNetwork" in left_out
    assert not {f"PySide6.{name}" for name in used} & set(left_out)


def test_what_the_self_check_looks_for_is_left_out() -> None:
    """Each network module that the self-check tries to import was kept from getting in."""
    left_out = set(freezing.excluded_modules(QT_FOLDER)) | {"requests", "urllib3"}
    for name in NETWORK_MODULES:
        is_absent_from_qt = name.startswith("PySide6.") and not list(
            QT_FOLDER.glob(f"{name.split('.')[1]}.*")
        )
        parents = {name.rsplit(".", n)[0] for n in range(name.count(".") + 1)}
        assert is_absent_from_qt or parents & left_out, name


def test_a_stand_in_exists_only_for_what_is_left_out() -> None:
    """No module that is there is hidden by an empty one."""
    left_out = set(freezing.excluded_modules(QT_FOLDER))
    for name in no_network.ABSENT:
        assert name in left_out or name.partition(".")[0] in left_out, name


def test_development_tools_do_not_get_in() -> None:
    """What only developers install is left out by name, whatever imports it in passing."""
    foreign = set(freezing.foreign_modules())
    assert {"pytest", "mypy", "hypothesis", "PyInstaller", "psutil"} <= foreign
    assert not {"PySide6", "pikepdf", "sqlcipher3", "lxml", "PIL", "numpy"} & foreign


def test_shipped_packages_are_those_of_the_runtime_lock() -> None:
    """Names and versions for notices and the list of parts come from the lock."""
    packages = freezing.runtime_packages()
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {
        re.split(r"[<>=!~ ]", entry)[0].lower().replace("_", "-")
        for entry in project["dependencies"]
    }
    assert asked <= packages.keys()
    assert "pip" not in packages


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/plugins/tls/qschannelbackend.dll", False),
        ("PySide6/Qt/plugins/networkinformation/libqglib.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("PySide6/Qt/translations/qt_es.qm", False),
        ("PySide6/translations/qt_es.qm", False),
        ("numpy-2.4.6.dist-info/METADATA", True),
        ("numpy-2.4.6.dist-info/licenses/LICENSE.txt", True),
        ("numpy-2.4.6.dist-info/RECORD", False),
        ("numpy-2.4.6.dist-info/INSTALLER", False),
        ("sqlite_utils-4.2.1.dist-info/entry_points.txt", True),
        ("resources/policies/us-ca/los-angeles.toml", True),
        ("resources/papers/letters/letter-es.toml", True),
    ],
)
def test_files_are_chosen_by_their_place(place: str, wanted: bool) -> None:
    """The same rule chooses on Linux, Windows and macOS."""
    assert freezing.is_wanted(place) is wanted


def test_a_library_comes_along_only_where_something_is_linked_to_it() -> None:
    """Libraries of plugins that stay out, and the system's own, stay out too; so do links."""
    needs = {
        "QtCore": ["libQt6Core.so.6", "libstdc++.so.6"],
        "qxcb": ["libQt6Core.so.6", "libxcb-cursor.so.0", "libdbus-1.so.3"],
        "core": ["libicu.so.73"],
        "dbus": ["libsystemd.so.0"],
    }
    entries = [
        ("PySide6/QtCore.abi3.so", "QtCore", "EXTENSION"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "qxcb", "BINARY"),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "tls", "BINARY"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "core", "BINARY"),
        ("PySide6/Qt/lib/libQt6Network.so.6", "network", "BINARY"),
        ("libQt6Network.so.6", "PySide6/Qt/lib/libQt6Network.so.6", "SYMLINK"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libicu.so.73", "icu", "BINARY"),
        ("libxcb-cursor.so.0", "cursor", "BINARY"),
        ("libdbus-1.so.3", "dbus", "BINARY"),
        ("libsystemd.so.0", "systemd", "BINARY"),
        ("libpython3.11.so.1.0", "python", "BINARY"),
        ("resources/window/look.qss", "look", "DATA"),
    ]
    chosen = {place for place, _, _ in freezing.sort_out(entries, lambda file: needs.get(file, []))}
    assert chosen == {
        "PySide6/QtCore.abi3.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libQt6Core.so.6",
        "libicu.so.73",
        "libxcb-cursor.so.0",
        "libpython3.11.so.1.0",
        "resources/window/look.qss",
    }


def test_a_windows_library_is_found_whatever_its_case() -> None:
    """Windows writes names of libraries in several ways; python's own is always needed."""
    entries = [
        ("PySide6\\QtCore.pyd", "QtCore", "EXTENSION"),
        ("PySide6\\Qt6Core.dll", "core", "BINARY"),
        ("PySide6\\Qt6Network.dll", "network", "BINARY"),
        ("python311.dll", "python", "BINARY"),
        ("VCRUNTIME140.dll", "runtime", "BINARY"),
    ]
    chosen = freezing.sort_out(entries, lambda file: {"QtCore": ["QT6CORE.DLL"]}.get(file, []))
    assert "PySide6\\Qt6Network.dll" not in {place for place, _, _ in chosen}
    assert len(chosen) == 4


def test_a_macos_framework_goes_as_a_whole() -> None:
    """Where a framework's library is not needed, its links and its data go too."""
    lib = "PySide6/Qt/lib"
    entries = [
        ("PySide6/QtCore.abi3.so", "QtCore", "EXTENSION"),
        (f"{lib}/QtCore.framework/Versions/A/QtCore", "core", "BINARY"),
        (f"{lib}/QtCore.framework/Versions/Current", "A", "SYMLINK"),
        (f"{lib}/QtNetwork.framework/Versions/A/QtNetwork", "network", "BINARY"),
        (f"{lib}/QtNetwork.framework/Versions/Current", "A", "SYMLINK"),
        (f"{lib}/QtNetwork.framework/Resources/Info.plist", "plist", "DATA"),
    ]
    needs = {"QtCore": ["@rpath/QtCore.framework/Versions/A/QtCore"]}
    chosen = [place for place, _, _ in freezing.sort_out(entries, lambda f: needs.get(f, []))]
    assert not [place for place in chosen if "Network" in place]
    assert f"{lib}/QtCore.framework/Versions/Current" in chosen


def test_what_users_can_run_and_read_is_bundled() -> None:
    """Resources, case tables and the license are data of the program and exist."""
    assert {("resources", "resources"), ("tests/policies", "tests/policies")} <= {*freezing.DATA}
    for source, _ in freezing.DATA:
        assert (CHECKOUT / source).exists()


def test_the_spec_uses_the_lists() -> None:
    """The spec freezes the program's one door, for all three systems, by the lists tested here."""
    compile(SPEC, "relief-desk.spec", "exec")
    for word in (
        '"ui" / "__main__.py"', "no_network.py", "freezing.excluded_modules", "freezing.sort_out",
        "freezing.DATA", "freezing.runtime_packages", "freezing.WINDOWED", "BUNDLE(",
        "freezing.bundle_information", "uac_admin=False", "upx=False",
    ):  # fmt: skip
        assert word in SPEC, word


def test_the_windows_version_resource_is_read_as_it_is_meant() -> None:
    """Four numbers and the names that Windows shows, in the form that PyInstaller evaluates."""
    made: dict[str, object] = {}

    def note(name: str):  # type: ignore[no-untyped-def]
        def take(*given: object, **named: object) -> tuple[str, object, object]:
            made.setdefault(name, (given, named))
            return name, given, named

        return take

    names = (
        "VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct",
        "VarFileInfo", "VarStruct",
    )  # fmt: skip
    eval(freezing.version_text("1.2.3"), {name: note(name) for name in names})
    assert made["FixedFileInfo"][1]["filevers"] == (1, 2, 3, 0)  # type: ignore[index]
    assert made.keys() == set(names)
    assert "'ProductName', 'Relief Desk'" in freezing.version_text(VERSION)


def test_the_macos_bundle_says_what_it_opens() -> None:
    """Version, oldest system, and the file type by which Finder opens a workspace."""
    told = plistlib.loads(plistlib.dumps(freezing.bundle_information(VERSION)))
    assert told["CFBundleShortVersionString"] == VERSION
    (kind,) = told["UTExportedTypeDeclarations"]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["relief"]
    assert told["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert told["LSMinimumSystemVersion"] == freezing.OLDEST_MACOS


def test_icons_exist_for_every_system() -> None:
    """Windows' icon has a picture for lists and one for the desktop; all are what they say."""
    folder = CHECKOUT / "packaging" / "icons"
    assert (folder / "relief-desk.png").read_bytes().startswith(b"\x89PNG")
    icns = (folder / "relief-desk.icns").read_bytes()
    assert icns.startswith(b"icns")
    assert int.from_bytes(icns[4:8], "big") == len(icns)
    ico = (folder / "relief-desk.ico").read_bytes()
    n_pictures = int.from_bytes(ico[4:6], "little")
    assert {ico[6 + 16 * i] for i in range(n_pictures)} == {16, 24, 32, 48, 64, 0}  # 0 means 256


def test_what_building_needs_is_locked_for_every_system() -> None:
    """Windows and macOS need packages that Linux does not; the lock has them."""
    lock = (CHECKOUT / "packaging" / "requirements-dev.txt").read_text("utf-8")
    for name, system in (("pefile", "win32"), ("pywin32-ctypes", "win32"), ("macholib", "darwin")):
        assert re.search(rf"^{name}==\S+ ; sys_platform == '{system}'", lock, re.MULTILINE), name
