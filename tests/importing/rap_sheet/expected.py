"""Readings of rap sheets as tables that a lawyer can read and compare."""

from __future__ import annotations

from collections.abc import Iterable

from app.importing.issues import Issue
from app.importing.reading import ReadRow
from app.model.reading_columns import READING_INDEX

_PERSON = ("SUBJECT_ID", "CII_NUMBER", "PRI_NAME", "ALIASES", "GENDER", "PRI_DOB", "RACE_DESCR")
_COUNT = (
    "CNT_ORDER", "STP_EVENT_DATE", "STP_TYPE_DESCR", "STP_ORI_DESCR", "STP_ORI_CNTY_NAME", "OFN",
    "OFFENSE_DESCR", "OFFENSE_TOC", "OFFENSE_QUAL_LST", "FE_NUM_WARRANT", "DISP_DESCR",
    "CONV_STAT_DESCR", "SENTENCE", "DOUBTS", "COMMENT_TEXT",
)  # fmt: skip
_LABELS = {
    "CNT_ORDER": "order", "STP_EVENT_DATE": "on", "STP_TYPE_DESCR": "event",
    "STP_ORI_DESCR": "agency", "STP_ORI_CNTY_NAME": "county", "OFN": "number",
    "OFFENSE_DESCR": "charge", "OFFENSE_TOC": "type", "OFFENSE_QUAL_LST": "flags",
    "FE_NUM_WARRANT": "warrant", "DISP_DESCR": "became", "CONV_STAT_DESCR": "level",
    "SENTENCE": "sentence", "DOUBTS": "in doubt", "COMMENT_TEXT": "comment",
}  # fmt: skip


def table_of(items: Iterable[ReadRow | Issue]) -> str:
    """People, counts in the order of the sheet, then issues by line."""
    lines: list[str] = []
    issues: list[Issue] = []
    person: list[str] = []
    for item in items:
        if isinstance(item, Issue):
            issues.append(item)
        elif item.cells is None:
            lines.append(f"row {item.row}: no count ({len(item.original)} lines)")
        else:
            cells = item.cells
            who = [cells[READING_INDEX[column]] for column in _PERSON]
            if who != person:
                lines.append("PERSON " + " / ".join(who))
                person = who
            said = (
                f"{_LABELS[column]}: {cells[READING_INDEX[column]]}"
                for column in _COUNT
                if cells[READING_INDEX[column]]
            )
            lines.append(f"row {item.row}: " + "; ".join(said))
    lines += [
        f"issue {issue.row}{' SET ASIDE' if issue.is_quarantined else ''}: {issue.kind}"
        f" [{issue.column}] {issue.text}"
        for issue in sorted(issues, key=lambda issue: issue.row)
    ]
    return "\n".join(lines) + "\n"
