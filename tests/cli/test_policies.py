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
    """A misspelt predicate and a wrong default: both with line, near miss and range; status 3."""
    own = tmp_path / "own.toml"
    text = (resources() / "policies/us-ca/county-review.toml").read_text(encoding="utf-8")
    text = text.replace("section_is", "section_iss", 1).replace("default = 50", "default = 500", 1)
    own.write_text(text, encoding="utf-8")
    done = desk("policies", "check", own)
    assert done.status == 3
    first, *problems = done.out.splitlines()
    assert first == "The policy own.toml cannot be used: 2 problems to mend."
    lines = [text[: text.index(part)].count("\n") + 1 for part in ("default = 500", "section_iss")]
    assert problems[0].startswith(f"- line {lines[0]}, option 'age': 'default' must be a whole")
    assert "from 40 to 65" in problems[0]
    assert problems[1].startswith(f"- line {lines[1]}, rule 'dismiss-11357': there is no predicate")
    assert "(did you mean 'section_is'?)" in problems[1]
    data = desk("policies", "check", own, "--json")
    assert data.status == 3
    (found,) = data.data["checked"]
    assert (found["file"], found["usable"]) == ("own.toml", False)
    assert [problem["line"] for problem in found["problems"]] == lines
    assert "policy own.toml cannot be used" in desk("policies", "show", own).err


def test_a_policy_at_hand_is_checked(tmp_path: Path) -> None:
    """By its id: no problem, and remarks that do not refuse it; the near miss of an id."""
    done = desk("policies", "check", "us-ca/county-review")
    assert done.status == 0
    assert "us-ca/county-review, version" in done.out
    assert "Remarks, with which the policy can be used:" in done.out
    assert "no row answers" in done.out
    data = desk("policies", "check", "us-ca/county-review", "--json").data["checked"][0]
    assert (data["usable"], data["problems"], data["made_up_convictions"]) == (True, [], 3000)
    assert any("hs_11357 = neither" in remark["text"] for remark in data["remarks"])
    missed = desk("policies", "check", "us-ca/county-reviw")
    assert missed.status == 2
    assert "did you mean 'us-ca/county-review'" in missed.err


def test_policy_file_that_is_not_there(tmp_path: Path) -> None:
    """Status 3 for a missing file and for something that is no policy file."""
    assert desk("policies", "check", tmp_path / "none.toml").status == 3
    (tmp_path / "x.txt").write_text("x")
    assert desk("policies", "check", tmp_path / "x.txt").status == 3


CASES = """policy = "office/own"
county = "KERN"
as_of = 2026-07-01

[[case]]
name = "a misdemeanor"
why = "Every misdemeanor is dismissed."
born = "1990-01-01"
convictions = ["2005-03-01; 11358 HS; misdemeanor"]
answer = "dismissal"
reason = "Misdemeanor or Infraction"
"""


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's own folder of policies, with one policy in it."""
    monkeypatch.setenv("RELIEF_DESK_DATA", str(tmp_path))
    folder = tmp_path / "policies" / "office"
    folder.mkdir(parents=True)
    text = (resources() / "policies/us-ca/county-review.toml").read_text(encoding="utf-8")
    text = text.replace('id = "us-ca/county-review"', 'id = "office/own"', 1)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_offices_own_cases_are_run(own_folder: Path) -> None:
    """A table beside the policy file, by id and by file; a table named on the line wins."""
    table = own_folder / "own.cases.toml"
    table.write_text(CASES, encoding="utf-8")
    for asked in ("office/own", str(own_folder / "own.toml")):
        done = desk("policies", "test", asked)
        assert (done.status, done.out) == (0, "office/own: 1 of 1 cases as expected\n")
    other = own_folder.parent.parent / "other.toml"
    other.write_text(CASES.replace('"dismissal"', '"reduction"'), encoding="utf-8")
    done = desk("policies", "test", "office/own", "--table", other)
    assert done.status == 1
    assert "a misdemeanor: expected reduction: Misdemeanor or Infraction, got dismissal" in done.out
    assert desk("policies", "test", "--table", other).out == done.out
    wrong = desk("policies", "test", "us-ca/los-angeles", "--table", other)
    assert wrong.status == 3
    assert "is for the policy office/own, not for us-ca/los-angeles" in wrong.err


