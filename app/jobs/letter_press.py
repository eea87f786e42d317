"""The files of a mailing: each letter made and checked, all in one, labels, envelopes, lists."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.documents.check import check_paper
from app.documents.fonts import UnprintableCharacterError
from app.documents.letter import render_letter, render_letters
from app.documents.letter_draft import ENGLISH, LetterDraft
from app.documents.mail_layout import label_lines, window_lines
from app.documents.mailing import render_envelopes, render_labels
from app.documents.preview import page_count
from app.documents.texts import PaperText
from app.errors import InputError, UserError
from app.exporting.tables import Table, table_text
from app.jobs.clock import now
from app.jobs.progress import Progress
from app.store.papers import Paper
from app.store.runs import CheckRun

LETTERS_FOLDER = "Letters"
MERGED_FILE, LABELS_FILE, ENVELOPES_FILE = "Letters.pdf", "Labels.pdf", "Envelopes.pdf"
ADDRESSES_FILE, LIST_FILE = "Labels.csv", "Letters.csv"
COURT_ORDER, NAME_ORDER = "court", "name"
_LIST_HEADER = ("File", "Name", "Case numbers", "Language", "Address", "Pages", "SHA-256")


@dataclass(frozen=True, slots=True)
class LettersRequest:
    """``language`` holds for everybody whose address row names none."""

    folder: Path
    dated: date
    language: str = ENGLISH
    addresses: Path | None = None
    order: str = COURT_ORDER
    is_merged: bool = False
    with_labels: bool = False
    with_envelopes: bool = False
    only_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is made, and whose it is."""

    person_id: int
    draft: LetterDraft
    conviction_ids: tuple[int, ...]


class LetterPress:
    """Makes and checks the files in a folder, and remembers them for the register."""

    def __init__(
        self, run: CheckRun, texts: Mapping[str, PaperText], request: LettersRequest, versions: str
    ) -> None:
        self.papers: list[Paper] = []
        self.left_out: list[str] = []
        self.notes: list[str] = []
        self.n_letters = self.n_pages = self.n_without_address = 0
        self.versions = versions
        self._run = run
        self._texts = texts
        self._request = request
        self._listed: list[tuple[object, ...]] = []

    def print_all(self, folder: Path, found: Sequence[Letter], progress: Progress) -> list[str]:
        """The names of the files made, below the folder."""
        (folder / LETTERS_FOLDER).mkdir()
        kept: list[Letter] = []
        for n, letter in enumerate(found, 1):
            one = self._fitting(letter)
            pdf = self._rendered(one)
            if pdf:
                kept.append(one)
                self._keep(folder, n, one, pdf)
            progress.step(n, len(found), "Writing letters")
        if not kept:
            raise InputError(f"No letter could be made. {' '.join(self.left_out[:3])}")
        made = [paper.file_name for paper in self.papers]
        if self._request.is_merged:
            made = [self._merge(folder, kept)]
        made += self._addressed(folder, kept)
        text = table_text(Table("Letters", _LIST_HEADER, self._listed))
        (folder / LIST_FILE).write_text(text, encoding="utf-8-sig", newline="")
        return [*made, LIST_FILE]

    def _fitting(self, letter: Letter) -> Letter:
        """A letter whose address does not fit the window has none, and that is told."""
        draft = letter.draft
        try:
            if draft.address:
                window_lines(draft.envelope_lines, draft.name)
        except UnprintableCharacterError:
            return letter  # the letter cannot be made either, and says so
        except UserError as error:
            self.notes.append(error.message)
            return replace(letter, draft=replace(draft, address=()))
        return letter

    def _rendered(self, letter: Letter) -> bytes:
        draft = letter.draft
        try:
            pdf = render_letter(draft, self._texts)
        except UserError as error:
            self.left_out.append(f"Letter to {draft.name}: {error.message}")
            return b""
        numbers = [number for case in draft.cases for number in case.case_numbers]
        problems = check_paper(pdf, [draft.name, *numbers])
        if problems:
            self.left_out.append(f"Letter to {draft.name}: {' '.join(problems)}")
        return b"" if problems else pdf

    def _keep(self, folder: Path, number: int, letter: Letter, pdf: bytes) -> None:
        draft = letter.draft
        case_number = draft.cases[0].case_number
        name = f"{LETTERS_FOLDER}/{number:05d} {_safe(case_number)}.pdf"
        if not self._request.is_merged:
            (folder / name).write_bytes(pdf)
            self._register(name, case_number, letter.person_id, pdf, letter.conviction_ids)
        n_pages = page_count(pdf)
        self.n_letters += 1
        self.n_pages += 0 if self._request.is_merged else n_pages
        self.n_without_address += not draft.address
        numbers = "; ".join(n for case in draft.cases for n in case.case_numbers)
        digest = "" if self._request.is_merged else hashlib.sha256(pdf).hexdigest()
        file = MERGED_FILE if self._request.is_merged else name
        self._listed.append(
            (file, draft.name, numbers, "/".join(draft.languages), " | ".join(draft.address),
             n_pages, digest)
        )  # fmt: skip

    def _register(
        self, name: str, case_number: str, person_id: int | None, pdf: bytes,
        conviction_ids: tuple[int, ...],
    ) -> None:  # fmt: skip
        digest = hashlib.sha256(pdf).hexdigest()
        self.papers.append(
            Paper(
                run_id=self._run.id, kind="letter", case_number=case_number, person_id=person_id,
                file_name=name, sha256=digest, n_pages=page_count(pdf), made_at=now(),
                texts=self.versions, conviction_ids=conviction_ids,
            )
        )  # fmt: skip

    def _merge(self, folder: Path, kept: Sequence[Letter]) -> str:
        pdf = render_letters([one.draft for one in kept], self._texts)
        problems = check_paper(pdf, [kept[-1].draft.name])
        if problems:
            raise InputError(f"The file of all letters is not right: {' '.join(problems)}")
        (folder / MERGED_FILE).write_bytes(pdf)
        ids = tuple(number for one in kept for number in one.conviction_ids)
        self._register(MERGED_FILE, "", None, pdf, ids)
        self.n_pages = page_count(pdf)
        return MERGED_FILE

    def _addressed(self, folder: Path, kept: Sequence[Letter]) -> Iterator[str]:
        """Labels and envelopes for those with an address; the others are counted."""
        lines = [one.draft.envelope_lines for one in kept if one.draft.address]
        if self._request.with_labels:
            yield from self._labels(folder, lines)
        if self._request.with_envelopes and lines:
            office = kept[0].draft.office
            (folder / ENVELOPES_FILE).write_bytes(
                render_envelopes(office, lines, self._request.dated)
            )
            yield ENVELOPES_FILE

    def _labels(self, folder: Path, lines: Sequence[tuple[str, ...]]) -> Iterator[str]:
        fitting = []
        for one in lines:
            try:
                label_lines(one, one[0])
            except UserError as error:
                self.notes.append(error.message)
            else:
                fitting.append(one)
        if fitting:
            (folder / LABELS_FILE).write_bytes(render_labels(fitting, self._request.dated))
            yield LABELS_FILE
        columns = ("Name", "Address 1", "Address 2", "Address 3", "Address 4")
        rows = [[*one, *[""] * (5 - len(one))] for one in lines]
        text = table_text(Table("Labels", columns, rows))
        (folder / ADDRESSES_FILE).write_text(text, encoding="utf-8-sig", newline="")
        yield ADDRESSES_FILE


def _safe(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text, flags=re.ASCII).strip("-")[:60] or "letter"
