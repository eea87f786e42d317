"""What goes to the printer: the papers of a batch by court, with separators and a cover.

A print file holds papers of one court, as many as its pages allow; a paper is never divided. What
is printed is compared with the register first: a file that is missing or was changed stops it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path

from app import durable
from app.documents.preview import page_count
from app.documents.print_sheets import ListedPaper, SheetText, cover, merge, separator
from app.errors import InputError
from app.exporting.safe_cells import safe_cell
from app.jobs.given_out import GivenOut, on_record
from app.jobs.papers.folder import PaperFolder, kind_of_file
from app.jobs.papers.kinds import KINDS
from app.jobs.papers.plan import read_plan, safe_name
from app.jobs.progress import Progress
from app.store import batches, register
from app.store.batches import Batch
from app.store.person_papers import people_of_papers
from app.store.register import RegisterFilter, RegisterRow
from app.store.workspace import Workspace

PRINT_FOLDER = "Print"
LIST = "Print files.csv"
_COLUMNS = (
    "Print file", "Page", "Paper", "Case number", "Defendant", "Pages", "File", "SHA-256",
)  # fmt: skip
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """``separate_every``: a separator before so many papers each; 0: only one for each court."""

    two_sided: bool = True
    separators: bool = True
    separate_every: int = 0
    most_pages: int = 2_000
    with_cover: bool = True


@dataclass(frozen=True, slots=True)
class PrintPart:
    """A paper, or a sheet of the office's own when ``row`` is None. ``load`` gives its PDF."""

    words: str
    n_pages: int
    load: Callable[[], bytes]
    row: RegisterRow | None = None


@dataclass(frozen=True, slots=True)
class PrintFile:
    """Parts in their order; every one begins on a front side when printed on both."""

    name: str
    parts: tuple[PrintPart, ...]
    two_sided: bool

    @property
    def n_pages(self) -> int:
        """With the blank pages."""
        return sum(padded(part.n_pages, two_sided=self.two_sided) for part in self.parts)

    @property
    def n_sheets(self) -> int:
        return self.n_pages // 2 if self.two_sided else self.n_pages


@dataclass(frozen=True, slots=True)
class PrintSummary:
    files: tuple[Path, ...]
    n_papers: int
    n_pages: int  # with covers, separators and blank pages
    n_sheets: int


def padded(n_pages: int, *, two_sided: bool) -> int:
    """Pages with the blank one that lets the next paper begin on a front side."""
    return n_pages + n_pages % 2 if two_sided else n_pages


def arrange(
    workspace: Workspace,
    batch_id: int | None = None,
    options: PrintOptions = PrintOptions(),
    folder: Path | None = None,
) -> list[PrintFile]:
    """The print files of a batch (None: the latest), nothing laid out yet.

    Papers that were replaced or withdrawn since are left out. Raises InputError when there is
    nothing to print, and naming the papers whose files are missing or were changed.
    """
    batch = _get_batch(workspace, batch_id)
    place = PaperFolder(folder or Path(batch.folder))
    wanted = RegisterFilter(batch_id=batch.id)
    rows = register.get_rows(workspace, register.find_ids(workspace, wanted))
    rows = sorted((row for row in rows if row.state != "withdrawn"), key=_print_order)
    if not rows:
        raise InputError("This batch has no paper to print: all were replaced or withdrawn.")
    _check_files(place, rows)
    dated = read_plan(place.path, batches.get_request(workspace, batch.id)).request.paper_date
    files: list[PrintFile] = []
    for court, of_court in groupby(rows, key=lambda row: row.court):
        portions = list(_portions(list(of_court), options))
        for number, part in enumerate(portions, 1):
            title = court or "All courts"
            if len(portions) > 1:
                title = f"{title}, part {number} of {len(portions)}"
            parts = tuple(_parts(title, part, options, place, dated))
            name = f"{len(files) + 1:03d} {safe_name(title)}.pdf"
            files.append(PrintFile(name, parts, options.two_sided))
    return files


def make_print_files(
    workspace: Workspace,
    progress: Progress,
    *,
    who: str,
    batch_id: int | None = None,
    options: PrintOptions = PrintOptions(),
    folder: Path | None = None,
) -> PrintSummary:
    """Write the print files and their list into the folder ``Print`` of the batch.

    ``folder``: where the batch's folder is now. Those of before are replaced. ``progress`` counts
    files.
    """
    files = arrange(workspace, batch_id, options, folder)
    batch = _get_batch(workspace, batch_id)
    target = (folder or Path(batch.folder)) / PRINT_FOLDER
    numbers = [part.row.id for file in files for part in file.parts if part.row is not None]
    given = GivenOut(
        "print files", target, people_of_papers(workspace, numbers), subject=f"batch {batch.id}"
    )
    with on_record(workspace, given, who=who):
        made = _write_files(target, files, progress)
    return PrintSummary(
        (*made, target / LIST),
        len(numbers),
        sum(file.n_pages for file in files),
        sum(file.n_sheets for file in files),
    )


