"""Which fields of a paper will print as blank lines, said before it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.documents.draft import (
    BulkMotionDraft,
    Court,
    MotionCase,
    MotionDraft,
    Office,
    Side,
)
from app.model.record import Level

ALWAYS_BLANK = (
    "hearing date, time, and department",
    "date of signing and the attorney’s signature",
    "the judge’s date and signature",
)


def unfilled_fields(draft: MotionDraft | BulkMotionDraft) -> list[str]:
    """The fields that print blank or as "not stated", named for the clerk.

    Left out are those that stay blank on every paper (`ALWAYS_BLANK`). For a
    bulk motion each line names its case.
    """
    found = [*_office(draft.office), *_court(draft.court)]
    if isinstance(draft, MotionDraft):
        return found + list(_case(draft.case))
    for case in draft.cases:
        name = case.case_number or case.defendant or "a case without number and name"
        found += [f"{name}: {field}" for field in _case(case)]
    return found


def unfilled_in_office(office: Office) -> list[str]:
    """The fields of the letterhead that print as blank lines on every paper."""
    return list(_office(office))


def unfilled_in_case(case: MotionCase) -> list[str]:
    """The fields of one case that print blank or as "not stated"."""
    return list(_case(case))


def unfilled_in_paper(draft: MotionDraft, papers: Sequence[str]) -> list[str]:
    """The fields of one case's papers, by the ids of their texts, that print blank.

    Left out is what is blank on every such paper: statements and boxes of whoever signs it.
    """
    found = list(_case(draft.case))
    if "notice" in papers:
        found += _hearing(draft)
    if "proof-of-service" in papers:
        found += _service(draft)
    if {"points", "challenge"}.intersection(papers):
        for number, count in enumerate(draft.case.counts, 1):
            if not count.authorities:
                found.append(f"authorities of conviction {number}")
    return found


def _hearing(draft: MotionDraft) -> Iterator[str]:
    hearing = draft.hearing
    if hearing.on is None:
        yield "date of the hearing"
    if not hearing.time.strip():
        yield "time of the hearing"
    if not hearing.department.strip():
        yield "department of the hearing"


def _service(draft: MotionDraft) -> Iterator[str]:
    if not draft.served:
        yield "name and address of who is served"
    for one in draft.served:
        if not "".join(one.address).strip():
            yield f"address of {one.name.strip() or 'who is served'}"


def _office(office: Office) -> Iterator[str]:
    if office.files_as is Side.PERSON:
        yield "address, telephone and e-mail of each person"
        return
    values = {
        "attorney’s name": office.attorney_name,
        "State Bar number": office.bar_number,
        "name of the office": office.name,
        "address of the office": "".join(office.address).strip(),
        "telephone": office.telephone,
        "fax": office.fax,
        "e-mail": office.email,
        "party represented": office.party,
    }
    for field, value in values.items():
        is_named_by_case = field == "party represented" and office.files_as is Side.DEFENDER
        if not value.strip() and not is_named_by_case:
            yield field


def _court(court: Court) -> Iterator[str]:
    if not court.county.strip():
        yield "county of the court"


def _case(case: MotionCase) -> Iterator[str]:
    if not case.case_number:
        yield "case number"
    if not case.defendant.strip():
        yield "defendant’s name"
    for number, count in enumerate(case.counts, 1):
        if count.level is Level.UNKNOWN:
            yield f"level of conviction {number}"
        if count.convicted_on.is_unknown:
            yield f"date of conviction {number}"
        if not (count.section_name or count.section_text):
            yield f"section of conviction {number}"
        if not count.reason.strip():
            yield f"ground of conviction {number}"
        if not count.relief.is_under_the_act:
            yield (
                f"legal basis of conviction {number} (a related charge, not under section 11361.8: "
                "for the attorney to fill in)"
            )
