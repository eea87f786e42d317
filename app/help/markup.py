"""The form of the help's texts: a small part of Markdown, read into plain data.

Headings (``#``), paragraphs, lists (``-``, ``1.``), tables (``| a | b |``), blocks of typed text
(four blanks in front), **strong** (or *strong*), `typed`, and [links](topic.md#heading). Nothing
else: no pictures, no addresses outside the help.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,3})\s+(.+?)\s*#*$")
_ITEM = re.compile(r"[-*]\s+(.*)$")
_STEP = re.compile(r"\d+[.)]\s+(.*)$")
_RULE_CELL = re.compile(r":?-{2,}:?$")
_SPAN = re.compile(r"\*{1,2}(?=\S)([^*]+?)\*{1,2}|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=[A-Z“\"(0-9])")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text. ``kind``: "", "strong", "typed" or "link", which has a ``target``."""

    text: str
    kind: str = ""
    target: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``is_steps`` when its items are done one after the other."""

    items: tuple[Spans, ...]
    is_steps: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The first row names the columns."""

    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """Lines as they are typed into a terminal."""

    text: str


Block = Heading | Paragraph | Items | Table | Typed


def anchor_of(text: str) -> str:
    """``As-of date`` -> ``as-of-date``: how a link names a heading."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def read_spans(text: str) -> Spans:
    """The stretches of a line."""
    spans: list[Span] = []
    at = 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            spans.append(Span(text[at : match.start()]))
        strong, typed, words, target = match.groups()
        if strong:
            spans.append(Span(strong, "strong"))
        elif typed:
            spans.append(Span(typed, "typed"))
        else:
            spans.append(Span(words, "link", target))
        at = match.end()
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in their order."""
    return tuple(_Reader(text.splitlines()).blocks())


class _Reader:
    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._at = 0

    def blocks(self) -> Iterator[Block]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            heading = _HEADING.match(line)
            if not line.strip():
                self._at += 1
            elif heading:
                self._at += 1
                words = _plain(read_spans(heading[2]))
                yield Heading(len(heading[1]), words, anchor_of(words))
            elif line.startswith("    "):
                yield self._typed()
            elif line.startswith("|"):
                yield self._table()
            elif _ITEM.match(line) or _STEP.match(line):
                yield self._items()
            else:
                yield Paragraph(read_spans(" ".join(self._wrapped())))

    def _line(self) -> str:
        return self._lines[self._at] if self._at < len(self._lines) else ""

    def _typed(self) -> Typed:
        lines = []
        while self._line().startswith("    "):
            lines.append(self._line()[4:].rstrip())
            self._at += 1
        return Typed("\n".join(lines))

    def _table(self) -> Table:
        rows = []
        while self._line().startswith("|"):
            cells = [cell.strip() for cell in self._line().strip().strip("|").split("|")]
            if not all(map(_RULE_CELL.match, cells)):
                rows.append(tuple(map(read_spans, cells)))
            self._at += 1
        return Table(tuple(rows))

    def _items(self) -> Items:
        pattern = _ITEM if _ITEM.match(self._line()) else _STEP
        items = []
        while match := pattern.match(self._line()):
            self._at += 1
            items.append(read_spans(" ".join([match[1], *self._wrapped(indented=True)])))
        return Items(tuple(items), is_steps=pattern is _STEP)

    def _wrapped(self, *, indented: bool = False) -> list[str]:
        """Lines of one paragraph, or of one item, whose further lines are indented."""
        lines: list[str] = []
        while (line := self._line()).strip() and line.startswith(" ") is indented:
            if not indented and lines and self._begins_another(line):
                break
            lines.append(line.strip())
            self._at += 1
        return lines

    @staticmethod
    def _begins_another(line: str) -> bool:
        return bool(line.startswith("|") or _HEADING.match(line) or _ITEM.match(line))


def _plain(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def plain_text(block: Block) -> str:
    """What a block says, without its form."""
    if isinstance(block, Paragraph):
        return _plain(block.spans)
    if isinstance(block, Items):
        return "\n".join(map(_plain, block.items))
    if isinstance(block, Table):
        return "\n".join(" – ".join(filter(None, map(_plain, row))) for row in block.rows)
    return block.text


def sentences_of(block: Block) -> Iterator[str]:
    """The sentences of a block; a row of a table and a typed line are one each."""
    for line in plain_text(block).splitlines():
        if isinstance(block, Table | Typed):
            yield line.strip()
        else:
            yield from (part.strip() for part in _SENTENCE_END.split(line) if part.strip())


def links_of(block: Block) -> Iterator[str]:
    """Targets of the links in a block."""
    if isinstance(block, Paragraph):
        lines: tuple[Spans, ...] = (block.spans,)
    elif isinstance(block, Items):
        lines = block.items
    elif isinstance(block, Table):
        lines = tuple(cell for row in block.rows for cell in row)
    else:
        lines = ()
    yield from (span.target for line in lines for span in line if span.kind == "link")
