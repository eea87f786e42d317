"""The office's official forms: blanks put in, maps of its own, and what state each is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.documents.forms.blank import MOST_BYTES, Blank, read_blank
from app.documents.forms.catalog import map_by_edition, map_by_hash, shipped_maps
from app.documents.forms.editing import settled
from app.documents.forms.field_map import UNDATED, FieldMap
from app.documents.forms.guard import map_problems
from app.documents.forms.loading import MapError, read_map
from app.documents.forms.writing import map_text
from app.errors import InputError
from app.jobs.clock import now
from app.jobs.rights import find_user
from app.limits import read_limited
from app.store import audit, forms
from app.store.forms import KeptBlank, KeptMap
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FormState:
    """One form as the office has it: a blank, a map, or both.

    ``doubts`` are sentences that an override answers for; ``hindrances`` bar the form until
    they are mended. A form is ready when there are neither.
    """

    form: str
    edition: str
    title: str
    blank: KeptBlank | None
    found: FieldMap | None
    is_own_map: bool
    doubts: tuple[str, ...]
    hindrances: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.doubts and not self.hindrances

    @property
    def words(self) -> str:
        """The state in a few words."""
        if self.blank is None:
            return "No blank put in"
        if self.found is None:
            return "Needs a map"
        if self.hindrances:
            return "Map does not fit"
        if self.doubts:
            return "Asks for a reason"
        return "Ready"


def read_form(path: Path) -> Blank:
    """A blank from a file. Raises InputError, also when the file cannot be read."""
    try:
        data = read_limited(path, MOST_BYTES)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check the name.") from error
    return read_blank(data, path.name)


def name_of(blank: Blank) -> tuple[str, str]:
    """Form and edition of a blank: of the map that knows its bytes, else as it prints them."""
    known = map_by_hash(blank.sha256)
    if known is not None:
        return known.form, known.edition
    return blank.printed.form, blank.printed.edition


def add_blank(
    workspace: Workspace, path: Path, *, who: str, form: str = "", edition: str = ""
) -> FormState:
    """Put a blank in. ``form`` and ``edition`` name it where it does not say so itself.

    Raises InputError for a file that cannot serve, for one whose number or edition nobody
    knows, and where what is given differs from what the blank prints.
    """
    find_user(workspace, who)
    blank = read_form(path)
    printed_form, printed_edition = name_of(blank)
    _agree(path.name, "form", printed_form, form)
    _agree(path.name, "edition", printed_edition, edition)
    form, edition = printed_form or form.strip(), printed_edition or edition.strip()
    if not form:
        raise InputError(
            f"{path.name} does not print its number. Give it with --form (in the window: Form)."
        )
    if not edition:
        raise InputError(
            f"{path.name} does not print its edition. Give it with --edition as a date like "
            f"2024-01-01, or as {UNDATED} when the form has none."
        )
    _check_edition(edition)
    kept = KeptBlank(blank.sha256, form, edition, path.name, blank.n_pages, who, now())
    with workspace.transaction():
        forms.put_blank(workspace, kept, blank.data)
        _log(workspace, who, "form blank", f"{form}@{edition}", new=blank.sha256)
    return state_of(workspace, kept, now_on=None)


def _agree(name: str, what: str, printed: str, given: str) -> None:
    if printed and given.strip() and printed.casefold() != given.strip().casefold():
        raise InputError(f"{name} prints the {what} {printed}, not {given.strip()}.")


def _check_edition(edition: str) -> None:
    if edition == UNDATED:
        return
    try:
        date.fromisoformat(edition)
    except ValueError as error:
        raise InputError(
            f"“{edition}” is no edition: write its date like 2024-01-01, or {UNDATED}."
        ) from error


def remove_blank(workspace: Workspace, sha256: str, *, who: str) -> None:
    """Take a blank out; papers made from it stay. Raises InputError when there is none."""
    find_user(workspace, who)
    kept = forms.find_blank(workspace, sha256)
    if kept is None:
        raise InputError("There is no such blank form in the workspace.")
    with workspace.transaction():
        forms.delete_blank(workspace, sha256)
        _log(workspace, who, "form blank removed", f"{kept.form}@{kept.edition}", old=sha256)


def open_blank(workspace: Workspace, kept: KeptBlank) -> Blank:
    """The blank itself, read again: its bytes are what was put in."""
    return read_blank(forms.get_data(workspace, kept.sha256), kept.name)


def save_map(workspace: Workspace, found: FieldMap, blank: Blank, *, who: str) -> FieldMap:
    """Keep the office's own map; it counts before a shipped one and knows this blank's bytes.

    Raises InputError when it cannot fill the blank or would fill what is never filled.
    """
    find_user(workspace, who)
    found = settled(found)
    problems = map_problems(found, blank)
    if not found.entries:
        problems.append("Nothing in it is settled yet.")
    if problems:
        raise InputError("The map cannot be kept. " + " ".join(problems))
    _check_edition(found.edition)
    if blank.sha256 not in found.sha256:
        found = replace(found, sha256=(*found.sha256, blank.sha256))
    text = map_text(found)
    read_map(text, found.name)  # what cannot be read again is not kept
    before = forms.find_map(workspace, found.form, found.edition)
    with workspace.transaction():
        forms.put_map(workspace, KeptMap(found.form, found.edition, text, who, now()))
        _log(workspace, who, "form map", found.name, old=before.text if before else "", new=text)
    return found


def remove_map(workspace: Workspace, form: str, edition: str, *, who: str) -> None:
    """Go back to the shipped map, or to none. Raises InputError when the office has none."""
    find_user(workspace, who)
    before = forms.find_map(workspace, form, edition)
    if before is None:
        raise InputError(f"The office has no map of its own for {form}@{edition}.")
    with workspace.transaction():
        forms.delete_map(workspace, form, edition)
        _log(workspace, who, "form map removed", f"{form}@{edition}", old=before.text)


def map_for(workspace: Workspace, kept: KeptBlank) -> tuple[FieldMap | None, bool]:
    """The map of a blank and whether it is the office's own: that one, else the shipped one."""
    own = forms.find_map(workspace, kept.form, kept.edition)
    if own is not None:
        return read_map(own.text, f"{own.form}@{own.edition}"), True
    return map_by_hash(kept.sha256) or map_by_edition(kept.form, kept.edition), False


