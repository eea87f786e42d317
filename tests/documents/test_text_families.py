"""An office's own words: what may be changed, and what a changed text may not do or lose."""

from __future__ import annotations

import pytest

from app.documents.text_families import (
    read_own,
    shipped_source,
    shipped_text,
    text_names,
    vocabulary_of,
)
from app.documents.texts import PaperTextError
from app.errors import InputError


def refused(name: str, source: str) -> PaperTextError:
    with pytest.raises(PaperTextError) as caught:
        read_own(name, source)
    return caught.value


@pytest.mark.parametrize("name", text_names())
def test_every_shipped_text_may_be_its_own_copy(name: str) -> None:
    """Copying a text and keeping it as it is works, comments and other words included."""
    source = shipped_source(name)
    assert read_own(name, source) == shipped_text(name)
    assert read_own(name, "# ours\n" + source).paper_id == name


@pytest.mark.parametrize(
    "mark",
    [
        "{__class__}", "{names.__class__}", "{0}", "{0.x}", "{names[0]}", "{names!r}", "{names:>9}",
        "{names:{county}}", "{}", "{/etc/passwd}", "{C:secret}", "{names.__init__.__globals__}",
        "{os.environ}", "{open(1)}",
    ],
)  # fmt: skip
def test_no_text_reads_files_or_runs_anything(mark: str) -> None:
    """Only the names of the list are fields; nothing reaches into them or beyond."""
    error = refused("motion", shipped_source("motion").replace("{every_name}", mark))
    assert error.problems


def test_the_line_of_each_problem_and_the_nearest_name() -> None:
    """What an editor marks: the line in the text as it is written."""
    source = shipped_source("letter-en").replace("{defender}", "{defendor}")
    source = source.replace("{office_telephone}", "{office_telephone")
    lines = source.splitlines()
    found = {problem.line: problem.words for problem in refused("letter-en", source).problems}
    field = next(n for n, line in enumerate(lines, 1) if "{defendor}" in line)
    brace = next(n for n, line in enumerate(lines, 1) if "{office_telephone." in line)
    assert found[field] == "there is no field “defendor”; did you mean “defender”?"
    assert found[brace].startswith("braces do not pair")


def test_a_field_in_the_head_is_checked_too() -> None:
    """A footer with an unknown field would fail on every paper."""
    source = shipped_source("letter-en").replace("Page {page}", "Page {pgae}")
    assert "did you mean “page”" in refused("letter-en", source).message


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("[paper\n", 1, "not readable"),
        ("a = 1\nb = \n", 2, "not readable"),
        ('a = "open', 1, "not readable"),
        ("x" * 200_001, 1, "longer than"),
        ("a = " + "[" * 20_000, 1, "brackets"),
        ("", 1, "needs id"),
    ],
)
def test_what_is_no_template_at_all(source: str, line: int, words: str) -> None:
    """Damage is named with its line, however it was done."""
    problem = refused("motion", source).problems[0]
    assert problem.line == line
    assert words in problem.words


def test_what_the_court_is_asked_cannot_be_lost() -> None:
    """A group of convictions that a text does not name would be asked nothing for."""
    source = shipped_source("motion").replace("{recalled}", "it")
    assert "nothing says what is asked for “recalled”" in refused("motion", source).message


@pytest.mark.parametrize(
    ("name", "kind"),
    [("motion", "signature"), ("order", "judge"), ("letter-en", "convictions"),
     ("letter-es", "signature")],
)  # fmt: skip
def test_parts_that_have_to_stay(name: str, kind: str) -> None:
    """Lines to sign, the judge's lines, the list of convictions."""
    source = shipped_source(name).replace(f'kind = "{kind}"', 'kind = "paragraph"\ntext = "-"')
    assert f"a block of kind “{kind}” is missing" in refused(name, source).message


@pytest.mark.parametrize("about", ["about_immigration", "about_firearms", "about_licenses"])
def test_no_warning_can_be_left_out(about: str) -> None:
    """Each prompt to see a lawyer may be worded otherwise and not dropped."""
    source = shipped_source("letter-en").replace(f'when = ["{about}"]', 'when = ["serving"]')
    assert about in refused("letter-en", source).message


def test_a_text_stays_the_text_of_its_paper() -> None:
    """The text of the order kept as that of the motion is refused."""
    assert "the id must stay “motion”" in refused("motion", shipped_source("order")).message


def test_letters_have_fields_of_their_own() -> None:
    """A field of the pleadings is unknown in a letter, and the other way round."""
    assert "case_numbers" not in vocabulary_of("letter-en").fields
    assert "office_telephone" not in vocabulary_of("motion").fields
    with pytest.raises(InputError, match="There is no paper text"):
        shipped_text("../../secret")
