"""import, check, cases, explain, review, export, papers, report, verify: one step at a time."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from app.sampling.writer import write_sample
from app.store.workspace import open_workspace
from tests.cli.terminal_user import (
    AS_OF,
    COUNTY,
    PASSPHRASE,
    POLICY,
    Done,
    desk,
    files_in,
    read_csv,
)

needs_tools = pytest.mark.skipif(
    not (shutil.which("qpdf") and shutil.which("pdftotext")), reason="qpdf or pdftotext is missing"
)


def cases(workspace: Path, *more: str) -> list[dict[str, object]]:
    done = desk("cases", workspace, "--limit", "1000", "--json", *more)
    assert done.status == 0, done.err
    found: list[dict[str, object]] = done.data["convictions"]
    return found


def manifest(out: Path) -> list[dict[str, str]]:
    return read_csv(out / "Papers.csv", "utf-8-sig")


def test_steps_give_what_run_gives(
    workspace: Path, clean_run: tuple[Done, Path], tmp_path: Path
) -> None:
    """import, check, export one after the other write the result files that run writes."""
    out = tmp_path / "step, by step"
    done = desk(
        "export", workspace, "--out", out, "--formats", "clear-my-record,workbook", "--json"
    )
    assert done.status == 0, done.err
    written = files_in(out)
    assert sorted(done.data["files"]) == sorted(str(out / name) for name in written)
    ran = files_in(clean_run[1])
    assert {name: ran[name] == data for name, data in written.items()} == {
        "All_Results.csv": True, "All_Results_Condensed.csv": True, "Prop64_Results.csv": True,
        "Results.xlsx": True, "Differences.csv": True,
    }  # fmt: skip


def test_import_tells_its_figures(
    clean_file: Path, messy_file: Path, tmp_path: Path, known_passphrase: str
) -> None:
    """A second delivery joins the first; the figures are JSON, the rows set aside are told."""
    path = tmp_path / "Ñ.relief"
    first = desk("import", path, clean_file, "--county", COUNTY, "--json")
    assert first.status == 0, first.err
    assert first.data["rows"] == len(read_csv(clean_file))
    second = desk("import", path, messy_file, "--json")
    assert second.status == 0, second.err
    assert second.data["quarantined"] > 0
    assert "set aside" in second.err
    assert [source["name"] for source in second.data["sources"]] == [messy_file.name]
    whole = desk("verify", path, "--json").data
    assert whole["files"] == 2
    assert whole["rows"] == first.data["rows"] + second.data["rows"]


def test_check_can_be_asked_again(workspace: Path) -> None:
    """Another policy's answers take the place of the first one's."""
    done = desk("check", workspace, "--policy", "us-ca/county-review", "--as-of", AS_OF, "--json")
    assert done.status == 0, done.err
    assert done.data["policy"]["id"] == "us-ca/county-review"
    assert done.data["county"] == COUNTY
    assert len(cases(workspace)) == done.data["convictionsInScope"]


def test_check_of_a_county_that_does_not_occur_keeps_the_answers(workspace: Path) -> None:
    """Status 3, the counties that occur, and the check of before stands."""
    before = cases(workspace)
    done = desk("check", workspace, "--policy", "us-ca/county-review", "--as-of", AS_OF,
                "--county", "Modoc")  # fmt: skip
    assert done.status == 3
    assert "LOS ANGELES (" in done.err
    assert cases(workspace) == before


def test_cases_are_found_by_answer_and_text(workspace: Path) -> None:
    """The list narrows by answer, by state of review and by a name or number."""
    everything = cases(workspace)
    dismissals = cases(workspace, "--answer", "dismissal")
    assert 0 < len(dismissals) < len(everything)
    assert {row["outcome"] for row in dismissals} == {"DISMISSAL"}
    number = str(dismissals[0]["case_number"])
    assert dismissals[0] in cases(workspace, "--find", number)
    assert cases(workspace, "--state", "accepted") == []
    shown = desk("cases", workspace, "--limit", "1")
    assert len(shown.out.splitlines()) == 1
    assert "--limit shows more" in shown.err


def test_explanation_leads_to_the_cell(workspace: Path, clean_file: Path) -> None:
    """The text names file and row, and shows that row as it stands in the file."""
    row = cases(workspace, "--answer", "dismissal")[0]
    done = desk("explain", workspace, str(row["conviction_id"]))
    assert done.status == 0, done.err
    assert clean_file.name in done.out
    line = int(done.out.rpartition(", row ")[2].split(":")[0])
    assert clean_file.read_text(encoding="utf-8").splitlines()[line - 1] in done.out
    data = desk("explain", workspace, str(row["conviction_id"]), "--json").data
    assert clean_file.name in data["files"].values()


def test_explain_knows_its_numbers(workspace: Path) -> None:
    """A number that is no conviction's: status 2."""
    done = desk("explain", workspace, "999999")
    assert done.status == 2
    assert "cases" in done.err


