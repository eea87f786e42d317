"""Taking bundles into use, and going back: everything is proven and tried before it counts.

A bundle is unpacked beside the ones before it and nothing of those is touched; a program is started
once, policies are loaded and asked their case tables. Only then one small file changes, which says
what is in use (`app.updates.place`).
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app import durable
from app.errors import InputError
from app.jobs.clock import now
from app.jobs.progress import Progress
from app.jobs.updated_policies import try_policies
from app.updates.bundle import Bundle, open_bundle, prove_text, unpack
from app.updates.keys import PublicKey, key_line, load_keys, read_key, trusted_folder
from app.updates.manifest import (
    FILES,
    MANIFEST,
    POLICIES_KIND,
    PROGRAM_KIND,
    SIGNATURE,
    Manifest,
    differing_files,
    version_order,
)
from app.updates.place import (
    PROGRAM_NAME,
    InUse,
    folder_of,
    is_for_program,
    manifest_in,
    read_in_use,
    updates_folder,
    write_in_use,
)
from app.updates.start import HANDED_OVER
from app.version import PROGRAM, VERSION

_STARTS_WITHIN = 60  # seconds
_SHORTEST_FINGERPRINT = 16
_SPARE = 50_000_000  # bytes that must stay free


@dataclass(frozen=True, slots=True)
class Installed:
    """A bundle in use. ``state``: "whole", "changed since it was installed", "not used" (why)."""

    kind: str
    name: str
    version: str
    signed_by: str
    at: str
    before: str
    state: str


def system_name() -> str:
    """Of this computer, as a bundle of the program names it: ``linux-x86_64``."""
    return f"{platform.system()}-{platform.machine()}".lower()


def look_at(path: Path) -> Bundle:
    """Prove a bundle and whether it can be taken here. Nothing is changed.

    Raises InputError for a bundle that is damaged, a stranger's, older, or not for this computer.
    """
    bundle = open_bundle(path, load_keys())
    manifest = bundle.manifest
    if manifest.kind == PROGRAM_KIND:
        _check_program(bundle)
    own = _version_here(manifest)
    if own and version_order(manifest.version) <= version_order(own):
        raise InputError(
            f"{path.name} holds {_title(manifest)} {manifest.version}, and {own} is here already. "
            "To go back to an earlier version, roll back. Nothing was changed."
        )
    if manifest.kind == POLICIES_KIND and not is_for_program(manifest):
        bound = f" and older than {manifest.before}" if manifest.before else ""
        raise InputError(
            f"{path.name} is for a {PROGRAM} from {manifest.needs} on{bound}; this one is "
            f"{VERSION}. Nothing was changed."
        )
    return bundle


def _check_program(bundle: Bundle) -> None:
    manifest, name = bundle.manifest, bundle.path.name
    if manifest.name != PROGRAM_NAME:
        raise InputError(f"{name} holds another program ({manifest.name}). Nothing was changed.")
    if not bundle.key.is_shipped:
        raise InputError(
            f"{name} was signed by {bundle.key.name}, who may sign policies here and no programs. "
            "Nothing was changed."
        )
    if manifest.system != system_name():
        raise InputError(
            f"{name} is for another kind of computer ({manifest.system}; this one is "
            f"{system_name()}). Fetch the one for this computer. Nothing was changed."
        )
    if not getattr(sys, "frozen", False):
        raise InputError(
            "This copy of the program runs from its sources and is not updated by a bundle. Fetch "
            "newer sources. Nothing was changed."
        )


def _version_here(manifest: Manifest) -> str:
    """The newest that is here; "" when nothing of that name is."""
    in_use = read_in_use().current(manifest.kind, manifest.name)
    if manifest.kind == POLICIES_KIND:
        return in_use
    return max(in_use or VERSION, VERSION, key=version_order)


def _title(manifest: Manifest) -> str:
    return PROGRAM if manifest.kind == PROGRAM_KIND else f"the policies “{manifest.name}”"


def install(path: Path, progress: Progress, *, who: str) -> Installed:
    """Take a bundle into use; what was used before stays for `roll_back`.

    Raises what `look_at` does, and InputError when it does not work here or cannot be written: then
    everything is as it was.
    """
    bundle = look_at(path)
    manifest = bundle.manifest
    target = folder_of(manifest.kind, manifest.name, manifest.version)
    part = target.with_name(target.name + ".part")
    try:
        _make_room(part, manifest)
        total = max(manifest.n_bytes, 1)
        unpack(bundle, part / FILES, lambda n: progress.step(n, total, f"Unpacking {path.name}"))
        (part / MANIFEST).write_bytes(bundle.text)
        (part / SIGNATURE).write_bytes(bundle.signature)
        progress.step(total, total, "Trying it")
        _try(manifest, part / FILES)
        shutil.rmtree(target, ignore_errors=True)  # left from before a roll-back
        _sync(part)
        part.replace(target)
        durable.sync_folder(target.parent)
        return _take_into_use(bundle, who)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(
            f"{path.name} cannot be unpacked in {updates_folder()} ({reason}). Nothing was changed."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _make_room(part: Path, manifest: Manifest) -> None:
    shutil.rmtree(part, ignore_errors=True)
    (part / FILES).mkdir(parents=True)
    free = shutil.disk_usage(part).free
    if free < manifest.n_bytes + _SPARE:
        raise InputError(
            f"There is too little room for this bundle: it needs {manifest.n_bytes // 1_000_000:,} "
            f"MB in {updates_folder()}, and {free // 1_000_000:,} MB are free. Nothing was changed."
        )


def _try(manifest: Manifest, files: Path) -> None:
    if manifest.kind == POLICIES_KIND:
        try_policies(files / "policies")
    else:
        _try_program(files, manifest.version)


def _try_program(files: Path, version: str) -> None:
    """It must start on this computer and be the version that it says."""
    program = files / Path(sys.executable).name
    try:
        ended = subprocess.run(  # noqa: S603 - signed, and proven just now
            [program, "--version"], env={**os.environ, HANDED_OVER: "1"}, capture_output=True,
            timeout=_STARTS_WITHIN, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _does_not_start(version) from error
    if ended.returncode != 0 or version not in ended.stdout.decode("utf-8", "replace"):
        raise _does_not_start(version)


def _does_not_start(version: str) -> InputError:
    return InputError(
        f"{PROGRAM} {version} was unpacked and does not start on this computer: it may need a "
        f"newer system. {PROGRAM} {VERSION} stays in use. Nothing was changed."
    )


def _sync(folder: Path) -> None:
    """Onto the disk, before anything points to it."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            durable.sync_file(path)
        elif path.is_dir():
            durable.sync_folder(path)


