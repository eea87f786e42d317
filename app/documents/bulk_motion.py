"""One motion for many cases: pleading, Exhibit A with its index, proposed order, Attachment 1."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import pikepdf

from app.documents.assemble import LANDSCAPE, Assembly, Bookmark, PaperInfo
from app.documents.blocks import BlockContext, units_of
from app.documents.bulk_index import INDEX, Index, index_content, index_texts, lay_out_index
from app.documents.draft import BulkMotionDraft
from app.documents.flow import Page, paginate
from app.documents.fonts import FontSet, clean, font_set
from app.documents.papers import (
    PLAINTIFF,
    add_pages,
    footer_for,
    page_texts,
    review_subject,
    subtitle_for,
)
from app.documents.parties import county_name
from app.documents.pleading import CaptionText, first_page
from app.documents.schedule import (
    Schedule,
    ScheduleHead,
    head_content,
    lay_out,
    rows_content,
    schedule_texts,
)
from app.documents.texts import PaperText, paper_text
from app.documents.wording import bulk_wording
from app.errors import UserError

NO_BREAK = "\u00a0"
EXHIBIT = "Exhibit\u00a0A"  # a no-break space: the letter never stands alone
ATTACHMENT = "Attachment\u00a01"
SCHEDULE_TITLE = "schedule of cases and convictions"
INDEX_TITLE = f"defendants of {EXHIBIT} by name"


@dataclass(frozen=True, slots=True)
class Pleading:
    """A pleading of the bulk motion, laid out: the motion or the order."""

    paper: PaperText
    pages: list[Page]
    footer: str
    schedule: str  # what its cases are listed in
    relief: str  # heading of the schedule's last column


def shipped_bulk_texts() -> tuple[PaperText, PaperText]:
    """The templates of the motion and of the order."""
    return paper_text("bulk-motion"), paper_text("bulk-order")


def render_bulk_motion(
    draft: BulkMotionDraft, texts: tuple[PaperText, PaperText] | None = None
) -> bytes:
    """The whole paper as one PDF. Raises `UserError`, naming the case that cannot be printed.

    Memory grows with the number of convictions, about 2 kB for each.
    """
    if not draft.n_convictions:
        raise UserError("The bulk motion names no conviction; choose at least one case.")
    motion, order = pleadings_of(draft, texts or shipped_bulk_texts())
    schedule = lay_out(draft.cases, draft.volume.first_line if draft.volume else 1)
    index = lay_out_index(schedule.places, len(motion.pages) + 1)
    fonts = font_set(
        chain(
            page_texts(motion.pages), page_texts(order.pages),
            schedule_texts(schedule.pages), index_texts(index),
        )
    )  # fmt: skip
    press = _Press(draft, fonts, schedule, index, len(motion.pages) + len(order.pages))
    bookmarks = [*press.add(motion), press.add_index(motion), *press.add(order)]
    title = f"{motion.paper.title}, {county_name(draft.court.county)} County"
    if draft.volume:
        title += f", {draft.volume.words}"
    return press.assembly.finish(
        PaperInfo(title, review_subject(draft.review), draft.paper_date), bookmarks
    )


def pleadings_of(
    draft: BulkMotionDraft, texts: tuple[PaperText, PaperText]
) -> tuple[Pleading, Pleading]:
    """The motion and the order of a bulk motion, laid out."""
    return (
        _pleading(draft, texts[0], EXHIBIT, "Relief asked", is_order=False),
        _pleading(draft, texts[1], ATTACHMENT, "Relief", is_order=True),
    )


def _pleading(
    draft: BulkMotionDraft, text: PaperText, schedule: str, relief: str, *, is_order: bool
) -> Pleading:
    where = "the bulk motion"
    wording = bulk_wording(draft, schedule)
    paper = text.titled(wording.fields)
    volume = draft.volume.words if draft.volume else ""
    caption = CaptionText(
        plaintiff=PLAINTIFF,
        defendant=f"THE DEFENDANTS NAMED IN {schedule.upper()}",
        defendant_label="Defendants.",
        case_label=f"Case Nos.: see {schedule}",
        title=clean(paper.title),
        subtitle=clean(subtitle_for(paper, wording)),
        hearing=None if is_order else draft.hearing,
        volume=volume,
    )
    opening = first_page(draft.office, draft.court, caption, where)
    context = BlockContext(
        where=where, office=draft.office, grounds=wording.grounds, sentences=wording.sentences
    )
    blocks = paper.blocks_for(wording.conditions, wording.fields)
    pages = paginate(units_of(blocks, context), opening)
    footer = footer_for(paper, wording)
    if volume:  # in place of the statutes, so that it stays one line
        footer = f"{footer.partition(' (')[0]}, {volume.upper()}"
    return Pleading(paper, pages, footer, schedule, relief)


class _Press:
    """Adds the parts of a bulk motion to its file; both schedules share the rows' streams."""

    def __init__(
        self, draft: BulkMotionDraft, fonts: FontSet, schedule: Schedule, index: Index,
        n_pleading: int,
    ) -> None:  # fmt: skip
        self.assembly = Assembly(fonts)
        self._draft = draft
        self._fonts = fonts
        self._schedule = schedule
        self._index = index
        self._n_all = n_pleading + 2 * len(schedule.pages) + len(index.pages)
        self._rows = [self.assembly.stream(rows_content(fonts, rows)) for rows in schedule.pages]
        self._court = clean(
            f"Superior Court of California, County of {county_name(draft.court.county)}"
        )

    def add(self, pleading: Pleading) -> list[Bookmark]:
        """A pleading and its schedule."""
        marks = add_pages(
            self.assembly, self._fonts, pleading.pages, pleading.paper, self._draft.is_practice,
            pleading.footer, self._n_all,
        )  # fmt: skip
        first = len(self.assembly.pdf.pages)
        head = self._head(pleading, pleading.schedule, SCHEDULE_TITLE, len(self._rows))
        for number, rows in enumerate(self._rows, 1):
            content = head_content(self._fonts, head, number, first + number, pleading.relief)
            self._add_page(content, rows)
        branches = tuple(Bookmark(name, first + n) for name, n in self._schedule.branches)
        return [*marks, Bookmark(_plain(f"{head.label}: {head.title}"), first, branches)]

    def add_index(self, motion: Pleading) -> Bookmark:
        """The index, behind the exhibit it is for."""
        first = len(self.assembly.pdf.pages)
        head = self._head(motion, INDEX, INDEX_TITLE, len(self._index.pages))
        # The exhibit ends where the index begins, the attachment where the file ends.
        further = self._n_all - first
        note = f"In {ATTACHMENT} the same line stands {further:,} pages further on."
        for number, columns in enumerate(self._index.pages, 1):
            content = index_content(self._fonts, head, columns, number, first + number, note)
            self._add_page(content)
        letters = tuple(Bookmark(name, first + n) for name, n in self._index.letters)
        return Bookmark(_plain(f"{head.label}: {head.title}"), first, letters)

    def _head(self, pleading: Pleading, label: str, title: str, n_pages: int) -> ScheduleHead:
        return ScheduleHead(
            label=label,
            title=title,
            court=self._court,
            footer=clean(pleading.footer),
            n_pages=n_pages,
            n_all=self._n_all,
            is_practice=self._draft.is_practice,
        )

    def _add_page(self, content: bytes, *shared: pikepdf.Stream) -> None:
        self.assembly.add_page([self.assembly.stream(content), *shared], LANDSCAPE)


def _plain(title: str) -> str:
    return title.replace(NO_BREAK, " ")
