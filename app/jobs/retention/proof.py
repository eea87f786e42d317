"""Looking for whoever was purged: in every text of the workspace, and in every page of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.importing.encodings import UTF8, to_text
from app.jobs.progress import Progress
from app.jobs.retention.needles import SHORTEST_IN_PAGES, Needles, found_words
from app.jobs.retention.prints import MOST, print_pattern
from app.store import chunks, destroying, pages, records
from app.store.chunks import FILE, ORIGINAL, READING
from app.store.records import Source
from app.store.workspace import Workspace

_STEP = 512  # pages between two looks at progress


@dataclass(frozen=True, slots=True)
class LookedFor:
    """Names and numbers, and parts of what was kept packed (`app.jobs.retention.prints`).

    ``n_shared`` names and numbers are left out, for they are somebody else's too.
    """

    needles: Needles
    prints: frozenset[bytes]
    n_shared: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked through, and what was found.

    ``n_words`` names and numbers were looked for, and ``n_prints`` parts of packed pieces; words
    that stand for somebody else too (``n_shared``) could not be. ``was_looked`` False: the purge
    was cut short, and the names were gone before the pages could be looked through.
    """

    was_looked: bool
    n_words: int
    n_shared: int
    n_prints: int
    n_pages: int
    n_bytes: int
    n_texts: int
    n_found: int
    n_free: int
    journal_bytes: int

    @property
    def is_proven(self) -> bool:
        """Something could be looked for, and nothing of it was found."""
        return (
            self.was_looked
            and bool(self.n_words or self.n_prints)
            and not (self.n_found or self.n_free or self.journal_bytes)
        )

    @property
    def in_words(self) -> str:
        """For the certificate, the screen and the record."""
        read = f"{self.n_pages:,} pages ({self.n_bytes:,} bytes)"
        if not self.was_looked:
            return (
                f"The file was written anew: {read}, {self.n_free:,} of them free. The program "
                "was stopped before it could look through them for names."
            )
        shared = (
            f" {self.n_shared:,} more stand for somebody else or another case too and were not "
            "looked for."
            if self.n_shared else ""
        )  # fmt: skip
        words = (
            f"{self.n_words:,} names and numbers (those of digits alone or under "
            f"{SHORTEST_IN_PAGES} letters in {self.n_texts:,} texts only) and"
            if self.n_words
            else "No name or number is theirs alone;"
        )
        return (
            f"{words} {self.n_prints:,} parts of the packed pieces that were destroyed were looked "
            f"for in {read}, and found {self.n_found:,} times; {self.n_free:,} pages are free, "
            f"{self.journal_bytes:,} bytes are in the journal.{shared}"
        )


def find_shared(workspace: Workspace, needles: Needles) -> set[str]:
    """Words that name somebody who stays, or a case of theirs, as well."""
    pattern = needles.loose_pattern()
    if pattern is None:
        return set()
    found: set[str] = set()
    for _, text in destroying.iter_own_texts(workspace):
        found |= found_words(pattern, text)
    return found & needles.words


def look_everywhere(
    workspace: Workspace, looked_for: LookedFor | None, progress: Progress
) -> Proof:
    """Every text, every record, scan and kept piece unpacked, and every page of the file.

    A word that is in the workspace rightly, in a row or a text of somebody else, is set apart
    before the pages are looked through. None when nothing is known to be looked for any more.
    """
    needles = looked_for.needles if looked_for else Needles(frozenset())
    prints = looked_for.prints if looked_for else frozenset()
    n_texts, shared = 0, set[str]()
    pattern = needles.loose_pattern()
    if pattern is not None:
        n_texts, shared = _look_in_texts(workspace, pattern, progress)
        needles = needles.without(shared)
    patterns = [one for one in (needles.byte_pattern(), print_pattern(prints)) if one is not None]
    total = pages.count_pages(workspace)
    n_pages = n_bytes = n_found = 0
    for data in pages.iter_pages(workspace):
        if n_pages % _STEP == 0:
            progress.step(n_pages, total, "Looking through every page")
        n_pages += 1
        n_bytes += len(data)
        n_found += sum(1 for one in patterns for _ in one.finditer(data))
    return Proof(
        looked_for is not None, len(needles.words),
        len(shared) + (looked_for.n_shared if looked_for else 0), min(len(prints), MOST), n_pages,
        n_bytes, n_texts, n_found, pages.count_free(workspace), pages.journal_bytes(workspace),
    )  # fmt: skip


def _look_in_texts(
    workspace: Workspace, pattern: re.Pattern[str], progress: Progress
) -> tuple[int, set[str]]:
    found: set[str] = set()
    n_texts = 0
    for _, text in destroying.iter_all_texts(workspace):
        found |= found_words(pattern, text)
        n_texts += 1
    for source in records.list_sources(workspace):
        progress.step(0, 1, "Looking through the kept files")
        for role in (FILE, READING, ORIGINAL):
            for chunk in chunks.iter_chunks(workspace, source.id, role):
                text = to_text(chunk.data, _encoding_of(source, role))
                found |= found_words(pattern, text)
                n_texts += 1
    return n_texts, found


def _encoding_of(source: Source, role: str) -> str:
    return source.encoding if role == FILE and source.is_state_file else UTF8
