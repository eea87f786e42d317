"""Search in the help: every word as the beginning of a word, in any order, best first.

Everything is kept in memory: the help is small.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.help.markup import Block, Heading, sentences_of
from app.help.topics import Topic, load_topics
from app.help.words import has, has_all, words_of

MOST_HITS = 50

_IN_TITLE, _IN_HEADING, _IN_SENTENCE, _IN_SECTION = 40, 20, 6, 2
_WHOLE_WORD = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A place of the help that has all the words, with the sentence that says most of them."""

    topic: str
    title: str
    heading: str
    anchor: str
    sentence: str
    score: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of a topic under one heading."""

    topic: Topic
    heading: str
    anchor: str
    title_words: tuple[str, ...]
    heading_words: tuple[str, ...]
    sentences: tuple[tuple[str, tuple[str, ...]], ...]
    words: frozenset[str]


def search(text: str, most: int = MOST_HITS) -> list[Hit]:
    """The places that have every word of the text, best first; none for an empty text."""
    asked = tuple(dict.fromkeys(words_of(text)))
    if not asked:
        return []
    hits = (hit for place in _index() if (hit := _hit(place, asked)) is not None)
    return sorted(hits, key=lambda hit: -hit.score)[:most]


def _hit(place: _Place, asked: tuple[str, ...]) -> Hit | None:
    if not has_all(place.words, asked):
        return None
    best, sentence = _best_sentence(place, asked)
    score = best * _IN_SENTENCE
    for word in asked:
        score += _score(word, place.title_words, _IN_TITLE)
        score += _score(word, place.heading_words, _IN_HEADING)
        score += _score(word, place.words, _IN_SECTION)
    return Hit(place.topic.name, place.topic.title, place.heading, place.anchor, sentence, score)


def _best_sentence(place: _Place, asked: tuple[str, ...]) -> tuple[int, str]:
    """The sentence that has most of the words, best one after the other, and its worth."""
    best, found = 0, ""
    for sentence, words in place.sentences:
        worth = sum(1 for word in asked if has(words, word)) + _n_in_order(words, asked)
        if worth > best:
            best, found = worth, sentence
    if not found and place.sentences:
        found = place.sentences[0][0]
    return best, found


def _n_in_order(words: tuple[str, ...], asked: tuple[str, ...]) -> int:
    """How many words there are when all stand one after the other, 0 when they do not."""
    ways = range(len(words) - len(asked) + 1)
    fits = (all(map(str.startswith, words[at : at + len(asked)], asked)) for at in ways)
    return len(asked) if len(asked) > 1 and any(fits) else 0


def _score(start: str, words: Iterable[str], worth: int) -> int:
    known = list(words)
    if start in known:
        return worth * _WHOLE_WORD
    return worth if has(known, start) else 0


@lru_cache(maxsize=1)
def _index() -> tuple[_Place, ...]:
    return tuple(place for topic in load_topics() for place in _places(topic))


def _places(topic: Topic) -> Iterator[_Place]:
    heading, anchor = "", ""
    blocks: list[Block] = []
    for block in topic.blocks:
        if isinstance(block, Heading):
            if blocks or heading:
                yield _place(topic, heading, anchor, blocks)
            heading = block.text if block.level > 1 else ""
            anchor = block.anchor if block.level > 1 else ""
            blocks = []
        else:
            blocks.append(block)
    if blocks or heading:
        yield _place(topic, heading, anchor, blocks)


def _place(topic: Topic, heading: str, anchor: str, blocks: list[Block]) -> _Place:
    sentences = tuple(
        (sentence, words_of(sentence)) for block in blocks for sentence in sentences_of(block)
    )
    title_words, heading_words = words_of(topic.title), words_of(heading)
    inside = {word for _, words in sentences for word in words}
    return _Place(
        topic, heading, anchor, title_words, heading_words, sentences,
        frozenset({*title_words, *heading_words, *inside}),
    )  # fmt: skip
