"""Breaking text into lines by measured width.

Lines break at blanks. A word wider than the line breaks after a hyphen, slash
or comma where it has one, else between characters: nothing ever runs over.
A no-break space keeps its neighbours together.
"""

from __future__ import annotations

from app.documents.fonts import Face, text_width

_SOFT_BREAKS = "-/,;"


def wrap(
    text: str, width: float, face: Face = Face.REGULAR, size: float = 12, first: float = 0
) -> list[str]:
    """Lines of at most ``width`` points; the first may be shorter by ``first`` points.

    Empty text gives one empty line.
    """
    if "\n" not in text and text_width(text, face, size) <= width - first:
        return [text]
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _wrap_part(part, width, face, size, 0 if lines else first)
    return lines


def _wrap_part(text: str, width: float, face: Face, size: float, first: float) -> list[str]:
    blank = text_width(" ", face, size)
    lines: list[str] = []
    line, used = "", 0.0
    room = width - first
    for word in text.split(" "):
        if not word:
            continue
        wide = text_width(word, face, size)
        if line and used + blank + wide <= room:
            line, used = f"{line} {word}", used + blank + wide
            continue
        if line:
            lines.append(line)
            room = width
        *full, line = break_word(word, room, face, size, width)
        if full:
            lines += full
            room = width
        used = text_width(line, face, size)
    return [*lines, line]


def break_word(word: str, room: float, face: Face, size: float, width: float) -> list[str]:
    """Pieces of a word: the first at most ``room`` wide, the others ``width``."""
    pieces: list[str] = []
    while text_width(word, face, size) > room:
        cut = _fitting(word, room, face, size)
        pieces.append(word[:cut])
        word, room = word[cut:], width
    return [*pieces, word]


def _fitting(word: str, room: float, face: Face, size: float) -> int:
    """How many characters fit, at least one; after a soft break when it is not far back."""
    used, cut = 0.0, 0
    for cut, ch in enumerate(word):  # noqa: B007 - the index is the answer
        used += text_width(ch, face, size)
        if used > room:
            break
    cut = max(cut, 1)
    soft = max(word.rfind(mark, 0, cut) for mark in _SOFT_BREAKS) + 1
    return soft if soft > cut // 2 else cut


def wrap_balanced(
    text: str, width: float, face: Face = Face.REGULAR, size: float = 12
) -> list[str]:
    """As few lines as `wrap` needs, made about equally long: for titles and headings."""
    lines = wrap(text, width, face, size)
    narrow = width
    while len(lines) > 1 and narrow > width / 2:
        narrow -= size / 2
        closer = wrap(text, narrow, face, size)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines
