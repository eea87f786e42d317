"""The closed list of what can stand in a form, and how each is found in the draft.

A source gives a text ("" when it is not known), a mark (None when it is not known), or, for a
row of a table, a text of the n-th conviction. Oaths, signatures, dates of signing, facts of
service and the court's own boxes are not in this list and cannot be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.documents.draft import MotionCount, Office, ReliefAsked, SentenceShown
from app.documents.forms.draft import FormDraft
from app.documents.parties import county_name, defendant_of
from app.documents.wording import names_of, partial_date, short_date
from app.model.record import Level
from app.model.statute import CodeSection, Inchoate, read_section

PROP_64_BEGAN = date(2016, 11, 9)


class SourceKind(Enum):
    """What an entry with such a source is."""

    TEXT = "text"
    MARK = "mark"
    ROW = "table row"


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the list. ``covers`` says of a mark which convictions it stands for."""

    name: str
    kind: SourceKind
    words: str  # as the window's list names it
    text: Callable[[FormDraft], str] | None = None
    mark: Callable[[FormDraft], bool | None] | None = None
    cell: Callable[[MotionCount, FormDraft], str] | None = None
    covers: Callable[[MotionCount], bool] | None = None


_LAST_LINE = re.compile(
    r"(?P<city>[^,0-9]+?),?\s+(?P<state>[A-Z]{2}|California),?\s+(?P<zip>[0-9]{5}(?:-[0-9]{4})?)"
)
_SERVING = frozenset(
    {
        ReliefAsked.RECALL_AND_DISMISS, ReliefAsked.RESENTENCE_MISDEMEANOR,
        ReliefAsked.RESENTENCE_INFRACTION, ReliefAsked.RESENTENCE_OPEN,
        ReliefAsked.RESENTENCE_OR_DISMISS,
    }
)  # fmt: skip


def _address(office: Office, part: str) -> str:
    """A part of the last line of the address; "" when it is not written as city, state, ZIP."""
    found = _LAST_LINE.fullmatch(office.address[-1].strip()) if office.address else None
    if found is None:
        return ""
    value = found[part].strip()
    return "CA" if value == "California" else value


def _street(office: Office) -> str:
    lines = [line.strip() for line in office.address if line.strip()]
    return ", ".join(lines[:-1] if _address(office, "zip") else lines)


def _lawyer(draft: FormDraft) -> str:
    office = draft.office
    number = f"State Bar No. {office.bar_number}" if office.bar_number else ""
    parts = (office.attorney_name, office.name, *office.address, office.telephone, number)
    return ", ".join(part.strip() for part in parts if part.strip())


def section_of(count: MotionCount) -> CodeSection | None:
    """The one section a count is about; None when the record's print names no single one."""
    reading = read_section(count.section_text)
    if reading.cannabis is not None:
        return reading.cannabis
    return reading.sections[0] if len(reading.sections) == 1 and not reading.unread else None


def _names(draft: FormDraft) -> str:
    return names_of(draft.case).rstrip(", ")


def _code(count: MotionCount) -> str:
    section = section_of(count)
    if section is None:
        return ""
    return "HS" if section.is_cannabis else section.code


def _number(count: MotionCount) -> str:
    """``664/11359(b)``; as printed where no single section can be read."""
    section = section_of(count)
    if section is None:
        return count.section_text
    before = {Inchoate.ATTEMPT: "664/", Inchoate.CONSPIRACY: "182/"}.get(section.inchoate, "")
    return before + section.section + "".join(f"({part})" for part in section.subdivisions)


def _short(count: MotionCount) -> str:
    return " ".join(part for part in (_code(count), _number(count)) if part)


def sections_listed(counts: Sequence[MotionCount]) -> str:
    """``HS 11359 x2, PC 32``"""
    found = Counter(map(_short, counts))
    return ", ".join(name if n == 1 else f"{name} x{n}" for name, n in found.items())


def _dates(draft: FormDraft) -> str:
    """Each date of conviction once, in the order of the counts; one that is not known, none."""
    known = [count.convicted_on for count in draft.case.counts]
    if any(when.is_unknown for when in known):
        return ""
    return "; ".join(dict.fromkeys(partial_date(when) for when in known))


def _born(draft: FormDraft) -> str:
    born = draft.case.born_on
    return short_date(born) if born is not None and born.is_exact else ""


