"""An office of three people: one with two arrests, one with a single one, one who shares a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of
from tests.jobs.made_check import AS_OF, POLICY

AVERY = {"SUBJECT_ID": "1", "CII_NUMBER": "A10000001", "PRI_NAME": "QUILLFEATHER,AVERY"}
BLAKE = {"SUBJECT_ID": "2", "CII_NUMBER": "A10000002", "PRI_NAME": "OAKWOODLY,BLAKE"}
CHRIS = {"SUBJECT_ID": "3", "CII_NUMBER": "A10000003", "PRI_NAME": "MUSTERMARK,CHRIS"}
ARREST = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": "", "CONV_STAT_DESCR": "",
          "CNT_ORDER": "001001001000", "OFN": "", "STP_EVENT_DATE": "19990101"}  # fmt: skip
FIRST = {"CNT_ORDER": "001002001000", "OFN": "QX700111", "COMMENT_TEXT": "REMARKABLE ORCHID"}
SECOND = {"CNT_ORDER": "002001001000", "OFN": "QX700222", "STP_EVENT_DATE": "20010101"}
THIRD = {"CNT_ORDER": "002001002000", "OFN": "QX700333", "STP_EVENT_DATE": "20010101",
         "OFFENSE_DESCR": "11358 HS-CULTIVATE MARIJUANA"}  # fmt: skip
ROWS = (
    {**AVERY, **ARREST}, {**AVERY, **FIRST}, {**AVERY, **SECOND}, {**AVERY, **THIRD},
    {**BLAKE, "OFN": "QX700444"}, {**CHRIS, "OFN": "QX700555"},
)  # fmt: skip


def take(
    workspace: Workspace, workers: Workers, folder: Path, name: str, *rows: dict[str, str],
    replaces: int = 0,
) -> None:  # fmt: skip
    path = folder / name
    path.write_text(file_of(*(line_of(**cells) for cells in rows)), encoding="utf-8")
    import_files(
        workspace, [path], Silent(), who="A. Clerk", workers=workers,
        replaces={path: replaces} if replaces else None,
    )  # fmt: skip


def check(workspace: Workspace, workers: Workers) -> None:
    policy = load_by_id(POLICY)
    request = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", AS_OF)
    check_eligibility(workspace, request, Silent(), who="A. Clerk", workers=workers)


@pytest.fixture
def desk(workspace: Workspace, workers: Workers, tmp_path: Path) -> Workspace:
    """Imported and checked: convictions 1 to 3 are Avery's, 4 is Blake's, 5 is Chris's."""
    take(workspace, workers, tmp_path, "Old.dat", *ROWS)
    check(workspace, workers)
    return workspace
