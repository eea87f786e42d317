"""A lock on an open file that the operating system drops when the process ends, however it ends."""

import os
import sys

if sys.platform == "win32":
    import msvcrt

    def take(fd: int) -> None:
        """Lock the open file for this process. Raises OSError when another one holds it."""
        os.lseek(fd, 1 << 20, os.SEEK_SET)  # a byte past the text, which stays readable
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def take(fd: int) -> None:
        """Lock the open file for this process. Raises OSError when another one holds it."""
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
