"""What issues, their states and their columns are called on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from app.jobs.issue_view import Allowed, ShownIssue
from app.jobs.mend_issues import MendSummary
from app.jobs.record_words import local_time
from app.model.record import Level
from app.store.issue_lists import CONFIRMED, MENDED, OPEN, ListedIssue
from app.store.mends import ROW, Mend
from ui.counties import county_on_screen
from ui.tables.issues import one_line
from ui.widgets import plural

STATE_WORDS = {OPEN: "Open", MENDED: "Mended", CONFIRMED: "Confirmed"}
ASIDE, CONSEQUENCE, INFORMATION = "aside", "matters", "info"
WEIGHT_WORDS = {
    ASIDE: "Rows set aside",
    CONSEQUENCE: "Of consequence",
    INFORMATION: "For information",
}
_RESULT_WORDS = {
    "CONVICTED": "Convicted",
    "DISMISSED": "Dismissed",
    "ACQUITTED": "Acquitted",
    "OTHER": "Other, not a conviction",
}
_COLUMN_WORDS = {
    "SUBJECT_ID": "Person number",
    "CII_NUMBER": "CII number",
    "PRI_NAME": "Name",
    "PRI_DOB": "Birth date",
    "GENDER": "Sex",
    "ALIASES": "Other names",
    "CYC_DATE": "Date of the arrest",
    "STP_ORI_CNTY_NAME": "County",
    "STP_ORI_DESCR": "Court",
    "OFN": "Case number",
    "STP_EVENT_DATE": "Date of the event",
    "OFFENSE_DATE": "Date of the offense",
    "OFFENSE_DESCR": "Section charged",
    "OFFENSE_TOC": "Level charged",
    "DISP_DESCR": "Result",
    "CONV_OFFENSE_DESCR": "Section convicted of",
    "CONV_OFFENSE_TOC": "Level of the section convicted of",
    "CONV_STAT_DESCR": "Level",
    "SENTENCE": "Sentence",
    "COMMENT_TEXT": "Comment",
}


def state_words(listed: ListedIssue) -> str:
    """A row that is set aside and not mended is that first of all."""
    if listed.issue.is_quarantined and listed.state == OPEN:
        return "Set aside"
    return STATE_WORDS[listed.state]


def column_words(column: str) -> str:
    """``Level (CONV_STAT_DESCR)``; a column without a plain name as it is."""
    words = _COLUMN_WORDS.get(column)
    return f"{words} ({column})" if words else column


def text_words(text: str) -> str:
    """A cell's text for a table; an empty one says so."""
    return one_line(text) if text.strip() else "(empty)"


def place_words(shown: ShownIssue, *, is_text: bool = False) -> str:
    """``LA.dat, row 48,212, column STP_EVENT_DATE``."""
    words = f"{shown.file_name}, {'line' if is_text else 'row'} {shown.row:,}"
    return f"{words}, column {shown.column}" if shown.column else words


def value_words(value: str) -> str:
    """What a value is called in a list to choose from."""
    if value in _RESULT_WORDS:
        return _RESULT_WORDS[value]
    if value in Level.__members__:
        return value.capitalize()
    return county_on_screen(value)


def choices_of(allowed: Allowed) -> list[tuple[str, str]]:
    """(value, words) in the order in which they are offered."""
    return [(value, value_words(value)) for value in allowed.values]


def mend_words(mend: Mend) -> str:
    """``FELNY counts as FELONY in 311 rows``, for a list of mends."""
    if mend.kind == ROW:
        return "A row that was set aside was corrected and read"
    rows = f" in {plural(mend.n_rows, 'row')}" if mend.n_rows > 1 else ""
    return f"{text_words(mend.old)} counts as {text_words(mend.new)}{rows}"


def by_words(who: str, at: str) -> str:
    return f"{who}, {local_time(at)[:16]}"


def summary_words(summary: MendSummary, *, is_undone: bool = False) -> str:
    """What a mend, or undoing it, did."""
    rows, people = plural(summary.n_rows, "row"), plural(summary.n_people, "person", "people")
    verb = "was" if summary.n_rows == 1 else "were"
    how = " as they stand in the file" if is_undone else ""
    how = how.replace("they stand", "it stands") if summary.n_rows == 1 else how
    answers = "the answers" if summary.n_people == 1 else "their answers"
    sentences = [f"{rows} of {people} {verb} read again{how}; check again to see {answers}."]
    if summary.unhelped:
        sentences.append(unhelped_words(summary.unhelped))
    for n, words in (
        (summary.n_reviews_opened, "opened again, for the facts have changed"),
        (summary.n_reviews_restored, "restored, for the facts are as before"),
    ):
        if n:
            sentences.append(f"{plural(n, 'decision')} {'was' if n == 1 else 'were'} {words}.")
    return " ".join(sentences)


def unhelped_words(unhelped: Sequence[ListedIssue]) -> str:
    first = unhelped[0].issue
    n = len({one.issue.at for one in unhelped})
    return f"In {plural(n, 'row')} this is still open: {first.reason}"
