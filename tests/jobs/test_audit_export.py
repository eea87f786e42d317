"""The record for an auditor: whole, and checked without the program; every forgery is found."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.jobs.audit_export import COLUMNS, export_record
from app.jobs.given_out import FAILED
from app.jobs.progress import Silent
from app.store import audit, office
from app.store.office import ADMINISTRATOR, ATTORNEY, CLERK, User
from app.store.workspace import Workspace

WHO = "Ana"
WORDS = (
    "=CMD()", 'a "quoted", text', "two\nlines\r\nand", "\u2028 ü 漢 \u202e", "", "-",
    "secret of MARY",
)  # fmt: skip


class Stopping:
    """Whoever waits presses Cancel at once."""

    def step(self, done: int, total: int, label: str) -> None:
        raise Cancelled


@pytest.fixture
def record(workspace: Workspace) -> Workspace:
    """Entries with everything that could upset a file, and one that a purge emptied."""
    with workspace.transaction():
        for number, words in enumerate(WORDS):
            audit.append(
                workspace, at=f"2026-11-0{number + 1}T10:00:00.000000+00:00", who="Zoë",
                action="note", subject=f"conviction {number}", old="", new=words,
            )  # fmt: skip
        audit.blank(
            workspace, [7], at="2026-11-09T10:00:00.000000+00:00", who="Ana", subject="purge 1",
            words="by order",
        )  # fmt: skip
    return workspace


@pytest.fixture
def made(record: Workspace, tmp_path: Path) -> Path:
    return export_record(record, tmp_path / "out", Silent(), who=WHO).path


def check(folder: Path, *arguments: str) -> tuple[int, str]:
    """What the auditor's program says, in a Python that knows nothing of ours."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "check_record.py"), *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_record_is_whole_and_says_so_itself(record: Workspace, made: Path) -> None:
    """Its last entry is that it was given out; the anchor is the workspace's own."""
    assert sorted(path.name for path in made.iterdir()) == [
        "README.txt", "check_record.py", "hashes.txt", "record.csv", "record.jsonl",
    ]  # fmt: skip
    number, digest = audit.last_entry(record)
    status, told = check(made)
    assert status == 0, told
    assert f"WHOLE: all {number} entries" in told
    assert f"{number}:{digest}" in told
    readme = (made / "README.txt").read_text(encoding="utf-8")
    assert f"{number}:{digest}" in readme
    assert "{" not in readme
    last = next(audit.entries(record, newest_first=True, limit=1))
    assert (last.action, last.subject) == ("given out", "record of the work")


def test_the_table_reads_as_what_was_recorded(record: Workspace, made: Path) -> None:
    """Cell by cell; no cell is a formula; what was emptied names the purge."""
    with (made / "record.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    assert tuple(rows[0]) == COLUMNS
    for row, entry in zip(rows[1:], audit.entries(record), strict=True):
        assert [cell.removeprefix("'") for cell in row[:8]] == [
            str(entry.number), entry.at, entry.who, entry.action, entry.subject, entry.old,
            entry.new, entry.hash,
        ]  # fmt: skip
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)
    assert rows[7][6:] == ["", rows[7][7], "8"]
    assert "MARY" not in (made / "record.jsonl").read_text(encoding="utf-8")


def test_a_shell_is_enough(made: Path) -> None:
    """The two commands of the README, as they stand there."""
    readme = (made / "README.txt").read_text(encoding="utf-8")
    parts = readme.split("in a shell:\n\n")[1].split("How an entry is made")[0]
    told = []
    blocks = [
        "\n".join(line[4:] for line in part.splitlines())
        for part in parts.split("\n\n")
        if part.startswith("    ")
    ]
    assert len(blocks) == 2
    for block in blocks:
        done = subprocess.run(
            ["bash", "-c", block], cwd=made, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.stderr == ""
        told.append(done.stdout)
    assert told[0].splitlines()[0] == "7c7"  # the emptied one, as the README says
    assert len(told[0].splitlines()) == 4
    assert told[1] == ""


def _rewrite(path: Path, line: int, old: str, new: str) -> None:
    lines = path.read_bytes().decode("utf-8").split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new)
    path.write_bytes("\n".join(lines).encode("utf-8"))


def _drop(path: Path, line: int) -> None:
    lines = path.read_bytes().split(b"\n")
    del lines[line - 1]
    path.write_bytes(b"\n".join(lines))


