"""``run``: one command from a delivery to everything an office needs."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.exporting.clear_my_record import CONDENSED_COLUMNS, RESULT_COLUMNS
from app.model.doj_columns import DOJ_COLUMNS
from tests.cli.terminal_user import Done, desk, files_in, read_csv, run_arguments, terminal

SUMMARY_KEYS = {  # of the earlier tool
    "county", "earliestConviction", "lineCount", "processingTimeInSeconds",
    "reliefWithCurrentEligibilityChoices", "reliefWithDismissAllProp64",
    "prop64ConvictionsCountInCountyByCodeSection", "subjectsWithProp64ConvictionCountInCounty",
    "prop64FelonyConvictionsCountInCounty", "prop64NonFelonyConvictionsCountInCounty",
    "subjectsWithSomeReliefCount", "convictionDismissalCountByCodeSection",
    "convictionReductionCountByCodeSection", "convictionDismissalCountByAdditionalRelief",
}  # fmt: skip
EFFECTS = {
    "CountSubjectsNoFelony", "CountSubjectsNoConvictionLast7Years", "CountSubjectsNoConviction",
}  # fmt: skip
DISMISSAL, REDUCTION = "Eligible for Dismissal", "Eligible for Reduction"

needs_tools = pytest.mark.skipif(
    not (shutil.which("qpdf") and shutil.which("pdftotext")), reason="qpdf or pdftotext is missing"
)


@pytest.fixture(params=["clean_run", "messy_run"])
def whole_run(request: pytest.FixtureRequest) -> tuple[Done, Path]:
    """``run`` with every format over a clean and over a messy delivery."""
    found: tuple[Done, Path] = request.getfixturevalue(request.param)
    return found


def summary_of(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return content


def test_every_format_is_there_and_nothing_else(whole_run: tuple[Done, Path]) -> None:
    """The files of every format stand in the folder; no temporary ones remain."""
    done, out = whole_run
    assert done.status == 0, done.err
    names = set(files_in(out))
    motions = {name for name in names if name.startswith("papers/motions/")}
    assert motions
    assert names - motions - {"Quarantined_Rows.csv"} == {
        "All_Results.csv", "All_Results_Condensed.csv", "Prop64_Results.csv", "Results.xlsx",
        "Summary report.pdf", "summary.json", "papers/Bulk motion.pdf", "papers/Papers.csv",
        "Differences.csv",
    }  # fmt: skip


def test_standard_output_is_the_summary(whole_run: tuple[Done, Path]) -> None:
    """With --json, standard output is summary.json, character for character."""
    done, out = whole_run
    assert done.out == (out / "summary.json").read_text(encoding="utf-8")
    assert "The files are in" in done.err


def test_summary_has_the_keys_of_the_earlier_tool(whole_run: tuple[Done, Path]) -> None:
    """Programs that read the earlier tool's figures find every one of them."""
    summary = whole_run[0].data
    assert summary.keys() >= SUMMARY_KEYS
    assert set(summary["reliefWithCurrentEligibilityChoices"]) == EFFECTS
    assert set(summary["reliefWithDismissAllProp64"]) == EFFECTS
    assert summary["county"] == "LOS ANGELES"


def test_figures_reconcile_with_the_result_rows(whole_run: tuple[Done, Path]) -> None:
    """Counting the rows of All_Results.csv gives the figures of the summary."""
    done, out = whole_run
    summary, rows = done.data, read_csv(out / "All_Results.csv")
    answered = [row for row in rows if row["Eligibility Determination"]]
    by_outcome = Counter(row["Eligibility Determination"] for row in answered)
    told = {name: n for name, n in summary["convictionsByOutcome"].items() if n}
    no_answer = told.pop("No determination", 0)
    assert by_outcome == told
    assert len(answered) + no_answer == summary["convictionsInScope"]
    by_reason = Counter(
        (row["Eligibility Determination"], row["Eligibility Reason"]) for row in answered
    )
    assert by_reason == {
        (one["outcome"], one["reason"]): one["count"]
        for one in summary["convictionsByReason"]
        if one["outcome"] != "No determination"
    }
    people = {
        row["CII_NUMBER"].strip(" -") or row["SUBJECT_ID"]  # as the import tells people apart
        for row in answered
        if row["Eligibility Determination"] in (DISMISSAL, REDUCTION)
    }
    assert len(people) == summary["subjectsWithSomeReliefCount"]