def _is_number(number: str) -> Callable[[MotionCount], bool]:
    """Whether a count is of one of the four sections, any subdivision, attempts included."""

    def covers(count: MotionCount) -> bool:
        section = section_of(count)
        return section is not None and section.is_cannabis and section.section == number

    return covers


def _is_old_letter(number: str, letter: str) -> Callable[[MotionCount], bool]:
    """The subdivision as it stood before November 9, 2016, when the letters changed meaning."""

    def covers(count: MotionCount) -> bool:
        section, latest = section_of(count), count.convicted_on.latest
        is_old = latest is not None and latest < PROP_64_BEGAN
        return (
            is_old
            and section is not None
            and section.is_cannabis
            and section.inchoate is Inchoate.NONE
            and (section.section, section.subdivision) == (number, letter)
        )

    return covers


def _convicted(name: str, words: str, covers: Callable[[MotionCount], bool]) -> Source:
    def mark(draft: FormDraft) -> bool:
        return any(map(covers, draft.case.counts))

    return Source(name, SourceKind.MARK, words, mark=mark, covers=covers)


def _asked(name: str, words: str, wanted: Callable[[ReliefAsked], bool]) -> Source:
    def mark(draft: FormDraft) -> bool:
        return any(wanted(count.relief) for count in draft.case.counts)

    return Source(name, SourceKind.MARK, words, mark=mark)


def _redesignation(draft: FormDraft) -> bool | None:
    """Not known where nothing was found of a sentence: were it served, another thing is asked."""
    found = [
        count
        for count in draft.case.counts
        if count.relief.is_under_the_act and count.relief not in _SERVING
    ]
    if any(count.sentence is SentenceShown.NOT_SAID for count in found):
        return None
    return bool(found)


def _sentence(name: str, words: str, shown: SentenceShown) -> Source:
    """Only what the record shows of every count; anything else is not known."""

    def mark(draft: FormDraft) -> bool | None:
        found = {count.sentence for count in draft.case.counts}
        if not found <= {SentenceShown.COMPLETED, SentenceShown.SERVING}:
            return None
        return shown in found

    return Source(name, SourceKind.MARK, words, mark=mark)


def _text(name: str, words: str, text: Callable[[FormDraft], str]) -> Source:
    return Source(name, SourceKind.TEXT, words, text=text)


def _cell(name: str, words: str, cell: Callable[[MotionCount, FormDraft], str]) -> Source:
    return Source(name, SourceKind.ROW, words, cell=cell)


def _times(number: str) -> Source:
    covers = _is_number(number)

    def text(draft: FormDraft) -> str:
        n = sum(map(covers, draft.case.counts))
        return f"x{n}" if n > 1 else ""

    return _text(f"convictions.{number}_times", f"Number of {number} convictions, from two", text)


def _of_page(part: str) -> Callable[[FormDraft], str]:
    return lambda draft: str(getattr(draft.attachment, part)) if draft.attachment else ""


OTHER_MARK, OTHER_TEXT = "convicted.other", "convictions.other_sections"
REFERENCE, BODY = "attachment.reference", "attachment.body"
_LEVELS: dict[Level, str] = {level: level.value for level in Level if level is not Level.UNKNOWN}
_OLD = "(before November 9, 2016)"

