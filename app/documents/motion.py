"""Single motions: for each case a motion and its proposed order in one PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.documents.assemble import Assembly, Bookmark, PaperInfo
from app.documents.blocks import BlockContext, units_of
from app.documents.draft import MotionDraft, court_order
from app.documents.flow import Page, paginate
from app.documents.fonts import clean, font_set
from app.documents.papers import (
    PLAINTIFF,
    add_pages,
    footer_for,
    page_texts,
    review_subject,
    subtitle_for,
)
from app.documents.pleading import (
    CaptionText,
    caption_names,
    case_label,
    first_page,
)
from app.documents.texts import PaperText, paper_text
from app.documents.wording import Wording, motion_wording
from app.errors import UserError


def render_motions(drafts: Sequence[MotionDraft]) -> Iterator[tuple[MotionDraft, bytes]]:
    """One finished PDF for each draft, in court order (branch, case number, name).

    Papers come out one by one, so a caller may save each and stop at any time.
    """
    for draft in sorted(drafts, key=_place):
        yield draft, render_motion(draft)


def render_motion(draft: MotionDraft) -> bytes:
    """The motion and proposed order for one case. Raises `UserError`, naming the case."""
    where = case_name(draft)
    if not draft.case.counts:
        raise UserError(f"The motion for {where} names no conviction; choose at least one.")
    wording = motion_wording(draft)
    motion, order = paper_text("motion"), paper_text("order")
    parts = [
        (motion, _pages(draft, motion, wording, is_order=False)),
        (order, _pages(draft, order, wording, is_order=True)),
    ]
    fonts = font_set(text for _, pages in parts for text in page_texts(pages))
    assembly = Assembly(fonts)
    bookmarks: list[Bookmark] = []
    for paper, pages in parts:
        bookmarks += add_pages(
            assembly, fonts, pages, paper, draft.is_practice, footer_for(paper, wording)
        )
    info = PaperInfo(f"{motion.title}: {where}", review_subject(draft.review), draft.paper_date)
    return assembly.finish(info, bookmarks)


def case_name(draft: MotionDraft) -> str:
    """How errors and titles name the case."""
    number = draft.case.case_number or "no number"
    return f"case {number}, {draft.case.defendant}"


def _place(draft: MotionDraft) -> tuple[object, ...]:
    return (draft.court.branch.casefold(), *court_order(draft.case))


def _pages(draft: MotionDraft, paper: PaperText, wording: Wording, *, is_order: bool) -> list[Page]:
    where = case_name(draft)
    caption = CaptionText(
        plaintiff=PLAINTIFF,
        defendant=caption_names(draft.case),
        defendant_label="Defendant.",
        case_label=case_label(draft.case.case_numbers),
        title=clean(paper.title),
        subtitle=clean(subtitle_for(paper, wording)),
        with_hearing=not is_order,
    )
    context = BlockContext(
        where=where,
        office=draft.office,
        counts=draft.case.counts,
        with_grounds=not is_order and "one_ground" not in wording.conditions,
        with_bases=not is_order and "one_basis" not in wording.conditions,
        sentences_as=None if is_order or "one_sentence" in wording.conditions else draft.review,
        with_calls=not is_order and "one_name" not in wording.conditions,
        own_numbers=len(draft.case.case_numbers) > 1,
    )
    blocks = paper.blocks_for(wording.conditions, wording.fields)
    opening = first_page(draft.office, draft.court, caption, where)
    return paginate(units_of(blocks, context), opening)
