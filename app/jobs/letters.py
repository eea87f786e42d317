"""Letters to the people for whom relief is asked: made, checked, recorded; labels, envelopes.

A letter says what the motions ask for: the same convictions, after review, in court order. Who
gets none is told with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import durable
from app.documents.draft import MotionCase
from app.documents.letter import render_letter
from app.documents.letter_draft import ENGLISH, SPANISH, LetterDraft, languages_of
from app.documents.texts import PaperText
from app.errors import InputError
from app.jobs.addresses import Address, Addresses, read_addresses
from app.jobs.asked_cases import AskedCases, asked_cases
from app.jobs.clock import now
from app.jobs.contacts import find_receiver
from app.jobs.draft_papers import find_office
from app.jobs.given_out import given_to
from app.jobs.letter_press import (
    ADDRESSES_FILE,
    ENVELOPES_FILE,
    LABELS_FILE,
    LETTERS_FOLDER,
    MERGED_FILE,
    NAME_ORDER,
    Letter,
    LetterPress,
    LettersRequest,
)
from app.jobs.letterhead import find_logo
from app.jobs.motion_cases import caption_name, schedule_cases
from app.jobs.paper_texts import text_of, text_versions
from app.jobs.preview import Preview
from app.jobs.progress import Progress
from app.jobs.relief_asked import ReliefAsks
from app.jobs.rights import Right, check_may
from app.jobs.small_csv import BadRow
from app.scratch import scratch_folder
from app.store import audit, papers
from app.store.contacts import DEFENDER
from app.store.papers import ReliefRow
from app.store.workspace import Workspace

EARLIER_FOLDER = "Earlier letters"
_LETTER_NAME = re.compile(r"\d{5,} [\w-]+\.pdf", re.ASCII)


@dataclass(frozen=True, slots=True)
class LettersSummary:
    files: tuple[Path, ...]
    n_letters: int
    n_pages: int
    n_without_address: int
    left_out: tuple[str, ...]  # a sentence for everybody and every conviction without a letter
    bad_rows: tuple[BadRow, ...]  # of the file of addresses
    notes: tuple[str, ...] = ()  # what a person should look at before mailing


def make_letters(
    workspace: Workspace, request: LettersRequest, progress: Progress, *, who: str
) -> LettersSummary:
    """Make the letters. ``progress`` counts people. All files or none.

    Raises InputError when there is nobody to write to.
    """
    check_may(workspace, who, Right.PAPERS)
    asked = asked_cases(workspace, only_accepted=request.only_accepted)
    run, left_out = asked.run, asked.left_out
    found, addresses = _drafts(workspace, asked, request)
    if not found:
        raise InputError(_nobody(left_out))
    texts = letter_texts(workspace)
    press = LetterPress(run, texts, request, text_versions(workspace, _names(found)))
    try:
        durable.make_folder(request.folder)
        with scratch_folder(request.folder) as temporary:
            made = press.print_all(temporary, found, progress)
            with workspace.transaction():
                papers.insert_papers(workspace, press.papers)
                audit.append(
                    workspace, at=now(), who=who, action="letters", subject=f"run {run.id}",
                    new=f"{press.n_letters} letters, {press.n_pages} pages; {press.versions}; "
                    + given_to(request.folder, (p.person_id for p in press.papers if p.person_id)),
                )  # fmt: skip
                files = _publish(temporary, request.folder, made)
    except OSError as error:
        raise InputError(
            f"{request.folder} cannot be written to ({error.strerror}). Nothing was made."
        ) from error
    return LettersSummary(
        files, press.n_letters, press.n_pages, press.n_without_address,
        (*left_out, *press.left_out), addresses.bad, tuple(press.notes),
    )  # fmt: skip


def letter_texts(workspace: Workspace) -> dict[str, PaperText]:
    """The letters' texts by language: the office's own or the shipped ones."""
    return {language: text_of(workspace, f"letter-{language}") for language in (ENGLISH, SPANISH)}


def preview_letter(
    workspace: Workspace, language: str, dated: date, *, only_accepted: bool = False
) -> Preview:
    """The first letter in court order, to look at; nothing is recorded."""
    request = LettersRequest(Path(), dated, language, only_accepted=only_accepted)
    asked = asked_cases(workspace, only_accepted=only_accepted)
    found, _ = _drafts(workspace, asked, request, limit=1)
    if not found:
        raise InputError(_nobody(asked.left_out))
    first = found[0]
    return Preview(render_letter(first.draft, letter_texts(workspace)), (first.person_id,))


def _nobody(left_out: Sequence[str]) -> str:
    return " ".join(["There is nobody to write to: no relief is asked.", *left_out[:3]])


def _names(found: Iterable[Letter]) -> list[str]:
    languages = {language for one in found for language in one.draft.languages}
    return [f"letter-{language}" for language in sorted(languages)]


def _drafts(
    workspace: Workspace, asked: AskedCases, request: LettersRequest, limit: int | None = None
) -> tuple[list[Letter], Addresses]:
    """One draft a person, in the order asked for."""
    by_person, run = _by_person(asked.groups), asked.run
    chosen = dict(list(by_person.items())[:limit])
    addresses = Addresses({}, ())
    if request.addresses is not None:
        addresses = read_addresses(workspace, request.addresses, chosen)
    frame = LetterDraft(
        find_office(workspace), run.county, "", (), (), request.dated, run.as_of,
        defender=_defender(workspace, run.county), logo=find_logo(workspace),
        is_practice=workspace.info.is_practice,
    )  # fmt: skip
    found = [
        _letter(
            workspace, frame, number, own, asked.asks, addresses.found.get(number), request.language
        )
        for number, own in chosen.items()
    ]
    if request.order == NAME_ORDER:
        found.sort(key=lambda one: (by_person[one.person_id][0][0].name.casefold(), one.person_id))
    return found, addresses


def _by_person(groups: Iterable[list[ReliefRow]]) -> dict[int, list[list[ReliefRow]]]:
    """The cases of each person; people in the order of their first case."""
    found: dict[int, list[list[ReliefRow]]] = {}
    for group in groups:
        found.setdefault(group[0].person_id, []).append(group)
    return found


def _letter(
    workspace: Workspace,
    frame: LetterDraft,
    person_id: int,
    groups: list[list[ReliefRow]],
    asks: ReliefAsks,
    address: Address | None,
    language: str,
) -> Letter:
    cases = tuple(_named(case) for case in schedule_cases(workspace, groups, asks))
    wanted = address.language if address and address.language else language
    draft = replace(
        frame, name=caption_name(groups[0][0].name), cases=cases, languages=languages_of(wanted),
        address=address.lines if address else (),
    )  # fmt: skip
    ids = tuple(row.conviction_id for group in groups for row in group)
    return Letter(person_id, draft, ids)


def _named(case: MotionCase) -> MotionCase:
    return replace(case, defendant=caption_name(case.defendant))


def _defender(workspace: Workspace, county: str) -> str:
    contact = find_receiver(workspace, DEFENDER, county)
    if contact is None:
        return ""
    return ", ".join(part for part in (contact.name, contact.phone) if part)


def _publish(source: Path, folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Move everything into place; files of these names are replaced.

    What an earlier mailing left there goes to a folder of its own: a letter to somebody whose
    case was parked since must not lie among what is to be mailed.
    """
    gone = sorted(_earlier(folder) - set(names))
    _move(folder, folder / EARLIER_FOLDER, gone)
    _move(source, folder, names)
    return tuple(folder / name for name in names)


def _move(source: Path, folder: Path, names: Sequence[str]) -> None:
    for parent in {(folder / name).parent for name in names}:
        durable.make_folder(parent)
    durable.replace_all((source / name, folder / name) for name in names)


def _earlier(folder: Path) -> set[str]:
    """The files of an earlier mailing that lie in a folder."""
    letters = {
        f"{LETTERS_FOLDER}/{path.name}"
        for path in (folder / LETTERS_FOLDER).glob("*.pdf")
        if _LETTER_NAME.fullmatch(path.name)
    }
    whole = (MERGED_FILE, LABELS_FILE, ADDRESSES_FILE, ENVELOPES_FILE)
    return letters | {name for name in whole if (folder / name).is_file()}
