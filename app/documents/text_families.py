"""Which texts there are, the words each may use, and what none may lose.

A paper's text may be changed by an office, but not so that something the court is asked for, the
judge's lines or a warning would silently be gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.documents.texts import (
    ASKED,
    PLEADINGS,
    PaperText,
    TextProblem,
    Vocabulary,
    read_paper,
    read_source,
    refusal,
)
from app.errors import InputError
from app.paths import resources

LETTER_IDS = ("letter-en", "letter-es")
LETTERS = Vocabulary(
    kinds=frozenset(
        {
            "greeting", "heading", "paragraph", "item", "convictions", "conviction", "asks",
            "warning", "closing", "signature",
        }
    ),
    kinds_without_text=frozenset({"convictions", "signature"}),
    fields=frozenset(
        {
            "name", "convictions", "office", "office_telephone", "county", "defender", "case",
            "section", "level", "convicted_on", "court", "asked", "page", "pages", "as_of",
        }
    ),
    conditions=frozenset(ASKED)
    | {
        "may_seal", "may_reduce", "serving", "office_telephone", "no_office_telephone",
        "defender", "no_defender", "one", "several", "about_immigration", "about_firearms",
        "about_licenses",
    },
)  # fmt: skip
# Blocks that an office may word otherwise and never leave out.
_MUST_STAY = frozenset({"warning", "conviction", "asks", "greeting"})


def text_names() -> list[str]:
    """The names of all shipped texts: pleadings first, then letters."""
    folder = resources() / "papers"
    return [*sorted(path.stem for path in folder.glob("*.toml")), *LETTER_IDS]


def vocabulary_of(name: str) -> Vocabulary:
    """The words that the text of this name may use."""
    return LETTERS if name in LETTER_IDS else PLEADINGS


def shipped_path(name: str) -> Path:
    """Where a shipped text stands. Raises InputError when there is none of this name."""
    if name not in text_names():
        raise InputError(f"There is no paper text “{name}”. There are: {', '.join(text_names())}.")
    folder = resources() / "papers"
    return (folder / "letters" if name in LETTER_IDS else folder) / f"{name}.toml"


@cache
def shipped_source(name: str) -> str:
    """The shipped text as its file has it."""
    return shipped_path(name).read_text(encoding="utf-8")


@cache
def shipped_text(name: str) -> PaperText:
    """The shipped text, checked."""
    return read_paper(shipped_path(name), vocabulary_of(name))


def read_own(name: str, source: str) -> PaperText:
    """An office's own text of a paper. Raises `PaperTextError` with every problem and its line."""
    text = read_source(source, f"{name}.toml", vocabulary_of(name))
    shipped = shipped_text(name)
    last = max(1, len(source.splitlines()))
    problems = [TextProblem(last, words) for words in _missing_parts(shipped, text)]
    if text.paper_id != name:
        line = next((n for n, one in enumerate(source.splitlines(), 1) if "id" in one), 1)
        problems.append(TextProblem(line, f"the id must stay “{name}”"))
    if problems:
        raise refusal(f"{name}.toml", problems)
    return text


def _missing_parts(shipped: PaperText, own: PaperText) -> Iterator[str]:
    """What the shipped text has and an own text may not leave out, a sentence each."""
    present = {(block.kind, frozenset(block.when)) for block in own.blocks}
    bare = vocabulary_of(shipped.paper_id).kinds_without_text
    seen: set[tuple[str, frozenset[str]]] = set()
    for block in shipped.blocks:
        part = block.kind, frozenset(block.when)
        if part in seen:
            continue
        seen.add(part)
        if (block.kind in bare or block.kind in _MUST_STAY) and part not in present:
            yield f"a block of kind “{block.kind}”{_when(block.when)} is missing; it has to stay"
    for name in ASKED:
        if _speaks_of(shipped, name) and not _speaks_of(own, name):
            yield (
                f"nothing says what is asked for “{name}”: the shipped text has the field "
                f"{{{name}}} in a block with this condition; it has to stay"
            )


def _when(conditions: tuple[str, ...]) -> str:
    return f" with when = [{', '.join(map(repr, conditions))}]" if conditions else ""


def _speaks_of(paper: PaperText, name: str) -> bool:
    """Whether some block prints this group of convictions whenever there is one."""
    fields = ("{" + name + "}", "{" + name + "_n}")
    return any(
        set(block.when) <= {name} and any(field in block.text for field in fields)
        for block in paper.blocks
    )
