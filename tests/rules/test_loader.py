"""A policy file is read whole or refused with everything that is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.errors import UsageError
from app.model.relief import Outcome
from app.rules.catalog import find_policies, load_by_id
from app.rules.loading.loader import PolicyError, load_policy, read_policy
from app.rules.policy import AllOf, AnyOf, Ask, FromOption, Not, OptionKind

GOOD = """
id = "office/one"
title = "One"
version = "1"
jurisdiction = "California"
authority = ["HSC 11361.9"]
provenance = "Made up."
known_limits = ["None."]

[scope]
convictions = "cannabis"
in_words = "A cannabis conviction"

[[option]]
name = "use_age"
kind = "yes-no"
sentence = "By age"
default = true

[[option]]
name = "age"
kind = "whole-number"
sentence = "Age"
default = 50
minimum = 40
maximum = 65
enabled_by = "use_age"

[[option]]
name = "level"
kind = "choice"
sentence = "Level"
default = "felony"
choices = { felony = "Felony", misdemeanor = "Misdemeanor" }

[[rule]]
id = "age"
asks = "Is the person {age}?"
when = { predicate = "age_reached", years = "$age" }
if_option = "use_age"
then = "dismissal"
reason = "{age} years or older"
cite = ["HSC 11361.9"]

[[rule]]
id = "rest"
asks = "Is it something?"
when = { any = [
  { not = { predicate = "level_is", level = "$level" } },
  { all = [{ predicate = "deceased" }, { predicate = "convicted_on_or_after", day = 2016-11-09 }] },
] }
then = "hand-review"
reason = "Rest"
cite = ["HSC 11361.9"]