def test_a_case_of_another_county_does_not_stop_the_others(own_folder: Path) -> None:
    """It has failed, with the sentence why it could not be asked; status 1."""
    own = own_folder / "own.toml"
    text = (resources() / "policies/us-ca/sacramento.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('id = "us-ca/sacramento"', 'id = "office/own"', 1))
    case = CASES[CASES.index("[[case]]") :]
    abroad = case.replace("[[case]]", '[[case]]\ncounty = "FRESNO"', 1)
    table = CASES.replace("KERN", "SACRAMENTO").replace(case, f"{abroad}\n{case}")
    (own_folder / "own.cases.toml").write_text(table, encoding="utf-8")
    for asked in ("office/own", str(own)):
        done = desk("policies", "test", asked)
        assert done.status == 1, done.err
        assert done.out.startswith("office/own: 1 of 2 cases as expected\n")
        assert "got office/own answers for SACRAMENTO only, not for FRESNO." in done.out


def test_a_table_that_cannot_be_read_is_told_plainly(tmp_path: Path) -> None:
    """Missing, a folder, or no text: one sentence without the words of the machine; status 3."""
    binary = tmp_path / "table.toml"
    binary.write_bytes(b"\xff\xfe\x00binary")
    wrong = {
        tmp_path / "none.toml": "There is no case table",
        tmp_path: "is a folder",
        binary: "is not a text file in UTF-8",
    }
    for table, says in wrong.items():
        for asked in ((), ("us-ca/sacramento",)):
            done = desk("policies", "test", *asked, "--table", table)
            assert (done.status, done.out) == (3, "")
            assert says in done.err
            assert not any(word in done.err for word in ("Errno", "codec", "Traceback"))


def test_a_case_about_a_conviction_that_is_not_there(own_folder: Path) -> None:
    """The case and the number of convictions it has; status 3."""
    table = own_folder / "own.cases.toml"
    for asked in (0, 2):
        table.write_text(CASES + f"asked = {asked}\n", encoding="utf-8")
        done = desk("policies", "test", "office/own")
        assert done.status == 3
        assert (
            f"'a misdemeanor': 'asked' is {asked}, and the last conviction is number 1" in done.err
        )


def test_a_folder_is_no_policy(tmp_path: Path, clean_file: Path) -> None:
    """Status 3 and what to name instead, whatever is done with a policy."""
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    for named in (tmp_path, folder):
        for action in ("check", "test", "show"):
            done = desk("policies", action, named)
            assert done.status == 3
            assert f"{named} is a folder. Name a policy file (.toml)" in done.err
        run = desk(*run_arguments([clean_file], tmp_path / "out", "--policy", named))
        assert run.status == 3
        assert "is a folder" in run.err


def test_a_policy_without_a_table_says_so(own_folder: Path) -> None:
    """Asked for by itself that is an error with what to do; among all it is only said."""
    done = desk("policies", "test", "office/own")
    assert done.status == 3
    assert "NAME.cases.toml" in done.err
    assert desk("policies", "test", own_folder / "own.toml").status == 3
    everything = desk("policies", "test")
    assert "office/own: no case table" in everything.out
    assert "us-ca/los-angeles: " in everything.out


def test_a_broken_policy_changes_nothing(
    own_folder: Path, clean_file: Path, tmp_path: Path
) -> None:
    """A run with it is refused with every problem, and leaves no file."""
    path = own_folder / "own.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("form = 1", "form = 9", 1), encoding="utf-8")
    out = tmp_path / "out"
    done = desk(*run_arguments([clean_file], out, *REVIEW, "--policy", "office/own"))
    assert done.status == 3
    assert "line 6: it is written in form 9" in done.err
    assert not out.exists()
    listed = desk("policies")
    assert listed.status == 0
    assert "own.toml cannot be used" in listed.err
    assert "us-ca/los-angeles" in listed.out


def test_the_as_of_date_chooses_the_edition(
    own_folder: Path, clean_file: Path, tmp_path: Path
) -> None:
    """Two editions of one id: the run names the one it used; a date before both is refused."""
    path = own_folder / "own.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "form = 1\n", "form = 1\nearliest_on = 2020-01-01\nlatest_on = 2026-06-30\n", 1
        )
    )
    (own_folder / "own@2026.toml").write_text(
        text.replace("form = 1\n", "form = 1\nearliest_on = 2026-07-01\n", 1).replace(
            'version = "2026.1"', 'version = "2026.2"', 1
        )
    )
    for as_of, version in (("2026-06-30", "2026.1"), ("2026-07-01", "2026.2")):
        done = desk(
            *run_arguments([clean_file], tmp_path / as_of, *REVIEW, "--policy", "office/own"),
            "--as-of", as_of,
        )  # fmt: skip
        assert done.status == 0, done.err
        assert done.data["policy"]["version"] == version
    done = desk(
        *run_arguments([clean_file], tmp_path / "no", *REVIEW, "--policy", "office/own"),
        "--as-of", "2019-12-31",
    )  # fmt: skip
    assert done.status == 2
    assert "has no edition for 2019-12-31" in done.err
    assert "from 2020-01-01 until 2026-06-30 (own.toml)" in done.err
    checked = desk("policies", "check", "office/own", "--json")
    assert [one["file"] for one in checked.data["checked"]] == ["own.toml", "own@2026.toml"]


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


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("age=39", "option 'age' is '39': give a whole number from 40 to 65"),
        ("years_crime_free=0", "a whole number from 1 to 15"),
        ("use_age=perhaps", "option 'use_age' is 'perhaps': give yes or no"),
        ("hs_11358=drop", "give one of dismiss, reduce, neither"),
        ("hs_1158=drop", "did you mean 'hs_11358'"),
        ("age", "write NAME=VALUE"),
    ],
)
def test_an_option_out_of_range_names_its_range(
    clean_file: Path, tmp_path: Path, given: str, says: str
) -> None:
    """Status 2 for a number, a yes-no and a choice; nothing is made."""
    out = tmp_path / "out"
    done = desk(*run_arguments([clean_file], out, *REVIEW, "--option", given))
    assert done.status == 2
    assert says in done.err
    assert not out.exists()


