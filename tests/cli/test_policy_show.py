"""policies show and sign: the policy to read, the sheet to sign, and the record of it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from app.paths import resources
from app.rules.catalog import load_by_id
from app.rules.loading.loader import load_policy
from tests.cli.terminal_user import AS_OF, POLICY, desk, run_arguments

REVIEW = "us-ca/county-review"
SIGNED = ("--by", 'Ana "A." Müller', "--role", "Deputy D.A.", "--on", "2026-07-01")


def sign(out: Path, *more: str | Path, policy: str | Path = REVIEW) -> int:
    done = desk("policies", "sign", policy, *SIGNED, "--out", out, *more)
    assert done.status in (0, 2, 3), done.err
    return done.status


def test_options_show_in_the_text() -> None:
    """The value chosen, filled into the questions that ask it."""
    done = desk("policies", "show", REVIEW, "--option", "use_age=yes", "--option", "age=57")
    assert done.status == 0, done.err
    assert "age = 57" in done.out
    assert "Is the person 57 years or older" in done.out
    assert "Not tried on data." in done.out


def test_an_option_out_of_range_names_its_range() -> None:
    """Status 2, nothing printed."""
    done = desk("policies", "show", REVIEW, "--option", "age=90")
    assert (done.status, done.out) == (2, "")
    assert "40 to 65" in done.err


@pytest.mark.parametrize(
    ("policy", "more", "says"),
    [
        ("us-ca/sacramento", ("--county", "FRESNO"), "answers for SACRAMENTO only, not for FRESNO"),
        ("us-ca/statute-11361.8", ("--as-of", "2015-01-01"), "no edition for 2015-01-01"),
        (
            str(resources() / "policies/us-ca/statute-11361.8.toml"),
            ("--as-of", "2015-01-01"),
            "applies to as-of dates from 2016-11-09, not to 2015-01-01",
        ),
    ],
)
def test_a_county_or_a_date_it_is_not_for(
    policy: str, more: tuple[str, str], says: str, tmp_path: Path
) -> None:
    """Refused without a workspace as with one: status 2, nothing printed or written."""
    done = desk("policies", "show", policy, *more)
    assert (done.status, done.out) == (2, "")
    assert says in done.err
    sheet = tmp_path / "sheet.pdf"
    assert desk("policies", "show", policy, *more, "--format", "pdf", "--out", sheet).status == 2
    assert not sheet.exists()
    own = desk("policies", "show", "us-ca/sacramento", "--county", "Sacramento County")
    assert own.status == 0, own.err


def test_formats(tmp_path: Path) -> None:
    """Markdown on standard output or into a file, PDF only into a file."""
    shown = desk("policies", "show", REVIEW, "--format", "markdown")
    assert shown.out.startswith("# County review")
    path = tmp_path / "Blatt (ä).md"
    written = desk("policies", "show", REVIEW, "--format", "markdown", "--out", path)
    assert (written.status, written.out) == (0, "")
    assert path.read_text(encoding="utf-8") == shown.out
    assert desk("policies", "show", REVIEW, "--format", "pdf").status == 2
    sheet = tmp_path / "sheet.pdf"
    assert desk("policies", "show", REVIEW, "--format", "pdf", "--out", sheet).status == 0
    document = pypdfium2.PdfDocument(sheet)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert load_by_id(REVIEW).sha256 in text


@pytest.mark.parametrize("out", [".", "no such folder/sheet.pdf"])
def test_a_place_that_cannot_be_written(out: str, tmp_path: Path) -> None:
    """Status 2, before anything is counted."""
    done = desk("policies", "show", REVIEW, "--format", "pdf", "--out", tmp_path / out)
    assert done.status == 2
    assert "cannot be written" in done.err


def test_a_policy_or_a_workspace_is_not_replaced(workspace: Path, tmp_path: Path) -> None:
    """A text goes over a text of the same kind and over nothing else."""
    own = tmp_path / "own.toml"
    own.write_text("mine")
    for out in (own, workspace):
        before = out.read_bytes()
        assert desk("policies", "show", REVIEW, "--out", out).status == 2
        assert out.read_bytes() == before
    path = tmp_path / "policy.txt"
    for _ in range(2):
        assert desk("policies", "show", REVIEW, "--out", path).status == 0


def test_what_it_produces_on_a_workspace(workspace: Path) -> None:
    """The figures of the check that was made, row by row, on the terminal and as JSON."""
    arguments = ("policies", "show", POLICY, "--workspace", workspace, "--as-of", AS_OF)
    done = desk(*arguments)
    assert done.status == 0, done.err
    assert "What these options produce on this data" in done.out
    data = desk(*arguments, "--json").data
    figures = data["figures"]
    decided = sum(row["decided"] for row in figures["rows"]) + figures["openAnswers"]
    assert decided == figures["convictions"] > 0
    assert figures["asOf"] == AS_OF
    assert data["rows"][0]["asked"][0]["says"]
    other = desk(*arguments, "--option", "age=65", "--json").data["figures"]
    assert other["convictions"] == figures["convictions"]
    assert other["rows"] != figures["rows"]


def test_a_workspace_needs_a_date(workspace: Path) -> None:
    """No clock is looked at in its place."""
    done = desk("policies", "show", POLICY, "--workspace", workspace)
    assert done.status == 2
    assert "--as-of" in done.err


def test_a_county_that_does_not_occur(workspace: Path) -> None:
    """Status 3 and the counties that do."""
    done = desk(
        "policies", "show", REVIEW, "--workspace", workspace, "--as-of", AS_OF, "--county", "Alpine"
    )
    assert done.status == 3
    assert "ALPINE" in done.err
    assert "LOS ANGELES (" in done.err


def test_signing_writes_a_copy(tmp_path: Path) -> None:
    """It reads as the same policy, signed off; the terminal tells what was recorded."""
    out = tmp_path / "signed.toml"
    done = desk("policies", "sign", REVIEW, *SIGNED, "--option", "age=57", "--out", out, "--json")
    assert done.status == 0, done.err
    assert done.data["by"] == 'Ana "A." Müller'
    assert done.data["sha256"] == load_by_id(REVIEW).sha256
    copy = load_policy(out)
    assert copy.sign_off is not None
    assert copy.sign_off.by == 'Ana "A." Müller'
    assert dict(copy.sign_off.options)["age"] == 57
    assert "Signed off by Ana" in desk("policies", "show", out).out


def test_no_file_is_replaced(tmp_path: Path) -> None:
    """Status 2; the file stays as it is, and only a policy file's name is taken."""
    out = tmp_path / "signed.toml"
    out.write_text("mine")
    assert sign(out) == 2
    assert out.read_text() == "mine"
    assert sign(tmp_path / "signed.txt") == 2
    assert sign(tmp_path / "none" / "signed.toml") == 3


def test_signed_once_unless_again(tmp_path: Path) -> None:
    """A policy with a sign-off is refused, with --again the new one stands in its place."""
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    assert sign(first) == 0
    assert sign(second, policy=first) == 2
    assert not second.exists()
    assert sign(second, "--again", policy=first) == 0
    assert second.read_text(encoding="utf-8").count("[sign_off]") == 1


def test_help_says_what_signing_is() -> None:
    """A record of a signature on paper, and none itself."""
    shown = " ".join(desk("policies", "sign", "--help").out.split())
    assert "records what a person says was signed on paper, and is no signature itself" in shown


def test_a_check_with_other_options_is_cautioned(
    clean_file: Path, workspace: Path, tmp_path: Path
) -> None:
    """On standard error, by check and by run; the figures stay figures. None with the same."""
    out = tmp_path / "signed.toml"
    assert sign(out, "--option", "use_age=yes") == 0
    arguments = ("check", workspace, "--policy", out, "--as-of", AS_OF, "--json")
    done = desk(*arguments)
    assert done.status == 0, done.err
    assert "Caution: Ana" in done.err
    assert "use_age was yes and is no here" in done.err
    assert done.data["policy"]["id"] == REVIEW
    assert "Caution" not in desk(*arguments, "--option", "use_age=yes").err
    ran = desk(*run_arguments([clean_file], tmp_path / "out", "--policy", out))
    assert ran.status == 0, ran.err
    assert "use_age was yes and is no here" in ran.err


def test_changed_after_signing_is_refused(workspace: Path, tmp_path: Path) -> None:
    """Status 3 and why; nothing is checked."""
    out = tmp_path / "signed.toml"
    assert sign(out) == 0
    text = out.read_text(encoding="utf-8").replace("minimum = 40", "minimum = 41", 1)
    out.write_text(text, encoding="utf-8")
    done = desk("check", workspace, "--policy", out, "--as-of", AS_OF)
    assert done.status == 3
    assert "changed after it was signed off" in done.err