def test_reviews_are_kept(workspace: Path) -> None:
    """Accept, park with a reason, open again, undo: each on disk when the command ends."""
    first, second = (
        str(row["conviction_id"]) for row in cases(workspace, "--answer", "dismissal")[:2]
    )
    done = desk("review", workspace, first, second, "--accept", "--json")
    assert done.data == {
        "did": "accept", "convictions": [int(first), int(second)], "reviews": {"accepted": 2},
    }  # fmt: skip
    held = desk("review", workspace, second, "--park", "Record is Müller's", "--json")
    assert held.data["reviews"] == {"accepted": 1, "parked": 1}
    assert [str(row["conviction_id"]) for row in cases(workspace, "--review", "parked")] == [second]
    assert desk("review", workspace, first, second, "--open", "--json").data["reviews"] == {}
    assert desk("review", workspace, "--undo", "--json").data["reviews"] == held.data["reviews"]
    assert desk("review", workspace, first, "--park", " ").status == 3
    assert desk("verify", workspace).status == 0


@needs_tools
def test_papers_leave_out_what_is_parked(workspace: Path, tmp_path: Path) -> None:
    """A conviction that was parked stands in no motion, neither single nor bulk."""
    rows = cases(workspace, "--answer", "dismissal")
    held = next(row for row in rows if _is_alone(row, rows))
    assert (
        desk("review", workspace, str(held["conviction_id"]), "--park", "wrong person").status == 0
    )
    out = tmp_path / "papers"
    done = desk("papers", workspace, "--out", out, "--json")
    assert done.status == 0, done.err
    made = manifest(out)
    assert held["case_number"] not in {row["Case number"] for row in made}
    assert done.data["motions"] == sum(row["Paper"] == "motion" for row in made)
    assert len(done.data["files"]) == len(made) + 1
    bulk = out / "Bulk motion.pdf"
    subprocess.run(["qpdf", "--check", bulk], check=True, capture_output=True)
    text = subprocess.run(["pdftotext", "-layout", bulk, "-"], check=True, capture_output=True,
                          text=True, encoding="utf-8").stdout  # fmt: skip
    assert str(held["case_number"]) not in text
    assert all(row["Case number"].split("; ")[0] in text for row in made if row["Case number"])


def _is_alone(row: dict[str, object], rows: list[dict[str, object]]) -> bool:
    """Whether it is the only conviction under a case number of its own."""
    number = row["case_number"]
    return bool(number) and [one["case_number"] for one in rows].count(number) == 1


def test_papers_only_for_the_accepted(workspace: Path, tmp_path: Path) -> None:
    """--only-accepted: one accepted conviction, one motion; none accepted, status 3."""
    out = tmp_path / "papers"
    none = desk("papers", workspace, "--out", out, "--only-accepted")
    assert none.status == 3
    assert not out.exists() or files_in(out) == {}
    row = cases(workspace, "--answer", "dismissal")[0]
    desk("review", workspace, str(row["conviction_id"]), "--accept")
    done = desk(
        "papers", workspace, "--out", out, "--only-accepted", "--kinds", "motions", "--json"
    )
    assert done.status == 0, done.err
    assert (done.data["motions"], done.data["convictions"]) == (1, 1)
    assert [one["Case number"] for one in manifest(out)] == [row["case_number"]]


