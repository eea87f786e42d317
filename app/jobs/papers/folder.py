"""The folder of a batch: a file is there whole or not at all, and nothing is overwritten."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path

from app import durable
from app.errors import InputError
from app.exporting.safe_cells import safe_cell
from app.jobs.papers.kinds import JOINT, SINGLE

MANIFEST = "Papers.csv"
EARLIER_FOLDER = "Earlier drafts"
COLUMNS = ("File", "Paper", "Case number", "Defendant", "Pages", "SHA-256")


class PaperFolder:
    """Writes, finds and puts aside the papers of one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Raises InputError when the folder cannot be written to."""
        try:
            durable.make_folder(self.path)
        except OSError as error:
            raise _not_writable(self.path, error) from error

    def hash_of(self, name: str) -> str:
        """Of a file of the folder; "" when it is not there."""
        try:
            return hashlib.sha256((self.path / name).read_bytes()).hexdigest()
        except FileNotFoundError:
            return ""

    def write(self, papers: Sequence[tuple[str, bytes]]) -> list[str]:
        """Put papers into place under their names; their hashes, as read again from the disk.

        When it returns they outlive a power cut. A file of such a name with other content is
        never overwritten: InputError.
        """
        digests = [hashlib.sha256(data).hexdigest() for _, data in papers]
        missing = []
        for (name, data), digest in zip(papers, digests, strict=True):
            there = self.hash_of(name)
            if not there:
                missing.append((self.path / name, data))
            elif there != digest:
                raise InputError(
                    f"{self.path / name} is there already and is none of these papers. Move it "
                    "away, then resume the batch; nothing was overwritten."
                )
        self._put(missing)
        for (name, _), digest in zip(papers, digests, strict=True):
            if self.hash_of(name) != digest:
                raise InputError(
                    f"{self.path / name} does not hold what was written to it: the disk is not "
                    "sound, or another program changed it. Choose another disk and start again."
                )
        return digests

    def _put(self, papers: Sequence[tuple[Path, bytes]]) -> None:
        try:
            for folder in {target.parent for target, _ in papers}:
                durable.make_folder(folder)
            durable.put_all(papers)
        except OSError as error:
            where = papers[0][0] if len(papers) == 1 else self.path
            raise InputError(
                f"{where} could not be written: {error.strerror}. Make room or choose another "
                "folder. Nothing unfinished was kept."
            ) from error

    def put_aside(self, name: str) -> Path | None:
        """Move a file among the earlier drafts, under a name that nothing has there."""
        source = self.path / name
        if not source.is_file():
            return None
        target = self._place_aside(name)
        durable.replace(source, target)
        return target

    def _place_aside(self, name: str) -> Path:
        wanted = self.path / EARLIER_FOLDER / name
        durable.make_folder(wanted.parent)
        marks = chain([""], (f" ({n})" for n in count(2)))
        names = (wanted.with_name(f"{wanted.stem}{mark}{wanted.suffix}") for mark in marks)
        return next(path for path in names if not path.exists())

    def listed(self) -> list[dict[str, str]]:
        """The lines of the manifest that is there, of papers that are there as well."""
        try:
            with (self.path / MANIFEST).open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error):
            return []
        return [
            {column: row.get(column) or "" for column in COLUMNS}
            for row in rows
            if kind_of_file(row.get("File") or "") and self._has(row.get("File") or "")
        ]

    def _has(self, name: str) -> bool:
        try:
            return (self.path / name).is_file()
        except OSError:  # somebody wrote a name into the list that no file can have
            return False

    def put_earlier_aside(self, kinds: Iterable[str]) -> int:
        """Move what earlier drafts of these kinds left among the earlier drafts.

        What was parked or overridden since must not lie among what is to be printed.
        """
        wanted = set(kinds)
        found = [name for name in sorted(self._names()) if kind_of_file(name) in wanted]
        durable.replace_all((self.path / name, self._place_aside(name)) for name in found)
        return len(found)

    def _names(self) -> Iterator[str]:
        for folder in {kind.folder for kind in SINGLE.values()}:
            for path in (self.path / folder).glob("*.pdf"):
                yield f"{folder}/{path.name}"
        for path in self.path.glob("*.pdf"):
            yield path.name

    def write_manifest(self, rows: Iterable[tuple[object, ...]]) -> Path:
        """What lies here, in court order, with hashes; lines of other kinds' papers stay."""
        own = [[safe_cell(str(cell)) for cell in row] for row in rows]
        names = {row[0] for row in own}
        kept = [list(row.values()) for row in self.listed() if row["File"] not in names]
        target = self.path / MANIFEST
        text = io.StringIO()
        csv.writer(text).writerows([COLUMNS, *own, *kept])
        try:
            durable.put(target, text.getvalue().encode("utf-8-sig"))
        except OSError as error:
            raise InputError(
                f"The list of the papers, {target}, could not be written: {error.strerror}. "
                "The papers are there; resume the batch to have the list."
            ) from error
        return target


def volume_name(file_name: str, number: int) -> str:
    """The name of a joint paper's file: the first has none of the number."""
    stem, dot, end = file_name.rpartition(".")
    return file_name if number == 1 else f"{stem}, volume {number}{dot}{end}"


def kind_of_file(name: str) -> str:
    """The kind of paper that has such a name; "" for a name of none.

    What is one cannot lead out of the folder, wherever the name came from.
    """
    for kind in SINGLE.values():
        if re.fullmatch(rf"{re.escape(kind.folder)}/\d+ [\w-]+\.pdf", name, re.ASCII):
            return kind.name
    first = re.sub(r", volume \d+(?=\.pdf$)", "", name, flags=re.ASCII)
    return next((joint.name for joint in JOINT.values() if joint.file_name == first), "")


def _not_writable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path} cannot be written to ({error.strerror}). Choose another folder.")
