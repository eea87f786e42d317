"""Blanks and maps in the workspace, and forms filled from what was determined and reviewed."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.documents.check import page_texts
from app.documents.draft import Office
from app.documents.forms.blank import Box
from app.documents.forms.field_map import Entry, FieldMap
from app.documents.forms.proposing import propose_map
from app.errors import InputError
from app.jobs import fill_forms as filling
from app.jobs import form_press
from app.jobs.fill_forms import FormRequest, FormsSummary, fill_forms, preview_form
from app.jobs.forms import (
    add_blank,
    find_form,
    list_forms,
    map_for,
    open_blank,
    remove_blank,
    remove_map,
    save_map,
)
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.store import audit, contacts, forms, office, papers
from app.store.contacts import Contact
from app.store.office import User
from app.store.workspace import Workspace
from tests.documents.forms.made import FIELDS, blank, form_pdf, made_map
from tests.importing.made_rows import file_of, line_of
from tests.jobs.made_check import import_and_check
from tests.store.made_reviews import PARKED, reviewed

DAY = date(2026, 11, 28)
LAW = "us-ca/statute-11361.8"
WHO = "A clerk"
DEFENDER = Office(
    name="Public Defender", attorney_name="PAT Q. SAMPLE", bar_number="123456",
    party="the defendant", side="defender",
)  # fmt: skip


@pytest.fixture
def blank_file(tmp_path: Path) -> Path:
    path = tmp_path / "xx-900.pdf"
    path.write_bytes(form_pdf())
    return path


@pytest.fixture
def mapped(workspace: Workspace, blank_file: Path) -> FieldMap:
    """The made-up form put in, with the office's map of it."""
    add_blank(workspace, blank_file, who=WHO)
    return save_map(workspace, made_map(blank()), blank(), who=WHO)


@pytest.fixture
def checked(workspace: Workspace, workers: Workers, tmp_path: Path, mapped: FieldMap) -> Workspace:
    """Two people with a conviction each, long ago, under the statute."""
    lines = [
        line_of(
            SUBJECT_ID=str(n), CII_NUMBER=f"A9000{n:04d}", PRI_NAME=name, OFN=number,
            CNT_ORDER="001001001000", OFFENSE_DESCR="11359 HS-POSSESS MARIJUANA FOR SALE",
            PRI_DOB="19500101", SENT_LOC_DESCR="JAIL", SENT_LENGTH="180", SENT_TIME_CODE="D",
        )
        for n, (name, number) in enumerate(
            [("EXAMPLE,ANA M", "CR700001"), ("EXAMPLE,王", "CR700002")], 1
        )
    ]  # fmt: skip
    path = tmp_path / "delivery.dat"
    path.write_text(file_of(*lines), encoding="utf-8")
    import_and_check(workspace, [path], workers, policy_id=LAW)
    return workspace


def request(folder: Path, *cases: str, **changes: Any) -> FormRequest:
    return FormRequest(
        **({"form": "XX-900", "folder": folder, "cases": cases, "office": DEFENDER,
            "paper_date": DAY} | changes)
    )  # fmt: skip


def fill(workspace: Workspace, asked: FormRequest) -> FormsSummary:
    return fill_forms(workspace, asked, Silent(), who=WHO)


def last(workspace: Workspace, action: str) -> audit.AuditEntry:
    return next(one for one in audit.entries(workspace, newest_first=True) if one.action == action)


# --- blanks and maps


def test_a_blank_is_kept_byte_for_byte(workspace: Workspace, blank_file: Path) -> None:
    """It is named as it prints itself, kept compressed, and logged with its hash."""
    state = add_blank(workspace, blank_file, who=WHO)
    assert (state.form, state.edition) == ("XX-900", "2024-01-01")
    assert state.blank is not None
    assert open_blank(workspace, state.blank).data == blank_file.read_bytes()
    assert last(workspace, "form blank").new == state.blank.sha256
    assert state.words == "Needs a map"


