"""A map in the making: every field of the blank has a place in it, and every step can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from app.documents.forms.blank import BUTTON, PUSH, SIGNATURE, Blank, Box
from app.documents.forms.field_map import Entry, FieldMap, FiledBy
from app.documents.forms.guard import Place, is_always_left, places_of
from app.documents.forms.proposing import TO_SETTLE, label_of, propose_map


def is_settled(entry: Entry) -> bool:
    return entry.by_hand != TO_SETTLE


def settled(found: FieldMap) -> FieldMap:
    """Without what was never settled: those places are left blank."""
    return replace(found, entries=tuple(filter(is_settled, found.entries)))


def completed(found: FieldMap, blank: Blank) -> FieldMap:
    """With the fields of the blank that the map does not name, to be settled."""
    named = {entry.field for entry in found.entries}
    missing = dict.fromkeys(
        one.name for one in blank.fields if one.kind != PUSH and one.name not in named
    )
    more = (blank.places_of(name)[0] for name in missing)
    entries = tuple(
        Entry(label_of(one), field=one.name, by_hand=TO_SETTLE, frame=one.is_framed) for one in more
    )
    return replace(found, entries=found.entries + entries)


@dataclass(slots=True)
class MapDraft:
    """The map as it stands; maps are plain data, so that undoing is going back to the last one."""

    blank: Blank
    found: FieldMap
    _before: list[FieldMap] = field(default_factory=list)

    @staticmethod
    def begin(blank: Blank, found: FieldMap | None, form: str = "", edition: str = "") -> MapDraft:
        """From the map that counts now, else from a proposal."""
        if found is None:
            found = propose_map(blank, form=form, edition=edition)
        return MapDraft(blank, completed(found, blank))

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def n_open(self) -> int:
        return sum(not is_settled(entry) for entry in self.found.entries)

    def places(self) -> list[tuple[int, Place]]:
        """Where each entry shows: its place in the list, page and box."""
        numbers = {id(entry): number for number, entry in enumerate(self.found.entries)}
        return [(numbers[id(one.entry)], one) for one in places_of(self.found, self.blank)]

    def is_box(self, number: int) -> bool | None:
        """Whether an entry is a box to tick; None for a place of its own, which may be either."""
        fields = self.blank.places_of(self.found.entries[number].field)
        return fields[0].kind == BUTTON if fields else None

    def change(self, number: int, entry: Entry) -> None:
        """Put another entry in the place of one."""
        entries = list(self.found.entries)
        if entries[number] != entry:
            entries[number] = entry
            self._step(replace(self.found, entries=tuple(entries)))

    def is_always_left(self, number: int) -> bool:
        """Whether the field is one for which no source is ever taken."""
        name = self.found.entries[number].field
        kinds = {one.kind for one in self.blank.places_of(name)}
        return bool(name) and (SIGNATURE in kinds or is_always_left(name))

    def add(self, page: int, box: Box) -> int:
        """A place of its own, where the blank has no field. Gives its place in the list."""
        entry = Entry(f"Place on page {page}", page=page, box=box, by_hand=TO_SETTLE)
        self._step(replace(self.found, entries=(*self.found.entries, entry)))
        return len(self.found.entries) - 1

    def remove(self, number: int) -> None:
        """Take a place of its own out; a field only becomes unsettled again."""
        entry = self.found.entries[number]
        if entry.field:
            self.change(number, Entry(entry.label, field=entry.field, by_hand=TO_SETTLE))
            return
        entries = [one for place, one in enumerate(self.found.entries) if place != number]
        self._step(replace(self.found, entries=tuple(entries)))

    def set_about(self, title: str, filed_by: FiledBy, superseded_on: date | None) -> None:
        """What the form is called, whose paper it is, and since when it is out of use."""
        changed = replace(
            self.found,
            title=title.strip() or self.found.title,
            filed_by=filed_by,
            superseded_on=superseded_on,
        )
        if changed != self.found:
            self._step(changed)

    def undo(self) -> None:
        """Go back one step."""
        if self._before:
            self.found = self._before.pop()

    def _step(self, found: FieldMap) -> None:
        self._before.append(self.found)
        self.found = found
