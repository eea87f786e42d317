"""Reading what comes from outside: never more of it than it can sensibly be.

What streams (the state's file, lists, workbooks) has its limits where it is read; the help
(`resources/help/security.md`) lists them all, and a test holds the list to the code.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

MOST_TEXT_BYTES = 4_000_000  # a policy, a case table, options, a paper's words, a form's map
MOST_PASSPHRASE_BYTES = 10_000
_LONG_NUMBER = re.compile(r"0[xob][0-9A-Fa-f_]{64,}")
_LONG_KEY = re.compile(r"""(?:[\w"'-]{1,80}[ \t]{0,3}\.[ \t]{0,3}){40}""")


def read_limited(path: Path, most: int) -> bytes:
    """A whole file. Raises OSError when it is larger, or no ordinary file (a device, a pipe)."""
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
    with os.fdopen(fd, "rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        shown = f"{most / 1_000_000:g} MB" if most >= 1_000_000 else f"{most:,} bytes"
        raise OSError(errno.EFBIG, f"it is larger than {shown}, the most that is read", str(path))
    return data


def read_text(path: Path, encoding: str = "utf-8-sig") -> str:
    """A short text file. Raises OSError as `read_limited`, and UnicodeDecodeError."""
    text = read_limited(path, MOST_TEXT_BYTES).decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_toml(text: str) -> str:
    """The text itself, to be read as TOML. Raises ValueError for what the reader would choke on.

    It refuses a number that cannot be printed only in decimal digits, and takes time with the
    square of the parts of a key.
    """
    if _LONG_NUMBER.search(text):
        raise ValueError("a number is too long")
    if _LONG_KEY.search(text):
        raise ValueError("a key has too many parts")
    return text
