"""Which files a conviction stands in, which of them counts, and why: in words."""

from __future__ import annotations

from collections.abc import Iterator

from app.jobs.source_order import get_order, order_in_words
from app.model.conflict import PERHAPS_SAME
from app.model.record import Conviction, RapSheet, RowRef
from app.store import conflicts, records
from app.store.conflicts import ListedConflict
from app.store.workspace import Workspace


def source_sentences(workspace: Workspace, sheet: RapSheet, at: RowRef) -> list[str]:
    """Of the conviction at that place; nothing when it stands in one file alone."""
    conviction = next((one for one in sheet.convictions() if one.charge.at == at), None)
    if conviction is None:
        return []
    return [*_files(workspace, conviction), *_conflicts(workspace, at)]


def elsewhere(sheet: RapSheet) -> dict[tuple[RowRef, str], RowRef]:
    """Facts that count as another file states them: (row, column) -> the row there."""
    return {
        (charge.at, taken.column): taken.at
        for event in sheet.events()
        for charge in event.charges
        for taken in charge.taken
    }


def _files(workspace: Workspace, conviction: Conviction) -> Iterator[str]:
    charge = conviction.charge
    if not charge.also_at:
        return
    names = {source.id: source.name for source in records.list_sources(workspace)}
    others = "; ".join(f"{names[at.source]}, row {at.row}" for at in charge.also_at)
    yield (
        f"Stated in {len(charge.also_at) + 1} files and counted once: "
        f"{names[charge.at.source]}, row {charge.at.row}; also {others}"
    )


def _conflicts(workspace: Workspace, at: RowRef) -> Iterator[str]:
    order = order_in_words(get_order(workspace))
    for one in conflicts.list_conflicts(workspace, at=at):
        first = f"{one.value or 'empty'} in {one.file_name}, row {one.at.row}"
        second = f"{one.other_value or 'empty'} in {one.other_file_name}, row {one.other_at.row}"
        if one.fact == PERHAPS_SAME:
            yield f"Perhaps the same conviction, {_two(one)}: {first}; {second}"
            continue
        file_name = one.other_file_name if one.decided == "second" else one.file_name
        why = (
            f"as {one.who} chose on {one.decided_at[:10]}" if one.decided else
            f"by the order of sources ({order}); nobody has confirmed it"
        )  # fmt: skip
        yield f"The files differ in the {one.fact}: {first}; {second}. {file_name} counts, {why}"


def _two(one: ListedConflict) -> str:
    if not one.decided:
        return "both count until somebody decides"
    return f"{one.decided}, as {one.who} decided on {one.decided_at[:10]}"
