"""Letters to people: what they say in both languages, and what an envelope's window shows."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.documents.check import check_paper, page_texts
from app.documents.draft import MotionCase, ReliefAsked
from app.documents.fonts import UnprintableCharacterError
from app.documents.letter import render_letter, render_letters
from app.documents.letter_draft import LetterDraft
from app.documents.letter_wording import spanish_section
from app.documents.logo import check_logo
from app.documents.mail_layout import (
    ADDRESS_BOTTOM,
    ADDRESS_LEFT,
    ADDRESS_RIGHT,
    ADDRESS_TOP,
    SEEN_BOTTOM,
    SEEN_RIGHT,
    SEEN_TOP,
)
from app.documents.text_families import shipped_text
from app.errors import InputError, UserError
from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import Level
from tests.documents.measure import words
from tests.documents.samples import OFFICE, count, serving

TEXTS = {"en": shipped_text("letter-en"), "es": shipped_text("letter-es")}
ADDRESS = ("123 Calle Ejemplo, Apt. 4", "Los Angeles, CA 90001")
MISDEMEANOR = ReliefAsked.REDESIGNATE_MISDEMEANOR


def letter(*counts: Any, **changes: Any) -> LetterDraft:
    name = changes.get("name", "ANA MARÍA GARCÍA-NÚÑEZ")
    numbers = changes.pop("numbers", ("BA123456",))
    values: dict[str, Any] = {
        "office": replace(OFFICE, title="Deputy District Attorney"),
        "county": "LOS ANGELES",
        "name": name,
        "cases": (MotionCase(name, counts or (count(),), numbers),),
        "languages": ("en",),
        "dated": date(2026, 11, 28),
        "as_of": date(2026, 11, 1),
        "address": ADDRESS,
    }
    return LetterDraft(**(values | changes))


def said(draft: LetterDraft) -> str:
    """The letter's text with single blanks."""
    return " ".join(" ".join(page_texts(render_letter(draft, TEXTS))).split())


