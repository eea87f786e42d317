"""policies, and options from the command line and from files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.paths import resources
from tests.cli.terminal_user import desk, run_arguments, terminal

IDS = ("us-ca/county-review", "us-ca/los-angeles")
EARLIER = {
    "baselineEligibility": {"dismiss": ["11357", "11358"], "reduce": ["11359", "11360"]},
    "additionalRelief": {
        "subjectUnder21AtConviction": True,
        "dismissOlderThanAgeThreshold": True,
        "subjectAgeThreshold": 50,
        "dismissYearsSinceConvictionThreshold": True,
        "yearsSinceConvictionThreshold": 10,
        "dismissYearsCrimeFreeThreshold": False,
        "yearsCrimeFreeThreshold": 0,
        "subjectHasOnlyProp64Charges": True,
        "subjectIsDeceased": False,
    },
}
REVIEW = ("--policy", "us-ca/county-review", "--formats", "clear-my-record", "--json")


def test_policies_are_listed() -> None:
    """With and without the word, for people and for programs."""
    shown = terminal("policies")
    assert shown.status == 0
    assert shown.out == desk("policies", "list").out
    assert all(policy_id in shown.out for policy_id in IDS)
    listed = desk("policies", "list", "--json").data
    assert {one["id"] for one in listed["policies"]} >= set(IDS)
    assert desk("policies", "--json").data == listed


@pytest.mark.parametrize("policy_id", IDS)
def test_policy_is_shown(policy_id: str) -> None:
    """As an attorney reads it: rules, options, citations."""
    done = desk("policies", "show", policy_id)
    assert done.status == 0
    assert "11361" in done.out
    assert policy_id in done.out


def test_unknown_policy_names_the_nearest() -> None:
    """Status 2 and the near miss."""
    for action in ("show", "test"):
        done = desk("policies", action, "us-ca/county-reviw")
        assert done.status == 2, action
        assert "us-ca/county-review" in done.err


@pytest.mark.parametrize("policy_id", IDS)
def test_policy_passes_its_case_table(policy_id: str) -> None:
    """Users can run the tables of cases on their own machine."""
    done = desk("policies", "test", policy_id, "--json")
    assert done.status == 0, done.out
    (table,) = done.data.values()
    assert table["cases"] > 20
    assert table["failed"] == []


def test_policy_file_of_an_office(tmp_path: Path, clean_file: Path) -> None:
    """A file of the same form is checked, shown and used by its path."""
    own = tmp_path / "Büro, eigene.toml"
    text = (resources() / "policies/us-ca/county-review.toml").read_text(encoding="utf-8")
    own.write_text(
        text.replace('id = "us-ca/county-review"', 'id = "office/own"', 1), encoding="utf-8"
    )
    checked = desk("policies", "check", own)
    assert checked.status == 0, checked.err
    assert "no problem" in checked.out
    assert "office/own" in desk("policies", "show", own).out
    done = desk(*run_arguments([clean_file], tmp_path / "out", *REVIEW, "--policy", own))
    assert done.status == 0, done.err
    assert done.data["policy"]["id"] == "office/own"


def test_every_problem_of_a_policy_is_told(tmp_path: Path) -> None:
    """A misspelt predicate and a wrong default: both, with the near miss."""
    own = tmp_path / "own.toml"
    text = (resources() / "policies/us-ca/county-review.toml").read_text(encoding="utf-8")
    text = text.replace("section_is", "section_iss", 1).replace("default = 50", "default = 500", 1)
    own.write_text(text, encoding="utf-8")
    done = desk("policies", "check", own)
    assert done.status in (2, 3)
    assert "section_iss" in done.err
    assert "section_is'" in done.err
    assert "'age'" in done.err
    assert "40 to 65" in done.err


def test_policy_file_that_is_not_there(tmp_path: Path) -> None:
    """Status 3 for a missing file and for something that is no policy file."""
    assert desk("policies", "check", tmp_path / "none.toml").status == 3
    (tmp_path / "x.txt").write_text("x")
    assert desk("policies", "check", tmp_path / "x.txt").status == 3


# Options


def run_with(clean_file: Path, out: Path, *more: str | Path) -> dict[str, object]:
    done = desk(*run_arguments([clean_file], out, *REVIEW, *more))
    assert done.status == 0, done.err
    policy: dict[str, dict[str, object]] = done.data["policy"]
    return policy["options"]


def test_options_of_the_earlier_tool(clean_file: Path, tmp_path: Path) -> None:
    """Its JSON file gives the same choices as our own names do."""
    path = tmp_path / "eligibilityConfig, año.json"
    path.write_text(json.dumps(EARLIER), encoding="utf-8-sig")
    from_file = run_with(clean_file, tmp_path / "a", "--options", path)
    own = {
        "hs_11357": "dismiss", "hs_11358": "dismiss", "hs_11359": "reduce", "hs_11360": "reduce",
        "use_under_21": "yes", "use_age": "yes", "age": "50", "use_years_since_conviction": "yes",
        "years_since_conviction": "10", "use_years_crime_free": "no", "use_only_cannabis": "yes",
        "use_deceased": "no",
    }  # fmt: skip
    given = [part for name, value in own.items() for part in ("--option", f"{name}={value}")]
    assert run_with(clean_file, tmp_path / "b", *given) == from_file
    assert (tmp_path / "a/Prop64_Results.csv").read_bytes() == (
        tmp_path / "b/Prop64_Results.csv"
    ).read_bytes()


def test_options_by_our_own_names(clean_file: Path, tmp_path: Path) -> None:
    """A JSON file of names and values; --option on the line comes later and wins."""
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"hs_11359": "reduce", "use_age": True, "age": 55}))
    options = run_with(clean_file, tmp_path / "out", "--options", path, "--option", "age=60")
    assert (options["hs_11359"], options["use_age"], options["age"]) == ("reduce", "yes", "60")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"baselineEligibility": {"dismiss": ["11357"], "reduce": ["11357"]}}, "11357"),
        ({"additionalRelief": {"subjectAgeThreshold": 39}}, "40 to 65"),
        ({"additionalRelief": {"yearsCrimeFreeThreshold": 16}}, "1 to 15"),
        ({"additionalRelief": {"subjectAgeTreshold": 50}}, "subjectAgeThreshold"),
        ({"agee": 50}, "did you mean 'age'"),
        ({"age": [50]}, "one value"),
        ("not json", "not a JSON"),
    ],
)
def test_bad_options_file(clean_file: Path, tmp_path: Path, content: object, says: str) -> None:
    """Status 2; the file's bad value with its range, or the near miss of its name."""
    path = tmp_path / "options.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    done = desk(*run_arguments([clean_file], tmp_path / "out", *REVIEW, "--options", path))
    assert (done.status, done.out) == (2, "")
    assert says in done.err


def test_missing_options_file(clean_file: Path, tmp_path: Path) -> None:
    """Status 2 and its name."""
    path = tmp_path / "none.json"
    done = desk(*run_arguments([clean_file], tmp_path / "out", *REVIEW, "--options", path))
    assert done.status == 2
    assert path.name in done.err


def test_earlier_options_fit_one_policy_only(clean_file: Path, tmp_path: Path) -> None:
    """With a policy that has no such choices, the sentence names the one that has."""
    path = tmp_path / "options.json"
    path.write_text(json.dumps(EARLIER))
    done = desk(*run_arguments([clean_file], tmp_path / "out", "--options", path))
    assert done.status == 2
    assert "us-ca/county-review" in done.err
