"""What single and bulk motions share: adding finished pages to a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.documents.assemble import Assembly, Bookmark
from app.documents.draft import Review
from app.documents.flow import Page
from app.documents.fonts import FontSet, clean
from app.documents.pleading import page_content
from app.documents.texts import PaperText
from app.documents.wording import Wording

PLAINTIFF = "THE PEOPLE OF THE STATE OF CALIFORNIA"


def review_subject(review: Review) -> str:
    """The file's subject: which policy and which run it came from."""
    reference = f", review {review.run_id}" if review.run_id else ""
    return f"Policy {review.policy_title} {review.policy_version}{reference}, as of {review.as_of}"


def subtitle_for(paper: PaperText, wording: Wording) -> str:
    """The statutes below the title, unless none of the relief rests on them."""
    return "" if "only_related" in wording.conditions else paper.subtitle


def footer_for(paper: PaperText, wording: Wording) -> str:
    """The footer; the title alone when none of the relief rests on the statutes it names."""
    return paper.title if "only_related" in wording.conditions else paper.footer


def page_texts(pages: Sequence[Page]) -> Iterator[str]:
    """Every text drawn on the pages, for the choice of fonts."""
    for page in pages:
        for _, unit in page.placed:
            for row in unit.rows:
                for run in row.runs:
                    yield run.text


def add_pages(
    assembly: Assembly,
    fonts: FontSet,
    pages: Sequence[Page],
    paper: PaperText,
    is_practice: bool,
    footer: str,
    n_all: int | None = None,
) -> list[Bookmark]:
    """Add a paper's pages, numbered on from those before; returns its bookmarks.

    ``n_all`` prints "x of y" for the page number.
    """
    footer = clean(footer)
    bookmarks = []
    for index, page in enumerate(pages, len(assembly.pdf.pages)):
        number = f"{index + 1}" if n_all is None else f"{index + 1:,} of {n_all:,}"
        content = page_content(fonts, page, number, footer, is_practice)
        assembly.add_page([assembly.stream(content)])
        for _, unit in page.placed:
            if unit.bookmark == "Caption":
                bookmarks.append(Bookmark(paper.bookmark, index))
            elif unit.bookmark:
                bookmarks.append(Bookmark(unit.bookmark, index))
    return bookmarks
