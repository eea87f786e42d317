"""Pleading paper: the geometry of California rules 2.100-2.119 and page one.

Letter paper, 28 numbered lines 24 points apart from 72 points below the top
edge (three to the inch, rule 2.108); attorney block from line 1, the right half
of lines 1-7 left to the clerk, title of the court on line 8, 3 1/3 inches down
(rule 2.111); footer with page number, printed line and title (rule 2.110).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.canvas import LETTER_HEIGHT, Canvas
from app.documents.draft import Court, Hearing, MotionCase, Office, Side
from app.documents.flow import LAST_STEP, Page, Row, Rule, Run, Unit
from app.documents.fonts import Face, FontSet, clean, text_width
from app.documents.parties import BLANK_NUMBER, county_name, defendant_of, long_date
from app.documents.wording import MAX_CAPTION_ALIASES
from app.documents.wrap import wrap, wrap_balanced
from app.errors import UserError

STEP = 12.0  # half a numbered line
N_LINES = 28
FIRST_ROW_TOP = 72.0
FIRST_BASELINE = FIRST_ROW_TOP + 16  # the text sits in the middle of its 24-point row
TEXT_LEFT = 76.0
TEXT_RIGHT = 576.0
TEXT_WIDTH = TEXT_RIGHT - TEXT_LEFT
CENTER = (TEXT_LEFT + TEXT_RIGHT) / 2
NUMBERS_RIGHT = 64.0
LEFT_RULES = (68.0, 71.0)
RIGHT_RULE = 579.0
CLERK_LEFT = 306.0  # the clerk's space: right of the page's center, lines 1-7
COURT_STEP = 14  # line 8
CAPTION_STEP = 18  # line 10
CAPTION_DIVIDE = 320.0
CAPTION_GUTTER = 12.0
PAGE_NUMBER_Y = 754.0
FOOTER_RULE_Y = 758.0
FOOTER_TITLE_Y = 768.5
FOOTER_SIZE = 10.0
PRACTICE_WORDS = "PRACTICE"
PRACTICE_NOTE = "Made-up people. Not for filing."


@dataclass(frozen=True, slots=True)
class CaptionText:
    """What stands in the caption besides the office and the court."""

    plaintiff: str
    defendant: str  # with other names, no final comma
    defendant_label: str  # "Defendant." or "Defendants."
    case_label: str  # "Case No. BA123456"
    title: str
    subtitle: str
    hearing: Hearing | None  # None: the paper has no place for one
    volume: str = ""  # "Volume 1 of 3"


def baseline(step: int) -> float:
    """Points from the top edge to the baseline of a step."""
    return FIRST_BASELINE + STEP * step


def case_label(numbers: tuple[str, ...]) -> str:
    if not numbers:
        return f"Case No. {BLANK_NUMBER}"
    return f"Case No{'s' if len(numbers) > 1 else ''}. {', '.join(numbers)}"


def caption_names(case: MotionCase) -> str:
    """The defendant as the caption shows the name, with aliases as far as there is room."""
    name = defendant_of(case)
    if not case.aliases:
        return name
    if len(case.aliases) > MAX_CAPTION_ALIASES:
        return f"{name}, also known by other names stated in the motion"
    return f"{name}, also known as {'; '.join(case.aliases)}"


def draw_frame(canvas: Canvas) -> None:
    """Line numbers and vertical rules, the same on every page."""
    for line in range(N_LINES):
        canvas.text_right(NUMBERS_RIGHT, baseline(2 * line), str(line + 1))
    top, foot = 36.0, LETTER_HEIGHT - 14
    for x in (*LEFT_RULES, RIGHT_RULE):
        canvas.rule(x, top, x, foot)


def draw_footer(canvas: Canvas, number: str, title: str) -> None:
    """Page number, printed line, title of the paper (rule 2.110)."""
    canvas.text_center(CENTER, PAGE_NUMBER_Y, number)
    canvas.rule(TEXT_LEFT, FOOTER_RULE_Y, TEXT_RIGHT, FOOTER_RULE_Y)
    for n, line in enumerate(wrap_balanced(title, TEXT_WIDTH, size=FOOTER_SIZE)[:2]):
        canvas.text_center(CENTER, FOOTER_TITLE_Y + n * 10.5, line, size=FOOTER_SIZE)


def draw_practice(canvas: Canvas, center: float = CENTER, y: float = 54.0) -> None:
    """The mark of a practice paper, in the top margin where no text stands."""
    size = 22.0
    width = text_width(PRACTICE_WORDS, Face.BOLD, size)
    note = text_width(PRACTICE_NOTE, Face.REGULAR, 10)
    x = center - (width + 10 + note) / 2
    canvas.text(x, y, PRACTICE_WORDS, Face.BOLD, size)
    canvas.text(x + width + 10, y, PRACTICE_NOTE, size=10)


def draw_page(canvas: Canvas, page: Page) -> None:
    """The units of a page on its grid."""
    for first, unit in page.placed:
        for row in unit.rows:
            y = baseline(first + row.step)
            for run in row.runs:
                canvas.text(run.x, y, run.text, run.face, run.size)
        for rule in unit.rules:
            y0 = baseline(first + rule.step) + rule.drop
            y1 = y0
            if rule.end_step is not None:
                y1 = baseline(first + rule.end_step) + rule.end_drop
            canvas.rule(rule.x0, y0, rule.x1, y1, width=rule.width)


def page_content(fonts: FontSet, page: Page, number: str, footer: str, is_practice: bool) -> bytes:
    """The content stream of a finished page; the frame is the shared form /Frame."""
    canvas = Canvas(fonts)
    canvas.form("Frame")
    if is_practice:
        draw_practice(canvas)
    draw_page(canvas, page)
    draw_footer(canvas, number, footer)
    return canvas.content()


def first_page(office: Office, court: Court, caption: CaptionText, where: str) -> Page:
    """Page one as far as the caption; the body goes on below it.

    ``where`` names the case for errors. Raises `UserError` when the attorney
    block or the caption is too long for its place.
    """
    page = Page()
    page.put(_attorney_unit(office))
    page.next_step = COURT_STEP
    page.put(_court_unit(court, where))
    page.next_step = max(page.next_step, CAPTION_STEP)
    unit = _caption_unit(caption, where)
    if page.next_step + unit.last > LAST_STEP:
        raise UserError(
            f"The caption of {where} does not fit on the first page; shorten the names or "
            "case numbers printed there."
        )
    page.put(unit)
    return page


def attorney_lines(office: Office) -> list[str]:
    """Rule 2.111(1), in its order; what is blank becomes a line to fill by hand."""
    rule = "_" * 22
    if office.files_as is Side.PERSON:
        return _own_lines(office)
    bar = office.bar_number or "_" * 10
    lines = [f"{office.attorney_name or rule} (State\u00a0Bar\u00a0No.\u00a0{bar})"]
    lines.append(office.name or office.kind or rule)
    lines += [line for line in office.address if line.strip()] or [rule, rule]
    lines.append(f"Telephone: {office.telephone or rule}")
    lines.append(f"Fax: {office.fax or rule}")
    lines.append(f"E-mail: {office.email or rule}")
    lines.append(attorney_for(office))
    return [clean(line, "the office's settings") for line in lines]


def _own_lines(office: Office) -> list[str]:
    """The block of a person without counsel: the name as the record has it, the rest by hand."""
    name = clean(office.attorney_name, "the record")
    rule, whole = "_" * 26, "_" * 36
    return [
        name or whole, f"Address: {rule}", whole, f"Telephone: {rule}", f"E-mail: {rule}",
        attorney_for(office),
    ]  # fmt: skip


def attorney_for(office: Office) -> str:
    """Whom the signer acts for."""
    if office.files_as is Side.PERSON:
        return "Defendant, without counsel"
    return f"Attorney for {office.party or '_' * 22}"


def _attorney_unit(office: Office) -> Unit:
    width = CLERK_LEFT - 6 - TEXT_LEFT
    lines = [part for line in attorney_lines(office) for part in wrap_balanced(line, width)]
    if office.files_as is Side.PERSON and 2 * len(lines) < COURT_STEP:
        # Mostly lines to fill by hand: they need room.
        rows = tuple(Row(2 * n, (Run(TEXT_LEFT, line),)) for n, line in enumerate(lines))
        return Unit(rows, COURT_STEP, bookmark="Caption")
    if len(lines) > COURT_STEP - 1:
        raise UserError(
            f"The attorney block takes {len(lines)} lines, and {COURT_STEP - 1} fit above the "
            "title of the court; shorten the office's name or address in the settings."
        )
    return Unit(_column(lines, TEXT_LEFT), COURT_STEP, bookmark="Caption")


def _court_unit(court: Court, where: str) -> Unit:
    county = clean(county_name(court.county).upper() or "_" * 20, where)
    lines = wrap_balanced(
        f"SUPERIOR COURT OF CALIFORNIA, COUNTY OF {county}", TEXT_WIDTH, Face.BOLD
    )
    rows = [(line, Face.BOLD) for line in lines]
    place = ", ".join(part for part in (court.branch, court.department) if part)
    if place:
        rows += [(line, Face.REGULAR) for line in wrap(clean(place, where), TEXT_WIDTH)]
    steps = 2 * len(rows)
    return Unit(
        tuple(
            Row(2 * n, (Run(CENTER - text_width(line, face, 12) / 2, line, face),))
            for n, (line, face) in enumerate(rows)
        ),
        steps,
    )


def _caption_unit(caption: CaptionText, where: str) -> Unit:
    left = _caption_left(caption, where)
    right = _caption_right(caption, where)
    last = max(left[-1].step, right[-1].step)
    rules = (
        Rule(0, CAPTION_DIVIDE, CAPTION_DIVIDE, -12, end_step=last, end_drop=8),
        Rule(last, TEXT_LEFT, CAPTION_DIVIDE, 8),
    )
    return Unit((*left, *right), _even(last + 3), rules)


def _caption_left(caption: CaptionText, where: str) -> tuple[Row, ...]:
    width = CAPTION_DIVIDE - CAPTION_GUTTER - TEXT_LEFT
    label_x = CAPTION_DIVIDE - CAPTION_GUTTER - 80
    rows = list(_column(wrap(f"{caption.plaintiff},", width), TEXT_LEFT))
    rows.append(Row(rows[-1].step + 2, (Run(label_x, "Plaintiff,"),)))
    rows.append(Row(rows[-1].step + 2, (Run(TEXT_LEFT + 36, "v."),)))
    names = wrap(clean(f"{caption.defendant},", where), width)
    rows += _column(names, TEXT_LEFT, rows[-1].step + 2)
    rows.append(Row(rows[-1].step + 2, (Run(label_x, caption.defendant_label),)))
    return tuple(rows)


def _caption_right(caption: CaptionText, where: str) -> tuple[Row, ...]:
    x = CAPTION_DIVIDE + CAPTION_GUTTER
    width = TEXT_RIGHT - x
    rows = list(_column(wrap(clean(caption.case_label, where), width), x))
    titles = wrap_balanced(caption.title, width, Face.BOLD)
    rows += _column(titles, x, rows[-1].step + 2, Face.BOLD)
    rows += _column(wrap(caption.subtitle, width), x, rows[-1].step + 1)
    if caption.volume:
        rows += _column([caption.volume], x, rows[-1].step + 2, Face.BOLD)
    if caption.hearing is not None:
        rows += _hearing_rows(caption.hearing, x, rows[-1].step + 2)
    return tuple(rows)


def _hearing_rows(hearing: Hearing, x: float, start: int) -> list[Row]:
    """When and where the paper is heard; a line to fill by hand for what is not given."""
    tab = x + 78
    line = "_" * int((TEXT_RIGHT - tab) / text_width("_", Face.REGULAR, 12))
    values = (
        ("Hearing date:", long_date(hearing.on) if hearing.on else ""),
        ("Time:", hearing.time),
        ("Department:", hearing.department),
    )
    rows: list[Row] = []
    for label, given in values:
        texts = wrap(clean(given.strip() or line, "the hearing"), TEXT_RIGHT - tab)
        rows.append(Row(start, (Run(x, label), Run(tab, texts[0]))))
        rows += _column(texts[1:], tab, start + 1)
        start += len(texts)
    return rows


def _column(
    lines: list[str], x: float, start: int = 0, face: Face = Face.REGULAR
) -> tuple[Row, ...]:
    """Single-spaced lines from a step on."""
    return tuple(Row(start + n, (Run(x, line, face),)) for n, line in enumerate(lines))


def _even(step: int) -> int:
    return step + step % 2
