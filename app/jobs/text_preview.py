"""How a text will look, on made-up people: for who changes it, before it is kept."""

from __future__ import annotations

from datetime import date

from app.documents.bulk_motion import render_bulk_motion, shipped_bulk_texts
from app.documents.draft import (
    BulkMotionDraft,
    Court,
    MotionCase,
    MotionCount,
    MotionDraft,
    Office,
    ReliefAsked,
    Review,
)
from app.documents.letter import render_letter
from app.documents.letter_draft import LetterDraft
from app.documents.single import render_single
from app.documents.text_families import LETTER_IDS, read_own
from app.documents.texts import PaperText
from app.jobs.draft_papers import find_office
from app.jobs.letterhead import find_logo
from app.model.dates import PartialDate
from app.model.record import Level
from app.store.workspace import Workspace

_DAY = date(2026, 11, 2)
_SHOWN = (
    ReliefAsked.DISMISS_AND_SEAL, ReliefAsked.REDESIGNATE_MISDEMEANOR,
    ReliefAsked.REDESIGNATE_INFRACTION,
)  # fmt: skip
_SERVED = (ReliefAsked.RECALL_AND_DISMISS, ReliefAsked.RESENTENCE_MISDEMEANOR)
_BULK = ("bulk-motion", "bulk-order")


def preview_text(workspace: Workspace, name: str, source: str) -> bytes:
    """The paper of this text, as PDF, with the office's letterhead and made-up people.

    Raises `PaperTextError` with every problem and its line.
    """
    text = read_own(name, source)
    office = find_office(workspace)
    county = workspace.info.county or "Los Angeles"
    if name in LETTER_IDS:
        return _letter(text, name.removeprefix("letter-"), office, county, find_logo(workspace))
    review = Review(_DAY, "Made-up policy", "1", "0a1b2c3d")
    if name in _BULK:
        texts = {one.paper_id: one for one in shipped_bulk_texts()} | {name: text}
        cases = (_case(_SHOWN, 1), _case(_SHOWN[:1], 2))
        bulk = BulkMotionDraft(office, Court(county), cases, review, _DAY, is_practice=True)
        return render_bulk_motion(bulk, (texts["bulk-motion"], texts["bulk-order"]))
    asked = _SERVED if name == "petition" else _SHOWN
    draft = MotionDraft(office, Court(county), _case(asked, 1), review, _DAY, is_practice=True)
    return render_single(draft, [text])


def _case(asked: tuple[ReliefAsked, ...], number: int) -> MotionCase:
    day = PartialDate.exactly(date(1999, 3, number))
    counts = tuple(
        MotionCount(
            "11359 HS", "Health and Safety Code section 11359", Level.FELONY, day, relief,
            "Made-up ground", "Health and Safety Code section 11361.8",
        )
        for relief in asked
    )  # fmt: skip
    return MotionCase("PAT EXAMPLE", counts, (f"XX00000{number}",))


def _letter(text: PaperText, language: str, office: Office, county: str, logo: bytes) -> bytes:
    cases = tuple(_case((asked,), n) for n, asked in enumerate(_SHOWN[:2], 1))
    draft = LetterDraft(
        office, county, "PAT EXAMPLE", cases, (language,), _DAY, _DAY,
        ("1 Example Street, Apt. 2", "Los Angeles, CA 90000"), logo=logo, is_practice=True,
    )  # fmt: skip
    return render_letter(draft, {language: text})
