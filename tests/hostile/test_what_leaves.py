"""What the program writes of a record that is made to harm: text, in the folder that was chosen."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.documents.text_families import read_own, shipped_path
from app.documents.texts import PaperTextError
from app.exporting.safe_cells import FORMULA_SIGNS, safe_cell
from app.importing.issue_workbook import read_issue_workbook
from app.jobs.register_files import _kept_name
from app.jobs.small_csv import read_table
from app.sampling.writer import write_sample
from tests.cli.terminal_user import AS_OF, COUNTY, PASSPHRASE, POLICY, VARIABLE, desk

FORMULAS = (
    "=HYPERLINK(\"//evil/x\",\"y\")", "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|'x'!A0",
    "@SUM(1+1)*cmd|'x'!A0", "=1+1", "＝1+1", "+12135550100",
)  # fmt: skip
PATHS = (
    "../../../../tmp/up", "..\\..\\up", "/etc/passwd", "C:\\Windows\\x", "CON", "NUL.txt", "aux",
    "COM1.pdf", "name. . ", "A" * 300, "\u202etxt.exe", "a\u200b/../b", "%2e%2e%2f", "~root",
    "$HOME", "*?<>|\":", ".hidden", "-rf", "LPT1",
)  # fmt: skip
DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?$", re.IGNORECASE)
BAD_SIGNS = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')


@pytest.fixture(scope="module")
def hostile_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A county whose names and case numbers are formulas and paths; everything written of it."""
    patch = pytest.MonkeyPatch()
    root = tmp_path_factory.mktemp("hostile")
    patch.setenv(VARIABLE, PASSPHRASE)
    patch.setenv("RELIEF_DESK_DATA", str(root / "data"))
    place = root / "deep" / "deeper" / "office"
    place.mkdir(parents=True)
    write_all(delivery(place), place)
    yield root, place
    patch.undo()


def delivery(place: Path) -> Path:
    plain, made = place / "plain.dat", place / "hostile.dat"
    write_sample(plain, n_people=40, county=COUNTY, seed=5)
    with plain.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = {name: number for number, name in enumerate(rows[0])}
    people = list(dict.fromkeys(row[at["SUBJECT_ID"]] for row in rows[1:]))
    for row in rows[1:]:
        number = people.index(row[at["SUBJECT_ID"]])
        formula, path = FORMULAS[number % len(FORMULAS)], PATHS[number % len(PATHS)]
        row[at["PRI_NAME"]] = formula if number % 2 else f"{path},{number}"
        if row[at["OFN"]].strip():
            row[at["OFN"]] = f"{path}{number}" if number % 2 else f"{formula}{number}"
        row[at["STP_ORI_DESCR"]] = row[at["STP_ORI_DESCR"]] or "=1+1"
        if row[at["STP_TYPE_DESCR"]].startswith("ARREST"):
            row[at["STP_ORI_DESCR"]] = path
    with made.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    plain.unlink()
    return made


