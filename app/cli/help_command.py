"""help, glossary, section: what is known, without a network."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from app.cli.terminal import add_json, answer
from app.errors import UsageError
from app.help.errors import Numbered, load_catalogue, read_number
from app.help.generated import error_lines
from app.help.glossary import Entry, find_entries
from app.help.plain import WIDTH, plain_lines
from app.help.search import Hit, search
from app.help.sections import NOTHING_READ, SectionAnswer, look_up_section
from app.help.topics import Topic, find_topic, load_topics

_MOST_SHOWN = 20


def add_help(commands: Any) -> None:
    parser = commands.add_parser("help", help="a topic of the help, an error's number, or a search")
    parser.add_argument("words", nargs="*", metavar="WORDS", help="such as: importing; E-0412; toc")
    add_json(parser)
    parser.set_defaults(work=_help)


def add_glossary(commands: Any) -> None:
    parser = commands.add_parser("glossary", help="what a column, a code or a word means")
    parser.add_argument("words", nargs="+", metavar="WORDS", help="such as: CONV_STAT; as-of date")
    add_json(parser)
    parser.set_defaults(work=_glossary)


def add_section(commands: Any) -> None:
    parser = commands.add_parser("section", help="what is known of a code section")
    parser.add_argument("text", nargs="+", metavar="SECTION", help="such as: 'HS 11357(b)'")
    add_json(parser)
    parser.set_defaults(work=_section)


def _help(arguments: argparse.Namespace) -> int:
    text = " ".join(arguments.words).strip()
    entry = load_catalogue().entry(read_number(text))
    topic = find_topic(text)
    if not text:
        topics = load_topics()
        data: dict[str, Any] = {"topics": [{"name": t.name, "title": t.title} for t in topics]}
        answer(data, _contents(topics), as_json=arguments.json)
    elif entry is not None:
        answer(_error_data(entry), _error(entry), as_json=arguments.json)
    elif topic is not None:
        lines = list(plain_lines(topic.blocks))
        data = {"name": topic.name, "title": topic.title, "text": "\n".join(lines)}
        answer(data, lines, as_json=arguments.json)
    else:
        hits = search(text)
        if not hits:
            raise UsageError(
                f"The help has nothing on “{text}”. Use fewer or other words; relief-desk help "
                "alone lists its topics."
            )
        answer({"hits": [asdict(hit) for hit in hits]}, _hits(hits), as_json=arguments.json)
    return 0


def _contents(topics: Iterable[Topic]) -> Iterator[str]:
    yield "The help. A topic: relief-desk help TOPIC. A search: relief-desk help WORDS."
    part = ""
    for topic in topics:
        if topic.part != part:
            part = topic.part
            yield from ("", part)
        yield f"  {topic.name:<20}  {topic.title}"


def _hits(hits: list[Hit]) -> Iterator[str]:
    for hit in hits[:_MOST_SHOWN]:
        yield f"{hit.title}, {hit.heading}" if hit.heading else hit.title
        yield from _indented(hit.sentence)
        yield f"    relief-desk help {hit.heading if hit.topic == 'errors' else hit.topic}"
    if len(hits) > _MOST_SHOWN:
        yield f"And {len(hits) - _MOST_SHOWN} more: add a word to narrow the search."


def _error_data(entry: Numbered) -> dict[str, Any]:
    catalogue = load_catalogue()
    return {
        "number": entry.number, "says": entry.in_words, "do": catalogue.advice(entry),
        "area": entry.area, "isRetired": entry.is_retired,
    }  # fmt: skip


def _error(entry: Numbered) -> Iterator[str]:
    catalogue = load_catalogue()
    yield entry.number
    for line in error_lines(catalogue, entry):
        yield from textwrap.wrap(line, WIDTH)
    yield f"More: relief-desk help {catalogue.areas[entry.area].topic}"


def _glossary(arguments: argparse.Namespace) -> int:
    text = " ".join(arguments.words)
    found = find_entries(text)
    if not found:
        raise UsageError(
            f"The glossary has nothing on “{text}”. Use another word, or search the whole help: "
            f"relief-desk help {text}."
        )
    answer({"entries": [asdict(one) for one in found]}, _entries(found), as_json=arguments.json)
    return 0


def _entries(found: list[Entry]) -> Iterator[str]:
    for entry in found:
        where = f" in {entry.column}" if entry.column else ""
        yield f"{entry.name} ({entry.kind.lower()}{where})"
        yield from _indented(entry.means)


def _section(arguments: argparse.Namespace) -> int:
    found = look_up_section(" ".join(arguments.text))
    if not found.is_read:
        raise UsageError(NOTHING_READ)
    answer(asdict(found), _section_lines(found), as_json=arguments.json)
    return 0


def _section_lines(found: SectionAnswer) -> Iterator[str]:
    yield found.title
    for part in found.parts:
        yield part.title
        for line in part.lines:
            yield from _indented(line)


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