_LIST: tuple[Source, ...] = (
    _text("court.county", "County of the court", lambda d: county_name(d.court.county)),
    _text(
        "court.name", "Name of the court",
        lambda d: f"Superior Court of California, County of {county_name(d.court.county)}"
        if d.court.county else "",
    ),
    _text("court.branch", "Branch of the court", lambda d: d.court.branch or d.case.branch),
    _text("court.address", "Address of the court", lambda d: ", ".join(d.court_address)),
    _text("case.number", "Case number", lambda d: ", ".join(d.case.case_numbers)),
    _text(
        "case.title", "Short title of the case",
        lambda d: f"People v. {defendant_of(d.case)}" if d.case.defendant else "",
    ),
    _text("people", "People of the State of California",
          lambda _: "People of the State of California"),
    _text("defendant.name", "Defendant’s name", lambda d: defendant_of(d.case)),
    _text("defendant.names", "Defendant’s name with other names", _names),
    _text("defendant.birth_date", "Defendant’s date of birth (only where the form asks)", _born),
    _text("filer.name", "Attorney’s name", lambda d: d.office.attorney_name),
    _text("filer.bar_number", "State Bar number", lambda d: d.office.bar_number),
    _text("filer.firm", "Office or firm", lambda d: d.office.name),
    _text("filer.street", "Office’s street address", lambda d: _street(d.office)),
    _text("filer.city", "Office’s city", lambda d: _address(d.office, "city")),
    _text("filer.state", "Office’s state", lambda d: _address(d.office, "state")),
    _text("filer.zip", "Office’s ZIP code", lambda d: _address(d.office, "zip")),
    _text("filer.telephone", "Office’s telephone", lambda d: d.office.telephone),
    _text("filer.fax", "Office’s fax", lambda d: d.office.fax),
    _text("filer.email", "Office’s e-mail", lambda d: d.office.email),
    _text("filer.party", "Attorney for", lambda d: d.office.party),
    _text("filer.all", "Attorney, office, address, telephone, bar number in one", _lawyer),
    _text("convictions.date", "Date or dates of conviction", _dates),
    _text("convictions.sections", "All sections convicted of",
          lambda d: sections_listed(d.case.counts)),
    _text(OTHER_TEXT, "Sections without a box of their own on this form", lambda _: ""),
    _times("11357"), _times("11358"), _times("11359"), _times("11360"),
    _cell("conviction.code", "Code of the n-th conviction", lambda c, _: _code(c)),
    _cell("conviction.section", "Section of the n-th conviction", lambda c, _: _number(c)),
    _cell("conviction.code_section", "Code and section of the n-th conviction",
          lambda c, _: _short(c)),
    _cell("conviction.level", "Level of the n-th conviction",
          lambda c, _: _LEVELS.get(c.level, "")),
    _cell("conviction.date", "Date of the n-th conviction",
          lambda c, _: "" if c.convicted_on.is_unknown else short_date(c.convicted_on)),
    _cell("conviction.relief", "Relief asked for the n-th conviction",
          lambda c, _: c.relief.value),
    _cell("conviction.case_number", "Case number of the n-th conviction",
          lambda c, d: c.case_number or d.case.case_number),
    _convicted("convicted.11357", "Convicted of 11357", _is_number("11357")),
    _convicted("convicted.11358", "Convicted of 11358", _is_number("11358")),
    _convicted("convicted.11359", "Convicted of 11359", _is_number("11359")),
    _convicted("convicted.11360", "Convicted of 11360", _is_number("11360")),
    _convicted("convicted.old_11357a", f"Convicted of 11357(a) {_OLD}",
               _is_old_letter("11357", "a")),
    _convicted("convicted.old_11357b", f"Convicted of 11357(b) {_OLD}",
               _is_old_letter("11357", "b")),
    _convicted("convicted.old_11357c", f"Convicted of 11357(c) {_OLD}",
               _is_old_letter("11357", "c")),
    _convicted("convicted.old_11360b", f"Convicted of 11360(b) {_OLD}",
               _is_old_letter("11360", "b")),
    Source(OTHER_MARK, SourceKind.MARK, "Convicted of a section without a box of its own",
           mark=lambda _: None),
    _asked("relief.asked", "Relief under HSC 11361.8 is asked", lambda r: r.is_under_the_act),
    _asked("relief.resentencing", "Recall, resentencing: a sentence is being served",
           lambda r: r in _SERVING),
    Source("relief.redesignation", SourceKind.MARK,
           "Redesignation or dismissal: no sentence is being served", mark=_redesignation),
    _asked("relief.dismissal", "Dismissal and sealing is asked",
           lambda r: r is ReliefAsked.DISMISS_AND_SEAL),
    _sentence("sentence.serving", "The record shows a sentence being served",
              SentenceShown.SERVING),
    _sentence("sentence.completed", "The record shows the sentence completed",
              SentenceShown.COMPLETED),
    _text(REFERENCE, "Reference to the attachments (See Attachment 1)", lambda _: ""),
    _text("attachment.number", "On an attachment: its number", _of_page("number")),
    _text("attachment.page", "On an attachment: page", _of_page("page")),
    _text("attachment.pages", "On an attachment: of how many pages", _of_page("pages")),
    _text(BODY, "On an attachment: the space for its text", lambda _: ""),
)  # fmt: skip

SOURCES: dict[str, Source] = {source.name: source for source in _LIST}
