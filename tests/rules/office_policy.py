"""A small policy of an office's own, which tests break in one way or another."""

from __future__ import annotations

from pathlib import Path

from app.rules.checking.check_policy import PolicyCheck, check_policy

HEAD = """form = 1
id = "office/one"
title = "One"
version = "1"
jurisdiction = "California"
authority = ["HSC 11361.9"]
provenance = "Made up."
known_limits = ["None."]
county = "Kern"

[scope]
convictions = "cannabis"
in_words = "A cannabis conviction"

[[option]]
name = "age"
kind = "whole-number"
sentence = "Age"
default = 50
minimum = 40
maximum = 65

[[option]]
name = "level"
kind = "choice"
sentence = "Level"
default = "felony"
choices = { felony = "Felony", misdemeanor = "Misdemeanor" }

[[value]]
name = "fee_age"
sentence = "The age of the fee"
by = "conviction"

[[value.entry]]
until = 2016-11-08
value = 21
cite = "HSC 11361.9"

[[value.entry]]
from = 2016-11-09
value = 25
cite = "HSC 11361.9"

[[source]]
cite = "HSC 11361.9"
mark = "V"
says = "The prosecution reviews the convictions."

"""
ROWS = """[[rule]]
id = "possession"
asks = "Is it possession?"
when = { predicate = "section_is", section = "11357" }
then = "dismissal"
reason = "Possession"
cite = ["HSC 11361.9"]

[[rule]]
id = "age"
asks = "Is the person {age}?"
when = { predicate = "age_reached", years = "$age" }
then = "dismissal"
reason = "{age} years or older"
cite = ["HSC 11361.9"]

[[rule]]
id = "level"
asks = "Is it of that level?"
when = { any = [
  { predicate = "level_is", level = "$level" },
  { predicate = "under_age_at_conviction", years = "@fee_age" },
] }
then = "reduction"
reason = "Level"
cite = ["HSC 11361.9"]

[[rule]]
id = "rest"
asks = "Does no other row apply?"
when = { predicate = "otherwise" }
then = "hand-review"
reason = "Rest"
cite = ["HSC 11361.9"]

[[procedure]]
id = "ended"
asks = "Has the sentence ended?"
when = { predicate = "own_sentence_ended", day = "by-as-of", without_terms = "ended" }
then = "application"
in_words = "Application"
cite = ["HSC 11361.9"]

[[procedure]]
id = "other"
asks = "Does no other row apply?"
when = { predicate = "otherwise" }
then = "petition"
in_words = "Petition"
cite = ["HSC 11361.9"]
"""
GOOD = HEAD + ROWS


def row(row_id: str, when: str, more: str = "") -> str:
    return (
        f'[[rule]]\nid = "{row_id}"\nasks = "Is it so?"\nwhen = {when}\nthen = "maybe"\n'
        f'reason = "So"\ncite = ["HSC 11361.9"]\n{more}\n'
    )


def checked(folder: Path, text: str, name: str = "one.toml", n_people: int = 600) -> PolicyCheck:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return check_policy(path, [], n_people)


def line_of(text: str, part: str) -> int:
    assert text.count(part) == 1, part
    return text[: text.index(part)].count("\n") + 1
