"""Topics that are made from the program: columns, words, lists of sections, errors, keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.help.errors import Catalogue, Numbered, load_catalogue
from app.help.glossary import list_answers, list_codes, list_segments, list_terms
from app.help.keys import list_keys
from app.model.consequences import FOR_INFORMATION, OF_CONSEQUENCE, consequence_of
from app.rules.lists.meanings import load_meanings
from app.rules.lists.offense_lists import (
    SOURCES,
    ListedOffense,
    Listing,
    OffenseList,
    load_offense_list,
    offense_list_ids,
)

DATA_AREA = "data"
UNLISTED = "It may change an answer. Where the row was set aside, it takes part in nothing."
LIST_WORDS = {
    Listing.SURE: "on the list",
    Listing.MAYBE: "perhaps on the list",
    Listing.NEVER: "not on the list",
}


def columns_text() -> str:
    """Every column of the state's file with its meaning, and the codes."""
    parts = [
        _front("Columns and codes of the state's file", 210, "Reference"),
        (
            "The state's bulk conviction file has 95 columns. A row is a count, or a part of its "
            "sentence. Files of other kinds are read into the same columns and a few more."
        ),
    ]
    for segment in list_segments():
        rows = ((f"**{one.name}**", one.means) for one in segment.columns)
        parts += [f"## {segment.title}", segment.means, _table(("Column", "What it says"), rows)]
    codes = ((f"**{one.name}**", one.column, one.means) for one in list_codes())
    parts += ["## Codes", _table(("Code", "In the column", "What it means"), codes)]
    return "\n\n".join(parts)


def terms_text() -> str:
    """Words of law and program, and the answers."""
    parts = [
        _front("Words", 220, "Reference"),
        (
            "What this program and the law mean by a word. Columns and codes of the state's file "
            "stand under [Columns and codes](columns.md)."
        ),
    ]
    for entry in list_terms():
        more = f" [More]({entry.see})" if entry.see else ""
        parts += [f"## {entry.name}", entry.means + more]
    answers = ((f"**{one.name}**", one.means) for one in list_answers())
    parts += ["## The answers of a policy", _table(("Answer", "What it means"), answers)]
    return "\n\n".join(parts)


def lists_text() -> str:
    """What the program knows of sections: meanings of subdivisions, the lists of offenses."""
    parts = [
        _front("Sections and lists of offenses", 230, "Reference"),
        (
            "What the program knows of single sections. Type a section such as 11357(b) into the "
            "search above the contents, or use `relief-desk section`, to have all of it together."
        ),
    ]
    parts += _meanings()
    for list_id in offense_list_ids():
        parts += _list(load_offense_list(list_id))
    marks = "; ".join(f"{mark}: {words}" for mark, words in SOURCES.items())
    parts += ["## How sure an entry is", f"Each entry has a mark. {marks}."]
    return "\n\n".join(parts)


def _meanings() -> list[str]:
    table = load_meanings()
    rows = (
        (
            f"**{one.letter}**",
            _days(one.from_on, one.until_on),
            one.in_words,
            one.cite,
            one.mark.name,
        )
        for one in table.meanings
    )
    heads = ("Letter", "Offense", "What it forbids", "Authority", "Mark")
    return [f"## {table.title}", _table(heads, rows)]


def _list(offenses: OffenseList) -> list[str]:
    rows = (
        (f"**{one.section}**", LIST_WORDS[one.listing], _dated(one), one.citation, one.source)
        for one in offenses.offenses
    )
    felony = " Only a felony conviction is surely on it." if offenses.is_felony_only else ""
    rest = " It is not complete: a section it does not name may be on it." if offenses.rest else ""
    heads = ("Section", "Class", "Note", "Authority", "Mark")
    about = f"{offenses.citation}, named `{offenses.id}` in policies.{felony}{rest}"
    return [f"## {offenses.title}", about, _table(heads, rows)]


def _dated(one: ListedOffense) -> str:
    days = _days(one.from_on, one.until_on) if one.from_on or one.until_on else ""
    return "; ".join(filter(None, (one.note, days)))


def _days(from_on: object, until_on: object) -> str:
    bounds = [f"from {from_on}"] if from_on else []
    bounds += [f"until {until_on}"] if until_on else []
    return " ".join(bounds) or "any day"


def errors_text() -> str:
    """Every number that an error shows, with its sentence and what to do."""
    catalogue = load_catalogue()
    parts = [
        _front("Numbers of errors and issues", 300, "Reference"),
        (
            "Each sentence with which the program refuses something has a number that never "
            "changes, and so has each kind of data issue. Type the number into the search above "
            "the contents, or `relief-desk help E-0412` in a terminal."
        ),
    ]
    for area in catalogue.areas.values():
        own = [one for one in catalogue.entries if one.area == area.name and not one.is_retired]
        if own:
            parts.append(f"## {area.title}")
            parts += [_error(catalogue, entry) for entry in own]
    return "\n\n".join(parts)


def _error(catalogue: Catalogue, entry: Numbered) -> str:
    return f"### {entry.number}\n\n" + "\n\n".join(error_lines(catalogue, entry))


def error_lines(catalogue: Catalogue, entry: Numbered) -> Iterator[str]:
    """What a number stands for, and what to do."""
    yield entry.in_words
    if entry.area == DATA_AREA:
        known = entry.says in OF_CONSEQUENCE or entry.says in FOR_INFORMATION
        yield f"What it means: {consequence_of(entry.says) if known else UNLISTED}"
    if entry.is_retired:
        yield "This program no longer says it; an earlier version did."
    yield f"What to do: {catalogue.advice(entry)}"


def keys_text() -> str:
    """The keyboard map."""
    parts = [
        _front("Keys", 240, "Reference"),
        "Everything can be done without a mouse. F1 shows the help of what you are at, ? the keys.",
    ]
    for title, keys in list_keys():
        rows = ((what, f"**{key}**") for what, key in keys)
        parts += [f"## {title}", _table(("What it does", "Key"), rows)]
    return "\n\n".join(parts)


def _front(title: str, order: int, part: str) -> str:
    return f"---\norder: {order}\npart: {part}\n---\n# {title}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(heads), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
