"""A policy in several editions by date, and files in folders of policies."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.errors import UsageError
from app.paths import resources
from app.rules.catalog import (
    Editions,
    find_editions,
    find_own_table,
    find_policies,
    load_by_id,
    place_of,
)
from app.rules.checking.case_tables import run_table
from app.rules.checking.check_policy import check_policy
from tests.rules.office_policy import GOOD, checked


def folder_with(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "office").mkdir()
    for name, text in files.items():
        (tmp_path / "office" / f"{name.replace('_at_', '@')}.toml").write_text(text)
    return tmp_path


def bounded(first: str, last: str) -> str:
    bounds = (f"earliest_on = {first}\n" if first else "") + (
        f"latest_on = {last}\n" if last else ""
    )
    return GOOD.replace('county = "Kern"\n', f'county = "Kern"\n{bounds}')


def test_an_id_must_be_its_place(tmp_path: Path) -> None:
    """Results name the policy by its id: the line of the id, and both ways to mend it."""
    folder = folder_with(tmp_path, two=GOOD)
    found = check_policy(folder / "office" / "two.toml", [folder])
    (problem,) = found.problems
    assert problem.line == 2
    assert "its id is 'office/one', but its place in the folder makes it 'office/two'" in str(
        problem
    )
    assert "move the file" in problem.text


def test_an_id_must_be_its_place_in_any_folder_of_policies(tmp_path: Path) -> None:
    """Also in a folder that is not this office's own; elsewhere a file may have any id."""
    text = (resources() / "policies/us-ca/sacramento.toml").read_text(encoding="utf-8")
    for folder, n_problems in (("policies/us-ca", 1), ("policies", 0), ("drafts/us-ca", 0)):
        path = tmp_path / folder / "other.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        problems = check_policy(path, [], 200).problems
        assert len(problems) == n_problems, folder
        assert all("its place in the folder makes it 'us-ca/other'" in str(p) for p in problems)


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("us-ca/nosuch", ""),
        ("us-ca/county-reviw", "us-ca/county-review"),
        ("Sacramento", "us-ca/sacramento"),
        ("us-ca/san-jaoquin", "us-ca/san-joaquin"),
        ("us-ca", ""),
        ("", ""),
    ],
)
def test_only_a_close_id_is_suggested(asked: str, nearest: str) -> None:
    """By the policy's own name: that two ids share a folder makes them no nearer."""
    with pytest.raises(UsageError) as caught:
        load_by_id(asked)
    suggestion = f" (did you mean '{nearest}'?)" if nearest else ""
    assert caught.value.message.startswith(f"There is no policy '{asked}'{suggestion}. Policies")


def test_a_file_that_a_shipped_one_hides_is_told(tmp_path: Path) -> None:
    """An office's own file never replaces a shipped policy unseen."""
    (tmp_path / "us-ca").mkdir()
    own = tmp_path / "us-ca" / "sacramento.toml"
    shutil.copy(resources() / "policies/us-ca/sacramento.toml", own)
    found = check_policy(own, [tmp_path])
    assert any("a shipped policy has this id" in one.text for one in found.remarks)


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (("", "2026-12-31"), ("2027-01-01", ""), ""),
        (("", ""), ("2027-01-01", ""), "write latest_on = 2026-12-31 in one.toml"),
        (("", "2027-03-01"), ("2027-01-01", ""), "are both for 2027-01-01 to 2027-03-01"),
        (("", "2026-12-30"), ("2027-01-01", ""), "no edition is for 2026-12-31 to 2026-12-31"),
        (("", "2026-12-31"), ("", ""), "are for the same as-of dates"),
    ],
)
def test_editions_must_adjoin(
    first: tuple[str, str], second: tuple[str, str], says: str, tmp_path: Path
) -> None:
    """Every as-of date has one edition: a gap or an overlap is a problem of both files."""
    folder = folder_with(tmp_path, one=bounded(*first), one_at_2027=bounded(*second))
    for name in ("one.toml", "one@2027.toml"):
        found = check_policy(folder / "office" / name, [folder], 300)
        if says:
            (problem,) = found.problems
            assert says in problem.text
            assert problem.line >= 1
        else:
            assert found.problems == ()


def test_a_value_must_hold_on_the_policys_days(tmp_path: Path) -> None:
    """A value chosen by the as-of date has an entry for the first and the last day."""
    text = bounded("2015-01-01", "").replace('by = "conviction"', 'by = "as-of"')
    assert checked(tmp_path, text).is_usable
    text = text.replace("until = 2016-11-08", "from = 2016-01-01\nuntil = 2016-11-08")
    (problem,) = checked(tmp_path, text).problems
    assert "it has no entry for 2015-01-01, the 'earliest_on' of the policy" in problem.text
    assert problem.where == "value 'fee_age'"


