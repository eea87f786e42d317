"""The answer as text: escaping, links, wording of doubts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.jobs.queue.load import find_convictions
from app.jobs.source_rows import SourceRow
from app.jobs.trace import TracedExplanation, explain_conviction
from app.model.queue_filter import QueueFilter
from app.model.record import RowRef
from app.model.relief import Determination, Explanation, Fact, Finding, Outcome
from app.model.statements import Place
from app.model.truth import Truth
from app.rules.explaining.explain import statement_lines
from app.rules.explaining.statements import make_statements
from app.store.queue import QueueRow
from app.store.workspace import Workspace
from tests.ui_cases.test_history import RECORD, at
from ui.cases.answer_html import Link, answer_page
from ui.cases.answer_view import AnswerView
from ui.cases.case_view import CaseView, load_case
from ui.theme import LIGHT

pytestmark = pytest.mark.usefixtures("qapp")  # sizes are those of the application's font

PLACE = SourceRow(
    file_name="LA & sons.dat",
    row=48_212,
    columns=("RECORD_ID", "STP_EVENT_DATE", "OFN"),
    cells=("1", "19990301  ", "<b>BA1</b>"),
    text="1,19990301,<b>BA1</b>",
)
AT = at(2)
FACT = Fact("conviction date", "1999-03-01", "STP_EVENT_DATE", AT)


def cell(at: RowRef, column: str) -> Place | None:
    """The cell of a fact as it stands in the file."""
    if at != AT:
        return None
    return Place(PLACE.file_name, PLACE.row, column, PLACE.cell(column).strip())


def make_view(*findings: Finding, outcome: Outcome = Outcome.DISMISSAL) -> CaseView:
    determination = Determination(AT, outcome, "50 years or older", "age", (), ())
    explanation = Explanation(determination, "us-ca/los-angeles", "1", date(2026, 11, 1), findings)
    statements = make_statements(explanation, cell)
    traced = TracedExplanation(
        explanation,
        statements=tuple(statements),
        lines=statement_lines(statements),
        places={AT: PLACE},
    )
    return CaseView(
        row=QueueRow(
            1, 1, "EXAMPLE,ANA", "", "11359 HS", "felony", "1999-03-01", "", "", "BA1",
            outcome.name, "50 years or older", "",
        ),
        at=AT,
        sheet=RECORD,
        convictions=(),
        n_convictions=1,
        issues=(),
        as_of=date(2026, 11, 1),
        traced=traced,
        problem="",
    )  # fmt: skip


def finding(truth: Truth, *facts: Fact, is_deciding: bool = False) -> Finding:
    return Finding(
        "age", truth, Outcome.DISMISSAL, "50 years or older", "The person is 50 or older", facts,
        ("HSC 11361.8",), is_deciding,
    )  # fmt: skip


def page(view: CaseView) -> str:
    return answer_page(view, LIGHT)


def test_a_fact_says_where_it_stands() -> None:
    """File, row, column and the text of the cell without its padding, as a link to the row."""
    text = page(make_view(finding(Truth.MET, FACT)))
    assert "conviction date: 1999-03-01 <a " in text
    assert "LA &amp; sons.dat, row 48212, STP_EVENT_DATE: &#x27;19990301&#x27;</a>" in text
    assert Link(AT, "STP_EVENT_DATE").href in text


def test_text_of_a_record_is_never_markup() -> None:
    """Angle brackets and ampersands of a file come out as themselves."""
    text = page(make_view(finding(Truth.MET, replace(FACT, column="OFN", value="<i>x</i>"))))
    assert "<i>x</i>" not in text
    assert "&lt;i&gt;x&lt;/i&gt;" in text
    assert "LA &amp; sons.dat" in text
    assert "&lt;b&gt;BA1&lt;/b&gt;" in text


def test_an_unknown_fact_says_why() -> None:
    """Unknown is neither met nor not met, and the reason stands beside it."""
    fact = Fact("birth date", "two birth dates on the rows", "PRI_DOB", AT, is_known=False)
    text = page(make_view(finding(Truth.UNKNOWN, fact)))
    assert "Unknown" in text
    assert "birth date: unknown: two birth dates on the rows" in text


def test_the_deciding_rule_is_named_with_its_citation() -> None:
    """The rule that decides is marked in words."""
    text = page(make_view(finding(Truth.MET, FACT, is_deciding=True)))
    assert "Decides" in text
    assert "Deciding rule: The person is 50 or older (age)" in text
    assert "HSC 11361.8" in text


def test_a_rule_that_was_not_asked_stays_quiet() -> None:
    """It is named in one small line, without its facts and without a mark of its own."""
    off = replace(finding(Truth.NOT_MET, FACT), is_on=False)
    text = page(make_view(off))
    assert "Not in force" in text
    assert "truth:" not in text
    assert "conviction date" not in text


def test_the_page_says_what_text_and_paper_say(
    store: Workspace, qtbot: QtBot, dress: object
) -> None:
    """For every answer of the county each statement stands on the page, in its order."""
    shown = AnswerView()
    qtbot.addWidget(shown)
    for conviction_id in list(find_convictions(store, QueueFilter()))[::9]:
        view = load_case(store, conviction_id)
        assert view.traced is not None
        assert view.traced.lines == explain_conviction(store, conviction_id).lines
        shown.show_case(view)
        text = " ".join(shown.toPlainText().replace("\xa0", " ").split())
        at = 0
        for one in view.traced.statements:
            if one.mark in ("switched off", "not in force"):
                continue
            words = " ".join(one.bare.split())
            found = text.find(words, at)
            assert found >= 0 or not words or one.fact is not None, (words, text[at:])
            at = max(at, found)


def test_without_an_answer_the_page_says_so() -> None:
    """A conviction out of scope has no rules to show; a failure has its sentence."""
    assert "has no answer" in page(replace(make_view(), traced=None))
    assert "The policy cannot be read." in page(
        replace(make_view(), traced=None, problem="The policy cannot be read.")
    )


@given(st.integers(1, 9), st.integers(1, 10**7), st.text(max_size=30))
def test_links_come_back_as_they_went(source: int, row: int, column: str) -> None:
    """What an anchor says is what opens."""
    link = Link(RowRef(source, row), column)
    assert Link.read(link.href) == link


@pytest.mark.parametrize("href", ["", "http://example.org", "row:1", "row:a:2:C", "file:///etc"])
def test_other_links_open_nothing(href: str) -> None:
    """Only rows of this workspace can be opened."""
    assert Link.read(href) is None


def test_a_scope_that_decides_is_not_shown_as_met() -> None:
    """Its truth first, that it decides beside it."""
    text = page(make_view(replace(finding(Truth.UNKNOWN, FACT), is_deciding=True)))
    assert 'src="truth:UNKNOWN">&nbsp;Unknown,<br>decides' in text
    assert "truth:MET" not in text


def test_the_row_for_the_rest_stays_quiet_where_another_decides() -> None:
    """It was not reached, and is not said to answer anything."""
    rest = replace(finding(Truth.MET), asks="Does no other row apply?", is_otherwise=True)
    text = page(make_view(finding(Truth.MET, FACT, is_deciding=True), replace(rest, rule_id="x")))
    assert "Not reached" in text
    assert "would answer" not in text


def test_a_case_at_another_desk_says_so() -> None:
    """So that nobody decides it twice without knowing."""
    text = page(replace(make_view(), package="A–F"))
    assert "At another desk: A–F." in text
