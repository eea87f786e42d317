"""Look before an import: what is in a file and how it would be read. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from app.errors import InputError
from app.importing.detect import look_at_start
from app.importing.pieces import FileMap, map_file
from app.importing.reading import Kind, Origin
from app.importing.values import is_conviction, read_county, read_relief
from app.jobs.look_pieces import (
    COUNTY,
    DATE_COLUMNS,
    DISPOSITION,
    Seen,
    look_at_piece,
    look_in_pieces,
)
from app.jobs.progress import Progress
from app.jobs.read_pieces import piece_tasks
from app.jobs.readers import FilePlan
from app.jobs.reading_pieces import ReadingTask
from app.jobs.workers import Workers, stream
from app.model.dates import read_compact_date
from app.model.record import Level
from app.model.statute import read_section
from app.rules.loading.county import california_counties

STATE_FILE_WORDS = "California DOJ bulk file"
_DATE_WORDS = {
    "PRI_DOB": "Birth date", "CYC_DATE": "Date of the arrest", "STP_EVENT_DATE": "Event date",
    "OFFENSE_DATE": "Date of the offense",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextCount:
    """A text as it stands in the file, and the rows (or convictions) that have it."""

    text: str
    n: int


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Texts that are read alike: "LOS ANGELES", from "Los Angeles" and "LOS  ANGELES"."""

    words: str  # what they are read as
    is_known: bool
    n: int
    texts: tuple[TextCount, ...]  # the most frequent first


