"""Print files: court order, separators, covers, front sides; the preflight before them."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.documents.check import check_paper, page_texts
from app.documents.draft import Office
from app.documents.print_sheets import ListedPaper, SheetText, cover, separator
from app.errors import InputError
from app.jobs.clock import today
from app.jobs.draft_papers import draft_papers
from app.jobs.papers.plan import PapersRequest
from app.jobs.papers.preflight import Gap, Place, Weight, check_before
from app.jobs.papers.press import PapersSummary
from app.jobs.papers.print_files import LIST, PrintOptions, arrange, make_print_files
from app.jobs.progress import Silent
from app.jobs.register import carry_out, plan_move
from app.jobs.workers import Workers
from app.store import papers, register
from app.store.register import RegisterFilter
from app.store.reviews import ACCEPTED, PARKED
from app.store.workspace import Workspace
from tests.cli.terminal_user import files_in
from tests.papers.conftest import DAY, OFFICE, Asked
from tests.store.made_reviews import reviewed

needs_tools = pytest.mark.skipif(
    not (shutil.which("qpdf") and shutil.which("pdffonts") and shutil.which("pdftotext")),
    reason="qpdf or poppler is missing",
)


@pytest.fixture
def made(store: Workspace, asked: Asked, workers: Workers) -> PapersSummary:
    return draft_papers(store, asked(limit=20), Silent(), who="x", workers=workers)


def tool(*arguments: str | Path) -> str:
    done = subprocess.run([*map(str, arguments)], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def listed(folder: Path) -> list[dict[str, str]]:
    with (folder / "Print" / LIST).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@needs_tools
def test_print_files_by_court_with_covers(store: Workspace, made: PapersSummary) -> None:
    """A file for each court, a cover that lists every paper with its hash, a separator, sound
    by outside programs, every font embedded."""
    summary = make_print_files(store, Silent(), who="ZOË")
    folder = made.files[-1].parent
    rows = register.get_rows(store, register.find_ids(store, RegisterFilter()))
    assert summary.n_papers == made.n_motions == len(rows)
    files = [path for path in summary.files if path.suffix == ".pdf"]
    assert len(files) == len({row.court for row in rows})
    for path in files:
        tool("qpdf", "--check", path)
        fonts = tool("pdffonts", path).splitlines()[2:]
        assert fonts
        assert all(line.split()[-5] == "yes" for line in fonts)
    text = "".join(tool("pdftotext", "-layout", path, "-") for path in files)
    assert all(row.sha256 in text for row in rows)
    assert {line["File"] for line in listed(folder)} == {row.file_name for row in rows}
    assert "For the office: not to be filed" in text


def test_every_paper_begins_on_a_front_side(store: Workspace, made: PapersSummary) -> None:
    """On the page that the list names, which is odd, stands the paper's first page."""
    summary = make_print_files(store, Silent(), who="ZOË")
    folder = made.files[-1].parent
    texts = {path.name: page_texts(path.read_bytes()) for path in summary.files[:-1]}
    for line in listed(folder):
        page = int(line["Page"])
        assert page % 2 == 1
        first = page_texts((folder / line["File"]).read_bytes())[0]
        assert texts[line["Print file"]][page - 1] == first
    n_pages = sum(len(pages) for pages in texts.values())
    assert (summary.n_pages, summary.n_sheets * 2) == (n_pages, n_pages)


def test_one_sided_files_have_no_blank_pages(store: Workspace, made: PapersSummary) -> None:
    """The pages are those of papers, covers and separators."""
    one = make_print_files(store, Silent(), options=PrintOptions(two_sided=False), who="ZOË")
    pages = [text for path in one.files[:-1] for text in page_texts(path.read_bytes())]
    assert all(text.strip() for text in pages)
    assert one.n_pages == one.n_sheets == len(pages)
    bare = make_print_files(
        store, Silent(),
        options=PrintOptions(two_sided=False, separators=False, with_cover=False), who="ZOË",
    )  # fmt: skip
    assert bare.n_pages == made.n_pages


