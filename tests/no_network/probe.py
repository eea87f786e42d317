"""What a process may do: run in a worker and in a stream."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator

from app.no_network import NetworkRefusedError


def probe(_: int) -> tuple[bool, int]:
    """Whether the network is refused, and how large a dump of memory may be."""
    try:
        with socket.socket() as one:
            one.connect(("127.0.0.1", 9))
    except NetworkRefusedError:
        refused = True
    except OSError:
        refused = False
    return refused, _most_dump()


def probes(_: int) -> Iterator[tuple[bool, int]]:
    yield probe(0)


def _most_dump() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0]
