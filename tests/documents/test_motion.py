"""What a single motion and its proposed order say, and what they leave blank."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.check import check_paper, page_texts
from app.documents.draft import Court, MotionCase, ReliefAsked, SentenceShown
from app.documents.fonts import UnprintableCharacterError
from app.documents.motion import render_motion, render_motions
from app.documents.preflight import unfilled_in_case
from app.errors import UserError
from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import Level
from tests.documents.measure import words
from tests.documents.samples import (
    REDESIGNATE,
    case,
    count,
    motion,
    related,
    serving,
)

ROOT = Path(__file__).resolve().parents[2]


def flat(pdf: bytes) -> str:
    """The paper's words in reading order, blanks made single, line numbers and footers left in."""
    return " ".join(" ".join(page_texts(pdf)).split())


def body(pdf: bytes) -> str:
    """The words of the body alone: no line numbers, no footer."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        n_pages = len(opened.pages)
    return " ".join(
        w.text for index in range(n_pages) for w in words(pdf, index) if w.left > 70 and w.y < 745
    )


def test_the_motion_states_the_drafts_facts() -> None:
    """Case number, defendant, section, level, date, relief, ground, policy and as-of date."""
    pdf = render_motion(motion())
    facts = [
        "Case No. BA123456",
        "GARCIA-NUNEZ,ANA M",
        "Health and Safety Code section 11359",
        "(in the record: 11359 HS)",
        "Felony",
        "March 1, 1999",
        "Dismiss and seal",
        "Conviction occurred 10 or more years ago",
        "reviewed the conviction as of November 1, 2026 under the policy “Los Angeles County,”",
        "version 2019-09",
        "r7f3a",
        "the District Attorney of Los Angeles County",
        "dismiss the conviction listed above and seal the record of it; and",
        "[PROPOSED] ORDER ON MOTION FOR RELIEF",
    ]
    assert check_paper(pdf, facts, 3) == []


def test_the_source_note_and_birth_date_stay_off_the_public_paper() -> None:
    """File and row are for the screen; a birth date prints only when it is asked for."""
    person = case(born_on=PartialDate.exactly(date(1971, 3, 14)))
    text = flat(render_motion(motion(person)))
    assert "48,212" not in text
    assert "1971" not in text
    assert "March 14, 1971" in body(render_motion(motion(person, with_birth_date=True)))


def test_nothing_a_person_must_state_is_filled_in() -> None:
    """Signatures, dates of signing, hearing and judge are lines; no box is set, nothing sworn."""
    text = body(render_motion(motion()))
    assert text.count("Dated: ____________________") == 2
    assert "By: ______" in text
    assert re.search(r"_{30,} Judge of the Superior Court", text)
    for label in ("Hearing date:", "Time:", "Department:"):
        assert re.search(rf"{label} _{{20,}}", text)
    assert "2, 2026" not in text  # the date of the file is no date of signing
    assert not re.search(r"(?i)perjury|declare|sworn|/s/|☒|☑|\bx\b", text)


def test_the_record_is_not_overstated() -> None:
    """The papers do not say that a sentence is complete or a conviction legally invalid."""
    text = flat(render_motion(motion(case(n_counts=4)))).lower()
    for claim in ("complete", "legally invalid", "all purposes", "eligible", "no hearing"):
        assert claim not in text


def test_no_signature_block_stands_alone() -> None:
    """Each signature shares its page with at least two lines of text."""
    for n_counts in range(1, 14):
        pdf = render_motion(motion(case(n_counts=n_counts)))
        for index in range(len(page_texts(pdf))):
            found = [w for w in words(pdf, index) if w.left > 70 and w.y < 745]
            signed = [w.y for w in found if w.text == "Dated:"]
            if signed:
                above = {round(w.y) for w in found if w.y < signed[0]}
                assert len(above) >= 2, (n_counts, index)


def test_headings_are_not_stranded_at_the_foot() -> None:
    """A heading, of the memorandum or of the list, is followed by text on its page."""
    for n_names in range(0, 40, 3):
        aliases = tuple(f"ALSO KNOWN {n}" for n in range(n_names))
        pdf = render_motion(motion(case(n_counts=3, aliases=aliases)))
        for index in range(len(page_texts(pdf))):
            found = [w for w in words(pdf, index) if w.left > 70 and w.y < 745]
            last = max(w.y for w in found)
            assert not {w.text for w in found if w.y == last} & {"MEMORANDUM", "Section"}


@pytest.mark.parametrize(
    "name",
    [
        "GARCÍA-NÚÑEZ,JOSÉ Ñ",
        "O'BRIEN,D’ARCY",
        "NGUYỄN,THỊ PHƯƠNG",
        "ŁUKASZ ĐORĐE ŠIŠKO",
        "ΠΑΠΑΔΟΠΟΥΛΟΣ ИВАНОВ",
        "W" * 120,
        "LONG " * 23 + "NAMES",
        "<B>&amp;{county}\\(x)%s",
    ],
)
def test_names_print_whole_and_inside_the_margins(name: str) -> None:
    """Accents, apostrophes, 120 characters, characters with a meaning elsewhere: as given."""
    pdf = render_motion(motion(case(name)))
    assert check_paper(pdf, [name], None) == []


def test_decomposed_accents_print_composed() -> None:
    """A name typed with combining accents prints like any other."""
    pdf = render_motion(motion(case("MUN\u0303OZ,JOSE\u0301")))
    assert check_paper(pdf, ["MUÑOZ,JOSÉ"], None) == []


@pytest.mark.parametrize("name", ["ՊԵՏՐՈՍՅԱՆ", "王小明", "محمد", "כהן", "🙂"])
def test_a_character_no_font_has_is_refused_by_name(name: str) -> None:
    """Never a box on a paper: the error names the character, the text and the case."""
    with pytest.raises(UnprintableCharacterError) as caught:
        render_motion(motion(case(name)))
    assert f"U+{ord(name[0]):04X}" in caught.value.message
    assert "case BA123456" in caught.value.message


def test_control_characters_print_as_blanks() -> None:
    """A tab, a line end or an invisible mark in a name does no harm."""
    pdf = render_motion(motion(case("DOE\t,JA\u200bNE\r\nQ\u0000")))
    assert check_paper(pdf, ["DOE ,JANE Q"], None) == []


def test_sixty_counts_run_over_pages_under_a_repeated_heading() -> None:
    """Every count is listed in motion and order, each page of the list has its heading."""
    pdf = render_motion(motion(case(n_counts=60)))
    assert check_paper(pdf, ["60.", "items 3, 6, 9,"], None) == []
    pages = page_texts(pdf)
    listing = [text for text in pages if "(in the record: 11359 HS)" in text]
    assert len(listing) > 8
    assert all("Convicted on" in text for text in listing)
    assert " ".join(pages).count("(in the record: 11359 HS)") == 120


def test_different_grounds_stand_with_their_convictions() -> None:
    """A ground shared by all is said once; different ones stand below each conviction."""
    one = body(render_motion(motion(case())))
    assert one.count("Conviction occurred 10 or more years ago") == 1
    two = body(render_motion(motion(case(n_counts=3))))
    assert two.count("Ground: Conviction occurred 10 or more years ago.") == 2
    assert two.count("Ground: Fewer than two convictions.") == 1


def test_mixed_relief_names_the_items() -> None:
    """Motion and order say which conviction gets which relief."""
    text = body(render_motion(motion(case(n_counts=6))))
    assert "(a) dismiss the convictions listed as items 1, 2, 4, and 5" in text
    assert "(b) redesignate the convictions listed as items 3 and 6 as misdemeanors; and" in text
    assert "the convictions listed as items 3 and 6 are redesignated as misdemeanors." in text


def test_redesignation_alone_asks_for_nothing_else() -> None:
    """A reduction does not ask to dismiss or seal anything."""
    text = body(render_motion(motion(case(counts=(count(REDESIGNATE),)))))
    assert "redesignate the conviction listed above as a misdemeanor; and" in text
    assert not re.search(r"(?i)dismiss|seal", text)


def test_no_case_number_prints_a_line() -> None:
    """A case without a number is left for the clerk to fill."""
    assert check_paper(render_motion(motion(case(case_numbers=()))), ["Case No. ________"], 3) == []


def test_two_case_numbers_are_both_printed() -> None:
    """All numbers stand in the caption, and each count gives its own when it is known."""
    person = case(
        case_numbers=("SCN 111111", "MCN 222222"),
        counts=(count(case_number="SCN 111111"), count(case_number="MCN 222222")),
    )
    pdf = render_motion(motion(person))
    wanted = ["Case Nos. SCN 111111, MCN 222222", "Case No. SCN 111111", "Case No. MCN 222222"]
    assert check_paper(pdf, wanted, None) == []


def test_unknown_facts_are_said_to_be_unknown() -> None:
    """A missing level, date or name is shown as missing, never guessed."""
    bare = count(
        level=Level.UNKNOWN, convicted_on=UNKNOWN_DATE, section_name="", reason="", basis=""
    )
    text = body(render_motion(motion(MotionCase("", (bare,)))))
    assert "11359 HS Not stated date not stated Dismiss and seal" in text
    assert "_" * 24 + "," in text
    assert "ground" not in text
    year = count(convicted_on=PartialDate(date(1999, 1, 1), date(1999, 12, 31)))
    assert "Felony 1999 Dismiss" in body(render_motion(motion(case(counts=(year,)))))


def test_aliases_stand_in_the_caption_or_in_a_paragraph() -> None:
    """Up to three other names go into the caption, more into the memorandum."""
    few = body(render_motion(motion(case(aliases=("GARCIA,ANITA", "NUNEZ,ANA")))))
    assert "GARCIA-NUNEZ,ANA M, also known as GARCIA,ANITA; NUNEZ,ANA," in few
    many = body(render_motion(motion(case(aliases=tuple(f"NAME,{n}" for n in "ABCDE")))))
    assert "also appears in the record as NAME,A; NAME,B; NAME,C; NAME,D; NAME,E." in many


def test_two_peoples_motions_share_no_text() -> None:
    """A file holds its own case only, even when many are made together."""
    people = [case(f"NAME{n},OTHER{n}", case_numbers=(f"CN{n}X",)) for n in range(5)]
    made = list(render_motions([motion(person) for person in people]))
    for own, (draft, pdf) in enumerate(made):
        assert draft.case is people[own]
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            streams = b"".join(
                obj.read_bytes()
                for obj in opened.objects
                if isinstance(obj, pikepdf.Stream) and "/Length1" not in obj
            )
        text = flat(pdf)
        for other in range(5):
            assert (f"NAME{other}" in text) == (own == other)
            assert (f"NAME{other}".encode() in pdf + streams) is False or own == other


def test_motions_come_in_court_order() -> None:
    """Branch, then case number by value, then name; cases without a number last."""
    places = [("B", "BA2"), ("A", ""), ("A", "BA10"), ("A", "BA9")]
    drafts = [
        motion(case(case_numbers=(number,) if number else ()), court=Court("LOS ANGELES", branch))
        for branch, number in places
    ]
    order = [(d.court.branch, d.case.case_number) for d, _ in render_motions(drafts)]
    assert order == [("A", "BA9"), ("A", "BA10"), ("A", ""), ("B", "BA2")]


def test_equal_input_gives_equal_bytes() -> None:
    """The same draft gives the same file, in another process and beside other papers."""
    alone = render_motion(motion())
    beside = list(render_motions([motion(), motion(case("ŁĄCKI,ŻANETA", case_numbers=("ZZ1",)))]))
    assert beside[0][1] == alone
    script = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]);"
        "from tests.documents.samples import motion;"
        "from app.documents.motion import render_motion;"
        "print(hashlib.sha256(render_motion(motion())).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script, str(ROOT)],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_practice_stands_on_every_page_and_covers_nothing() -> None:
    """A practice paper says so above the text of each page; a real one never does."""
    pdf = render_motion(motion(case(n_counts=9), is_practice=True))
    for index, text in enumerate(page_texts(pdf)):
        assert "PRACTICE" in text
        mark = next(w for w in words(pdf, index) if w.text == "PRACTICE")
        assert mark.y < 72
    assert check_paper(pdf, ["Not for filing."], None) == []
    assert "PRACTICE" not in flat(render_motion(motion()))


def test_the_outline_leads_to_caption_memorandum_and_order() -> None:
    """Bookmarks for electronic filing, and the file's own title and fixed date."""
    with pikepdf.open(io.BytesIO(render_motion(motion()))) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles == ["Notice of motion and motion", "Memorandum", "Proposed order"]
        assert str(pdf.trailer.Info.CreationDate) == "D:20261102000000Z"
        assert "BA123456" in str(pdf.trailer.Info.Title)


