"""Cells of the DOJ bulk file, read plainly: sections, offence lists, days.

Nothing of `app` is used here.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

CANNABIS = ("11357", "11358", "11359", "11360")

# Offences of PC 667(e)(2)(C)(iv) and PC 290(c). "maybe" needs facts that no record states.
STRIKES = {
    "187": "sure", "188": "sure", "189": "sure", "190": "sure", "191": "sure", "191.5": "sure",
    "288 A": "sure", "288 B": "sure", "288.5": "sure", "288.7": "sure", "269": "sure",
    "245 D 3": "sure", "653 F B": "sure", "11418 A 1": "sure", "205": "sure", "206": "sure",
    "209": "sure", "4500": "sure", "37": "sure", "128": "sure", "451.5": "sure",
    "207": "maybe", "220": "maybe", "261": "maybe", "262": "maybe", "264.1": "maybe",
    "286": "maybe", "287": "maybe", "288 A A": "maybe", "289": "maybe", "217.1": "maybe",
}  # fmt: skip
REGISTRABLE = {
    "243.4": "sure", "261": "sure", "264.1": "sure", "266": "sure", "267": "sure", "269": "sure",
    "285": "sure", "286": "sure", "287": "sure", "288": "sure", "288.3": "sure", "288.4": "sure",
    "288.5": "sure", "288.7": "sure", "289": "sure", "311.1": "sure", "311.3": "sure",
    "311.4": "sure", "311.10": "sure", "311.11": "sure", "314 1": "sure", "314 2": "sure",
    "314.1": "sure", "314.2": "sure", "647.6": "sure", "647 A": "never", "653 F C": "sure",
    "236.1 B": "sure", "236.1 C": "sure",
    "187": "maybe", "207": "maybe", "209": "maybe", "220": "maybe", "262": "maybe",
    "272": "maybe", "288.2": "maybe",
}  # fmt: skip


# --- texts ------------------------------------------------------------------------------------


def code_section(text: str) -> str:
    """``664-11358 hs-ATTEMPT`` -> ``664-11358 HS``: up to the hyphen that begins the words."""
    text = " ".join(text.upper().split())
    for place, letter in enumerate(text):
        if letter == "-" and not text[place + 1 : place + 2].isdigit():
            return text[:place].strip()
    return text


def parts_of(section: str) -> tuple[str, list[str]]:
    """``664/11357(A) HS`` -> ``HS`` and ``["664", "11357 A"]``."""
    code = ""
    for letters in ("HS", "PC", "VC", "BP", "WI", "MV"):
        if section.startswith(letters + " ") or section.endswith(letters):
            code = letters
            section = section.removeprefix(letters).removesuffix(letters).strip()
    parts = []
    for part in re.split(r"[/-]", section):
        found = re.match(r"\s*(\d+(?:\.\d+)?)((?:\s?\(\w+\)|[A-Z]\b|[A-Z](?=\d|\())?\S*)", part)
        if found:
            subdivisions = re.findall(r"[A-Z]|\d+", found[2])
            parts.append(" ".join([found[1], *subdivisions]))
    return code, parts


def is_attempt_or_conspiracy(section: str) -> bool:
    numbers = [part.split()[0] for part in parts_of(section)[1]]
    return len(numbers) > 1 and ("664" in numbers or "182" in numbers)


def main_part(section: str) -> str:
    parts = [part for part in parts_of(section)[1] if part.split()[0] not in {"664", "182"}]
    return parts[0] if parts else ""


def cannabis_number(section: str) -> str:
    code = parts_of(section)[0]
    number = main_part(section).split(" ")[0]
    return number if number in CANNABIS and code in {"HS", ""} else ""


def on_list(section: str, table: dict[str, str]) -> str:
    """sure, maybe or never: by the entry that names most of the section."""
    code, _ = parts_of(section)
    words = main_part(section).split()
    while words and code in {"PC", ""}:
        if " ".join(words) in table:
            return table[" ".join(words)]
        words.pop()
    return "never"


def comment_section(comment: str) -> str:
    """The cannabis section that a comment names, as ``11357 A``, or empty."""
    found = re.search(
        r"(?<![\d.])(1135[789]|11360)(?![\d.])((?:\(\w\))*|[A-Z]\d?)\s*(?!\s*(?:PC|VC|BP|WI|MV))",
        comment.upper(),
    )
    return " ".join([found[1], *re.findall(r"[A-Z]|\d+", found[2])]) if found else ""


def is_from_comment(row: dict[str, str]) -> bool:
    text = "".join(row["OFFENSE_DESCR"].upper().split())
    return text in {"", "-", "SEECOMMENTFORCHARGE"}


def charged_section(row: dict[str, str]) -> str:
    return code_section(row["COMMENT_TEXT"] if is_from_comment(row) else row["OFFENSE_DESCR"])


def possible_other(row: dict[str, str]) -> str:
    """Column 3."""
    there = comment_section(row["COMMENT_TEXT"])
    if is_from_comment(row) or not there:
        return ""
    section = charged_section(row)
    here = main_part(section) if cannabis_number(section) else ""
    here_number, here_letter = (*here.split(), "", "")[:2]
    there_number, there_letter = (*there.split(), "", "")[:2]
    both_possession = here_number == there_number == "11357"
    applies = [
        not here,
        here_number != there_number,
        both_possession and there_letter in {"A", "B", "C", "D"} and not here_letter,
        both_possession
        and bool(here_letter and there_letter)
        and ((here_letter in "AB") != (there_letter in "AB")),
    ]
    return row["COMMENT_TEXT"] if any(applies) else ""


# --- days -------------------------------------------------------------------------------------


def day_of(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def add_years(day: date, years: int) -> date:
    """The same month and day; 29 February falls on 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    try:
        return first.replace(day=day.day)
    except ValueError:  # no such day in that month: the first of the next
        return add_months(first, 1)


def add_part(day: date, row: dict[str, str]) -> date:
    length, unit = row["SENT_LENGTH"].strip(), row["SENT_TIME_CODE"].strip()
    if not length.isdigit():
        return day
    if unit == "D":
        return day + timedelta(days=int(length))
    return add_months(day, int(length) * (12 if unit == "Y" else 1))


def is_open_part(row: dict[str, str]) -> bool:
    """Jail, prison or probation without a length (a fine has none), or a sentence in a comment."""
    if row["COMMENT_TEXT"].upper().startswith("SEN-"):
        return True
    place = row["SENT_LOC_DESCR"].strip()
    return place not in {"", "-", "FINE"} and not row["SENT_LENGTH"].strip().isdigit()


def years_between(day: date, as_of: date) -> str:
    return f"{(as_of - day).days / 365.25:.1f}"
