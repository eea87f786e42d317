"""What a form has no room for: numbered attachments, and the reference to them on the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.documents.draft import MotionCount
from app.documents.fonts import Face, text_width
from app.documents.forms.blank import Box
from app.documents.forms.draft import FormDraft
from app.documents.forms.field_map import FieldMap
from app.documents.forms.fitting import Run
from app.documents.forms.sources import SOURCES, SourceKind
from app.documents.wrap import wrap

SIZE = 11.0
LINE = 15.0
_GAP = 10.0


@dataclass(frozen=True, slots=True)
class Attachment:
    """``rows`` are the lines of its table, or one long text in a row of its own.

    ``names`` head the columns.
    """

    number: int
    title: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def reference(numbers: Sequence[int]) -> str:
    """``See Attachment 1``, ``See Attachments 1, 2``"""
    word = "Attachment" if len(numbers) == 1 else "Attachments"
    return f"See {word} {', '.join(map(str, numbers))}"


def table_attachment(
    number: int, found: FieldMap, draft: FormDraft, beyond: Sequence[tuple[int, MotionCount]]
) -> Attachment:
    """The convictions that the form's table has no row for, in the columns of that table."""
    names = [
        source.name
        for source in SOURCES.values()
        if source.kind is SourceKind.ROW
        and any(entry.source == source.name for entry in found.entries)
    ]
    cells = [SOURCES[name].cell for name in names]
    rows = tuple(
        (f"{place}.", *(cell(count, draft) if cell else "" for cell in cells))
        for place, count in beyond
    )
    heads = tuple(
        SOURCES[name]
        .words.removesuffix(" of the n-th conviction")
        .removesuffix(" asked for the n-th conviction")
        for name in names
    )
    first, last = beyond[0][0], beyond[-1][0]
    return Attachment(
        number, f"Convictions {first} to {last} (continued from {found.form})", ("No.", *heads),
        rows,
    )  # fmt: skip


def text_attachment(number: int, found: FieldMap, label: str, text: str) -> Attachment:
    return Attachment(number, f"{label} (continued from {found.form})", (), ((text,),))


def body_pages(attachment: Attachment, box: Box) -> list[list[Run]]:
    """The lines of an attachment, page by page; every page repeats title and column names."""
    widths = _widths(attachment, box.width)
    head = _cell_lines((attachment.title,), (box.width,), Face.BOLD)
    if attachment.names:
        head += _cell_lines(attachment.names, widths, Face.BOLD)
    room = int(box.height // LINE) - len(head)
    pages: list[list[_Line]] = [[]]
    for row in attachment.rows:
        lines = _cell_lines(row, widths, Face.REGULAR)
        if pages[-1] and len(pages[-1]) + len(lines) > room:
            pages.append([])
        for line in lines:  # a row taller than a page runs on
            if len(pages[-1]) >= room:
                pages.append([])
            pages[-1].append(line)
    return [_runs([*head, *lines], box) for lines in pages]


_Line = list[tuple[float, str, Face]]  # what stands on one line: offset, text, face


def _widths(attachment: Attachment, whole: float) -> tuple[float, ...]:
    """As wide as the column needs; the widest ones give way when all are too wide."""
    if not attachment.names:
        return (whole,)
    table = [attachment.names, *attachment.rows]
    needs = [
        max(text_width(row[n], Face.BOLD, SIZE) for row in table) + _GAP
        for n in range(len(attachment.names))
    ]
    while sum(needs) > whole:
        widest = needs.index(max(needs))
        needs[widest] -= min(sum(needs) - whole, needs[widest] / 4)
    return tuple(needs)


def _cell_lines(cells: Sequence[str], widths: Sequence[float], face: Face) -> list[_Line]:
    wrapped = [
        wrap(cell, width - (_GAP if len(widths) > 1 else 0), face, SIZE)
        for cell, width in zip(cells, widths, strict=True)
    ]
    offsets = [sum(widths[:n]) for n in range(len(widths))]
    return [
        [
            (offset, lines[n], face)
            for offset, lines in zip(offsets, wrapped, strict=True)
            if n < len(lines) and lines[n]
        ]
        for n in range(max(map(len, wrapped)))
    ]


def _runs(lines: Sequence[_Line], box: Box) -> list[Run]:
    return [
        Run(1, box.x + offset, box.y + n * LINE + SIZE, text, SIZE, face)
        for n, line in enumerate(lines)
        for offset, text, face in line
    ]


def on_page(runs: Sequence[Run], page: int) -> list[Run]:
    return [replace(run, page=page) for run in runs]
