"""Everything in plain files, from a terminal."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal_user import desk


def test_a_folder_and_an_encrypted_zip(workspace: Path, tmp_path: Path) -> None:
    """Both are told with what is in them; plain files with what they are."""
    out, words = tmp_path / "out", tmp_path / "words.txt"
    out.mkdir()
    words.write_text("five words of a made up zip\n", encoding="utf-8")
    plain = desk("hand-out", workspace, "--to", out, "--json")
    assert plain.status == 0, plain.err
    assert (Path(plain.data["path"]) / "README.txt").is_file()
    assert plain.data["rows"] > 100
    assert "hold records of named people" in plain.err
    zipped = desk("hand-out", workspace, "--to", out, "--zip-passphrase-file", words)
    assert zipped.status == 0, zipped.err
    assert len(list(out.glob("*.zip"))) == 1
    assert "in clear" not in zipped.err


def test_what_cannot_be(workspace: Path, tmp_path: Path) -> None:
    """Each a sentence and a status."""
    empty, short = tmp_path / "empty", tmp_path / "short"
    empty.write_text("\n")
    short.write_text("short\n")
    for status, words, more in (
        (3, "is not there", ["--to", tmp_path / "gone"]),
        (2, "cannot be read as text", ["--to", tmp_path, "--zip-passphrase-file", tmp_path]),
        (2, "is empty", ["--to", tmp_path, "--zip-passphrase-file", empty]),
        (3, "Take at least 14 letters", ["--to", tmp_path, "--zip-passphrase-file", short]),
    ):
        done = desk("hand-out", workspace, *more)
        assert (done.status, words in done.err) == (status, True), done.err
