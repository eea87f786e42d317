"""Where a hand-out is written: a folder, or a zip under a passphrase. Nothing else touches a disk.

Names inside are the program's own, never a file's or a person's: an encrypted zip shows its names.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import pyzipper


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the hand-out, as it was written."""

    name: str
    n_bytes: int
    sha256: str


class Pen:
    """Writes a file and hashes what goes through."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self._name, self._file = name, file
        self._digest, self._n = hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._n += len(data)

    @property
    def written(self) -> Written:
        return Written(self._name, self._n, self._digest.hexdigest())


class Sink(Protocol):
    """A place for files by name."""

    files: list[Written]

    def writing(self, name: str) -> contextlib.AbstractContextManager[Pen]:
        """A new file; when it was written whole it is in ``files``."""

    def reading(self, name: str) -> contextlib.AbstractContextManager[IO[bytes]]:
        """What was written, after `seal`."""

    def seal(self) -> None:
        """Everything is written: bring it to the disk."""

    def clear(self) -> None:
        """Take away whatever was written."""


class FolderSink:
    """Files in a new folder, nobody else's."""

    def __init__(self, folder: Path) -> None:
        self.files: list[Written] = []
        self._folder = folder
        folder.mkdir(mode=0o700)

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[Pen]:
        path = self._folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        number = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(number, "wb") as file:  # noqa: PTH123 - the number of an open file
            pen = Pen(name, file)
            yield pen
            file.flush()
            os.fsync(number)
        self.files.append(pen.written)

    def reading(self, name: str) -> contextlib.AbstractContextManager[IO[bytes]]:
        return (self._folder / name).open("rb")

    def seal(self) -> None:
        pass

    def clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class ZipSink:
    """A zip whose files are encrypted with AES-256 (WinZip's form) on the way to the disk."""

    def __init__(self, path: Path, passphrase: str) -> None:
        self.files: list[Written] = []
        self._path, self._secret = path, passphrase.encode()
        number = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        self._file = open(number, "r+b")  # noqa: PTH123, SIM115 - closed by `seal` and `clear`
        self._zip = pyzipper.AESZipFile(
            self._file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
        )
        self._zip.setpassword(self._secret)

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[Pen]:
        with self._zip.open(name, "w", force_zip64=True) as file:
            pen = Pen(name, file)
            yield pen
        self.files.append(pen.written)

    @contextlib.contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        with pyzipper.AESZipFile(self._path) as opened:
            opened.setpassword(self._secret)
            with opened.open(name) as file:
                yield file

    def seal(self) -> None:
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def clear(self) -> None:
        self._zip.fp = None  # it is given up: nothing more is written into it
        with contextlib.suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)
