"""Failures that whoever sits there can mend, in a sentence: in the window and in the terminal."""

from __future__ import annotations

from app.errors import UserError
from app.store.workspace import find_trouble


def in_words(error: BaseException) -> UserError | None:
    """A refusal as it is; a file, folder or disk that fails in a sentence; None: a bug of ours."""
    if isinstance(error, UserError):
        return error
    # A broken connection is one between processes of ours: nothing that anybody could mend.
    if isinstance(error, OSError) and not isinstance(error, ConnectionError):
        where = str(error.filename or "A file")
        why = error.strerror or type(error).__name__
        return UserError(
            f"{where} could not be read or written: {why}. Nothing unfinished was kept."
        )
    return find_trouble(error)
