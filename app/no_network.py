"""No network, held to while the program runs: whatever asks for one is refused.

The program has no network code (contracts and tests see to it); the libraries below it bring some
that nothing calls. Should it ever be called, it fails here, in every process of the program.
"""

from __future__ import annotations

import sys

_REFUSED = frozenset(
    (
        "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
        "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request",
        "http.client.connect", "ftplib.connect", "smtplib.connect", "imaplib.open",
        "poplib.connect", "nntplib.connect", "telnetlib.Telnet.open", "webbrowser.open",
    )
)  # fmt: skip


class NetworkRefusedError(RuntimeError):
    """Something asked for the network: a bug."""


def refuse_network() -> None:
    """From now on, for good, in this process."""
    sys.addaudithook(_hook)


def _hook(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _REFUSED:
        raise NetworkRefusedError(event)