def picture(wide: int = 8, tall: int = 4) -> bytes:
    """A small PNG, blue."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\x20\x40\xa0" * wide for _ in range(tall))
    head = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )  # fmt: skip


def test_says_what_is_asked_and_where_to_ask() -> None:
    """Case, section, level, date, what is asked; the prompts to see a lawyer; no advice."""
    text = said(letter(count(), count(MISDEMEANOR, section_text="11360(A) HS")))
    for part in (
        "Dear ANA MARÍA GARCÍA-NÚÑEZ:",
        "change 2 convictions",
        (
            "Case BA123456: Health and Safety Code section 11359 (felony), convicted on March 1, "
            "1999. We ask the court to dismiss this conviction and seal its record."
        ),
        "We ask the court to change it to a misdemeanor.",
        "This letter is not a court order.",
        "You are not a U.S. citizen. Talk to an immigration lawyer",
        "You have a gun or want one. Do not rely on this letter.",
        "a license for your work",
        "our office, telephone (213) 555-0100",
        "It is not legal advice.",
        "PAT Q. SAMPLE, Deputy District Attorney, State Bar No. 123456",
    ):
        assert part in text


def test_says_the_same_in_spanish_with_its_letters() -> None:
    """Accents and terms of the courts; the code by its Spanish name; the date in words."""
    text = said(letter(count(), languages=("es",)))
    for part in (
        "Estimado/a ANA MARÍA GARCÍA-NÚÑEZ:",
        "28 de noviembre de 2026",
        (
            "Caso BA123456: sección 11359 del Código de Salud y Seguridad (delito grave), condena "
            "del 1 de marzo de 1999. Le pedimos al tribunal que desestime esta condena y selle su "
            "expediente."
        ),
        "Usted no es ciudadano/a de los Estados Unidos.",
        "No es asesoramiento legal.",
    ):
        assert part in text


def test_says_only_what_follows_from_what_is_asked() -> None:
    """Sealing where it is asked, the lower level where that is, public safety while serving."""
    sealed, lower, served = "as if it never happened", "that lower level", "public safety"
    dismissed, reduced = said(letter(count())), said(letter(count(MISDEMEANOR)))
    recalled = said(letter(serving(ReliefAsked.RECALL_AND_DISMISS)))
    assert (sealed in dismissed, lower in dismissed, served in dismissed) == (True, False, False)
    assert (sealed in reduced, lower in reduced, served in reduced) == (False, True, False)
    assert (sealed in recalled, lower in recalled, served in recalled) == (False, False, True)


@pytest.mark.parametrize("relief", [one for one in ReliefAsked if one.value != "Challenged"])
def test_every_relief_has_words_in_both_languages(relief: ReliefAsked) -> None:
    """No letter says that the court is asked to do nothing."""
    for language in ("en", "es"):
        text = said(letter(count(relief), languages=(language,)))
        assert not re.search(r"ask the court to \.|al tribunal que \.", text)
        assert "{" not in text


def test_what_the_record_does_not_say_is_said_to_be_missing() -> None:
    """No case number, no date, no level: named as missing in both languages."""
    bare = count(convicted_on=UNKNOWN_DATE, level=Level.UNKNOWN, section_name="")
    english = said(letter(bare, numbers=(), languages=("en",)))
    assert "A case without a number in our data: 11359 HS (level not stated)" in english
    assert "convicted on a day that our data does not show" in english
    spanish = said(letter(bare, numbers=(), languages=("es",)))
    assert "Caso sin número en nuestros datos: 11359 HS (nivel no indicado)" in spanish
    month = count(convicted_on=PartialDate(date(1999, 3, 1), date(1999, 3, 31)))
    assert "condena del marzo de 1999" in said(letter(month, languages=("es",)))


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Penal Code section 32", "sección 32 del Código Penal"),
        (
            "Penal Code section 664 and Health and Safety Code section 11357(c) (attempt)",
            (
                "sección 664 del Código Penal y sección 11357(c) del Código de Salud y Seguridad "
                "(tentativa)"
            ),
        ),
        (
            "Penal Code sections 664 and 487 (attempt)",
            "secciones 664 y 487 del Código Penal (tentativa)",
        ),
        ("11590 XX", "11590 XX"),
    ],
)
def test_sections_by_their_spanish_names(english: str, spanish: str) -> None:
    """A code that is known by its name; anything else as the record has it."""
    assert spanish_section(english) == spanish


def test_a_window_shows_the_address_and_nothing_else() -> None:
    """Wherever the sheet slides in a #10 envelope: name and address whole, no word besides."""
    draft = letter(languages=("en", "es"), logo=picture())
    pdf = render_letter(draft, TEXTS)
    for page in (0, 1):
        seen = [
            word for word in words(pdf, page)
            if SEEN_TOP < word.y < SEEN_BOTTOM + word.size and word.left < SEEN_RIGHT
        ]  # fmt: skip
        assert "".join(word.text for word in seen) == "".join("".join(draft.envelope_lines).split())
        assert all(word.left >= ADDRESS_LEFT - 1 and word.right <= ADDRESS_RIGHT for word in seen)
        assert min(word.y - word.size * 0.7 for word in seen) > ADDRESS_TOP
        assert max(word.y for word in seen) < ADDRESS_BOTTOM


def test_without_an_address_the_window_is_empty() -> None:
    """No name either: a letter without an address is not for a window."""
    pdf = render_letter(letter(address=()), TEXTS)
    seen = [w for w in words(pdf, 0) if SEEN_TOP < w.y < SEEN_BOTTOM and w.left < SEEN_RIGHT]
    assert seen == []


def test_both_languages_take_a_side_each() -> None:
    """English on the front, Spanish on the back, for one and for two convictions."""
    for counts in ((count(),), (count(), count(MISDEMEANOR))):
        pages = page_texts(render_letter(letter(*counts, languages=("en", "es")), TEXTS))
        assert len(pages) == 2
        assert "Dear" in pages[0]
        assert "Estimado/a" in pages[1]


def test_sixty_convictions_go_over_pages_that_say_so() -> None:
    """Every page after the first names the person; nothing is lost, nothing alone on a page."""
    counts = tuple(count(section_text=f"{n} HS", section_name="") for n in range(60))
    draft = letter(*counts)
    pdf = render_letter(draft, TEXTS)
    pages = page_texts(pdf)
    assert len(pages) > 2
    assert check_paper(pdf, [draft.name, *(f"{n} HS" for n in range(60))]) == []
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert draft.name in text
    assert "legal advice" in pages[-1]