@dataclass(frozen=True, slots=True)
class DatesSeen:
    """How the dates of a column read, in rows."""

    name: str
    column: str  # as the file calls it
    n_exact: int
    n_in_part: int
    n_blank: int
    unreadable: tuple[TextCount, ...]

    @property
    def n_unreadable(self) -> int:
        return sum(one.n for one in self.unreadable)


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    name: str  # as the file calls it
    taken_as: str  # the column of the state's form; "" when it is the state's own file
    n_filled: int


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a file holds, before anything of it is kept."""

    plan: FilePlan
    words: str
    encoding: str
    n_rows: int
    n_people: int
    n_convictions: int
    n_set_aside: int
    columns: tuple[ColumnSeen, ...]
    dates: tuple[DatesSeen, ...]
    levels: tuple[ReadAs, ...]  # of convictions
    dispositions: tuple[ReadAs, ...]
    counties: tuple[ReadAs, ...]
    sections: tuple[ReadAs, ...]  # of convictions
    issues: tuple[tuple[str, bool, int], ...]  # kind, is quarantined, rows
    cautions: tuple[str, ...] = ()  # of a list: what no column says, a sentence each
    unread_columns: tuple[str, ...] = ()  # of a list: columns that are nothing to us


def look_at_files(
    plans: Iterable[FilePlan], progress: Progress, *, workers: Workers | None = None
) -> list[FileReport]:
    """Read files whole and count what stands in them. ``progress`` counts bytes.

    Raises InputError when a file cannot be used at all.
    """
    if workers is None:
        with Workers() as own:
            return look_at_files(plans, progress, workers=own)
    return [_look(plan, progress, workers) for plan in plans]


def compare_totals(
    reports: Sequence[FileReport], n_rows: int | None, n_people: int | None
) -> Iterator[str]:
    """What was found against what was said to be there, a sentence for each that was said."""
    for what, wanted, found in (
        ("rows", n_rows, sum(report.n_rows for report in reports)),
        ("people", n_people, sum(report.n_people for report in reports)),
    ):
        if wanted is None:
            continue
        if wanted == found:
            yield f"{found:,} {what}, as expected."
        else:
            more = "more" if found > wanted else "fewer"
            yield f"{found:,} {what}: {abs(found - wanted):,} {more} than the {wanted:,} expected."


def _look(plan: FilePlan, progress: Progress, workers: Workers) -> FileReport:
    label = f"Looking at {plan.path.name}"
    if plan.kind is Kind.DOJ_BULK:
        start = look_at_start(plan.path)
        file = map_file(plan.path, lambda done, total: progress.step(done, 2 * total, label))
        seen = _see_state_file(
            file, start.has_header, workers,
            lambda done: progress.step(file.n_bytes + done, 2 * file.n_bytes, label),
        )  # fmt: skip
        file.check_unchanged()
        return _report(plan, seen, STATE_FILE_WORDS, file.encoding)
    n_bytes = plan.path.stat().st_size if plan.path.exists() else 0
    seen, first = Seen(), None
    with closing(stream(look_in_pieces, ReadingTask(plan, 0))) as pieces:
        share = 0.0
        for piece in pieces:
            if piece is not None:
                seen.add(piece.seen)
                share, first = piece.share, first or piece
            progress.step(int(n_bytes * share), n_bytes, label)
    origin = first.origin if first else None
    if first is None or origin is None:
        raise InputError(f"{plan.path.name} holds no row that can be read. Ask for the file again.")
    report = _report(plan, seen, origin.words, origin.encoding, origin)
    return replace(report, cautions=first.cautions, unread_columns=first.unread_columns)


def _see_state_file(
    file: FileMap, has_header: bool, workers: Workers, step: Callable[[int], None]
) -> Seen:
    seen, done = Seen(), 0
    for piece in workers.in_order(look_at_piece, piece_tasks(file, 0, has_header=has_header)):
        seen.add(piece.seen)
        done += piece.n_bytes
        step(done)
    return seen


def _report(
    plan: FilePlan, seen: Seen, words: str, encoding: str, origin: Origin | None = None
) -> FileReport:
    names = dict(origin.cells) if origin else {}
    return FileReport(
        plan, words, encoding, seen.n_rows, len(seen.subjects), seen.n_convictions,
        seen.n_set_aside,
        tuple(
            ColumnSeen(names.get(name, name), name if origin else "", n)
            for name, n in seen.filled.items()
            if origin is None or name in names
        ),
        tuple(
            _dates(name, names.get(name, name), seen.texts[name])
            for name in DATE_COLUMNS
            if any(seen.texts.get(name, ()))
        ),
        _read_as(_levels(seen)),
        _read_as(_dispositions(seen)),
        _read_as(_counties(seen)),
        _read_as(_sections(seen)),
        tuple((kind, is_aside, n) for (kind, is_aside), n in seen.issues.most_common()),
    )  # fmt: skip


def _dates(name: str, column: str, texts: Counter[str]) -> DatesSeen:
    n_exact = n_in_part = n_blank = 0
    unreadable: Counter[str] = Counter()
    for text, n in texts.items():
        on = read_compact_date(text)
        if on is None:
            unreadable[text] += n
        elif on.is_unknown:
            n_blank += n
        elif on.is_exact:
            n_exact += n
        else:
            n_in_part += n
    return DatesSeen(
        _DATE_WORDS[name], column, n_exact, n_in_part, n_blank,
        tuple(TextCount(text, n) for text, n in unreadable.most_common()),
    )  # fmt: skip


_Reading = tuple[str, bool, str, int]  # words, is known, text, number


def _levels(seen: Seen) -> Iterable[_Reading]:
    for (level, text), n in seen.levels.items():
        if level == Level.UNKNOWN.value:
            yield "not known", False, text, n
        else:
            yield level, True, text or level.upper(), n


def _dispositions(seen: Seen) -> Iterable[_Reading]:
    for text, n in seen.texts.get(DISPOSITION, Counter()).items():
        if text in seen.doubtful:
            yield "not known", False, text, n
        elif not text:
            yield "none", True, text, n
        elif is_conviction(text):
            yield "conviction", True, text, n
        elif read_relief(text) is not None:
            yield "relief after a conviction", True, text, n
        else:
            yield "no conviction", True, text, n


def _counties(seen: Seen) -> Iterable[_Reading]:
    known = california_counties()
    for text, n in seen.texts.get(COUNTY, Counter()).items():
        county = read_county(text)
        yield county or "none", county in known, text, n


def _sections(seen: Seen) -> Iterable[_Reading]:
    for text, n in seen.sections.items():
        reading = read_section(text)
        words = "; ".join(map(str, reading.sections)) if reading.is_read else ""
        yield words or "not readable", bool(words), text, n


def _read_as(readings: Iterable[_Reading]) -> tuple[ReadAs, ...]:
    """Gathered by what they are read as: what is not known first, then the most frequent."""
    groups: dict[tuple[str, bool], Counter[str]] = {}
    for words, is_known, text, n in readings:
        groups.setdefault((words, is_known), Counter())[text] += n
    found = [
        ReadAs(
            words, is_known, sum(texts.values()),
            tuple(TextCount(text, n) for text, n in texts.most_common()),
        )
        for (words, is_known), texts in groups.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.is_known, -one.n, one.words)))
