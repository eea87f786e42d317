"""How many people a minute of processor time the rules answer: run it as a script.

``PYTHONPATH=. python tests/rules/measure.py [PEOPLE]``. The people are made up: 100
counts, 12 convictions, some three of them cannabis convictions in the county.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta

from app.model.dates import PartialDate
from app.model.record import (
    Charge,
    Cycle,
    Event,
    EventKind,
    Level,
    Person,
    RapSheet,
    RowRef,
    SentencePart,
)
from app.rules.catalog import load_by_id
from app.rules.evaluate import Evaluator
from app.rules.policy import OptionValue, settle_options

COUNTY = "LOS ANGELES"
CANNABIS = ["11357(A) HS-POSSESS", "11358 HS-CULTIVATE", "11359 HS-SALE", "11360(A) HS-SELL"]
OTHER = [
    "459 PC-BURGLARY",
    "11350(A) HS-POSSESS",
    "484/488 PC-PETTY THEFT",
    "23152(A) VC-DUI",
    "245(A)(1) PC-ASSAULT",
    "148 PC-OBSTRUCT",
    "14601.1(A) VC-DRIVE",
]
ROUNDS = [(EventKind.ARREST, 4), (EventKind.COURT, 4), (EventKind.PROBATION, 2)]


def _charge(seed: int, row: int, is_conviction: bool) -> Charge:
    at = RowRef(1, row)
    text = CANNABIS[seed % 4] if seed % 10 < 3 else OTHER[seed % 7]
    sentence = (SentencePart("JAIL", 180, "D", at), SentencePart("PROBATION", 36, "M", at))
    return Charge(
        count_order=f"{row:012d}",
        section_text=text,
        section_column="OFFENSE_DESCR",
        charged_text=text,
        offense=text,
        comment="",
        level=Level.FELONY,
        level_column="CONV_STAT_DESCR",
        disposition="CONVICTED" if is_conviction else "DISMISSED",
        is_conviction=is_conviction,
        case_number="",
        sentence=sentence if is_conviction else (),
        relief=(),
        at=at,
    )


def make_sheet(seed: int) -> RapSheet:
    """A person of 100 counts in ten cycles; the seed varies dates, sections, counties."""
    cycles, row = [], 0
    for cycle in range(10):
        on = date(1976, 1, 1) + timedelta(days=(seed * 7919 + cycle * 1531) % 16000)
        events = []
        for kind, n_counts in ROUNDS:
            counts = []
            for count in range(n_counts):
                row += 1
                convicted = kind is EventKind.COURT and (count == 0 or (count == 1 and cycle < 2))
                counts.append(_charge(seed * 31 + row * 17, row, convicted))
            county = COUNTY if (seed + cycle) % 3 else "KERN"
            exact, at = PartialDate.exactly(on), counts[0].at
            events.append(Event(f"{cycle:03d}001", kind, "", exact, "", county, tuple(counts), at))
        cycles.append(Cycle(f"{cycle:03d}", PartialDate.exactly(on), tuple(events)))
    born = PartialDate.exactly(date(1940, 1, 1) + timedelta(days=seed * 37 % 20000))
    return RapSheet(Person("A1", "DOE,CASE", (), "", "", born, RowRef(1, 1)), tuple(cycles))


def main(n_people: int) -> None:
    sheets = [make_sheet(seed) for seed in range(n_people)]
    reduce: dict[str, OptionValue] = {f"hs_{number}": "reduce" for number in (11358, 11359, 11360)}
    for policy_id, options in (("us-ca/county-review", reduce), ("us-ca/los-angeles", {})):
        policy = load_by_id(policy_id)
        evaluator = Evaluator(policy, settle_options(policy, options), date(2020, 7, 1), COUNTY)
        started = time.process_time()
        n_answers = sum(len(evaluator.determine(sheet)) for sheet in sheets)
        taken = time.process_time() - started
        rate = n_people / taken * 60
        print(f"{policy_id}: {rate:,.0f} people a minute, {n_answers / n_people:.1f} answers each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
