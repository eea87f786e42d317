"""Filling and checking forms of some cases: plain data in, plain data out, for worker processes."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.forms.blank import Blank
from app.documents.forms.checking import check_filled
from app.documents.forms.draft import FormDraft
from app.documents.forms.field_map import FieldMap
from app.documents.forms.filling import fill_form
from app.documents.forms.values import use_problems
from app.errors import UserError

GIVE_REASON = "To fill it all the same, give the reason (--override REASON); it is logged."


@dataclass(frozen=True, slots=True)
class FormWork:
    """What every case of a request shares. ``has_reason``: somebody answers for what is against
    the form."""

    blank: Blank
    found: FieldMap
    attachment: tuple[Blank, FieldMap] | None
    with_live_copy: bool
    has_reason: bool


@dataclass(frozen=True, slots=True)
class FormTask:
    work: FormWork
    drafts: list[tuple[int, FormDraft]]  # with their numbers in court order


@dataclass(frozen=True, slots=True)
class Pressed:
    """A filled form. ``problem`` is why there is none, ``against`` what the reason answers for."""

    number: int
    pdf: bytes = b""
    live: bytes = b""
    n_pages: int = 0
    unfilled: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    problem: str = ""


def press(task: FormTask) -> list[Pressed]:
    """Runs in a worker: the forms of some cases, each checked after it was made."""
    return [_pressed(task.work, number, draft) for number, draft in task.drafts]


def _pressed(work: FormWork, number: int, draft: FormDraft) -> Pressed:
    against = tuple(use_problems(work.found, draft))
    if against and not work.has_reason:
        return Pressed(number, problem=" ".join([*against, GIVE_REASON]))
    try:
        filled = fill_form(
            work.blank, work.found, draft, attachment_form=work.attachment,
            with_live_copy=work.with_live_copy,
        )  # fmt: skip
    except UserError as error:
        return Pressed(number, problem=error.message)
    wrong = check_filled(filled)
    if wrong:
        return Pressed(
            number, problem=f"The filled {work.found.form} is not right: " + " ".join(wrong)
        )
    return Pressed(number, filled.pdf, filled.live, filled.n_pages, filled.unfilled, against)
