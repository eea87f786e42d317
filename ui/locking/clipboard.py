"""A personal number on the clipboard: for half a minute, and not for programs that keep a history.

Only what was put there is taken away: whatever somebody copied since stays.
"""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_MS = 30_000
# What clipboard histories of Windows and of KDE look for.
_NOT_FOR_HISTORY = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0" * 4,
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0" * 4,
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0" * 4,
    "x-kde-passwordManagerHint": b"secret",
}


class _Copied:
    """The clipboard is one for all windows, and so is what is remembered of it."""

    digest = b""


_copied = _Copied()


def copy_for_a_while(text: str) -> None:
    """Put a text on the clipboard, and take it away again."""
    data = QMimeData()
    data.setText(text)
    for kind, value in _NOT_FOR_HISTORY.items():
        data.setData(kind, value)
    QGuiApplication.clipboard().setMimeData(data)
    _copied.digest = _digest(text)
    digest = _copied.digest
    QTimer.singleShot(KEPT_MS, lambda: _clear(digest))


def forget_copied() -> None:
    """Take it away now, for the window is locked or closed."""
    _clear(_copied.digest)


def _clear(digest: bytes) -> None:
    if not digest or digest != _copied.digest:
        return  # something else was copied here since, and has its own time
    _copied.digest = b""
    clipboard = QGuiApplication.clipboard()
    if _digest(clipboard.text()) == digest:
        clipboard.clear(QClipboard.Mode.Clipboard)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
