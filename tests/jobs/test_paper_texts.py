"""The office's own words at work: kept, used, recorded, taken back."""

from __future__ import annotations

import pytest

from app.documents.check import page_texts
from app.documents.text_families import shipped_source, shipped_text, text_names
from app.documents.texts import PaperTextError
from app.errors import InputError
from app.jobs.paper_texts import (
    difference,
    list_states,
    list_versions,
    put_text,
    source_of,
    take_back,
    text_of,
    text_versions,
    version_source,
)
from app.jobs.text_preview import preview_text
from app.store import audit, office
from app.store.office import ATTORNEY, CLERK, User
from app.store.workspace import Workspace

WHO = "A. Attorney"


def changed(name: str = "letter-en", words: str = "Hello {name},") -> str:
    return shipped_source(name).replace("Dear {name}:", words)


def test_an_own_text_is_used_until_it_is_taken_back(workspace: Workspace) -> None:
    """Every version stands with who and when; the shipped text is one step away."""
    assert text_of(workspace, "letter-en") == shipped_text("letter-en")
    assert put_text(workspace, "letter-en", changed(), WHO) == "1"
    assert put_text(workspace, "letter-en", changed(words="Good day {name}:"), WHO) == "2"
    assert any(b.text == "Good day {name}:" for b in text_of(workspace, "letter-en").blocks)
    state = next(one for one in list_states(workspace) if one.name == "letter-en")
    assert (state.version, state.is_own, state.who) == ("2", True, WHO)
    assert take_back(workspace, "letter-en", "B. Other")
    assert not take_back(workspace, "letter-en", "B. Other")
    assert source_of(workspace, "letter-en") == shipped_source("letter-en")
    assert put_text(workspace, "letter-en", changed(), WHO) == "3"
    history = list_versions(workspace, "letter-en")
    assert [(one.version, one.who) for one in history] == [
        ("1", WHO), ("2", WHO), ("shipped", "B. Other"), ("3", WHO)
    ]  # fmt: skip
    assert version_source(workspace, "letter-en", "2") == changed(words="Good day {name}:")
    assert version_source(workspace, "letter-en", "shipped") == shipped_source("letter-en")
    with pytest.raises(InputError, match="no version 9"):
        version_source(workspace, "letter-en", "9")
    assert audit.find_break(workspace) is None


def test_papers_record_which_text_they_were_made_from(workspace: Workspace) -> None:
    """Name, version and the beginning of the hash of each text; another text, another hash."""
    before = text_versions(workspace, ["motion", "letter-en", "motion"])
    assert before.startswith("motion shipped ")
    assert before.count(";") == 1
    put_text(workspace, "letter-en", changed(), WHO)
    after = text_versions(workspace, ["motion", "letter-en"])
    assert after.split("; ")[0] == before.split("; ")[0]
    assert after.split("; ")[1].startswith("letter-en 1 ")
    assert after.split()[-1] != before.split()[-1]


def test_nothing_is_written_for_the_same_words_or_unusable_ones(workspace: Workspace) -> None:
    """Kept as it is; refused with its line; line ends of another system are no change."""
    shipped = shipped_source("motion")
    assert put_text(workspace, "motion", shipped, WHO) == "shipped"
    assert put_text(workspace, "motion", shipped.replace("\n", "\r\n"), WHO) == "shipped"
    with pytest.raises(PaperTextError, match="did you mean “names”"):
        put_text(workspace, "motion", shipped.replace("{names}", "{nmes}"), WHO)
    assert list_versions(workspace, "motion") == []
    with pytest.raises(InputError, match="There is no paper text"):
        put_text(workspace, "../motion", shipped, WHO)


def test_only_those_who_may_word_papers_do(workspace: Workspace) -> None:
    """An attorney may; a clerk is told whom to ask."""
    with workspace.transaction():
        office.put_user(workspace, User("C. Clerk", CLERK, True, "x", "2026-11-01"))
        office.put_user(workspace, User(WHO, ATTORNEY, True, "x", "2026-11-01"))
    refusal = r"may not change the words of the papers\. Ask an attorney"
    with pytest.raises(InputError, match=refusal):
        put_text(workspace, "letter-en", changed(), "C. Clerk")
    assert put_text(workspace, "letter-en", changed(), WHO) == "1"
    with pytest.raises(InputError, match="Ask an attorney"):
        take_back(workspace, "letter-en", "C. Clerk")


def test_the_difference_is_shown_line_by_line(workspace: Workspace) -> None:
    """What was taken out and what was put in."""
    lines = difference("letter-en", changed())
    assert '-text = "Dear {name}:"' in lines
    assert '+text = "Hello {name},"' in lines
    assert difference("letter-en", shipped_source("letter-en")) == []


@pytest.mark.parametrize("name", text_names())
def test_every_text_can_be_looked_at_before_it_is_kept(workspace: Workspace, name: str) -> None:
    """The real page, on made-up people, marked as practice; the words are those typed."""
    source = shipped_source(name)
    text = " ".join(page_texts(preview_text(workspace, name, source)))
    assert "PRACTICE" in text
    if name == "letter-en":
        source = changed(words="Hello {name},")
        assert "Hello PAT EXAMPLE," in " ".join(page_texts(preview_text(workspace, name, source)))
    with pytest.raises(PaperTextError):
        preview_text(workspace, name, source + '\n[[block]]\nkind = "x"\n')


def test_the_record_of_the_work_holds_every_version(workspace: Workspace) -> None:
    """The words themselves, so that a paper made from them can be understood years later."""
    put_text(workspace, "letter-en", changed(), WHO)
    entries = [one for one in audit.entries(workspace) if one.action == "paper text"]
    assert [(one.who, one.subject, one.old) for one in entries] == [(WHO, "letter-en", "shipped")]
    assert entries[0].new == changed()
