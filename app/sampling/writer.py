"""Writes a sample file: made-up people in the DOJ bulk format.

Equal arguments give equal bytes on every machine. The file is written as a stream;
memory does not grow with it, but for the list of planted troubles.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from app import durable
from app.errors import InputError, UsageError
from app.sampling.damage import DAMAGED_SHARE, ROWS_APART_SHARE, damage
from app.sampling.draw import Draw, weighted
from app.sampling.history import History
from app.sampling.layout import Filler, Layout
from app.sampling.material import NameGroup, find_county, load_names, load_offenses
from app.sampling.people import make_person
from app.sampling.rows import HEADER_LINE
from app.sampling.troubles import Trouble, TroubledPerson, hand_made

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252")
HAND_MADE_AFTER = 3  # ordinary people come first, so that the file looks like one

_NATURAL = weighted([((3, 8), 30), ((9, 16), 35), ((17, 35), 25), ((36, 90), 10)])
_SPREAD = weighted([(0.5, 2), (0.75, 2), (1.0, 3), (1.25, 2), (1.5, 2)])
_CHUNK_PEOPLE = 200
_MAX_PEOPLE = 9_000_000  # CII numbers do not repeat up to here


class Progress(Protocol):
    """What a job hands in to be told how far the writing is (see `app.jobs`)."""

    def step(self, done: int, total: int, label: str) -> None: ...


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written. ``n_people`` counts the hand-made people of a messy file as well.

    ``troubles`` names each planted trouble with its row (records from 1, header not
    counted); the hand-made ones come from resources/sample/troubles.toml.
    """

    county: str  # as the file prints it
    seed: int
    n_people: int
    n_rows: int
    n_bytes: int
    sha256: str
    encoding: str
    is_messy: bool
    is_practice: bool
    troubles: tuple[Trouble, ...]

    @property
    def trouble_counts(self) -> dict[str, int]:
        """Troubled rows by kind, the most frequent first."""
        return dict(Counter(trouble.kind for trouble in self.troubles).most_common())


@dataclass(slots=True)
class _Written:
    """The stream and what went through it."""

    file: BinaryIO
    encoding: str
    line_end: str
    n_rows: int = 0
    n_bytes: int = 0
    sha256: hashlib._Hash = field(default_factory=hashlib.sha256)
    troubles: list[Trouble] = field(default_factory=list)

    def put(self, text: str) -> None:
        data = text.encode(self.encoding)
        self.file.write(data)
        self.sha256.update(data)
        self.n_bytes += len(data)

    def rows(self, lines: list[str], notes: tuple[tuple[int, str, str], ...] = ()) -> None:
        """Lines without RECORD_ID, which is the number of the row."""
        start, end = self.n_rows, self.line_end
        if lines:
            self.put("".join([f"{n},{line}{end}" for n, line in enumerate(lines, start + 1)]))
        self.n_rows += len(lines)
        self.troubles += [Trouble(start + place + 1, kind, says) for place, kind, says in notes]


def write_sample(
    path_or_file: str | Path | BinaryIO,
    *,
    n_people: int,
    county: str,
    seed: int,
    is_messy: bool = False,
    n_rows: int | None = None,
    is_practice: bool = False,
    progress: Progress | None = None,
    encoding: str = "utf-8",
    line_end: str = "\n",
    filler: Filler = Filler.STATE,
) -> SampleSummary:
    """Write a sample file with a header line and return what it contains.

    ``n_rows``: about how many rows to write in all (histories grow longer or shorter);
    None gives histories of natural length. ``is_practice`` gives every person a family
    name that says so. ``filler`` LEAN leaves empty cells empty. A path is written under a
    temporary name and appears only when complete. Raises UsageError for an unknown
    county, encoding or a number out of range, InputError when the file cannot be written.
    """
    place = find_county(county)
    _check(n_people, n_rows, encoding)
    layout = Layout.of(filler)
    names = load_names(encoding != "cp1252", is_practice)
    history = History(layout, load_offenses(), place)
    people = _people(history, names, Draw(seed), n_people=n_people, n_rows=n_rows)

    def write(file: BinaryIO) -> SampleSummary:
        written = _Written(file, encoding.removesuffix("-sig"), line_end)
        if encoding.endswith("-sig"):
            written.put("\ufeff")
        written.put(HEADER_LINE + line_end)
        extra = hand_made(place) if is_messy else []
        chance = Draw(seed ^ 0x5EED) if is_messy else None
        _write_people(
            written, people, n_people=n_people, extra=extra, chance=chance, progress=progress
        )
        return SampleSummary(
            county=place.name,
            seed=seed,
            n_people=n_people + len(extra),
            n_rows=written.n_rows,
            n_bytes=written.n_bytes,
            sha256=written.sha256.hexdigest(),
            encoding=encoding,
            is_messy=is_messy,
            is_practice=is_practice,
            troubles=tuple(written.troubles),
        )

    if isinstance(path_or_file, str | Path):
        return _write_whole(Path(path_or_file), write)
    return write(path_or_file)


