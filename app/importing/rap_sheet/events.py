"""The head of an event: its date, agency, name and birth date, and its counts' numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.importing.issues import Issue
from app.importing.rap_sheet.notes import doubted, not_understood
from app.importing.rap_sheet.syntax import MOST_NUMBER, NOTHING, Count, Event, Print
from app.importing.rap_sheet.tokens import AGENCY, Sign, Token, read_head, take_type

_MOST_LISTED = 100
_RANGE = re.compile("([0-9]+) ?- ?([0-9]+)|([0-9]+)")
_BORN = re.compile(r"\bDOB ?[:;] ?(?P<born>[0-9.]*)")
_NAME = re.compile(r"\bNAM ?[:;] ?(?P<code>[0-9]{0,3})")


def is_agency(text: str) -> bool:
    """Whether a text begins as the name of an agency or court does: CASC, CAPD, USFD."""
    return AGENCY.match(text.upper()) is not None


class EventReader:
    """Takes what stands between the identifier of an event and its first count."""

    def __init__(self, event: Event, issues: list[Issue]) -> None:
        self.event = event
        self._issues = issues
        self._last = 0  # number of the count before

    @property
    def lacks_date(self) -> bool:
        return self.event.on is NOTHING

    def take_rest(self, token: Token) -> None:
        """What follows the identifier on its line: name, birth date, perhaps date and agency."""
        text = self._without_person(token.rest, token.line)
        if text:
            for part in read_head(token.line, text):
                self.take(part)

    def take(self, token: Token) -> None:
        self.event.last_line = token.line
        if token.sign is Sign.DATE and self.lacks_date:
            self.take_date(token)
        elif token.sign is Sign.TYPE:
            self.event.type = Print(token.word, token.line)
        elif token.sign is Sign.NAME:
            rest = self._without_person(token.text, token.line)
            if rest:
                self._take_text(rest, token.line)
        elif token.sign is Sign.TEXT:
            self._take_text(self._without_person(token.text, token.line), token.line)
        elif token.sign is not Sign.KEYED:
            self._issues.append(not_understood(token.line, token.text))

    def take_date(self, token: Token) -> None:
        self.event.last_line = token.line
        self.event.on = Print(token.word, token.line)
        if not token.word.isdigit():
            self._issues.append(
                doubted(
                    token.line, "STP_EVENT_DATE", token.word, "Date unreadable",
                    "The date of the event is not eight digits.", "It counts as unknown.",
                )
            )  # fmt: skip
        if token.rest:
            self._take_text(self._without_person(token.rest, token.line), token.line)

    def _without_person(self, text: str, line: int) -> str:
        """The text without ``NAM:02`` and ``DOB:19680101``, which are noted."""
        born = _BORN.search(text.upper())
        if born is not None:
            self.event.born = Print(born["born"].replace(".", ""), line)
            text = f"{text[: born.start()]} {text[born.end() :]}"
        name = _NAME.search(text.upper())
        if name is not None:
            text = f"{text[: name.start()]} {text[name.end() :]}"
        return " ".join(text.split())

    def _take_text(self, text: str, line: int) -> None:
        text, kind = take_type(text)
        if kind:
            self.event.type = Print(kind, line)
        if not text:
            return
        agency = self.event.agency
        if self.lacks_date:
            self._issues.append(not_understood(line, text))
        elif agency is NOTHING:
            self.event.agency = Print(text, line)
        elif agency.text.endswith((",", "-", "/")):
            self.event.agency = Print(f"{agency.text} {text}", agency.line)
        else:
            self._issues.append(not_understood(line, text))

    # Counts

    def begin_count(self, token: Token) -> Count:
        """A count of this event, with its number or numbers."""
        self.event.last_line = token.line
        numbers: Sequence[int] = ()
        if token.sign is Sign.COUNT:
            numbers = read_numbers(token.word)
        if token.sign is Sign.COUNT and token.rest.startswith("-"):
            numbers = ()  # a range whose end cannot be read
        if not numbers:
            numbers = (self._last + 1,)
            if token.sign in (Sign.COUNT, Sign.DAMAGED):
                self._issues.append(
                    doubted(
                        token.line, "CNT_ORDER", token.text, "Count number unreadable",
                        "The line does not say legibly which count begins.",
                        f"It was read as count {numbers[0]}.",
                    )
                )  # fmt: skip
        self._doubt_sequence(numbers, token)
        count = Count(numbers, token.line, token.line)
        self.event.counts.append(count)
        return count

    def _doubt_sequence(self, numbers: Sequence[int], token: Token) -> None:
        before, self._last = self._last, numbers[-1]
        if numbers[0] == before + 1:
            return
        self._issues.append(
            doubted(
                token.line, "CNT_ORDER", token.text, "Counts out of sequence",
                f"Count {numbers[0]} follows count {before}." if before
                else f"The first count of the event is count {numbers[0]}.",
                "Lines may be missing; what stands there was read.",
            )
        )  # fmt: skip


def read_numbers(text: str) -> Sequence[int]:
    """``01-03`` -> 1, 2, 3; ``01,03`` -> 1, 3; () for what does not ascend.

    Numbers above `MOST_NUMBER` are cut to the one after it: such a count is set aside. So is
    a list of ranges that stands for more counts than any line does.
    """
    ranges: list[range] = []
    for match in _RANGE.finditer(text):
        first, last = (int(digits[:6]) for digits in (match[1] or match[3], match[2] or match[3]))
        if last < first or first < 1 or (ranges and first <= ranges[-1][-1]):
            return ()
        ranges.append(range(min(first, MOST_NUMBER + 1), min(last, MOST_NUMBER + 1) + 1))
    if len(ranges) == 1:
        return ranges[0]
    if sum(len(numbers) for numbers in ranges) > _MOST_LISTED:
        return range(ranges[0][0], MOST_NUMBER + 2)
    return tuple(number for numbers in ranges for number in numbers)