def test_a_county_that_does_not_occur_says_which_do(clean_file: Path, tmp_path: Path) -> None:
    """Status 3, with the counties of the data and how many convictions each has."""
    out = tmp_path / "out"
    done = desk(*run_arguments([clean_file], out, *REVIEW, "--county", "Alpine"))
    assert done.status == 3
    assert "No conviction in the imported files is from the county ALPINE" in done.err
    assert "Counties found, with their convictions: LOS ANGELES (" in done.err
    assert not out.exists()


def test_a_run_that_fails_leaves_no_folders(clean_file: Path, tmp_path: Path) -> None:
    """Those on the way to the folder go too; one that was there before stays."""
    deep = tmp_path / "made" / "for" / "results"
    county = desk(*run_arguments([clean_file], deep, *REVIEW, "--county", "Alpine"))
    folder = desk(*run_arguments([tmp_path], deep, *REVIEW))
    assert (county.status, folder.status) == (3, 3)
    assert list(tmp_path.iterdir()) == []
    deep.parent.mkdir(parents=True)
    assert desk(*run_arguments([tmp_path], deep, *REVIEW)).status == 3
    assert list(deep.parent.parent.iterdir()) == [deep.parent]
    assert list(deep.parent.iterdir()) == []
    kept = tmp_path / "Office.relief"
    words = tmp_path / "words.txt"
    words.write_text("Under the oak", encoding="utf-8")
    more = ("--workspace", kept, "--passphrase-file", words, "--county", "Alpine")
    assert desk(*run_arguments([clean_file], deep, *REVIEW, *more)).status == 3
    assert sorted(one.name for one in tmp_path.iterdir()) == ["made", "words.txt"]
    assert list(deep.parent.iterdir()) == []
