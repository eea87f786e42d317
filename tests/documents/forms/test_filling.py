"""Filled forms, looked at from outside: what stands where, what is gone, what is refused."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest

from app.documents.draft import Court, ReliefAsked, SentenceShown
from app.documents.fonts import UnprintableCharacterError
from app.documents.forms.blank import Blank, Box, full_name, inherited
from app.documents.forms.catalog import map_by_hash
from app.documents.forms.checking import check_filled
from app.documents.forms.draft import FormDraft
from app.documents.forms.field_map import Entry, FieldMap, FiledBy, Overflow
from app.documents.forms.filling import Filled, fill_form
from app.documents.forms.guard import places_of
from app.documents.forms.trying import sample_draft, try_out
from app.documents.forms.values import use_problems
from app.errors import InputError
from app.model.dates import PartialDate
from app.model.record import Level
from tests.documents.forms.made import REAL, blank, form_pdf, made_map, real_blank
from tests.documents.samples import OFFICE, case, count

DEFENDER = replace(
    OFFICE, name="Office of the Public Defender", party="the defendant", side="defender"
)
DAY = date(2026, 11, 28)


def draft(**changes: Any) -> FormDraft:
    done = {"sentence": SentenceShown.COMPLETED}
    made = case("ANA M GARCIA", counts=(count(section_text="11359 HS", **done),))
    values = {"office": DEFENDER, "court": Court("LOS ANGELES"), "case": made, "paper_date": DAY}
    return FormDraft(**(values | changes))


def filled(found: FieldMap | None = None, of: Blank | None = None, **changes: Any) -> Filled:
    of = of or blank()
    made = fill_form(of, found or made_map(of), draft(**changes))
    assert check_filled(made) == []
    return made


def words(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    try:
        return "\n".join(str(page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def written(made: Filled) -> dict[str, str]:
    return {one.place.entry.label: one.text for one in made.written}


def test_what_the_record_knows_is_written_and_nothing_else() -> None:
    """Attorney, defendant, number, the section's box; what only a person states is not there."""
    assert written(filled()) == {
        "Attorney": "PAT Q. SAMPLE", "Bar number": "123456", "Defendant": "ANA M GARCIA",
        "Case number": "BA123456", "11359": "X", "Section, line 1": "11359",
        "Level, line 1": "felony",
    }  # fmt: skip


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_words_stand_inside_their_fields(tmp_path: Path) -> None:
    """Another program finds each text inside the rectangle of its field."""
    made = filled()
    path = tmp_path / "form.pdf"
    path.write_bytes(made.pdf)
    box = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', box
    )
    for one in made.written:
        place = one.place.box
        for word in one.text.split():
            spots = [tuple(map(float, row[:4])) for row in found if row[4] == word]
            assert any(
                place.x - 1 <= x0 and x1 <= place.right + 1
                and place.y - 4 <= y0 and y1 <= place.bottom + 4
                for x0, y0, x1, y1 in spots
            ), (one.place.entry.label, word, spots)  # fmt: skip


