"""Everything in plain files: complete, described, readable without this program, or nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import pyzipper

from app.errors import Cancelled, InputError, WorkspaceError
from app.jobs.open_export import hand_out as handing
from app.jobs.open_export.again import AGAIN, COUNTING
from app.jobs.open_export.hand_out import FILES, TABLES, HandedOut, hand_out
from app.jobs.open_export.plain_record import plain
from app.jobs.open_export.words import about_column, about_table, described
from app.jobs.progress import Silent
from app.store import attachments, audit, dump, office, records
from app.store.key import key_of
from app.store.office import User
from app.store.workspace import Workspace, create_workspace
from tests.jobs.backup.conftest import WHO, StopsAt
from tests.store.conftest import filled, workspace  # noqa: F401 - fixtures

SECRET = "five words of a made up zip"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Übergabe"
    made.mkdir()
    return made


def handed_out(workspace: Workspace, folder: Path, passphrase: str = "") -> HandedOut:  # noqa: F811
    return hand_out(workspace, folder, who=WHO, progress=Silent(), passphrase=passphrase)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def cells_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture
def rich(workspace: Workspace) -> Workspace:  # noqa: F811
    """With a paper, a file attached under a name that would leave its folder, and a formula."""
    with workspace.transaction():
        workspace.connection.execute(
            "INSERT INTO paper (id, run_id, kind, case_number, person_id, file_name, sha256, "
            "n_pages, made_at) VALUES (1, 1, 'motion', '=1+1', 1, 'm.pdf', '', 1, '2026-11-01')"
        )
        attachments.insert_attachment(
            workspace, 1, "../../Order of ZEBRA.PDF", b"%PDF scanned", who=WHO, at="2026-11-02"
        )
        workspace.save_setting("awkward", '=HYPERLINK("x")\n"quoted", and a line')
    return workspace


def test_every_table_and_column_has_words(workspace: Workspace) -> None:  # noqa: F811
    """None of the schema is handed out without saying what it is; no words are left over."""
    shapes = dump.list_shapes(workspace)
    for shape in shapes:
        assert about_table(shape.name)
        for column in shape.columns:
            name = "file" if column.name == "data" else column.name
            assert about_column(shape.name, name), (shape.name, name)
    known = {
        shape.name: {"file" if column.name == "data" else column.name for column in shape.columns}
        for shape in shapes
    }
    assert set(described()) == set(known)
    for table, columns in described().items():
        assert columns <= known[table], table


def test_everything_is_there(rich: Workspace, folder: Path) -> None:
    """Each table with all of its rows, twice; files as they came; hashes a common tool reads."""
    shapes = dump.list_shapes(rich)
    done = handed_out(rich, folder)
    description = json.loads((done.path / "description.json").read_text(encoding="utf-8"))
    tables = {table["name"]: table for table in description["tables"]}
    assert set(tables) == {shape.name for shape in shapes}
    for shape in shapes:
        table = tables[shape.name]
        assert table["rows"] == shape.n_rows == len(lines_of(done.path / table["json"]))
        assert len(cells_of(done.path / table["csv"])) == shape.n_rows
        assert len(table["columns"]) == len(shape.columns)
    source = records.list_sources(rich)[0]
    kept = (done.path / "sources" / "000001.dat").read_bytes()
    assert hashlib.sha256(kept).hexdigest() == source.sha256
    assert (done.path / "attachments" / "000001.pdf").read_bytes() == b"%PDF scanned"
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=done.path, check=False
    )
    assert checked.returncode == 0
    assert done.n_files == sum(1 for path in done.path.rglob("*") if path.is_file())


def test_values_are_exact_for_programs(rich: Workspace, folder: Path) -> None:
    """JSON lines hold what the database holds, also what is awkward; a person's whole record."""
    done = handed_out(rich, folder)
    for shape in dump.list_shapes(rich):
        if any(column.kind == "BLOB" for column in shape.columns) or shape.name == "audit":
            continue
        found = [tuple(one.values()) for one in lines_of(done.path / f"tables/{shape.name}.jsonl")]
        assert found == list(dump.iter_rows(rich, shape)), shape.name
    people = lines_of(done.path / "tables/person.jsonl")
    sheet = records.get_rap_sheet(rich, 1)
    assert people[0]["record"] == plain(sheet)
    charge = people[0]["record"]["cycles"][0]["events"][0]["charges"][0]
    assert charge["at"] == {"source": 1, "row": sheet.cycles[0].events[0].charges[0].at.row}
    attached = lines_of(done.path / "tables/attachment.jsonl")[0]
    assert (attached["name"], attached["file"]) == (
        "../../Order of ZEBRA.PDF", "attachments/000001.pdf",
    )  # fmt: skip


