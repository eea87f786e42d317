"""Make signed bundles: a newer program or newer policies that are carried over on a stick.

Run it on a computer that keeps the signing key, best one without a network::

    sh packaging/tool.sh python packaging/sign_bundle.py new-key --name "Office" --out KEYS
    sh packaging/tool.sh python packaging/sign_bundle.py program --folder "dist/Relief Desk" ...
    sh packaging/tool.sh python packaging/sign_bundle.py policies --folder FOLDER ...

``RELEASING.md`` beside this file tells how the key is kept.
"""

from __future__ import annotations

import argparse
import getpass
import hashlib
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from Cryptodome.PublicKey import ECC  # noqa: E402 - the program's own modules need the path above
from Cryptodome.Signature import eddsa  # noqa: E402

from app.updates.bundle import SIGNED_PREFIX, SUFFIX  # noqa: E402
from app.updates.keys import key_line, public_of  # noqa: E402
from app.updates.manifest import (  # noqa: E402
    FILES,
    MANIFEST,
    POLICIES_KIND,
    PROGRAM_KIND,
    SIGNATURE,
    read_manifest,
)
from app.updates.place import PROGRAM_NAME  # noqa: E402

PASSPHRASE_VARIABLE = "RELIEF_DESK_SIGNING_PASSPHRASE"
SHORTEST_PASSPHRASE = 12
_PROTECTION = "scryptAndAES256-CBC"
_COST: Any = {"iteration_count": 2**17, "block_size": 8, "parallelization": 1}  # 128 MB of memory
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files give the same bundle, whenever it is made


def new_key(name: str, folder: Path, passphrase: str) -> tuple[Path, Path]:
    """A signing key under a passphrase, and the public half that others trust."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise SystemExit(f"The passphrase needs at least {SHORTEST_PASSPHRASE} characters.")
    folder.mkdir(parents=True, exist_ok=True)
    private = ECC.generate(curve="Ed25519")
    secret = folder / "signing-key.pem"
    with os.fdopen(os.open(secret, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(
            private.export_key(
                format="PEM", passphrase=passphrase, use_pkcs8=True, protection=_PROTECTION,
                prot_params=_COST,
            )
        )  # fmt: skip
    key = public_of(private, name)
    public = folder / f"{key.fingerprint[:16]}.pub"
    public.write_text(key_line(key), encoding="utf-8")
    return secret, public


def load_key(path: Path, passphrase: str) -> ECC.EccKey:
    """Ends the program with a sentence when the key cannot be used."""
    try:
        return ECC.import_key(path.read_text(encoding="utf-8"), passphrase=passphrase)
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path} cannot be opened: wrong passphrase, or no key.") from error


def make_bundle(folder: Path, facts: dict[str, Any], key: ECC.EccKey, out: Path) -> Path:
    """Pack a folder; ``facts`` are the manifest's without its files. Returns the bundle."""
    paths = sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    manifest = {"format": 1, **facts, "files": [_entry(path, folder) for path in paths]}
    text = json.dumps(manifest, indent=1, sort_keys=True).encode()
    read_manifest(text)  # what the program would not read is not signed
    signature = eddsa.new(key, "rfc8032").sign(SIGNED_PREFIX + text)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), text)
        archive.writestr(zipfile.ZipInfo(SIGNATURE, _EPOCH), signature)
        for path in paths:
            if not path.is_symlink():
                entry = zipfile.ZipInfo(f"{FILES}/{path.relative_to(folder).as_posix()}", _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return out


def _entry(path: Path, folder: Path) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    if path.is_symlink():
        empty = hashlib.sha256().hexdigest()
        link = path.readlink().as_posix()
        return {"path": name, "size": 0, "sha256": empty, "executable": False, "link": link}
    data = path.read_bytes()
    return {
        "path": name,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "executable": os.access(path, os.X_OK),
    }


def _passphrase() -> str:
    return os.environ.get(PASSPHRASE_VARIABLE) or getpass.getpass("Passphrase of the key: ")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Make signed bundles.")
    actions = parser.add_subparsers(dest="action", required=True)
    key = actions.add_parser("new-key", help="a signing key and its public half")
    key.add_argument("--name", required=True, help="whose key it is, as people will read it")
    key.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    for action, name in ((PROGRAM_KIND, PROGRAM_NAME), (POLICIES_KIND, None)):
        one = actions.add_parser(action, help=f"a bundle of a {action} folder")
        one.add_argument("--folder", type=Path, required=True)
        one.add_argument("--name", default=name, required=name is None)
        one.add_argument("--release", required=True, metavar="VERSION")
        one.add_argument("--made-on", required=True, metavar="YYYY-MM-DD")
        one.add_argument("--system", default="", help="such as linux-x86_64; of a program")
        one.add_argument("--needs", default="0.1", help="the oldest program that takes it")
        one.add_argument("--before", default="", help="the first program that uses its own again")
        one.add_argument("--words", default="", help="what is new, for the one who installs it")
        one.add_argument("--key", type=Path, required=True)
        one.add_argument("--out", type=Path, required=True, metavar=f"FILE{SUFFIX}")
    return parser


def main(argv: list[str]) -> int:
    """Returns the exit status."""
    arguments = _parser().parse_args(argv)
    if arguments.action == "new-key":
        secret, public = new_key(arguments.name, arguments.out, _passphrase())
        print(f"Keep this one secret: {secret}\nShip or hand out this one: {public}")
        return 0
    facts = {
        "kind": arguments.action,
        "name": arguments.name,
        "version": arguments.release,
        "made_on": arguments.made_on,
        "system": arguments.system,
        "needs": arguments.needs,
        "before": arguments.before,
        "words": arguments.words,
    }
    key = load_key(arguments.key, _passphrase())
    made = make_bundle(arguments.folder, facts, key, arguments.out)
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    print(f"{made}: {made.stat().st_size:,} bytes, sha256 {digest}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
