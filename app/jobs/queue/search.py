"""Finding a part of a word in many lines of text at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.jobs.queue.columns import Mask
from app.jobs.queue.folding import fold
from app.store.queue_columns import SEP

_BLOCK = 1 << 20  # bytes looked through at a time: they stay near the processor
_SAMPLED = 7  # every so many bytes are counted to know which letters are rare
_RARE = 64  # one byte of so many, or fewer
_LINE_END = 10
_ROOM = 256  # blank bytes behind the last line


class LineMaker:
    """Takes texts by the thousand; each is a line."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def add(self, *texts: str) -> None:
        """Values joined by `SEP`; of several columns the values of a row make one line."""
        columns = [text.replace("\n", " ").replace(SEP, "\n") for text in texts]
        if len(columns) > 1:
            lines = zip(*(column.split("\n") for column in columns), strict=True)
            columns = ["\n".join(map(" ".join, lines))]
        self._parts.append(fold(columns[0]).encode("utf-8", "replace"))

    def make(self) -> Lines:
        text = b"\n".join(self._parts)
        return Lines(text + b"\n" if self._parts else b"")


class Lines:
    """Lines of folded text, numbered from 0."""

    def __init__(self, text: bytes) -> None:
        self._text: npt.NDArray[np.uint8] = np.frombuffer(text + bytes(_ROOM), np.uint8)
        self._size = len(text)
        ends = np.flatnonzero(self._text == _LINE_END)
        self._starts = np.zeros(len(ends), np.int64)
        self._starts[1:] = ends[:-1] + 1
        self._ends = ends
        self._frequent = np.bincount(self._text[: self._size : _SAMPLED], minlength=256)

    def __len__(self) -> int:
        return len(self._starts)

    def find(self, word: str) -> Mask:
        """The lines that hold a word that was folded."""
        found = np.zeros(len(self._starts), np.bool_)
        marks = word.encode("utf-8", "replace")
        if not marks or len(marks) > _ROOM:
            return found
        order = sorted(range(len(marks)), key=lambda place: self._frequent[marks[place]])
        if self._frequent[marks[order[0]]] * _SAMPLED > self._size // _RARE:
            return self._find_frequent(marks)
        at = self._places(marks, order)
        found[np.searchsorted(self._starts, at, "right") - 1] = True
        return found

    def _find_frequent(self, marks: bytes) -> Mask:
        """Every letter of it is everywhere: all places are looked at, none is written down."""
        hits = np.empty(self._size, np.bool_)
        for begin in range(0, self._size, _BLOCK):
            end = min(begin + _BLOCK, self._size)
            hit = self._text[begin:end] == marks[0]
            for place, mark in enumerate(marks[1:], 1):
                hit &= self._text[begin + place : end + place] == mark
            hits[begin:end] = hit
        return np.logical_or.reduceat(hits, self._starts)

    def _places(self, marks: bytes, order: list[int]) -> npt.NDArray[np.int64]:
        """Where the word begins, looked for by its rarest letter first."""
        first, *others = order
        parts = []
        for begin in range(0, self._size, _BLOCK):
            block = self._text[begin : min(begin + _BLOCK, self._size)]
            at = np.flatnonzero(block == marks[first]) + (begin - first)
            if begin == 0 and first:
                at = at[at >= 0]
            for place in others:
                at = at[self._text[at + place] == marks[place]]
            parts.append(at)
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def sort_keys(self, n_bytes: int = 32) -> list[npt.NDArray[np.uint64]]:
        """The beginning of each line as numbers, the last letters first, as `numpy.lexsort`
        takes them."""
        beginnings = np.zeros((len(self), n_bytes), np.uint8)
        width = np.arange(n_bytes)
        for first in range(0, len(self), _BLOCK // 16):
            part = slice(first, first + _BLOCK // 16)
            places = self._starts[part, None] + width
            inside = places < self._ends[part, None]
            beginnings[part] = np.where(inside, self._text[np.where(inside, places, 0)], 0)
        numbers = beginnings.view(">u8").astype(np.uint64)
        return [numbers[:, place] for place in reversed(range(n_bytes // 8))]
