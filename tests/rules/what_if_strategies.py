"""Made-up histories whose every place can be told apart, and evaluators of every policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from app.model.record import Charge, RapSheet, RowRef
from app.rules.catalog import find_policies, load_by_id
from app.rules.evaluate import Evaluator
from app.rules.policy import OptionValue, settle_options
from tests.rules.strategies import HERE, sheets

AS_OF = date(2020, 7, 1)


def evaluator_of(policy_id: str, as_of: date = AS_OF, **options: OptionValue) -> Evaluator:
    """For the policy's own county; made-up people are moved there (`located`)."""
    policy = load_by_id(policy_id)
    return Evaluator(policy, settle_options(policy, options), as_of, policy.county or HERE)


REDUCE = {f"hs_{number}": "reduce" for number in (11358, 11359, 11360)}
EVERYTHING = dict.fromkeys(
    ("use_under_21", "use_age", "use_deceased", "use_years_crime_free"), True
)
EVALUATORS = [evaluator_of(policy_id) for policy_id in find_policies()] + [
    evaluator_of("us-ca/county-review", **REDUCE, **EVERYTHING, hs_11357="neither"),
    evaluator_of("us-ca/los-angeles", young="conviction", conviction_free_of="felony"),
    evaluator_of("us-ca/los-angeles", date(2020, 2, 29)),
    evaluator_of("us-ca/statute-11361.8", date(2018, 3, 1), presume_quantity=False),
]
evaluators = st.sampled_from(EVALUATORS)


@st.composite
def placed_sheets(draw: st.DrawFn, *, complete: bool = False) -> RapSheet:
    """A record in which also every relief and every part of a sentence has a row of its own."""
    sheet = draw(sheets(complete=complete))
    row = 1000

    def placed(charge: Charge) -> Charge:
        nonlocal row
        parts, reliefs = [], []
        for part in charge.sentence:
            row += 1
            parts.append(part._replace(at=RowRef(1, row)))
        for one in charge.relief:
            row += 1
            reliefs.append(one._replace(at=RowRef(1, row)))
        return charge._replace(sentence=tuple(parts), relief=tuple(reliefs))

    cycles = tuple(
        cycle._replace(
            events=tuple(
                event._replace(charges=tuple(map(placed, event.charges))) for event in cycle.events
            )
        )
        for cycle in sheet.cycles
    )
    return replace(sheet, cycles=cycles)


def located(sheet: RapSheet, evaluator: Evaluator) -> RapSheet:
    """The same record, its county the evaluator's."""
    cycles = tuple(
        cycle._replace(
            events=tuple(
                event._replace(county=evaluator.county if event.county == HERE else event.county)
                for event in cycle.events
            )
        )
        for cycle in sheet.cycles
    )
    return replace(sheet, cycles=cycles)
