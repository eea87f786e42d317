"""The office's rule: when what was granted is sealed, and when what is sealed is due."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import InputError
from app.jobs.office import add_user
from app.jobs.register import carry_out, plan_move
from app.jobs.retention.due import read_retention
from app.jobs.retention.holds import place_hold
from app.jobs.retention.rules import (
    DAYS,
    EVERY,
    YEARS,
    RetentionRule,
    find_rule,
    save_rule,
)
from app.jobs.retention.seal import seal_convictions, seal_due
from app.model.paper_state import FILED, GRANTED, RECEIVED
from app.store import audit, papers, queue, sealed
from app.store.papers import Paper
from app.store.workspace import Workspace

WHO = "A. Attorney"
TODAY = date(2026, 11, 28)


def file_paper(workspace: Workspace, *convictions: int) -> None:
    with workspace.transaction():
        papers.insert_papers(workspace, [
            Paper(1, "motion", "QX700444", 2, "Motion.pdf", "a" * 64, 4,
                  "2026-11-02T08:00:00+00:00", conviction_ids=convictions),
        ])  # fmt: skip


def enter(workspace: Workspace, state: str, day: date) -> None:
    plan = plan_move(workspace, [1], state, day, TODAY)
    assert plan.refused == ()
    carry_out(workspace, plan.moves, who="A. Clerk")


def grant(workspace: Workspace) -> None:
    enter(workspace, FILED, date(2026, 11, 3))
    enter(workspace, GRANTED, date(2026, 11, 10))


def test_without_a_rule_nothing_is_sealed_and_nothing_is_due(desk: Workspace) -> None:
    """Whatever the court granted, and however long ago."""
    file_paper(desk, 4)
    grant(desk)
    assert sealed.count_sealed(desk) == 0
    seal_convictions(desk, [1], date(1999, 1, 1), "Order", who=WHO, today=TODAY)
    told = read_retention(desk, TODAY)
    assert (told.due, told.next_due, told.n_to_seal) == ((), None, 0)
    assert told.rule.in_words == "Nothing is sealed by itself. Nothing is ever due to be purged."


def test_what_the_court_granted_is_sealed_when_the_register_says_so(desk: Workspace) -> None:
    """By the day of the order, in the name of whoever entered it; the paper keeps its place."""
    save_rule(desk, RetentionRule(GRANTED, EVERY), who=WHO)
    file_paper(desk, 4)
    enter(desk, FILED, date(2026, 11, 3))
    assert sealed.count_sealed(desk) == 0
    enter(desk, GRANTED, date(2026, 11, 10))
    (one,) = sealed.list_sealed(desk)
    assert (one.conviction_id, one.order.ordered_on, one.order.who, one.order.paper_id) == (
        4, "2026-11-10", "A. Clerk", 1,
    )  # fmt: skip
    assert 4 not in queue.list_by_date(desk, in_scope_only=False)
    assert [entry.action for entry in audit.entries(desk)][-2:] == ["register", "seal"]


def test_a_rule_may_wait_for_the_order_and_take_only_what_was_to_be_sealed(
    desk: Workspace,
) -> None:
    """The day is that on which the paper came to the first of these states."""
    save_rule(desk, RetentionRule(RECEIVED), who=WHO)
    file_paper(desk, 4, 5)
    grant(desk)
    assert sealed.count_sealed(desk) == 0
    enter(desk, RECEIVED, date(2026, 11, 20))
    asked = {row.conviction_id for row in papers.list_relief(desk)}
    found = sealed.list_sealed(desk)
    assert {one.order.ordered_on for one in found} <= {"2026-11-20"}
    assert {one.conviction_id for one in found} <= {4, 5}
    assert asked


def test_papers_entered_before_there_was_a_rule_are_sealed_at_once_on_demand(
    desk: Workspace,
) -> None:
    """They are counted until then."""
    file_paper(desk, 4)
    grant(desk)
    save_rule(desk, RetentionRule(GRANTED, EVERY), who=WHO)
    assert read_retention(desk, TODAY).n_to_seal == 1
    assert seal_due(desk, who=WHO) == 1
    assert read_retention(desk, TODAY).n_to_seal == 0


def test_due_is_the_day_so_many_days_or_years_after_the_order() -> None:
    """60 days after 2026-08-01 is 2026-09-30 (30 in August, 30 in September); years end on the
    same day, for 29 February on 1 March."""
    assert RetentionRule(purge_after=60, purge_unit=DAYS).due_on("2026-08-01") == date(2026, 9, 30)
    assert RetentionRule(purge_after=0).due_on("2026-08-01") == date(2026, 8, 1)
    years = RetentionRule(purge_after=2, purge_unit=YEARS)
    assert years.due_on("2026-08-01") == date(2028, 8, 1)
    assert years.due_on("2024-02-29") == date(2026, 3, 1)
    assert RetentionRule(purge_after=4, purge_unit=YEARS).due_on("2024-02-29") == date(2028, 2, 29)
    assert RetentionRule().due_on("2026-08-01") is None


def test_the_report_tells_what_is_due_held_and_next(desk: Workspace) -> None:
    """The day before it is due, on the day, and held."""
    save_rule(desk, RetentionRule(purge_after=60), who=WHO)
    seal_convictions(desk, [1], date(2026, 9, 29), "Order", who=WHO, today=TODAY)
    seal_convictions(desk, [4], date(2026, 10, 29), "Order", who=WHO, today=TODAY)
    before = read_retention(desk, date(2026, 11, 27))
    assert (before.due, before.next_due) == ((), date(2026, 11, 28))
    on_the_day = read_retention(desk, TODAY)
    assert [one.conviction_id for one in on_the_day.due] == [1]
    assert on_the_day.next_due == date(2026, 12, 28)
    place_hold(desk, 1, "Appeal", who=WHO)
    held = read_retention(desk, TODAY)
    assert (held.due, held.n_due_held) == ((), 1)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (RetentionRule(seal_when="soon"), "Records are sealed never, granted"),
        (RetentionRule(seal_what="some"), "What is sealed is one of"),
        (RetentionRule(purge_after=1, purge_unit="weeks"), "in days or in years"),
        (RetentionRule(purge_after=-1), "between 0 and 36,500 days"),
        (RetentionRule(purge_after=101, purge_unit=YEARS), "between 0 and 100 years"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    desk: Workspace, rule: RetentionRule, sentence: str
) -> None:
    """In a sentence, and the rule stays what it was."""
    with pytest.raises(InputError, match=sentence):
        save_rule(desk, rule, who=WHO)
    assert find_rule(desk) == RetentionRule()


def test_a_rule_is_an_administrators_and_stands_on_record(desk: Workspace) -> None:
    """With what it was before."""
    add_user(desk, "A. Head", "administrator", who="A. Head")
    add_user(desk, WHO, "attorney", who="A. Head")
    with pytest.raises(InputError, match="may not change"):
        save_rule(desk, RetentionRule(GRANTED), who=WHO)
    save_rule(desk, RetentionRule(GRANTED), who="A. Head")
    entry = list(audit.entries(desk))[-1]
    assert (entry.subject, entry.old) == ("retention rule", RetentionRule().in_words)
    assert entry.new == RetentionRule(GRANTED).in_words
