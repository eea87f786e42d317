"""Runs first in the frozen program: stands where Python's network modules would.

The frozen program has no socket, no SSL, no HTTP: `freezing` leaves them out. Two
libraries import them all the same, for things that never happen here: multiprocessing
(sockets between processes; here they are pipes) and fpdf2 (pictures from the web). They
find these empty names instead, which raise OSError when something tries to use them.
"""

from __future__ import annotations

import importlib
import sys
import types

# Module: the names that importing it asks for.
ABSENT = {
    "socket": ("gaierror", "socket"),
    "http": (),
    "http.client": ("HTTPConnection", "HTTPSConnection"),
    "urllib.request": (
        "HTTPHandler",
        "HTTPRedirectHandler",
        "HTTPSHandler",
        "ProxyHandler",
        "Request",
        "build_opener",
    ),
    "unittest": (),
    "unittest.mock": ("patch",),  # brings asyncio; fpdf2 signs files with it, which we never do
}


class _NoNetwork:
    """Something of a network module: it can be named and derived from, not made."""

    def __init__(self, *_: object, **__: object) -> None:
        raise OSError("Relief Desk has no network code.")


def stand_in() -> None:
    """Put the empty modules in place."""
    for name, names in ABSENT.items():
        module = types.ModuleType(name, "Left out of this program.")
        module.__dict__["is_left_out"] = True
        for word in names:
            base = OSError if word == "gaierror" else _NoNetwork
            module.__dict__[word] = type(word, (base,), {})
        sys.modules[name] = module
    for name in ABSENT:
        parent, _, child = name.rpartition(".")
        if parent:
            importlib.import_module(parent).__dict__[child] = sys.modules[name]


if hasattr(sys, "_MEIPASS"):
    stand_in()
