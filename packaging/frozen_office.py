"""The office in which the frozen program is tried: folders, a person, a clock, walls."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import freezing

PASSPHRASE = "río lámpara siete"
NOBODY = 65534
YEAR = "2035"
# The program's folder becomes read-only, the network disappears, root becomes nobody.
_WALLS = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'


class Failure(Exception):  # noqa: N818 - a check's answer, not a fault of the checks
    """A check did not find what it should; the text says what."""


class Skip(Exception):  # noqa: N818
    """A check cannot be made here; the text says why."""


@dataclass
class Office:
    """A computer as an office has it. `run` runs the program there."""

    scratch: Path
    folder: Path  # the program's, in a folder whose name has blanks and accents
    home: Path
    work: Path
    locales: Path
    papers: dict[str, dict[str, str]] = field(default_factory=dict)  # by locale: name -> hash

    @classmethod
    def furnish(cls, scratch: Path, program: Path) -> Office:
        """Put the program into a place and give the place to nobody."""
        office = cls(
            scratch,
            scratch / "Programas, año 1" / program.name,
            scratch / "casa de Ñuño O'Brien",
            scratch / "trabajo",
            scratch / "locales",
        )
        shutil.copytree(program, office.folder, symlinks=True)
        for path in (office.home, office.work, office.locales):
            path.mkdir()
        scratch.chmod(0o755)
        for path in (office.home, office.work, office.folder.parent):
            if _is_root():
                os.chown(path, NOBODY, NOBODY)
        return office

    @property
    def program(self) -> Path:
        return self.folder / (freezing.FOLDER + (".exe" if os.name == "nt" else ""))

    @property
    def data(self) -> Path:
        """Where a portable program keeps everything."""
        return self.folder.parent / "Relief Desk Data"

    def command(self, *arguments: str, clock: str = "", before: Sequence[str] = ()) -> list[str]:
        """The program with these arguments, behind the walls; ``before`` goes next to it."""
        inner = [*before, str(self.program), *arguments]
        if clock:
            inner = ["faketime", "--exclude-monotonic", clock, *inner]
        return [*self.walls(), *inner]

    def walls(self) -> list[str]:
        """The words that take away network, the right to write to the program, and root."""
        if not sys.platform.startswith("linux"):
            return []
        require("unshare", "mount")
        spaces = ["unshare", "--net", "--mount"] + ([] if _is_root() else ["--map-root-user"])
        if subprocess.run([*spaces, "true"], check=False, capture_output=True).returncode != 0:
            raise Skip("this system gives no network and mount space of its own (unshare)")
        walls = [*spaces, "sh", "-c", _WALLS, "sh", str(self.folder)]
        if _is_root():
            require("setpriv")
            walls += ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        return walls

    def environment(self, locale: str = "") -> dict[str, str]:
        """What a person's session has, and nothing else: home, language, passphrase."""
        variables = {"HOME": str(self.home), "RELIEF_DESK_PASSPHRASE": PASSPHRASE}
        if locale:
            variables |= {"LC_ALL": locale, "LANG": locale, "LOCPATH": str(self.locales)}
        return variables

    def run(
        self,
        *arguments: str,
        environment: Mapping[str, str],
        clock: str = "",
        before: Sequence[str] = (),
    ) -> str:
        """Run the program to its end; what it wrote to standard output.

        Raises Failure with what it said when it does not end with status 0.
        """
        done = subprocess.run(
            self.command(*arguments, clock=clock, before=before),
            cwd=self.work, env=dict(environment), capture_output=True, text=True,
            encoding="utf-8", errors="replace", check=False, timeout=300,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-6:]
            raise Failure(f"{' '.join(arguments[:2])} ended with {done.returncode}: {said}")
        return done.stdout

    def make_locale(self, name: str) -> str:
        """See to a locale of this name, made for this office alone."""
        require("localedef")
        language = name.partition(".")[0]
        target = self.locales / name
        made = subprocess.run(
            ["localedef", "-i", language, "-f", "UTF-8", str(target)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not (target / "LC_CTYPE").is_file():
            raise Skip(f"the locale {name} cannot be made here: {made.stderr.strip()[-120:]}")
        return name


def require(*programs: str) -> None:
    """Skip the check, by name, when a program of the system is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        raise Skip(f"{', '.join(missing)} not installed")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
