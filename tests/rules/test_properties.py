"""What holds for every record: nothing raises, nothing is guessed, why agrees with what."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.record import RapSheet
from app.model.relief import Determination, Outcome
from app.model.truth import Truth
from app.rules.catalog import load_by_id
from app.rules.evaluate import Evaluator
from app.rules.explaining.explain import explanation_data, explanation_lines
from app.rules.policy import OptionValue, settle_options
from app.rules.profile import build_profile
from tests.rules.strategies import HERE, completions, sheets

AS_OF = date(2020, 7, 1)


def _evaluator(policy_id: str, **options: OptionValue) -> Evaluator:
    """A shipped policy, asked about this county whatever its own is."""
    policy = replace(load_by_id(policy_id), county="")
    return Evaluator(policy, settle_options(policy, options), AS_OF, HERE)


_REDUCE = {f"hs_{number}": "reduce" for number in (11358, 11359, 11360)}
_EVERYTHING = dict.fromkeys(
    ("use_under_21", "use_age", "use_deceased", "use_years_crime_free"), True
)
EVALUATORS = [
    _evaluator("us-ca/county-review"),
    _evaluator("us-ca/county-review", **_REDUCE),
    _evaluator("us-ca/county-review", **_REDUCE, **_EVERYTHING, hs_11357="neither"),
    _evaluator("us-ca/los-angeles"),
    _evaluator("us-ca/los-angeles", young="conviction", conviction_free_of="felony"),
    _evaluator("us-ca/san-joaquin"),
    _evaluator("us-ca/contra-costa", years_conviction_free=10),
    _evaluator("us-ca/sacramento"),
    _evaluator("us-ca/san-francisco"),
    _evaluator("us-ca/statute-11361.8"),
    _evaluator("us-ca/statute-11361.8", presume_quantity=False, priors_rule="off"),
]
evaluators = st.sampled_from(EVALUATORS)


def _by_row(found: list[Determination]) -> dict[int, Determination]:
    return {one.at.row: one for one in found}


@settings(max_examples=100)
@given(evaluators, sheets())
def test_explain_agrees_with_determine(evaluator: Evaluator, sheet: RapSheet) -> None:
    """The explanation holds the very determination, and its findings lead to it."""
    found = _by_row(evaluator.determine(sheet))
    for conviction in sheet.convictions():
        explanation = evaluator.explain(sheet, conviction.charge.at)
        answer = found.get(conviction.charge.at.row)
        if answer is None:
            assert explanation.findings[0].truth is Truth.NOT_MET
            continue
        assert explanation.determination == answer
        deciding = [one.rule_id for one in explanation.findings if one.is_deciding]
        scope_open = explanation.findings[0].truth is Truth.UNKNOWN
        assert deciding == ([answer.rule_id] if answer.rule_id else ["scope"] * scope_open)
        if not scope_open:
            rules = [rule.id for rule in evaluator.policy.rules]
            assert [one.rule_id for one in explanation.findings[1:]] == rules
        assert explanation_lines(explanation)
        assert explanation_data(explanation)["reason"] == answer.reason


@settings(max_examples=100)
@given(evaluators, sheets())
def test_an_open_finding_names_what_is_missing(evaluator: Evaluator, sheet: RapSheet) -> None:
    """Unknown findings name at least one unknown fact, the others name none."""
    for conviction in sheet.convictions():
        for finding in evaluator.explain(sheet, conviction.charge.at).findings:
            if finding.rule_id == "scope":
                continue
            assert bool(finding.missing) == (finding.truth is Truth.UNKNOWN), finding


@settings(max_examples=100)
@given(evaluators, sheets(), st.data())
def test_an_unknown_fact_gives_no_answer_its_values_would_not_all_give(
    evaluator: Evaluator, sheet: RapSheet, data: st.DataObject
) -> None:
    """An answer given in spite of unknown facts is the answer however they turn out."""
    before = _by_row(evaluator.determine(sheet))
    after = _by_row(evaluator.determine(data.draw(completions(sheet))))
    for row in before.keys() | after.keys():
        answer, settled = before.get(row), after.get(row)
        if answer is not None and answer.missing:
            continue
        if settled is not None and settled.missing:
            # Dates that contradict each other (born after the conviction) stay unknown.
            assert set(settled.missing) <= {"birth date"} | _reversed_names(settled)
            continue
        assert (answer and answer.outcome) == (settled and settled.outcome)


def _reversed_names(found: Determination) -> set[str]:
    """Doubts that no value settles: reversed convictions, offenses that are maybe listed."""
    return {name for name in found.missing if name.startswith("whether ")}


@given(evaluators, sheets(), st.randoms(use_true_random=False))
def test_the_order_of_the_record_does_not_matter(
    evaluator: Evaluator, sheet: RapSheet, random: object
) -> None:
    """Cycles in another order give the same answer for each conviction."""
    shuffled = list(sheet.cycles)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = replace(sheet, cycles=tuple(shuffled))
    assert _by_row(evaluator.determine(sheet)) == _by_row(evaluator.determine(other))


@given(evaluators, st.lists(sheets(), min_size=1, max_size=3))
def test_people_do_not_influence_each_other(evaluator: Evaluator, people: list[RapSheet]) -> None:
    """Asked together, in reverse or by a copy in another process: the same answers."""
    together = [evaluator.determine(sheet) for sheet in people]
    backward = [evaluator.determine(sheet) for sheet in reversed(people)]
    assert together == list(reversed(backward))
    copy = pickle.loads(pickle.dumps(evaluator))
    assert [copy.determine(sheet) for sheet in people] == together


@given(evaluators, sheets(complete=True))
def test_a_complete_record_leaves_little_open(evaluator: Evaluator, sheet: RapSheet) -> None:
    """With every fact on record only the law's own doubts are open."""
    for answer in evaluator.determine(sheet):
        assert set(answer.missing) <= {"birth date"} | _reversed_names(answer)
        assert answer.rule_id or answer.missing or answer.outcome is Outcome.NO_ANSWER


@given(sheets())
def test_a_profile_counts_what_stands_on_record(sheet: RapSheet) -> None:
    """Counts agree with the record; never more cannabis convictions than convictions."""
    profile = build_profile(sheet)
    assert profile.n_convictions == len(sheet.convictions())
    assert profile.n_cannabis <= profile.n_convictions
    assert list(profile.n_by_cannabis_section) == ["11357", "11358", "11359", "11360"]
