"""Which field each column of a sheet most likely is, by its header and by its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.importing.layouts.fields import FIELD
from app.importing.layouts.looks import Looks
from app.importing.layouts.synonyms import EXACT, guess_field
from app.model.statute import read_section

_SURE, _LIKELY, _WEAK, _LEAST = 0.95, 0.8, 0.5, 0.45
_MOST = 0.7  # of the cells


class Guess(NamedTuple):
    """``field`` is "" when nothing is likely; ``others`` are fields it could be instead."""

    field: str = ""
    confidence: float = 0.0
    why: str = ""
    others: tuple[str, ...] = ()
    section: str = ""  # of a column that marks one section


def assign(header: Sequence[str], looks: Sequence[Looks]) -> list[Guess]:
    """A guess for each column; a field that only one column can be goes to the likeliest."""
    candidates = [
        _candidates(header[at] if at < len(header) else "", one) for at, one in enumerate(looks)
    ]
    ranked = sorted(
        (
            (guess.confidence, -at, guess)
            for at, guesses in enumerate(candidates)
            for guess in guesses
        ),
        key=lambda one: (-one[0], -one[1]),
    )
    chosen: dict[int, Guess] = {}
    taken: set[str] = set()
    for confidence, place, guess in ranked:
        at = -place
        if at in chosen or confidence < _LEAST:
            continue
        if guess.field in taken and not FIELD[guess.field].is_many:
            continue
        others = tuple(one.field for one in candidates[at] if one.field != guess.field)
        chosen[at] = guess._replace(others=tuple(dict.fromkeys(others)))
        taken.add(guess.field)
    return _settle([chosen.get(at, Guess()) for at in range(len(looks))])


def _candidates(header: str, looks: Looks) -> list[Guess]:
    marked = _marked_section(header, looks)
    if marked is not None:
        return [marked]
    field, sureness, word = guess_field(header)
    found = []
    if field:
        by_header = f"the header '{header}' is '{word}'"
        fits, seen = _fits(field, looks)
        if fits is None:
            found.append(Guess(field, _LIKELY * sureness, by_header))
        elif fits:
            found.append(Guess(field, _SURE * sureness, f"{by_header}, and {seen}"))
        else:
            found.append(Guess(field, _WEAK * sureness * 0.9, f"{by_header}, but {seen}"))
        found += _turned(field, looks, sureness, by_header)
    return found + [one for one in _by_looks(looks) if one.field != field]


def _turned(field: str, looks: Looks, sureness: float, by_header: str) -> list[Guess]:
    """A header that often means one thing while the cells show another."""
    if field == "offense" and looks.section >= _MOST:
        return [Guess("section", 0.9 * sureness, f"{by_header}, and its cells begin with sections")]
    if field == "section" and looks.n_filled and looks.section < 0.2:
        return [Guess("offense", 0.6 * sureness, f"{by_header}, and its cells are words")]
    if field == "level" and looks.section >= _MOST:
        return [Guess("section", 0.8 * sureness, f"{by_header}, and its cells are sections")]
    if field == "convicted_section" and looks.date >= _MOST:
        return [Guess("conviction_date", 0.8 * sureness, f"{by_header}, and its cells are dates")]
    if field == "disposition" and looks.date >= _MOST:
        return [Guess("disposition_date", 0.8 * sureness, f"{by_header}, and its cells are dates")]
    return []


def _fits(field: str, looks: Looks) -> tuple[bool | None, str]:
    """Whether the cells bear the header out; None when they cannot tell."""
    if not looks.n_filled or field == "deceased":
        return None, ""
    if FIELD[field].is_date:
        return looks.date >= _MOST, _percent(looks.date, "dates")
    tested = {
        "cii": (looks.cii, "CII numbers"), "county": (looks.county, "counties"),
        "section": (looks.section, "sections"), "level": (looks.level, "levels"),
        "convicted_section": (looks.section, "sections"),
    }  # fmt: skip
    if field in tested:
        share, words = tested[field]
        if field == "level" and looks.n_distinct <= 12:
            share, words = 1.0, f"{looks.n_distinct} words that come again"
        fits: bool | None = share >= _MOST
        if field == "section" and not fits and (share >= 0.2 or _are_numbers(looks)):
            fits = None
        return fits, _percent(share, words)
    if field == "name" and looks.name + looks.bare_name < 0.5:
        return False, _percent(looks.name + looks.bare_name, "names")
    if field in {"person_number", "case_number", "count"} and looks.date >= _MOST:
        return False, "its cells are dates"
    return None, ""


def _are_numbers(looks: Looks) -> bool:
    return bool(looks.values) and all(value[0].isdigit() for value in looks.values)


def _by_looks(looks: Looks) -> list[Guess]:
    """Without a known header: only what nothing else looks like."""
    if not looks.n_filled:
        return []
    shares = (
        ("cii", looks.cii, 0.85, "CII numbers"), ("section", looks.section, 0.7, "sections"),
        ("county", looks.county, 0.7, "counties of California"),
        ("name", looks.name, 0.6, "names with a comma"),
        ("level", looks.level, 0.55, "words for levels"),
        ("disposition", looks.disposition, 0.55, "words for dispositions"),
    )  # fmt: skip
    return [
        Guess(field, confidence, _percent(share, words))
        for field, share, confidence, words in shares
        if share >= _MOST
    ]


def _percent(share: float, words: str) -> str:
    return f"{share:.0%} of its cells are {words}"


def _marked_section(header: str, looks: Looks) -> Guess | None:
    """A header that is a section: its column marks counts of it."""
    reading = read_section(header)
    if not header[:1].isdigit() and not header.upper().startswith(("HS", "PC", "H&S")):
        return None
    if len(reading.sections) != 1 or not reading.is_read or guess_field(header)[1] == EXACT:
        return None
    section = reading.sections[0]
    if not section.code and not section.is_cannabis:
        return None
    text = reading.text if section.code else f"{reading.text} HS"
    is_few = looks.n_distinct <= 12
    return Guess(
        "section_mark", 0.9 if is_few else _WEAK, f"the header '{header}' is a code section",
        section=text,
    )  # fmt: skip


def _settle(guesses: list[Guess]) -> list[Guess]:
    """Without a conviction date, a disposition date stands for it, and that is said."""
    fields = {one.field for one in guesses}
    if "conviction_date" in fields or "disposition_date" not in fields:
        return guesses
    why = "; the list has no conviction date, so that the disposition date is taken for it"
    return [
        one._replace(field="conviction_date", confidence=one.confidence * 0.8, why=one.why + why)
        if one.field == "disposition_date"
        else one
        for one in guesses
    ]