def _write_files(target: Path, files: Sequence[PrintFile], progress: Progress) -> list[Path]:
    made: list[Path] = []
    try:
        durable.make_folder(target)
        for old in target.glob("[0-9][0-9][0-9] *.pdf"):
            old.unlink()
        for done, file in enumerate(files):
            progress.step(done, len(files), "Putting the print files together")
            parts = ((part.words, part.load()) for part in file.parts)
            made.append(target / file.name)
            durable.put(made[-1], merge(parts, two_sided=file.two_sided, title=file.name))
        _write_list(target / LIST, files)
    except OSError as error:
        raise InputError(
            f"The print files could not be written to {target}: {error.strerror}. Make room or "
            "choose another folder; the papers themselves are as they were."
        ) from error
    progress.step(len(files), len(files), "Putting the print files together")
    return made


def _get_batch(workspace: Workspace, batch_id: int | None) -> Batch:
    if batch_id is None:
        found = next(iter(batches.list_batches(workspace)), None)
    else:
        found = batches.find_batch(workspace, batch_id)
    if found is None:
        raise InputError("There is no such batch of papers. Draft the papers first.")
    return found


def _print_order(row: RegisterRow) -> tuple[int, str]:
    """Kind by kind, in court order: the files are numbered in it."""
    return KINDS.index(kind_of_file(row.file_name)), row.file_name


def _check_files(place: PaperFolder, rows: Sequence[RegisterRow]) -> None:
    wrong = [row for row in rows if place.hash_of(row.file_name) != row.sha256]
    if wrong:
        named = ", ".join(row.file_name for row in wrong[:_MOST_NAMED])
        more = f" and {len(wrong) - _MOST_NAMED:,} more" if len(wrong) > _MOST_NAMED else ""
        raise InputError(
            f"{len(wrong):,} of {len(rows):,} papers are missing from {place.path} or were changed "
            f"after they were checked: {named}{more}. Resume the batch to make them again; nothing "
            "was printed."
        )


def _portions(
    rows: Sequence[RegisterRow], options: PrintOptions
) -> Iterator[tuple[RegisterRow, ...]]:
    """Cut where the pages would be too many; a paper longer than that stands alone."""
    part: list[RegisterRow] = []
    used = 0
    for row in rows:
        n = padded(row.n_pages, two_sided=options.two_sided)
        if part and used + n > options.most_pages:
            yield tuple(part)
            part, used = [], 0
        part.append(row)
        used += n
    if part:
        yield tuple(part)


def _parts(
    title: str, rows: Sequence[RegisterRow], options: PrintOptions, place: PaperFolder, dated: date
) -> Iterator[PrintPart]:
    if options.with_cover:
        yield _cover(title, rows, options, dated)
    for start, row in enumerate(rows):
        every = options.separate_every
        if options.separators and (start == 0 or (every and start % every == 0)):
            group = rows[start : start + every] if every else rows
            yield _separator(title, start, group, len(rows), dated)
        words = f"{row.case_number or 'no number'} {row.name}".strip()
        if not row.case_number and not row.name:
            words = row.kind.capitalize()
        yield PrintPart(words, row.n_pages, partial(_read, place.path / row.file_name), row)


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _cover(
    title: str, rows: Sequence[RegisterRow], options: PrintOptions, dated: date
) -> PrintPart:
    listed = [
        ListedPaper(n, row.case_number, row.name, row.kind, row.n_pages, row.sha256)
        for n, row in enumerate(rows, 1)
    ]
    sides = "on both sides; each begins on a front side" if options.two_sided else "on one side"
    n_pages = sum(row.n_pages for row in rows)
    lines = (f"{len(rows):,} papers, {n_pages:,} pages, printed {sides}",
             "For the office: not to be filed")  # fmt: skip
    pdf = cover(SheetText(title, lines), listed, dated)
    return PrintPart("Cover", page_count(pdf), lambda: pdf)


def _separator(
    title: str, start: int, group: Sequence[RegisterRow], n_all: int, dated: date
) -> PrintPart:
    first, last = group[0].case_number or "no number", group[-1].case_number or "no number"
    n_pages = sum(row.n_pages for row in group)
    lines = (
        f"Papers {start + 1:,} to {start + len(group):,} of {n_all:,}, {n_pages:,} pages",
        f"Cases {first} to {last}",
        "For the office: not to be filed",
    )
    pdf = separator(SheetText(title, lines), dated)
    return PrintPart("", page_count(pdf), lambda: pdf)


def _write_list(path: Path, files: Sequence[PrintFile]) -> None:
    """Where each paper stands: print file and page."""
    lines: list[tuple[object, ...]] = []
    for file in files:
        page = 1
        for part in file.parts:
            if part.row is not None:
                row = part.row
                lines.append(
                    (file.name, page, row.kind, row.case_number, row.name, row.n_pages,
                     row.file_name, row.sha256)
                )  # fmt: skip
            page += padded(part.n_pages, two_sided=file.two_sided)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([safe_cell(str(cell)) for cell in line] for line in lines)
    durable.put(path, text.getvalue().encode("utf-8-sig"))
