"""The support file holds nothing of anybody."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs import decide, office
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.contacts import save_contact
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.saved_filters import save_filter
from app.jobs.support import SupportFile, collect_support, save_support
from app.jobs.support_shapes import LEAST_PEOPLE, list_shapes, shape_of
from app.jobs.workers import Workers
from app.met_errors import note_met
from app.model.queue_filter import QueueFilter
from app.rules.catalog import load_by_id, load_policy
from app.rules.policy import settle_options
from app.store.contacts import Contact
from app.store.workspace import Workspace, create_workspace
from tests.importing.made_rows import file_of, line_of

PASSPHRASE = "Zinnober unter Eichen"
OWN_POLICY = "us-ca/quillfeather-office"


@dataclass(frozen=True)
class Known:
    """A workspace full of names, and every one of them."""

    workspace: Workspace
    secrets: tuple[str, ...]


def _rows() -> tuple[list[str], list[str]]:
    """Rows of 60 people, each with names and numbers of their own; and all of those."""
    lines, secrets = [], []
    for n in range(60):
        last, first = f"Quillfeather{_letters(n)}", f"Ottoline{_letters(n + 7)}"
        own = {
            "PRI_NAME": f"{last.upper()},{first.upper()}", "CII_NUMBER": f"A7{n:02}31{n:03}",
            "PRI_SSN": f"61{n:02}7{n:04}", "PRI_CDL": f"K{n:03}8{n:03}",
            "FBI_NUMBER": f"77{n:04}VX{n:02}", "PRI_DOB": f"19{50 + n % 40}0{1 + n % 9}1{n % 10}",
            "OFN": f"VA{n:03}{n + 500:04}", "COMMENT_TEXT": f"LIVES AT {n + 12} FOXGLOVE {last} RD",
            "STP_ORI_DESCR": f"CASC THORNBURY {_letters(n).upper()}",
        }  # fmt: skip
        lines.append(line_of(SUBJECT_ID=str(88_000 + n), **own))
        secrets += [last, first, *own.values()]
    return lines, secrets


def _letters(n: int) -> str:
    return chr(97 + n // 26) + chr(97 + n % 26)


@pytest.fixture
def known(
    tmp_path: Path, data_folder: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> Known:
    """Names in records, users, notes, files, folders, filters, addresses, policies, preferences."""
    lines, secrets = _rows()
    folder = tmp_path / "Wrenfield share"
    folder.mkdir()
    delivery = folder / "Delivery of Marigold Pym.dat"
    delivery.write_text(file_of(*lines), encoding="utf-8")
    workspace = create_workspace(
        folder / "Basildon project.relief", PASSPHRASE, name="Basildon project",
        county="LOS ANGELES", created_at="2026-11-01T00:00:00+00:00",
    )  # fmt: skip
    import_files(workspace, [delivery], Silent(), who="Clerk Pettibone", workers=workers)
    policy = load_policy(_own_policy(data_folder))
    for asked in (load_by_id("us-ca/los-angeles"), policy):
        request = CheckRequest(asked, settle_options(asked, {}), "LOS ANGELES", date(2026, 7, 1))
        check_eligibility(workspace, request, Silent(), who="Clerk Pettibone", workers=workers)
    decide.add_note(workspace, [1], "Her sister Drusilla Vane called", who="Clerk Pettibone")
    wanted = QueueFilter(text="hollyhock")
    save_filter(workspace, "Cases of Lysander Crake", wanted, "name", who="x")
    save_contact(workspace, _contact(), "Clerk Pettibone")
    office.add_user(workspace, "Attorney Featherstonehaugh", "administrator", who="Clerk Pettibone")
    preferences = {
        "user": "Clerk Pettibone", "colors": "Pettibone gray", "scale": 1.5,
        "recent": [{"path": str(workspace.path)}],
    }  # fmt: skip
    (data_folder / "preferences.json").write_text(json.dumps(preferences))
    note_met("E-0295")
    note_met("E-0001", "app.jobs.look:31")
    note_met("E-0001", "Pettibone")
    monkeypatch.setenv("USER", "pettibone-login")
    words = (
        "Wrenfield", "Marigold", "Pym", "Basildon", "Pettibone", "Drusilla", "Vane", "sister",
        "Lysander", "Crake", "hollyhock", "Oldacre", "Featherstonehaugh", "Zinnober", "Eichen",
        "quillfeather-office", "Foxglove", "Thornbury", str(tmp_path), tmp_path.name,
    )  # fmt: skip
    return Known(workspace, (*secrets, *words, PASSPHRASE))


def _own_policy(folder: Path) -> Path:
    """A policy of the office's own, whose id names somebody."""
    shipped = load_by_id("us-ca/los-angeles")
    path = folder / "policies" / f"{OWN_POLICY}.toml"
    path.parent.mkdir(parents=True)
    path.write_text(shipped.text.replace(shipped.id, OWN_POLICY), encoding="utf-8")
    return path


def _contact() -> Contact:
    return Contact(
        id=0, role="court", name="Oldacre Courthouse", county="LOS ANGELES",
        address=("9 Oldacre Lane", "Wrenfield, CA 90009"),
    )  # fmt: skip