@pytest.fixture
def two_editions(tmp_path: Path) -> Path:
    newer = bounded("2027-01-01", "").replace('version = "1"', 'version = "2"')
    return folder_with(tmp_path, one=bounded("2017-01-01", "2026-12-31"), one_at_2027=newer)


@pytest.mark.parametrize(
    ("as_of", "version"),
    [
        (date(2017, 1, 1), "1"),
        (date(2026, 12, 31), "1"),
        (date(2027, 1, 1), "2"),
        (date(2031, 5, 5), "2"),
        (None, "2"),
    ],
)
def test_the_as_of_date_chooses_the_edition(
    as_of: date | None, version: str, two_editions: Path
) -> None:
    """The day before, of and after the change; without a date the newest."""
    assert load_by_id("office/one", [two_editions], as_of).version == version


def test_one_entry_an_id(two_editions: Path) -> None:
    """The list of policies shows the newest edition; the others are its editions."""
    found = find_policies([two_editions])
    assert found["office/one"].name == "one@2027.toml"
    assert not any("@" in policy_id for policy_id in found)
    editions = find_editions("office/one", [two_editions])
    assert [one.path.name for one in editions] == ["one.toml", "one@2027.toml"]
    assert find_editions("office/two", [two_editions]) == ()
    assert place_of(two_editions / "office" / "one@2027.toml", [two_editions]) == "office/one"
    assert place_of(two_editions / "office" / "one.toml", []) == ""


def test_a_date_without_an_edition_names_the_dates_there_are(two_editions: Path) -> None:
    """Nothing is answered by the law of another time."""
    with pytest.raises(UsageError) as caught:
        load_by_id("office/one", [two_editions], date(2016, 12, 31))
    assert caught.value.message == (
        "office/one has no edition for 2016-12-31. It has from 2017-01-01 until 2026-12-31 "
        "(one.toml); from 2027-01-01 (one@2027.toml): choose an as-of date there."
    )


def test_two_editions_for_a_date_are_refused(tmp_path: Path) -> None:
    """Which of them would answer is nobody's to guess."""
    folder = folder_with(tmp_path, one=bounded("", ""), one_at_2027=bounded("2027-01-01", ""))
    assert load_by_id("office/one", [folder], date(2026, 1, 1)).version == "1"
    with pytest.raises(UsageError, match=r"more than one edition for 2027-06-01: .*one@2027"):
        load_by_id("office/one", [folder], date(2027, 6, 1))


def test_an_edition_is_read_once(two_editions: Path) -> None:
    """Many cases of a table ask for the same edition."""
    editions = Editions("office/one", [two_editions])
    assert editions.policy_on(date(2020, 1, 1)) is editions.policy_on(date(2021, 1, 1))


CASES = """policy = "office/one"
county = "KERN"

[[case]]
name = "possession"
why = "The first row."
as_of = 2026-12-31
born = "1990-01-01"
convictions = ["2005-03-01; 11357(A) HS; felony"]
answer = "dismissal"
reason = "Possession"

[[case]]
name = "possession in the newer edition"
why = "Its reason has another text."
as_of = 2027-01-01
born = "1990-01-01"
convictions = ["2005-03-01; 11357(A) HS; felony"]
answer = "dismissal"
reason = "Possession, new"
"""


def test_a_table_asks_the_edition_of_each_case(
    two_editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table beside the file is no policy; each case goes to the edition for its date."""
    monkeypatch.setenv("RELIEF_DESK_DATA", str(two_editions))
    own = two_editions / "policies"
    shutil.move(two_editions / "office", own / "office")
    table = own / "office" / "one.cases.toml"
    table.write_text(CASES, encoding="utf-8")
    newer = own / "office" / "one@2027.toml"
    text = newer.read_text(encoding="utf-8")
    newer.write_text(text.replace('"Possession"', '"Possession, new"'), encoding="utf-8")
    assert not any("cases" in policy_id for policy_id in find_policies([own]))
    assert find_own_table(newer) == table
    assert [result.passed for result in run_table(table)] == [True, True]


def test_a_case_that_cannot_be_asked_fails_alone(
    two_editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another county or of a date without edition: its sentence; the others are asked."""
    monkeypatch.setenv("RELIEF_DESK_DATA", str(two_editions))
    own = two_editions / "policies"
    shutil.move(two_editions / "office", own / "office")
    table = own / "office" / "one.cases.toml"
    first, second, third = CASES.partition("\n\n[[case]]")
    earlier = f"{second}{third}".split("\n\n[[case]]")[1].replace("2026-12-31", "2010-01-01")
    abroad = earlier.replace("2010-01-01", '2026-12-31\ncounty = "FRESNO"')
    table.write_text("\n\n[[case]]".join([first, abroad, earlier]) + f"{second}{third}")
    results = run_table(table)
    assert [one.passed for one in results] == [False, False, True, False]
    assert results[0].got == "office/one answers for KERN only, not for FRESNO."
    assert results[0].expected == results[2].expected
    assert "office/one has no edition for 2010-01-01" in results[1].got
