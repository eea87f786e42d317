"""What a policy rests on: its sources, values that change by date, and its sign-off."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

from app.rules.loading.problems import Table
from app.rules.policy import (
    ArgumentValue,
    ChosenBy,
    DatedValue,
    OptionValue,
    SignOff,
    Source,
    SourceMark,
    ValueEntry,
    near_miss,
)

_MARKS = {mark.name: mark for mark in SourceMark}
_CHOSEN_BY = {by.value: by for by in ChosenBy}
_DAY = timedelta(days=1)
SIGN_OFF = re.compile(r"^\[sign_off\]", re.MULTILINE)


def read_sources(policy: Table) -> tuple[Source, ...]:
    """The ``[[source]]`` tables: every citation with what it says and how sure that is."""
    sources: dict[str, Source] = {}
    for table in policy.tables("source", named_by="cite"):
        table.check_keys(["cite", "mark", "says"])
        mark = _MARKS.get(table.choice("mark", _MARKS), SourceMark.G)
        source = Source(table.text("cite"), mark, table.text("says"))
        if source.cite in sources:
            table.add("the citation has a source before it: take one of them out", "cite")
        sources.setdefault(source.cite, source)
    return tuple(sources.values())


def check_citations(tables: Iterable[Table], key: str, known: list[str]) -> None:
    """Every citation that a table names must have a source that says how sure it is."""
    for table in tables:
        cited = table.content.get(key)
        for position, cite in enumerate(cited if isinstance(cited, list) else [cited]):
            if not isinstance(cite, str) or not cite.strip() or cite.strip() in known:
                continue
            close = near_miss(cite, known)
            table.add(
                f"the citation '{cite}' has no [[source]]{close}: correct it, or add a [[source]] "
                "that says what it says and how sure that is",
                key,
                position,
            )


def read_values(policy: Table) -> tuple[DatedValue, ...]:
    """The ``[[value]]`` tables: values that change by date, each entry with its citation."""
    values: dict[str, DatedValue] = {}
    for table in policy.tables("value", named_by="name"):
        table.check_keys(["name", "sentence", "by", "entry"])
        name = table.text("name")
        if name and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            table.add("'name' may hold only small letters, digits and _, a letter first", "name")
        value = DatedValue(
            name=name,
            sentence=table.text("sentence"),
            by=_CHOSEN_BY.get(table.choice("by", _CHOSEN_BY), ChosenBy.AS_OF),
            entries=_read_entries(table),
        )
        if value.name in values:
            table.add("the name is taken by a value before it: choose another", "name")
        values.setdefault(value.name, value)
    return tuple(values.values())


def entry_tables(value: Table) -> list[Table]:
    """The ``[[value.entry]]`` tables of a value."""
    tables = value.tables("entry")
    for table in tables:
        table.where = f"{value.where}, {table.where}"
    return tables


def _read_entries(value: Table) -> tuple[ValueEntry, ...]:
    read: list[tuple[ValueEntry, Table]] = []
    for table in entry_tables(value):
        table.check_keys(["from", "until", "value", "cite"])
        from_on, until_on = table.bounds()
        entry = ValueEntry(_entry_value(table), table.text("cite"), from_on, until_on)
        read.append((entry, table))
    if not read:
        value.add("it has no [[value.entry]]: add one with from, value and cite")
    read.sort(key=lambda one: one[0].from_on or date.min)
    for (before, _), (after, table) in pairwise(read):
        _check_neighbors(before, after, table)
    return tuple(entry for entry, _ in read)


def _entry_value(table: Table) -> ArgumentValue:
    given = table.content.get("value")
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        return tuple(str(one) for one in given)
    if isinstance(given, str | int | date) and not isinstance(given, datetime):
        return given
    if given is None:
        table.add("'value' is missing: add value = and what holds from then on")
    else:
        table.add("'value' must be a text, a list of texts, a whole number or a date", "value")
    return ""


def _check_neighbors(before: ValueEntry, after: ValueEntry, table: Table) -> None:
    """No day may have two entries, and none between the first and the last may have none."""
    key = "from" if after.from_on else "value"
    if after.from_on is None or before.until_on is None or before.until_on >= after.from_on:
        first = after.from_on or "the beginning"
        last = f"until = {after.from_on - _DAY}" if after.from_on else "an 'until'"
        table.add(f"two entries hold on {first}: end the earlier one the day before, {last}", key)
    elif (after.from_on - before.until_on).days > 1:
        table.add(
            f"no entry holds between {before.until_on} and {after.from_on}: start this one on "
            f"{before.until_on + _DAY}, or add an entry for the days between",
            key,
        )


def signed_sha256(text: str) -> str:
    """SHA-256 of a policy's text without its sign-off, so that signing does not change it.

    Trailing white space is left out and one line end put in its place; for a file without
    a sign-off that ends in one line end this is the hash of the file.
    """
    return hashlib.sha256((unsigned_text(text).rstrip() + "\n").encode("utf-8")).hexdigest()


def unsigned_text(text: str) -> str:
    """A policy's text up to its ``[sign_off]`` table, which is the last of the file."""
    found = SIGN_OFF.search(text)
    return text[: found.start()] if found else text


def read_sign_off(policy: Table, version: str, sha256: str) -> SignOff | None:
    """The ``[sign_off]`` table; a problem when it is for another version or text."""
    if "sign_off" not in policy.content:
        return None
    table = policy.table("sign_off")
    if table is None:
        return None
    table.check_keys(["by", "role", "on", "version", "sha256", "options"])
    signed = SignOff(
        by=table.text("by"),
        role=table.text("role"),
        on=table.day("on") or date.min,
        version=table.text("version"),
        sha256=table.text("sha256"),
        options=_signed_options(table),
    )
    if signed.version and signed.version != version:
        table.add(
            f"it was signed off for version {signed.version}, and this is version {version}: "
            "have this version signed off, or take the [sign_off] table out",
            "version",
        )
    elif signed.sha256 and signed.sha256 != sha256:
        table.add(
            "the text was changed after it was signed off: have it signed off again, or take "
            "the [sign_off] table out",
            "sha256",
        )
    return signed


def _signed_options(table: Table) -> tuple[tuple[str, OptionValue], ...]:
    given = table.content.get("options", {})
    if not isinstance(given, Mapping):
        table.add("'options' must be a table of options and values", "options")
        return ()
    options = ((str(name), value) for name, value in given.items())
    return tuple((name, value) for name, value in options if isinstance(value, str | int))