def test_no_cell_is_a_formula(rich: Workspace, folder: Path) -> None:
    """In a spreadsheet everything is text; the mark makes it UTF-8."""
    done = handed_out(rich, folder)
    settings = {one["name"]: one["value"] for one in cells_of(done.path / "tables/setting.csv")}
    assert settings["awkward"] == '\'=HYPERLINK("x")\n"quoted", and a line'
    for path in (done.path / "tables").glob("*.csv"):
        for row in cells_of(path):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "@", "\t")), path.name
    names = [one["name"] for one in cells_of(done.path / "tables/person.csv")]
    assert "ZEBRA,ZOË" in names
    assert "record" not in cells_of(done.path / "tables/person.csv")[0]


def test_the_record_of_the_work_can_be_checked(rich: Workspace, folder: Path) -> None:
    """As the README says, with nothing but a hash and JSON."""
    done = handed_out(rich, folder)
    assert "letters\nbeyond ASCII as they are" in (done.path / "README.txt").read_text("utf-8")
    previous = "0" * 64
    for one in lines_of(done.path / "tables/audit.jsonl"):
        names = ("id", "at", "who", "action", "subject", "old", "new", "previous")
        content = [one[name] for name in names] + ([one["salt"]] if one["salt"] else [])
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        assert one["hash"] == hashlib.sha256(text.encode()).hexdigest()
        assert one["previous"] == previous
        previous = one["hash"]


def test_keys_are_not_handed_out(rich: Workspace, folder: Path) -> None:
    """A sealed key is a secret too: its column is empty, and said to be withheld."""
    with rich.transaction():
        office.put_user(rich, User(WHO, "administrator", True, WHO, "2026-11-01"))
        rich.connection.execute(
            "INSERT INTO user_key VALUES (?, 'SEALED-SLOT', 0, ?, '2026-11-01')", (WHO, WHO)
        )
    rich.access = rich.access.of(WHO)
    done = handed_out(rich, folder)
    assert all(b"SEALED-SLOT" not in path.read_bytes() for path in done.path.rglob("*.*"))
    assert lines_of(done.path / "tables/user_key.jsonl")[0]["slot"] == ""
    assert '"withheld": true' in (done.path / "description.json").read_text("utf-8")


def test_it_is_on_record(rich: Workspace, folder: Path) -> None:
    """Who handed out how much, and the hash of the list of hashes."""
    done = handed_out(rich, folder)
    entry = next(audit.entries(rich, newest_first=True))
    assert (entry.action, entry.who, entry.subject) == ("hand out everything", WHO, done.path.name)
    sums = hashlib.sha256((done.path / "SHA256SUMS").read_bytes()).hexdigest()
    assert entry.new.endswith(f"SHA-256 of SHA256SUMS {sums}")
    assert done.sha256 == sums
    assert audit.find_break(rich) is None


