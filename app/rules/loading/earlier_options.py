"""The JSON options file of the earlier Clear My Record tool, as options of county review.

``baselineEligibility`` says which sections to dismiss and which to reduce;
``additionalRelief`` holds switches and thresholds, where a threshold of 0 is off.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from app.errors import UsageError
from app.limits import read_text
from app.model.statute import CANNABIS_NUMBERS
from app.rules.policy import OptionValue, near_miss

_GROUPS = {
    "baselineEligibility": ("dismiss", "reduce"),
    "additionalRelief": (
        "subjectUnder21AtConviction",
        "dismissOlderThanAgeThreshold",
        "subjectAgeThreshold",
        "dismissYearsSinceConvictionThreshold",
        "yearsSinceConvictionThreshold",
        "dismissYearsCrimeFreeThreshold",
        "yearsCrimeFreeThreshold",
        "subjectHasOnlyProp64Charges",
        "subjectIsDeceased",
    ),
}
_THRESHOLDS = (
    # its key, its switch, our option, our switch, least, most
    ("subjectAgeThreshold", "dismissOlderThanAgeThreshold", "age", "use_age", 40, 65),
    (
        "yearsSinceConvictionThreshold",
        "dismissYearsSinceConvictionThreshold",
        "years_since_conviction",
        "use_years_since_conviction",
        1,
        15,
    ),
    (
        "yearsCrimeFreeThreshold",
        "dismissYearsCrimeFreeThreshold",
        "years_crime_free",
        "use_years_crime_free",
        1,
        15,
    ),
)
_SWITCHES = {
    "subjectUnder21AtConviction": "use_under_21",
    "subjectHasOnlyProp64Charges": "use_only_cannabis",
    "subjectIsDeceased": "use_deceased",
}


def is_earlier_options(content: object) -> bool:
    """Whether JSON content is such an options file."""
    return isinstance(content, dict) and bool(content.keys() & _GROUPS.keys())


def read_earlier_options(path: Path) -> dict[str, OptionValue]:
    """Option values for ``us-ca/county-review``.

    Raises UsageError naming the file, every bad value and its range.
    """
    try:
        content = json.loads(read_text(path))
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path.name} is not a JSON options file.") from error
    return convert_earlier_options(content, path.name)


def convert_earlier_options(content: object, source: str) -> dict[str, OptionValue]:
    """The same from parsed JSON; ``source`` names it in messages."""
    if not isinstance(content, dict) or not is_earlier_options(content):
        raise UsageError(
            f"{source} is no options file: it has neither baselineEligibility nor additionalRelief."
        )
    problems: list[str] = []
    groups = {name: _group(content, name, problems) for name in _GROUPS}
    problems += _unknown_keys(content, list(_GROUPS))
    options = _sections(groups["baselineEligibility"], problems)
    options |= _additional(groups["additionalRelief"], problems)
    if problems:
        raise UsageError(f"{source}: " + "; ".join(problems) + ".")
    return options


def _group(content: Mapping[str, object], name: str, problems: list[str]) -> dict[str, object]:
    group = content.get(name, {})
    if not isinstance(group, dict):
        problems.append(f"'{name}' must be a group of values")
        return {}
    problems += _unknown_keys(group, list(_GROUPS[name]))
    return group


def _unknown_keys(group: Mapping[str, object], known: list[str]) -> list[str]:
    return [
        f"'{key}' is not known{near_miss(str(key), known)}" for key in group if key not in known
    ]


def _sections(group: Mapping[str, object], problems: list[str]) -> dict[str, OptionValue]:
    chosen: dict[str, OptionValue] = {
        f"hs_{number}": "neither" for number in sorted(CANNABIS_NUMBERS)
    }
    for choice in ("reduce", "dismiss"):
        given = group.get(choice) or []
        if not isinstance(given, list):
            problems.append(f"'{choice}' must be a list of sections")
            continue
        for number in given:
            name = f"hs_{number}"
            if name not in chosen:
                known = ", ".join(sorted(CANNABIS_NUMBERS))
                problems.append(f"'{choice}' names {number!r}: give {known}")
            elif chosen[name] != "neither" and chosen[name] != choice:
                problems.append(f"{number} is both to reduce and to dismiss")
            else:
                chosen[name] = choice
    return chosen


def _additional(group: Mapping[str, object], problems: list[str]) -> dict[str, OptionValue]:
    options: dict[str, OptionValue] = {}
    for key, option in _SWITCHES.items():
        options[option] = _switch(group, key, problems, default=False)
    for key, switch_key, option, switch, least, most in _THRESHOLDS:
        value = group.get(key, 0)
        in_range = isinstance(value, int) and not isinstance(value, bool)
        if not in_range or not (value == 0 or least <= int(str(value)) <= most):
            problems.append(f"'{key}' is {value!r}: give 0 (off) or {least} to {most}")
            continue
        is_on = _switch(group, switch_key, problems, default=value != 0)
        options[switch] = is_on and value != 0
        if value != 0:
            options[option] = int(str(value))
    return options


def _switch(group: Mapping[str, object], key: str, problems: list[str], *, default: bool) -> bool:
    value = group.get(key, default)
    if not isinstance(value, bool):
        problems.append(f"'{key}' is {value!r}: give true or false")
        return False
    return value
