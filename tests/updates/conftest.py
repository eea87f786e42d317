"""A signing key of this test alone, and bundles made with the very script that releases use."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from Cryptodome.PublicKey import ECC

from app import paths
from app.updates.keys import key_line, public_of

ROOT = Path(__file__).resolve().parents[2]
POLICY = "us-ca/county-review"


@pytest.fixture(scope="session")
def script() -> ModuleType:
    """``packaging/sign_bundle.py``, which is no module of the program."""
    spec = importlib.util.spec_from_file_location(
        "sign_bundle", ROOT / "packaging" / "sign_bundle.py"
    )
    assert spec is not None
    assert spec.loader is not None
    before = list(sys.path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


@dataclass(frozen=True)
class Signer:
    """Makes bundles in a folder."""

    script: ModuleType
    key: ECC.EccKey
    folder: Path

    def bundle(self, files: Path, file: str = "update.reliefpack", **facts: Any) -> Path:
        """A bundle of a folder; without ``facts`` of policies for every program."""
        known = {
            "kind": "policies", "name": "california", "version": "2027.1", "made_on": "2027-01-04",
            "system": "", "needs": "0.1", "before": "", "words": "The law of 2027.",
        }  # fmt: skip
        made: Path = self.script.make_bundle(
            files, {**known, **facts}, self.key, self.folder / file
        )
        return made


@pytest.fixture
def shipped_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of keys that ship with the program, as a release would fill it."""
    folder = tmp_path / "shipped keys"
    folder.mkdir()
    monkeypatch.setattr("app.updates.keys.shipped_folder", lambda: folder)
    return folder


@pytest.fixture
def signer(script: ModuleType, shipped_keys: Path, tmp_path: Path) -> Signer:
    """The releaser, whose key ships with the program."""
    key = ECC.generate(curve="Ed25519")
    (shipped_keys / "release.pub").write_text(
        key_line(public_of(key, "Relief Desk releases")), encoding="utf-8"
    )
    return Signer(script, key, tmp_path)


@pytest.fixture
def stranger(script: ModuleType, tmp_path: Path) -> Signer:
    """Somebody with a key of their own."""
    return Signer(script, ECC.generate(curve="Ed25519"), tmp_path)


@pytest.fixture
def new_policies(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with a shipped policy in another version, and its case table."""

    def make(version: str) -> Path:
        folder = tmp_path / f"pack {version}"
        place = folder / "policies" / f"{POLICY}.toml"
        place.parent.mkdir(parents=True)
        text = (paths.resources() / "policies" / f"{POLICY}.toml").read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        at = next(place for place, line in enumerate(lines) if line.startswith("version"))
        lines[at] = f'version = "{version}"\n'
        place.write_text("".join(lines), encoding="utf-8")
        shutil.copy(
            paths.case_tables() / f"{POLICY.replace('/', '-')}.toml",
            place.with_name("county-review.cases.toml"),
        )
        return folder

    return make


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    folder = tmp_path / "Données"
    monkeypatch.setenv("RELIEF_DESK_DATA", str(folder))
    return folder
