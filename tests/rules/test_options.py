"""Options are read by their type, and refused with their range."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from app.errors import UsageError
from app.rules.catalog import load_by_id
from app.rules.loading.earlier_options import convert_earlier_options, read_earlier_options
from app.rules.policy import OptionValue, settle_options
from app.rules.presenting.present import policy_lines

COUNTY_REVIEW = load_by_id("us-ca/county-review")


def test_defaults_are_those_the_earlier_tool_started_with() -> None:
    """All four sections dismissed; 5 and 5 years and only-cannabis on; the rest off."""
    assert settle_options(COUNTY_REVIEW, {}).as_dict() == {
        "hs_11357": "dismiss",
        "hs_11358": "dismiss",
        "hs_11359": "dismiss",
        "hs_11360": "dismiss",
        "use_under_21": False,
        "use_age": False,
        "age": 50,
        "use_years_since_conviction": True,
        "years_since_conviction": 5,
        "use_years_crime_free": True,
        "years_crime_free": 5,
        "use_only_cannabis": True,
        "use_deceased": False,
    }


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("age", "40", 40),
        ("age", 65, 65),
        ("years_crime_free", " 1 ", 1),
        ("years_since_conviction", "15", 15),
        ("use_age", "yes", True),
        ("use_age", "ON", True),
        ("use_age", True, True),
        ("use_years_crime_free", "off", False),
        ("hs_11358", "Reduce", "reduce"),
    ],
)
def test_a_value_is_read(name: str, given: OptionValue, value: OptionValue) -> None:
    """Text from the command line becomes the option's own type."""
    settings = settle_options(COUNTY_REVIEW, {name: given})
    assert settings[name] == value
    assert type(settings[name]) is type(value)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("age", "39", "whole number from 40 to 65"),
        ("age", 66, "whole number from 40 to 65"),
        ("age", "fifty", "whole number from 40 to 65"),
        ("age", True, "whole number from 40 to 65"),
        ("age", "５０", "whole number from 40 to 65"),
        ("years_since_conviction", "0", "whole number from 1 to 15"),
        ("years_crime_free", "16", "whole number from 1 to 15"),
        ("years_crime_free", "5.5", "whole number from 1 to 15"),
        ("years_crime_free", "-3", "whole number from 1 to 15"),
        ("use_age", "maybe", "yes or no"),
        ("use_age", 2, "yes or no"),
        ("hs_11358", "drop", "one of dismiss, reduce, neither"),
        ("years_crimefree", "5", r"no option 'years_crimefree' \(did you mean 'years_crime_free'"),
    ],
)
def test_a_bad_value_is_refused(name: str, given: OptionValue, message: str) -> None:
    """The message names the option and what it may be."""
    with pytest.raises(UsageError, match=message):
        settle_options(COUNTY_REVIEW, {name: given})


def test_all_bad_values_are_told_at_once() -> None:
    """One message for everything on the command line."""
    with pytest.raises(UsageError, match=r"no option 'x'.*'use_age' is 'perhaps'.*'age' is '1'"):
        settle_options(COUNTY_REVIEW, {"x": 1, "age": 1, "use_age": "perhaps"})


def test_settings_can_be_kept_and_sent() -> None:
    """Settings are keys of a cache and go to worker processes."""
    one, same = settle_options(COUNTY_REVIEW, {}), settle_options(COUNTY_REVIEW, {"age": "50"})
    other = settle_options(COUNTY_REVIEW, {"age": "51"})
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert pickle.loads(pickle.dumps(other)) == other
    with pytest.raises(KeyError):
        one["nothing"]


ADDITIONAL = {
    "subjectUnder21AtConviction": True,
    "dismissOlderThanAgeThreshold": True,
    "subjectAgeThreshold": 57,
    "dismissYearsSinceConvictionThreshold": False,
    "yearsSinceConvictionThreshold": 0,
    "dismissYearsCrimeFreeThreshold": True,
    "yearsCrimeFreeThreshold": 3,
    "subjectHasOnlyProp64Charges": False,
    "subjectIsDeceased": True,
}


