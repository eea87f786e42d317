"""Whatever stands in a policy file, it is read or refused with lines, and nothing falls over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.catalog import find_policies
from app.rules.checking.trial import hold_trial
from app.rules.loading.loader import PolicyError, read_policy
from app.rules.policy import Policy
from tests.rules.office_policy import GOOD

SHIPPED = {
    policy_id: path.read_text(encoding="utf-8") for policy_id, path in find_policies().items()
}


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A shipped policy with lines and words taken out, doubled, moved or replaced."""
    lines = draw(st.sampled_from(sorted(SHIPPED.values()))).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["drop", "double", "swap", "value", "word", "sign"]))
        if how == "drop":
            del lines[at : at + draw(st.integers(1, 5))]
            lines = lines or [""]
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif how == "value" and "=" in lines[at]:
            lines[at] = lines[at].partition("=")[0] + "= " + draw(VALUES)
        elif how == "word":
            old, new = draw(WORDS), draw(WORDS)
            lines[at] = lines[at].replace(old, new)
        else:
            cut = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:cut] + draw(st.text(max_size=3)) + lines[at][cut + 1 :]
    return "\n".join(lines)


VALUES = st.sampled_from([
    '""', '"x"', "[]", "{}", "0", "-1", "99999999999999999999", "1.5", "true", "inf", "nan",
    "2016-11-09", "2016-11-09 07:32:00", "07:32:00", '["a", 1]', '[["a"]]', '"$age"', '"@age"',
    "{ a = 1 }", "[{ a = 1 }]", '{ not = { predicate = "deceased" } }',
    '{ all = [{ predicate = "otherwise" }, { predicate = "deceased" }] }', "0x" + "f" * 5000,
    '{ predicate = "age_reached", years = "$age" }', '{ predicate = "otherwise" }',
])  # fmt: skip
WORDS = st.sampled_from([
    "rule", "option", "value", "procedure", "source", "scope", "[[", "]]", "[", '"', "=", "when",
    "predicate", "section_is", "level_is", "11357", "id", "name", "cite", "felony", "dismissal",
    "{", "sign_off", "entry", "from", "until", "default", "choices",
])  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(mutations())
def test_any_file_is_read_or_refused(text: str) -> None:
    """Never another exception; every problem has a line of the file and says something."""
    try:
        policy = read_policy(text.encode(), "one.toml")
    except PolicyError as error:
        problems = error.problems
    else:
        assert isinstance(policy, Policy)
        return
    lines = [one.line for one in problems]
    assert lines == sorted(lines)
    assert 1 <= lines[0] <= lines[-1] <= text.count("\n") + 1
    assert all(one.text for one in problems)


@settings(max_examples=15, deadline=None)
@given(mutations())
def test_any_readable_file_can_be_tried(text: str) -> None:
    """A trial of what loads never fails."""
    try:
        policy = read_policy(text.encode(), "one.toml")
    except PolicyError:
        return
    assert hold_trial(policy, 100).settings


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbfid = 1\n\xff", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000, b"a = {" * 400],
)
def test_hostile_bytes_are_refused(data: bytes) -> None:
    """Bytes that are no text, brackets without end, numbers without end."""
    with pytest.raises(PolicyError) as caught:
        read_policy(data, "one.toml")
    assert caught.value.problems[0].line >= 1


def test_conditions_without_end_are_refused() -> None:
    """What stands deeper than anybody reads is told, and nothing falls over."""
    deep = '{ predicate = "deceased" }'
    for _ in range(60):
        deep = f"{{ not = {deep} }}"
    text = GOOD.replace('{ predicate = "section_is", section = "11357" }', deep)
    with pytest.raises(PolicyError) as caught:
        read_policy(text.encode(), "one.toml")
    assert "too deep in one another" in str(caught.value)
