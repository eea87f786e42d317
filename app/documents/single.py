"""The papers of one case in one PDF: any of the templates, laid out one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.documents.assemble import Assembly, Bookmark, PaperInfo
from app.documents.blocks import BlockContext, units_of
from app.documents.draft import MotionDraft
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
from app.documents.parties import filing_office
from app.documents.pleading import CaptionText, caption_names, case_label, first_page
from app.documents.texts import PaperText
from app.documents.wording import Wording, motion_wording
from app.errors import UserError

# What of each conviction stands below it in the list, by the paper's id; the others list it bare.
_WITH_NOTES = frozenset({"motion", "petition", "application"})
_WITH_SENTENCES = _WITH_NOTES | {"points", "challenge"}
_WITHOUT_HEARING = frozenset({"order", "proof-of-service", "declaration", "challenge"})


def render_single(draft: MotionDraft, papers: Sequence[PaperText]) -> bytes:
    """The papers of one case, numbered through. Raises `UserError`, naming the case."""
    where = case_name(draft)
    if not draft.case.counts:
        raise UserError(
            f"The {papers[0].paper_id} for {where} names no conviction; choose at least one."
        )
    wording = motion_wording(draft)
    titled = [paper.titled(wording.fields) for paper in papers]
    parts = [(paper, _pages(draft, paper, wording)) for paper in titled]
    fonts = font_set(text for _, pages in parts for text in page_texts(pages))
    assembly = Assembly(fonts)
    bookmarks: list[Bookmark] = []
    for paper, pages in parts:
        bookmarks += add_pages(
            assembly, fonts, pages, paper, draft.is_practice, footer_for(paper, wording)
        )
    info = PaperInfo(f"{titled[0].title}: {where}", review_subject(draft.review), draft.paper_date)
    return assembly.finish(info, bookmarks)


def case_name(draft: MotionDraft) -> str:
    """How errors and titles name the case."""
    number = draft.case.case_number or "no number"
    return f"case {number}, {draft.case.defendant}"


def _pages(draft: MotionDraft, paper: PaperText, wording: Wording) -> list[Page]:
    where = case_name(draft)
    office = filing_office(draft.office, draft.case)
    hearing = None if paper.paper_id in _WITHOUT_HEARING else draft.hearing
    caption = CaptionText(
        plaintiff=PLAINTIFF,
        defendant=caption_names(draft.case),
        defendant_label="Defendant.",
        case_label=case_label(draft.case.case_numbers),
        title=clean(paper.title),
        subtitle=clean(subtitle_for(paper, wording)),
        hearing=hearing,
    )
    blocks = paper.blocks_for(wording.conditions, wording.fields)
    opening = first_page(office, draft.court, caption, where)
    context = replace(_context(draft, paper.paper_id, wording), office=office)
    return paginate(units_of(blocks, context), opening)


def _context(draft: MotionDraft, paper_id: str, wording: Wording) -> BlockContext:
    has = wording.conditions
    with_notes = paper_id in _WITH_NOTES
    with_sentences = paper_id in _WITH_SENTENCES and "one_sentence" not in has
    return BlockContext(
        where=case_name(draft),
        office=draft.office,
        counts=draft.case.counts,
        with_grounds=with_notes and "one_ground" not in has,
        with_bases=with_notes and "one_basis" not in has,
        sentences_as=draft.review if with_sentences else None,
        with_calls=with_notes and "one_name" not in has,
        own_numbers=len(draft.case.case_numbers) > 1,
        papers=draft.papers,
        served=draft.served,
    )
