"""Which issues matter."""

from __future__ import annotations

import re
from pathlib import Path

from app.importing import issues
from app.model.consequences import (
    FOR_INFORMATION,
    NOT_LISTED,
    OF_CONSEQUENCE,
    SET_ASIDE,
    consequence_of,
    matters,
)


def test_what_nobody_listed_matters() -> None:
    """A new doubt is never taken for a repair."""
    assert matters("Something quite new")
    assert consequence_of("Something quite new") == NOT_LISTED


def test_a_repair_does_not_and_a_row_set_aside_always_does() -> None:
    """Whatever its kind."""
    assert not matters("Merged cells")
    assert matters("Merged cells", is_quarantined=True)
    assert consequence_of("Stray quote", is_quarantined=True) == SET_ASIDE
    assert matters("Level unknown")
    assert matters(issues.BIRTH_MISSING)


def test_every_kind_stands_once_with_a_sentence() -> None:
    """And each doubt of the assembler is among them."""
    assert not OF_CONSEQUENCE.keys() & FOR_INFORMATION.keys()
    for sentence in (*OF_CONSEQUENCE.values(), *FOR_INFORMATION.values()):
        assert sentence.endswith(".")
    text = Path(issues.__file__).with_name("assemble.py").read_text("utf-8")
    named = set(re.findall(r'"((?:[A-Z][a-z]+|Two|Unseen)(?: [A-Za-z]+){1,6})",\n', text))
    assert "County missing" in named
    listed = OF_CONSEQUENCE.keys() | FOR_INFORMATION.keys() | {"Unreadable count order"}
    assert named <= listed
