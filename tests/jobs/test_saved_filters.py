"""Filters under a name, and bad ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.jobs.saved_filters import (
    get_saved,
    read_saved,
    remove_filter,
    save_filter,
    saved_words,
)
from app.model.queue_filter import FACETS, QueueFilter, read_filter
from app.model.queue_words import filter_words
from app.store import audit
from app.store.office import User, put_user
from app.store.saved_filters import SavedFilter, list_saved_filters, put_saved_filter
from app.store.workspace import Workspace
from tests.jobs.queue.made_list import create

WANTED = QueueFilter(text="garcía", outcome=("HAND_REVIEW",), court=("Van Nuys", ""))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create(tmp_path / "office.relief") as opened:
        yield opened


facets = st.dictionaries(
    st.sampled_from(sorted(FACETS)), st.lists(st.text(max_size=8), min_size=1, unique=True)
)


@given(st.text(), facets, st.booleans())
def test_a_filter_comes_back_from_its_text(
    text: str, chosen: dict[str, list[str]], in_scope_only: bool
) -> None:
    """Whatever its values are."""
    wanted = QueueFilter(text=text.strip(), in_scope_only=in_scope_only)
    for facet, values in chosen.items():
        wanted = wanted.with_values(facet, tuple(values))
    assert read_filter(wanted.to_json()) == wanted
    assert filter_words(wanted)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "cannot be read"), ("[]", "names no facets"), ("null", "names no facets"),
        ('{"color": ["red"]}', "'color', which this program does not filter by"),
        ('{"outcome": "DISMISSAL"}', "'outcome' the value 'DISMISSAL': it must be a list of texts"),
        ('{"level": [1]}', "it must be a list of texts"), ('{"text": []}', "it must be a text"),
        ('{"in_scope_only": "no"}', "it must be true or false"),
    ],
)  # fmt: skip
def test_a_bad_text_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    """It names what is not known, and what is."""
    with pytest.raises(InputError, match="The filter") as raised:
        read_filter(text)
    assert sentence in raised.value.message


def test_a_filter_can_be_changed_a_value_at_a_time() -> None:
    """Values are put to those of the facet, and taken away; a facet that is none is a bug."""
    wanted = QueueFilter().toggled("level", "felony").toggled("level", "misdemeanor")
    assert wanted.level == ("felony", "misdemeanor")
    assert wanted.toggled("level", "felony").set_facets == ("level",)
    assert wanted.with_values("level", ()).is_everything
    assert not WANTED.is_everything
    with pytest.raises(KeyError):
        wanted.chosen("text")


def test_a_filter_in_words() -> None:
    """As the record of the work and the terminal say it."""
    assert filter_words(WANTED) == (
        "answer: Hand Review; court: Van Nuys or none given; with “garcía”"
    )
    assert filter_words(QueueFilter()) == "everything"
    wanted = QueueFilter(state=("stale",), remedy=("REDESIGNATION_OPEN",), reviewer=("",))
    assert filter_words(wanted) == (
        "state: changed since; reviewer: nobody; "
        "remedy: redesignation as a misdemeanor or an infraction"
    )


def test_kept_listed_replaced_and_removed(workspace: Workspace) -> None:
    """Under its name whatever its capitals, with who and when; the record of the work has all."""
    save_filter(workspace, "  Van   Nuys ", WANTED, "name", who="A. Clerk")
    saved = get_saved(workspace, "van nuys")
    assert (saved.name, saved.sort, saved.who) == ("Van Nuys", "name", "A. Clerk")
    assert read_saved(saved) == WANTED
    with pytest.raises(InputError, match="“Van Nuys” already"):
        save_filter(workspace, "VAN NUYS", QueueFilter(), "risk", who="B")
    save_filter(workspace, "VAN NUYS", QueueFilter(), "risk", who="B", replaces=True)
    save_filter(workspace, "all", QueueFilter(), "risk", who="B")
    assert [one.name for one in list_saved_filters(workspace)] == ["all", "VAN NUYS"]
    remove_filter(workspace, "van nuys", who="B")
    with pytest.raises(InputError, match="Saved filters: “all”"):
        get_saved(workspace, "Van Nuys")
    done = [(one.who, one.action, one.subject) for one in audit.entries(workspace)][-4:]
    assert done == [
        ("A. Clerk", "filter saved", "Van Nuys"), ("B", "filter saved", "VAN NUYS"),
        ("B", "filter saved", "all"), ("B", "filter removed", "VAN NUYS"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sort", "sentence"),
    [
        ("", "risk", "has no name"), (" \t ", "risk", "has no name"),
        ("x" * 61, "risk", "61 letters; 60 fit"), ("a\x07b", "risk", "cannot be shown"),
        ("good", "color", "no order of the list"),
    ],
)  # fmt: skip
def test_bad_names_and_orders_are_refused(
    workspace: Workspace, name: str, sort: str, sentence: str
) -> None:
    """In a sentence, and nothing is kept."""
    with pytest.raises(InputError, match=sentence):
        save_filter(workspace, name, WANTED, sort, who="A")
    assert list_saved_filters(workspace) == []


def test_a_filter_of_another_program_is_listed_and_told(workspace: Workspace) -> None:
    """It does not break the list; using it names it."""
    put_saved_filter(workspace, SavedFilter("Old", '{"planet": ["x"]}', "risk", "A", "2026"))
    (saved,) = list_saved_filters(workspace)
    assert saved_words(saved) == "written by another program version; it cannot be used here"
    with pytest.raises(InputError, match="“Old”: The filter names 'planet'"):
        read_saved(saved)


def test_a_stranger_keeps_no_filter(workspace: Workspace) -> None:
    """In an office with users only these change anything."""
    put_user(workspace, User("A. Clerk", "clerk", True, "x", "2026"))
    save_filter(workspace, "Mine", WANTED, "risk", who="A. Clerk")
    with pytest.raises(InputError, match="not a user"):
        remove_filter(workspace, "Mine", who="Somebody")
    assert len(list_saved_filters(workspace)) == 1
