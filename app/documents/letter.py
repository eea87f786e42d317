"""Letters to people, as PDF: one file a person, or all in one file to print on both sides.

The office's letterhead stands above what a window envelope may show, the body below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.documents.assemble import Assembly, Bookmark, PaperInfo
from app.documents.canvas import LETTER_WIDTH, Canvas
from app.documents.draft import Office
from app.documents.fonts import Face, FontSet, clean, font_set
from app.documents.letter_draft import ENGLISH, LetterDraft
from app.documents.letter_flow import LEFT, RIGHT, SIZE, Chunk, body_chunks, on_pages
from app.documents.letter_wording import letter_date, letter_wording
from app.documents.logo import draw_logo, logo_page
from app.documents.mail_layout import (
    SEEN_BOTTOM,
    SEEN_TOP,
    draw_address,
)
from app.documents.pleading import draw_practice
from app.documents.texts import PaperText
from app.documents.wrap import wrap
from app.errors import UserError

_HEAD_TOP, _HEAD_FOOT = 46.0, SEEN_TOP - 6
_BODY_TOP, _LATER_TOP, _BODY_FOOT = SEEN_BOTTOM + 8, 82.0, 756.0
_FOOTER_Y = 768.0
_TAGS = {ENGLISH: "en-US", "es": "es-US"}


@dataclass(frozen=True, slots=True)
class _Side:
    """One page of a letter before fonts are chosen."""

    draft: LetterDraft
    placed: list[tuple[float, Chunk]]
    is_first: bool
    footer: str
    date: str


def render_letter(draft: LetterDraft, texts: Mapping[str, PaperText]) -> bytes:
    """One person's letter. ``texts`` by language. Raises `UserError`, naming the person."""
    return render_letters([draft], texts)


def render_letters(drafts: Sequence[LetterDraft], texts: Mapping[str, PaperText]) -> bytes:
    """Letters in one file, in the order given; each begins on the front of a sheet."""
    if not drafts:
        raise UserError("There is no letter to make.")
    letters = [(draft, letter_sides(draft, texts)) for draft in drafts]
    fonts = font_set(_texts(letters))
    assembly = Assembly(fonts)
    logo = drafts[0].logo
    if logo:
        assembly.add_form("/Logo", logo_page(logo))
    bookmarks: list[Bookmark] = []
    for draft, sides in letters:
        if len(assembly.pdf.pages) % 2:
            assembly.add_page([assembly.stream(b"\n")])
        if len(drafts) > 1:
            bookmarks.append(Bookmark(draft.name, len(assembly.pdf.pages)))
        for side in sides:
            assembly.add_page([assembly.stream(_content(fonts, side))])
    first = drafts[0]
    title = f"Letter to {first.name}" if len(drafts) == 1 else f"{len(drafts):,} letters"
    tag = _TAGS[first.languages[0]]
    return assembly.finish(PaperInfo(title, f"As of {first.as_of}", first.dated, tag), bookmarks)


def letter_sides(draft: LetterDraft, texts: Mapping[str, PaperText]) -> list[_Side]:
    """The pages of one letter: every language begins on its own. Raises `UserError`."""
    sides: list[_Side] = []
    for language in draft.languages:
        paper, wording = texts[language], letter_wording(draft, language)
        chunks = body_chunks(paper, wording, draft.office, f"the letter to {draft.name}")
        pages = on_pages(chunks, _BODY_FOOT - _BODY_TOP, _BODY_FOOT - _LATER_TOP)
        for n, placed in enumerate(pages, 1):
            footer = paper.footer.format(page=n, pages=len(pages)) if len(pages) > 1 else ""
            sides.append(_Side(draft, placed, n == 1, clean(footer), letter_date(draft, language)))
    return sides


def _texts(letters: Sequence[tuple[LetterDraft, list[_Side]]]) -> Iterator[str]:
    for draft, sides in letters:
        where = f"the letter to {draft.name}"
        yield from (clean(line, where) for line in (draft.name, *draft.address))
        yield from _office_texts(draft.office)
        for side in sides:
            yield from (side.footer, side.date)
            yield from (line.text for _, chunk in side.placed for line in chunk.lines)


def _office_texts(office: Office) -> Iterator[str]:
    fields = (office.name, office.kind, office.head, *office.address, office.telephone)
    for text in (*fields, office.fax, office.email):
        yield clean(text, "the office's settings")


def _content(fonts: FontSet, side: _Side) -> bytes:
    canvas = Canvas(fonts)
    if side.draft.is_practice:
        draw_practice(canvas, LETTER_WIDTH / 2, 38.0)
    top = _BODY_TOP if side.is_first else _LATER_TOP
    if side.is_first:
        _draw_head(canvas, side.draft)
        canvas.text_right(RIGHT, SEEN_BOTTOM - 8, side.date, size=SIZE)
        if side.draft.envelope_lines:
            draw_address(canvas, side.draft.envelope_lines, side.draft.name)
    else:
        canvas.text(LEFT, 60, clean(side.draft.name), size=10)
        canvas.text_right(RIGHT, 60, side.date, size=10)
    for y, chunk in side.placed:
        for line in chunk.lines:
            canvas.text(line.x, top + y + line.y, line.text, line.face, SIZE)
    if side.footer:
        canvas.text_center(LETTER_WIDTH / 2, _FOOTER_Y, side.footer, size=10)
    return canvas.content()


def _draw_head(canvas: Canvas, draft: LetterDraft) -> None:
    """The letterhead, above what the window may show."""
    left = LEFT
    if draft.logo:
        left += draw_logo(canvas, draft.logo, LEFT, _HEAD_TOP) + 12
    y = _HEAD_TOP + 12
    lines = head_lines(draft.office, RIGHT - left)
    for text, face, size in lines:
        canvas.text(left, y, text, face, size)
        y += size + 2.5


def head_lines(office: Office, wide: float) -> list[tuple[str, Face, float]]:
    """The lines of a letterhead. Raises `UserError` when they need more room than there is."""
    contact = [("Telephone", office.telephone), ("Fax", office.fax), ("E-mail", office.email)]
    texts = [
        (office.name or office.kind, Face.BOLD, 14.0),
        (f"{office.head}, {office.kind}" if office.head else "", Face.REGULAR, 10.0),
        (", ".join(office.address), Face.REGULAR, 10.0),
        ("   ".join(f"{name}: {value}" for name, value in contact if value), Face.REGULAR, 10.0),
    ]
    lines = [
        (part, face, size)
        for text, face, size in texts
        if text.strip()
        for part in wrap(clean(text, "the office's settings"), wide, face, size)
    ]
    if sum(size + 2.5 for *_, size in lines) > _HEAD_FOOT - _HEAD_TOP - 4:
        raise UserError(
            "The letterhead needs more room than there is above the window of an envelope; shorten "
            "the office's name or address in the settings."
        )
    return lines