def _take_into_use(bundle: Bundle, who: str) -> Installed:
    manifest, in_use = bundle.manifest, read_in_use()
    versions = in_use.versions.setdefault(f"{manifest.kind} {manifest.name}", [])
    versions.append(manifest.version)
    _note(in_use, manifest.kind, manifest.name, f"installed {manifest.version}", who)
    write_in_use(in_use)
    for old in versions[:-2]:  # the one before stays, to go back to
        shutil.rmtree(folder_of(manifest.kind, manifest.name, old), ignore_errors=True)
    if len(versions) > 2:
        del versions[:-2]
        write_in_use(in_use)
    return next(
        one for one in list_installed() if (one.kind, one.name) == (manifest.kind, manifest.name)
    )


def _note(in_use: InUse, kind: str, name: str, what: str, who: str) -> None:
    in_use.history.append({"at": now(), "who": who, "kind": kind, "name": name, "what": what})


def roll_back(kind: str, name: str, *, who: str) -> str:
    """Use the version before again; returns it. The program's own is "" for policies.

    Raises InputError when nothing newer than what the program came with is in use. Workspaces that
    a newer program has brought to its form need the backup that it made of them.
    """
    in_use = read_in_use()
    versions = in_use.versions.get(f"{kind} {name}", [])
    if not versions:
        title = PROGRAM if kind == PROGRAM_KIND else f"the policies “{name}”"
        raise InputError(
            f"There is no version of {title} to go back from: no bundle is in use. Nothing was "
            "changed."
        )
    left = versions.pop()
    before = versions[-1] if versions else (VERSION if kind == PROGRAM_KIND else "")
    _note(in_use, kind, name, f"rolled back from {left} to {before or 'the shipped ones'}", who)
    try:
        write_in_use(in_use)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(
            f"{updates_folder()} cannot be written ({reason}). Nothing was changed."
        ) from error
    return before


def list_installed() -> list[Installed]:
    """Every bundle in use, looked at again: is it what was signed?"""
    in_use = read_in_use()
    keys = load_keys()
    return [
        _installed(in_use, kind, name, keys)
        for kind in (PROGRAM_KIND, POLICIES_KIND)
        for name in in_use.names(kind)
    ]


def _installed(in_use: InUse, kind: str, name: str, keys: list[PublicKey]) -> Installed:
    versions = in_use.versions[f"{kind} {name}"]
    version, earlier = versions[-1], versions[:-1]
    folder = folder_of(kind, name, version)
    read = manifest_in(folder)
    key = prove_text(read[1], read[2], keys) if read else None
    ats = [one["at"] for one in in_use.history if one["what"] == f"installed {version}"]
    shipped = VERSION if kind == PROGRAM_KIND else ""
    state = _state(read[0], key, folder / FILES) if read else "missing"
    return Installed(
        kind, name, version, key.name if key else "", ats[-1] if ats else "",
        earlier[-1] if earlier else shipped, state,
    )  # fmt: skip


def _state(manifest: Manifest, key: PublicKey | None, files: Path) -> str:
    if key is None:
        return "not signed by anybody trusted"
    if differing_files(manifest, files):
        return "changed since it was installed"
    if manifest.kind == POLICIES_KIND and not is_for_program(manifest):
        return "not used by this version of the program"
    return "whole"


def trust_key(path: Path, fingerprint: str, *, who: str) -> PublicKey:
    """Take policies of another signer from now on.

    ``fingerprint`` is what the signer told by another way (telephone, paper); at least its first 16
    digits. Raises InputError when it is not the key's.
    """
    key = read_key(path)
    told = "".join(fingerprint.split()).lower()
    if len(told) < _SHORTEST_FINGERPRINT or not key.fingerprint.startswith(told):
        raise InputError(
            f"The fingerprint does not belong to the key in {path.name}. Ask its owner for the "
            f"first {_SHORTEST_FINGERPRINT} digits at least, by telephone or on paper. Nothing was "
            "changed."
        )
    if any(known.raw == key.raw for known in load_keys()):
        raise InputError(f"The key of {key.name} is trusted already.")
    target = trusted_folder() / f"{key.fingerprint[:16]}.pub"
    try:
        durable.make_folder(target.parent)
        durable.put(target, key_line(key).encode())
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(f"The key cannot be kept in {target.parent} ({reason}).") from error
    in_use = read_in_use()
    _note(in_use, "key", key.name, f"trusted {key.fingerprint}", who)
    write_in_use(in_use)
    return key