def test_a_blank_that_names_nothing_has_to_be_named(workspace: Workspace, tmp_path: Path) -> None:
    """Number and edition are asked for; the office's word stands."""
    path = tmp_path / "local.pdf"
    path.write_bytes(form_pdf(foot="a local form"))
    with pytest.raises(InputError, match="does not print its number"):
        add_blank(workspace, path, who=WHO)
    with pytest.raises(InputError, match="does not print its edition"):
        add_blank(workspace, path, who=WHO, form="Local-1")
    with pytest.raises(InputError, match="no edition"):
        add_blank(workspace, path, who=WHO, form="Local-1", edition="last May")
    assert add_blank(workspace, path, who=WHO, form="Local-1", edition="undated").form == "Local-1"


def test_a_wrong_name_is_refused(workspace: Workspace, blank_file: Path) -> None:
    """What the office says may not differ from what the form prints."""
    with pytest.raises(InputError, match="prints the form XX-900, not CR-180"):
        add_blank(workspace, blank_file, who=WHO, form="CR-180")
    with pytest.raises(InputError, match="prints the edition 2024-01-01"):
        add_blank(workspace, blank_file, who=WHO, edition="2023-01-01")


def test_a_missing_file_is_told(workspace: Workspace, tmp_path: Path) -> None:
    """A name that leads nowhere is a sentence."""
    with pytest.raises(InputError, match="cannot be read"):
        add_blank(workspace, tmp_path / "none.pdf", who=WHO)


def test_a_blank_is_taken_out(workspace: Workspace, blank_file: Path) -> None:
    """It leaves the list and the log keeps its hash; a second time there is none."""
    state = add_blank(workspace, blank_file, who=WHO)
    assert state.blank is not None
    remove_blank(workspace, state.blank.sha256, who=WHO)
    assert forms.list_blanks(workspace) == []
    assert last(workspace, "form blank removed").old == state.blank.sha256
    with pytest.raises(InputError, match="no such blank"):
        remove_blank(workspace, state.blank.sha256, who=WHO)


def test_the_office_map_counts_before_another(workspace: Workspace, mapped: FieldMap) -> None:
    """Saved with the blank's hash, read back equal, gone when it is removed."""
    state = find_form(list_forms(workspace, DAY), "xx-900")
    assert state.is_ready
    assert state.is_own_map
    assert state.found == mapped
    assert state.blank is not None
    assert state.blank.sha256 in mapped.sha256
    remove_map(workspace, "XX-900", "2024-01-01", who=WHO)
    assert map_for(workspace, state.blank) == (None, False)
    with pytest.raises(InputError, match="no map of its own"):
        remove_map(workspace, "XX-900", "2024-01-01", who=WHO)


def test_a_map_that_fills_what_is_sworn_is_not_kept(workspace: Workspace) -> None:
    """Nor one that has nothing settled."""
    of = blank()
    sworn = Entry("Name", field="Signature", source="filer.name")
    with pytest.raises(InputError, match="never filled"):
        save_map(workspace, made_map(of, entries=(sworn,)), of, who=WHO)
    empty = replace(propose_map(of), entries=propose_map(of).entries[6:7])
    with pytest.raises(InputError, match="Nothing in it is settled"):
        save_map(workspace, empty, of, who=WHO)
    assert forms.list_maps(workspace) == []


def test_a_stranger_may_change_nothing(workspace: Workspace, blank_file: Path) -> None:
    """In an office with users only they put forms in."""
    with workspace.transaction():
        office.put_user(workspace, User("Ann", "clerk", True, "Ann", "2026-11-01"))
    with pytest.raises(InputError, match="not a user"):
        add_blank(workspace, blank_file, who="Somebody")


def test_shipped_maps_are_listed_without_blanks(workspace: Workspace) -> None:
    """A form that ships with a map and was not put in says what to do."""
    state = next(one for one in list_forms(workspace, DAY) if one.form == "CR-400")
    assert state.words == "No blank put in"
    with pytest.raises(InputError, match="Download it from the court"):
        find_form(list_forms(workspace, DAY), "CR-400")
    with pytest.raises(InputError, match="There is no form ZZ-1"):
        find_form(list_forms(workspace, DAY), "ZZ-1")


# --- filling


def test_a_form_is_filled_registered_and_logged(checked: Workspace, tmp_path: Path) -> None:
    """The case's form lies in the folder, in the register with its hash, and in the log."""
    made = fill(checked, request(tmp_path / "out", "CR700001"))
    assert [path.name for path in made.files] == ["XX-900 CR700001.pdf"]
    text = page_texts(made.files[0].read_bytes())[0]
    assert "ANA M EXAMPLE" in text.upper()
    paper = papers.list_papers(checked)[0]
    assert (paper.kind, paper.case_number, paper.n_pages) == ("form XX-900", "CR700001", 1)
    assert last(checked, "forms").subject == "XX-900@2024-01-01"


