"""A policy file is checked: every problem with its line and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.rules.loading.loader import PolicyError, read_policy
from tests.rules.office_policy import GOOD, HEAD, ROWS, checked, line_of, row


def test_a_good_file_has_no_problem(tmp_path: Path) -> None:
    """Nothing to mend and nothing to remark."""
    found = checked(tmp_path, GOOD, n_people=3000)
    assert (found.is_usable, found.problems, found.remarks) == (True, (), ())
    assert found.n_tried == 3000


# Old text and new, the part of the new text whose line is told, the words, how to mend it
MISTAKES = [
    ('"age_reached"', '"age_reachd"', '"age_reachd"',
     "rule 'age': there is no predicate 'age_reachd' (did you mean 'age_reached'?)",
     "correct the name"),
    ('years = "$age"', "years = 500", "years = 500", "'years' is 500", "from 1 to 150"),
    ('years = "$age"', 'years = "50"', 'years = "50"', "'years' is '50'", "from 1 to 150"),
    ('years = "$age"', 'years = "$level"', 'years = "$level"',
     "'years' takes '$level', which may be 'felony'", "give a whole number"),
    ('level = "$level"', 'level = "$age"', 'level = "$age"',
     "'level' takes '$age', which may be 40", "give a word"),
    ('years = "$age"', 'years = "$ages"', 'years = "$ages"',
     "'$ages' names no option (did you mean 'age'?)", "there are age, level"),
    ('level = "$level"', 'level = "@fee_age"', 'level = "@fee_age"',
     "'level' takes '@fee_age', which may be 21", "give a word"),
    ('"@fee_age"', '"@fee_ages"', '"@fee_ages"', "'@fee_ages' names no [[value]]", "did you mean"),
    ('{age} years or older"\ncite = ["HSC 11361.9"]', '{age} years or older"',
     '[[rule]]\nid = "age"',
     "rule 'age': 'cite' is missing", 'add cite = ["..."]'),
    ('{age} years or older"\ncite = ["HSC 11361.9"]', '{age} years or older"\ncite = ["HSC 1"]',
     '["HSC 1"]', "rule 'age': the citation 'HSC 1' has no [[source]]", "add a [[source]]"),
    ('authority = ["HSC 11361.9"]', 'authority = ["HSC 11361.9", "PC 1"]', '"PC 1"',
     "the policy: the citation 'PC 1' has no [[source]]", "add a [[source]]"),
    ('known_limits = ["None."]\n', "", "form = 1", "'known_limits' is missing", "add known_limits"),
    ('convictions = "cannabis"\n', "", "[scope]", "[scope]: give either 'convictions' or 'when'",
     "no conviction"),
    ('"Kern"', '"Kren"', '"Kren"', "California has no county 'Kren' (did you mean 'KERN'?)",
     "full name"),
    ('id = "rest"', 'id = "possession"', 'id = "possession"\nasks = "Does no',
     "rule 'possession': the id is taken by a rule",
     "choose another"),
    ("from = 2016-11-09", "from = 2016-11-20", "from = 2016-11-20",
     "value 'fee_age', entry 2: no entry holds between 2016-11-08 and 2016-11-20",
     "start this one on 2016-11-09"),
    ("from = 2016-11-09", "from = 2016-11-08", "from = 2016-11-08",
     "two entries hold on 2016-11-08", "until = 2016-11-07"),
    ("from = 2016-11-09\n", "", "value = 25", "two entries hold", "end the earlier one"),
    ('"{age} years or older"', '"{aeg} years"', '"{aeg} years"',
     "'{aeg}' names no option (did you mean 'age'?)", "there are age, level"),
    ('"Is the person {age}?"', '"Is {code_section} it?"', "{code_section}",
     "'{code_section}' is filled in a reason only", "write it otherwise"),
    ('asks = "Has the sentence ended?"', 'asks = "Has {age} ended?"', "Has {age}",
     "procedure 'ended': 'asks' of a procedure has no places", "without braces"),
    ('years = "$age"', "years = 51", 'name = "age"', "option 'age': it is not used by any rule",
     '"$age"'),
    ('years = "@fee_age"', "years = 51", 'name = "fee_age"',
     "value 'fee_age': it is not used by any rule", '"@fee_age"'),
    ("form = 1", "form = 2", "form = 2", "it is written in form 2", "install a newer Relief Desk"),
    ("form = 1", 'form = "1"', 'form = "1"', "'form' must be 1", "write form = 1"),
    ('id = "office/one"', 'id = "Office one"', '"Office one"', "'id' may hold only small letters",
     "us-ca/los-angeles"),
    ("minimum = 40", "minimum = 70", "minimum = 70", "'minimum' 70 is above 'maximum' 65", "mend"),
    ("default = 50", "default = 5", "default = 5\n", "'default' must be", "from 40 to 65"),
    ('felony = "Felony", ', "", "choices = ", "'choices' needs at least two", "{ word ="),
    ('"cannabis"', '"canabis"', '"canabis"', "'canabis' (did you mean 'cannabis'?)", "give one of"),
    ('then = "petition"', 'then = "peition"', '"peition"', "(did you mean 'petition'?)",
     "give one of petition, application"),
    ('{ predicate = "otherwise" }\nthen = "petition"',
     ('{ predicate = "own_sentence_ended", day = "before-as-of", without_terms = "ended" }'
      '\nthen = "petition"'),
     '"before-as-of"',
     "procedure 'other': it can never decide: whenever it applies, procedure 'ended'",
     "narrower row first"),
    ('mark = "V"', 'mark = "X"', 'mark = "X"', "'mark' is 'X'", "give one of V, S, C, G"),
    ("county =", "= 1\ncounty =", "\n= 1", "it is not a TOML file", "texts stand in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "part", "says", "mend"), MISTAKES, ids=[mistake[3][:40] for mistake in MISTAKES]
)
def test_each_mistake_has_its_line_and_mend(
    old: str, new: str, part: str, says: str, mend: str, tmp_path: Path
) -> None:
    """One problem, on the line of what is wrong, which says what it is and what to do."""
    assert GOOD.count(old) == 1 or old in ('{age} years or older"\ncite = ["HSC 11361.9"]',)
    text = GOOD.replace(old, new, 1)
    found = checked(tmp_path, text)
    assert not found.is_usable
    (problem,) = (one for one in found.problems if says in str(one))
    assert mend in problem.text
    wanted = line_of(text, part) + part.startswith("\n")
    assert problem.line == wanted
    assert str(problem).startswith(f"line {wanted}")


@pytest.mark.parametrize(
    ("rows", "line_part", "says"),
    [
        (row("two", '{ predicate = "section_is", section = "11357", subdivisions = ["a"] }'),
         "subdivisions", "whenever it applies, rule 'possession' before it decides"),
        (row("two", '{ predicate = "section_is", section = "11357" }'), None,
         "whenever it applies, rule 'possession' before it decides"),
        (row("two", '{ all = [{ predicate = "deceased" }, { predicate = "section_is", '
                    'section = "11357" }] }'), '"deceased"', "rule 'possession' before it decides"),
        (row("one", '{ predicate = "is_cannabis" }'), None,
         "rule 'possession': it can never decide: rule 'one' before it always applies"),
        (row("one", '{ predicate = "years_since_conviction", at_least = 5 }')
         + row("two", '{ predicate = "years_since_conviction", at_least = 10 }'),
         "at_least = 10", "rule 'one' before it decides"),
        (row("two", '{ not = { predicate = "is_cannabis" } }'), "not = { predicate",
         "it can never apply: the scope leaves out every conviction"),
        (row("two", '{ all = [{ predicate = "level_is", level = "felony" }, '
                    '{ predicate = "level_is", level = "infraction" }] }'), '"infraction"',
         "it can never apply: two of its conditions exclude each other"),
        (row("two", '{ predicate = "age_reached", years = 66 }'), "years = 66",
         "rule 'age' before it decides"),
        (row("one", '{ predicate = "deceased" }', "until = 2020-12-31\n")
         + row("two", '{ predicate = "deceased" }', "from = 2020-06-01\n"), "from = 2020-06-01",
         "rule 'one' before it asks the same and holds on the same days, 2020-06-01 to 2020-12-31"),
    ],
)  # fmt: skip
def test_an_unreachable_row_is_told(
    rows: str, line_part: str | None, says: str, tmp_path: Path
) -> None:
    """A row that an earlier one always takes the answer from, or that nobody can meet."""
    first = 'id = "one"' in rows
    place = GOOD.index('[[rule]]\nid = "possession"' if first else '[[rule]]\nid = "rest"')
    text = GOOD[:place] + rows + GOOD[place:]
    found = checked(tmp_path, text)
    (problem, *_) = [one for one in found.problems if says in str(one)]
    assert "put " in problem.text or "mend" in problem.text or "end one" in problem.text or (
        "widen" in problem.text
    )  # fmt: skip
    if line_part is not None:
        assert problem.line == line_of(text, line_part)


@pytest.mark.parametrize(
    "rows",
    [
        row("one", '{ predicate = "section_is", section = "11357", subdivisions = ["a"] }'),
        row("one", '{ predicate = "years_since_conviction", at_least = 10 }')
        + row("two", '{ predicate = "years_since_conviction", at_least = 5 }'),
        row("one", '{ predicate = "age_reached", years = 66 }'),
        row("one", '{ predicate = "deceased" }', 'if_option = { level = "felony" }\n')
        + row("two", '{ predicate = "deceased" }'),
        row("one", '{ predicate = "deceased" }', "until = 2020-12-31\n")
        + row("two", '{ predicate = "deceased" }', "from = 2021-01-01\n"),
        row("one", '{ predicate = "deceased" }', "until = 2020-12-31\n")
        + row("two", '{ predicate = "deceased" }'),
        row("one", '{ any = [{ predicate = "deceased" }, { predicate = "only_cannabis_convictions" '
                   "}] }"),
    ],
)  # fmt: skip
def test_a_row_that_can_decide_is_left_alone(rows: str, tmp_path: Path) -> None:
    """The narrower row first, another switch, other days: no problem."""
    text = HEAD + rows + ROWS
    found = checked(tmp_path, text)
    if "until" in rows and "from" not in rows:
        assert ["holds on the same days" in one.text for one in found.problems] == [True]
    else:
        assert found.problems == ()


def test_ten_problems_are_told_at_once(tmp_path: Path) -> None:
    """From the top of the file down, each once."""
    text = GOOD
    for old, new in [
        ("form = 1", 'form = "1"'), ('title = "One"', "title = 1"), ('"Kern"', '"Kren"'),
        ('"cannabis"', '"canabis"'), ("default = 50", "default = 5"),
        ("from = 2016-11-09", "from = 2016-11-20"), ('mark = "V"', 'mark = "X"'),
        ('"section_is"', '"section_iss"'), ('"Is the person {age}?"', '"Is it {aeg}?"'),
        ('then = "petition"', 'then = "peition"'),
    ]:  # fmt: skip
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    problems = checked(tmp_path, text).problems
    assert len(problems) == 10, [str(one) for one in problems]
    assert [one.line for one in problems] == sorted(one.line for one in problems)
    with pytest.raises(PolicyError, match=r"one\.toml cannot be used: 10 problems to mend"):
        read_policy(text.encode(), "one.toml")


def test_a_newer_form_is_said_alone() -> None:
    """What else would be wrong with a file of another form cannot be known."""
    text = GOOD.replace("form = 1", "form = 7\nnewer = 1").replace('"Kern"', '"Kren"')
    with pytest.raises(PolicyError) as caught:
        read_policy(text.encode(), "one.toml")
    (problem,) = caught.value.problems
    assert problem.line == 1
    assert "form 7" in problem.text


SIGNATURE = """
[sign_off]
by = "A. Attorney"
role = "Deputy"
on = 2026-07-01
version = "1"
sha256 = "{sha256}"
options = {{ age = 50 }}
"""


def signed(text: str) -> str:
    sha256 = read_policy(text.encode(), "one.toml").sha256
    return text + SIGNATURE.format(sha256=sha256)


@pytest.mark.parametrize(
    ("old", "new", "part", "says"),
    [
        ("Possession\"", "Other\"", "sha256 =", "the text was changed after it was signed off"),
        ('version = "1"\ns', 'version = "2"\ns', 'version = "2"', "signed off for version 2"),
        ("{ age = 50 }", "{ age = 90 }", "{ age = 90 }", "signed off with 'age' as '90'"),
        ("{ age = 50 }", "{ agee = 50 }", "{ agee", "no option (did you mean 'age'?)"),
        ("{ age = 50 }\n", "{ age = 50 }\n" + row("late", '{ predicate = "deceased" }'),
         "[[rule]]\nid = \"late\"", "stands below [sign_off], where no signature covers it"),
        ("\n[sign_off]", "\n [sign_off]", " [sign_off]", "must begin its line"),
        ('"Made up."', '"""\n[sign_off]\nMade up."""', None, "must begin its line"),
    ],
)  # fmt: skip
def test_a_signature_holds_for_one_text(
    old: str, new: str, part: str | None, says: str, tmp_path: Path
) -> None:
    """Another version, another text, or rows where no signature reaches: refused with the line."""
    text = signed(GOOD)
    assert checked(tmp_path, text).is_usable
    text = text.replace(old, new, 1)
    found = checked(tmp_path, text)
    (problem, *_) = [one for one in found.problems if says in str(one)]
    if part is not None:
        assert problem.line == line_of(text, part)


def test_a_hidden_signature_line_is_refused(tmp_path: Path) -> None:
    """A text that looks like a signature would end what the hash covers."""
    text = GOOD.replace('"Made up."', '"""\n[sign_off]\nMade up."""')
    assert any("[sign_off] must begin" in one.text for one in checked(tmp_path, text).problems)
