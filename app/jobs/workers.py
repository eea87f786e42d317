"""Worker processes for what is heavy in Python: parsing, rules, laying out papers.

A thread would make the window stutter; a process does not. Workers are spawned
(the same everywhere, and in a frozen program), take tasks in order, and end
when the program that started them ends, however it ends.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from enum import Enum
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from app.bugs import WorkerError, bug_report, tell_places_only
from app.errors import UserError
from app.guarded import guard_process

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST_WORKERS = 8
# A worker takes and drops megabytes for every task. Left to itself, the C library gives
# them back to the system each time and fetches them anew, page by page, which costs as
# much as a tenth of the work. Only glibc reads these.
_KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 29),
    "MALLOC_TOP_PAD_": str(1 << 26),
}
_MOMENT = 0.2  # seconds
IN_FLIGHT = 2  # tasks a worker: one at work, one waiting, so memory stays bounded


class Workers:
    """A pool that keeps order and holds few results. Use as a context manager."""

    def __init__(self, n_workers: int | None = None) -> None:
        for name, value in _KEEP_MEMORY.items():
            os.environ.setdefault(name, value)  # workers read it when they start
        self.n_workers = n_workers or max(1, min(os.cpu_count() or 1, MOST_WORKERS))
        self._pool = ProcessPoolExecutor(
            self.n_workers, multiprocessing.get_context("spawn"), _start_worker
        )

    def __enter__(self) -> Workers:
        # Results come by the million and are trees without cycles: looking for cycles
        # among them only costs time. Whether it is looked at all is left as it is.
        self._collecting = gc.get_threshold()
        gc.set_threshold(200_000, 50, 1000)
        return self

    def __exit__(self, *_: object) -> None:
        gc.set_threshold(*self._collecting)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def warm_up(self) -> None:
        """Start the processes now, so that they are ready when the first task comes."""
        for _ in range(self.n_workers):
            self._submit(_nothing)

    def _submit(self, function: Callable[..., Result], *task: Any) -> Future[Result]:
        """Hand over a task. A process may be started here: it must never see Ctrl-C, not even
        while it loads, for the parent decides when to stop.
        """
        with _without_interrupts():
            return self._pool.submit(function, *task)

    def in_order(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Generator[Result]:
        """``function`` of each task, in the order of the tasks; it must be a module's function.

        Tasks are taken only as fast as results are. A worker that dies (killed,
        out of memory) ends the job with a RuntimeError; nothing is retried. Closing the
        iterator early takes back what was not begun and waits for what was: nobody writes
        to a folder any more that the caller then removes.
        """
        waiting: deque[Future[Result]] = deque()
        try:
            for task in tasks:
                waiting.append(self._submit(function, task))
                if len(waiting) > self.n_workers * IN_FLIGHT:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise RuntimeError("a worker process ended unexpectedly") from error
        finally:
            wait([future for future in waiting if not future.cancel()])


def stream(function: Callable[[Task], Iterable[Result]], task: Task) -> Generator[Result | None]:
    """What a module's function yields, made in a process of its own, as fast as it is taken.

    None stands for a moment in which nothing came, so that the caller can look whether it is
    asked to stop; closing the iterator ends the process. A UserError rises here as it is; any
    other error as a RuntimeError with the place it came from.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run_stream, args=(theirs, function, task), daemon=True)
    with _without_interrupts():
        process.start()
    theirs.close()
    try:
        while True:
            if not ours.poll(_MOMENT):
                yield None
                continue
            try:
                what, value = ours.recv()
            except EOFError as error:
                raise RuntimeError("a worker process ended unexpectedly") from error
            if what is _Sent.END:
                return
            if what is _Sent.USER_ERROR:
                raise value
            if what is _Sent.BUG:
                raise RuntimeError("a worker process failed") from WorkerError(value)
            yield value
    finally:
        ours.close()
        process.kill()  # it only reads
        process.join()


class _Sent(Enum):
    ITEM = "item"
    USER_ERROR = "user error"
    BUG = "bug"
    END = "end"


def _run_stream(
    connection: Connection, function: Callable[[Any], Iterable[Any]], task: object
) -> None:
    _start_worker()
    try:
        for item in function(task):
            connection.send((_Sent.ITEM, item))
    except UserError as error:
        connection.send((_Sent.USER_ERROR, error))
    except Exception as error:  # noqa: BLE001 - it is raised again in the program
        connection.send((_Sent.BUG, bug_report(error)))
    else:
        connection.send((_Sent.END, None))


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold SIGINT back in this thread; a process started meanwhile inherits that for good."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: `_start_worker` has to do
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    guard_process()
    tell_places_only()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Records are trees without cycles; collecting only costs time here.
    gc.disable()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _nothing() -> None:
    return None
