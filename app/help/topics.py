"""The topics of the help: the files of ``resources/help`` and what is made from the program.

A file ``name.md`` put into that folder appears by itself. It may begin with lines between two
``---``: ``order`` (a number, the place in the contents), ``part`` (the heading above it there)
and ``pages`` (the pages of the window whose help it is). Its first heading is its title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.help.generated import columns_text, errors_text, keys_text, lists_text, terms_text
from app.help.markup import Block, Heading, links_of, read_blocks
from app.paths import resources

LAST = 900
OTHER_PART = "More"
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its name in links, its title, its blocks."""

    name: str
    title: str
    part: str
    order: int
    pages: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings below the title."""
        found = [block for block in self.blocks if isinstance(block, Heading)]
        return tuple(one for one in found if one.level > 1)

    def has_anchor(self, anchor: str) -> bool:
        return any(isinstance(one, Heading) and one.anchor == anchor for one in self.blocks)

    def section(self, anchor: str) -> tuple[Block, ...]:
        """A heading with what stands below it; nothing when there is no such heading."""
        found: list[Block] = []
        level = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                if found and block.level <= level:
                    break
                if not found and block.anchor == anchor:
                    level = block.level
                    found.append(block)
                    continue
            if found:
                found.append(block)
        return tuple(found)


def read_topic(name: str, text: str) -> Topic:
    """A topic of its text."""
    given, body = _front(text)
    blocks = read_blocks(body)
    titles = [one.text for one in blocks if isinstance(one, Heading) and one.level == 1]
    title = given.get("title") or (titles[0] if titles else name.replace("-", " ").capitalize())
    order = given.get("order", "")
    return Topic(
        name,
        title,
        given.get("part", OTHER_PART),
        int(order) if order.isdigit() else LAST,
        tuple(given.get("pages", "").replace(",", " ").split()),
        blocks,
    )


def _front(text: str) -> tuple[dict[str, str], str]:
    lines = text.splitlines()
    if not lines or lines[0].strip() != _FENCE or _FENCE not in map(str.strip, lines[1:]):
        return {}, text
    end = [line.strip() for line in lines[1:]].index(_FENCE) + 1
    pairs = (line.partition(":") for line in lines[1:end] if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}, "\n".join(lines[end + 1 :])


_MADE: dict[str, Callable[[], str]] = {
    "columns": columns_text,
    "glossary": terms_text,
    "lists": lists_text,
    "errors": errors_text,
    "keys": keys_text,
}


@lru_cache(maxsize=1)
def load_topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the contents."""
    folder = resources() / "help"
    written = [_read_file(path) for path in folder.glob("*.md")]
    made = [read_topic(name, make()) for name, make in _MADE.items()]
    return tuple(sorted([*written, *made], key=lambda one: (one.order, one.title)))


def _read_file(path: Path) -> Topic:
    return read_topic(path.stem, path.read_text(encoding="utf-8"))


def find_topic(name: str) -> Topic | None:
    """The topic of that name, or with that title."""
    wanted = name.strip().lower().removesuffix(".md")
    for topic in load_topics():
        if wanted in (topic.name, topic.title.lower()):
            return topic
    return None


def topic_of_page(page: str) -> Topic | None:
    """The topic that a page of the window names; "start" is the page before any workspace."""
    return next((topic for topic in load_topics() if page in topic.pages), None)


def split_target(target: str, here: str = "") -> tuple[str, str]:
    """``policies.md#options`` as topic and heading; ``#options`` is in the topic ``here``."""
    name, _, anchor = target.partition("#")
    return (name.removesuffix(".md") or here, anchor)


def is_known(target: str, here: str = "") -> bool:
    """Whether a link leads to a topic, and to a heading of it when it names one."""
    name, anchor = split_target(target, here)
    topic = find_topic(name)
    return topic is not None and (not anchor or topic.has_anchor(anchor))


def links(topics: Iterable[Topic]) -> list[tuple[str, str]]:
    """Every link, as (topic it stands in, target)."""
    return [
        (topic.name, target)
        for topic in topics
        for block in topic.blocks
        for target in links_of(block)
    ]
