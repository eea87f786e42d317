"""How a workspace was opened, and so who is known to be there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Access:
    """``user`` is proven by that user's own passphrase; "" when another secret opened the file.

    ``is_recovery``: the office's passphrase or its recovery sheet opened it, in an office whose
    users have passphrases of their own. That is enough to look, and to put an administrator in.
    """

    user: str = ""
    is_recovery: bool = False

    @staticmethod
    def of(user: str) -> Access:
        """Of a user who signed in."""
        return Access(user=user)


UNPROVEN = Access()
