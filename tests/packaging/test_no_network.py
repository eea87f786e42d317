"""The frozen program's stand-ins for network modules: importable, useless, told apart."""

from __future__ import annotations

import subprocess
import sys

from .conftest import CHECKOUT  # noqa: TID252 - the folder is no package of the house

BEGIN = """
import sys
sys.path[:0] = [{packaging!r}, {checkout!r}]
import freezing, no_network
left_out = set(freezing.NETWORK_MODULES) | {{"unittest"}}
for name in [name for name in sys.modules if name.partition(".")[0] in left_out]:
    del sys.modules[name]
class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if name in left_out or any(name.startswith(one + ".") for one in left_out):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, LeftOut())
no_network.stand_in()
"""


def run(code: str) -> str:
    """What a Python prints that has only the stand-ins."""
    begin = BEGIN.format(packaging=str(CHECKOUT / "packaging"), checkout=str(CHECKOUT))
    done = subprocess.run(
        [sys.executable, "-B", "-c", begin + code], capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_can_be_made_with_them() -> None:
    """Whatever a library tries to open raises OSError, which every library expects."""
    told = run(
        "import socket, http.client, urllib.request\n"
        "for make in (socket.socket, lambda: http.client.HTTPConnection('a'),\n"
        "             urllib.request.build_opener, lambda: urllib.request.Request('a')):\n"
        "    try: make()\n"
        "    except OSError as error: print(error)\n"
    )
    assert told.splitlines() == ["Relief Desk has no network code."] * 4


def test_the_libraries_work_with_them() -> None:
    """Worker processes and PDF files are made without a network module."""
    told = run(
        "import multiprocessing, multiprocessing.reduction, concurrent.futures.process\n"
        "from app.documents.fonts import Face, text_width\n"
        "import pikepdf, openpyxl, sqlite_utils\n"
        "print(text_width('Motion', Face.REGULAR, 12) > 0)\n"
        "print(sorted(name for name in sys.modules if name in ('_socket', '_ssl', 'ssl')))\n"
    )
    assert told.split() == ["True", "[]"]


def test_the_self_check_does_not_take_them_for_the_real_ones() -> None:
    """A stand-in does not count as network code; a real module would."""
    told = run(
        "from app.program_files import find_network_modules\n"
        "left_out.update(('PySide6', 'requests', 'urllib3'))\n"
        "print(find_network_modules())\n"
        "import types; sys.modules['ftplib'] = types.ModuleType('ftplib')\n"
        "print(find_network_modules())\n"
    )
    assert told.splitlines() == ["[]", "['ftplib']"]
