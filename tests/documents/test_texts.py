"""Templates: checked against closed lists, every problem with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents.texts import CONDITIONS, FIELDS, PaperTextError, paper_text, read_paper
from app.paths import resources

PAPERS = [
    "motion", "order", "bulk-motion", "bulk-order", "petition", "application", "points",
    "declaration", "notice", "proof-of-service", "challenge",
]  # fmt: skip
HEAD = """[paper]
id = "x"
title = "X"
subtitle = "Y"
footer = "Z"
bookmark = "B"

"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("paper_id", PAPERS)
def test_every_shipped_paper_is_sound(paper_id: str) -> None:
    """All templates load; their texts fit each combination of conditions."""
    paper = paper_text(paper_id)
    assert paper.paper_id == paper_id
    blocks = paper.blocks_for(CONDITIONS, dict.fromkeys(FIELDS, "words"))
    assert len(blocks) == len(paper.blocks)
    assert not any("{" in block.text for block in blocks)


def test_every_template_in_the_folder_is_tested() -> None:
    """No template ships that these tests do not know."""
    assert sorted(path.stem for path in (resources() / "papers").glob("*.toml")) == sorted(PAPERS)


def test_all_problems_are_named_with_their_lines(tmp_path: Path) -> None:
    """An editor sees every mistake at once, with the near miss."""
    path = written(
        tmp_path,
        HEAD
        + '[[block]]\nkind = "paragraf"\ntext = "A"\n\n'
        + '[[block]]\nkind = "paragraph"\ntext = """A\nof {cuonty} and {as_of:>5}"""\n'
        + 'when = ["dismised"]\n\n'
        + '[[block]]\nkind = "counts"\ntext = "no"\ncolour = "red"\n',
    )
    with pytest.raises(PaperTextError) as caught:
        read_paper(path)
    message = caught.value.message
    for problem in (
        "line 9: there is no kind “paragraf”; did you mean “paragraph”?",
        "line 15: there is no field “cuonty”; did you mean “county”?",
        "line 15: the field {as_of} takes no format",
        "line 16: there is no condition “dismised”; did you mean “dismissed”?",
        "line 18: a block of kind counts needs no text",
        "line 21: there is no key “colour”",
    ):
        assert problem in message


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD + '[[block]]\nkind = "paragraph"\ntext = "open {names"\n', "braces do not pair"),
        (HEAD, r"has no \[\[block\]\]"),
        ('[[block]]\nkind = "judge"\n', r"needs title"),
        ("[paper\n", "line 1"),
    ],
)
def test_a_broken_template_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    """Nothing half-read is used."""
    with pytest.raises(PaperTextError, match=problem):
        read_paper(written(tmp_path, text))


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    """The sentence says which file."""
    with pytest.raises(PaperTextError, match=r"gone\.toml cannot be read"):
        read_paper(tmp_path / "gone.toml")
