"""There is one way to make something temporary, and everybody takes it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
# What leaves files in folders of the whole computer, or in Qt's own places.
ELSEWHERE = {"tempfile", "shelve", "dbm"}
QT_ELSEWHERE = {"QTemporaryFile", "QTemporaryDir", "QSaveFile", "QLockFile"}


def imports() -> Iterator[tuple[str, str]]:
    """(file, module or name) of every import of the program."""
    for room in ("app", "ui"):
        for path in sorted((CHECKOUT / room).rglob("*.py")):
            shown = path.relative_to(CHECKOUT).as_posix()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((shown, alias.name) for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    yield shown, node.module or ""
                    yield from ((shown, alias.name) for alias in node.names)


def test_nothing_temporary_but_in_scratch_folders() -> None:
    """No module of the computer's temporary folder, and none of Qt's."""
    wrong = [
        (file, name)
        for file, name in imports()
        if name.partition(".")[0] in ELSEWHERE or name in QT_ELSEWHERE
    ]
    assert not wrong


def test_settings_of_qt_are_kept_nowhere() -> None:
    """Qt's own settings are made to go nowhere, and nobody else uses them."""
    users = [file for file, name in imports() if name == "QSettings"]
    assert users == ["ui/application.py"]
