"""The explanation on paper: the statements' words, nothing cut, equal bytes for equal input."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2

from app.model.explained import ExplainedConviction, ExplainedPerson
from app.model.record import RowRef
from app.model.statements import Kind, Place
from app.reports.explanation_sheet import render_explanation_sheet
from app.reports.sheet import MARGIN, RIGHT
from app.rules.catalog import load_by_id
from app.rules.checking.case_people import make_person
from app.rules.evaluate import Evaluator
from app.rules.explaining.explain import explain_fully
from app.rules.explaining.statements import make_statements
from app.rules.policy import settle_options

AS_OF = date(2020, 7, 1)


def _place(at: RowRef, column: str) -> Place:
    return Place("delivery.dat", at.row, column, "AS PRINTED" if column else "")


def person_of(policy_id: str, born: str, *convictions: str) -> ExplainedPerson:
    """A made-up person of Los Angeles, every conviction explained."""
    policy = load_by_id(policy_id)
    evaluator = Evaluator(policy, settle_options(policy, {}), AS_OF, "LOS ANGELES")
    sheet = make_person(born, convictions, county="LOS ANGELES")
    found = []
    for answer in evaluator.determine(sheet):
        explanation = explain_fully(evaluator, sheet, answer.at)
        statements = tuple(make_statements(explanation, _place))
        found.append(ExplainedConviction("11359 HS", "Felony", explanation, statements))
    return ExplainedPerson(
        "EXAMPLE,AVERY", born, "A00000001", "LOS ANGELES", policy.id, policy.title,
        policy.version, policy.sha256, (("Age in years", "50"),), AS_OF, "0.1.0", tuple(found),
        n_not_asked=1, is_practice=True,
    )  # fmt: skip


def pages_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def _flat(text: str) -> str:
    return "".join(text.split()).replace("\u00ad", "").replace("-", "")


OPEN = ("", "2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony")


def test_one_answer_stands_on_a_page_or_two() -> None:
    """Answer, facts with their cells, what is open, what would change it, the policy's hash."""
    person = person_of("us-ca/los-angeles", *OPEN)
    texts = pages_of(render_explanation_sheet(person))
    assert 1 <= len(texts) <= 2
    printed = _flat("".join(texts))
    for one in person.convictions[0].statements:
        if one.kind in (Kind.ANSWER, Kind.DETAIL, Kind.UNKNOWN, Kind.WHAT_IF, Kind.SETTLED,
                        Kind.CHANGE, Kind.SOURCE):  # fmt: skip
            assert _flat(one.text) in printed, one.text
    assert _flat("code section: 11359 HS (delivery.dat, row 1, OFFENSE_DESCR: 'AS PRINTED')") in (
        printed
    )
    for text in (person.policy_sha256, "version 2026.1", "as of 2020-07-01", "PRACTICE",
                 "1 other conviction on record is outside", "Age in years: 50"):  # fmt: skip
        assert _flat(text) in printed


def test_several_convictions_are_told_in_brief() -> None:
    """Each with its number and answer; the rules not met are counted."""
    person = person_of(
        "us-ca/statute-11361.8", "1960-01-01",
        *(f"{year}-03-01; 11359 HS; felony; 1 year jail" for year in (1990, 1995, 2000)),
    )  # fmt: skip
    texts = pages_of(render_explanation_sheet(person))
    assert len(texts) <= 3
    printed = "".join(texts)
    assert all(f"{n}. 11359 HS" in printed for n in (1, 2, 3))
    assert printed.count("on the screen each stands with the value compared") == 3
    assert f"Page 1 of {len(texts)}" in texts[0]


def test_nothing_runs_over_the_margin() -> None:
    """Also a name, a cell and a title of no natural length."""
    person = person_of("us-ca/los-angeles", *OPEN)
    one = person.convictions[0]
    long = tuple(
        replace(own, text=f"{own.text} {'LONGWORD' * 40}") if own.kind is Kind.FACT else own
        for own in one.statements
    )
    crowded = replace(
        person, name="EXAMPLE," + "AVERY " * 40,
        convictions=(replace(one, title="W" * 300, statements=long),),
    )  # fmt: skip
    document = pypdfium2.PdfDocument(render_explanation_sheet(crowded))
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, _, right, _ = text.get_rect(index)
            assert left >= MARGIN - 1
            assert right <= RIGHT + 3
    document.close()


def test_equal_input_gives_equal_bytes() -> None:
    """No clock, no random order."""
    person = person_of("us-ca/los-angeles", *OPEN)
    assert render_explanation_sheet(person) == render_explanation_sheet(person)
