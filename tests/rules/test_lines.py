"""Every key and list entry of a TOML text is found on its line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.paths import resources
from app.rules.loading.lines import Lines, error_line

TEXT = '''# a comment with [brackets] and "quotes"
id = "one"
story = """
[[rule]]
id = "not a key"
a quote \\""" and more
"""
plain = \'\'\'it's
two lines\'\'\'
list = [ # a comment, with ] in it
  "a",
  "b]",
]
"odd key" . under = 1

[scope]
when = { any = [
  { predicate = "x", day = 2016-11-09 }, # why
  { not = { "predicate" = \'y\' } },
] }

[[rule]]
id = "first"

[[rule]] # the second
id = "second"
[rule.more]
deep = { a.b = 1979-05-27 07:32:00, c = [[1, 2],
  [3]] }

[[value]]
[[value.entry]]
cite = "a"
[[value.entry]]
cite = "b"
[[value]]
[[value.entry]]
cite = "c"
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("id",), 2),
        (("story",), 3),
        (("plain",), 8),
        (("list",), 10),
        (("list", 1), 12),
        (("odd key", "under"), 14),
        (("scope",), 16),
        (("scope", "when", "any", 0, "day"), 18),
        (("scope", "when", "any", 1), 19),
        (("scope", "when", "any", 1, "not", "predicate"), 19),
        (("rule", 0), 22),
        (("rule", 0, "id"), 23),
        (("rule", 1), 25),
        (("rule", 1, "id"), 26),
        (("rule", 1, "more"), 27),
        (("rule", 1, "more", "deep", "a", "b"), 28),
        (("rule", 1, "more", "deep", "c", 1, 0), 29),
        (("value", 0, "entry", 1, "cite"), 35),
        (("value", 1), 36),
        (("value", 1, "entry", 0, "cite"), 38),
    ],
)
def test_a_place_has_its_line(place: tuple[str | int, ...], line: int) -> None:
    """Headers, lists of tables, inline tables, lists, quoted and dotted keys, long texts."""
    assert tomllib.loads(TEXT)
    assert Lines.read(TEXT).of[place] == line
    assert Lines.read(TEXT.replace("\n", "\r\n")).of[place] == line


def test_a_missing_key_has_the_line_of_its_table() -> None:
    """What is not there is told at the header; a key of the root at the first line."""
    lines = Lines.read(TEXT)
    assert lines.at(("rule", 1, "cite")) == 25
    assert lines.at(("rule", 0, "when", "any", 3, "day")) == 22
    assert lines.at(("title",)) == 1
    assert Lines.read("").at(("id",)) == 1


def _places(content: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(content, dict):
        inner = list(content.items())
    elif isinstance(content, list):
        inner = list(enumerate(content))
    found = [place] if place else []
    return found + [one for key, part in inner for one in _places(part, (*place, key))]


POLICIES = sorted((resources() / "policies").rglob("*.toml"))


@pytest.mark.parametrize("path", POLICIES, ids=[path.stem for path in POLICIES])
def test_every_place_of_the_shipped_policies_is_found(path: Path) -> None:
    """Of every key, and a one-line value stands on that very line."""
    text = path.read_text(encoding="utf-8")
    lines, rows = Lines.read(text), text.split("\n")
    content = tomllib.loads(text)
    for place in _places(content):
        assert place in lines.of, place
        if isinstance(place[-1], str):
            assert place[-1] in rows[lines.of[place] - 1], place


keys = st.text("ab.'\" é\t", min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(keys, st.text(max_size=6)), min_size=1, unique_by=lambda pair: pair[0]))
def test_any_key_is_found(pairs: list[tuple[str, str]]) -> None:
    """Quoted keys with dots, quotes and blanks, one a line, and values with anything in them."""
    quoted = [(_quote(key), _quote(value)) for key, value in pairs]
    text = "".join(f"{key} = {value}\n" for key, value in quoted)
    assert tomllib.loads(text) == dict(pairs)
    lines = Lines.read(text)
    assert [lines.of[(key,)] for key, _ in pairs] == list(range(1, len(pairs) + 1))


def _quote(text: str) -> str:
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"'


@settings(max_examples=100, deadline=None)
@given(st.text("[]{}=\"'#\n,.ab1 \\"))
def test_any_text_is_survived(text: str) -> None:
    """What is no TOML gives lines up to where it breaks, and tomllib's error has one."""
    lines = Lines.read(text)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.of.values())
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, words = error_line(error, text)
        assert 1 <= line <= max(1, text.count("\n") + 1)
        assert "(at " not in words
    else:
        assert all(place in lines.of for place in _places(content))
