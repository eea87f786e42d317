"""Filling a form: what is written where, and the finished file.

Text and marks are drawn into the pages in embedded fonts; fields and everything else that
is not page are taken out. Equal blank, map and draft give equal bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.documents.fonts import clean
from app.documents.forms.blank import Blank, Box
from app.documents.forms.draft import AttachmentPage, FormDraft
from app.documents.forms.field_map import FieldMap, Overflow
from app.documents.forms.fitting import Run, fit_text, mark
from app.documents.forms.guard import Place, map_problems, places_of
from app.documents.forms.live import live_copy
from app.documents.forms.overflow import (
    Attachment,
    body_pages,
    on_page,
    reference,
    table_attachment,
    text_attachment,
)
from app.documents.forms.pages import Sheet, flat_copy
from app.documents.forms.plain import plain_attachment
from app.documents.forms.sources import BODY, REFERENCE, SOURCES, SourceKind
from app.documents.forms.values import Values, values_for
from app.errors import InputError


@dataclass(frozen=True, slots=True)
class Written:
    """What was written in one place."""

    place: Place
    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished form. ``live`` is the copy with fields, empty when none was asked for."""

    pdf: bytes
    n_pages: int
    n_attachments: int
    written: tuple[Written, ...]
    unfilled: tuple[str, ...]  # what stays blank although the form asks for it
    live: bytes = b""


@dataclass(slots=True)
class _Work:
    """A form in the making."""

    found: FieldMap
    blank: Blank
    draft: FormDraft
    written: list[Written] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def write_all(self, values: Values) -> None:
        places = places_of(self.found, self.blank)
        texts = {id(entry): text for entry, text in zip(self.found.entries, values.texts,
                                                        strict=True)}  # fmt: skip
        if values.beyond:
            number = len(self.attachments) + 1
            self.attachments.append(table_attachment(number, self.found, self.draft, values.beyond))
            if not self.found.has_reference:
                self._refer_in_last_row(places)
        overflowed: dict[str, int] = {}
        for place in places:
            text = texts[id(place.entry)]
            if text and place.entry.source not in (REFERENCE, BODY):
                self._write(place, text, overflowed)
        if self.attachments:
            self._refer([place for place in places if place.entry.source == REFERENCE])

    def _write(self, place: Place, text: str, overflowed: dict[str, int]) -> None:
        entry = place.entry
        if entry.kind is SourceKind.MARK:
            self._put(place, text, [mark(place.page, place.box)])
            return
        runs = fit_text(text, place.page, place.box, entry.size, entry.align)
        if runs is not None:
            self._put(place, text, runs)
            return
        if entry.overflow is Overflow.REFUSE:
            raise InputError(self._too_long(place, text))
        if text not in overflowed:
            overflowed[text] = len(self.attachments) + 1
            self.attachments.append(
                text_attachment(overflowed[text], self.found, entry.label, text)
            )
        self._refer_at(place, [overflowed[text]], text)

    def _refer_in_last_row(self, places: Sequence[Place]) -> None:
        """In the widest cell of the last row, which holds nothing else."""
        last = [place for place in places if place.entry.row == self.found.n_rows]
        widest = max(last, key=lambda place: place.box.width)
        self._refer_at(widest, [self.attachments[-1].number], "")

    def _refer(self, places: Sequence[Place]) -> None:
        for place in places:
            self._refer_at(place, [one.number for one in self.attachments], "")

    def _refer_at(self, place: Place, numbers: Sequence[int], text: str) -> None:
        words = reference(numbers)
        runs = fit_text(words, place.page, place.box, place.entry.size, place.entry.align)
        if runs is None:
            raise InputError(self._too_long(place, text or words))
        self._put(place, words, runs)

    def _put(self, place: Place, text: str, runs: Sequence[Run]) -> None:
        self.written.append(Written(place, text, tuple(runs)))

    def _too_long(self, place: Place, text: str) -> str:
        least = place.entry.size[0]
        return (
            f"{self.found.form}, {place.entry.label}: “{text[:80]}” does not fit even at "
            f"{least:g} points, and an attachment is not for it. Shorten it, or give the place "
            "another size in the form’s map."
        )


