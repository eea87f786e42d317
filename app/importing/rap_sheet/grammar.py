"""From tokens to sheets: headings, cycles, events, counts.

A sheet begins with a heading, a cycle with a line of stars, an event with its identifier or
after a line of dashes, a count with ``CNT:``. Headings that repeat on each page, banners and
page marks may stand anywhere. What has no place is told and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.importing.issues import Issue
from app.importing.rap_sheet.counts import CountReader, looks_like_charge
from app.importing.rap_sheet.events import EventReader, is_agency
from app.importing.rap_sheet.heading import (
    add_keys,
    add_name,
    alias_of,
    cii_of,
    is_readable_cii,
    name_of,
    read_keys,
)
from app.importing.rap_sheet.notes import doubted, not_understood
from app.importing.rap_sheet.syntax import Cycle, Event, Print, Sheet
from app.importing.rap_sheet.tokens import Sign, Token

_OF_COUNTS = frozenset(
    {
        Sign.NUMBER, Sign.TYPE, Sign.FLAG, Sign.SENTENCING, Sign.DISPOSITION, Sign.STATUS,
        Sign.SENTENCE, Sign.COMMENT, Sign.WARRANT, Sign.KEYED, Sign.NAME, Sign.TEXT,
    }
)  # fmt: skip
_ONLY_IN_COUNTS = frozenset(
    {Sign.SENTENCING, Sign.DISPOSITION, Sign.STATUS, Sign.SENTENCE, Sign.FLAG}
)


class SheetParser:
    """Takes the tokens of a text; gives each sheet when the next one begins."""

    def __init__(self, issues: list[Issue]) -> None:
        self._issues = issues
        self._sheet = Sheet(1, 1)
        self._event: EventReader | None = None
        self._count: CountReader | None = None
        self._in_heading = True
        self._in_repeat = False  # in a heading that repeats the sheet's own
        self._has_ended = False
        self._last_kind = ""  # of the cycle's last event
        self._take: dict[Sign, Callable[[Token, Token | None], None]] = {
            Sign.CYCLE: self._begin_cycle,
            Sign.DIVIDER: self._divide,
            Sign.END: self._end,
            Sign.EVENT: self._begin_event,
            Sign.DATE: self._take_date,
            Sign.COUNT: self._begin_count,
            Sign.DAMAGED: self._take_damaged,
        }

    def sheets(self, tokens: Iterator[Token]) -> Iterator[Sheet]:
        """Every sheet of the text, in order."""
        token = next(tokens, None)
        while token is not None:
            following = next(tokens, None)
            if token.sign is Sign.PERSON:
                finished = self._take_person(token)
                if finished is not None:
                    yield finished
            elif self._goes_beyond(token):
                yield self._begin_sheet(token.line)
                self._in_heading = False
                self._take_token(token, following)
            else:
                self._take_token(token, following)
            token = following
        if not self._sheet.is_empty or self._sheet.left_over:
            yield self._sheet

    def _take_token(self, token: Token, following: Token | None) -> None:
        if self._in_repeat and token.sign is Sign.TEXT and self._is_own_alias(token):
            return
        self._in_repeat = False
        if (take := self._take.get(token.sign)) is not None:
            take(token, following)
        else:
            self._take_content(token)

    # Headings

    def _take_person(self, token: Token) -> Sheet | None:
        """A line of a heading; the sheet before, when it is another person's."""
        keys = read_keys(token.text)
        finished = None
        if not self._belongs(keys):
            if not self._has_ended and not self._sheet.is_empty:
                self._issues.append(
                    doubted(
                        token.line, "CII_NUMBER", token.text, "Another person begins",
                        "A heading of another person stands where no sheet has ended.",
                        "What follows was read as a sheet of its own.",
                    )
                )  # fmt: skip
            finished = None if self._sheet.is_empty else self._begin_sheet(token.line)
        if self._in_heading:
            add_keys(self._sheet.subject, keys, token.line)
        else:
            self._in_repeat = True
        return finished

    def _belongs(self, keys: dict[str, str]) -> bool:
        """Whether a line of a heading is of the sheet that is being read."""
        own = self._sheet.subject
        cii = cii_of(keys["CII"]) if is_readable_cii(keys.get("CII", "")) else ""
        if cii and own.cii.text and cii != own.cii.text:
            return False
        if self._in_heading or self._in_repeat:
            return True
        if self._has_ended:
            return False
        born, name = keys.get("DOB", ""), name_of(keys.get("NAM", ""))
        return not (cii or born or name) or own.states(cii, born, name)

    def _is_own_alias(self, token: Token) -> bool:
        return self._sheet.subject.states("", "", alias_of(token.text))

    def _begin_sheet(self, line: int) -> Sheet:
        finished = self._sheet
        self._sheet = Sheet(finished.number + 1, line)
        self._event = self._count = None
        self._in_heading, self._in_repeat, self._has_ended = True, False, False
        self._last_kind = ""
        return finished

    def _goes_beyond(self, token: Token) -> bool:
        """Whether cycles go on after the end of a sheet: the head of the next one is missing."""
        return self._has_ended and token.sign in (Sign.CYCLE, Sign.EVENT, Sign.COUNT)

    # Delimiters

    def _begin_cycle(self, _token: Token, _: Token | None) -> None:
        self._in_heading = False
        self._event = self._count = None
        self._last_kind = ""
        self._sheet.cycles.append(Cycle())

    def _divide(self, _token: Token, _: Token | None) -> None:
        self._event = self._count = None

    def _end(self, _token: Token, _: Token | None) -> None:
        self._event = self._count = None
        self._has_ended = not self._sheet.is_empty

    # Events

    def _begin_event(self, token: Token, _: Token | None) -> None:
        self._open_event(token.word, token)
        if token.rest and self._event is not None:
            self._event.take_rest(token)

    def _open_event(self, kind: str, token: Token) -> None:
        self._in_heading = False
        if not self._sheet.cycles:
            self._sheet.cycles.append(Cycle())
        cycle = self._sheet.cycles[-1]
        if kind.startswith("ARREST") and cycle.events:
            self._issues.append(
                doubted(
                    token.line, "CYC_ORDER", token.text, "Arrest within a cycle",
                    "A cycle begins with its arrest; a line of stars may have been lost.",
                    "It was left in the cycle.",
                )
            )  # fmt: skip
        event = Event(kind, token.line, token.line)
        cycle.events.append(event)
        self._event, self._count = EventReader(event, self._issues), None
        self._last_kind = kind

    def _take_date(self, token: Token, following: Token | None) -> None:
        """The date of an event, of an update, or of an event without an identifier."""
        if self._in_heading and self._event is None and not self._sheet.cycles:
            return  # the day the sheet was printed
        if self._count is not None and not self._begins_event(token, following):
            self._count.begin_update(token)
            self._reach(token)
        elif self._event is not None and self._count is None and self._event.lacks_date:
            self._event.take_date(token)
        elif self._has_ended:
            return
        else:
            self._open_nameless(token)

    def _begins_event(self, token: Token, following: Token | None) -> bool:
        if following is not None and following.sign is Sign.DISPOSITION:
            return False
        return is_agency(token.rest)

    def _open_nameless(self, token: Token) -> None:
        """A date and an agency without ``COURT:`` or the like before them."""
        is_court = token.rest.upper().startswith(("CASC", "CAMC"))
        kind = "COURT ACTION" if is_court else ""
        if self._last_kind == "REGISTRATION" and not is_court:
            kind = "REGISTRATION"
        else:
            self._issues.append(
                doubted(
                    token.line, "STP_TYPE_DESCR", token.text, "Kind of event missing",
                    "A date and an agency stand there without a line such as COURT: before them.",
                    f"It was read as {kind}." if kind else "The kind of the event is unknown.",
                )
            )  # fmt: skip
        self._open_event(kind, token)
        if self._event is not None:
            self._event.take_date(token)

    # Counts

    def _begin_count(self, token: Token, _: Token | None) -> None:
        if self._event is None:
            self._issues.append(
                doubted(
                    token.line, "STP_TYPE_DESCR", token.text, "Event missing",
                    "A count stands there without an event it belongs to.",
                    "The kind, the date and the court of the event are unknown.",
                )
            )  # fmt: skip
            self._open_event("", token)
        if self._event is not None:
            self._count = CountReader(self._event.begin_count(token), self._issues)
            self._count.take_rest(token)

    def _take_damaged(self, token: Token, following: Token | None) -> None:
        if self._event is not None and token.word == Sign.COUNT.name:
            self._begin_count(token, following)
        elif self._count is not None:
            self._count.take(token)
            self._reach(token)
        else:
            self._take_content(token._replace(sign=Sign.TEXT))

    def _take_content(self, token: Token) -> None:
        if self._count is None and self._event is not None and self._begins_implied(token):
            self._issues.append(
                doubted(
                    token.line, "CNT_ORDER", token.text, "Count line missing",
                    "What belongs to a count stands there without a line CNT: before it.",
                    "It was read as a count of its own.",
                )
            )  # fmt: skip
            self._count = CountReader(self._event.begin_count(token), self._issues)
        if self._count is not None and token.sign in _OF_COUNTS:
            self._count.take(token)
            self._reach(token)
        elif self._event is not None:
            self._event.take(token)
        else:
            self._take_stray(token)

    def _begins_implied(self, token: Token) -> bool:
        if token.sign in _ONLY_IN_COUNTS:
            return True
        return token.sign is Sign.TEXT and looks_like_charge(token.text)

    def _reach(self, token: Token) -> None:
        if self._event is not None:
            self._event.event.last_line = token.line

    def _take_stray(self, token: Token) -> None:
        if self._in_heading:
            alias = alias_of(token.text) if self._sheet.subject.names else ""
            if alias:
                add_name(self._sheet.subject, alias, token.line)
                self._sheet.subject.lines.append(token.line)
        elif not self._has_ended and token.sign is not Sign.NAME:
            self._issues.append(not_understood(token.line, token.text))
            self._sheet.left_over.append(Print(token.text, token.line))