def test_files_are_cut_at_a_page_limit_and_separated(store: Workspace, made: PapersSummary) -> None:
    """No file over the limit but for one paper; a separator before so many papers."""
    options = PrintOptions(most_pages=8, separate_every=1)
    files = arrange(store, options=options)
    for file in files:
        own = [part for part in file.parts if part.row is not None]
        assert len(own) == 1 or sum(part.n_pages + part.n_pages % 2 for part in own) <= 8
        assert len(file.parts) == 2 * len(own) + 1
    assert sum(part.row is not None for file in files for part in file.parts) == made.n_motions


def test_print_files_are_the_same_twice(store: Workspace, made: PapersSummary) -> None:
    """Put together again: the same bytes; files of before go."""
    make_print_files(store, Silent(), options=PrintOptions(most_pages=8), who="ZOË")
    make_print_files(store, Silent(), who="ZOË")
    first = files_in(made.files[-1].parent / "Print")
    make_print_files(store, Silent(), who="ZOË")
    assert files_in(made.files[-1].parent / "Print") == first


def test_a_changed_or_missing_paper_is_not_printed(store: Workspace, made: PapersSummary) -> None:
    """It is named; nothing is put together."""
    made.files[0].write_bytes(made.files[1].read_bytes())
    made.files[2].unlink()
    with pytest.raises(InputError) as refused:
        make_print_files(store, Silent(), who="ZOË")
    assert f"motions/{made.files[0].name}" in refused.value.message
    assert "2 of" in refused.value.message
    assert not (made.files[-1].parent / "Print").exists()


def test_what_was_withdrawn_is_not_printed(store: Workspace, made: PapersSummary) -> None:
    """Nor is there anything to print without a batch."""
    plan = plan_move(store, [1], "withdrawn", today(), today())
    carry_out(store, plan.moves, who="x")
    assert make_print_files(store, Silent(), who="ZOË").n_papers == made.n_motions - 1
    with pytest.raises(InputError, match="no such batch"):
        make_print_files(store, Silent(), batch_id=99, who="ZOË")


@needs_tools
def test_a_separator_is_large_and_within_the_page(store: Workspace, made: PapersSummary) -> None:
    """Its words lie inside of the page's margins."""
    part = next(part for part in arrange(store)[0].parts if not part.words)
    document = pdfium.PdfDocument(part.load())
    page = document[0].get_textpage()
    boxes = [page.get_rect(n) for n in range(page.count_rects())]
    assert min(left for left, *_ in boxes) >= 72
    assert max(right for _, _, right, _ in boxes) <= 612 - 36
    assert made.n_motions
    document.close()


def test_sheets_with_long_names_stay_within_the_page() -> None:
    """A court, a number and a name that are too long are cut with a mark, never clipped; letters
    that no font has are left out of the office's own sheets."""
    text = SheetText(f"Superior Court {'of the long name ' * 12}", ("Ա line", "x " * 200))
    listed = [
        ListedPaper(n, "BA1234567890; " * 9, "NAME,OF MANY WORDS " * 9 + "Ա", "motion", 4, "a" * 64)
        for n in range(1, 45)
    ]
    front, pages = separator(text, DAY), cover(text, listed, DAY)
    assert check_paper(front, ["Superior Court", "of the long name"]) == []
    assert check_paper(pages, ["Superior Court", "a" * 64], n_pages=3) == []
    assert cover(text, listed, DAY) == pages


# Before the batch


def gap(request: PapersRequest, store: Workspace, words: str) -> Gap:
    return next(one for one in check_before(store, request).gaps if words in one.sentence)