def fill_form(
    blank: Blank,
    found: FieldMap,
    draft: FormDraft,
    *,
    attachment_form: tuple[Blank, FieldMap] | None = None,
    with_live_copy: bool = False,
) -> Filled:
    """Fill one form for one case. ``attachment_form`` is the office's own (MC-025), else a
    plain page is used.

    Raises InputError when the map does not fit the blank or would fill what is sworn, when a
    text has no room and may not go to an attachment, and `UnprintableCharacterError`.
    """
    problems = map_problems(found, blank)
    if problems:
        raise InputError(f"The map {found.name} cannot fill this blank. " + " ".join(problems))
    values = values_for(found, draft)
    work = _Work(found, blank, draft)
    work.write_all(values)
    frames = tuple(
        (place.page, place.box) for place in places_of(found, blank) if place.entry.frame
    )
    sheets = [Sheet(blank, _runs_on(work.written), frames)]
    written = list(work.written)
    for attachment in work.attachments:
        for sheet, more in _attachment_sheets(attachment, attachment_form, draft):
            first = sum(one.blank.n_pages for one in sheets)
            sheets.append(sheet)
            written += [_moved(one, first) for one in more]
    title = f"{found.form}, {found.title}"
    pdf = flat_copy(sheets, title, draft.paper_date, is_practice=draft.is_practice)
    live = b""
    if with_live_copy:
        by_field = {
            (one.place.entry.field, one.place.page, one.place.box): (one.text, one.runs)
            for one in work.written
            if one.place.entry.field
        }
        live = live_copy(sheets, by_field, title, draft.paper_date, is_practice=draft.is_practice)
    n_pages = sum(sheet.blank.n_pages for sheet in sheets)
    return Filled(pdf, n_pages, len(work.attachments), tuple(written), values.unfilled, live)


def _runs_on(written: Sequence[Written]) -> tuple[Run, ...]:
    return tuple(run for one in written for run in one.runs)


def _moved(one: Written, by: int) -> Written:
    place = replace(one.place, page=one.place.page + by)
    return Written(place, one.text, tuple(replace(run, page=run.page + by) for run in one.runs))


def _attachment_sheets(
    attachment: Attachment, form: tuple[Blank, FieldMap] | None, draft: FormDraft
) -> list[tuple[Sheet, list[Written]]]:
    """The pages of one attachment, each a copy of the form for attachments."""
    blank, found = form or plain_attachment()
    places = [place for place in places_of(found, blank) if place.entry.source]
    body = next(place for place in places if place.entry.source == BODY)
    pages = body_pages(attachment, body.box)
    sheets = []
    for number, runs in enumerate(pages, 1):
        own = replace(draft, attachment=AttachmentPage(attachment.number, number, len(pages)))
        work = _Work(found, blank, own)
        for place in places:
            text = _attachment_text(place, own)
            if text:
                work.written.append(_shortened(place, text))
        lines = on_page(runs, body.page)
        work.written += [Written(_line_place(body, run), run.text, (run,)) for run in lines]
        sheets.append((Sheet(blank, _runs_on(work.written)), work.written))
    return sheets


def _attachment_text(place: Place, draft: FormDraft) -> str:
    source = SOURCES[place.entry.source]
    return clean(source.text(draft)) if source.text is not None else ""


def _shortened(place: Place, text: str) -> Written:
    """What heads an attachment; the whole of it stands on the form."""
    words, entry = text, place.entry
    while True:
        runs = fit_text(words, place.page, place.box, entry.size, entry.align)
        if runs is not None:
            return Written(place, words, tuple(runs))
        if len(words) < 3:
            raise InputError(f"There is no room for “{entry.label}” on the attachment’s form.")
        words = words.rstrip("…")[:-1].rstrip() + "…"


def _line_place(body: Place, run: Run) -> Place:
    box = Box(body.box.x, run.box.y, body.box.width, run.box.height)
    return replace(body, box=box)
