"""Random damage to rap sheets: nothing raises or hangs, and nothing becomes a conviction."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.importing.issues import Issue
from app.importing.rap_sheet import read_rap_text
from app.importing.reading import ReadRow
from app.importing.values import is_conviction
from app.model.reading_columns import READING_COLUMNS, READING_INDEX

SHEETS = Path(__file__).resolve().parent / "sheets"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SHEETS.glob("*.txt"))]
SECONDS_FOR_10_MB = 120.0  # some 10 on an idle machine; what grows with the square takes hours

# Every count is charged with an offense of its own, so that it can be known again.
COUNTS = tuple(
    (f"{section} HS-CHARGE NUMBER {letter * 3}", disposition)
    for section, letter, disposition in (
        ("11350", "A", "DISMISSED"), ("11351", "B", "CONVICTED"), ("11352", "C", ""),
        ("11357", "D", "CONVICTED"), ("11358", "E", "DISMISSED/FURTHERANCE OF JUSTICE"),
        ("11359", "F", "CONVICTED"), ("11360", "G", "PROS REJ-INSUFFICIENT EVIDENCE"),
        ("11377", "H", "CONVICTED"), ("11378", "I", "ACQUITTED"),
    )
)  # fmt: skip
BANNERS = (
    "* * * * * * * * * *",
    "** POTENTIAL FELONY STRIKE ENTRY **",
    "PAGE 2 OF 3",
    "\f",
    "",
    ".",
)


def sheet_of_counts() -> list[str]:
    """Three events of three counts each."""
    lines = ["CII/A91234599", "DOB/19700615 SEX/F RAC/WHITE", "NAM/01 DAMAGE,EXAMPLE"]
    for place, (charge, disposition) in enumerate(COUNTS):
        if place % 3 == 0:
            lines += ["* * * *", "COURT: NAM:01", f"{1990 + place}0301  CASC OAKLAND", ""]
        lines += [f"CNT:{place % 3 + 1:02d}     #CR{place // 3}", f"  {charge}"]
        if disposition:
            lines.append(f"*DISPO:{disposition}")
        if disposition == "CONVICTED":
            lines += ["   CONV STATUS:FELONY", "   SEN: 036 MONTHS PROBATION", ""]
            lines += ["20100101", " DISPO:PROBATION REVOKED"]
        lines.append("")
    return [*lines, "* * * END OF MESSAGE * * *"]


INNOCENT = {charge for charge, disposition in COUNTS if disposition != "CONVICTED"}


@st.composite
def damaged_lines(draw: st.DrawFn, lines: list[str], most: int) -> list[str]:
    """Lines dropped, doubled, cut off or changed, and banners put between them."""
    lines = list(lines)
    for _ in range(draw(st.integers(1, most))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        kind = draw(st.sampled_from(("drop", "double", "cut", "change", "banner")))
        if kind == "drop" and len(lines) > 1:
            del lines[at]
        elif kind == "double":
            lines.insert(at, line)
        elif kind == "cut":
            lines[at] = line[: draw(st.integers(0, len(line)))]
        elif kind == "change" and line:
            where = draw(st.integers(0, len(line) - 1))
            sign = draw(st.characters(codec="utf-8", exclude_characters="\n\r"))
            lines[at] = f"{line[:where]}{sign}{line[where + 1 :]}"
        elif kind == "banner":
            lines.insert(at, draw(st.sampled_from(BANNERS)))
    return lines


def read(text: str) -> tuple[list[ReadRow], list[Issue]]:
    rows: list[ReadRow] = []
    issues: list[Issue] = []
    try:
        for item in read_rap_text(text).rows():
            if isinstance(item, ReadRow):
                rows.append(item)
            else:
                issues.append(item)
    except InputError:
        pass
    return rows, issues


def check_form(rows: list[ReadRow], issues: list[Issue], n_lines: int) -> None:
    numbers = [row.row for row in rows]
    assert numbers == sorted(set(numbers))
    for row in rows:
        if row.cells is not None:
            assert len(row.cells) == len(READING_COLUMNS)
            order = row.cells[READING_INDEX["CNT_ORDER"]]
            assert len(order) == 12
            assert order.isdigit()
            assert row.cells[READING_INDEX["SUBJECT_ID"]]
    for number in (*numbers, *(issue.row for issue in issues)):
        assert 10 <= number < (n_lines + 2) * 10


@settings(max_examples=150, deadline=2_000)
@given(st.data())
def test_a_count_without_a_conviction_never_becomes_one_unseen(data: st.DataObject) -> None:
    """Up to two pieces of damage, in different events: an innocent count stays so, or is doubted.

    What cannot be seen by nature is left out: two lines lost between the same counts, which
    make one count of two without a trace.
    """
    lines = sheet_of_counts()
    starts = [place for place, line in enumerate(lines) if line == "* * * *"]
    first = data.draw(damaged_lines(lines[: starts[1]], 1))
    second = data.draw(damaged_lines(lines[starts[1] : starts[2]], 1))
    damaged = [*first, *second, *lines[starts[2] :]]
    rows, issues = read("\n".join(damaged))
    check_form(rows, issues, len(damaged))
    for row in rows:
        if row.cells is None or not is_conviction(row.cells[READING_INDEX["DISP_DESCR"]]):
            continue
        charge = row.cells[READING_INDEX["OFFENSE_DESCR"]]
        if charge in INNOCENT and not row.cells[READING_INDEX["DOUBTS"]]:
            last = row.row + len(row.original) * 10
            assert any(row.row <= issue.row <= last for issue in issues), "\n".join(damaged)


@settings(max_examples=150, deadline=4_000)
@given(st.data())
def test_no_damage_raises_or_breaks_the_form_of_rows(data: st.DataObject) -> None:
    """However many lines are hurt: rows ascend, are whole, and belong to somebody."""
    lines = data.draw(st.sampled_from(TEXTS)).split("\n")
    damaged = data.draw(damaged_lines(lines, 25))
    rows, issues = read("\n".join(damaged))
    check_form(rows, issues, len(damaged))


KNOWN_LINES = (
    "* * * *", "- - - -", "COURT:", "COURT: NAM:01", "19990101 CASC KERN", "19990101", "CNT:01",
    "CNT:01-03 #A #B", "CNT:", "#7", "11358 HS-X", "SEE COMMENT FOR CHARGE", "*DISPO:CONVICTED",
    "*DISPO:DISMISSED", "DISPO:", "CONV STATUS:FELONY", "CONV STATUS:", "SEN: 1 YR JAIL", "SEN:",
    "COM:", "COM: CHRG 11359 HS", "CII/A91234501", "CII/A91234502", "NAM/01 A,B", "02 C,D", "TOC:F",
    "-ATTEMPTED", "WARRANT #1", "PAGE 1 OF 2", "* * * END OF MESSAGE * * *", "TEXT", "*",
    "DECEASED:", "REGISTRATION:", "C0NV STATUS:",
)  # fmt: skip


@settings(max_examples=150, deadline=2_000)
@given(st.lists(st.sampled_from(KNOWN_LINES), max_size=60))
def test_lines_in_any_order_are_read_somehow(lines: list[str]) -> None:
    """Every line that the grammar knows may stand anywhere."""
    rows, issues = read("\n".join(lines) or " x")
    check_form(rows, issues, len(lines))


@settings(max_examples=100, deadline=2_000)
@given(st.text(min_size=1))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    """Whatever is pasted."""
    read(f"COURT:\n19990101 CASC KERN\nCNT:01\n{text}")
    read(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "CNT:01 #1\n11358 HS-X\n*DISPO:CONVICTED\nCONV STATUS:FELONY\nSEN: 001 DAYS JAIL\n",
        "CNT:001-999\n",
        "ABC DEF\n",
        "- - - -\nCOURT:\n",
        "SEN: 1,\n",
        "CII/A91234501\n",
        "* * * *\n",
        "NAM/01 A,B\n02 C,D\n",
        "20010101\nDISPO:REDUCED TO MISDEMEANOR\n",
    ],
)
def test_ten_megabytes_of_anything_take_time_in_proportion(piece: str) -> None:
    """Text that repeats one form ten million characters long is read in a bounded time."""
    text = "CII/A91234501\n* * * *\nCOURT:\n19990101 CASC KERN\nCNT:01\n"
    text += piece * (10_000_000 // len(piece))
    start = time.perf_counter()
    read(text)
    assert time.perf_counter() - start < SECONDS_FOR_10_MB