def test_everything_missing_is_named_with_the_way_to_it(store: Workspace, asked: Asked) -> None:
    """Letters that no font has block their papers and lead to the case; an empty letterhead
    prints blank lines and leads to its fields."""
    found = check_before(store, asked(limit=None, office=Office()))
    name = gap(asked(limit=None), store, "cannot print")
    assert (name.weight, name.place, name.n) == (Weight.BLOCKS, Place.CASE, 2)
    assert all(one.conviction_id for one in name.at)
    assert found.n_papers == found.n_cases - 2
    letterhead = [one for one in found.gaps if one.place is Place.OFFICE]
    assert {one.at[0].field for one in letterhead} >= {"name", "bar_number", "address", "email"}
    assert {one.weight for one in letterhead} == {Weight.BLANK}
    assert [one.weight for one in found.gaps] == sorted(
        (one.weight for one in found.gaps), key=list(Weight).index
    )


def test_preflight_says_what_the_batch_then_leaves_out(
    store: Workspace, asked: Asked, workers: Workers
) -> None:
    """As many papers are made as it said, and the same blanks are told."""
    request = asked(limit=None)
    found = check_before(store, request)
    made = draft_papers(store, request, Silent(), who="x", workers=workers)
    assert made.n_motions == found.n_papers
    n_numberless = gap(request, store, "No case number").n
    assert n_numberless == sum("case number" in sentence for sentence in made.unfilled)


def test_who_waits_is_told(store: Workspace, asked: Asked) -> None:
    """Parked, not reviewed, unapproved: with the way to the review."""
    rows = papers.list_relief(store)
    reviewed(store, rows[0].conviction_id, PARKED, who="A. Clerk")
    reviewed(store, rows[1].conviction_id, ACCEPTED, who="A. Clerk")
    parked = gap(asked(), store, "Parked")
    assert (parked.n, parked.place, parked.facets) == (1, Place.REVIEW, (("decision", "parked"),))
    unreviewed = gap(asked(only_accepted=True), store, "Not reviewed yet")
    assert unreviewed.n == len(rows) - 2
    store.save_setting("second_reviewer", "all")
    waiting = gap(asked(), store, "second person")
    assert waiting.n == len(rows) - 1


def test_what_was_filed_before_is_told_and_can_be_left_out(
    store: Workspace, asked: Asked, made: PapersSummary, workers: Workers
) -> None:
    """A case is not filed twice by accident."""
    plan = plan_move(store, [1, 2], "filed", today(), today())
    carry_out(store, plan.moves, who="x")
    request = asked(limit=20)
    assert gap(request, store, "signed or filed before").n == 2
    new = draft_papers(store, replace(request, only_new=True), Silent(), who="x", workers=workers)
    assert new.n_motions == made.n_motions - 2
    assert any("2 of 20 cases left out" in sentence for sentence in new.left_out)


def test_a_paper_for_a_case_without_relief_is_told(
    store: Workspace, asked: Asked, made: PapersSummary
) -> None:
    """Parked after its motion was drafted: the motion must not be filed."""
    row = register.get_rows(store, [1])[0]
    for one in papers.list_relief(store, person_id=row.person_id):
        reviewed(store, one.conviction_id, PARKED, who="A. Clerk")
    outdated = gap(asked(), store, "not filed, but no relief is asked for")
    assert [one.paper_id for one in outdated.at] == [1]
    assert made.n_motions


def test_addresses_that_are_missing_are_told(store: Workspace, asked: Asked) -> None:
    """Until the address book has them."""
    assert gap(asked(), store, "no court of Los Angeles").place is Place.CONTACTS
    store.connection.execute(
        "INSERT INTO contact (role, name, county, address, phone, email, note, checked_on, "
        "is_used, who, at) VALUES ('court', 'C', 'LOS ANGELES', 'A', '', '', '', '', 1, 'x', 'x')"
    )
    sentences = [one.sentence for one in check_before(store, asked()).gaps]
    assert not any("no court of" in sentence for sentence in sentences)


def test_a_letterhead_that_no_font_prints_blocks(store: Workspace, asked: Asked) -> None:
    """It is named with its field."""
    found = gap(asked(office=replace(OFFICE, name="地方検察")), store, "letterhead has a character")
    assert (found.weight, found.at[0].field) == (Weight.BLOCKS, "name")
