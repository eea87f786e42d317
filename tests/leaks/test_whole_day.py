"""What a whole day leaves on the disk: nothing of a record outside what was asked for.

The programs run under a trace of every file they open, and where no network exists.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.leaks.day import PASSPHRASE, Place
from tests.leaks.needles import Searched, needles_of, search
from tests.leaks.traced import Trace, can_trace, network_can_be_taken

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="traces and namespaces are Linux's"),
]
needs_trace = pytest.mark.skipif(not can_trace(), reason="strace is not here")
needs_no_network = pytest.mark.skipif(
    not network_can_be_taken(), reason="“unshare -rn” is not permitted here"
)

# Semaphores of worker processes (a count, no data) and the place where output goes to be lost.
HARMLESS = re.compile(r"/dev/(null|tty|shm/sem\.[\w-]+)|/proc/(self|\d+)/(fd/\d+|task/\d+/comm)")
SEALED = re.compile(
    r"Office( of form \d+)?\.relief(-wal|-shm|-journal|\.lock|\.keys(\.part)?)?"
    r"|\.Office\.relief\.part(-wal|-shm|-journal)?"  # a new workspace, sealed from its first page
    r"|\.relief-desk-[0-9a-f]{12}(/held|/inside(/.*)?)?"
)


def data_of(place: Place) -> Path:
    return place.folder.parent / "data"


def strangers(day: Trace, place: Place, *more: Path) -> list[str]:
    """Files written outside the workspace's folder, the output and the program's own data."""
    allowed = (place.given, place.out, place.office, data_of(place), *more)
    return sorted(
        str(path)
        for path in day.written
        if not HARMLESS.fullmatch(str(path))
        and path not in (place.folder, place.folder.parent)
        and not any(path == one or path.is_relative_to(one) for one in allowed)
    )


def tell(capsys: pytest.CaptureFixture[str], what: str, searched: Searched) -> None:
    with capsys.disabled():
        print(f"\n{what}: {searched.n_bytes:,} bytes of {searched.n_files:,} files searched")


def test_every_command_of_the_day_worked(
    terminal_day: Trace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A day that stopped early would prove nothing."""
    failed = [(name, said) for name, status, said in terminal_day.data if status]
    assert not failed
    with capsys.disabled():
        print(f"\n{len(terminal_day.data)} commands of the terminal, {_where(terminal_day)}")


