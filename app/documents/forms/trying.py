"""A made-up case, to see what a map does before any real one is filled."""

from __future__ import annotations

from datetime import date

from app.documents.draft import (
    Court,
    MotionCase,
    MotionCount,
    Office,
    ReliefAsked,
    SentenceShown,
    Side,
)
from app.documents.forms.blank import Blank
from app.documents.forms.draft import AttachmentPage, FormDraft
from app.documents.forms.field_map import FieldMap, FiledBy
from app.documents.forms.filling import fill_form
from app.model.dates import PartialDate
from app.model.record import Level

_SECTIONS = ("11357(A) HS", "11358 HS", "11359 HS", "11359 HS", "11360(A) HS", "32 PC")


def sample_draft(found: FieldMap) -> FormDraft:
    """A person who does not exist, with a conviction for every kind of box."""
    level = found.levels[0] if found.levels else Level.FELONY
    relief = found.relief[0] if found.relief else ReliefAsked.DISMISS_AND_SEAL
    counts = tuple(
        MotionCount(
            section, "", level, PartialDate.exactly(date(1999, 3, 1)), relief,
            sentence=SentenceShown.COMPLETED,
        )
        for section in _SECTIONS
    )  # fmt: skip
    is_people = found.filed_by is FiledBy.PROSECUTION
    office = Office(
        name="Office of the Example", kind="Example", attorney_name="PAT Q. SAMPLE",
        bar_number="123456", address=("123 Any Street, Room 400", "Los Angeles, CA 90000"),
        telephone="(213) 555-0100", fax="(213) 555-0101", email="office@example.gov",
        party="the People" if is_people else "the defendant",
        side=(Side.PROSECUTOR if is_people else Side.DEFENDER).value,
    )  # fmt: skip
    case = MotionCase(
        "ANA MARIA EXAMPLE", counts, ("BA123456",), ("ANA SAMPLE",), "Central",
        PartialDate.exactly(date(1971, 3, 14)),
    )  # fmt: skip
    county = found.county or "LOS ANGELES"
    return FormDraft(
        office, Court(county, "Central"), case, date(2000, 1, 1), is_practice=True,
        court_address=("1 Example Plaza", "Los Angeles, CA 90000"),
        attachment=AttachmentPage(1, 1, 2),
    )  # fmt: skip


def try_out(blank: Blank, found: FieldMap) -> bytes:
    """The form filled with the made-up case. Raises InputError as `fill_form` does."""
    return fill_form(blank, found, sample_draft(found)).pdf
