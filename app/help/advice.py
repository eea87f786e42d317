"""Whether a sentence says what to do: it holds an order, or names what can be chosen."""

from __future__ import annotations

import re

_ORDERS = (
    "add ask attach begin bring browse call change check choose clear close confirm convert copy "
    "correct create cut decide delete divide download draw drop enter export fill find finish fix "
    "free give go import install judge keep leave let look make mark mend move name open pick plan "
    "print put raise read remove rename repair replace restore review run save say scan see "
    "select send set settle show sign start stop switch take tell test try turn type undo unlock "
    "unpack update use wait withdraw write shorten split paste resume get draft say call"
)
_ORDER = re.compile(
    # At the start of a sentence or of a clause: "Check the name", "...: write YYYY-MM-DD",
    # "..., then try again", "Or name another".
    r"(?:^|[.!?:;,(—–]\s*|\n\s*-?\s*|\}\s*)(?:(?:and|or|then|please|first|else)\s+)*"
    rf"(?:{'|'.join(_ORDERS.split())})\b",
    re.IGNORECASE,
)
_WAYS = re.compile(
    r"\b(?:did you mean|use one of|choose|known(?: formats)?:|there are:|orders:|roles:|rules:"
    r"|layouts at hand:|policies at hand:|imported: \{|reasons: |saved filters: |is one of: "
    r"|the states are|counties found|lists them|shows them|tells? |must be|must hold|should name"
    r"|has to name|ends? in \.|its columns are|among: |is not among|there are: )",
    re.IGNORECASE,
)


def tells_what_to_do(sentence: str) -> bool:
    """Whether the reader of a sentence knows how to go on."""
    return _ORDER.search(sentence) is not None or _WAYS.search(sentence) is not None
