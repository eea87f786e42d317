"""The lines of one count: charge, flags, dispositions and what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.importing.issues import Issue
from app.importing.rap_sheet.dispositions import Outcome, goes_on, read_outcome, without_spacing
from app.importing.rap_sheet.notes import doubted, not_understood, repaired
from app.importing.rap_sheet.syntax import NOTHING, Count, Disposition, Print
from app.importing.rap_sheet.tokens import Sign, Token, take_type
from app.model.statute import is_see_comment, read_section

_CODED = re.compile(
    r"(?:(?:PC|BP|CC|CI|EC|FA|FC|FG|GC|HN|HS|IC|LC|MV|PR|RT|SH|UI|VC|WI)\b ?-|\Z|-)"
)
_CHARGE_AFTER_NUMBER = re.compile(
    r" (?=[.']*[0-9]{2,5}[0-9A-Z().,/-]* ?(?:[A-Z]{2}|\([A-Z0-9]\)) ?-|SEE[. ]+COMMENT)"
)

_LONGEST_TEXT = 2_000


def looks_like_charge(text: str) -> bool:
    """Whether a line begins a charge of its own: a section with its code, or SEE COMMENT."""
    if is_see_comment(text):
        return True
    reading = read_section(text)
    if not reading.sections or not reading.sections[0].code:
        return False
    at = text.find(reading.text)
    return at >= 0 and _CODED.match(text.upper(), at + len(reading.text)) is not None


def join_wrapped(first: str, more: str) -> str:
    """Two lines of one text; a hyphen at the end is part of the text."""
    return f"{first} {more}".strip()


class CountReader:
    """Takes the tokens of one count in order."""

    def __init__(self, count: Count, issues: list[Issue]) -> None:
        self.count = count
        self._issues = issues
        self._goes_on = Sign.COUNT  # what a line without a sign of its own continues
        self._take: dict[Sign, Callable[[Token], None]] = {
            Sign.NUMBER: self._take_number,
            Sign.TYPE: self._take_type,
            Sign.FLAG: self._take_flags,
            Sign.SENTENCING: self._take_sentencing,
            Sign.DISPOSITION: self._take_disposition,
            Sign.STATUS: self._take_status,
            Sign.SENTENCE: self._take_sentence,
            Sign.COMMENT: self._take_comment,
            Sign.WARRANT: self._take_warrant,
            Sign.KEYED: self._pass,
            Sign.NAME: self._pass,
            Sign.DAMAGED: self._take_damaged,
            Sign.TEXT: self._take_text,
        }

    @property
    def _now(self) -> Disposition:
        return self.count.dispositions[-1]

    def take(self, token: Token) -> None:
        self.count.last_line = token.line
        self._take[token.sign](token)

    def take_rest(self, token: Token) -> None:
        """What stands behind the numbers on the line of the count."""
        rest = token.rest.lstrip(" .,:;'*")
        if rest.startswith("#"):
            parted = _CHARGE_AFTER_NUMBER.split(rest, maxsplit=1)
            self._add_numbers(Print(parted[0], token.line))
            rest = parted[1] if len(parted) > 1 else ""
        if rest:
            self._take_text(Token(Sign.TEXT, token.line, rest))

    def begin_update(self, token: Token) -> None:
        """A line with a date: what follows happened later."""
        self.count.last_line = token.line
        self.count.dispositions.append(Disposition(Print(token.word, token.line)))
        self._goes_on = Sign.DATE
        if token.rest:
            self._issues.append(not_understood(token.line, token.rest))

    def _pass(self, token: Token) -> None:
        self._goes_on = token.sign

    def _take_number(self, token: Token) -> None:
        if self.count.charge is NOTHING:
            self._add_numbers(Print(token.rest, token.line))
        else:
            self._issues.append(not_understood(token.line, token.text))

    def _add_numbers(self, text: Print) -> None:
        """``#A12 #B34``: every case number, without the stray signs around it."""
        kept, kind = take_type(text.text)
        if kind:
            self.count.type = Print(kind, text.line)
        for part in kept.split("#"):
            number = " ".join(part.split()).strip(" .,:;-'*")
            if number:
                self.count.case_numbers.append(Print(number, text.line))

    def _take_type(self, token: Token) -> None:
        if self.count.type is NOTHING:
            self.count.type = Print(token.word, token.line)

    def _take_flags(self, token: Token) -> None:
        flags = (part.strip(" .") for part in re.split(r"(?:\A| )-(?=[ A-Z(])", token.text))
        self.count.flags += [Print(flag, token.line) for flag in flags if flag]

    def _take_sentencing(self, token: Token) -> None:
        self.count.flags.append(Print("1170(H) PC-SENTENCING", token.line))

    def _take_disposition(self, token: Token) -> None:
        text = without_spacing(token.rest)
        if text != token.rest:
            self._issues.append(
                repaired(token.line, token.text, "A disposition in spaced letters.",
                         f"It was read as {text}.")
            )  # fmt: skip
        self._goes_on = Sign.DISPOSITION
        self._settle(Print(text, token.line), token.text)

    def _settle(self, result: Print, whole: str) -> None:
        """A disposition line; a second one under the same date is a doubt, or undated."""
        now = self._now
        if now.result is None:
            now.result = result
            return
        if now.result.text == result.text:
            self._issues.append(
                repaired(result.line, whole, "The line stands there twice.", "It was read once.")
            )
            return
        before, after = read_outcome(now.result.text), read_outcome(result.text)
        if before is Outcome.CONVICTION and after is Outcome.AFTERWARDS:
            self.count.dispositions.append(Disposition(Print("", result.line), result))
            self._issues.append(
                doubted(
                    result.line, "STP_EVENT_DATE", whole, "Date of a later disposition missing",
                    "A later disposition follows without a line that has its date.",
                    "Its date counts as unknown.",
                )
            )  # fmt: skip
            return
        self._contradict(result, "Two dispositions stand under one date.")

    def _contradict(self, other: Print, reason: str) -> None:
        if self.count.contradiction is None:
            self.count.contradiction = other
        self._issues.append(
            doubted(
                other.line, "DISP_DESCR", other.text, "Count contradicts itself",
                f"{reason} A line between them may have been lost.",
                "What became of the count counts as unknown.",
            )
        )  # fmt: skip

    def _take_status(self, token: Token) -> None:
        self._goes_on = Sign.STATUS
        level = token.rest.strip(" .,'*:;-")
        if self._now.status is None:
            self._now.status = Print(level, token.line)
        elif self._now.status.text != level:
            self._now.status = Print(f"{self._now.status.text} / {level}", self._now.status.line)

    def _take_sentence(self, token: Token) -> None:
        self._goes_on = Sign.SENTENCE
        self._now.sentence.append(Print(token.rest, token.line))

    def _take_comment(self, token: Token) -> None:
        self._goes_on = Sign.COMMENT
        self._now.comments.append(Print(token.rest, token.line))

    def _take_warrant(self, token: Token) -> None:
        self._goes_on = Sign.WARRANT
        self.count.warrant = Print(token.rest, token.line)

    def _take_damaged(self, token: Token) -> None:
        """A line that was a disposition or a level, but for a letter."""
        if token.word == Sign.STATUS.name:
            self._take_status(token._replace(rest=token.text))
            return
        self._goes_on = Sign.DISPOSITION
        self._settle(Print(token.text, token.line), token.text)

    def _take_text(self, token: Token) -> None:
        text, kind = take_type(token.text)
        if kind and self.count.type is NOTHING:
            self.count.type = Print(kind, token.line)
        if not text:
            return
        token = token._replace(text=text)
        if looks_like_charge(text):
            self._take_charge(token)
        elif not self._continue(token):
            self._not_understood(token)

    def _take_charge(self, token: Token) -> None:
        count = self.count
        if count.charge is NOTHING and count.first.result is None and len(count.dispositions) == 1:
            self._goes_on = Sign.TEXT
            count.charge = Print(token.text, token.line)
        elif count.charge.text.startswith(token.text):
            self._issues.append(
                repaired(
                    token.line, token.text, "The line stands there twice.", "It was read once."
                )
            )
        elif self._is_wrapped_comment() or self._is_wrapped_disposition(token):
            self._continue(token)
        else:
            self._contradict(Print(token.text, token.line), "A second charge stands in the count.")

    def _is_wrapped_comment(self) -> bool:
        """Whether the comment before breaks off where a charge must follow."""
        if self._goes_on is not Sign.COMMENT:
            return False
        return (
            re.search(r"(?:CH(?:A?R)?GE?|[,/&-])[ :#-]*\Z", self._now.comments[-1].text) is not None
        )

    def _is_wrapped_disposition(self, token: Token) -> bool:
        result = self._now.result
        return (
            self._goes_on is Sign.DISPOSITION
            and result is not None
            and goes_on(result.text, token.text)
        )

    def _continue(self, token: Token) -> bool:
        """Add a line to the text it goes on with; False when there is none."""
        now, more = self._now, token.text
        if self._is_full():
            return False
        if self._goes_on in (Sign.COUNT, Sign.TEXT) and now.result is None:
            line = self.count.charge.line or token.line
            self.count.charge = Print(join_wrapped(self.count.charge.text, more), line)
            self._goes_on = Sign.TEXT
        elif self._goes_on is Sign.COMMENT:
            last = now.comments[-1]
            now.comments[-1] = Print(join_wrapped(last.text, more), last.line)
        elif self._goes_on is Sign.SENTENCE:
            last = now.sentence[-1]
            now.sentence[-1] = Print(join_wrapped(last.text, more), last.line)
        elif self._is_wrapped_disposition(token) and now.result is not None:
            now.result = Print(join_wrapped(now.result.text, more), now.result.line)
        elif self._goes_on is Sign.STATUS and now.status is not None and not now.status.text:
            now.status = Print(more, now.status.line)
        else:
            return False
        return True

    def _is_full(self) -> bool:
        """Whether the text that a line could go on with is longer than any that is printed."""
        now = self._now
        last = {Sign.COMMENT: now.comments, Sign.SENTENCE: now.sentence}.get(self._goes_on)
        return len(last[-1].text if last else self.count.charge.text) > _LONGEST_TEXT

    def _not_understood(self, token: Token) -> None:
        self._now.unread.append(Print(token.text, token.line))
        self._issues.append(not_understood(token.line, token.text))
