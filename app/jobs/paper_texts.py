"""The office's own words: its texts of papers, their versions, and back to the shipped ones.

A text is checked before it is kept, so that whatever is kept can be used. Each version stands
with who and when in the record of the work, and can be read again there.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from app.documents.text_families import read_own, shipped_source, shipped_text, text_names
from app.documents.texts import PaperText
from app.errors import InputError
from app.jobs.clock import now
from app.jobs.rights import Right, check_may
from app.store import audit, paper_texts
from app.store.paper_texts import ACTION, OwnText
from app.store.workspace import Workspace

SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class TextState:
    """A paper's text as it is used now; ``who`` and ``at`` are "" for a shipped one."""

    name: str
    title: str
    version: str  # "shipped", or the number of the office's version
    is_own: bool
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A version of the office's; ``text`` is "" where the shipped one was taken again."""

    version: str
    who: str
    at: str
    text: str


def text_of(workspace: Workspace, name: str) -> PaperText:
    """The text that papers are made from: the office's own or the shipped one.

    Raises `PaperTextError` when the office's own, of an earlier program, can no longer be used.
    """
    own = paper_texts.find_text(workspace, name)
    return shipped_text(name) if own is None else read_own(name, own.text)


def own_texts(workspace: Workspace) -> tuple[PaperText, ...]:
    """Every text that the office has its own version of. Raises as `text_of`."""
    return tuple(read_own(own.name, own.text) for own in paper_texts.list_texts(workspace))


def source_of(workspace: Workspace, name: str) -> str:
    """The text as it is written."""
    own = paper_texts.find_text(workspace, name)
    return shipped_source(name) if own is None else own.text


def text_versions(workspace: Workspace, names: Iterable[str]) -> str:
    """What a paper records: ``motion shipped 3f2a9c01; order 2 8be01d77``, each with its hash."""
    parts = []
    for name in dict.fromkeys(names):
        own = paper_texts.find_text(workspace, name)
        source = shipped_source(name) if own is None else own.text
        digest = hashlib.sha256(source.encode()).hexdigest()[:8]
        parts.append(f"{name} {SHIPPED if own is None else own.version} {digest}")
    return "; ".join(parts)


def list_states(workspace: Workspace) -> list[TextState]:
    """Every text with the version that is used."""
    own = {text.name: text for text in paper_texts.list_texts(workspace)}
    states = []
    for name in text_names():
        title, mine = _title(name), own.get(name)
        if mine is None:
            states.append(TextState(name, title, SHIPPED, False, "", ""))
        else:
            states.append(TextState(name, title, mine.version, True, mine.who, mine.at))
    return states


def _title(name: str) -> str:
    paper = shipped_text(name)
    return f"{paper.title.capitalize()} ({paper.bookmark})"


def put_text(workspace: Workspace, name: str, source: str, who: str) -> str:
    """Keep a new version; its number. Raises `PaperTextError` for one that cannot be used.

    Nothing is written when it says what is kept already.
    """
    check_may(workspace, who, Right.WORD)
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    read_own(name, source)
    own = paper_texts.find_text(workspace, name)
    if source == source_of(workspace, name):
        return SHIPPED if own is None else own.version
    version = str(_count_versions(workspace, name) + 1)
    at = now()
    with workspace.transaction():
        paper_texts.put_text(workspace, OwnText(name, version, source, who, at))
        audit.append(
            workspace, at=at, who=who, action=ACTION, subject=name,
            old=own.version if own else SHIPPED, new=source,
        )  # fmt: skip
    return version


def take_back(workspace: Workspace, name: str, who: str) -> bool:
    """Use the shipped text again; whether that changed anything."""
    check_may(workspace, who, Right.WORD)
    shipped_source(name)
    own = paper_texts.find_text(workspace, name)
    if own is None:
        return False
    with workspace.transaction():
        paper_texts.drop_text(workspace, name)
        audit.append(
            workspace, at=now(), who=who, action=ACTION, subject=name, old=own.version, new=""
        )
    return True


def list_versions(workspace: Workspace, name: str) -> list[TextVersion]:
    """The office's versions, the oldest first, and each time the shipped text was taken again."""
    shipped_source(name)
    found: list[TextVersion] = []
    number = 0
    for change in paper_texts.list_changes(workspace, name):
        number += bool(change.text)
        version = str(number) if change.text else SHIPPED
        found.append(TextVersion(version, change.who, change.at, change.text))
    return found


def version_source(workspace: Workspace, name: str, version: str) -> str:
    """A text as a version had it: its number, or "shipped"."""
    if version == SHIPPED:
        return shipped_source(name)
    for one in list_versions(workspace, name):
        if one.version == version and one.text:
            return one.text
    raise InputError(f"There is no version {version} of “{name}”.")


def _count_versions(workspace: Workspace, name: str) -> int:
    return sum(bool(change.text) for change in paper_texts.list_changes(workspace, name))


def difference(name: str, source: str) -> list[str]:
    """How a text differs from the shipped one, as lines that begin with -, + or a blank."""
    lines = difflib.unified_diff(
        shipped_source(name).splitlines(), source.splitlines(), "shipped", "own", lineterm="", n=2
    )
    return list(lines)[2:]
