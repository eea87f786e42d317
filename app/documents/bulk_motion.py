"""One motion for many cases: pleading, Exhibit A, proposed order, Attachment 1."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import pikepdf

from app.documents.assemble import LANDSCAPE, Assembly, Bookmark, PaperInfo
from app.documents.blocks import BlockContext, units_of
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
from app.documents.pleading import CaptionText, first_page
from app.documents.schedule import (
    ScheduleHead,
    head_content,
    rows_content,
    schedule_pages,
    schedule_texts,
)
from app.documents.texts import PaperText, paper_text
from app.documents.wording import Wording, bulk_wording, county_name
from app.errors import UserError

NO_BREAK = "\u00a0"
EXHIBIT = "Exhibit\u00a0A"  # a no-break space: the letter never stands alone
ATTACHMENT = "Attachment\u00a01"


def render_bulk_motion(draft: BulkMotionDraft) -> bytes:
    """The whole paper as one PDF. Raises `UserError`, naming the case that cannot be printed.

    Memory grows with the number of convictions, about 2 kB for each.
    """
    if not draft.n_convictions:
        raise UserError("The bulk motion names no conviction; choose at least one case.")
    motion, order = paper_text("bulk-motion"), paper_text("bulk-order")
    wordings = bulk_wording(draft, EXHIBIT), bulk_wording(draft, ATTACHMENT)
    motion_pages = _pleading_pages(draft, motion, EXHIBIT, wordings[0], is_order=False)
    order_pages = _pleading_pages(draft, order, ATTACHMENT, wordings[1], is_order=True)
    footers = footer_for(motion, wordings[0]), footer_for(order, wordings[1])
    pages = schedule_pages(draft.cases)
    texts = chain(page_texts(motion_pages), page_texts(order_pages), schedule_texts(pages))
    fonts = font_set(texts)

    assembly = Assembly(fonts)
    shared = [assembly.stream(rows_content(fonts, rows)) for rows in pages]
    practice = draft.is_practice
    bookmarks = add_pages(assembly, fonts, motion_pages, motion, practice, footers[0])
    bookmarks += _add_schedule(assembly, fonts, draft, footers[0], label=EXHIBIT, shared=shared)
    bookmarks += add_pages(assembly, fonts, order_pages, order, practice, footers[1])
    bookmarks += _add_schedule(assembly, fonts, draft, footers[1], label=ATTACHMENT, shared=shared)
    title = f"{motion.title}, {county_name(draft.court.county)} County"
    return assembly.finish(
        PaperInfo(title, review_subject(draft.review), draft.paper_date), bookmarks
    )


def _pleading_pages(
    draft: BulkMotionDraft, paper: PaperText, schedule: str, wording: Wording, *, is_order: bool
) -> list[Page]:
    where = "the bulk motion"
    caption = CaptionText(
        plaintiff=PLAINTIFF,
        defendant=f"THE DEFENDANTS NAMED IN {schedule.upper()}",
        defendant_label="Defendants.",
        case_label=f"Case Nos.: see {schedule}",
        title=clean(paper.title),
        subtitle=clean(subtitle_for(paper, wording)),
        with_hearing=not is_order,
    )
    context = BlockContext(
        where=where, office=draft.office, grounds=wording.grounds, sentences=wording.sentences
    )
    blocks = paper.blocks_for(wording.conditions, wording.fields)
    opening = first_page(draft.office, draft.court, caption, where)
    return paginate(units_of(blocks, context), opening)


def _add_schedule(
    assembly: Assembly,
    fonts: FontSet,
    draft: BulkMotionDraft,
    footer: str,
    *,
    label: str,
    shared: Sequence[pikepdf.Stream],
) -> list[Bookmark]:
    """Add the schedule's pages under one label; their rows are shared streams."""
    first = len(assembly.pdf.pages)
    head = ScheduleHead(
        label=label,
        relief="Relief asked" if label is EXHIBIT else "Relief",
        court=clean(f"Superior Court of California, County of {county_name(draft.court.county)}"),
        footer=clean(footer),
        n_pages=len(shared),
        is_practice=draft.is_practice,
    )
    for index, rows in enumerate(shared, 1):
        content = head_content(fonts, head, index, first + index)
        assembly.add_page([assembly.stream(content), rows], LANDSCAPE)
    return [Bookmark(f"{label.replace(NO_BREAK, ' ')}: schedule of cases and convictions", first)]
