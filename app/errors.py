"""The two families of errors: what a user can mend, and bugs.

A `UserError` is a sentence: what happened, where, what to do. Everything else
that escapes is a bug and is reported as one.
"""


class UserError(Exception):
    """Something the user can act on. ``exit_code`` is the terminal's status."""

    exit_code = 3

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(UserError):
    """The command or an option's value is wrong."""

    exit_code = 2


class InputError(UserError):
    """An input file cannot be used."""

    exit_code = 3


class WorkspaceError(UserError):
    """The workspace cannot be used: missing, locked, wrong passphrase, damaged."""

    exit_code = 4


class WrongPassphraseError(WorkspaceError):
    """The secret that was given is not the one that opens it."""


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked to stop
    """The user asked to stop; whatever was under way left no trace."""

    exit_code = 130
