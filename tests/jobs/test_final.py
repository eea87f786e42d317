"""A check is final only when nothing is open, or somebody says why it may be."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from app.errors import InputError
from app.jobs.final import call_final, finality
from app.jobs.import_files import import_files
from app.jobs.mend_issues import confirm_issues, mend_issues, withdraw_confirmations
from app.jobs.mend_requests import CellMend
from app.jobs.progress import Silent
from app.jobs.report import report_bytes, summary_text
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.sampling.rows import csv_line
from app.store import audit
from app.store.workspace import Workspace
from tests.importing.made_rows import HEADER, line_of, row_of
from tests.jobs.made_check import import_and_check
from tests.jobs.mending import WHO, issues


def deliver(workspace: Workspace, workers: Workers, path: Path, *lines: str) -> Path:
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    import_and_check(workspace, [path], workers)
    return path


def test_nothing_open_needs_no_reason(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """A repair does not stand in the way."""
    with pytest.raises(InputError, match="Nothing was checked yet"):
        call_final(workspace, WHO)
    deliver(workspace, workers, tmp_path / "a.dat", line_of(PRI_NAME="EX\u200bAMPLE,AVERY"))
    assert [one.issue.kind for one in issues(workspace)] == ["Unseen characters in a name"]
    assert finality(workspace).sentence.startswith("Not final yet: nothing is open")
    found = call_final(workspace, WHO)
    assert found.is_final
    assert found.sentence.startswith("Final, called by A. Clerk on 20")
    with pytest.raises(InputError, match="Nobody's name"):
        call_final(workspace, "  ")


def test_what_is_open_must_be_signed_off(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """By name and reason; the record, the report and summary.json say it."""
    short = csv_line(row_of(SUBJECT_ID="3")[:94])
    deliver(workspace, workers, tmp_path / "a.dat", line_of(CONV_STAT_DESCR="FELNY"), short)
    says = "Not final: 1 row is set aside and 1 issue of consequence is open."
    assert finality(workspace).sentence == says
    with pytest.raises(InputError, match="1 row is set aside and 1 issue"):
        call_final(workspace, WHO)
    found = call_final(workspace, "B. Attorney", "the clerk of the court has the row ")
    assert found.sentence.startswith("Final, signed off by B. Attorney on 20")
    assert "because the clerk of the court has the row (1 row is set aside" in found.sentence
    (entry,) = [one for one in audit.entries(workspace) if one.action == "final"]
    assert (entry.who, entry.subject) == ("B. Attorney", "run 1")
    told = json.loads(summary_text(workspace))["final"]
    assert (told["isFinal"], told["rowsSetAside"], told["issuesOpen"]) == (True, 1, 1)
    assert (told["calledBy"], told["why"]) == (
        "B. Attorney", "the clerk of the court has the row",
    )  # fmt: skip
    document = pypdfium2.PdfDocument(report_bytes(workspace))
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "Final, signed off by B. Attorney" in text


def test_what_comes_later_makes_it_not_final(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """A further check, a mend, an import; an issue that is opened again."""
    deliver(workspace, workers, tmp_path / "a.dat", line_of(CONV_STAT_DESCR="FELNY"))
    (issue,) = issues(workspace)
    confirm_issues(workspace, [issue.number], who=WHO, note="so on the docket")
    assert call_final(workspace, WHO).is_final
    withdraw_confirmations(workspace, [issue.number], who=WHO)
    assert finality(workspace).sentence == "Not final: 1 issue of consequence is open."
    confirm_issues(workspace, [issue.number], who=WHO, note="so on the docket")
    assert finality(workspace).is_final
    deliver(workspace, workers, tmp_path / "b.dat", line_of(SUBJECT_ID="2", CII_NUMBER="A2"))
    assert not finality(workspace).is_final
    assert call_final(workspace, WHO).is_final
    mend_issues(workspace, [CellMend(RowRef(1, 2), "CONV_STAT_DESCR", "FELONY")], Silent(), who=WHO)
    assert "Check again" in finality(workspace).sentence
    with pytest.raises(InputError, match="Check again"):
        call_final(workspace, WHO, "anyway")
    path = tmp_path / "c.dat"
    path.write_text(HEADER + "\n" + line_of(SUBJECT_ID="4", CII_NUMBER="A4"))
    import_files(workspace, [path], Silent(), who=WHO, workers=workers)
    assert not finality(workspace).is_final