def test_dismissals_by_section_add_up(whole_run: tuple[Done, Path]) -> None:
    """By section and in all: the same number of dismissals and reductions."""
    summary = whole_run[0].data
    for key, outcome in (
        ("convictionDismissalCountByCodeSection", DISMISSAL),
        ("convictionReductionCountByCodeSection", REDUCTION),
    ):
        assert sum(summary[key].values()) == summary["convictionsByOutcome"][outcome]


def test_result_files_have_the_agreed_columns(whole_run: tuple[Done, Path]) -> None:
    """113, 38 and 113 columns, and Prop64_Results holds the rows with a determination."""
    _, out = whole_run
    everything = read_csv(out / "All_Results.csv")
    condensed = read_csv(out / "All_Results_Condensed.csv")
    answered = read_csv(out / "Prop64_Results.csv")
    assert tuple(everything[0]) == (*DOJ_COLUMNS, *RESULT_COLUMNS)
    assert tuple(condensed[0]) == (*CONDENSED_COLUMNS, *RESULT_COLUMNS)
    assert answered == [row for row in everything if row["Eligibility Determination"]]
    assert len(condensed) == len(everything)


def test_original_cells_are_unchanged(clean_run: tuple[Done, Path], clean_file: Path) -> None:
    """Every row of the delivery is in All_Results, cell for cell, in its order."""
    _, out = clean_run
    original = read_csv(clean_file)
    written = read_csv(out / "All_Results.csv")
    assert [[row[name] for name in DOJ_COLUMNS] for row in written] == [
        [row[name] for name in DOJ_COLUMNS] for row in original
    ]


def test_no_row_of_a_messy_delivery_is_lost(messy_run: tuple[Done, Path]) -> None:
    """Each row stands in All_Results or among the quarantined ones, which are told."""
    done, out = messy_run
    summary = done.data
    quarantined = read_csv(out / "Quarantined_Rows.csv")
    assert len(quarantined) == summary["quarantinedRows"] > 0
    assert all(row["Reason"] and row["Row"].isdigit() for row in quarantined)
    n_written = len(read_csv(out / "All_Results.csv"))
    assert n_written < summary["lineCount"] <= n_written + len(quarantined)
    assert f"{len(quarantined)} rows were set aside" in done.err


def test_same_input_gives_the_same_bytes(
    messy_run: tuple[Done, Path], messy_file: Path, tmp_path: Path
) -> None:
    """A second run, in a process of its own, writes the same files byte for byte.

    Only the time it took may differ in the summary.
    """
    first, out = messy_run
    second = tmp_path / "again"
    formats = "clear-my-record,workbook,motions,report"
    done = terminal(*run_arguments([messy_file], second, "--formats", formats, "--json"))
    assert done.status == 0, done.err
    before, after = files_in(out), files_in(second)
    summaries = [json.loads(files.pop("summary.json")) for files in (before, after)]
    for summary in summaries:
        del summary["processingTimeInSeconds"]
    assert summaries[0] == summaries[1]
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []
    assert _result_hash(before) == _result_hash(after)
    assert first.data["inputs"] == done.data["inputs"]


def _result_hash(files: dict[str, bytes]) -> str:
    return hashlib.sha256(files["Prop64_Results.csv"]).hexdigest()


def test_result_hash_is_shown_and_repeats(clean_file: Path, tmp_path: Path) -> None:
    """People read the result's hash on standard output; the same input gives the same one."""
    shown = []
    for name in ("one", "two"):
        done = desk(*run_arguments([clean_file], tmp_path / name, "--formats", "clear-my-record"))
        shown.append([line for line in done.out.splitlines() if line.startswith("Result ")])
    assert shown[0] == shown[1]
    assert len(shown[0][0].split()[1]) == 16