def test_a_motion_without_convictions_is_refused() -> None:
    """There is nothing to ask; the sentence says which case."""
    with pytest.raises(UserError, match="case BA123456, GARCIA-NUNEZ,ANA M names no conviction"):
        render_motion(motion(case(counts=())))


def test_a_caption_that_cannot_fit_is_refused() -> None:
    """A name of thousands of characters is an error in the record, not a paper."""
    with pytest.raises(UserError, match="does not fit on the first page"):
        render_motion(motion(case("N" * 3000)))


@settings(max_examples=25)
@given(
    name=st.text(st.sampled_from("AéỄñ '-,.;/Wil"), max_size=150),
    aliases=st.lists(st.text(st.sampled_from("AN -,"), min_size=1, max_size=40), max_size=6),
    numbers=st.lists(st.text(st.sampled_from("BA0123-/ "), min_size=1, max_size=30), max_size=3),
    n_counts=st.integers(1, 12),
    reason=st.text(st.sampled_from("reason, §11361.8 "), max_size=300),
)
def test_whatever_a_record_holds_stays_on_the_page(
    name: str, aliases: list[str], numbers: list[str], n_counts: int, reason: str
) -> None:
    """Any mixture of long and odd values prints inside the margins, nothing missing."""
    counts = tuple(count(reason="" if n % 2 else reason) for n in range(n_counts))
    person = case(name, counts=counts, aliases=tuple(aliases), case_numbers=tuple(numbers))
    expected = [name.strip(), *aliases, *numbers, reason.strip().rstrip(".").strip()]
    assert check_paper(render_motion(motion(person)), expected, None) == []


