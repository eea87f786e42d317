"""An issue in words: where it is, what stands there, what was done, what it means."""

from __future__ import annotations

from html import escape

from app.help.errors import kind_number
from app.jobs.issue_view import IssueView
from app.store.issue_lists import CONFIRMED
from ui.issues.words import by_words, mend_words, place_words, state_words, text_words
from ui.rich_text import page_of
from ui.theme import MONOSPACE, Colors, px

ROW, UNDO, REOPEN, HELP = "row:", "undo:", "reopen:", "help:"
_LONGEST = 400


def issue_page(view: IssueView, colors: Colors) -> str:
    """The whole page; links are ROW, UNDO with the mend's number, REOPEN, HELP with a number."""
    shown, issue = view.shown, view.shown.listed.issue
    is_text = view.row is not None and view.row.is_text
    parts = [
        f'<p class="large">{escape(issue.kind)}</p>',
        f'<p class="second">{escape(place_words(shown, is_text=is_text))}{_number(issue.kind)}</p>',
        _facts(view),
        _history(view),
    ]
    if view.row is not None and view.row.cells and not issue.is_quarantined:
        parts.append(_row(view, colors))
    return page_of("".join(parts), colors)


def _number(kind: str) -> str:
    """The number of the kind, a link to what the help says of it."""
    number = kind_number(kind)
    return f' · <a href="{HELP}{number}">{number}</a>' if number else ""


def _facts(view: IssueView) -> str:
    shown, issue = view.shown, view.shown.listed.issue
    stands = _mono(text_words(issue.text[:_LONGEST])) if issue.column else ""
    counts = ""
    if view.standing_mend is not None and view.form_column:
        counts = _mono(text_words(view.counts))
    lines = [
        ("State", escape(state_words(shown.listed))),
        ("In the file", stands),
        ("Counts as", counts),
        ("Why", escape(issue.reason)),
        ("What was done", escape(issue.done)),
        ("What it means", escape(shown.consequence)),
        ("What to do", escape(issue.advice)),
    ]
    cells = "".join(
        f'<tr><td class="second" style="white-space:nowrap">{name}</td><td>{text}</td></tr>'
        for name, text in lines
        if text
    )
    return f'<table cellspacing="0" style="margin-top:{px(8)}px">{cells}</table>'


def _history(view: IssueView) -> str:
    lines = []
    for mend in view.mends:
        words = f"{escape(mend_words(mend))} ({escape(by_words(mend.who, mend.made_at))})"
        if mend.is_undone:
            words += f"; undone by {escape(by_words(mend.undone_by, mend.undone_at))}"
        else:
            words += f' · <a href="{UNDO}{mend.id}">Undo</a>'
        lines.append(f"<p>{words}</p>")
    if view.confirmation is not None:
        said = view.confirmation
        note = f": {escape(said.note)}" if said.note else ""
        again = ""
        if view.shown.listed.state == CONFIRMED:
            again = f' · <a href="{REOPEN}">Open it again</a>'
        lines.append(
            f"<p>Confirmed as it is{note} ({escape(by_words(said.who, said.at))}){again}</p>"
        )
    return f'<p class="head">What was said</p>{"".join(lines)}' if lines else ""


def _row(view: IssueView, colors: Colors) -> str:
    """The filled cells as they stand in the file; the one in question first, and marked."""
    row = view.row
    assert row is not None
    marked = row.taken_from.get(view.form_column, view.shown.column) or view.shown.column
    lines = []
    cells = list(zip(row.columns, row.cells, strict=False))
    for name, cell in cells if row.is_text else sorted(cells, key=lambda one: one[0] != marked):
        is_marked = name == marked
        if cell.strip() in ("", "-") and not is_marked:
            continue
        style = (
            f' style="background-color:{colors.caution_wash}; font-weight:600"' if is_marked else ""
        )
        mark = "▸ " if is_marked else ""
        lines.append(
            f"<tr{style}><td>{mark}{escape(name)}</td><td>{_mono(text_words(cell.strip()))}</td></tr>"
        )
    return (
        f'<p class="head">The row in the file</p><table cellspacing="0">{"".join(lines)}</table>'
        f'<p><a href="{ROW}">All columns of the row</a></p>'
    )


def _mono(text: str) -> str:
    return f"<span style=\"font-family:'{MONOSPACE}'; font-size:{px(13)}px\">{escape(text)}</span>"