def _saved(found: SupportFile, path: Path) -> bytes:
    """The zip, its names and everything in it, unpacked."""
    save_support(found, path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        return b"\n".join([path.read_bytes(), *map(str.encode, names), *map(archive.read, names)])


def _forms(secret: str) -> set[bytes]:
    """A secret as it might be written: any case, encoding or split."""
    found: set[bytes] = set()
    for text in {secret, secret.lower(), secret.upper(), secret.title(), secret[::-1]}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
            data = text.encode(encoding)
            found |= {data, base64.b64encode(data).rstrip(b"=")[:-1], data.hex().encode()}
        found |= {glue.join(text).encode() for glue in (" ", "-", "\n")}
    return found


def test_nothing_of_anybody_stands_in_the_support_file(known: Known, tmp_path: Path) -> None:
    """No name, number, date, note, file, folder, user or passphrase, however written."""
    found = collect_support(known.workspace, Silent())
    data = _saved(found, tmp_path / "support.zip")
    squeezed = re.sub(rb"[^a-z0-9]", b"", data.lower())
    met = []
    for secret in known.secrets:
        if any(form in data for form in _forms(secret)):
            met.append(secret)
        plain = re.sub(r"[^a-z0-9]", "", secret.lower()).encode()
        if len(plain) > 7 and plain in squeezed:  # cut up by signs or line ends
            met.append(secret)
    assert met == []


def test_what_support_needs_is_there(known: Known) -> None:
    """Versions, counts, the shipped policy by its id, numbers of errors, forms of dates."""
    text = collect_support(known.workspace, Silent()).text
    for line in (
        "program: Relief Desk", "sqlcipher3: ", "whole: yes", "rows of person: 60",
        "us-ca/los-angeles, version", "a policy of the office's own", "scale: 1.5",
        "colors: not set", "E-0295", "E-0001 app.jobs.look:31", "PRI_DOB: 99999999 (60)",
        "CNT_ORDER: 999999999999 (60)", "PRI_NAME: 17 to 32", "policies of the office's own: 1",
        "import: ",
    ):  # fmt: skip
        assert line in text, line


def test_a_form_that_few_people_share_is_not_told(workspace: Workspace, tmp_path: Path) -> None:
    """One person's odd case number is counted and not shown, however many rows it has."""
    rows = [line_of(SUBJECT_ID=str(n), OFN=f"BA{n:06}") for n in range(LEAST_PEOPLE)]
    odd = {"SUBJECT_ID": "999", "OFN": "X-77/Q"}
    rows += [line_of(**odd, CNT_ORDER=f"001001{n:03}000") for n in range(50)]
    path = tmp_path / "a.dat"
    path.write_text(file_of(*rows), encoding="utf-8")
    import_files(workspace, [path], Silent(), who="x")
    told = next(one for one in list_shapes(workspace, Silent()) if one.column == "OFN")
    assert told.shapes == (("AA999999", LEAST_PEOPLE),)
    assert told.n_rare == 50


@pytest.mark.parametrize(
    ("column", "cell", "shape"),
    [
        ("PRI_DOB", "19710314", "99999999"),
        ("PRI_DOB", "  ", "empty"),
        ("OFN", "BA-123 456", "AA-999 999"),
        ("OFN", "Ñandú#7", "AAAAA?9"),
        ("OFN", "1" * 40, "9" * 16 + "…"),
        ("PRI_NAME", "GARCIA,ANA", "9 to 16"),
        ("COMMENT_TEXT", "x" * 65, "over 64"),
    ],
)
def test_a_cell_is_told_by_its_form_alone(column: str, cell: str, shape: str) -> None:
    """Letters of any alphabet, digits, a few signs; names and free text by their length."""
    assert shape_of(column, cell) == shape


def test_without_a_workspace_program_and_machine_are_told() -> None:
    """Who cannot open a workspace can still ask for support."""
    found = collect_support(None, Silent())
    assert [name for name, _ in found.parts] == [
        "read-me.txt", "program.txt", "machine.txt", "settings.txt", "errors-met.txt",
    ]  # fmt: skip


def test_a_damaged_workspace_is_told_without_its_words(known: Known) -> None:
    """How many problems there are; their sentences may name a file."""
    known.workspace.connection.execute("UPDATE source SET sha256 = 'Pettibone'")
    text = collect_support(known.workspace, Silent()).text
    assert "whole: no: 1 problems" in text
    assert "Pettibone" not in text


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """And leaves nothing half done."""
    found = collect_support(None, Silent())
    with pytest.raises(InputError, match="Choose another folder"):
        save_support(found, tmp_path / "none" / "support.zip")
    assert list(tmp_path.iterdir()) == []


def test_equal_contents_give_equal_files(tmp_path: Path) -> None:
    """When it was made stands nowhere in it."""
    found = replace(collect_support(None, Silent()))
    save_support(found, tmp_path / "a.zip")
    save_support(found, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize(
    "written",
    [b"PETTIBONE", b"xpettibonex", "Pettibone".encode("utf-16-le"), b"P-e-t-t-i-b-o-n-e",
     base64.b64encode(b"Pettibone"), b"enobitteP"],
)  # fmt: skip
def test_the_search_would_find_a_name_however_it_is_written(written: bytes) -> None:
    """The proof above rests on it."""
    assert any(form in written for form in _forms("Pettibone"))
