"""The body of a letter: blocks of its text as chunks of lines, and the chunks on pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.documents.draft import Office
from app.documents.fonts import Face, clean, text_width
from app.documents.letter_wording import LetterWording
from app.documents.texts import Block, PaperText
from app.documents.wrap import wrap

LEFT, RIGHT = 63.0, 549.0
SIZE, LEADING, GAP = 11.0, 12.6, 4.5
_INDENT = 14.0
_BULLET = "•"
_NAME_BLANK = "_" * 34


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, its baseline ``y`` points below the top of its chunk."""

    x: float
    y: float
    text: str
    face: Face = Face.REGULAR


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that never part; ``gap`` is the room before them where they do not open a page."""

    lines: tuple[Line, ...]
    gap: float = 0.0
    holds_next: bool = False

    @property
    def height(self) -> float:
        return max((line.y for line in self.lines), default=0.0) + LEADING - SIZE * 0.85


@dataclass(slots=True)
class _Part:
    """A piece of the body: paragraphs under one heading are one piece, the heading in bold."""

    kind: str
    text: str
    head: str = ""


def body_chunks(
    paper: PaperText, wording: LetterWording, office: Office, where: str
) -> list[Chunk]:
    """The chunks of a letter, from the greeting to the signature."""
    blocks = [block for block in paper.blocks if wording.conditions.issuperset(block.when)]
    asks = {block.when[0]: block for block in blocks if block.kind == "asks" and block.when}
    asked = {name: _filled(block.text, wording.fields, where) for name, block in asks.items()}
    row = next((block.text for block in blocks if block.kind == "conviction"), "")
    chunks: list[Chunk] = []
    for part in _parts(blocks, wording, where):
        if part.kind == "closing" and chunks:  # no signature alone on a page
            chunks[-1] = replace(chunks[-1], holds_next=True)
        if part.kind == "convictions":
            chunks += _convictions(row, asked, wording, where)
        elif part.kind == "signature":
            chunks.append(_signature(office))
        else:
            chunks.append(_chunk_of(part))
    return chunks


def _parts(blocks: Sequence[Block], wording: LetterWording, where: str) -> list[_Part]:
    parts: list[_Part] = []
    for block in blocks:
        if block.kind in ("asks", "conviction"):
            continue
        text = _filled(block.text, wording.fields, where)
        last = parts[-1] if parts else _Part("", "")
        if block.kind == "paragraph" and last.kind == "heading":
            parts[-1] = _Part("paragraph", text, last.text)
        elif block.kind == "paragraph" and last.kind == "paragraph" and last.head:
            last.text = f"{last.text} {text}"
        else:
            parts.append(_Part(block.kind, text))
    return parts


def _filled(text: str, fields: Mapping[str, str], where: str) -> str:
    """A text with its fields; one that this letter has no value for prints nothing."""
    return clean(text.format_map(defaultdict(str, fields)), where)


def _chunk_of(part: _Part) -> Chunk:
    if part.kind == "heading":
        line = Line(LEFT, SIZE * 0.85, part.text, Face.BOLD)
        return Chunk((line,), GAP, holds_next=True)
    if part.kind in ("item", "warning"):
        return _paragraph(part.text, indent=_INDENT, mark=_BULLET, gap=1.0)
    made = _paragraph(part.text, head=part.head)
    return replace(made, holds_next=part.kind == "closing")


def _paragraph(
    text: str, *, head: str = "", indent: float = 0.0, mark: str = "", gap: float = GAP
) -> Chunk:
    """One chunk: a letter's paragraphs are short."""
    first = text_width(head + " ", Face.BOLD, SIZE) if head else 0.0
    x, top = LEFT + indent, SIZE * 0.85
    rows = wrap(text, RIGHT - x, size=SIZE, first=first)
    lines = [Line(x + (0 if n else first), top + LEADING * n, row) for n, row in enumerate(rows)]
    if head:
        lines.insert(0, Line(x, top, head, Face.BOLD))
    if mark:
        lines.insert(0, Line(x - 9, top, mark))
    return Chunk(tuple(lines), gap)


def _convictions(
    row: str, asks: Mapping[str, str], wording: LetterWording, where: str
) -> Iterable[Chunk]:
    for name, fields in wording.rows:
        text = _filled(row, {**wording.fields, **fields, "asked": asks.get(name, "")}, where)
        yield _paragraph(text, indent=_INDENT, mark=_BULLET, gap=1.0)


def _signature(office: Office) -> Chunk:
    """A line to sign by hand, and who signs; what is not known is a line too."""
    where = "the office's settings"
    who = [office.attorney_name or _NAME_BLANK, office.title]
    if office.bar_number:
        who.append(f"State Bar No. {office.bar_number}")
    lines = [Line(LEFT, SIZE * 0.85 + 1.7 * LEADING, "_" * 40)]
    for part in wrap(
        clean(", ".join(part for part in who if part), where), RIGHT - LEFT, size=SIZE
    ):
        lines.append(Line(LEFT, lines[-1].y + LEADING, part))
    return Chunk(tuple(lines), GAP)


def on_pages(
    chunks: Sequence[Chunk], first_room: float, room: float
) -> list[list[tuple[float, Chunk]]]:
    """The chunks of each page with the distance of each from the page's top."""
    pages: list[list[tuple[float, Chunk]]] = [[]]
    used = 0.0
    for chain in _chains(chunks):
        tall = sum(chunk.gap + chunk.height for chunk in chain)
        if pages[-1] and used + tall > (first_room if len(pages) == 1 else room):
            pages.append([])
            used = 0.0
        for chunk in chain:
            used += chunk.gap if pages[-1] else 0.0
            pages[-1].append((used, chunk))
            used += chunk.height
    return pages


def _chains(chunks: Iterable[Chunk]) -> Iterable[list[Chunk]]:
    chain: list[Chunk] = []
    for chunk in chunks:
        chain.append(chunk)
        if not chunk.holds_next:
            yield chain
            chain = []
    if chain:
        yield chain