def test_the_earlier_tools_file_is_read(tmp_path: Path) -> None:
    """Sections and additional relief become options of county review."""
    path = tmp_path / "options.json"
    baseline = {"dismiss": ["11357", "11358"], "reduce": ["11359"]}
    content = {"baselineEligibility": baseline, "additionalRelief": ADDITIONAL}
    path.write_text(json.dumps(content), encoding="utf-8")
    options = read_earlier_options(path)
    assert options == {
        "hs_11357": "dismiss",
        "hs_11358": "dismiss",
        "hs_11359": "reduce",
        "hs_11360": "neither",
        "use_under_21": True,
        "use_age": True,
        "age": 57,
        "use_years_since_conviction": False,
        "use_years_crime_free": True,
        "years_crime_free": 3,
        "use_only_cannabis": False,
        "use_deceased": True,
    }
    assert settle_options(COUNTY_REVIEW, options)["years_since_conviction"] == 5


def test_a_threshold_without_its_switch_is_on() -> None:
    """The engine itself only read the thresholds: 0 is off, a number on."""
    options = convert_earlier_options(
        {"additionalRelief": {"yearsCrimeFreeThreshold": 7, "subjectAgeThreshold": 0}}, "x.json"
    )
    assert (options["use_years_crime_free"], options["years_crime_free"]) == (True, 7)
    assert (options["use_age"], "age" in options) == (False, False)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], "is no options file"),
        ({}, "is no options file"),
        ({"additionalRelief": {"subjectAgeThreshold": 39}}, r"39: give 0 \(off\) or 40 to 65"),
        ({"additionalRelief": {"subjectAgeThreshold": "50"}}, r"'50': give 0 \(off\) or 40"),
        ({"additionalRelief": {"yearsCrimeFreeThreshold": 16}}, r"16: give 0 \(off\) or 1 to 15"),
        ({"additionalRelief": {"yearsSinceConvictionThreshold": -1}}, "or 1 to 15"),
        ({"additionalRelief": {"yearsSinceConvictionThreshold": True}}, "or 1 to 15"),
        ({"additionalRelief": {"subjectIsDeceased": "yes"}}, "give true or false"),
        ({"additionalRelief": {"subjectIsDead": True}}, "did you mean 'subjectIsDeceased'"),
        ({"additionalRelief": 5}, "must be a group of values"),
        ({"baselineEligibility": {"dismiss": ["11356"]}}, "'11356': give 11357"),
        ({"baselineEligibility": {"dismiss": "11357"}}, "must be a list of sections"),
        (
            {"baselineEligibility": {"dismiss": ["11357"], "reduce": ["11357"]}},
            "11357 is both to reduce and to dismiss",
        ),
    ],
)
def test_a_bad_earlier_file_is_refused(content: object, message: str) -> None:
    """Every value out of range is named with its range."""
    with pytest.raises(UsageError, match=message):
        convert_earlier_options(content, "options.json")


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xff", b"[" * 100000])
def test_what_is_no_json_is_refused(tmp_path: Path, data: bytes) -> None:
    """Hostile input is normal input."""
    path = tmp_path / "options.json"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"options\.json is not a JSON options file"):
        read_earlier_options(path)
    with pytest.raises(UsageError, match=r"gone\.json cannot be read"):
        read_earlier_options(tmp_path / "gone.json")


def test_a_policy_reads_as_text() -> None:
    """The terminal shows options with their ranges, rows in order, and what is switched off."""
    text = "\n".join(policy_lines(COUNTY_REVIEW, settle_options(COUNTY_REVIEW, {"age": 57})))
    assert "age = 57" in text
    assert "a whole number from 40 to 65" in text
    assert "[age] Is the person 57 years or older on the as-of date? (switched off)" in text
    assert "Eligible for Reduction: Reduce all HS 11360 convictions" in text
    assert "HSC 11361.9" in text
    assert "Known limits" in text
