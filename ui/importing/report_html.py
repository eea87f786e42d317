"""What was understood of a file as a page: figures, dates as bars, readings with spellings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from app.jobs.look_files import ColumnSeen, DatesSeen, FileReport, ReadAs, TextCount
from ui.rich_text import page_of
from ui.theme import Colors, px
from ui.widgets import plural

SHOWN = 6  # readings of a kind that are shown at once
SPELLINGS = 3  # spellings of a reading that are shown at once
KINDS = (
    ("levels", "Levels of convictions"),
    ("dispositions", "Results of counts"),
    ("counties", "Counties"),
    ("sections", "Sections of convictions"),
)


def report_html(report: FileReport, opened: frozenset[str], colors: Colors) -> str:
    """The page. ``opened`` are the parts that are shown whole."""
    parts = [_figures(report), *_dates(report.dates, colors)]
    for kind, title in KINDS:
        parts += _readings(kind, title, getattr(report, kind), kind in opened)
    parts += _columns(report.columns, "columns" in opened)
    return page_of("".join(parts), colors)


def _figures(report: FileReport) -> str:
    cells = "".join(
        f'<td width="33%"><span class="large">{n:,}</span><br>{words}</td>'
        for n, words in (
            (report.n_people, "people"), (report.n_rows, "rows"),
            (report.n_convictions, "convictions"),
        )
    )  # fmt: skip
    about = report.words + (f", {report.encoding}" if report.encoding else "")
    table = f'<table width="100%" cellspacing="0"><tr>{cells}</tr></table>'
    return f'<p class="second">{escape(about)}</p>{table}'


def _dates(dates: Sequence[DatesSeen], colors: Colors) -> Iterator[str]:
    yield '<p class="head">Dates</p>'
    if not dates:
        yield "<p>No column holds a date.</p>"
    for number, one in enumerate(dates):
        yield f"<p><b>{escape(one.name)}</b> {_column_words(one)}</p>"
        yield _bar(one, colors)
        yield f"<p>{_date_words(one, number)}</p>"


def _column_words(one: DatesSeen) -> str:
    return "" if one.column == one.name else f'<span class="small">{escape(one.column)}</span>'


def _bar(one: DatesSeen, colors: Colors) -> str:
    """Read, in part, blank, unreadable: widths of a table of one row, said in words below."""
    parts = [
        (one.n_exact, colors.good), (one.n_in_part, colors.caution), (one.n_blank, colors.rule),
        (one.n_unreadable, colors.stop),
    ]  # fmt: skip
    total = sum(n for n, _ in parts) or 1
    cells = "".join(
        f'<td width="{max(1, round(100 * n / total))}%" bgcolor="{color}" '
        f'style="padding: 0; font-size: {px(6)}px">&nbsp;</td>'
        for n, color in parts
        if n
    )
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{cells}</tr></table>'


def _date_words(one: DatesSeen, number: int) -> str:
    total = one.n_exact + one.n_in_part + one.n_blank + one.n_unreadable
    words = [f"{one.n_exact:,} of {total:,} read"]
    if one.n_in_part:
        words.append(f"{one.n_in_part:,} in part")
    if one.n_blank:
        words.append(f"{one.n_blank:,} blank")
    told = ", ".join(words)
    if one.n_unreadable:
        link = f'<a href="texts:dates:{number}">{one.n_unreadable:,} not readable</a>'
        told += f', <img src="truth:UNKNOWN"> {link}'
    return told


def _readings(kind: str, title: str, readings: Sequence[ReadAs], is_open: bool) -> Iterator[str]:
    yield f'<p class="head">{title}</p>'
    if not readings:
        yield "<p>None.</p>"
        return
    shown = readings if is_open else readings[:SHOWN]
    rows = "".join(_reading(kind, number, one) for number, one in enumerate(shown))
    yield f'<table width="100%" cellspacing="0">{rows}</table>'
    if len(readings) > SHOWN:
        word = f"Show fewer {kind}" if is_open else f"Show all {len(readings):,} {kind}"
        yield f'<p><a href="open:{kind}">{word}</a></p>'


def _reading(kind: str, number: int, one: ReadAs) -> str:
    """Unknown ones carry the question mark and say so in words."""
    if one.is_known:
        words = escape(_capital(one.words))
    else:
        words = f'<img src="truth:UNKNOWN"> <b>{escape(_unknown_words(one))}</b>'
    return (
        f'<tr><td valign="top" width="46%">{words}</td>'
        f'<td valign="top" align="right" width="14%">{one.n:,}</td>'
        f'<td valign="top" class="small">{_spellings(kind, number, one.texts)}</td></tr>'
    )


_SAYS_SO = ("not known", "not readable")


def _unknown_words(one: ReadAs) -> str:
    if one.words == "none":
        return "None given"
    return _capital(one.words) if one.words in _SAYS_SO else f"{one.words}, not known"


def _spellings(kind: str, number: int, texts: Sequence[TextCount]) -> str:
    told = ", ".join(f"“{escape(one.text)}” {one.n:,}" for one in texts[:SPELLINGS] if one.text)
    blank = next((one.n for one in texts if not one.text), 0)
    if blank:
        told += f"{', ' if told else ''}blank {blank:,}"
    if len(texts) > SPELLINGS:
        more = f"and {len(texts) - SPELLINGS:,} more"
        told += f' <a href="texts:{kind}:{number}">{more}</a>'
    return told


def _columns(columns: Sequence[ColumnSeen], is_open: bool) -> Iterator[str]:
    """The columns of a list and what each was taken as; of the state's file, which are filled."""
    yield '<p class="head">Columns</p>'
    taken = any(one.taken_as for one in columns)
    about = plural(len(columns), "column") + (" read" if taken else " filled in")
    yield (f'<p>{about}. <a href="open:columns">{"Hide them" if is_open else "Show them"}</a></p>')
    if is_open:
        rows = "".join(
            f"<tr><td>{escape(one.name)}</td><td>{escape(one.taken_as)}</td>"
            f'<td align="right">{one.n_filled:,}</td></tr>'
            for one in columns
        )
        head = f"<tr><th>Column</th><th>{'Taken as' if taken else ''}</th><th>Filled in</th></tr>"
        yield f'<table width="100%" cellspacing="0">{head}{rows}</table>'


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