def _check(n_people: int, n_rows: int | None, encoding: str) -> None:
    if not 1 <= n_people <= _MAX_PEOPLE:
        raise UsageError(f"A sample file holds 1 to {_MAX_PEOPLE:,} people, not {n_people:,}.")
    if n_rows is not None and n_rows < n_people:
        raise UsageError(f"{n_people:,} people need at least as many rows, not {n_rows:,}.")
    if encoding not in ENCODINGS:
        raise UsageError(
            f"“{encoding}” is no encoding for a sample file. Use {', '.join(ENCODINGS)}."
        )


def _people(
    history: History,
    names: tuple[NameGroup, ...],
    draw: Draw,
    *,
    n_people: int,
    n_rows: int | None,
) -> Iterator[list[str]]:
    """The lines of one person after the other."""
    n_done = 0
    for number in range(n_people):
        if n_rows is None:
            target = draw.between(*draw.pick(_NATURAL))
        else:
            target = round((n_rows - n_done) / (n_people - number) * draw.pick(_SPREAD))
        lines = history.lines(draw, make_person(draw, names, number), target)
        n_done += len(lines)
        yield lines


def _write_people(
    written: _Written,
    people: Iterator[list[str]],
    *,
    n_people: int,
    extra: list[TroubledPerson],
    chance: Draw | None,
    progress: Progress | None,
) -> None:
    """Ordinary people, damaged when ``chance`` is given, and the hand-made ones early on."""
    late = TroubledPerson([], ())
    extra_at = min(HAND_MADE_AFTER, n_people)
    for number, lines in enumerate(people, start=1):
        if progress is not None and number % _CHUNK_PEOPLE == 1:
            progress.step(number - 1, n_people, "Writing people")
        person = TroubledPerson(lines, ())
        if chance is not None and chance.is_hit(DAMAGED_SHARE):
            person = damage(lines, chance)
        elif chance is not None and len(lines) > 1 and chance.is_hit(ROWS_APART_SHARE):
            note = (len(lines) - 1, "rows apart", "a row after the next person's")
            person = TroubledPerson(lines, (note,), n_late=1)
        late = _write_person(written, person, late)
        if number == extra_at:
            for made in extra:
                late = _write_person(written, made, late)
    written.rows(late.lines, late.notes)
    if progress is not None:
        progress.step(n_people, n_people, "Writing people")


def _write_person(
    written: _Written, person: TroubledPerson, late: TroubledPerson
) -> TroubledPerson:
    """Write a person, then the rows held back from the one before; return those held back now."""
    n_now = len(person.lines) - person.n_late
    written.rows(person.lines[:n_now], tuple(note for note in person.notes if note[0] < n_now))
    written.rows(late.lines, late.notes)
    held_back = tuple(
        (place - n_now, kind, says) for place, kind, says in person.notes if place >= n_now
    )
    return TroubledPerson(person.lines[n_now:], held_back)


def _write_whole(path: Path, write: Callable[[BinaryIO], SampleSummary]) -> SampleSummary:
    """Write under a temporary name and rename; leave nothing behind on failure."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            summary = write(file)
        durable.replace(part, path)
    except OSError as error:
        raise InputError(
            f"The file {path.name} could not be written ({error.strerror}). "
            "Choose another folder or free some space."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return summary
