"""Doubts about the counts of a sheet: dispositions, levels, courts, flags."""

from __future__ import annotations

from collections.abc import Iterator

from app.importing.issues import Issue
from app.importing.rap_sheet.cells import (
    comments_about,
    convicted_by,
    is_convicted,
    is_level_unread,
    may_be_undone,
)
from app.importing.rap_sheet.charges import charge_in_comments, how_committed, sees_comment
from app.importing.rap_sheet.courts import county_of, is_federal
from app.importing.rap_sheet.dispositions import Outcome, read_outcome
from app.importing.rap_sheet.notes import doubted
from app.importing.rap_sheet.syntax import NOTHING, Count, Disposition, Event, Sheet
from app.model.dates import read_compact_date

_NOT_KNOWN = "Whether the count is a conviction counts as unknown."


def doubts_of_sheet(sheet: Sheet) -> Iterator[Issue]:
    """Every doubt about what was read, in the order of the sheet."""
    seen: set[tuple[str, ...]] = set()
    for cycle in sheet.cycles:
        for event in cycle.events:
            if event.counts and _words(event) in seen:
                yield doubted(
                    event.first_line, "STP_EVENT_DATE", event.on.text, "Event stands there twice",
                    "The sheet has an event of the same kind, date, agency and charges before.",
                    "Both were read; one may have to be set aside.",
                )  # fmt: skip
            seen.add(_words(event))
            yield from _doubts_of_event(event)
            for count in event.counts:
                if not count.is_too_large:
                    yield from _doubts_of_count(count)


def _words(event: Event) -> tuple[str, ...]:
    charges = (text for count in event.counts for text in (count.charge.text, *_numbers(count)))
    return (event.kind, event.on.text, event.agency.text, *charges)


def _numbers(count: Count) -> tuple[str, ...]:
    return tuple(number.text for number in count.case_numbers)


def _doubts_of_event(event: Event) -> Iterator[Issue]:
    agency = event.agency
    if event.kind == "COURT ACTION" and agency is not NOTHING and not county_of(agency.text):
        reason = (
            "It is a federal court, which belongs to no county."
            if is_federal(agency.text)
            else "The name of the court says no county that is known here."
        )
        yield doubted(
            agency.line, "STP_ORI_CNTY_NAME", agency.text, "County unknown", reason,
            "The county was left empty; a cannabis conviction here goes to hand review.",
        )  # fmt: skip
    born = event.born
    if born.text and read_compact_date(born.text) is None:
        yield doubted(
            born.line, "PRI_DOB", born.text, "Impossible date",
            "The birth date stated with the event is not a date of the calendar.",
            "The birth date of the heading counts.",
        )  # fmt: skip


def _doubts_of_count(count: Count) -> Iterator[Issue]:
    for number in count.case_numbers:
        if " " in number.text:
            yield doubted(
                number.line, "OFN", number.text, "Blanks in a case number",
                "The number may have been torn apart by scanning.", "It was kept as printed.",
            )  # fmt: skip
    for now in count.dispositions:
        yield from _doubts_of_disposition(count, now)
    how = how_committed(count, count.charge.text)
    if how:
        yield doubted(
            count.charge.line, "OFFENSE_DESCR", count.charge.text,
            "Attempt or conspiracy by a flag",
            "A flag beside the charge says how it was committed.",
            f"The section was read with {how.rstrip('/')} before it.",
        )  # fmt: skip
    if count.charge is not NOTHING and sees_comment(count) and is_convicted(count.first):
        comments = comments_about(count.first, count.numbers[0])
        if charge_in_comments(count, comments) is None:
            yield doubted(
                count.charge.line, "COMMENT_TEXT", count.charge.text, "Charge missing",
                "The line sends to a comment, and no comment of this count states a charge.",
                "The section counts as unknown.",
            )  # fmt: skip


def _doubts_of_disposition(count: Count, now: Disposition) -> Iterator[Issue]:
    is_first = now is count.first
    if now.result is not None:
        yield from _doubts_of_result(count, now)
    elif not is_first:
        yield doubted(
            now.on.line, "DISP_DESCR", now.on.text, "Later date without a disposition",
            "A date stands under the count and nothing that says what happened.",
            "The count was read as it stood before.",
        )  # fmt: skip
    if now.status is not None and is_level_unread(now):
        yield doubted(
            now.status.line, "CONV_STAT_DESCR", now.status.text, "Level unreadable",
            "The level is not felony, misdemeanor or infraction.", "The level counts as unknown.",
        )  # fmt: skip


def _doubts_of_result(count: Count, now: Disposition) -> Iterator[Issue]:
    assert now.result is not None
    is_first = now is count.first
    outcome = read_outcome(now.result.text)
    if outcome is Outcome.UNREAD:
        yield doubted(
            now.result.line, "DISP_DESCR", now.result.text, "Disposition unknown",
            "The disposition is not in the vocabulary.", _NOT_KNOWN,
        )  # fmt: skip
    elif not is_first and convicted_by(count) is not None and may_be_undone(now):
        yield doubted(
            now.result.line, "DISP_DESCR", now.result.text, "Conviction ended later",
            "A later disposition ends the conviction and does not say by which relief.",
            _NOT_KNOWN,
        )  # fmt: skip
    elif outcome is Outcome.AFTERWARDS and convicted_by(count) is None:
        yield doubted(
            now.result.line, "DISP_DESCR", now.result.text, "Conviction not stated",
            "The disposition is of a kind that follows a conviction, and none stands before it.",
            _NOT_KNOWN,
        )  # fmt: skip
    if not is_first and now.on.text and read_compact_date(now.on.text) is None:
        yield doubted(
            now.on.line, "STP_EVENT_DATE", now.on.text, "Impossible date",
            "The date of a later disposition is not a date of the calendar.",
            "Its date counts as unknown.",
        )  # fmt: skip
