"""A process that crashes leaves no picture of its memory: records and keys would stand in it."""

from __future__ import annotations

import sys

_NO_HEAP = 1  # WER_FAULT_REPORTING_FLAG_NOHEAP
_NO_BOX = 3  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX


def refuse_dumps() -> None:
    """For this process and those it starts, as far as the system lets it."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        ctypes.windll.kernel32.SetErrorMode(_NO_BOX)
        ctypes.windll.kernel32.WerSetFlags(_NO_HEAP)
    else:
        import resource  # noqa: PLC0415 - not on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        # One byte, not none: to programs that collect crashes Linux passes a dump even where
        # the limit is none, but not where it is one.
        most = 1 if hard == resource.RLIM_INFINITY or hard >= 1 else 0
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))
