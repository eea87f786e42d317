"""The result cells of a conviction under a reading, in the order of the result columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import Conviction
from app.model.relief import Outcome
from app.model.statute import CANNABIS_NUMBERS
from app.model.truth import Truth
from app.rules.earlier.marks import Mark
from app.rules.earlier.reading import YEAR_ONE, Record, Seen
from app.rules.earlier.tables import ACT, Answer
from app.rules.lists.offense_lists import Listing

# Looking a member up in its class costs more than the comparison, millions of times.
_MET = Truth.MET
_UNKNOWN_FACT = Mark.UNKNOWN
_NEVER = Listing.NEVER

COLUMNS = (
    "Case Number", "# of convictions on record", "Possible Other P64 Charges",
    "Occurred after 11/9/2016", "Superstrike Code Section(s)", "PC290 Code Section(s)",
    "PC290 Registration", "Date of Conviction", "Years Since This Conviction",
    "Years Since Any Conviction", "# of Prop 64 convictions", "# of HS 11357 convictions",
    "# of HS 11358 convictions", "# of HS 11359 convictions", "# of HS 11360 convictions",
    "Deceased", "Eligibility Determination", "Eligibility Reason",
)  # fmt: skip
DETERMINATION, REASON = COLUMNS.index("Eligibility Determination"), len(COLUMNS) - 1
OTHER_CHARGES = COLUMNS.index("Possible Other P64 Charges")
OPEN_REASON = "Unknown: "  # how the reason begins when an unknown fact decides

Cells = tuple[str, ...]


class PersonCells:
    """The cells that are the same for every conviction of a record, made once."""

    def __init__(self, record: Record) -> None:
        counts = record.counts
        by_number = dict.fromkeys(sorted(CANNABIS_NUMBERS), 0)
        for one in counts:
            if one.sight.number:
                by_number[one.sight.number] += 1
        self.as_of = record.as_of
        self.n_convictions = str(len(counts))
        self.strikes = _printed((one.sight.strike, one) for one in counts)
        self.registrable = _printed((one.sight.registrable, one) for one in counts)
        self.registered = "Yes" if record.registered is _MET else "-"
        self.since_any = _years_since(_latest(record), record.as_of)
        self.by_number = (str(sum(by_number.values())), *map(str, by_number.values()))
        self.deceased = "Deceased" if record.is_deceased else "-"

    def cells_of(self, seen: Seen, answer: Answer) -> Cells:
        """The 18 cells of the conviction's first row."""
        on = None if seen.on == YEAR_ONE else seen.on.day
        is_answer = answer.outcome is not Outcome.NO_ANSWER
        conviction = Conviction(seen.charge, seen.event, seen.cycle)
        return (
            "; ".join(conviction.case_numbers),
            self.n_convictions,
            seen.charge.comment if seen.sight.names_other else "",
            "Y" if on is not None and on > ACT else "N",
            self.strikes,
            self.registrable,
            self.registered,
            f"{on:%m/%d/%Y}" if on is not None else "01/01/0001",
            _years_since(on, self.as_of),
            self.since_any,
            *self.by_number,
            self.deceased,
            answer.outcome.value if is_answer else "",
            OPEN_REASON if answer.is_open else answer.reason if is_answer else "",
        )


def _printed(listed: Iterable[tuple[Listing, Seen]]) -> str:
    """The code sections on a list; one that cannot be read is on none for this column."""
    sections = [
        one.sight.printed
        for listing, one in listed
        if listing is not _NEVER and not one.sight.is_unread
    ]
    return ";".join(sections) or "-"


def _latest(record: Record) -> date | None:
    """The day of the latest conviction, when it is known."""
    dates = [one.on for one in record.counts]
    if _UNKNOWN_FACT not in record.marks:
        dates = [on for on in dates if on != YEAR_ONE]
    firsts = [on.earliest for on in dates if on.earliest is not None]
    lasts = [on.latest for on in dates if on.latest is not None]
    if not firsts or not lasts:
        return UNKNOWN_DATE.day
    return PartialDate(max(firsts), max(lasts)).day


def _years_since(on: date | None, as_of: date) -> str:
    return "-1.0" if on is None else f"{(as_of - on).days / 365.25:.1f}"
