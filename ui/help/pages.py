"""The help's topics as rich text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from app.help.markup import Block, Heading, Items, Paragraph, Span, Spans, Table, Typed
from app.help.sections import SectionAnswer
from app.help.topics import Topic
from ui.rich_text import page_style
from ui.theme import MONOSPACE, Colors, px


def topic_page(topic: Topic, colors: Colors) -> str:
    """A whole topic; every heading is an anchor."""
    return _page("".join(_block(block) for block in topic.blocks), colors)


def part_page(blocks: Iterable[Block], colors: Colors) -> str:
    """A part of a topic by itself."""
    return _page("".join(_block(block) for block in blocks), colors)


def section_page(answer: SectionAnswer, colors: Colors) -> str:
    """All that is known of a section."""
    parts = [f'<p class="title">{escape(answer.title)}</p>']
    for part in answer.parts:
        parts.append(f'<p class="head">{escape(part.title)}</p>')
        parts += [f"<p>{escape(line)}</p>" for line in part.lines]
    return _page("".join(parts), colors)


def _page(body: str, colors: Colors) -> str:
    style = (
        f".title {{ font-size: {px(28)}px; font-weight: 600; margin-bottom: {px(8)}px; }}"
        f".part {{ font-size: {px(20)}px; font-weight: 600; margin-top: {px(24)}px;"
        f" margin-bottom: {px(4)}px; }}"
        f".typed {{ font-family: {MONOSPACE}; }}"
        f"li {{ margin-bottom: {px(4)}px; }}"
    )
    lists = f"ul, ol {{ margin: 0 0 {px(8)}px {px(18)}px; -qt-list-indent: 0; }}"
    css = page_style(colors) + style + lists
    return f"<html><head><style>{css}</style></head><body>{body}</body></html>"


_CLASSES = {1: "title", 2: "part", 3: "head"}


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        name = escape(block.anchor, quote=True)
        return f'<p class="{_CLASSES[block.level]}"><a name="{name}"></a>{escape(block.text)}</p>'
    if isinstance(block, Paragraph):
        return f"<p>{_spans(block.spans)}</p>"
    if isinstance(block, Items):
        tag = "ol" if block.is_steps else "ul"
        return f"<{tag}>{''.join(f'<li>{_spans(one)}</li>' for one in block.items)}</{tag}>"
    if isinstance(block, Typed):
        lines = "<br>".join(escape(line).replace(" ", "&nbsp;") for line in block.text.splitlines())
        return f'<p class="typed">{lines}</p>'
    return _table(block)


def _table(table: Table) -> str:
    head, *rows = table.rows
    lines = ["<tr>" + "".join(f"<th>{_spans(cell)}</th>" for cell in head) + "</tr>"]
    lines += [
        "<tr>" + "".join(f"<td>{_spans(cell)}</td>" for cell in row) + "</tr>" for row in rows
    ]
    return f'<table cellspacing="0" width="100%">{"".join(lines)}</table>'


def _spans(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.kind == "strong":
        return f"<b>{text}</b>"
    if span.kind == "typed":
        return f'<span class="typed">{text}</span>'
    if span.kind == "link":
        return f'<a href="{escape(span.target, quote=True)}">{text}</a>'
    return text
