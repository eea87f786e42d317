"""A policy reads the same on the terminal and in Markdown, and nothing of it is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.policy_reading import PolicyFigures, RowCount
from app.rules.catalog import find_policies, load_by_id
from app.rules.conditions import predicates_in
from app.rules.policy import (
    AllOf,
    AnyOf,
    Ask,
    ChosenBy,
    DatedValue,
    FromOption,
    FromValue,
    Not,
    Policy,
    Settings,
    ValueEntry,
    settle_options,
)
from app.rules.predicates import PREDICATES
from app.rules.presenting.conditions import (
    _PLACES,
    ask_in_words,
    condition_in_words,
    ordinal,
)
from app.rules.presenting.markdown import markdown_text, plain_markdown
from app.rules.presenting.present import policy_lines, read_out
from app.rules.presenting.text import text_lines

COUNTY_REVIEW = load_by_id("us-ca/county-review")
STATUTE = load_by_id("us-ca/statute-11361.8")
NONE = Settings()


def flat(text: str) -> str:
    """Without line ends and runs of blanks, so that a wrapped sentence is found."""
    return " ".join(text.split())


def terminal(policy: Policy, chosen: Settings | None = None) -> str:
    return flat("\n".join(policy_lines(policy, chosen)))


def markdown(policy: Policy, chosen: Settings | None = None) -> str:
    """The Markdown as a reader sees it: marks of the format taken away again."""
    text = markdown_text(read_out(policy, chosen))
    return flat(re.sub(r"\\([\\`*_\[\]<>|#~])", r"\1", text.replace("**", "").replace("`", "")))


@pytest.mark.parametrize("policy_id", sorted(find_policies()))
@pytest.mark.parametrize("shown", [terminal, markdown])
def test_nothing_is_left_out(policy_id: str, shown: object) -> None:
    """Every option, row, condition, citation, source, limit and the hash stand in both texts."""
    policy = load_by_id(policy_id)
    text = shown(policy)  # type: ignore[operator]
    reading = read_out(policy)
    wanted = [policy.title, policy.id, policy.version, policy.sha256, *policy.known_limits]
    wanted += [flat(policy.provenance), policy.scope_in_words, *policy.authority]
    for option in reading.options:
        wanted += [option.name, option.sentence, option.in_words, option.may_be]
    for row in (*reading.rows, *reading.procedures):
        wanted += [row.id, row.asks, row.reason, row.answer, row.remedy, *row.cite]
        wanted += [one.says for one in row.asked]
    for source in reading.sources:
        wanted += [source.cite, source.says, source.mark_in_words]
    wanted += [*reading.unknown, "Not tried on data."]
    missing = [one for one in wanted if flat(one) not in text]
    assert not missing


@pytest.mark.parametrize("policy_id", sorted(find_policies()))
def test_rows_stand_in_their_order(policy_id: str) -> None:
    """The first that applies decides, so the order is part of what is read."""
    policy = load_by_id(policy_id)
    text = "\n".join(policy_lines(policy))
    places = [text.index(f"[{rule.id}]") for rule in policy.rules]
    assert places == sorted(places)


def test_places_stand_in_the_meanings() -> None:
    """A meaning that is rewritten keeps the places that are filled with its arguments."""
    assert _PLACES.keys() <= PREDICATES.keys()
    for name, places in _PLACES.items():
        predicate = PREDICATES[name]
        for place in places:
            assert place.phrase in predicate.meaning, (name, place.phrase)
            assert place.argument in {one.name for one in predicate.arguments}


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (Ask("level_is", (("level", "infraction"),)), "The conviction is an infraction."),
        (
            Ask("convicted_on_or_after", (("day", date(2016, 11, 9)),)),
            "The conviction is of 2016-11-09 or later.",
        ),
        (
            Ask("years_since_conviction", (("at_least", 1),)),
            "The conviction is of the day 1 calendar year before the as-of date, or earlier.",
        ),
        (
            Ask("no_conviction_later_than", (("years", 10), ("level", "felony"))),
            (
                "No felony conviction is later than the day 10 calendar years before the as-of "
                "date; one of that very day does not count."
            ),
        ),
        (
            Ask("age_reached", (("years", 50),)),
            "The 50th birthday is on the as-of date or before it.",
        ),
        (
            Ask("section_is", (("section", "11357"), ("subdivisions", ("a", "b")))),
            (
                "The first cannabis section of the conviction has the number 11357 and names "
                "subdivision (a) or (b) first."
            ),
        ),
        (
            Ask("section_is", (("section", "11358"),)),
            "The first cannabis section of the conviction has the number 11358 (any subdivision).",
        ),
        (
            Ask("relief_on_record", (("kinds", ("cannabis-relief",)),)),
            "The record itself says that relief under HSC 11361.8 was granted by the as-of date.",
        ),
        (
            Ask("earlier_listed_conviction", (("list", "us-ca/super-strikes"),)),
            (
                'A conviction for an offense on the list "Super strikes" (PC 667(e)(2)(C)(iv)) is '
                "dated before this conviction. An offense that is only maybe on the list leaves "
                "the answer open."
            ),
        ),
        (
            Ask("listed_charge_in_cycle", (("list", "us-ca/super-strikes"), ("counts", "all"))),
            (
                'Some count of the same cycle, convicted or not, is on the list "Super strikes" '
                "(PC 667(e)(2)(C)(iv)); counts that the prosecutor rejected count too."
            ),
        ),
    ],
)
def test_a_predicate_in_plain_words(ask: Ask, says: str) -> None:
    """Its meaning with the arguments in their places; one without a place is named after it."""
    assert ask_in_words(ask, NONE) == says


def test_every_argument_of_every_shipped_condition_is_said() -> None:
    """An attorney sees each number and date that a row really asks with."""
    for policy in map(load_by_id, find_policies()):
        chosen = settle_options(policy, {})
        for rule in policy.rules:
            for ask in predicates_in(rule.when):
                text = ask_in_words(ask, chosen)
                for _, value in ask.arguments:
                    if isinstance(value, FromOption):
                        assert f"by the option {value.name}" in text
                    elif isinstance(value, date | int) and value != 0:
                        assert re.search(rf"\b{value}(st|nd|rd|th)?\b", text), (rule.id, text)


def test_options_and_dated_values_are_named_where_they_stand() -> None:
    """A number that the office chose says which option; one of the law says that it changes."""
    chosen = Settings((("age", 55),))
    by_option = Ask("age_reached", (("years", FromOption("age")),))
    assert ask_in_words(by_option, chosen) == (
        "The 55th birthday is on the as-of date or before it. (55, by the option age)"
    )
    by_value = Ask("age_reached", (("years", FromValue("grown_up")),))
    assert "the value grown_up, which changes by date" in ask_in_words(by_value, chosen)


def test_all_any_and_not_are_nested() -> None:
    """Parts stand one step deeper; a negation says so before the sentence."""
    felony = Ask("level_is", (("level", "felony"),))
    dead = Ask("deceased")
    asked = condition_in_words(
        AllOf((Not(felony), AnyOf((dead, Not(AnyOf((felony, dead))))))), NONE
    )
    assert [(one.depth, one.says) for one in asked] == [
        (0, "All of these:"),
        (1, "Not: The conviction is a felony."),
        (1, "At least one of these:"),
        (2, "The record reports the person deceased."),
        (2, "None of these:"),
        (3, "The conviction is a felony."),
        (3, "The record reports the person deceased."),
    ]


def test_conditions_hold_no_words_of_the_file() -> None:
    """No shipped condition is followed by an argument as the file has it."""
    for policy in map(load_by_id, find_policies()):
        reading = read_out(policy)
        asked = [one.says for row in (*reading.rows, *reading.procedures) for one in row.asked]
        for says in (*asked, *(one.says for one in reading.scope_asked)):
            assert not re.search(r"\((counts|level|sections|list): |This is not so", says), says


@pytest.mark.parametrize(
    ("n", "word"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (50, "50th"), (111, "111th")],
)  # fmt: skip
def test_ordinals(n: int, word: str) -> None:
    """Birthdays are counted as people say them."""
    assert ordinal(n) == word


def test_dated_values_are_a_table() -> None:
    """Each entry with its days and citation, and which date chooses."""
    entries = (
        ValueEntry(21, "HSC 11357", until_on=date(2016, 11, 8)),
        ValueEntry(18, "HSC 11361.8", from_on=date(2016, 11, 9)),
    )
    value = DatedValue("grown_up", "Age from which one is grown up", ChosenBy.OFFENSE, entries)
    policy = replace(COUNTY_REVIEW, values=(value,))
    for text in (terminal(policy), markdown(policy)):
        assert "Age from which one is grown up (the date of the offense chooses)" in text
        assert re.search(r"until 2016-11-08 \|? ?21 ", text)
        assert re.search(r"from 2016-11-09 \|? ?18 ", text)


def test_rows_that_are_off_or_not_in_force_say_so() -> None:
    """By the options chosen, and by the as-of date when there is one."""
    first = replace(COUNTY_REVIEW.rules[0], from_on=date(2025, 1, 1))
    policy = replace(COUNTY_REVIEW, rules=(first, *COUNTY_REVIEW.rules[1:]))
    reading = read_out(policy, as_of=date(2024, 12, 31))
    assert reading.rows[0].why_off == "not in force on 2024-12-31"
    assert reading.rows[0].conditions == ("in force for as-of dates from 2025-01-01",)
    assert read_out(policy, as_of=date(2025, 1, 1)).rows[0].why_off == ""
    off = {row.id: row.why_off for row in read_out(COUNTY_REVIEW).rows}
    assert off["under-21"] == "switched off: use_under_21 is no"
    assert "(not in force on 2024-12-31)" in "\n".join(text_lines(reading))


def test_an_option_without_effect_says_so() -> None:
    """An age that no row asks, because its switch is off, is not mistaken for a choice in use."""
    reading = read_out(COUNTY_REVIEW)
    age = next(one for one in reading.options if one.name == "age")
    assert age.why_unused == "not in use: use_age is no"
    chosen = settle_options(COUNTY_REVIEW, {"use_age": True, "age": 57})
    age = next(one for one in read_out(COUNTY_REVIEW, chosen).options if one.name == "age")
    assert (age.why_unused, age.value, age.preset, age.is_preset) == ("", "57", "50", False)


def test_remedy_procedure_and_bounds_are_read() -> None:
    """What the court is asked, how, and from which as-of date the policy applies."""
    text = terminal(STATUTE)
    assert "as-of dates from 2016-11-09" in text
    assert "(dismissal and sealing)" in text
    assert "How relief is asked for" in text
    assert "petition: " in text


def test_figures_stand_at_their_rows() -> None:
    """What a row decided and where it would have applied, and the rows that never decide."""
    rows = tuple(RowCount(rule.id, 1_204, 7) for rule in COUNTY_REVIEW.rules[:1])
    figures = PolicyFigures(
        county="YOLO", as_of=date(2026, 7, 1), files=(), people_in_files=9_000, people=1_000,
        convictions=1_300, outcomes=(("Hand Review", 1_300),), rows=rows,
        missing=(("birth date", 96),), no_fact_missing=1_204, open_answers=96,
        never_decide=("age",),
    )  # fmt: skip
    reading = read_out(COUNTY_REVIEW)
    lines = "\n".join(text_lines(reading, figures))
    text = markdown_text(reading, figures)
    assert "decides 1,204, applies as well to 7" in lines
    assert "Decides 1,204, applies as well to 7" in text
    for shown in (lines, text):
        assert "1,300 convictions in scope" in shown
        assert "birth date" in shown
        assert "Rows that never decide here: age." in shown
        assert "Not tried on data." not in shown


def test_markdown_shows_marks_as_they_are() -> None:
    """Stars, bars and brackets of a policy's text are text, not layout."""
    policy = replace(COUNTY_REVIEW, title="A *bold* | title_with [marks] <b> `x`")
    assert r"# A \*bold\* \| title\_with \[marks\] \<b\> \`x\`" in markdown_text(read_out(policy))
    assert plain_markdown("two\nlines") == "two lines"


def test_markdown_tables_are_whole() -> None:
    """Each line of a table has as many cells as its head."""
    for policy in map(load_by_id, find_policies()):
        cells = 0
        for line in markdown_text(read_out(policy)).splitlines():
            n = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert not (n and cells and n != cells)
            cells = n


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_is_chosen_is_read(data: st.DataObject) -> None:
    """Every value of every option stands in the text, and no line is wider than asked."""
    given_values = {}
    for option in COUNTY_REVIEW.options:
        choices = [value for value, _ in option.choices] or [True, False]
        if option.maximum:
            choices = list(range(option.minimum, option.maximum + 1))
        given_values[option.name] = data.draw(st.sampled_from(choices))
    width = data.draw(st.integers(60, 140))
    chosen = settle_options(COUNTY_REVIEW, given_values)
    lines = policy_lines(COUNTY_REVIEW, chosen, width)
    assert all(len(line) <= width for line in lines if "SHA-256" not in line)
    for name, value in chosen.values:
        shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        assert any(line.startswith(f"  {name} = {shown}") for line in lines)