@needs_tools
def test_motions_are_sound_and_say_what_they_must(whole_run: tuple[Done, Path]) -> None:
    """Three of the motions: sound PDF files with case number, defendant and section."""
    _, out = whole_run
    made = read_csv(out / "papers/Papers.csv", "utf-8-sig")
    motions = [row for row in made if row["Paper"] == "motion"]
    sections = _sections_by_case(out)
    for row in (motions[0], motions[len(motions) // 2], motions[-1]):
        path = out / "papers" / row["File"]
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
        text = " ".join(
            subprocess.run(
                ["pdftotext", "-layout", path, "-"], check=True, capture_output=True,
                text=True, encoding="utf-8",
            ).stdout.split()
        )  # fmt: skip
        last, _, first = row["Defendant"].partition(",")
        assert row["Case number"].split("; ")[0] in text
        assert last.split()[0] in text
        assert first.split()[0] in text
        assert any(section in text for section in sections[row["Case number"]])
        assert row["SHA-256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def _sections_by_case(out: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in read_csv(out / "Prop64_Results.csv"):
        found.setdefault(row["Case Number"], set()).add(row["OFFENSE_DESCR"].strip().split("-")[0])
    return found


@needs_tools
def test_report_has_two_letter_pages(whole_run: tuple[Done, Path]) -> None:
    """The summary report: two pages, 8.5 by 11 inches, sound."""
    path = whole_run[1] / "Summary report.pdf"
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    shown = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    assert "Pages:           2" in shown
    assert "612 x 792 pts" in shown


def test_several_files_are_numbered(clean_file: Path, messy_file: Path, tmp_path: Path) -> None:
    """Two deliveries give two sets of result files, in the order they were named."""
    out = tmp_path / "both"
    done = desk(
        *run_arguments([clean_file, messy_file], out, "--formats", "clear-my-record", "--json")
    )
    assert done.status == 0, done.err
    assert {"All_Results_1.csv", "All_Results_2.csv", "Prop64_Results_2.csv"} <= set(files_in(out))
    assert len(read_csv(out / "All_Results_1.csv")) == len(read_csv(clean_file))
    assert [one["name"] for one in done.data["inputs"]] == [clean_file.name, messy_file.name]


@pytest.mark.parametrize(
    "spelling", ["los angeles", "  Los   Angeles County ", "CALIFORNIA, Los Angeles Co."]
)
def test_county_in_any_spelling(clean_file: Path, tmp_path: Path, spelling: str) -> None:
    """A county is known however a person writes it."""
    arguments = run_arguments([clean_file], tmp_path / "out", "--formats", "clear-my-record",
                              "--county", spelling, "--json")  # fmt: skip
    done = desk(*arguments)
    assert done.status == 0, done.err
    assert done.data["county"] == "LOS ANGELES"


def test_unknown_county_names_those_that_occur(clean_file: Path, tmp_path: Path) -> None:
    """A county with no conviction in the files: status 3, and the counties that occur."""
    out = tmp_path / "out"
    done = desk(*run_arguments([clean_file], out, "--policy", "us-ca/county-review",
                               "--county", "Alpin"))  # fmt: skip
    assert done.status == 3
    assert "LOS ANGELES (" in done.err
    assert not out.exists()


def test_kept_workspace_holds_the_run(
    clean_file: Path, tmp_path: Path, known_passphrase: str
) -> None:
    """With --workspace, what was read and answered is kept for the next steps."""
    path = tmp_path / "kept.relief"
    done = desk(*run_arguments([clean_file], tmp_path / "out", "--workspace", path,
                               "--formats", "report"))  # fmt: skip
    assert done.status == 0, done.err
    verified = desk("verify", path, "--json")
    assert verified.status == 0
    assert verified.data["convictions"] > 0
    assert desk("cases", path, "--json").data["count"] > 0


def test_messages_and_figures_do_not_mix(clean_file: Path, tmp_path: Path) -> None:
    """Figures go to standard output, everything else to standard error, in a real process too."""
    done = terminal(*run_arguments([clean_file], tmp_path / "out", "--formats", "clear-my-record"))
    assert done.status == 0
    assert "Convictions in scope" in done.out
    assert "..." not in done.out
    assert "Checking people ..." in done.err
    assert "Convictions in scope" not in done.err
