"""Which file counts where two differ: a setting of the office."""

from __future__ import annotations

from app.errors import InputError
from app.importing.join_sources import (
    COURT_LIST,
    KINDS_FIRST,
    NEWEST,
    RAP_SHEET,
    STATE,
    SourceRules,
)
from app.importing.reading import Kind
from app.store import records
from app.store.conflicts import ORDER_SETTING
from app.store.records import Source
from app.store.workspace import Workspace

ORDER_WORDS = {
    STATE: "the state's file",
    RAP_SHEET: "rap sheets",
    COURT_LIST: "court lists",
    NEWEST: "the newest delivery",
}

# What an office chooses from: each kind first, the others as preset; or what came last.
ORDERS = (
    (STATE, RAP_SHEET, COURT_LIST),
    (RAP_SHEET, STATE, COURT_LIST),
    (COURT_LIST, STATE, RAP_SHEET),
    (NEWEST,),
)


def source_rules(workspace: Workspace) -> SourceRules:
    """The kinds of the sources and the office's order of them."""
    kinds = {source.id: kind_of(source) for source in records.list_sources(workspace)}
    return SourceRules(kinds, get_order(workspace))


def kind_of(source: Source) -> str:
    if source.is_state_file:
        return STATE
    return RAP_SHEET if source.kind == Kind.RAP_SHEET.value else COURT_LIST


def get_order(workspace: Workspace) -> tuple[str, ...]:
    """The kinds, the best first; preset: the state's file, then rap sheets, then court lists."""
    return tuple(workspace.get_setting(ORDER_SETTING, ",".join(KINDS_FIRST)).split(","))


def read_order(text: str) -> tuple[str, ...]:
    """``state,court-list,rap-sheet`` or ``newest``. Raises InputError for anything else."""
    order = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if order == (NEWEST,) or sorted(order) == sorted(KINDS_FIRST):
        return order
    raise InputError(
        f"'{text}' is no order of sources. Name {STATE}, {RAP_SHEET} and {COURT_LIST} each once, "
        f"the best first, or {NEWEST}."
    )


def order_in_words(order: tuple[str, ...]) -> str:
    """For the screen: ``the state's file, then rap sheets, then court lists``."""
    if order == (NEWEST,):
        return "the newest delivery first"
    return ", then ".join(ORDER_WORDS[kind] for kind in order)
