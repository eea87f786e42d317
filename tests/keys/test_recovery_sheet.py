"""The recovery sheet: printed, read back from the paper's own text, and it opens the workspace."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pypdfium2
import pytest

from app.errors import InputError, WorkspaceError, WrongPassphraseError
from app.jobs.keys import put_administrator
from app.jobs.recovery_sheet import make_recovery_sheet, write_recovery_sheet
from app.jobs.sign_in import sign_in
from app.store import audit
from app.store.access import Access
from app.store.key_file import path_of
from app.store.workspace import create_workspace
from tests.keys.conftest import ADMIN, ATTORNEY, CLERK, OFFICE, OWN, no_wait


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    text = str(document[0].get_textpage().get_text_range())
    document.close()
    return text.replace("\r\n", "\n")


def typed(pdf: bytes) -> str:
    """The four lines of the code as they stand on the paper, with their numbers."""
    found = re.findall(r"^[1-4]\s+\S{4}(?:-\S{4}){3}$", text_of(pdf), re.MULTILINE)
    assert len(found) == 4
    return "\n".join(found)


@pytest.fixture
def sheet(path: Path) -> bytes:
    with sign_in(path, OFFICE, "A. Clerk") as workspace:
        return make_recovery_sheet(workspace, who="A. Clerk")


def test_what_stands_on_the_paper_opens_the_file(path: Path, sheet: bytes) -> None:
    """Alone: without the passphrase, and without anything beside the file."""
    text = text_of(sheet)
    for words in ("Recovery sheet", "Office", path.name, "A. Clerk", "Use the recovery sheet"):
        assert words in text
    assert OFFICE not in text
    with sign_in(path, typed(sheet), "A. Clerk") as workspace:
        assert workspace.access == Access()
        last = list(audit.entries(workspace))[-1]
        assert (last.who, last.action, last.new) == ("A. Clerk", "sign in", "recovery sheet")
        made = next(one for one in audit.entries(workspace) if one.action == "recovery sheet made")
        assert made.who == "A. Clerk"
    sign_in(path, typed(sheet).lower().replace("-", " "), "A. Clerk").close()


def test_a_mistyped_line_is_named_and_counted(path: Path, sheet: bytes) -> None:
    """Every line in turn; the sentence does not repeat what was typed."""
    lines = typed(sheet).splitlines()
    for number in range(4):
        wrong = list(lines)
        sign = wrong[number][-1]
        wrong[number] = wrong[number][:-1] + ("7" if sign != "7" else "8")
        with pytest.raises(WrongPassphraseError, match=f"^Line {number + 1} is mistyped") as told:
            sign_in(path, "\n".join(wrong), pause=no_wait)
        assert wrong[number] not in told.value.message
    with pytest.raises(WrongPassphraseError, match="Line 2 has 12 signs"):
        sign_in(path, "\n".join([lines[0], lines[1][:-5], *lines[2:]]), pause=no_wait)


def test_the_sheet_of_another_workspace(path: Path, sheet: bytes, tmp_path: Path) -> None:
    """It says so."""
    other = tmp_path / "Other.relief"
    create_workspace(other, OFFICE, name="Other", county="YOLO", created_at="2026").close()
    with pytest.raises(WrongPassphraseError, match=r"does not open Other.relief: it is of another"):
        sign_in(other, typed(sheet))


def test_an_administrator_who_left_with_everything_is_replaced(office: Path) -> None:
    """The only administrator is gone, nobody knows a passphrase: the sheet from the safe helps."""
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        sheet = make_recovery_sheet(workspace, who=ADMIN)
    path_of(office).unlink()
    with sign_in(office, typed(sheet)) as workspace:
        assert workspace.access == Access(is_recovery=True)
        put_administrator(workspace, "E. Next", "the next head's words")
    with sign_in(office, "the next head's words", "E. Next") as workspace:
        assert workspace.access == Access.of("E. Next")
    sign_in(office, OWN[CLERK], CLERK).close()


def test_only_an_administrator_makes_one_and_not_beside_the_workspace(
    office: Path, tmp_path: Path
) -> None:
    """The file is for its owner alone and overwrites nothing."""
    away = tmp_path / "stick"
    away.mkdir()
    with (
        sign_in(office, OWN[ATTORNEY], ATTORNEY) as workspace,
        pytest.raises(InputError, match="may not change users, passphrases"),
    ):
        write_recovery_sheet(workspace, away / "Sheet.pdf", who=ATTORNEY)
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        with pytest.raises(InputError, match="does not belong beside the workspace"):
            write_recovery_sheet(workspace, office.parent / "Sheet.pdf", who=ADMIN)
        with pytest.raises(InputError, match="does not exist"):
            write_recovery_sheet(workspace, tmp_path / "nowhere" / "Sheet.pdf", who=ADMIN)
        made = write_recovery_sheet(workspace, away / "Sheet", who=ADMIN)
        assert made == away / "Sheet.pdf"
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        with pytest.raises(InputError, match="exists already"):
            write_recovery_sheet(workspace, away / "Sheet", who=ADMIN)
    assert sorted(one.name for one in away.iterdir()) == ["Sheet.pdf"]


def test_whoever_only_looks_makes_none(office: Path) -> None:
    """Opened with the office passphrase where users sign in."""
    with sign_in(office, OFFICE) as workspace, pytest.raises((InputError, WorkspaceError)):
        make_recovery_sheet(workspace, who=ADMIN)