def state_of(workspace: Workspace, kept: KeptBlank, *, now_on: date | None) -> FormState:
    """The state of a blank; ``now_on`` is the day by which an edition may have expired."""
    try:
        found, is_own = map_for(workspace, kept)
    except MapError as error:
        return FormState(kept.form, kept.edition, "", kept, None, True, (), (error.message,))
    if found is None:
        lacks = (
            f"There is no map for {kept.form}@{kept.edition}: make one by clicking on its fields.",
        )
        return FormState(kept.form, kept.edition, "", kept, None, False, (), lacks)
    hindrances = tuple(map_problems(found, open_blank(workspace, kept)))
    doubts = tuple(_doubts(found, kept, now_on))
    return FormState(
        found.form, found.edition, found.title, kept, found, is_own, doubts, hindrances
    )


def _doubts(found: FieldMap, kept: KeptBlank, now_on: date | None) -> list[str]:
    doubts = []
    if kept.sha256 not in found.sha256:
        doubts.append(
            f"The file {kept.name} is not one that the map of {found.name} was drawn for: look "
            "at the filled form closely."
        )
    ended = found.superseded_on
    if ended is not None and now_on is not None and now_on >= ended:
        by = f" by {found.superseded_by}" if found.superseded_by else ""
        doubts.append(f"This edition of {found.form} was replaced on {ended}{by}.")
    return doubts


def list_forms(workspace: Workspace, now_on: date | None = None) -> list[FormState]:
    """Every form that the office has put in, and the shipped maps still without a blank."""
    states = [state_of(workspace, kept, now_on=now_on) for kept in forms.list_blanks(workspace)]
    there = {(state.form.casefold(), state.edition) for state in states}
    states += [
        FormState(found.form, found.edition, found.title, None, found, False, (), ())
        for found in shipped_maps()
        if (found.form.casefold(), found.edition) not in there
    ]
    return sorted(states, key=lambda one: (one.blank is None, one.form.casefold(), one.edition))


def find_form(states: Sequence[FormState], form: str) -> FormState:
    """The newest blank of a form; ``form`` may name the edition: ``CR-180@2019-01-01``.

    Raises InputError when the office has not put it in.
    """
    name, _, edition = form.strip().partition("@")
    fitting = [
        one
        for one in states
        if one.form.casefold() == name.casefold() and edition in ("", one.edition)
    ]
    put_in = [one for one in fitting if one.blank is not None]
    if put_in:
        return max(put_in, key=lambda one: one.edition if one.edition != UNDATED else "")
    if fitting:
        raise InputError(
            f"The blank of {fitting[0].form} is not in the workspace. Download it from the court "
            "and put it in first."
        )
    known = ", ".join(dict.fromkeys(one.form for one in states)) or "none"
    raise InputError(f"There is no form {form}. Known: {known}.")


def _log(
    workspace: Workspace, who: str, action: str, subject: str, *, old: str = "", new: str = ""
) -> None:
    audit.append(workspace, at=now(), who=who, action=action, subject=subject, old=old, new=new)
