"""Reads rap sheets from a text file, a PDF with a text layer, or pasted text."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from pathlib import Path

from app.errors import InputError
from app.importing.encodings import encoding_of, is_two_byte, mark_of, to_text
from app.importing.issues import Issue
from app.importing.rap_sheet.count_rows import SheetRows
from app.importing.rap_sheet.doubts import doubts_of_sheet
from app.importing.rap_sheet.grammar import SheetParser
from app.importing.rap_sheet.heading import doubts_about, is_readable_cii
from app.importing.rap_sheet.notes import repaired
from app.importing.rap_sheet.pdf_text import read_pdf_text
from app.importing.rap_sheet.repairs import has_unseen_signs
from app.importing.rap_sheet.syntax import Sheet
from app.importing.rap_sheet.tokens import Line, read_lines, read_tokens, split_lines
from app.importing.reading import LINE_STEP, Kind, Origin, Part, ReadRow

MOST_BYTES = 64_000_000
LONGEST_LINE = 20_000
_COLUMNS = ("Text",)
_NO_SHEET = "Check that it is the state's rap sheet, from its heading (CII/...) to its end."


class RapSheetReader:
    """Reads the sheets of one text (see `app.importing.reading.Reader`)."""

    def __init__(self, lines: list[str], origin: Origin, name: str) -> None:
        _check_lengths(lines, name)
        self._lines = lines
        self._origin = origin
        self._name = name
        self._n_behind = 0

    @property
    def origin(self) -> Origin:
        return self._origin

    @property
    def share(self) -> float:
        """How much of the text is behind, from 0 to 1."""
        return self._n_behind / max(len(self._lines), 1)

    @property
    def lines(self) -> tuple[str, ...]:
        """The text line by line, as the numbers of rows count it."""
        return tuple(self._lines)

    def rows(self) -> Iterator[ReadRow | Issue]:
        """One row for each count and each later decision about it, issues before them."""
        issues: list[Issue] = []
        subjects: set[str] = set()
        n_rows = 0
        tokens = read_tokens(_noted(read_lines(self._lines), issues))
        for sheet in SheetParser(issues).sheets(tokens):
            subject = _subject_id(sheet, subjects)
            issues += doubts_about(sheet.subject, sheet.first_line)
            issues += doubts_of_sheet(sheet)
            issues.sort(key=lambda issue: issue.row)
            yield from issues
            issues.clear()
            self._n_behind = sheet.first_line
            for item in self._sheet_rows(sheet, subject):
                n_rows += isinstance(item, ReadRow) and item.cells is not None
                yield item
        yield from issues
        if not n_rows:
            raise InputError(f"There is no event of a rap sheet in {self._name}. {_NO_SHEET}")

    def _sheet_rows(self, sheet: Sheet, subject: str) -> Iterator[ReadRow | Issue]:
        """The rows of counts, and between them the lines that belong to none."""
        numbers = sheet.subject.lines
        heading = [(min(numbers), max(numbers))] if numbers else []
        others = heading + [(text.line, text.line) for text in sheet.left_over]
        apart = (
            ReadRow(first * LINE_STEP, None, tuple(self._lines[first - 1 : last]))
            for first, last in sorted(dict.fromkeys(others))
        )
        return merge(
            SheetRows(sheet, subject, self._lines).rows(), apart, key=lambda item: item.row
        )


def open_rap_sheet(path: Path) -> RapSheetReader:
    """A reader of a text file or PDF. Raises InputError, a sentence, when it is of no use."""
    data = _read_bytes(path)
    if data.lstrip()[:5] == b"%PDF-":
        pages = [split_lines(page) for page in read_pdf_text(path, data)]
        lines = [line for page in pages for line in page]
        origin = Origin(
            Kind.RAP_SHEET, "Rap sheet (PDF)", "", "", "", _page_parts(pages), is_text=True
        )
        return RapSheetReader(lines, origin, path.name)
    encoding, mark_bytes = mark_of(data) or encoding_of(data)
    if not is_two_byte(encoding) and data.count(0) > len(data) // 100:
        raise InputError(f"{path.name} is not a text file. {_NO_SHEET}")
    text = to_text(data[mark_bytes:], encoding)
    if not text.strip():
        raise InputError(f"{path.name} is empty. Ask for the file again.")
    return _of_text(text, "Rap sheet (text)", encoding, path.name)


def read_rap_text(text: str) -> RapSheetReader:
    """A reader of pasted text. Raises InputError when there is none, or too much."""
    if not text.strip():
        raise InputError("There is no text. Paste the whole rap sheet.")
    if len(text) > MOST_BYTES:
        raise InputError(
            f"The text has more than {MOST_BYTES // 1_000_000} million characters. "
            "Paste fewer sheets at a time."
        )
    return _of_text(text, "Rap sheet (pasted text)", "", "the pasted text")


def _of_text(text: str, words: str, encoding: str, name: str) -> RapSheetReader:
    parts = (Part("", LINE_STEP, _COLUMNS),)
    origin = Origin(Kind.RAP_SHEET, words, encoding, "", "", parts, is_text=True)
    return RapSheetReader(split_lines(text), origin, name)


def _check_lengths(lines: list[str], name: str) -> None:
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise InputError(
                f"Line {number:,} of {name} has {len(line):,} characters; a line of a rap sheet "
                f"has at most {LONGEST_LINE:,}. {_NO_SHEET}"
            )


def _page_parts(pages: list[list[str]]) -> tuple[Part, ...]:
    """The pages: rows of page n are numbered from the first line of the page."""
    parts, n_lines = [], 0
    for number, lines in enumerate(pages, start=1):
        parts.append(Part(f"Page {number}", (n_lines + 1) * LINE_STEP, _COLUMNS))
        n_lines += len(lines)
    return tuple(parts)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise InputError(f"{path.name} is a folder. Choose the file inside it.") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(
            f"{path.name} cannot be read ({reason}). Check that it is there and open to you."
        ) from error
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB, the most that is read as "
            "rap sheets. Split it into smaller files."
        )
    return data


def _subject_id(sheet: Sheet, taken: set[str]) -> str:
    """The CII number, or the number of the sheet; one of its own for each sheet.

    A second sheet of the same person is a record of its own, joined by the CII number like
    those of two files: only so are counts that stand in both recognized.
    """
    cii = sheet.subject.cii.text
    name = cii if is_readable_cii(cii) else f"sheet {sheet.number}"
    if name in taken:
        name = f"{name} sheet {sheet.number}"
    taken.add(name)
    return name


def _noted(lines: Iterator[Line], issues: list[Issue]) -> Iterator[Line]:
    """The lines as they come, each repair noted."""
    for line in lines:
        for stood, meant in line.made:
            issues.append(
                repaired(line.number, line.raw, f"“{stood}” is damage by scanning.",
                         f"It was read as {meant}.")
            )  # fmt: skip
        if has_unseen_signs(line.raw):
            issues.append(
                repaired(line.number, line.text, "The line holds control characters or marks that "
                         "turn the writing direction.", "They were left out.")
            )  # fmt: skip
        yield line