def test_every_case_and_one_that_cannot_be(checked: Workspace, tmp_path: Path) -> None:
    """Without a name all cases are filled; one whose name no font has is left out and told."""
    made = fill(checked, request(tmp_path / "out"))
    assert made.n_forms == 1
    assert any("CR700002" in words and "U+738B" in words for words in made.left_out)


def test_the_same_case_twice_gives_two_files(checked: Workspace, tmp_path: Path) -> None:
    """A file of that name is never overwritten."""
    for _ in range(2):
        fill(checked, request(tmp_path / "out", "CR700001", with_live_copy=True))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "XX-900 CR700001 (2), live fields.pdf", "XX-900 CR700001 (2).pdf",
        "XX-900 CR700001, live fields.pdf", "XX-900 CR700001.pdf",
    ]  # fmt: skip


def test_a_conviction_names_its_case(checked: Workspace, tmp_path: Path) -> None:
    """The number that ``cases`` lists means the whole case; an unknown one is told."""
    row = papers.list_relief(checked)[0]
    assert fill(checked, request(tmp_path / "out", str(row.conviction_id))).n_forms == 1
    with pytest.raises(InputError, match="No relief is asked in a case 999"):
        fill(checked, request(tmp_path / "out", "999"))


def test_a_case_that_was_parked_gets_no_form(checked: Workspace, tmp_path: Path) -> None:
    """Forms follow the reviewed answer."""
    row = next(one for one in papers.list_relief(checked) if one.case_number == "CR700001")
    reviewed(checked, row.conviction_id, PARKED)
    with pytest.raises(InputError, match="No relief is asked in a case CR700001"):
        fill(checked, request(tmp_path / "out", "CR700001"))


def test_an_expired_edition_needs_a_reason(checked: Workspace, tmp_path: Path) -> None:
    """Refused without, filled with, and the log has the reason beside what it overrides."""
    of = blank()
    old = made_map(of, superseded_on=date(2026, 1, 1), superseded_by="XX-900 of 2026")
    save_map(checked, old, of, who=WHO)
    asked = request(tmp_path / "out", "CR700001")
    with pytest.raises(InputError, match=r"replaced on 2026-01-01 by XX-900 of 2026\..*--override"):
        fill(checked, asked)
    assert not (tmp_path / "out").exists()
    earlier = replace(asked, paper_date=date(2025, 12, 31), folder=tmp_path / "earlier")
    assert fill(checked, earlier).overridden == ()
    made = fill(checked, replace(asked, override="The clerk still takes it"))
    assert "replaced on" in made.overridden[0]
    entry = last(checked, "form override")
    assert entry.new == "The clerk still takes it"
    assert "replaced on 2026-01-01" in entry.old


def test_an_unknown_file_of_a_known_edition_needs_a_reason(
    checked: Workspace, tmp_path: Path
) -> None:
    """The map was drawn for other bytes: nobody has looked at these."""
    other = tmp_path / "other copy.pdf"
    other.write_bytes(form_pdf([*FIELDS, ("More", "Tx", (60, 300, 100, 312))]))
    remove_blank(checked, blank().sha256, who=WHO)
    add_blank(checked, other, who=WHO)
    with pytest.raises(InputError, match="not one that the map"):
        fill(checked, request(tmp_path / "out", "CR700001"))
    assert fill(checked, request(tmp_path / "out", "CR700001", override="looked at")).n_forms == 1


def test_a_map_that_lost_its_fields_fills_nothing(checked: Workspace, tmp_path: Path) -> None:
    """No reason overrides a map that names fields the blank does not have."""
    other = tmp_path / "other copy.pdf"
    other.write_bytes(form_pdf(FIELDS[:5]))
    remove_blank(checked, blank().sha256, who=WHO)
    add_blank(checked, other, who=WHO)
    with pytest.raises(InputError, match="has no field"):
        fill(checked, request(tmp_path / "out", "CR700001", override="please"))


