"""A person's record as plain objects with names, and what those names are."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.model.dates import PartialDate
from app.model.record import (
    Charge,
    Cycle,
    Event,
    Person,
    RapSheet,
    Relief,
    RowRef,
    SentencePart,
    Taken,
)

_PARTS = (
    RapSheet, Person, Cycle, Event, Charge, SentencePart, Relief, Taken, PartialDate, RowRef,
)  # fmt: skip


def plain(value: object) -> Any:
    """As JSON has it: objects with names, days as ISO text, words for what is one of several."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        if names is None:
            return [plain(one) for one in value]
        return {name: plain(one) for name, one in zip(names, value, strict=True)}
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form")


def describe_record() -> dict[str, Any]:
    """Part -> what it is, and its names with their kinds."""
    return {
        part.__name__: {
            "about": " ".join((part.__doc__ or "").split()),
            "fields": {name: _kind(kind) for name, kind in part.__annotations__.items()},
        }
        for part in _PARTS
    }


def _kind(kind: object) -> str:
    return str(getattr(kind, "__forward_arg__", kind))
