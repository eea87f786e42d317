"""What is decided in a row of a workbook that came back, or what is wrong in it, and where."""

from __future__ import annotations

import json
from datetime import date, datetime

from app.errors import InputError
from app.importing.review_workbook import ReviewedRow
from app.jobs.decide import Accept, Decision, Override, Park
from app.model.record import RowRef
from app.model.relief import Determination, Outcome, Procedure, Remedy
from app.model.review_sheet import (
    ACCEPT,
    ANSWER,
    DECISION,
    DECISIONS,
    OVERRIDE,
    PARK,
    REASON,
    REMIND,
    SEEN,
    WORDS,
)
from app.store.determinations import unpack_list

# What can be chosen as the new answer, with what the court is asked.
ANSWER_CHOICES: dict[str, tuple[Outcome, Remedy | None]] = {
    Outcome.DISMISSAL.value: (Outcome.DISMISSAL, Remedy.DISMISSAL_AND_SEALING),
    **{
        f"{Outcome.REDUCTION.value}: {remedy.value}": (Outcome.REDUCTION, remedy)
        for remedy in (
            Remedy.REDESIGNATION_MISDEMEANOR, Remedy.REDESIGNATION_INFRACTION,
            Remedy.REDESIGNATION_OPEN,
        )
    },
    Outcome.NOT_ELIGIBLE.value: (Outcome.NOT_ELIGIBLE, None),
    Outcome.CITY_ATTORNEYS.value: (Outcome.CITY_ATTORNEYS, None),
}  # fmt: skip
_ANSWERS = {words.casefold(): choice for words, choice in ANSWER_CHOICES.items()}
_SAID = {
    "accept": ACCEPT, "accepted": ACCEPT, "override": OVERRIDE, "overridden": OVERRIDE,
    "park": PARK, "parked": PARK,
}  # fmt: skip


def read_decision(row: ReviewedRow, codes: dict[str, str]) -> Decision | None:
    """What is decided in a row; None where there is only a note. Raises InputError."""
    said = row.filled[DECISION]
    if not said:
        for title in (ANSWER, REASON, WORDS, REMIND):
            if row.filled[title]:
                raise InputError(
                    f"{row.place(DECISION)}: nothing is chosen, though {title} is filled in. "
                    f"Choose {_listed(DECISIONS)}, or empty the row."
                )
        return None
    known = _SAID.get(said.casefold())
    if known is None:
        raise InputError(
            f"{row.place(DECISION)}: “{said}” is no decision. Choose {_listed(DECISIONS)}."
        )
    _check_empty(row, known)
    if known == ACCEPT:
        return Accept()
    if not row.filled[WORDS]:
        raise InputError(f"{row.place(WORDS)}: {known} needs a reason in words.")
    if known == PARK:
        return Park(row.filled[WORDS], _day(row))
    outcome, remedy = _new_answer(row)
    if outcome is Outcome.DISMISSAL and answer_that_left(row).outcome is outcome:
        remedy = None  # nothing else is asked than what the program answers
    return Override(outcome, _code(row, codes), row.filled[WORDS], remedy)


def _check_empty(row: ReviewedRow, known: str) -> None:
    """What does not go with a decision may be meant for another one."""
    beside = {
        ACCEPT: (ANSWER, REASON, WORDS, REMIND), OVERRIDE: (REMIND,), PARK: (ANSWER, REASON),
    }  # fmt: skip
    for title in beside[known]:
        if row.filled[title]:
            raise InputError(
                f"{row.place(title)}: “{row.filled[title]}” does not go with {known}. Empty it, or "
                "choose another decision."
            )


def _new_answer(row: ReviewedRow) -> tuple[Outcome, Remedy | None]:
    said = row.filled[ANSWER]
    found = _ANSWERS.get(" ".join(said.split()).casefold())
    if found is None:
        what = f"“{said}” is no answer" if said else "the new answer is missing"
        raise InputError(f"{row.place(ANSWER)}: {what}. Choose {_listed(list(ANSWER_CHOICES))}.")
    return found


def _code(row: ReviewedRow, codes: dict[str, str]) -> str:
    said = row.filled[REASON]
    found = codes.get(said.casefold())
    if found is None:
        what = f"“{said}” is not on the office's list" if said else "the reason is missing"
        raise InputError(f"{row.place(REASON)}: {what}. Choose {_listed(list(codes.values()))}.")
    return found


def _day(row: ReviewedRow) -> date | None:
    said = row.filled[REMIND]
    if not said:
        return None
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise InputError(
        f"{row.place(REMIND)}: “{said}” cannot be read as a day. Write it as 2027-01-31."
    )


def answer_that_left(row: ReviewedRow) -> Determination:
    """The answer that went out, and that was looked at."""
    try:
        outcome, reason, rule, remedy, procedure, missing, also = json.loads(row.seen)
        return Determination(
            RowRef(0, 0), Outcome[outcome], reason, rule, unpack_list(also), unpack_list(missing),
            Remedy[remedy] if remedy else None, Procedure[procedure] if procedure else None,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"Row {row.row:,}: the hidden column {SEEN} is changed. Copy the decision to the row "
            "that was sent out."
        ) from error


def said_in(row: ReviewedRow) -> str:
    """``override: Not eligible (LAW: as the court said)``"""
    said = _SAID[row.filled[DECISION].casefold()]
    if said == OVERRIDE:
        return f"{said}: {row.filled[ANSWER]} ({row.filled[REASON]}: {row.filled[WORDS]})"
    if said == PARK:
        until = f" until {row.filled[REMIND]}" if row.filled[REMIND] else ""
        return f"{said}{until}: {row.filled[WORDS]}"
    return said


def _listed(words: list[str] | tuple[str, ...]) -> str:
    return ", ".join(words[:-1]) + f" or {words[-1]}" if len(words) > 1 else "".join(words)
