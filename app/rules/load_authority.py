"""What a policy rests on: its sources, values that change by date, and its sign-off."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

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
from app.rules.problems import Table

_MARKS = {mark.name: mark for mark in SourceMark}
_CHOSEN_BY = {by.value: by for by in ChosenBy}
_SIGN_OFF = re.compile(r"^\[sign_off\]", re.MULTILINE)


def read_sources(policy: Table) -> tuple[Source, ...]:
    """The ``[[source]]`` tables: every citation with what it says and how sure that is."""
    sources: dict[str, Source] = {}
    for position, content in enumerate(policy.tables("source"), start=1):
        name = content.get("cite")
        where = f"source '{name}'" if isinstance(name, str) else f"source {position}"
        table = Table(where, content, policy.problems)
        table.check_keys(["cite", "mark", "says"])
        mark = _MARKS.get(table.choice("mark", _MARKS), SourceMark.G)
        source = Source(table.text("cite"), mark, table.text("says"))
        if source.cite in sources:
            table.add("the citation has a source before it")
        sources.setdefault(source.cite, source)
    return tuple(sources.values())


def check_citations(policy: Table, where: str, cited: Iterable[str], known: list[str]) -> None:
    """Every citation that a rule names must have a source that says how sure it is."""
    for cite in cited:
        if cite not in known:
            close = near_miss(cite, known)
            policy.problems.add(f"{where}: the citation '{cite}' has no [[source]]{close}")


def read_values(policy: Table) -> tuple[DatedValue, ...]:
    """The ``[[value]]`` tables: values that change by date, each entry with its citation."""
    values: dict[str, DatedValue] = {}
    for position, content in enumerate(policy.tables("value"), start=1):
        name = content.get("name")
        where = f"value '{name}'" if isinstance(name, str) else f"value {position}"
        table = Table(where, content, policy.problems)
        table.check_keys(["name", "sentence", "by", "entry"])
        value = DatedValue(
            name=table.text("name"),
            sentence=table.text("sentence"),
            by=_CHOSEN_BY.get(table.choice("by", _CHOSEN_BY), ChosenBy.AS_OF),
            entries=_read_entries(table),
        )
        if value.name in values:
            table.add("the name is taken by a value before it")
        values.setdefault(value.name, value)
    return tuple(values.values())


def _read_entries(value: Table) -> tuple[ValueEntry, ...]:
    entries = []
    for position, content in enumerate(value.tables("entry"), start=1):
        table = Table(f"{value.where}, entry {position}", content, value.problems)
        table.check_keys(["from", "until", "value", "cite"])
        from_on, until_on = table.bounds()
        entries.append(ValueEntry(_entry_value(table), table.text("cite"), from_on, until_on))
    if not entries:
        value.add("it has no [[value.entry]]")
    entries.sort(key=lambda entry: entry.from_on or date.min)
    _check_entries(value, entries)
    return tuple(entries)


def _entry_value(table: Table) -> ArgumentValue:
    given = table.content.get("value")
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        return tuple(str(one) for one in given)
    if isinstance(given, str | int | date):
        return given
    table.add("'value' is missing" if given is None else "'value' must be a text, number or date")
    return ""


def _check_entries(value: Table, entries: list[ValueEntry]) -> None:
    """No day may have two entries, and none between the first and the last may have none."""
    for before, after in pairwise(entries):
        if after.from_on is None or before.until_on is None or before.until_on >= after.from_on:
            first = after.from_on or "the beginning"
            value.add(f"two entries hold on {first}: end the earlier one the day before")
        elif (after.from_on - before.until_on).days > 1:
            value.add(f"no entry holds between {before.until_on} and {after.from_on}")


def signed_sha256(text: str) -> str:
    """SHA-256 of a policy's text without its sign-off, so that signing does not change it.

    Trailing white space is left out and one line end put in its place; for a file without
    a sign-off that ends in one line end this is the hash of the file.
    """
    found = _SIGN_OFF.search(text)
    kept = text[: found.start()] if found else text
    return hashlib.sha256((kept.rstrip() + "\n").encode("utf-8")).hexdigest()


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
            "have this version signed off, or take the [sign_off] table out"
        )
    elif signed.sha256 and signed.sha256 != sha256:
        table.add(
            "the text was changed after it was signed off: have it signed off again, or take "
            "the [sign_off] table out"
        )
    return signed


def _signed_options(table: Table) -> tuple[tuple[str, OptionValue], ...]:
    given = table.content.get("options", {})
    if not isinstance(given, Mapping):
        table.add("'options' must be a table of options and values")
        return ()
    options = ((str(name), value) for name, value in given.items())
    return tuple((name, value) for name, value in options if isinstance(value, str | int))
