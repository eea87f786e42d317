"""A stream of results from a process of its own: order, errors, and an end at any time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import psutil
import pytest

from app.errors import InputError
from app.jobs.workers import stream


def count(n: int) -> Iterator[int]:
    yield from range(n)


def fail_as_user(n: int) -> Iterator[int]:
    yield n
    raise InputError("The file is torn. Ask for it again.")


def fail_as_bug(n: int) -> Iterator[int]:
    yield n
    raise ZeroDivisionError("EXAMPLE,AVERY")


def hang(n: int) -> Iterator[int]:
    yield n
    while True:
        time.monotonic()


def test_everything_comes_in_order() -> None:
    """And nothing after the end."""
    assert [one for one in stream(count, 1000) if one is not None] == list(range(1000))


def test_a_sentence_for_the_user_is_passed_on() -> None:
    """As it was raised, after what came before it."""
    found: list[int | None] = []
    with pytest.raises(InputError, match=r"The file is torn\. Ask for it again\."):
        found.extend(stream(fail_as_user, 7))
    assert [one for one in found if one is not None] in ([7], [])


def test_a_bug_is_told_without_what_it_quotes() -> None:
    """The place it came from, never the text, which may hold a record."""
    with pytest.raises(RuntimeError) as caught:
        list(stream(fail_as_bug, 7))
    assert "ZeroDivisionError" in str(caught.value.__cause__)
    assert "AVERY" not in str(caught.value.__cause__)


def test_it_can_be_left_within_a_second_even_when_nothing_comes() -> None:
    """A moment without a result is told, and closing ends the process."""
    before = spawned()
    with closing(stream(hang, 1)) as found:
        while next(found) is None:  # the process starts
            pass
        assert len(spawned() - before) == 1
        began = time.monotonic()
        assert next(found) is None
    assert time.monotonic() - began < 1
    assert spawned() == before


def spawned() -> set[int]:
    """The worker processes of this one."""
    return {
        one.pid for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())
    }
