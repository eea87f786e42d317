"""The house stays as it was drawn: sizes, names, clocks, addresses, documentation."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "ui")
CLOCKLESS_ROOMS = ("rules", "documents", "reports", "model")
LONGEST_FILE = 600
GLANCE = 5  # lines of a function that needs no docstring

# Spelled in pieces, so that this file does not hold what it forbids.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("anaconda", "org"),
    )
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/|C:\\+Users\\+\w+", re.IGNORECASE
)
NETWORK_MODULES = re.compile(
    r"(socket|socketserver|ssl|http|urllib\.(request|robotparser)|ftplib|smtplib|poplib|imaplib|"
    r"telnetlib|nntplib|xmlrpc|asyncio|wsgiref|webbrowser|xml\.sax|"
    r"PySide6\.Qt(Network|WebEngine|WebSockets|DBus|HttpServer|WebView|WebChannel|Bluetooth)\w*)\b"
)
SKIPPED_FOLDERS = {".git", ".venv", "__pycache__", "build", "dist", "out", ".hypothesis"}


@lru_cache(maxsize=1)
def tracked_files() -> tuple[Path, ...]:
    """The files a clone has; without git, every file that is not made by running something."""
    if shutil.which("git"):
        command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
        listing = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False)
        names = listing.stdout.decode().split("\0") if listing.returncode == 0 else []
        if any(names):
            return tuple(path for name in names if name and (path := CHECKOUT / name).is_file())
    return tuple(
        path
        for path in CHECKOUT.rglob("*")
        if path.is_file()
        and not any(
            part in SKIPPED_FOLDERS or part.endswith("_cache")
            for part in path.relative_to(CHECKOUT).parts
        )
    )


def text_of(path: Path) -> str | None:
    """The text of a file; None for a font, a picture or another binary."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    return data.decode("utf-8", "replace")


def house_files() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((CHECKOUT / room).rglob("*.py"))


def shown(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def test_packaging_is_no_python_package() -> None:
    """A package named packaging would hide the one that pytest and PyInstaller import."""
    assert not (CHECKOUT / "packaging" / "__init__.py").exists()


def test_no_file_is_too_long_to_read() -> None:
    """No file of the program is longer than 600 lines."""
    sizes = {shown(path): len(path.read_text("utf-8").splitlines()) for path in house_files()}
    assert {name: n for name, n in sizes.items() if n > LONGEST_FILE} == {}


def test_public_functions_and_classes_are_documented() -> None:
    """Every module of app has a docstring, and so has what it offers, short functions aside."""
    bare = []
    for path in sorted((CHECKOUT / "app").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body and ast.get_docstring(tree) is None:
            bare.append(shown(path))
        bare += [f"{shown(path)}: {name}" for name in undocumented(tree.body)]
    assert bare == []


def undocumented(body: list[ast.stmt]) -> Iterator[str]:
    """Public functions and classes of a module that need a docstring and have none.

    A function of a few lines is said by its name and types; a class of plain data
    by its fields and their comments.
    """
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        n_lines = (node.end_lineno or node.lineno) - node.lineno + 1
        clear = is_plain_data(node) if isinstance(node, ast.ClassDef) else n_lines <= GLANCE
        if not clear and ast.get_docstring(node) is None:
            yield node.name


def is_plain_data(node: ast.ClassDef) -> bool:
    decorated = any("dataclass" in ast.unparse(d) for d in node.decorator_list)
    return decorated or any("Struct" in ast.unparse(base) for base in node.bases)


@pytest.mark.parametrize("room", CLOCKLESS_ROOMS)
def test_no_rule_or_paper_looks_at_the_clock(room: str) -> None:
    """Dates are inputs: nothing that decides or prints asks what day it is."""
    clocks = {"today", "now", "utcnow", "localtime", "gmtime", "time_ns"}
    found = []
    for path in sorted((CHECKOUT / "app" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in clocks:
                found.append(f"{shown(path)}:{node.lineno} {ast.unparse(node)}")
            elif isinstance(node, ast.Import) and any(a.name == "time" for a in node.names):
                found.append(f"{shown(path)}:{node.lineno} import time")
    assert found == []


def test_nothing_imports_a_network_module() -> None:
    """Nothing leaves the computer: no module of the program imports one that could send it."""
    found = [
        f"{shown(path)}: {name}"
        for path in house_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in imported(node)
        if NETWORK_MODULES.match(name)
    ]
    assert found == []


def imported(node: ast.AST) -> Iterator[str]:
    """The full names an import statement brings in."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_registry_host_stands_in_any_file() -> None:
    """An office installs from where it likes: no file names a package registry."""
    found = [
        f"{shown(path)}: {host}"
        for path in tracked_files()
        if (text := text_of(path)) is not None
        for host in REGISTRY_HOSTS
        if host in text.lower()
    ]
    assert found == []


def test_no_machine_path_stands_in_any_file() -> None:
    """Nothing points into the home folder or the work folder of one computer."""
    found = []
    for path in tracked_files():
        text = text_of(path)
        if text is None or path == Path(__file__):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATHS.search(line):
                found.append(f"{shown(path)}:{number} {line.strip()[:100]}")
    assert found == []


def test_the_lock_is_not_one_that_names_hosts() -> None:
    """The locks are requirements files; uv.lock and its like would name download addresses."""
    names = {path.name for path in tracked_files()}
    assert not names & {"uv.lock", "poetry.lock", "Pipfile.lock", "pylock.toml"}


def test_qt_is_pinned_to_a_version_that_counts_its_references() -> None:
    """PySide6 6.12.0 loses references to None on Python 3.11 and aborts; 6.11.3 does not."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = [entry for entry in project["dependencies"] if entry.lower().startswith("pyside6")]
    assert pins == ["PySide6-Essentials==6.11.3"]
