"""What the terminal says when a command, a file or a workspace is not right."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from app.store.workspace import open_workspace
from tests.cli.terminal_user import (
    PASSPHRASE,
    VARIABLE,
    desk,
    files_in,
    run_arguments,
    start_desk,
    terminal,
)


def no_traceback(text: str) -> bool:
    return "Traceback" not in text and text.strip() != ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (["--as-of", "2026-7-1"], "write YYYY-MM-DD"),
        (["--as-of", "2026-02-30"], "write YYYY-MM-DD"),
        (["--policy", "us-ca/los-angelas"], "did you mean 'us-ca/los-angeles'"),
        (["--formats", "clear-my-record,pdf"], "clear-my-record, workbook, motions, report"),
        (["--option", "age"], "write NAME=VALUE"),
        (["--county", "Kern"], "LOS ANGELES only"),
    ],
)
def test_wrong_usage_is_named(
    clean_file: Path, tmp_path: Path, changes: list[str], says: str
) -> None:
    """Status 2, a sentence that names the range or the near miss, and nothing is made."""
    out = tmp_path / "out"
    done = desk(*run_arguments([clean_file], out, *changes))
    assert (done.status, done.out) == (2, "")
    assert says in done.err
    assert no_traceback(done.err)
    assert not out.exists()


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("years_crime_free=99", "a whole number from 1 to 15"),
        ("agee=50", "did you mean 'age'"),
        ("use_age=perhaps", "use_age"),
        ("hs_11357=keep", "dismiss"),
    ],
)
def test_wrong_option_names_range_or_near_miss(
    clean_file: Path, tmp_path: Path, option: str, says: str
) -> None:
    """Every option knows what it may be."""
    done = desk(
        *run_arguments([clean_file], tmp_path / "out", "--policy", "us-ca/county-review",
                       "--option", option)
    )  # fmt: skip
    assert done.status == 2
    assert says in done.err


def test_every_wrong_option_is_told_at_once(clean_file: Path, tmp_path: Path) -> None:
    """Two mistakes, one answer: nobody mends one only to see the next."""
    done = desk(
        *run_arguments([clean_file], tmp_path / "out", "--policy", "us-ca/county-review",
                       "--option", "agee=50", "--option", "years_crime_free=0")
    )  # fmt: skip
    assert "'agee'" in done.err
    assert "'years_crime_free'" in done.err


def test_unknown_command_and_missing_argument() -> None:
    """A real process ends with status 2 and shows the commands there are."""
    done = terminal("imprt", "x")
    assert done.status == 2
    assert "self-check" in done.err
    assert done.out == ""
    assert desk("run").status == 2
    assert desk("practice").status == 2
    assert desk().status == 2


def test_help_and_version_go_to_standard_output() -> None:
    """Asked for, they are an answer: status 0."""
    shown = terminal("--help")
    assert shown.status == 0
    assert "import" in shown.out
    assert desk("--version").out.startswith("Relief Desk ")


@pytest.mark.skipif(sys.platform == "win32", reason="closes a POSIX pipe")
def test_reader_that_goes_away_is_no_error() -> None:
    """``relief-desk policies | head -0``: nothing is said, status 0."""
    process = start_desk("policies", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(30) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.parametrize("people", ["0", "-3", "many"])
def test_sample_needs_people(tmp_path: Path, people: str) -> None:
    """A number of people above zero."""
    done = desk("sample", "--people", people, "--county", "Kern", "--out", tmp_path / "x.dat")
    assert done.status == 2
    assert list(tmp_path.iterdir()) == []


def test_sample_suggests_the_county(tmp_path: Path) -> None:
    """A county that California does not have."""
    done = desk("sample", "--people", "3", "--county", "Los Angelos", "--out", tmp_path / "x.dat")
    assert done.status == 2
    assert "Los Angeles" in done.err


def test_sample_tells_what_it_made(tmp_path: Path) -> None:
    """Same seed, same file; another seed, other people; figures as JSON."""
    made = [
        desk("sample", "--people", "5", "--county", "Kern", "--seed", seed, "--messy", "--json",
             "--out", tmp_path / name)
        for name, seed in (("a, ñ.dat", "1"), ("b.dat", "1"), ("c.dat", "2"))
    ]  # fmt: skip
    hashes = [done.data["sha256"] for done in made]
    assert hashes[0] == hashes[1] != hashes[2]
    assert made[0].data["troubles"]
    assert (tmp_path / "a, ñ.dat").read_bytes() == (tmp_path / "b.dat").read_bytes()


@pytest.mark.parametrize(
    "kind", ["missing", "empty", "folder", "picture", "zip", "text", "columns"]
)
def test_a_file_that_is_something_else(
    clean_file: Path, tmp_path: Path, known_passphrase: str, kind: str
) -> None:
    """Status 3, one sentence that names the file, and no workspace is left behind."""
    path = tmp_path / "Año, d'été.dat"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes({
            "empty": b"",
            "picture": b"\x89PNG\r\n\x1a\n" + bytes(300),
            "zip": b"PK\x03\x04" + bytes(400),
            "text": b"Dear Sir or Madam,\n" * 40,
            "columns": (",".join(f"COLUMN_{n}" for n in range(95)) + "\n").encode() * 9,
        }[kind])  # fmt: skip
    place = tmp_path / "place"
    place.mkdir()
    done = desk("import", place / "new.relief", path, "--county", "Kern")
    assert (done.status, done.out) == (3, "")
    assert path.name in done.err
    assert no_traceback(done.err)
    assert list(place.iterdir()) == []
    ran = desk(*run_arguments([clean_file, path], tmp_path / "out"))
    assert ran.status == 3
    assert not (tmp_path / "out").exists()


def test_output_folder_that_is_a_file(clean_file: Path, tmp_path: Path) -> None:
    """Results cannot be put into a file: status 2 before any work."""
    done = desk(*run_arguments([clean_file], clean_file))
    assert done.status == 2
    assert "name a folder" in done.err


def test_output_that_cannot_be_written(workspace: Path) -> None:
    """A place where nothing can be made is told in a sentence, not as a fault."""
    done = desk("export", workspace, "--out", "/proc/relief desk")
    assert done.status == 3
    assert "could not be read or written" in done.err
    assert no_traceback(done.err)


# The workspace


def test_workspace_that_is_not_there(tmp_path: Path, known_passphrase: str) -> None:
    """Status 4 and what to do, for every command that needs one."""
    path = tmp_path / "Not, here.relief"
    for arguments in (
        ["verify", path], ["cases", path], ["explain", path, "1"],
        ["review", path, "1", "--accept"],
        ["export", path, "--out", tmp_path], ["papers", path, "--out", tmp_path],
        ["report", path, "--out", tmp_path],
        ["check", path, "--policy", "us-ca/los-angeles", "--as-of", "2026-07-01"],
    ):  # fmt: skip
        done = desk(*arguments)
        assert (done.status, done.out) == (4, ""), arguments
        assert "There is no workspace" in done.err
    assert list(tmp_path.iterdir()) == []


def test_import_into_a_new_workspace_needs_a_county(
    clean_file: Path, tmp_path: Path, known_passphrase: str
) -> None:
    """Nothing is made up: which county it is for has to be said."""
    done = desk("import", tmp_path / "new.relief", clean_file)
    assert done.status == 4
    assert "--county" in done.err


def test_wrong_passphrase(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 4, a sentence, and the workspace stays as it is."""
    monkeypatch.setenv(VARIABLE, "another one")
    before = workspace.read_bytes()
    done = desk("verify", workspace)
    assert done.status == 4
    assert "passphrase is wrong" in done.err
    assert workspace.read_bytes() == before