FORGED = {
    "another user": (("record.jsonl", 2, "Zoë", "Zoe"), "Entry 2 is not what was sealed"),
    "another word": (("record.jsonl", 1, "CMD", "XMD"), "Entry 1 is not what was sealed"),
    "another link": (("record.jsonl", 1, "0" * 64, "1" * 64), "Entry 1 was sealed to another"),
    "another hash": (("hashes.txt", 3, "", "0"), "Entry 3 is not what was sealed"),
    "no sense": (("record.jsonl", 4, "[4,", "4,"), "Entry 4 cannot be read"),
    "renumbered": (("record.jsonl", 4, "[4,", "[5,"), "Entry 4 is missing; entry 5 comes next"),
    "another purge": (("record.jsonl", 7, '"emptied_by":8', '"emptied_by":9'), "Entry 7 was empti"),
    "another table": (
        ("record.csv", 3, "quoted", "quoteD"),
        "record.csv does not say what entry 2",
    ),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forgery_is_found(how: str, made: Path) -> None:
    """The first entry that does not hold is named, with what is wrong."""
    (name, line, old, new), says = FORGED[how]
    _rewrite(made / name, line, old, new)
    status, told = check(made)
    assert status == 1
    assert told.startswith(f"BROKEN: {says}")


def test_entries_that_are_missing(made: Path) -> None:
    """In the middle, at the end, and in one of the files only."""
    for name in ("record.jsonl", "hashes.txt"):
        _drop(made / name, 3)
    assert "Entry 3 is missing; entry 4 comes next" in check(made)[1]
    (made / "hashes.txt").unlink()
    status, told = check(made)
    assert status == 2
    assert "cannot be used" in told


def test_an_end_that_was_cut_off_needs_an_anchor(record: Workspace, made: Path) -> None:
    """The chain alone holds; with an entry known from a receipt it does not."""
    number, digest = audit.last_entry(record)
    lines = (made / "record.csv").read_bytes().decode("utf-8-sig")
    table = lines[: lines.rindex(f"{number},")]
    (made / "record.csv").write_text(table, encoding="utf-8-sig", newline="")
    for name in ("record.jsonl", "hashes.txt"):
        _drop(made / name, number)
    assert check(made)[0] == 0
    status, told = check(made, "--anchor", f"{number}:{digest[:8]}-{digest[8:16]}")
    assert (status, told.strip()) == (
        1, f"BROKEN: The record ends at entry {number - 1}, before entry {number} of the receipt.",
    )  # fmt: skip
    status, told = check(made, "--anchor", f"1:{'0' * 16}")
    assert (status, told.strip()) == (
        1, "BROKEN: Entry 1 is not the one that the receipt names.",
    )  # fmt: skip


def test_a_zip_holds_the_same(record: Workspace, tmp_path: Path) -> None:
    """One folder in it, which checks as the other."""
    made = export_record(record, tmp_path, Silent(), who=WHO, as_zip=True)
    assert made.path.suffix == ".zip"
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(tmp_path / "unpacked")
    (folder,) = (tmp_path / "unpacked").iterdir()
    assert check(folder)[0] == 0
    again = export_record(record, tmp_path, Silent(), who=WHO, as_zip=True)
    assert again.path.name == made.path.name.replace(".zip", " (2).zip")


def test_who_may_hand_the_record_out(record: Workspace, tmp_path: Path) -> None:
    """An attorney or an administrator; a clerk is told whom to ask."""
    with record.transaction():
        for name, role in (("Head", ADMINISTRATOR), ("Att", ATTORNEY), ("Clerk", CLERK)):
            office.put_user(record, User(name, role, True, "", ""))
    with pytest.raises(
        InputError, match=r"may not hand out the record of the work\. Ask an attorney"
    ):
        export_record(record, tmp_path / "out", Silent(), who="Clerk")
    assert not (tmp_path / "out").exists()
    assert export_record(record, tmp_path / "out", Silent(), who="Att").n_entries > 0


def test_it_is_written_whole_or_not_at_all(record: Workspace, tmp_path: Path) -> None:
    """Stopped on the way: nothing lies there, and that is on record; a file in the way too."""
    with pytest.raises(Cancelled):
        export_record(record, tmp_path / "out", Stopping(), who=WHO)
    assert list((tmp_path / "out").iterdir()) == []
    last = next(audit.entries(record, newest_first=True, limit=1))
    assert last.action == FAILED
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="could not be written to"):
        export_record(record, tmp_path / "file", Silent(), who=WHO)


def test_the_lines_are_what_the_chain_seals(record: Workspace, made: Path) -> None:
    """Each line of the file is the text whose hash the workspace keeps."""
    lines = (made / "record.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    for line, entry in zip(lines, audit.entries(record), strict=True):
        content = json.loads(line)
        if isinstance(content, list):
            assert line == audit.content_text(entry)
        else:
            assert (content["number"], content["hash"], content["emptied_by"]) == (
                7, entry.hash, 8,
            )  # fmt: skip
