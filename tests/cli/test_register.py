"""papers and register from a terminal: look before, make, print, move on, attach, update."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest
from fpdf import FPDF

from app.jobs.clock import today
from app.sampling.writer import write_sample
from tests.cli.terminal_user import AS_OF, COUNTY, POLICY, desk, files_in


@pytest.fixture
def workspace(tmp_path: Path, known_passphrase: str) -> Path:
    """Checked, with papers drafted."""
    path, sample = tmp_path / "County.relief", tmp_path / "LA.dat"
    write_sample(sample, n_people=25, county=COUNTY, seed=3)
    assert desk("import", path, sample, "--county", COUNTY).status == 0
    assert desk("check", path, "--policy", POLICY, "--as-of", AS_OF).status == 0
    done = desk("papers", path, "--out", tmp_path / "papers", "--limit", "4",
                "--kinds", "motions")  # fmt: skip
    assert done.status == 0, done.err
    return path


DAY = today().isoformat()
YESTERDAY = (today() - timedelta(1)).isoformat()


def listed(workspace: Path, *more: str) -> list[dict[str, object]]:
    done = desk("register", workspace, "list", "--json", *more)
    assert done.status == 0, done.err
    found: list[dict[str, object]] = done.data["papers"]
    return found


def test_preflight_lists_and_makes_nothing(workspace: Path, tmp_path: Path) -> None:
    """In words and as JSON; no folder is needed."""
    before = files_in(tmp_path / "papers")
    done = desk("papers", workspace, "--preflight")
    assert done.status == 0
    assert "Letterhead: no State Bar number" in done.out
    data = desk("papers", workspace, "--preflight", "--json").data
    fields = {gap["at"][0]["field"] for gap in data["gaps"] if gap["where"] == "office"}
    assert "bar_number" in fields
    assert data["papers"] <= data["cases"]
    assert files_in(tmp_path / "papers") == before


def test_papers_need_a_folder_unless_resumed(workspace: Path, tmp_path: Path) -> None:
    """Without --out: status 2 and a sentence; --resume knows the folder."""
    assert desk("papers", workspace).status == 2
    (tmp_path / "papers" / "motions").glob("*.pdf").__next__().unlink()
    done = desk("papers", workspace, "--resume", "--json")
    assert done.status == 0, done.err
    assert done.data["madeBefore"] == 3
    assert len(done.data["files"]) == 5


def test_print_files(workspace: Path, tmp_path: Path) -> None:
    """Written into the batch's folder; the counts are told."""
    done = desk("papers", workspace, "--print-files", "--separate-every", "2", "--json")
    assert done.status == 0, done.err
    assert done.data["papers"] == 4
    assert done.data["sheets"] * 2 == done.data["pages"]
    assert any(name.startswith("Print/001") for name in files_in(tmp_path / "papers"))
    lines = desk("papers", workspace, "--print-files", "--one-sided").out
    assert "Sheets" in lines


def test_papers_move_on_and_are_corrected(workspace: Path) -> None:
    """By number and by filter; what cannot be is told and nothing is entered."""
    assert desk("register", workspace, "set", "filed", "1", "2", "--on", DAY).status == 0
    refused = desk("register", workspace, "set", "granted", "1", "3", "--on", DAY)
    assert refused.status == 3
    assert "from drafted it can become" in refused.err
    assert [row["state"] for row in listed(workspace, "--state", "granted")] == []
    done = desk("register", workspace, "set", "set", "--where", "--now", "filed", "--on",
                DAY, "--due", YESTERDAY, "--json")  # fmt: skip
    assert done.data == {"entered": 2, "state": "set"}
    assert desk("register", workspace, "set", "printed", "1", "--on", DAY,
                "--correct", "wrong one").status == 0  # fmt: skip
    shown = desk("register", workspace, "show", "1")
    assert f"Correction: wrong one (before: set, {DAY})" in shown.out
    assert [row["due_what"] for row in listed(workspace, "--overdue")] == ["hearing"]
    assert desk("register", workspace, "list").out.count("drafted since") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "filed", "--on", DAY),
        ("set", "filed", "1", "--where", "--on", DAY),
        ("set", "set", "1", "--on", DAY),
        ("set", "lost", "1", "--on", DAY),
        ("set", "filed", "1", "2", "--on", DAY, "--correct", "x"),
    ],
)
def test_wrong_usage(workspace: Path, arguments: tuple[str, ...]) -> None:
    """Status 2."""
    assert desk("register", workspace, *arguments).status == 2


def test_orders_are_attached_and_come_back(workspace: Path, tmp_path: Path) -> None:
    """Byte for byte; what is no scan is refused."""
    book = FPDF()
    book.add_page()
    scan = tmp_path / "order.pdf"
    scan.write_bytes(bytes(book.output()))
    assert desk("register", workspace, "attach", "1", scan).status == 0
    out = tmp_path / "out"
    done = desk("register", workspace, "attachments", "1", "--out", out, "--json")
    assert done.data["attachments"][0]["name"] == "order.pdf"
    assert (out / "order.pdf").read_bytes() == scan.read_bytes()
    bad = tmp_path / "bad.pdf"
    bad.write_text("no", encoding="utf-8")
    assert desk("register", workspace, "attach", "1", bad).status == 3
    assert desk("register", workspace, "attach", "99", scan).status == 3
    assert desk("register", workspace, "attach", "1", tmp_path / "none.pdf").status == 3


def test_a_list_of_the_court_is_planned_first(workspace: Path, tmp_path: Path) -> None:
    """--plan enters nothing; then what can be is entered and the rest told by its row."""
    number = str(listed(workspace)[0]["case_number"]).split("; ")[0]
    path = tmp_path / "court.csv"
    path.write_text(f"Case number,Date\n{number},{DAY}\nXX000,{DAY}\n", encoding="utf-8")
    arguments = ("register", workspace, "update", path, "--state", "filed")
    plan = desk(*arguments, "--plan", "--json")
    assert plan.data["moves"] == {"drafted -> filed": 1}
    assert (plan.data["entered"], plan.data["problems"][0]["row"]) == (0, 3)
    done = desk(*arguments)
    assert "1 entered." in done.out
    assert "Row 3: no paper has the number XX000" in done.err
    assert len(listed(workspace, "--state", "filed")) == 1


def test_lists_go_out(workspace: Path, tmp_path: Path) -> None:
    """Register, ageing and history; the ageing on the screen too."""
    out = tmp_path / "lists"
    done = desk("register", workspace, "export", "--out", out, "--json")
    assert len(done.data["files"]) == 4
    with (out / "Register.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4
    ageing = desk("register", workspace, "ageing", "--on", "2030-01-01")
    assert "drafted" in ageing.out
    aged = json.loads(desk("register", workspace, "ageing", "--json").out)
    assert aged["count"] == 4


def test_the_offices_own_days(workspace: Path) -> None:
    """Set, listed, taken away; they go for what is entered afterwards."""
    assert desk("register", workspace, "days", "filed").status == 2
    assert desk("register", workspace, "days", "filed", "30", "ask the clerk").status == 0
    assert "30 days: ask the clerk" in desk("register", workspace, "days").out
    assert desk("register", workspace, "set", "filed", "1", "--on", DAY).status == 0
    assert [row["due_what"] for row in listed(workspace, "--state", "filed")] == ["ask the clerk"]
    assert desk("register", workspace, "days", "filed", "30").status == 3
    assert desk("register", workspace, "days", "filed", "0", "--json").data == {}