@pytest.mark.parametrize("relief", [r for r in ReliefAsked if r is not ReliefAsked.CHALLENGED])
def test_relief_kinds_are_all_worded(relief: ReliefAsked) -> None:
    """Every relief that can be asked stands in the list, in the motion and in the order."""
    pdf = render_motion(motion(case(counts=(count(relief),))))
    assert check_paper(pdf, [relief.value], None) == []
    text = body(pdf)
    verb = relief.value.partition(" ")[0].lower()
    asked = text.partition("ask the court to:")[2].partition("direct the clerk")[0]
    ordered = text.partition("[PROPOSED]")[2].partition("The clerk shall")[0]
    assert f"(a) {verb}" in asked
    assert {"dismiss": "dismissed", "recall": "recalled"}.get(verb, "redesignated") in ordered
    for word in ("infraction", "misdemeanor", "recall", "dismiss", "seal", "resentence"):
        assert (word in asked) is (word in relief.value.lower()), word
        assert (word in ordered) is (word in relief.value.lower()), word
    assert ("as the court finds" in asked) is (" or " in relief.value)
    assert ("strike what does not apply" in ordered) is (" or " in relief.value)


def test_what_the_record_shows_of_the_sentence_is_said_once_or_by_conviction() -> None:
    """Shared by all it is a paragraph, else a note; nothing calls the motion by another name."""
    ended = count(sentence=SentenceShown.COMPLETED)
    one = body(render_motion(motion(case(counts=(ended,)))))
    assert one.count("By the record examined the sentence is completed.") == 1
    both = body(render_motion(motion(case(counts=(ended, ended)))))
    assert both.count("By the record examined the sentences are completed.") == 1
    mixed = body(
        render_motion(motion(case(counts=(ended, serving(ReliefAsked.RECALL_AND_DISMISS)))))
    )
    assert mixed.count("By the record examined the sentence is completed.") == 1
    assert mixed.count("still being served; section 11361.8(b) lets the court weigh an") == 1
    assert not re.search(r"(?i)petition|application", one + both + mixed)


def test_a_choice_between_several_convictions_can_be_made_for_each() -> None:
    """One line to strike does not do for two convictions: the order has room by item."""
    counts = (count(ReliefAsked.REDESIGNATE_OPEN),) * 2
    text = body(render_motion(motion(case(counts=counts))))
    assert "(strike what does not apply; where items differ, state for each: ____" in text


def test_the_judge_decides_the_new_sentence() -> None:
    """Where a sentence is recalled, the order leaves the new one blank."""
    text = body(render_motion(motion(case(counts=(serving(ReliefAsked.RESENTENCE_OPEN),)))))
    order = text.partition("[PROPOSED]")[2]
    assert "(strike what does not apply)" in order
    assert "as follows: ______" in order
    assert "seal" not in order


def test_a_related_charge_is_told_before_printing() -> None:
    """Its legal basis is a blank line, and the clerk knows before it is printed."""
    (told,) = unfilled_in_case(case(counts=(related(),)))
    assert told.startswith("legal basis of conviction 1 (a related charge, not under")
    assert unfilled_in_case(case(counts=(count(),))) == []
