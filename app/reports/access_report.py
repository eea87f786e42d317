"""Who looked at a person's record, and what about the person was given out, on Letter pages.

Made for the person, a court or an auditor: no figure of it needs the program to be understood.
Instants are those of the record of the work (UTC). Equal input gives equal bytes.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from app.model.access import AccessReport, Handed
from app.reports.furniture import page_furniture
from app.reports.paged import Bit, Column, Pages, lay_out
from app.reports.sheet import (
    CONTENT_WIDTH,
    MARGIN,
    SECONDARY,
    Face,
    Sheet,
)
from app.reports.wording import in_words
from app.version import PROGRAM, VERSION

TITLE = "Who saw this record"
LOOKS, GIVEN, ALL = "Looks at the record", "Papers and files about the person", (
    "Files that held everybody on record"
)  # fmt: skip
_LOOK_COLUMNS = (
    Column("Entry", 48), Column("When (UTC)", 104), Column("Who", 130),
    Column("What was opened", CONTENT_WIDTH - 282),
)  # fmt: skip
_GIVEN_COLUMNS = (
    Column("Entry", 48), Column("When (UTC)", 104), Column("Who", 100), Column("What", 130),
    Column("Where to", CONTENT_WIDTH - 382),
)  # fmt: skip


def render_access_report(report: AccessReport) -> bytes:
    """The report as PDF, dated as it was made."""
    made_on = date.fromisoformat(report.made_at[:10])
    sheet = Sheet(f"{TITLE}: person {report.person_id}", report.workspace, made_on)

    def draw(pages: Pages) -> None:
        _draw(pages, report)

    foot = f"{report.workspace} · up to entry {report.anchor} · {PROGRAM} {VERSION}"
    lay_out(
        sheet,
        page_furniture(f"{TITLE}: {_name(report)}", foot, is_practice=report.is_practice),
        draw,
    )
    return sheet.finish()


def _draw(pages: Pages, report: AccessReport) -> None:
    pages.turn(TITLE)
    sheet = pages.sheet
    sheet.text(MARGIN, 45, _name(report), width=CONTENT_WIDTH, size=19, face=Face.BOLD)
    born = f"Born {report.born}, p" if report.born else "P"
    about = f"{born}erson {report.person_id} of {report.workspace}"
    sheet.text(MARGIN, 71, about, width=CONTENT_WIDTH, size=10, color=SECONDARY)
    pages.y = 87
    pages.paragraph(_summary(report), size=10, color=SECONDARY)
    _looks(pages, report)
    _given(pages, GIVEN, [one for one in report.handed if not one.of_all])
    _given(pages, ALL, [one for one in report.handed if one.of_all])
    _about(pages, report)


def _name(report: AccessReport) -> str:
    return report.name or f"Person {report.person_id}"


def _summary(report: AccessReport) -> str:
    people = Counter(one.who for one in report.looks)
    given = sum(not one.of_all for one in report.handed)
    users, sittings = _count(len(people), "user"), _count(len(report.looks), "sitting")
    papers = f"{_count(given, 'paper or file', 'papers or files')} about the person left it"
    made = in_words(report.made_at[:10])
    return f"{TITLE}, as of {made}: {users} looked at it in {sittings}; {papers}."


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def _looks(pages: Pages, report: AccessReport) -> None:
    pages.heading(LOOKS)
    if not report.looks:
        pages.paragraph("Nobody is on record as having opened it.", color=SECONDARY)
        return
    pages.table(
        _LOOK_COLUMNS,
        [
            ([Bit(f"{one.entry:,}")], [Bit(_when(one.at))], [Bit(one.who)], [Bit(one.what)])
            for one in report.looks
        ],
    )


def _given(pages: Pages, heading: str, handed: list[Handed]) -> None:
    pages.heading(heading)
    if not handed:
        pages.paragraph("None.", color=SECONDARY)
        return
    pages.table(
        _GIVEN_COLUMNS,
        [
            (
                [Bit(f"{one.entry:,}" if one.entry else "")], [Bit(_when(one.at))], [Bit(one.who)],
                [Bit(one.what + (" (not finished)" if one.is_failed else ""))], [Bit(one.where)],
            )
            for one in handed
        ],
    )  # fmt: skip


def _when(instant: str) -> str:
    return instant[:19].replace("T", " ")


def _about(pages: Pages, report: AccessReport) -> None:
    pages.heading("How to read this")
    lines = [
        (
            "A look is recorded once for each user and sitting, from opening the workspace to "
            "closing it, when a case, a source row, an issue, a paper or the person's parts are "
            "opened. "
            "Lists in which the name stands among others are not recorded."
        ),
        (
            "Entries are those of the record of the work, a chain in which a change would be "
            f"found. This report goes up to entry {report.anchor}."
        ),
    ]
    if report.n_backups:
        lines.append(
            f"{_count(report.n_backups, 'backup')} of the whole workspace, encrypted, "
            f"{'was' if report.n_backups == 1 else 'were'} made; the record lists them."
        )
    if report.earlier_numbers:
        numbers = ", ".join(map(str, report.earlier_numbers))
        lines.append(f"The person also stood on record as {numbers}; that is included.")
    pages.bullets(lines)