def test_passphrase_from_a_file(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file's line end is no part of it, and the file goes before the environment."""
    monkeypatch.setenv(VARIABLE, "another one")
    words = tmp_path / "Wörter, geheim.txt"
    words.write_bytes(PASSPHRASE.encode() + b"\r\n")
    assert desk("verify", workspace, "--passphrase-file", words).status == 0
    missing = desk("verify", workspace, "--passphrase-file", tmp_path / "none.txt")
    assert missing.status == 2
    assert "none.txt" in missing.err


def test_passphrase_from_the_environment_of_a_process(workspace: Path) -> None:
    """In a real process: with the variable it opens, without it says how to give one."""
    assert terminal("verify", workspace, variables={VARIABLE: PASSPHRASE}).status == 0
    without = terminal("verify", workspace)
    assert without.status == 4
    assert VARIABLE in without.err
    assert "--passphrase-file" in without.err


def test_passphrase_is_never_an_argument(workspace: Path) -> None:
    """Arguments are seen by everybody on the machine: there is no such option."""
    for option in ("--passphrase", "--password"):
        done = desk("verify", workspace, f"{option}={PASSPHRASE}")
        assert done.status in (2, 4), option
        assert "whole" not in done.err
    assert "--passphrase " not in desk("verify", "--help").out


def test_locked_workspace(workspace: Path) -> None:
    """A second program is refused with who holds it."""
    with open_workspace(workspace, PASSPHRASE):
        done = terminal("verify", workspace, variables={VARIABLE: PASSPHRASE})
    assert done.status == 4
    assert "open in another Relief Desk" in done.err


def test_damaged_workspace(workspace: Path) -> None:
    """Bytes that were overwritten are found: status 4 and a sentence, no trace of a fault."""
    data = bytearray(workspace.read_bytes())
    for start in range(len(data) // 3, len(data) // 3 + 9 * 4096, 4096):
        data[start : start + 64] = b"\xa5" * 64
    workspace.write_bytes(bytes(data))
    done = desk("verify", workspace)
    assert done.status == 4
    assert "backup" in done.err
    assert no_traceback(done.err)


def test_cut_workspace(workspace: Path) -> None:
    """A file that lost its end (a stick pulled too early) is told as damaged."""
    workspace.write_bytes(workspace.read_bytes()[:40_960])
    done = desk("verify", workspace)
    assert done.status == 4
    assert no_traceback(done.err)


def test_other_file_in_place_of_a_workspace(tmp_path: Path, known_passphrase: str) -> None:
    """A text or an empty file is no workspace, and is not turned into one."""
    for name, content in (("text.relief", b"hello\n" * 100), ("empty.relief", b"")):
        path = tmp_path / name
        path.write_bytes(content)
        done = desk("verify", path)
        assert done.status == 4
        assert name in done.err
        assert path.read_bytes() == content


def test_nothing_checked_yet(clean_file: Path, tmp_path: Path, known_passphrase: str) -> None:
    """Export, papers, report and explanation ask for a check first: status 3."""
    path = tmp_path / "new.relief"
    assert desk("import", path, clean_file, "--county", "Los Angeles").status == 0
    out = tmp_path / "out"
    for arguments in (
        ["export", path, "--out", out], ["papers", path, "--out", out],
        ["report", path, "--out", out], ["explain", path, "1"],
    ):  # fmt: skip
        done = desk(*arguments)
        assert done.status == 3, arguments
        assert "check" in done.err.lower()
    assert not out.exists() or files_in(out) == {}


def _counts(workspace: Path) -> dict[str, object]:
    """What verify counts, without the record of the work, which has an entry of every sign-in."""
    told = desk("verify", workspace, "--json").data
    return {name: value for name, value in told.items() if "entr" not in name}


def test_same_file_twice(workspace: Path, clean_file: Path, tmp_path: Path) -> None:
    """The content counts, not the name: status 3, nothing changed."""
    copy = tmp_path / "Other name.dat"
    shutil.copy(clean_file, copy)
    before = _counts(workspace)
    done = desk("import", workspace, copy)
    assert done.status == 3
    assert clean_file.name in done.err
    assert _counts(workspace) == before