def test_an_encrypted_zip(rich: Workspace, folder: Path, tmp_path: Path) -> None:
    """The same files under a passphrase; its names tell nothing, and nothing was beside it."""
    done = handed_out(rich, folder, SECRET)
    assert [path.name for path in folder.iterdir()] == [done.path.name]
    data = done.path.read_bytes()
    for word in (b"ZEBRA", b"Order of", b"11359", b"scanned"):
        assert word not in data
    with pyzipper.AESZipFile(done.path) as opened:
        assert "sources/000001.dat" in opened.namelist()
        with pytest.raises(RuntimeError, match="encrypted"):
            opened.read("README.txt")
        opened.setpassword(b"another passphrase")
        with pytest.raises(RuntimeError, match="Bad password"):
            opened.read("README.txt")
        opened.setpassword(SECRET.encode())
        opened.extractall(tmp_path / "out")
    plain_one = handed_out(rich, tmp_path)
    names = {path.relative_to(plain_one.path) for path in plain_one.path.rglob("*")}
    assert {path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*")} == names


def test_a_passphrase_that_will_not_do(tmp_path: Path, folder: Path) -> None:
    """Too short, or the workspace's own."""
    with create_workspace(
        tmp_path / "a.relief", "words of the workspace", name="A", county="LOS ANGELES",
        created_at="2026-11-01",
    ) as made:  # fmt: skip
        assert key_of(made.path, "words of the workspace") == made.key
        with pytest.raises(InputError, match="Take at least 14 letters"):
            handed_out(made, folder, "short")
        with pytest.raises(InputError, match="is the passphrase of this workspace"):
            handed_out(made, folder, "words of the workspace")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("passphrase", ["", SECRET])
@pytest.mark.parametrize("label", [TABLES, FILES, AGAIN, COUNTING])
def test_stopped_it_leaves_nothing(
    rich: Workspace, folder: Path, label: str, passphrase: str
) -> None:
    """No file, no entry, wherever it is stopped."""
    n = sum(1 for _ in audit.entries(rich))
    with pytest.raises(Cancelled):
        hand_out(rich, folder, who=WHO, progress=StopsAt(label), passphrase=passphrase)
    assert list(folder.iterdir()) == []
    assert sum(1 for _ in audit.entries(rich)) == n


def test_a_disk_that_runs_full(rich: Workspace, folder: Path, limited: None) -> None:
    """A sentence; nothing is left, in plain or in a zip."""
    for passphrase in ("", SECRET):
        with pytest.raises(InputError, match="Nothing unfinished was kept"):
            handed_out(rich, folder, passphrase)
    assert list(folder.iterdir()) == []


@pytest.fixture
def limited() -> Iterator[None]:
    """No file may grow beyond what a table needs."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_folder_that_is_not_there(rich: Workspace, folder: Path) -> None:
    """A sentence."""
    with pytest.raises(InputError, match="is not there"):
        handed_out(rich, folder / "gone")


def test_a_damaged_file_is_not_handed_out(rich: Workspace, folder: Path) -> None:
    """What is not what was taken in is told, and nothing is left."""
    rich.connection.execute("UPDATE source_chunk SET data = zeroblob(9) WHERE number = 0")
    with pytest.raises(WorkspaceError, match="File 1 as it came is not what was kept"):
        handed_out(rich, folder)
    assert list(folder.iterdir()) == []


def test_what_is_read_again_must_be_what_was_written(
    rich: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that gives back something else: a sentence, nothing is kept."""
    real = handing.read_again

    def spoiled(sink: Any, *more: Any) -> int:
        path = sink._folder / "tables" / "person.jsonl"
        path.write_bytes(path.read_bytes().replace(b"ZEBRA", b"ZEBRO"))
        return real(sink, *more)

    monkeypatch.setattr(handing, "read_again", spoiled)
    with pytest.raises(InputError, match=r"person\.jsonl was read again and is not what"):
        handed_out(rich, folder)
    assert list(folder.iterdir()) == []


def test_only_an_administrator_hands_out(rich: Workspace, folder: Path) -> None:
    """A clerk and an attorney are told whom to ask."""
    with rich.transaction():
        for name, role in (("A. Head", "administrator"), (WHO, "clerk")):
            office.put_user(rich, User(name, role, True, "A. Head", "2026-11-01"))
    with pytest.raises(InputError, match="may not hand out everything in the workspace"):
        handed_out(rich, folder)
