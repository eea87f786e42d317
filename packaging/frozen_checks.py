"""Checks of the frozen program from the terminal: whole, alone, in any place, language and year."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from pathlib import Path

import freezing
import frozen_files
from frozen_office import YEAR, Failure, Office, require

CLOCK = f"{YEAR}-03-01 10:00:00"
COUNTY = "LOS ANGELES"
POLICY = "us-ca/los-angeles"
AS_OF = "2026-07-01"
N_PEOPLE = 20
_INTERNET = re.compile(r"\b(AF_INET6?|AF_PACKET)\b")


def check_size(office: Office) -> str:
    """The unpacked program is within its budget."""
    sentence = frozen_files.budget_sentence(office.folder)
    if frozen_files.size_of(office.folder) > freezing.MOST_MEGABYTES * 1_000_000:
        raise Failure(sentence)
    return sentence


def check_version(office: Office) -> str:
    """It says which version it is and where settings would be; asking makes none."""
    told = office.run("--version", environment=office.environment())
    if any(office.home.iterdir()):
        raise Failure("asking for the version left files in the home folder")
    if str(office.home) not in told:
        raise Failure(f"the settings are not in the home folder: {told}")
    return told.splitlines()[0]


def check_self_check(office: Office) -> str:
    """The self-check passes with no variable at all, not even a home or a path."""
    chosen = ("--data", str(office.work / "Año, ajustes"))  # nobody has no home without one
    report = json.loads(office.run(*chosen, "self-check", "--json", environment={}))
    failed = [one["name"] for one in report["checks"] if not one["passed"]]
    details = {one["name"]: one["detail"] for one in report["checks"]}
    if failed:
        raise Failure(", ".join(f"{name}: {details[name]}" for name in failed))
    if not details["No network"].startswith("none of"):
        raise Failure(f"the program does not know itself as frozen: {details['No network']}")
    return f"{len(details)} checks; {details['Program files']}"


def check_portable(office: Office) -> str:
    """With the folder beside it, everything stays there and nothing comes into the home."""
    office.data.mkdir()
    _give(office.data, office)
    told = office.run("--version", environment=office.environment())
    if "portable" not in told or str(office.data) not in told:
        raise Failure(f"it does not say that it is portable: {told}")
    office.run("practice", environment=office.environment())
    made = sorted(path.name for path in (office.data / "Relief Desk practice").iterdir())
    if not any(name.endswith(freezing.SUFFIX) for name in made) or any(office.home.iterdir()):
        raise Failure(f"the practice county is not beside the program: {made}")
    return f"{len(made)} things in “{office.data.name}”, none in the home folder"


def check_english(office: Office) -> str:
    """The whole way from a file to papers, in an English session."""
    return _county(office, "en_US.UTF-8")


def check_spanish(office: Office) -> str:
    """The same in a Spanish session: the very same papers."""
    told = _county(office, "es_MX.UTF-8")
    if len({json.dumps(papers, sort_keys=True) for papers in office.papers.values()}) != 1:
        raise Failure("the papers differ between an English and a Spanish session")
    return told


def _county(office: Office, locale: str) -> str:
    """Import, check, papers, register, verify; the clock says another decade."""
    require("faketime")
    environment = office.environment(office.make_locale(locale))
    folder = office.work / f"Año, {locale[:2]}"
    folder.mkdir()
    _give(folder, office)
    delivery, workspace, papers = folder / "Envío.dat", folder / "Condado Ñ.relief", folder / "Out"

    def run(*arguments: str) -> str:
        return office.run(*arguments, environment=environment, clock=CLOCK)

    run("sample", "--people", str(N_PEOPLE), "--county", COUNTY, "--messy", "--out", str(delivery))
    run("import", str(workspace), str(delivery), "--county", COUNTY)
    run("check", str(workspace), "--policy", POLICY, "--as-of", AS_OF)
    run("papers", str(workspace), "--out", str(papers))
    listed = run("register", str(workspace), "list", "--json")
    run("verify", str(workspace))
    if f"{YEAR}-03-01" not in listed:
        raise Failure(f"the register does not know the year {YEAR}")
    made = sorted(papers.rglob("*.pdf"))
    if len(made) < 10 or any(not path.read_bytes().startswith(b"%PDF") for path in made):
        raise Failure(f"only {len(made)} papers, or some that are no PDF")
    office.papers[locale] = {
        path.relative_to(papers).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in made
    }
    return f"{len(made)} papers, register of {YEAR}, workspace whole"


def check_sockets(office: Office) -> str:
    """The self-check, which does a little of everything, opens no way out."""
    trace = office.work / "terminal.strace"
    office.run("self-check", environment=office.environment(), before=tracing(trace))
    return judge_trace(trace)


def tracing(trace: Path) -> list[str]:
    """The words that write down every socket of a program and of what it starts."""
    require("strace")
    return ["strace", "-f", "-qq", "-e", "trace=socket,connect,bind,sendto", "-o", str(trace)]


def judge_trace(trace: Path) -> str:
    """No socket of the internet; the screen and the session's bus are sockets of this computer."""
    lines = trace.read_text("utf-8", "replace").splitlines()
    found = [line for line in lines if _INTERNET.search(line)]
    if found:
        raise Failure(f"{len(found)} internet sockets: {found[0]}")
    n_sockets = sum(1 for line in lines if "socket(" in line)
    return f"{n_sockets} sockets in all, none of the internet"


def check_untouched(office: Office) -> str:
    """After all that, every file of the program is as it was built, and there is no other."""
    lines = (office.folder / frozen_files.LIST).read_text("utf-8").splitlines()
    listed = {name: wanted for wanted, _, name in (line.partition("  ") for line in lines)}
    found = {
        path.relative_to(office.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in frozen_files.files_of(office.folder)
    }
    if found != listed:
        raise Failure(f"changed: {sorted(set(found.items()) ^ set(listed.items()))[:3]}")
    return f"{len(found)} files"


def _give(path: Path, office: Office) -> None:
    """A folder of the person's own."""
    if sys.platform != "win32":
        owner = office.home.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