def test_letters_in_one_file_begin_on_the_front_of_a_sheet() -> None:
    """One side each: a blank back between them, so that printing both sides keeps them apart."""
    drafts = [letter(name="A ONE"), letter(name="B TWO", languages=("en", "es")), letter(name="C")]
    pages = page_texts(render_letters(drafts, TEXTS))
    assert [text.strip()[:6] != "" for text in pages] == [True, False, True, True, True]
    assert "B TWO" in pages[2]


def test_equal_letters_are_equal_bytes() -> None:
    """Nothing of the clock or the machine is in them."""
    draft = letter(languages=("en", "es"), logo=picture())
    assert render_letter(draft, TEXTS) == render_letter(draft, TEXTS)


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1) " + "LONGNAME " * 11,
        "N" * 120,
        "NGUYỄN THỊ ÁNH-NGUYỆT",
        "ZOË \u200fMÜLLER\u200e",
        "FIRST\nLAST\u2028THIRD",
    ],
)
def test_awkward_names_print_whole(name: str) -> None:
    """120 characters, Vietnamese, marks of direction, line breaks, a leading equals sign."""
    draft = letter(name=name, address=())
    text = said(draft).replace(" ", "")
    plain = name.replace("\u200f", "").replace("\u200e", "")
    assert "".join(plain.split()) in text
    assert check_paper(render_letter(draft, TEXTS), [plain]) == []


@pytest.mark.parametrize(
    ("name", "code"), [("ԱՐՄԵՆ", "U+0531"), ("王小明", "U+738B"), ("דוד", "U+05D3")]
)
def test_a_letter_no_font_has_is_named_never_a_box(name: str, code: str) -> None:
    """The sentence names the character and the person."""
    with pytest.raises(UnprintableCharacterError, match=re.escape(code)):
        render_letter(letter(name=name), TEXTS)


def test_a_letterhead_too_long_for_its_place_is_refused() -> None:
    """Rather than running into the window."""
    office = replace(OFFICE, name="A very long name of an office " * 12)
    with pytest.raises(UserError, match="shorten the office"):
        render_letter(letter(office=office), TEXTS)


def test_the_english_letter_is_plain() -> None:
    """About grade eight by the Flesch-Kincaid formula, no sentence longer than 25 words."""
    text = said(letter(count(), count(MISDEMEANOR)))
    text = text[text.index("California’s") : text.index("Sincerely")]
    text = re.sub(r"Case BA\d+: [^.]*11359[^.]*\.|Health and Safety Code section [\d.]+", "", text)
    text = text.replace("U.S.", "US").replace("•", ". ")
    sentences = [one.split() for one in re.split(r"[.:?]\s", text) if one.strip()]
    every = [word for one in sentences for word in one]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower()))) for word in every)
    grade = 0.39 * len(every) / len(sentences) + 11.8 * syllables / len(every) - 15.59
    assert grade < 8.5
    assert max(map(len, sentences)) <= 25


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GIF89a", "neither a PNG nor a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "neither a PNG nor a JPEG"),
        (picture(4001, 1), "at most 4,000 on a side"),
        (picture()[:60], "damaged"),
        (b"\xff\xd8" + b"x" * 1_000_000, "larger than"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, reason: str) -> None:
    """Before anything of it is unpacked, as far as its first bytes tell."""
    with pytest.raises(InputError, match=reason):
        check_logo(data)


@pytest.mark.skipif(
    not all(map(shutil.which, ("qpdf", "pdftotext", "pdffonts"))), reason="poppler or qpdf missing"
)
def test_other_programs_find_the_file_sound(tmp_path: Path) -> None:
    """qpdf finds nothing wrong, pdftotext reads both languages, pdffonts finds fonts embedded."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(render_letter(letter(languages=("en", "es"), logo=picture()), TEXTS))
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    read = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True,
                          encoding="utf-8")  # fmt: skip
    assert "ANA MARÍA GARCÍA-NÚÑEZ" in read.stdout
    assert "Código de Salud y Seguridad" in " ".join(read.stdout.split())
    fonts = subprocess.run(["pdffonts", path], check=True, capture_output=True, text=True)
    rows = fonts.stdout.splitlines()[2:]
    assert len(rows) == 2
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)
