"""Whether a text is a rap sheet, by what its lines begin with."""

from __future__ import annotations

from itertools import islice

from app.importing.rap_sheet.tokens import Sign, read_lines, read_tokens, split_lines

_LINES_LOOKED_AT = 400
_DELIMITERS = ",\t;|"
_PROOFS = frozenset({Sign.EVENT, Sign.COUNT, Sign.CYCLE, Sign.PERSON, Sign.DISPOSITION})


def looks_like_rap_sheet(text: str) -> bool:
    """True for a text whose lines have the forms of a rap sheet.

    Strict: at least three of the five kinds of line that only rap sheets have (a heading
    such as CII/, a line of stars, an event such as COURT:, CNT:, DISPO:), an event or a
    heading among them. A table never is one, whatever its cells say.
    """
    lines = split_lines(text[: _LINES_LOOKED_AT * 400])[:_LINES_LOOKED_AT]
    if _is_table(lines):
        return False
    tokens = islice(read_tokens(read_lines(lines)), _LINES_LOOKED_AT * 2)
    kinds = {token.sign for token in tokens} & _PROOFS
    return len(kinds) >= 3 and not kinds.isdisjoint({Sign.EVENT, Sign.PERSON})


def _is_table(lines: list[str]) -> bool:
    """Whether the first line, or most lines, are cells between delimiters."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        return False
    for delimiter in _DELIMITERS:
        n_cells = [line.count(delimiter) for line in filled]
        if n_cells[0] >= 3 or sum(n >= 3 for n in n_cells) * 2 > len(filled):
            return True
    return False
