"""``updates`` at the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.main import main
from app.updates.keys import key_line, public_of
from tests.updates.conftest import Signer

pytestmark = pytest.mark.usefixtures("data")


def test_a_bundle_is_checked_installed_listed_and_rolled_back(
    signer: Signer, new_policies: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Checking changes nothing; the list says who signed what is in use."""
    path = str(signer.bundle(new_policies("2027.1")))
    assert main(["updates", "check", path]) == 0
    assert "policies “california” 2027.1" in capsys.readouterr().out
    assert main(["updates"]) == 0
    assert "No bundle is in use" in capsys.readouterr().err
    assert main(["updates", "install", path, "--as", "A. Head"]) == 0
    capsys.readouterr()
    assert main(["updates", "list", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["in_use"]
    assert (one["name"], one["version"], one["state"]) == ("california", "2027.1", "whole")
    assert main(["updates", "install", path]) == 3
    assert "is here already" in capsys.readouterr().err
    assert main(["updates", "roll-back", "california"]) == 0
    assert main(["updates", "roll-back", "california"]) == 3
    assert main(["updates", "roll-back", "program"]) == 3


def test_keys_are_listed_and_trusted_by_their_fingerprint(
    signer: Signer, stranger: Signer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong fingerprint is refused, and none is wrong usage."""
    key = public_of(stranger.key, "Association")
    file = tmp_path / "association.pub"
    file.write_text(key_line(key), encoding="utf-8")
    assert main(["updates", "trust", str(file), "--fingerprint", " "]) == 2
    assert main(["updates", "trust", str(file), "--fingerprint", "0" * 16]) == 3
    assert main(["updates", "trust", str(file), "--fingerprint", key.fingerprint[:16]]) == 0
    assert main(["updates", "trust", str(file), "--fingerprint", key.fingerprint]) == 3
    capsys.readouterr()
    assert main(["updates", "keys"]) == 0
    said = capsys.readouterr().out
    assert "Relief Desk releases (programs and policies)" in said
    assert "Association (policies)" in said
    for text in ("", "no key", "relief-desk-key 1 !!! X", "relief-desk-key 1 AAAA X"):
        file.write_text(text, encoding="utf-8")
        assert main(["updates", "trust", str(file), "--fingerprint", "0" * 16]) == 3


def test_without_a_key_no_bundle_is_taken(
    shipped_keys: Path, stranger: Signer, new_policies: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """A copy that was made from the sources trusts nobody by itself."""
    assert main(["updates", "keys"]) == 0
    assert "trusts no key" in capsys.readouterr().err
    assert main(["updates", "check", str(stranger.bundle(new_policies("2027.1")))]) == 3
    assert "it trusts: nobody yet" in capsys.readouterr().err
