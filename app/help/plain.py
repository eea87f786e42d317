"""The help as plain lines, for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from app.help.markup import Block, Heading, Items, Paragraph, Spans, Table, Typed

WIDTH = 88


def plain_lines(blocks: Iterable[Block], width: int = WIDTH) -> Iterator[str]:
    """The blocks as lines of at most ``width`` characters, empty lines between them."""
    for number, block in enumerate(blocks):
        if number:
            yield ""
        yield from _lines(block, width)


def _lines(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
        if block.level < 3:
            yield ("=" if block.level == 1 else "-") * min(len(block.text), width)
    elif isinstance(block, Paragraph):
        yield from textwrap.wrap(_words(block.spans), width)
    elif isinstance(block, Items):
        for place, item in enumerate(block.items, start=1):
            mark = f"{place}. " if block.is_steps else "- "
            yield from textwrap.wrap(
                _words(item), width, initial_indent=mark, subsequent_indent=" " * len(mark)
            )
    elif isinstance(block, Table):
        yield from _table(block, width)
    elif isinstance(block, Typed):
        yield from (f"    {line}" for line in block.text.splitlines())


def _words(spans: Spans) -> str:
    """A stretch of typed text as it is; a link to another topic with its name."""
    return "".join(
        f"{span.text} (help {span.target.partition('#')[0].removesuffix('.md')})"
        if span.kind == "link" and not span.target.startswith("#")
        else span.text
        for span in spans
    )


def _table(table: Table, width: int) -> Iterator[str]:
    """One entry a row: its first cell, the others below it."""
    heads = [_words(cell) for cell in table.rows[0]]
    two_columns = len(heads) == 2
    for row in table.rows[1:]:
        first, *others = [_words(cell) for cell in row]
        yield from textwrap.wrap(first, width)
        for head, cell in zip(heads[1:], others, strict=False):
            if cell:
                text = cell if two_columns else f"{head}: {cell}"
                yield from textwrap.wrap(
                    text, width, initial_indent="    ", subsequent_indent="    "
                )
