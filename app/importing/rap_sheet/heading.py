"""The heading of a rap sheet: who it is about."""

from __future__ import annotations

import re

from app.importing.issues import Issue
from app.importing.rap_sheet.notes import doubted
from app.importing.rap_sheet.syntax import Print, Subject

_KEY = re.compile(
    r"\b(CII|DOB|SEX|RAC|NAM|HGT|WGT|EYE|HAI|POB|CTZ|FBI|CDL|SOC|OCC|INN|IDN|SMT|MNU|ADR) ?/ ?"
)
_NAME = re.compile(r"(?:[0-9]{2,3} )?(?P<name>[^0-9].*)")
_ALIAS = re.compile(r"[0-9]{2,3} (?P<name>\D.*)")
_CII = re.compile(r"[AHM]?[0-9]{7,8}\Z")


def read_keys(text: str) -> dict[str, str]:
    """``DOB/19681122  SEX/M`` -> what stands after each key."""
    upper = text.upper()
    found = list(_KEY.finditer(upper))
    ends = [match.start() for match in found[1:]] + [len(text)]
    values = (text[match.end() : end].strip() for match, end in zip(found, ends, strict=True))
    return dict(zip((match[1] for match in found), values, strict=True))


def name_of(text: str) -> str:
    """``01 LAST, FIRST`` -> ``LAST,FIRST``, as the state's file writes it; "" for no name."""
    match = _NAME.fullmatch(text)
    return re.sub(" ?, ?", ",", match["name"]).strip(" .") if match else ""


def alias_of(text: str) -> str:
    """The name of a line ``02 LAST,FIRST``; "" for any other line."""
    match = _ALIAS.fullmatch(text)
    return name_of(match["name"]) if match else ""


def is_readable_cii(text: str) -> bool:
    """A letter A, H or M (or none) and seven or eight digits."""
    return _CII.match(text.upper().replace(" ", "")) is not None


def cii_of(text: str) -> str:
    """The number without blanks when it can be read, else as printed."""
    return text.upper().replace(" ", "") if is_readable_cii(text) else text


def add_keys(subject: Subject, keys: dict[str, str], line: int) -> None:
    """Note what a line of the heading says; the first statement of each fact counts."""
    subject.lines.append(line)
    for key, value in keys.items():
        if key == "NAM":
            add_name(subject, name_of(value), line)
        elif key == "CII" and not subject.cii.line:
            subject.cii = Print(cii_of(value), line)
        elif key == "DOB" and not subject.born.line:
            subject.born = Print("".join(ch for ch in value if ch not in " .,'"), line)
        elif key == "SEX" and not subject.sex.line:
            subject.sex = Print(value, line)
        elif key == "RAC" and not subject.race.line:
            subject.race = Print(value, line)


def add_name(subject: Subject, name: str, line: int) -> None:
    if name:
        subject.names.setdefault(name, line)


def doubts_about(subject: Subject, line: int) -> list[Issue]:
    """What the heading does not say, or not legibly."""
    issues = []
    if not subject.names:
        issues.append(
            doubted(
                line, "PRI_NAME", "", "Name missing", "The heading of the sheet names nobody.",
                "The name stays empty.",
            )
        )  # fmt: skip
    if not subject.cii.text:
        issues.append(
            doubted(
                line, "CII_NUMBER", "", "CII number missing",
                "The heading of the sheet has no CII number.",
                "The person can only be joined with others by name and birth date.",
            )
        )  # fmt: skip
    elif not is_readable_cii(subject.cii.text):
        issues.append(
            doubted(
                subject.cii.line, "CII_NUMBER", subject.cii.text, "CII number unreadable",
                "A CII number is a letter A, H or M and eight digits.", "It was kept as printed.",
            )
        )  # fmt: skip
    return issues
