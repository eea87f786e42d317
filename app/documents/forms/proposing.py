"""A first map of a blank, from the names and tips of its fields: a person settles the rest.

A proposal never gives a source to a box to tick but a section's own, and marks as never what a
name calls signed, sworn or the court's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.documents.forms.blank import BUTTON, PUSH, SIGNATURE, Blank, Field
from app.documents.forms.field_map import UNDATED, Entry, FieldMap, Never, Overflow
from app.documents.forms.guard import is_always_left

TO_SETTLE = "to be settled"
_TEXTS: tuple[tuple[str, str], ...] = (  # the first that is found counts
    (r"bar.?(?:no|num)|\bsbn\b|state.?bar|ca.?sb\b", "filer.bar_number"),
    (r"e-?mail", "filer.email"),
    (r"\bfax", "filer.fax"),
    (r"case.?n(?:o|um)|\bscn\b", "case.number"),
    (r"short.?title|case.?(?:name|title)", "case.title"),
    (r"birth|\bdob\b", "defendant.birth_date"),
    (r"attorney.?for|atty.?for", "filer.party"),
    (r"firm", "filer.firm"),
    (r"crt.?county|court.?county|county", "court.county"),
    (r"branch", "court.branch"),
    (r"defendant", "defendant.name"),
    (r"zip", "filer.zip"),
    (r"\bstate\b|atty.?state", "filer.state"),
    (r"\bcity\b|atty.?city", "filer.city"),
    (r"street", "filer.street"),
    (r"phone|tel\b|telephone", "filer.telephone"),
    (r"atty.?name|attorney.?name|attypartyinfo.*name|^name$", "filer.name"),
)  # fmt: skip
_OF_COURT = re.compile(r"crt|court.?info|court.?use|\bdept\b|department|hearing", re.IGNORECASE)
_SECTION = re.compile(r"(?<![0-9.])(11357|11358|11359|11360)(?![0-9.])")
_BENCH = re.compile(r"judge|judicial|court|clerk", re.IGNORECASE)
_SIGNING = re.compile(r"\bdate\b|dated|executed", re.IGNORECASE)


def propose_map(blank: Blank, *, form: str = "", edition: str = "", title: str = "") -> FieldMap:
    """Every field once; what nobody can tell from its name is to be settled by hand."""
    names = dict.fromkeys(field.name for field in blank.fields if field.kind != PUSH)
    return FieldMap(
        form=form or blank.printed.form or "FORM",
        edition=edition or blank.printed.edition or UNDATED,
        title=title or "Title of the form",
        n_pages=blank.n_pages,
        entries=tuple(_entry(blank.places_of(name)[0]) for name in names),
        printed=blank.printed.words,
        sha256=(blank.sha256,),
    )


def label_of(field: Field) -> str:
    """How a person knows a field: its tip, else the last part of its name."""
    tip = " ".join(field.tip.split()).strip(": ")
    return (tip or re.sub(r"\[[0-9]+\]", "", field.name.rpartition(".")[2]) or field.name)[:80]


def _entry(field: Field) -> Entry:
    label, last = label_of(field), re.sub(r"[_\[\]0-9]+", " ", field.name.rpartition(".")[2])
    if field.kind == SIGNATURE or is_always_left(field.name):
        return Entry(label, field=field.name, never=_never(last))
    if field.kind == BUTTON:
        found = _SECTION.findall(f"{field.name} {field.tip}")
        source = f"convicted.{found[0]}" if len(set(found)) == 1 else ""
        return _settled(field, label, source)
    if _OF_COURT.search(last) and not re.search("county", last, re.IGNORECASE):
        return _settled(field, label, "")
    if _SIGNING.search(f"{last} {field.tip}") and not re.search("birth", label, re.IGNORECASE):
        return _settled(field, label, "")
    return _settled(field, label, _guess((last.strip(), field.tip)))


def _never(name: str) -> Never:
    if _SIGNING.search(name):
        return Never.SIGNING_DATE
    return Never.COURT if _BENCH.search(name) else Never.SIGNATURE


def _guess(words: Iterable[str]) -> str:
    texts = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text) for text in words]
    for pattern, source in _TEXTS:
        if any(re.search(pattern, text, re.IGNORECASE) for text in texts):
            return source
    return ""


def _settled(field: Field, label: str, source: str) -> Entry:
    """With a source, or to be settled; short facts are never sent to an attachment."""
    short = source in ("filer.bar_number", "filer.zip", "filer.state", "filer.telephone")
    return Entry(
        label, field=field.name, source=source, by_hand="" if source else TO_SETTLE,
        frame=field.is_framed, overflow=Overflow.REFUSE if short else Overflow.ATTACH,
    )  # fmt: skip
