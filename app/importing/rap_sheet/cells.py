"""The cells of one count, in the columns of the state's form.

A cell that could not be translated holds the sheet's own text. `PLACES` says on which line
each cell was read.
"""

from __future__ import annotations

import re

from app.importing.rap_sheet.charges import (
    BETWEEN,
    charge_in_comments,
    charge_text,
    comment_text,
    sees_comment,
)
from app.importing.rap_sheet.courts import county_of
from app.importing.rap_sheet.dispositions import Outcome, is_sentence_change, may_undo, read_outcome
from app.importing.rap_sheet.sentences import (
    join_terms,
    read_sentence,
    sentence_in_comment,
    speaks_of_terms,
    unknown_term,
)
from app.importing.rap_sheet.syntax import NOTHING, Count, Disposition, Event, Print, Subject
from app.importing.values import read_level
from app.model.dates import read_compact_date
from app.model.reading_columns import (
    ALIASES,
    AND_MORE,
    DOUBTS,
    PLACES,
    READING_COLUMNS,
    READING_INDEX,
    SENTENCE,
)
from app.model.record import Level

DISPOSITION_DOUBT = "disposition"
_ONE_LETTER = re.compile("[A-Z]")
_LEVEL_WORD = re.compile(r"(FELONY|MISDEMEANOR|INFRACTION)\b")


class Cells:
    """Cells being filled, each with its line."""

    def __init__(self) -> None:
        self._cells: dict[str, str] = {}
        self._lines: dict[str, int] = {}

    def put(self, column: str, text: str, line: int = 0) -> None:
        """A cell; ``line`` 0 for what no single line says."""
        if text:
            self._cells[column] = text
            if line:
                self._lines[column] = line

    def put_print(self, column: str, text: Print) -> None:
        self.put(column, text.text, text.line)

    def row(self) -> tuple[str, ...]:
        """All columns of a reading."""
        places = " ".join(f"{column}={line}" for column, line in self._lines.items())
        row = [""] * len(READING_COLUMNS)
        for column, text in (*self._cells.items(), (PLACES, places)):
            row[READING_INDEX[column]] = text
        return tuple(row)


def put_subject(cells: Cells, subject_id: str, subject: Subject, event: Event) -> None:
    """Who: the same on all rows, but for a birth date that an event states differently."""
    cells.put("SUBJECT_ID", subject_id)
    cells.put_print("CII_NUMBER", subject.cii)
    names = tuple(subject.names.items())
    if names:
        cells.put("PRI_NAME", *names[0])
    cells.put_print("GENDER", subject.sex)
    cells.put_print("PRI_DOB", event.born if _is_usable(event.born) else subject.born)
    if _ONE_LETTER.fullmatch(subject.race.text):
        cells.put_print("RACE_CODE", subject.race)
    else:
        cells.put_print("RACE_DESCR", subject.race)
    if len(names) > 1:
        cells.put(ALIASES, AND_MORE.join(name for name, _ in names[1:]), names[1][1])


def _is_usable(born: Print) -> bool:
    read = read_compact_date(born.text)
    return read is not None and not read.is_unknown


def put_event(cells: Cells, event: Event, on: Print) -> None:
    """When and where; ``on`` is the event's own date or that of an update."""
    cells.put_print("STP_EVENT_DATE", on)
    cells.put("STP_TYPE_DESCR", event.kind, event.first_line)
    cells.put_print("STP_ORI_DESCR", event.agency)
    cells.put("STP_ORI_CNTY_NAME", county_of(event.agency.text), event.agency.line)


def put_charge(cells: Cells, count: Count, event: Event) -> None:
    """What was charged, how it is numbered, its type."""
    cells.put_print("OFFENSE_DESCR", charge_text(count))
    kind = count.type
    if kind is NOTHING and len(event.counts) == 1:
        kind = event.type
    cells.put_print("OFFENSE_TOC", kind)
    flags = [flag for flag in count.flags if flag.text]
    if flags:
        cells.put("OFFENSE_QUAL_LST", ", ".join(flag.text for flag in flags), flags[0].line)
    cells.put_print("FE_NUM_WARRANT", count.warrant)


def put_result(cells: Cells, count: Count, number: int, now: Disposition) -> None:
    """What became of the count under one date, with its comments and sentence."""
    is_first = now is count.first
    result = controlling_result(count, now)
    if result is not None:
        cells.put_print("DISP_DESCR", result)
    if is_in_doubt(count, now):
        cells.put(DOUBTS, DISPOSITION_DOUBT)
    if not is_first:
        cells.put_print("DISP_DATE", now.on)
    if now.status is not None:
        cells.put("CONV_STAT_DESCR", level_text(now.status.text) or "?", now.status.line)
    comment = _comment_of_row(count, number, now)
    cells.put_print("COMMENT_TEXT", comment)
    terms = sentence_terms(count, number, now)
    if terms:
        line = now.sentence[0].line if now.sentence else comment.line
        cells.put(SENTENCE, AND_MORE.join(terms), line)


