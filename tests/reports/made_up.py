"""Made-up people and runs for the tests of the reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import (
    Charge,
    Cycle,
    Event,
    EventKind,
    Level,
    Person,
    RapSheet,
    Relief,
    RowRef,
)
from app.model.relief import Determination, Outcome, Procedure, Remedy
from app.reports.facts import InputFile, IssueKind, QuarantinedRow, RunFacts
from app.reports.figures import Figures
from app.sampling.draw import Draw

AS_OF = date(2020, 7, 1)
ADDITIONAL = frozenset({"years-since-conviction", "years-crime-free", "only-cannabis"})


def conviction(
    row: int,
    section: str = "11359 HS",
    on: date | PartialDate | None = date(1999, 3, 1),
    level: Level = Level.FELONY,
    relief: tuple[Relief, ...] = (),
) -> tuple[PartialDate, Charge]:
    """A convicted count at ``row`` of source 1, with the date of its event."""
    if on is None:
        when = UNKNOWN_DATE
    else:
        when = on if isinstance(on, PartialDate) else PartialDate.exactly(on)
    return when, Charge(
        count_order=f"{row:03d}001001000",
        section_text=section,
        section_column="OFFENSE_DESCR",
        charged_text=section,
        offense=section,
        comment="",
        level=level,
        level_column="CONV_STAT_DESCR",
        disposition="CONVICTED",
        is_conviction=True,
        case_number=f"CR{row}",
        sentence=(),
        relief=relief,
        at=RowRef(1, row),
    )


def sheet_of(
    *convictions: tuple[PartialDate, Charge],
    race: str = "BLACK",
    sex: str = "M",
    born: PartialDate | None = None,
    died_at: int | None = None,
) -> RapSheet:
    """A person whose every conviction is a cycle of its own."""
    cycles = [
        Cycle(
            charge.count_order[:3],
            on,
            (_event(charge.count_order[:6], EventKind.COURT, on, (charge,), charge.at),),
        )
        for on, charge in convictions
    ]
    if died_at is not None:
        event = _event("999001", EventKind.DECEASED, UNKNOWN_DATE, (), RowRef(1, died_at))
        cycles.append(Cycle("999", UNKNOWN_DATE, (event,)))
    person = Person(
        cii="A90000000",
        name="EXAMPLE-OAK,AMY",
        aliases=(),
        sex=sex,
        race=race,
        born=born or PartialDate.exactly(date(1970, 6, 15)),
        at=RowRef(1, 1),
    )
    return RapSheet(person, tuple(cycles))


def _event(
    order: str, kind: EventKind, on: PartialDate, charges: tuple[Charge, ...], at: RowRef
) -> Event:
    return Event(order, kind, kind.name, on, "CASCYOLO", "YOLO", charges, at)


def answer(
    row: int,
    outcome: Outcome = Outcome.DISMISSAL,
    reason: str = "Misdemeanor or Infraction",
    rule: str = "misdemeanor",
    also: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    remedy: Remedy | None = None,
    procedure: Procedure | None = None,
) -> Determination:
    return Determination(RowRef(1, row), outcome, reason, rule, also, missing, remedy, procedure)


ANSWERS = (
    (Outcome.DISMISSAL, "Misdemeanor or Infraction", "misdemeanor"),
    (Outcome.DISMISSAL, "Dismiss all HS 11357 convictions", "dismiss-section"),
    (Outcome.DISMISSAL, "Conviction occurred 5 or more years ago", "years-since-conviction"),
    (Outcome.DISMISSAL, "No convictions in the past 5 years", "years-crime-free"),
    (Outcome.DISMISSAL, "Only has 11357-60 charges", "only-cannabis"),
    (Outcome.REDUCTION, "Reduce all HS 11359 convictions", "reduce-section"),
    (Outcome.REDUCTION, "Reduce all HS 11360 convictions", "reduce-section"),
    (Outcome.HAND_REVIEW, "Unknown: level of the conviction", ""),
    (Outcome.HAND_REVIEW, "Unknown: conviction date", ""),
    (Outcome.NOT_ELIGIBLE, "Occurred after 11/09/2016", "after-2016"),
)
MISSING = ("conviction level", "conviction date", "birth date", "sentence end")
SECTIONS = ("11357(A) HS", "11358 HS", "11359 HS", "11359 HS", "11360(A) HS")
OTHERS = ("459 PC", "484-488 PC", "11350(A) HS", "23152(A) VC")
RACES = ("BLACK", "HISPANIC", "HISPANIC", "WHITE", "OTHER ASIAN", "AMERICAN INDIAN", "")


def population(n_people: int, seed: int = 3) -> list[tuple[RapSheet, list[Determination]]]:
    """People with one to four convictions, the first of them in scope."""
    draw = Draw(seed)
    people = []
    row = 1
    for _ in range(n_people):
        convictions, answers = [], []
        for place in range(draw.between(1, 4)):
            row += 1
            in_scope = place == 0 or draw.is_hit(0.2)
            level = draw.pick((Level.FELONY, Level.FELONY, Level.MISDEMEANOR, Level.UNKNOWN))
            on = date(draw.between(1961, 2019), draw.between(1, 12), draw.between(1, 28))
            section = draw.pick(SECTIONS if in_scope else OTHERS)
            convictions.append(conviction(row, section, None if draw.is_hit(0.05) else on, level))
            if in_scope:
                outcome, reason, rule = draw.pick(ANSWERS)
                missing = (draw.pick(MISSING),) if outcome is Outcome.HAND_REVIEW else ()
                also = tuple(sorted(ADDITIONAL - {rule}))[: draw.between(0, 2)]
                answers.append(answer(row, outcome, reason, rule, also, missing))
        born = PartialDate.exactly(date(draw.between(1930, 1999), draw.between(1, 12), 5))
        sex = draw.pick("MMMMF")
        people.append((sheet_of(*convictions, race=draw.pick(RACES), sex=sex, born=born), answers))
    return people


def figures_of(
    people: Sequence[tuple[RapSheet, Sequence[Determination]]],
    additional: frozenset[str] = ADDITIONAL,
) -> Figures:
    figures = Figures(AS_OF, additional)
    for sheet, answers in people:
        figures.add(sheet, answers)
    return figures


def run_facts(**changes: object) -> RunFacts:
    facts: dict[str, object] = {
        "county": "SAN JOAQUIN",
        "policy_id": "us-ca/county-review",
        "policy_title": "County review under HSC 11361.9",
        "policy_version": "1.0",
        "policy_sha256": "3f" * 32,
        "options": (
            ("HS 11357", "dismiss"),
            ("HS 11358", "reduce"),
            ("HS 11359", "reduce"),
            ("HS 11360", "reduce"),
            ("Years since this conviction", "5"),
            ("Years without any conviction", "5"),
            ("Only cannabis convictions on record", "yes"),
            ("Deceased", "no"),
        ),
        "criteria": (
            ("years-since-conviction", "5 or more years since this conviction"),
            ("years-crime-free", "5 years without any conviction"),
            ("only-cannabis", "Only cannabis convictions on record"),
        ),
        "as_of": AS_OF,
        "program_version": "0.1.0",
        "inputs": (InputFile("San Joaquin delivery, part 1.dat", "a1" * 32, 48_212, 38_000_000),),
        "issues": (
            IssueKind("Conviction date is not a day of the calendar", 112),
            IssueKind("Level is neither felony, misdemeanor nor infraction", 64),
            IssueKind("County in another spelling", 41),
        ),
        "quarantined": (
            QuarantinedRow("San Joaquin delivery, part 1.dat", 134, "94 cells, not 95"),
            QuarantinedRow("San Joaquin delivery, part 1.dat", 12_877, "CNT_ORDER has 5 digits"),
        ),
        "n_quarantined": 7,
        "seconds": 12.34,
    }
    return RunFacts(**(facts | changes))  # type: ignore[arg-type]