def write_all(source: Path, place: Path) -> None:
    """Every command that writes a table, a paper or a list."""
    office, out = place / "Office.relief", place / "out"
    contacts = place / "contacts.csv"
    contacts.write_text(
        "role,name,county,phone\ncourt,'=1+1 Court,Los Angeles,'+1 213 555 0100\n", encoding="utf-8"
    )
    for words in (
        ("import", office, source, "--county", COUNTY),
        ("check", office, "--policy", POLICY, "--as-of", AS_OF, "--county", COUNTY),
        ("contacts", "import", office, contacts),
        ("contacts", "export", office, out / "contacts.csv"),
        ("export", office, "--out", out / "results", "--formats", "clear-my-record,workbook"),
        ("papers", office, "--out", out / "papers", "--paper-date", "2026-11-28"),
        ("papers", office, "--print-files"),
        ("letters", office, "--out", out / "letters", "--merged", "--labels", "--envelopes"),
        ("lists", office, "--to", "court", "--out", out / "lists"),
        ("lists", office, "--to", "state", "--out", out / "lists"),
        ("lists", office, "--to", "defender", "--out", out / "lists"),
        ("lists", office, "--to", "agencies", "--out", out / "lists"),
        ("register", office, "export", "--out", out / "register"),
        ("overrides", office, "--out", out / "overrides"),
        ("issues", "export", office, "--out", out / "issues.xlsx"),
        ("packages", "workbook-out", office, out / "cases.xlsx", "--shares", "1"),
        ("report", office, "--out", out / "report"),
        ("audit", "export", office, "--out", out / "record"),
        ("hand-out", office, "--to", out / "everything"),
    ):
        (out / "everything").mkdir(parents=True, exist_ok=True)
        done = desk(*words)
        assert done.status == 0 or "There is no such issue" in done.err, (words, done.err)
    shutil.copy(source, place / "kept.dat")


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_no_cell_is_a_formula(
    hostile_office: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """In every CSV file and workbook that left: names, case numbers, courts, agencies."""
    _, place = hostile_office
    n_cells = n_files = 0
    seen = False
    for path in files_below(place / "out"):
        for cell in cells_of(path):
            n_cells += 1
            assert safe_cell(cell) == cell, (path.name, cell)
            seen = seen or cell.startswith("'=")
        n_files += path.suffix in (".csv", ".xlsx")
    assert seen
    assert n_files >= 10
    with capsys.disabled():
        print(f"\n{n_cells:,} cells of {n_files} files that left: none is a formula")


def cells_of(path: Path) -> Iterator[str]:
    """What a spreadsheet would evaluate: text of a CSV, cells of a workbook that are formulas."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                yield from row
    elif path.suffix == ".xlsx":
        for sheet in load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (path.name, cell.coordinate)
                    assert cell.hyperlink is None
                    yield "text" if isinstance(cell.value, str) else str(cell.value or "")


def test_what_was_made_safe_is_read_back_as_it_was(
    hostile_office: tuple[Path, Path], tmp_path: Path
) -> None:
    """A file of contacts that the program wrote gives the same contacts again."""
    _, place = hostile_office
    known = {"role": "role", "name": "name", "phone": "phone"}
    rows = [row for _, row in read_table(place / "out" / "contacts.csv", known)]
    assert {"role": "court", "name": "=1+1 Court", "phone": "+1 213 555 0100"} in rows
    if (place / "out" / "issues.xlsx").exists():
        assert list(read_issue_workbook(place / "out" / "issues.xlsx")) == []


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_every_sign_of_a_formula(sign: str) -> None:
    """With an apostrophe before it; what is a number or a dash stays."""
    assert safe_cell(f"{sign}1+1") == f"'{sign}1+1"
    assert safe_cell("-") == "-"
    assert safe_cell("-1.0") == "-1.0"
    assert safe_cell("O'BRIEN") == "O'BRIEN"


def test_no_file_leaves_its_folder(
    hostile_office: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was written above or beside; every name is one that every system takes."""
    root, place = hostile_office
    strangers = [
        path
        for path in files_below(root)
        if not path.is_relative_to(place) and not path.is_relative_to(root / "data")
    ]
    assert strangers == []
    names = list((place / "out").rglob("*"))
    assert len(names) > 50
    for path in names:
        assert len(path.name.encode()) <= 200
        assert not BAD_SIGNS.search(path.name), path.name
        assert not DEVICES.match(path.name), path.name
        assert path.name == path.name.strip(" ")
        assert not path.name.endswith(".")
        assert not path.name.startswith((".", "-", "~"))
    with capsys.disabled():
        print(f"\n{len(names):,} names made from hostile words: all in their folder")


@pytest.mark.parametrize("name", [*PATHS, "scan.pdf", "", ".", ".."])
def test_an_attached_file_is_named_for_every_system(name: str) -> None:
    """The name of a scanned order, given out again."""
    kept = _kept_name(f"{name}.pdf", "PDF")
    assert Path(kept).name == kept
    assert not BAD_SIGNS.search(kept)
    assert not DEVICES.match(kept)
    assert len(kept.encode()) <= 200
    assert kept.endswith(".pdf")
    assert not kept.startswith(".")


TRICKS = (
    "{0.__class__}", "{name.__class__.__mro__}", "{name!r}", "{name:>9999999}", "{}", "{0}",
    "{name[0]}", "{__import__}", "{open}", "{config.SECRET}", "{name.__init__.__globals__[os]}",
    "{unknown_field}", "{name", "{{name}", "{!s}", "{name!x}", "{ name }", "{name:{name}}",
)  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_words_of_papers_reach_nothing(trick: str) -> None:
    """A field is a name of a closed list: no attributes, no places, no forms, no other names."""
    shipped = shipped_path("letter-en").read_text(encoding="utf-8")
    assert "Dear {name}:" in shipped
    with pytest.raises(PaperTextError):
        read_own("letter-en", shipped.replace("Dear {name}:", f"Dear {trick}:"))


@pytest.mark.parametrize(
    "trick",
    ['include = "/etc/passwd"', 'file = "secret.txt"', 'image = "//evil/x.png"', 'run = "calc"',
     '"__class__" = "x"', 'extends = "motion"'],
)  # fmt: skip
def test_words_of_papers_have_no_keys_that_load(trick: str) -> None:
    """A key that no paper has is a problem with its line, wherever it stands."""
    shipped = shipped_path("letter-en").read_text(encoding="utf-8")
    with pytest.raises(PaperTextError):
        read_own("letter-en", shipped.replace("[[block]]", f"[[block]]\n{trick}", 1))
    with pytest.raises(PaperTextError):
        read_own("letter-en", f"{trick}\n{shipped}")


def test_an_address_in_a_text_is_text(tmp_path: Path) -> None:
    """A link or a file named in the words of a paper stays words."""
    shipped = shipped_path("letter-en").read_text(encoding="utf-8")
    words = "Dear {name}, see file:///etc/passwd, //evil/share and <img src='x'>:"
    assert read_own("letter-en", shipped.replace("Dear {name}:", words))
