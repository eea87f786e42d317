"""The help's page on safety promises nothing that no test holds, and its limits are the code's."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from app import limits, pdf_guard
from app.documents import logo, scans, texts
from app.documents.forms import blank
from app.importing import pieces
from app.importing.layouts import loading
from app.importing.rap_sheet import pdf_text, reader
from app.importing.tables import archive, table, xls
from app.jobs import small_csv
from app.paths import resources

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = "security.md"
MB, MIB = 1_000_000, 1 << 20

LIMITS = {
    "A policy, a case table, options, the words of a paper, the map of a form": (
        limits.MOST_TEXT_BYTES // MB, "MB"),
    "The words of a paper": (texts.MOST_CHARACTERS, "characters"),
    "A layout": (loading._MOST_BYTES // MIB, "MB"),
    "A line of the state's file": (pieces.LONGEST_LINE // MIB, "MB"),
    "A rap sheet, as text or PDF": (reader.MOST_BYTES // MB, "MB"),
    "Pages of a rap sheet": (pdf_text.MOST_PAGES, ""),
    "Characters of a rap sheet": (pdf_text.MOST_CHARACTERS, ""),
    "Text and drawing of any PDF, unpacked": (pdf_guard.MOST_UNPACKED // MIB, "MB"),
    "A picture in a PDF": (pdf_guard.MOST_PIXELS, "dots"),
    "One part of a workbook, unpacked": (archive.MOST_BYTES // MIB, "MB"),
    "How many times its packed size a part of a workbook may have": (archive.MOST_RATIO, ""),
    "Parts of a workbook": (archive.MOST_PARTS, ""),
    "Columns of a table": (table.MOST_COLUMNS, ""),
    "A cell": (table.LONGEST_CELL, "characters"),
    "An old Excel file (.xls)": (xls._MOST_BYTES // MIB, "MB"),
    "Rows of a list of contacts or addresses: the file": (small_csv.MOST_BYTES // MB, "MB"),
    "A blank form": (blank.MOST_BYTES // MB, "MB"),
    "Pages of a blank form": (blank.MOST_PAGES, ""),
    "A scanned order": (scans.MOST_BYTES // MIB, "MB"),
    "A letterhead's picture": (logo.MOST_BYTES // MB, "MB"),
    "A file with a passphrase": (limits.MOST_PASSPHRASE_BYTES, "bytes"),
}  # fmt: skip


def page() -> str:
    return (resources() / "help" / PAGE).read_text(encoding="utf-8")


def rows_below(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, without its head."""
    part = page().split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip() for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_every_promise_names_a_test_that_exists() -> None:
    """By file and name, as the reviewer would look for it."""
    rows = rows_below("What it promises")
    assert len(rows) > 15
    for promise, held_by in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", held_by)
        assert named, promise
        for file, name in named:
            tree = ast.parse((CHECKOUT / file).read_text(encoding="utf-8"))
            found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            assert name in found, f"{file}::{name}"


def test_the_limits_are_those_of_the_code() -> None:
    """Every line of the table, in the order of this one."""
    told = dict(rows_below("The most that is read"))
    assert list(told) == list(LIMITS)
    for what, (number, unit) in LIMITS.items():
        assert told[what] == f"{number:,} {unit}".strip(), what
