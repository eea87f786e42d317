"""Newer policies from a stick: proven, tried, used, rolled back; or refused, nothing changed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs import updates
from app.jobs.progress import Silent
from app.rules.catalog import find_policies, load_by_id
from app.rules.checking.case_tables import find_table
from app.updates.keys import key_line, load_keys, public_of
from tests.updates.conftest import POLICY, Signer

pytestmark = pytest.mark.usefixtures("data")


def _install(path: Path) -> updates.Installed:
    return updates.install(path, Silent(), who="A. Head")


def test_a_newer_policy_takes_the_place_of_the_shipped_one_and_goes_back(
    signer: Signer, new_policies: Callable[[str], Path]
) -> None:
    """Two bundles one after the other; each roll-back uses the version before."""
    shipped = load_by_id(POLICY).version
    assert len(find_policies()) == 7
    for version in ("2027.1", "2027.2"):
        made = _install(signer.bundle(new_policies(version), version=version))
        assert (made.state, made.signed_by) == ("whole", "Relief Desk releases")
        assert load_by_id(POLICY).version == version
        assert find_table(POLICY) is not None
        assert len(find_policies()) == 7
    assert updates.list_installed()[0].before == "2027.1"
    assert updates.roll_back("policies", "california", who="A. Head") == "2027.1"
    assert load_by_id(POLICY).version == "2027.1"
    assert updates.roll_back("policies", "california", who="A. Head") == ""
    assert load_by_id(POLICY).version == shipped
    with pytest.raises(InputError, match="no bundle is in use"):
        updates.roll_back("policies", "california", who="A. Head")


def test_the_history_tells_who_did_what(
    signer: Signer, new_policies: Callable[[str], Path], data: Path
) -> None:
    """In a file that a person can read."""
    _install(signer.bundle(new_policies("2027.1")))
    updates.roll_back("policies", "california", who="B. Next")
    history = json.loads((data / "updates" / "in-use.json").read_text(encoding="utf-8"))["history"]
    assert [(one["who"], one["what"]) for one in history] == [
        ("A. Head", "installed 2027.1"),
        ("B. Next", "rolled back from 2027.1 to the shipped ones"),
    ]


def test_an_older_or_the_same_bundle_is_refused(
    signer: Signer, new_policies: Callable[[str], Path]
) -> None:
    """Nobody is led back by an old stick."""
    older = signer.bundle(new_policies("2026.9"), "older.reliefpack", version="2026.9")
    newer = signer.bundle(new_policies("2027.10"), "newer.reliefpack", version="2027.10")
    _install(newer)
    for path in (older, newer):
        with pytest.raises(InputError, match=r"2027\.10 is here already.*roll back"):
            _install(path)
    assert load_by_id(POLICY).version == "2027.10"


def test_a_strangers_bundle_is_refused_until_the_office_trusts_the_key(
    signer: Signer, stranger: Signer, new_policies: Callable[[str], Path], tmp_path: Path
) -> None:
    """Trusting takes the fingerprint, told another way than the file came."""
    path = stranger.bundle(new_policies("2027.1"))
    with pytest.raises(InputError, match="not signed by anybody this program trusts"):
        _install(path)
    key = public_of(stranger.key, "Association of counties")
    file = tmp_path / "association.pub"
    file.write_text(key_line(key), encoding="utf-8")
    for wrong in ("00" * 32, key.fingerprint[:12]):
        with pytest.raises(InputError, match="fingerprint does not belong"):
            updates.trust_key(file, wrong, who="A. Head")
    updates.trust_key(file, key.spoken.upper(), who="A. Head")
    assert [one.is_shipped for one in load_keys()] == [True, False]
    assert _install(path).signed_by == "Association of counties"


def _refusal(path: Path) -> str:
    """The sentence; "" when it was taken."""
    try:
        _install(path)
    except InputError as error:
        return error.message
    return ""


def test_every_cut_and_every_changed_byte_is_refused(
    signer: Signer, new_policies: Callable[[str], Path], tmp_path: Path, data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Truncated anywhere, or one byte changed anywhere: a sentence, and nothing changed."""
    whole = signer.bundle(new_policies("2027.1")).read_bytes()
    shipped = load_by_id(POLICY).version
    damaged = tmp_path / "damaged.reliefpack"
    n_refused = n_harmless = 0
    cuts = [whole[:length] for length in range(0, len(whole), max(1, len(whole) // 60))]
    changed = [
        whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :]
        for at in range(0, len(whole), max(1, len(whole) // 150))
    ]
    for data_of in (*cuts, *changed):
        damaged.write_bytes(data_of)
        said = _refusal(damaged)
        if said:
            n_refused += 1
            assert said.endswith(".")
        else:  # a byte that says nothing of any file, such as a time in the zip's own list
            n_harmless += 1
            assert updates.list_installed()[0].state == "whole"
            updates.roll_back("policies", "california", who="A. Head")
        assert updates.list_installed() == []
        assert load_by_id(POLICY).version == shipped
        assert not list((data / "updates").rglob("*.part"))
    assert n_refused >= 60 + 0.8 * 150
    with capsys.disabled():
        print(f"\nbundles: {n_refused} damaged ones refused, {n_harmless} with a harmless byte")


def _repacked(path: Path, changes: dict[str, bytes]) -> Path:
    """The bundle with entries replaced; its signature as it was."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    out = path.with_name("repacked.reliefpack")
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (entries | changes).items():
            archive.writestr(name, content)
    return out


def test_a_manifest_or_a_file_that_was_not_signed_is_refused(
    signer: Signer, new_policies: Callable[[str], Path]
) -> None:
    """Also a file that is larger than what was signed, and stops there."""
    path = signer.bundle(new_policies("2027.1"))
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["version"] = "9.9"
    name = f"files/policies/{POLICY}.toml"
    for entry, content, said in (
        ("manifest.json", json.dumps(manifest).encode(), "changed after it was signed"),
        ("manifest.sig", bytes(64), "changed after it was signed"),
        ("manifest.sig", b"", "changed after it was signed"),
        (name, b"x" * 50_000_000, "is damaged"),
        (name, b"", "is damaged"),
    ):
        with pytest.raises(InputError, match=said):
            _install(_repacked(path, {entry: content}))
    assert updates.list_installed() == []


def test_what_is_signed_and_cannot_be_is_refused_too(
    signer: Signer, new_policies: Callable[[str], Path]
) -> None:
    """For other programs, without policies, without cases, or wrong in its own cases."""
    for facts, said in (
        ({"needs": "9.0"}, "is for a Relief Desk from 9.0 on"),
        ({"before": "0.1"}, "and older than 0.1"),
    ):
        path = signer.bundle(new_policies(f"2027.{len(said)}"), **facts)
        with pytest.raises(InputError, match=said):
            _install(path)
    bare = new_policies("2028.1")
    (bare / "policies" / f"{POLICY}.cases.toml").unlink()
    with pytest.raises(InputError, match="no case table to prove it"):
        _install(signer.bundle(bare))
    broken = new_policies("2028.2")
    (broken / "policies" / f"{POLICY}.toml").write_text("id = 3", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be used"):
        _install(signer.bundle(broken))
    wrong = new_policies("2028.3")
    table = wrong / "policies" / f"{POLICY}.cases.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace('answer = "dismissal"', 'answer = "none"'), encoding="utf-8")
    if table.read_text(encoding="utf-8") == text:
        table.write_text(text.replace('answer = "', 'answer = "not '), encoding="utf-8")
    with pytest.raises(InputError, match=r"cannot be used|of its \d+ cases"):
        _install(signer.bundle(wrong))
    assert updates.list_installed() == []


@pytest.mark.parametrize(
    "path",
    ["../outside.toml", "/etc/x", "a/../../b", "C:/x", "a\\b", "con\x00", "x/ ", "..", "a//b/."],
)
def test_a_path_that_leads_elsewhere_is_refused_even_when_signed(
    signer: Signer, new_policies: Callable[[str], Path], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The releaser's own script refuses to sign it, too."""
    folder = new_policies("2027.1")
    monkeypatch.setattr(
        signer.script, "_entry", lambda *_: {"path": path, "size": 0, "sha256": "0" * 64}
    )
    with pytest.raises(ValueError, match=r"elsewhere|no files"):
        signer.bundle(folder)


def test_what_was_changed_after_it_was_installed_is_told(
    signer: Signer, new_policies: Callable[[str], Path], data: Path
) -> None:
    """The list proves every file again."""
    _install(signer.bundle(new_policies("2027.1")))
    (file,) = (data / "updates").rglob("county-review.toml")
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed", encoding="utf-8")
    assert updates.list_installed()[0].state == "changed since it was installed"


def test_no_bundle_at_all_is_a_sentence(signer: Signer, tmp_path: Path) -> None:
    """A missing file, a folder, a text, an empty zip."""
    text, empty = tmp_path / "text.reliefpack", tmp_path / "empty.reliefpack"
    text.write_text("no zip", encoding="utf-8")
    with zipfile.ZipFile(empty, "w"):
        pass
    for path, said in (
        (tmp_path / "missing.reliefpack", "There is no file"),
        (tmp_path, "cannot be read"),
        (text, "is no bundle"),
        (empty, r"has no manifest\.json"),
    ):
        with pytest.raises(InputError, match=said):
            _install(path)


def test_a_disk_that_cannot_be_written_leaves_everything_as_it_was(
    signer: Signer, new_policies: Callable[[str], Path], data: Path
) -> None:
    """A file stands where the folder would be made."""
    path = signer.bundle(new_policies("2027.1"))
    data.mkdir()
    (data / "updates").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match=r"cannot be unpacked.*Nothing was changed"):
        _install(path)
