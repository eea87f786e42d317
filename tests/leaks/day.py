"""A whole day of an office through the terminal: every kind of command, one after the other.

``python -m tests.leaks.day FOLDER``: works in FOLDER and prints each command with its status as
JSON. The tests run it under a trace of what it opens, and where no network exists.
"""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from app.cli.main import main
from app.documents.forms.writing import map_text
from app.guarded import guard_process
from app.sampling.rap_text import make_rap_samples
from app.sampling.writer import write_sample
from tests.documents.forms.made import blank, form_pdf, made_map

PASSPHRASE = "the long way round, 9 times"
VARIABLE = "RELIEF_DESK_PASSPHRASE"
COUNTY = "LOS ANGELES"
POLICY = ("--policy", "us-ca/los-angeles", "--as-of", "2026-07-01")
STATUTE = ("--policy", "us-ca/statute-11361.8", "--as-of", "2026-07-01")


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are: what came from outside, the workspace, and what was asked for."""

    folder: Path

    @property
    def given(self) -> Path:
        return self.folder / "given"

    @property
    def office(self) -> Path:
        return self.folder / "office"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def workspace(self) -> Path:
        return self.office / "Office.relief"


def prepare(place: Place) -> None:
    """The files that come from outside. Everybody of the delivery has a name that is known."""
    for folder in (place.given, place.office, place.out):
        folder.mkdir(parents=True, exist_ok=True)
    write_sample(place.given / "Delivery.dat", n_people=40, county=COUNTY, seed=31, is_messy=True)
    sample = next(iter(make_rap_samples(n_people=1, county=COUNTY, seed=8)))
    (place.given / "Sheet.txt").write_text(sample.text, encoding="utf-8")
    (place.given / "Blank.pdf").write_bytes(form_pdf())
    (place.given / "xx-900.toml").write_text(map_text(made_map(blank())), encoding="utf-8")
    (place.given / "words.txt").write_text("another passphrase for parts", encoding="utf-8")
    (place.given / "Contacts.csv").write_text(
        "role,name,county,address\ncourt,Superior Court,Los Angeles,1 Hill Street|Los Angeles\n",
        encoding="utf-8",
    )
    (place.given / "Addresses.csv").write_text(
        "Name,Address,City,State,ZIP\nNOBODY,1 St,Town,CA,90000\n", encoding="utf-8"
    )
    (place.given / "Court.csv").write_text(
        "Case Number,Defendant,DOB,Charge,Status\nCR1,DOE; JANE,1970-01-01,11359 HS,Dismissed\n",
        encoding="utf-8",
    )


class Day:
    """Runs commands and remembers how each ended."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.ended: list[tuple[str, int, str]] = []

    def do(self, *words: object, may_fail: bool = False) -> str:
        """Its standard output. A command that fails is remembered, and the day goes on."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([str(word) for word in words])
        name = " ".join(str(word) for word in words[:3] if not isinstance(word, Path))
        self.ended.append((name, 0 if may_fail and status == 3 else status, err.getvalue()[-300:]))
        return out.getvalue()

    def before_the_desk(self) -> None:
        given, out, office = self.place.given, self.place.out, self.place.workspace
        self.do("policies", "list")
        self.do("policies", "show", "us-ca/los-angeles")
        self.do("policies", "test", "us-ca/los-angeles")
        self.do("layouts", "list")
        self.do("layouts", "propose", given / "Court.csv")
        self.do("look", given / "Delivery.dat", given / "Sheet.txt")
        self.do("person", given / "Sheet.txt", *STATUTE, "--out", out / "person")
        self.do("sample", "--people", 5, "--county", COUNTY, "--out", out / "sample.dat")
        self.do("import", office, given / "Delivery.dat", "--county", COUNTY)
        self.do("compare", office, given / "Delivery.dat", "--out", out / "compare",
                may_fail=True)  # fmt: skip
        self.do("people", "matches", office)
        self.do("issues", "list", office)
        self.do("issues", "export", office, "--out", out / "issues.xlsx")
        self.do("issues", "read", office, out / "issues.xlsx", may_fail=True)
        self.do("check", office, *POLICY, "--county", COUNTY)

    def at_the_desk(self) -> None:
        out, office = self.place.out, self.place.workspace
        found = json.loads(
            self.do("cases", office, "--answer", "dismissal", "--limit", 50, "--json")
        )["convictions"]
        ids = [one["conviction_id"] for one in found]
        self.do("reconcile", office, self.place.given / "Court.csv", "--out", out / "court",
                may_fail=True)  # fmt: skip
        self.do("explain", office, ids[0], "--pdf", out / "explain.pdf")
        self.do("reveal", office, found[0]["person_id"])
        self.do("review", office, *ids[:10], "--accept")
        self.do("review", office, ids[10], "--park", "wait for the file")
        self.do("review", office, ids[11], "--note", "telephoned the clerk")
        self.do("filters", "save", office, "mine", "--state", "open", may_fail=True)
        self.do("samples", "list", office)
        self.do("approvals", office)
        self.do("overrides", office, "--out", out / "overrides")
        self.do("office", "users", office)
        self.do("sign-off", office, "--show")

    def papers(self) -> None:
        given, out, office = self.place.given, self.place.out, self.place.workspace
        self.do("contacts", "import", office, given / "Contacts.csv")
        self.do("contacts", "export", office, out / "contacts.csv")
        self.do("texts", "copy", office, "letter-en", out / "letter.toml")
        self.do("papers", office, "--preflight", "--out", out / "papers")
        self.do("papers", office, "--out", out / "papers", "--limit", 6)
        self.do("papers", office, "--print-files")
        self.do("letters", office, "--out", out / "letters", "--addresses",
                given / "Addresses.csv", "--merged", "--labels", "--envelopes")  # fmt: skip
        for to in ("court", "state", "defender", "agencies"):
            self.do("lists", office, "--to", to, "--out", out / "lists")
        self.do("forms", office, "add", given / "Blank.pdf")
        self.do("forms", office, "keep", given / "xx-900.toml")
        self.do("forms", office, "fill", "all", "--form", "XX-900", "--out", out / "forms")
        listed = json.loads(self.do("register", office, "list", "--json"))
        first = listed["papers"][0]["id"] if listed.get("papers") else 1
        self.do("register", office, "attach", first, out / "explain.pdf")
        self.do("register", office, "attachments", first, "--out", out / "attached")
        self.do("register", office, "export", "--out", out / "register")
        self.do("register", office, "ageing")

    def evening(self) -> None:
        given, out, office = self.place.given, self.place.out, self.place.workspace
        self.do("export", office, "--out", out / "results", "--formats",
                "clear-my-record,workbook")  # fmt: skip
        self.do("report", office, "--out", out / "report")
        self.do("packages", "workbook-out", office, out / "cases.xlsx", "--shares", 1)
        self.do("packages", "workbook-in", office, out / "cases.xlsx", "--plan", may_fail=True)
        (out / "parts").mkdir(exist_ok=True)
        self.do("packages", "make", office, "--shares", 1, "--everything", "--force", "--out",
                out / "parts", "--new-passphrase-file", given / "words.txt")  # fmt: skip
        for made in sorted((out / "parts").glob("*.relief")):
            self.do("packages", "merge", office, made, "--plan", "--package-passphrase-file",
                    given / "words.txt")  # fmt: skip
        self.do("run", given / "Delivery.dat", *POLICY, "--county", COUNTY, "--out", out / "run",
                "--formats", "clear-my-record,report")  # fmt: skip
        self.do("audit", "list", office)
        self.do("audit", "export", office, "--out", out / "record")
        (out / "backups").mkdir(exist_ok=True)
        self.do("backup", office, "--to", out / "backups")
        (out / "everything").mkdir(exist_ok=True)
        self.do("hand-out", office, "--to", out / "everything")
        self.do("verify", office)
        self.do("self-check")


def whole_day(place: Place) -> list[tuple[str, int, str]]:
    """Everything; (command, exit status, the end of what it said) of each."""
    day = Day(place)
    day.before_the_desk()
    day.at_the_desk()
    day.papers()
    day.evening()
    return day.ended


if __name__ == "__main__":
    multiprocessing.freeze_support()
    multiprocessing.set_start_method("spawn", force=True)
    guard_process()
    os.environ[VARIABLE] = PASSPHRASE
    where = Place(Path(sys.argv[1]))
    prepare(where)
    print(json.dumps(whole_day(where)))