def test_a_form_for_other_relief_needs_a_reason(checked: Workspace, tmp_path: Path) -> None:
    """A form that asks for something else than was determined is refused, or logged."""
    of = blank()
    save_map(checked, made_map(of, is_for_other_relief=True), of, who=WHO)
    with pytest.raises(InputError, match="not the form to ask for"):
        fill(checked, request(tmp_path / "out", "CR700001"))
    fill(checked, request(tmp_path / "out", "CR700001", override="counsel asked"))
    assert "not the form" in last(checked, "form override").old


def test_a_full_disk_leaves_nothing(
    checked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the second file cannot be written, neither is there nor in the register."""
    whole = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if "live" in path.name:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        fill(checked, request(tmp_path / "out", "CR700001", with_live_copy=True))
    assert list((tmp_path / "out").iterdir()) == []
    assert papers.count_papers(checked) == 0


def test_a_form_that_fails_its_check_does_not_count(
    checked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not found again in the file is never handed out."""
    monkeypatch.setattr(form_press, "check_filled", lambda _: ["“X” is missing from “11359”."])
    with pytest.raises(InputError, match="is not right"):
        fill(checked, request(tmp_path / "out", "CR700001"))


def test_many_cases_are_filled_in_worker_processes(
    checked: Workspace, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come out as the few do, byte for byte, in court order."""
    few = fill(checked, request(tmp_path / "few"))
    monkeypatch.setattr(filling, "FEW", 1)
    many = fill_forms(checked, request(tmp_path / "many"), Silent(), who=WHO, workers=workers)
    assert [path.read_bytes() for path in many.files] == [path.read_bytes() for path in few.files]
    assert many.left_out == few.left_out


def test_the_register_knows_the_convictions(checked: Workspace, tmp_path: Path) -> None:
    """A second form of a case replaces the first in the register; map and blank are named."""
    for name in ("one", "two"):
        fill(checked, request(tmp_path / name, "CR700001"))
    newest = papers.list_papers(checked)[0]
    assert newest.texts.startswith("XX-900@2024-01-01, the office’s map, blank ")
    replaced = checked.connection.execute("SELECT replaced_by FROM paper ORDER BY id").fetchall()
    assert [bool(one) for (one,) in replaced] == [True, False]


def test_the_courts_address_comes_from_the_address_book(checked: Workspace, tmp_path: Path) -> None:
    """One court of the county gives its address; two leave it blank, for which is not known."""
    of = blank()
    more = Entry("Court", page=1, box=Box(300, 90, 200, 30), source="court.address")
    save_map(checked, made_map(of, more), of, who=WHO)

    def put(name: str) -> None:
        book = Contact(contacts.COURT, name, "LOS ANGELES", (f"1 {name} Street", "Town, CA 90000"))
        with checked.transaction():
            contacts.save_contact(checked, book)

    put("Central")
    one = fill(checked, request(tmp_path / "one", "CR700001"))
    assert "1 Central Street, Town, CA 90000" in page_texts(one.files[0].read_bytes())[0]
    put("Van Nuys")
    two = fill(checked, request(tmp_path / "two", "CR700001"))
    assert "Street, Town" not in page_texts(two.files[0].read_bytes())[0]
    assert any("Court: not on file" in words for words in two.unfilled)


def test_a_preview_records_nothing(checked: Workspace) -> None:
    """The form of a conviction's case, to look at."""
    row = next(one for one in papers.list_relief(checked) if one.case_number == "CR700001")
    pdf = preview_form(checked, "XX-900", row.conviction_id, DEFENDER, DAY)
    assert "CR700001" in page_texts(pdf)[0]
    assert papers.count_papers(checked) == 0
    with pytest.raises(InputError, match="No relief is asked"):
        preview_form(checked, "XX-900", 10**6, DEFENDER, DAY)


def test_nothing_checked_yet(
    new_workspace: Callable[[], Workspace], blank_file: Path, tmp_path: Path
) -> None:
    """Before the first check there is nothing to fill a form with."""
    workspace = new_workspace()
    add_blank(workspace, blank_file, who=WHO)
    save_map(workspace, made_map(blank()), blank(), who=WHO)
    with pytest.raises(InputError, match="Nothing was checked yet"):
        fill(workspace, request(tmp_path / "out"))
