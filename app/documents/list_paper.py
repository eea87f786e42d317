"""Lists of cases to a receiver, with lines to sign for them: a table on landscape pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.assemble import LANDSCAPE, Assembly, PaperInfo
from app.documents.canvas import Canvas
from app.documents.draft import Office
from app.documents.fonts import Face, clean, font_set, text_width
from app.documents.parties import long_date
from app.documents.pleading import draw_practice
from app.documents.wording import counted
from app.documents.wrap import wrap

WIDTH, HEIGHT = LANDSCAPE
LEFT, RIGHT = 40.0, 752.0
_TOP, _LATER_TOP, _FOOT = 60.0, 60.0, 560.0
_SIZE, _LEADING, _PAD = 10.0, 12.0, 4.0
_FOOTER_Y = 582.0
_RECEIPT = ("Received by (name and title)", "Signature", "Date", "Number of lines received")
_RECEIPT_TALL = 30.0


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its heading and its share of the width."""

    heading: str
    share: float


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A list and who gets it. ``to``: name and address of the receiver, one line each."""

    title: str
    note: str
    office: Office
    to: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    rows: Sequence[Sequence[str]]
    dated: date
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    x: float
    lines: tuple[str, ...]


def render_list(draft: ListDraft) -> bytes:
    """The list as PDF, its lines numbered. Raises `UserError` for what cannot be printed."""
    head = _head(draft)
    widths = _widths(draft)
    rows = [_row(n, row, widths) for n, row in enumerate(draft.rows, 1)]
    pages = _paged(rows, _TOP + _LEADING * (len(head) + 1), _LATER_TOP)
    texts = [text for text, _ in head] + [c.heading for c in draft.columns] + list(_RECEIPT)
    texts += [line for row in rows for cell in row for line in cell.lines]
    fonts = font_set([*texts, draft.title])
    assembly = Assembly(fonts)
    for number, page in enumerate(pages, 1):
        canvas = Canvas(fonts, HEIGHT)
        y = _draw_head(canvas, head) if number == 1 else _LATER_TOP
        _draw_rows(canvas, page, y, widths, draft)
        if number == len(pages):
            _draw_receipt(canvas)
        if draft.is_practice:
            draw_practice(canvas, WIDTH / 2, 40.0)
        foot = f"{clean(draft.title)}: page {number} of {len(pages)}"
        canvas.text_center(WIDTH / 2, _FOOTER_Y, foot, size=9)
        assembly.add_page([assembly.stream(canvas.content())], LANDSCAPE)
    subject = counted(len(draft.rows), "line")
    return assembly.finish(PaperInfo(draft.title, subject, draft.dated), [])


def _head(draft: ListDraft) -> list[tuple[str, Face]]:
    office, amount = draft.office, counted(len(draft.rows), "line")
    sender = ", ".join(part for part in (office.name or office.kind, *office.address) if part)
    lines = [
        (draft.title, Face.BOLD),
        (f"To: {', '.join(draft.to) if draft.to else '_' * 50}", Face.REGULAR),
        (f"From: {sender}", Face.REGULAR),
        (f"{long_date(draft.dated)}. {amount}. {draft.note}", Face.REGULAR),
    ]
    return [
        (part, face)
        for text, face in lines
        for part in wrap(clean(text, "the list"), RIGHT - LEFT, face, _SIZE + 1)
    ]


def _draw_head(canvas: Canvas, head: Sequence[tuple[str, Face]]) -> float:
    y = _TOP
    for text, face in head:
        canvas.text(LEFT, y, text, face, _SIZE + 1)
        y += _LEADING
    return y + _LEADING


def _widths(draft: ListDraft) -> list[tuple[float, float]]:
    """Left edge and width of each column; the first is the number of the line."""
    number = text_width(f"{len(draft.rows):,}.", Face.REGULAR, _SIZE) + 10
    unit = (RIGHT - LEFT - number) / sum(column.share for column in draft.columns)
    found, x = [(LEFT, number)], LEFT + number
    for column in draft.columns:
        found.append((x, column.share * unit - 6))
        x += column.share * unit
    return found


def _row(number: int, cells: Sequence[str], widths: Sequence[tuple[float, float]]) -> list[_Cell]:
    texts = [f"{number:,}.", *cells]
    return [
        _Cell(x, tuple(wrap(clean(text, f"line {number} of the list"), wide, size=_SIZE)))
        for (x, wide), text in zip(widths, texts, strict=True)
    ]


def _height(row: Sequence[_Cell]) -> float:
    return max(len(cell.lines) for cell in row) * _LEADING + _PAD


def _paged(rows: Sequence[list[_Cell]], top: float, later: float) -> list[list[list[_Cell]]]:
    """Rows on pages, a heading on each; the last has room for the receipt."""
    pages: list[list[list[_Cell]]] = [[]]
    used = top + 2 * _LEADING
    for n, row in enumerate(rows):
        foot = _FOOT - (_RECEIPT_TALL * 3 if n == len(rows) - 1 else 0)
        if pages[-1] and used + _height(row) > foot:
            pages.append([])
            used = later + 2 * _LEADING
        pages[-1].append(row)
        used += _height(row)
    return pages


def _draw_rows(
    canvas: Canvas,
    rows: Sequence[list[_Cell]],
    y: float,
    widths: Sequence[tuple[float, float]],
    draft: ListDraft,
) -> None:
    for (x, _), heading in zip(widths, ["No.", *(c.heading for c in draft.columns)], strict=True):
        canvas.text(x, y, heading, Face.BOLD, _SIZE)
    canvas.rule(LEFT, y + 4, RIGHT, y + 4, width=0.9)
    y += 2 * _LEADING - 6
    for row in rows:
        for cell in row:
            for n, line in enumerate(cell.lines):
                canvas.text(cell.x, y + n * _LEADING, line, size=_SIZE)
        y += _height(row)
        canvas.rule(LEFT, y - _LEADING + 2, RIGHT, y - _LEADING + 2, width=0.25)


def _draw_receipt(canvas: Canvas) -> None:
    """Blank lines that the receiver fills in by hand."""
    y = _FOOT - 6
    half = (RIGHT - LEFT) / 2
    for n, words in enumerate(_RECEIPT):
        x, line = LEFT + half * (n % 2), y - _RECEIPT_TALL * (1 - n // 2)
        canvas.text(x, line, f"{words}:", size=_SIZE)
        start = x + text_width(f"{words}: ", Face.REGULAR, _SIZE)
        canvas.rule(start, line + 2, x + half - 16, line + 2)
