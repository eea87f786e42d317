"""What a form is filled from: plain data, like the drafts of the other papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.draft import Court, MotionCase, Office


@dataclass(frozen=True, slots=True)
class AttachmentPage:
    """One page of an attachment, as a form for attachments is filled with it."""

    number: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class FormDraft:
    """One case for one form. ``paper_date`` dates the file and is printed nowhere."""

    office: Office
    court: Court
    case: MotionCase
    paper_date: date
    is_practice: bool = False
    court_address: tuple[str, ...] = ()  # from the address book, when it has one court
    attachment: AttachmentPage | None = None