[[source]]
cite = "HSC 11361.9"
mark = "V"
says = "The prosecution reviews the convictions."
"""


def _problems(text: str) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        read_policy(text.encode(), "one.toml")
    return tuple(str(problem) for problem in caught.value.problems)


def test_a_good_file_is_read() -> None:
    """Everything of the file stands in the policy."""
    policy = read_policy(GOOD.encode(), "one.toml")
    assert (policy.id, policy.county, policy.text) == ("office/one", "", GOOD)
    assert len(policy.sha256) == 64
    assert [option.kind for option in policy.options] == list(OptionKind)
    age, rest = policy.rules
    assert age.when == Ask("age_reached", (("years", FromOption("age")),))
    assert age.if_option == (("use_age", True),)
    assert age.then is Outcome.DISMISSAL
    day = Ask("convicted_on_or_after", (("day", date(2016, 11, 9)),))
    level = Ask("level_is", (("level", FromOption("level")),))
    assert rest.when == AnyOf((Not(level), AllOf((Ask("deceased"), day))))
    assert hash(policy) == hash(read_policy(GOOD.encode(), "one.toml"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('title = "One"\n', "", "the policy: 'title' is missing"),
        ('title = "One"', 'titel = "One"', "'titel' is not a key here (did you mean 'title'?)"),
        ('version = "1"', "version = 1", "'version' must be text in quotes"),
        ('authority = ["HSC 11361.9"]\np', "authority = []\np", "'authority' is empty"),
        ('known_limits = ["None."]', 'known_limits = "x"', "must be a list of texts"),
        ('"cannabis"\n', '"canabis"\n', "'canabis' (did you mean 'cannabis'?)"),
        ("[scope]", "[scop]", "'[scope]' is missing"),
        ('kind = "yes-no"', 'kind = "yesno"', "'yesno' (did you mean 'yes-no'?)"),
        ("default = true", "", "option 'use_age': 'default' is missing"),
        ("default = true", "default = 7", "'default' must be yes or no"),
        ("default = 50", "default = 39", "'default' must be a whole number from 40 to 65"),
        ("default = 50", 'default = "50"', "'default' must be a whole number from 40 to 65"),
        ("minimum = 40\n", "", "option 'age': 'minimum' is missing"),
        ("minimum = 40", 'minimum = "x"', "'minimum' must be a whole number"),
        ("maximum = 65", "maximum = 30", "'minimum' 40 is above 'maximum' 30"),
        ('default = "felony"', 'default = "any"', "'default' must be one of felony, misdemeanor"),
        (', misdemeanor = "Misdemeanor"', "", "'choices' needs at least two"),
        ('enabled_by = "use_age"', 'enabled_by = "use_ag"', "'enabled_by' names no yes-no option"),
        ('name = "level"', 'name = "age"', "the name is taken by an option before it"),
        ('name = "level"', 'name = "Le vel"', "may hold only small letters"),
        ('if_option = "use_age"', 'if_option = "use_aeg"', "(did you mean 'use_age'?)"),
        ('if_option = "use_age"', "if_option = { level = 3 }", "give one of felony, misdemeanor"),
        ('if_option = "use_age"', "if_option = 3", "'if_option' must be an option's name"),
        ("Is the person {age}?", "Is {agee}?", "'{agee}' names no option (did you mean 'age'?)"),
        ('"{age} years or older"', '"{years} or older"', "'{years}' names no option"),
        (
            '"age_reached"',
            '"age_reched"',
            "no predicate 'age_reched' (did you mean 'age_reached'?)",
        ),
        ('{ predicate = "deceased" }', "{ }", "'predicate' is missing"),
        ('years = "$age"', 'yers = "$age"', "takes no 'yers' (did you mean 'years'?)"),
        (', years = "$age"', "", "age_reached needs 'years', a whole number"),
        ('years = "$age"', 'years = "$ages"', "'$ages' names no option (did you mean 'age'?)"),
        ('years = "$age"', 'years = "$level"', "takes '$level', which may be 'felony'"),
        ('years = "$age"', 'years = "50"', "give a whole number from 1 to 150"),
        ('years = "$age"', "years = 500", "give a whole number from 1 to 150"),
        ("day = 2016-11-09", 'day = "2016-11-09"', "give a date without quotes"),
        (
            'level = "$level"',
            'level = "felonie"',
            "'felonie' is not known (did you mean 'felony'?)",
        ),
        ('then = "dismissal"', 'then = "dismisal"', "'dismisal' (did you mean 'dismissal'?)"),
        ('reason = "Rest"', 'reason = ""', "rule 'rest': 'reason' is empty"),
        (
            'reason = "Rest"\ncite = ["HSC 11361.9"]',
            'reason = "Rest"',
            "rule 'rest': 'cite' is missing",
        ),
        ('id = "rest"', 'id = "age"', "the id is taken by a rule before it"),
        ('id = "rest"', 'id = "The Rest"', "may hold only small letters"),
        ("when = { any = [", "wen = { any = [", "'wen' is not a key here (did you mean 'when'?)"),
        ('{ predicate = "age_reached", years = "$age" }', '"always"', "'when' must be a table"),
        (
            '{ predicate = "age_reached", years = "$age" }',
            '{ all = [{ predicate = "deceased" }] }',
            "'all' must list at least two conditions",
        ),
        (
            '{ predicate = "age_reached", years = "$age" }',
            '{ not = { predicate = "deceased" }, predicate = "deceased" }',
            "'not' must stand alone in its condition",
        ),
        (
            '{ predicate = "age_reached", years = "$age" }\nif_option = "use_age"',
            '{ predicate = "otherwise" }',
            "it can never decide: rule 'age' before it always applies",
        ),
        (
            '{ predicate = "age_reached", years = "$age" }',
            '{ predicate = "deceased" }',
            "option 'age': it is not used by any rule",
        ),
        (
            '{ predicate = "age_reached", years = "$age" }',
            '{ predicate = "earlier_listed_conviction", list = "us-ca/super-strike" }',
            "(did you mean 'us-ca/super-strikes'?)",
        ),
        (
            '{ predicate = "age_reached", years = "$age" }',
            '{ predicate = "section_is", section = "HS 11357(a)" }',
            "give a section number in quotes",
        ),
        (
            '{ predicate = "age_reached", years = "$age" }',
            '{ predicate = "section_is", section = 11357 }',
            "give a section number in quotes",
        ),
        (
            '{ predicate = "age_reached", years = "$age" }',
            '{ predicate = "relief_on_record", kinds = ["reduced", "pardoned"] }',
            "'pardoned' is not known",
        ),
    ],
)
def test_each_mistake_is_told(old: str, new: str, problem: str) -> None:
    """One mistake, one sentence that names the place, what is wrong and the near miss."""
    assert old in GOOD
    found = _problems(GOOD.replace(old, new, 1))
    assert any(problem in one for one in found), found


def test_all_mistakes_are_told_at_once() -> None:
    """The author of a policy does not find one mistake after the other."""
    text = GOOD.replace('"age_reached"', '"age"').replace("default = 50", "default = 5")
    text = text.replace('reason = "Rest"', "reason = 5").replace('version = "1"', "")
    problems = _problems(text)
    for part in ("predicate 'age'", "'default'", "'reason'", "'version'"):
        assert any(part in one for one in problems), (part, problems)
    with pytest.raises(PolicyError, match=r"one\.toml cannot be used: \d+ problems to mend"):
        read_policy(text.encode(), "one.toml")


def test_a_file_without_rules_is_refused() -> None:
    """A policy that answers nothing is no policy."""
    text = GOOD[: GOOD.index("[[rule]]")]
    assert any("the policy: it has no [[rule]]: add rows" in one for one in _problems(text))


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"id = ", b"id = 'a'\nid = 'b'", b"cite = PC 1203.4"]
)
def test_what_is_no_policy_file_is_refused(data: bytes) -> None:
    """Bytes that are not text, and text that is not TOML."""
    with pytest.raises(PolicyError, match=r"it is not"):
        read_policy(data, "one.toml")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The message names the file and not its folder."""
    with pytest.raises(PolicyError, match=r"gone\.toml cannot be used"):
        load_policy(tmp_path / "gone.toml")


