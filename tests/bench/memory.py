"""Peak memory of a process and all its children.

Every 100 ms the resident sizes are added up, which is cheap but counts a page that two
processes share twice. Whenever that sum reaches a new height the proportional sizes are
asked too, where the system knows them (Linux), and their sum is what counts.
"""

from __future__ import annotations

import threading
import time

import psutil

EVERY = 0.1  # seconds between looks
FAMILY_EVERY = 0.2  # seconds between looks for new children, which cost more
NOTABLE = 1.01  # a new height is looked at closely from one percent on
MB = 1_000_000


class PeakMemory:
    """Watches from `begin` to `end`."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._is_over = threading.Event()
        self._resident_peak = 0
        self._peak = 0
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> float:
        """Stop watching; the peak in MB (millions of bytes)."""
        self._is_over.set()
        self._thread.join()
        return round(self._peak / MB, 1)

    def _watch(self) -> None:
        family: list[psutil.Process] = []
        looked_at = -FAMILY_EVERY
        is_last = False
        while not is_last:
            is_last = self._is_over.wait(EVERY)
            if time.monotonic() - looked_at > FAMILY_EVERY:
                family, looked_at = self._family(), time.monotonic()
            resident = sum(_resident(process) for process in family)
            if resident > self._resident_peak * NOTABLE:
                self._resident_peak = resident
                self._peak = max(self._peak, sum(_proportional(process) for process in family))

    def _family(self) -> list[psutil.Process]:
        try:
            return [self._process, *self._process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _proportional(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
        return int(getattr(full, "pss", full.rss))
    except psutil.Error:
        return 0