def test_papers_say_what_prints_as_a_blank_line(workspace: Path, tmp_path: Path) -> None:
    """The letterhead is empty: named once, on standard error and in the figures."""
    done = desk(
        "papers", workspace, "--out", tmp_path / "papers", "--kinds", "motions", "--limit", "2",
        "--json",
    )  # fmt: skip
    first = done.data["unfilled"][0]
    assert first.startswith("Blank on every paper, to fill in by hand: attorney’s name, State Bar")
    assert first in done.err
    assert sum("Blank on every paper" in sentence for sentence in done.data["unfilled"]) == 1


def test_papers_drafted_again_leave_no_stale_motion(workspace: Path, tmp_path: Path) -> None:
    """Parked after a first draft: its motion is put aside, the others are made anew."""
    out = tmp_path / "papers"
    assert desk("papers", workspace, "--out", out, "--kinds", "motions").status == 0
    before = {row["Case number"] for row in manifest(out)}
    rows = cases(workspace, "--answer", "dismissal")
    held = next(row for row in rows if _is_alone(row, rows))
    desk("review", workspace, str(held["conviction_id"]), "--park", "wrong person")
    assert desk("papers", workspace, "--out", out, "--kinds", "motions").status == 0
    made = manifest(out)
    assert before - {row["Case number"] for row in made} == {held["case_number"]}
    found = {name for name in files_in(out) if name.startswith("motions/")}
    assert found == {row["File"] for row in made}
    assert any(
        str(held["case_number"]) in path.name for path in (out / "Earlier drafts").rglob("*")
    )


def test_papers_are_the_same_twice(workspace: Path, tmp_path: Path) -> None:
    """Same workspace, same paper date: the same bytes; --limit takes the first in court order."""
    made = []
    for name in ("one", "two"):
        done = desk("papers", workspace, "--out", tmp_path / name, "--limit", "3",
                    "--paper-date", "2026-07-02")  # fmt: skip
        assert done.status == 0, done.err
        made.append(files_in(tmp_path / name))
    assert made[0] == made[1]
    assert sum(name.startswith("motions/") for name in made[0]) == 3


def test_report_gives_pages_and_figures(workspace: Path, tmp_path: Path) -> None:
    """The report and the same figures as JSON, on standard output too when asked."""
    out = tmp_path / "Bericht, März"
    done = desk("report", workspace, "--out", out, "--json")
    assert done.status == 0, done.err
    assert set(files_in(out)) == {"Summary report.pdf", "summary.json"}
    assert done.data == json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert desk("report", workspace, "--out", out).out.splitlines() == [
        str(out / "Summary report.pdf"), str(out / "summary.json"),
    ]  # fmt: skip


def test_verify_of_a_whole_workspace(workspace: Path) -> None:
    """Status 0, the counts, and the word that it is whole."""
    done = desk("verify", workspace, "--json")
    assert done.status == 0
    assert (done.data["problems"], done.data["details"]) == (0, [])
    assert "is whole" in done.err


def test_verify_finds_a_record_that_was_touched(workspace: Path) -> None:
    """An audit entry changed behind the program's back breaks the chain: status 4."""
    with open_workspace(workspace, PASSPHRASE) as opened, opened.transaction() as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET new = 'nothing happened' WHERE id = 1")
    done = desk("verify", workspace, "--json")
    assert done.status == 4
    assert done.data["problems"] == 1
    assert "entry" in done.err


def test_stale_answers_and_papers(workspace: Path, tmp_path: Path) -> None:
    """People of a later delivery have no answer until the next check."""
    later = tmp_path / "later.dat"
    write_sample(later, n_people=5, county=COUNTY, seed=99)
    n_before = len(cases(workspace))
    assert desk("import", workspace, later).status == 0
    assert len(cases(workspace)) <= n_before
    again = desk("check", workspace, "--policy", POLICY, "--as-of", AS_OF, "--json")
    assert again.data["convictionsInScope"] == len(cases(workspace)) > n_before


def test_self_check_passes() -> None:
    """On a computer where everything works: status 0 and every check named."""
    done = desk("self-check", "--json")
    assert done.status == 0, done.out
    assert done.data["checks"]
    assert all(one["passed"] for one in done.data["checks"])
