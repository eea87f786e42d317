"""Sentences on standard error, and the one error the set-up ends with."""

from __future__ import annotations

import sys


class SetupError(Exception):
    """The set-up cannot go on; the text says why and what to do. Exit status 5."""

    exit_code = 5


def say(sentence: str) -> None:
    """Tell the user something; standard output belongs to the program itself."""
    print(sentence, file=sys.stderr, flush=True)