def level_text(text: str) -> str:
    """``FELONY``; behind a readable level nothing but specks is dropped."""
    word = _LEVEL_WORD.match(text.upper())
    if word is not None and not any(ch.isalnum() for ch in text[word.end() :]):
        return word[1]
    return text


def is_level_unread(now: Disposition) -> bool:
    return now.status is not None and read_level(level_text(now.status.text)) is Level.UNKNOWN


def controlling_result(count: Count, now: Disposition) -> Print | None:
    """The disposition as printed; both, behind a question mark, where the count has two."""
    other = count.contradiction
    if now is not count.first or other is None:
        return now.result
    own = now.result or Print("", other.line)
    return Print(f"? {own.text} / {other.text}", own.line)


def convicted_by(count: Count) -> Disposition | None:
    """The disposition that is the conviction: the first, or a later one."""
    return next((now for now in count.dispositions if is_convicted(now)), None)


def is_in_doubt(count: Count, now: Disposition) -> bool:
    """Whether the row of a disposition leaves open if the count is a conviction.

    One row of a count does so: that of the conviction which something later may have undone,
    or else the first with a disposition that is not understood or follows on a conviction.
    """
    if count.contradiction is not None:
        return now is count.first
    conviction = convicted_by(count)
    if conviction is not None:
        later = count.dispositions[count.dispositions.index(conviction) + 1 :]
        return now is conviction and any(may_be_undone(update) for update in later)
    unclear = (one for one in count.dispositions if _is_unclear(one))
    return now is next(unclear, None)


def _is_unclear(now: Disposition) -> bool:
    if now.result is None:
        return False
    return read_outcome(now.result.text) in (Outcome.UNREAD, Outcome.AFTERWARDS)


def may_be_undone(update: Disposition) -> bool:
    """Whether a later disposition leaves open if a conviction still is one."""
    return update.result is not None and may_undo(update.result.text)


def is_convicted(now: Disposition) -> bool:
    return now.result is not None and read_outcome(now.result.text) is Outcome.CONVICTION


def sentence_terms(count: Count, number: int, now: Disposition) -> tuple[str, ...]:
    """The terms stated under one date; for a conviction also what shows that they changed."""
    stated = [term for line in now.sentence for term in read_sentence(line.text)]
    if now.sentence and not stated:
        stated = [unknown_term(" ".join(line.text for line in now.sentence))]
    in_comments: list[str] = []
    for comment in comments_about(now, number):
        found = sentence_in_comment(comment.text)
        if found is not None:
            in_comments += read_sentence(found) or (unknown_term("SEE COMMENT"),)
    terms = list(join_terms(stated, in_comments))
    if is_convicted(now):
        terms += [unknown_term(line.text) for line in now.unread if speaks_of_terms(line.text)]
        if now is convicted_by(count):
            terms += [_changed(update) for update in count.updates if _changes_sentence(update)]
    return tuple(terms)


def _changes_sentence(update: Disposition) -> bool:
    if is_convicted(update):
        return False  # a part of the same sentence, or the first
    if update.sentence:
        return True
    return update.result is not None and is_sentence_change(update.result.text)


def _changed(update: Disposition) -> str:
    result = update.result.text if update.result is not None else "SENTENCE"
    return unknown_term(f"{result} {update.on.text}")


def comments_about(now: Disposition, number: int) -> list[Print]:
    """The comments but those that name another count."""
    return [comment for comment in now.comments if _is_about(comment.text, number)]


def _comment_of_row(count: Count, number: int, now: Disposition) -> Print:
    """The comments under one date; an update repeats the charge that a comment stated."""
    if not sees_comment(count):
        return Print(BETWEEN.join(comment.text for comment in now.comments), _first(now.comments))
    charge = charge_in_comments(count, comments_about(count.first, number))
    return comment_text(now.comments, charge)


def _first(prints: list[Print]) -> int:
    return prints[0].line if prints else 0


_COUNTS_NAMED = re.compile(r"\s*CNTS? ?[:#]? ?0*([0-9]+(?:[ ,&-]+0*[0-9]+\b)*)(?= |-|\Z)")


def _is_about(comment: str, number: int) -> bool:
    named = _COUNTS_NAMED.match(comment.upper())
    if named is None:
        return True
    numbers = [int(digits[:6]) for digits in re.findall("[0-9]+", named[1])]
    if "-" in named[1] and len(numbers) == 2:
        return numbers[0] <= number <= numbers[1]
    return number in numbers