def test_everything_in_the_window_worked(
    window_day: Trace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Import, check and papers were made, all pages and menus opened, no bug was met."""
    assert not window_day.data["problems"]
    assert {"import", "check", "papers", "review", "activity"} <= set(window_day.data["seen"])
    assert window_day.data["pictures"] >= 15
    with capsys.disabled():
        print(f"\n{len(window_day.data['seen'])} things opened in the window, {_where(window_day)}")


def _where(day: Trace) -> str:
    return "with a network that was not asked for" if day.had_network else "where no network exists"


@needs_trace
def test_the_terminal_writes_where_it_was_told(terminal_day: Trace, terminal_place: Place) -> None:
    """No file of the computer's temporary folder, of the home folder or elsewhere."""
    assert len(terminal_day.written) > 100
    assert not strangers(terminal_day, terminal_place)


@needs_trace
def test_the_window_writes_where_it_was_told(window_day: Trace, window_place: Place) -> None:
    """Nor do Qt's own caches, settings and dialogs."""
    assert len(window_day.written) > 20
    assert not strangers(window_day, window_place, window_place.folder / "while open")


@needs_trace
@pytest.mark.parametrize("which", ["terminal", "window"])
def test_the_folder_of_a_workspace_holds_sealed_files_only(
    request: pytest.FixtureRequest, which: str
) -> None:
    """Workspace, journals, lock, and scratch folders, in which only sealed copies lie."""
    day: Trace = request.getfixturevalue(f"{which}_day")
    place: Place = request.getfixturevalue(f"{which}_place")
    names = {
        path.relative_to(place.office).as_posix()
        for path in day.written
        if path.is_relative_to(place.office) and path != place.office
    }
    assert names
    assert not [name for name in names if not SEALED.fullmatch(name)]
    work = {name.partition("/inside/")[2] for name in names} - {""}
    assert not [one for one in work if not re.search(r"\.relief(-\w+|\.lock)?$", one)]


def test_no_name_stands_in_what_the_terminal_keeps(
    terminal_day: Trace, terminal_place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """The workspace's folder and the program's own data, byte for byte, after the day."""
    assert terminal_day.data
    needles = needles_of(terminal_place.given / "Delivery.dat")
    searched = search([terminal_place.office, data_of(terminal_place)], needles)
    assert searched.n_bytes > 500_000
    assert not searched.found
    tell(capsys, "After a day in the terminal", searched)
    assert search([terminal_place.given], needles).found  # the search does find


def test_no_name_stands_in_what_the_window_keeps(
    window_day: Trace, window_place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same, with the journals as they lie while the workspace is open, and preferences."""
    assert window_day.data
    needles = needles_of(window_place.given / "Delivery.dat")
    home = window_place.folder.parent / "home"
    open_files = window_place.folder / "while open"
    assert any(path.name.endswith("-wal") for path in open_files.iterdir())
    searched = search([window_place.office, open_files, data_of(window_place), home], needles)
    assert searched.n_bytes > 500_000
    assert not searched.found
    tell(capsys, "After a day in the window, and during it", searched)
    kept = {path.name for path in data_of(window_place).rglob("*") if path.is_file()}
    assert kept <= {"preferences.json"}
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_no_scratch_folder_stays(
    terminal_day: Trace, terminal_place: Place, window_day: Trace, window_place: Place
) -> None:
    """Nor a note of one."""
    assert terminal_day.data
    assert window_day.data
    for place in (terminal_place, window_place):
        root = place.folder.parent
        assert not list(root.rglob(".relief-desk-*"))
        assert not list((data_of(place) / "scratch").glob("*"))


@needs_trace
@pytest.mark.parametrize("which", ["terminal", "window"])
def test_no_socket_but_those_inside_the_computer(
    request: pytest.FixtureRequest, which: str
) -> None:
    """No process of the program asks the system for an internet socket; the only sockets are
    the C library's question who the user is."""
    day: Trace = request.getfixturevalue(f"{which}_day")
    assert not [line for line in day.sockets if "AF_INET" in line or "AF_NETLINK" in line]
    others = [line for line in day.sockets if line.startswith("connect")]
    assert all("nscd" in line or ("/dev/log" not in line and "AF_UNIX" in line) for line in others)


@needs_no_network
def test_the_days_were_spent_without_a_network(terminal_day: Trace, window_day: Trace) -> None:
    """Every feature works where no network exists, not even the computer's own address."""
    assert not terminal_day.had_network
    assert not window_day.had_network


@needs_trace
@pytest.mark.parametrize("which", ["terminal", "window"])
def test_no_secret_in_the_list_of_processes(request: pytest.FixtureRequest, which: str) -> None:
    """Arguments of every process that was started: no passphrase, no key, no name."""
    day: Trace = request.getfixturevalue(f"{which}_day")
    place: Place = request.getfixturevalue(f"{which}_place")
    told = "\n".join(day.started)
    assert "spawn_main" in told  # workers were started
    assert PASSPHRASE not in told
    assert not re.search(r"[0-9a-fA-F]{64}", told)
    needles = needles_of(place.given / "Delivery.dat")
    assert not [word for word in needles if word in told.encode()]


@needs_trace
def test_a_name_that_names_a_picture_loads_none(window_day: Trace, window_place: Place) -> None:
    """HTML in a record stays text: in lists, tool tips, pages and papers."""
    marker = str(window_place.given / "marker.png")
    assert sum(marker == name for name in window_day.opened) == 1
    (line,) = [name for name in window_day.written if str(name) == marker]  # when it was made
    assert line


def test_no_library_that_speaks_to_a_network_is_loaded_by_qt(window_day: Trace) -> None:
    """Neither Qt's network module nor a plugin for it is in the process at the end of the day."""
    speaks = re.compile(r"(lib)?Qt6?(Network|WebEngine|WebSockets|Qml|Quick)|libq\w*(openssl|tls)")
    found = [name for name in window_day.data["libraries"] if speaks.match(name)]
    assert not found
    assert not [one for one in window_day.data["modules"] if "QtNetwork" in one]


def test_messages_name_nobody(
    terminal_day: Trace, window_day: Trace, terminal_place: Place
) -> None:
    """What goes to standard error outside of commands: logs of libraries, Qt's warnings."""
    needles = needles_of(terminal_place.given / "Delivery.dat")
    for day in (terminal_day, window_day):
        assert not [word for word in needles if word in day.errors.encode()]
