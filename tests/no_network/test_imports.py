"""No network code: none of ours, none that comes along unnoticed, and none that would work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

# Loads every module of the program and notes which file first asked for a network module.
LOADER = """
import importlib, json, pkgutil, sys, traceback
WATCHED = {
    "socket", "ssl", "http.client", "urllib.request", "asyncio", "ftplib", "smtplib", "poplib",
    "imaplib", "xmlrpc", "socketserver", "webbrowser", "http.server", "wsgiref", "requests",
    "urllib3", "PySide6.QtNetwork", "PySide6.QtDBus", "PySide6.QtWebEngineCore",
    "PySide6.QtWebSockets", "PySide6.QtHttpServer", "email.message",
}
brought = {}
class Watcher:
    def find_spec(self, name, path=None, target=None):
        if name in WATCHED and name not in brought:
            files = [f.filename for f in traceback.extract_stack() if "importlib" not in f.filename]
            brought[name] = [one for one in files if one not in ("<string>", __file__)][::-1]
        return None
__file__ = "<string>"
sys.meta_path.insert(0, Watcher())
import app, ui
names = []
for package in (app, ui):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
            names.append(found.name)
print(json.dumps({"brought": brought, "n": len(names)}))
"""

# Which library brings which network module along without calling it. The guard of every process
# (`app.no_network`) refuses what any of them would ask for.
BROUGHT_BY = {
    "socket": ("multiprocessing/", "http/client", "asyncio/", "ssl.py"),
    "ssl": ("http/client", "asyncio/", "urllib/request", "fpdf/"),
    "http.client": ("urllib/request", "fpdf/"),
    "urllib.request": ("fpdf/", "xml/sax/saxutils", "mimetypes"),
    "email.message": ("email/", "http/client", "urllib/request", "importlib/metadata"),
    "asyncio": ("unittest/mock", "fpdf/", "unittest/async_case"),
}


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", LOADER], cwd=CHECKOUT, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    data = json.loads(done.stdout)
    assert data["n"] > 500
    brought: dict[str, list[str]] = data["brought"]
    return brought


def test_only_known_libraries_bring_network_modules_along(loaded: dict[str, list[str]]) -> None:
    """Every module of the program is loaded; what asks for a network module is a library that is
    known to, and never a file of ours."""
    for name, files in loaded.items():
        assert name in BROUGHT_BY, (name, files[:4])
        asked = Path(files[0]).as_posix()
        assert str(CHECKOUT) not in asked or ".venv" in asked, (name, asked)
        assert any(part in asked for part in BROUGHT_BY[name]), (name, files[:4])


def test_qt_brings_no_network_module(loaded: dict[str, list[str]]) -> None:
    """Neither by ours nor by another of its modules."""
    assert not [name for name in loaded if name.startswith("PySide6")]


ATTEMPTS = {
    "connect": "import socket; socket.socket().connect(('127.0.0.1', 9))",
    "connect without raising": "import socket; socket.socket().connect_ex(('127.0.0.1', 9))",
    "listen": "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "send": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "look a name up": "import socket; socket.getaddrinfo('localhost', 80)",
    "look up the old way": "import socket; socket.gethostbyname('localhost')",
    "an address": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "a file's address": "import urllib.request; urllib.request.urlopen('file:///etc/hostname')",
    "http": "import http.client; http.client.HTTPConnection('127.0.0.1', 9).request('GET', '/')",
    "mail": "import smtplib; smtplib.SMTP('127.0.0.1', 9)",
    "a picture by address": "import fpdf; p = fpdf.FPDF(); p.add_page(); "
    "p.image('http://127.0.0.1:9/x.png')",
}


@pytest.mark.parametrize("attempt", list(ATTEMPTS))
def test_the_guard_refuses(attempt: str) -> None:
    """In a process that began as ours do, whatever reaches for the network fails at once."""
    code = f"from app.guarded import guard_process; guard_process(); {ATTEMPTS[attempt]}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "NetworkRefusedError" in done.stderr


def test_every_process_is_guarded() -> None:
    """The terminal, a worker of it, and a stream: each refuses, and none may leave a dump."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.no_network.run_probe"], cwd=CHECKOUT, capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for refused, most_dump in json.loads(done.stdout):
        assert refused
        assert most_dump <= 1


def test_both_doors_guard_their_process() -> None:
    """The window's door and the terminal's call the guard before anything else is done."""
    for door in ("ui/launch.py", "app/cli/__main__.py"):
        text = (CHECKOUT / door).read_text(encoding="utf-8")
        assert "guard_process()" in text
