"""Damage to ordinary people's rows, in known proportion.

Kinds, weights and texts stand in resources/sample/troubles.toml. Each change takes a
person's rows and chance, changes rows, and returns the places of those it changed; none
when it does not apply to the person.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.sampling.draw import Draw, weighted
from app.sampling.rows import FILLER, csv_line
from app.sampling.sentences import DISMISSED_LATER
from app.sampling.troubles import TroubledPerson, break_row, trouble_table

DAMAGED_SHARE = 0.25  # of the ordinary people of a messy file
ROWS_APART_SHARE = 0.01

Rows = list[list[str]]
Hits = list[int]  # places among the person's rows
Change = Callable[[Rows, Draw], Hits]

_WHOLES = {"event": 6, "count": 12, "person": 0}  # leading digits of CNT_ORDER in common


def damage(lines: list[str], draw: Draw) -> TroubledPerson:
    """One kind of damage to an ordinary person's lines (without RECORD_ID)."""
    kind, says, change = draw.pick(_pool())
    rows = [["", *cells] for cells in csv.reader(lines)]
    hits = change(rows, draw)
    if not hits:
        return TroubledPerson(lines, ())
    notes = tuple((place, kind, says) for place in hits)
    return TroubledPerson([csv_line(row[1:]) for row in rows], notes)


@lru_cache(maxsize=1)
def _pool() -> tuple[tuple[str, str, Change], ...]:
    entries = trouble_table()["damage"]
    return weighted([((e["kind"], e["says"], _change(e)), e["weight"]) for e in entries])


def _change(entry: dict[str, Any]) -> Change:
    if "does" in entry:
        return _CHANGES[entry["does"]]
    return _set(entry["column"], tuple(entry["texts"]), _WHOLES[entry["whole"]])


def _pick_conviction(rows: Rows, draw: Draw) -> int | None:
    places = [
        place
        for place, row in enumerate(rows)
        if row[AT["DISP_DESCR"]].startswith("CONVICTED")
        and row[AT["STP_TYPE_DESCR"]].startswith("COURT")
    ]
    return draw.pick(places) if places else None


def _same(rows: Rows, place: int | None, n_digits: int) -> Hits:
    """Rows whose CNT_ORDER begins alike."""
    if place is None:
        return []
    order = rows[place][AT["CNT_ORDER"]][:n_digits]
    return [index for index, row in enumerate(rows) if row[AT["CNT_ORDER"]][:n_digits] == order]


def _set(column: str, texts: tuple[str, ...], n_digits: int) -> Change:
    """Puts one of ``texts`` into a conviction's cell, on all its rows."""

    def change(rows: Rows, draw: Draw) -> Hits:
        hits = _same(rows, _pick_conviction(rows, draw), n_digits)
        text = draw.pick(texts)
        for place in hits:
            rows[place][AT[column]] = text
        return hits

    return change


def _blank_level(rows: Rows, draw: Draw) -> Hits:
    hits = _same(rows, _pick_conviction(rows, draw), 12)
    text = draw.pick(("", "   ", FILLER))
    for place in hits:
        rows[place][AT["CONV_STAT_DESCR"]] = text
        rows[place][AT["OFFENSE_TOC"]] = ""
    return hits


def _differ_in_birth(rows: Rows, draw: Draw) -> Hits:
    born = rows[-1][AT["PRI_DOB"]]
    rows[-1][AT["PRI_DOB"]] = f"{int(born[:4]) + draw.between(1, 9)}{born[4:]}"
    return [len(rows) - 1] if len(rows) > 1 else []


def _respell_county(rows: Rows, draw: Draw) -> Hits:
    hits = _same(rows, _pick_conviction(rows, draw), 6)
    if not hits:
        return []
    name = rows[hits[0]][AT["STP_ORI_CNTY_NAME"]].strip()
    short = name[: max(4, len(name) * 2 // 3)]
    text = draw.pick((name.title(), f" {name} ", short, f"{name} COUNTY", name.lower()))
    for place in hits:
        rows[place][AT["STP_ORI_CNTY_NAME"]] = text
    return hits


def _move_charge_to_comment(rows: Rows, draw: Draw) -> Hits:
    hits = _same(rows, _pick_conviction(rows, draw), 12)
    printed = draw.pick(("SEE COMMENT FOR CHARGE", " See Comment  for Charge ", "", FILLER))
    lead = draw.pick(("", "CHRG ", "chrg-", ":CHRG "))
    for place in hits:
        row = rows[place]
        row[AT["COMMENT_TEXT"]] = lead + row[AT["OFFENSE_DESCR"]].strip()
        row[AT["OFFENSE_DESCR"]] = printed
    return hits


def _grant_relief_later(rows: Rows, draw: Draw) -> Hits:
    hits = _same(rows, _pick_conviction(rows, draw), 12)
    if not hits:
        return []
    place = hits[-1] + 1
    row = list(rows[hits[-1]])
    row[AT["DISP_ORDER"]] = "002"
    row[AT["DISP_DESCR"]] = draw.pick((*DISMISSED_LATER, "REDUCED TO MISD PER 17(B) PC"))
    row[AT["CONV_STAT_DESCR"]] = row[AT["SENT_LOC_DESCR"]] = row[AT["SENT_LENGTH"]] = ""
    rows.insert(place, row)
    return [place]


def _repeat_row(rows: Rows, draw: Draw) -> Hits:
    place = draw.between(0, len(rows) - 1)
    rows.insert(place + 1, list(rows[place]))
    return [place + 1]


def _change_subject(rows: Rows, draw: Draw) -> Hits:
    """The rows from some place on get another SUBJECT_ID; the CII number stays."""
    if len(rows) < 2:
        return []
    first = draw.between(1, len(rows) - 1)
    subject = f"{70_000_000 + int(rows[0][AT['SUBJECT_ID']]) % 10_000_000}"
    for row in rows[first:]:
        row[AT["SUBJECT_ID"]] = subject
    return list(range(first, len(rows)))


def _broken(ways: tuple[str, ...]) -> Change:
    def change(rows: Rows, draw: Draw) -> Hits:
        place = draw.between(0, len(rows) - 1)
        break_row(rows[place], draw.pick(ways))
        return [place]

    return change


_CHANGES: dict[str, Change] = {
    "level blank": _blank_level,
    "birth date differs": _differ_in_birth,
    "charge in comment": _move_charge_to_comment,
    "county variant": _respell_county,
    "later relief": _grant_relief_later,
    "duplicate row": _repeat_row,
    "two subject numbers": _change_subject,
    "cell count": _broken(("94", "96")),
    "stray quote": _broken(("quote", "open")),
}
