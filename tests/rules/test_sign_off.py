"""Signing a policy off: what is recorded, what is refused, and when a run differs from it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UsageError
from app.paths import resources
from app.rules.catalog import find_policies, load_by_id
from app.rules.loading.loader import PolicyError, read_policy
from app.rules.policy import Policy, settle_options
from app.rules.presenting.present import read_out
from app.rules.presenting.sign_off import sign_off_caution, sign_off_table, signed_text

COUNTY_REVIEW = load_by_id("us-ca/county-review")
CHOSEN = settle_options(COUNTY_REVIEW, {"use_age": True, "age": 57, "hs_11359": "reduce"})
ON = date(2026, 7, 1)


def signed(policy: Policy = COUNTY_REVIEW, by: str = "A. Example", role: str = "Deputy") -> str:
    chosen = CHOSEN if policy is COUNTY_REVIEW else settle_options(policy, {})
    return signed_text(policy, chosen, by=by, role=role, on=ON)


@pytest.mark.parametrize("policy_id", sorted(find_policies()))
def test_signing_and_reading_back(policy_id: str) -> None:
    """The signed copy is the same policy, hash and all, and says who signed for what."""
    policy = load_by_id(policy_id)
    chosen = settle_options(policy, {})
    text = signed_text(policy, chosen, by="A. Example", role="Deputy", on=ON)
    copy = read_policy(text.encode(), "copy.toml")
    assert copy.sha256 == policy.sha256
    assert copy.sign_off is not None
    assert (copy.sign_off.by, copy.sign_off.role, copy.sign_off.on) == ("A. Example", "Deputy", ON)
    assert copy.sign_off.version == policy.version
    assert dict(copy.sign_off.options) == chosen.as_dict()
    assert copy.rules == policy.rules
    assert "Signed off by A. Example, Deputy, on 2026-07-01" in read_out(copy).sign_off[0]


def test_a_change_after_signing_is_refused() -> None:
    """One letter of a reason, and the copy cannot be used until it is signed off again."""
    text = signed().replace("Misdemeanor or Infraction", "Misdemeanor or infraction", 1)
    with pytest.raises(PolicyError, match="changed after it was signed off"):
        read_policy(text.encode(), "copy.toml")


def test_a_sign_off_for_another_version_is_refused() -> None:
    """The version that was signed is not the version of the file."""
    text = signed().replace('version = "2026.1"', 'version = "2026.2"', 1)
    with pytest.raises(PolicyError, match=r"signed off for version 2026\.1"):
        read_policy(text.encode(), "copy.toml")


def test_a_signed_policy_is_signed_again_only_when_told() -> None:
    """The sign-off that stands there is named; the new one takes its place."""
    copy = read_policy(signed().encode(), "copy.toml")
    with pytest.raises(UsageError, match=r"signed off already, by A\. Example on 2026-07-01"):
        signed_text(copy, CHOSEN, by="B. Sample", role="Chief", on=ON)
    text = signed_text(copy, CHOSEN, by="B. Sample", role="Chief", on=ON, again=True)
    again = read_policy(text.encode(), "copy.toml")
    assert again.sign_off is not None
    assert again.sign_off.by == "B. Sample"
    assert text.count("[sign_off]") == 1


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "a\ttab", "bell\x07", "del\x7f"])
def test_a_name_is_one_line_of_text(name: str) -> None:
    """An empty name, line ends and control characters are refused."""
    with pytest.raises(UsageError, match="one line of text"):
        signed(by=name)
    with pytest.raises(UsageError, match="one line of text"):
        signed(role=name)


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda text: text.strip() and text.isprintable()))
def test_any_printable_name_survives(name: str) -> None:
    """Quotes, backslashes, brackets and letters of any script are recorded as they are."""
    copy = read_policy(signed(by=name).encode(), "copy.toml")
    assert copy.sign_off is not None
    assert copy.sign_off.by == name.strip()


def test_windows_line_ends_and_a_missing_last_one() -> None:
    """The hash is that of the text as it stands; signing does not change it."""
    path = resources() / "policies" / "us-ca" / "county-review.toml"
    data = path.read_bytes().replace(b"\n", b"\r\n").rstrip()
    policy = read_policy(data, path.name)
    text = signed_text(policy, settle_options(policy, {}), by="A", role="B", on=ON)
    assert read_policy(text.encode(), path.name).sha256 == policy.sha256


def test_caution_when_the_options_differ() -> None:
    """It names who signed and each option with both values; equal options need no caution."""
    copy = read_policy(signed().encode(), "copy.toml")
    assert sign_off_caution(copy, CHOSEN) == ""
    other = settle_options(copy, {"use_age": True, "age": 55, "hs_11359": "reduce"})
    assert sign_off_caution(copy, other) == (
        "Caution: A. Example signed us-ca/county-review, version 2026.1, off on 2026-07-01 with "
        "other options: age was 57 and is 55 here."
    )
    assert sign_off_caution(copy, other) in read_out(copy, other).sign_off
    assert sign_off_caution(COUNTY_REVIEW, other) == ""


def test_a_sign_off_that_names_no_options_is_for_the_presets() -> None:
    """A table written by hand may leave options out."""
    lines = sign_off_table(COUNTY_REVIEW, CHOSEN, by="A", role="B", on=ON)
    short = lines[: lines.index("[sign_off.options]")]
    text = COUNTY_REVIEW.text.rstrip() + "\n\n" + "\n".join(short) + "\n"
    copy = read_policy(text.encode(), "copy.toml")
    assert sign_off_caution(copy, settle_options(copy, {})) == ""
    assert "hs_11359 was dismiss and is reduce here" in sign_off_caution(copy, CHOSEN)


def test_the_table_to_fill_in_by_hand_names_nobody() -> None:
    """Nothing is filled in for anyone; version, hash and options are."""
    lines = sign_off_table(COUNTY_REVIEW, CHOSEN, by="", role="", on=None)
    assert [line for line in lines if "____" in line] == lines[1:4]
    assert f'sha256  = "{COUNTY_REVIEW.sha256}"' in lines
    assert "age = 57" in lines