def run_qpdf(path: Path) -> int:
    return subprocess.run(
        ["qpdf", "--check", str(path)], capture_output=True, check=False
    ).returncode


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
@pytest.mark.parametrize("path", sorted(REAL.glob("*.pdf")), ids=lambda path: path.name)
def test_every_real_form_is_filled_and_sound(path: Path, tmp_path: Path) -> None:
    """Flat and live copies pass qpdf; everything written is found in its place."""
    real = real_blank(path.name)
    found = map_by_hash(real.sha256)
    assert found is not None
    made = fill_form(real, found, sample_draft(found), with_live_copy=True)
    assert check_filled(made) == []
    for name, data in (("flat.pdf", made.pdf), ("live.pdf", made.live)):
        (tmp_path / name).write_bytes(data)
        assert run_qpdf(tmp_path / name) == 0


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="poppler-utils is not installed")
def test_what_was_written_has_embedded_subset_fonts(tmp_path: Path) -> None:
    """pdffonts says yes to embedded and subset for every font of the made-up form."""
    path = tmp_path / "form.pdf"
    path.write_bytes(filled().pdf)
    listed = subprocess.run(
        ["pdffonts", str(path)], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert listed
    assert all(re.search(r"\byes yes yes\b", line) for line in listed), listed


def test_nothing_of_the_blank_is_left_but_its_pages() -> None:
    """Fields, XFA, scripts, actions, attached files, metadata and the maker's name are gone."""
    of = blank(quirks=True, xfa=True)
    made = filled(made_map(of), of)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Lang"}
        assert "/Annots" not in pdf.pages[0].obj
        assert "/AA" not in pdf.pages[0].obj
        assert "Somebody Else" not in str(pdf.docinfo)
        everything = b"".join(
            item.unparse(resolved=True) for item in pdf.objects if item is not None
        )
    for trace in (b"JavaScript", b"app.alert", b"EmbeddedFile", b"XFA", b"xmpmeta", b"AcroForm"):
        assert trace not in everything


def test_a_tick_that_the_blank_brought_is_gone() -> None:
    """Some blanks come with boxes ticked, the judge's too: no copy keeps such a tick."""
    of = blank()
    made = fill_form(of, made_map(of), draft(), with_live_copy=True)
    with pikepdf.open(io.BytesIO(made.live)) as pdf:
        states = {str(one.T): str(one.AS) for one in pdf.pages[0].Annots if one.FT == "/Btn"}
    assert states == {"Box 11357": "/Off", "Box 11359": "/Ja", "Waiver": "/Off"}


def test_live_copy_keeps_its_fields_with_values() -> None:
    """Its text fields hold what was written and draw it; nothing acts; the flat one is the same."""
    of = blank(quirks=True)
    made = fill_form(of, made_map(of), draft(), with_live_copy=True)
    assert made.pdf == fill_form(of, made_map(of), draft()).pdf
    with pikepdf.open(io.BytesIO(made.live)) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/XFA" not in pdf.Root.AcroForm
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        fields = {str(one.T): one for one in pdf.Root.AcroForm.Fields}
        assert str(fields["Defendant"].V) == "ANA M GARCIA"
        assert b"Tj" in fields["Defendant"].AP.N.read_bytes()
        assert "/V" not in fields["Signature"]


@pytest.mark.parametrize("path", sorted(REAL.glob("*.pdf")), ids=lambda path: path.name)
def test_a_live_copy_looks_like_the_flat_one(path: Path) -> None:
    """Every field that was written to holds its text, every tick is set where viewers look."""
    real = real_blank(path.name)
    found = map_by_hash(real.sha256)
    assert found is not None
    made = fill_form(real, found, sample_draft(found), with_live_copy=True)
    with pikepdf.open(io.BytesIO(made.live)) as pdf:
        fields = {full_name(one): one for page in pdf.pages for one in page.obj.get("/Annots", [])}
        for one in made.written:
            if one.place.entry.field and one.place.page <= real.n_pages:
                widget = fields[one.place.entry.field]
                if one.place.kind == "box":
                    assert widget.AS != "/Off"
                    assert not widget.AP.N.is_indirect
                else:
                    assert str(inherited(widget, "/V")) == one.text


def gray(pdf: bytes, index: int) -> tuple[int, list[bytes]]:
    """A page as rows of gray dots, a dot a point; fields are not drawn."""
    document = pdfium.PdfDocument(pdf)
    try:
        bitmap = document[index].render(grayscale=True, draw_annots=False)
        data, stride = bytes(bitmap.buffer), bitmap.stride
        rows = [data[n * stride : n * stride + bitmap.width] for n in range(bitmap.height)]
        return bitmap.width, rows
    finally:
        document.close()


@pytest.mark.parametrize("path", sorted(REAL.glob("*.pdf")), ids=lambda path: path.name)
def test_the_picture_of_a_form_changes_only_in_its_places(path: Path) -> None:
    """Every dot that differs from the blank's picture lies in a place that was written to."""
    real = real_blank(path.name)
    found = map_by_hash(real.sha256)
    assert found is not None
    made = fill_form(real, found, replace(sample_draft(found), is_practice=False))
    changed = 0
    for index in range(real.n_pages):
        boxes = [one.place.box for one in made.written if one.place.page == index + 1]
        boxes += [one.box for one in places_of(found, real)
                  if one.entry.frame and one.page == index + 1]  # fmt: skip
        width, before = gray(real.data, index)
        for y, (old, new) in enumerate(zip(before, gray(made.pdf, index)[1], strict=True)):
            if old == new:
                continue
            for x in (x for x in range(width) if old[x] != new[x]):
                changed += 1
                assert any(
                    box.x - 2 <= x <= box.right + 2 and box.y - 4 <= y <= box.bottom + 4
                    for box in boxes
                ), (index + 1, x, y)
    assert changed > 100


def test_equal_input_gives_equal_bytes() -> None:
    """The same blank, map, case and date give the same file."""
    assert filled().pdf == filled().pdf
    assert filled().pdf != filled(paper_date=date(2026, 11, 29)).pdf


LONG = "MARIA " + "DE LOS ANGELES Y MONTEMAYOR " * 4


def test_a_name_of_120_characters_goes_to_an_attachment() -> None:
    """The form refers to it; the attachment has the whole of it under the case's number."""
    made = filled(case=case(LONG.strip()[:120]))
    assert written(made)["Defendant"] == "See Attachment 1"
    assert (made.n_pages, made.n_attachments) == (2, 1)
    text = " ".join(words(made.pdf).split())
    assert "Defendant (continued from XX-900)" in text
    assert LONG.strip()[:120].split()[-1] in text


def test_a_text_shrinks_before_it_overflows() -> None:
    """A name that fits at a smaller size stays on the form."""
    name = "MARIA DE LOS ANGELES GARCIA-MONTEMAYOR RODRIGUEZ"
    made = filled(case=case(name))
    runs = next(one.runs for one in made.written if one.place.entry.label == "Defendant")
    assert [run.text for run in runs] == [name]
    assert 7 <= runs[0].size < 10


def test_what_may_not_overflow_is_refused() -> None:
    """A bar number too long for its field stops the form and says what to do."""
    of = blank()
    entries = tuple(
        replace(one, overflow=Overflow.REFUSE) if one.label == "Bar number" else one
        for one in made_map(of).entries
    )
    office = replace(DEFENDER, bar_number="1234567890 and 1234567891")
    with pytest.raises(InputError, match="Bar number: “1234567890"):
        fill_form(of, made_map(of, entries=entries), draft(office=office))


def charges(n: int) -> Any:
    return tuple(count(section_text=f"11359({'ABC'[n % 3]}) HS") for n in range(n))


def test_sixty_charges_on_a_form_with_two_lines() -> None:
    """One line for the first, the reference in the last, and 59 on the attachment's pages."""
    made = filled(case=case(counts=charges(60)))
    assert written(made)["Section, line 1"] == "11359(a)"
    assert (
        "Section, line 2" not in written(made) or "Attachment" in written(made)["Section, line 2"]
    )
    text = words(made.pdf)
    assert all(f"{n}." in text for n in range(2, 61))
    assert "See Attachment 1" in text
    assert made.n_pages == 3
    assert "Page" in text


def test_a_reference_of_its_own_keeps_every_line() -> None:
    """A form with a place for the reference keeps its last line for a conviction."""
    more = Entry("Reference", page=1, box=Box(310, 330, 120, 14), source="attachment.reference")
    of = blank()
    made = filled(made_map(of, more), of, case=case(counts=charges(3)))
    assert written(made)["Section, line 2"] == "11359(b)"
    assert written(made)["Reference"] == "See Attachment 1"


def test_real_cr180_with_sixty_charges_uses_mc025() -> None:
    """The office's own MC-025 carries what CR-180 has no line for: 55 of 60."""
    form, more = real_blank("cr-180.pdf"), real_blank("mc-025.pdf")
    found, attachment = map_by_hash(form.sha256), map_by_hash(more.sha256)
    assert found is not None
    assert attachment is not None
    made = fill_form(
        form, found, draft(case=case(counts=charges(60))), attachment_form=(more, attachment)
    )
    assert check_filled(made) == []
    assert made.n_pages == 5
    text = words(made.pdf)
    assert "ATTACHMENT" in text
    assert "60." in text
    assert written(made)["1. Reference to the attachment"] == "See Attachment 1"


@pytest.mark.parametrize("name", ["Núñez Åsa Żółć", "Nguyễn Thị Ánh Tuyết", "=1+1 O'BRIEN"])
def test_names_of_many_alphabets(name: str) -> None:
    """Accents, Vietnamese and a leading = are printed as they are."""
    made = filled(case=case(name))
    assert written(made)["Defendant"] == name
    assert all(word in words(made.pdf) for word in name.split())


@pytest.mark.parametrize(
    ("name", "code"), [("王小明", "U+738B"), ("דוד", "U+05D3"), ("Դավիթ", "U+0534")]
)
def test_a_glyph_that_is_missing_is_named(name: str, code: str) -> None:
    """Never a box: the sign, its code and the place are told."""
    with pytest.raises(UnprintableCharacterError) as refused:
        filled(case=case(name))
    assert code in refused.value.message
    assert "XX-900, Defendant" in refused.value.message


def test_line_breaks_and_marks_of_direction_do_no_harm() -> None:
    """A line break becomes a blank, a mark without a shape goes."""
    made = filled(case=case("ANA\u200e\u202e M\nGARCIA\u00ad"))
    assert written(made)["Defendant"] == "ANA M GARCIA"


def test_a_case_without_a_number_leaves_it_blank_and_says_so() -> None:
    """Nothing is made up for a number that is not on file."""
    made = filled(case=case(case_numbers=()))
    assert "Case number" not in written(made)
    assert "Case number: not on file" in made.unfilled


def test_the_other_sides_letterhead_stays_off() -> None:
    """A prosecutor's office does not appear as the attorney on the person's petition."""
    of = blank()
    made = filled(made_map(of, filed_by=FiledBy.DEFENSE), of, office=OFFICE)
    assert "Attorney" not in written(made)
    assert any("this office is not" in words for words in made.unfilled)


@pytest.mark.parametrize(
    ("shown", "ticked"),
    [
        (SentenceShown.COMPLETED, {"2. Application: sentence completed"}),
        (SentenceShown.SERVING, {"2. Petition: serving a sentence"}),
        (SentenceShown.NOT_SAID, set()),
        (SentenceShown.NONE_RUNNING, set()),
    ],
)
def test_cr400_says_of_the_sentence_what_the_record_shows(
    shown: SentenceShown, ticked: set[str]
) -> None:
    """Item 2 is ticked only when the record shows it; waivers never."""
    real = real_blank("cr-400.pdf")
    found = map_by_hash(real.sha256)
    assert found is not None
    made = fill_form(real, found, draft(case=case(counts=(count(sentence=shown),))))
    marks = {label for label, text in written(made).items() if text == "X"}
    assert {label for label in marks if label.startswith("2.")} == ticked
    assert not {label for label in marks if label.startswith(("3.", "4."))}
    assert any(words.startswith("2.") for words in made.unfilled) == (not ticked)
    title = "Redesignation or dismissal/sealing (f)"
    assert (title in marks) == (shown is not SentenceShown.NOT_SAID)


def test_old_letters_are_ticked_only_for_old_convictions() -> None:
    """11357(b) of 2019 is no longer what the box of the San Francisco form says."""
    real = real_blank("sf-misdemeanor-motion.pdf")
    found = map_by_hash(real.sha256)
    assert found is not None
    new = PartialDate.exactly(date(2019, 1, 2))
    counts = (
        count(section_text="11357(B) HS", level=Level.MISDEMEANOR, convicted_on=new),
        count(section_text="11357(C) HS", level=Level.MISDEMEANOR),
    )
    made = written(fill_form(real, found, draft(office=OFFICE, case=case(counts=counts))))
    assert "11357(b)" not in made
    assert made["11357(c)"] == "X"
    assert made["Other charges, which"] == "HS 11357(b)"
    assert not [label for label in made if label == "Order"]


def test_a_form_for_something_else_says_so() -> None:
    """Other relief, another county, another level: each is told; the shipped maps use it."""
    of = blank()
    found = made_map(
        of, relief=(ReliefAsked.DISMISS_AND_SEAL,), county="SAN FRANCISCO",
        levels=(Level.MISDEMEANOR,),
    )  # fmt: skip
    mine = draft(case=case(counts=(count(ReliefAsked.REDESIGNATE_MISDEMEANOR),)))
    problems = " ".join(use_problems(found, mine))
    for says in ("San Francisco County", "redesignate as misdemeanor (HS 11359)", "otherwise"):
        assert says in problems
    assert use_problems(made_map(of), mine) == []


def test_a_check_finds_what_is_wrong() -> None:
    """A missing word, a page too many and a field that was left are each told."""
    made = filled()
    other = filled(case=case("SOMEBODY ELSE"))
    assert any("missing" in words for words in check_filled(replace(made, pdf=other.pdf)))
    assert any("pages instead of" in words for words in check_filled(replace(made, n_pages=2)))
    raw = replace(made, pdf=form_pdf(), written=())
    assert any("still holds" in words for words in check_filled(raw))
    assert any("cannot be opened" in words for words in check_filled(replace(made, pdf=b"no")))


def test_text_over_the_edge_of_its_place_is_found() -> None:
    """The check compares with the place, not with what the filler believed."""
    made = filled()
    first = made.written[0]
    narrow = replace(first.place, box=replace(first.place.box, width=20))
    shifted = replace(made, written=(replace(first, place=narrow),))
    assert any("over the edge" in words for words in check_filled(shifted))


def test_an_outline_that_lived_in_the_field_is_drawn() -> None:
    """A box whose outline goes with its field keeps one on the flat form."""
    of = blank()
    entries = tuple(
        replace(one, frame=True) if one.label == "11357" else one for one in made_map(of).entries
    )
    document = pdfium.PdfDocument(filled(made_map(of, entries=entries), of).pdf)
    try:
        page = document[0]
        bounds = [one.get_bounds() for one in page.get_objects(max_depth=3) if one.type == 2]
    finally:
        document.close()
    assert min(one[0] for one in bounds) == pytest.approx(60, abs=1)
    assert max(one[2] for one in bounds) == pytest.approx(72, abs=1)


def test_a_trial_shows_made_up_people_and_says_so() -> None:
    """What the map screen shows is marked as made up."""
    of = blank()
    assert "ANA MARIA EXAMPLE" in words(try_out(of, made_map(of)))
    assert "Made-up people" in words(try_out(of, made_map(of)))