@pytest.mark.parametrize("policy_id", list(find_policies()))
def test_shipped_policies_are_sound(policy_id: str) -> None:
    """Every shipped policy loads, carries its own id, and cites something in every rule."""
    policy = load_by_id(policy_id)
    assert policy.id == policy_id
    assert all(rule.cite and rule.asks.endswith("?") for rule in policy.rules)
    assert policy.known_limits


def test_an_offices_own_policy_is_found(tmp_path: Path) -> None:
    """A file in the office's folder joins the shipped ones; an id is never replaced."""
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "one.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "us-ca").mkdir()
    (tmp_path / "us-ca" / "los-angeles.toml").write_text(GOOD, encoding="utf-8")
    found = find_policies([tmp_path])
    assert found["office/one"] == tmp_path / "office" / "one.toml"
    assert not found["us-ca/los-angeles"].is_relative_to(tmp_path)
    assert load_by_id("office/one", [tmp_path]).title == "One"


def test_an_unknown_id_names_the_nearest() -> None:
    """A typing mistake on the command line is met with the right name."""
    with pytest.raises(UsageError, match="did you mean 'us-ca/los-angeles'"):
        load_by_id("us-ca/los-angles")


def test_a_file_under_another_id_is_refused(tmp_path: Path) -> None:
    """A policy's id is its place: results name the policy by it."""
    (tmp_path / "two.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(PolicyError, match="its id is 'office/one'"):
        load_by_id("two", [tmp_path])


@pytest.mark.parametrize("digits", ["0x" + "f" * 5000, "9" * 5000, "0b" + "1" * 20000])
def test_an_endless_number_is_a_problem_like_any_other(digits: str) -> None:
    """A number that cannot even be printed is refused in a sentence, in any notation."""
    with pytest.raises(PolicyError, match="a number is too long"):
        read_policy(f"form = {digits}\n".encode(), "endless.toml")
